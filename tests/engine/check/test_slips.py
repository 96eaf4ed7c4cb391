"""Slips in backward passes: found at their line, by their cause, one verdict each."""

from __future__ import annotations

import pytest

from graphs.check import check
from tests.support.slips import LECTURES, line_of, slip

FORK = """a, b = 2.0, 1.0
c = a + b
d = b + 1
e = c * d
de = 1.0
dc = de * d
dd = de * c
db = dd
da = dc
db = dc
"""

# (program, what stands there, what stands there instead, name, cause)
SLIPS = [
    ("RELU_NET", "2.0 * (y_pred - y)", "(y_pred - y)", "grad_y_pred", "scale"),
    ("RELU_NET", "2.0 * (y_pred - y)", "2.0 * (y - y_pred)", "grad_y_pred", "sign"),
    ("RELU_NET", "x.T.dot(grad_h)", "x.T.dot(grad_h) * 2", "grad_w1", "scale"),
    ("RELU_NET", "x.T.dot(grad_h)", "x.T.dot(grad_h) / N", "grad_w1", "scale"),
    ("RELU_NET", "h_relu.T.dot", "h.T.dot", "grad_w2", "swapped"),
    ("RELU_NET", "x.T.dot(grad_h)", "x.T.dot(grad_h_relu)", "grad_w1", "name"),
    ("RELU_NET", "grad_h[h < 0] = 0", "grad_h[h > 0] = 0", "grad_h", "local"),
    ("DEEP", "1./m * np.dot(dZ2, A1.T)", "1./m * np.dot(dZ2, A1.T) * 2", "dW2", "scale"),
    ("DEEP", "db1 = 1./m", "db1 = 4./m", "db1", "scale"),
    ("DEEP", "db1 = 1./m * np.sum", "db1 = np.sum", "db1", "scale"),
    ("DEEP", "np.multiply(dA2, np.int64(A2 > 0))", "dA2", "dZ2", "local"),
    ("DEEP", "dZ3 = A3 - Y", "dZ3 = Y - A3", "dZ3", "sign"),
    ("DEEP", "dA1 = np.dot(W2.T, dZ2)", "dA1 = np.dot(W2.T, dA2)", "dA1", "name"),
    ("STAGED", "dx += ((1", "dx = ((1", "dx", "accumulate"),
    ("STAGED", "dnum = invden", "dnum = num", "dnum", "swapped"),
    ("CIRCUIT", "dfdz = q", "dfdz = z", "dfdz", "swapped"),
    ("CIRCUIT", "dqdx = 1.0", "dqdx = 2.0", "dqdx", "local"),
    ("CIRCUIT", "dfdx = dfdq * dqdx", "dfdx = dqdx", "dfdx", "upstream"),
    ("SLIDE", "dx1 = ds * w1", "dx1 = ds * x1", "dx1", "swapped"),
    ("SLIDE", "dw1 = ds * x1", "dw1 = -ds * x1", "dw1", "sign"),
    ("RNN", "dWhh += np.dot", "dWhh = np.dot", "dWhh", "accumulate"),
    ("RNN", "np.dot(Why.T, dy) + dhnext", "np.dot(Why.T, dy)", "dh", "accumulate"),
    ("LSTM", "di * i * (1 - i)", "di * (1 - i)", "da", "local"),
    ("LSTM", "dprev_c = dnext_c * f", "dprev_c = dnext_c * i", "dprev_c", "swapped"),
    ("EMBEDDING", "np.add.at(dE, words, drows)", "dE[words] = drows", "dE", "accumulate"),
    ("DELTAS", " * (1 - np.power(a1, 2))", "", "delta2", "local"),
    ("BATCHNORM", "np.sum(dgammax*xhat, axis=0)", "np.sum(dgammax, axis=0)", "dgamma", "local"),
    ("BATCHNORM", "dx = dx1 + dx2", "dx = dx1", "dx", "accumulate"),
    ("TWO_LAYERS", "grad_h * h * (1 - h)", "grad_h * (1 - h)", "grad_w1", "local"),
    ("GRADS_DICT", "grads['W1'] = X", "grads['W1'] = 2 * X", "grads['W1']", "scale"),
    ("SVM_LOOPS", "dW += 2 * reg * W", "dW += reg * W", "dW", "scale"),
    ("LAYERS", "dx = dout * (x > 0)", "dx = dout", "dx", "local"),
    ("LOGISTIC", "db = 1/m * np.sum", "db = np.sum", "db", "scale"),
]


