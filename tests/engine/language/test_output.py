"""Which value of a text is its output."""

from __future__ import annotations

import numpy as np
import pytest

import graphs
from graphs import GraphError

VALUE = """
class Value:
    def __init__(self, data, children=()):
        self.data, self.grad, self._prev = data, 0.0, children
        self._backward = lambda: None

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = backward
        return out

    def __repr__(self):
        return f"Value({self.data})"

    def backward(self):
        self.grad = 1.0
        self._backward()

a, b = Value(2.0), Value(3.0)
"""

# text → the output's value
VALUES = {
    "x = 2.0\ny = x * 3\nlearning_rate = 0.1": 6.0,
    "x = 3.0": 3.0,
    "loss = x ** 2\naccuracy = np.mean(x > 1)": 4.0,
    "loss = x ** 2\nscaled = loss * 10": 40.0,
    "cost = x ** 2\nprofit = np.array([x, 2 * x])": 4.0,
    "cost = x ** 2\ngrads = [x * np.ones(3), x * np.ones(2)]": 4.0,
    "def f(u):\n    return u ** 2, [u * np.ones(3), u]\nvalue, grads = f(x)": 4.0,
    "rng = np.random.default_rng(0)\nfinal = x ** 2\norder = rng.permutation(4)": 4.0,
    "def f(u):\n    return u ** 2\nprint(f(x))": 4.0,
    "outs = []\nfor w in [1.0, 2.0]:\n    outs.append(w * x)\nprint(outs)": [2.0, 4.0],
    "outs = []\nfor w in [1.0, 3.0]:\n    out = w * x\n    outs.append(out)\n"
    "print('all', np.array(outs))": [2.0, 6.0],
    "outs = []\nfor w in [1.0, 2.0]:\n    out = w * x\n    outs.append(out)": 4.0,
    "seen = []\nfor w in [1.0, 2.0]:\n    loss = w * x\n    seen.append(loss)\nprint(seen)": 4.0,
    "def f(u):\n    return u ** 2\nprint(f'loss {f(x):.2f}')\nprint('done')": 4.0,
    "EPS = 1e-8\ndef main():\n    w = np.ones(5)\n    print(f'{np.sum(w * w):.3f}')\nmain()": 5.0,
    f"{VALUE}loss = a * b": 6.0,
    f"{VALUE}loss = a * b\nloss.backward()\nprint(a.grad, b.grad)": 6.0,
    f"{VALUE}c = a * b\nprint(c, len(c._prev))": 6.0,
}  # fmt: skip


@pytest.mark.parametrize("text", VALUES, ids=lambda text: text[-40:])
def test_the_output_is_what_the_text_computes(text: str) -> None:
    inputs = {"x": 2.0} if "x = " not in text and "Value" not in text and "main" not in text else {}
    assert graphs.trace(text, inputs).value == pytest.approx(VALUES[text], rel=1e-12)


@pytest.mark.parametrize(("text", "names"), [("print(x)", ("x",)), ("print(x * y)", ("x", "y"))])
def test_a_text_that_only_prints_asks_for_its_values(text: str, names: tuple[str, ...]) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    assert caught.value.missing == names
    traced = graphs.trace(text, dict.fromkeys(names, 3.0))
    assert traced.value == 3.0 ** len(names)


@pytest.mark.parametrize("name", ["__new__", "__init_subclass__", "__get__", "__set_name__"])
def test_methods_that_are_not_read_are_errors(name: str) -> None:
    with pytest.raises(GraphError, match=f"^{name} is not read here") as caught:
        graphs.trace(f"class A:\n    def {name}(self, *a):\n        pass\nf = 2.0 * 3")
    assert caught.value.line == 2


def test_entries_that_are_counted_are_no_inputs() -> None:
    text = """
from collections import Counter
letters = Counter("hello")
index = {letter: place for place, letter in enumerate("abc")}
index["."] = 7
w = 2.0
f = w * letters["l"] * index["c"]
"""
    assert list(graphs.trace(text).inputs) == ["index['.']", "w"]


MADE_TWICE = """
h = {}
h[-1] = 0.5
for t in range(3):
    h[t] = h[t - 1] * 0.7 + t
first = h[2]
h = {}
h[-1] = 0.25
class Net:
    def __init__(self):
        self.w = 0.5
net = Net()
first = first * net.w
net = Net()
net.w = 0.75
f = first * h[-1] + net.w ** 2
"""


def test_an_object_made_twice_has_the_inputs_of_the_first() -> None:
    """A path names one input: what is stored there again is a constant."""
    traced = graphs.trace(MADE_TWICE)
    known: dict[str, float] = {}
    exec(MADE_TWICE, known)
    assert traced.value == pytest.approx(known["f"], rel=1e-15)
    assert traced.inputs == {"h[-1]": 0.5, "net.w": 0.5}
    moved = traced.with_inputs({"h[-1]": 0.5 + 1e-6}).value - traced.value
    assert traced.evaluation.gradients[traced.evaluation.model.inputs["h[-1]"].node] == (
        pytest.approx(moved / 1e-6, rel=1e-6)
    )
    assert traced.to_dict()["svg"]


