"""The forward part of a program with both passes: what the page draws while it is checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from tests.support.slips import LECTURES

LOOP = """import numpy as np
import matplotlib.pyplot as plt
np.random.seed(0)
x = np.random.randn(4, 3)
w = np.random.randn(3, 2)
losses = []
for t in range(500):
    # forward
    y = x.dot(w)
    loss = np.square(y).sum()
    if t % 100 == 0:
        print(t, loss)
    losses.append(loss)
    # backward
    dy = 2.0 * y
    dw = x.T.dot(dy)
    w -= 1e-3 * dw
plt.plot(losses)
"""
FUNCTIONS = """def unused(z):
    return z
def forward(w, x):
    a = 1 / (1 + np.exp(-w * x))
    return a, x
def backward(a, x):
    return a * (1 - a) * x
w, x = 2.0, -1.0
a, cache = forward(w, x)
dw = backward(a, cache)
"""
SUMMED = """xs = [1.0, 2.0]
ys = []
loss = 0
dw = 0
for x in xs:
    y = w * x
    ys.append(y)
    loss += y ** 2
for x, y in zip(xs, ys):
    dw += 2 * y * x
"""
BRANCHES = """k = 2
if k > 1:
    h = x * 3
else:
    h = x
f = h ** 2
if k > 1:
    dh = 2 * h
dx = 3 * dh
"""
DICTIONARIES = {"GRADS_DICT", "RNN", "PARAMS"}  # which the check reads and the drawing does not
# Whose gradients are of items of lists, or of values without a name.
UNNAMED = {"LISTS", "ASCENT"}
# Gradients that are right and yet not the whole one: a factor of it, a part, a rounded number.
PARTS = {"CIRCUIT": {"dqdx", "dqdy"}, "REUSED": {"dh"}, "SLIDE": {"dw1", "dx1", "dw2"}}


def part(program: str, **inputs: Any) -> list[str]:
    """The lines that are left, at their numbers."""
    found: str = graphs.check(program, inputs)["forward"]
    lines = found.split("\n")
    assert len(lines) == len(program.split("\n"))
    return [line for line in lines if line]


def test_a_training_loop_is_one_pass() -> None:
    assert part(LOOP) == [
        "import numpy as np",
        "np.random.seed(0)",
        "x = np.random.randn(4, 3)",
        "w = np.random.randn(3, 2)",
        "if True:",
        "    y = x.dot(w)",
        "    loss = np.square(y).sum()",
    ]


def test_functions_that_the_loss_needs_stay() -> None:
    assert part(FUNCTIONS) == [*FUNCTIONS.split("\n")[2:5], *FUNCTIONS.split("\n")[7:9]]


def test_a_loop_over_the_data_stays_a_loop() -> None:
    assert part(SUMMED, w=3) == [
        "xs = [1.0, 2.0]",
        "loss = 0",
        "for x in xs:",
        "    y = w * x",
        "    loss += y ** 2",
    ]


def test_a_branch_stays_whole() -> None:
    assert part(BRANCHES, x=2) == BRANCHES.split("\n")[:6]


@pytest.mark.parametrize("name", sorted(set(LECTURES) - DICTIONARIES - UNNAMED))
def test_the_forward_part_has_the_gradients_of_the_whole(name: str) -> None:
    found = graphs.check(LECTURES[name])
    data = graphs.trace(found["forward"], output=found["loss"], seed=0).to_dict()
    same = {
        one["name"]: _same(data["grads"][node], one["value"])
        or _same(data["grads"][node], one["expected"])  # what was typed may be scaled
        for one in found["verdicts"]
        if one["status"] in ("right", "scaled")
        and (node := data["names"].get(one["of"])) in data["grads"]
    }
    assert any(same.values())
    assert {gradient for gradient, equal in same.items() if not equal} == PARTS.get(name, set())


def _same(one: Any, two: Any) -> bool:
    one, two = _numbers(one), _numbers(two)
    return np.shape(one) == np.shape(two) and np.allclose(one, two)


def _numbers(sent: Any) -> Any:
    """A gradient as it was sent; of a large one its norm."""
    return sent["norm"] if isinstance(sent, dict) else sent


@pytest.mark.parametrize(
    "text",
    [
        "%matplotlib inline\nx = 2.0\nloss = x**2\ndx = 2 * x",
        "!pip install numpy\nx = 2.0\nloss = x**2\ndx = 2 * x",
        "x = 2.0\nloss = x**2\ndx = 2 * x\nprint loss",
        ">>> x = 2.0\n>>> loss = x**2\n>>> loss\n4.0\n>>> dx = 2 * x",
        ">>> x = 2.0\n>>> for i in range(9):\n...     loss = x**2\n...     dx = 2 * x\n"
        "...     x -= 0.1 * dx",
    ],
)
def test_what_stands_around_a_program_is_no_obstacle(text: str) -> None:
    found = graphs.check(text)
    assert [(one["name"], one["status"]) for one in found["verdicts"]] == [("dx", "right")]
    assert graphs.trace(found["forward"]).value == 4.0
