"""Whatever is typed: an answer or a GraphError, within the limits."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import graphs
from graphs import GraphError, Limits, TooLarge

X = dict.fromkeys(("x", "y"), 0.5)
ARRAYS = {
    "x": 0.5,
    "y": np.array([1, 0, 2]),
    "A": np.arange(6.0).reshape(2, 3) - 2,
    "B": np.arange(9.0).reshape(3, 3) ** 1.5,
    "m": np.array([True, False, True]),
}


def fails(text: str) -> GraphError:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, X, limits=Limits())
    return caught.value


LARGE = {
    "characters": "# " + "a" * 10_000,
    "statements": "f = x\n" * 301,
    "parts": "f = x\n" + "f = f + f * f - f * f + f * f\n" * 299,
    "levels of nesting": "f = " + "-" * 500 + "x",
    "gates": "f = sum([x * 2 for i in range(25001)])",
    "inputs": "f = [" + ", ".join(f"i{k}" for k in range(301)) + "]",
    "nested too deeply": "f = " + "-" * 6_000 + "x",
}


LONG_LOOPS = (
    "f = x\nfor t in range(25001):\n    f = f * f",
    "f = x\nfor t in range(25000):\n    f = f * x;" + "a = 1;" * 5,
    "f = x\nwhile True:\n    f = f * 0.5",
    "def g(f):\n    for t in range(300):\n        f = f * f\n    return f\n"
    "f = x\nfor s in range(300):\n    f = g(f)",
)


@pytest.mark.parametrize("text", LONG_LOOPS)
def test_of_a_loop_past_a_limit_one_pass_is_drawn(text: str) -> None:
    trace = graphs.trace(text, {"x": 0.5}, limits=Limits())
    notes = [note for note in trace.notes if note.kind == "loop"]
    assert [note.choices for note in notes] == [("every",)] * len(notes)
    assert notes[0].message.startswith("Of the loop on line ")
    assert len(trace.graph) < 1_000


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


# Programs of arrays that are Python, mostly without sense: what NumPy's words are given varies.
PARTS = "x y A B m w 0 1 -1 2 0.5 3 None True [0,1] [0,0,2] [[1,2],[3,4]] (2,3) (3,2) () [] np.inf"
PARTS += (
    " np.nan 1e300 10**6 np.newaxis ... : ::-1 1: 'ij,jk->ik' 'ii' 'a' np.pi float int bool A>0"
)
PARTS += " y==1 range(3) len(A) A.shape np.zeros(3) np.zeros((0,3)) np.eye(3)"
CALLS = (
    "sum mean var std prod max min argmax maximum dot matmul outer einsum tensordot trace inner "
)
CALLS += (
    "linalg.inv linalg.det linalg.solve linalg.norm reshape transpose swapaxes moveaxis squeeze "
)
CALLS += "expand_dims concatenate stack hstack vstack column_stack split repeat tile pad take flip "
CALLS += "broadcast_to tril cumsum where clip zeros ones full eye arange linspace zeros_like array "
CALLS += "random.randn random.normal random.randint random.choice random.permutation random.seed "
CALLS += "random.default_rng exp log any int64 float64 power ravel random.uniform logical_and abs"
METHODS = "sum mean max argmax dot reshape transpose T shape ravel squeeze copy astype clip repeat "
METHODS += "take swapaxes cumsum item std prod size ndim trace any append min normal __class__ fill"
NAMED = (
    "axis keepdims ddof shape axes repeats reps pad_width mode dtype size k ord N num loc scale "
)
NAMED += "high a_min max fill_value replace subscripts out axis1 start stop"


def one_of(words: str, form: str = "{}") -> st.SearchStrategy[str]:
    return st.sampled_from(words.split()).map(form.format)


def joined(part: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(part, max_size=most).map(", ".join)


def larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    named = st.tuples(one_of(NAMED), part).map("=".join)
    given = st.tuples(joined(part), joined(named, 2)).map(lambda two: ", ".join(filter(None, two)))
    signs = one_of("+ - * / ** @ // % < > == & | and or")
    return st.one_of(
        st.tuples(one_of(CALLS, "np.{}"), given).map(lambda two: f"{two[0]}({two[1]})"),
        st.tuples(
            one_of("softmax log_softmax logsumexp len sum max min list relu float"), given
        ).map(lambda two: f"{two[0]}({two[1]})"),
        st.tuples(part, one_of(METHODS), given).map(lambda it: f"({it[0]}).{it[1]}({it[2]})"),
        st.tuples(part, joined(part)).map(lambda two: f"({two[0]})[{two[1]}]"),
        st.tuples(part, signs, part).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        joined(part).map("[{}]".format),
        st.tuples(part, part).map(lambda two: f"[{two[0]} for t in {two[1]}]"),
    )


EXPRESSIONS = st.recursive(one_of(PARTS), larger, max_leaves=8)
NAMES_OF_ARRAYS = one_of("x y A B m w")
LINES = st.one_of(
    st.tuples(NAMES_OF_ARRAYS, one_of("= += -= *= @="), EXPRESSIONS).map(" ".join),
    st.tuples(NAMES_OF_ARRAYS, joined(EXPRESSIONS, 2), EXPRESSIONS).map(
        lambda it: f"{it[0]}[{it[1]}] = {it[2]}"
    ),
    EXPRESSIONS.map("for t in {}:\n    w = t".format),
    EXPRESSIONS.map("if {}:\n    w = 1".format),
    EXPRESSIONS,
)


@settings(deadline=None, database=None, derandomize=True, max_examples=1_000)
@given(st.lists(LINES, min_size=1, max_size=3).map("\n".join))
@example("f = np.nan ** y")
@example("f = np.inf // 2 + np.inf % 2")
@example("if np.eye(3):\n    f = 1")
@example("f = [] * 10**300")
@example("x = np.zeros_like(w)\ny = np.random.normal(w)")
@example("w = [2 for t in u]\nA[y.sort] += 1")
@example("f = np.reshape(B, ...)")
@example("f = np.pad(A, np.inf) + np.pad(A, 'a')")
@example("f = np.sum(A, axis=True) + np.sum(A, keepdims='yes')")
@example("f = np.tril(B, 10**30)")
@example("f = np.tensordot(B, B, axes=([0, 0], [0, 0]))")
@example("f = np.std(y * x, ddof=3) + np.var(y, ddof=12)")
@example("f = np.zeros((0, 3)).mean() + np.linalg.norm(np.zeros((0, 3)))")
@example("f = np.linspace(0, np.inf, 5)")
@example("f = np.random.permutation(None)")
@example("f = np.take(y, True) + np.reshape(x, True)")
def test_arrays_raise_nothing_but_graph_errors(text: str) -> None:
    with contextlib.suppress(GraphError):
        traced = graphs.trace(text, ARRAYS, limits=Limits())
        assert json.dumps(traced.steps, allow_nan=False)
