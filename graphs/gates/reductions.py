"""Gates that make one number of many by adding or multiplying, and running sums."""

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
    operator,
    shape_of,
)
from graphs.gates.shapes import Misfit, Shape, axes_of, axis_of, reduced

AXES: Settings = {"axis": None, "keepdims": False}


SAMPLES = (
    Sample(((3,),)),
    Sample(((2, 3),), {"axis": 0}),
    Sample(((2, 3),), {"axis": -1, "keepdims": True}),
    Sample(((2, 3, 2),), {"axis": (0, 2)}),
    Sample(((2, 3, 2),), {"keepdims": True}),
)


def back(reduction: Any, x: Any, axis: Any, keepdims: bool) -> Any:
    """A reduced value with its axes back as 1, so that it broadcasts against ``x``."""
    shape = reduced(shape_of(x), axis=axis, keepdims=True)
    return reduction if keepdims or not shape else np.reshape(reduction, shape)


def count(x: Any, axis: Any) -> int:
    shape = shape_of(x)
    return prod(shape[place] for place in axes_of(axis, len(shape)))


def spread(template: str) -> Callable[[Sequence[Shape], Settings], str]:
    """A rule in the reader's language, in which {g} and {z} are brought back to the shape of {0}.

    ``{n}`` stands for the number of elements that were reduced into one.
    """

    def local(shapes: Sequence[Shape], settings: Settings) -> str:
        shape, axis = shapes[0], settings.get("axis")
        gone = axes_of(axis, len(shape))
        lost = not settings.get("keepdims") and 0 < len(gone) < len(shape)
        places = gone[0] if len(gone) == 1 else gone
        lift = f"expand_dims({{}}, {places})" if lost else "{}"
        text = template.replace("{g}", lift.format("{g}")).replace("{z}", lift.format("{z}"))
        named = "" if axis is None else f", axis={axis}, keepdims=True"
        number = prod(shape[place] for place in gone)
        free = max(number - settings.get("ddof", 0), 0)
        return (
            text.replace("<axis>", named)
            .replace("<free>", f"{free}")
            .replace("<n>", f"{number}")
            .replace("<shape>", f"{shape}")
        )

    return local


def row(
    name: str,
    forward: Rule,
    rule: Rule,
    local: str,
    why: str,
    *,
    settings: Settings | None = None,
    **more: Any,
) -> Gate:
    """A reduction: axis and keepdims, and a rule that gets both."""
    fields: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": MIXER,
        "latex": operator(name) + r"<axis>\left({0}\right)",
        "shape": reduced,
        "settings": {**(settings or {}), **AXES} if settings is None else settings,
        "samples": SAMPLES,
    }
    return Gate(
        name,
        forward=forward,
        vjp=(rule,),
        local=(spread(local),),
        why=(why,),
        **(fields | more),
    )


