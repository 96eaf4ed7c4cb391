"""Text and the inputs that decide structure → graph. An allow-list of Python; never ``eval``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphs.errors import GraphError, TooLarge
from graphs.language.assignments import item_targets, names_in_shapes
from graphs.language.reader import run_visit
from graphs.language.retry_with_guessed_shapes import ShapeGuesses
from graphs.language.scope import Array, Number, Wire
from graphs.language.statements import Statements
from graphs.language.syntax import to_syntax_tree
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
    tree, accepted, parts = to_syntax_tree(text, limits)
    shape_names, assigned_items = names_in_shapes(parts), item_targets(parts)
    guesses, spent = ShapeGuesses(dict(inputs or {})), 0
    while True:
        parser = _Parser(accepted, guesses.input_values, limits, seed)
        parser.builder.spent = spent
        parser.shape_names, parser.item_targets = shape_names, assigned_items
        try:
            run_visit(parser.block(tree.body, parser.top))
            graph = parser.graph(text, output, wrt)
        except MemoryError:
            raise TooLarge("This program needs more memory than there is.") from None
        except GraphError as error:
            if error.missing or guesses.shapes:
                graph, spent = parser.so_far(text), parser.builder.spent
                if guesses.add_guesses(graph, error):
                    continue
                raise _with(guesses.error(graph), graph) from None
            if error.at is not None and parser.builder.gates:
                error.graph = parser.so_far(text)
            raise
        if guesses.shapes:
            raise _with(guesses.error(graph), graph)
        return graph


def interface(
    text: str, output: str | None = None, limits: Limits | None = None
) -> tuple[str | None, dict[str, Value | None]]:
    """A program's output, by name, and its inputs in order, with their values in the text.

    The output is None where it is known only once the inputs have values.

    Raises:
        GraphError: the text cannot be read.
    """
    try:
        graph = parse(text, output=output, limits=limits)
        name: str | None = graph.output_name
        shaping: dict[str, Value | None] = {}
    except GraphError as error:
        if not error.missing or error.graph is None:
            raise
        graph, name = error.graph, None
        shaping = dict.fromkeys(error.missing)  # of some nothing but the shape is used
    return name, shaping | {name: entry.default for name, entry in graph.inputs.items()}


def _with(error: GraphError, graph: Graph) -> GraphError:
    """An error with the circuit so far."""
    error.graph = graph
    return error


class _Parser(Statements):
    """Reads statements and finishes the graph."""

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
        for input_name in self.input_values:
            if input_name in self.inputs:
                continue
            if input_name in self.top.names:
                warnings.append(
                    Notice(f"{input_name} is computed by the program; the value given is not used.")
                )
            else:
                value = self.input_values[input_name]
                self.inputs[input_name] = Input(self.builder.input(input_name, value=value), None)
                names[input_name] = self.inputs[input_name].node
        index, name = self._output(names, output)
        for requested in wrt or ():
            if requested not in self.inputs:
                raise GraphError(
                    f"{requested} is not an input of the program.",
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

    def _output(self, names: Mapping[str, int], requested: str | None) -> tuple[int, str | None]:
        if requested is not None:
            if requested in names:
                return names[requested], requested
            if requested[:1] == "n" and requested[1:].isdecimal() and len(requested) < 9:
                index = self._numbered(int(requested[1:]))
                if index is not None:
                    return index, None
            raise GraphError(
                f"There is no {requested} in the program to be the output.",
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

    def _numbered(self, requested: int) -> int | None:
        """The builder's index of the node that ``finish`` will number ``requested``."""
        nodes = self.builder.nodes
        order = sorted(range(len(nodes)), key=lambda index: nodes[index].kind != "input")
        return order[requested] if requested < len(order) else None
