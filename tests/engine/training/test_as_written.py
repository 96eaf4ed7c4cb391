"""A text's own loop, run as it is written: losses, parameters and endings are those of Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.training.as_written import WrittenTraining
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import recorded, run

DATA = """import numpy as np

np.random.seed(0)
X = np.random.randn(12, 3)
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * np.random.randn(12)
w = np.zeros(3)
lr = 0.05
"""
LOSS = "loss = np.mean(e ** 2)"
PASS = f"""for t in range(15):
    e = X @ w - y
    {LOSS}
    dw = 2 * X.T @ e / len(X)
"""


def with_update(update: str, before: str = "") -> str:
    return DATA + before + PASS + "\n".join(f"    {line}" for line in update.split("\n"))


RULES = {
    "gradient descent": with_update("w -= lr * dw"),
    "momentum": with_update("v = 0.9 * v - lr * dw\nw += v", "v = np.zeros(3)\n"),
    "momentum, the gradient first": with_update("v = 0.9 * v + dw\nw -= lr * v", "v = 0\n"),
    "Nesterov by the last velocity": with_update(
        "v_prev = v\nv = 0.9 * v - lr * dw\nw += -0.9 * v_prev + (1 + 0.9) * v", "v = np.zeros(3)\n"
    ),
    "AdaGrad": with_update(
        "c += dw ** 2\nw -= lr * dw / (np.sqrt(c) + 1e-7)", "c = np.zeros(3)\n"),
    "RMSprop": with_update(
        "c = 0.9 * c + 0.1 * dw ** 2\nw -= lr * dw / (np.sqrt(c) + 1e-7)", "c = np.zeros(3)\n"),
    "Adam": with_update(
        "m = 0.9 * m + 0.1 * dw\nv = 0.999 * v + 0.001 * dw ** 2\n"
        "mh = m / (1 - 0.9 ** (t + 1))\nvh = v / (1 - 0.999 ** (t + 1))\n"
        "w -= lr * mh / (np.sqrt(vh) + 1e-8)", "m, v = np.zeros(3), np.zeros(3)\n"),
    "weight decay": with_update("w = (1 - 0.001) * w - lr * dw"),
    "a rate that decays": with_update("w -= lr * dw\nlr *= 0.95"),
    "a rate by the pass": with_update("w -= lr / (1 + 0.1 * t) * dw"),
    "steps of the rate": with_update("if t % 5 == 4:\n    lr = lr / 2\nw -= lr * dw"),
    "a cosine of the rate": with_update("w -= lr * 0.5 * (1 + np.cos(np.pi * t / 15)) * dw"),
    "clipped": with_update("w -= lr * np.clip(dw, -1, 1)"),
    "clipped by its length": with_update(
        "n = np.linalg.norm(dw)\nif n > 1:\n    dw = dw / n\nw -= lr * dw"),
    "signs": with_update("w -= 0.01 * np.sign(dw)"),
    "coordinates in turn": with_update("w[t % 3] -= lr * dw[t % 3]"),
    "an average of the weights": with_update(
        "w -= lr * dw\navg = 0.9 * avg + 0.1 * w", "avg = np.zeros(3)\n"),
}  # fmt: skip
BATCHES = {
    "choice": "at = np.random.choice(12, 4)",
    "choice without twice": "at = np.random.choice(12, 4, replace=False)",
    "whole numbers": "at = np.random.randint(0, 12, 4)",
    "a permutation": "at = np.random.permutation(12)[:4]",
    "a shuffled list": "order = list(range(12))\nrandom.shuffle(order)\nat = order[:4]",
    "a generator": "at = rng.choice(12, 4)",
    "a generator's permutation": "at = rng.permutation(12)[:4]",
    "a generator's whole numbers": "at = rng.integers(0, 12, 4)",
    "a slice that goes on": "at = slice(4 * (t % 3), 4 * (t % 3) + 4)",
    "noise on the data": "at = slice(0, 12)\nnoise = 0.1 * np.random.randn(3)\nw = w + 0 * noise",
}


def with_batch(draw: str) -> str:
    lines = "\n".join(f"    {line}" for line in draw.split("\n"))
    return (
        f"import random\nrandom.seed(1)\n{DATA}rng = np.random.default_rng(3)\n"
        f"for t in range(15):\n{lines}\n    e = X[at] @ w - y[at]\n    {LOSS}\n"
        "    w = w - lr * 2 * X[at].T @ e / len(e)"
    )


def holds(text: str, name: str, line: str = LOSS) -> WrittenTraining:
    """The run of a text, whose losses are those that Python's own run records."""
    written = graphs.train(text)
    assert isinstance(written, WrittenTraining)
    agree(written.losses, run(recorded(text, line), {})["losses"], name)
    assert written.reason is None
    return written


