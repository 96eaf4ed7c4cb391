"""Backward passes that are right, as students write them: none is called wrong."""

from __future__ import annotations

import json

import pytest

from graphs.check import check
from tests.support import handwritten
from tests.support.handwritten import CORRECT
from tests.support.slips import verdicts

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


def test_a_factor_that_a_later_line_takes_out_is_fine():
    found = verdicts(CORRECT["DEEP"])
    assert found["dZ3"]["status"] == "scaled"
    assert found["dZ3"]["ratio"] == pytest.approx(5)
    assert "5 times" in found["dZ3"]["message"]
    assert "dW3" in found["dZ3"]["message"]
    assert found["dW3"]["status"] == "right"


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


def test_rounded_numbers_of_the_slide_are_no_error():
    found = verdicts(CORRECT["SLIDE"])
    assert {one["status"] for one in found.values()} == {"right"}
    assert "rounded" in found["dx0"]["message"]
    assert "0.393" in found["dx0"]["message"]


def test_either_slope_at_a_kink_is_right():
    text = "x = 0.0\nr = np.maximum(x, 0)\nf = 3 * r\ndr = 3.0\ndx = dr * (x {} 0)\n"
    for sign in (">", ">="):
        assert check(text.format(sign))["first_wrong"] is None
    assert check(text.format("<"))["first_wrong"]["name"] == "dx"


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


def test_every_program_is_named():
    assert len(CORRECT) >= 20
    assert handwritten.CIRCUIT in CORRECT.values()


@pytest.mark.parametrize("text", ALSO_RIGHT.values(), ids=ALSO_RIGHT.keys())
def test_nothing_right_is_called_wrong(text: str) -> None:
    found = check(text)
    assert found["first_wrong"] is None
    assert found["notes"] == []


def test_a_step_by_another_name_is_training() -> None:
    found = check("""w=2.0
for t in range(2):
    loss=w*w
    dw=2*w
    v=0.9*dw
    w=w-0.1*v
""")
    assert found["first_wrong"] is None
    assert [note["message"] for note in found["notes"]] == [
        "Line 2: the training loop is run once."
    ]
