"""Snippets of blogs and answers, which use names without a value."""

from __future__ import annotations

from tests.support.whole_texts.snippets_slides import snippet
from tests.support.whole_texts.whole_text import arrays, labels, training

UNFILLED_LOOP = """for i in range(100):
    y_pred = X @ w + b
    error = y_pred - y
    loss = np.mean(error ** 2)
    dw = 2 * X.T @ error / len(y)
    db = 2 * np.mean(error)
    w = w - 0.05 * dw
    b = b - 0.05 * db
"""

UNFILLED_NETWORK = """alpha = 0.1
for epoch in range(50):
    hidden = sigmoid(X.dot(W1))
    output = sigmoid(hidden.dot(W2))
    error = output - y
    loss = 0.5 * np.sum(error ** 2)
    delta_output = error * output * (1 - output)
    delta_hidden = delta_output.dot(W2.T) * hidden * (1 - hidden)
    W2 -= alpha * hidden.T.dot(delta_output)
    W1 -= alpha * X.T.dot(delta_hidden)
"""

TEXTS = (
    snippet(
        "forward and backward with a German explanation",
        """# Vorwärts: Eingabe x, Gewichte W1 und W2
z1 = np.dot(x, W1)        # Nettoeingabe der verdeckten Schicht
h = np.maximum(z1, 0)     # ReLU
ausgabe = np.dot(h, W2)
fehler = 0.5 * np.sum((ausgabe - ziel) ** 2)   # quadratischer Fehler
""",
        "fehler",
        **arrays(x=(4, 3), W1=(3, 5), W2=(5, 2), ziel=(4, 2)),
    ),
    snippet(
        "a dictionary of parameters that is nowhere made",
        """Z1 = np.dot(params['W1'], X) + params['b1']
A1 = np.tanh(Z1)
Z2 = np.dot(params['W2'], A1) + params['b2']
A2 = 1 / (1 + np.exp(-Z2))
m = Y.shape[1]
cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
""",
        "cost",
        "params = {'W1': params_W1, 'b1': params_b1, 'W2': params_W2, 'b2': params_b2}",
        **{
            f"params['{name}']": value
            for name, value in arrays(W1=(4, 2), b1=(4, 1), W2=(1, 4), b2=(1, 1)).items()
        },
        **arrays(1, X=(2, 5)),
        Y=labels(5, 2).reshape(1, 5),
    ),
    snippet(
        "a function that is called with names without a value",
        """def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()

hidden = np.tanh(np.dot(W_in, features))
prediction = softmax(np.dot(W_out, hidden))
""",
        "prediction",
        **arrays(W_in=(4, 3), features=(3,), W_out=(2, 4)),
    ),
    snippet(
        "a quadratic form",
        """L = 0.5 * x.T @ A @ x - b.T @ x
""",
        "L",
        **arrays(x=(3,), A=(3, 3), b=(3,)),
    ),
    snippet(
        "elastic net's penalty, with a comment in Chinese",
        """# 均方误差
mse = np.mean((X.dot(w) - y) ** 2)
# 弹性网络惩罚项
penalty = l1 * np.sum(np.abs(w)) + l2 * np.sum(w ** 2)
loss = mse + penalty
print("损失:", loss)
""",
        "loss",
        **arrays(X=(5, 3), w=(3,), y=(5,)),
        l1=1.0,
        l2=1.0,
    ),
    snippet(
        "a snippet with sizes and no data",
        """import numpy as np

n_hidden = 6
W1 = np.linspace(-1, 1, X.shape[1] * n_hidden).reshape(X.shape[1], n_hidden)
W2 = np.linspace(-0.5, 0.5, n_hidden)
out = np.tanh(X @ W1) @ W2
""",
        "out",
        **arrays(X=(4, 3)),
    ),
    snippet(
        "a class that is called with data without a value",
        """class Layer:
    def __init__(self, w, b):
        self.w, self.b = w, b
    def __call__(self, x):
        return np.maximum(0, x @ self.w + self.b)

net = [Layer(w0, b0), Layer(w1, b1)]
h = X
for layer in net:
    h = layer(h)
total = h.sum()
""",
        "total",
        **arrays(X=(4, 3), w0=(3, 5), b0=(5,), w1=(5, 2), b1=(2,)),
    ),
    snippet(
        "an indented snippet out of a longer function",
        """    h = np.maximum(0, x @ w1)
    scores = h @ w2
    loss = np.mean((scores - target) ** 2)
""",
        "loss",
        **arrays(x=(4, 3), w1=(3, 5), w2=(5, 2), target=(4, 2)),
    ),
    training(
        "a loop for linear regression over names without a value",
        UNFILLED_LOOP,
        "loss = np.mean(error ** 2)",
        iterations=100,
        parameters=("w", "b"),
        kind="snippets",
        values={**arrays(X=(6, 2), w=(2,), y=(6,)), "b": 1.0},
    ),
    training(
        "a loop for a network whose sigmoid is nowhere defined",
        UNFILLED_NETWORK,
        "loss = 0.5 * np.sum(error ** 2)",
        iterations=50,
        parameters=("W1", "W2"),
        python="sigmoid = lambda z: 1 / (1 + np.exp(-z))\n" + UNFILLED_NETWORK,
        kind="snippets",
        values=arrays(X=(6, 3), W1=(3, 4), W2=(4, 1), y=(6, 1)),
    ),
)
