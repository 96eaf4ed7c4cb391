"""A part of a graph as a graph of its own, so that it is laid out and stepped through like any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graphs.draw.addends import MOST as MOST_ADDENDS
from graphs.draw.marks import Card
from graphs.draw.parts.sections import Section, entering
from graphs.draw.spacing import TagWidths
from graphs.gates import Gate
from graphs.model import Graph, Node

EQUALS = 16  # pixels of the sign before a line of addends


@dataclass(frozen=True)
class Fragment(Graph):
    """Some gates of a graph, with the values that they read as inputs.

    ``original`` holds, by node, its index in the whole graph; ``cards`` the sections that stand as
    one gate, by node: the original of a card is the value that it computes. ``inner`` are the nodes
    that are gates of the whole graph.
    """

    whole: Graph | None = None
    original: tuple[int, ...] = ()
    cards: Mapping[int, Section] = field(default_factory=dict)
    inner: Mapping[int, int] = field(default_factory=dict)  # index in the whole graph → node

    def _of_whole(self, values: Sequence[bool]) -> tuple[bool, ...]:
        return tuple(values[index] for index in self.original)

    @cached_property
    def depends_on_wrt(self) -> tuple[bool, ...]:
        assert self.whole is not None
        return self._of_whole(self.whole.depends_on_wrt)

    @cached_property
    def receives_gradient(self) -> tuple[bool, ...]:
        assert self.whole is not None
        return self._of_whole(self.whole.receives_gradient)

    @cached_property
    def awaits_gradient(self) -> tuple[bool, ...]:
        assert self.whole is not None
        return self._of_whole(self.whole.awaits_gradient)

    @cached_property
    def used(self) -> tuple[bool, ...]:
        assert self.whole is not None
        return self._of_whole(self.whole.used)


def without_parameters(graph: Fragment, most_readers: int) -> Fragment:
    """The fragment without the inputs that only cards read, at most so many: they are drawn where
    one of those is open.

    The first value that the first card alone reads stays, so that something enters it.
    """
    first = min(graph.cards, default=None)
    kept = () if first is None else graph.nodes[first].args[:1]
    absorbed = {
        node.index
        for node in graph.nodes
        if node.kind == "input"
        and (readers := {consumer for consumer, _ in graph.consumers[node.index]})
        and readers <= graph.cards.keys()
        and len(readers) <= most_readers
        and not (node.index in kept and len(readers) == 1)
    }
    return replace(graph, absorbed=frozenset(absorbed))


def fragment(whole: Graph, items: Sequence[int | Section], mark: str) -> Fragment:
    """The fragment of these gates and closed sections, in their order.

    ``mark`` is appended to the ids of the values that it reads, so that a value that is drawn in
    several fragments has an id in each; "" where it is the only one that draws the inputs.
    """
    builder = _FragmentBuilder(whole, mark)
    for item in items:
        builder.add(item)
    return builder.fragment()


class _FragmentBuilder:
    def __init__(self, whole: Graph, mark: str) -> None:
        self.whole, self.mark = whole, mark
        self.nodes: list[Node] = []
        self.original: list[int] = []
        self.new_index: dict[int, int] = {}
        self.inner: dict[int, int] = {}
        self.cards: dict[int, Section] = {}

    def add(self, item: int | Section) -> None:
        if isinstance(item, int):
            node = self.whole.nodes[item]
            args = tuple(map(self._argument, node.args))
            self.inner[item] = self._append(
                item, replace(node, args=args, group=None, original_id=node.id)
            )
            return
        output = self.whole.nodes[item.output]
        args = tuple(map(self._argument, entering(self.whole, item.gates)))
        gate = card_gate(self.whole, item)
        node = replace(output, gate=gate, args=args, group=None, settings={}, original_id=item.id)
        self.cards[self._append(item.output, node)] = item

    def _append(self, original: int, node: Node) -> int:
        index = len(self.nodes)
        self.nodes.append(replace(node, index=index))
        self.original.append(original)
        self.new_index[original] = index
        return index

    def _argument(self, index: int) -> int:
        """The node of a value; one from outside becomes an input."""
        if index in self.new_index:
            return self.new_index[index]
        node = self.whole.nodes[index]
        if node.kind == "constant":
            return self._append(index, replace(node, original_id=node.id))
        name = self.whole.titles.get(index) or node.name or GOES_ON
        leaf = replace(
            node, kind="input", gate=None, args=(), name=name, group=None, settings={},
            original_id=node.id + self.mark,
        )  # fmt: skip
        return self._append(index, leaf)

    def _name_ends(self) -> None:
        """Values without a name that other fragments read end here as they begin there."""
        for index, node in self.inner.items():
            readers = {consumer for consumer, _ in self.whole.consumers[index]}
            if index not in self.whole.titles and readers - self.inner.keys():
                self.nodes[node] = replace(self.nodes[node], name=GOES_ON)

    def fragment(self) -> Fragment:
        self._name_ends()
        whole, last = self.whole, len(self.nodes) - 1
        output = self.new_index.get(whole.output, last)
        named = whole.output in self.new_index and whole.output_name in whole.names
        # topological order holds: an argument is appended before the gate that reads it
        return Fragment(
            program=whole.program,
            nodes=tuple(self.nodes),
            groups=(),
            names={whole.output_name: output} if named else {},
            inputs={},
            output=output,
            output_name=whole.output_name if named else "",
            wrt=frozenset(),
            whole=whole,
            original=tuple(self.original),
            cards=self.cards,
            inner=self.inner,
        )


GOES_ON = "…"  # instead of the name of a value that has none
MOST_DOTS = 9  # small gates on a card
# The width of a tag with a part of a sum, which only steps tell.
SOME = 96


def cards_of(graph: Graph) -> Mapping[int, Card]:
    """The nodes that are drawn as cards."""
    if not isinstance(graph, Fragment):
        return {}
    return {
        node: Card(section.title, section.lines_text, dots(section))
        for node, section in graph.cards.items()
    }


def dots(section: Section) -> tuple[str, ...]:
    """The ids of the small gates on a card."""
    return tuple(f"{section.id}-dot{at}" for at in range(min(len(section.gates), MOST_DOTS)))


def part_widths(part: Fragment, widths: TagWidths) -> TagWidths:
    """The widths of a fragment's tags, from those of the whole graph."""
    assert part.whole is not None
    own = dict(widths.own)
    here = {*part.inner, *(gate for section in part.cards.values() for gate in section.gates)}
    for node, index in zip(part.nodes, part.original, strict=True):
        wide = widths[f"{part.whole.nodes[index].id}-grad"]
        if node.kind == "input":
            wide = max(wide, _sent(part.whole, here, index, widths))
            uses = [gate in here for gate, _ in part.whole.consumers[index]]
            if not node.shape and sum(uses) > 1 and not all(uses):
                wide = max(wide, SOME)
        own[f"{node.id}-grad"] = wide
        if node.index in part.cards:
            inside = set(part.cards[node.index].gates)
            for slot, argument in enumerate(node.args):
                to = part.original[argument]
                sent = widths[f"{part.whole.nodes[to].id}-grad"]
                own[f"{node.id}-{slot}-grad"] = max(sent, _sent(part.whole, inside, to, widths))
    found = TagWidths(widths.default, own)
    lines = {
        f"{node.id}-addends": max(
            widths.own.get(f"{part.whole.nodes[index].id}-addends", 0), _addends(part, node, found)
        )
        for node, index in zip(part.nodes, part.original, strict=True)
    }
    return TagWidths(widths.default, own | lines)


