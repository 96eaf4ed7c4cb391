"""Gates that make one number of many: sums, extremes, norms; and those that go along an axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from graphs.gates.row import (
    MIXER,
    ROUTER,
    SPREADER,
    Gate,
    Rule,
    Sample,
    Settings,
    operator,
    shape_of,
)
from graphs.gates.shapes import Misfit, Shape, axes_of, axis_of, filled, reduced, same

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


def _first(function: Rule) -> Rule:
    """Where the first of the elements stands that a reduction chooses, as truth values."""

    def chosen(x: Any, axis: Any = None) -> Any:
        shape = np.shape(x)
        gone = axes_of(axis, len(shape))
        kept = [place for place in range(len(shape)) if place not in gone]
        order = (*kept, *gone)
        rows = np.transpose(x, order).reshape(prod(shape[place] for place in kept), -1)
        mine = np.zeros(rows.shape, dtype=bool)
        mine[np.arange(len(rows)), function(rows, axis=1)] = True
        moved = mine.reshape([shape[place] for place in order])
        return moved.transpose(np.argsort(order))

    return chosen


def _chosen(gate: Gate) -> Rule:
    def rule(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        return np.where(gate(x, axis=axis), back(g, x, axis, keepdims), 0.0)

    return rule


def _tied(z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    lifted = np.reshape(z, reduced(np.shape(x), axis=axis, keepdims=True))
    return np.sum(np.equal(x, lifted), axis=axis) > 1


def _extreme(name: str, short: str, function: Rule, arg: Rule) -> tuple[Gate, Gate, Gate]:
    first = Gate(
        f"first_{short}",
        form=f"first_{short}({{0}})",
        symbol=short,
        role=None,
        forward=_first(arg),
        vjp=(None,),
        local=(None,),
        latex=operator(f"first_{short}") + r"\left({0}\right)",
        shape=same,
        settings={"axis": None},
        samples=SAMPLES[:2],
        truth=True,
        hidden=True,
    )
    chooser = row(
        name,
        function,
        _chosen(first),
        f"{{g}} * ({{0}} == {short}({{0}}<axis>))",
        "",
        form=short + "({0})",
        symbol=short,
        role=ROUTER,
        latex="\\" + short + r"<axis>\left({0}\right)",
        shape=filled(reduced),
        tie=_tied,
        at_tie="the whole gradient goes to the first of the equal elements",
    )
    place = Gate(
        f"arg{short}",
        form=f"arg{short}({{0}})",
        symbol=f"arg{short}",
        role=None,
        forward=arg,
        vjp=(None,),
        local=(None,),
        latex="\\arg\\" + short + r"<axis>\left({0}\right)",
        shape=filled(_one_axis),
        settings=AXES,
        samples=(Sample(((2, 3),), {"axis": 1}), Sample(((2, 3),))),
    )
    return first, chooser, place


def _one_axis(shape: Shape, *, axis: Any = None, keepdims: bool = False) -> Shape:
    if isinstance(axis, tuple | list):
        raise Misfit("axis must be one whole number here")
    return reduced(shape, axis=axis, keepdims=keepdims)


def _logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    whole = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return whole if keepdims else np.squeeze(whole, axis=axes_of(axis, np.ndim(x)))


def _logsumexp_rule(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return back(g, x, axis, keepdims) * np.exp(x - back(z, x, axis, keepdims))


def _softmax(x: Any, axis: Any = -1) -> Any:
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def _softmax_rule(g: Any, z: Any, x: Any, axis: Any = -1) -> Any:
    return z * (g - np.sum(g * z, axis=axis, keepdims=True))


def _log_softmax_rule(g: Any, z: Any, x: Any, axis: Any = -1) -> Any:
    return g - np.exp(z) * np.sum(g, axis=axis, keepdims=True)


def _norm_shape(
    shape: Shape, *, ord: Any = None, axis: Any = None, keepdims: bool = False
) -> Shape:
    gone = axes_of(axis, len(shape))
    if ord not in (None, "fro") and len(gone) != 1:
        raise Misfit(
            f"ord={ord!r} is for vectors; of a matrix only the Frobenius norm (ord=None) is a gate"
        )
    if isinstance(ord, str) and ord != "fro":
        raise Misfit(f"there is no norm called {ord!r}")
    if ord is not None and not isinstance(ord, str) and not ord > 0:
        raise Misfit(f"ord must be greater than 0, not {ord!r}")
    return reduced(shape, axis=axis, keepdims=keepdims)


def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    power = 2.0 if ord in (None, "fro") else float(ord)
    size = np.abs(x)
    if power == np.inf:
        return np.max(size, axis=axis, keepdims=keepdims)
    top = np.max(size, axis=axis, keepdims=True)
    top = np.where((top > 0.0) & np.isfinite(top), top, 1.0)  # squares of 1e200 do not overflow
    total = np.sum((size / top) ** power, axis=axis, keepdims=True) ** (1.0 / power) * top
    return total if keepdims else np.squeeze(total, axis=axes_of(axis, np.ndim(x)))


def _norm_rule(
    g: Any, z: Any, x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False
) -> Any:
    power = 2.0 if ord in (None, "fro") else float(ord)
    g, z = back(g, x, axis, keepdims), back(z, x, axis, keepdims)
    if power == np.inf:
        return g * np.sign(x) * FIRST_MAX(np.absolute(x), axis=axis)
    size = np.where(np.equal(z, 0.0), 1.0, z)
    if power == 2.0:
        return g * (x / size)
    if power == 1.0:
        return g * np.sign(x)
    share = np.absolute(x) / size
    return g * np.sign(x) * np.where(np.equal(x, 0.0), 0.0, share) ** (power - 1.0)


def _norm_local(shapes: Sequence[Shape], settings: Settings) -> str:
    power = settings.get("ord")
    if power in (None, "fro", 2):
        return spread("{g} * ({0} / {z})")(shapes, settings)
    if power == 1:
        return spread("{g} * sign({0})")(shapes, settings)
    if power == np.inf:
        return spread("{g} * sign({0}) * (abs({0}) == {z})")(shapes, settings)
    return spread(f"{{g}} * sign({{0}}) * (abs({{0}}) / {{z}})**{float(power) - 1.0}")(
        shapes, settings
    )


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
    "",
    symbol="Σ",
    role=SPREADER,
    latex=r"\sum<axis> {0}",
)
MEAN = row(
    "mean",
    _mean_of,
    _mean,
    "broadcast_to({g} / <n>, <shape>)",
    "1 over the number of elements",
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
FIRST_MAX, AMAX, ARGMAX = _extreme("amax", "max", np.max, np.argmax)
FIRST_MIN, AMIN, ARGMIN = _extreme("amin", "min", np.min, np.argmin)
ALONG = tuple(sample for sample in SAMPLES if "keepdims" not in sample.settings)
SOFTMAX_SAMPLES = (Sample(((3,),)), Sample(((2, 3),)), Sample(((2, 3),), {"axis": 0}))
LOGSUMEXP = row(
    "logsumexp",
    _logsumexp,
    _logsumexp_rule,
    "{g} * exp({0} - {z})",
    "the softmax of its input",
    shape=filled(reduced),
)
SOFTMAX = Gate(
    "softmax",
    form="softmax({0})",
    symbol="softmax",
    role=MIXER,
    forward=_softmax,
    vjp=(_softmax_rule,),
    local=(
        lambda shapes, settings: (
            f"{{z}} * ({{g}} - sum({{g}} * {{z}}, axis={settings.get('axis', -1)}, keepdims=True))"
        ),
    ),
    why=("its output × (upstream - their weighted sum)",),
    latex=operator("softmax") + r"<axis>\left({0}\right)",
    shape=filled(same),
    settings={"axis": -1},
    samples=SOFTMAX_SAMPLES,
)
LOG_SOFTMAX = Gate(
    "log_softmax",
    form="log_softmax({0})",
    symbol="log softmax",
    role=MIXER,
    forward=lambda x, axis=-1: x - _logsumexp(x, axis=axis, keepdims=True),
    vjp=(_log_softmax_rule,),
    local=(
        lambda shapes, settings: (
            f"{{g}} - exp({{z}}) * sum({{g}}, axis={settings.get('axis', -1)}, keepdims=True)"
        ),
    ),
    why=("1 minus the softmax, gathered over the row",),
    latex=operator("log_softmax") + r"<axis>\left({0}\right)",
    shape=filled(same),
    settings={"axis": -1},
    samples=SOFTMAX_SAMPLES,
)
NORM = Gate(
    "norm",
    form="norm({0})",
    symbol="‖x‖",
    role=MIXER,
    forward=_norm,
    vjp=(_norm_rule,),
    local=(_norm_local,),
    why=("its input over its output: a vector of length 1",),
    latex=r"\left\lVert {0} \right\rVert<axis>",
    shape=_norm_shape,
    settings={"ord": None, **AXES},
    samples=(
        *SAMPLES,
        Sample(((2, 3),), {"ord": 1, "axis": 1}),
        Sample(((2, 3),), {"ord": 3, "axis": 0}),
        Sample(((4,),), {"ord": np.inf}),
        Sample(((2, 3),), {"ord": "fro"}),
    ),
    tie=lambda z, x, **settings: np.equal(z, 0.0),
    at_tie="its gradient at 0 is taken as 0",
)
CUMSUM = Gate(
    "cumsum",
    form="cumsum({0})",
    symbol="cumsum",
    role=SPREADER,
    forward=np.cumsum,
    vjp=(_cumsum_rule,),
    local=(_cumsum_local,),
    why=("",),
    latex=operator("cumsum") + r"<axis>\left({0}\right)",
    shape=_cumsum_shape,
    settings={"axis": None},
    samples=(Sample(((4,),)), Sample(((2, 3),)), Sample(((2, 3),), {"axis": -1})),
)

ROWS = (
    SUM,
    MEAN,
    VAR,
    STD,
    PROD,
    AMAX,
    AMIN,
    ARGMAX,
    ARGMIN,
    _truth("any", np.any),
    _truth("all", np.all),
    LOGSUMEXP,
    SOFTMAX,
    LOG_SOFTMAX,
    NORM,
    CUMSUM,
    FIRST_MAX,
    FIRST_MIN,
)
