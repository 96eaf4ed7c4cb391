"""Gates and units as classes, a tape, a class of tensors."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "gates as classes": Program(
        """class MultiplyGate(object):
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y
    def backward(self, dz):
        dx = self.y * dz
        dy = self.x * dz
        return [dx, dy]

class AddGate(object):
    def forward(self, x, y):
        return x + y
    def backward(self, dz):
        return [dz, dz]

x, y, z = -2.0, 5.0, -4.0
add, mul = AddGate(), MultiplyGate()
q = add.forward(x, y)
f = mul.forward(q, z)
dq, dz = mul.backward(1.0)
dx, dy = add.backward(dq)
print(dx, dy, dz)
""",
        output="f",
        gradients={"dx": "x", "dy": "y", "dz": "z"},
    ),
    "units that hold a value and a gradient": Program(
        """import math

class Unit:
    def __init__(self, value, grad=0.0):
        self.value = value
        self.grad = grad

class MulGate:
    def forward(self, u0, u1):
        self.u0, self.u1 = u0, u1
        self.utop = Unit(u0.value * u1.value)
        return self.utop
    def backward(self):
        self.u0.grad += self.u1.value * self.utop.grad
        self.u1.grad += self.u0.value * self.utop.grad

class AddGate:
    def forward(self, u0, u1):
        self.u0, self.u1 = u0, u1
        self.utop = Unit(u0.value + u1.value)
        return self.utop
    def backward(self):
        self.u0.grad += self.utop.grad
        self.u1.grad += self.utop.grad

class SigmoidGate:
    def forward(self, u0):
        self.u0 = u0
        self.utop = Unit(1 / (1 + math.exp(-u0.value)))
        return self.utop
    def backward(self):
        s = self.utop.value
        self.u0.grad += s * (1 - s) * self.utop.grad

a, b, c = Unit(1.0), Unit(2.0), Unit(-3.0)
x, y = Unit(-1.0), Unit(3.0)
m0, m1, a0, a1, sg = MulGate(), MulGate(), AddGate(), AddGate(), SigmoidGate()
s = sg.forward(a1.forward(a0.forward(m0.forward(a, x), m1.forward(b, y)), c))
s.grad = 1.0
for gate in [sg, a1, a0, m1, m0]:
    gate.backward()
print(f"{a.grad:.4f} {b.grad:.4f} {c.grad:.4f}")
f = s.value
""",
        output="f",
        gradients={f"{name}.grad": f"{name}.value" for name in "abcxy"},
    ),
    "a tensor class": Program(
        """import numpy as np

class Tensor:
    def __init__(self, data, parents=(), name=None):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.name = name
        self.pull = None

    def matmul(self, other):
        out = Tensor(self.data @ other.data, (self, other))
        def pull():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad
        out.pull = pull
        return out

    def __add__(self, other):
        out = Tensor(self.data + other.data, (self, other))
        def pull():
            self.grad += out.grad
            other.grad += out.grad.sum(axis=0)
        out.pull = pull
        return out

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        out = Tensor(s, (self,))
        def pull():
            self.grad += out.grad * s * (1 - s)
        out.pull = pull
        return out

    def mean_square(self):
        out = Tensor((self.data ** 2).mean(), (self,))
        def pull():
            self.grad += out.grad * 2 * self.data / self.data.size
        out.pull = pull
        return out

    def backward(self):
        order, seen = [], []
        def visit(t):
            if any(t is s for s in seen):
                return
            seen.append(t)
            for p in t.parents:
                visit(p)
            order.append(t)
        visit(self)
        self.grad = np.ones_like(self.data)
        for t in order[::-1]:
            if t.pull is not None:
                t.pull()

X = Tensor([[0.5, -1.0], [1.5, 0.2]])
W = Tensor([[0.3, -0.6, 0.1], [0.8, 0.4, -0.2]])
b = Tensor([0.1, -0.1, 0.0])
out = (X.matmul(W) + b).sigmoid().mean_square()
out.backward()
loss = float(out.data)
""",
        gradients={"W.grad": "W.data", "b.grad": "b.data", "X.grad": "X.data"},
    ),
    "a tape": Program(
        """import math

tape = []

class Var:
    def __init__(self, value):
        self.value, self.grad = value, 0.0

def mul(a, b):
    out = Var(a.value * b.value)
    tape.append((out, [(a, b.value), (b, a.value)]))
    return out

def add(a, b):
    out = Var(a.value + b.value)
    tape.append((out, [(a, 1.0), (b, 1.0)]))
    return out

def sin(a):
    out = Var(math.sin(a.value))
    tape.append((out, [(a, math.cos(a.value))]))
    return out

def run_backward(out):
    out.grad = 1.0
    while tape:
        node, parents = tape.pop()
        for parent, local in parents:
            parent.grad += local * node.grad

x, y = Var(0.5), Var(4.2)
z = add(mul(x, y), sin(x))
run_backward(z)
print(round(x.grad, 6), round(y.grad, 6))
loss = z.value
""",
        gradients={"x.grad": "x.value", "y.grad": "y.value"},
    ),
}
