"""The functions of ``math`` on whole numbers: their size is estimated before they are computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.decisions import whole_number
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import MOST_BITS, afford_bits
from graphs.language.things import Thing

PER_STEP = 100  # operations: of a product of whole numbers


def _counted(run: Reading, thing: Thing, node: Place, name: str) -> int:
    """A whole number that is not negative."""
    number = whole_number(run, thing, node, name)
    if number < 0:
        raise run.raised(
            "ValueError", f"{name} needs numbers that are not negative.", node, "Use 0 or more."
        )
    return number


def factorial(run: Reading, node: Place, n: Thing, /) -> int:
    number = _counted(run, n, node, "factorial")
    if number > MOST_BITS:
        afford_bits(run, number, node)
    afford_bits(run, math.ceil(math.lgamma(number + 1) / math.log(2)), node)
    run.spend(PER_STEP * number, node)
    return math.factorial(number)


def comb(run: Reading, node: Place, n: Thing, k: Thing, /) -> int:
    several, chosen = (_counted(run, it, node, "comb") for it in (n, k))
    if chosen > several:
        return 0
    chosen = min(chosen, several - chosen)
    # (n / k) ** k is less than the result
    afford_bits(run, chosen * max(several.bit_length() - 1 - chosen.bit_length(), 1), node)
    run.spend(PER_STEP * chosen, node)
    result = math.comb(several, chosen)
    afford_bits(run, result.bit_length(), node)
    return result


def perm(run: Reading, node: Place, n: Thing, k: Thing = None, /) -> int:
    several = _counted(run, n, node, "perm")
    chosen = several if k is None else _counted(run, k, node, "perm")
    if chosen > several:
        return 0
    # (n / e) ** k is less than the result
    afford_bits(run, chosen * max(several.bit_length() - 3, 0), node)
    run.spend(PER_STEP * chosen, node)
    result = math.perm(several, chosen)
    afford_bits(run, result.bit_length(), node)
    return result


def gcd(run: Reading, node: Place, /, *integers: Thing) -> int:
    return math.gcd(*(whole_number(run, it, node, "gcd") for it in integers))


def lcm(run: Reading, node: Place, /, *integers: Thing) -> int:
    whole = 1
    for thing in integers:
        number = whole_number(run, thing, node, "lcm")
        afford_bits(run, whole.bit_length() + number.bit_length(), node)
        whole = math.lcm(whole, number)
    return whole


def isqrt(run: Reading, node: Place, n: Thing, /) -> int:
    return math.isqrt(_counted(run, n, node, "isqrt"))


WHOLE_NUMBERS: Mapping[str, Callable[..., Any]] = {
    "factorial": factorial,
    "comb": comb,
    "perm": perm,
    "gcd": gcd,
    "lcm": lcm,
    "isqrt": isqrt,
}
