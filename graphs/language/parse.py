"""Text + the inputs that decide structure → graph. An allow-list of Python; never ``eval``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphs.errors import GraphError, TooLarge
from graphs.language.assignments import deciding, item_targets
from graphs.language.reader import drive
from graphs.language.retry_with_guessed_shapes import ShapeGuesses
from graphs.language.scope import Array, Number, Wire
from graphs.language.statements import Statements
from graphs.language.syntax import read
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Input, Notice, Value


def parse(
    text: str,
    inputs: Mapping[str, Value] | None = None,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    limits: Limits | None = None,
    seed: int | None = None,
) -> Graph:
    """Read a program into a graph.

    ``inputs`` matter here where a value decides structure (a range, an ``if``, an index) and for
    names the program does not use, which become inputs without a consumer.

    Raises:
        GraphError: with the place and what to write instead.
    """
    limits = limits or UNLIMITED
    tree, accepted, parts = read(text, limits)
    shaping, written = deciding(parts), item_targets(parts)
    again, spent = ShapeGuesses(dict(inputs or {})), 0
    while True:
        parser = _Parser(accepted, again.given, limits, seed)
        parser.builder.spent = spent
        parser.shaping, parser.written = shaping, written
        try:
            drive(parser.block(tree.body, parser.top))
            graph = parser.graph(text, output, wrt)
        except MemoryError:
            raise TooLarge("This program needs more memory than there is.") from None
        except GraphError as error:
            if error.missing or again.shapes:
                graph, spent = parser.so_far(text), parser.builder.spent
                if again.goes_on(graph, error):
                    continue
                raise _with(again.error(graph), graph) from None
            if error.at is not None and parser.builder.gates:
                error.graph = parser.so_far(text)
            raise
        if again.shapes:
            raise _with(again.error(graph), graph)
        return graph


def inputs_of(text: str, limits: Limits | None = None) -> dict[str, Value | None]:
    """The names of a program's inputs, in its order, with their values in the text.

    Raises:
        GraphError: the text cannot be read.
    """
    try:
        graph = parse(text, limits=limits)
    except GraphError as error:
        if not error.missing or error.graph is None:
            raise
        graph = error.graph
        shaping = [name for name in error.missing if name not in graph.inputs]
        return {name: entry.default for name, entry in graph.inputs.items()} | dict.fromkeys(
            shaping
        )
    return {name: entry.default for name, entry in graph.inputs.items()}


def _with(error: GraphError, graph: Graph) -> GraphError:
    """An error with the circuit so far."""
    error.graph = graph
    return error


class _Parser(Statements):
    """A reading that ends in a graph."""

    def so_far(self, text: str) -> Graph:
        """The circuit as far as the reading came; its output is the latest gate."""
        if not self.builder.nodes:
            self.builder.constant(0.0)
        gates = [node.index for node in self.builder.nodes if node.gate is not None]
        last = gates[-1] if gates else len(self.builder.nodes) - 1
        return self.builder.finish(text, {}, dict(self.inputs), last, None, ())

    def graph(self, text: str, output: str | None, wrt: Sequence[str] | None) -> Graph:
        """The finished graph, for the output asked for or the last value of the program."""
        names = {
            name: thing.index for name, thing in self.top.names.items() if isinstance(thing, Wire)
        }
        warnings = list(self.warnings)
        for given in self.given:
            if given in self.inputs:
                continue
            if given in self.top.names:
                warnings.append(
                    Notice(f"{given} is computed by the program; the value given is not used.")
                )
            else:
                value = self.given[given]
                self.inputs[given] = Input(self.builder.input(given, value=value), None)
                names[given] = self.inputs[given].node
        index, name = self._output(names, output)
        for wanted in wrt or ():
            if wanted not in self.inputs:
                raise GraphError(
                    f"{wanted} is not an input of the program.",
                    hint=f"Its inputs are {', '.join(self.inputs) or 'none'}.",
                )
        return self.builder.finish(
            text,
            names,
            {
                name: replace(entry, structural=name in self.structural)
                for name, entry in self.inputs.items()
            },
            index,
            name,
            wrt,
            warnings=tuple(warnings),
            seed=self.seed,
        )

    def _output(self, names: Mapping[str, int], wanted: str | None) -> tuple[int, str | None]:
        if wanted is not None:
            if wanted in names:
                return names[wanted], wanted
            if wanted[:1] == "n" and wanted[1:].isdecimal() and len(wanted) < 9:
                found = self._numbered(int(wanted[1:]))
                if found is not None:
                    return found, None
            raise GraphError(
                f"There is no {wanted} in the program to be the output.",
                hint=f"Choose one of {', '.join(names) or 'none'}.",
            )
        if self.last is None:
            raise GraphError(
                "There is nothing to compute yet.",
                hint="Type an expression, such as (x + y) * z.",
            )
        name, thing = self.last
        if isinstance(thing, Number | Array):
            thing = Wire(self.builder.constant(thing.value))
        elif isinstance(thing, tuple) and thing and self.last_line is not None:
            thing = Wire(self.number(thing, self.last_line))
        if not isinstance(thing, Wire):
            raise GraphError(
                "The program ends without a number as its output.",
                hint="End with a line such as f = (x + y) * z.",
            )
        return thing.index, name if name in names else None

    def _numbered(self, wanted: int) -> int | None:
        """The builder's index of the node that ``finish`` will number ``wanted``."""
        nodes = self.builder.nodes
        order = sorted(range(len(nodes)), key=lambda index: nodes[index].kind != "input")
        return order[wanted] if wanted < len(order) else None
