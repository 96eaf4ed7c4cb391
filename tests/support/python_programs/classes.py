"""Classes: methods, class attributes, inheritance, properties, data classes, named tuples."""

from __future__ import annotations

PROGRAMS = {
    "a neuron with a method": '''
class Neuron:
    """One unit with a sigmoid."""

    def __init__(self, w, b):
        self.w = w
        self.b = b

    def forward(self, x):
        return 1.0 / (1.0 + math.exp(-(self.w * x + self.b)))

n = Neuron(0.7, -0.2)
x = 1.5
loss = (n.forward(x) - 1.0) ** 2
''',
    "a layer that is called": """
import numpy as np

class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros(n_out)

    def __call__(self, x):
        return x.dot(self.W) + self.b

np.random.seed(1)
layer = Linear(3, 2)
x = np.array([[1.0, -2.0, 0.5], [0.3, 0.8, -1.0]])
out = layer(x)
loss = np.sum(out ** 2)
""",
    "layers in a list": """
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
    def forward(self, x):
        return x @ self.W + self.b

class Tanh:
    def forward(self, x):
        return np.tanh(x)

rng = np.random.RandomState(3)
layers = [Affine(rng.randn(2, 3), np.zeros(3)), Tanh(), Affine(rng.randn(3, 1), np.zeros(1))]
x = np.array([[0.5, -1.0]])
for layer in layers:
    x = layer.forward(x)
loss = 0.5 * np.mean((x - 1.0) ** 2)
""",
    "a base class and super": """
class Activation:
    name = 'identity'
    def __init__(self, scale=1.0):
        self.scale = scale
    def __call__(self, z):
        return self.scale * self.f(z)
    def f(self, z):
        return z

class Tanh(Activation):
    name = 'tanh'
    def __init__(self, scale):
        super().__init__(scale)
        self.calls = 0
    def f(self, z):
        self.calls += 1
        return math.tanh(z)

a = Tanh(1.5)
z = 0.4
y = a(z) + Activation()(z)
print(a.name, a.calls, isinstance(a, Activation), Activation.name)
loss = y * y
""",
    "super of a method in three levels": """
class A:
    def go(self, x):
        return x * 2.0
class B(A):
    def go(self, x):
        return super().go(x) + 1.0
class C(B):
    def go(self, x):
        return super().go(x) ** 2

x = 0.75
f = C().go(x)
print(C.__name__, issubclass(C, A), issubclass(A, C))
""",
    "two bases and a mixin": """
class Named:
    def label(self):
        return self.__class__.__name__.lower()

class Scaled:
    factor = 0.5
    def scale(self, v):
        return v * self.factor

class Unit(Named, Scaled):
    factor = 2.5

u = Unit()
w = 1.2
print(u.label())
loss = u.scale(w) ** 2 + Scaled().scale(w)
""",
    "a class attribute and an attribute that hides it": """
class Net:
    lr = 0.1
    count = 0
    def __init__(self, w):
        self.w = w
        Net.count += 1

a, b = Net(2.0), Net(3.0)
b.lr = 0.5
print(Net.count, a.lr, b.lr, Net.lr)
loss = a.w * a.lr + b.w ** 2 * b.lr
""",
    "a property with a setter": """
class Temperature:
    def __init__(self, celsius):
        self._c = celsius
    @property
    def fahrenheit(self):
        return self._c * 1.8 + 32
    @fahrenheit.setter
    def fahrenheit(self, value):
        self._c = (value - 32) / 1.8

start = 21.5
t = Temperature(start)
t.fahrenheit = t.fahrenheit + 9.0
loss = 0.01 * t._c ** 2
print(f"{t._c:.2f} {t.fahrenheit:.1f}")
""",
    "a read-only property": """
class Circle:
    def __init__(self, r):
        self.r = r
    @property
    def area(self):
        return math.pi * self.r ** 2

c = Circle(1.25)
area = c.area
try:
    c.area = 3
except AttributeError:
    print("cannot set area")
loss = area / 10
""",
    "static and class methods": """
class Gauss:
    default_sigma = 0.8
    def __init__(self, mu, sigma):
        self.mu, self.sigma = mu, sigma
    @classmethod
    def standard(cls, mu):
        return cls(mu, cls.default_sigma)
    @staticmethod
    def normalise(x, mu, sigma):
        return (x - mu) / sigma
    def logp(self, x):
        z = Gauss.normalise(x, self.mu, self.sigma)
        return -0.5 * z ** 2 - math.log(self.sigma)

mu = 0.3
g = Gauss.standard(mu)
x = 1.1
loss = -g.logp(x) + g.normalise(x, 0.0, 2.0)
""",
}
