"""Functions of ``math`` and NumPy that are made of a few gates, Python's own of known numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphs.gates import BY_NAME
from graphs.gates.joining import STACK
from graphs.language import nodes
from graphs.language.decisions import known_float, known_number
from graphs.language.iteration import all_items
from graphs.language.positions import Place
from graphs.language.python_math import computed
from graphs.language.reading import Reading
from graphs.language.sizes import afford_bits
from graphs.language.things import Thing, Wire
from graphs.language.visits import Visit


def is_known(things: Sequence[Thing]) -> bool:
    return all(nodes.is_number(thing) for thing in things)


def gate(run: Reading, name: str, node: Place, *things: Thing) -> Wire:
    """One use of a gate, by its name."""
    return nodes.apply(run, BY_NAME[name], things, node)


# Made of a few gates


def _with_gates(
    function: Callable[..., float], of_wires: Callable[..., Thing], arity: int = 1
) -> Callable[..., Thing]:
    """A function of one or two numbers: Python's own where they are known, else gates."""

    def of_one(run: Reading, node: Place, x: Thing, /) -> Thing:
        if is_known((x,)):
            return computed(run, function, node, x)
        return of_wires(run, node, x)

    def of_two(run: Reading, node: Place, x: Thing, y: Thing, /) -> Thing:
        if is_known((x, y)):
            return computed(run, function, node, x, y)
        return of_wires(run, node, x, y)

    return of_one if arity == 1 else of_two


def _scaled(factor: float) -> Callable[..., Thing]:
    return lambda run, node, x: gate(run, "mul", node, x, factor)


def _asinh(run: Reading, node: Place, x: Thing) -> Thing:
    """ln(x + √(x² + 1))"""
    root = gate(run, "sqrt", node, gate(run, "add", node, gate(run, "square", node, x), 1.0))
    return gate(run, "log", node, gate(run, "add", node, x, root))


def _acosh(run: Reading, node: Place, x: Thing) -> Thing:
    """ln(x + √(x² − 1))"""
    root = gate(run, "sqrt", node, gate(run, "sub", node, gate(run, "square", node, x), 1.0))
    return gate(run, "log", node, gate(run, "add", node, x, root))


def _atanh(run: Reading, node: Place, x: Thing) -> Thing:
    """½ (ln(1 + x) − ln(1 − x))"""
    ahead = gate(run, "log1p", node, x)
    behind = gate(run, "log1p", node, gate(run, "neg", node, x))
    return gate(run, "mul", node, gate(run, "sub", node, ahead, behind), 0.5)


def _erfc(run: Reading, node: Place, x: Thing) -> Thing:
    return gate(run, "sub", node, 1.0, gate(run, "erf", node, x))


def _exp2(run: Reading, node: Place, x: Thing) -> Thing:
    return gate(run, "pow", node, 2.0, x)


def _cbrt(run: Reading, node: Place, x: Thing) -> Thing:
    root = gate(run, "pow", node, gate(run, "abs", node, x), 1 / 3)
    return gate(run, "mul", node, gate(run, "sign", node, x), root)


def _atan2(run: Reading, node: Place, y: Thing, x: Thing) -> Thing:
    """The angle of a point: arctan(y / x) right of the axis, a half turn more to the left."""
    zero = gate(run, "equal", node, x, 0.0)
    divisor = gate(run, "where", node, zero, 1.0, x)
    slope = gate(run, "atan", node, gate(run, "div", node, y, divisor))
    is_above = gate(run, "greater_equal", node, y, 0.0)
    half_turn = gate(run, "where", node, is_above, math.pi, -math.pi)
    left = gate(run, "add", node, slope, half_turn)
    upright = gate(run, "mul", node, gate(run, "sign", node, y), math.pi / 2)
    angle = gate(run, "where", node, gate(run, "greater", node, x, 0.0), slope, left)
    return gate(run, "where", node, zero, upright, angle)


def _hypot_of_two(run: Reading, node: Place, x: Thing, y: Thing) -> Thing:
    return hypot(run, node, x, y)


def hypot(run: Reading, node: Place, /, *coordinates: Thing) -> Thing:
    """√(x² + y² + …)"""
    if is_known(coordinates):
        return computed(run, math.hypot, node, *coordinates)
    total: Thing = None
    for one in coordinates:
        square = gate(run, "square", node, one)
        total = square if total is None else gate(run, "add", node, total, square)
    return gate(run, "sqrt", node, total)


def copysign(run: Reading, node: Place, x: Thing, y: Thing, /) -> Thing:
    """The size of x with the sign of y, which is decided."""
    if is_known((x, y)):
        return computed(run, math.copysign, node, x, y)
    sign = math.copysign(1.0, known_number(run, y, node, "copysign", False))
    if nodes.is_number(x):
        return math.copysign(x, sign)
    size = gate(run, "abs", node, x)
    return gate(run, "neg", node, size) if sign < 0 else size


def fmod(run: Reading, node: Place, x: Thing, y: Thing, /) -> Thing:
    """What is left of x when y is taken away a whole number of times, which is decided."""
    if is_known((x, y)):
        return computed(run, math.fmod, node, x, y)
    return _left(run, node, x, y, lambda one, other: math.trunc(one / other))


def remainder(run: Reading, node: Place, x: Thing, y: Thing, /) -> Thing:
    """As ``fmod``, but next to 0 on either side."""
    if is_known((x, y)):
        return computed(run, math.remainder, node, x, y)
    return _left(run, node, x, y, lambda one, other: round(one / other))


