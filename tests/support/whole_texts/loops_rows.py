"""Loops that train rows of matrices."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

FACTORS = """import numpy as np

R = np.array([[5., 3., 0., 1.], [4., 0., 0., 1.], [1., 1., 0., 5.], [0., 1., 5., 4.]])
np.random.seed(0)
P = np.random.rand(4, 2)
Q = np.random.rand(4, 2)
alpha, beta = 0.02, 0.02
for step in range(10):
    for i in range(4):
        for j in range(4):
            if R[i, j] > 0:
                e = R[i, j] - P[i] @ Q[j]
                loss = e ** 2 + beta / 2 * (P[i] @ P[i] + Q[j] @ Q[j])
                p_old = P[i].copy()
                P[i] += alpha * (2 * e * Q[j] - beta * P[i])
                Q[j] += alpha * (2 * e * p_old - beta * Q[j])
"""

WORDS = """import numpy as np

corpus = "the quick brown fox jumps over the lazy dog".split()
vocab = sorted(set(corpus))
index = {word: i for i, word in enumerate(vocab)}
V, D = len(vocab), 5
np.random.seed(3)
W_in = np.random.randn(V, D) * 0.1
W_out = np.random.randn(D, V) * 0.1

# (center, context) pairs with a window of 1
pairs = []
for i, word in enumerate(corpus):
    for j in (i - 1, i + 1):
        if 0 <= j < len(corpus):
            pairs.append((index[word], index[corpus[j]]))

lr = 0.1
for epoch in range(10):
    for center, context in pairs:
        h = W_in[center]
        u = h @ W_out
        p = np.exp(u - u.max())
        p /= p.sum()
        loss = -np.log(p[context])
        e = p.copy()
        e[context] -= 1
        dW_out = np.outer(h, e)
        dh = W_out @ e
        W_out -= lr * dW_out
        W_in[center] -= lr * dh
"""

TEXTS = (
    training(
        "rows of two factors of a matrix",
        FACTORS,
        "loss = e ** 2 + beta / 2 * (P[i] @ P[i] + Q[j] @ Q[j])",
        iterations=None,
        parameters=("P", "Q"),
    ),
    training(
        "rows of word vectors by skip-gram",
        WORDS,
        "loss = -np.log(p[context])",
        iterations=160,
        parameters=("W_in", "W_out"),
    ),
)
