"""Which value of a text is its output."""

from __future__ import annotations

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
