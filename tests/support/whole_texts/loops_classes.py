"""Loops that train instances of classes."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

NET_STEP = """import numpy as np

class Net:
    def __init__(self, d, h, seed=0):
        rng = np.random.RandomState(seed)
        self.W1 = rng.randn(d, h) * 0.4
        self.W2 = rng.randn(h, 1) * 0.4

    def step(self, x, y, lr=0.05):
        a = np.tanh(x @ self.W1)
        out = a @ self.W2
        diff = out - y
        loss = np.mean(diff ** 2)
        dout = 2 * diff / len(x)
        dW2 = a.T @ dout
        dW1 = x.T @ (dout @ self.W2.T * (1 - a ** 2))
        self.W1 -= lr * dW1
        self.W2 -= lr * dW2
        return loss

np.random.seed(1)
x = np.random.randn(30, 3)
y = np.sin(x[:, :1])
net = Net(3, 8)
for epoch in range(100):
    loss = net.step(x, y)
    if epoch % 20 == 0:
        print(epoch, loss)
"""

LAYER_UPDATE = """import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out) * 0.5
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, grad):
        self.dw = self.x.T @ grad
        self.db = grad.sum(axis=0, keepdims=True)
        return grad @ self.w.T

    def update(self, lr):
        self.w -= lr * self.dw
        self.b -= lr * self.db

class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)

    def update(self, lr):
        pass

np.random.seed(5)
layers = [Dense(2, 6), Tanh(), Dense(6, 1)]
X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
Y = np.array([[0.], [1.], [1.], [0.]])
for i in range(250):
    out = X
    for layer in layers:
        out = layer.forward(out)
    loss = np.mean((out - Y) ** 2)
    grad = 2 * (out - Y) / Y.size
    for layer in reversed(layers):
        grad = layer.backward(grad)
    for layer in layers:
        layer.update(0.2)
"""

ENGINE = """import numpy as np

class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = children
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo, visited = [], []
        def build(v):
            if v not in visited:
                visited.append(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()

w = Value(0.5)
b = Value(-0.2)
data = [(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)]
for k in range(20):
    loss = Value(0.0)
    for x, t in data:
        diff = w * x + b + (-t)
        loss = loss + diff * diff
    w.grad = b.grad = 0.0
    loss.backward()
    w.data -= 0.02 * w.grad
    b.data -= 0.02 * b.grad
    print(k, loss.data)
"""

TEXTS = (
    training(
        "a net with a method that does one step",
        NET_STEP,
        "loss = net.step(x, y)",
        iterations=100,
        parameters=("net.W1", "net.W2"),
    ),
    training(
        "layers with a method that updates",
        LAYER_UPDATE,
        "loss = np.mean((out - Y) ** 2)",
        iterations=250,
        parameters=("layers[0].w", "layers[0].b", "layers[2].w", "layers[2].b"),
    ),
    training(
        "an engine of scalar values that trains",
        ENGINE,
        "loss.backward()",
        "loss.data",
        iterations=20,
        parameters=("w.data", "b.data"),
    ),
)
