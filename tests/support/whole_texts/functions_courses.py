"""Functions of courses that are defined and never called: steps, updates and plots beside them."""

from __future__ import annotations

from tests.support.whole_texts.functions_networks import function
from tests.support.whole_texts.whole_text import WholeText, arrays, labels, training

GRADIENT_DESCENT = """import numpy as np

# Daten: Größe und Preis (normiert)
X = np.array([[1, 0.2], [1, 0.5], [1, 0.9], [1, 1.3], [1, 1.8]])
y = np.array([0.7, 1.1, 1.9, 2.4, 3.5])
theta = np.zeros(2)
alpha = 0.1
num_iters = 40

def berechne_kosten(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)

def gradientenabstieg(X, y, theta, alpha, num_iters):
    m = len(y)
    for i in range(num_iters):
        kosten = berechne_kosten(X, y, theta)
        theta = theta - alpha / m * X.T @ (X @ theta - y)
    return theta
"""

TEXTS: tuple[WholeText, ...] = (
    function(
        "the backward pass of two layers as a function of its own",
        """import numpy as np

def tanh_deriv(a):
    return 1 - a**2

def forward_backward(X, Y, W1, W2):
    # forward
    A1 = np.tanh(X @ W1)
    Y_hat = A1 @ W2
    diff = Y_hat - Y
    loss = 0.5 * np.sum(diff**2)
    # backward
    dW2 = A1.T @ diff
    dA1 = diff @ W2.T
    dW1 = X.T @ (dA1 * tanh_deriv(A1))
    return loss, dW1, dW2

def update(W1, W2, dW1, dW2, lr):
    W1 = W1 - lr * dW1
    W2 = W2 - lr * dW2
    return W1, W2
""",
        "answer = forward_backward(X, Y, W1, W2)[0]",
        **arrays(X=(4, 3), Y=(4, 2), W1=(3, 5), W2=(5, 2)),
    ),
    function(
        "an L-layer model's loss over lists of weights",
        """import numpy as np

np.random.seed(5)
sizes = [3, 4, 4, 1]
weights = [np.random.randn(a, b) * 0.5 for a, b in zip(sizes[:-1], sizes[1:])]
biases = [np.zeros((1, b)) for b in sizes[1:]]
X = np.random.randn(6, 3)
y = np.random.randn(6, 1)

def predict(X, weights, biases):
    a = X
    for W, b in zip(weights[:-1], biases[:-1]):
        a = np.tanh(a @ W + b)
    return a @ weights[-1] + biases[-1]

def loss(X, y, weights, biases):
    return np.mean((predict(X, weights, biases) - y) ** 2)
""",
        "answer = loss(X, y, weights, biases)",
    ),
    function(
        "batch normalization with a default",
        '''import numpy as np

def batchnorm(x, gamma, beta, eps=1e-5):
    """
    Input:
    - x: Data of shape (N, D)
    - gamma: Scale parameter of shape (D,)
    - beta: Shift parameter of shape (D,)
    """
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    xhat = (x - mu) / np.sqrt(var + eps)
    return gamma * xhat + beta
''',
        "answer = batchnorm(x, gamma, beta)",
        **arrays(x=(5, 3), gamma=(3,), beta=(3,)),
    ),
    function(
        "skip-gram with negative sampling",
        """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def neg_sampling_loss(center, outside, negatives):
    # center: (d,), outside: (d,), negatives: (k, d)
    pos = sigmoid(outside @ center)
    neg = sigmoid(-negatives @ center)
    loss = -np.log(pos) - np.sum(np.log(neg))
    grad_center = (pos - 1) * outside + (1 - neg) @ negatives
    return loss, grad_center
""",
        "answer = neg_sampling_loss(center, outside, negatives)[0]",
        **arrays(center=(4,), outside=(4,), negatives=(3, 4)),
    ),
    function(
        "a neuron with plain Python lists",
        """import math

inputs = [1.0, -2.0, 3.0]
weights = [0.2, 0.4, -0.1]
bias = 0.5

def neuron_output(inputs, weights, bias):
    total = bias
    for x, w in zip(inputs, weights):
        total += x * w
    return 1 / (1 + math.exp(-total))
""",
        "answer = neuron_output(inputs, weights, bias)",
    ),
    function(
        "matrix factorization's error",
        """def mf_error(R, P, Q, beta=0.02):
    e = R - P @ Q.T
    return np.sum(e ** 2) + beta / 2 * (np.sum(P ** 2) + np.sum(Q ** 2))
""",
        "answer = mf_error(R, P, Q)",
        **arrays(R=(5, 4), P=(5, 2), Q=(4, 2)),
    ),
    function(
        "a triplet loss",
        """import numpy as np

def l2_normalize(v):
    return v / np.sqrt(np.sum(v ** 2, axis=1, keepdims=True))

def triplet_loss(anchor, positive, negative, margin=0.2):
    a, p, n = l2_normalize(anchor), l2_normalize(positive), l2_normalize(negative)
    d_pos = np.sum((a - p) ** 2, axis=1)
    d_neg = np.sum((a - n) ** 2, axis=1)
    return np.mean(np.maximum(d_pos - d_neg + margin, 0))
""",
        "answer = triplet_loss(anchor, positive, negative)",
        **arrays(anchor=(3, 4), positive=(3, 4), negative=(3, 4)),
    ),
    function(
        "a numerical gradient beside the function it checks",
        """import numpy as np

W = np.array([[0.3, -0.1, 0.4], [0.2, 0.8, -0.6]])
x = np.array([0.6, 0.9])
t = np.array([0, 0, 1])

def softmax(a):
    c = np.max(a)
    exp_a = np.exp(a - c)
    return exp_a / np.sum(exp_a)

def cross_entropy_error(y, t):
    delta = 1e-7
    return -np.sum(t * np.log(y + delta))

def predict(x, W):
    return np.dot(x, W)

def loss(x, t, W):
    z = predict(x, W)
    y = softmax(z)
    return cross_entropy_error(y, t)
""",
        "answer = loss(x, t, W)",
    ),
    function(
        "the log likelihood of a normal distribution",
        """def log_likelihood(x, mu, sigma):
    z = (x - mu) / sigma
    return np.sum(-0.5 * z ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi))
""",
        "answer = log_likelihood(x, mu, sigma)",
        **arrays(x=(6,)),
        mu=1.0,
        sigma=1.0,
    ),
    training(
        "gradient descent that is defined and never called",
        GRADIENT_DESCENT,
        "kosten = berechne_kosten(X, y, theta)",
        "kosten",
        iterations=40,
        parameters=("theta",),
        kind="functions",
        end="gradientenabstieg(X, y, theta, alpha, num_iters)\n",
    ),
    function(
        "focal loss of one-hot labels",
        """import numpy as np

def focal_loss(logits, onehot, gamma=2.0):
    z = logits - logits.max(axis=-1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    p = np.exp(logp)
    return -(onehot * (1 - p) ** gamma * logp).sum(axis=-1).mean()
""",
        "answer = focal_loss(logits, onehot)",
        **arrays(logits=(4, 3), onehot=(4, 3)),
    ),
    function(
        "word embeddings averaged and classified",
        """import numpy as np

def classify(tokens, embedding, W, b):
    # tokens: whole numbers, embedding: (V, d), W: (d, C), b: (C,)
    mean = embedding[tokens].mean(axis=0)
    scores = mean @ W + b
    e = np.exp(scores - np.max(scores))
    return e / e.sum()
""",
        "answer = classify(tokens.astype(int), embedding, W, b)",
        tokens=labels(4, 3),
        **arrays(embedding=(6, 3), W=(3, 2), b=(2,)),
    ),
)
