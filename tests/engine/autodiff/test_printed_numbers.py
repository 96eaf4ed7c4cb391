"""The numbers printed in the lecture and its notes, each with its source."""

from __future__ import annotations

import pytest

import graphs

STAGED = """sigy = 1.0 / (1 + math.exp(-y))
num = x + sigy
sigx = 1.0 / (1 + math.exp(-x))
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr
invden = 1.0 / den
f = num * invden"""

WORKED: dict[str, tuple[str, dict[str, float], dict[str, float], dict[str, float]]] = {
    "CS231n notes, optimization-2, simple expressions": (
        "f = x * y",
        {"x": 4, "y": -3},
        {"f": -12},
        {"x": -3, "y": 4},
    ),
    "CS231n notes, compound expressions; lecture 4": (
        "q = x + y\nf = q * z",
        {"x": -2, "y": 5, "z": -4},
        {"q": 3, "f": -12},
        {"f": 1, "q": -4, "z": 3, "x": -4, "y": -4},
    ),
    "CS231n notes, sigmoid example; lecture 4": (
        "f = 1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
        {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
        {"f": 0.7310586},
        {"w0": -0.1966119, "x0": 0.3932239, "w1": -0.3932239, "x1": -0.5898358, "w2": 0.1966119},
    ),
    "CS231n notes, patterns in backward flow": (
        "f = 2 * (x*y + max(z, w))",
        {"x": 3, "y": -4, "z": 2, "w": -1},
        {"f": -20},
        {"x": -8, "y": 6, "z": 2, "w": 0},
    ),
    "CS231n notes, staged computation (code printed, values computed)": (
        STAGED,
        {"x": 3, "y": -4},
        {"sigy": 0.0179862100, "num": 3.0179862100, "sigx": 0.9525741268, "xpy": -1, "xpysqr": 1}
        | {"den": 1.9525741268, "invden": 0.5121444488, "f": 1.5456448841},
        {"num": 0.5121444488, "invden": 3.0179862100, "den": -0.7915934473, "sigx": -0.7915934473}
        | {"xpysqr": -0.7915934473, "xpy": 1.5831868945, "sigy": 0.5121444488}
        | {"x": 2.0595697956, "y": 1.5922327515},
    ),
    "Olah, Calculus on Computational Graphs": (
        "c = a + b\nd = b + 1\ne = c * d",
        {"a": 2, "b": 1},
        {"c": 3, "d": 2, "e": 6},
        {"a": 2, "b": 5},
    ),
}


@pytest.mark.parametrize(("program", "inputs", "values", "grads"), WORKED.values(), ids=WORKED)
def test_printed_numbers(
    program: str, inputs: dict[str, float], values: dict[str, float], grads: dict[str, float]
) -> None:
    traced = graphs.trace(program, inputs)
    assert {name: traced.values[name] for name in values} == pytest.approx(values, rel=1e-7)
    assert {name: traced.grads[name] for name in grads} == pytest.approx(grads, rel=1e-6)


def test_the_neuron_gate_by_gate_to_two_decimals() -> None:
    program, inputs, *_ = WORKED["CS231n notes, sigmoid example; lecture 4"]
    traced = graphs.trace(program, inputs, numbers="2 decimals")
    ahead = [step["text"]["value"] for step in traced.steps if step["phase"] == "forward"]
    assert ahead == ["-2.00", "6.00", "4.00", "1.00", "-1.00", "0.37", "1.37", "0.73"]
    back = [step["text"]["total"] for step in traced.steps if step["phase"] == "backward"]
    assert back[:5] == ["1.00", "-0.53", "-0.53", "-0.20", "0.20"]
    grouped = graphs.trace("f = sigmoid(x)", {"x": 1}).steps[-1]
    assert round(grouped["local"], 2) == 0.20
