"""Backward passes written by hand, most with a slip inside: they open in Check."""

from web.gallery.entry import Entry, example

_TWO_LAYERS = """
np.random.seed(0)
X = np.random.randn(5, 4)
y = np.array([0, 2, 1, 2, 0])
W1, b1 = 0.5 * np.random.randn(4, 6), np.zeros(6)
W2, b2 = 0.5 * np.random.randn(6, 3), np.zeros(3)
N = X.shape[0]

# forward
h = np.maximum(0, X @ W1 + b1)
scores = h @ W2 + b2
e = np.exp(scores)
p = e / e.sum(axis=1, keepdims=True)
loss = -np.log(p[np.arange(N), y]).mean()

# backward
dscores = p.copy()
dscores[np.arange(N), y] -= 1
dscores /= N
dW2 = h.T @ dscores
db2 = dscores.sum(axis=0)
dh = dscores @ W2.T
dh[h <= 0] = 0
db1 = dh.sum(axis=1)
dW1 = X.T @ dh
"""

SLIPS: tuple[Entry, ...] = (
    example(
        "check-backward",
        "Check a backward pass",
        "A two-layer network's gradients, judged line by line: one adds up along the wrong axis.",
        _TWO_LAYERS,
        mode="check",
        words="my own backward pass, homework, assignment, gradient check, debug, axis, bias, "
        "two-layer net, 反向传播 检查 作业",
    ),
    example(
        "check-relu",
        "Two-layer network with a slip",
        "The network of the lecture's notes; one line lets through what its ReLU has blocked.",
        """
np.random.seed(0)
x = np.random.randn(4, 3)
y = np.random.randn(4, 2)
w1 = np.random.randn(3, 5)
w2 = np.random.randn(5, 2)

# forward
h = x.dot(w1)
h_relu = np.maximum(h, 0)
y_pred = h_relu.dot(w2)
loss = np.square(y_pred - y).sum()

# backward
grad_y_pred = 2.0 * (y_pred - y)
grad_w2 = h_relu.T.dot(grad_y_pred)
grad_h_relu = grad_y_pred.dot(w2.T)
grad_h = grad_h_relu.copy()
grad_w1 = x.T.dot(grad_h)

w1 -= 1e-4 * grad_w1
w2 -= 1e-4 * grad_w2
""",
        mode="check",
        words="missing mask, ReLU backward, lecture notes, 两层神经网络 检查",
    ),
    example(
        "check-bias",
        "A bias gradient left unsummed",
        "b is repeated for every row, so its gradient is a sum over the rows: the shapes say so.",
        """
X = np.array([[1.0, -2.0, 0.5], [0.0, 1.0, 2.0], [-1.0, 3.0, 1.0]])
W = np.array([[0.2, -0.4], [0.5, 0.1], [-0.3, 0.7]])
b = np.array([0.1, -0.2])
T = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

# forward
Y = X @ W + b
loss = np.sum((Y - T)**2) / 2

# backward
dY = Y - T
dW = X.T @ dY
db = dY
""",
        mode="check",
        words="broadcast, unbroadcast, shape, axis 0, batch, 偏置 广播 检查",
    ),
    example(
        "check-mean",
        "A forgotten 1/N",
        "The loss is a mean, so every gradient has its 1/N: one of the two lines has lost it.",
        """
X = np.array([[1, 2], [3, -1], [0.5, 1]])
y = np.array([0, 2, 1])
W = np.array([[0.1, 0.3, -0.2], [0.2, -0.1, 0.4]])
b = np.zeros(3)
N = X.shape[0]

# forward
scores = X.dot(W) + b
e = np.exp(scores)
probs = e / e.sum(axis=1, keepdims=True)
correct = probs[np.arange(N), y]
loss = -np.sum(np.log(correct)) / N

# backward
dscores = probs.copy()
dscores[np.arange(N), y] -= 1
dW = X.T.dot(dscores) / N
db = np.sum(dscores, axis=0)
""",
        mode="check",
        words="scale, average, batch size, softmax, 平均 检查",
    ),
    example(
        "check-name",
        "One name stored, another used",
        "grad_h is stored, grad_hidden is read; and a second line overwrites what a fork adds.",
        """
x, y, a, b = 1.5, -0.5, 2.0, -1.0

# forward
h = a * x + b
e = h - y
loss = e**2 + 0.1 * a**2

# backward
grad_e = 2 * e
grad_h = grad_e
da = grad_hidden * x
da = 0.2 * a
db = grad_h
""",
        mode="check",
        words="undefined name, NameError, typo, overwritten, accumulate, 变量名 检查",
    ),
)

NEURON = example(
    "check-neuron",
    "Sigmoid neuron of the slides",
    "Its dx0 is taken from the rounded 0.20 of the slide: no error, and Check says why.",
    """
w0, x0 = 2.0, -1.0
w1, x1 = -3.0, -2.0
w2 = -3.0

# forward
dot = w0*x0 + w1*x1 + w2
f = 1.0 / (1 + np.exp(-dot))

# backward
ddot = (1 - f) * f
dw0 = x0 * ddot
dx0 = 0.40
dw1 = x1 * ddot
dx1 = w1 * ddot
dw2 = ddot
""",
    mode="check",
    words="rounding, sigmoid, neuron, backprop in practice, 神经元 检查",
)

SOFTMAX = example(
    "check-softmax",
    "Softmax with its backward pass",
    "Every line of it is right: 1/N stands where the loss has its mean, and only there.",
    """
X = np.array([[1, 2], [3, -1], [0.5, 1]])
y = np.array([0, 2, 1])
W = np.array([[0.1, 0.3, -0.2], [0.2, -0.1, 0.4]])
b = np.zeros(3)
N = X.shape[0]

# forward
scores = X.dot(W) + b
e = np.exp(scores)
probs = e / e.sum(axis=1, keepdims=True)
correct = probs[np.arange(N), y]
loss = -np.sum(np.log(correct)) / N

# backward
dscores = probs.copy()
dscores[np.arange(N), y] -= 1
dW = X.T.dot(dscores) / N
db = np.sum(dscores, axis=0) / N
""",
    mode="check",
    words="all right, correct, solution, assignment, linear classifier, softmax 反向传播 检查",
)