@pytest.mark.parametrize("name", RULES)
def test_the_losses_of_a_rule(name: str) -> None:
    text = RULES[name]
    written = holds(text, name)
    assert len(written.losses) == written.iteration == 15
    assert "w" in written.parameters
    agree(written.values_at(15)["w"], run(text, {})["w"], name)


@pytest.mark.parametrize("name", BATCHES)
def test_the_losses_of_batches_that_are_drawn_in_the_loop(name: str) -> None:
    text = with_batch(BATCHES[name])
    written = holds(text, name)
    agree(written.values_at(15)["w"], run(text, {})["w"], name)


def test_nesterovs_loss_at_the_same_point_as_its_gradient() -> None:
    text = (
        f"{DATA}v = np.zeros(3)\nfor t in range(15):\n    ahead = w + 0.9 * v\n"
        f"    e = X @ ahead - y\n    {LOSS}\n    dw = 2 * X.T @ e / len(X)\n"
        "    v = 0.9 * v - lr * dw\n    w = w + v"
    )
    written = holds(text, "Nesterov")
    agree(written.values_at(15)["w"], run(text, {})["w"], "w")


SHAPES_OF_LOOPS = {
    "until it is small": (
        f"{DATA}loss = 1.0\nwhile loss > 0.2:\n    e = X @ w - y\n    {LOSS}\n"
        "    w -= lr * 2 * X.T @ e / 12", LOSS),
    "a while that counts": (
        f"{DATA}t = 0\nwhile t < 8:\n    e = X @ w - y\n    {LOSS}\n"
        "    w -= lr * 2 * X.T @ e / 12\n    t += 1", LOSS),
    "stopped early": (
        f"{DATA}for t in range(500):\n    e = X @ w - y\n    {LOSS}\n    if loss < 0.1:\n"
        "        break\n    w -= lr * 2 * X.T @ e / 12", None),
    "stopped when nothing changes": (
        f"{DATA}last = np.inf\nfor t in range(500):\n    e = X @ w - y\n    {LOSS}\n"
        "    w -= lr * 2 * X.T @ e / 12\n    if last - loss < 1e-3:\n        break\n"
        "    last = loss", None),
    "epochs and rows": (
        f"{DATA}for epoch in range(3):\n    for i in range(12):\n        e = X[i] @ w - y[i]\n"
        "        loss = e ** 2\n        w = w - lr * 2 * e * X[i]", "loss = e ** 2"),
    "a function": (
        f"{DATA}def fit(w, n):\n    for t in range(n):\n        e = X @ w - y\n        {LOSS}\n"
        "        w = w - lr * 2 * X.T @ e / 12\n    return w\nw = fit(w, 9)", LOSS),
    "a class": (
        f"{DATA}class Model:\n    def __init__(self):\n        self.w = np.zeros(3)\n"
        "    def error(self):\n        return X @ self.w - y\n"
        "    def step(self, e):\n        self.w = self.w - lr * 2 * X.T @ e / 12\n"
        f"m = Model()\nfor t in range(9):\n    e = m.error()\n    {LOSS}\n    m.step(e)", LOSS),
    "a class with its own loop": (
        f"{DATA}class Model:\n    def __init__(self):\n        self.w = np.zeros(3)\n"
        f"    def fit(self, n):\n        for t in range(n):\n            e = X @ self.w - y\n"
        f"            {LOSS}\n            self.w -= lr * 2 * X.T @ e / 12\n"
        "m = Model()\nm.fit(9)", LOSS),
    "a dictionary": (
        f"{DATA}p = {{'w': np.zeros(3), 'b': 0.0}}\nfor t in range(9):\n"
        f"    e = X @ p['w'] + p['b'] - y\n    {LOSS}\n"
        "    g = {'w': 2 * X.T @ e / 12, 'b': 2 * np.mean(e)}\n"
        "    for k in p:\n        p[k] = p[k] - lr * g[k]", LOSS),
    "a list": (
        f"{DATA}ps = [np.zeros(3), 0.0]\nfor t in range(9):\n    e = X @ ps[0] + ps[1] - y\n"
        f"    {LOSS}\n    gs = [2 * X.T @ e / 12, 2 * np.mean(e)]\n"
        "    ps = [p - lr * g for p, g in zip(ps, gs)]", LOSS),
    "a closure": (
        f"{DATA}def stepper(rate):\n    def step(w, g):\n        return w - rate * g\n"
        f"    return step\nstep = stepper(0.05)\nfor t in range(9):\n    e = X @ w - y\n"
        f"    {LOSS}\n"
        "    w = step(w, 2 * X.T @ e / 12)", LOSS),
    "an optimizer that is an object": (
        f"{DATA}class Momentum:\n    def __init__(self, rate):\n"
        "        self.rate, self.v = rate, 0\n"
        "    def update(self, w, g):\n        self.v = 0.9 * self.v - self.rate * g\n"
        f"        return w + self.v\nopt = Momentum(0.05)\nfor t in range(9):\n    e = X @ w - y\n"
        f"    {LOSS}\n    w = opt.update(w, 2 * X.T @ e / 12)", LOSS),
}  # fmt: skip


