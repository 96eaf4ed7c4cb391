"""Right backward passes written in ways of their own, and the same with a mistake."""

from __future__ import annotations

import pytest

import graphs

SEED = "import numpy as np\nnp.random.seed(0)\n"
NET = f"""{SEED}X = np.random.randn(3, 2)
W1, W2 = np.random.randn(2, 4), np.random.randn(4, 1)
z1 = X @ W1
h = ACTIVATION
out = h @ W2
loss = np.mean(out ** 2)
dout = 2 * out / 3
dW2 = h.T @ dout
dh = dout @ W2.T
GOES ON
dW1 = X.T @ dh
"""


def net(activation: str, goes_on: str) -> str:
    return NET.replace("ACTIVATION", activation).replace("GOES ON", goes_on)


RIGHT = {
    "masked by the activation": net("np.maximum(0, z1)", "dh[h <= 0] = 0"),
    "masked by what went in": net("np.maximum(0, z1)", "dh[z1 <= 0] = 0"),
    "multiplied by a mask": net("np.maximum(0, z1)", "dh *= (z1 > 0)"),
    "multiplied in place": net("np.tanh(z1)", "dh *= 1 - h ** 2"),
    "assigned again": net("1 / (1 + np.exp(-z1))", "dh = dh * h * (1 - h)"),
    "chosen by where": net("np.where(z1 > 0, z1, 0.1 * z1)", "dh = np.where(z1 > 0, dh, 0.1 * dh)"),
    "one-hot rows filled in": f"""{SEED}Z, y = np.random.randn(2, 3), np.array([1, 0])
Y = np.zeros((2, 3))
Y[range(2), y] = 1
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
loss = -np.sum(Y * np.log(P))
dZ = P - Y
""",
    "indices computed": """
import numpy as np
x, w = np.array([1.0, 2.0, 3.0]), 2.0
i0 = np.tile(np.arange(2), 2)
i = i0 + 1
loss = np.sum(w * x[i])
dw = np.sum(x[i])
""",
    "an embedding reshaped": f"""{SEED}E, W = np.random.randn(5, 3), np.random.randn(6, 4)
ix = np.array([[0, 1], [2, 3]])
e = E[ix]
pre = e.reshape(2, 6) @ W
loss = np.sum(pre ** 2)
dpre = 2 * pre
de = (dpre @ W.T).reshape(2, 2, 3)
dW = e.reshape(2, 6).T @ dpre
dE = np.zeros_like(E)
np.add.at(dE, ix, de)
""",
}

# A mistake in one of them: what is written, what stands there instead.
MISTAKES = {
    "multiplied in place": ("dh *= 1 - h ** 2", "dh *= 1 - h"),
    "assigned again": ("dh * h * (1 - h)", "dh * h * (1 + h)"),
    "chosen by where": ("np.where(z1 > 0, dh, 0.1 * dh)", "np.where(z1 > 0, dh, 0.2 * dh)"),
    "one-hot rows filled in": ("dZ = P - Y", "dZ = P + Y"),
    "indices computed": ("dw = np.sum(x[i])", "dw = np.sum(x[i0])"),
    "an embedding reshaped": ("dpre = 2 * pre", "dpre = pre"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_pass_is_called_right(name: str) -> None:
    found = graphs.check(RIGHT[name])
    assert found["first_wrong"] is None
    assert {verdict["status"] for verdict in found["verdicts"]} == {"right"}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_found_on_its_line(name: str) -> None:
    right, wrong = MISTAKES[name]
    text = RIGHT[name].replace(right, wrong)
    first = graphs.check(text)["first_wrong"]
    assert first is not None
    assert first["line"] == text[: text.index(wrong)].count("\n") + 1
