"""Autograd engines of values, dual numbers, and pullbacks."""

from __future__ import annotations

from tests.support.course_programs.program import Program

VALUE = """import math

class Value:
    def __init__(self, data, _children=(), _op='', label=''):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data:.4f}, grad={self.grad:.4f})"

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += 1.0 * out.grad
            other.grad += 1.0 * out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, other):
        out = Value(self.data ** other, (self,), f'**{other}')
        def _backward():
            self.grad += other * (self.data ** (other - 1)) * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), 'tanh')
        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out

    __radd__ = __add__
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)

    def backward(self):
        topo = []
        visited = set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1.0
        for node in reversed(topo):
            node._backward()

"""

PROGRAMS = {
    "a value engine and a neuron": Program(
        VALUE
        + """x1 = Value(2.0, label='x1')
x2 = Value(0.5, label='x2')
w1 = Value(-0.3, label='w1')
w2 = Value(1.1, label='w2')
b = Value(0.2, label='b')
n = x1 * w1 + x2 * w2 + b
o = n.tanh()
loss = (o - 0.4) ** 2
loss.backward()
print(w1, w2)
out = loss.data
""",
        output="out",
        gradients={f"{name}.grad": f"{name}.data" for name in ("x1", "x2", "w1", "w2", "b")},
    ),
    "a value that is used twice": Program(
        VALUE
        + """a = Value(0.7)
b = a + a
c = b * a
d = c.tanh() + b * 2 - a
d.backward()
print(a.grad)
loss = d.data
""",
        gradients={"a.grad": "a.data"},
    ),
    "a multilayer perceptron of values": Program(
        VALUE
        + """import random

class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
    def __call__(self, x):
        act = sum((wi * xi for wi, xi in zip(self.w, x)), self.b)
        return act.tanh()
    def parameters(self):
        return self.w + [self.b]

class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
    def __call__(self, x):
        outs = [n(x) for n in self.neurons]
        return outs[0] if len(outs) == 1 else outs
    def parameters(self):
        return [p for n in self.neurons for p in n.parameters()]

random.seed(3)
l1, l2 = Layer(2, 2), Layer(2, 1)
xs = [[0.5, -1.0], [1.0, 0.3]]
ys = [1.0, -1.0]
total = sum(((l2(l1(x)) - y) ** 2 for x, y in zip(xs, ys)), Value(0.0))
total.backward()
print(len(l1.parameters() + l2.parameters()))
loss = total.data
"""
    ),
    "dual numbers": Program(
        """import math

class Dual:
    def __init__(self, real, dual=0.0):
        self.real, self.dual = real, dual
    @staticmethod
    def lift(v):
        return v if isinstance(v, Dual) else Dual(v)
    def __add__(self, o):
        o = Dual.lift(o)
        return Dual(self.real + o.real, self.dual + o.dual)
    __radd__ = __add__
    def __mul__(self, o):
        o = Dual.lift(o)
        return Dual(self.real * o.real, self.real * o.dual + self.dual * o.real)
    __rmul__ = __mul__
    def __str__(self):
        return f"{self.real:.3f} + {self.dual:.3f}e"

def exp(d):
    e = math.exp(d.real)
    return Dual(e, e * d.dual)

def f(x, y):
    return x * y + exp(x * 0.5) + 3 * y

x, y = 1.2, -0.7
loss = f(Dual(x), Dual(y)).real
dx = f(Dual(x, 1.0), Dual(y)).dual
dy = f(Dual(x), Dual(y, 1.0)).dual
print(f(Dual(x, 1.0), Dual(y)))
""",
        gradients={"dx": "x", "dy": "y"},
    ),
    "pullbacks as closures": Program(
        """import math

def mul(a, b):
    return a * b, lambda g: (g * b, g * a)
def add(a, b):
    return a + b, lambda g: (g, g)
def exp(a):
    e = math.exp(a)
    return e, lambda g: g * e
def log(a):
    return math.log(a), lambda g: g / a

x, y = 0.6, 1.4
p, p_back = mul(x, y)
e, e_back = exp(p)
s, s_back = add(e, y)
loss, l_back = log(s)

ds = l_back(1.0)
de, dy = s_back(ds)
dp = e_back(de)
dx, dy2 = p_back(dp)
dy = dy + dy2
print('%.6f %.6f' % (dx, dy))
""",
        gradients={"dx": "x", "dy": "y"},
    ),
}
