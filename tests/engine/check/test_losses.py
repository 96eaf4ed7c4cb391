"""What the gradients of a text are gradients of: found, implied, given, or said to be missing."""

from __future__ import annotations

import pytest

from graphs.check import check
from graphs.errors import GraphError
from tests.support.right_programs import right_programs, texts

HOMEWORKS = texts("homework")
PROGRAMS = right_programs()

# (homework, loss, what is said of it)
FOUND = [
    ("wildml called with data", "data_loss", ""),
    ("iamtrask verbatim, no loss", "l2", "l2_error is taken as it is"),
    ("CS231n batchnorm alt", "out", "dout is the upstream gradient of out"),
    ("CS231n lstm step", "next_c", "dnext_h, dnext_c are the upstream gradients of next_h, next_c"),
]
# (text, message, hint)
MISSING = [
    (
        "w = 1.0\nx = 2.0\nfor i in range(9):\n    p = w * x\n    dw = 2 * (p - 3) * x\n"
        "    w = w - 0.1 * dw\n",
        "No loss is computed in the loop on line 3: what dw is the gradient of cannot be told.",
        "Write it above the gradients",
    ),
    (
        "x = 2.0\nloss = x * x\ndef back(y):\n    dy = 2 * y\n    return dy\n",
        "No line of a backward pass was found: back is never called.",
        "Call back below",
    ),
    ("x = 2.0\nf = x * x\n", "No line of a backward pass was found.", "Call gradients dx"),
]


@pytest.mark.parametrize(("name", "loss", "note"), FOUND)
def test_a_loss_is_found_or_implied(name: str, loss: str, note: str) -> None:
    found = check(HOMEWORKS[name])
    assert found["loss"] == loss
    assert any(note in one["message"] for one in found["notes"])


@pytest.mark.parametrize(("text", "message", "hint"), MISSING)
def test_a_missing_loss_is_said(text: str, message: str, hint: str) -> None:
    with pytest.raises(GraphError) as raised:
        check(text)
    assert raised.value.message == message
    assert (raised.value.hint or "").startswith(hint)


ROWS = """data = [(1, 2), (2, 3.9), (3, 6.1)]
w = 0.5
b = 0.0
for epoch in range(50):
    total = 0
    dw = 0
    db = 0
    for x, y in data:
        error = w * x + b - y
        total += error ** 2
        dw += 2 * error * x
        db += 2 * error
    w -= 0.01 * dw / len(data)
    b -= 0.01 * db / len(data)
    print(epoch, total / len(data))
"""
SQUARE = "x, y, w = 2.0, 1.0, 3.0\nerror = w * x - y\ntotal = error ** 2\nderror = 2 * error\n"
SQUARE += "dw = derror * x\n"


@pytest.mark.parametrize("text", [ROWS, SQUARE], ids=["summed over rows", "once"])
def test_a_difference_that_is_called_an_error_is_no_loss(text: str) -> None:
    found = check(text)
    assert found["loss"] == "total"
    assert {one["status"] for one in found["verdicts"]} == {"right"}
    slip = check(text.replace("2 * error", "error", 1))
    assert slip["loss"] == "total"
    assert slip["first_wrong"] is not None


def test_an_error_that_is_stepped_the_wrong_way_implies_no_loss() -> None:
    text = HOMEWORKS["iamtrask verbatim, no loss"]
    with pytest.raises(GraphError, match="Which value is the loss"):
        check(text.replace("syn1 +=", "syn1 -=").replace("syn0 +=", "syn0 -="))


def test_a_local_derivative_is_no_gradient_of_the_loss() -> None:
    text = """x, w = 1.5, 0.8
h = w * x
p = h * h
L = (p - 1.0)**2
d_L_d_p = 2 * (p - 1.0)
d_p_d_h = 2 * h
d_h_d_w = x
d_L_d_w = d_L_d_p * d_p_d_h * d_h_d_w
"""
    assert check(text)["first_wrong"] is None
    wrong = check(text.replace("d_h_d_w = x", "d_h_d_w = w"))["first_wrong"]
    assert (wrong["name"], wrong["line"], wrong["cause"]) == ("d_h_d_w", 7, "local")


# (program, what stands in it, the slip, the loss, the wrong line's text, its cause)
SLIPS = [
    ("a divergence from a fixed distribution", "q - target", "2 * (q - target)", "kl", "dz =",
     "scale"),
    ("a gradient of the data for a picture", "dh = np", "dh = -np", "score", "dh =", "sign"),
    ("batch norm as functions, an upstream given", "dxn = gamma * dout", "dxn = dout", "out",
     "dxn =", "local"),
    ("minus the gradient is added", "X.T @ (t - y)", "X.T @ (t + y)", "loss", "step =", "sign"),
    ("layers in lists, backwards", "delta * (1 -", "1 * (1 -", "loss", "delta = 1 *", "upstream"),
    ("layers in lists, gradients put in front", "d = outs[-1] - t", "d = outs[-1]", "loss",
     "d = outs[-1]", "term"),
    ("Ng L-layer caches grads", "dW = 1/m *", "dW = 1.0 *", "cost", "dW = 1.0", "scale"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right", "slip", "loss", "line", "cause"), SLIPS)
def test_a_slip_does_not_hide_the_loss(
    name: str, right: str, slip: str, loss: str, line: str, cause: str
) -> None:
    text = PROGRAMS[name].text.replace(right, slip)
    found = check(text)
    assert found["loss"] == loss == check(PROGRAMS[name].text)["loss"]
    first = found["first_wrong"]
    assert text.split("\n")[first["line"] - 1].strip().startswith(line)
    assert first["cause"] == cause


def test_an_upstream_that_is_written_with_other_numbers_stays_given() -> None:
    text = PROGRAMS["a gradient of the data for a picture"].text
    assert (
        check(text.replace("dh = np.array([1.5, -0.7])", "dh = np.array([2.0, 0.3])"))["notes"][0][
            "message"
        ]
        == "dh is the upstream gradient of h, given from outside."
    )
