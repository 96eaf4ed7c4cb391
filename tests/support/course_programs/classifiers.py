"""Classifiers: softmax and hinge losses, a perceptron; fits by least squares."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "softmax regression": Program(
        """import numpy as np

np.random.seed(2)
N, D, C = 5, 3, 4
X = np.random.randn(N, D)
y = np.array([0, 3, 1, 2, 1])
W = 0.1 * np.random.randn(D, C)
b = np.zeros(C)
reg = 1e-2

scores = X @ W + b
scores -= scores.max(axis=1, keepdims=True)
exp_scores = np.exp(scores)
probs = exp_scores / exp_scores.sum(axis=1, keepdims=True)
data_loss = -np.log(probs[range(N), y]).mean()
loss = data_loss + 0.5 * reg * np.sum(W * W)

dscores = probs.copy()
dscores[range(N), y] -= 1
dscores /= N
dW = X.T @ dscores + reg * W
db = dscores.sum(axis=0)
""",
        gradients={"dW": "W", "db": "b"},
    ),
    "softmax loss in loops": Program(
        """import numpy as np

def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    num_train = X.shape[0]
    for i in range(num_train):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss += -np.log(p[y[i]])
        for j in range(W.shape[1]):
            dW[:, j] += (p[j] - (1 if j == y[i] else 0)) * X[i]
    loss = loss / num_train + reg * np.sum(W * W)
    dW = dW / num_train + 2 * reg * W
    return loss, dW

np.random.seed(3)
W = np.random.randn(3, 3) * 0.3
X = np.random.randn(4, 3)
y = np.array([2, 0, 1, 1])
loss, dW = softmax_loss_naive(W, X, y, 0.05)
print('loss: %f' % loss)
""",
        gradients={"dW": "W"},
    ),
    "svm loss in loops": Program(
        """import numpy as np

def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct_class_score = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct_class_score + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW

rng = np.random.RandomState(4)
W = rng.randn(4, 3) * 0.5
X = rng.randn(5, 4)
y = np.array([0, 2, 1, 1, 0])
loss, dW = svm_loss_naive(W, X, y, 0.1)
""",
        gradients={"dW": "W"},
    ),
    "svm loss, vectorised": Program(
        """import numpy as np

np.random.seed(5)
X = np.random.randn(6, 3)
y = np.array([0, 1, 2, 2, 1, 0])
W = 0.4 * np.random.randn(3, 3)
N = X.shape[0]

scores = X.dot(W)
correct = scores[np.arange(N), y].reshape(N, 1)
margins = np.maximum(0, scores - correct + 1.0)
margins[np.arange(N), y] = 0
loss = margins.sum() / N + 0.01 * np.sum(W * W)

mask = (margins > 0).astype(float)
mask[np.arange(N), y] = -mask.sum(axis=1)
dW = X.T.dot(mask) / N + 2 * 0.01 * W
""",
        gradients={"dW": "W"},
    ),
    "a soft perceptron": Program(
        """import math

class Perceptron:
    def __init__(self, n, bias=0.1):
        self.weights = [0.2 * (i + 1) for i in range(n)]
        self.bias = bias

    def activate(self, inputs):
        total = self.bias
        for w, x in zip(self.weights, inputs):
            total += w * x
        return 1 / (1 + math.exp(-4 * total))

data = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 1)]
p = Perceptron(2)
loss = 0.0
correct = 0
for inputs, target in data:
    out = p.activate(inputs)
    loss += (target - out) ** 2
    correct += int((out > 0.5) == (target == 1))
print(f"{correct}/{len(data)} right")
loss = loss / len(data)
"""
    ),
    "polynomial fit": Program(
        """import numpy as np

x = np.linspace(-1, 1, 7)
t = np.sin(2 * x)
coef = np.array([0.1, 1.5, 0.0, -0.5])
V = np.stack([x ** k for k in range(4)], axis=1)
fit = V @ coef
residual = fit - t
loss = 0.5 * np.sum(residual ** 2)
dcoef = V.T @ residual
best = np.linalg.inv(V.T @ V) @ V.T @ t
print(best.shape, len(coef))
""",
        gradients={"dcoef": "coef"},
    ),
    "poisson regression": Program(
        """import numpy as np

X = np.array([[1.0, 0.2], [1.0, 1.4], [1.0, -0.3], [1.0, 0.9]])
counts = np.array([1, 4, 0, 2])
beta = np.array([0.1, 0.5])

def nll(beta):
    eta = X @ beta
    return np.sum(np.exp(eta) - counts * eta)

loss = nll(beta)
rate = np.exp(X @ beta)
dbeta = X.T @ (rate - counts)
info = X.T @ (X * rate[:, None])
newton = beta - np.linalg.solve(info, dbeta)
after = nll(newton)
print(after < loss)
""",
        gradients={"dbeta": "beta"},
    ),
}
