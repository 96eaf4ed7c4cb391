"""What a review of arrays found: hangs, crashes, unclear errors. Each stays fixed."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError, Limits, TooLarge
from graphs.autodiff.forward import number
from graphs.payload import whole_array as part

# Small programs that take long: in one line what grows.
LONG = {
    "products of thin matrices": "A = np.ones((100, 10000))\nB = np.ones((10000, 100))\n"
    "s = 0\nfor t in range(300):\n    s = s + (A @ B)[0, 0]",
    "determinants": "A = np.eye(900)\ns = 0\nfor i in range(300):\n    s = s + np.linalg.det(A)",
    "systems": "A = np.eye(900)\nb = np.ones(900)\n"
    "for i in range(300):\n    b = np.linalg.solve(A, b)\nf = b.sum()",
    "large elements": "x = np.ones((100, 1000))\ny = x\n"
    "for i in range(48):\n    y = y * x * 2\nf = y.sum()",
    "known products": "for i in range(1999):\n"
    "    if (np.ones((500, 500)) @ np.ones((500, 500))).sum() > 0:\n        pass\nf = 1.0",
    "a list in a list": "w = 1\na = [w, w]\nfor i in range(60):\n    a = [a, a]\nf = np.zeros(a)",
    "a list of lists": "a = [1] * 2000\nb = [a] * 2000\nf = np.array(b)",
    "a list in a list in a list": "w = 1\na = [w] * 2000\nb = [a] * 2000\nc = [b] * 2000\n"
    "f = np.array(c)",
    "longer lists": "w = 1\na = [w] * 2000\nb = a\nfor i in range(1500):\n    b = b + a\nf = b[0]",
    "append": "a = [1]\nfor i in range(1999):\n" + "    a.append(1)\n" * 280 + "f = 3",
    "zip": "a = range(2000)\nb = list(zip(a, a))\n"
    "for i in range(1000):\n    b = list(zip(b, b))\nf = 1.0",
    "enumerate": "a = list(range(2000))\n"
    "for i in range(1999):\n    b = list(enumerate(a))\nf = 1.0",
    "expressions in a loop": "for i in range(1999):\n    a = [" + "1, " * 2400 + "]\nf = 3",
    "many arguments": "x = 2\nf = max([x] * 2000)",
    "many parts": "x = np.ones(1)\nf = np.stack([x] * 2000).sum()",
    "settings": "x = np.ones(5)\nf = np.pad(x, np.ones((1000, 1000)))",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_would_take_long_is_refused_soon(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, limits=Limits())
    assert time.perf_counter() - start < 3  # far less on an idle machine
    assert caught.value.line is not None
    assert caught.value.hint
    if isinstance(caught.value, TooLarge):
        assert len(caught.value.message) < 300


def test_operations_count_over_all_readings() -> None:
    """A program whose inputs lack values is read again and again: one budget for all."""
    body = "".join(f"for j in range(1, 150):\n    z{i} = x{i}.shape[0]\n" for i in range(8))
    with pytest.raises(GraphError):
        graphs.trace(body, limits=Limits(operations=5_000_000))


def test_an_input_of_which_only_the_shape_is_used_is_missed() -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace("a = np.zeros(3)\nb = np.ones_like(w * 2)\nf = a.sum()")
    assert caught.value.missing == ("w",)
    assert caught.value.line == 2


def test_sizes_that_chain_are_followed_without_recursion() -> None:
    lines = [f"a{i} = x{i} + x{i + 1}" for i in range(1500)]
    with pytest.raises(GraphError) as caught:
        graphs.trace("\n".join([*lines, "f = a0 + np.ones((2, 3)) @ x0"]))
    assert len(caught.value.missing) == 1501


WORDS = {
    "if np.ones(3) > 0:\n    f = 1": "if needs one truth value, not 3 of them.",
    "f = 1 if np.ones(3) else 2": "if … else needs one truth value, not 3 of them.",
    "f = 1 if np.zeros(0) > 0 else 2": "if … else needs one truth value, not 0 of them.",
    "f = [i for i in [1, 2] if np.ones(3) > 0]": "if needs one truth value, not 3 of them.",
    "xs = []\nf = xs[0]": "The index 0 is outside a list of 0.",
    "x = np.ones(3)\nf = x[:[[1], [2, 3]]]": "A slice needs whole numbers.",
    "x = np.ones(5)\nf = x.reshape(...)": "... is not part of the language.",
    "f = np.split(np.ones(4), 'a')": "split: it is cut at whole numbers.",
    "x, y = np.split(np.ones(4), [[1], [2]])": "split: it is cut at whole numbers.",
    "f = float(np.ones(3))": "reshape: reshape((3,), shape=()): 3 elements cannot fill ()",
    "f = np.zeros(N)": "shape needs a value that is known without the inputs; N is an input.",
    "f = np.random.randn(N)": "randn needs a value that is known without the inputs; N is an",
    "x = np.array([-1.0, 2.0])\nx[x[0] > 0] = 5": "One truth value cannot index.",
    "x = np.array([-1.0, 2.0])\nf = x[x[1] > 0]": "One truth value cannot index.",
    "xs = [1, 2]\nx = np.array([1.0])\nf = xs[x[0] > 0]": "One truth value cannot index.",
    "f = np.arange(N)": "arange needs a value that is known without the inputs; N is an input.",
    "f = np.einsum('" + ",".join("i" * 20) + "', " + ", ".join(["np.ones(2)"] * 20) + ")": (
        "at most 16 are multiplied at once"
    ),
}


@pytest.mark.parametrize("text", WORDS)
def test_errors_say_what_is_wrong(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    assert WORDS[text] in caught.value.message
    assert caught.value.line == text.count("\n") + (1 if "\n    " not in text else 0)
    assert caught.value.hint


def test_errors_stay_short() -> None:
    for text in (
        "x = np.ones(5)\nf = x.sum(axis=np.ones(300))",
        "x = np.ones(5)\nf = x.reshape(*np.ones(300))",
        "f = np.zeros(1e300)",
        "f = np.zeros((1e300, 1e300))",
        "f = np.random.randn(np.ones(300))",
    ):
        with pytest.raises(GraphError) as caught:
            graphs.trace(text, limits=Limits())
        assert len(caught.value.message) < 400


VALUES = {
    "f = [x] * np.nan": None,
    "f = np.inf // 2": np.nan,
    "f = 1e308 // 1e-308": np.inf,
    "f = np.nan % 2": np.nan,
    "f = 5 % np.inf": 5.0,
    "f = -7 // 2": -4.0,
    "f = -7 % 3": 2.0,
    "f = float(np.ones(1))": 1.0,
    "f = np.float64(np.ones(2)).sum()": 2.0,
    "f = np.einsum('ij, jk -> ik', np.eye(2), np.eye(2)).sum()": 2.0,
}


@pytest.mark.parametrize("text", VALUES)
def test_odd_numbers_raise_nothing_else(text: str) -> None:
    try:
        value = graphs.trace(text).value
    except GraphError:
        value = None
    wanted = VALUES[text]
    assert value is wanted or np.array_equal(value, wanted, equal_nan=True)


def test_values_that_cannot_be_generated_are_refused_in_words() -> None:
    recipes: list[dict[str, Any]] = [
        {"generate": ["randn"], "shape": [2]},
        {"generate": {}, "shape": [2]},
        {"generate": "eye", "shape": [2000]},
    ]
    for recipe in recipes:
        with pytest.raises(GraphError) as caught:
            number("x", recipe)
        assert "1,000,000 elements; at most 1,000,000" not in caught.value.message


def test_new_values_are_counted_before_they_are_made() -> None:
    trace = graphs.trace("f = x.sum()", {"x": np.ones(3)}, limits=Limits())
    many = {f"x{i}": {"generate": "randn", "shape": [1000, 1000]} for i in range(50)}
    with pytest.raises(TooLarge, match="The values given would take"):
        trace.with_inputs(many)


def test_an_empty_array_is_written_with_its_shape() -> None:
    trace = graphs.trace("x = np.zeros((0, 3))\nf = (x * 2).sum()")
    assert part.whole_array(trace, "n0")["numpy"]["value"] == "np.zeros((0, 3))"


def test_an_ellipsis_between_index_arrays_parts_them_even_where_it_stands_for_no_axis() -> None:
    x = np.arange(12.0).reshape(2, 2, 3)
    traced = graphs.trace("f = x[:, [0], ..., [1]] * 1", {"x": x})
    np.testing.assert_array_equal(traced.value, x[:, [0], ..., [1]])


def test_a_gradient_that_sums_to_infinity_is_no_rounding() -> None:
    traced = graphs.trace("f = sum(A / b)", {"A": np.ones((2, 2)), "b": [0.0, 1.0]})
    np.testing.assert_array_equal(traced.grads["b"], [-np.inf, -2.0])
