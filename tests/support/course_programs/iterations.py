"""Iterations over dictionaries and numbers: ranks, fits, integrals, decisions."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "page rank": Program(
        """links = {'a': ['b', 'c'], 'b': ['c'], 'c': ['a'], 'd': ['c']}
damping = 0.85
rank = {page: 1 / len(links) for page in links}
for _ in range(6):
    new = {}
    for page in links:
        incoming = [p for p in links if page in links[p]]
        new[page] = (1 - damping) / len(links) + damping * sum(
            rank[p] / len(links[p]) for p in incoming)
    rank = new
order = sorted(rank, key=rank.get, reverse=True)
print(' > '.join(order))
loss = rank['c'] - rank['d']
"""
    ),
    "kernel regression": Program(
        """import numpy as np

def rbf(a, b, gamma):
    return np.exp(-gamma * (a[:, None] - b[None, :]) ** 2)

x = np.array([0.0, 0.5, 1.2, 1.9])
y = np.sin(2 * x)
gamma = 1.5
noise = 0.1
K = rbf(x, x, gamma) + noise * np.eye(4)
alpha = np.linalg.solve(K, y)
x_new = np.array([0.3, 1.0])
pred = rbf(x_new, x, gamma) @ alpha
loss = 0.5 * y @ alpha + 0.5 * np.log(np.linalg.det(K))
print(pred.shape)
"""
    ),
    "matrix factorisation": Program(
        """import numpy as np

ratings = {(0, 1): 4.0, (0, 2): 1.0, (1, 0): 5.0, (2, 2): 3.5}
rng = np.random.RandomState(1)
P = rng.rand(3, 2)
Q = rng.rand(3, 2)
reg = 0.02
loss = 0.0
dP, dQ = np.zeros_like(P), np.zeros_like(Q)
for (u, i), r in ratings.items():
    err = P[u] @ Q[i] - r
    loss += err ** 2
    dP[u] += 2 * err * Q[i]
    dQ[i] += 2 * err * P[u]
loss += reg * (np.sum(P ** 2) + np.sum(Q ** 2))
dP += 2 * reg * P
dQ += 2 * reg * Q
""",
        gradients={"dP": "P", "dQ": "Q"},
    ),
    "logistic map and its sensitivity": Program(
        """def logistic_map(r, x, n):
    trail = [x]
    for _ in range(n):
        x = r * x * (1 - x)
        trail.append(x)
    return trail

r = 3.2
x0 = 0.3
trail = logistic_map(r, x0, 6)
dx = 1.0
for x in trail[:-1]:
    dx = r * (1 - 2 * x) * dx
print('%.6f' % dx)
loss = trail[-1]
"""
    ),
    "trapezoids and simpson": Program(
        """import math

def trapezoid(f, a, b, n):
    h = (b - a) / n
    return h * (0.5 * (f(a) + f(b)) + sum(f(a + i * h) for i in range(1, n)))

def simpson(f, a, b, n=6):
    h = (b - a) / n
    total = f(a) + f(b)
    for i in range(1, n):
        total += (4 if i % 2 else 2) * f(a + i * h)
    return total * h / 3

a, b, k = 0.0, 1.5, 2.0
g = lambda x: math.exp(-x) * math.cos(k * x)
t, s = trapezoid(g, a, b, 6), simpson(g, a, b)
print(f"{t:.5f} {s:.5f} {abs(t - s) < 0.02}")
loss = s ** 2 + t
"""
    ),
    "value iteration": Program(
        """gamma = 0.9
rewards = {'s0': 0.0, 's1': 1.0, 's2': -0.5}
moves = {'s0': {'left': 's1', 'right': 's2'}, 's1': {'stay': 's1'}, 's2': {'back': 's0'}}
V = {s: rewards[s] for s in moves}
for sweep in range(4):
    V = {s: rewards[s] + gamma * max(V[t] for t in moves[s].values()) for s in moves}
policy = {s: max(acts, key=lambda a: V[acts[a]]) for s, acts in moves.items()}
print(policy)
loss = -(V['s0'] + V['s2'])
"""
    ),
    "policy gradient of a bandit": Program(
        """import numpy as np

theta = np.array([0.1, -0.2, 0.4])
pulls = [(0, 1.0), (2, 0.5), (1, 0.0), (2, 2.0)]

def policy(theta):
    e = np.exp(theta - theta.max())
    return e / e.sum()

baseline = sum(r for _, r in pulls) / len(pulls)
loss = 0.0
dtheta = np.zeros(3)
for action, reward in pulls:
    p = policy(theta)
    advantage = reward - baseline
    loss -= advantage * np.log(p[action])
    onehot = np.eye(3)[action]
    dtheta -= advantage * (onehot - p)
print(baseline)
""",
        gradients={"dtheta": "theta"},
    ),
}
