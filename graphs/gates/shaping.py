"""Gates that move elements to another shape: reshape, transpose, broadcast and their like."""

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
    latex_operator,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    as_shape,
    broadcast,
    normalize_axes,
    permutation,
    reshape_shape,
    same_shape,
    summed_axes,
    transpose_shape,
    whole_number,
)


def mover_row(name: str, forward: Rule, rule: Rule, local: Local, **more: Any) -> Gate:
    """The row of a gate of one argument that only moves elements."""
    fields: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": MOVER,
        "why": ("The numbers only move; the gradient moves back the same way.",),
        "latex": latex_operator(name) + r"\left({0}\right)",
    }
    return Gate(name, forward=forward, vjp=(rule,), local=(local,), **(fields | more))


def _reshape_vjp(g: Any, z: Any, x: Any, **settings: Any) -> Any:
    return np.reshape(g, shape_of(x))


def _reshape_local(shapes: Sequence[Shape], settings: Settings) -> str:
    return f"reshape({{g}}, {shapes[0]})"


def _transpose_vjp(g: Any, z: Any, x: Any, axes: Any = None) -> Any:
    order = permutation(axes, len(shape_of(x)))
    return np.transpose(g, tuple(order.index(place) for place in range(len(order))))


def _transpose_local(shapes: Sequence[Shape], settings: Settings) -> str:
    order = permutation(settings.get("axes"), len(shapes[0]))
    back = tuple(order.index(place) for place in range(len(order)))
    return "{g}.T" if back == tuple(range(len(back)))[::-1] else f"transpose({{g}}, axes={back})"


def _expand_dims_shape(shape: Shape, *, axis: Any) -> Shape:
    several = axis if isinstance(axis, tuple | list) else (axis,)
    rank = len(shape) + len(several)
    places = normalize_axes(tuple(several), rank)
    sizes = iter(shape)
    return tuple(1 if place in places else next(sizes) for place in range(rank))


def _squeeze_shape(shape: Shape, *, axis: Any = None) -> Shape:
    if axis is None:
        return tuple(size for size in shape if size != 1)
    axes = normalize_axes(axis, len(shape))
    for place in axes:
        if shape[place] != 1:
            raise Misfit(f"axis {place} has size {shape[place]}; only axes of size 1 can go")
    return tuple(size for place, size in enumerate(shape) if place not in axes)


def _broadcast_to_shape(old: Shape, *, shape: Any) -> Shape:
    target = as_shape(shape)
    if len(old) > len(target) or broadcast(old, target) != target:
        raise Misfit(f"{old} cannot be repeated to {target}")
    return target


def _broadcast_to_vjp(g: Any, z: Any, x: Any, shape: Any) -> Any:
    axes = summed_axes(shape_of(g), shape_of(x))
    if not axes:
        return g * 1.0
    return np.reshape(np.sum(g, axis=axes, keepdims=True), shape_of(x))


def _broadcast_to_local(shapes: Sequence[Shape], settings: Settings) -> str:
    axes = summed_axes(as_shape(settings["shape"]), shapes[0])
    return f"reshape(sum({{g}}, axis={axes}), {shapes[0]})" if axes else "{g} * 1"


def _triangle_shape(shape: Shape, *, k: int = 0) -> Shape:
    if len(shape) < 2:
        raise Misfit("a triangle needs a matrix")
    whole_number("k", k)
    return shape


def _triangle_row(name: str, forward: Callable[..., Any]) -> Gate:
    return mover_row(
        name,
        forward,
        lambda g, z, x, k=0: forward(g, k=k),
        lambda shapes, settings: f"{name}({{g}}, k={settings.get('k', 0)})",
        role=ROUTER,
        shape=_triangle_shape,
        settings={"k": 0},
        samples=(Sample(((3, 3),)), Sample(((2, 3),), {"k": 1})),
    )


def _latex_with_shape(name: str) -> Callable[[Settings], str]:
    """LaTeX with the target shape as a subscript."""
    return lambda settings: (
        latex_operator(name) + rf"_{{{{{settings['shape']}}}}}" + r"\left({0}\right)"
    )


RESHAPE = mover_row(
    "reshape",
    lambda x, shape: np.reshape(x, shape),
    _reshape_vjp,
    _reshape_local,
    numpy=np.reshape,
    latex=_latex_with_shape("reshape"),
    shape=reshape_shape,
    settings={"shape": REQUIRED},
    star_setting="shape",
    samples=(Sample(((2, 3),), {"shape": (3, 2)}), Sample(((2, 3),), {"shape": -1})),
)


TRANSPOSE = mover_row(
    "transpose",
    np.transpose,
    _transpose_vjp,
    _transpose_local,
    form=lambda settings: (
        "{0}.T" if settings.get("axes") is None else f"transpose({{0}}, axes={settings['axes']!r})"
    ),
    symbol="T",
    latex=lambda settings: (
        r"{0}^{{\top}}"
        if settings.get("axes") is None
        else latex_operator("transpose") + r"\left({0}\right)"
    ),
    shape=transpose_shape,
    settings={"axes": None},
    star_setting="axes",
    samples=(Sample(((2, 3),)), Sample(((2, 3, 4),), {"axes": (1, 2, 0)})),
)


EXPAND_DIMS = mover_row(
    "expand_dims",
    np.expand_dims,
    _reshape_vjp,
    _reshape_local,
    symbol="expand",
    shape=_expand_dims_shape,
    settings={"axis": REQUIRED},
    samples=(Sample(((2, 3),), {"axis": 1}), Sample(((3,),), {"axis": (0, -1)})),
)


SQUEEZE = mover_row(
    "squeeze",
    np.squeeze,
    _reshape_vjp,
    _reshape_local,
    shape=_squeeze_shape,
    settings={"axis": None},
    samples=(Sample(((2, 1, 3),)), Sample(((1, 3, 1),), {"axis": 0})),
)


BROADCAST_TO = mover_row(
    "broadcast_to",
    lambda x, shape: np.broadcast_to(x, shape),
    _broadcast_to_vjp,
    _broadcast_to_local,
    numpy=np.broadcast_to,
    latex=_latex_with_shape("repeat"),
    symbol="repeat",
    shape=_broadcast_to_shape,
    settings={"shape": REQUIRED},
    samples=(Sample(((3,),), {"shape": (2, 3)}), Sample(((2, 1),), {"shape": (4, 2, 3)})),
)

# The start of a backward pass that is drawn as a circuit: ∂output/∂output.
ONES = Gate(
    "gradient_seed",
    form="gradient_seed({0})",
    symbol="1",
    role=None,
    forward=lambda x: np.ones_like(x, dtype=np.float64),
    vjp=(None,),
    local=(None,),
    latex=latex_operator("gradient_seed") + r"\left({0}\right)",
    shape=same_shape,
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
    _triangle_row("tril", np.tril),
    _triangle_row("triu", np.triu),
)
