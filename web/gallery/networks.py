"""Networks of two and three layers, and what stands between the layers."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "one-neuron",
        "A neuron",
        "A gate, not a brain: it weighs what comes in, adds a bias and squashes the sum.",
        """
z = np.dot(w, x) + b
a = np.tanh(z)
""",
        {"x": [1, -2, 0.5], "w": [0.4, 0.3, -0.8], "b": 0.2},
        words="weighted sum, perceptron, biological neuron, tanh, 神经元",
    ),
    example(
        "neuron-layer",
        "A layer of neurons",
        "A row of W is one neuron; the second is off, so its row and its bias get no gradient.",
        """
z = W @ x + b
h = np.maximum(0, z)
loss = np.sum(h**2)
""",
        {"x": [1, -2], "W": [[0.5, -0.3], [-0.4, 0.2], [0.1, -0.6]], "b": [0.1, 0, -0.2]},
        words="hidden layer, fully connected, ReLU, 神经网络 隐藏层",
    ),
    example(
        "two-layer-sigmoid",
        "Two layers with a sigmoid",
        "The whole forward pass of a small network in three lines, with drawn weights.",
        """
np.random.seed(0)
N, D_in, H, D_out = 4, 3, 5, 2
x, y = np.random.randn(N, D_in), np.random.randn(N, D_out)
w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)

h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()
""",
        words="neural network, hidden layer, twenty lines of NumPy, 两层神经网络",
    ),
    example(
        "two-layer-relu",
        "Two-layer network",
        "Where the hidden layer is 0 nothing passes back; each bias gradient is a sum over N.",
        """
np.random.seed(1)
N, D, H, C = 4, 3, 5, 3
X = np.random.randn(N, D)
y = np.array([0, 2, 1, 2])
W1, b1 = 0.5 * np.random.randn(D, H), np.zeros(H)
W2, b2 = 0.5 * np.random.randn(H, C), np.zeros(C)

h = np.maximum(0, X @ W1 + b1)
scores = h @ W2 + b2
e = np.exp(scores - scores.max(axis=1, keepdims=True))
p = e / e.sum(axis=1, keepdims=True)
loss = -np.log(p[np.arange(N), y]).mean()
""",
        words="neural network, multilayer perceptron, MLP, two-layer net, hidden layer, "
        "fully connected, assignment, 两层神经网络 多层感知机 反向传播",
    ),
    example(
        "three-layer",
        "Three layers, one column in",
        "f is called twice: each call becomes gates of its own.",
        """
f = lambda x: 1.0/(1.0 + np.exp(-x))
np.random.seed(2)
x = np.random.randn(3, 1)
W1, b1 = np.random.randn(4, 3), np.random.randn(4, 1)
W2, b2 = np.random.randn(4, 4), np.random.randn(4, 1)
W3, b3 = np.random.randn(1, 4), np.random.randn(1, 1)

h1 = f(np.dot(W1, x) + b1)
h2 = f(np.dot(W2, h1) + b2)
out = np.dot(W3, h2) + b3
""",
        words="three-layer network, lambda, forward pass, deep network, 三层神经网络",
    ),
    example(
        "batch-norm",
        "Batch norm",
        "Mean and variance belong to the whole column, so each row's gradient depends on all rows.",
        """
eps = 1e-5
mu = X.mean(axis=0)
centred = X - mu
var = np.mean(centred**2, axis=0)
xhat = centred / np.sqrt(var + eps)
out = gamma * xhat + beta
loss = np.sum(out * T)
""",
        {
            "X": [[1, 20, -3], [3, 25, 0], [2, 10, 1], [6, 15, 2]],
            "gamma": [1, 0.5, 2],
            "beta": [0, 1, -1],
            "T": [[1, 0, -1], [0, 2, 1], [-1, 1, 0], [0.5, -0.5, 1]],
        },
        words="batch normalization, BatchNorm, mean, variance, 批归一化",
    ),
    example(
        "layer-norm",
        "Layer norm",
        "The same formula along the other axis: every row is normalised by itself.",
        """
eps = 1e-5
mu = x.mean(axis=-1, keepdims=True)
var = x.var(axis=-1, keepdims=True)
xhat = (x - mu) / np.sqrt(var + eps)
out = gamma * xhat + beta
loss = np.sum(out * T)
""",
        {
            "x": [[1, 4, -2, 0], [10, 30, 20, 50]],
            "gamma": [1, 0.5, 2, 1],
            "beta": [0, 0.5, -1, 0],
            "T": [[1, 0, -1, 2], [0, 1, 1, -1]],
        },
        words="layer normalization, LayerNorm, transformer, 层归一化",
    ),
    example(
        "dropout",
        "Dropout",
        "The mask is drawn once; where it is 0 neither the value nor the gradient passes.",
        """
keep = 0.5
np.random.seed(3)
mask = (np.random.rand(*h.shape) < keep) / keep
out = h * mask
loss = np.sum((out @ w)**2)
""",
        {"h": [[1, -2, 0.5, 3], [0.2, 1, -1, 2]], "w": [0.5, -1, 2, 0.3]},
        words="regularization, mask, inverted dropout, keep probability, 随机失活",
    ),
)
