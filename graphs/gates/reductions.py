"""Reductions by adding, and cumulative sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from graphs.gates.row import (
    MIXER,
    SPREADER,
    Gate,
    Rule,
    Sample,
    Settings,
    latex_operator,
    shape_of,
)
from graphs.gates.row import (
    SUM as SUM_PRECEDENCE,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    normalize_axes,
    normalize_axis,
    reduced_shape,
    same_shape,
)

AXES: Settings = {"axis": None, "keepdims": False}


SAMPLES = (
    Sample(((3,),)),
    Sample(((2, 3),), {"axis": 0}),
    Sample(((2, 3),), {"axis": -1, "keepdims": True}),
    Sample(((2, 3, 2),), {"axis": (0, 2)}),
    Sample(((2, 3, 2),), {"keepdims": True}),
)


def restore_axes(reduction: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """A reduced value with its reduced axes restored as 1, so that it broadcasts against ``x``."""
    shape = reduced_shape(shape_of(x), axis=axis, keepdims=True)
    return reduction if keepdims or not shape else np.reshape(reduction, shape)


def element_count(x: Any, axis: Any) -> int:
    """How many elements of ``x`` are reduced into one."""
    shape = shape_of(x)
    return prod(shape[place] for place in normalize_axes(axis, len(shape)))


def reduction_local(template: str) -> Callable[[Sequence[Shape], Settings], str]:
    """The ``local`` of a reduction: {g} and {z} get their reduced axes back.

    In the template ``<n>`` is the number of elements reduced into one, ``<free>`` that less ddof,
    ``<axis>`` the settings, ``<shape>`` the argument's shape.
    """

    def local(shapes: Sequence[Shape], settings: Settings) -> str:
        shape, axis = shapes[0], settings.get("axis")
        axes = normalize_axes(axis, len(shape))
        lost = not settings.get("keepdims") and 0 < len(axes) < len(shape)
        places = axes[0] if len(axes) == 1 else axes
        lift = f"expand_dims({{}}, {places})" if lost else "{}"
        text = template.replace("{g}", lift.format("{g}")).replace("{z}", lift.format("{z}"))
        named = "" if axis is None else f", axis={axis}, keepdims=True"
        number = prod(shape[place] for place in axes)
        free = max(number - settings.get("ddof", 0), 0)
        return (
            text.replace("<axis>", named)
            .replace("<free>", f"{free}")
            .replace("<n>", f"{number}")
            .replace("<shape>", f"{shape}")
        )

    return local


def reduction_row(
    name: str,
    forward: Rule,
    rule: Rule,
    local: str,
    why: str,
    *,
    settings: Settings | None = None,
    **more: Any,
) -> Gate:
    """The row of a reduction with the settings axis and keepdims, which its rule gets too."""
    fields: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": MIXER,
        "latex": latex_operator(name) + r"<axis>\left({0}\right)",
        "shape": reduced_shape,
        "settings": {**(settings or {}), **AXES} if settings is None else settings,
        "samples": SAMPLES,
    }
    return Gate(
        name,
        forward=forward,
        vjp=(rule,),
        local=(reduction_local(local),),
        why=(why,),
        **(fields | more),
    )


def _sum_vjp(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return np.broadcast_to(restore_axes(g, x, axis, keepdims), shape_of(x))


def _mean_vjp(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return np.broadcast_to(
        restore_axes(g, x, axis, keepdims) / float(element_count(x, axis)), shape_of(x)
    )


def _variance_divisor(x: Any, axis: Any, ddof: float) -> Any:
    """The divisor of a variance, n - ddof, as in NumPy never below 0."""
    return np.float64(max(element_count(x, axis) - ddof, 0.0))


def _mean_of(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    # np.mean, which prints a warning where there are no elements.
    return np.sum(x, axis=axis, keepdims=keepdims) / np.float64(element_count(x, axis))


def _variance(x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
    deviation = CENTRED(x, axis=axis)
    return np.sum(deviation * deviation, axis=axis, keepdims=keepdims) / _variance_divisor(
        x, axis, ddof
    )


def _variance_shape(
    shape: Shape, *, axis: Any = None, ddof: Any = 0, keepdims: bool = False
) -> Shape:
    if isinstance(ddof, bool) or not isinstance(ddof, int | float):
        raise Misfit(f"ddof must be a number, not {ddof!r}")
    return reduced_shape(shape, axis=axis, keepdims=keepdims)


def _centred(x: Any, axis: Any = None) -> Any:
    """``x`` less its mean. The first element is taken off before, so that equal elements give 0,
    whatever rounding makes of their sum."""
    axes = normalize_axes(axis, len(shape_of(x)))
    first = tuple(slice(1) if place in axes else slice(None) for place in range(len(shape_of(x))))
    shifted = x - x[first] if first else x - x
    return shifted - _mean_of(shifted, axis, True)


def _var_vjp(
    g: Any, z: Any, x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False
) -> Any:
    return restore_axes(g, x, axis, keepdims) * (
        CENTRED(x, axis=axis) * (2.0 / _variance_divisor(x, axis, ddof))
    )


def _std_vjp(
    g: Any, z: Any, x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False
) -> Any:
    size = restore_axes(z, x, axis, keepdims)
    size = np.where(np.equal(size, 0.0), 1.0, size) * _variance_divisor(x, axis, ddof)
    return restore_axes(g, x, axis, keepdims) * (CENTRED(x, axis=axis) / size)


def _centred_plainly(x: Any, axis: Any) -> Any:
    return x - MEAN(x, axis=axis, keepdims=True)


def _plain_var_vjp(
    g: Any, z: Any, x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False
) -> Any:
    return restore_axes(g, x, axis, keepdims) * (
        _centred_plainly(x, axis) * (2.0 / _variance_divisor(x, axis, ddof))
    )


def _plain_std_vjp(
    g: Any, z: Any, x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False
) -> Any:
    size = restore_axes(z, x, axis, keepdims) * _variance_divisor(x, axis, ddof)
    return restore_axes(g, x, axis, keepdims) * (_centred_plainly(x, axis) / size)


def _cumsum_shape(shape: Shape, *, axis: Any = None) -> Shape:
    if axis is None:
        return (prod(shape),)
    normalize_axis(axis, len(shape))
    return shape


def _cumsum_vjp(g: Any, z: Any, x: Any, axis: Any = None) -> Any:
    # Each element is in every later sum: sum from the end.
    place = 0 if axis is None else normalize_axis(axis, len(shape_of(x)))
    turned = (*[slice(None)] * place, slice(None, None, -1))
    return np.reshape(np.cumsum(g[turned], axis=place)[turned], shape_of(x))


def _cumsum_local(shapes: Sequence[Shape], settings: Settings) -> str:
    axis = settings.get("axis")
    place = 0 if axis is None else normalize_axis(axis, len(shapes[0]))
    turned = "[" + ":, " * place + "::-1]"
    text = f"cumsum({{g}}{turned}, axis={place}){turned}"
    return f"reshape({text}, {shapes[0]})" if axis is None else text


def _truth_row(name: str, forward: Rule) -> Gate:
    return Gate(
        name,
        form=name + "({0})",
        symbol=name,
        role=None,
        forward=forward,
        vjp=(None,),
        local=(None,),
        latex=latex_operator(name) + r"<axis>\left({0}\right)",
        shape=reduced_shape,
        settings=AXES,
        samples=SAMPLES[:2],
        truth=True,
    )


SUM = reduction_row(
    "sum",
    np.sum,
    _sum_vjp,
    "broadcast_to({g}, <shape>)",
    "Each of the {count} numbers moves the sum as much as it moves itself.",
    mathematics=(r"\partial \sum_n u_n/\partial u_n = 1",),
    symbol="Σ",
    role=SPREADER,
    latex=r"\sum<axis> {0}",
)


MEAN = reduction_row(
    "mean",
    _mean_of,
    _mean_vjp,
    "broadcast_to({g} / <n>, <shape>)",
    "Each of the {count} numbers moves the mean by {share}.",
    mathematics=("1 / {count} = {part}",),
    role=SPREADER,
    numpy=np.mean,
)


CENTRED: Gate = Gate(
    "centred",
    form=lambda settings: (
        f"{{0}} - mean({{0}}, axis={settings.get('axis')}, keepdims=True)"
        if settings.get("axis") is not None
        else "{0} - mean({0})"
    ),
    symbol="x−x̄",
    role=MIXER,
    forward=_centred,
    vjp=(lambda g, z, x, axis=None: CENTRED(g, axis=axis),),
    local=(
        lambda shapes, settings: f"{{g}} - mean({{g}}, axis={settings.get('axis')}, keepdims=True)",
    ),
    why=("A number moves the mean too, so the mean of the gradients goes off.",),
    latex=lambda settings: r"{0} - " + latex_operator("mean") + r"\left({0}\right)",
    precedence=SUM_PRECEDENCE,
    shape=same_shape,
    settings={"axis": None},
    samples=SAMPLES[:2],
    hidden=True,
)


VARIANCE_SETTINGS: Settings = {"axis": None, "ddof": 0, "keepdims": False}


VAR = reduction_row(
    "var",
    _variance,
    _var_vjp,
    "{g} * (2 / <free>) * ({0} - mean({0}<axis>))",
    "The farther a number is from the mean, the more it moves the variance: by 2/{count} of that.",
    plain=(_plain_var_vjp,),
    settings=VARIANCE_SETTINGS,
    samples=(*SAMPLES, Sample(((3, 4),), {"axis": 0, "ddof": 1})),
    numpy=np.var,
    shape=_variance_shape,
)


STD = reduction_row(
    "std",
    lambda x, **settings: np.sqrt(_variance(x, **settings)),
    _std_vjp,
    "{g} * ({0} - mean({0}<axis>)) / (<free> * {z})",
    "The farther a number is from the mean, the more it moves the spread.",
    plain=(_plain_std_vjp,),
    settings=VARIANCE_SETTINGS,
    samples=(*SAMPLES, Sample(((3, 4),), {"axis": 0, "ddof": 1})),
    tie=lambda z, x, **settings: np.equal(z, 0.0),
    tie_explanation="its gradient at 0 is taken as 0",
    numpy=np.std,
    shape=_variance_shape,
)


CUMSUM = Gate(
    "cumsum",
    form="cumsum({0})",
    symbol="cumsum",
    role=SPREADER,
    forward=np.cumsum,
    vjp=(_cumsum_vjp,),
    local=(_cumsum_local,),
    why=("Each number is in its own sum and in all later ones, so their gradients add.",),
    latex=latex_operator("cumsum") + r"<axis>\left({0}\right)",
    shape=_cumsum_shape,
    settings={"axis": None},
    samples=(Sample(((4,),)), Sample(((2, 3),)), Sample(((2, 3),), {"axis": -1})),
)

ROWS = (
    SUM,
    MEAN,
    CENTRED,
    VAR,
    STD,
    CUMSUM,
    _truth_row("any", np.any),
    _truth_row("all", np.all),
)
