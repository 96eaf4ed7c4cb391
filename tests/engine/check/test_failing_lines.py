"""A line of the backward part that Python cannot run is the wrong line, whatever it writes."""

from __future__ import annotations

import traceback
from typing import Any

import numpy as np
import pytest

from graphs.check import check

START = """import numpy as np
X = np.array([[0.5, -1.0], [2.0, 0.3], [-0.7, 1.1]])
W = np.array([[0.4, -0.2, 0.9], [1.2, 0.1, -0.6]])
V = np.array([[0.3], [-0.8], [0.5]])
H = np.tanh(X @ W)
Y = H @ V
loss = 0.5 * np.sum(Y ** 2)
dY = Y
"""

# What is written after the forward part; the line that fails is what Python says.
FAILING = {
    "an entry": "g = {}\ng['V'] = H @ dY.T\ng['b'] = dY.sum()\n",
    "an attribute": "class G: pass\ng = G()\ng.V = dY @ H\ng.W = X.T @ ((dY @ V.T) * (1 - H ** 2))",
    "an item": "dWs = [None, None]\ndWs[1] = dY @ H.T.T\n",
    "put in a list": "grads = []\ngrads.insert(0, dY @ H)\n",
    "elements": "dH = np.zeros_like(H)\nfor i in range(3):\n    dH[i] += dY @ V.T\n",
    "an item that is not there": "dHs = [dY]\ndV = H.T @ dHs[1]\n",
    "returned": "def back(d):\n    return d @ H\ndV = back(dY)\n",
    "in a method": """class Layer:
    def backward(self, d):
        self.dV = H.T @ d
        return d @ V
layer = Layer()
dH = layer.backward(dY)
""",
    "of any name": "step = dY @ H\nV2 = V - 0.1 * step\n",
    "a keyword": "grads = dict(V=dY @ H, W=X.T @ ((dY @ V.T) * (1 - H ** 2)))\n",
    "a loop over layers": """d, grads = dY, []
for A, B in [(H, V), (X, W)]:
    grads.append(A.T @ d)
    d = B @ d
""",
    "used further on": "d = dY @ V\ndH = d * 1\ndW = X.T @ (dH * (1 - H ** 2))\n",
    "a name set later": "dV = H.T @ dV\n",
    "an element of a name never set": "dV[0] = 1.0\n",
    "added to a name never set": "for i in range(3):\n    dV += H[i:i + 1].T @ dY[i:i + 1]\n",
    "a name like another": "dY_s = Y\ndV = H.T @ dYs\n",
    "a name like one that is read too": "dV = H.T @ dY_\ndH = dY @ V.T\n",
}

TRAINING = """import numpy as np
X = np.array([[0.5, -1.0], [2.0, 0.3], [-0.7, 1.1]])
y = np.array([1.0, -0.5, 0.2])
w = np.array([0.4, -0.2])
for step in range({passes}):
    r = X @ w - y
    loss = np.mean(r ** 2)
    {name} = 2 * X @ r / 3
    w = w - 0.1 * {name}
"""


def failing_line(text: str) -> int | None:
    """The line of the text at which Python ends."""
    try:
        exec(compile(text, "text", "exec"), {})
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        return [one.lineno for one in frames if one.filename == "text"][-1]
    raise AssertionError("nothing fails")


def wrong(text: str) -> list[dict[str, Any]]:
    return [one for one in check(text)["verdicts"] if one["status"] not in ("right", "scaled")]


@pytest.mark.parametrize("text", FAILING.values(), ids=FAILING)
def test_the_line_that_fails_is_the_wrong_one(text: str):
    result = check(START + text)
    assert result["first_wrong"]["line"] == failing_line(START + text)
    assert len({one["line"] for one in wrong(START + text)}) == 1


@pytest.mark.parametrize("name", ["dw", "step_along"])
@pytest.mark.parametrize("passes", [1, 3, 40])
def test_a_line_that_fails_in_every_pass_is_told_once(name: str, passes: int):
    text = TRAINING.format(name=name, passes=passes)
    (verdict,) = wrong(text)
    assert verdict["line"] == failing_line(text) == 8
    assert verdict["cause"] == "transpose"


def test_the_mend_of_a_failing_line_makes_it_run():
    text = START + "g = {}\ng['W'] = X @ ((dY @ V.T) * (1 - H ** 2))\n"
    (verdict,) = wrong(text)
    lines = text.split("\n")
    lines[verdict["line"] - 1] = verdict["fix"]["text"]
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    slope = (names["Y"] @ names["V"].T) * (1 - names["H"] ** 2)
    assert np.allclose(names["g"]["W"], names["X"].T @ slope)


def test_a_value_of_another_shape_is_wrong_where_it_is_made():
    text = START + "dV = dY.T @ H.T.T\ndV += np.ones((3, 2))\n"
    assert failing_line(text) == 10
    assert wrong(text)[0]["line"] == 9


def test_a_line_that_is_not_read_is_no_wrong_line():
    result = check(START + "g = {}\ng['J'] = np.roll(dY, 1)\ndV = H.T @ dY\n")
    assert result["first_wrong"] is None
    assert any("is not read yet" in note["message"] for note in result["notes"])


def test_a_gradient_that_is_given_is_no_name_without_a_value():
    text = "x, w = 3.0, -2.0\nout = x * w\ndx = dout * w\ndw = dout * x\n"
    assert {one["status"] for one in check(text)["verdicts"]} == {"right"}
