"""Things → nodes of the graph: constants, stacked lists, uses of gates; errors for shapes."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.gates import Gate
from graphs.gates.extremes import ARGMAX, ARGMIN
from graphs.gates.joining import STACK
from graphs.gates.routing import TO_INT
from graphs.gates.row import MOVER, is_truth
from graphs.gates.shapes import Misfit
from graphs.language import inputs, resolve, views
from graphs.language.descriptions import described
from graphs.language.left_out import left_out_error
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.things import (
    Instance,
    LeftOut,
    List,
    Literal,
    Streams,
    Template,
    Thing,
    Wire,
    Written,
    WrittenFloat,
    WrittenInt,
)
from graphs.model import Shape, Value

ALWAYS_WHOLE = (TO_INT, ARGMAX, ARGMIN)
LARGEST = 10**300


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


def no_number(run: Reading, thing: Thing, node: Place) -> GraphError:
    """The error for a thing that stands where a number must."""
    text = shortened(run.segment(node))
    if thing is None:
        return run.raised("TypeError", "This has no value.", node, "End the function with return.")
    if isinstance(thing, LeftOut):
        return left_out_error(run, thing, node)
    what = described(thing)
    if what == "a function":
        return run.raised(
            "TypeError", f"{text} is a function, not a number.", node, f"Call it: {text}(…)."
        )
    if what == "a module":
        hint = f"Write what you use of it: {text}.exp(x)."
        return run.raised("TypeError", f"{text} is a module, not a number.", node, hint)
    if isinstance(thing, str | Template):
        return run.raised(
            "TypeError", f"{text} is a text, not a number.", node, "Use numbers and names."
        )
    is_object = isinstance(thing, Instance)
    instead = "Use one of its attributes." if is_object else "Use numbers."
    return run.raised("TypeError", f"{text} is {what}, not a number.", node, instead)


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
    else:
        count = 1
        while (name := f"{written.drawn}_{count}") in run.inputs or name in run.top.names:
            count += 1
        wire.node = inputs.new_input(run, name, source, written)
        run.top.names[name] = wire
    if written.whole:
        run.whole.add(wire.node)


def literal(run: Reading, thing: Thing, node: Place) -> tuple[Value, bool] | None:
    """The value of what is written without inputs, and whether Python holds whole numbers.

    None where there are inputs in it.

    Raises:
        GraphError: the rows of a list differ in shape.
    """
    if isinstance(thing, bool):
        return thing, False
    if isinstance(thing, int | float):
        if abs(thing) > LARGEST and abs(thing) != np.inf:
            raise run.error("This number is too large for float64.", node, "Write it as 1e300.")
        return float(thing), isinstance(thing, int)
    if type(thing) is Wire:
        if thing.node is None and thing.literal is not None:
            return thing.literal.value, thing.literal.whole
        value = value_from_shapes(run, thing)
        return None if value is None else (value, thing.node in run.whole)
    if isinstance(thing, List) and thing.array is not None:
        return literal(run, thing.array, node)
    items = thing.items if isinstance(thing, List) else thing
    if not isinstance(items, list | tuple | range):
        return None
    run.count_items(1 + len(items), node)
    parts: list[Any] = []
    whole = True
    for item in items:
        part = literal(run, item, node)
        if part is None:
            return None
        parts.append(part[0])
        whole = whole and part[1]
    shapes = {np.shape(part) for part in parts}
    if len(shapes) > 1:
        listed = ", ".join(str(shape) for shape in sorted(shapes)[:3])
        raise run.raised(
            "ValueError",
            f"The rows of this list differ in shape: {listed}.",
            node,
            "Give each row as many numbers.",
        )
    truth = bool(parts) and all(map(is_truth, parts))
    return np.array(parts, dtype=bool if truth else np.float64), whole and bool(parts)


def value_from_shapes(run: Reading, wire: Wire) -> Value | None:
    """The value of a node that depends on nothing but names that decide shapes."""
    if wire.base is not None:
        return None
    nodes, visited = run.builder.nodes, set[int]()
    stack = [wire.node]
    while stack:
        current = stack.pop()
        if current is None or current in visited:
            continue
        visited.add(current)
        node = nodes[current]
        if node.kind == "input" and (node.shape != () or node.name not in run.shape_names):
            return None
        stack.extend(node.args)
    assert wire.node is not None
    if any(
        nodes[one].kind == "input" and not resolve.has_value(run, nodes[one].name)
        for one in visited
    ):
        return None
    return resolve.decided_by_value(run, wire.node)


def shape_if_known(run: Reading, thing: Thing, node: Place) -> Shape | None:
    """The shape of a value; None where it depends on an input without a value."""
    if type(thing) is Wire:
        if thing.node is None:
            assert thing.literal is not None
            shape: Shape = np.shape(thing.literal.value)
            return shape
        return run.builder.nodes[thing.node].shape
    if isinstance(thing, int | float):
        return ()
    if isinstance(thing, List) and thing.array is not None:
        return shape_if_known(run, thing.array, node)
    items = thing.items if isinstance(thing, List) else thing
    if isinstance(items, list | tuple | range):
        run.count_items(len(items), node)
        if not items:
            return (0,)
        shapes = [shape_if_known(run, item, node) for item in items]
        if any(shape != shapes[0] for shape in shapes) and None not in shapes:
            literal(run, thing, node)  # raises
            known = [run.builder.nodes[number(run, thing, node)].shape]
            return known[0]
        return None if shapes[0] is None else (len(items), *shapes[0])
    raise no_number(run, thing, node)


def shape_of(run: Reading, thing: Thing, node: Place) -> Shape:
    """The shape of a value.

    Raises:
        GraphError: it depends on an input without a value.
    """
    shape = shape_if_known(run, thing, node)
    if shape is None:
        raise resolve.unknown_inputs_error(run)
    return shape


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
            return _computed(run, gate, things, known, node, places, settings)
    indices = [number(run, thing, place) for thing, place in zip(things, places, strict=True)]
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
        raise misfit_error(run, gate, shapes, settings, misfit, node, places) from None
    if _is_whole(run, gate, indices, settings):
        run.whole.add(index)
    return index


def _is_whole(
    run: Reading, gate: Gate, indices: Sequence[int], settings: Mapping[str, Any]
) -> bool:
    """Whether Python would hold whole numbers for a gate's result."""
    if any(gate is one for one in ALWAYS_WHOLE):
        return True
    if gate.truth or not indices or gate.role is None:
        return False
    if gate.role is MOVER:
        return indices[0] in run.whole
    all_nodes = run.builder.nodes
    counted = [index for slot, index in enumerate(indices) if gate.differentiable(slot)]
    if not all(index in run.whole or all_nodes[index].truth for index in counted):
        return False
    values = [all_nodes[index].constant for index in indices]
    shapes = [all_nodes[index].shape or () for index in indices]
    return gives_whole(gate, values, shapes, settings)


