"""What a check needs and what it cannot read: the loss, inputs, lines left out, limits."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest

from graphs import GraphError, Limits, trace
from graphs.check import check
from tests.support.slips import LECTURES, line_of


def test_the_loss_can_be_named_or_is_asked_for():
    text = "a = x * 2.0\nb = x * 3.0\ngrad_x = 3.0\n"
    assert check(text, {"x": 1.0}, loss="b")["first_wrong"] is None
    assert check(text, {"x": 1.0}, loss="a")["first_wrong"]["name"] == "grad_x"
    with pytest.raises(GraphError, match="no c in the program") as caught:
        check(text, {"x": 1.0}, loss="c")
    assert "a, b" in caught.value.hint


def test_a_loss_that_nothing_tells_is_asked_for():
    with pytest.raises(GraphError, match="Which value is the loss") as caught:
        check("x, y = 2.0, 3.0\np = x * y\nq = x + y\ndx = 1.7\ndy = 2.2 * dx\n")
    assert "p, q" in caught.value.hint
    alone = check("x, y = 2.0, 3.0\nq = x + y\ndx = q * 5.0\ndy = x * 7.0\n")
    assert (alone["loss"], alone["first_wrong"]["name"]) == ("q", "dx")


def test_a_left_out_line_makes_no_other_wrong():
    text = "x = 2.0\nf = x * x\ndf = 1.0\ndx = x\ndx += magic(x)\n"
    found = check(text)
    assert found["first_wrong"] is None
    assert "Line 5 is left out" in found["notes"][0]["message"]


def test_the_forward_part_keeps_its_lines():
    found = check(LECTURES["RELU_NET"])
    lines = found["forward"].split("\n")
    number = line_of("RELU_NET", "loss = np.square")
    assert lines[number - 1].strip().startswith("loss = np.square")
    assert "grad_w2" not in found["forward"]
    assert trace(found["forward"]).output == "loss"


def test_inputs_from_outside():
    text = "q = x + y\nf = q * z\ndq = z\ndz = q\ndx = dq\ndy = dq\n"
    given = {"x": np.array([1.0, 2.0]), "y": np.array([0.5, 1.0]), "z": np.array([2.0, -1.0])}
    assert check(text, given)["first_wrong"] is None
    found = check(text, {"x": 1.0})  # y and z are filled
    assert found["first_wrong"] is None


def test_lines_that_matter_and_cannot_be_read_are_errors_with_a_place():
    with pytest.raises(GraphError) as caught:
        check("x = 2.0\nh = magic_layer(x)\nf = h * 3\ndh = 3.0\ndx = dh\n")
    assert caught.value.line == 2
    found = check(
        "import torch\nx = 2.0\nf = x * 3\ntorch.show(x)\ndx = 3.0\nprint(f'{dx:.3f}', '%')\n"
    )
    assert found["first_wrong"] is None
    assert found["notes"]


def test_no_backward_pass():
    with pytest.raises(GraphError, match="No line of a backward pass"):
        check("x = 2.0\nf = x * 3\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dx = 1",
        "x = 1\ndx =",
        "grads = {}\ngrads['x'] += 1\n",
        "d = {}\nd[d] = d\n",
        "x = 1.0\nf = x\ndx = dx\n",
        "x = 1.0\nf = x * x\ndf = 1\ndx = df[0] * 2\n",
        "def f(x):\n    return f(x)\nx = 1.0\nloss = f(x)\ndx = 1\n",
        "while True:\n    x = 1.0\n    loss = x * 2\n    dx = 2.0\n",
        "x = np.zeros((3, 0))\nloss = np.sum(x)\ndx = np.ones((3, 0))\n",
        "x = np.inf\nloss = x * 0\ndx = 0\n",
        "class Net:\n    pass\nx = 1.0\nloss = x * 2\ndx = 2.0\n",
        "x = 1.0\nloss = x * 2\ndloss = None\ndx = dloss * 2\n",
    ],
)
def test_odd_texts_end_in_a_verdict_or_an_error(text: str):
    with contextlib.suppress(GraphError):
        json.dumps(check(text, limits=Limits()), allow_nan=False)


def test_limits_bound_the_check():
    lines = ["x0 = 1.0"] + [f"x{i} = x{i - 1} * 1.01" for i in range(1, 120)]
    lines += ["dx119 = 1.0"] + [f"dx{i} = dx{i + 1} * 1.01" for i in range(118, -1, -1)]
    assert check("\n".join(lines), limits=Limits())["first_wrong"] is None
    with pytest.raises(GraphError, match="program takes too long"):
        check("\n".join(lines), limits=Limits(operations=1_000_000))
    lines[120] = "dx119 = 2.0"
    with pytest.raises(GraphError, match="check takes too long"):
        check("\n".join(lines), limits=Limits(operations=40_000_000))
