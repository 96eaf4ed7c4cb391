"""Data classes, named tuples, and what instances hold and share."""

from __future__ import annotations

PROGRAMS = {
    "a data class": """
from dataclasses import dataclass

@dataclass
class Params:
    w: float
    b: float = 0.25
    name: str = "linear"

    def predict(self, x):
        return self.w * x + self.b

p = Params(1.5)
q = Params(w=0.5, b=-1.0)
print(p)
print(p == Params(1.5), p == q, q.name)
x = 2.0
loss = (p.predict(x) - q.predict(x)) ** 2
""",
    "a data class with a field made anew": """
from dataclasses import dataclass, field

@dataclass
class Run:
    scale: float = 2.0
    history: list = field(default_factory=list)
    total: float = 0.0

    def add(self, value):
        self.history.append(value * self.scale)
        self.total += self.history[-1]
        return self

a, b = Run(), Run(scale=0.5)
x = 1.3
a.add(x).add(x ** 2)
b.add(x)
print(len(a.history), len(b.history))
loss = a.total + b.total ** 2
""",
    "a data class with a last touch": """
from dataclasses import dataclass

@dataclass(order=True)
class Vec:
    x: float
    y: float
    def __post_init__(self):
        self.norm = math.sqrt(self.x ** 2 + self.y ** 2)

small, large = Vec(1.0, 2.0), Vec(3.0, 0.5)
print(small < large, max([small, large]).y)
w = 0.7
loss = w * small.norm + large.norm * w ** 2
""",
    "a named tuple": """
from collections import namedtuple

Point = namedtuple('Point', ['x', 'y'])
p = Point(1.0, y=2.5)
q = p._replace(x=3.0)
x, y = p
print(p, q.x, p._fields, len(p), p[1])
a = 0.5
loss = a * (p.x + q.x * p.y) + (a * y) ** 2
""",
    "a typed named tuple": """
from typing import NamedTuple

class State(NamedTuple):
    h: float
    c: float = 0.0

def step(s, x):
    c = 0.9 * s.c + 0.1 * x
    return State(h=math.tanh(c), c=c)

x = 1.4
s = State(0.0)
for t in range(3):
    s = step(s, x)
loss = s.h ** 2 + s.c
""",
    "instances that share an instance": """
class Param:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

class Head:
    def __init__(self, shared):
        self.shared = shared

w = Param(0.6)
one, two = Head(w), Head(w)
one.shared.data += 0.4
print(two.shared is w, two.shared.data)
x = 2.0
loss = (two.shared.data * x) ** 2
""",
    "attributes by name": """
class Config:
    pass

cfg = Config()
cfg.rate = 0.3
setattr(cfg, 'decay', 0.9)
print(hasattr(cfg, 'decay'), hasattr(cfg, 'missing'), getattr(cfg, 'missing', 'none'))
x = 1.5
loss = getattr(cfg, 'rate') * x ** 2 * cfg.decay
""",
    "methods that return self": """
class Pipe:
    def __init__(self, value):
        self.value = value
    def scale(self, k):
        self.value = self.value * k
        return self
    def shift(self, k):
        self.value = self.value + k
        return self
    def squash(self):
        self.value = math.tanh(self.value)
        return self

x = 0.3
k = 1.7
loss = Pipe(x).scale(k).shift(-0.2).squash().value
""",
    "a class inside a function": """
def make(power):
    class Powered:
        def __call__(self, x):
            return x ** power
    return Powered()

square, cube = make(2), make(3)
x = 1.1
f = square(x) + 0.5 * cube(x)
""",
    "an abstract base": """
from abc import ABC, abstractmethod

class Loss(ABC):
    @abstractmethod
    def per_item(self, p, t):
        ...
    def __call__(self, ps, ts):
        return sum(self.per_item(p, t) for p, t in zip(ps, ts)) / len(ps)

class Huberish(Loss):
    def per_item(self, p, t):
        return math.sqrt(1 + (p - t) ** 2) - 1

w = 0.8
ps = [w * v for v in (1.0, 2.0, 3.0)]
loss = Huberish()(ps, [1.0, 1.5, 4.0])
""",
    "a recurrent cell with state": """
import numpy as np

class RNN:
    def __init__(self, hidden):
        self.h = np.zeros(hidden)
        self.W_hh = np.eye(hidden) * 0.5
        self.W_xh = np.ones((hidden, 2)) * 0.3
    def step(self, x):
        self.h = np.tanh(np.dot(self.W_hh, self.h) + np.dot(self.W_xh, x))
        return self.h.sum()

rnn = RNN(3)
xs = np.array([[0.5, -0.1], [0.2, 0.9]])
y1 = rnn.step(xs[0])
y2 = rnn.step(xs[1])
loss = y1 * y2
""",
}
