"""Texts of Python 2, with typographic quotes and mixed tabs: what older pages hold."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, edited, training

KIND = "Python 2"

ELEVEN = """import numpy as np
X = np.array([ [0,0,1],[0,1,1],[1,0,1],[1,1,1] ])
y = np.array([[0,1,1,0]]).T
np.random.seed(1)
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
for j in xrange(2000):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    loss = ((y - l2)**2).sum()/2
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
print "Output After Training:"
print l2
"""

CLASSIFIER = """import numpy as np
np.random.seed(0)
N, D, K = 30, 2, 3
X = np.random.randn(N, D)
y = np.random.randint(K, size=N)
W = 0.01 * np.random.randn(D,K)
b = np.zeros((1,K))
for i in xrange(200):
  scores = np.dot(X, W) + b
  exp_scores = np.exp(scores)
  probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
  loss = np.mean(-np.log(probs[range(N),y])) + 0.5*1e-3*np.sum(W*W)
  if i % 10 == 0:
    print "iteration %d: loss %f" % (i, loss)
  dscores = probs
  dscores[range(N),y] -= 1
  dscores /= N
  W += -1.0 * (np.dot(X.T, dscores) + 1e-3*W)
  b += -1.0 * np.sum(dscores, axis=0, keepdims=True)
"""

SCRIPT = """# -*- coding: utf-8 -*-
import math
weights = {'a': 0.4, 'b': -0.3}
total = 0.0
for name, w in sorted(weights.iteritems()):
    total = total + w * w
norm = math.sqrt(total)
print 'norm is', norm
"""

TABS = """import numpy as np
def f(x, w):
\treturn np.tanh(np.dot(w, x))
x = np.array([0.2, -0.7])
w = np.array([[1.0, 0.5], [-0.3, 0.8]])
s = 0
for row in w:
        h = f(x, row)
\tif True:
\t\ts = s + h ** 2
print s
"""

QUOTED = """import numpy as np
params = {‘W’: np.array([[0.1, 0.2], [0.3, -0.4]]), ‘b’: np.array([0.5, 0.6])}
x = np.array([1.0, 2.0])
out = params[‘W’] @ x + params[‘b’]
loss = np.sum(out ** 2)
print(“loss:”, loss)
"""

PERCEPTRON = """from random import choice, seed
from numpy import array, dot

seed(1)
unit_step = lambda x: 0 if x < 0 else 1
training_data = [
    (array([0,0,1]), 0),
    (array([0,1,1]), 1),
    (array([1,0,1]), 1),
    (array([1,1,1]), 1),
]
w = array([0.1, 0.6, -0.2])
errors = []
eta = 0.2
n = 100
for i in xrange(n):
    x, expected = choice(training_data)
    result = dot(w, x)
    error = expected - unit_step(result)
    errors.append(error)
    loss = 0.5 * (expected - result) ** 2
    w = w + eta * error * x
for x, _ in training_data:
    result = dot(x, w)
    print "{}: {} -> {}".format(x[:2], result, unit_step(result))
"""

DASHES = """import numpy as np
# Copied from a slide – with the word processor’s signs
x = np.array([1.0, 2.0, 3.0])
mu = x.mean()
z = (x − mu) / np.sqrt(np.mean((x − mu) ** 2) + 1e-5)
y = 2.0 * z + 0.5
s = np.sum(y * x)
"""

LONG = """import numpy as np
def sigmoid(x): return 1.0/(1.0+np.exp(-x))
np.random.seed(7)
inp = np.random.random((6, 3))
tgt = np.random.random((6, 1))
w_ih = np.random.random((3, 4)) - 0.5
w_ho = np.random.random((4, 1)) - 0.5
for epoch in xrange(100):
\thid = sigmoid(np.dot(inp, w_ih))
\tout = sigmoid(np.dot(hid, w_ho))
\terr = 0.5 * ((tgt - out) ** 2).sum()
\tif epoch % 20 == 0:
\t\tprint 'epoch', epoch, 'error', err
\td_out = (tgt - out) * out * (1 - out)
\td_hid = np.dot(d_out, w_ho.T) * hid * (1 - hid)
\tw_ho += 0.5 * np.dot(hid.T, d_out)
\tw_ih += 0.5 * np.dot(inp.T, d_hid)
print 'done'
"""

TEXTS = (
    training(
        "a dozen lines with xrange and print",
        ELEVEN,
        "loss = ((y - l2)**2).sum()/2",
        iterations=2000,
        parameters=("syn0", "syn1"),
        python=edited(
            ELEVEN,
            ("xrange", "range"),
            ('print "Output After Training:"', ""),
            ("print l2", "print(l2)"),
        ),
        kind=KIND,
    ),
    training(
        "a softmax classifier with print and a format",
        CLASSIFIER,
        "loss = np.mean(-np.log(probs[range(N),y])) + 0.5*1e-3*np.sum(W*W)",
        iterations=200,
        parameters=("W", "b"),
        python=edited(
            CLASSIFIER,
            ("xrange", "range"),
            ('print "iteration %d: loss %f" % (i, loss)', "pass"),
        ),
        kind=KIND,
    ),
    WholeText(
        "a dictionary's iteritems",
        KIND,
        SCRIPT,
        edited(SCRIPT, ("iteritems", "items"), ("print 'norm is', norm", "answer = norm")),
    ),
    WholeText(
        "tabs and spaces mixed, eight spaces a tab",
        KIND,
        TABS,
        edited(TABS.expandtabs(8), ("print s", "answer = s")),
    ),
    WholeText(
        "typographic quotes",
        KIND,
        QUOTED,
        QUOTED.translate(dict.fromkeys(map(ord, "‘’“”"), '"')) + "\nanswer = loss\n",
    ),
    # Its update reads no number on the way to the loss: it is unrolled.
    WholeText(
        "a perceptron of the standard library's choice",
        KIND,
        PERCEPTRON,
        edited(
            PERCEPTRON,
            ("xrange", "range"),
            ('print "{}: {} -> {}".format(x[:2], result, unit_step(result))', "pass"),
        )
        + "\nanswer = loss\n",
    ),
    WholeText(
        "a word processor's minus signs",
        KIND,
        DASHES,
        DASHES.replace("−", "-") + "\nanswer = s\n",
    ),
    training(
        "a network indented by tabs",
        LONG,
        "err = 0.5 * ((tgt - out) ** 2).sum()",
        "err",
        iterations=100,
        parameters=("w_ih", "w_ho"),
        python=edited(
            LONG,
            ("xrange", "range"),
            ("print 'epoch', epoch, 'error', err", "pass"),
            ("print 'done'", ""),
        ),
        kind=KIND,
    ),
)
