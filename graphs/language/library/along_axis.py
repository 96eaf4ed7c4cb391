"""NumPy's ways to go through an array: ``apply_along_axis``, ``ndindex``, ``ndenumerate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from math import prod
from typing import Any

from graphs.gates.items import INDEX
from graphs.gates.joining import STACK
from graphs.gates.shapes import Misfit, normalize_axis
from graphs.gates.shaping import TRANSPOSE
from graphs.language import known_shapes, nodes
from graphs.language.calling import call
from graphs.language.decisions import setting, whole_number
from graphs.language.iteration import all_items
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import List, Thing, Wire
from graphs.language.visits import Visit


def apply_along_axis(
    run: Reading,
    node: Place,
    func1d: Thing,
    axis: Thing,
    arr: Thing,
    /,
    *args: Thing,
    **kwargs: Thing,
) -> Visit:
    """``np.apply_along_axis(f, 1, x)`` of a matrix is ``np.stack([f(row) for row in x])``."""
    shape = known_shapes.shape_of(run, arr, node)
    try:
        at = normalize_axis(setting(run, axis, node, "axis"), len(shape))
    except Misfit as misfit:
        raise run.raised(
            "ValueError", f"apply_along_axis: {misfit}.", node, misfit.hint or "Name an axis."
        ) from None
    if len(shape) > 2:
        message = "apply_along_axis is read for vectors and matrices."
        raise run.error(message, node, "Write np.stack([f(row) for row in x]).")
    if len(shape) == 1:
        return (yield call(run, func1d, [arr, *args], kwargs, node))
    whole = nodes.apply(run, TRANSPOSE, (arr,), node) if at == 0 else arr
    found: list[Thing] = []
    for row in (yield all_items(run, whole, node)):
        found.append((yield call(run, func1d, [row, *args], kwargs, node)))
    is_column = at == 0 and bool(found) and known_shapes.shape_of(run, found[0], node) != ()
    return _stacked(run, found, int(is_column), node)


def _stacked(run: Reading, found: list[Thing], axis: int, node: Place) -> Wire:
    return nodes.apply(run, STACK, found, node, settings={"axis": axis} if axis else None)


def ndindex(run: Reading, node: Place, /, *shape: Thing) -> List:
    """``np.ndindex(x.shape)``, ``np.ndindex(2, 3)``: the places of an array, row by row."""
    sizes = shape[0] if len(shape) == 1 and isinstance(shape[0], tuple) else shape
    counts = [whole_number(run, size, node, "A size") for size in sizes]
    run.count_items(prod(max(count, 0) for count in counts), node)
    return List(list(product(*map(range, counts))))


def ndenumerate(run: Reading, node: Place, arr: Thing, /) -> List:
    """``np.ndenumerate(x)``: the places of an array, each with what stands there."""
    places = ndindex(run, node, known_shapes.shape_of(run, arr, node))
    found = [nodes.apply(run, INDEX, (arr,), node, settings={"key": at}) for at in places.items]
    return List(list(zip(places.items, found, strict=True)))


ALONG_AXIS: Mapping[str, Callable[..., Any]] = {
    "apply_along_axis": apply_along_axis,
    "ndindex": ndindex,
    "ndenumerate": ndenumerate,
}
