"""Networks as classes that are never made."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, arrays, labels

KIND = "classes"


def uncalled_class(name: str, text: str, call: str, /, **values: object) -> WholeText:
    return WholeText(name, KIND, text, f"{text}\n{call}\n", values=values)


TEXTS = (
    uncalled_class(
        "a two-layer net with weights of its own",
        """import numpy as np

class NeuralNetwork:
    def __init__(self):
        np.random.seed(1)
        self.W1 = np.random.randn(3, 4)
        self.b1 = np.zeros((1, 4))
        self.W2 = np.random.randn(4, 1)
        self.b2 = np.zeros((1, 1))

    def sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def forward(self, X):
        self.z1 = np.dot(X, self.W1) + self.b1
        self.a1 = self.sigmoid(self.z1)
        self.z2 = np.dot(self.a1, self.W2) + self.b2
        return self.sigmoid(self.z2)
""",
        "answer = NeuralNetwork().forward(X)",
        **arrays(X=(5, 3)),
    ),
    uncalled_class(
        "a net whose sizes are its arguments",
        """import numpy as np

class TwoLayerNet(object):
    def __init__(self, input_size, hidden_size, output_size, std=1e-1):
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
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean() + reg * (np.sum(W1**2) + np.sum(W2**2))
        return loss
""",
        """net = TwoLayerNet(*W1.shape, W2.shape[1])
net.params = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
answer = net.loss(X, y.astype(int))""",
        **arrays(X=(5, 3), W1=(3, 4), b1=(4,), W2=(4, 2), b2=(2,)),
        y=labels(5, 2),
    ),
    uncalled_class(
        "a perceptron with a method that predicts",
        """import numpy as np

class Perceptron:
    def __init__(self, w, b):
        self.w = w
        self.b = b

    def predict(self, x):
        return np.tanh(np.dot(self.w, x) + self.b)
""",
        "answer = Perceptron(w, b).predict(x)",
        **arrays(w=(3,), x=(3,)),
        b=1.0,
    ),
    uncalled_class(
        "layers as classes and a net that holds them",
        """import numpy as np

class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.RandomState(seed)
        self.W = rng.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)

    def __call__(self, x):
        return x @ self.W + self.b

class ReLU:
    def __call__(self, x):
        return np.maximum(x, 0)

class MLP:
    def __init__(self):
        self.layers = [Linear(4, 6, 0), ReLU(), Linear(6, 2, 1)]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
""",
        "answer = MLP()(x)",
        **arrays(x=(3, 4)),
    ),
    uncalled_class(
        "an LSTM cell with a dictionary of weights",
        """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

class LSTMCell:
    def __init__(self):
        rng = np.random.RandomState(7)
        self.p = {k: rng.randn(4, 7) * 0.3 for k in ('Wf', 'Wi', 'Wo', 'Wc')}
        self.bias = np.zeros(4)

    def forward(self, x, h, c):
        z = np.concatenate([h, x])
        f = sigmoid(self.p['Wf'] @ z + self.bias)
        i = sigmoid(self.p['Wi'] @ z + self.bias)
        o = sigmoid(self.p['Wo'] @ z + self.bias)
        c = f * c + i * np.tanh(self.p['Wc'] @ z + self.bias)
        return o * np.tanh(c)
""",
        "answer = LSTMCell().forward(x, h, c)",
        **arrays(x=(3,), h=(4,), c=(4,)),
    ),
    uncalled_class(
        "a neuron of scalars",
        """import math

class Neuron:
    def __init__(self):
        self.w = [0.5, -0.3]
        self.b = 0.1

    def activate(self, total):
        return 1 / (1 + math.exp(-total))

    def forward(self, x1, x2):
        return self.activate(self.w[0] * x1 + self.w[1] * x2 + self.b)
""",
        "answer = Neuron().forward(x1, x2)",
        x1=1.0,
        x2=1.0,
    ),
    uncalled_class(
        "a network of a list of sizes",
        """import numpy as np

sizes = [3, 5, 2]

class Network(object):

    def __init__(self, sizes):
        np.random.seed(0)
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a

def sigmoid(z):
    return 1.0/(1.0+np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z)*(1-sigmoid(z))
""",
        "answer = Network(sizes).feedforward(a)",
        **arrays(a=(3, 1)),
    ),
    uncalled_class(
        "a softmax regression with Chinese comments",
        """import numpy as np

# 定义一个 softmax 回归类
class SoftmaxRegression:
    def __init__(self):
        # 初始化权重
        np.random.seed(2)
        self.W = 0.01 * np.random.randn(4, 3)
        self.b = np.zeros((1, 3))

    # 前向传播
    def forward(self, X):
        z = np.dot(X, self.W) + self.b
        z = z - np.max(z, axis=1, keepdims=True)
        return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)

    # 计算交叉熵损失
    def loss(self, X, y):
        p = self.forward(X)
        return -np.mean(np.log(p[np.arange(len(y)), y]))
""",
        "answer = SoftmaxRegression().forward(X)",
        **arrays(X=(5, 4)),
        y=labels(5, 3),
    ),
)
