"""Networks as classes: parameters in dictionaries, lists of layers, loss that returns gradients."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "a two-layer net with params": Program(
        """import numpy as np

class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=0.5):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N, D = X.shape
        h = np.maximum(0, X.dot(W1) + b1)
        scores = h.dot(W2) + b2
        if y is None:
            return scores
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
        loss = -np.sum(np.log(probs[np.arange(N), y])) / N
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        grads = {}
        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads['W2'] = h.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = np.sum(dscores, axis=0)
        dh = dscores.dot(W2.T)
        dh[h <= 0] = 0
        grads['W1'] = X.T.dot(dh) + 2 * reg * W1
        grads['b1'] = np.sum(dh, axis=0)
        return loss, grads

np.random.seed(0)
net = TwoLayerNet(4, 5, 3)
np.random.seed(1)
X = np.random.randn(5, 4)
y = np.array([0, 1, 2, 2, 1])
loss, grads = net.loss(X, y, reg=0.05)
print('loss', round(float(loss), 6), sorted(grads))
""",
        gradients={f"grads['{n}']": f"net.params['{n}']" for n in ("W1", "b1", "W2", "b2")},
    ),
    "a fully connected net of n layers": Program(
        """import numpy as np

def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T), x.T.dot(dout), dout.sum(axis=0)

def softmax_loss(x, y):
    probs = np.exp(x - np.max(x, axis=1, keepdims=True))
    probs /= np.sum(probs, axis=1, keepdims=True)
    N = x.shape[0]
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    return loss, dx / N

class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=3, num_classes=3, reg=0.0, weight_scale=0.4):
        self.reg = reg
        self.num_layers = 1 + len(hidden_dims)
        self.params = {}
        dims = [input_dim] + hidden_dims + [num_classes]
        for i in range(self.num_layers):
            self.params['W%d' % (i + 1)] = np.random.randn(dims[i], dims[i + 1]) * weight_scale
            self.params['b%d' % (i + 1)] = np.zeros(dims[i + 1])

    def loss(self, X, y):
        caches, out = [], X
        for i in range(1, self.num_layers + 1):
            out, cache = affine_forward(out, self.params['W%d' % i], self.params['b%d' % i])
            caches.append(cache)
            if i < self.num_layers:
                out = np.tanh(out)
                caches[-1] = (cache, out)
        loss, dout = softmax_loss(out, y)
        grads = {}
        for i in range(self.num_layers, 0, -1):
            W = self.params['W%d' % i]
            loss += 0.5 * self.reg * np.sum(W * W)
            cache = caches[i - 1]
            if i < self.num_layers:
                cache, act = cache
                dout = dout * (1 - act ** 2)
            dout, dw, db = affine_backward(dout, cache)
            grads['W%d' % i] = dw + self.reg * W
            grads['b%d' % i] = db
        return loss, grads

np.random.seed(7)
model = FullyConnectedNet([4, 3], reg=0.1)
X = np.random.randn(4, 3)
y = np.array([0, 2, 1, 1])
loss, grads = model.loss(X, y)
""",
        gradients={f"grads['{k}{i}']": f"model.params['{k}{i}']" for k in "Wb" for i in (1, 2, 3)},
    ),
    "a net as a list of layers": Program(
        """import numpy as np

class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.5
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T

class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out
    def backward(self, grad):
        return grad * (1 - self.out ** 2)

class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)
    def backward(self):
        return 2 * self.diff / self.diff.size

class Sequential:
    def __init__(self, *layers):
        self.layers = layers
    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x
    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

np.random.seed(3)
first, second = Linear(2, 3), Linear(3, 1)
net = Sequential(first, Tanh(), second)
criterion = MSE()
x = np.array([[0.5, -1.0], [1.5, 0.3], [-0.7, 0.9]])
t = np.array([[1.0], [0.0], [0.5]])
loss = criterion.forward(net.forward(x), t)
net.backward(criterion.backward())
print(type(net).__name__, len(net.layers))
""",
        gradients={
            f"{layer}.d{name}": f"{layer}.{name}" for layer in ("first", "second") for name in "Wb"
        },
    ),
}
