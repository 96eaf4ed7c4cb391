"""Inputs that are entries and attributes, given and returned by path; either spelling is taken."""

from __future__ import annotations

from inspect import signature

import numpy as np
import pytest

import graphs
from graphs.compiled import training_step

NET = """
class Net:
    def __init__(self):
        self.w = np.array([1.0, -2.0])
        self.b = 0.5

    def __call__(self, x):
        return np.tanh(x @ self.w + self.b)

params = {'W1': np.ones((2, 2)), 'scale': 3.0}
net = Net()
h = np.array([0.3, 0.4]) @ params['W1']
loss = params['scale'] * net(h) ** 2
"""


def test_results_are_by_path_and_arguments_by_either_spelling() -> None:
    compiled = graphs.compile(NET)
    traced = graphs.trace(NET)
    value, grads = compiled()
    assert value == pytest.approx(traced.value)
    assert list(grads) == ["params['W1']", "params['scale']", "net.w", "net.b"]
    for path, grad in grads.items():
        np.testing.assert_allclose(grad, traced.grads[path])
    assert str(signature(compiled)) == (
        "(params_W1=array([[1., 1.],\n       [1., 1.]]), params_scale=3.0, "
        "net_w=array([ 1., -2.]), net_b=0.5)"
    )
    expected = graphs.trace(NET, {"params['scale']": 2.0}).value
    for name in ("params['scale']", 'params["scale"]', "params_scale"):
        assert compiled(**{name: 2.0})[0] == pytest.approx(expected)
    assert compiled(np.ones((2, 2)), 2.0)[0] == pytest.approx(expected)
    with pytest.raises(TypeError, match="params_scale twice"):
        compiled(np.ones((2, 2)), 2.0, **{"params['scale']": 2.0})


def test_the_text_has_identifiers() -> None:
    compiled = graphs.compile(NET, wrt=["params_scale", "net.b"])
    text = compiled.code()
    assert text.startswith("def program(*, params_W1, params_scale, net_w, net_b, **more):")
    assert "\"params['scale']\": " in text
    assert list(compiled()[1]) == ["params['scale']", "net.b"]


def test_two_paths_that_are_spelled_alike_are_kept_apart() -> None:
    text = "class A:\n    pass\na = A()\na.b = 2.0\na_b = 5.0\nf = a.b * a_b ** 2"
    compiled = graphs.compile(text)
    assert compiled() == (50.0, {"a.b": 25.0, "a_b": 20.0})
    assert list(signature(compiled).parameters) == ["a_b_2", "a_b"]
    assert compiled(**{"a.b": 3.0})[0] == 75.0
    assert compiled(a_b_2=3.0)[0] == 75.0
    assert compiled(a_b=1.0)[0] == 2.0


def test_a_step_of_training_moves_entries() -> None:
    text = "p = {'w': 2.0}\nloss = (p['w'] - 1.0) ** 2"
    values = {"p['w']": 2.0}
    run = training_step(text, ["p['w']"], "w = w - lr * dw")
    assert run(values, {"p['w']": {}}, {"lr": 0.25}) == 1.0
    assert values == {"p['w']": 1.5}
