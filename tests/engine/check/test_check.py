"""Backward passes written by hand: right ones stay right, slips are found where they are."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest

from graphs import GraphError, Limits, trace
from graphs.check import check
from tests.support import handwritten
from tests.support.handwritten import CORRECT


def verdicts(text: str, **more: object) -> dict[str, dict]:
    return {verdict["name"]: verdict for verdict in check(text, **more)["verdicts"]}


def slip(name: str, old: str, new: str) -> dict:
    """What is found once a program has a slip in it."""
    text = CORRECT[name]
    assert text.count(old) >= 1
    return check(text.replace(old, new, 1))


def line_of(name: str, old: str) -> int:
    text = CORRECT[name]
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("name", CORRECT)
def test_right_programs_are_right(name: str):
    found = check(CORRECT[name])
    assert found["first_wrong"] is None
    assert {verdict["status"] for verdict in found["verdicts"]} <= {"right", "scaled"}
    assert found["verdicts"]
    json.dumps(found, allow_nan=False)


def test_right_programs_are_right_at_other_values():
    for seed in range(5):
        text = CORRECT["RELU_NET"].replace("np.random.seed(0)", f"np.random.seed({seed})")
        assert check(text)["first_wrong"] is None


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
    text = CORRECT["DEEP"].replace("db3 = 1./m", "db3 = 2./m")
    text = text.replace("np.multiply(dA1, np.int64(A1 > 0))", "dA1")
    wrong = [one for one in check(text)["verdicts"] if one["status"] == "wrong"]
    assert [(one["name"], one["cause"]) for one in wrong] == [("db3", "scale"), ("dZ1", "local")]


def test_a_factor_that_a_later_line_takes_out_is_fine():
    found = verdicts(CORRECT["DEEP"])
    assert found["dZ3"]["status"] == "scaled"
    assert found["dZ3"]["ratio"] == pytest.approx(5)
    assert "5 times" in found["dZ3"]["message"]
    assert "dW3" in found["dZ3"]["message"]
    assert found["dW3"]["status"] == "right"


def test_a_factor_that_nobody_takes_out_is_a_mistake_once():
    found = slip(
        "RELU_NET", "loss = np.square(y_pred - y).sum()", "loss = np.mean((y_pred - y)**2)"
    )
    assert found["first_wrong"]["name"] == "grad_y_pred"
    assert found["first_wrong"]["cause"] == "scale"
    rest = [one for one in found["verdicts"] if one["name"] != "grad_y_pred"]
    assert {one["status"] for one in rest} == {"right"}
    assert all("given what it used" in one["message"] for one in rest)


def test_minus_the_gradient_may_be_added():
    text = """X = np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.0]])
y = np.array([1.0, 0.5, -1.0])
w = np.array([0.2, -0.3])
for t in range(100):
    p = X @ w
    loss = 0.5 * np.sum((y - p)**2)
    p_delta = y - p
    w += 0.1 * X.T.dot(p_delta)
"""
    assert verdicts(text)["p_delta"]["status"] == "scaled"
    assert check(text.replace("w +=", "w -="))["first_wrong"]["cause"] == "sign"


def test_a_value_and_what_it_should_be():
    found = slip("CIRCUIT", "dfdz = q", "dfdz = z")["verdicts"][0]
    assert (found["value"], found["expected"]) == (-4.0, 3.0)
    assert found["message"] == "dfdz should be 3, not -4. z stands where q belongs."


def test_a_sum_over_the_batch_that_is_missing():
    found = slip("LAYERS", "db = np.sum(dout, axis=0)", "db = dout")
    first = found["first_wrong"]
    assert first["name"] == "db"
    assert "sum over axis 0" in first["message"]
    assert next(v for v in found["verdicts"] if v["name"] == "db")["status"] == "shape"


def test_rounded_numbers_of_the_slide_are_no_error():
    found = verdicts(CORRECT["SLIDE"])
    assert {one["status"] for one in found.values()} == {"right"}
    assert "rounded" in found["dx0"]["message"]
    assert "0.393" in found["dx0"]["message"]


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
    text = CORRECT["GRADS_DICT"] + "params['W1'] -= 0.1 * grads['w1']\n"
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
    right = CORRECT["RELU_NET"].replace("grad_h_relu.copy()", "grad_h_relu")
    assert check(right)["first_wrong"] is None  # nobody reads grad_h_relu again
    later = right.replace("    # Update weights\n", "    grad_w3 = h_relu.T.dot(grad_h_relu)\n")
    assert check(later)["verdicts"]
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


def test_either_slope_at_a_kink_is_right():
    text = "x = 0.0\nr = np.maximum(x, 0)\nf = 3 * r\ndr = 3.0\ndx = dr * (x {} 0)\n"
    for sign in (">", ">="):
        assert check(text.format(sign))["first_wrong"] is None
    assert check(text.format("<"))["first_wrong"]["name"] == "dx"


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
    with pytest.raises(GraphError, match="Which value is the loss"):
        check("x, y = 2.0, 3.0\nq = x + y\ndx = q * 5.0\ndy = x * 7.0\n")


def test_a_second_name_of_a_value_holds_a_part_of_its_gradient():
    text = """x = np.array([1.0, -2.0, 0.5])