# text → the output's name, and its gradient by x, which is 2 (None: it is not asked)
NAMED = {
    "a loss before its gradient": ("loss = x ** 2\ndx = 2 * x", "loss", 4.0),
    "a loss and a gradient of a function": (
        "def f(x):\n    loss = x ** 2\n    dx = 2 * x\n    return loss, dx\nloss, dx = f(x)",
        "loss", 4.0),
    "gradients in a dictionary": (
        "loss = x ** 3\ngrads = {}\ngrads['x'] = 3 * x ** 2", "loss", 12.0),
    "a gradient by ratio": ("loss = x ** 2\ndloss_dx = 2 * x", "loss", 4.0),
    "a gradient called grad": ("cost = x ** 2\ngrad_x = 2 * x", "cost", 4.0),
    "a chain of gradients": (
        "h = x * 3\nloss = h ** 2\ndloss = 1.0\ndh = dloss * 2 * h\ndx = dh * 3", "loss", 36.0),
    "an update after it": ("loss = x ** 2\ndx = 2 * x\nx = x - 0.1 * dx", "loss", 4.0),
    "an update in place": ("loss = x ** 2\ndx = 2 * x\nx -= 0.1 * dx", "loss", 4.0),
    "an update under a new name": (
        "E_total = x ** 2\ndE_dx = 2 * x\nnew_x = x - 0.5 * dE_dx\nprint(new_x)", "E_total", 4.0),
    "letters of a name without its underscore": (
        "y_pred = x * 3\nL = (1 - y_pred) ** 2\nd_L_d_ypred = -2 * (1 - y_pred)\n"
        "d_L_d_x = d_L_d_ypred * 3", "L", 30.0),
    "a step that reads no gradient": ("y = x ** 2\nnext_x = x - 0.5 * y", "next_x", -1.0),
    "the length of a gradient": (
        "loss = x ** 2\ndx = 2 * x\ngrad_norm = np.sqrt(dx ** 2)", "loss", 4.0),
    "a loss of several": ("data_loss = x ** 2\nreg_loss = x * 3\nloss = data_loss + reg_loss",
                          "loss", 7.0),
    "a total": ("loss = x ** 2\ntotal_loss = loss + x", "total_loss", 5.0),
    "a prediction after the loss": ("loss = x ** 2\npred = x > 1", "loss", 4.0),
    "an accuracy after the loss": (
        "p = np.array([x, 1.0])\nloss = np.sum(p ** 2)\nacc = np.mean(p > 0)", "loss", 4.0),
    "the last value": ("a = x * 2\nb = a + 1\nc = a * b", "c", 18.0),
    "a settings line at the end": ("y = x ** 2\nlr = 0.1\nepochs = 10", "y", 4.0),
    "a print at the end": ("y = x ** 2\nprint('y =', y)", "y", 4.0),
    "an nll": ("nll = -np.log(x)\nperplexity_of = [1, 2]", "nll", -0.5),
    "an mse and a shape": ("mse = (x - 1) ** 2\nn = 3", "mse", 2.0),
    "a counter": ("k = 0\ny = x\nwhile k < 3:\n    y = y * x\n    k += 1", "y", 32.0),
    "an energy": ("E = x ** 2 / 2\ndE = 1.0\ndx = dE * x", "E", 2.0),
    "a value and the slope of its function": (
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\ns = sigmoid(x)\nds = s * (1 - s)",
        "s", None),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_gradients_updates_and_numbers_beside_it_are_not_the_output(name: str) -> None:
    text, output, slope = NAMED[name]
    trace = graphs.trace(text, {"x": 2.0})
    known = {"np": np, "x": 2.0}
    exec(text, known)
    assert trace.output == output
    assert trace.value == pytest.approx(known[output], rel=1e-12)
    first = next(node for node, data in trace.graph.nodes(data=True) if data["name"] == "x")
    expected = known["ds"] if slope is None else slope
    assert trace.grads[first] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("asked", "value", "slope"), [("h", 6.0, 3.0), ("loss", 36.0, 36.0), ("dx", 36.0, 18.0)]
)
def test_any_name_may_be_asked_for(asked: str, value: float, slope: float) -> None:
    text = "h = x * 3\nloss = h ** 2\ndx = 2 * h * 3"
    trace = graphs.trace(text, {"x": 2.0}, output=asked)
    assert (trace.output, trace.value, trace.grads["x"]) == (asked, value, slope)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(GraphError, match="There is no cost in the program") as caught:
        graphs.trace("loss = x ** 2", {"x": 2.0}, output="cost")
    assert "loss" in (caught.value.hint or "")


PRINTED_NOW_AND_THEN = """
def train(w, data):
    for epoch in range(10):
        for x, y in data:
            error = y - w * x
            w += 0.1 * error * x
        if epoch % 5 == 0:
            loss = np.mean((np.array([y - w * x for x, y in data])) ** 2)
            print("epoch", epoch, "loss", loss)
    return w

train(1.0, [(1.0, 3.0), (2.0, 5.0)])
"""


def test_a_loss_that_a_loop_prints_now_and_then_is_the_output() -> None:
    """What the loop trains by has no name; the picture is before the update."""
    trace = graphs.trace(PRINTED_NOW_AND_THEN)
    assert trace.training is not None
    assert trace.training["loss"] is None
    before = np.mean([(3.0 - 1.0) ** 2, (5.0 - 2.0) ** 2])
    assert trace.value == pytest.approx(before, rel=1e-15)
