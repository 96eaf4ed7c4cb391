"""The functions of ``math`` that are no gates: of known numbers, or made of a few gates."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from graphs.gates.routing import TO_INT
from graphs.language import nodes
from graphs.language.decisions import is_count, known_number, note_known, whole_number
from graphs.language.library.made_of_gates import FUNCTIONS_OF_ARRAYS, FUNCTIONS_OF_NUMBERS, gate
from graphs.language.library.whole_numbers import WHOLE_NUMBERS
from graphs.language.positions import Place
from graphs.language.python_math import computed
from graphs.language.reading import Reading
from graphs.language.things import Thing, Wire

__all__ = ["CONSTANTS", "FUNCTIONS_OF_ARRAYS", "MATH"]

CONSTANTS: Mapping[str, float] = {
    "pi": math.pi,
    "e": math.e,
    "tau": math.tau,
    "inf": math.inf,
    "nan": math.nan,
}


# Whole numbers of known numbers, gates of a value of the graph; truth values are decided


def _rounded(function: Callable[[Any], int], name: str) -> Callable[..., Any]:
    def rounded(run: Reading, node: Place, x: Thing, /) -> Any:
        if type(x) is Wire and not is_count(run, x):
            return nodes.apply(run, TO_INT, (gate(run, name, node, x),), node)
        number = known_number(run, x, node, name)
        if not math.isfinite(number):
            raise run.raised(
                "OverflowError" if math.isinf(number) else "ValueError",
                f"{number} has no whole number next to it.",
                node,
                "Use a finite number.",
            )
        return function(number)

    return rounded


def _is_so(function: Callable[[Any], bool], name: str) -> Callable[..., bool]:
    def is_so(run: Reading, node: Place, x: Thing, /) -> bool:
        return bool(computed(run, function, node, known_number(run, x, node, name, False)))

    return is_so


def isclose(
    run: Reading,
    node: Place,
    a: Thing,
    b: Thing,
    *,
    rel_tol: Thing = 1e-09,
    abs_tol: Thing = 0.0,
) -> bool:
    one, other, relative, absolute = (
        known_number(run, it, node, "isclose", False) for it in (a, b, rel_tol, abs_tol)
    )
    if relative < 0 or absolute < 0:
        raise run.raised("ValueError", "A tolerance is not negative.", node, "Write 1e-9.")
    return math.isclose(one, other, rel_tol=relative, abs_tol=absolute)


# Of known numbers alone


def _known(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    def of_known(run: Reading, node: Place, x: Thing, /) -> Any:
        note_known(run, x, node, f"{name}(…)")
        return computed(run, function, node, known_number(run, x, node, name, False))

    return of_known


def ldexp(run: Reading, node: Place, x: Thing, i: Thing, /) -> Thing:
    times = max(-10_000, min(whole_number(run, i, node, "ldexp"), 10_000))
    if nodes.is_number(x):
        return computed(run, math.ldexp, node, x, times)
    return gate(run, "mul", node, x, computed(run, math.ldexp, node, 1.0, times))


MATH: Mapping[str, Callable[..., Any]] = {
    **WHOLE_NUMBERS,
    **FUNCTIONS_OF_NUMBERS,
    "floor": _rounded(math.floor, "floor"),
    "ceil": _rounded(math.ceil, "ceil"),
    "trunc": _rounded(math.trunc, "trunc"),
    "isnan": _is_so(math.isnan, "isnan"),
    "isinf": _is_so(math.isinf, "isinf"),
    "isfinite": _is_so(math.isfinite, "isfinite"),
    "isclose": isclose,
    "ldexp": ldexp,
    "gamma": _known(math.gamma, "gamma"),
    "lgamma": _known(math.lgamma, "lgamma"),
    "frexp": _known(math.frexp, "frexp"),
    "modf": _known(math.modf, "modf"),
    "ulp": _known(math.ulp, "ulp"),
}
