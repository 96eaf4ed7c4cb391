"""Loops that train and name no loss, or compute it in some passes only, or after the update."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, edited, training

ELEVEN = """import numpy as np

# sigmoid function
def nonlin(x,deriv=False):
    if(deriv==True):
        return x*(1-x)
    return 1/(1+np.exp(-x))

# input dataset
X = np.array([  [0,0,1],
                [0,1,1],
                [1,0,1],
                [1,1,1] ])

# output dataset
y = np.array([[0,0,1,1]]).T

# seed random numbers to make calculation deterministic
np.random.seed(1)

# initialize weights randomly with mean 0
syn0 = 2*np.random.random((3,1)) - 1

for iter in range(300):
    # forward propagation
    l0 = X
    l1 = nonlin(np.dot(l0,syn0))
    # how much did we miss?
    l1_error = y - l1
    # multiply how much we missed by the slope of the sigmoid at the values in l1
    l1_delta = l1_error * nonlin(l1,True)
    # update weights
    syn0 += np.dot(l0.T,l1_delta)

print("Output After Training:")
print(l1)
"""

DELTA_RULE = """import numpy as np

# Delta-Regel für ein lineares Neuron
muster = np.array([[0.0, 0.1], [0.5, 0.9], [1.0, 0.3], [0.2, 0.8]])
soll = np.array([0.1, 1.2, 0.7, 0.9])
gewichte = np.array([0.3, -0.1])
eta = 0.2
for durchgang in range(30):
    for x, t in zip(muster, soll):
        ausgabe = np.dot(gewichte, x)
        fehler = t - ausgabe
        gewichte = gewichte + eta * fehler * x
print(gewichte)
"""

SOMETIMES = """import numpy as np

np.random.seed(23)
X = np.random.randn(3, 40)
Y = (X[0:1] - X[1:2] > 0).astype(float)
W = np.zeros((1, 3))
b = 0.0
for i in range(200):
    A = 1 / (1 + np.exp(-(W @ X + b)))
    dZ = A - Y
    dW = dZ @ X.T / 40
    db = np.mean(dZ)
    if i % 50 == 0:
        cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        print("cost after iteration %i: %f" % (i, cost))
    W = W - 0.5 * dW
    b = b - 0.5 * db
"""

SOMETIMES_PYTHON = edited(
    SOMETIMES,
    ("    if i % 50 == 0:\n        cost", "    cost"),
    ('        print("cost after iteration %i: %f" % (i, cost))\n', ""),
)

AFTER = """import numpy as np

np.random.seed(29)
X = np.random.randn(25, 2)
y = X @ np.array([1.0, 2.0]) - 0.5
w, b = np.zeros(2), 0.0

def loss(w, b):
    return np.mean((X @ w + b - y) ** 2)

costs = []
for i in range(80):
    grad_w = 2 * X.T @ (X @ w + b - y) / len(y)
    grad_b = 2 * np.mean(X @ w + b - y)
    w = w - 0.1 * grad_w
    b = b - 0.1 * grad_b
    costs.append(loss(w, b))
print(costs[0], '->', costs[-1])
"""

TEXTS = (
    # Nothing in these is trained by a number: the form of the step tells that they train.
    WholeText(
        "one layer over four examples that names an error only",
        "training loops",
        ELEVEN,
        edited(ELEVEN, ("range(300)", "range(1)")) + "answer = l1_error\n",
        iterations=300,
        parameters=("syn0",),
    ),
    WholeText(
        "the delta rule that names an error only, in German",
        "training loops",
        DELTA_RULE,
        edited(DELTA_RULE, ("range(30)", "range(1)"), ("muster, soll", "muster[:1], soll[:1]"))
        + "answer = fehler\n",
        iterations=120,
        parameters=("gewichte",),
    ),
    training(
        "a cost that is computed every 50 passes",
        SOMETIMES,
        "cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        "cost",
        iterations=200,
        parameters=("W", "b"),
        python=SOMETIMES_PYTHON,
    ),
    training(
        "a loss that is computed after the update",
        AFTER,
        "costs.append(loss(w, b))",
        "costs[-1]",
        iterations=80,
        parameters=("w", "b"),
    ),
)
