"""Loops that train as tutorials have them: lists of numbers, rows one by one, sums in a loop."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

OWN_NUMBERS = """data = [(1.0, 2.0), (2.0, 4.1), (3.0, 5.9), (4.0, 8.2)]
w, b = 0.0, 0.0
lr = 0.01
for epoch in range(20):
    total = 0.0
    for x, y in data:
        pred = w * x + b
        err = pred - y
        total += err ** 2
        w -= lr * err * x
        b -= lr * err
    print(epoch, total / len(data))
"""

BY_SUMS = """xs = [1.0, 2.0, 3.0, 4.0]
ys = [2.0, 4.1, 5.9, 8.2]
m, b = 0.0, 0.0
lr = 0.01
n = len(xs)
for i in range(50):
    dm, db, loss = 0.0, 0.0, 0.0
    for x, y in zip(xs, ys):
        e = y - (m * x + b)
        loss += e ** 2 / n
        dm += -2 / n * x * e
        db += -2 / n * e
    m -= lr * dm
    b -= lr * db
print(m, b)
"""

NEW_LIST = """w = [0.5, -0.5]
x = [1.0, 2.0]
y = 1.0
for i in range(10):
    pred = sum(wi * xi for wi, xi in zip(w, x))
    loss = (pred - y) ** 2
    grad = [2 * (pred - y) * xi for xi in x]
    w = [wi - 0.05 * gi for wi, gi in zip(w, grad)]
"""

OVER_SAMPLES = """import math
X = [[0.5, 1.0], [1.5, -1.0], [-1.0, 0.3], [2.0, 1.0]]
y = [1, 0, 0, 1]
w = [0.0, 0.0]
b = 0.0
alpha = 0.1
m = len(X)
for it in range(25):
    J = 0.0
    dw = [0.0, 0.0]
    db = 0.0
    for i in range(m):
        z = w[0] * X[i][0] + w[1] * X[i][1] + b
        a = 1 / (1 + math.exp(-z))
        J += -(y[i] * math.log(a) + (1 - y[i]) * math.log(1 - a))
        dz = a - y[i]
        dw[0] += X[i][0] * dz
        dw[1] += X[i][1] * dz
        db += dz
    J /= m
    w[0] -= alpha * dw[0] / m
    w[1] -= alpha * dw[1] / m
    b -= alpha * db / m
"""

MOMENTUM_LIST = """w = [0.0, 0.0]
v = [0.0, 0.0]
xs, ys = [[1.0, 2.0], [2.0, 0.5], [0.3, 1.0]], [1.0, 2.0, 0.5]
lr, mu = 0.05, 0.9
costs = []
for step in range(15):
    loss = 0
    g = [0.0, 0.0]
    for x, y in zip(xs, ys):
        p = w[0] * x[0] + w[1] * x[1]
        loss += 0.5 * (p - y) ** 2
        for j in range(2):
            g[j] += (p - y) * x[j]
    costs.append(loss)
    for j in range(2):
        v[j] = mu * v[j] - lr * g[j]
        w[j] += v[j]
"""

IN_A_TUPLE = """params = (0.0, 0.0)
for i in range(10):
    w, b = params
    e = w * 2.0 + b - 1
    loss = e**2
    params = (w - 0.1 * 4 * e, b - 0.1 * 2 * e)
"""

IN_A_LIST = """params = [0.0, 0.0]
for i in range(10):
    w, b = params
    e = w * 2.0 + b - 1
    loss = e**2
    params = [w - 0.1 * 4 * e, b - 0.1 * 2 * e]
"""

BIAS_LAST = """inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
targets = [0.0, 1.0, 1.0, 1.0]
import math
weights = [0.1, -0.2, 0.05]
def activate(weights, inputs):
    total = weights[-1]
    for i in range(len(weights) - 1):
        total += weights[i] * inputs[i]
    return 1.0 / (1.0 + math.exp(-total))
for epoch in range(5):
    sum_error = 0
    for row, target in zip(inputs, targets):
        output = activate(weights, row)
        error = target - output
        sum_error += error ** 2
        delta = error * output * (1.0 - output)
        for i in range(len(row)):
            weights[i] += 0.5 * delta * row[i]
        weights[-1] += 0.5 * delta
    print(epoch, sum_error)
"""

ONE_AT_RANDOM = """import random
random.seed(0)
X = [1.0, 2.0, 3.0, 4.0]
Y = [3.0, 5.0, 7.0, 9.0]
w, b = 0.0, 0.0
for it in range(30):
    i = random.randint(0, 3)
    x, y = X[i], Y[i]
    y_hat = w * x + b
    cost = (y_hat - y) ** 2
    w -= 0.02 * 2 * (y_hat - y) * x
    b -= 0.02 * 2 * (y_hat - y)
"""

TEXTS = (
    training(
        "a sum over rows in Python's own numbers",
        OWN_NUMBERS,
        "total += err ** 2",
        "err ** 2",
        iterations=80,
        parameters=("b", "w"),
    ),
    training(
        "slope and intercept by sums",
        BY_SUMS,
        "m -= lr * dm",
        "loss",
        iterations=50,
        parameters=("b", "m"),
    ),
    training(
        "weights in a list that is made anew",
        NEW_LIST,
        "loss = (pred - y) ** 2",
        "loss",
        iterations=10,
        parameters=("w",),
    ),
    training(
        "logistic regression over samples",
        OVER_SAMPLES,
        "J /= m",
        "J",
        iterations=25,
        parameters=("b", "w"),
    ),
    training(
        "momentum in a list",
        MOMENTUM_LIST,
        "costs.append(loss)",
        "loss",
        iterations=15,
        parameters=("w",),
    ),
    training(
        "parameters in a tuple",
        IN_A_TUPLE,
        "loss = e**2",
        "loss",
        iterations=10,
        parameters=("params[0]", "params[1]"),
    ),
    training(
        "parameters in a list",
        IN_A_LIST,
        "loss = e**2",
        "loss",
        iterations=10,
        parameters=("params",),
    ),
    training(
        "a neuron with its bias as the last weight",
        BIAS_LAST,
        "sum_error += error ** 2",
        "error ** 2",
        iterations=20,
        parameters=("weights",),
    ),
    training(
        "one example at random",
        ONE_AT_RANDOM,
        "cost = (y_hat - y) ** 2",
        "cost",
        iterations=30,
        parameters=("b", "w"),
    ),
)
