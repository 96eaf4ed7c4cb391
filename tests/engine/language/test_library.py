"""Functions and methods of Python's over our own objects: what they print is what Python prints.

The expressions and programs stand in text files beside this one; Python itself runs them here.
"""

from __future__ import annotations

import collections
import copy
import functools
import io
import itertools
import math
import operator
import random
import sys
from pathlib import Path
from typing import Any

import pytest

import graphs
from graphs.limits import Limits

HERE = Path(__file__).parent
MODULES = (collections, copy, functools, itertools, math, operator, random)
IMPORTS = "import " + ", ".join(module.__name__ for module in MODULES)
DRAWN = "drawn = 2.0\noutput = drawn * drawn\n"


def lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def by_python(text: str) -> dict[int, str]:
    """What Python prints, by line."""
    printed: dict[int, list[str]] = {}

    def note(*values: Any, **options: Any) -> None:
        said = io.StringIO()
        print(*values, **options, file=said)
        line = sys._getframe(1).f_lineno
        printed.setdefault(line, []).append(said.getvalue().removesuffix("\n"))

    exec(compile(text, "program", "exec"), {"print": note, "__name__": __name__})
    return {line: "\n".join(texts) for line, texts in printed.items()}


def outcome_by_python(text: str) -> dict[int, str] | str:
    try:
        return by_python(text)
    except Exception as error:
        return type(error).__name__


def outcome(text: str) -> dict[int, str] | str:
    try:
        return dict(graphs.trace(f"{text}\n{DRAWN}").printed)
    except graphs.GraphError as error:
        return error.kind


@pytest.mark.parametrize("expression", lines("library_expressions.txt"))
def test_an_expression_is_what_python_makes_of_it(expression: str) -> None:
    text = f"{IMPORTS}\nprint(repr({expression}))"
    assert outcome(text) == outcome_by_python(text)


@pytest.mark.parametrize(
    "program", (HERE / "library_programs.txt").read_text(encoding="utf-8").split("\n####\n")
)
def test_a_program_prints_what_python_prints(program: str) -> None:
    assert outcome(program) == outcome_by_python(program)


@pytest.mark.parametrize("expression", lines("library_hostile.txt"))
def test_what_would_take_too_much_or_reach_python_is_an_error_or_harmless(expression: str) -> None:
    text = f"{IMPORTS}\nprint(repr({expression}))\n{DRAWN}"
    try:
        printed = graphs.trace(text, limits=Limits()).printed
    except graphs.GraphError as error:
        printed = {error.line: error.message}
    assert printed.keys() == {2}


VALUES = {"x": 2.5, "v": [1.0, -2.0, 3.0]}


@pytest.mark.parametrize(
    ("expression", "first", "moved"),
    [
        ('f"{x}"', "2.5", "1.5"),
        ('f"{x:.3f}|{x!r:>8}|"', "2.500|     2.5|", "1.500|     1.5|"),
        ('"%.1f %s %d" % (x, x, x)', "2.5 2.5 2", "1.5 1.5 1"),
        ('"{:>6.1f}".format(x)', "   2.5", "   1.5"),
        ("[x, (x, {1: x})]", "[2.5, (2.5, {1: 2.5})]", "[1.5, (1.5, {1: 1.5})]"),
        ('" ".join([f"{x}", "a"])', "2.5 a", "1.5 a"),
        ("str(x).rjust(5)", "  2.5", "  1.5"),
        ("x > 2", "True", "False"),
        ("math.floor(x)", "2", "1"),
        ("sorted([2, x])", "[2, 2.5]", "[1.5, 2]"),
        ("v", "[ 1. -2.  3.]", "[ 1. -2.  3.]"),
        ("list(v)", "[1.0, -2.0, 3.0]", "[1.0, -2.0, 3.0]"),
        ("[v]", "[array([ 1., -2.,  3.])]", "[array([ 1., -2.,  3.])]"),
    ],
)
def test_values_in_a_text_follow_the_inputs(expression: str, first: str, moved: str) -> None:
    program = f"import math\nprint({expression})\noutput = x * v.sum()\n"
    traced = graphs.trace(program, VALUES)
    assert dict(traced.printed) == {2: first}
    assert dict(traced.with_inputs({"x": 1.5}).printed) == {2: moved}


@pytest.mark.parametrize(
    ("expression", "function", "at"),
    [
        ("math.hypot(x, 3)", lambda x: math.hypot(x, 3), 2.5),
        ("math.atan2(x, -1.0)", lambda x: math.atan2(x, -1.0), 2.5),
        ("math.atan2(-1.0, x)", lambda x: math.atan2(-1.0, x), -2.5),
        ("math.asinh(x)", math.asinh, 2.5),
        ("math.acosh(x)", math.acosh, 2.5),
        ("math.atanh(x)", math.atanh, 0.5),
        ("math.erfc(x)", math.erfc, 0.5),
        ("math.exp2(x)", lambda x: 2.0**x, 2.5),
        ("math.cbrt(x)", lambda x: math.copysign(abs(x) ** (1 / 3), x), -2.5),
        ("math.degrees(x)", math.degrees, 2.5),
        ("math.fmod(x, 2)", lambda x: math.fmod(x, 2), -2.5),
        ("math.remainder(x, 2)", lambda x: math.remainder(x, 2), 2.5),
        ("math.copysign(x, -1.0)", lambda x: math.copysign(x, -1.0), 2.5),
        ("math.dist([x, 0], [1, 2])", lambda x: math.dist([x, 0], [1, 2]), 2.5),
        ("math.fsum([x, x, 2])", lambda x: 2 * x + 2, 2.5),
        ("math.prod([x, x, 2])", lambda x: 2 * x * x, 2.5),
        ("functools.reduce(operator.mul, [x, 3, x])", lambda x: 3 * x * x, 2.5),
    ],
)
def test_values_and_gradients_of_functions_made_of_gates(
    expression: str, function: Any, at: float
) -> None:
    traced = graphs.trace(f"{IMPORTS}\ny = {expression}", {"x": at})
    assert traced.value == pytest.approx(function(at), rel=1e-12)
    step = 1e-6
    slope = (function(at + step) - function(at - step)) / (2 * step)
    assert traced.grads["x"] == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("before", ["print(n)\n", "print(n + 1)\n", 'print(f"{n:.2f}", k)\n'])
@pytest.mark.parametrize("after", ["n = 2.0\n", "for n in range(3):\n    pass\n", ""])
def test_a_print_of_what_has_no_value_is_left_out(before: str, after: str) -> None:
    traced = graphs.trace(f"{before}{after}x = 4.0\nf = x * 3")
    assert traced.value == 12.0
    assert dict(traced.printed) == {}
    assert "n" not in traced.inputs or after.startswith("n = ")
    assert [(note.line, note.kind) for note in traced.notes] == [(1, "left out")]
    assert traced.to_dict()["svg"]


@pytest.mark.parametrize(
    ("after", "needs"),
    [("f = x * 3", False), ("f = x * b", True), ("if b > 1:\n    f = x * 3", True)],
)
def test_a_name_given_in_such_a_print_is_missed_where_it_is_needed(after: str, needs: bool) -> None:
    text = f"x = 2.0\nprint(b := n)\n{after}"
    if not needs:
        assert graphs.trace(text).to_dict()["names"].keys() == {"x", "f"}
        return
    with pytest.raises(graphs.GraphError) as caught:
        graphs.trace(text)
    assert caught.value.missing == ("n",)
    assert graphs.trace(text, {"n": 3.0}).to_dict()["svg"]
