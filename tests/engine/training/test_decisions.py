"""Training, surfaces and boundaries of programs that decide by values, and of parameters with
paths."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.training import Plan, Training
from graphs.training.boundary import boundary
from graphs.training.surface import surface

HUBER = """e = w * x - y
if abs(e) > 1:
    loss = 2 * abs(e) - 1 + 0 * b
else:
    loss = e ** 2 + b ** 2
"""
START: dict[str, Any] = {"w": 9.0, "b": 1.0, "x": 1.0, "y": 3.0}


def huber(w: float, b: float) -> tuple[float, float, float]:
    """The loss and the slopes by w and b."""
    e = w - 3.0
    if abs(e) > 1:
        return 2 * abs(e) - 1, 2 * np.sign(e), 0.0
    return e * e + b * b, 2 * e, 2 * b


@pytest.mark.parametrize("watch", [False, True])
def test_a_branch_flips_on_the_way(watch: bool) -> None:
    plan = Plan(HUBER, START, None, ("w", "b"), settings={"lr": 0.3}, iterations=40)
    training = Training(plan, watch=watch)
    w, b = 9.0, 1.0
    for k in range(40):
        loss, dw, db = huber(w, b)
        assert training.loss == pytest.approx(loss, rel=1e-12)
        assert training.advance().loss == pytest.approx(loss, rel=1e-12)
        update = training.update_at(k)
        assert list(update.parameters) == ["w", "b"]
        w, b = w - 0.3 * dw, b - 0.3 * db
        assert training.values_at(k + 1) == pytest.approx({"w": w, "b": b}, rel=1e-12)
    assert abs(w - 3) < 1e-3
    assert training.findings == []


def test_newtons_method_inside_a_loss() -> None:
    """How many passes the loop takes changes while a is trained."""
    text = "r = a\nwhile abs(r * r - a) > 1e-12:\n    r = (r + a / r) / 2\nloss = (r - 3) ** 2"
    training = graphs.train(text, {"a": 50.0}, parameters=["a"], lr=8.0, iterations=60)
    a = 50.0
    for loss in training.losses:
        assert loss == pytest.approx((np.sqrt(a) - 3) ** 2, rel=1e-6, abs=1e-12)
        a -= 8.0 * (np.sqrt(a) - 3) / np.sqrt(a)
    assert training.values_at(60)["a"] == pytest.approx(9.0, rel=1e-4)


def test_parameters_and_data_may_be_named_by_path_or_spelling() -> None:
    text = (
        "data = {'X': np.array([[1., 2.], [3., 4.], [5., 7.]]), 'y': np.array([1., 2., 3.])}\n"
        "net = {'w': np.zeros(2), 'b': 0.1}\n"
        "loss = np.mean((data['X'] @ net['w'] + net['b'] - data['y']) ** 2)"
    )
    guessed = graphs.train(text, iterations=3, lr=0.01)
    assert guessed.plan.parameters == ("net['w']", "net['b']")
    assert guessed.plan.data == ("data['X']", "data['y']")
    for names, data in (
        (["net_w", "net_b"], ["data_X", "data_y"]),
        (['net["w"]', "net['b']"], ["data['X']", "data_y"]),
    ):
        training = graphs.train(text, parameters=names, data=data, batch=2, iterations=3, lr=0.01)
        assert training.plan.parameters == ("net['w']", "net['b']")
        assert set(training.values_at(2)) == {"net['w']", "net['b']", "data['X']", "data['y']"}
    moved = graphs.train(text, {"net_b": 0.7}, parameters=["net_b"], iterations=1, lr=0.0)
    assert moved.values_at(0) == {"net['b']": 0.7}


def test_a_surface_is_right_on_both_sides() -> None:
    found = surface(HUBER, START, ["w", "b"], ranges=[(0, 6), (-1, 1)], seconds=math.inf)
    expected = [[huber(w, b)[0] for w in found.x] for b in found.y]
    np.testing.assert_allclose(found.z, expected, rtol=1e-12)
    seeded = HUBER + "loss = loss + 0 * np.random.randn()"
    found = surface(seeded, START, ["w", "b"], ranges=[(0, 6), (-1, 1)], seconds=math.inf, seed=1)
    np.testing.assert_allclose(found.z, expected, rtol=1e-12)


def test_a_surface_over_entries() -> None:
    text = "p = {'w': np.array([1.0, 2.0]), 'b': 0.5}\nloss = (p['w'] * p['w']).sum() * p['b']"
    found = surface(text, {}, ["p['w'][1]", "p_b"], ranges=[(-1, 1), (0, 2)], seconds=math.inf)
    assert found.names == ("p['w'][1]", "p['b']")
    w, b = np.meshgrid(found.x, found.y)
    np.testing.assert_allclose(found.z, (1 + w * w) * b, rtol=1e-12, atol=1e-12)


DECIDES = """s = X @ w
if X[:, 0].sum() > 0:
    scores = s * 2
else:
    scores = -s
loss = np.mean((scores - y) ** 2)
"""


def test_a_boundary_reads_again_where_a_decision_changes() -> None:
    rng = np.random.RandomState(0)
    X = rng.randn(10, 2)
    w, y = np.array([1.0, -2.0]), (X[:, 0] > 0) * 1.0
    evaluation = graphs.trace(DECIDES, {"X": X, "w": w, "y": y}).evaluation
    found = boundary(evaluation, "X", "y", "scores")
    grid = np.stack([one.ravel() for one in np.meshgrid(found.x, found.y)], axis=1)
    expected = []
    for start in range(0, len(grid), 10):
        rows = grid[start : start + 10]
        expected += list((rows @ w) * (2.0 if rows[:, 0].sum() > 0 else -1.0))
    np.testing.assert_allclose(found.values.ravel(), expected)
    hidden = DECIDES.replace("scores = -s", "other = -s; scores = other")
    evaluation = graphs.trace(hidden, {"X": X, "w": w, "y": y}).evaluation
    assert boundary(evaluation, "X", "y").values.shape == (60, 60)
    part = DECIDES.replace("scores = s * 2", "twice = s * 2\n    scores = twice")
    evaluation = graphs.trace(part, {"X": X - X.mean(axis=0) + 0.1, "w": w, "y": y}).evaluation
    with pytest.raises(GraphError, match="twice is not computed there"):
        boundary(evaluation, "X", "y", "twice")
