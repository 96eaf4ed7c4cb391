"""Loops that train and compute no loss: the form of a step, or its name, tells a gradient."""

from __future__ import annotations

from typing import Any

import pytest

import graphs
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import run

DATA = """X = np.array([[1.0, 2.0], [3.0, 4.0], [0.5, -1.0]])
y = np.array([1.0, 2.0, 0.5])
w = np.array([0.1, -0.2])
"""
NONLIN = "def nonlin(x, deriv=False):\n    return x * (1 - x) if deriv else 1 / (1 + np.exp(-x))\n"

# text → what is trained, how often
TRAINS: dict[str, tuple[str, list[str], int]] = {
    "a typed gradient": (
        f"{DATA}def gradient(w, X, y):\n    return X.T @ (X @ w - y) / len(y)\n"
        "for i in range(50):\n    w -= 0.01 * gradient(w, X, y)", ["w"], 50),
    "in other words": (
        f"{DATA}def compute_grad(w):\n    e = X @ w - y\n    return X.T @ e / len(y)\n"
        "alpha = 0.01\nfor i in range(50):\n    w = w - alpha * compute_grad(w)", ["w"], 50),
    "a step along it of length 1": (
        "def grad(w):\n    return 2 * (w - 3)\nw = np.array([1.0, 2.0])\n"
        "for i in range(7):\n    g = grad(w)\n    w = w - 0.1 * g / np.linalg.norm(g)", ["w"], 7),
    "a numerical gradient": (
        "def f(w):\n    return (w[0] - 3) ** 2 + (w[1] + 1) ** 2\n"
        "def num_grad(f, w, h=1e-5):\n    g = np.zeros_like(w)\n    for i in range(len(w)):\n"
        "        e = np.zeros_like(w)\n        e[i] = h\n"
        "        g[i] = (f(w + e) - f(w - e)) / (2 * h)\n    return g\n"
        "w = np.array([0.0, 0.0])\nfor i in range(20):\n    w -= 0.1 * num_grad(f, w)", ["w"], 20),
    "the slope of a typed function": (
        "f = lambda x: x ** 4\ndf = lambda x: 4 * x ** 3\nx = 2.0\nfor i in range(9):\n"
        "    x = x - 0.01 * df(x)", ["x"], 9),
    "a gradient with a name": (
        "x = 2.0\nfor i in range(9):\n    grad = 2 * x\n    x -= 0.1 * grad", ["x"], 9),
    "dtheta": (
        "theta = np.array([2.0, 1.0])\nlr = 0.1\nfor i in range(9):\n    dtheta = 2 * theta\n"
        "    theta -= lr * dtheta", ["theta"], 9),
    "dtheta, added with a sign": (
        "theta = np.array([2.0, 1.0])\nlr = 0.1\nfor i in range(9):\n    dtheta = 2 * theta\n"
        "    theta += -lr * dtheta", ["theta"], 9),
    "dw and db": (
        "w, b = 1.0, 0.5\nfor i in range(9):\n    dw, db = 2 * w + b, w + 2 * b\n"
        "    w, b = w - 0.1 * dw, b - 0.1 * db", ["b", "w"], 9),
    "momentum": (
        "x, v = 2.0, 0.0\nfor i in range(9):\n    grad = 2 * x\n    v = 0.9 * v - 0.1 * grad\n"
        "    x += v", ["x"], 9),
    "RMSProp": (
        "x, s = 2.0, 0.0\nfor i in range(9):\n    grad = 2 * x\n    s = 0.9 * s + 0.1 * grad ** 2\n"
        "    x -= 0.1 * grad / (np.sqrt(s) + 1e-8)", ["x"], 9),
    "weight decay": (
        "x = 2.0\nfor i in range(9):\n    grad = 2 * x\n    x -= 0.1 * (grad + 0.01 * x)",
        ["x"], 9),
    "a dictionary of gradients": (
        "p = {'x': -7.0, 'y': 2.0}\ngrads = {}\ndef df(x, y):\n    return x / 10, 2 * y\n"
        "for i in range(5):\n    grads['x'], grads['y'] = df(p['x'], p['y'])\n"
        "    for key in p:\n        p[key] -= 0.1 * grads[key]", ["p['x']", "p['y']"], 5),
    "in a function": (
        "def grad(w):\n    return 2 * (w - 3)\ndef descend(w, n):\n    for i in range(n):\n"
        "        w = w - 0.1 * grad(w)\n    return w\nw = descend(np.array([1.0, 2.0]), 8)",
        ["w"], 8),
    "the form, in one line": (
        f"{DATA}for i in range(5):\n    w -= 0.01 * X.T @ (X @ w - y) / 2", ["w"], 5),
    "the form, with a bias": (
        f"{DATA}b = 0.0\nfor i in range(5):\n    e = X @ w + b - y\n    w -= 0.01 * X.T @ e\n"
        "    b -= 0.01 * e.sum()", ["b", "w"], 5),
    "one layer with an error": (
        f"{NONLIN}{DATA}for i in range(30):\n    l1 = nonlin(X @ w)\n    error = y - l1\n"
        "    w += X.T @ (error * nonlin(l1, True))", ["w"], 30),
    "the delta rule": (
        f"{DATA}for k in range(4):\n    for x, t in zip(X, y):\n        e = t - np.dot(w, x)\n"
        "        w = w + 0.2 * e * x", ["w"], 12),
    "slope and intercept by sums": (
        "x, y = np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 6.5])\nm, c = 0, 0\n"
        "for i in range(9):\n    Y_pred = m * x + c\n    a = (-2 / 3) * sum(x * (y - Y_pred))\n"
        "    b = (-2 / 3) * sum(y - Y_pred)\n    m = m - 0.01 * a\n    c = c - 0.01 * b",
        ["c", "m"], 9),
    "gradients called D_m": (
        "m = 3.0\nfor i in range(9):\n    D_m = 2 * m\n    m = m - 0.1 * D_m", ["m"], 9),
    "a new list": (
        "v = [3.0, -4.0]\nfor i in range(9):\n    grad = [2 * a for a in v]\n"
        "    v = [a - 0.1 * g for a, g in zip(v, grad)]", ["v"], 9),
    "a slope without its function": (
        "x = 3\ndf = lambda x: 2 * (x + 5)\nfor i in range(9):\n    old = x\n"
        "    x = x - 0.01 * df(old)\n    step = abs(x - old)", ["x"], 9),
    "a derivative": (
        "def derivative(x):\n    return 2 * (x + 5)\nx = 3.0\nfor i in range(9):\n"
        "    x = x - 0.01 * derivative(x)", ["x"], 9),
    "rows and columns of two matrices": (
        "R = np.array([[5.0, 3.0], [4.0, 1.0]])\nP, Q = np.ones((2, 2)), np.ones((2, 2)) * 0.5\n"
        "for i in range(2):\n    for j in range(2):\n"
        "        e = R[i][j] - np.dot(P[i, :], Q[:, j])\n        for k in range(2):\n"
        "            P[i][k] += 0.01 * (2 * e * Q[k][j] - 0.02 * P[i][k])\n"
        "            Q[k][j] += 0.01 * (2 * e * P[i][k] - 0.02 * Q[k][j])", ["P", "Q"], 4),
    "a perceptron in Python's own numbers": (
        "rows = [[2.5, 1.0], [1.5, 3.0], [-1.0, -2.0]]\nlabels = [1, 1, 0]\nw = [0.0, 0.0, 0.0]\n"
        "for k in range(3):\n    for row, label in zip(rows, labels):\n"
        "        z = w[0] + w[1] * row[0] + w[2] * row[1]\n"
        "        out = 1.0 if z >= 0.5 else 0.0\n        update = 0.1 * (label - out)\n"
        "        w[0] += update\n        w[1] += update * row[0]\n        w[2] += update * row[1]",
        ["w"], 9),
    "a support vector machine": (
        "X, y = np.array([[-2.0, 4.0], [4.0, 1.0], [1.0, 6.0]]), np.array([-1.0, -1.0, 1.0])\n"
        "w = np.zeros(2)\nfor k in range(3):\n    for i in range(3):\n"
        "        if y[i] * np.dot(X[i], w) < 1:\n"
        "            w = w + 0.1 * (X[i] * y[i] - 0.02 * w)\n        else:\n"
        "            w = w - 0.1 * 0.02 * w", ["w"], 9),
    "a perceptron": (
        f"{DATA}for k in range(4):\n    for x, t in zip(X, y):\n"
        "        out = np.where(w @ x > 0, 1.0, 0.0)\n        w += 0.2 * (t - out) * x", ["w"], 12),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAINS)
