"""Which value of a program is its output, and which nodes are drawn."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.language import known_shapes, nodes, resolve
from graphs.language.bound_lines import bound_lines
from graphs.language.gradient_names import LOSS, STEPS, looks_like_gradient, targets
from graphs.language.left_out import missing_output
from graphs.language.reading import Reading, Result
from graphs.language.things import END, Dict, Instance, List, Set, Template, Thing, Wire, leaves
from graphs.language.trainings import chosen
from graphs.model.paths import spelled

OPEN = re.compile(r"^[ \t]+(\w+)[ \t]*=[ \t]*None[ \t]*(?:#.*)?$", re.MULTILINE)


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
    if not any(is_computed(run, one) for one in results):
        one = chosen(run.trainings)
        if one is not None and one.loss is None and one.step is not None:
            return one.step, None  # what it trains by
        if (error := missing_output(run)) is not None:
            raise error
        kept = [one for one in _entries(run, names) if _is_loss(run, one)]  # by an object
        results = _data_of_objects(run) or run.shown or run.shown_inside or kept or results
    results = results or _entries(run, names)
    if not results:
        raise _no_output(run)
    if not any(map(_is_number, results)):
        raise _no_number(run)
    carries = _carrying(run)
    trained = _trained_losses(run)
    gradients = _gradients(run)
    own = [
        result
        for result in results
        if _is_number(result)
        and _is_one_array(run, result.thing, result.place)
        and _carries(run, result.thing, carries)
        and not _is_gradient(result.name, {**run.top.names, **run.results})
    ]
    own = [one for one in own if not _follows_a_gradient(run, one, gradients)] or own
    own = [one for one in own if not _is_counter(run, one)] or own
    if trained and not (own and _is_one_number(run, own[-1])):
        own = trained
    if not own and not _is_number(results[-1]):
        raise _no_number(run)
    computed = [one for one in own if is_computed(run, one)]
    last = (computed or own or results)[-1]
    index = nodes.number(run, last.thing, last.place)
    losses = [one for one in own if _is_loss(run, one)] + trained
    if losses:
        loss = nodes.number(run, losses[-1].thing, losses[-1].place)
        if not _is_computed_from(run, index, loss):
            last, index = losses[-1], loss
    if index in resolve.without_value(run):
        raise resolve.unknown_inputs_error(run)
    return index, last.name if last.name and names.get(last.name) == index else None


def _entries(run: Reading, names: Mapping[str, int]) -> list[Result]:
    """Entries and attributes that gates gave, the latest last, where no name holds anything."""
    place = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
    found = [
        (index, path) for path, index in names.items() if run.builder.nodes[index].gate is not None
    ]
    return [Result(path, Wire(index), place) for index, path in sorted(found)]


def _gradients(run: Reading) -> dict[int, str]:
    """The nodes of values that are called like gradients of the text's own values, with names."""
    known = {**run.top.names, **run.results}
    return {
        thing.node: name
        for name, thing in run.top.names.items()
        if type(thing) is Wire and thing.node is not None and _is_gradient(name, known)
    }


def _follows_a_gradient(run: Reading, result: Result, gradients: Mapping[int, str]) -> bool:
    """Whether a result is an update of an input by a gradient, or a number about gradients such as
    their norm."""
    name, thing = result.name or "", result.thing
    is_update = name in run.inputs
    if not gradients or type(thing) is not Wire or thing.node is None:
        return False
    if not is_update and not looks_like_gradient(name):
        return False
    return any(
        _is_computed_from(run, thing.node, one)
        for one, gradient in gradients.items()
        if not is_update or targets(gradient, {name}) or STEPS.fullmatch(gradient)
    )


def _is_counter(run: Reading, result: Result) -> bool:
    """Whether a result only counts: a whole number, made of nothing but what conditions test."""
    thing = result.thing
    if type(thing) is not Wire or thing.node not in run.whole or not run.tested:
        return False
    tested = _inputs_behind(run, run.tested)
    return _inputs_behind(run, [thing.node]) <= tested


def _inputs_behind(run: Reading, of: Iterable[int]) -> set[int]:
    """The inputs that nodes are computed from."""
    stack, met = list(of), set[int]()
    while stack:
        here = stack.pop()
        if here not in met:
            met.add(here)
            stack.extend(run.builder.nodes[here].args)
    return {one for one in met if run.builder.nodes[one].kind == "input"}


def _is_one_number(run: Reading, result: Result) -> bool:
    shape = known_shapes.shape_if_known(run, result.thing, result.place)
    return shape == () and not isinstance(result.thing, List)


def _trained_losses(run: Reading) -> list[Result]:
    """The loss of the loop that trains, as a result."""
    place = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
    one = chosen(run.trainings)
    if one is None or one.loss is None:
        return []
    return [Result(run.builder.nodes[one.loss].name, Wire(one.loss), place)]


def _is_number(result: Result) -> bool:
    """Whether a result is a number or an array, or a list that holds numbers alone."""
    thing = result.thing
    items = thing.items if isinstance(thing, List) and thing.array is None else thing
    if isinstance(items, list | tuple):
        return bool(items) and _are_numbers(thing)
    return True


def is_computed(run: Reading, result: Result) -> bool:
    """Whether a result is no bare input or constant: a gate gave it, or one of its items."""
    indices = [one.node for one in leaves(result.thing) if type(one) is Wire]
    return any(at is not None and run.builder.nodes[at].gate is not None for at in indices)


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


