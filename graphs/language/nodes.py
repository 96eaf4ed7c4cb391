"""Things → nodes of the graph: constants, stacked lists, uses of gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.gates import Gate
from graphs.gates.joining import STACK
from graphs.gates.row import MOVER
from graphs.gates.shapes import Misfit
from graphs.language import inputs, views
from graphs.language.advice.shape_errors import misfit_error, no_number
from graphs.language.gates_on_literals import ALWAYS_WHOLE, computed, gives_whole
from graphs.language.literal_values import LARGEST, literal
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    List,
    Thing,
    Wire,
    Written,
    WrittenFloat,
    WrittenInt,
)
from graphs.model import Node


def is_number(thing: Thing) -> bool:
    """Whether a thing is a known number or truth value of Python's."""
    return isinstance(thing, int | float)


def is_array_like(thing: Thing) -> bool:
    return isinstance(thing, Wire | int | float | List | tuple)


def number(run: Reading, thing: Thing, node: Place) -> int:
    """The index of a node for a value used in arithmetic.

    Raises:
        GraphError: the thing is no number and no list of numbers.
    """
    if type(thing) is Wire:
        if thing.base is None and thing.node is not None:
            return thing.node
        return node_of(run, thing, node)
    if isinstance(thing, WrittenInt | WrittenFloat):
        return _written(run, thing, node)
    if isinstance(thing, int | float):
        return _constant(run, thing, node)
    if isinstance(thing, List) and thing.array is not None:
        return node_of(run, thing.array, node)
    items = thing.items if isinstance(thing, List) else thing
    if isinstance(items, list | tuple | range):
        known = literal(run, thing, node)
        if known is not None:
            index = run.builder.constant(known[0], run.places.source(node))
            if known[1]:
                run.whole.add(index)
            return index
        run.count_items(1 + len(items), node)
        parts = [number(run, item, node) for item in items]
        return _use(run, STACK, parts, node, (), {})
    raise no_number(run, thing, node)


def _constant(run: Reading, value: Any, node: Place) -> int:
    if not isinstance(value, bool) and isinstance(value, int):
        if abs(value) > LARGEST:
            raise run.error("This number is too large for float64.", node, "Write it as 1e300.")
        index = run.builder.constant(float(value), run.places.source(node))
        run.whole.add(index)
        return index
    return run.builder.constant(value, run.places.source(node))


def _written(run: Reading, thing: WrittenInt | WrittenFloat, node: Place) -> int:
    """The node of a number as the text wrote it: ``2 * 3``, or a local name's constant."""
    written = thing.written
    if written.node is not None:
        return written.node
    if written.gate is not None:
        parts = [number(run, part, node) for part in written.operands]
        index = run.builder.apply(written.gate, parts, {}, written.source)
    else:
        if abs(thing) > LARGEST and thing == thing and abs(thing) != np.inf:
            raise run.error("This number is too large for float64.", node, "Write it as 1e300.")
        index = run.builder.constant(float(thing), written.source)
    if written.name is not None:
        run.builder.name(index, written.name)
    if isinstance(thing, int):
        run.whole.add(index)
    if run.builder.group is None or written.name is not None:
        written.node = index
    return index


def remembered(value: int | float, written: Written) -> int | float:
    """A number with how the text wrote it; truth values as they are."""
    if isinstance(value, bool):
        return value
    kept = WrittenInt(value) if isinstance(value, int) else WrittenFloat(value)
    kept.written = written
    return kept


def node_of(run: Reading, wire: Wire, node: Place) -> int:
    """The node of a wire now: a view of an array that was changed is taken again."""
    if wire.base is not None:
        _take_again(run, wire, node)
    elif wire.node is None:
        _draw_literal(run, wire, node)
    assert wire.node is not None
    return wire.node


def _take_again(run: Reading, wire: Wire, node: Place) -> None:
    """Take a view again where its base was changed since."""
    assert wire.base is not None
    assert wire.view is not None
    whole = views.root(wire)
    if wire.node is not None and wire.seen == whole.change:
        return
    before = node_of(run, wire.base, node)
    source = run.places.source(node)
    wire.node = run.builder.apply(wire.view.gate, [before], wire.view.settings, source)
    if before in run.whole:
        run.whole.add(wire.node)
    wire.seen = whole.change


def _draw_literal(run: Reading, wire: Wire, node: Place) -> None:
    """An array without a name: a constant, or an input where its values are drawn."""
    written = wire.literal
    assert written is not None
    source = run.places.source(node)
    if written.drawn is None or run.frames or run.builder.group is not None:
        wire.node = run.builder.constant(written.value, source)
        run.drawn_literals[id(written)] = wire.node
    else:
        count = 1
        while (name := f"{written.drawn}_{count}") in run.inputs or name in run.top.names:
            count += 1
        wire.node = inputs.new_input(run, name, source, written)
        run.top.names[name] = wire
    if written.whole:
        run.whole.add(wire.node)


def apply(
    run: Reading,
    gate: Gate,
    things: Sequence[Thing],
    node: Place,
    args: Sequence[Place] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Wire:
    """Add one use of a gate; compute it at once where everything is written without inputs."""
    settings, places = settings or {}, args or [node] * len(things)
    is_bare = False
    for thing in things:
        is_bare = is_bare or (type(thing) is Wire and thing.node is None)
    if is_bare:
        known = [literal(run, thing, place) for thing, place in zip(things, places, strict=True)]
        if all(value is not None for value in known):
            return computed(run, gate, things, known, node, places, settings)
    indices = [
        thing.node
        if type(thing) is Wire and thing.base is None and thing.node is not None
        else number(run, thing, place)
        for thing, place in zip(things, places, strict=True)
    ]
    index = _use(run, gate, indices, node, places, settings)
    shape = run.builder.nodes[index].shape
    wire = Wire(index, mutable=bool(shape))
    views.relate(run, wire, gate, things, settings)
    return wire


def _use(
    run: Reading,
    gate: Gate,
    indices: Sequence[int],
    node: Place,
    places: Sequence[Place],
    settings: Mapping[str, Any],
) -> int:
    """One use of a gate on nodes."""
    try:
        index = run.builder.apply(gate, indices, settings, run.places.source(node))
    except Misfit as misfit:
        shapes = [run.builder.nodes[index].shape for index in indices]
        error = misfit_error(run, gate, shapes, settings, misfit, node, places, indices)
        error.attempt = Node(
            len(run.builder.nodes),
            "gate",
            gate,
            tuple(indices),
            shape=None,
            source=run.places.source(node),
            group=run.builder.group,
            settings=settings,
        )
        raise error from None
    if _is_whole(run, gate, indices, settings):
        run.whole.add(index)
    return index


def _is_whole(
    run: Reading, gate: Gate, indices: Sequence[int], settings: Mapping[str, Any]
) -> bool:
    """Whether Python would hold whole numbers for a gate's result."""
    if gate.name in ALWAYS_WHOLE:
        return True
    if gate.truth or not indices or gate.role is None:
        return False
    if gate.role is MOVER:
        return indices[0] in run.whole
    all_nodes = run.builder.nodes
    for slot, index in enumerate(indices):
        if index not in run.whole and not all_nodes[index].truth and gate.differentiable(slot):
            return False
    values = [all_nodes[index].constant for index in indices]
    shapes = [all_nodes[index].shape or () for index in indices]
    return gives_whole(gate, values, shapes, settings)
