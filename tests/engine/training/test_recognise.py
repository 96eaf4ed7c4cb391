"""Programs that train themselves, recognised: what they would do, training does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.training import Plan, Training
from graphs.updates.recognise import TrainingLoop, recognise
from tests.support.right_programs import texts

FORWARD = """\
import numpy as np
from numpy.random import randn

N, D_in, H, D_out = 64, 1000, 100, 10
x, y = randn(N, D_in), randn(N, D_out)
w1, w2 = randn(D_in, H), randn(H, D_out)

h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()"""

# After CS231n's minimal network case study: a softmax classifier with regularisation.
SOFTMAX = """\
N, D, K = 10, 2, 3
np.random.seed(1)
X, y = np.random.randn(N*K, D), np.random.randint(K, size=N*K)
W = 0.01 * np.random.randn(D,K)
b = np.zeros((1,K))

# some hyperparameters
step_size = 1e-0
reg = 1e-3 # regularization strength

# gradient descent loop
num_examples = X.shape[0]
for i in range(200):

  # evaluate class scores, [N x K]
  scores = np.dot(X, W) + b

  # compute the class probabilities
  exp_scores = np.exp(scores)
  probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True) # [N x K]

  # compute the loss: average cross-entropy loss and regularization
  correct_logprobs = -np.log(probs[range(num_examples),y])
  data_loss = np.sum(correct_logprobs)/num_examples
  reg_loss = 0.5*reg*np.sum(W*W)
  loss = data_loss + reg_loss
  if i % 10 == 0:
    print("iteration %d: loss %f" % (i, loss))

  # compute the gradient on scores
  dscores = probs
  dscores[range(num_examples),y] -= 1
  dscores /= num_examples

  dW = np.dot(X.T, dscores)
  db = np.sum(dscores, axis=0, keepdims=True)
  dW += reg*W # regularization gradient

  # perform a parameter update
  W += -step_size * dW
  b += -step_size * db
"""


def found(text: str, inputs: dict[str, Any] | None = None) -> TrainingLoop:
    one = recognise(text, inputs)
    assert one is not None
    graphs.trace(one.program, inputs, one.output)
    return one


def losses(text: str, one: TrainingLoop, inputs: dict[str, Any] | None = None) -> tuple[Any, Any]:
    """What the program's own loop meets when Python runs it, and what training meets."""
    told = "\n".join(f"{line}" for line in text.split("\n") if "print" not in line)
    told = told.replace("if i % 10 == 0:\n", "")
    place: dict[str, Any] = {"np": np, "seen": [], **(inputs or {})}
    lines = told.split("\n")
    last = max(at for at, line in enumerate(lines) if line.startswith(" "))
    margin = lines[last][: len(lines[last]) - len(lines[last].lstrip())]
    lines.insert(last + 1, f"{margin}seen.append(float({one.output}))")
    exec("\n".join(lines), place)
    plan = Plan(
        one.program, inputs or {}, one.output, one.parameters, (), one.optimizer, one.settings,
        one.iterations,
    )  # fmt: skip
    training = Training(plan)
    while not training.over:
        training.advance()
    return place["seen"], training.losses


def test_the_lectures_program() -> None:
    one = found(texts("lecture")["TWO_LAYERS"])
    assert one.program == FORWARD
    assert (one.output, one.parameters, one.iterations) == ("loss", ("w1", "w2"), 2000)
    assert (one.optimizer, one.settings, one.lines) == ("sgd", {"lr": 1e-4}, (19, 20))
    assert one.wrong == ()
    assert one.sentence == "This program trains itself: 2,000 iterations of SGD (lr = 1e-4)."
    assert one.to_dict()["sentence"] == one.sentence


