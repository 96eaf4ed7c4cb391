"""Snippets of slides and lecture notes, which use names without a value."""

from __future__ import annotations

from textwrap import dedent

from tests.support.whole_texts.whole_text import WholeText, arrays, labels

KIND = "snippets"


def snippet(name: str, text: str, output: str, before: str = "", /, **values: object) -> WholeText:
    """A text that leaves its output; ``before`` stands before it in Python."""
    python = f"{before}\n{dedent(text)}\nanswer = {output}\n"
    return WholeText(name, KIND, text, python, values=values)


TEXTS = (
    snippet(
        "a three-layer network's forward pass",
        """# forward-pass of a 3-layer neural network:
f = lambda x: 1.0/(1.0 + np.exp(-x)) # activation function
h1 = f(np.dot(W1, x) + b1) # first hidden layer (4x1)
h2 = f(np.dot(W2, h1) + b2) # second hidden layer (4x1)
out = np.dot(W3, h2) + b3 # output neuron (1x1)
""",
        "out",
        **arrays(x=(3, 1), W1=(4, 3), b1=(4, 1), W2=(4, 4), b2=(4, 1), W3=(1, 4), b3=(1, 1)),
    ),
    snippet(
        "a neuron of three inputs",
        """w = [2, -3, -3] # some weights
x = [-1, -2] # data

# forward pass
dot = w[0]*x[0] + w[1]*x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot)) # sigmoid function

# backward pass through the neuron
ddot = (1 - f) * f
dx = [w[0] * ddot, w[1] * ddot]
dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot]
""",
        "f",
    ),
    snippet(
        "a gate's staged computation",
        """# forward pass
sigy = 1.0 / (1 + math.exp(-y))
num = x + sigy
sigx = 1.0 / (1 + math.exp(-x))
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr
invden = 1.0 / den
f = num * invden
""",
        "f",
        x=1.0,
        y=1.0,
    ),
    snippet(
        "scores and the softmax loss",
        """scores = np.dot(X, W) + b
num_examples = X.shape[0]
# get unnormalized probabilities
exp_scores = np.exp(scores)
# normalize them for each example
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
correct_logprobs = -np.log(probs[range(num_examples), y])
# compute the loss: average cross-entropy loss and regularization
data_loss = np.sum(correct_logprobs) / num_examples
reg_loss = 0.5 * reg * np.sum(W * W)
loss = data_loss + reg_loss
""",
        "loss",
        "y = y.astype(int)",
        **arrays(X=(6, 2), W=(2, 3), b=(1, 3)),
        y=labels(6, 3),
        reg=1.0,
    ),
    snippet(
        "the multiply of two matrices and its gradients",
        """D = W.dot(X)
dW = dD.dot(X.T)
dX = W.T.dot(dD)
""",
        "np.sum(D * dD)",
        **arrays(W=(5, 10), X=(10, 3), dD=(5, 3)),
    ),
    snippet(
        "logistic regression in one example's terms",
        """z = np.dot(w.T, x) + b
a = 1 / (1 + np.exp(-z))
L = -(y * np.log(a) + (1 - y) * np.log(1 - a))
dz = a - y
dw = x * dz
db = dz
""",
        "L",
        **arrays(w=(3, 1), x=(3, 1)),
        b=1.0,
        y=1.0,
    ),
    snippet(
        "ridge regression's objective",
        """residual = y - X @ beta
objective = residual @ residual + lam * beta @ beta
""",
        "objective",
        **arrays(X=(6, 3), y=(6,), beta=(3,)),
        lam=1.0,
    ),
    snippet(
        "the forward pass of two layers with biases as rows",
        """z1 = X.dot(W1) + b1
a1 = np.tanh(z1)
z2 = a1.dot(W2) + b2
exp_scores = np.exp(z2)
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
loss = -np.mean(np.log(probs[range(len(X)), y]))
# Backpropagation
delta3 = probs
delta3[range(len(X)), y] -= 1
dW2 = (a1.T).dot(delta3)
db2 = np.sum(delta3, axis=0, keepdims=True)
delta2 = delta3.dot(W2.T) * (1 - np.power(a1, 2))
dW1 = np.dot(X.T, delta2)
db1 = np.sum(delta2, axis=0)
""",
        "loss",
        "y = y.astype(int)",
        **arrays(X=(6, 2), W1=(2, 3), b1=(1, 3), W2=(3, 2), b2=(1, 2)),
        y=labels(6, 2),
    ),
    snippet(
        "a hidden state of an RNN",
        """h = np.tanh(Whh @ h_prev + Wxh @ x + bh)
y = Why @ h + by
p = np.exp(y) / np.sum(np.exp(y))
loss = -np.log(p[target])
""",
        "loss",
        "target = int(target)",
        **arrays(Whh=(4, 4), h_prev=(4,), Wxh=(4, 3), x=(3,), bh=(4,), Why=(3, 4), by=(3,)),
        target=1,
    ),
    snippet(
        "an inner product with attention weights",
        """scores = (Q @ K.T) / np.sqrt(Q.shape[1])
weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
context = weights @ V
""",
        "context",
        **arrays(Q=(3, 4), K=(5, 4), V=(5, 2)),
    ),
)
