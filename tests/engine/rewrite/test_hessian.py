"""Second derivatives against HIPS autograd's Hessian, and against differences of gradients."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian

import graphs
from graphs.errors import TooLarge
from graphs.views import view
from tests.support import tensor_programs
from tests.support.reference import as_function

NUMBERS = {
    "a product": ("f = (x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0}),
    "Rosenbrock's banana": ("f = (1 - x)**2 + 100 * (y - x**2)**2", {"x": -0.5, "y": 0.7}),
    "a neuron": ("f = 1 / (1 + exp(-(w*x + b)))", {"w": 2.0, "x": -1.0, "b": 0.3}),
    "a quotient": ("f = x / y + log(x * y)", {"x": 1.2, "y": 0.6}),
}


@pytest.mark.parametrize(("text", "inputs"), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers_against_autograd(text: str, inputs: dict[str, float]) -> None:
    program = as_function(text, tuple(inputs), "f")
    point = np.array(list(inputs.values()))
    expected = hessian(lambda place: program(*place))(point)
    found = graphs.trace(text, inputs).hessian(list(inputs))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


X = np.random.default_rng(1).normal(size=(4, 3))
T = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


def softmax_loss(w: Any) -> Any:
    scores = anp.dot(X, anp.reshape(w, (3, 2)))
    logs = scores - anp.log(anp.sum(anp.exp(scores), axis=1, keepdims=True))
    return -anp.mean(anp.sum(T * logs, axis=1))


def test_a_classifier_against_autograd() -> None:
    w = np.random.default_rng(2).normal(size=(3, 2))
    text = "p = softmax(X @ w)\nloss = -np.mean(np.sum(T * np.log(p), axis=1))"
    traced = graphs.trace(text, {"X": X, "w": w, "T": T})
    expected = hessian(softmax_loss)(w.ravel())
    np.testing.assert_allclose(traced.hessian(["w"]), expected, rtol=1e-8, atol=1e-12)
    data = view(traced.evaluation, "hessian", {"of": ["w"]})
    assert data["kind"] in ("convex", "flat in some directions")
    assert data["entries"][:3] == ["w[0, 0]", "w[0, 1]", "w[1, 0]"]
    folded = traced.with_fold([one["id"] for one in traced.patterns])
    np.testing.assert_allclose(folded.hessian(["w"]), expected, rtol=1e-8, atol=1e-12)


def test_products_with_a_vector_against_differences_of_gradients() -> None:
    h, tried = 1e-6, 0
    for number in range(40):
        writer = tensor_programs.Writer(f"hessian {number}")
        traced = graphs.trace(writer.program(), writer.inputs)
        random = np.random.default_rng(number)
        vector = {
            name: random.uniform(-1, 1, np.shape(value))
            for name, value in writer.inputs.items()
            if traced.evaluation.model.inputs[name].node in traced.evaluation.model.wrt
            and traced.evaluation.model.inputs[name].node in traced.evaluation.gradients
        }
        found = traced.hessian(vector)
        sides = [
            traced.with_inputs(
                {name: writer.inputs[name] + sign * h * part for name, part in vector.items()}
            )
            for sign in (1, -1)
        ]
        for name in vector:
            node = traced.evaluation.model.inputs[name].node
            above, below = (np.asarray(side.evaluation.gradients[node]) for side in sides)
            numeric = (above - below) / (2 * h)
            size = 1 + float(np.max(np.abs(numeric), initial=0.0))
            size += float(np.max(np.abs(above), initial=0.0))
            np.testing.assert_allclose(found[name], numeric, atol=1e-4 * size, err_msg=name)
            tried += 1
    assert tried > 80


def test_the_shape_of_the_surface() -> None:
    def kind(text: str) -> str:
        return str(view(graphs.trace(text, {"x": 0.5, "y": 0.5}).evaluation, "hessian", {})["kind"])

    assert kind("f = x**2 + y**2") == "convex"
    assert kind("f = -x**2 - y**2") == "concave"
    assert kind("f = x * y") == "saddle"
    assert kind("f = x + y") == "flat"
    assert kind("f = (x + y)**2") == "flat in some directions"


def test_more_entries_than_a_matrix_has_room_for() -> None:
    traced = graphs.trace("f = np.sum(x**3)", {"x": np.arange(1.0, 21.0)})
    with pytest.raises(TooLarge, match="up to 12"):
        traced.hessian(["x"])
    data = view(traced.evaluation, "hessian", {"of": ["x"]})
    assert data["matrix"] is None
    product = traced.hessian({"x": np.ones(20)})["x"]
    np.testing.assert_allclose(product, 6 * np.arange(1.0, 21.0))


@pytest.mark.parametrize("vector", [{"y": 1.0}, {"x": [1.0, 2.0]}])
def test_a_vector_that_does_not_fit(vector: dict[str, Any]) -> None:
    with pytest.raises(graphs.GraphError):
        graphs.trace("f = x * x", {"x": 1}).hessian(vector)