def _is_one_array(run: Reading, thing: Thing, place: ast.expr) -> bool:
    """Whether the items of a list, if it is one, have one shape."""
    items = thing.items if isinstance(thing, List) and thing.array is None else thing
    if not isinstance(items, list | tuple):
        return True
    if not all(_is_one_array(run, item, place) for item in items):
        return False
    shapes = {known_shapes.shape_if_known(run, item, place) for item in items}
    return None in shapes or len(shapes) == 1


def _is_loss(run: Reading, result: Result) -> bool:
    named = LOSS.fullmatch((result.name or "").rpartition(".")[2]) is not None
    return named and known_shapes.shape_if_known(run, result.thing, result.place) == ()


def _carries(run: Reading, thing: Thing, carries: list[bool]) -> bool:
    """Whether a gradient goes from a thing to an input."""
    for one in leaves(thing):
        wire = one.array if isinstance(one, List) else one
        if type(wire) is Wire and wire.node is not None and carries[wire.node]:
            return True
    return False


def _are_numbers(thing: Thing) -> bool:
    return all(type(one) is Wire or isinstance(one, int | float | List) for one in leaves(thing))


def _is_gradient(name: str | None, known: Mapping[Any, Any]) -> bool:
    """Whether a name is that of the gradient of one of the program's values."""
    return (
        name is not None
        and looks_like_gradient(name)
        and bool(targets(name, [one for one in known if isinstance(one, str) and one != name]))
    )


def _carrying(run: Reading) -> list[bool]:
    """For each node whether a gradient reaches an input from it, one that is no size."""
    carries: list[bool] = []
    for node in run.builder.nodes:
        if node.gate is None:
            is_free = node.kind == "input" and node.name not in run.structural
            carries.append(is_free and not node.truth)
            continue
        reaches = False
        for slot, argument in enumerate(node.args):
            if carries[argument] and node.gate.differentiable(slot):
                reaches = not node.data
                break
        carries.append(reaches)
    return carries


def _is_computed_from(run: Reading, index: int, other: int) -> bool:
    stack, met = [index], set[int]()
    while stack:
        here = stack.pop()
        if here == other:
            return True
        if here > other and here not in met:
            met.add(here)
            stack.extend(run.builder.nodes[here].args)
    return False


def _no_output(run: Reading) -> GraphError:
    if run.not_printed:
        return resolve.unknown_inputs_error(run)
    known = (str, int, Template, Dict, Instance, List, Set, type(None))
    if any(isinstance(thing, known) for thing in run.top.names.values()):
        return _no_number(run)
    return GraphError(
        "There is nothing to compute yet.", hint="Type an expression, such as (x + y) * z."
    )


def _no_number(run: Reading) -> GraphError:
    """The error where nothing is a number; homework that is not done yet says ``W1 = None``."""
    open_line = OPEN.search(run.text)
    if open_line is not None and any(note.kind == "called" for note in run.notes):
        line = run.text.count("\n", 0, open_line.start(1)) + 1
        column = open_line.start(1) - run.text.rfind("\n", 0, open_line.start(1)) - 1
        return GraphError(
            f"{open_line[1]} is still None: nothing is computed.",
            line,
            column,
            column + len(open_line[1]),
            f"Write its value in place of None on line {line}.",
        )
    message = "The program ends without a number as its output."
    hint = "End with a line such as f = (x + y) * z."
    name, thing = next(reversed(run.top.names.items()), ("", END))
    lines = bound_lines(run.text).get(name, [])
    if not lines or not (thing is None or isinstance(thing, str | Template)):
        return GraphError(message, hint=hint)
    what = "None" if thing is None else "a text"
    hint = f"Give {name} a number; a text in quotes is none."
    if thing is None:
        hint = f"Give {name} a number; a function that is to give one ends with return."
    return GraphError(
        f"The program ends without a number as its output: {name} is {what}.", lines[-1], hint=hint
    )


def _numbered(
    run: Reading, names: Mapping[str, int], number: int
) -> tuple[int, str | None, frozenset[int]] | None:
    """The node that is numbered so in the graph of the program's own output."""
    index, _ = _chosen(run, names)
    keep = drawn(run, [index, *names.values()])
    order = sorted(sorted(keep), key=lambda old: run.builder.nodes[old].kind != "input")
    return (order[number], None, keep) if number < len(order) else None


def drawn(run: Reading, roots: Iterable[int]) -> frozenset[int]:
    """The nodes to draw: inputs, named values, and what those and the output are computed from.

    Counters and conditions, computed from what is known alone, are left out.
    """
    all_nodes = run.builder.nodes
    from_inputs = [False] * len(all_nodes)
    for node in all_nodes:
        if node.kind == "input":
            from_inputs[node.index] = node.name not in run.structural
        else:
            for argument in node.args:
                if from_inputs[argument]:
                    from_inputs[node.index] = True
                    break
    unknown = resolve.without_value(run)
    stack = [root for root in roots if root not in unknown]
    for node in all_nodes:
        if node.index in unknown:
            continue
        entry = run.inputs.get(node.name or "") if node.kind == "input" else None
        is_input = entry is not None and entry.node == node.index
        is_named = node.name and from_inputs[node.index] and node.index not in run.aside
        if is_input or (node.kind != "input" and is_named):
            stack.append(node.index)
    keep: set[int] = set()
    while stack:
        here = stack.pop()
        if here not in keep:
            keep.add(here)
            stack.extend(all_nodes[here].args)
    return frozenset(keep)