def gives_whole(
    gate: Gate, values: Sequence[Any], shapes: Sequence[Shape], settings: Mapping[str, Any]
) -> bool:
    """Whether NumPy's function gives whole numbers for whole arguments; ones stand for those
    whose value is None."""
    whole = [
        np.ones(shape, dtype=np.int64) if value is None or np.ndim(value) else np.int64(value)
        for value, shape in zip(values, shapes, strict=True)
    ]
    try:
        with np.errstate(all="ignore"):
            return np.asarray(gate.forward(*whole, **settings)).dtype.kind in "iu"
    except (ValueError, TypeError, IndexError, OverflowError, Misfit):
        return False


def _computed(
    run: Reading,
    gate: Gate,
    things: Sequence[Thing],
    known: Sequence[Any],
    node: Place,
    places: Sequence[Place],
    settings: Mapping[str, Any],
) -> Wire:
    """What a gate gives for literals: a literal."""
    values, wholes = [value for value, _ in known], [whole for _, whole in known]
    shapes: list[Shape | None] = [np.shape(value) for value in values]
    try:
        run.builder.result_shape(gate, shapes, settings, run.places.source(node))
        with np.errstate(all="ignore"):
            value = gate.compute(values, settings)
    except Misfit as misfit:
        raise misfit_error(run, gate, shapes, settings, misfit, node, places) from None
    except np.linalg.LinAlgError as error:
        raise run.error(f"{gate.title}: {error}.", node, "Use another matrix.") from None
    value = value if is_truth(value) else np.asarray(value, dtype=np.float64)[()]
    whole = any(gate is one for one in ALWAYS_WHOLE) or (
        bool(wholes)
        and all(wholes)
        and (
            gate.role is MOVER
            or gives_whole(gate, values, [np.shape(it) for it in values], settings)
        )
    )
    written = [thing.literal for thing in things if type(thing) is Wire and thing.literal]
    drawn = next((it.drawn for it in written if it.drawn), None)
    redraw = None
    if drawn is not None:
        parts = tuple(
            thing.literal if type(thing) is Wire and thing.literal else Literal(value)
            for thing, value in zip(things, values, strict=True)
        )
        redraw = _Redraw(gate, parts, settings)
    return Wire(None, Literal(value, drawn, redraw, whole), mutable=np.ndim(value) > 0)


class _Redraw:
    """Computes the value of a gate on literals whose random values are drawn again."""

    def __init__(self, gate: Gate, parts: Sequence[Literal], settings: Mapping[str, Any]) -> None:
        self.gate, self.parts, self.settings = gate, parts, settings

    def __call__(self, streams: Streams) -> Value:
        value = self.gate.compute([part.redrawn(streams) for part in self.parts], self.settings)
        return value if is_truth(value) else np.asarray(value, dtype=np.float64)[()]


def misfit_error(
    run: Reading,
    gate: Gate,
    shapes: Sequence[Shape | None],
    settings: Mapping[str, Any],
    misfit: Misfit,
    node: Place,
    places: Sequence[Place],
) -> GraphError:
    """Shapes that do not fit: the gate, the shapes, the rule, and what would fit."""
    use = gate.write([str(shape) for shape in shapes], settings)
    message = f"{gate.title}: {shortened(use)}: {shortened(misfit.rule)}"
    hint, mend = "Check the shapes of what goes in.", None
    if misfit.mend and len(places) > misfit.mend[0] and places[misfit.mend[0]] is not node:
        place = places[misfit.mend[0]]
        whole, part = run.places.source(node), run.places.source(place)
        better = misfit.mend[1].format(run.segment(place))
        if isinstance(place, ast.Call) and misfit.mend[1].endswith("None]"):
            better = f"{run.segment(place)[:-1]}, keepdims=True)"
        message += f"; did you mean {better}?"
        if whole.line == whole.end_line and isinstance(place, ast.Name | ast.Call):
            text, start = run.segment(node), whole.column
            mend = text[: part.column - start] + better + text[part.end_column - start :]
            hint = f"Write {mend}"
    error = run.error(message, node, hint, mend)
    error.at, error.gate = len(run.builder.nodes), gate
    return error


def misuse(run: Reading, name: str, misfit: Misfit, node: Place) -> GraphError:
    """A setting that cannot be."""
    message = f"{name}: {shortened(misfit.rule)}."
    return run.raised("ValueError", message, node, "Check what is given to it.")
