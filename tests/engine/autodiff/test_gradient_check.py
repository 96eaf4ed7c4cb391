"""The gradient check: right where gradients are right, with the two slopes of its error."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.gradient_check import STEP_SIZES, gradient_check
from graphs.views import view
from web.gallery import EXAMPLES


def test_every_gradient_of_the_gallery_passes() -> None:
    for entry in EXAMPLES:
        traced = graphs.trace(entry["program"], entry["inputs"])
        data = view(traced.evaluation, "gradient_check", {})
        kinks = {row["name"] for row in data["kinks"]}
        assert kinks == ({"x", "y"} if entry["id"] == "tie" else set()), entry["id"]
        assert data["checks"]
        wrong = {row["name"] for row in data["checks"] if not row["error"] < 1e-6}
        assert wrong == kinks, entry["id"]


def test_a_wrong_gradient_is_found() -> None:
    traced = graphs.trace("f = exp(x) * y", {"x": 0.5, "y": 2.0})
    wrong = {node: value * 1.01 for node, value in traced.evaluation.gradients.items()}
    found = gradient_check(
        traced.evaluation.model,
        traced.evaluation.input_values,
        traced.evaluation.node_values,
        wrong,
    )
    assert [one.error for one in found] == pytest.approx([0.0099, 0.0099], rel=1e-2)


def test_the_error_falls_with_h_squared_and_grows_again_with_one_over_h() -> None:
    (one,) = gradient_check(*parts("f = exp(x)", 1.0))
    by_h = dict(zip(STEP_SIZES, one.errors, strict=True))
    assert math.log10(by_h[1e-1] / by_h[1e-3]) == pytest.approx(4, abs=0.1)
    # exp: the error is h**2 / 6 of the slope.
    assert by_h[1e-2] == pytest.approx(1e-4 / 6, rel=1e-3)
    assert min(by_h, key=lambda h: by_h[h]) in (1e-5, 1e-6, 1e-7)
    assert by_h[1e-12] > 100 * by_h[1e-8] > 0


def parts(text: str, x: float) -> tuple[object, ...]:
    traced = graphs.trace(text, {"x": x})
    return (
        traced.evaluation.model,
        traced.evaluation.input_values,
        traced.evaluation.node_values,
        traced.evaluation.gradients,
    )


@pytest.mark.parametrize("text", ["f = abs(x)", "f = relu(x)", "f = max(x, -x)", "f = max(0, x)"])
def test_a_kink_is_told(text: str) -> None:
    (row,) = view(graphs.trace(text, {"x": 0.0}).evaluation, "gradient_check", {})["checks"]
    assert row["verdict"] == "kink"
    assert "line 1" in row["message"]
    for x in (3e-6, -1e-12, 0.1):  # beside it the step is a smaller one
        (row,) = view(graphs.trace(text, {"x": x}).evaluation, "gradient_check", {})["checks"]
        assert row["verdict"] == "right"


def test_a_smooth_zero_is_no_kink() -> None:
    for text in ("f = x**2", "f = x**3", "f = x * x * 0", "f = tanh(x)", "f = abs(x)**2"):
        (row,) = view(graphs.trace(text, {"x": 0.0}).evaluation, "gradient_check", {})["checks"]
        assert row["verdict"] == "right", text


def test_the_element_with_the_largest_error_is_named() -> None:
    traced = graphs.trace("f = np.sum(np.exp(x))", {"x": [[0.0, 1.0], [2.0, 12.0]]})
    data = view(traced.evaluation, "gradient_check", {})
    (row,) = data["checks"]
    assert row["element"] == "[1, 1]"
    assert row["message"] == "Both agree."
    assert data["csv"].splitlines()[1].startswith("0.1,")


def test_structure_and_labels_are_left_out() -> None:
    text = (
        "n = 3\ny = np.array([0, 2])\nf = np.sum(softmax(s)[[0, 1], y]) * sum(w for w in range(n))"
    )
    traced = graphs.trace(text, {"s": [[1.0, 2.0, 0.5], [0.1, 0.2, 0.3]]})
    assert set(traced.gradient_check()) == {"s"}


def test_large_arrays_are_tried_in_part() -> None:
    traced = graphs.trace("f = np.sum(np.sin(x) ** 2)", {"x": np.linspace(0, 1, 5_000)})
    data = view(traced.evaluation, "gradient_check", {})
    (row,) = data["checks"]
    assert "of 5,000 elements were tried" in row["message"]
    assert row["verdict"] == "right"


BRANCH = "y = 2 * x\nif y > 1:\n    f = y ** 2 + b\nelse:\n    f = -3 * y\nf = f * 2"


@pytest.mark.parametrize(
    ("text", "inputs", "kinks"),
    [
        (BRANCH, {"x": 0.5, "b": 1.0}, {"x": 2}),  # the text decides at 1
        (BRANCH, {"x": 0.500004, "b": 1.0}, {}),  # a smaller step
        (BRANCH, {"x": 0.7, "b": 1.0}, {}),
        ("m = x > 0\nf = (x[m] ** 2).sum() + x.sum()", {"x": np.array([1e-6, 1.0])}, {}),
        ("m = x > 0\nf = (x[m] ** 2).sum() + x.sum()", {"x": np.array([0.0, 1.0])}, {"x": 1}),
        ("m = x > 0\nf = (x[m] ** 2).sum() + x.sum()", {"x": np.array([0.1, 1.0])}, {}),
    ],
)
def test_a_decision_that_turns_at_the_point_is_told(
    text: str, inputs: dict[str, Any], kinks: dict[str, int]
) -> None:
    traced = graphs.trace(text, inputs)
    data = view(traced.evaluation, "gradient_check", {})
    assert {row["name"]: row["line"] for row in data["kinks"]} == kinks
    for row in data["checks"]:
        assert row["verdict"] == ("kink" if row["name"] in kinks else "right")
        if row["name"] in kinks:
            assert (
                f"The decision in line {kinks[row['name']]} turns out otherwise" in row["message"]
            )
    assert all(error < 1e-6 for error in traced.gradient_check().values())  # of this side


def test_newtons_method_is_checked_with_the_passes_it_took() -> None:
    text = "a = x\nb = 1.0\nwhile abs(a - b) > 1e-6:\n    a = b\n    b = (b + x / b) / 2\nf = b * b"
    traced = graphs.trace(text, {"x": 7.0}, fold=("p0",))
    assert traced.gradient_check()["x"] < 1e-7
