"""What kind of value a result is: a number, a loss, a counter; what it is computed from."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from graphs.language import known_shapes
from graphs.language.gradient_names import LOSS
from graphs.language.reading import Reading, Result
from graphs.language.things import List, Thing, Wire, leaves
from graphs.model.ancestors import ancestors
from graphs.model.paths import last_word


def is_number(result: Result) -> bool:
    """Whether a result is a number or an array, or a list that holds numbers alone."""
    thing = result.thing
    items = thing.items if isinstance(thing, List) and thing.array is None else thing
    if isinstance(items, list | tuple):
        return bool(items) and are_numbers(thing)
    return True


def is_computed(run: Reading, result: Result) -> bool:
    """Whether a result is no bare input or constant: a gate gave it, or one of its items."""
    return any(run.builder.nodes[at].gate is not None for at in nodes_of(result.thing))


def nodes_of(thing: Thing) -> list[int]:
    """The nodes of a value, or of its items."""
    return [one.node for one in leaves(thing) if type(one) is Wire and one.node is not None]


def is_one_array(run: Reading, thing: Thing, place: ast.expr) -> bool:
    """Whether the items of a list, if it is one, have one shape."""
    items = thing.items if isinstance(thing, List) and thing.array is None else thing
    if not isinstance(items, list | tuple):
        return True
    if not all(is_one_array(run, item, place) for item in items):
        return False
    shapes = {known_shapes.shape_if_known(run, item, place) for item in items}
    return None in shapes or len(shapes) == 1


def is_loss(run: Reading, result: Result) -> bool:
    named = LOSS.fullmatch(last_word(result.name or "")) is not None
    return named and known_shapes.shape_if_known(run, result.thing, result.place) == ()


def carries(run: Reading, thing: Thing, carries: list[bool]) -> bool:
    """Whether a gradient goes from a thing to an input."""
    for one in leaves(thing):
        wire = one.array if isinstance(one, List) else one
        if type(wire) is Wire and wire.node is not None and carries[wire.node]:
            return True
    return False


def are_numbers(thing: Thing) -> bool:
    return all(type(one) is Wire or isinstance(one, int | float | List) for one in leaves(thing))


def is_one_number(run: Reading, result: Result) -> bool:
    shape = known_shapes.shape_if_known(run, result.thing, result.place)
    return shape == () and not isinstance(result.thing, List)


def is_counter(run: Reading, result: Result) -> bool:
    """Whether a result only counts: a whole number, made of nothing but what conditions test."""
    thing = result.thing
    if type(thing) is not Wire or thing.node not in run.whole or not run.tested:
        return False
    tested = inputs_behind(run, run.tested)
    return inputs_behind(run, [thing.node]) <= tested


def inputs_behind(run: Reading, of: Iterable[int]) -> set[int]:
    """The inputs that nodes are computed from."""
    nodes = run.builder.nodes
    return {one for one in ancestors(nodes, of) if nodes[one].kind == "input"}


def carrying(run: Reading) -> list[bool]:
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


def is_computed_from(run: Reading, index: int, other: int) -> bool:
    stack, met = [index], set[int]()
    while stack:
        here = stack.pop()
        if here == other:
            return True
        if here > other and here not in met:
            met.add(here)
            stack.extend(run.builder.nodes[here].args)
    return False
