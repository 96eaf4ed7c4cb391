"""Loops that train inside functions and methods."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

FIT = """import numpy as np

class LogisticRegression:
    def __init__(self, lr=0.1, n_iters=100):
        self.lr = lr
        self.n_iters = n_iters
        self.weights = None
        self.bias = None

    def _sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0
        for _ in range(self.n_iters):
            y_predicted = self._sigmoid(np.dot(X, self.weights) + self.bias)
            loss = -np.mean(y * np.log(y_predicted) + (1 - y) * np.log(1 - y_predicted))
            dw = (1 / n_samples) * np.dot(X.T, (y_predicted - y))
            db = (1 / n_samples) * np.sum(y_predicted - y)
            self.weights -= self.lr * dw
            self.bias -= self.lr * db

    def predict(self, X):
        y_predicted = self._sigmoid(np.dot(X, self.weights) + self.bias)
        return [1 if i > 0.5 else 0 for i in y_predicted]

np.random.seed(12)
X = np.random.randn(40, 2)
y = (X[:, 0] + X[:, 1] > 0).astype(int)
clf = LogisticRegression()
clf.fit(X, y)
predictions = clf.predict(X)
print("accuracy", np.sum(y == predictions) / len(y))
"""

TRAIN_FUNCTION = '''import numpy as np

def predict(X, w, b):
    return X @ w + b

def train(X, y, epochs=100, lr=0.1):
    """Train a linear model by gradient descent."""
    w = np.zeros(X.shape[1])
    b = 0.0
    history = []
    for epoch in range(epochs):
        error = predict(X, w, b) - y
        loss = np.mean(error ** 2)
        history.append(loss)
        w -= lr * 2 * X.T @ error / len(y)
        b -= lr * 2 * error.mean()
    return w, b, history

np.random.seed(0)
X = np.random.randn(50, 2)
y = X @ np.array([1.5, -0.5]) + 0.7
w, b, history = train(X, y)
print(w, b, history[-1])
'''

BUILD_MODEL = """import numpy as np

np.random.seed(0)
X = np.random.randn(60, 2)
y = (X[:, 0] ** 2 + X[:, 1] ** 2 > 1).astype(int)
num_examples = len(X)
nn_input_dim = 2
nn_output_dim = 2
epsilon = 0.01
reg_lambda = 0.01

# Helper function to evaluate the total loss on the dataset
def calculate_loss(model):
    W1, b1, W2, b2 = model['W1'], model['b1'], model['W2'], model['b2']
    a1 = np.tanh(X.dot(W1) + b1)
    exp_scores = np.exp(a1.dot(W2) + b2)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    data_loss = np.sum(-np.log(probs[range(num_examples), y]))
    data_loss += reg_lambda/2 * (np.sum(np.square(W1)) + np.sum(np.square(W2)))
    return 1./num_examples * data_loss

def build_model(nn_hdim, num_passes=2000):
    np.random.seed(0)
    W1 = np.random.randn(nn_input_dim, nn_hdim) / np.sqrt(nn_input_dim)
    b1 = np.zeros((1, nn_hdim))
    W2 = np.random.randn(nn_hdim, nn_output_dim) / np.sqrt(nn_hdim)
    b2 = np.zeros((1, nn_output_dim))
    model = {}
    for i in range(0, num_passes):
        # Forward propagation
        z1 = X.dot(W1) + b1
        a1 = np.tanh(z1)
        z2 = a1.dot(W2) + b2
        exp_scores = np.exp(z2)
        probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
        model = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
        loss = calculate_loss(model)
        # Backpropagation
        delta3 = probs
        delta3[range(num_examples), y] -= 1
        dW2 = (a1.T).dot(delta3)
        db2 = np.sum(delta3, axis=0, keepdims=True)
        delta2 = delta3.dot(W2.T) * (1 - np.power(a1, 2))
        dW1 = np.dot(X.T, delta2)
        db1 = np.sum(delta2, axis=0)
        dW2 += reg_lambda * W2
        dW1 += reg_lambda * W1
        W1 += -epsilon * dW1
        b1 += -epsilon * db1
        W2 += -epsilon * dW2
        b2 += -epsilon * db2
        if i % 50 == 0:
            print("Loss after iteration %i: %f" % (i, loss))
    return {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}

model = build_model(5)
"""

TEXTS = (
    training(
        "a classifier with fit",
        FIT,
        "loss = -np.mean(y * np.log(y_predicted) + (1 - y) * np.log(1 - y_predicted))",
        iterations=100,
        parameters=("clf.weights", "clf.bias"),
    ),
    training(
        "a function that holds the loop and is called",
        TRAIN_FUNCTION,
        "loss = np.mean(error ** 2)",
        iterations=100,
        parameters=("w", "b"),
    ),
    training(
        "a function that builds a model",
        BUILD_MODEL,
        "loss = calculate_loss(model)",
        iterations=2000,
        parameters=("W1", "b1", "W2", "b2"),
    ),
)
