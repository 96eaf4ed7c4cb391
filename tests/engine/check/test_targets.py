"""Which value a gradient's name names, and where a factor is told that nothing takes out."""

from __future__ import annotations

import pytest

from graphs.check import check

LAYER = """import numpy as np
x = np.array([[.5, -1., 2.], [1.5, .3, -.7]])
params = {'W': np.array([[.2, -.5], [.7, .4], [-.3, .6]]), 'b': np.array([.1, -.2])}
out = np.tanh(x @ params['W'] + params['b'])
loss = np.sum(out ** 2)
dz = 2 * out * (1 - out ** 2)
"""
FUNCTION = """import numpy as np
x = np.array([[.5, -1., 2.], [1.5, .3, -.7]])
W = np.array([[.2, -.5], [.7, .4], [-.3, .6]])
z = x @ W
loss = np.sum(z ** 2)
def back(dz, x, W):
    dW = x.T @ dz
    dx = dz @ W.T
    return dx, dW
dx, dW = back(2 * z, x, W)
"""
LISTS = """import numpy as np
Ws = [np.array([[.2, -.5], [.7, .4]]), np.array([[.3, .6], [-.1, .8]])]
bs = [np.array([.1, -.2]), np.array([.4, .3])]
a, inputs = np.array([[.5, -1.], [1.5, .3]]), []
for w, b in zip(Ws, bs):
    inputs.append(a)
    a = np.tanh(a @ w + b)
loss = np.sum(a ** 2)
def back(d):
    nabla_w, nabla_b = [None, None], [None, None]
    for l in (1, 0):
        h = inputs[l + 1] if l == 0 else a
        d = d * (1 - h ** 2)
        nabla_w[l] = inputs[l].T @ d
        nabla_b[l] = d.sum(axis=0)
        d = d @ Ws[l].T
    return nabla_w, nabla_b
nabla_w, nabla_b = back(2 * a)
"""
SUMS = """x = np.array([1.5, -.4, 2.7])
y = np.array([2., .1, 3.6])
t0, t1 = .3, .8
J = sum((t0 + t1 * x[i] - y[i]) ** 2 for i in range(3))
d0 = sum(2 * (t0 + t1 * x[i] - y[i]) for i in range(3))
d1 = sum(2 * (t0 + t1 * x[i] - y[i]) * x[i] for i in range(3))
"""
ZEROS = """import numpy as np
xs = np.array([[.5, -1., 2.], [1.5, .3, -.7]])
W = np.array([[.2, -.5], [.7, .4], [-.3, .6]])
b = np.array([.1, -.2])
grads = {k: np.zeros_like(v) for k, v in {'W': W, 'b': b}.items()}
loss = 0.0
for x in xs:
    out = np.tanh(x @ W + b)
    loss += np.sum(out ** 2)
    dz = 2 * out * (1 - out ** 2)
    grads['W'] += np.outer(x, dz)
    grads['b'] += dz
"""
SQUARES = """x = 1.1
vals = [x]
for k in range(3):
    vals.append(vals[-1] ** 2 - .3 * vals[-1])
f = vals[-1]
dcur = 1.0
for k in reversed(range(3)):
    dcur = dcur * (2 * vals[k] - .3)
dx = dcur
"""
PRODUCT = """x = 2.0
y = x * 3
q = y + x
f = q * y
dq = y
dy = q
dx = dq
dy += dq
dx += dy * 3
"""
PARTS = """x, y = 1.3, -.6
a = x * y
c = a + np.sin(x) * y
f = c * a
da = c + a
dc = a
dx = da * y + dc * np.cos(x) * y
dy_from_a = da * x
dy_from_c = dc * np.sin(x)
dy = dy_from_a + dy_from_c
"""
DECAY = """X = np.array([[1., 2.], [3., 4.]])
W = np.array([[.1, .2], [.3, .5]])
loss = np.sum((X @ W) ** 2) + .05 * np.sum(W ** 2)
dW = X.T @ (2 * X @ W)
grads = {}
grads['W'] = dW + .1 * W
"""
ENTRIES = "grads = {'W': x.T @ dz, 'b': dz.sum(axis=0)}\n"
# A right text, what is written in it, what is written instead, the line that is wrong and why.
SLIPS = {
    "an entry's key names its value": (*(LAYER + ENTRIES, "dz.sum(axis=0)", "dz", 7, None),),
    "two entries that changed places": (
        *(LAYER + ENTRIES, "'W': x.T @ dz, 'b': dz.sum(axis=0)"),
        *("'W': dz.sum(axis=0), 'b': x.T @ dz", 7, "name"),
    ),
    "returned in the wrong order": (FUNCTION, "return dx, dW", "return dW, dx", 9, "name"),
    "a list returned in the place of another": (
        *(LISTS, "return nabla_w, nabla_b", "return nabla_b, nabla_b", 17, "name"),
    ),
    "the number of a parameter": (SUMS, "y[i]) * x[i]", "y[i]) * t1", 6, "upstream"),
    "nothing is added to zeros": (ZEROS, "grads['W'] += np.outer(x, dz)", "pass", 5, "accumulate"),
    "a factor of the seed": (SQUARES, "dcur = 1.0", "dcur = 2 * 1.0", 6, "scale"),
    "a factor by which two slips make up": (
        PRODUCT,
        "dq = y\ndy = q",
        "dq = q\ndy = y",
        5,
        "scale",
    ),
    "a part under the name of the whole": (
        *(PARTS, "dy = dy_from_a + dy_from_c", "dy = dy_from_a", 10, "accumulate"),
    ),
    "a share that a turned line completes": (DECAY, "dW + .1 * W", "-(dW + .1 * W)", 6, "sign"),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_gradient_of_another_value_is_wrong_where_it_is_stored(kind):
    text, right, slip, line, cause = SLIPS[kind]
    assert check(text)["first_wrong"] is None
    assert check(text)["verdicts"]
    wrong = check(text.replace(right, slip))["first_wrong"]
    assert (wrong["line"], wrong["cause"]) == (line, cause)


def test_the_two_that_are_returned_change_places():
    found = check(FUNCTION.replace("return dx, dW", "return dW, dx"))
    first = next(one for one in found["verdicts"] if one["status"] == "wrong")
    assert first["fix"]["text"].strip() == "return dx, dW"


def test_zeros_that_stay_say_so():
    found = check(ZEROS.replace("grads['W'] += np.outer(x, dz)", "pass"))
    assert found["first_wrong"]["message"].endswith("Nothing is added to it.")


def test_another_item_of_a_list_may_be_meant_but_of_no_other_list():
    turned = LISTS.replace("    return nabla_w", "    nabla_w.reverse()\n    return nabla_w")
    crossed = LISTS.replace("nabla_w[l] = inputs[l].T @ d", "nabla_w[l] = d.sum(axis=0)")
    assert {one["status"] for one in check(turned)["verdicts"]} == {"right"}
    assert check(crossed)["first_wrong"]["line"] == 14