def _sum(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return np.broadcast_to(back(g, x, axis, keepdims), shape_of(x))


def _mean(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return np.broadcast_to(back(g, x, axis, keepdims) / float(count(x, axis)), shape_of(x))


def _free(x: Any, axis: Any, ddof: float) -> Any:
    """What a variance is divided by, as NumPy has it: never below 0."""
    return np.float64(max(count(x, axis) - ddof, 0.0))


def _mean_of(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    # np.mean, which prints a warning where there are no elements.
    return np.sum(x, axis=axis, keepdims=keepdims) / np.float64(count(x, axis))


def _variance(x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
    apart = x - _mean_of(x, axis, True)
    return np.sum(apart * apart, axis=axis, keepdims=keepdims) / _free(x, axis, ddof)


def _spread_shape(
    shape: Shape, *, axis: Any = None, ddof: Any = 0, keepdims: bool = False
) -> Shape:
    if isinstance(ddof, bool) or not isinstance(ddof, int | float):
        raise Misfit(f"ddof must be a number, not {ddof!r}")
    return reduced(shape, axis=axis, keepdims=keepdims)


def _centred(x: Any, axis: Any) -> Any:
    return x - np.mean(x, axis=axis, keepdims=True)


def _var(g: Any, z: Any, x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
    return back(g, x, axis, keepdims) * (_centred(x, axis) * (2.0 / _free(x, axis, ddof)))


def _std(g: Any, z: Any, x: Any, axis: Any = None, ddof: float = 0, keepdims: bool = False) -> Any:
    size = back(z, x, axis, keepdims)
    size = np.where(np.equal(size, 0.0), 1.0, size) * _free(x, axis, ddof)
    return back(g, x, axis, keepdims) * (_centred(x, axis) / size)


def _prod(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    # The product of the others, also where an element is 0 and z / x would be 0 / 0.
    zero = np.equal(x, 0.0)
    filled_in = np.where(zero, 1.0, x)
    others = np.prod(filled_in, axis=axis, keepdims=True)
    zeros = np.sum(zero * 1.0, axis=axis, keepdims=True)
    alone = np.where(np.equal(zeros, 1.0), others, 0.0)
    rest = np.where(np.equal(zeros, 0.0), others / filled_in, 0.0)
    return back(g, x, axis, keepdims) * np.where(zero, alone, rest)


def _cumsum_shape(shape: Shape, *, axis: Any = None) -> Shape:
    if axis is None:
        return (prod(shape),)
    axis_of(axis, len(shape))
    return shape


def _cumsum_rule(g: Any, z: Any, x: Any, axis: Any = None) -> Any:
    # Each element is in every later sum: sum from the end.
    place = 0 if axis is None else axis_of(axis, len(shape_of(x)))
    turned = (*[slice(None)] * place, slice(None, None, -1))
    return np.reshape(np.cumsum(g[turned], axis=place)[turned], shape_of(x))


def _cumsum_local(shapes: Sequence[Shape], settings: Settings) -> str:
    axis = settings.get("axis")
    place = 0 if axis is None else axis_of(axis, len(shapes[0]))
    turned = "[" + ":, " * place + "::-1]"
    text = f"cumsum({{g}}{turned}, axis={place}){turned}"
    return f"reshape({text}, {shapes[0]})" if axis is None else text


def _truth(name: str, forward: Rule) -> Gate:
    return Gate(
        name,
        form=name + "({0})",
        symbol=name,
        role=None,
        forward=forward,
        vjp=(None,),
        local=(None,),
        latex=operator(name) + r"<axis>\left({0}\right)",
        shape=reduced,
        settings=AXES,
        samples=SAMPLES[:2],
        truth=True,
    )


SUM = row(
    "sum",
    np.sum,
    _sum,
    "broadcast_to({g}, <shape>)",
    "for each of its elements",
    symbol="Σ",
    role=SPREADER,
    latex=r"\sum<axis> {0}",
)


MEAN = row(
    "mean",
    _mean_of,
    _mean,
    "broadcast_to({g} / <n>, <shape>)",
    "in equal shares, one for each of its elements",
    role=SPREADER,
    numpy=np.mean,
)


SPREAD_SETTINGS: Settings = {"axis": None, "ddof": 0, "keepdims": False}


VAR = row(
    "var",
    _variance,
    _var,
    "{g} * (2 / <free>) * ({0} - mean({0}<axis>))",
    "2 / n × the distance to the mean",
    settings=SPREAD_SETTINGS,
    samples=(*SAMPLES, Sample(((3, 4),), {"axis": 0, "ddof": 1})),
    numpy=np.var,
    shape=_spread_shape,
)


STD = row(
    "std",
    lambda x, **settings: np.sqrt(_variance(x, **settings)),
    _std,
    "{g} * ({0} - mean({0}<axis>)) / (<free> * {z})",
    "the distance to the mean over n times the output",
    settings=SPREAD_SETTINGS,
    samples=(*SAMPLES, Sample(((3, 4),), {"axis": 0, "ddof": 1})),
    tie=lambda z, x, **settings: np.equal(z, 0.0),
    at_tie="its gradient at 0 is taken as 0",
    numpy=np.std,
    shape=_spread_shape,
)


PROD = row(
    "prod",
    np.prod,
    _prod,
    "{g} * {z} / {0}",
    "the product of the other elements",
    symbol="Π",
    latex=r"\prod<axis> {0}",
    domain=((0.3, 2.0),),
)


CUMSUM = Gate(
    "cumsum",
    form="cumsum({0})",
    symbol="cumsum",
    role=SPREADER,
    forward=np.cumsum,
    vjp=(_cumsum_rule,),
    local=(_cumsum_local,),
    why=("of all later sums",),
    latex=operator("cumsum") + r"<axis>\left({0}\right)",
    shape=_cumsum_shape,
    settings={"axis": None},
    samples=(Sample(((4,),)), Sample(((2, 3),)), Sample(((2, 3),), {"axis": -1})),
)

ROWS = (SUM, MEAN, VAR, STD, PROD, CUMSUM, _truth("any", np.any), _truth("all", np.all))
