"""The course's own style of code works as typed, at the lecture's sizes too.

Expected numbers come from backward passes written by hand in NumPy, or from Python running the
same text over HIPS autograd.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from app import create_app
from graphs import Limits
from tests.support.homework import TYPED
from tests.support.named import named

TWO_LAYERS = """import numpy as np
from numpy.random import randn

N, D_in, H, D_out = {sizes}
x, y = randn(N, D_in), randn(N, D_out)
w1, w2 = randn(D_in, H), randn(H, D_out)

h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()
"""

THREE_LAYERS = """# forward pass of a network with three layers
f = lambda x: 1.0/(1.0 + np.exp(-x)) # activation function (use sigmoid)
x = np.random.randn(3, 1) # random input vector of three numbers
h1 = f(np.dot(W1, x) + b1)
h2 = f(np.dot(W2, h1) + b2)
out = np.dot(W3, h2) + b3
"""


def same(made: Any, expected: Any, name: str = "") -> None:
    assert np.shape(made) == np.shape(expected), name
    scale = max(1.0, float(np.max(np.abs(expected))))
    np.testing.assert_allclose(made, expected, rtol=1e-9, atol=1e-9 * scale, err_msg=name)


def backward_by_hand(x: Any, y: Any, w1: Any, w2: Any) -> dict[str, Any]:
    """The two-layer network as the lecture differentiates it, and for its data too."""
    h = 1 / (1 + np.exp(-x.dot(w1)))
    y_pred = h.dot(w2)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_h = grad_y_pred.dot(w2.T)
    grad_a = grad_h * h * (1 - h)
    return {
        "loss": np.square(y_pred - y).sum(),
        "y_pred": grad_y_pred,
        "h": grad_h,
        "w1": x.T.dot(grad_a),
        "w2": h.T.dot(grad_y_pred),
        "x": grad_a.dot(w1.T),
        "y": -grad_y_pred,
    }


@pytest.mark.parametrize("sizes", [(4, 3, 5, 2), (64, 1000, 100, 10)], ids=str)
def test_the_two_layer_network(sizes: tuple[int, ...]) -> None:
    program = TWO_LAYERS.format(sizes=", ".join(map(str, sizes)))
    trace = graphs.trace(program, limits=Limits(), seed=5)
    np.random.seed(5)
    N, D_in, H, D_out = sizes
    data = {"x": np.random.randn(N, D_in), "y": np.random.randn(N, D_out)}
    data |= {"w1": np.random.randn(D_in, H), "w2": np.random.randn(H, D_out)}
    expected = backward_by_hand(**data)
    same(trace.value, expected.pop("loss"))
    for name, value in data.items():
        same(trace.values[name], value, name)
    for name, grad in expected.items():
        same(trace.grads[name], grad, name)


def test_the_lectures_sizes_on_the_web() -> None:
    client = create_app({"workers": 0}).test_client()
    program = TWO_LAYERS.format(sizes="64, 1000, 100, 10")
    response = client.post("/api/trace", json={"program": program, "seed": 5})
    assert response.status_code == 200
    payload = response.get_json()
    assert payload["too_large"] is None
    assert len(response.data) < 1_500_000
    at = payload["names"]["w1"]
    assert payload["grads"][at]["shape"] == [1000, 100]


def test_the_three_layer_network() -> None:
    sizes = {"W1": (4, 3), "b1": (4, 1), "W2": (4, 4), "b2": (4, 1), "W3": (1, 4), "b3": (1, 1)}
    random = np.random.default_rng(0)
    weights = {name: random.normal(size=shape) for name, shape in sizes.items()}
    trace = graphs.trace(THREE_LAYERS, weights, limits=Limits(), seed=1)
    np.random.seed(1)
    x = np.random.randn(3, 1)
    W1, b1, W2, b2, W3, b3 = weights.values()
    h1 = 1 / (1 + np.exp(-(W1 @ x + b1)))
    h2 = 1 / (1 + np.exp(-(W2 @ h1 + b2)))
    same(trace.value, W3 @ h2 + b3)
    d2 = W3.T * h2 * (1 - h2)
    d1 = W2.T @ d2 * h1 * (1 - h1)
    expected = {"W3": h2.T, "b3": np.ones((1, 1)), "W2": d2 @ h1.T, "b2": d2}
    expected |= {"W1": d1 @ x.T, "b1": d1, "x": W1.T @ d1}
    for name, grad in expected.items():
        same(trace.grads[name], grad, name)


@pytest.mark.parametrize("title", TYPED)
def test_homework_as_typed(title: str) -> None:
    program, inputs = TYPED[title]
    trace = graphs.trace(program, inputs, limits=Limits())
    values, grads = named(program, inputs, trace.output)
    for name, value in values.items():
        if name in trace.evaluation.model.names:
            same(trace.values[name], value, name)
    compared = trace.grads.keys() & grads.keys()
    assert compared >= inputs.keys()
    for name in compared:
        same(trace.grads[name], grads[name], name)
