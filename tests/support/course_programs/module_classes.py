"""Networks as classes that keep lists of weights, or modules with parameters."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "a network class that trains itself": Program(
        """import numpy as np

class NeuralNetwork:
    def __init__(self, x, y):
        self.input = x
        self.weights1 = np.random.rand(self.input.shape[1], 4)
        self.weights2 = np.random.rand(4, 1)
        self.y = y
        self.output = np.zeros(self.y.shape)

    def feedforward(self):
        self.layer1 = sigmoid(np.dot(self.input, self.weights1))
        self.output = sigmoid(np.dot(self.layer1, self.weights2))

    def backprop(self):
        delta = 2 * (self.y - self.output) * self.output * (1 - self.output)
        d_weights2 = np.dot(self.layer1.T, delta)
        hidden = np.dot(delta, self.weights2.T) * self.layer1 * (1 - self.layer1)
        d_weights1 = np.dot(self.input.T, hidden)
        self.weights1 = self.weights1 + d_weights1
        self.weights2 = self.weights2 + d_weights2

def sigmoid(x):
    return 1.0 / (1 + np.exp(-x))

np.random.seed(1)
X = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
y = np.array([[0.0], [1.0], [1.0], [0.0]])
nn = NeuralNetwork(X, y)
for i in range(5):
    nn.feedforward()
    loss = np.sum((nn.y - nn.output) ** 2)
    nn.backprop()
    print('pass', i)
""",
        one_pass=(("range(5)", "range(1)"), ("nn.backprop()\n    print", "pass\n    print")),
    ),
    "lists of biases and weights": Program(
        """import numpy as np

class Network:
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        for b, w in zip(self.biases, self.weights):
            activation = sigmoid(np.dot(w, activation) + b)
            activations.append(activation)
        cost = 0.5 * np.sum((activations[-1] - y) ** 2)
        delta = (activations[-1] - y) * activations[-1] * (1 - activations[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            a = activations[-l]
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * a * (1 - a)
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return cost, nabla_b, nabla_w

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

np.random.seed(5)
net = Network([2, 3, 2])
x = np.array([[0.4], [-0.9]])
y = np.array([[1.0], [0.0]])
cost, nabla_b, nabla_w = net.backprop(x, y)
print([w.shape for w in nabla_w])
""",
        output="cost",
        gradients={
            **{f"nabla_b[{layer}]": f"net.biases[{layer}]" for layer in (0, 1)},
            **{f"nabla_w[{layer}]": f"net.weights[{layer}]" for layer in (0, 1)},
        },
    ),
    "modules that know their parameters": Program(
        """import numpy as np

class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)

class Module:
    def parameters(self):
        found = []
        for value in self.__dict__.values():
            if isinstance(value, Parameter):
                found.append(value)
            elif isinstance(value, Module):
                found += value.parameters()
        return found
    def __call__(self, x):
        return self.forward(x)

class Dense(Module):
    def __init__(self, w, b):
        self.w = Parameter(w)
        self.b = Parameter(b)
    def forward(self, x):
        self.x = x
        return x @ self.w.data + self.b.data
    def backward(self, g):
        self.w.grad += self.x.T @ g
        self.b.grad += g.sum(axis=0)
        return g @ self.w.data.T

class Net(Module):
    def __init__(self):
        self.one = Dense(np.array([[0.3, -0.2], [0.5, 0.1]]), np.array([0.05, -0.05]))
        self.two = Dense(np.array([[0.7], [-0.4]]), np.array([0.2]))
    def forward(self, x):
        self.h = np.tanh(self.one(x))
        return self.two(self.h)

net = Net()
x = np.array([[1.0, 2.0], [-0.5, 0.4]])
out = net(x)
loss = np.sum(out ** 2)
g = net.two.backward(2 * out)
g = net.one.backward(g * (1 - net.h ** 2))
print(len(net.parameters()), sum(p.data.size for p in net.parameters()))
""",
        gradients={
            f"net.{layer}.{name}.grad": f"net.{layer}.{name}.data"
            for layer in ("one", "two")
            for name in "wb"
        },
    ),
    "activation functions by name": Program(
        """import numpy as np

class Activation:
    def __init__(self, kind):
        assert kind in ('sigmoid', 'tanh', 'softplus')
        self.kind = kind
    def __call__(self, z):
        if self.kind == 'sigmoid':
            return 1 / (1 + np.exp(-z))
        elif self.kind == 'tanh':
            return np.tanh(z)
        return np.log(1 + np.exp(z))
    def derivative(self, a):
        return {
            'sigmoid': lambda: a * (1 - a),
            'tanh': lambda: 1 - a ** 2,
            'softplus': lambda: 1 - np.exp(-a),
        }[self.kind]()

W = np.array([[0.2, -0.5, 0.1], [0.4, 0.3, -0.6]])
v = np.array([0.5, -1.0, 0.8])
x = np.array([1.2, -0.4])
acts = [Activation(k) for k in ('sigmoid', 'tanh', 'softplus')]
loss = 0.0
dW = np.zeros_like(W)
for act in acts:
    a = act(x @ W)
    loss = loss + (a @ v) ** 2
    da = 2 * (a @ v) * v
    dW += np.outer(x, da * act.derivative(a))
""",
        gradients={"dW": "W"},
    ),
}
