"""Small networks as scripts: trained, tied, residual, mixed."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "two layers with relu, trained": Program(
        """import numpy as np

N, D_in, H, D_out = 4, 5, 6, 2
rng = np.random.RandomState(0)
x = rng.randn(N, D_in)
y = rng.randn(N, D_out)
w1 = rng.randn(D_in, H) * 0.5
w2 = rng.randn(H, D_out) * 0.5
learning_rate = 1e-3
for t in range(10):
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    y_pred = h_relu.dot(w2)
    loss = np.square(y_pred - y).sum()
    print(t, round(float(loss), 5))

    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T.dot(grad_y_pred)
    grad_h_relu = grad_y_pred.dot(w2.T)
    grad_h = grad_h_relu.copy()
    grad_h[h < 0] = 0
    grad_w1 = x.T.dot(grad_h)

    w1 -= learning_rate * grad_w1
    w2 -= learning_rate * grad_w2
""",
        gradients={"grad_w1": "w1", "grad_w2": "w2"},
        one_pass=(
            ("range(10)", "range(1)"),
            ("w1 -= learning_rate * grad_w1", "pass"),
            ("w2 -= learning_rate * grad_w2", "pass"),
        ),
    ),
    "spiral data and a linear classifier": Program(
        """import numpy as np

np.random.seed(0)
N, D, K = 4, 2, 3
X = np.zeros((N * K, D))
y = np.zeros(N * K, dtype='uint8')
for j in range(K):
    ix = range(N * j, N * (j + 1))
    r = np.linspace(0.1, 1, N)
    t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
    X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
    y[ix] = j
W = 0.5 * np.random.randn(D, K)
b = np.zeros((1, K))
scores = np.dot(X, W) + b
exp_scores = np.exp(scores)
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
correct_logprobs = -np.log(probs[range(N * K), y])
loss = np.sum(correct_logprobs) / (N * K)
dscores = probs
dscores[range(N * K), y] -= 1
dscores /= N * K
dW = np.dot(X.T, dscores)
db = np.sum(dscores, axis=0, keepdims=True)
""",
        gradients={"dW": "W", "db": "b"},
    ),
    "an autoencoder": Program(
        """import numpy as np

np.random.seed(6)
x = np.random.rand(5, 4)
We = np.random.randn(4, 2) * 0.4
Wd = np.random.randn(2, 4) * 0.4

def encode(x):
    return np.tanh(x @ We)

def decode(code):
    return code @ Wd

code = encode(x)
xhat = decode(code)
diff = xhat - x
loss = np.mean(diff ** 2)

dxhat = 2 * diff / diff.size
dWd = code.T @ dxhat
dcode = dxhat @ Wd.T
dWe = x.T @ (dcode * (1 - code ** 2))
""",
        gradients={"dWd": "Wd", "dWe": "We"},
    ),
    "two towers with one weight": Program(
        """import numpy as np

W = np.array([[0.4, -0.2], [0.1, 0.7], [-0.5, 0.3]])
a = np.array([1.0, 0.5, -0.3])
b = np.array([0.2, -1.0, 0.8])
same = 0.0

def embed(v):
    return np.tanh(v @ W)

ea, eb = embed(a), embed(b)
gap = ea - eb
dist = np.sqrt(np.sum(gap ** 2))
margin = 2.0
loss = 0.5 * dist ** 2 if same else 0.5 * max(0.0, margin - dist) ** 2
ddist = -(margin - dist)
dgap = ddist * gap / dist
dW = np.outer(a, dgap * (1 - ea ** 2)) - np.outer(b, dgap * (1 - eb ** 2))
print(f"distance {dist:.4f}, loss {loss:.4f}")
""",
        gradients={"dW": "W"},
    ),
    "a residual block": Program(
        """import numpy as np

np.random.seed(8)
x = np.random.randn(3, 4)
W1 = np.random.randn(4, 4) * 0.3
W2 = np.random.randn(4, 4) * 0.3
target = np.ones((3, 4)) * 0.5

h = np.maximum(0, x @ W1)
out = x + h @ W2
loss = ((out - target) ** 2).mean()

dout = 2 * (out - target) / out.size
dW2 = h.T @ dout
dh = dout @ W2.T
dh[h <= 0] = 0
dW1 = x.T @ dh
dx = dout + dh @ W1.T
""",
        gradients={"dW1": "W1", "dW2": "W2", "dx": "x"},
    ),
    "a mixture of experts": Program(
        """import numpy as np

x = np.array([0.5, -1.0, 0.25])
experts = [np.array([0.2, 0.4, -0.1]), np.array([-0.3, 0.8, 0.5])]
G = np.array([[0.1, -0.2], [0.3, 0.2], [0.0, 0.4]])

def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()

gate = softmax(x @ G)
votes = [np.tanh(w @ x) for w in experts]
y = sum(g * v for g, v in zip(gate, votes))
target = 0.7
loss = (y - target) ** 2
print('gates', ' '.join(f'{g:.3f}' for g in gate))
"""
    ),
}
