"""Numerical programs: iterations, simulations, statistics."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "principal component by power iteration": Program(
        """import numpy as np

np.random.seed(4)
X = np.random.randn(8, 3)
X = X - X.mean(axis=0)
C = X.T @ X / len(X)
v = np.array([1.0, 0.5, -0.5])
for _ in range(10):
    v = C @ v
    v = v / np.sqrt(np.sum(v ** 2))
variance = v @ C @ v
total = np.trace(C)
print(f'explained {variance / total:.4f}')
loss = 1 - variance / total
"""
    ),
    "soft k-means": Program(
        """import numpy as np

X = np.array([[0.0, 0.1], [0.2, -0.1], [2.0, 1.9], [2.2, 2.1], [1.1, 1.0]])
centers = np.array([[0.3, 0.2], [1.8, 1.7]])
beta = 2.0
for it in range(3):
    d2 = ((X[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    r = np.exp(-beta * d2)
    r /= r.sum(axis=1, keepdims=True)
    centers = (r.T @ X) / r.sum(axis=0)[:, None]
d2 = ((X[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
loss = np.sum(r * d2)
print(np.argmax(r, axis=1))
"""
    ),
    "the loss of k-means": Program(
        """import numpy as np

def assign(X, centers):
    return [int(np.argmin([np.sum((x - c) ** 2) for c in centers])) for x in X]

X = np.array([[0.0, 0.1], [0.3, -0.1], [2.0, 1.9], [2.2, 2.4]])
centers = np.array([[0.3, 0.2], [1.8, 1.7]])
labels = assign(X, centers)
loss = 0.0
dcenters = np.zeros_like(centers)
for x, k in zip(X, labels):
    diff = centers[k] - x
    loss += np.sum(diff ** 2)
    dcenters[k] += 2 * diff
print(labels)
""",
        gradients={"dcenters": "centers"},
    ),
    "a mixture of gaussians": Program(
        """import numpy as np

def normal(x, mu, sigma):
    return np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))

x = np.array([-1.2, 0.1, 0.4, 2.3, 2.9])
mu = np.array([0.0, 2.5])
sigma = np.array([1.0, 0.6])
weights = np.array([0.6, 0.4])
joint = weights * normal(x[:, None], mu, sigma)
resp = joint / joint.sum(axis=1, keepdims=True)
loss = -np.sum(np.log(joint.sum(axis=1)))
dmu = -(resp * (x[:, None] - mu) / sigma ** 2).sum(axis=0)
dsigma = -(resp * ((x[:, None] - mu) ** 2 / sigma ** 3 - 1 / sigma)).sum(axis=0)
print(resp.round(2).shape)
"""
    ),
    "a pendulum by runge and kutta": Program(
        """import math

def deriv(state, g, length):
    theta, omega = state
    return omega, -g / length * math.sin(theta)

def rk4(state, dt, *args):
    def shifted(k, h):
        return tuple(s + h * d for s, d in zip(state, k))
    k1 = deriv(state, *args)
    k2 = deriv(shifted(k1, dt / 2), *args)
    k3 = deriv(shifted(k2, dt / 2), *args)
    k4 = deriv(shifted(k3, dt), *args)
    return tuple(s + dt / 6 * (a + 2 * b + 2 * c + d)
                 for s, a, b, c, d in zip(state, k1, k2, k3, k4))

theta0 = 0.5
length = 1.2
state = (theta0, 0.0)
for step in range(5):
    state = rk4(state, 0.1, 9.81, length)
    print(f'{step}: {state[0]:.4f}')
loss = state[0] ** 2 + 0.1 * state[1] ** 2
"""
    ),
    "heat on a rod": Program(
        """import numpy as np

u = np.array([0.0, 0.2, 1.0, 0.4, 0.0])
k = 0.3
temps = [u]
for t in range(4):
    new = temps[-1].copy()
    new[1:-1] = temps[-1][1:-1] + k * (temps[-1][2:] - 2 * temps[-1][1:-1] + temps[-1][:-2])
    temps.append(new)
final = temps[-1]
loss = np.sum((final - 0.25) ** 2)
print(len(temps))
"""
    ),
    "the stationary distribution of a chain": Program(
        """import numpy as np

logits = np.array([[1.0, 0.2, -0.5], [0.0, 0.8, 0.3], [0.4, -0.1, 0.6]])
P = np.exp(logits)
P = P / P.sum(axis=1, keepdims=True)
pi = np.ones(3) / 3
n = 0
while True:
    new = pi @ P
    n += 1
    if np.max(np.abs(new - pi)) < 1e-4 or n == 50:
        break
    pi = new
rewards = np.array([1.0, -0.5, 2.0])
value = pi @ rewards
loss = -value
print(n < 50)
"""
    ),
}
