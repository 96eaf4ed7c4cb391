"""Verdicts are by value: right is what equals the true gradient, however it was computed."""

from __future__ import annotations

from typing import Any

import pytest

from graphs.check import check

NET = """X = np.array([[.5, -1., 2.], [1.5, .3, -.7], [-.4, .8, 1.1], [2., -.6, .2]])
t = np.array([[1., 0.], [0., 1.], [1., 0.], [0., 1.]])
W = np.array([[.2, -.5], [.7, .4], [-.3, .6]])
b = np.array([.1, -.2])
"""
SIGMOID = NET + "z = X @ W + b\ns = 1 / (1 + np.exp(-z))\nloss = np.sum((s - t)**2)\n"
SOFTMAX = NET + (
    "z = X @ W + b\ne = np.exp(z)\np = e / e.sum(axis=1, keepdims=True)\n"
    "loss = -np.sum(t * np.log(p)) / 4\n"
)
RIGHT = {
    "a sum computed anew": """x = np.array([1.5, -2., 3.])
w = np.array([.5, .25, -1.])
s = 0.0
for i in range(3):
    s += w[i] * x[i]
loss = s**2
dw = 2 * np.sum(w * x) * x
dx = 2 * np.dot(x, w) * w
""",
    "changed in place": SIGMOID
    + "dh = 2 * (s - t)\ndh *= s * (1 - s)\ndz = dh\ndW = X.T @ dz\ndb = dz.sum(axis=0)\n",
    "slopes and sizes named d": """dim = 3
x = np.array([.5, -1., 2.])
w = np.array([.2, .7, -.3])
h = np.tanh(w * x)
loss = np.sum(h**2) / dim
dtanh = 1 - h**2
dh = 2 * h / dim
dw = dh * dtanh * x
dx = dh * dtanh * w
""",
    "carried in time": """x = [.5, -1., .8]
w = 0.7
u = 0.3
h = {0: 0.0}
for k in range(3):
    h[k + 1] = np.tanh(w * h[k] + u * x[k])
loss = h[3]**2
def back(g, k):
    da = g * (1 - h[k + 1]**2)
    return da * w, da * h[k], da * x[k]
dh = 2 * h[3]
dw = 0.0
du = 0.0
for k in reversed(range(3)):
    dh, one, other = back(dh, k)
    dw += one
    du += other
""",
    "saturated": """x = 800.0
w = 1.0
s = 1 / (1 + np.exp(-w * x))
loss = (s - 1)**2 + w * w
dw = 2 * (s - 1) * s * (1 - s) * x + 2 * w
""",
    "scaled in the return": NET
    + """def loss_and_gradients(X, t, W, b):
    r = X @ W + b - t
    loss = np.sum(r**2) / 4
    dW = 2 * X.T @ r
    db = 2 * r.sum(axis=0)
    return loss, dW / 4, db / 4
loss, dW, db = loss_and_gradients(X, t, W, b)
""",
    "names of other kinds": SIGMOID
    + "z_bar = 2 * (s - t) * s * (1 - s)\ngrads = {'W': X.T @ z_bar}\n"
    + "nabla_b = z_bar.sum(axis=0)\n",
}  # fmt: skip
KINK = "x = 0.0\ny = 3.0\nh = max(x, 0)\nloss = h * y\ndh = y\ndx = dh * {mask}\ndy = h\n"

# (program with a slip in its last line but …, the line that is wrong, its cause or "")
DELTA = "ds = 2 * (s - t)\ndz = ds * s * (1 - s)\n"
WRONG = [
    (SIGMOID + DELTA + "gW = -X.T @ dz\n", "gW", "sign"),
    (SIGMOID + DELTA + "g_W = -X.T @ dz\n", "g_W", "sign"),
    (SIGMOID + DELTA + "nabla_W = 3 * X.T @ dz\n", "nabla_W", "scale"),
    (SIGMOID + DELTA + "W_bar = -X.T @ dz\n", "W_bar", "sign"),
    (SIGMOID + DELTA + "grads = {'W': -X.T @ dz}\n", "grads['W']", "sign"),
    (SIGMOID + "ds = 2 * (s - t)\ndz = ds * (1 - s**2)\n", "dz", "local"),
    (SIGMOID + "ds = -2 * t\n", "ds", "term"),
    (SOFTMAX + "dz = p / 4\n", "dz", "one-hot"),
    ("x = np.array([1., 1.])\nw = np.array([.5, 2.])\nq = w * x\nloss = np.sum(q**2)\n"
     "dq = 2 * q\ndw = dq\n", "dw", ""),
    (FORK := "x = 3.0\ny = 2.0\np = x * y\nq = x * 5\nloss = p * q\ndp = q\ndq = p\n"
     "dx = dp * y + dq * 5\ndx += dq * 5\ndy = dp * x\n", "dx", "double"),
    ("a = 3.0\nb = 2.0\nc = 4.0\nloss = a * b + b * c\nda = b\ndb = a\ndc = b\n", "db", ""),
]  # fmt: skip


def wrong(text: str) -> list[dict[str, Any]]:
    return [one for one in check(text)["verdicts"] if one["status"] not in ("right", "scaled")]


@pytest.mark.parametrize("name", RIGHT)
def test_right_numbers_are_right(name):
    found = check(RIGHT[name])
    assert found["first_wrong"] is None
    assert wrong(RIGHT[name]) == []
    assert found["verdicts"]


@pytest.mark.parametrize("mask", ["(x > 0)", "(x >= 0)"])
def test_both_sides_of_a_kink_are_right(mask):
    assert wrong(KINK.format(mask=mask)) == []


@pytest.mark.parametrize(("text", "name", "cause"), WRONG)
def test_a_slip_is_found_and_its_advice_makes_it_right(text, name, cause):
    first = check(text)["first_wrong"]
    assert first is not None
    assert first["name"] == name
    assert first["cause"] == cause or not cause
    verdict = next(one for one in wrong(text) if one["line"] == first["line"])
    if verdict["fix"] is not None:
        lines = text.split("\n")
        lines[verdict["fix"]["line"] - 1] = verdict["fix"]["text"]
        assert wrong("\n".join(lines)) == []


def test_the_second_line_is_blamed_for_what_is_counted_twice():
    assert check(FORK)["first_wrong"]["line"] == FORK.split("\n").index("dx += dq * 5") + 1


def test_two_rows_that_changed_places_are_both_told():
    text = SIGMOID + DELTA + "dX = dz @ W.T\ndb = dz.sum(axis=0)\ndW = X.T @ ds\n"
    assert [one["name"] for one in wrong(text)] == ["dW"]
    text = "a = 3.0\nb = 2.0\nloss = a * a * b\nda = a * a\ndb = 2 * a * b\n"
    assert {one["name"] for one in wrong(text)} == {"da", "db"}


def test_nothing_is_left_out_in_silence():
    text = SIGMOID + DELTA + "dW = X.T @ dz\ndb = dz.sum(axis=0)\n"
    found = check(text + "grad_foo = dz.sum() * np.ones(5)\n")
    told = {one["name"] for one in (*found["verdicts"], *found["unjudged"])}
    assert {"ds", "dz", "dW", "db", "grad_foo"} <= told
    assert all(one["reason"] for one in found["unjudged"])
