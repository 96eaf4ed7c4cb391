"""Loops that train by momentum, by Adam and its kin, and with decaying rates."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

HEAD = """import numpy as np

np.random.seed({seed})
X = np.random.randn(40, 3)
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * np.random.randn(40)
w = np.zeros(3)
"""

MOMENTUM = f"""{HEAD.format(seed=1)}v = np.zeros(3)
mu, lr = 0.9, 0.02
for i in range(120):
    e = X @ w - y
    loss = np.mean(e ** 2)
    dw = 2 * X.T @ e / len(y)
    v = mu * v - lr * dw   # integrate velocity
    w += v                 # integrate position
"""

NESTEROV = f"""{HEAD.format(seed=2)}v = np.zeros_like(w)
mu = 0.9
learning_rate = 0.02
for i in range(100):
    e = X @ w - y
    loss = 0.5 * np.mean(e ** 2)
    dw = X.T @ e / len(y)
    v_prev = v # back this up
    v = mu * v - learning_rate * dw
    w += -mu * v_prev + (1 + mu) * v
"""

LOOK_AHEAD = f"""{HEAD.format(seed=14)}velocity = np.zeros(3)
gamma, eta = 0.8, 0.05
for t in range(60):
    loss = np.mean((X.dot(w) - y) ** 2)
    # gradient at the looked-ahead position
    ahead = w - gamma * velocity
    grad = 2 * X.T.dot(X.dot(ahead) - y) / len(X)
    velocity = gamma * velocity + eta * grad
    w = w - velocity
"""

RMSPROP = f"""{HEAD.format(seed=3)}cache = np.zeros(3)
decay_rate = 0.99
for t in range(150):
    e = X @ w - y
    loss = np.mean(e ** 2)
    dw = 2 * X.T @ e / len(y)
    cache = decay_rate * cache + (1 - decay_rate) * dw**2
    w += - 1e-2 * dw / (np.sqrt(cache) + 1e-8)
"""

ADAGRAD = """import numpy as np

# adagrad with memory variables
np.random.seed(4)
X = np.random.randn(30, 4)
t = np.random.randint(0, 3, size=30)
Wxy = np.random.randn(4, 3) * 0.01
by = np.zeros((1, 3))
mWxy, mby = np.zeros_like(Wxy), np.zeros_like(by)
learning_rate = 1e-1
smooth_loss = -np.log(1.0/3)
n = 0
while n < 100:
  p = np.exp(X.dot(Wxy) + by)
  p = p / p.sum(axis=1, keepdims=True)
  loss = -np.mean(np.log(p[np.arange(30), t]))
  smooth_loss = smooth_loss * 0.999 + loss * 0.001
  if n % 50 == 0: print('iter %d, loss: %f' % (n, smooth_loss)) # print progress
  dy = p.copy()
  dy[np.arange(30), t] -= 1
  dWxy, dby = X.T.dot(dy) / 30, dy.mean(axis=0, keepdims=True)
  for param, dparam, mem in zip([Wxy, by], [dWxy, dby], [mWxy, mby]):
    mem += dparam * dparam
    param += -learning_rate * dparam / np.sqrt(mem + 1e-8) # adagrad update
  n += 1 # iteration counter
"""

ADAM = f"""{HEAD.format(seed=5)}m = np.zeros(3)
v = np.zeros(3)
beta1, beta2, eps, alpha = 0.9, 0.999, 1e-8, 0.05
for t in range(1, 2001):
    e = X @ w - y
    loss = np.mean(e ** 2)
    g = 2 * X.T @ e / len(y)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w = w - alpha * m_hat / (np.sqrt(v_hat) + eps)
    if t % 50 == 0:
        print(f"step {{t}}: {{loss:.5f}}")
"""

ADAM_CLASS = """import numpy as np

class Adam:
    def __init__(self, lr=0.01, beta1=0.9, beta2=0.999):
        self.lr, self.beta1, self.beta2 = lr, beta1, beta2
        self.iter = 0
        self.m = None
        self.v = None

    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        self.iter += 1
        lr_t = self.lr * np.sqrt(1.0 - self.beta2**self.iter) / (1.0 - self.beta1**self.iter)
        for key in params.keys():
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key]**2 - self.v[key])
            params[key] -= lr_t * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)

