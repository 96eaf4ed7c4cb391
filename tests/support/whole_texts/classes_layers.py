"""Layers, losses and models as classes that are never made."""

from __future__ import annotations

from tests.support.whole_texts.classes_networks import uncalled_class
from tests.support.whole_texts.whole_text import arrays

TEXTS = (
    uncalled_class(
        "an affine layer that is given its weights",
        """class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        out = np.dot(x, self.W) + self.b
        return out

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx
""",
        "answer = np.sum((np.dot(x, W) + b) * dout)",
        **arrays(x=(4, 3), W=(3, 2), b=(2,), dout=(4, 2)),
    ),
    uncalled_class(
        "a multiplication gate",
        """class MultiplyGate(object):
    def forward(self, x, y):
        z = x * y
        self.x = x
        self.y = y
        return z
    def backward(self, dz):
        dx = self.y * dz
        dy = self.x * dz
        return [dx, dy]
""",
        "answer = np.sum(MultiplyGate().forward(x, y) * dz)",
        x=1.0,
        y=1.0,
        dz=1.0,
    ),
    uncalled_class(
        "softmax with its loss as a layer",
        """import numpy as np

def softmax(a):
    a = a - np.max(a, axis=1, keepdims=True)
    return np.exp(a) / np.sum(np.exp(a), axis=1, keepdims=True)

def cross_entropy_error(y, t):
    batch_size = y.shape[0]
    return -np.sum(t * np.log(y + 1e-7)) / batch_size

class SoftmaxWithLoss:
    def __init__(self):
        self.loss = None
        self.y = None
        self.t = None

    def forward(self, x, t):
        self.t = t
        self.y = softmax(x)
        self.loss = cross_entropy_error(self.y, self.t)
        return self.loss

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        return (self.y - self.t) / batch_size
""",
        "answer = SoftmaxWithLoss().forward(x, t)",
        **arrays(x=(4, 3), t=(4, 3)),
    ),
    uncalled_class(
        "linear regression with fit and predict",
        """import numpy as np

class LinearRegression:
    def __init__(self):
        self.weights = np.array([0.4, -0.2, 0.1])
        self.bias = 0.3

    def predict(self, X):
        return X @ self.weights + self.bias

    def score(self, X, y):
        return np.mean((self.predict(X) - y) ** 2)
""",
        "answer = LinearRegression().predict(X)",
        **arrays(X=(5, 3)),
    ),
    uncalled_class(
        "a recurrent cell with a step",
        """import numpy as np

class RNN:
    def __init__(self):
        rng = np.random.RandomState(4)
        self.W_hh = rng.randn(4, 4) * 0.1
        self.W_xh = rng.randn(4, 3) * 0.1
        self.W_hy = rng.randn(2, 4) * 0.1
        self.h = np.zeros(4)

    def step(self, x):
        # update the hidden state
        self.h = np.tanh(np.dot(self.W_hh, self.h) + np.dot(self.W_xh, x))
        # compute the output vector
        y = np.dot(self.W_hy, self.h)
        return y
""",
        "answer = RNN().step(x)",
        **arrays(x=(3,)),
    ),
    uncalled_class(
        "an autoencoder with type hints",
        '''from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Autoencoder:
    """Encodes 6 numbers as 2 and decodes them."""

    def __init__(self, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.encoder: NDArray = rng.normal(0.0, 0.3, size=(6, 2))
        self.decoder: NDArray = rng.normal(0.0, 0.3, size=(2, 6))

    def encode(self, x: NDArray) -> NDArray:
        return np.tanh(x @ self.encoder)

    def forward(self, x: NDArray) -> float:
        error = self.encode(x) @ self.decoder - x
        return float(np.mean(error**2))
''',
        "answer = Autoencoder().forward(x)",
        **arrays(x=(5, 6)),
    ),
)
