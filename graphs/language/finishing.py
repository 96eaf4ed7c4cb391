"""The end of a reading: its names, its output, and which nodes are drawn."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from graphs.errors import GraphError
from graphs.language import adopting, nodes, resolve
from graphs.language.advice.slips import slip_notes
from graphs.language.missing_names.filled_notes import filled_notes
from graphs.language.reading import Reading
from graphs.language.results import output
from graphs.language.things import Dict, Instance, List, Thing, Wire
from graphs.language.training_loops import trainings
from graphs.model import Graph, Input, Node, Notice, PrintedText
from graphs.model.builder import Decided
from graphs.model.paths import spelled

NOWHERE: Any = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)


def so_far(run: Reading, text: str, not_run: Sequence[Node] = ()) -> Graph:
    """The circuit as far as the reading came; its output is the latest gate, and no gradient is
    computed. ``not_run`` is drawn behind it."""
    builder = run.builder
    if not builder.nodes:
        builder.constant(0.0)
    gates = [node.index for node in builder.nodes if node.gate is not None]
    last = gates[-1] if gates else len(builder.nodes) - 1
    notes = tuple(run.notes)
    graph = builder.finish(
        text, {}, dict(run.inputs), last, None, not_run=not_run, notes=notes, seed=run.seed
    )
    return replace(graph, wrt=frozenset(), wanted=graph.wrt)


def finished(run: Reading, text: str, requested: str | None, wrt: Sequence[str] | None) -> Graph:
    """The finished graph, for the output asked for or the last value of the program.

    Raises:
        GraphError: there is no such output, or an input to differentiate by is none.
    """
    warnings = list(run.warnings)
    training = trainings.chosen(run.trainings)
    run.notes += [trainings.training_note(one) for one in run.trainings if one.step is not None]
    unknown = resolve.without_value(run)
    names = {name: index for name, index in _names(run) if index not in unknown}
    for name in list(run.input_values):
        if name in run.inputs:
            continue
        if name in run.top.names and name not in run.records:
            warnings.append(
                Notice(f"{name} is computed by the program; the value given is not used.")
            )
        else:
            value = run.input_values[name]
            run.inputs[name] = Input(run.builder.input(name, value=value), None)
            names[name] = run.inputs[name].node
    index, title, keep = output.output(run, names, requested)
    by = None if wrt is None else [_input_name(run, one) for one in wrt]
    return run.builder.finish(
        text,
        names,
        {
            name: replace(entry, structural=name in run.structural)
            for name, entry in run.inputs.items()
        },
        index,
        title,
        by,
        keep,
        _decided(run),
        warnings=tuple(warnings),
        notes=(
            *run.notes,
            *filled_notes(run),
            *slip_notes(run.parts, run.places, {n for n, it in run.inputs.items() if it.filled}),
        ),
        seed=run.seed,
        training=None if training is None else training.described(run),
    )


def _input_name(run: Reading, name: str) -> str:
    if name in run.inputs:
        return name
    for path in run.inputs:
        if spelled(path) == name:
            return path
    raise GraphError(
        f"{name} is not an input of the program.",
        hint=f"Its inputs are {', '.join(run.inputs) or 'none'}.",
    )


def _decided(run: Reading) -> Decided:
    guards = [
        guard for index, guard in run.guards.items() if run.builder.nodes[index].kind != "constant"
    ]
    printed = []
    for line, calls in sorted(run.printed.items()):
        parts: list[Any] = []
        for at, one in enumerate(calls):
            parts += ["\n", *one.parts] if at else one.parts
        if calls:
            printed.append(PrintedText(line, tuple(parts)))
    return Decided(tuple(guards), tuple(printed))


# Names


def _names(run: Reading) -> Iterator[tuple[str, int]]:
    """The nodes of top-level names, attributes and entries, as they are at the end."""
    yield from (
        (path, it.node) for path, it in run.recorded.items() if type(it) is Wire and it.node
    )
    met: set[int] = set()
    containers: list[tuple[str, Thing]] = []
    for name, thing in run.top.names.items():
        if isinstance(thing, Dict | Instance) or (
            isinstance(thing, List | tuple) and getattr(thing, "array", None) is None
        ):
            containers.append((name, thing))
        elif (index := _node(run, thing)) is not None:
            yield name, index
    count = 0
    while containers:
        name, thing = containers.pop(0)
        if id(thing) in met or name.count("[") + name.count(".") >= adopting.DEEPEST_PATH:
            continue
        met.add(id(thing))
        for _, _, item, path in adopting.entries(thing, name):
            count += 1
            if count > adopting.MOST_ENTRIES:
                return
            if isinstance(item, Dict | Instance | tuple) or (
                isinstance(item, List) and item.array is None
            ):
                containers.append((path, item))
            elif (index := _node(run, item)) is not None:
                yield path, index


def _node(run: Reading, thing: Thing) -> int | None:
    if isinstance(thing, List) and thing.array is not None:
        thing = thing.array
    if type(thing) is not Wire or (thing.node is None and thing.base is None):
        return None
    return nodes.node_of(run, thing, NOWHERE)
