"""Whatever is typed: an answer or a GraphError, within the limits."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import graphs
from graphs import GraphError, Limits, TooLarge

X = dict.fromkeys(("x", "y"), 0.5)


def fails(text: str) -> GraphError:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, X, limits=Limits())
    return caught.value


LARGE = {
    "characters": "# " + "a" * 10_000,
    "statements": "f = x\n" * 301,
    "parts": "f = x\n" + "f = f + f * f - f * f + f * f\n" * 299,
    "levels of nesting": "f = " + "-" * 500 + "x",
    "gates": "f = x\nfor t in range(1001):\n    f = f * f",
    "inputs": "f = [" + ", ".join(f"i{k}" for k in range(301)) + "]",
    "passes are drawn": "for t in range(2001):\n    f = x",
    "calls and passes": "for s in range(50):\n    for t in range(50):\n        f = x",
    "values": "f = x\nfor t in range(1000):\n    " + "a = 1;" * 5,
    "nested too deeply": "f = " + "-" * 6_000 + "x",
}


@pytest.mark.parametrize(("what", "text"), LARGE.items(), ids=LARGE)
def test_limits_are_named(what: str, text: str) -> None:
    error = fails(text)
    assert isinstance(error, TooLarge)
    assert what in error.message
    assert error.hint


DEEP = ["(" * 5_000, "(" * 5_000 + "x" + ")" * 5_000, "[" * 5_000, "f(" * 3_000, "x" + ".T" * 4_000]
DEEP += ["-" * 6_000 + "x", "~" * 6_000 + "x", "**".join("x" * 3_000), "not " * 2_000 + "x"]
DEEP += ["lambda: " * 1_000 + "x", "x if x else " * 1_000 + "x", "x" + "[0]" * 3_000, "|a" * 4_000]
DEEP += ["\n".join(" " * k + "if 1:" for k in range(110)), "for " + "[" * 190 + "t" + "]" * 190]
DEEP += ["def f(u):\n    return " + "f(" * 100 + "u" + ")" * 100 + "\nf(x)", "2x " * 3_000 + "$"]
DEEP += ["\n".join(f"def f{k}(u):\n return f{k + 1}(u)+f{k + 1}(u)" for k in range(99)) + "\nf0(x)"]


@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:12])
def test_deep_text_is_an_error(text: str) -> None:
    assert fails(text).message


SIGNS = "+ - * / ** // % @ ^ | & ~ < <= == != = += **= := , : ; . ( ) [ ] { } ' \" # \\ ? √ ² · （"
NAMES = (
    "x y f 2 0.5 1e400 0x1f True None np math exp max where clip range sum len print t w w[0] (x)"
)
PHRASES = """def f(u):|return |lambda u: |for t in range(3):|for |in |if |else|elif |while |or |not
import |from math import |class |try:|is |np.nan|f = |w = [x, y]\n|if 1:|and |\n|\n    |\n  | |\t"""
WORDS = [*SIGNS.split(" "), *NAMES.split(" "), *PHRASES.split("|"), "\0", "\ud800"]


@settings(deadline=None, database=None, derandomize=True, max_examples=1_500)
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=25).map("".join)))
@example("f = -(x > 0)")
@example("f = (x > 0) - (y > 0)")
@example("tanh\nf = tanh")
@example("w = [x]\nf = w[1e400]")
def test_text_raises_nothing_but_graph_errors(text: str) -> None:
    with contextlib.suppress(GraphError):
        traced = graphs.trace(text, X, limits=Limits())
        assert json.dumps(traced.steps, allow_nan=False)
