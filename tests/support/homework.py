"""Programs as a homework has them: (text, inputs) by title; the output is the last name."""

from __future__ import annotations

from typing import Any

import numpy as np


def drawn(**shapes: tuple[int, ...]) -> dict[str, Any]:
    random = np.random.default_rng(3)
    return {name: random.normal(size=shape).tolist() for name, shape in shapes.items()}


LABELS = "y = np.array([2, 0, 1, 2, 1])\n"
XW = drawn(X=(5, 4), W=(4, 3))

TYPED: dict[str, tuple[str, dict[str, Any]]] = {
    "softmax with changes in place": (
        LABELS
        + """num_train = X.shape[0]
scores = X.dot(W)
scores -= np.max(scores, axis=1, keepdims=True)
exp_scores = np.exp(scores)
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
loss = -np.sum(np.log(probs[np.arange(num_train), y]))
loss /= num_train
reg = 0.01
loss += 0.5 * reg * np.sum(W * W)""",
        XW,
    ),
    "softmax, one example at a time": (
        LABELS
        + """loss = 0.0
N = X.shape[0]
for i in range(N):
    s = X[i].dot(W)
    s -= np.max(s)
    loss += -s[y[i]] + np.log(np.sum(np.exp(s)))
loss /= N""",
        XW,
    ),
    "hinge loss in two loops": (
        LABELS
        + """loss = 0.0
num_train, num_classes = X.shape[0], W.shape[1]
for i in range(num_train):
    scores = X[i].dot(W)
    correct_class_score = scores[y[i]]
    for j in range(num_classes):
        if j == y[i]:
            continue
        loss += np.maximum(0, scores[j] - correct_class_score + 1)
loss = loss / num_train""",
        XW,
    ),
    "hinge loss, vectorised": (
        LABELS
        + """N = X.shape[0]
scores = X @ W
margin = scores - scores[range(N), y].reshape(-1, 1) + 1
margin[range(N), y] = 0
loss = np.sum(np.maximum(margin, 0)) / N""",
        XW,
    ),
    "affine, relu, affine over images": (
        """N = x.shape[0]
x_row = x.reshape(N, -1)
a = x_row.dot(w1) + b1
h = np.maximum(0, a)
out = h.dot(w2) + b2
loss = np.mean(out**2)""",
        drawn(x=(3, 2, 2, 2), w1=(8, 4), b1=(4,), w2=(4, 2), b2=(2,)),
    ),
    "batch norm in stages": (
        """eps = 1e-5
N, D = x.shape
mu = 1./N * np.sum(x, axis=0)
xmu = x - mu
sq = xmu ** 2
var = 1./N * np.sum(sq, axis=0)
sqrtvar = np.sqrt(var + eps)
ivar = 1./sqrtvar
xhat = xmu * ivar
gammax = gamma * xhat
out = gammax + beta
loss = np.sum(np.sin(out))""",
        drawn(x=(5, 3), gamma=(3,), beta=(3,)),
    ),
    "inverted dropout": (
        """p = 0.5
np.random.seed(0)
H1 = np.maximum(0, np.dot(W1, X) + b1)
U1 = (np.random.rand(*H1.shape) < p) / p
H1 *= U1
out = np.dot(W2, H1) + b2
loss = (out**2).sum()""",
        drawn(W1=(6, 3), X=(3, 2), b1=(6, 1), W2=(2, 6), b2=(2, 1)),
    ),
    "an rnn kept in a list of states": (
        """h = h0
hs = []
for t in range(x.shape[0]):
    h = np.tanh(np.dot(Wxh, x[t]) + np.dot(Whh, h) + bh)
    hs.append(h)
loss = np.sum(np.stack(hs)**2)""",
        drawn(x=(3, 2), h0=(3,), Wxh=(3, 2), Whh=(3, 3), bh=(3,)),
    ),
    "an lstm by slices": (
        """def sigmoid(x):
    return 1 / (1 + np.exp(-x))

H = h0.shape[1]
a = x.dot(Wx) + h0.dot(Wh) + b
i = sigmoid(a[:, :H])
f = sigmoid(a[:, H:2*H])
o = sigmoid(a[:, 2*H:3*H])
g = np.tanh(a[:, 3*H:])
c = f * c0 + i * g
h = o * np.tanh(c)
loss = h.sum()""",
        drawn(x=(2, 3), h0=(2, 2), c0=(2, 2), Wx=(3, 8), Wh=(2, 8), b=(8,)),
    ),
    "attention with two heads": (
        """T, D = x.shape
H = 2
q = (x @ Wq).reshape(T, H, D // H).transpose(1, 0, 2)
k = (x @ Wk).reshape(T, H, D // H).transpose(1, 0, 2)
v = (x @ Wv).reshape(T, H, D // H).transpose(1, 0, 2)
s = q @ k.transpose(0, 2, 1) / np.sqrt(D // H)
mask = np.tril(np.ones((T, T)))
s = np.where(mask == 0, -1e9, s)
e = np.exp(s - s.max(axis=-1, keepdims=True))
a = e / e.sum(axis=-1, keepdims=True)
out = (a @ v).transpose(1, 0, 2).reshape(T, D)
loss = np.sum(out**2)""",
        drawn(x=(3, 4), Wq=(4, 4), Wk=(4, 4), Wv=(4, 4)),
    ),
    "convolution in four loops": (
        """stride, pad = 2, 1
N, C, H, W = x.shape
F, _, HH, WW = w.shape
x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), 'constant')
H_out = 1 + (H + 2 * pad - HH) // stride
W_out = 1 + (W + 2 * pad - WW) // stride
out = np.zeros((N, F, H_out, W_out))
for n in range(N):
    for f in range(F):
        for i in range(H_out):
            for j in range(W_out):
                window = x_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
                out[n, f, i, j] = np.sum(window * w[f]) + b[f]
loss = np.sum(out**2)""",
        drawn(x=(1, 2, 4, 4), w=(2, 2, 3, 3), b=(2,)),
    ),
    "max pooling by windows": (
        """out = np.zeros((2, 2))
for i in range(2):
    for j in range(2):
        out[i, j] = np.max(x[2*i:2*i+2, 2*j:2*j+2])
loss = np.sum(out**2)""",
        drawn(x=(4, 4)),
    ),
}
