"""Loops that train words, a linear neuron, and by Adam with moments in dictionaries and lists."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

ADALINE = """import numpy as np
class AdalineGD(object):
    def __init__(self, eta=0.01, n_iter=20):
        self.eta = eta
        self.n_iter = n_iter
    def fit(self, X, y):
        self.w_ = np.zeros(1 + X.shape[1])
        self.cost_ = []
        for i in range(self.n_iter):
            output = self.net_input(X)
            errors = (y - output)
            self.w_[1:] += self.eta * X.T.dot(errors)
            self.w_[0] += self.eta * errors.sum()
            cost = (errors**2).sum() / 2.0
            self.cost_.append(cost)
        return self
    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]
X = np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, -1.5], [-2.0, 0.3]])
y = np.array([1, 1, -1, -1])
ada = AdalineGD()
ada.fit(X, y)
"""

WORD_VECTORS = """import numpy as np
np.random.seed(2)
W1 = np.random.rand(4, 3)
W2 = np.random.rand(3, 4)
data = [(np.eye(4)[0], np.eye(4)[1]), (np.eye(4)[1], np.eye(4)[2])]
eta = 0.05
for i in range(6):
    loss = 0
    for x, t in data:
        h = W1.T @ x
        u = W2.T @ h
        e = np.exp(u - u.max()); y_c = e / e.sum()
        EI = y_c - t
        dl_dw2 = np.outer(h, EI)
        dl_dw1 = np.outer(x, W2 @ EI)
        W1 = W1 - eta * dl_dw1
        W2 = W2 - eta * dl_dw2
        loss += -np.sum(t * np.log(y_c))
    print(i, loss)
"""

SKIP_GRAM = """import numpy as np
np.random.seed(3)
V, D = 5, 3
W_in = np.random.randn(V, D) * 0.1
W_out = np.random.randn(V, D) * 0.1
pairs = [(0, 1), (1, 2), (2, 3), (3, 4)]
lr = 0.1
def sigmoid(x): return 1 / (1 + np.exp(-x))
for epoch in range(3):
    total_loss = 0
    for center, context in pairs:
        v = W_in[center]
        u = W_out[context]
        s = sigmoid(np.dot(v, u))
        loss = -np.log(s)
        total_loss += loss
        g = s - 1
        dv = g * u
        du = g * v
        W_in[center] -= lr * dv
        W_out[context] -= lr * du
    print(epoch, total_loss)
"""

ADAM_DICTIONARY = """import numpy as np
np.random.seed(0)
X = np.random.randn(10, 2)
y = X @ np.array([2.0, -1.0]) + 0.5
params = {'W': np.zeros(2), 'b': np.zeros(1)}
m = {k: np.zeros_like(v) for k, v in params.items()}
v = {k: np.zeros_like(v) for k, v in params.items()}
lr, beta1, beta2, eps = 0.01, 0.9, 0.999, 1e-8
for t in range(1, 31):
    pred = X @ params['W'] + params['b']
    loss = np.mean((pred - y) ** 2)
    grads = {'W': 2 * X.T @ (pred - y) / 10, 'b': np.array([2 * np.mean(pred - y)])}
    for k in params:
        m[k] = beta1 * m[k] + (1 - beta1) * grads[k]
        v[k] = beta2 * v[k] + (1 - beta2) * grads[k] ** 2
        m_hat = m[k] / (1 - beta1 ** t)
        v_hat = v[k] / (1 - beta2 ** t)
        params[k] -= lr * m_hat / (np.sqrt(v_hat) + eps)
"""

ADAM_LISTS = """from math import sqrt
from numpy import asarray
from numpy.random import rand
from numpy.random import seed

def objective(x, y):
    return x**2.0 + y**2.0

def derivative(x, y):
    return asarray([x * 2.0, y * 2.0])

def adam(objective, derivative, bounds, n_iter, alpha, beta1, beta2, eps=1e-8):
    x = bounds[:, 0] + rand(len(bounds)) * (bounds[:, 1] - bounds[:, 0])
    score = objective(x[0], x[1])
    m = [0.0 for _ in range(bounds.shape[0])]
    v = [0.0 for _ in range(bounds.shape[0])]
    for t in range(n_iter):
        g = derivative(x[0], x[1])
        for i in range(x.shape[0]):
            m[i] = beta1 * m[i] + (1.0 - beta1) * g[i]
            v[i] = beta2 * v[i] + (1.0 - beta2) * g[i]**2
            mhat = m[i] / (1.0 - beta1**(t+1))
            vhat = v[i] / (1.0 - beta2**(t+1))
            x[i] = x[i] - alpha * mhat / (sqrt(vhat) + eps)
        score = objective(x[0], x[1])
        print('>%d f(%s) = %.5f' % (t, x, score))
    return [x, score]

seed(1)
bounds = asarray([[-1.0, 1.0], [-1.0, 1.0]])
n_iter = 60
alpha = 0.02
beta1 = 0.8
beta2 = 0.999
best, score = adam(objective, derivative, bounds, n_iter, alpha, beta1, beta2)
print('Done!')
print('f(%s) = %f' % (best, score))
"""

TEXTS = (
    training(
        "an adaptive linear neuron with its costs",
        ADALINE,
        "self.cost_.append(cost)",
        "cost",
        iterations=20,
        parameters=("ada.w_",),
    ),
    training(
        "word vectors by softmax with a sum of losses",
        WORD_VECTORS,
        "loss += -np.sum(t * np.log(y_c))",
        "-np.sum(t * np.log(y_c))",
        iterations=12,
        parameters=("W1", "W2"),
    ),
    training(
        "word vectors by one negative sample",
        SKIP_GRAM,
        "loss = -np.log(s)",
        "loss",
        iterations=12,
        parameters=("W_in", "W_out"),
    ),
    training(
        "Adam in dictionaries",
        ADAM_DICTIONARY,
        "loss = np.mean((pred - y) ** 2)",
        "loss",
        iterations=30,
        parameters=("params['W']", "params['b']"),
    ),
    training(
        "Adam with its moments in lists",
        ADAM_LISTS,
        "print('>%d f(%s) = %.5f' % (t, x, score))",
        "score",
        iterations=60,
        parameters=("x",),
    ),
)
