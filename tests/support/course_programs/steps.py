"""Newton's method, line search, clipping, schedules, batches."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "newton's method": Program(
        """def newton(f, df, x, tol=1e-10, max_iter=20):
    for n in range(max_iter):
        fx = f(x)
        if abs(fx) < tol:
            return x, n
        x = x - fx / df(x)
    raise RuntimeError('no convergence')

c = 3.0
x0 = 1.5
root, n = newton(lambda x: x ** 3 - c, lambda x: 3 * x ** 2, x0)
print(n, f"{root:.8f}")
loss = root ** 2 + root
"""
    ),
    "line search": Program(
        """def f(x, y):
    return (1 - x) ** 2 + 5 * (y - x ** 2) ** 2

def grad(x, y):
    return -2 * (1 - x) - 20 * x * (y - x ** 2), 10 * (y - x ** 2)

x, y = -0.4, 0.7
gx, gy = grad(x, y)
step = 1.0
tries = 0
while f(x - step * gx, y - step * gy) > f(x, y) - 0.5 * step * (gx ** 2 + gy ** 2):
    step *= 0.5
    tries += 1
x1, y1 = x - step * gx, y - step * gy
loss = f(x1, y1)
print(tries, step)
"""
    ),
    "clipping and a schedule": Program(
        """import numpy as np

def clip_by_norm(grads, limit):
    total = np.sqrt(sum(np.sum(g ** 2) for g in grads.values()))
    if total > limit:
        return {k: g * (limit / total) for k, g in grads.items()}, total
    return grads, total

def schedule(step, base=0.1, decay=0.5, every=2):
    return base * decay ** (step // every)

w = np.array([1.0, -2.0])
b = 0.5
grads = {'w': w * 3.0, 'b': np.array([b * 4])}
clipped, total = clip_by_norm(grads, 1.0)
rates = [schedule(s) for s in range(5)]
print(rates, f'{total:.3f}')
new_w = w - rates[0] * clipped['w'] - rates[4] * grads['w']
loss = np.sum(new_w ** 2) + (b - clipped['b'][0]) ** 2
"""
    ),
    "early stopping on a known history": Program(
        """history = [0.9, 0.7, 0.65, 0.66, 0.7, 0.5]
patience = 2
best, wait, stopped = float('inf'), 0, None
for epoch, value in enumerate(history):
    if value < best:
        best, wait = value, 0
        print('new best %.2f at %d' % (best, epoch))
    else:
        wait += 1
        if wait >= patience:
            stopped = epoch
            break
print(stopped)
weight = 1.5
loss = weight * best ** 2 + 0.1 * weight ** 2
"""
    ),
    "mini-batches from a generator": Program(
        """import numpy as np

def batches(X, y, size):
    order = np.arange(len(X))
    for start in range(0, len(X), size):
        idx = order[start:start + size]
        yield X[idx], y[idx]

X = np.array([[1.0, 0.5], [0.2, -0.3], [-1.0, 0.8], [0.4, 1.2], [0.9, -0.6]])
y = np.array([1.0, 0.0, 0.5, 1.5, 0.2])
w = np.array([0.3, 0.6])
total, count = 0.0, 0
dw = np.zeros(2)
for xb, yb in batches(X, y, 2):
    err = xb @ w - yb
    total += np.sum(err ** 2)
    dw += 2 * xb.T @ err
    count += len(xb)
loss = total / count
dw = dw / count
print(count)
""",
        gradients={"dw": "w"},
    ),
}
