"""The mend of a wrong line: offered where it makes the line right, and nowhere else."""

from __future__ import annotations

import pytest

import graphs
from graphs.check import check
from tests.support.slips import LECTURES

FINE = ("right", "scaled")

# (program, what stands there, what stands there instead, how the line is mended)
SLIPS = [
    ("RELU_NET", "2.0 * (y_pred - y)", "(y_pred - y)", "grad_y_pred = 2 * (y_pred - y)"),
    ("RELU_NET", "2.0 * (y_pred - y)", "2.0 * (y - y_pred)", "grad_y_pred = 2.0 * (y_pred - y)"),
    ("RELU_NET", "x.T.dot(grad_h)", "x.T.dot(grad_h) * 2", "grad_w1 = x.T.dot(grad_h)"),
    ("RELU_NET", "h_relu.T.dot", "h.T.dot", "grad_w2 = h_relu.T.dot(grad_y_pred)"),
    ("RELU_NET", "x.T.dot(grad_h)", "x.T.dot(grad_h_relu)", "grad_w1 = x.T.dot(grad_h)"),
    ("RELU_NET", "grad_h[h < 0] = 0", "grad_h[h > 0] = 0", "grad_h[h <= 0] = 0"),
    (
        "RELU_NET",
        "h_relu.T.dot(grad_y_pred)",
        "h_relu.dot(grad_y_pred)",
        "grad_w2 = h_relu.T.dot(grad_y_pred)",
    ),
    (
        "RELU_NET",
        "grad_h = grad_h_relu.copy()",
        "grad_h = grad_hidden.copy()",
        "grad_h = grad_h_relu.copy()",
    ),
    ("DEEP", "np.multiply(dA2, np.int64(A2 > 0))", "dA2", "dZ2 = dA2 * (A2 > 0)"),
    ("STAGED", "dnum = invden", "dnum = num", "dnum = invden"),
    ("CIRCUIT", "dfdx = dfdq * dqdx", "dfdx = dqdx", "dfdx = dqdx * dfdq"),
    ("CIRCUIT", "dqdx = 1.0", "dqdx = 2.0", "dqdx = 1"),
    ("SLIDE", "dw1 = ds * x1", "dw1 = -ds * x1", "dw1 = ds * x1"),
    ("RNN", "dWhh += np.dot", "dWhh = np.dot", "dWhh += np.dot(dhraw, hs[t-1].T)"),
    (
        "EMBEDDING",
        "np.add.at(dE, words, drows)",
        "dE[words] = drows",
        "np.add.at(dE, words, drows)",
    ),
    ("BATCHNORM", "dx = dx1 + dx2", "dx = dx1", "dx = dx1 + dx2"),
    ("LAYERS", "db = np.sum(dout, axis=0)", "db = dout", "db = dout.sum(axis=0)"),
    (
        "LAYERS",
        "db = np.sum(dout, axis=0)",
        "db = np.sum(dout, axis=1)",
        "db = np.sum(dout, axis=0)",
    ),
    ("LOGISTIC", "db = 1/m * np.sum", "db = np.sum", "db = np.sum(A - Y) / m"),
]


def mended(text: str, fix: dict) -> str:
    lines = text.split("\n")
    lines[fix["line"] - 1] = fix["text"]
    return "\n".join(lines)


def wrong(found: dict) -> list[dict]:
    return [one for one in found["verdicts"] if one["status"] not in FINE]


@pytest.mark.parametrize(("program", "old", "new", "line"), SLIPS)
def test_a_known_slip_has_its_mend(program: str, old: str, new: str, line: str):
    text = LECTURES[program].replace(old, new, 1)
    fix = wrong(check(text))[0]["fix"]
    code = fix["text"].partition("#")[0].strip()
    assert code == line
    assert wrong(check(mended(text, fix))) == []


def test_right_lines_have_none():
    for program in ("CIRCUIT", "RELU_NET"):
        verdicts = check(LECTURES[program])["verdicts"]
        assert [one["fix"] for one in verdicts] == [None] * len(verdicts)


def test_what_no_line_can_mend_has_none():
    """The weights are changed before their value is read: no other text of that line helps."""
    old = "    grad_h_relu = grad_y_pred.dot(w2.T)\n"
    text = LECTURES["RELU_NET"].replace(old, "    w2 -= learning_rate * grad_w2\n" + old)
    (verdict,) = wrong(check(text))
    assert (verdict["cause"], verdict["fix"]) == ("stale", None)


def test_a_sum_over_the_wrong_axis_is_told_as_such():
    text = LECTURES["LAYERS"].replace("db = np.sum(dout, axis=0)", "db = np.sum(dout, axis=1)")
    verdict = wrong(check(text))[0]
    assert verdict["cause"] == "axis"
    assert "adds over the rows: axis 0, not axis 1" in verdict["message"]


def test_random_values_are_drawn_with_the_seed():
    text = "x = np.random.randn(3)\nloss = np.sum(x * x)\ndx = x\n"
    one, same, other = (check(text, seed=seed)["verdicts"][0]["value"] for seed in (7, 7, 8))
    assert one == same != other
    assert graphs.trace(text, seed=7).values["x"].tolist() == one