@pytest.mark.parametrize(("program", "old", "new", "name", "cause"), SLIPS)
def test_slips_are_found(program: str, old: str, new: str, name: str, cause: str):
    found = slip(program, old, new)
    first = found["first_wrong"]
    assert (first["name"], first["cause"]) == (name, cause)
    assert first["line"] == line_of(program, old)
    assert first["message"].endswith(".")
    wrong = [one for one in found["verdicts"] if one["status"] not in ("right", "scaled")]
    assert len(wrong) == 1, "one slip paints one line red"


def test_two_slips_are_two_verdicts():
    text = LECTURES["DEEP"].replace("db3 = 1./m", "db3 = 2./m")
    text = text.replace("np.multiply(dA1, np.int64(A1 > 0))", "dA1")
    wrong = [one for one in check(text)["verdicts"] if one["status"] == "wrong"]
    assert [(one["name"], one["cause"]) for one in wrong] == [("db3", "scale"), ("dZ1", "local")]


def test_a_factor_that_nobody_takes_out_is_a_mistake_once():
    found = slip(
        "RELU_NET", "loss = np.square(y_pred - y).sum()", "loss = np.mean((y_pred - y)**2)"
    )
    assert found["first_wrong"]["name"] == "grad_y_pred"
    assert found["first_wrong"]["cause"] == "scale"
    rest = [one for one in found["verdicts"] if one["name"] != "grad_y_pred"]
    assert {one["status"] for one in rest} == {"right"}
    assert all("given what it used" in one["message"] for one in rest)


def test_a_value_and_what_it_should_be():
    found = slip("CIRCUIT", "dfdz = q", "dfdz = z")["verdicts"][0]
    assert (found["value"], found["expected"]) == (-4.0, 3.0)
    said = "dfdz should be 3, not -4. z stands where q belongs. With dfdz = q it is right."
    assert found["message"] == said


def test_a_sum_over_the_batch_that_is_missing():
    found = slip("LAYERS", "db = np.sum(dout, axis=0)", "db = dout")
    first = found["first_wrong"]
    assert first["name"] == "db"
    assert "sum over axis 0" in first["message"]
    assert next(v for v in found["verdicts"] if v["name"] == "db")["status"] == "shape"


def test_a_number_that_is_no_rounding_is_wrong():
    assert slip("SLIDE", "ds = 0.20", "ds = 0.25")["first_wrong"]["name"] == "ds"


def test_stored_under_one_name_and_used_under_another():
    found = slip("RELU_NET", "grad_h = grad_h_relu.copy()", "grad_h = grad_hidden.copy()")
    first = found["first_wrong"]
    assert (first["name"], first["cause"]) == ("grad_hidden", "name")
    assert first["line"] == line_of("RELU_NET", "grad_h = grad_h_relu")
    assert "did you mean grad_h_relu" in first["message"]
    rest = [one for one in found["verdicts"] if one["name"] != "grad_hidden"]
    assert {one["status"] for one in rest} == {"right"}
    assert found["verdicts"][3]["status"] == "undefined"


def test_an_entry_under_another_key():
    text = LECTURES["GRADS_DICT"] + "params['W1'] -= 0.1 * grads['w1']\n"
    first = check(text)["first_wrong"]
    assert first["cause"] == "name"
    assert "grads['W1']" in first["message"]


