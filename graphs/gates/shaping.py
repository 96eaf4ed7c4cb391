"""Gates that give the same elements another shape: reshaping, turning, repeating axes of size 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphs.gates.row import (
    MOVER,
    REQUIRED,
    ROUTER,
    Gate,
    Local,
    Rule,
    Sample,
    Settings,
    operator,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    axes_of,
    broadcast,
    permutation,
    reshaped,
    same,
    sizes_of,
    summed_axes,
    turned,
)


def row(name: str, forward: Rule, rule: Rule, local: Local, **more: Any) -> Gate:
    """A gate of one argument whose elements only move."""
    fields: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": MOVER,
        "why": ("",),
        "latex": operator(name) + r"\left({0}\right)",
    }
    return Gate(name, forward=forward, vjp=(rule,), local=(local,), **(fields | more))


def _reshape_back(g: Any, z: Any, x: Any, **settings: Any) -> Any:
    return np.reshape(g, shape_of(x))


def _reshape_local(shapes: Sequence[Shape], settings: Settings) -> str:
    return f"reshape({{g}}, {shapes[0]})"


def _turn_back(g: Any, z: Any, x: Any, axes: Any = None) -> Any:
    order = permutation(axes, len(shape_of(x)))
    return np.transpose(g, tuple(order.index(place) for place in range(len(order))))


def _turn_local(shapes: Sequence[Shape], settings: Settings) -> str:
    order = permutation(settings.get("axes"), len(shapes[0]))
    back = tuple(order.index(place) for place in range(len(order)))
    return "{g}.T" if back == tuple(range(len(back)))[::-1] else f"transpose({{g}}, axes={back})"


def _expanded(shape: Shape, *, axis: Any) -> Shape:
    several = axis if isinstance(axis, tuple | list) else (axis,)
    rank = len(shape) + len(several)
    places = axes_of(tuple(several), rank)
    sizes = iter(shape)
    return tuple(1 if place in places else next(sizes) for place in range(rank))


def _squeezed(shape: Shape, *, axis: Any = None) -> Shape:
    if axis is None:
        return tuple(size for size in shape if size != 1)
    gone = axes_of(axis, len(shape))
    for place in gone:
        if shape[place] != 1:
            raise Misfit(f"axis {place} has size {shape[place]}; only axes of size 1 can go")
    return tuple(size for place, size in enumerate(shape) if place not in gone)


def _stretched(old: Shape, *, shape: Any) -> Shape:
    wanted = sizes_of(shape)
    if len(old) > len(wanted) or broadcast(old, wanted) != wanted:
        raise Misfit(f"{old} cannot be repeated to {wanted}")
    return wanted


def _unstretch(g: Any, z: Any, x: Any, shape: Any) -> Any:
    axes = summed_axes(shape_of(g), shape_of(x))
    if not axes:
        return g * 1.0
    return np.reshape(np.sum(g, axis=axes, keepdims=True), shape_of(x))


def _unstretch_local(shapes: Sequence[Shape], settings: Settings) -> str:
    axes = summed_axes(sizes_of(settings["shape"]), shapes[0])
    return f"reshape(sum({{g}}, axis={axes}), {shapes[0]})" if axes else "{g} * 1"


def _corner_shape(shape: Shape, *, k: int = 0) -> Shape:
    if len(shape) < 2:
        raise Misfit("a triangle needs a matrix")
    if isinstance(k, bool) or not isinstance(k, int) or abs(k) > 2**31:
        raise Misfit(f"k must be a whole number, not {k!r}")
    return shape


def _corner(name: str, forward: Callable[..., Any]) -> Gate:
    return row(
        name,
        forward,
        lambda g, z, x, k=0: forward(g, k=k),
        lambda shapes, settings: f"{name}({{g}}, k={settings.get('k', 0)})",
        role=ROUTER,
        shape=_corner_shape,
        settings={"k": 0},
        samples=(Sample(((3, 3),)), Sample(((2, 3),), {"k": 1})),
    )


def _sized(name: str) -> Callable[[Settings], str]:
    """LaTeX with the shape that is asked for as a subscript."""
    return lambda settings: operator(name) + rf"_{{{{{settings['shape']}}}}}" + r"\left({0}\right)"


RESHAPE = row(
    "reshape",
    lambda x, shape: np.reshape(x, shape),
    _reshape_back,
    _reshape_local,
    numpy=np.reshape,
    latex=_sized("reshape"),
    shape=reshaped,
    settings={"shape": REQUIRED},
    spread="shape",
    samples=(Sample(((2, 3),), {"shape": (3, 2)}), Sample(((2, 3),), {"shape": -1})),
)


TRANSPOSE = row(
    "transpose",
    np.transpose,
    _turn_back,
    _turn_local,
    form=lambda settings: (
        "{0}.T" if settings.get("axes") is None else f"transpose({{0}}, axes={settings['axes']!r})"
    ),
    symbol="T",
    latex=lambda settings: (
        r"{0}^{{\top}}"
        if settings.get("axes") is None
        else operator("transpose") + r"\left({0}\right)"
    ),
    shape=turned,
    settings={"axes": None},
    spread="axes",
    samples=(Sample(((2, 3),)), Sample(((2, 3, 4),), {"axes": (1, 2, 0)})),
)


EXPAND_DIMS = row(
    "expand_dims",
    np.expand_dims,
    _reshape_back,
    _reshape_local,
    symbol="expand",
    shape=_expanded,
    settings={"axis": REQUIRED},
    samples=(Sample(((2, 3),), {"axis": 1}), Sample(((3,),), {"axis": (0, -1)})),
)


SQUEEZE = row(
    "squeeze",
    np.squeeze,
    _reshape_back,
    _reshape_local,
    shape=_squeezed,
    settings={"axis": None},
    samples=(Sample(((2, 1, 3),)), Sample(((1, 3, 1),), {"axis": 0})),
)


BROADCAST_TO = row(
    "broadcast_to",
    lambda x, shape: np.broadcast_to(x, shape),
    _unstretch,
    _unstretch_local,
    numpy=np.broadcast_to,
    latex=_sized("repeat"),
    symbol="repeat",
    shape=_stretched,
    settings={"shape": REQUIRED},
    samples=(Sample(((3,),), {"shape": (2, 3)}), Sample(((2, 1),), {"shape": (4, 2, 3)})),
)

# Where a backward pass starts that is drawn as a circuit: ∂output/∂output.
ONES = Gate(
    "gradient_seed",
    form="gradient_seed({0})",
    symbol="1",
    role=None,
    forward=lambda x: np.ones_like(x, dtype=np.float64),
    vjp=(None,),
    local=(None,),
    latex=operator("gradient_seed") + r"\left({0}\right)",
    shape=same,
    samples=(Sample(((2, 3),)), Sample(((),))),
    hidden=True,
)

ROWS = (
    RESHAPE,
    TRANSPOSE,
    EXPAND_DIMS,
    SQUEEZE,
    BROADCAST_TO,
    ONES,
    _corner("tril", np.tril),
    _corner("triu", np.triu),
)