def test_the_courses_softmax_classifier() -> None:
    one = found(SOFTMAX)
    assert one.program.startswith(SOFTMAX.split("for i")[0])
    assert one.program.endswith(
        "num_examples = X.shape[0]\n"
        "scores = np.dot(X, W) + b\n"
        "exp_scores = np.exp(scores)\n"
        "probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True) # [N x K]\n"
        "correct_logprobs = -np.log(probs[range(num_examples),y])\n"
        "data_loss = np.sum(correct_logprobs)/num_examples\n"
        "reg_loss = 0.5*reg*np.sum(W*W)\n"
        "loss = data_loss + reg_loss"
    )
    assert (one.optimizer, one.settings, one.iterations) == ("sgd", {"lr": 1.0}, 200)
    assert one.wrong == ()
    theirs, ours = losses(SOFTMAX, one)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)


START = """\
x = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]])
y = np.array([1.0, 0.0, -1.0])
w = np.array([0.1, -0.2])
b = 0.5
v_w, v_b = np.zeros(2), 0.0
m_w, m_b = np.zeros_like(w), 0.0
lr, beta1, beta2 = 0.05, 0.9, 0.99
n = 12
for k in range({counts}):
    e = x @ w + b - y
    loss = np.mean(e**2)
    dw = 2 * x.T @ e / 3
    db = 2 * np.mean(e)
{updates}
"""


def loop(update: str, counts: str = "12") -> str:
    """A linear regression whose parameters W are moved so."""
    lines = [f"    {line.replace('W', name)}" for name in ("w", "b") for line in update.split("\n")]
    return START.format(counts=counts, updates="\n".join(lines))


SGD = ("sgd", {"lr": 0.05})
MOMENTUM = ("momentum", {"lr": 0.05, "mu": 0.9})
ADAM = {"lr": 0.05, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8}


@pytest.mark.parametrize(
    ("update", "counts", "expected"),
    [
        ("W -= 0.05*dW", "12", SGD),
        ("W = W - lr*dW", "n", SGD),
        ("W += -lr*dW", "0, n", SGD),
        ("W = -dW*lr + W", "3, 15", SGD),
        ("W -= dW / 20", "12", SGD),
        ("W -= lr/2*dW", "n", ("sgd", {"lr": 0.025})),
        ("step = lr*dW\nW -= step", "n", SGD),
        ("v_W = 0.9*v_W - lr*dW\nW += v_W", "n", MOMENTUM),
        ("v_W = 0.9*v_W + dW\nW -= lr*v_W", "n", MOMENTUM),
        ("v_W = beta1*v_W + lr*dW\nW = W - v_W", "12", MOMENTUM),
        ("v_prev = v_W\nv_W = 0.9*v_W - lr*dW\nW += -0.9*v_prev + (1 + 0.9)*v_W", "n",
         ("nesterov", {"lr": 0.05, "mu": 0.9})),
        ("v_W += dW**2\nW += -lr*dW/(np.sqrt(v_W) + 1e-7)", "n",
         ("adagrad", {"lr": 0.05, "eps": 1e-7})),
        ("v_W = 0.95*v_W + (1-0.95)*dW**2\nW -= lr*dW/(np.sqrt(v_W) + 1e-5)", "n",
         ("rmsprop", {"lr": 0.05, "decay": 0.95, "eps": 1e-5})),
        ("m_W = beta1*m_W + (1-beta1)*dW\nv_W = beta2*v_W + (1-beta2)*(dW*dW)\n"
         "m_hat = m_W/(1-beta1**(k+1))\nv_hat = v_W/(1-beta2**(k+1))\n"
         "W -= lr*m_hat/(np.sqrt(v_hat) + 1e-8)", "n", ("adam", ADAM)),
        ("m_W = 0.9*m_W + 0.1*dW\nv_W = 0.99*v_W + 0.01*dW**2\n"
         "W += -lr*(m_W/(1-0.9**k))/(np.sqrt(v_W/(1-0.99**k)) + 1e-8)", "1, n + 1",
         ("adam", ADAM)),
    ],
)  # fmt: skip
def test_updates_however_they_are_written(
    update: str, counts: str, expected: tuple[str, dict[str, float]]
) -> None:
    text = loop(update, counts)
    one = found(text)
    assert one.optimizer == expected[0]
    assert one.settings == pytest.approx(expected[1], rel=1e-9)
    assert one.parameters == ("w", "b")
    assert one.iterations == 12
    assert one.wrong == ()
    theirs, ours = losses(text, one)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        loop("W -= lr*dW*k"),
        loop("W -= lr*dW\nlr *= 0.99"),
        loop("W *= 0.9\nW -= lr*dW"),
        loop("W -= lr*np.sign(dW)"),
        loop("if k > 3:\n        W -= lr*dW"),
        loop("W -= lr*np.clip(dW, -5, 5)"),
        loop("W -= lr*dW\nW = np.maximum(W, 0)"),
        loop("v_W = 0.9*v_W - lr*dW\nW += v_W").replace("zeros(2), 0.0", "ones(2), 0.0", 1),
        loop("W -= lr*dW\nx = x + 0.01"),
        loop("W -= lr*dW").replace("e = x @ w", "e = x @ w * (k < 5)"),
        loop("W -= lr*dW").replace("e = x @ w", "e = x @ w + np.random.randn(3)"),
        loop("W -= lr*dW").replace("range(12)", "[1, 2, 3]"),
        loop("W -= lr*dW").replace("    b -= lr", "    b -= 2*lr"),
        loop("W -= lr*dW").replace("for k in range(12):", "while lr > 0:"),
        "f = x * y",
        "for t in range(3):\n    h = tanh(w*h + x)\nloss = h**2",
        "for t in range(3",
        "",
    ],
)
def test_what_is_no_training_is_left_alone(text: str) -> None:
    assert recognise(text, {"x": 1.0, "w": 2.0, "h": 0.5} if "tanh" in text else None) is None


