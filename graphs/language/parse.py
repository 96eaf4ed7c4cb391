"""Text and the inputs that decide structure → graph. An interpreter of Python's syntax over our
own objects; never ``eval``."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphs.errors import GraphError, TooLarge
from graphs.language.advice import slips
from graphs.language.array_calls import make
from graphs.language.assumptions import NOTHING_ASSUMED, Assumptions
from graphs.language.blocks import block
from graphs.language.calling import CALLERS
from graphs.language.events import Watcher
from graphs.language.expressions import EXPRESSIONS
from graphs.language.finishing import finished, so_far
from graphs.language.gate_arguments import call_gate
from graphs.language.instances import make_instance
from graphs.language.missing_names.counted_names import CountedNames
from graphs.language.missing_names.filling import Filling
from graphs.language.modules import MODULES
from graphs.language.not_run import not_run
from graphs.language.notebooks import program_text
from graphs.language.reading import Reading
from graphs.language.statements import STATEMENTS
from graphs.language.syntax import to_syntax_tree
from graphs.language.text_analysis import (
    check_places,
    entry_names,
    names_in_shapes,
    operand_names,
    record_names,
    step_names,
)
from graphs.language.things import Class, GateFunction, Maker
from graphs.language.uncalled_definitions import upstream
from graphs.language.uncalled_definitions.uncalled import call_main_definition
from graphs.language.visits import Visit, run_visit
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Value

MOST_CUT = 3  # loops of one text
MOST_READINGS = 4  # of one text, for the values of objects' inputs that are given from outside


def parse(
    text: str,
    inputs: Mapping[str, Value] | None = None,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    limits: Limits | None = None,
    seed: int | None = None,
    assume: Assumptions = NOTHING_ASSUMED,
) -> Graph:
    """Read a program into a graph; the ways out of an error have been tried.

    ``inputs`` matter here where a value decides how the text is read (a range, an ``if``, an
    index), and for names the program does not use, which become inputs without a consumer.

    Raises:
        GraphError: with the place and what to write instead.
    """
    try:
        return _parse(text, inputs, output, wrt, limits, seed, assume)
    except GraphError as error:
        for way in error.ways:
            mended, given = way.on(text), dict(inputs or {})
            made = mended.split("\n")[way.line - 1].partition("=")[0].strip()
            given.pop(made, None)  # a text that is changed there counts for more than a value
            try:
                _parse(mended, given, output, wrt, limits, seed, assume)
            except GraphError as after:
                if (after.line or 0) <= (error.line or 0):
                    continue
            error.ways = (way,)
            break
        else:
            error.ways = ()
        raise


def _parse(
    text: str,
    inputs: Mapping[str, Value] | None,
    output: str | None,
    wrt: Sequence[str] | None,
    limits: Limits | None,
    seed: int | None,
    assume: Assumptions,
) -> Graph:
    limits = limits or UNLIMITED
    text = program_text(text)
    tree, accepted, parts, notes = to_syntax_tree(text, limits)
    given = dict(inputs or {})
    counted = CountedNames(parts)
    filling = Filling(accepted, parts, counted, given=given, fill=assume.fills, seed=seed or 0)
    spent, overrides = 0, dict[int, Value]()
    for _ in range(MOST_READINGS):
        while True:
            run = reading_of(accepted, parts, given, limits, seed, assume=assume)
            run.filled, run.size_names = filling.values, counted
            run.outside = filling.outside
            run.builder.spent, run.overrides = spent, overrides
            run.notes += notes
            try:
                run_visit(run, read_tree(run, tree, parts))
                graph = finished(run, text, output, wrt)
            except MemoryError:
                raise TooLarge("This program needs more memory than there is.") from None
            except RecursionError:
                raise too_deep() from None
            except GraphError as error:
                if run.overrides_needed:
                    break
                if line := _loop_to_cut(error, assume):
                    assume = replace(assume, loops={**assume.loops, line: "once"})
                    spent = min(run.builder.spent, limits.operations // 2)
                    continue
                if filling.takes(error.outside, assume.generate):
                    spent = run.builder.spent
                    continue
                if assume.generate:
                    error.outside = None  # there is nothing more to choose
                graph, spent = so_far(run, text), run.builder.spent
                if filling.learn(graph, error):
                    continue
                ahead = not_run(run, error, tree)
                error = slips.explain(filling.explain(graph, error), parts, run.places)
                if ahead and not error.missing:
                    graph = so_far(run, text, ahead)
                raise _with(error, graph) from None
            if run.overrides_needed:
                break
            if not assume.fills:
                if filling.shapes:
                    raise _with(filling.error(graph), graph)
                return graph
            if filling.suits(graph):
                return graph
            spent = run.builder.spent
        seed = seed if run.seed is None else run.seed
        overrides, spent = {**overrides, **run.overrides_needed}, run.builder.spent
    return graph


def reading_of(
    text: str,
    parts: Sequence[ast.AST],
    input_values: Mapping[str, Value],
    limits: Limits,
    seed: int | None,
    watchers: Sequence[Watcher] = (),
    assume: Assumptions = NOTHING_ASSUMED,
) -> Reading:
    """A reading that is about to begin."""
    callers = {**CALLERS, Class: make_instance, GateFunction: call_gate, Maker: make}
    run = Reading(
        text,
        input_values,
        limits,
        seed,
        expressions=EXPRESSIONS,
        statements=STATEMENTS,
        callers=callers,
        modules=MODULES,
        watchers=watchers,
    )
    run.assume, run.parts, run.size_names = assume, parts, CountedNames(parts)
    run.shape_names, run.operands = names_in_shapes(parts), operand_names(parts)
    run.records, run.steps = record_names(parts), step_names(parts)
    run.entry_names = entry_names(parts)
    run.text_names = frozenset(part.id for part in parts if type(part) is ast.Name)
    return run


def read_tree(run: Reading, tree: ast.Module, parts: Sequence[ast.AST]) -> Visit:
    """The visit that reads a whole program."""
    check_places(run, tree, parts)
    yield block(run, tree.body, run.top)
    yield call_main_definition(run, tree)
    upstream.join(run, tree.body[-1] if tree.body else tree)


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


def _loop_to_cut(error: GraphError, assume: Assumptions) -> int | None:
    """The line of the outermost loop of which not all passes can be drawn within the limits."""
    if not isinstance(error, TooLarge) or not error.by_passes or len(assume.loops) > MOST_CUT:
        return None
    return next((line for line in reversed(error.loops) if line not in assume.loops), None)


def too_deep() -> TooLarge:
    """The error for data that holds data that holds data, without an end."""
    return TooLarge(
        "The program makes data that is nested too deeply.", hint="Keep lists and tuples flat."
    )


def _with(error: GraphError, graph: Graph) -> GraphError:
    """An error with the circuit so far, if there is one."""
    if error.missing or any(node.gate is not None for node in graph.nodes):
        error.graph = graph
    return error
