"""Dictionaries and sets: parameters by name, methods, comprehensions, the kinds of collections."""

from __future__ import annotations

PROGRAMS = {
    "parameters by name": """
import numpy as np

np.random.seed(0)
params = {
    'W1': np.random.randn(3, 4) * 0.5,
    'b1': np.zeros(4),
    'W2': np.random.randn(4, 1) * 0.5,
    'b2': np.zeros(1),
}
x = np.array([[0.1, 0.2, -0.3]])
h = np.tanh(x @ params['W1'] + params['b1'])
out = h @ params['W2'] + params['b2']
loss = np.sum((out - 1.0) ** 2)
""",
    "parameters entered one by one": """
import numpy as np

params = {}
params['w'] = 0.5
params['b'] = -0.25
x = np.array([1.0, 2.0, 3.0])
t = np.array([0.2, 0.9, 1.2])
y = params['w'] * x + params['b']
loss = np.mean((y - t) ** 2)
""",
    "parameters under made names": """
import numpy as np

sizes = [2, 3, 1]
params = {}
rng = np.random.RandomState(2)
for i in range(1, len(sizes)):
    params['W' + str(i)] = rng.randn(sizes[i - 1], sizes[i]) * 0.4
    params[f'b{i}'] = np.zeros(sizes[i])
a = np.array([[0.4, -0.7]])
for i in range(1, len(sizes)):
    a = np.tanh(a.dot(params['W' + str(i)]) + params['b%d' % i])
print(sorted(params), len(params))
loss = a.sum() ** 2
""",
    "items, keys and values": """
weights = {'a': 0.5, 'b': 1.5, 'c': -2.0}
x = 0.7
total = 0.0
for name, w in weights.items():
    total += w * x
    print(name, w)
for i, key in enumerate(weights.keys()):
    total = total + i * weights[key] ** 2
loss = total + sum(weights.values()) * 0.1 + max(weights.values())
""",
    "get and setdefault": """
cfg = {'lr': 0.3}
lr = cfg.get('lr', 1.0)
reg = cfg.get('reg', 0.05)
missing = cfg.get('momentum')
print(missing, 'reg' in cfg, cfg.setdefault('lr', 9.0), cfg.setdefault('decay', 0.9))
w = 1.5
loss = lr * w ** 2 + reg * abs(w) + cfg['decay'] * w
""",
    "update and pop": """
cache = {'x': 1.0}
w = 0.8
cache.update({'h': w * cache['x'], 'y': 2.0})
cache.update(z=w ** 2)
h = cache.pop('h')
gone = cache.pop('nothing', 0.5)
print(list(cache), len(cache))
loss = h * cache['z'] + gone * cache['y']
""",
    "popitem, clear and truth": """
w = 1.2
d = {'a': w, 'b': w * 2}
key, value = d.popitem()
print(key, bool(d))
loss = value + d['a'] ** 2
d.clear()
print(len(d), not d)
""",
    "a dictionary in a comprehension": """
import numpy as np

params = {'w': np.array([1.0, 2.0]), 'b': np.array([0.5])}
norms = {k: np.sum(v ** 2) for k, v in params.items()}
scaled = {k: v * 0.5 for k, v in params.items() if k != 'b'}
print(list(norms.keys()), list(scaled))
loss = norms['w'] + norms['b'] * 2 + scaled['w'].sum()
""",
    "dictionaries joined": """
base = {'lr': 0.1, 'w': 2.0}
more = {'lr': 0.2, 'b': 1.0}
merged = {**base, **more}
joined = base | {'w': 3.0}
print(merged['lr'], joined['w'], base['w'])
x = 1.5
loss = merged['lr'] * (merged['w'] * x + merged['b']) ** 2 + joined['w'] * x
""",
    "a nested dictionary": """
model = {'enc': {'w': 0.6, 'b': 0.1}, 'dec': {'w': -1.2, 'b': 0.3}}
x = 1.4
for part in ('enc', 'dec'):
    x = math.tanh(model[part]['w'] * x + model[part]['b'])
model['dec']['scale'] = 2.0
loss = x * model['dec']['scale']
""",
    "functions in a dictionary": """
acts = {
    'sigmoid': lambda z: 1 / (1 + math.exp(-z)),
    'tanh': math.tanh,
    'square': lambda z: z ** 2,
}
x = 0.6
for name in ['sigmoid', 'tanh', 'square']:
    x = acts[name](x) + 0.1
f = x
""",
    "keys that are pairs": """
edges = {('a', 'b'): 0.5, ('b', 'c'): 1.5}
x = 2.0
values = {'a': x}
for (src, dst), w in edges.items():
    values[dst] = values[src] * w + 0.1
print(('a', 'b') in edges, ('c', 'a') in edges, list(edges)[1][0])
loss = values['c'] ** 2
""",
    "numbers as keys": """
h = {}
h[-1] = 0.0
xs = [0.5, -0.2, 0.9]
w = 0.7
for t in range(len(xs)):
    h[t] = math.tanh(w * h[t - 1] + xs[t])
print(len(h), sorted(h))
loss = sum(h[t] ** 2 for t in range(3))
""",
}