def test_updated_weights_are_named():
    old = "    grad_h_relu = grad_y_pred.dot(w2.T)\n"
    found = slip("RELU_NET", old, "    w2 -= learning_rate * grad_w2\n" + old)
    first = found["first_wrong"]
    assert first["cause"] == "stale"
    assert first["line"] == line_of("RELU_NET", old) + 1
    assert "w2 is read after it was changed" in first["message"]


def test_an_array_under_two_names_changes_under_both():
    right = LECTURES["RELU_NET"].replace("grad_h_relu.copy()", "grad_h_relu")
    assert check(right)["first_wrong"] is None  # nobody reads grad_h_relu again
    later = right.replace("    # Update weights\n", "    grad_w3 = h_relu.T.dot(grad_h_relu)\n")
    found = check(later)
    assert found["first_wrong"] is None  # no gradient of an input is computed from it
    assert "grad_h_relu" in [one["name"] for one in found["unjudged"]]
    shared = """x = np.array([1.0, -2.0, 3.0])
h = x * 2.0
r = np.maximum(h, 0)
s = r * 3.0
loss = np.sum(s * r)
ds = r
ds *= 1.0
dr = s + 3.0 * r
dh = dr
dh[h < 0] = 0
dx = 2.0 * dh
"""
    assert check(shared)["first_wrong"] is None


def test_a_forgotten_mask_is_seen_where_the_gradient_is_made():
    found = slip("SOFTMAX_TRAINING", "  dhidden[hidden_layer <= 0] = 0\n", "")
    assert (found["first_wrong"]["name"], found["first_wrong"]["cause"]) == ("dhidden", "local")


def test_a_right_value_by_accident_is_no_right_line():
    text = "x = 1.0\ny = 3.0\nq = x * y\nf = q * q\ndq = 2 * q\ndx = dq * y * x\ndy = dq * x\n"
    assert check(text)["first_wrong"]["name"] == "dx"


def test_a_line_whose_shapes_do_not_fit_is_a_verdict():
    found = slip("RELU_NET", "h_relu.T.dot(grad_y_pred)", "h_relu.dot(grad_y_pred)")
    first = found["first_wrong"]
    assert (first["name"], first["cause"]) == ("grad_w2", "transpose")
    assert first["line"] == line_of("RELU_NET", "grad_w2 = h_relu")
    assert "h_relu.T" in first["message"]
    assert sum(one["status"] == "wrong" for one in found["verdicts"]) == 1


def test_a_line_that_cannot_be_computed_is_told_though_it_is_changed_in_place() -> None:
    found = check("""import numpy as np
X=np.array([[1.,2],[3,4],[0,1]])
W1=np.array([[.1,.2,.7],[.3,.5,-.8]]);W2=np.array([[.3,.2],[-.3,.5],[.4,.4]])
h=np.maximum(0,X.dot(W1))
out=h.dot(W2)
loss=np.sum(out**2)
dout=2*out
dW2=h.T.dot(dout)
dh=dout.dot(W2)
dh[h<=0]=0
dW1=X.T.dot(dh)
""")
    assert found["first_wrong"]["line"] == 9
    assert found["first_wrong"]["cause"] == "transpose"


def test_a_value_that_two_lines_use_has_the_sum_of_both_shares():
    """What is no more than one of them is not right for being the gradient of another value."""
    first = check(FORK)["first_wrong"]
    assert (first["line"], first["cause"]) == (10, "accumulate")
    assert check(FORK.replace("db = dc", "db += dc"))["first_wrong"] is None


def test_a_gradient_under_a_misspelt_name_is_not_taken_for_one_from_outside():
    text = "x, y = 4.0, -3.0\nf = x * y\ndff = 1.0\ndx = df * y\ndy = df * x\n"
    assert check(text)["first_wrong"]["line"] == 3
    assert check(text.replace("dff", "df"))["first_wrong"] is None
