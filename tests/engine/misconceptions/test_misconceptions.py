"""Numbers that people give for a gradient: the slip behind each, by numbers worked out by hand."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.errors import GraphError
from graphs.misconceptions import fit_to_ask
from graphs.misconceptions.answers import Answers, mutations
from graphs.misconceptions.table import TABLE
from tests.support.number_programs import INPUTS, programs

PRODUCT = "x = -2.0\ny = 5.0\nz = -4.0\nq = x + y\nf = q * z"
NEURON = "w = 2.0\nx = -1.0\nb = -3.0\np = w * x\ns = p + b\na = 0.5 * s\nf = a * 4"
LARGEST = "a = 3.0\nb = 1.0\nm = max(a, b)\nf = 2 * m"
FORK = "x = 3.0\ny = 2.0\np = x * y\nq = x * 5\nf = p + q"
LAYER = """W = np.array([[1., 2.], [3., 5.]])
x = np.array([[1., -1., 2.], [2., 4., 1.]])
b = np.array([[1.], [2.]])
G = np.array([[1., 2., 3.], [4., 5., 6.]])
s = W @ x
h = s + b
f = np.sum(h * G)
"""
RELU = "x = np.array([-1., 2.])\nh = np.maximum(x, 0)\nf = np.sum(h * np.array([3., -4.]))"
MEAN = "x = np.array([1., 2., 3., 6.])\nm = np.mean(x)\nf = 3 * m"
TOTAL = "x = np.array([1., 2., 3., 6.])\nm = np.sum(x)\nf = 3 * m"

# (program, gate, slot, the number given, cause, a phrase of its sentences)
SLIPS = [
    (PRODUCT, "f", 0, 3.0, "swapped", "by q itself"),
    (PRODUCT, "f", 0, 3.0, "value", "the value of q"),
    (PRODUCT, "q", 0, 3.0, "swapped", "by q itself"),
    (PRODUCT, "q", 0, 1.0, "upstream", "the local factor"),
    (PRODUCT, "q", 0, 4.0, "sign", "The size is right"),
    (PRODUCT, "q", 0, -20.0, "local", "A + gate passes"),
    (PRODUCT, "q", 1, -2.0 * -4.0, "local", "A + gate passes"),
    (NEURON, "p", 0, 4.0, "swapped", "4 is 2 × 2"),
    (NEURON, "p", 1, -2.0, "swapped", "times the other, w"),
    (NEURON, "p", 0, 1.0, "arithmetic", "2 × (-1) is not 1"),
    (NEURON, "p", 0, 2.0, "local", "passed on as it is"),
    (NEURON, "p", 0, -1.0, "upstream", "the local factor alone"),
    (LARGEST, "m", 1, 2.0, "local", "max let one input through"),
    (LARGEST, "m", 1, 2.0, "local", "to the other input"),
    (LARGEST, "m", 0, 0.0, "local", "to the other input"),
    (LARGEST, "m", 0, 1.0, "local", "does not share"),
    (LARGEST, "m", 1, 1.0, "local", "does not share"),
    (FORK, "x", None, 2.0, "accumulate", "one of two paths. x is used twice: add both"),
    (FORK, "x", None, 5.0, "accumulate", "one of two paths"),
    (FORK, "x", None, 9.0, "double", "counted twice"),
    (FORK, "x", None, 12.0, "double", "counted twice"),
    (FORK, "x", None, 10.0, "arithmetic", "5 + 2"),
    (FORK, "x", None, 8.0, "swapped", "by x itself"),
    (LAYER, "s", 0, [[5.0, 11.0], [13.0, 34.0]], "transpose", "It is transposed"),
    (LAYER, "s", 1, [[9.0, 12.0, 15.0], [23.0, 31.0, 39.0]], "transpose", "W.T @ upstream"),
    (LAYER, "h", 1, [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "axis", "not summed"),
    (RELU, "h", 0, [3.0, 0.0], "local", "looks at the gradient"),
    (RELU, "h", 0, [3.0, -4.0], "local", "let one input through"),
    (RELU, "h", 0, [3.0, 0.0], "local", "to the other input"),
    (MEAN, "m", 0, [3.0] * 4, "scale", "over 4"),
    (TOTAL, "m", 0, [0.75] * 4, "scale", "sum does not divide"),
    ("a = 5.0\nb = 2.0\nd = a - b\nf = 3 * d", "d", 1, 3.0, "sign", "turns the sign"),
    ("a = 6.0\nb = 2.0\nd = a / b\nf = 3 * d", "d", 1, 4.5, "sign", "minus a over b"),
    ("a = 3.0\nd = a ** 3\nf = 2 * d", "d", 0, 18.0, "scale", "exponent"),
]  # fmt: skip

RIGHT = [
    (PRODUCT, "f", 0, -4.0),
    (PRODUCT, "q", 1, -4.0),
    (NEURON, "p", 0, -2.0),
    (NEURON, "p", 1, 4.0),
    (LARGEST, "m", 0, 2.0),
    (LARGEST, "m", 1, 0.0),
    (FORK, "x", None, 7.0),
    (LAYER, "s", 0, [[5.0, 13.0], [11.0, 34.0]]),
    (LAYER, "s", 1, [[13.0, 17.0, 21.0], [22.0, 29.0, 36.0]]),
    (LAYER, "h", 1, [[6.0], [15.0]]),
    (RELU, "h", 0, [0.0, -4.0]),
    (MEAN, "m", 0, [0.75] * 4),
]


@cache
def traced(text: str) -> Any:
    return graphs.trace(text)


@pytest.mark.parametrize(("text", "node", "slot", "value", "cause", "phrase"), SLIPS)
def test_a_slip_is_told_by_its_number(text, node, slot, value, cause, phrase):
    found = graphs.misconceptions(traced(text), node, slot, value)
    assert any(one["cause"] == cause and phrase in one["message"] for one in found), found
    for one in found:
        np.testing.assert_allclose(one["value"], value, rtol=0.011)
        assert "!" not in one["message"]
        assert "wrong" not in one["message"]
        sentences = re.split(r"(?<=\.) ", one["message"])
        assert all(len(sentence) <= 90 for sentence in sentences), sentences


@pytest.mark.parametrize(("text", "node", "slot", "value"), RIGHT)
def test_what_is_right_has_no_cause(text, node, slot, value):
    assert graphs.misconceptions(traced(text), node, slot, value) == []


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308, [1.0, 2.0], [[np.nan]], 777.0])
def test_what_no_slip_gives_has_no_cause(value):
    for text, node, slot in ((PRODUCT, "q", 0), (FORK, "x", None), (LAYER, "s", 0)):
        assert graphs.misconceptions(traced(text), node, slot, value) == []


@pytest.mark.parametrize(("node", "slot"), [("nobody", 0), ("q", 2), ("q", -1), ("x", 0)])
def test_a_wire_that_is_not_there_is_an_error(node, slot):
    with pytest.raises(GraphError):
        graphs.misconceptions(traced(PRODUCT), node, slot, 1.0)


def test_the_slip_at_the_wire_comes_before_those_of_the_gate_before():
    # 3 on the wire from + to x: the sum q passed on, by a slip at the × gate behind it.
    found = graphs.misconceptions(traced("x = 3.0\ns = x * 2\nf = s * 2"), "s", 0, 2.0)
    assert next(one["cause"] for one in found) == "upstream"


def test_a_wire_is_fit_to_ask_where_each_slip_shows():
    assert fit_to_ask(traced(NEURON), "p", 0)
    assert fit_to_ask(traced(FORK), "x", None)
    # At x = y the other input is the same number.
    assert not fit_to_ask(traced("x = 3.0\ny = 3.0\nf = x * y"), "f", 0)


def test_every_slip_on_the_wires_of_random_programs_is_explained():
    tried = set[str]()
    for number, (text, place, _, _) in enumerate(programs(0, 200)):
        trace = graphs.trace(text, dict(zip(INPUTS, place, strict=True)))
        answers = Answers(trace)
        gates = [node for node in answers.graph.nodes if node.index in answers.totals and node.gate]
        for node in gates[number % 5 :: 5]:
            for slot in answers.graph.slots(node):
                wire = answers.wire(node, slot)
                for row in TABLE:
                    if not row.applies(wire):
                        continue
                    with np.errstate(all="ignore"):
                        several = list(mutations(row, wire))
                    for mutated in several:
                        if not np.isclose(mutated, wire.right, rtol=0.011, atol=1e-11):
                            found = graphs.misconceptions(trace, f"n{node.index}", slot, mutated)
                            assert row.cause in [one["cause"] for one in found]
                            tried.add(row.cause)
    assert tried >= {"swapped", "local", "upstream", "sign", "value"}
