"""The gradient check's step fits the value: what is right is called right at every size and beside
every kink, what is wrong is called wrong there too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.gradient_check import InputCheck, gradient_check
from graphs.model import Node
from graphs.views import view

PLACES: dict[str, tuple[str, float]] = {
    "a line far out": ("f = 2 * x", 1e12),
    "a logarithm close to 0": ("f = np.log(x)", 1e-6),
    "closer": ("f = np.log(x)", 1e-300),
    "a pole": ("f = 1 / x", 1e-4),
    "a root close to 0": ("f = sqrt(x)", 1e-12),
    "a wave far out": ("f = sin(x)", 1e6),
    "flat at a small x": ("f = exp(x)", 1e-10),
    "a square far out": ("f = x**2", 1e150),
    "beside a kink": ("f = abs(x - 1) * x", 1 + 3e-9),
    "beside the border of a where": ("f = where(x > 2, 3 * x, x)", 2 - 1e-7),
    "beside two kinks": ("f = relu(x) - 5 * relu(x - 1e-7)", 5e-8),
    "beside a decision": ("if x > 2:\n    f = 5 * x\nelse:\n    f = x**2", 2 + 1e-9),
    "small beside a large number": ("f = x + 1e6", 1e-3),
}


def check(text: str, x: Any, factor: float = 1.0) -> InputCheck:
    """The check of x; every rule of the program gives ``factor`` times its gradient."""

    def broken(rule: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **settings: factor * rule(*args, **settings)

    def with_broken_rules(node: Node) -> Node:
        if node.gate is None or factor == 1.0:
            return node
        rules = tuple(rule and broken(rule) for rule in node.gate.vjp)
        return replace(node, gate=replace(node.gate, vjp=rules))

    traced = graphs.trace(text, {"x": x}).evaluation
    graph = replace(traced.model, nodes=tuple(map(with_broken_rules, traced.model.nodes)))
    values = traced.node_values
    found = gradients(graph, backward(graph, values)[0])
    (one,) = gradient_check(traced.model, traced.input_values, values, found)
    return one


@pytest.mark.parametrize(("text", "x"), PLACES.values(), ids=PLACES.keys())
def test_right_and_wrong_at_every_size(text: str, x: float) -> None:
    one = check(text, x)
    assert one.error < 1e-7
    assert one.kink is None
    assert one.decision is None
    (row,) = view(graphs.trace(text, {"x": x}).evaluation, "gradient_check", {})["checks"]
    assert row["verdict"] == "right"
    assert 1e-3 < check(text, x, factor=1.01).error < 0.5


def test_the_worst_element_is_found_among_sizes() -> None:
    x = np.array([1e-6, 1.0, 1e4])
    assert check("f = np.sum(np.log(x))", x).error < 1e-7
    assert check("f = np.sum(np.log(x))", x, factor=1.02).error == pytest.approx(0.0388, rel=0.02)


KINKS: dict[str, tuple[str, float, tuple[float, float]]] = {
    "abs": ("f = abs(x) * 3", 0.0, (-3.0, 3.0)),
    "where": ("f = where(x > 0, x, 0)", 0.0, (0.0, 1.0)),
    "clip": ("f = clip(x, -1, 1)", 1.0, (1.0, 0.0)),
    "leaky": ("f = leaky_relu(x, 0.25)", 0.0, (0.25, 1.0)),
    "max": ("f = max(x * x, 4 * x)", 4.0, (4.0, 8.0)),
    "norm": ("f = norm(np.stack([x, x]))", 0.0, (-np.sqrt(2), np.sqrt(2))),
}


@pytest.mark.parametrize(("text", "x", "sides"), KINKS.values(), ids=KINKS.keys())
def test_at_a_kink_both_slopes_are_told(text: str, x: float, sides: tuple[float, float]) -> None:
    one = check(text, x)
    assert one.kink is not None
    assert one.sides == pytest.approx(sides, abs=1e-7)
    (row,) = view(graphs.trace(text, {"x": x}).evaluation, "gradient_check", {})["checks"]
    assert row["verdict"] == "kink"


def test_a_gradient_outside_of_both_slopes_is_wrong() -> None:
    one = check("f = where(x > 0, x, 3 * x)", 0.0, factor=2.0)
    assert one.kink is None
    assert one.error == pytest.approx(0.75, rel=1e-6)  # 12, where the sides have 1 and 3
    one = check("f = x + abs(x)", 0.0, factor=3.0)
    assert one.kink is None
    assert one.error == pytest.approx(1 / 3, rel=1e-6)  # 3, where the sides have 0 and 2
    one = check("f = np.sum(relu(x) + x**2)", np.array([0.0, 1.0]), factor=1.1)
    assert one.kink is None
    assert one.error > 0.05  # of the element beside the kink


def test_what_rounding_hides_is_not_called_wrong() -> None:
    (row,) = view(graphs.trace("f = 1e16 + x", {"x": 1.0}).evaluation, "gradient_check", {})[
        "checks"
    ]
    assert row["verdict"] == "suspicious"
    assert "rounding" in row["message"]


def test_choices_at_the_point_alone_and_jumps_are_told() -> None:
    for text, word in (
        ("f = (x != 0) * x + 2 * x", "at this very x than on both sides, where the slope is 3"),
        ("f = (x > 0) * 1e-8 + x", "the output jumps"),
        ("f = (x >= y) * x + min(x, y)", "at this very x than on both sides, where the slope is 1"),
        ("f = (x >= y) * 3 * x + min(x, y)", "Several gates choose here"),
    ):
        data = view(graphs.trace(text, {"x": 0.0, "y": 0.0}).evaluation, "gradient_check", {})
        assert data["checks"][0]["verdict"] == "kink", text
        assert word in data["checks"][0]["message"]
