"""Texts that define and call nothing: the main definition is called, with inputs as arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import make_vjp

import graphs
from graphs import GraphError
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import run


def by_autograd(text: str, values: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """What a text leaves as ``f``, and the gradients of its sum by the inputs, by path."""
    paths = {path: "_".join(re.findall(r"\w+", path)) for path in values}
    for path in values:  # what the text writes itself is an input all the same
        text = re.sub(rf"(?m)^{re.escape(path)} = .*$", "", text)

    def program(point: tuple[Any, ...]) -> Any:
        names = {"np": anp, "math": anp, **dict(zip(paths.values(), point, strict=True))}
        exec(compile(text, "<text>", "exec"), names)
        return anp.sum(names["f"])

    pull, value = make_vjp(program)(tuple(np.asarray(it, float) for it in values.values()))
    return value, dict(zip(paths, pull(1.0), strict=True))


def same_as_called(text: str, call: str, chosen: str | None = None) -> Any:
    """The trace of a text that calls nothing, held against the text with a call at its end."""
    trace = graphs.trace(text, fill=True, call=chosen)
    called = f"{text}\n{call}"
    agree(trace.value, run(called, trace.inputs)["f"], text)
    inputs = {path: it for path, it in trace.inputs.items() if path in trace.grads}
    others = {path: it for path, it in trace.inputs.items() if path not in inputs}
    fixed = "".join(f"{path} = {it!r}\n" for path, it in others.items())
    value, slopes = by_autograd(fixed + called, inputs)
    agree(np.sum(trace.value), value, text)
    for path, slope in slopes.items():
        agree(trace.grads[path], slope, f"the gradient of {path}")
    return trace


FUNCTIONS = {
    "a parabola": ("def g(x):\n    return 3 * x ** 2 - 4 * x + 5", "f = g(x)"),
    "two numbers": ("def g(x, y):\n    q = x + y\n    return q * y", "f = g(x, y)"),
    "a sigmoid": ("def sigmoid(x):\n    return 1 / (1 + np.exp(-x))", "f = sigmoid(x)"),
    "arrays": ("def loss(W, X, y):\n    return np.mean((X @ W - y) ** 2)", "f = loss(W, X, y)"),
    "a softmax": (
        "def g(s):\n    e = np.exp(s - np.max(s, axis=1, keepdims=True))\n"
        "    return np.log(e / e.sum(axis=1, keepdims=True))[:, 0]", "f = g(s)"),
    "several statements": (
        "def net(x, w1, w2):\n    h = np.tanh(x @ w1)\n    o = h @ w2\n    return np.sum(o ** 2)",
        "f = net(x, w1, w2)"),
    "a helper that it calls": (
        "def square(u):\n    return u * u\n\ndef g(a, b):\n    return square(a) + square(b) * a",
        "f = g(a, b)"),
    "defined before its helper": (
        "def g(a):\n    return twice(a) * a\n\ndef twice(u):\n    return 2 * u", "f = g(a)"),
    "a lambda": ("g = lambda x: x ** 3 + x", "f = g(x)"),
    "a lambda of two": ("g = lambda x, y: np.exp(x) * y", "f = g(x, y)"),
    "keyword-only": ("def g(x, *, scale):\n    return x * scale", "f = g(x, scale=scale)"),
    "a default": ("def g(x, a=2.0):\n    return a * x ** 2", "f = g(x, a)"),
    "two defaults": ("def g(x, a=2.0, b=-1.0):\n    return a * x + b * x ** 2", "f = g(x, a, b)"),
    "a constant above": ("rate = 0.01\ndef g(x):\n    return x ** 2 + rate", "f = g(x)"),
    "a value of the same name above": ("x = 3.0\ndef g(x, y):\n    return x * y", "f = g(x, y)"),
    "an array of the same name above": (
        "W = np.array([[1.0, 2.0], [3.0, -1.0]])\ndef g(x, W):\n    return np.sum(np.tanh(x @ W))",
        "f = g(x, W)"),
    "None tested by is": (
        "def g(x, y=None):\n    if y is None:\n        return np.sum(x)\n"
        "    return np.sum((x - y) ** 2)", "f = g(x, y)"),
    "None tested by is not": (
        "def g(x, w, b=None):\n    out = x @ w\n    if b is not None:\n        out = out + b\n"
        "    return np.sum(out ** 2)", "f = g(x, w, b)"),
    "a mode that is compared": (
        "def g(x, mode):\n    if mode == 'relu':\n        return np.maximum(0, x)\n"
        "    elif mode == 'tanh':\n        return np.tanh(x)", "f = g(x, 'relu')"),
    "a mode with a default": (
        "def g(x, mode='tanh'):\n    if mode == 'relu':\n        return np.maximum(0, x)\n"
        "    elif mode == 'tanh':\n        return np.tanh(x)", "f = g(x)"),
    "a mode among several": (
        "def g(x, kind):\n    if kind in ('l1', 'abs'):\n        return np.sum(np.abs(x))\n"
        "    return np.sum(x ** 2)", "f = g(x, 'l1')"),
    "a truth by default": (
        "def g(x, train=True):\n    if train:\n        return x * 2\n    return x", "f = g(x)"),
    "a dictionary of parameters": (
        "def model(X, params):\n    h = np.tanh(X @ params['W1'] + params['b1'])\n"
        "    return h @ params['W2']",
        "f = model(X, {'W1': params_W1, 'b1': params_b1, 'W2': params_W2})"),
    "a dictionary taken apart": (
        "def model(x, p):\n    w = p['w']\n    b = p['b']\n    return w * x + b",
        "f = model(x, {'w': p_w, 'b': p_b})"),
    "a function as an argument": (
        "def layer(x, w, activation):\n    return activation(x * w)", "f = layer(x, w, np.tanh)"),
    "self without a class": (
        "def step(self, x, dt):\n    return self.rate * x * dt",
        "class Owner:\n    rate = self_rate\nf = step(Owner, x, dt)"),
    "a loop": (
        "def power(x, n=3):\n    p = 1.0\n    for i in range(3):\n        p = p * x\n    return p",
        "f = power(x)"),
    "an early return": (
        "def g(x):\n    if x > 0:\n        return x ** 2\n    return -x", "f = g(x)"),
    "a nested function": (
        "def g(x):\n    def inner(u):\n        return u * x\n    return inner(x + 1)", "f = g(x)"),
    "the loss of a pair": (
        "def g(w, x):\n    s = x @ w\n    loss = np.sum(s ** 2)\n    dw = 2 * x.T @ s\n"
        "    return loss, dw", "f, dw = g(w, x)"),
    "annotated": (
        "def g(x: float, y: float = 2.0) -> float:\n    return x * y + y", "f = g(x, y)"),
    "a docstring": ('def g(x):\n    """The square of x."""\n    return x ** 2', "f = g(x)"),
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    FUNCTIONS,
)
def test_a_function_is_called_with_its_parameters_as_inputs(name: str) -> None:
    trace = same_as_called(*FUNCTIONS[name])
    (note,) = [one for one in trace.notes if one.kind == "called"]
    assert "is defined and never called: it is called here" in note.message


def test_a_text_that_calls_says_nothing() -> None:
    trace = graphs.trace("def g(a):\n    return a ** 2\nf = g(u)", {"u": 2.0, "v": 3.0})
    assert (trace.value, trace.grads["u"]) == (4.0, 4.0)
    assert trace.notes == []


def test_given_values_are_the_arguments() -> None:
    text = "def loss_fn(W, X):\n    s = X @ W\n    loss = np.sum(s ** 2)\n"
    text += "    dW = 2 * X.T @ s\n    return loss, dW"
    W, X = np.array([[1.0, 2.0]]), np.array([[1.0], [2.0]])
    trace = graphs.trace(text, {"W": W, "X": X})
    assert trace.value == np.sum((X @ W) ** 2) == 25.0
    agree(trace.grads["W"], 2 * X.T @ (X @ W), "W")


def test_a_default_is_an_input_at_its_value() -> None:
    trace = graphs.trace("def g(x, a=2.5, n=3):\n    return a * x", {"x": 2.0})
    assert (trace.inputs["a"], trace.value, trace.grads["a"]) == (2.5, 5.0, 2.0)
    assert graphs.trace("def g(x, a=2.5):\n    return a * x", {"x": 2.0, "a": 3.0}).value == 6.0


@pytest.mark.parametrize("text", ["def g(x):\n    return x ** 2", "g = lambda x: x ** 2"])
def test_without_a_value_the_parameters_are_missed(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    assert caught.value.missing == ("x",)
    assert "(x + y) * z" not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    "text", ["def g(x):\n    pass", "def g(x):\n    print('hello')", "class A:\n    pass"]
)
def test_a_definition_that_computes_nothing_is_an_error(text: str) -> None:
    with pytest.raises(GraphError):
        graphs.trace(text, fill=True)


def test_nothing_of_it_is_trained() -> None:
    with pytest.raises(GraphError):
        graphs.train("width = 3\ndef model(w):\n    return (w - width) ** 2", iterations=2)


# Which definition is the main one: text → its name, and the call

MAIN = {
    "not the slope": (
        "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
        "def dsigmoid(y):\n    return y * (1 - y)", "sigmoid", "f = sigmoid(x)"),
    "not the derivative": (
        "def tanh(x):\n    return np.tanh(x)\n"
        "def tanh_derivative(x):\n    return 1 - np.tanh(x) ** 2", "tanh", "f = tanh(x)"),
    "not the prime": (
        "def relu(z):\n    return np.maximum(0, z)\n"
        "def relu_prime(z):\n    return (z > 0) * 1.0", "relu", "f = relu(z)"),
    "not the update": (
        "def loss(w, x, y):\n    return (w * x - y) ** 2\n"
        "def update(w, dw, lr):\n    v = lr * dw\n    return w - v", "loss", "f = loss(w, x, y)"),
    "not the plot": (
        "def cost(w):\n    return np.sum(w ** 2)\n"
        "def plot(w):\n    plt.plot(w)\n    plt.show()\n    return w", "cost", "f = cost(w)"),
    "not what saves": (
        "def model(x, w):\n    return x * w\ndef save_model(w):\n    a = w * 2\n    return a",
        "model", "f = model(x, w)"),
    "not the initialisation": (
        "def initialize_parameters(a):\n    w = a * 0.01\n    b = a * 0\n    return w, b\n"
        "def forward(x, w):\n    return x * w", "forward", "f = forward(x, w)"),
    "not the accuracy": (
        "def loss(p, y):\n    return np.mean((p - y) ** 2)\n"
        "def accuracy(p, y):\n    right = p == y\n    return np.mean(right)",
        "loss", "f = loss(p, y)"),
    "not what is private": (
        "def g(x):\n    return x ** 2\ndef _h(x):\n    y = x * 2\n    return y", "g", "f = g(x)"),
    "not the numerical gradient": (
        "def g(x):\n    return x ** 3\n"
        "def numerical_gradient(f, x):\n    h = 1e-5\n    return (f(x + h) - f(x - h)) / (2 * h)",
        "g", "f = g(x)"),
    "the one that calls the others": (
        "def predict(w, x):\n    return w * x\n"
        "def error(w, x, y):\n    return (predict(w, x) - y) ** 2\n"
        "def other(u):\n    return u", "error", "f = error(w, x, y)"),
    "the longer one": (
        "def short(x):\n    return x\ndef long(x):\n    y = x * 2\n    return y ** 2",
        "long", "f = long(x)"),
    "the last of equals": (
        "def one(x):\n    return x * 2\ndef two(x):\n    return x * 3", "two", "f = two(x)"),
}  # fmt: skip


@pytest.mark.parametrize("name", MAIN)
def test_the_main_definition_is_called(name: str) -> None:
    text, main, call = MAIN[name]
    trace = same_as_called(text, call)
    (note,) = [one for one in trace.notes if one.kind == "called"]
    assert note.message.startswith(f"{main} is defined")
    assert main not in note.choices
    assert len(note.choices) == text.count("def ") - 1


@pytest.mark.parametrize(
    ("text", "chosen", "call"),
    [
        (MAIN["not the slope"][0], "dsigmoid", "f = dsigmoid(y)"),
        (MAIN["not the update"][0], "update", "f = update(w, dw, lr)"),
        (MAIN["the last of equals"][0], "one", "f = one(x)"),
        (MAIN["the one that calls the others"][0], "predict", "f = predict(w, x)"),
        ("g = lambda a: a * 2\nh = lambda a: a ** 2", "g", "f = g(a)"),
    ],
)
def test_another_one_is_called_where_it_is_asked_for(text: str, chosen: str, call: str) -> None:
    trace = same_as_called(text, call, chosen)
    (note,) = [one for one in trace.notes if one.kind == "called"]
    assert note.message.startswith(f"{chosen} is defined")


def test_a_name_that_is_no_definition_is_not_called() -> None:
    text = MAIN["not the slope"][0]
    assert (
        graphs.trace(text, fill=True, call="nothing").value == graphs.trace(text, fill=True).value
    )


# Classes: text → how it is called with the inputs

CLASSES = {
    "weights given": (
        "class Layer:\n    def __init__(self, W, b):\n        self.W = W\n        self.b = b\n"
        "    def forward(self, X):\n        return np.tanh(X @ self.W + self.b)",
        "f = Layer(W, b).forward(X)"),
    "weights given as a pair": (
        "class Layer:\n    def __init__(self, w, b):\n        self.w, self.b = w, b\n"
        "    def __call__(self, x):\n        return self.w * x + self.b",
        "f = Layer(w, b)(x)"),
    "weights written": (
        "class Neuron:\n    def __init__(self):\n        self.w = np.array([0.5, -1.0])\n"
        "        self.b = 0.25\n    def forward(self, x):\n"
        "        return np.sum(self.w * x) + self.b",
        "n = Neuron()\nn.w, n.b = self_w, self_b\nf = n.forward(x)"),
    "without self, as in lecture notes": (
        "class Neuron(object):\n    def forward(inputs):\n"
        "        cell_body_sum = np.sum(inputs * self.weights) + self.bias\n"
        "        firing_rate = 1.0 / (1.0 + math.exp(-cell_body_sum))\n"
        "        return firing_rate",
        "class Owner:\n    weights, bias = self_weights, self_bias\nself = Owner\n"
        "f = Neuron.forward(inputs)"),
    "attributes that nothing sets": (
        "class Neuron:\n    def forward(self, inputs):\n"
        "        return np.tanh(np.sum(inputs * self.weights) + self.bias)",
        "n = Neuron()\nn.weights, n.bias = self_weights, self_bias\nf = n.forward(inputs)"),
    "sizes by default": (
        "class Net:\n    def __init__(self, n_in=3, n_out=2):\n        np.random.seed(0)\n"
        "        self.W = np.random.randn(n_in, n_out)\n    def forward(self, X):\n"
        "        return np.tanh(X @ self.W)",
        "class Other(Net):\n    def __init__(self):\n        self.W = self_W\n"
        "f = Other().forward(X)"),
    "a loss that uses the forward pass": (
        "class Net:\n    def __init__(self, w):\n        self.w = w\n"
        "    def predict(self, x):\n        return self.w * x\n"
        "    def loss(self, x, y):\n        return (self.predict(x) - y) ** 2",
        "f = Net(w).loss(x, y)"),
    "one method of another name": (
        "class Scale:\n    def __init__(self, factor):\n        self.factor = factor\n"
        "    def apply(self, x):\n        return self.factor * x", "f = Scale(factor).apply(x)"),
    "a base class": (
        "class Base:\n    def __init__(self, w):\n        self.w = w\n"
        "class Square(Base):\n    def forward(self, x):\n        return self.w * x ** 2",
        "f = Square(w).forward(x)"),
    "a dictionary of parameters": (
        "class Net:\n    def __init__(self):\n        self.params = {'W': np.ones((3, 2)), "
        "'b': np.zeros(2)}\n    def forward(self, X):\n"
        "        return X @ self.params['W'] + self.params['b']",
        "n = Net()\nn.params = {'W': self_params_W, 'b': self_params_b}\nf = n.forward(X)"),
    "a helper function": (
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
        "class Unit:\n    def __init__(self, w):\n        self.w = w\n"
        "    def forward(self, x):\n        return sigmoid(self.w * x)", "f = Unit(w).forward(x)"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASSES)
def test_of_a_class_one_is_made_and_its_main_method_called(name: str) -> None:
    trace = same_as_called(*CLASSES[name])
    (note,) = [one for one in trace.notes if one.kind == "called"]
    assert "is defined and never used: one is made here and its " in note.message


@pytest.mark.parametrize(
    "text",
    [
        "class Net:\n    def __init__(self, n_in, n_out):\n"
        "        self.W = np.random.randn(n_in, n_out)\n"
        "    def forward(self, X):\n        return np.tanh(X @ self.W)",
        "class Net:\n    def __init__(self, D, H, C):\n        self.W1 = np.zeros((D, H)) + 0.5\n"
        "        self.W2 = np.ones((H, C))\n"
        "    def forward(self, X):\n        return np.tanh(X @ self.W1) @ self.W2",
        "class Network(object):\n    def __init__(self, sizes):\n"
        "        self.num_layers = len(sizes)\n        self.sizes = sizes\n"
        "        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]\n"
        "        self.weights = [np.random.randn(y, x)\n"
        "                        for x, y in zip(sizes[:-1], sizes[1:])]\n"
        "    def feedforward(self, a):\n"
        "        for b, w in zip(self.biases, self.weights):\n"
        "            a = 1.0 / (1.0 + np.exp(-(np.dot(w, a) + b)))\n        return a",
    ],
    ids=["two sizes", "three sizes", "a list of sizes"],
)
def test_sizes_that_a_class_is_made_with_are_filled(text: str) -> None:
    trace = graphs.trace(text, fill=True)
    assert np.all(np.isfinite(trace.value))
    assert np.ndim(trace.value) == 2
    weights = [it for path, it in trace.inputs.items() if path.startswith("self.")]
    assert weights
    assert {size for it in weights for size in np.shape(it)} <= {1, 2, 3, 4}


# Forward and backward passes that belong together: text → the gradients, by hand in NumPy

AFFINE = """def affine_forward(x, w, b):
    out = x @ w + b
    cache = (x, w)
    return out, cache

