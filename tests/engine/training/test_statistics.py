"""What is measured of a run, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from graphs.training import Plan, Training
from graphs.training.findings import Finding
from graphs.training.layers import MOST_LAYERS
from graphs.training.statistics import BINS, histogram
from graphs.training.watch import Watch

RANDOM = np.random.RandomState(5)


def deep(layers: int, activation: str, scale: float, width: int = 30) -> Training:
    """A network of equally wide layers, each with a name."""
    lines = [f"h{k} = {activation.format(f'h{k - 1} @ W{k}')}" for k in range(1, layers + 1)]
    text = "\n".join(["h0 = X", *lines, f"loss = np.mean((h{layers} @ V - y)**2)"])
    random = np.random.RandomState(0)
    weights = {f"W{k}": scale * random.randn(width, width) for k in range(1, layers + 1)}
    values = {"X": random.randn(40, width), "y": random.randn(40), "V": random.randn(width) / 5}
    plan = Plan(text, values | weights, None, (*weights, "V"), ("X", "y"), settings={"lr": 1e-6})
    return Training(plan, watch=True)


def kinds(training: Training) -> dict[str, Finding]:
    for _ in range(4):
        training.advance()
    return {one.kind: one for one in training.findings}


def test_a_histogram_counts_as_numpys() -> None:
    values = RANDOM.randn(50, 7)
    found = histogram(values)
    counts, edges = np.histogram(values, BINS)
    assert list(found.counts) == counts.tolist()
    assert (found.low, found.high) == (edges[0], edges[-1])
    assert found.mean == pytest.approx(values.mean())
    assert found.std == pytest.approx(values.std())
    assert found.norm == pytest.approx(np.linalg.norm(values))


@pytest.mark.parametrize(
    ("values", "size", "zeros"),
    [
        (3.0, 1, 0.0),
        (np.zeros((4, 2)), 8, 1.0),
        (np.array([0.0, np.nan, 1.0, np.inf]), 2, 0.5),
        (np.full(3, np.nan), 0, 0.0),
        (np.array([1.0, np.nextafter(1.0, 2.0)]), 2, 0.0),
        (np.array([-1e308, 1e308]), 2, 0.0),
    ],
)
def test_histograms_of_odd_arrays(values: Any, size: int, zeros: float) -> None:
    found = histogram(values)
    assert sum(found.counts) == size
    assert found.zeros == zeros
    assert len(found.counts) == BINS


def test_norms_and_ratios_are_those_of_the_update() -> None:
    training = deep(3, "np.tanh({})", 0.3)
    before = training.values_at(0)
    statistics = training.advance().statistics
    assert statistics is not None
    after = training.values_at(1)
    for name in training.plan.parameters:
        step = np.linalg.norm(after[name] - before[name])
        assert statistics.gradient[name] == pytest.approx(step / 1e-6, rel=1e-6)
        ratio = step / np.linalg.norm(before[name])
        assert statistics.ratio[name] == pytest.approx(ratio, rel=1e-9)
    hidden = np.tanh(training.inputs["X"] @ before["W1"])
    one = statistics.activations[training.watch.layers[0].id]
    assert list(one.counts) == np.histogram(hidden, BINS)[0].tolist()
    assert statistics.to_dict()["ratio"].keys() == set(training.plan.parameters)


def test_measured_iterations_become_rare() -> None:
    training = deep(1, "np.tanh({})", 0.3)
    wants = [k for k in range(100_000) if training.watch.measures(k)]
    assert wants[:17] == list(range(17))
    assert len(wants) < 250
    assert max(after / before for before, after in pairwise(wants[20:])) < 1.1


def test_layers_of_functions_and_of_what_was_typed() -> None:
    text = """