def python_losses(text: str, line: str | None) -> Any:
    if line is None:  # passes that end early have a loss only where the parameters change after it
        return run(recorded(text, LOSS), {})["losses"]
    if "def fit(self" in text or "def fit(w" in text:
        place = text.index(line)
        margin = text[text.rindex("\n", 0, place) + 1 : place]
        text = text.replace(line, f"{line}\n{margin}seen.append(loss)")
        return run(f"seen = []\n{text}", {})["seen"]
    return run(recorded(text, line), {})["losses"]


@pytest.mark.parametrize("name", SHAPES_OF_LOOPS)
def test_the_losses_of_a_loop_of_any_shape(name: str) -> None:
    text, line = SHAPES_OF_LOOPS[name]
    written, known = graphs.train(text), python_losses(text, line)
    if line is None and len(written.losses) == len(known) - 1:
        known = known[:-1]  # the pass that is left before its update
    agree(written.losses, known, name)


# What the run tells


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("gradient descent", "SGD"),
        ("momentum", "SGD with momentum"),
        ("AdaGrad", "AdaGrad"),
        ("RMSprop", "RMSProp"),
        ("Adam", "Adam"),
        ("a rate that decays", "the program's own rule"),
        ("signs", "the program's own rule"),
        ("weight decay", "the program's own rule"),
    ],
)
def test_the_rule_is_named(name: str, title: str) -> None:
    text = RULES[name].replace("/ len(X)", "/ 12")
    assert graphs.trace(text).training["rule"].lower() == title.lower()


@pytest.mark.parametrize("iterations", [1, 4, 15, 40])
def test_fewer_iterations_may_be_asked_for(iterations: int) -> None:
    text = RULES["momentum"]
    written = graphs.train(text, iterations=iterations)
    known = run(recorded(text, LOSS), {})["losses"]
    agree(written.losses, known[:iterations], "losses")
    assert written.iteration == min(iterations, 15)


@pytest.mark.parametrize("iteration", [0, 1, 7, 15])
@pytest.mark.parametrize("name", ["momentum", "Adam", "a rate that decays"])
def test_parameters_before_each_iteration(name: str, iteration: int) -> None:
    text = RULES[name]
    known = run(text.replace("range(15)", f"range({iteration})"), {})
    agree(graphs.train(text).values_at(iteration)["w"], known["w"], name)


