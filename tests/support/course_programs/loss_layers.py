"""Layers as pairs of functions: dropout, losses, activations, embeddings."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "inverted dropout, both ways": Program(
        """import numpy as np

def dropout_forward(x, dropout_param):
    p, mode = dropout_param['p'], dropout_param['mode']
    if 'seed' in dropout_param:
        np.random.seed(dropout_param['seed'])
    mask = None
    out = None
    if mode == 'train':
        mask = (np.random.rand(*x.shape) < p) / p
        out = x * mask
    elif mode == 'test':
        out = x
    cache = (dropout_param, mask)
    return out, cache

def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param['mode'] == 'train':
        dx = dout * mask
    else:
        dx = dout
    return dx

x = np.array([[0.5, -1.0, 2.0, 0.1], [1.5, 0.3, -0.2, 0.9]])
out, cache = dropout_forward(x, {'mode': 'train', 'p': 0.6, 'seed': 12})
loss = np.sum(out ** 2)
dx = dropout_backward(2 * out, cache)
test_out, _ = dropout_forward(x, {'mode': 'test', 'p': 0.6})
print((cache[1] == 0).sum())
""",
        gradients={"dx": "x"},
    ),
    "softmax loss as a layer": Program(
        """import numpy as np

def softmax_loss(x, y):
    shifted_logits = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
    log_probs = shifted_logits - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx

x = np.array([[0.5, -0.2, 1.0], [1.4, 0.3, -0.6]])
y = np.array([1, 0])
loss, dx = softmax_loss(x, y)
""",
        gradients={"dx": "x"},
    ),
    "svm loss as a layer": Program(
        """import numpy as np

def svm_loss(x, y):
    N = x.shape[0]
    correct_class_scores = x[np.arange(N), y]
    margins = np.maximum(0, x - correct_class_scores[:, np.newaxis] + 1.0)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    num_pos = np.sum(margins > 0, axis=1)
    dx = np.zeros_like(x)
    dx[margins > 0] = 1
    dx[np.arange(N), y] -= num_pos
    dx /= N
    return loss, dx

x = np.array([[0.5, 0.2, 1.0], [1.4, 0.3, 0.6], [-0.4, 2.0, 0.1]])
y = np.array([1, 0, 2])
loss, dx = svm_loss(x, y)
print(loss)
""",
        gradients={"dx": "x"},
    ),
    "leaky relu, elu and softplus": Program(
        """import numpy as np

def leaky_forward(x, alpha=0.1):
    return np.where(x > 0, x, alpha * x), (x, alpha)
def leaky_backward(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, alpha)

def elu_forward(x):
    out = np.where(x > 0, x, np.exp(x) - 1)
    return out, (x, out)
def elu_backward(dout, cache):
    x, out = cache
    return dout * np.where(x > 0, 1.0, out + 1)

def softplus_forward(x):
    return np.log1p(np.exp(x)), x
def softplus_backward(dout, x):
    return dout / (1 + np.exp(-x))

pairs = [(leaky_forward, leaky_backward), (elu_forward, elu_backward),
         (softplus_forward, softplus_backward)]
x = np.array([-1.5, -0.2, 0.4, 2.0])
w = np.array([1.0, -2.0, 0.5, 3.0])
out, caches = x, []
for forward, _ in pairs:
    out, cache = forward(out)
    caches.append(cache)
loss = np.dot(w, out)
dout = w
for (_, backward), cache in zip(pairs[::-1], caches[::-1]):
    dout = backward(dout, cache)
dx = dout
""",
        gradients={"dx": "x"},
    ),
    "sigmoid and cross entropy together": Program(
        """import numpy as np

def bce_with_logits(z, t):
    loss = np.mean(np.maximum(z, 0) - z * t + np.log(1 + np.exp(-np.abs(z))))
    dz = (1 / (1 + np.exp(-z)) - t) / z.size
    return loss, dz

z = np.array([[1.5, -0.3], [0.2, -2.0]])
t = np.array([[1.0, 0.0], [1.0, 1.0]])
loss, dz = bce_with_logits(z, t)
assert dz.shape == z.shape
print(f"loss = {loss:.6f}")
""",
        gradients={"dz": "z"},
    ),
    "an embedding layer": Program(
        """import numpy as np

def word_embedding_forward(x, W):
    out = W[x, :]
    return out, (x, W)

def word_embedding_backward(dout, cache):
    x, W = cache
    dW = np.zeros_like(W)
    np.add.at(dW, x, dout)
    return dW

W = np.linspace(0, 1, num=10).reshape(5, 2)
x = np.array([[0, 3, 1], [2, 1, 0]])
out, cache = word_embedding_forward(x, W)
loss = np.sum(out ** 2)
dW = word_embedding_backward(2 * out, cache)
print(out.shape)
""",
        gradients={"dW": "W"},
    ),
}