def affine_backward(dout, cache):
    x, w = cache
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
"""
PAIRS = {
    "affine": (AFFINE, "f = np.sum(affine_forward(x, w, b)[0] * dout)", ("dx", "dw", "db")),
    "affine, gradients returned at once": (
        "def affine_forward(x, w, b):\n    return x @ w + b, (x, w)\n"
        "def affine_backward(dout, cache):\n    x, w = cache\n"
        "    return dout @ w.T, x.T @ dout, dout.sum(axis=0)",
        "f = np.sum(affine_forward(x, w, b)[0] * dout)", ("dx", "dw", "db")),
    "relu": (
        "def relu_forward(x):\n    out = np.maximum(0, x)\n    return out, x\n"
        "def relu_backward(dout, cache):\n    x = cache\n    dx = dout * (x > 0)\n    return dx",
        "f = np.sum(relu_forward(x)[0] * dout)", ("dx",)),
    "sigmoid": (
        "def sigmoid_forward(x):\n    out = 1 / (1 + np.exp(-x))\n    return out, out\n"
        "def sigmoid_backward(dout, cache):\n    out = cache\n    dx = dout * out * (1 - out)\n"
        "    return dx", "f = np.sum(sigmoid_forward(x)[0] * dout)", ("dx",)),
    "fwd and bwd": (
        "def fwd(x, w):\n    out = x * w\n    return out, (x, w)\n"
        "def bwd(dout, cache):\n    x, w = cache\n    dx = dout * w\n    dw = dout * x\n"
        "    return dx, dw", "f = np.sum(fwd(x, w)[0] * dout)", ("dx", "dw")),
    "a class": (
        "class Linear:\n    def __init__(self, W):\n        self.W = W\n"
        "    def forward(self, x):\n        self.x = x\n        return x @ self.W\n"
        "    def backward(self, dout):\n        self.dW = self.x.T @ dout\n"
        "        dx = dout @ self.W.T\n        return dx",
        "f = np.sum(Linear(W).forward(x) * dout)", ("dx", "self.dW")),
    "a class of a function": (
        "class Sigmoid:\n    def forward(self, x):\n        self.out = 1 / (1 + np.exp(-x))\n"
        "        return self.out\n    def backward(self, dout):\n"
        "        dx = dout * self.out * (1 - self.out)\n        return dx",
        "f = np.sum(Sigmoid().forward(x) * dout)", ("dx",)),
    "a product": (
        "class Multiply:\n    def forward(self, x, y):\n        self.x, self.y = x, y\n"
        "        return x * y\n    def backward(self, dz):\n        dx = self.y * dz\n"
        "        dy = self.x * dz\n        return dx, dy",
        "f = np.sum(Multiply().forward(x, y) * dz)", ("dx", "dy")),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_forward_pass_is_joined_with_its_backward_pass(name: str) -> None:
    text, call, gradients = PAIRS[name]
    trace = same_as_called(text, call)
    kinds = [note.kind for note in trace.notes]
    assert kinds.count("called") == kinds.count("upstream") == 1
    upstream = "dz" if "dz" in trace.inputs else "dout"
    assert f"{upstream} is the upstream gradient of " in "".join(one.message for one in trace.notes)
    found = graphs.check(text)
    assert {one["name"]: one["status"] for one in found["verdicts"]} == dict.fromkeys(
        gradients, "right"
    )


# text → the gradient that is wrong, its line
WRONG = {
    "a transpose that is missing": (AFFINE.replace("x.T @ dout", "x @ dout"), "dw", 9),
    "a sum over the wrong axis": (AFFINE.replace("axis=0", "axis=1"), "db", 10),
    "a factor": (AFFINE.replace("x.T @ dout", "2 * x.T @ dout"), "dw", 9),
    "a sign": (AFFINE.replace("dout @ w.T", "-dout @ w.T"), "dx", 8),
    "a factor of a relu": (PAIRS["relu"][0].replace("dout * (x", "3 * dout * (x"), "dx", 6),
    "a slope of a sigmoid": (PAIRS["sigmoid"][0].replace("* (1 - out)", ""), "dx", 6),
    "swapped factors": (PAIRS["fwd and bwd"][0].replace("dout * w", "dout * x", 1), "dx", 6),
    "of a method": (PAIRS["a class"][0].replace("self.x.T @ dout", "2 * self.x.T @ dout"),
                    "self.dW", 8),
    "in a return": (
        PAIRS["affine, gradients returned at once"][0].replace("axis=0", "axis=1"), "db", 5),
    "of a class's return": (
        PAIRS["a class of a function"][0].replace(" * (1 - self.out)", ""), "dx", 6),
    "beside a loss": (FUNCTIONS["the loss of a pair"][0].replace("2 * x.T", "x.T"), "dw", 4),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_gradient_is_found_where_nothing_is_called(name: str) -> None:
    text, gradient, line = WRONG[name]
    found = graphs.check(text)
    wrong = [one for one in found["verdicts"] if one["status"] not in ("right", "scaled")]
    assert [(one["name"], one["line"]) for one in wrong] == [(gradient, line)]
    assert found["first_wrong"]["name"] == gradient


def test_a_right_gradient_is_right_where_nothing_is_called() -> None:
    text = "def loss_fn(W, X):\n    s = X @ W\n    loss = np.sum(s ** 2)\n"
    text += "    dW = 2 * X.T @ s\n    return loss, dW"
    found = graphs.check(text, {"W": [[1.0, 2.0]], "X": [[1.0], [2.0]]})
    assert [(one["name"], one["status"]) for one in found["verdicts"]] == [("dW", "right")]
    assert found["first_wrong"] is None


# What a function is given that no array of numbers can stand for


def test_homework_that_is_still_none_says_so() -> None:
    text = "def initialize(n_x, n_h):\n    W1 = None  # your code\n    return {'W1': W1}"
    with pytest.raises(graphs.GraphError) as caught:
        graphs.trace(text, fill=True)
    assert (caught.value.line, caught.value.column) == (2, 4)
    assert caught.value.message == "W1 is still None: nothing is computed."


def test_each_gradient_from_outside_is_joined_and_judged() -> None:
    text = (
        "def step_forward(x, W):\n    h = x @ W\n    c = np.tanh(h)\n    return c, h, (x, W, c)\n"
        "def step_backward(dc, dh, cache):\n    x, W, c = cache\n"
        "    d = dh + dc * (1 - c ** 2)\n    return d @ W.T, x.T @ d"
    )
    trace = graphs.trace(text, fill=True)
    x, W, dc, dh = (np.asarray(trace.inputs[name]) for name in ("x", "W", "dc", "dh"))
    assert trace.value == pytest.approx(np.sum(np.tanh(x @ W) * dc) + np.sum(x @ W * dh))
    verdicts = graphs.check(text)["verdicts"]
    assert {one["status"] for one in verdicts} == {"right"}
    assert {one["of"] for one in verdicts} >= {"x", "W"}
    wrong = graphs.check(text.replace("dh + dc *", "dc *"))
    assert any(one["status"] == "wrong" for one in wrong["verdicts"])


def test_a_size_in_a_dictionary_is_whole_in_a_check() -> None:
    text = (
        "def pool_forward(x, param):\n    s = param['stride']\n    out = x[::s] * 2\n"
        "    return out, (x, s, len(x) // s)\n"
        "def pool_backward(dout, cache):\n    x, s, n = cache\n    dx = np.zeros_like(x)\n"
        "    dx[::s] = 2 * dout\n    return dx"
    )
    assert graphs.trace(text, fill=True).inputs["param['stride']"] == 1
    (verdict,) = graphs.check(text)["verdicts"]
    assert (verdict["of"], verdict["status"]) == ("x", "right")


def test_rates_are_filled_with_rates() -> None:
    text = "def keep(x, learning_rate, momentum, keep_prob):\n"
    text += "    return x * learning_rate * momentum / keep_prob"
    inputs = graphs.trace(text, fill=True).inputs
    assert all(0 < inputs[name] < 1 for name in ("learning_rate", "momentum", "keep_prob"))


def test_attributes_that_no_line_gives_are_filled_where_the_object_is_used() -> None:
    text = (
        "class RNN:\n    def step(self, x):\n"
        "        self.h = np.tanh(np.dot(self.W_hh, self.h) + np.dot(self.W_xh, x))\n"
        "        return np.dot(self.W_hy, self.h)\nrnn = RNN()\ny = rnn.step(x)"
    )
    trace = graphs.trace(text, fill=True)
    names = ("rnn.W_hh", "rnn.h", "rnn.W_xh", "x", "rnn.W_hy")
    W_hh, h, W_xh, x, W_hy = (np.asarray(trace.inputs[name]) for name in names)
    agree(trace.value, W_hy @ np.tanh(W_hh @ h + W_xh @ x), "y")


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    def __init__(self):\n        self.w = 2.0\n    def f(self, x):\n"
        "        return self.v * x\ny = A().f(3.0)",
        "class A:\n    weight = 2.0\n    def f(self, x):\n        return self.weigth * x\n"
        "y = A().f(3.0)",
        "class A:\n    def f(self, x):\n        return self.w * x\n"
        "    def g(self):\n        self.w = 2.0\ny = A().f(3.0)",
    ],
    ids=["beside __init__", "a near name", "given by another method"],
)
def test_other_attributes_that_are_missing_are_errors(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, fill=True)
    assert "has no attribute" in caught.value.message


def test_a_text_that_fills_a_dictionary_by_its_own_network_is_not_called_again() -> None:
    text = (
        "class Loss:\n    def forward(self, y, t):\n        self.y, self.t = y, t\n"
        "        self.loss = np.sum((y - t) ** 2)\n        return self.loss\n"
        "    def backward(self, dout=1):\n        return 2 * (self.y - self.t) * dout\n"
        "class Net:\n    def __init__(self, w):\n        self.w, self.last = w, Loss()\n"
        "    def gradient(self, x, t):\n        self.last.forward(self.w * x, t)\n"
        "        return {'w': np.sum(self.last.backward() * x)}\n"
        "net = Net(0.5)\ngrad = net.gradient(np.array([1.0, 2.0]), np.array([3.0, 1.0]))"
    )
    trace = graphs.trace(text, fill=True)
    assert not [note for note in trace.notes if note.kind in ("called", "filled")]
    assert trace.value == 2.5**2