def test_a_gradient_that_is_told_trains(name: str) -> None:
    text, parameters, iterations = TRAINS[name]
    trace = graphs.trace(text)
    assert sorted(trace.training["parameters"]) == parameters
    assert (trace.training["iterations"], trace.training["loss"]) == (iterations, None)
    (note,) = [one for one in trace.notes if one.kind == "loop"]
    assert "trains" in note.message
    assert "computes no loss" in note.message
    start = run(text.partition("for ")[0], {}) if "def " not in text else {}
    for path in parameters:
        if path in start:  # a name means what it was before the update
            agree(trace.values[path], start[path], path)


@pytest.mark.parametrize("name", [name for name in TRAINS if "function" not in name])
def test_its_training_leads_where_python_does(name: str) -> None:
    text, parameters, _ = TRAINS[name]
    trained = graphs.train(text)
    names = run(text, {})
    assert trained.losses == []
    for path in parameters:
        agree(trained.values_at(trained.iteration)[path], eval(path, names), path)


def test_the_gradient_is_drawn_where_nothing_else_is_computed() -> None:
    trace = graphs.trace(TRAINS["a typed gradient"][0])
    names = run(DATA, {})
    agree(trace.value, names["X"].T @ (names["X"] @ names["w"] - names["y"]) / 3, "the gradient")


