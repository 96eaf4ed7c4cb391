"""Optimizers, gradient checks, schedules."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "three optimizers as classes": Program(
        """import numpy as np

class SGD:
    def __init__(self, lr=0.1):
        self.lr = lr
    def update(self, w, g):
        return w - self.lr * g

class Momentum(SGD):
    def __init__(self, lr=0.1, beta=0.9):
        super().__init__(lr)
        self.beta = beta
        self.v = None
    def update(self, w, g):
        if self.v is None:
            self.v = np.zeros_like(w)
        self.v = self.beta * self.v - self.lr * g
        return w + self.v

class Adam(SGD):
    def __init__(self, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):
        super().__init__(lr)
        self.b1, self.b2, self.eps = b1, b2, eps
        self.m = self.v = 0.0
        self.t = 0
    def update(self, w, g):
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g ** 2
        mhat = self.m / (1 - self.b1 ** self.t)
        vhat = self.v / (1 - self.b2 ** self.t)
        return w - self.lr * mhat / (np.sqrt(vhat) + self.eps)

A = np.array([[2.0, 0.3], [0.3, 1.0]])
w0 = np.array([1.0, -0.5])
g0 = A @ w0
after = [opt.update(w0, g0) for opt in (SGD(), Momentum(lr=0.2), Adam(0.05))]
loss = sum(0.5 * w @ A @ w for w in after)
print(len(after))
"""
    ),
    "training with adam": Program(
        """import numpy as np

class Adam:
    def __init__(self, params, lr=0.05, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = params, lr, betas, eps
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}
        self.t = 0
    def step(self, grads):
        self.t += 1
        b1, b2 = self.betas
        for k in self.params:
            self.m[k] = b1 * self.m[k] + (1 - b1) * grads[k]
            self.v[k] = b2 * self.v[k] + (1 - b2) * grads[k] ** 2
            mhat = self.m[k] / (1 - b1 ** self.t)
            vhat = self.v[k] / (1 - b2 ** self.t)
            self.params[k] -= self.lr * mhat / (np.sqrt(vhat) + self.eps)

rng = np.random.RandomState(0)
X = rng.randn(6, 3)
y = rng.randn(6)
params = {'w': rng.randn(3), 'b': np.zeros(1)}
opt = Adam(params)
for step in range(10):
    err = X @ params['w'] + params['b'] - y
    loss = np.mean(err ** 2)
    grads = {'w': 2 * X.T @ err / len(y), 'b': np.array([2 * err.mean()])}
    opt.step(grads)
    if step % 5 == 0:
        print(f'step {step} loss {loss:.4f}')
""",
        gradients={"grads['w']": "params['w']", "grads['b']": "params['b']"},
        one_pass=(("range(10)", "range(1)"), ("opt.step(grads)", "pass")),
        unsure=("opt",),
    ),
    "momentum over a dictionary": Program(
        """import numpy as np

np.random.seed(6)
X = np.random.randn(5, 2)
Y = np.random.randn(5, 1)
params = {'W': np.random.randn(2, 1), 'b': np.zeros((1, 1))}
velocity = {k: np.zeros_like(v) for k, v in params.items()}
beta, lr = 0.9, 0.05
for i in range(12):
    out = X @ params['W'] + params['b']
    loss = 0.5 * np.mean((out - Y) ** 2)
    dout = (out - Y) / len(Y)
    grads = {'W': X.T @ dout, 'b': dout.sum(axis=0, keepdims=True)}
    for k in params:
        velocity[k] = beta * velocity[k] + grads[k]
        params[k] = params[k] - lr * velocity[k]
""",
        gradients={"grads['W']": "params['W']", "grads['b']": "params['b']"},
        one_pass=(
            ("range(12)", "range(1)"),
            ("velocity[k] = beta * velocity[k] + grads[k]", "pass"),
            ("params[k] = params[k] - lr * velocity[k]", "pass"),
        ),
        unsure=("velocity",),
    ),
    "a gradient check by elements": Program(
        """import numpy as np

def eval_numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    it = [(i, j) for i in range(x.shape[0]) for j in range(x.shape[1])]
    for ix in it:
        oldval = x[ix]
        x[ix] = oldval + h
        fxph = f(x)
        x[ix] = oldval - h
        fxmh = f(x)
        x[ix] = oldval
        grad[ix] = (fxph - fxmh) / (2 * h)
    return grad

def rel_error(x, y):
    return np.max(np.abs(x - y) / np.maximum(1e-8, np.abs(x) + np.abs(y)))

X = np.array([[0.5, -1.2], [0.8, 0.3]])
W = np.array([[0.4, -0.6], [0.1, 0.9]])

def f(W):
    return np.sum(np.tanh(X @ W) ** 2)

loss = f(W)
t = np.tanh(X @ W)
dW = X.T @ (2 * t * (1 - t ** 2))
dW_num = eval_numerical_gradient(f, W.copy())
print('error is small:', rel_error(dW, dW_num) < 1e-6)
""",
        gradients={"dW": "W"},
    ),
    "a gradient check of one number": Program(
        """import math

def f(w, x):
    return math.log(1 + math.exp(w * x)) + 0.5 * w ** 2

def df(w, x):
    s = 1 / (1 + math.exp(-w * x))
    return s * x + w

def grad_check(f, df, w, x, eps=1e-6):
    numeric = (f(w + eps, x) - f(w - eps, x)) / (2 * eps)
    analytic = df(w, x)
    diff = abs(numeric - analytic) / max(abs(numeric), abs(analytic))
    return diff < 1e-6

w, x = 0.8, -1.5
loss = f(w, x)
dw = df(w, x)
assert grad_check(f, df, w, x), 'the gradient is wrong'
print('passed')
""",
        gradients={"dw": "w"},
    ),
}