np.random.seed(8)
x = np.random.randn(20, 3)
t = np.random.randn(20, 2)
params = {'W': np.random.randn(3, 2), 'b': np.zeros(2)}
optimizer = Adam(lr=0.05)
for i in range(100):
    d = x @ params['W'] + params['b'] - t
    loss = np.sum(d ** 2) / 20
    grads = {'W': 2 * x.T @ d / 20, 'b': 2 * d.sum(axis=0) / 20}
    optimizer.update(params, grads)
"""

WEIGHT_DECAY = f"""{HEAD.format(seed=6)}lr, weight_decay = 0.05, 1e-2
for step in range(80):
    e = X @ w - y
    loss = np.mean(e ** 2)
    grad = 2 * X.T @ e / len(y)
    w *= 1 - lr * weight_decay
    w -= lr * grad
"""

DECAY = f"""{HEAD.format(seed=7)}lr0 = 0.2
for epoch in range(100):
    lr = lr0 / (1 + 0.05 * epoch)     # 1/t decay
    e = X @ w - y
    loss = np.mean(e ** 2)
    w -= lr * 2 * X.T @ e / len(y)
"""

STEP_DECAY = f"""{HEAD.format(seed=8)}lr = 0.1
for epoch in range(120):
    err = X @ w - y
    loss = np.mean(err ** 2)
    w = w - lr * 2 * X.T @ err / len(y)
    if epoch % 30 == 29:
        lr *= 0.5
"""

ANNEALING = f"""{HEAD.format(seed=9)}steps = 90
for k in range(steps):
    # cosine annealing
    eta = 0.001 + 0.5 * (0.1 - 0.001) * (1 + np.cos(np.pi * k / steps))
    err = X @ w - y
    J = np.mean(err ** 2)
    w = w - eta * 2 * X.T @ err / len(y)
"""

CLIPPED = f"""{HEAD.format(seed=11)}for k in range(70):
    err = X @ w - y
    loss = np.sum(err ** 2)
    grad = 2 * X.T @ err
    norm = np.sqrt(np.sum(grad ** 2))
    if norm > 5.0:
        grad = grad * (5.0 / norm)
    w -= 0.01 * grad
"""

MSE = "loss = np.mean(e ** 2)"
SHOWN = "loss = np.mean(err ** 2)"

TEXTS = (
    training("momentum", MOMENTUM, MSE, iterations=120, parameters=("w",)),
    training(
        "Nesterov's momentum with the velocity before",
        NESTEROV,
        "loss = 0.5 * np.mean(e ** 2)",
        iterations=100,
        parameters=("w",),
    ),
    training(
        "Nesterov's momentum with the gradient ahead",
        LOOK_AHEAD,
        "loss = np.mean((X.dot(w) - y) ** 2)",
        iterations=60,
        parameters=("w",),
    ),
    training("RMSprop", RMSPROP, MSE, iterations=150, parameters=("w",)),
    training(
        "AdaGrad in a while loop over zipped memories",
        ADAGRAD,
        "loss = -np.mean(np.log(p[np.arange(30), t]))",
        iterations=None,
        parameters=("Wxy", "by"),
    ),
    training("Adam by hand", ADAM, MSE, iterations=2000, parameters=("w",)),
    training(
        "Adam as a class over a dictionary",
        ADAM_CLASS,
        "loss = np.sum(d ** 2) / 20",
        iterations=100,
        parameters=("params['W']", "params['b']"),
    ),
    training("decoupled weight decay", WEIGHT_DECAY, MSE, iterations=80, parameters=("w",)),
    training("a rate of one over the epochs", DECAY, MSE, iterations=100, parameters=("w",)),
    training("a rate halved every 30 epochs", STEP_DECAY, SHOWN, iterations=120, parameters=("w",)),
    training(
        "a rate on a cosine",
        ANNEALING,
        "J = np.mean(err ** 2)",
        "J",
        iterations=90,
        parameters=("w",),
    ),
    training(
        "a gradient clipped by its norm",
        CLIPPED,
        "loss = np.sum(err ** 2)",
        iterations=70,
        parameters=("w",),
    ),
)
