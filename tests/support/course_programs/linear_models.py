"""Linear models: regression of every kind, hinge losses, perceptrons."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "linear regression by gradient descent": Program(
        """import numpy as np

np.random.seed(0)
X = np.random.randn(8, 2)
true_w = np.array([1.5, -2.0])
y = X.dot(true_w) + 0.5
w = np.array([0.1, 0.2])
b = 0.0
lr = 0.1
losses = []
for epoch in range(20):
    y_hat = X.dot(w) + b
    err = y_hat - y
    loss = np.mean(err ** 2)
    losses.append(loss)
    dw = 2 * X.T.dot(err) / len(y)
    db = 2 * np.mean(err)
    w = w - lr * dw
    b = b - lr * db
    if epoch % 10 == 0:
        print(f"epoch {epoch}: {loss:.4f}")
""",
        gradients={"dw": "w", "db": "b"},
        one_pass=(
            ("range(20)", "range(1)"),
            ("w = w - lr * dw", "pass"),
            ("b = b - lr * db", "pass"),
        ),
    ),
    "one weight, in plain python": Program(
        """xs = [1.0, 2.0, 3.0, 4.0]
ys = [2.1, 3.9, 6.2, 7.8]
w = 0.5
b = 0.0

def predict(x):
    return w * x + b

loss = 0.0
dw = 0.0
db = 0.0
for x, y in zip(xs, ys):
    diff = predict(x) - y
    loss += diff ** 2 / len(xs)
    dw += 2 * diff * x / len(xs)
    db += 2 * diff / len(xs)
print('loss', round(loss, 4))
print('gradients', round(dw, 4), round(db, 4))
""",
        gradients={"dw": "w", "db": "b"},
    ),
    "ridge regression": Program(
        """import numpy as np

def ridge_loss(w, X, y, lam):
    residual = X @ w - y
    return 0.5 * residual @ residual + 0.5 * lam * w @ w

def ridge_grad(w, X, y, lam):
    return X.T @ (X @ w - y) + lam * w

X = np.array([[1.0, 0.5], [0.2, -1.0], [-0.7, 0.3]])
y = np.array([1.0, -0.5, 0.2])
w = np.array([0.3, -0.1])
loss = ridge_loss(w, X, y, 0.1)
dw = ridge_grad(w, X, y, 0.1)
closed = np.linalg.solve(X.T @ X + 0.1 * np.eye(2), X.T @ y)
print('distance to the optimum %.4f' % np.linalg.norm(closed - w))
""",
        gradients={"dw": "w"},
    ),
    "logistic regression with functions": Program(
        """import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

def initialize(dim):
    w = np.ones((dim, 1)) * 0.1
    b = 0.05
    return w, b

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost

X = np.array([[1.0, -2.0, -1.0], [3.0, 0.5, -3.2]])
Y = np.array([[1, 1, 0]])
w, b = initialize(2)
grads, cost = propagate(w, b, X, Y)
print("cost: " + str(round(float(cost), 6)))
""",
        output="cost",
        gradients={"grads['dw']": "w", "grads['db']": "b"},
    ),
    "logistic regression trained": Program(
        """import numpy as np

np.random.seed(1)
X = np.random.randn(10, 3)
y = (X[:, 0] + X[:, 1] > 0).astype(float)
theta = np.zeros(3)
alpha = 0.5

def h(theta, X):
    return 1 / (1 + np.exp(-X.dot(theta)))

for i in range(15):
    p = h(theta, X)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    grad = X.T.dot(p - y) / y.size
    theta -= alpha * grad
    if i % 5 == 0:
        print(i, '%.4f' % loss)
""",
        gradients={"grad": "theta"},
        one_pass=(("range(15)", "range(1)"), ("theta -= alpha * grad", "pass")),
    ),
    "logistic regression as a class": Program(
        """import numpy as np

class LogisticRegression:
    def __init__(self, n_features, lr=0.1):
        self.w = np.full(n_features, 0.2)
        self.b = 0.1
        self.lr = lr

    def _sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def predict_proba(self, X):
        return self._sigmoid(X @ self.w + self.b)

    def loss(self, X, y):
        p = self.predict_proba(X)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def gradients(self, X, y):
        error = self.predict_proba(X) - y
        self.dw = X.T @ error / len(y)
        self.db = np.mean(error)

X = np.array([[0.5, 1.0], [-1.0, 0.3], [0.8, -0.6], [1.5, 0.2]])
y = np.array([1.0, 0.0, 1.0, 1.0])
model = LogisticRegression(2)
loss = model.loss(X, y)
model.gradients(X, y)
print(f"{loss:.5f}")
""",
        gradients={"model.dw": "model.w", "model.db": "model.b"},
    ),
}