shortcut = x
f = np.tanh(x)
out = f + shortcut
loss = np.sum(out**2)
dout = 2 * out
df = dout
dshortcut = dout
dx = df * (1 - f**2)
dx += dshortcut
"""
    assert check(text)["first_wrong"] is None
    assert check(text.replace("dx += dshortcut", "dx += 2 * dshortcut"))["first_wrong"]


def test_a_line_whose_shapes_do_not_fit_is_a_verdict():
    found = slip("RELU_NET", "h_relu.T.dot(grad_y_pred)", "h_relu.dot(grad_y_pred)")
    first = found["first_wrong"]
    assert (first["name"], first["cause"]) == ("grad_w2", "transpose")
    assert first["line"] == line_of("RELU_NET", "grad_w2 = h_relu")
    assert "h_relu.T" in first["message"]
    assert sum(one["status"] == "wrong" for one in found["verdicts"]) == 1


def test_a_left_out_line_makes_no_other_wrong():
    text = "x = 2.0\nf = x * x\ndf = 1.0\ndx = x\ndx += magic(x)\n"
    found = check(text)
    assert found["first_wrong"] is None
    assert "Line 5 is left out" in found["notes"][0]


def test_the_forward_part_keeps_its_lines():
    found = check(CORRECT["RELU_NET"])
    lines = found["forward"].split("\n")
    number = line_of("RELU_NET", "loss = np.square")
    assert lines[number - 1].strip().startswith("loss = np.square")
    assert "grad_w2" not in found["forward"]
    assert trace(found["forward"]).output == "loss"


def test_inputs_from_outside():
    text = "q = x + y\nf = q * z\ndq = z\ndz = q\ndx = dq\ndy = dq\n"
    given = {"x": np.array([1.0, 2.0]), "y": np.array([0.5, 1.0]), "z": np.array([2.0, -1.0])}
    assert check(text, given)["first_wrong"] is None
    with pytest.raises(GraphError, match="have no value") as caught:
        check(text, {"x": 1.0})
    assert caught.value.missing == ("y", "z")


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


def test_every_program_is_named():
    assert len(CORRECT) >= 20
    assert handwritten.CIRCUIT in CORRECT.values()


# Programs that are right, as students write them.
ALSO_RIGHT = {
    "CS231n's RNN, whose steps get the sum of two gradients": """import numpy as np
np.random.seed(0)
N, D, H, T = 2, 3, 4, 3
x = np.random.randn(N, T, D)
h0 = np.random.randn(N, H)
Wx = np.random.randn(D, H)
Wh = np.random.randn(H, H)
b = np.random.randn(H)
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    cache = (x, prev_h, Wx, Wh, next_h)
    return next_h, cache
def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    dx = da.dot(Wx.T)
    dprev_h = da.dot(Wh.T)
    dWx = x.T.dot(da)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db
h = np.zeros((N, T, H))
caches = []
prev = h0
for t in range(T):
    prev, cache = rnn_step_forward(x[:, t], prev, Wx, Wh, b)
    h[:, t] = prev
    caches.append(cache)
