"""At a kink of a gate: the Hessian of what is smooth all the same, and the word kink elsewhere.

What is smooth is compared with the Hessian, by HIPS autograd, of the same function without the
kink; a kink with what its two sides are by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian

import graphs
from graphs.views import view

NOWHERE = np.zeros(3)
SMOOTH: dict[str, tuple[str, dict[str, Any], Callable[[Any], Any]]] = {
    "norm squared": ("f = norm(x)**2", {"x": NOWHERE}, lambda x: anp.sum(x**2)),
    "norm times norm": ("f = norm(x) * norm(x)", {"x": NOWHERE}, lambda x: anp.sum(x**2)),
    "to the fourth": ("f = norm(x)**4 + norm(x)**2", {"x": NOWHERE}, lambda x: anp.sum(x**2)),
    "a half power, in vain": ("f = norm(x)**2.5", {"x": NOWHERE}, lambda x: 0.0 * anp.sum(x**2)),
    "absolute squared": ("f = abs(x)**2 * 3", {"x": 0.0}, lambda x: 3 * x[0] ** 2),
    "of another size": ("f = abs(x)**2 * 1e-200", {"x": 0.0}, lambda x: x[0] ** 2 * 1e-200),
    "an even function": (
        "f = cos(abs(x)) * exp(y)",
        {"x": 0.0, "y": 0.3},
        lambda x: anp.cos(x[0]) * anp.exp(x[1]),
    ),
    "a kernel": (
        "f = exp(-norm(x - y)**2)",
        {"x": np.array([100.0, 2.0]), "y": np.array([100.0, 2.0])},
        lambda x: anp.exp(-anp.sum((x[:2] - x[2:]) ** 2)),
    ),
    "far out": ("f = norm(x - 1e8)**2", {"x": np.full(2, 1e8)}, lambda x: anp.sum((x - 1e8) ** 2)),
    "std squared": (
        "f = np.std(x)**2 + np.sum(x**3)",
        {"x": np.array([2.0, 2.0, 2.0])},
        lambda x: anp.mean((x - anp.mean(x)) ** 2) + anp.sum(x**3),
    ),
    "norms of rows": (
        "f = np.sum(norm(x, axis=1)**2 * np.array([1.0, 5.0]))",
        {"x": np.array([[0.0, 0.0], [3.0, 4.0]])},
        lambda x: anp.sum(x[:2] ** 2) + 5 * anp.sum(x[2:] ** 2),
    ),
    "two sides that fit": ("f = relu(x) - relu(-x)", {"x": 0.0}, lambda x: x[0] + 0 * x[0] ** 2),
    "a where that fits": ("f = where(x > 0, x**2, x * x)", {"x": 0.0}, lambda x: x[0] ** 2),
    "flat on both sides": ("f = where(x > 0, x**4, 0)", {"x": 0.0}, lambda x: x[0] ** 4),
    "a cube of a bend": (
        "f = abs(x - 3)**3 * sin(y)",
        {"x": 3.0, "y": 1.0},
        lambda x: (x[0] - 3) ** 3 * anp.sin(x[1]),
    ),
    "a tie that stays": ("f = max(x, x)**2", {"x": 1.5}, lambda x: x[0] ** 2),
    "a 0 that stays": ("f = relu(x - x) + x**3", {"x": 1.5}, lambda x: x[0] ** 3),
}


@pytest.mark.parametrize(("text", "inputs", "smooth"), SMOOTH.values(), ids=SMOOTH.keys())
def test_what_is_smooth_at_the_kink_of_a_gate(
    text: str, inputs: dict[str, Any], smooth: Callable[[Any], Any]
) -> None:
    point = np.concatenate([np.ravel(value) for value in inputs.values()])
    expected = hessian(smooth)(point)
    traced = graphs.trace(text, inputs)
    found = traced.hessian(list(inputs))
    size = float(np.max(np.abs(expected), initial=0.0)) or 1.0
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * size)
    np.testing.assert_array_equal(found, found.T)
    assert view(traced.evaluation, "hessian", {})["kind"] not in ("kink", "unknown")
    vector = {name: np.full(np.shape(value), 0.5)[()] for name, value in inputs.items()}
    product = np.concatenate([np.ravel(part) for part in traced.hessian(vector).values()])
    np.testing.assert_allclose(product, expected @ np.full(len(point), 0.5), atol=1e-9 * size)


def test_a_whole_number_is_written_as_one() -> None:
    for text in ("f = norm(x)**2", "f = norm(x) * norm(x)", "f = np.sum(abs(x)**2)"):
        assert (
            graphs.trace(text, {"x": NOWHERE}).hessian(["x"]).tolist()
            == np.diag([2.0] * 3).tolist()
        )


NAN = np.nan
KINKS: dict[str, tuple[str, dict[str, Any], Any, str]] = {
    "abs": ("y = 1\nf = abs(x)", {"x": 0.0}, [[NAN]],
            "abs gate in line 2 is at its bend, and the slope is -1 on one side and 1 on the"),
    "norm": ("f = norm(x)", {"x": NOWHERE}, np.full((3, 3), NAN), "norm gate in line 1"),
    "hinge squared": ("f = max(x, 0)**2", {"x": 0.0}, [[NAN]],
                      "curvature is 0 on one side and 2 on the other"),
    "odd": ("f = x * abs(x)", {"x": 0.0}, [[NAN]], "is -2 on one side and 2 on the other"),
    "elu": ("f = elu(x)", {"x": 0.0}, [[NAN]], "elu gate in line 1 is at its bend, and the curv"),
    "leaky": ("f = leaky_relu(x, 0.5)**2", {"x": 0.0}, [[NAN]], "is 0.5 on one side and 2"),
    "where": ("f = where(x > 0, x**2, 0)", {"x": 0.0}, [[NAN]], "where gate in line 1"),
    "clip": ("f = clip(x, -1, 1)**2", {"x": 1.0}, [[NAN]], "slope is 0 on one side and 2"),
    "beside much curvature": ("f = 1e6 * x**2 + max(x, 0)**2", {"x": 0.0}, [[NAN]],
                              "2000000 on one side and 2000002 on the other"),
    "without bound": ("f = norm(x)**1.5", {"x": NOWHERE[:2]}, np.full((2, 2), NAN),
                      "grows without bound"),
    "one of two inputs": ("f = abs(x) + y**2", {"x": 0.0, "y": 3.0}, [[NAN, NAN], [NAN, 2.0]],
                          "the slope by x depends on the side: from -1 to 1"),
    "equal elements": ("f = np.max(x)**2", {"x": np.array([2.0, 2.0, 1.0])},
                       [[NAN, NAN, NAN], [NAN, NAN, NAN], [NAN, NAN, 0.0]], "max gate in line 1"),
    "a slope in between": ("f = relu(x) + relu(-x)", {"x": 0.0}, [[NAN]], "relu gate"),
    "decision of one input": (
        "if x > 0:\n    f = x**2 + y**2\nelse:\n    f = y**2 - x**2", {"x": 0.0, "y": 1.0},
        [[NAN, NAN], [NAN, 2.0]], "decision in line 1"),
    "a jump": ("f = (x > 0) * 2 + x**2", {"x": 0.0}, [[NAN]], "A jump: the greater gate in line 1"),
    "decision": ("if x > 0:\n    f = x**2\nelse:\n    f = -x**2", {"x": 0.0}, [[NAN]],
                 "decision in line 1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "inputs", "matrix", "words"), KINKS.values(), ids=KINKS.keys())
def test_a_kink_is_told_with_its_gate_and_its_sides(
    text: str, inputs: dict[str, Any], matrix: Any, words: str
) -> None:
    traced = graphs.trace(text, inputs)
    np.testing.assert_allclose(traced.hessian(list(inputs)), matrix, rtol=1e-9)
    data = view(traced.evaluation, "hessian", {})
    assert data["kind"] == "kink"
    assert words in data["sentence"]
    assert data["eigenvalues"] == []


def test_beside_a_kink_there_is_none() -> None:
    for x in (1e-5, -1e-5, 0.3):
        found = graphs.trace("f = max(x, 0)**2 + abs(x)", {"x": x}).hessian(["x"])
        assert found.tolist() == [[2.0 if x > 0 else 0.0]]


def test_only_inputs_that_are_asked_for_move() -> None:
    traced = graphs.trace("f = abs(x) * y**2", {"x": 0.0, "y": 3.0})
    assert traced.hessian(["y"]).tolist() == [[0.0]]
    assert np.isnan(traced.hessian(["x"])).all()


def test_a_product_of_many_numbers_has_its_kinks_too() -> None:
    x = np.arange(20.0)
    product = graphs.trace("f = np.sum(relu(x)**2)", {"x": x}).hessian({"x": np.ones(20)})["x"]
    np.testing.assert_allclose(product, [NAN, *[2.0] * 19])
    traced = graphs.trace("f = norm(x)", {"x": np.zeros(20)})
    data = view(traced.evaluation, "hessian", {})
    assert "A kink: the norm gate in line 1" in data["product"]["sentence"]


@pytest.mark.parametrize(
    ("text", "linear"),
    [("f = x * 3 + y", True), ("f = relu(y) - x", True), ("f = x**4 + y", False),
     ("f = x**3 - y", False), ("f = x * y * 0", False)],
)  # fmt: skip
def test_flat_to_second_order_is_not_called_linear(text: str, linear: bool) -> None:
    data = view(graphs.trace(text, {"x": 0.0, "y": 2.0}).evaluation, "hessian", {})
    assert data["kind"] == "flat"
    assert ("linear" in data["sentence"]) == linear
    assert data["sentence"].startswith("All second derivatives are 0")
