"""Which value of a program is its output."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from graphs.errors import GraphError
from graphs.gates.joining import STACK
from graphs.language import nodes, resolve
from graphs.language.gradient_names import LOSS
from graphs.language.reading import Reading, Result
from graphs.language.results.drawn_nodes import drawn
from graphs.language.results.gradient_results import follows_a_gradient, gradients, is_gradient
from graphs.language.results.output_errors import no_number, no_output
from graphs.language.results.result_kinds import (
    carries,
    carrying,
    inputs_behind,
    is_computed,
    is_computed_from,
    is_counter,
    is_loss,
    is_number,
    is_one_array,
    is_one_number,
    nodes_of,
)
from graphs.language.things import Instance, Wire
from graphs.language.training_loops.trainings import chosen
from graphs.language.unread.left_out import missing_output
from graphs.model.paths import spelled


def output(
    run: Reading, names: Mapping[str, int], requested: str | None
) -> tuple[int, str | None, frozenset[int]]:
    """The output's node, its name, and the nodes that are drawn.

    Raises:
        GraphError: there is no such output, or none at all.
    """
    if requested is None:
        index, name = _chosen(run, names)
        return index, name, drawn(run, [index, *names.values()])
    for name in (requested, *(path for path in names if spelled(path) == requested)):
        if name in names:
            return names[name], name, drawn(run, [*names.values()])
    if requested[:1] == "n" and requested[1:].isdecimal() and len(requested) < 9:
        found = _numbered(run, names, int(requested[1:]))
        if found is not None:
            return found
    raise GraphError(
        f"There is no {requested} in the program to be the output.",
        hint=f"Choose one of {', '.join(names) or 'none'}.",
    )


def _chosen(run: Reading, names: Mapping[str, int]) -> tuple[int, str | None]:
    """The last value that carries a gradient and is called like no gradient of the program's own;
    an earlier loss, unless that value is computed from it."""
    results = list(run.results.values())
    one = chosen(run.trainings)
    step = one.step if one is not None and one.loss is None else None  # what it trains by
    if not any(is_computed(run, one) for one in results):
        if step is not None:
            return _shown_loss(run, step), None
        if (error := missing_output(run)) is not None:
            raise error
        kept = [one for one in _entries(run, names) if is_loss(run, one)]  # by an object
        results = _data_of_objects(run) or run.shown or run.shown_inside or kept or results
    results = results or _entries(run, names)
    if not results:
        raise no_output(run)
    if not any(map(is_number, results)):
        raise no_number(run)
    carried, known = carrying(run), gradients(run)
    trained = _trained_losses(run)
    own = [
        result
        for result in results
        if is_number(result)
        and is_one_array(run, result.thing, result.place)
        and carries(run, result.thing, carried)
        and not is_gradient(result.name, {**run.top.names, **run.results})
    ]
    own = [one for one in own if not follows_a_gradient(run, one, known)] or own
    own = [one for one in own if not is_counter(run, one)] or own
    if one is not None and step is not None:
        behind = {run.inputs[path].node for path in one.parameters if path in run.inputs}
        own = [result for result in own if behind & inputs_behind(run, nodes_of(result.thing))]
        if behind and not own:
            return step, None
    if trained and not (own and is_one_number(run, own[-1])):
        own = trained
    if not own and not is_number(results[-1]):
        raise no_number(run)
    computed = [one for one in own if is_computed(run, one)]
    last = (computed or own or results)[-1]
    index = nodes.number(run, last.thing, last.place)
    losses = [one for one in own if is_loss(run, one)] + trained
    if not losses and (several := _printed_with(run, index, results)) is not None:
        last, index = several, nodes.number(run, several.thing, several.place)
    if losses:
        loss = nodes.number(run, losses[-1].thing, losses[-1].place)
        if not is_computed_from(run, index, loss):
            last, index = losses[-1], loss
    if index in resolve.without_value(run):
        raise resolve.unknown_inputs_error(run)
    return index, last.name if last.name and names.get(last.name) == index else None


def _shown_loss(run: Reading, step: int) -> int:
    """The last printed number that is called a loss, which a loop computes now and then; else what
    the loop trains by."""
    shown = [one for result in (*run.shown, *run.shown_inside) for one in nodes_of(result.thing)]
    found, carried = [step], carrying(run)
    for one in shown:
        node = run.builder.nodes[one]
        if carried[one] and node.shape == () and LOSS.fullmatch(node.name or ""):
            found.append(one)
    return found[-1]


def _printed_with(run: Reading, index: int, results: Sequence[Result]) -> Result | None:
    """The printed list that a value is an item of, as a loop appends it; it may be printed
    as an array."""
    for one in (*run.listed, *run.shown):
        several = nodes_of(one.thing)
        whole = run.builder.nodes[several[0]] if len(several) == 1 else None
        if whole is not None and whole.gate is STACK:
            several = [*whole.args]
        if len(several) > 1 and index in several and is_one_array(run, one.thing, one.place):
            return next((other for other in results if other.thing is one.thing), one)
    return None


def _entries(run: Reading, names: Mapping[str, int]) -> list[Result]:
    """Entries and attributes that gates gave, the latest last, where no name holds anything."""
    place = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
    found = [
        (index, path) for path, index in names.items() if run.builder.nodes[index].gate is not None
    ]
    return [Result(path, Wire(index), place) for index, path in sorted(found)]


def _trained_losses(run: Reading) -> list[Result]:
    """The loss of the loop that trains, as a result."""
    place = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
    one = chosen(run.trainings)
    if one is None or one.loss is None:
        return []
    return [Result(run.builder.nodes[one.loss].name, Wire(one.loss), place)]


def _data_of_objects(run: Reading) -> list[Result]:
    """The ``.data`` of the last object at the top that has a ``.grad`` too, as hand-written
    autograd keeps its values."""
    kept = [
        data
        for thing in run.top.names.values()
        if isinstance(thing, Instance) and "grad" in thing.attributes
        if type(data := thing.attributes.get("data")) is Wire
    ]
    place = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
    return [Result(None, kept[-1], place)] if kept else []


def _numbered(
    run: Reading, names: Mapping[str, int], number: int
) -> tuple[int, str | None, frozenset[int]] | None:
    """The node that is numbered so in the graph of the program's own output."""
    index, _ = _chosen(run, names)
    keep = drawn(run, [index, *names.values()])
    order = sorted(sorted(keep), key=lambda old: run.builder.nodes[old].kind != "input")
    return (order[number], None, keep) if number < len(order) else None