OTHERS = {
    "Euler": "x, dt = 1.0, 0.1\nfor k in range(9):\n    dx = -2 * x\n    x += dt * dx\nf = x",
    "Euler with a minus": (
        "x, dt = 1.0, 0.1\nfor k in range(9):\n    dx = 2 * x\n    x -= dt * dx\nf = x"),
    "Euler with a step in figures": (
        "x = 1.0\nfor k in range(9):\n    dx = -2 * x\n    x += 0.1 * dx\nf = x"),
    "Euler by a typed slope": (
        "def f(t, y):\n    return -2 * y\ny, h = 1.0, 0.1\nfor k in range(9):\n"
        "    y = y + h * f(0, y)\nf = y"),
    "a slope called df": (
        "def df(y):\n    return -2 * y\ny = 1.0\nfor k in range(9):\n    y = y + 0.1 * df(y)\n"
        "f = y"),
    "decay": "N = 100.0\nfor k in range(9):\n    N -= 0.1 * N\nf = N",
    "decay with a rate": "N, k = 100.0, 0.1\nfor i in range(9):\n    N = N - k * N\nf = N",
    "heat along a gradient": (
        "u, dt = np.array([0.0, 1.0, 0.0, 0.5]), 0.1\nfor k in range(5):\n"
        "    grad_u = np.concatenate([u[:1] * 0, u[1:] - u[:-1]])\n    u = u - dt * grad_u\n"
        "f = np.sum(u)"),
    "Newton by typed functions": (
        "def f(x):\n    return x ** 2 - 2\ndef df(x):\n    return 2 * x\nx = 1.0\n"
        "for k in range(5):\n    x = x - f(x) / df(x)\nf = x"),
    "Newton by its step": (
        "x = 1.0\nfor k in range(5):\n    dx = (x ** 2 - 2) / (2 * x)\n    x -= dx\nf = x"),
    "Newton, damped": (
        "x = 1.0\nfor k in range(5):\n    dx = (x ** 2 - 2) / (2 * x)\n    x -= 0.5 * dx\nf = x"),
    "Newton of a gradient and a Hessian": (
        "def grad(x):\n    return 4 * x ** 3 - 3\ndef hess(x):\n    return 12 * x ** 2\nx = 1.0\n"
        "for k in range(5):\n    x = x - grad(x) / hess(x)\nf = x"),
    "PageRank": (
        "M = np.array([[0.0, 0.5, 1.0], [0.5, 0.0, 0.0], [0.5, 0.5, 0.0]])\nr = np.ones(3) / 3\n"
        "for k in range(9):\n    r = 0.15 / 3 + 0.85 * M @ r\nf = r @ r"),
    "the logistic map": "x = 0.3\nfor k in range(9):\n    x = 3.2 * x * (1 - x)\nf = x",
    "logistic growth": (
        "x, r, K, dt = 0.3, 1.2, 5.0, 0.1\nfor k in range(9):\n    x += dt * r * x * (1 - x / K)\n"
        "f = x"),
    "compound interest": "a, rate = 100.0, 0.05\nfor k in range(9):\n    a += a * rate\nf = a",
    "repaying": "a, r = 100.0, 0.05\nfor k in range(9):\n    a = a + a * r - 7.0\nf = a",
    "TD(0)": (
        "V = np.array([0.0, 0.5, 1.0])\nalpha, gamma = 0.1, 0.9\nfor s in [0, 1, 0, 1]:\n"
        "    V[s] += alpha * (1.0 + gamma * V[s + 1] - V[s])\nf = np.sum(V)"),
    "TD(0) by its error": (
        "V = np.array([0.0, 0.5, 1.0])\nalpha, gamma = 0.1, 0.9\nfor s in [0, 1, 0, 1]:\n"
        "    delta = 1.0 + gamma * V[s + 1] - V[s]\n    V[s] = V[s] + alpha * delta\n"
        "f = np.sum(V)"),
    "Q-learning": (
        "Q = np.array([[0.0, 0.5], [1.0, 0.2]])\nalpha, gamma = 0.1, 0.9\nfor s in [0, 1, 0]:\n"
        "    Q[s, 1] += alpha * (1.0 + gamma * np.max(Q[1 - s]) - Q[s, 1])\nf = np.sum(Q)"),
    "TD with features": (
        "w = np.array([0.1, 0.2])\nphi = np.array([[1.0, 0.5], [0.2, 1.0]])\nfor s in [0, 1, 0]:\n"
        "    w = w + 0.1 * (1.0 + 0.9 * phi[1 - s] @ w - phi[s] @ w) * phi[s]\nf = w @ w"),
    "a running mean of rows": (
        "m = np.zeros(2)\nfor x in np.array([[1.0, 2.0], [3.0, 1.0]]):\n    m += 0.1 * (x - m)\n"
        "f = m @ m"),
    "a Kalman filter of matrices": (
        "x, P = np.zeros(2), np.eye(2)\nF = np.array([[1.0, 0.1], [0.0, 1.0]])\n"
        "H = np.array([[1.0, 0.0]])\nR = np.array([[0.5]])\n"
        "for z in np.array([[1.0], [1.2], [0.9]]):\n"
        "    x = F @ x\n    P = F @ P @ F.T\n    K = P @ H.T @ np.linalg.inv(H @ P @ H.T + R)\n"
        "    x = x + K @ (z - H @ x)\n    P = P - K @ H @ P\nf = x @ x"),
    "a Kalman filter without a motion": (
        "x, P = np.zeros(2), np.eye(2)\nH = np.array([[1.0, 0.5]])\nR = np.array([[0.5]])\n"
        "for z in np.array([[1.0], [1.2], [0.9]]):\n"
        "    K = P @ H.T @ np.linalg.inv(H @ P @ H.T + R)\n"
        "    x = x + K @ (z - H @ x)\n    P = P - K @ H @ P\nf = x @ x"),
    "Gram-Schmidt": (
        "v, us = np.array([1.0, 2.0]), np.array([[1.0, 0.0], [0.6, 0.8]])\nfor u in us:\n"
        "    v = v - (v @ u) * u\nf = v @ v"),
    "Richardson's iteration": (
        "A, b = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])\nx = np.zeros(2)\n"
        "for k in range(6):\n    x = x + 0.2 * (b - A @ x)\nf = x @ x"),
    "conjugate gradients": (
        "A, b = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])\nx = np.zeros(2)\n"
        "r = b - A @ x\np = r.copy()\nfor k in range(2):\n    Ap = A @ p\n"
        "    alpha = r @ r / (p @ Ap)\n    x = x + alpha * p\n    new = r - alpha * Ap\n"
        "    p = new + (new @ new) / (r @ r) * p\n    r = new\nf = x @ x"),
    "springs": (
        "B, L, dt = np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]]), np.ones(2), 0.1\n"
        "x, v = np.array([0.0, 1.5, 3.5]), np.zeros(3)\nfor k in range(6):\n"
        "    v = v - dt * B.T @ (B @ x - L)\n    x = x + dt * v\nf = x @ x"),
    "leapfrog along a gradient": (
        "def grad_U(q):\n    return q\nq, p, dt = 1.0, 0.5, 0.1\nfor k in range(6):\n"
        "    p -= dt / 2 * grad_U(q)\n    q += dt * p\n    p -= dt / 2 * grad_U(q)\nf = q * p"),
    "a network of Hopfield": (
        "W, b, dt = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0.1, 0.2]), 0.1\n"
        "x = np.array([0.5, -0.5])\nfor k in range(6):\n"
        "    x = x + dt * (-x + W @ np.tanh(x) + b)\n"
        "f = x @ x"),
    "residual layers back and forth": (
        "W = np.array([[0.5, 0.1], [0.2, 0.3]])\nb = np.array([0.1, 0.2])\n"
        "h = np.array([1.0, 2.0])\nfor k in range(3):\n"
        "    h = h + 0.1 * np.tanh(W @ h + b)\nf = h @ h"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_gradient_does_not_train(name: str) -> None:
    text = OTHERS[name]
    trace = graphs.trace(text, output="f")
    known: dict[str, Any] = run(text, {})
    agree(trace.value, known["f"], name)
    assert trace.training is None
    assert [note for note in trace.notes if note.kind == "loop"] == []
