"""Which loops train: they are drawn for one pass; every other loop is drawn to its end."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from tests.support.against_python import agree
from tests.support.simulations import SIMULATIONS
from tests.support.whole_texts.whole_text import recorded, run

DATA = """X = np.array([[0.5, 1.0], [1.5, -1.0], [2.0, 0.25]])
y = np.array([1.0, -0.5, 0.75])
w = np.array([0.1, -0.2])
lr = 0.1
"""
PASS = """for i in range(20):
    e = X @ w - y
    loss = np.mean(e ** 2)
    dw = 2 * X.T @ e / 3
"""
TOO_STRICT = "An update that the first pass leaves out is not seen: the loop is unrolled."

# text of the update → the title of its rule, None: the program's own
UPDATES: dict[str, str | None] = {
    "w -= lr * dw": "SGD",
    "w = w - lr * dw": "SGD",
    "w += -lr * dw": "SGD",
    "w = -lr * dw + w": "SGD",
    "w += lr * (-dw)": "SGD",
    "w = np.subtract(w, lr * dw)": "SGD",
    "w[:] = w - lr * dw": "SGD",
    "step = lr * dw\nw -= step": "SGD",
    "w, old = w - lr * dw, w": "SGD",
    "np.add(w, -lr * dw, out=w)": None,
    "w -= lr * np.sign(dw)": None,
    "w -= lr * dw / np.linalg.norm(dw)": None,
    "w -= lr * np.clip(dw, -1, 1)": None,
    "w -= lr / (1 + i) * dw": None,
    "w -= lr * 0.9 ** i * dw": None,
    "w = (1 - lr * 0.01) * w - lr * dw": None,
    "w -= lr * (dw + 0.1 * w)": None,
    "w[0] -= lr * dw[0]": None,
    "for j in range(2):\n    w[j] -= lr * dw[j]": None,
    "if loss > 1e-9:\n    w -= lr * dw": None,
    "lr *= 0.99\nw -= lr * dw": None,
    "g = dw.copy()\ng *= lr\nw -= g": None,
    "w = w - lr * X.T @ (X @ w - y)": None,
    "w -= np.linalg.solve(X.T @ X, X.T @ e)": None,
    "w = np.maximum(w - lr * dw, 0)": None,
    "w = np.clip(w - lr * dw, -0.5, 0.5)": None,
    "if i > 0:\n    w -= lr * dw": None,
}
UNROLLED = ("if i > 0:\n    w -= lr * dw",)


def with_update(update: str) -> str:
    return DATA + PASS + "\n".join(f"    {line}" for line in update.split("\n"))


def updates() -> list[Any]:
    mark = pytest.mark.xfail(reason=TOO_STRICT, strict=True)
    return [pytest.param(one, marks=mark if one in UNROLLED else []) for one in UPDATES]


@pytest.mark.parametrize("update", updates())
def test_an_update_trains_in_every_form(update: str) -> None:
    text = with_update(update)
    trace = graphs.trace(text)
    known = run(recorded(text, "loss = np.mean(e ** 2)"), {})
    agree(trace.value, known["losses"][0], update)
    assert (trace.output, trace.training["loss"]) == ("loss", "loss")
    assert trace.training["parameters"] == ["w"]
    assert trace.training["iterations"] == 20
    if UPDATES[update]:
        assert trace.training["rule"] == UPDATES[update]
    agree(graphs.train(text).losses, known["losses"], update)


@pytest.mark.parametrize("update", [one for one in UPDATES if one not in UNROLLED][::3])
def test_names_mean_what_they_were_before_the_update(update: str) -> None:
    trace = graphs.trace(with_update(update))
    w, X = np.array([0.1, -0.2]), np.array([[0.5, 1.0], [1.5, -1.0], [2.0, 0.25]])
    e = X @ w - [1.0, -0.5, 0.75]
    agree(trace.values["w"], w, "w")
    agree(trace.grads["w"], 2 * X.T @ e / 3, "dw")


# Both hands of other loops: text → the paths that are trained, how often

TRAINS = {
    "two numbers": (
        "w, b = 0.5, 0.0\nfor k in range(7):\n    loss = (w * 2 + b - 3) ** 2\n"
        "    dw, db = 4 * (w * 2 + b - 3), 2 * (w * 2 + b - 3)\n    w -= 0.1 * dw\n"
        "    b -= 0.1 * db", ["b", "w"], 7),
    "two at once": (
        "w, b = 0.5, 0.0\nfor k in range(7):\n    e = w * 2 + b - 3\n    loss = e ** 2\n"
        "    w, b = w - 0.1 * 4 * e, b - 0.1 * 2 * e", ["b", "w"], 7),
    "no gradient has a name": (
        "w = 2.0\nfor k in range(5):\n    loss = (w - 1) ** 2\n    w -= 0.1 * 2 * (w - 1)",
        ["w"], 5),
    "ascent": (
        "w = 2.0\nfor k in range(5):\n    u = w - 1\n    loss = -u ** 2\n    w += 0.1 * (-2 * u)",
        ["w"], 5),
    "momentum": (
        "w, v = 2.0, 0.0\nfor k in range(5):\n    u = w - 1\n    loss = u ** 2\n"
        "    v = 0.9 * v - 0.1 * 2 * u\n    w += v", ["w"], 5),
    "the squared gradient is summed": (
        "w, s = 2.0, 0.0\nfor k in range(5):\n    u = w - 1\n    loss = u ** 2\n    g = 2 * u\n"
        "    s += g ** 2\n    w -= 0.1 * g / (np.sqrt(s) + 1e-8)", ["w"], 5),
    "examples one by one": (
        "w = 0.5\nfor x, y in [(1.0, 2.0), (2.0, 3.0)]:\n    e = w * x - y\n    loss = e ** 2\n"
        "    w -= 0.1 * 2 * e * x", ["w"], 2),
    "a loss that is kept": (
        "w = 2.0\nlosses = []\nfor k in range(5):\n    u = w - 1\n    loss = u ** 2\n"
        "    losses.append(loss)\n    w -= 0.2 * u", ["w"], 5),
    "a loss that is summed": (
        "w, total = 2.0, 0.0\nfor k in range(5):\n    u = w - 1\n    loss = u ** 2\n"
        "    total += loss\n    w -= 0.2 * u", ["w"], 5),
    "a dictionary": (
        "p = {'w': 2.0}\nfor k in range(5):\n    u = p['w'] - 1\n    loss = u ** 2\n"
        "    p['w'] -= 0.2 * u", ["p['w']"], 5),
    "an object": (
        "class Net:\n    def __init__(self):\n        self.w = 2.0\nnet = Net()\n"
        "for k in range(5):\n    u = net.w - 1\n    loss = u ** 2\n    net.w -= 0.2 * u",
        ["net.w"], 5),
    "a function": (
        "def fit(w):\n    for k in range(5):\n        u = w - 1\n        loss = u ** 2\n"
        "        w = w - 0.2 * u\n    return w\nw = fit(2.0)", ["w"], 5),
    "a nested loop": (
        "w = 2.0\nfor epoch in range(3):\n    for x in [1.0, 2.0]:\n        u = w * x - 1\n"
        "        loss = u ** 2\n        w -= 0.1 * 2 * u * x", ["w"], 6),
    "a while": (
        "w, k = 2.0, 0\nwhile k < 5:\n    u = w - 1\n    loss = u ** 2\n    w -= 0.2 * u\n"
        "    k += 1", ["w"], None),
    "60,000 passes": (
        "X = np.array([[0., 1.], [1., 1.]])\ny = np.array([[0.], [1.]])\n"
        "w = np.array([[0.3], [-0.2]])\nfor j in range(60000):\n"
        "    p = 1 / (1 + np.exp(-(X @ w)))\n"
        "    loss = np.sum((y - p) ** 2)\n    w += X.T @ ((y - p) * p * (1 - p))", ["w"], 60000),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAINS)
def test_one_pass_of_a_loop_that_trains_is_drawn(name: str) -> None:
    text, parameters, iterations = TRAINS[name]
    trace = graphs.trace(text)
    assert sorted(trace.training["parameters"]) == parameters
    if iterations is not None:  # a while may end at any pass
        assert trace.training["iterations"] == iterations
    (note,) = [one for one in trace.notes if one.kind == "loop"]
    assert "trains" in note.message
    lines = text.split("\n")
    (place,) = (at for at, line in enumerate(lines) if line.lstrip().startswith("loss ="))
    margin = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    stopped = [*lines[: place + 1], f"{margin}seen.append(loss)", f"{margin}raise StopIteration"]
    if "def fit" in text:
        stopped.append("fit(2.0)")
    names: dict[str, Any] = {"np": np, "seen": []}
    with pytest.raises(StopIteration):
        exec("\n".join(stopped), names)
    agree(trace.value, names["seen"][0], name)
    assert trace.output == "loss" or "def " in text


OTHERS = {
    "an RNN": (
        "Wx, Wh, h = 0.5, 0.8, 0.1\nfor t in range(4):\n    h = np.tanh(Wx * t + Wh * h)\n"
        "f = h ** 2"),
    "an RNN with losses": (
        "Wx, Wh, Wy, h, f = 0.5, 0.8, 0.3, 0.1, 0.0\n"
        "for x, y in [(1.0, 0.5), (0.5, 1.0), (0.2, 0.1)]:\n    h = np.tanh(Wx * x + Wh * h)\n"
        "    p = Wy * h\n    f += (p - y) ** 2"),
    "a residual RNN": (
        "W = np.array([[0.5, 0.1], [0.2, 0.3]])\nh = np.array([0.1, 0.2])\n"
        "for t in range(4):\n    h = h + np.tanh(W @ h)\nf = np.sum(h ** 2)"),
    "a residual RNN with losses": (
        "W, V, h, f = 0.5, 0.3, 0.1, 0.0\nfor x in [1.0, 0.5]:\n"
        "    h = h + 0.1 * np.tanh(W * h + x)\n"
        "    f += (V * h) ** 2"),
    "residual layers": (
        "Ws = [np.array([[0.5, 0.1], [0.2, 0.3]]), np.array([[0.1, 0.4], [0.2, 0.1]])]\n"
        "x = np.array([1.0, 2.0])\nfor W in Ws:\n    x = x + np.maximum(0, W @ x)\n"
        "f = np.sum(x ** 2)"),
    "an LSTM": (
        "a, b, o, g, h, c = 0.5, 0.6, 0.7, 0.8, 0.0, 0.0\nfor x in [1.0, -0.5, 0.25]:\n"
        "    z = x + h\n"
        "    s = 1 / (1 + np.exp(-a * z))\n    i = 1 / (1 + np.exp(-b * z))\n"
        "    c = s * c + i * np.tanh(g * z)\n    h = np.tanh(c) / (1 + np.exp(-o * z))\n"
        "f = h ** 2"),
    "a GRU": (
        "U, V, h = 0.5, -0.7, 0.1\nfor x in [1.0, -0.5, 0.25]:\n"
        "    z = 1 / (1 + np.exp(-U * (x + h)))\n"
        "    n = np.tanh(V * (x + h))\n    h = (1 - z) * h + z * n\nf = h"),
    "Euler": "x, dt = 1.0, 0.1\nfor k in range(10):\n    x = x + dt * (-x)\nf = x",
    "Euler with a history": "import numpy as np\ns, seen = np.array([0.5, 0.0]), []\n"
    "for n in range(9):\n    s = s + 0.01 * np.array([s[1], -s[0]])\n    seen.append(s[0])\nf = s",
    "Euler in place": "x, dt = 1.0, 0.1\nfor k in range(10):\n    x += -dt * x ** 2\nf = x",
    "an oscillator": (
        "x, v, dt = 1.0, 0.0, 0.1\nfor k in range(10):\n    a = -x\n    v = v + dt * a\n"
        "    x = x + dt * v\nf = x ** 2 + v ** 2"),
    "its energy in every pass": (
        "x, v, dt = 1.0, 0.0, 0.1\nfor k in range(10):\n    E = 0.5 * x ** 2 + 0.5 * v ** 2\n"
        "    x, v = x + dt * v, v - dt * x\nf = E"),
    "hunters and prey": (
        "x, y, dt = 1.0, 0.5, 0.05\nfor k in range(10):\n    dx = x - x * y\n    dy = x * y - y\n"
        "    x += dt * dx\n    y += dt * dy\nf = x + y"),
    "RK2": (
        "x, dt = 1.0, 0.1\nfor k in range(10):\n    k1 = -x\n    k2 = -(x + 0.5 * dt * k1)\n"
        "    x = x + dt * k2\nf = x"),
    "RK4": (
        "x, dt = 1.0, 0.1\nfor k in range(5):\n    k1 = -x\n    k2 = -(x + 0.5 * dt * k1)\n"
        "    k3 = -(x + 0.5 * dt * k2)\n    k4 = -(x + dt * k3)\n"
        "    x = x + dt * (k1 + 2 * k2 + 2 * k3 + k4) / 6\nf = x"),
    "leapfrog": (
        "x, v, dt = 1.0, 0.0, 0.1\nfor k in range(10):\n    v = v - 0.5 * dt * x\n"
        "    x = x + dt * v\n"
        "    v = v - 0.5 * dt * x\nf = x ** 2 + v ** 2"),
    "heat": (
        "u = np.array([0.0, 1.0, 0.0, 0.5])\nfor k in range(5):\n"
        "    u[1:-1] = u[1:-1] + 0.1 * (u[2:] - 2 * u[1:-1] + u[:-2])\nf = np.sum(u ** 2)"),
    "power iteration": (
        "A = np.array([[2.0, 1.0], [1.0, 3.0]])\nv = np.array([1.0, 0.5])\nfor k in range(10):\n"
        "    u = A @ v\n    v = u / np.linalg.norm(u)\nf = v @ A @ v"),
    "power iteration with its eigenvalue": (
        "A = np.array([[2.0, 1.0], [1.0, 3.0]])\nv = np.array([1.0, 0.5])\nfor k in range(10):\n"
        "    u = A @ v\n    lam = v @ u\n    v = u / np.linalg.norm(u)\nf = lam"),
    "Newton": "x = 1.0\nfor k in range(5):\n    x = x - (x ** 2 - 2) / (2 * x)\nf = x",
    "Newton by name": (
        "x = 1.0\nfor k in range(5):\n    g = x ** 2 - 2\n    dg = 2 * x\n    x = x - g / dg\n"
        "f = x"),
    "Newton until it is near": (
        "x = 1.0\nfor k in range(20):\n    g = x ** 2 - 2\n    if abs(g) < 1e-9:\n        break\n"
        "    x = x - g / (2 * x)\nf = x"),
    "Newton with its residual": (
        "x = 1.0\nfor k in range(5):\n    x = x - (x ** 2 - 2) / (2 * x)\n"
        "    error = abs(x ** 2 - 2)\n"
        "f = x"),
    "the secant": (
        "a, b = 1.0, 2.0\nfor k in range(4):\n    fa, fb = a ** 2 - 2, b ** 2 - 2\n"
        "    a, b = b, b - fb * (b - a) / (fb - fa)\nf = b"),
    "a fixed point": "x = 1.0\nfor k in range(10):\n    x = np.cos(x)\nf = x",
    "a root": "x = 2.0\nfor k in range(5):\n    x = 0.5 * (x + 2 / x)\nf = x",
    "Gauss-Seidel": (
        "x, y = 0.0, 0.0\nfor k in range(5):\n    x = (3 - y) / 4\n    y = (5 - x) / 4\nf = x + y"),
    "values of states": (
        "V, R = np.zeros(2), np.array([1.0, 0.5])\nP = np.array([[0.9, 0.1], [0.4, 0.6]])\n"
        "for k in range(10):\n    V = R + 0.9 * P @ V\nf = np.sum(V)"),
    "a moving average": (
        "m = 0.0\nfor x in [1.0, 2.0, 3.0]:\n    m = 0.9 * m + 0.1 * x\nf = m"),
    "a moving average by its error": (
        "m = 0.0\nfor x in [1.0, 2.0, 3.0]:\n    m += 0.1 * (x - m)\nf = m"),
    "mean and variance of a stream": (
        "m, M2, n = 0.0, 0.0, 0\nfor x in [1.0, 2.0, 4.0]:\n    n += 1\n    d = x - m\n"
        "    m += d / n\n    M2 += d * (x - m)\nf = M2 / n"),
    "a cumulative sum": "s = 0.0\nfor x in [1.0, 2.0, 3.0]:\n    s += x\nf = s",
    "a sum of squares": "s = 0.0\nfor x in [1.0, 2.0, 3.0]:\n    s = s + x ** 2\nf = s",
    "a product": "p = 1.0\nfor x in [1.0, -3.0, 2.0]:\n    p *= x\nf = p",
    "Horner": "x, p = 2.0, 0.0\nfor a in [1.0, -3.0, 2.0]:\n    p = p * x + a\nf = p",
    "discounted rewards": "G = 0.0\nfor r in [1.0, 0.0, 2.0]:\n    G = r + 0.9 * G\nf = G",
    "a summed loss": (
        "w, f = 2.0, 0.0\nfor x in [1.0, 2.0, 3.0]:\n    loss = (w * x - 1) ** 2\n    f += loss"),
    "a loss over rows": (
        "w, f = np.array([0.5, -1.0]), 0.0\nX = np.array([[1.0, 2.0], [0.5, 1.5]])\n"
        "for i in range(2):\n    s = X[i] @ w\n    f += np.log(1 + np.exp(-s))"),
    "a loss and its gradient summed": (
        "w, f, dw = 2.0, 0.0, 0.0\nfor x in [1.0, 2.0, 3.0]:\n    e = w * x - 1\n    f += e ** 2\n"
        "    dw += 2 * e * x"),
    "means of clusters": (
        "x, c = np.array([0.0, 0.2, 1.0, 1.3]), np.array([0.1, 0.9])\nfor k in range(5):\n"
        "    p = np.exp(-(x[:, None] - c[None, :]) ** 2)\n"
        "    p = p / p.sum(axis=1, keepdims=True)\n"
        "    c = (p * x[:, None]).sum(axis=0) / p.sum(axis=0)\nf = np.sum(c)"),
    "a mixture by EM": (
        "x, mu = np.array([0.0, 0.2, 1.0, 1.3]), np.array([0.1, 0.9])\nfor k in range(5):\n"
        "    r = np.exp(-0.5 * (x[:, None] - mu) ** 2)\n    ll = np.sum(np.log(r.sum(axis=1)))\n"
        "    r = r / r.sum(axis=1, keepdims=True)\n"
        "    mu = (r * x[:, None]).sum(axis=0) / r.sum(axis=0)\nf = ll"),
    "a leaky integrator": (
        "v, tau, dt = 0.0, 10.0, 1.0\nfor I in [1.0, 1.5, 0.5]:\n    v += dt / tau * (-v + I)\n"
        "f = v"),
    "a Kalman filter": (
        "x, P, Q, R = 0.0, 1.0, 0.01, 0.5\nfor z in [1.0, 1.2, 0.9]:\n    P = P + Q\n"
        "    K = P / (P + R)\n    x = x + K * (z - x)\n    P = (1 - K) * P\nf = x"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS | SIMULATIONS)
def test_every_pass_of_another_loop_is_drawn(name: str) -> None:
    text = (OTHERS | SIMULATIONS)[name]
    trace = graphs.trace(text, output="f")
    agree(trace.value, run(text, {})["f"], name)
    assert trace.training is None
    assert [note for note in trace.notes if note.kind == "loop"] == []


def test_of_two_loops_the_first_is_drawn_and_trained() -> None:
    update = "    loss = (w - 1) ** 2\n    w -= 0.1 * 2 * (w - 1)\n"
    text = f"w = 2.0\nfor i in range(7):\n{update}for i in range(3):\n{update}"
    trace, trained = graphs.trace(text), graphs.train(text)
    known = run(f"seen, w = [], 2.0\nfor i in range(7):\n{update}    seen.append(loss)", {})
    assert (trace.training["line"], trace.training["iterations"]) == (2, 7)
    agree(trace.value, known["seen"][0], "the picture")
    agree(trained.losses[:7], known["seen"], "the run")


GENERATORS = {
    "of slices": ("    for i in range(0, 12, n):\n        yield X[i:i + n]", 3),
    "of shuffled rows": (
        "    p = np.random.permutation(12)\n    for i in range(0, 12, n):\n"
        "        yield X[p[i:i + n]]", 3),
    "without an end": ("    while True:\n        yield X[:n]", None),
}  # fmt: skip


@pytest.mark.parametrize("name", GENERATORS)
def test_what_a_generator_gives_is_counted(name: str) -> None:
    body, times = GENERATORS[name]
    text = (
        f"X, w = np.ones((12, 2)), np.zeros(2)\ndef batches(n):\n{body}\n"
        "for xb in batches(4):\n    e = xb @ w - 1\n    loss = np.mean(e ** 2)\n"
        "    w -= 0.1 * xb.T @ e"
    )
    trace = graphs.trace(text)
    assert trace.training["iterations"] == times
    assert len([one for one in trace.notes if one.kind == "loop"]) == 1
    agree(trace.value, 1.0, name)


# The reader's choice may be changed

SWITCHED = [name for name in TRAINS if name not in ("60,000 passes", "a while", "a function")]


@pytest.mark.parametrize("name", SWITCHED)
def test_every_pass_of_a_loop_that_trains_may_be_drawn(name: str) -> None:
    text, _, _ = TRAINS[name]
    loops = {at: "every" for at, line in enumerate(text.split("\n"), 1) if "for " in line}
    trace = graphs.trace(text, output="loss", loops=loops)  # type: ignore[arg-type]
    agree(trace.value, run(text, {})["loss"], name)
    assert not [note for note in trace.notes if note.kind == "loop"]


@pytest.mark.parametrize("name", ["an RNN", "Euler", "Newton", "a cumulative sum", "a product"])
def test_one_pass_of_another_loop_may_be_drawn(name: str) -> None:
    text = OTHERS[name]
    line = next(at for at, one in enumerate(text.split("\n"), 1) if one.startswith("for "))
    trace = graphs.trace(text, output="f", loops={line: "once"})
    names: dict[str, Any] = {"np": np}
    lines = text.split("\n")
    exec("\n".join([*lines[:-1], "    break", lines[-1]]), names)
    agree(trace.value, names["f"], name)
    (note,) = [one for one in trace.notes if one.kind == "loop"]
    assert note.choices == ("every",)
    assert f"Of the loop on line {line} pass 1 of " in note.message


@pytest.mark.parametrize("passes", [60_000, 1_000_000])
def test_a_loop_past_every_budget_is_drawn_once_with_a_note(passes: int) -> None:
    text = f"x = 1.0\nfor k in range({passes}):\n    x = x + 1e-6 * (np.sin(x) - x)\nf = x"
    trace = graphs.trace(text, limits=graphs.Limits())
    (note,) = [one for one in trace.notes if one.kind == "loop"]
    assert f"pass 1 of {passes:,} is drawn" in note.message
    agree(trace.value, 1.0 + 1e-6 * (np.sin(1.0) - 1.0), "f")