a = 1 / (1 + np.exp(-(X @ W)))
b = np.maximum(0, a @ W)
c = leaky_relu(b @ W)
d = elu(c @ W)
m = d @ W
out = m @ W
squared = np.square(out)
loss = np.mean(squared)
"""
    plan = Plan(text, {"X": RANDOM.randn(3, 3), "W": RANDOM.randn(3, 3)}, None, ("W",))
    training = Training(plan)
    layers = {one.name: one for one in training.watch.layers}
    assert list(layers) == ["a", "b", "c", "d", "m", "out"]
    names = {name: one.activation and one.activation.gate.name for name, one in layers.items()}
    assert names == {
        "a": "sigmoid", "b": "max", "c": "leaky_relu", "d": "elu", "m": None, "out": None,
    }  # fmt: skip
    assert [one.line for one in layers.values()] == [2, 3, 4, 5, 6, 7]
    assert not layers["out"].hidden


def test_a_loop_has_a_layer_a_pass_and_many_are_thinned() -> None:
    text = "h = h0\nfor t in range({}):\n    h = np.tanh(h @ W)\nloss = np.sum(h**2)"
    values = {"h0": RANDOM.randn(2, 3), "W": RANDOM.randn(3, 3)}
    few = Training(Plan(text.format(3), values, None, ("W",))).watch.layers
    assert [one.name for one in few] == ["h (1)", "h (2)", "h (3)"]
    many = Training(Plan(text.format(40), values, None, ("W",))).watch.layers
    assert len(many) == MOST_LAYERS
    assert (many[0].name, many[-1].name) == ("h (1)", "h (40)")


def test_numbers_are_layers_where_there_is_nothing_else() -> None:
    text = "a = tanh(w * x + b)\nc = tanh(v[0] * a)\nd = v[1] * c\nloss = (d - 1)**2 + w**2"
    values = {"x": 0.5, "w": 2.0, "b": 0.1, "v": [1.0, 2.0]}
    layers = Training(Plan(text, values, None, ("w", "b", "v"))).watch.layers
    assert [(one.name, one.hidden) for one in layers] == [("a", True), ("c", True)]


def test_a_deep_chain_of_sigmoids_vanishes() -> None:
    training = deep(10, "1 / (1 + np.exp(-({})))", 1 / np.sqrt(30))
    found = kinds(training)
    told = re.fullmatch(
        r"The gradient shrinks ([\d.]+) times a layer: from (\S+) at h10 to (\S+) at h1 "
        r"\(norms at iteration 0\)\.",
        found["vanishing"].message,
    )
    assert told is not None
    factor, last, first = map(float, told.groups())
    assert factor > 3
    assert last / first == pytest.approx(factor**9, rel=0.1)
    assert "exploding" not in found


@pytest.mark.parametrize("activation", ["np.maximum(0, {})", "relu({})"])
def test_a_badly_scaled_chain_explodes(activation: str) -> None:
    found = kinds(deep(8, activation, 2.0))
    assert found["exploding"].iteration == 0
    assert "vanishing" not in found
    assert float(found["exploding"].message.split()[3]) > 4


def test_large_weights_saturate_tanh() -> None:
    training = deep(3, "np.tanh({})", 3.0)
    found = kinds(training)
    assert found["saturated"].message.endswith("so hardly any gradient passes.")
    statistics = training.advance().statistics
    assert statistics is not None
    share = statistics.activations[training.watch.layers[0].id].saturated
    values = training.values_at(4)
    hidden = np.tanh(training.inputs["X"] @ values["W1"])
    assert share == pytest.approx(np.mean(1 - hidden**2 < 0.01))


def test_a_healthy_network_is_left_in_peace() -> None:
    assert kinds(deep(6, "np.tanh({})", 1 / np.sqrt(30))) == {}


def test_dead_units_are_counted() -> None:
    text = "h = np.maximum(0, X @ W + b)\nloss = np.mean((h @ V - y)**2)"
    values: Mapping[str, Any] = {
        "X": np.abs(RANDOM.randn(20, 4)),
        "y": RANDOM.randn(20),
        "W": np.abs(RANDOM.randn(4, 6)),
        "b": np.array([0.0, -1e3, 0.0, -1e3, -1e3, 0.0]),
        "V": RANDOM.randn(6),
    }
    found = kinds(Training(Plan(text, values, None, ("W", "b", "V")), watch=True))
    assert found["dead"].message.startswith("3 of 6 units of h are 0 for every row")
    assert found["dead"].iteration == 2


@pytest.mark.parametrize(("rate", "word"), [(1e-7, "small"), (3.0, "large")])
def test_steps_far_from_a_thousandth_are_remarked(rate: float, word: str) -> None:
    values = {"X": RANDOM.randn(9, 3), "W": RANDOM.randn(3, 2)}
    plan = Plan("loss = np.sum(X @ W)", values, None, ("W",), settings={"lr": rate})
    training = Training(plan, watch=True)
    for _ in range(16):
        training.advance()
    (found,) = training.findings
    assert found.kind == "rate"
    assert found.message.endswith(f"The learning rate may be too {word}.")


def test_what_starts_at_zero_is_as_large_as_its_updates_at_any_rate() -> None:
    text = "loss = np.mean((X @ W - Y)**2)"
    values = {"X": RANDOM.randn(9, 3), "W": np.zeros((3, 2)), "Y": RANDOM.randn(9, 2)}
    training = Training(Plan(text, values, None, ("W",), settings={"lr": 1e-3}), watch=True)
    for _ in range(20):
        training.advance()
    assert not training.findings


def test_each_finding_is_data() -> None:
    training = deep(10, "sigmoid({})", 0.1)
    training.advance()
    first = training.findings[0].to_dict()
    assert first.keys() == {"kind", "message", "iteration", "layer"}
    assert isinstance(training.watch, Watch)
