"""Large programs that tests and benchmarks share."""

from __future__ import annotations

CHAIN = """\
x = 0.5
w = 0.9
h = x
for t in range({passes}):
    h = tanh(w * h + x)
loss = h**2
"""

RECURRENT = """\
np.random.seed(0)
W = 0.3 * np.random.randn(4, 4)
U = 0.3 * np.random.randn(4, 3)
X = np.random.randn({passes}, 3)
h = np.zeros(4)
loss = 0
for t in range({passes}):
    h = np.tanh(W @ h + U @ X[t])
    loss += np.sum(h**2)
"""

CLASSIFIER = """\
np.random.seed(0)
X = np.random.randn({rows}, 3)
W1 = np.random.randn(8, 3)
W2 = np.random.randn(8, 8)
w3 = np.random.randn(8)

def neuron(w, x):
    s = 0
    for i in range(len(x)):
        s = s + w[i] * x[i]
    return tanh(s)

def layer(W, x):
    return [neuron(W[j], x) for j in range(len(W))]

loss = 0
for row in range({rows}):
    h1 = layer(W1, X[row])
    h2 = layer(W2, h1)
    y = neuron(w3, h2)
    loss = loss + (y - 1)**2
"""


def straight(lines: int) -> str:
    """A program of so many lines without a group."""
    return "a0 = x * x\n" + "\n".join(
        f"a{line} = tanh(a{line - 1} * x)" for line in range(1, lines)
    )
