"""Recurrent networks and attention, with their passes through time."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "a minimal character rnn": Program(
        """import numpy as np

data = 'hello hell'
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
print('data has %d characters, %d unique.' % (data_size, vocab_size))
char_to_ix = {ch: i for i, ch in enumerate(chars)}
ix_to_char = {i: ch for i, ch in enumerate(chars)}
hidden_size = 4
seq_length = 4

np.random.seed(0)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.1
Whh = np.random.randn(hidden_size, hidden_size) * 0.1
Why = np.random.randn(vocab_size, hidden_size) * 0.1
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))

def lossFun(inputs, targets, hprev):
    xs, hs, ys, ps = {}, {}, {}, {}
    hs[-1] = np.copy(hprev)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys[t] = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += np.dot(dhraw, xs[t].T)
        dWhh += np.dot(dhraw, hs[t - 1].T)
        dhnext = np.dot(Whh.T, dhraw)
    for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]

inputs = [char_to_ix[ch] for ch in data[:seq_length]]
targets = [char_to_ix[ch] for ch in data[1:seq_length + 1]]
loss, dWxh, dWhh, dWhy, dbh, dby, hprev = lossFun(inputs, targets, np.zeros((hidden_size, 1)))
print(''.join(ix_to_char[i] for i in inputs))
""",
        gradients={f"d{name}": name for name in ("Wxh", "Whh", "Why", "bh", "by")},
    ),
    "an rnn step and its backward": Program(
        """import numpy as np

def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    cache = (x, prev_h, Wx, Wh, next_h)
    return next_h, cache

def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h ** 2)
    dx = da.dot(Wx.T)
    dprev_h = da.dot(Wh.T)
    dWx = x.T.dot(da)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db

np.random.seed(2)
x = np.random.randn(2, 3)
prev_h = np.random.randn(2, 4)
Wx = np.random.randn(3, 4)
Wh = np.random.randn(4, 4)
b = np.random.randn(4)
next_h, cache = rnn_step_forward(x, prev_h, Wx, Wh, b)
dnext_h = np.random.randn(2, 4)
loss = np.sum(next_h * dnext_h)
dx, dprev_h, dWx, dWh, db = rnn_step_backward(dnext_h, cache)
""",
        gradients={f"d{name}": name for name in ("x", "prev_h", "Wx", "Wh", "b")},
    ),
    "an rnn over time in arrays": Program(
        """import numpy as np

def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    prev = h0
    for t in range(T):
        prev = np.tanh(x[:, t, :] @ Wx + prev @ Wh + b)
        h[:, t, :] = prev
    return h

def rnn_backward(dh, x, h, h0, Wx, Wh):
    N, T, H = dh.shape
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(H)
    dprev = np.zeros((N, H))
    for t in range(T - 1, -1, -1):
        da = (dh[:, t, :] + dprev) * (1 - h[:, t, :] ** 2)
        prev = h[:, t - 1, :] if t > 0 else h0
        dWx += x[:, t, :].T @ da
        dWh += prev.T @ da
        db += da.sum(axis=0)
        dprev = da @ Wh.T
    return dprev, dWx, dWh, db

np.random.seed(8)
x = np.random.randn(2, 3, 2)
h0 = np.random.randn(2, 3)
Wx, Wh, b = np.random.randn(2, 3) * 0.5, np.random.randn(3, 3) * 0.5, np.zeros(3)
h = rnn_forward(x, h0, Wx, Wh, b)
loss = np.sum(h ** 2)
dh0, dWx, dWh, db = rnn_backward(2 * h, x, h, h0, Wx, Wh)
""",
        gradients={f"d{name}": name for name in ("h0", "Wx", "Wh", "b")},
    ),
    "an lstm step and its backward": Program(
        """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i, f = sigmoid(a[:, :H]), sigmoid(a[:, H:2 * H])
    o, g = sigmoid(a[:, 2 * H:3 * H]), np.tanh(a[:, 3 * H:])
    next_c = f * prev_c + i * g
    tc = np.tanh(next_c)
    next_h = o * tc
    return next_h, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, tc)

def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, tc = cache
    dc = dnext_c + dnext_h * o * (1 - tc ** 2)
    do = dnext_h * tc
    df = dc * prev_c
    di = dc * g
    dg = dc * i
    dprev_c = dc * f
    da = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)])
    return da.dot(Wx.T), da.dot(Wh.T), dprev_c, x.T.dot(da), prev_h.T.dot(da), da.sum(axis=0)

np.random.seed(5)
N, D, H = 2, 3, 2
x = np.random.randn(N, D)
prev_h, prev_c = np.random.randn(N, H), np.random.randn(N, H)
Wx, Wh, b = np.random.randn(D, 4 * H), np.random.randn(H, 4 * H), np.random.randn(4 * H)
next_h, next_c, cache = lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b)
loss = np.sum(next_h ** 2) + np.sum(next_c)
dx, dprev_h, dprev_c, dWx, dWh, db = lstm_step_backward(2 * next_h, np.ones_like(next_c), cache)
""",
        gradients={f"d{name}": name for name in ("x", "prev_h", "prev_c", "Wx", "Wh", "b")},
    ),
}
