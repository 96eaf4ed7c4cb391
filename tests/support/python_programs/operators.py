"""Special methods: arithmetic, comparison, items, iteration, text, and small autograd classes."""

from __future__ import annotations

PROGRAMS = {
    "a vector with arithmetic": """
class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)
    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y)
    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self):
        return Vec(-self.x, -self.y)
    def __abs__(self):
        return math.sqrt(self.x ** 2 + self.y ** 2)
    def __repr__(self):
        return f"Vec({self.x:.2f}, {self.y:.2f})"

a = Vec(1.0, 2.0)
b = Vec(0.5, -1.5)
c = 2.0 * (a + b) - -a * 0.5
print(c, [a, b])
loss = abs(c)
""",
    "a dual number": """
class Dual:
    def __init__(self, v, d=0.0):
        self.v, self.d = v, d
    def __add__(self, o):
        o = o if isinstance(o, Dual) else Dual(o)
        return Dual(self.v + o.v, self.d + o.d)
    __radd__ = __add__
    def __mul__(self, o):
        o = o if isinstance(o, Dual) else Dual(o)
        return Dual(self.v * o.v, self.v * o.d + self.d * o.v)
    __rmul__ = __mul__
    def __pow__(self, n):
        return Dual(self.v ** n, n * self.v ** (n - 1) * self.d)

x = 1.3
y = 3 * Dual(x, 1.0) ** 2 + 2
slope = y.d
loss = y.v
print(round(slope, 6))
""",
    "a value with backward closures": """
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._backward = lambda: None
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

a, b = Value(2.0), Value(-3.0)
c = a * b
d = c + a
d.grad = 1.0
d._backward()
c._backward()
print(a.grad, b.grad)
loss = d.data
""",
    "reflected operators of every kind": """
class Box:
    def __init__(self, v):
        self.v = v
    def __radd__(self, o): return Box(o + self.v)
    def __rsub__(self, o): return Box(o - self.v)
    def __rmul__(self, o): return Box(o * self.v)
    def __rtruediv__(self, o): return Box(o / self.v)
    def __rpow__(self, o): return Box(o ** self.v)

v = 1.6
b = Box(v)
parts = [3.0 + b, 3.0 - b, 3.0 * b, 3.0 / b, 3.0 ** b]
loss = sum(p.v for p in parts) / 5
""",
    "in-place operators of a class": """
class Acc:
    def __init__(self, total):
        self.total = total
    def __iadd__(self, o):
        self.total += o
        return self
    def __isub__(self, o):
        self.total -= 2 * o
        return self

acc = Acc(0.5)
same = acc
x = 1.2
acc += x
acc -= x ** 2
print(same is acc)
loss = same.total
""",
    "matmul of a class": """
import numpy as np

class Mat:
    def __init__(self, a):
        self.a = np.array(a)
    def __matmul__(self, o):
        return Mat(self.a @ o.a)
    def __truediv__(self, k):
        return Mat(self.a / k)
    @property
    def T(self):
        return Mat(self.a.T)

m = Mat([[1.0, 2.0], [0.5, -1.0]])
k = 2.0
out = (m @ m.T / k).a
loss = out.sum() + out[0, 1] ** 2
""",
    "items and length": """
class Params:
    def __init__(self):
        self.store = {}
    def __getitem__(self, key):
        return self.store[key]
    def __setitem__(self, key, value):
        self.store[key] = value
    def __len__(self):
        return len(self.store)
    def __contains__(self, key):
        return key in self.store
    def __delitem__(self, key):
        del self.store[key]

p = Params()
w = 0.9
p['w'] = w
p['b'] = -0.4
p['unused'] = 7
del p['unused']
print(len(p), 'w' in p, 'unused' in p)
x = 1.5
loss = (p['w'] * x + p['b']) ** 2
""",
    "slices of a class": """
class Seq:
    def __init__(self, items):
        self.items = list(items)
    def __getitem__(self, key):
        if isinstance(key, slice):
            return Seq(self.items[key])
        return self.items[key]
    def __len__(self):
        return len(self.items)

a = 0.5
s = Seq([a, a ** 2, a ** 3, a ** 4])
tail = s[1:]
print(len(tail), len(s[::2]))
loss = tail[0] + s[-1] + sum(s[::2].items)
""",
    "an iterable class": """
class Batch:
    def __init__(self, xs, ys):
        self.xs, self.ys = xs, ys
    def __iter__(self):
        return iter(zip(self.xs, self.ys))

w = 1.1
loss = 0.0
for x, y in Batch([1.0, 2.0, 3.0], [2.0, 3.5, 7.0]):
    loss += (w * x - y) ** 2
""",
    "an iterator with next": """
class Halving:
    def __init__(self, start, n):
        self.value, self.n = start, n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        self.value = self.value / 2
        return self.value

start = 3.0
parts = list(Halving(start, 4))
print(len(parts))
loss = sum(parts) + next(Halving(start, 1)) ** 2
""",
    "an iterator written as a generator": """
class Tree:
    def __init__(self, v, left=None, right=None):
        self.v, self.left, self.right = v, left, right
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.v
        if self.right:
            yield from self.right
    def __bool__(self):
        return True

a, b, c = 0.5, 1.5, 2.5
t = Tree(b, Tree(a), Tree(c))
loss = sum(v * (i + 1) for i, v in enumerate(t)) / 3
""",
}
