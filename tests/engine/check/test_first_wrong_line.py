"""Slips of many kinds: the line that is told first, and its cause."""

from __future__ import annotations

import pytest

import graphs
from tests.support.right_programs import quiet

NETWORK = """\
X, y = np.random.randn(4, 3), np.random.randn(4, 2)
W1, W2 = np.random.randn(3, 5), np.random.randn(5, 2)
z1 = X @ W1
h = np.tanh(z1)
out = h @ W2
loss = np.sum((out - y) ** 2)
dout = 2 * (out - y)
"""
CLASS = """\
class Layer:
    def __init__(self, W, b):
        self.params = {'W': W, 'b': b}
        self.grads = {}
    def forward(self, x):
        self.x = x
        return x @ self.params['W'] + self.params['b']
    def backward(self, dout):
        <W>
        <b>
        return <x>
first = Layer(np.random.randn(3, 4), np.random.randn(4))
second = Layer(np.random.randn(4, 2), np.random.randn(2))
X, y = np.random.randn(5, 3), np.random.randn(5, 2)
h = first.forward(X)
out = second.forward(h)
loss = np.sum((out - y) ** 2)
g = second.backward(2 * (out - y))
<call>
"""
PARTS = {
    "W": "self.grads['W'] = self.x.T @ dout",
    "b": "self.grads['b'] = dout.sum(axis=0)",
    "x": "dout @ self.params['W'].T",
    "call": "g = first.backward(g)",
}


def layer(**slips: str) -> str:
    text = CLASS
    for part, line in {**PARTS, **slips}.items():
        text = text.replace(f"<{part}>", line)
    return text


SLIPS = {
    "an update before its parameter is read, in a gradient that goes on": (
        NETWORK + "dW2 = h.T @ dout\nW2 -= 0.1 * dW2\ndh = dout @ W2.T\ndh *= 1 - h ** 2\n"
        "dW1 = X.T @ dh\n",
        10,
        "stale",
    ),
    "a slope forgotten under a name that says nothing": (
        NETWORK + "dh = dout @ W2.T\nback = dh\ndW1 = X.T @ back\ndX = back @ W1.T\n",
        9,
        "local",
    ),
    "two rows in each other's place": (
        NETWORK + "dW2 = dout @ W2.T\ndh = h.T @ dout\n",
        8,
        "name",
    ),
    "another parameter, whose shape does not fit": (
        NETWORK + "dW2 = h.T @ dout\ndelta = (dout @ W1.T) * (1 - h ** 2)\ndW1 = X.T @ delta\n",
        9,
        "name",
    ),
    "a penalty's share": (
        "x, y = np.random.randn(4), 1.5\nw = np.random.randn(4)\n"
        "loss = (w @ x - y) ** 2 + 0.05 * np.sum(w ** 2)\ndw = 2 * (w @ x - y) * x\n",
        4,
        "accumulate",
    ),
    "nothing is added to it": (
        "E, w = np.random.randn(4, 2), np.random.randn(2)\nloss = np.sum(E[[0, 2]] @ w)\n"
        "dw = E[[0, 2]].sum(axis=0)\ndE = np.zeros_like(E)\n",
        4,
        "accumulate",
    ),
    "a mask turned round, lines before its use": (
        "X, W = np.random.randn(4, 3), np.random.randn(3, 2)\ns = X @ W\n"
        "loss = np.sum(np.maximum(0, s + 1)) / 4\nmask = (s + 1 < 0).astype(float)\n"
        "dW = X.T @ mask / 4\n",
        4,
        "local",
    ),
    "a sum forgotten within a line": (
        "x, w = np.random.randn(4), np.random.randn(4)\nc = x - x.mean()\nloss = w @ c ** 2\n"
        "dc = 2 * w * c\ndx = dc - dc * x / x\n",
        5,
        "axis",
    ),
    "a number typed with another sign": (
        "w, x = 0.5, -1.2\ns = w * x\nf = 1 / (1 + math.exp(-s))\nds = -0.229\n",
        4,
        "sign",
    ),
    "a parameter's entry under the other's name": (
        layer(W="self.grads['W'] = dout.sum(axis=0)", b="self.grads['b'] = self.x.T @ dout"),
        9,
        "name",
    ),
    "a bias not summed in a class": (layer(b="self.grads['b'] = dout"), 10, "shape"),
    "a call that is given the wrong gradient": (
        layer(call="g = first.backward(np.ones((5, 4)))"),
        19,
        "upstream",
    ),
    "returned in the wrong order": (
        "def forward(x, w):\n    return x * w, (x, w)\n"
        "def backward(dout, cache):\n    x, w = cache\n    dx, dw = dout * w, dout * x\n"
        "    return dw, dx\n"
        "x, w = np.random.randn(3), np.random.randn(3)\nout, cache = forward(x, w)\n"
        "loss = np.sum(out ** 2)\ndx, dw = backward(2 * out, cache)\n",
        6,
        "name",
    ),
}


def checked(text: str) -> dict:
    with quiet():
        return graphs.check(f"np.random.seed(3)\n{text}")


@pytest.mark.parametrize("name", SLIPS)
def test_the_line_of_the_slip_is_told_first(name: str) -> None:
    text, line, cause = SLIPS[name]
    first = checked(text)["first_wrong"]
    assert (first["line"] - 1, first["cause"] or "shape") == (line, cause), first["message"]


def test_a_mask_is_moved_as_a_mask() -> None:
    text = (
        "known = np.array([[1, 0, 1], [0, 1, 1]])\nU, V = np.ones((2, 2)) * 0.3, np.eye(3, 2)\n"
        "E = known * (U @ V.T - 0.4)\nloss = 0.5 * np.sum(E ** 2)\ndU = E @ V\ndV = E.T @ U\n"
    )
    found = checked(text)
    assert [one["message"] for one in found["verdicts"]] == ["dU is right.", "dV is right."]
    wrong = checked("x = np.array([1.0, 0, 1])\nw = np.ones(3) * 0.2\nf = (w @ x) ** 2\n"
                    "dw = 2 * (w @ x) * x\ndx = 2 * (w @ x) * w * x\n")  # fmt: skip
    assert (wrong["first_wrong"]["name"], wrong["first_wrong"]["line"]) == ("dx", 6)


def test_what_was_of_no_use_is_no_slip_where_one_mend_rights_all() -> None:
    text = (
        "x = np.random.randn(5, 3)\nmu = np.mean(x, axis=0)\nout = x - mu\n"
        "loss = np.sum(out ** 3)\ndout = 3 * out ** 2\ndmu = np.sum(dout, axis=0)\n"
        "dx = -(dout - dmu / 5)\n"
    )
    found = checked(text)
    assert found["first_wrong"]["name"] == "dx"
    assert found["verdicts"][-1]["fix"]["text"] == "dx = (dout - dmu / 5)"
