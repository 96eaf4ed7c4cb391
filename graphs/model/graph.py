"""The program as plain data: nodes, groups and the graph of them.

Everything here is frozen. Values and gradients never live on nodes, so one graph serves every
set of input values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from graphs.errors import GraphError
from graphs.gates import Gate
from graphs.gates.shapes import summed_axes
from graphs.model.decided import Guard, PrintedText, Shape, Slot, Value
from graphs.model.paths import spellings

if TYPE_CHECKING:
    import networkx as nx  # for weight: imported by ``to_networkx``

Kind = Literal["input", "constant", "gate"]
NotRun = Literal["failed", "ahead"]


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the text. Lines count from 1, columns (code points) from 0, ends exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Node:
    """An input, a constant or one use of a gate.

    ``args`` holds one earlier node's index for each argument slot, so ``x * x`` keeps two wires
    and topological order is a property of the list. ``settings`` are the gate's other
    parameters (axis, keepdims). ``shape`` is () for a number, and None only while an input that it
    depends on has no value yet, or where shapes do not fit. ``not_run`` tells in the picture of an
    error the gate that failed from what is ahead of it.
    """

    index: int
    kind: Kind
    gate: Gate | None = None
    args: tuple[int, ...] = ()
    name: str | None = None
    constant: Value = None
    shape: Shape | None = ()
    source: Source | None = None
    group: int | None = None
    data: bool = False  # routes or is compared; carries no gradient
    truth: bool = False  # holds truth values
    backward: bool = False  # computes a gradient
    settings: Mapping[str, Any] = field(default_factory=dict)
    original_id: str | None = None  # its id in the whole program, where this is a part of one
    not_run: NotRun | None = None

    @property
    def id(self) -> str:
        return self.original_id or f"n{self.index}"

    @property
    def op(self) -> str:
        return self.gate.name if self.gate else self.kind


@dataclass(frozen=True, slots=True)
class Group:
    """One call of a function or one pass of a loop: a tree over the nodes.

    ``loop`` numbers the loop that it is a pass of, ``loop_title`` is that loop's: ``for t``.
    """

    index: int
    title: str
    kind: Literal["function", "loop", "pattern"]
    parent: int | None = None
    loop: int | None = None
    loop_title: str = ""
    original_id: str | None = None  # its id in the whole program, where this is a part of one

    @property
    def id(self) -> str:
        return self.original_id or f"g{self.index}"


@dataclass(frozen=True, slots=True)
class Input:
    """A name the reader may set: its node, its value in the text, whether it shapes the graph.

    ``drawn`` names the random function that made its value, so that it can be drawn again;
    ``redrawn`` is what it was then; ``filled`` says that the text gives it no value, ``outside``
    what the text reads it from, "" where it does not.
    """

    node: int
    default: Value | None
    structural: bool = False
    drawn: str | None = None
    redrawn: Value | None = None
    filled: bool = False
    outside: str = ""

    @property
    def written(self) -> Value | None:
        """Its value where none is given: the text's, or the text's drawn again."""
        return self.default if self.redrawn is None else self.redrawn


@dataclass(frozen=True, slots=True)
class Training:
    """What training a text contains: the line of its loop, how often it runs (None: as long as it
    goes on), the paths of its parameters, the name of its loss.

    ``place`` is where the loss is computed, (source, gate name), ``order`` how many values of the
    pass are computed there before it.
    """

    line: int
    iterations: int | None
    parameters: tuple[str, ...]
    loss: str | None = None
    place: tuple[Source | None, str] | None = None
    order: int = 0


@dataclass(frozen=True)
class Graph:
    """A program's circuit. Nodes stand in topological order, inputs first.

    ``asides`` are further nodes, numbered after these, that nothing is drawn of: decisions
    (``guards``) and texts (``printed``) are computed from them. ``upstream`` is the gradient of
    the output where that is given from outside; None: it is ones. ``not_run`` is the gate that an
    error stopped and what is ahead of it, numbered after these: they are drawn, and never run.
    ``wanted`` are then the inputs to differentiate with respect to once it runs; ``wrt`` is empty.
    """

    program: str
    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]
    names: Mapping[str, int]
    inputs: Mapping[str, Input]
    output: int
    output_name: str
    wrt: frozenset[int]  # the inputs to differentiate with respect to
    warnings: tuple[Notice, ...] = ()
    seed: int | None = None  # chosen for random values where the program sets none
    absorbed: frozenset[int] = frozenset()  # inputs that only a closed group reads: not drawn
    notes: tuple[Notice, ...] = ()
    asides: tuple[Node, ...] = ()
    guards: tuple[Guard, ...] = ()
    printed: tuple[PrintedText, ...] = ()
    training: Training | None = None
    upstream: Value = None
    not_run: tuple[Node, ...] = ()
    wanted: frozenset[int] = frozenset()

    @cached_property
    def drawn(self) -> Graph:
        """The graph of all that is drawn: with what an error kept from running, if there is any."""
        if not self.not_run:
            return self
        nodes = (*self.nodes, *self.not_run)
        return self.with_nodes(nodes, output=nodes[-1].index, wanted=self.wanted)

    @property
    def filled(self) -> dict[str, Value]:
        """The values that the text lacks."""
        return {
            name: entry.default
            for name, entry in self.inputs.items()
            if entry.filled and entry.default is not None
        }

    @property
    def outside(self) -> frozenset[tuple[str, int]]:
        """Names for what is read from outside, and the lines where inputs stand for them."""
        sources = {
            name: self.nodes[entry.node].source
            for name, entry in self.inputs.items()
            if entry.outside
        }
        return frozenset((name, it.line) for name, it in sources.items() if it is not None)

    @cached_property
    def broadcasts(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """(consumer, slot) of each wire whose value is repeated → the output's axes of repetition.

        Constants that are numbers are left out: ``2 * X`` needs no explanation.
        """
        axes = {}
        for node in self.nodes:
            if node.gate is None or not node.gate.elementwise or not node.shape:
                continue
            for slot, argument in enumerate(node.args):
                source = self.nodes[argument]
                if source.shape is None or source.shape == node.shape:
                    continue
                if source.shape or source.kind != "constant":
                    axes[node.index, slot] = summed_axes(node.shape, source.shape)
        return axes

    @cached_property
    def consumers(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each node the (consumer, argument slot) pairs that read it, in order."""
        readers: list[list[tuple[int, int]]] = [[] for _ in self.nodes]
        for node in self.nodes:
            for slot, argument in enumerate(node.args):
                readers[argument].append((node.index, slot))
        return tuple(tuple(pairs) for pairs in readers)

    @cached_property
    def depends_on_wrt(self) -> tuple[bool, ...]:
        """For each node whether it depends on a ``wrt`` input through differentiable slots."""
        depends_on_wrt: list[bool] = []
        for node in self.nodes:
            carries = node.index in self.wrt or (
                node.gate is not None
                and not node.data
                and any(
                    depends_on_wrt[argument] and node.gate.differentiable(slot)
                    for slot, argument in enumerate(node.args)
                )
            )
            depends_on_wrt.append(carries)
        return tuple(depends_on_wrt)

    @cached_property
    def receives_gradient(self) -> tuple[bool, ...]:
        """For each node whether the backward pass computes its gradient."""
        receives_gradient = [False] * len(self.nodes)
        receives_gradient[self.output] = self.depends_on_wrt[self.output]
        for node in reversed(self.nodes):
            if receives_gradient[node.index]:
                for slot in self.slots(node):
                    receives_gradient[node.args[slot]] = True
        return tuple(receives_gradient)

    @cached_property
    def awaits_gradient(self) -> tuple[bool, ...]:
        """For each node that is drawn before an error whether the backward pass will compute its
        gradient once the program runs."""
        if not self.wanted:
            return (False,) * len(self.drawn.nodes)
        return replace(self.drawn, wrt=self.wanted).receives_gradient

    @cached_property
    def used(self) -> tuple[bool, ...]:
        """For each node whether the output is computed from it; before an error every gate may be
        needed yet."""
        stopped = self.nodes[self.output].not_run is not None
        used = [stopped and node.gate is not None for node in self.nodes]
        used[self.output] = True
        for node in reversed(self.nodes):
            if used[node.index]:
                for argument in node.args:
                    used[argument] = True
        return tuple(used)

    def slots(self, node: Node) -> tuple[int, ...]:
        """The argument slots of a gate whose wires carry a gradient."""
        return self._slots[node.index]

    @cached_property
    def _slots(self) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(
                slot
                for slot, argument in enumerate(node.args)
                if self.depends_on_wrt[argument] and node.gate.differentiable(slot)
            )
            if node.gate is not None and self.depends_on_wrt[node.index]
            else ()
            for node in self.nodes
        )

    @cached_property
    def titles(self) -> Mapping[int, str]:
        """The name under which each named node is shown: its own, or the output's."""
        titles = {node.index: node.name for node in self.nodes if node.name}
        if self.output_name in self.names and self.names[self.output_name] == self.output:
            titles.setdefault(self.output, self.output_name)
        return titles

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """An identifier for each input and name, all different: ``params_W1``."""
        return spellings((*self.inputs, *self.names))

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {spelling: path for path, spelling in self.spellings.items()}

    def free_name(self, word: str) -> str:
        """The word, with a number where the program has it as a name."""
        count, name = 1, word
        while name in self.names or name in self.inputs or name in self._paths:
            count += 1
            name = f"{word}_{count}"
        return name

    @cached_property
    def loss_name(self) -> str:
        """The name of what the gradients are of: the output; where an upstream gradient is given,
        a loss L that is computed from the output outside the program."""
        return self.output_name if self.upstream is None else self.free_name("L")

    def path(self, name: str) -> str:
        """The path that a name means, which may be the identifier that code spells it with; a name
        that the program does not have is returned as it is."""
        for known in (name, name.replace('"', "'")):
            if known in self.inputs or known in self.names:
                return known
        return self._paths.get(name, name)

    def by_path(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Values by the paths of the inputs they are for."""
        return {self.path(name): value for name, value in values.items()}

    def with_nodes(self, nodes: Iterable[Node], **changes: Any) -> Graph:
        """The graph with other nodes, without the decisions and texts that count the old ones."""
        others: dict[str, Any] = dict.fromkeys(("asides", "guards", "printed", "not_run"), ())
        others["wanted"] = frozenset()
        return replace(self, nodes=tuple(nodes), **others | changes)

    def before(self, stop: int) -> Graph | None:
        """The circuit of the nodes before one whose evaluation failed; None where it has no gate.

        Its output is the last gate; no gradient is computed. The failed one is drawn behind it.
        """
        nodes = self.nodes[:stop]
        gates = [node.index for node in nodes if node.gate is not None]
        if not gates:
            return None
        asides, printed = _before(self, stop)
        return self.with_nodes(
            nodes,
            asides=asides,
            printed=printed,
            names={name: index for name, index in self.names.items() if index < stop},
            output=gates[-1],
            output_name=nodes[gates[-1]].name or f"n{gates[-1]}",
            wrt=frozenset(),
            wanted=self.wrt,
            upstream=None,
            not_run=(replace(self.nodes[stop], not_run="failed"),),
        )

    def index(self, name_or_id: str) -> int:
        """The node of a name (its latest value), of an input, or of a node id.

        Raises:
            GraphError: there is none.
        """
        path = self.path(name_or_id)
        node = self.names.get(path)
        if node is None and path in self.inputs:
            node = self.inputs[path].node
        digits = name_or_id[1:]
        if node is None and name_or_id[:1] == "n" and digits.isdecimal() and len(digits) < 9:
            node = int(digits) if int(digits) < len(self.nodes) else None
        if node is None:
            names = ", ".join(self.names)
            raise GraphError(
                f"There is no {name_or_id} in the program.",
                hint=f"Its names are {names or 'none'}.",
            )
        return node

    def input(self, name: str) -> int:
        """The node of an input.

        Raises:
            GraphError: the program has no such input.
        """
        return self.inputs[self.input_path(name)].node

    def input_path(self, name: str) -> str:
        """The path of an input, which may be named by its spelling.

        Raises:
            GraphError: the program has no such input.
        """
        path = self.path(name)
        if path not in self.inputs:
            raise GraphError(
                f"{name} is not an input of the program.",
                hint=f"Its inputs are {', '.join(self.inputs) or 'none'}.",
            )
        return path

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The circuit for other tools: edges are wires, keyed by argument slot."""
        import networkx as nx  # for weight: it takes longer than all of the engine

        view: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.nodes:
            view.add_node(node.id, op=node.op, name=node.name, shape=node.shape, kind=node.kind)
        for node in self.nodes:
            for slot, argument in enumerate(node.args):
                view.add_edge(self.nodes[argument].id, node.id, key=slot)
        return view


def _before(graph: Graph, stop: int) -> tuple[tuple[Node, ...], tuple[PrintedText, ...]]:
    """The asides that need only the first nodes of a graph, and the texts that need only those."""
    new_index = {index: index for index in range(stop)}
    asides: list[Node] = []
    for node in graph.asides:
        if all(argument in new_index for argument in node.args):
            index = new_index[node.index] = stop + len(asides)
            args = tuple(new_index[argument] for argument in node.args)
            asides.append(replace(node, index=index, args=args))
    printed = []
    for text in graph.printed:
        slots = [part for part in text.parts if isinstance(part, Slot)]
        if all(part.node in new_index for part in slots):
            parts = (
                replace(part, node=new_index[part.node]) if isinstance(part, Slot) else part
                for part in text.parts
            )
            printed.append(PrintedText(text.line, tuple(parts)))
    return tuple(asides), tuple(printed)


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about the program that does not stop the drawing."""

    message: str
    line: int | None = None
    kind: str = ""  # of a note: what was assumed or left out
    choices: tuple[str, ...] = ()  # what may be chosen instead of what was assumed
    names: tuple[str, ...] = ()  # the inputs that it is about