loss = np.sum(h**2)
dh = 2 * h
dx = np.zeros_like(x)
dWx = np.zeros_like(Wx)
dWh = np.zeros_like(Wh)
db = np.zeros_like(b)
dprev = np.zeros_like(h0)
for t in reversed(range(T)):
    dxt, dprev, dWxt, dWht, dbt = rnn_step_backward(dh[:, t] + dprev, caches[t])
    dx[:, t] = dxt
    dWx += dWxt
    dWh += dWht
    db += dbt
dh0 = dprev
""",
    "a truth that rounding reaches elsewhere": """import numpy as np
w=np.array([[1.],[2.]]);b=2.
X=np.array([[1.,2.,-1.],[3.,4.,-3.2]]);Y=np.array([[1,0,1]]);m=3
A=1/(1+np.exp(-(np.dot(w.T,X)+b)))
cost=-1/m*np.sum(Y*np.log(A)+(1-Y)*np.log(1-A))
dw=1/m*np.dot(X,(A-Y).T)
db=1/m*np.sum(A-Y)
""",
    "a value returned from a function, scaled there": """import numpy as np
np.random.seed(0)
X=np.random.randn(3,4);Y=np.array([[1,0,1,0]]);W=np.random.randn(1,3);m=4
def fwd(A_prev,W): return W.dot(A_prev)
Z=fwd(X,W)
A=1/(1+np.exp(-Z))
cost=-np.sum(Y*np.log(A)+(1-Y)*np.log(1-A))/m
dZ=A-Y
def bwd(dZ,A_prev,W):
    dW=1/m*dZ.dot(A_prev.T)
    dA_prev=W.T.dot(dZ)
    return dA_prev,dW
dA_prev,dW=bwd(dZ,X,W)
""",
    "a chain whose names begin with dE": """x=.5;w=.3;t=.2
o=w*x
E_total=.5*(t-o)**2
dE_do=-(t-o)
do_dw=x
dE_dw=dE_do*do_dw
""",
    "a gradient clipped": """import numpy as np
w=3.0;x=2.0
loss=(w*x)**2
dw=2*w*x*x
dw=np.clip(dw,-5,5)
w-=0.1*dw
""",
    "a gradient completed by the entry that keeps it": """import numpy as np
X=np.array([[1.,2],[3,4],[0,1]]);W=np.array([[.1,.2],[.3,.5]])
out=X.dot(W)
loss=np.sum(out**2)+0.05*np.sum(W**2)
dout=2*out
dW=X.T.dot(dout)
grads={}
grads['W']=dW+0.1*W
""",
    "a gradient completed by its update": """import numpy as np
X=np.array([[1.,2],[3,4],[0,1]]);W=np.array([[.1,.2],[.3,.5]])
reg=.1
out=X.dot(W)
loss=np.sum(out**2)+0.5*reg*np.sum(W**2)
dout=2*out
dW=X.T.dot(dout)
W -= 0.01*(dW+reg*W)
""",
    "a part of the output seeded with 1": """x=2.0;y=3.0
q=x*y
f=q+x
dq=1.0
dx=1.0
dx+=y*dq
dy=x*dq
""",
    "np.array as a copy": """import numpy as np
X=np.array([[1.,2.],[3.,-4.]]);W=np.array([[1.,-2.],[.5,1.]])
Z=X.dot(W)
A=np.maximum(0,Z)
loss=np.sum(A**2)
dA=2*A
dZ=np.array(dA,copy=True)
dZ[Z<=0]=0
dW=X.T.dot(dZ)
""",
}


@pytest.mark.parametrize("text", ALSO_RIGHT.values(), ids=ALSO_RIGHT.keys())
def test_nothing_right_is_called_wrong(text: str) -> None:
    found = check(text)
    assert found["first_wrong"] is None
    assert found["notes"] == []


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


def test_a_step_by_another_name_is_training() -> None:
    found = check("""w=2.0
for t in range(2):
    loss=w*w
    dw=2*w
    v=0.9*dw
    w=w-0.1*v
""")
    assert found["first_wrong"] is None
    assert found["notes"] == ["Line 2: the training loop is run once."]