def _left(
    run: Reading, node: Place, x: Thing, y: Thing, times: Callable[[float, float], int]
) -> Thing:
    one, other = (known_float(run, it, node, "fmod") for it in (x, y))
    if other == 0 or not math.isfinite(one) or not math.isfinite(other):
        raise run.raised("ValueError", "fmod has no value here.", node, "Divide by another number.")
    number = times(one, other)
    return gate(run, "sub", node, x, gate(run, "mul", node, y, float(number)))


# Of lists


def fsum(run: Reading, node: Place, seq: Thing, /) -> Visit:
    """The sum: of known numbers without a rounding error, else the gate."""
    items = yield all_items(run, seq, node)
    if is_known(items):
        for one in items:
            afford_bits(run, one.bit_length() if isinstance(one, int) else 0, node)
        return computed(run, lambda *numbers: math.fsum(numbers), node, *items)
    return gate(run, "sum", node, nodes.apply(run, STACK, items, node))


def prod(run: Reading, node: Place, iterable: Thing, /, *, start: Thing = 1) -> Visit:
    """The product: Python's own of known numbers, else the gates."""
    items = yield all_items(run, iterable, node)
    return _product(run, [start, *items] if start != 1 or not items else items, node)


def _product(run: Reading, items: Sequence[Thing], node: Place) -> Thing:
    whole: Thing = items[0]
    for item in items[1:]:
        if not is_known((whole, item)):
            whole = gate(run, "mul", node, whole, item)
            continue
        if isinstance(whole, int) and isinstance(item, int):
            afford_bits(run, whole.bit_length() + item.bit_length(), node)
        whole = computed(run, _times, node, whole, item)
    return whole


def _times(one: Any, other: Any) -> Any:
    return one * other


def dist(run: Reading, node: Place, p: Thing, q: Thing, /) -> Visit:
    """How far two points are from each other."""
    one, other = (yield all_items(run, p, node)), (yield all_items(run, q, node))
    _same_length(run, one, other, node)
    if is_known([*one, *other]):
        return math.dist(list(map(float, one)), list(map(float, other)))
    steps = [gate(run, "sub", node, *pair) for pair in zip(one, other, strict=True)]
    return hypot(run, node, *steps)


def sumprod(run: Reading, node: Place, p: Thing, q: Thing, /) -> Visit:
    """The sum of the products of two lists, pair by pair."""
    one, other = (yield all_items(run, p, node)), (yield all_items(run, q, node))
    _same_length(run, one, other, node)
    total: Thing = 0
    for pair in zip(one, other, strict=True):
        product = _product(run, pair, node)
        is_plain = is_known((total, product))
        total = total + product if is_plain else gate(run, "add", node, total, product)
    return total


def _same_length(run: Reading, one: list[Thing], other: list[Thing], node: Place) -> None:
    if len(one) != len(other):
        message = f"The two differ in length: {len(one)} and {len(other)}."
        raise run.raised("ValueError", message, node, "Give both as many numbers.")


def polynomial(run: Reading, node: Place, coefficients: Thing, x: Thing) -> Visit:
    """``np.polyval``: the first coefficient is that of the highest power."""
    items = yield all_items(run, coefficients, node)
    total: Thing = 0.0
    for item in items:
        total = gate(run, "add", node, gate(run, "mul", node, total, x), item)
    return total


_IN_DEGREES, _IN_RADIANS = _scaled(180 / math.pi), _scaled(math.pi / 180)
# NumPy's too, element by element
FUNCTIONS_OF_ARRAYS: Mapping[str, Callable[..., Any]] = {
    "degrees": _with_gates(math.degrees, _IN_DEGREES),
    "rad2deg": _with_gates(math.degrees, _IN_DEGREES),
    "radians": _with_gates(math.radians, _IN_RADIANS),
    "deg2rad": _with_gates(math.radians, _IN_RADIANS),
    "arcsinh": _with_gates(math.asinh, _asinh),
    "arccosh": _with_gates(math.acosh, _acosh),
    "arctanh": _with_gates(math.atanh, _atanh),
    "arctan2": _with_gates(math.atan2, _atan2, 2),
    "hypot": _with_gates(math.hypot, _hypot_of_two, 2),
    "exp2": _with_gates(lambda x: math.pow(2.0, x), _exp2),
    "cbrt": _with_gates(lambda x: math.copysign(abs(x) ** (1 / 3), x), _cbrt),
    "polyval": polynomial,
}
FUNCTIONS_OF_NUMBERS: Mapping[str, Callable[..., Any]] = {
    "hypot": hypot,
    "atan2": FUNCTIONS_OF_ARRAYS["arctan2"],
    "asinh": FUNCTIONS_OF_ARRAYS["arcsinh"],
    "acosh": FUNCTIONS_OF_ARRAYS["arccosh"],
    "atanh": FUNCTIONS_OF_ARRAYS["arctanh"],
    "degrees": FUNCTIONS_OF_ARRAYS["degrees"],
    "radians": FUNCTIONS_OF_ARRAYS["radians"],
    "exp2": FUNCTIONS_OF_ARRAYS["exp2"],
    "cbrt": FUNCTIONS_OF_ARRAYS["cbrt"],
    "erfc": _with_gates(math.erfc, _erfc),
    "copysign": copysign,
    "fmod": fmod,
    "remainder": remainder,
    "fsum": fsum,
    "prod": prod,
    "dist": dist,
    "sumprod": sumprod,
}
