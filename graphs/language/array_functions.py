"""NumPy's functions that are no gates: copies, shapes, splits, tests of closeness, casts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from graphs.gates import BY_NAME
from graphs.gates.items import INDEX
from graphs.gates.shapes import Misfit, normalize_axis
from graphs.gates.shaping import RESHAPE
from graphs.language import array_calls, known_shapes, nodes
from graphs.language.array_methods import ARRAY_PROPERTIES
from graphs.language.decisions import setting
from graphs.language.gate_arguments import place_of_keyword, places_of
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import check_count
from graphs.language.things import List, Thing, Type, Wire
from graphs.model import Node


def _property(name: str) -> Callable[..., Any]:
    def find(run: Reading, node: Place, a: Thing, /) -> Thing:
        return ARRAY_PROPERTIES[name](run, a, places_of(node, 1)[0], node)

    return find


def _bounds(size: int, cuts: Any) -> Sequence[int]:
    """Where ``np.split`` cuts an axis: into equal parts, or before the places named."""
    if not all(type(cut) is int for cut in (cuts if isinstance(cuts, tuple) else (cuts,))):
        raise ValueError("it is cut at whole numbers")
    if isinstance(cuts, tuple):
        places = [slice(cut).indices(size)[1] for cut in cuts]
        return [0, *places, size]
    if cuts < 1 or size % cuts:
        raise ValueError(f"{size} cannot be split into {cuts} equal parts")
    return range(0, size + 1, size // cuts) if size else [0] * (cuts + 1)


def split(
    run: Reading,
    node: Place,
    ary: Thing = None,
    indices_or_sections: Thing = None,
    axis: Thing = 0,
) -> Thing:
    """``np.split(x, 4, axis=1)``: a list of slices."""
    if ary is None or indices_or_sections is None:
        raise run.raised(
            "TypeError", "split takes an array and a number.", node, "Write np.split(x, 2)."
        )
    places = places_of(node, 2)
    cuts = setting(run, indices_or_sections, places[1], "split")
    known_axis = setting(run, axis, place_of_keyword(node, "axis"), "axis")
    shape = known_shapes.shape_of(run, ary, places[0])
    try:
        at = normalize_axis(known_axis, len(shape))
        bounds = _bounds(shape[at], cuts)
    except (ValueError, Misfit) as error:
        raised = run.raised("ValueError", f"split: {error}.", node, "Split into equal parts.")
        if isinstance(cuts, int) and cuts > 0 and type(ary) is Wire and ary.node is not None:
            lengths = {"shape": (*shape[:at], cuts, -1)}
            raised.attempt = Node(
                len(run.builder.nodes), "gate", RESHAPE, (ary.node,), shape=None, settings=lengths
            )
        raise raised from None
    return List(_parts(run, ary, at, bounds, node))


def array_split(
    run: Reading, node: Place, ary: Thing, indices_or_sections: Thing, axis: Thing = 0
) -> Thing:
    """``np.array_split(x, 3)``: the first parts may be longer by one."""
    cuts = setting(run, indices_or_sections, node, "array_split")
    if not isinstance(cuts, int) or cuts < 1:
        return split(run, node, ary, indices_or_sections, axis)
    shape = known_shapes.shape_of(run, ary, node)
    try:
        at = normalize_axis(setting(run, axis, node, "axis"), len(shape))
    except (ValueError, Misfit) as error:
        raise run.raised("ValueError", f"split: {error}.", node, "Name an axis.") from None
    check_count(run, cuts, node)
    sizes = [len(part) for part in np.array_split(np.arange(shape[at]), cuts)]
    bounds = [0, *np.cumsum(sizes).tolist()]
    return List(_parts(run, ary, at, bounds, node))


def _parts(run: Reading, thing: Thing, at: int, bounds: Sequence[int], node: Place) -> list[Thing]:
    run.count_items(len(bounds), node)
    return [
        nodes.apply(
            run,
            INDEX,
            (thing,),
            node,
            settings={"key": (*[slice(None)] * at, slice(start, stop))},
        )
        for start, stop in pairwise(bounds)
    ]


def _gate(run: Reading, name: str, node: Place, *things: Thing) -> Wire:
    return nodes.apply(run, BY_NAME[name], things, node)


def is_close(
    run: Reading, node: Place, a: Thing, b: Thing, rtol: Thing = 1e-5, atol: Thing = 1e-8
) -> Any:
    """``np.isclose(a, b)``."""
    apart = _gate(run, "abs", node, _gate(run, "sub", node, a, b))
    allowed = _gate(
        run, "add", node, atol, _gate(run, "mul", node, rtol, _gate(run, "abs", node, b))
    )
    return _gate(run, "less_equal", node, apart, allowed)


def all_close(
    run: Reading, node: Place, a: Thing, b: Thing, rtol: Thing = 1e-5, atol: Thing = 1e-8
) -> Any:
    """``np.allclose(a, b)``."""
    return _gate(run, "all", node, is_close(run, node, a, b, rtol, atol))


def array_equal(run: Reading, node: Place, a1: Thing, a2: Thing) -> Any:
    """``np.array_equal(a, b)``."""
    if known_shapes.shape_of(run, a1, node) != known_shapes.shape_of(run, a2, node):
        return False
    return _gate(run, "all", node, _gate(run, "equal", node, a1, a2))


def count_nonzero(run: Reading, node: Place, a: Thing, /) -> Any:
    """``np.count_nonzero(x)``."""
    return _gate(run, "sum", node, _gate(run, "not_equal", node, a, 0))


def is_nan(run: Reading, node: Place, x: Thing, /) -> Any:
    """``np.isnan(x)``: what does not equal itself."""
    return _gate(run, "not_equal", node, x, x)


def is_finite(run: Reading, node: Place, x: Thing, /) -> Any:
    """``np.isfinite(x)``."""
    return _gate(run, "less", node, _gate(run, "abs", node, x), float("inf"))


def is_infinite(run: Reading, node: Place, x: Thing, /) -> Any:
    """``np.isinf(x)``."""
    return _gate(run, "equal", node, _gate(run, "abs", node, x), float("inf"))


def is_scalar(run: Reading, node: Place, element: Thing, /) -> bool:
    """``np.isscalar(x)``."""
    if type(element) is Wire:
        return not element.mutable and not known_shapes.shape_of(run, element, node)
    return isinstance(element, int | float | str)


def remainder(run: Reading, node: Place, x1: Thing, x2: Thing, /) -> Any:
    """``np.mod(x, y)``."""
    return binary(run, ast.Mod, x1, x2, node)


def floor_divide(run: Reading, node: Place, x1: Thing, x2: Thing, /) -> Any:
    """``np.floor_divide(x, y)``."""
    return binary(run, ast.FloorDiv, x1, x2, node)


def quiet(run: Reading, node: Place, *things: Thing, **named: Thing) -> Thing:
    """``np.seterr``, ``np.set_printoptions``: nothing here."""
    return Type("errstate")


ARRAY_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "array": array_calls.array,
    "asarray": array_calls.asarray,
    "asanyarray": array_calls.asarray,
    "ascontiguousarray": array_calls.asarray,
    "copy": array_calls.copied,
    "shape": _property("shape"),
    "ndim": _property("ndim"),
    "size": _property("size"),
    "split": split,
    "array_split": array_split,
    "isclose": is_close,
    "allclose": all_close,
    "array_equal": array_equal,
    "count_nonzero": count_nonzero,
    "isnan": is_nan,
    "isfinite": is_finite,
    "isinf": is_infinite,
    "isscalar": is_scalar,
    "mod": remainder,
    "remainder": remainder,
    "floor_divide": floor_divide,
    "seterr": quiet,
    "errstate": quiet,
    "set_printoptions": quiet,
}
