"""Aliases: numbers that stay, arrays, lists, dictionaries and instances that change for all."""

from __future__ import annotations

PROGRAMS = {
    "a number of a dictionary under another name": """
params = {'w': 2.0, 'b': 0.5}
b = params['b']
b -= 1
print(params['b'], b)
loss = params['w'] * params['b'] + b ** 2
""",
    "an array of a dictionary under another name": """
import numpy as np

start = np.array([0.5, 1.5])
params = {'b': start * 1.0}
b = params['b']
b -= 1
loss = np.sum(params['b'] ** 2)
""",
    "an entry changed in place": """
import numpy as np

w = np.array([1.0, 2.0])
cache = {'x': w * 2, 'n': 1}
cache['x'] += 1
cache['n'] += 1
y = cache['x']
cache['x'] = cache['x'] * 2
print(cache['n'])
loss = np.sum(y ** 2) + np.sum(cache['x'])
""",
    "two names of a list": """
x = 0.5
a = [x]
b = a
b.append(x ** 2)
c = a + [1.0]
c.append(7)
print(len(a), len(c), a is b)
loss = sum(a)
""",
    "rows that are one list": """
x = 0.5
rows = [[0.0] * 2] * 2
rows[0][0] = x
other = [[0.0] * 2 for _ in range(2)]
other[0][0] = x
print(rows[1][0] == x, other[1][0])
loss = rows[1][0] + rows[0][0] * 3 + other[1][0]
""",
    "a list given to a function": """
def grow(xs, v):
    xs.append(v)
    xs = [v]
    return xs

x = 1.1
seen = []
back = grow(seen, x)
back.append(x)
print(len(seen), len(back))
loss = seen[0] ** 2 + back[1]
""",
    "two names of a dictionary": """
x = 0.6
a = {'v': x}
b = a
b['v'] = b['v'] * 2
c = dict(a)
c['v'] = 0.0
d = a.copy()
d['new'] = 1
print('new' in a, a is b, a == c)
loss = a['v'] ** 2
""",
    "a shallow and a deep copy": """
import copy

x = 0.5
a = {'layer': [x, 2.0]}
s = copy.copy(a)
d = copy.deepcopy(a)
a['layer'][1] = 5.0
a['extra'] = 1
print(s['layer'][1], d['layer'][1], 'extra' in s)
loss = x * s['layer'][1] + d['layer'][0] * d['layer'][1]
""",
    "a deep copy of parameters": """
from copy import deepcopy
import numpy as np

w = np.array([1.0, 2.0])
params = {'w': w * 1.0}
saved = deepcopy(params)
params['w'] += 10
loss = np.sum(saved['w'] ** 2) + 0.1 * np.sum(params['w'])
""",
    "two names of an instance": """
class P:
    def __init__(self, v):
        self.v = v

x = 0.4
p = P(x)
q = p
q.v += 1
r = P(p.v)
r.v = 9.0
print(p is q, p is r)
loss = p.v ** 2
""",
    "a copy of an instance": """
import copy

class P:
    def __init__(self, v):
        self.v, self.hist = v, []

x = 0.4
p = P(x)
q = copy.copy(p)
d = copy.deepcopy(p)
q.v = 2 * p.v
q.hist.append(1)
print(len(p.hist), len(d.hist))
loss = p.v + q.v ** 2 + d.v
""",
    "a linked list": """
class Node:
    def __init__(self, v, nxt=None):
        self.v, self.nxt = v, nxt

a = 0.9
head = None
for k in range(3):
    head = Node(a ** (k + 1), head)
total = 0.0
node = head
while node is not None:
    total += node.v
    node = node.nxt
loss = total
""",
    "a weight tied to two layers": """
import numpy as np

class Layer:
    def __init__(self, W):
        self.W = W

W0 = np.array([[0.5, 0.1], [-0.2, 0.3]])
W = W0 * 1.0
enc, dec = Layer(W), Layer(W.T)
enc.W[0, 1] = 2.0
x = np.array([1.0, 2.0])
loss = np.sum((dec.W @ (enc.W @ x)) ** 2)
""",
    "a list that is walked while a copy changes": """
x = 0.5
todo = [x, 2 * x]
out = []
for v in list(todo):
    out.append(v)
    if v < 0.8:
        todo.append(v * 3)
print(len(todo), len(out))
loss = sum(todo) + out[0]
""",
    "parameters of an instance through a list": """
import numpy as np

class Net:
    def __init__(self, w):
        self.w = w * 1.0
        self.b = np.zeros(2)
    def params(self):
        return [self.w, self.b]

w = np.array([1.0, 2.0])
net = Net(w)
for i, p in enumerate(net.params()):
    p += i + 1
loss = np.sum(net.w ** 2) + np.sum(net.w * net.b)
""",
    "a float attribute is not shared": """
class P:
    def __init__(self, v):
        self.v = v
x = 1.5
p = P(x)
v = p.v
v *= 2
p.v += 1
loss = v * p.v
""",
    "a momentum buffer": """
import numpy as np

w0 = np.array([0.5, -1.0])
w = w0 * 1.0
velocity = {'w': np.zeros(2)}
g = 2 * w
v = velocity['w']
v *= 0.9
v -= 0.1 * g
w += v
loss = np.sum(w ** 2) + np.sum(velocity['w'])
""",
}
