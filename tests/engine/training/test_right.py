"""How many labels a classifier has right, against counting by hand; none where the loss does not
tell."""

from __future__ import annotations

import numpy as np
import pytest

from graphs.training import Plan, Training

STATE = np.random.RandomState(3)
X = STATE.randn(12, 2)
Y = (np.arange(12) % 3).astype(float)
BITS = (X[:, 0] > 0.1).astype(float)
W, V = STATE.randn(2, 3), STATE.randn(2)
SCORES = "scores = X @ W\n"
LOG = "shifted = np.exp(scores)\np = shifted / shifted.sum(axis=1, keepdims=True)\n"
ONE_HOT = "T = np.eye(3)[y]\n"

# loss → how many are right with parameters W: (labels, program)
MANY = {
    "picked": SCORES + LOG + "loss = -np.mean(np.log(p[np.arange(12), y]))",
    "log-softmax": SCORES + "loss = -np.sum(log_softmax(scores, axis=1)[np.arange(12), y])",
    "hinge": SCORES + "right = scores[np.arange(12), y]\n"
    "margins = np.maximum(0, scores - right[:, None] + 1)\n"
    "margins[np.arange(12), y] = 0\nloss = margins.sum() / 12",
    "one-hot rows": SCORES + LOG + ONE_HOT + "loss = -np.sum(T * np.log(p)) / 12",
    "one-hot columns": "s = W.T @ X.T\ne = np.exp(s)\nq = e / e.sum(axis=0)\n"
    + ONE_HOT
    + "loss = -np.sum(np.log(q) * T.T) / 12",
}
TWO = {
    "cross-entropy": "p = sigmoid(X @ W)\nloss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
    "margin": "t = 2 * y - 1\nloss = np.mean(np.maximum(0, 1 - t * (X @ W)))",
}
NONE = {
    "regression": "loss = np.mean((X @ W - y)**2)",
    "rewarded for the wrong class": "loss = np.mean(y * np.log(sigmoid(X @ W)))",
    "other rows": "s = X @ W\nloss = -np.sum(s[np.array([0, 0, 1]).astype(int)])",
}


def training(program: str, labels: object, weights: object, **more: object) -> Training:
    inputs = {"X": X, "y": labels, "W": weights}
    given = {name: np.asarray(value).tolist() for name, value in inputs.items()}
    return Training(Plan(program, given, None, ("W",), ("X", "y"), **more))


@pytest.mark.parametrize("loss", MANY)
def test_the_largest_score_is_the_answer(loss: str):
    run = training(MANY[loss], Y, W, iterations=5)
    expected = int(np.sum(np.argmax(X @ W, axis=1) == Y))
    assert 0 < expected < 12
    assert run.right == (expected, 12)
    while not run.over:
        run.advance()
    now = run.values_at(5)["W"]
    assert run.right == (int(np.sum(np.argmax(X @ now, axis=1) == Y)), 12)
    assert run.right_at(0) == (expected, 12)


@pytest.mark.parametrize("loss", TWO)
def test_of_two_classes_the_side_counts(loss: str):
    expected = int(np.sum((X @ V > 0) == (BITS == 1)))
    assert 0 < expected < 12
    assert training(TWO[loss], BITS, V).right == (expected, 12)


@pytest.mark.parametrize("loss", NONE)
def test_where_the_loss_does_not_tell_nothing_is_said(loss: str):
    assert training(NONE[loss], BITS, V).right is None


def test_of_batches_all_the_data_count():
    program = (
        "N = X.shape[0]\nlogp = log_softmax(X @ W, axis=1)\nloss = -np.mean(logp[np.arange(N), y])"
    )
    run = training(program, Y, W, batch=4)
    assert run.right == (int(np.sum(np.argmax(X @ W, axis=1) == Y)), 12)