@pytest.mark.parametrize("iteration", [-1, 16])
def test_iterations_that_were_not_made_are_an_error(iteration: int) -> None:
    with pytest.raises(GraphError, match="keeps no iteration") as caught:
        graphs.train(RULES["momentum"]).values_at(iteration)
    assert "iteration 15" in (caught.value.hint or "")


@pytest.mark.parametrize("rate", [5.0, 1e3, 1e100])
def test_a_run_that_diverges_says_so(rate: float) -> None:
    text = RULES["gradient descent"].replace("lr = 0.05", f"lr = {rate}").replace("(15)", "(5000)")
    written = graphs.train(text)
    assert (written.reason or "").startswith("The run diverged: the loss at iteration ")
    with np.errstate(all="ignore"):
        known = run(recorded(text, LOSS), {})["losses"]
    first = next(at for at, loss in enumerate(known) if not np.isfinite(loss))
    assert len(written.losses) == first + 1
    assert f"at iteration {first} is" in (written.reason or "")


def test_given_values_begin_the_run() -> None:
    text = RULES["gradient descent"]
    start = np.array([1.0, 1.0, -1.0])
    known = run(recorded(text.replace("np.zeros(3)", "np.array([1.0, 1.0, -1.0])"), LOSS), {})
    agree(graphs.train(text, {"w": start}).losses, known["losses"], "losses")


@pytest.mark.parametrize(
    "text",
    [
        "w = 2.0\nfor k in range(4):\n    w = w * 0.5",
        "x, dt = 1.0, 0.1\nfor k in range(4):\n    x += -dt * x\nf = x",
        "f = np.sum(np.ones(3))",
    ],
)
def test_what_does_not_train_has_no_run_of_its_own(text: str) -> None:
    with pytest.raises(GraphError, match="No loop of this program trains"):
        WrittenTraining(text)


# Gradients that the text never computes: text, and the same text with its gradient

UNDEFINED = {
    "of a middle value": (
        "w, b = np.array([0.5, -1.0]), 0.25\nfor k in range(6):\n    h = w + b\n"
        "    loss = np.sum(h ** 2)\n    dh\n    w -= 0.1 * dh\n    b -= 0.1 * 2 * np.sum(h)",
        "dh", "dh = 2 * h"),
    "of a middle value, by way of another": (
        "w, b = np.array([0.5, -1.0]), 0.25\nfor k in range(6):\n    h = np.tanh(w + b)\n"
        "    loss = np.sum(h ** 2)\n    dh\n    dz = dh * (1 - h ** 2)\n    w -= 0.1 * dz\n"
        "    b -= 0.1 * 2 * np.sum(h * (1 - h ** 2))", "dh", "dh = 2 * h"),
    "of a parameter, called grad": (
        "w, b = np.array([0.5, -1.0]), 0.25\nfor k in range(6):\n    h = w + b\n"
        "    loss = np.sum(h ** 2)\n    grad_b\n    dw = 2 * h\n    w -= 0.1 * dw\n"
        "    b -= 0.1 * grad_b", "grad_b", "grad_b = 2 * np.sum(h)"),
    "of a parameter": (
        "w, b = np.array([0.5, -1.0]), 0.25\nfor k in range(6):\n    h = w + b\n"
        "    loss = np.sum(h ** 2)\n    db\n    dw = 2 * h\n    w -= 0.1 * dw\n    b -= 0.1 * db",
        "db", "db = 2 * np.sum(h)"),
    "of the only parameter": (
        "w = np.array([0.5, -1.0])\nfor k in range(6):\n    loss = np.sum(w ** 2)\n    grad_w\n"
        "    w -= 0.1 * grad_w", "grad_w", "grad_w = 2 * w"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNDEFINED)
def test_an_undefined_gradient_is_the_true_one(name: str) -> None:
    text, gradient, computed = UNDEFINED[name]
    line = next(one.strip() for one in text.split("\n") if one.strip().startswith("loss ="))
    known = run(recorded(text.replace(f"    {gradient}\n", f"    {computed}\n", 1), line), {})
    without = text.replace(f"    {gradient}\n", "", 1)
    agree(graphs.train(without).losses, known["losses"], name)
    notes = graphs.trace(without, fill=True).notes
    assert [one.kind for one in notes].count("undefined") == 1