def _addends(part: Fragment, node: Node, widths: TagWidths) -> int:
    """The line of addends where a value has fewer uses than in the whole graph: each takes about as
    much room there as in its tag."""
    uses = part.consumers[node.index]
    if node.shape or not 1 < len(uses) <= MOST_ADDENDS:
        return 0
    return EQUALS + sum(widths[f"{part.nodes[gate].id}-{slot}-grad"] for gate, slot in uses)


def _sent(whole: Graph, gates: set[int], to: int, widths: TagWidths) -> int:
    """The widest tag of what some gates send to a value, which may be wider than its gradient."""
    return max(
        (
            widths[f"{whole.nodes[gate].id}-{slot}-grad"]
            for gate, slot in whole.consumers[to]
            if gate in gates
        ),
        default=0,
    )


def card_gate(whole: Graph, section: Section) -> Gate:
    """The row of a closed section: it is drawn, and never run."""
    carries = entering(whole, section.gates)
    receives, awaits = whole.receives_gradient, whole.awaits_gradient
    slots = ", ".join(f"{{{slot}}}" for slot in range(len(carries)))
    return Gate(
        "card",
        form=f"section({slots})",
        symbol=section.title,
        role=None,
        forward=_never_run,
        vjp=tuple(_never_run if receives[it] or awaits[it] else None for it in carries),
        shape=lambda *shapes: whole.nodes[section.output].shape or (),
        gates_inside=len(section.gates),
    )


def _never_run(*arguments: object) -> object:
    raise NotImplementedError("a closed section is drawn; the gates inside it are run")