def test_gradients_need_not_be_there() -> None:
    text = "w = 2.0\nfor t in range(50):\n    loss = (w - 1)**2\n    w -= 0.1 * dw\n"
    one = found(text)
    assert one.program == "w = 2.0\nloss = (w - 1)**2"
    assert (one.optimizer, one.settings, one.iterations) == ("sgd", {"lr": 0.1}, 50)


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("2 * x.T @ e / 3", "x.T @ e / 3", ("dw",)),
        ("2 * np.mean(e)", "np.sum(e)", ("db",)),
        ("2 * np.mean(e)", "2 * e", ("db",)),  # of another shape
        ("2 * np.mean(e)", "some_library.mean(e)", ()),  # not to be read: nothing is said
    ],
)
def test_gradients_that_are_none_are_told(before: str, after: str, wrong: tuple[str, ...]) -> None:
    one = found(loop("W -= lr*dW").replace(before, after))
    assert one.wrong == wrong
    told = "would lead elsewhere: not the gradient of loss"
    assert (told in one.sentence) == bool(wrong)


def test_inputs_may_be_given() -> None:
    text = "for t in range(5):\n    loss = np.sum((X @ w)**2)\n    w -= 0.01 * grad_w\n"
    assert recognise(text) is None
    one = found(text, {"X": [[1, 2], [3, 4]], "w": [1, 1]})
    assert one.parameters == ("w",)


@pytest.mark.parametrize(
    "text",
    [
        "w = 2.0\nfor t in range(5): loss = (w - 1)**2; dw = 2*(w - 1); w -= 0.1*dw",
        "w = 2.0\nfor t in range(5):\n  loss = (w - 1)**2; dw = 2*(w - 1)\n  w -= 0.1*dw",
        "w = 2.0\nfor t in range(5):\n    loss = (\n        w - 1\n    )**2\n    w -= 0.1*dw",
    ],
)
def test_lines_that_hold_several_statements_or_less_than_one(text: str) -> None:
    one = found(text)
    assert graphs.trace(one.program, output=one.output).value == 1.0
    assert "dw" not in one.program
