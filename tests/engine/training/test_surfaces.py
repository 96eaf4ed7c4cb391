"""Loss surfaces, decision boundaries and activation curves, against NumPy written by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.gates import GATES, SCALER
from graphs.training import surface as surfaces
from graphs.training.activations import ACTIVATIONS, curves
from graphs.training.boundary import boundary
from graphs.training.data import generate
from graphs.training.surface import surface

EVER = math.inf  # seconds: the grid does not depend on how fast the machine is
RANGES = [[-1, 1], [0, 2]]
LINE = "y_hat = w*x + b\nloss = np.mean((y_hat - y)**2)"
SOFTMAX = """h = np.maximum(0, X.dot(W1) + b1)
scores = h.dot(W2) + b2
shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
probs = shifted / shifted.sum(axis=1, keepdims=True)
log_probs = -np.log(probs)
loss = log_probs[np.arange(300), y].mean()"""
LOGISTIC = "p = sigmoid(X.dot(w) + b)\nloss = -np.sum(y*np.log(p) + (1 - y)*np.log(1 - p))"


def test_a_surface_is_the_loss_at_each_point() -> None:
    x, y, _ = generate("linear")
    path = [(0, {"w": 0.0, "b": 0.0}), (9, {"w": 4.0, "b": 1.0})]
    found = surface(
        LINE, {"x": x[:, 0], "y": y, "w": 1.0, "b": 0.5}, ["w", "b"], path=path, seconds=EVER
    )
    w, b = np.meshgrid(found.x, found.y)
    expected = np.mean((w[..., None] * x[:, 0] + b[..., None] - y) ** 2, axis=-1)
    assert found.z.shape == (41, 41)
    assert np.allclose(found.z, expected, rtol=1e-12)
    assert found.x[0] < 0.0 < 4.0 < found.x[-1]
    assert found.path == [(0, 0.0, 0.0), (9, 4.0, 1.0)]
    assert (found.names, found.note) == (("w", "b"), None)


def test_elements_of_arrays_and_chosen_ranges() -> None:
    program = "loss = np.sum((W.dot(v) - 1)**2)"
    W, v = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -1.0])
    found = surface(program, {"W": W, "v": v}, ["W[0, 1]", "v[-1]"], ranges=RANGES, seconds=EVER)
    assert found.names == ("W[0, 1]", "v[1]")
    assert (found.x[0], found.x[-1], found.y[0], found.y[-1]) == (-1, 1, 0, 2)
    changed, other = W.copy(), v.copy()
    changed[0, 1], other[1] = found.x[7], found.y[30]
    assert found.z[30, 7] == pytest.approx(np.sum((changed @ other - 1) ** 2), rel=1e-12)
    assert W[0, 1] == 2.0


def test_a_program_that_draws_keeps_its_draws() -> None:
    program = "mask = np.random.rand(4) > 0.5\nloss = np.sum((a * np.random.randn(4) - b)**2)"
    found = surface(program, {"a": 1.0, "b": 0.0}, ["a", "b"], seed=3, seconds=EVER)
    again = graphs.trace(program, {"a": found.x[3], "b": found.y[5]}, seed=3)
    assert found.z[5, 3] == pytest.approx(again.value, rel=1e-12)


def test_a_slow_program_gets_a_coarser_grid_and_says_so() -> None:
    found = surface("loss = a**2 + b**2", {"a": 1.0, "b": 2.0}, ["a", "b"], seconds=0.0)
    assert found.z.shape == (11, 11)
    assert found.note is not None
    assert "11 × 11 points, not 41 × 41" in found.note


def test_the_path_of_another_program_is_left_out() -> None:
    path = [(0, {"a": [1.0, 2.0], "b": 1.0}), (1, {"b": 1.0}), (2, {"a": 3.0, "b": 4.0})]
    found = surface("loss = a**2 + b**2", {"a": 1.0, "b": 1.0}, ["a", "b"], path=path)
    assert found.path == [(2, 3.0, 4.0)]


def test_a_run_that_diverged_leaves_a_surface() -> None:
    path = [
        (0, {"a": 1.0, "b": 1.0}),
        (1, {"a": math.inf, "b": math.nan}),
        (2, {"a": 1e200, "b": 0}),
    ]
    found = surface("loss = a**2 + b**2", {"a": 1.0, "b": 1.0}, ["a", "b"], path=path)
    assert np.isfinite(found.z).all()
    assert [point[0] for point in found.path] == [0, 2]


@pytest.mark.parametrize(
    "asked",
    [
        {"of": ["w"]},
        {"of": ["w", "w"]},
        {"of": ["w", "nothing"]},
        {"of": ["w", "x"]},
        {"of": ["w", "x[9]"]},
        {"of": ["w", "x[0, 0]"]},
        {"of": ["w[0]", "b"]},
        {"of": ["w", "__import__('os')"]},
        {"of": ["w", "b"], "ranges": [[1, -1], [0, 1]]},
        {"of": ["w", "b"], "ranges": [[0, 1e300], [0, 1]]},
        {"of": ["w", "b"], "output": "y_hat"},
    ],
)
def test_what_has_no_surface_is_said(asked: dict) -> None:
    inputs = {"x": [1.0, 2.0], "y": [0.0, 1.0], "w": 1.0, "b": 0.0}
    with pytest.raises(GraphError) as caught:
        surface(LINE, inputs, **asked)
    assert caught.value.message
    assert surfaces.SIZES[0] == 41


def test_the_classes_of_a_network_at_each_point() -> None:
    """The scores are found without being named: the last value that the labels do not reach."""
    X, y, _ = generate("spirals")
    random = np.random.RandomState(1)
    W1, W2 = random.randn(2, 20), random.randn(20, 3)
    inputs = {"X": X, "y": y, "W1": W1, "b1": np.zeros(20), "W2": W2, "b2": np.zeros(3)}
    now = graphs.trace(SOFTMAX, inputs)
    found = boundary(now.evaluation, "X", "y", "scores")
    plane = np.stack(np.meshgrid(found.x, found.y), axis=-1)
    scores = np.maximum(0, plane @ W1) @ W2
    assert found.kind == "classes"
    assert np.array_equal(found.values, scores.argmax(axis=-1))
    assert np.array_equal(found.points, np.column_stack((X, y)))
    without = graphs.trace(SOFTMAX.replace("log_probs", "losses"), inputs)
    assert (
        boundary(without.evaluation, "X", "y").node
        == without.evaluation.model.nodes[without.evaluation.model.names["losses"]].id
    )


def test_a_chance_is_cut_at_a_half_and_a_score_at_zero() -> None:
    X, y, _ = generate("two_moons", 30)
    inputs = {"X": X, "y": y, "w": np.array([1.0, -2.0]), "b": 0.3}
    found = boundary(graphs.trace(LOGISTIC, inputs).evaluation, "X", "y")
    plane = np.stack(np.meshgrid(found.x, found.y), axis=-1)
    assert found.threshold == 0.5
    assert np.array_equal(found.values > 0.5, plane @ inputs["w"] + 0.3 > 0)
    hinge = "s = X.dot(w) + b\nloss = np.sum(np.maximum(0, 1 - s*t))"
    signed = boundary(
        graphs.trace(hinge, {"X": X, "t": 2 * y - 1, "w": inputs["w"], "b": 0.3}).evaluation,
        "X",
        "t",
    )
    assert signed.threshold == 0.0
    assert np.allclose(signed.values, plane @ inputs["w"] + 0.3)


def test_one_feature_gives_the_fitted_curve_and_numbers_a_landscape() -> None:
    x, y, _ = generate("linear")
    curve = boundary(
        graphs.trace(LINE, {"x": x[:, 0], "y": y, "w": 3.0, "b": -1.0}).evaluation, "x", "y"
    )
    assert (curve.kind, curve.y) == ("curve", None)
    assert np.allclose(curve.values, 3.0 * curve.x - 1.0)
    assert np.array_equal(curve.points, np.column_stack((x[:, 0], y)))
    program = "s = X.dot(w)\nloss = np.sum((s - y)**2)"
    X = np.random.RandomState(0).randn(7, 2)
    plane = boundary(
        graphs.trace(program, {"X": X, "y": X[:, 0], "w": [1.0, 2.0]}).evaluation, "X", "y"
    )
    assert (plane.kind, plane.threshold) == ("scores", None)
    assert np.allclose(plane.values, plane.x + 2.0 * plane.y[:, None])


@pytest.mark.parametrize(
    "asked",
    [
        ("Z", "y", None),
        ("w", "y", None),
        ("X", "w", None),
        ("X", "Z", None),
        ("X", "y", "loss"),
        ("X", "y", "n999"),
        ("y", "X", None),
    ],
)
def test_what_has_no_boundary_is_said(asked: tuple) -> None:
    X, y, _ = generate("xor")
    now = graphs.trace(LOGISTIC, {"X": X, "y": y, "w": [1.0, 1.0], "b": 0.0})
    with pytest.raises(GraphError) as caught:
        boundary(now.evaluation, *asked)
    assert caught.value.message


BY_HAND = {
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "relu": lambda x: max(0.0, x),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "maxout": lambda x: max(-0.5 * x - 1, x),
    "elu": lambda x: x if x > 0 else math.expm1(x),
    "softplus": lambda x: math.log1p(math.exp(x)),
    "gelu": lambda x: x * 0.5 * (1 + math.erf(x / math.sqrt(2))),
}


@pytest.mark.parametrize("curve", curves(), ids=lambda curve: curve["name"])
def test_an_activation_s_curve_and_slope(curve: dict) -> None:
    function, h = BY_HAND[curve["name"]], 1e-6
    assert (curve["x"][0], curve["x"][-1], len(curve["x"])) == (-6, 6, 241)
    for x, f, slope in list(zip(curve["x"], curve["f"], curve["slope"], strict=True))[::7]:
        assert f == pytest.approx(function(x), abs=1e-12)
        kink = min(abs(x), abs(1.5 * x + 1)) < 1e-3
        if not kink:
            assert slope == pytest.approx((function(x + h) - function(x - h)) / (2 * h), abs=1e-7)
    assert all(remark["text"] and remark["source"] for remark in curve["remarks"])


def test_a_definition_means_the_gate() -> None:
    for activation in ACTIVATIONS:
        for x in (-2.3, -0.4, 0.7, 3.1):
            there = graphs.trace(activation.text, {"x": x})
            f, slope = activation.at(np.array([x]))
            assert there.value == pytest.approx(f[0], abs=1e-12)
            assert there.grads["x"] == pytest.approx(slope[0], abs=1e-12)
        assert activation.latex
        assert activation.gate in GATES
        assert activation.gate.role is not None


def test_flat_zones_are_where_the_slope_says() -> None:
    zones = {one.name: [(z.kind, z.low, z.high) for z in one.zones] for one in ACTIVATIONS}
    edge = math.log(0.05 * 0.25)  # where s (1 - s) falls below a twentieth of 1/4, nearly
    (low, high) = zones["sigmoid"]
    assert (low[0], low[1], high[2]) == ("saturated", -6.0, 6.0)
    assert low[2] == pytest.approx(edge, abs=0.05)
    assert high[1] == pytest.approx(-edge, abs=0.05)
    assert zones["relu"] == [("dead", -6.0, 0.0)]
    assert zones["leaky_relu"] == zones["maxout"] == []
    assert zones["elu"][0][2] == pytest.approx(math.log(0.05), abs=0.05)
    assert len(zones["tanh"]) == 2
    assert len(zones["gelu"]) == len(zones["softplus"]) == 1
    assert [one["name"] for one in curves(["tanh"])] == ["tanh"]
    assert {one.gate.role for one in ACTIVATIONS} > {SCALER}
    with pytest.raises(GraphError):
        curves(["nothing"])


@pytest.mark.parametrize(("stretch", "alike"), [(1.5, True), (30.0, False)])
def test_axes_of_like_extent_have_one_measure(stretch: float, alike: bool) -> None:
    X, y, _ = generate("two_moons", 40)
    inputs = {"X": X * [1.0, stretch], "y": y, "w": [0.5, -1.0], "b": 0.1}
    plane = boundary(graphs.trace(LOGISTIC, inputs).evaluation, "X", "y")
    assert plane.y is not None
    assert math.isclose(np.ptp(plane.x), np.ptp(plane.y)) == alike
    for axis, column in ((plane.x, inputs["X"][:, 0]), (plane.y, inputs["X"][:, 1])):
        assert axis[0] < column.min() <= column.max() < axis[-1]
