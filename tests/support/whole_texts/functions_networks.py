"""Functions of networks that are defined and never called."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, arrays, labels

KIND = "functions"


def function(name: str, text: str, call: str, /, **values: object) -> WholeText:
    return WholeText(name, KIND, text, f"{text}\n{call}\n", values=values)


TEXTS = (
    function(
        "two layers, with the derivative of the sigmoid beside them",
        """import numpy as np

def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def dsigmoid(y):
    return y * (1.0 - y)

def forward(x, W1, b1, W2, b2):
    z1 = np.dot(x, W1) + b1
    a1 = sigmoid(z1)
    z2 = np.dot(a1, W2) + b2
    return sigmoid(z2)
""",
        "answer = forward(x, W1, b1, W2, b2)",
        **arrays(x=(4, 3), W1=(3, 5), b1=(5,), W2=(5, 2), b2=(2,)),
    ),
    function(
        "a deep net's forward pass over a dictionary of parameters",
        '''import numpy as np

def relu(Z):
    return np.maximum(0, Z)

def sigmoid(Z):
    return 1/(1+np.exp(-Z))

def forward_propagation(X, parameters):
    """
    Argument:
    X -- input data of size (n_x, m)
    parameters -- python dictionary containing your parameters

    Returns:
    A3 -- the output of the last layer
    cache -- a tuple with all the intermediate values
    """
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    W3 = parameters["W3"]
    b3 = parameters["b3"]

    # LINEAR -> RELU -> LINEAR -> RELU -> LINEAR -> SIGMOID
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)

    cache = (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache
''',
        """names = {"W1": parameters_W1, "b1": parameters_b1, "W2": parameters_W2}
names |= {"b2": parameters_b2, "W3": parameters_W3, "b3": parameters_b3}
answer = forward_propagation(X, names)[0]""",
        **arrays(X=(3, 6), parameters_W1=(4, 3), parameters_b1=(4, 1), parameters_W2=(3, 4)),
        **arrays(1, parameters_b2=(3, 1), parameters_W3=(1, 3), parameters_b3=(1, 1)),
    ),
    function(
        "a recurrent network's loss function over global weights",
        '''"""
character level recurrent network, just the loss function
"""
import numpy as np

data = 'hello world'
chars = sorted(list(set(data)))
data_size, vocab_size = len(data), len(chars)
char_to_ix = { ch:i for i,ch in enumerate(chars) }

# hyperparameters
hidden_size = 8
seq_length = 5

# model parameters
np.random.seed(3)
Wxh = np.random.randn(hidden_size, vocab_size)*0.1 # input to hidden
Whh = np.random.randn(hidden_size, hidden_size)*0.1 # hidden to hidden
Why = np.random.randn(vocab_size, hidden_size)*0.1 # hidden to output
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))

inputs = [char_to_ix[ch] for ch in data[0:seq_length]]
targets = [char_to_ix[ch] for ch in data[1:seq_length+1]]
hprev = np.zeros((hidden_size,1))

def lossFun(inputs, targets, hprev):
  xs, hs, ys, ps = {}, {}, {}, {}
  hs[-1] = np.copy(hprev)
  loss = 0
  # forward
  for t in range(len(inputs)):
    xs[t] = np.zeros((vocab_size,1)) # one-hot
    xs[t][inputs[t]] = 1
    hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh)
    ys[t] = np.dot(Why, hs[t]) + by
    ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t]))
    loss += -np.log(ps[t][targets[t],0])
  # backward
  dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
  dbh, dby = np.zeros_like(bh), np.zeros_like(by)
  dhnext = np.zeros_like(hs[0])
  for t in reversed(range(len(inputs))):
    dy = np.copy(ps[t])
    dy[targets[t]] -= 1
    dWhy += np.dot(dy, hs[t].T)
    dby += dy
    dh = np.dot(Why.T, dy) + dhnext
    dhraw = (1 - hs[t] * hs[t]) * dh
    dbh += dhraw
    dWxh += np.dot(dhraw, xs[t].T)
    dWhh += np.dot(dhraw, hs[t-1].T)
    dhnext = np.dot(Whh.T, dhraw)
  for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
    np.clip(dparam, -5, 5, out=dparam)
  return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs)-1]
''',
        "answer = lossFun(inputs, targets, hprev)[0]",
    ),
    function(
        "a two-layer net's loss with its gradients",
        """def two_layer_loss(X, y, W1, b1, W2, b2, reg=0.1):
    N = X.shape[0]
    hidden = np.maximum(0, X.dot(W1) + b1)
    scores = hidden.dot(W2) + b2

    shifted = scores - np.max(scores, axis=1, keepdims=True)
    probs = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
    loss = -np.sum(np.log(probs[np.arange(N), y])) / N
    loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

    grads = {}
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    grads['W2'] = hidden.T.dot(dscores) + 2 * reg * W2
    grads['b2'] = np.sum(dscores, axis=0)
    dhidden = dscores.dot(W2.T)
    dhidden[hidden <= 0] = 0
    grads['W1'] = X.T.dot(dhidden) + 2 * reg * W1
    grads['b1'] = np.sum(dhidden, axis=0)
    return loss, grads
""",
        "answer = two_layer_loss(X, y.astype(int), W1, b1, W2, b2)[0]",
        **arrays(X=(6, 4), W1=(4, 5), b1=(5,), W2=(5, 3), b2=(3,)),
        y=labels(6, 3),
    ),
    function(
        "scaled dot-product attention",
        '''import numpy as np

def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

def attention(Q, K, V):
    """Q: (n, d), K: (m, d), V: (m, d_v)"""
    d_k = K.shape[-1]
    scores = Q @ K.T / np.sqrt(d_k)
    weights = softmax(scores)
    return weights @ V
''',
        "answer = attention(Q, K, V)",
        **arrays(Q=(3, 4), K=(5, 4), V=(5, 2)),
    ),
    function(
        "one step of an LSTM",
        """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm_step(x, prev_h, prev_c, Wx, Wh, b):
    # x: (N, D), prev_h: (N, H), prev_c: (N, H), Wx: (D, 4H), Wh: (H, 4H), b: (4H,)
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, :H])
    f = sigmoid(a[:, H:2*H])
    o = sigmoid(a[:, 2*H:3*H])
    g = np.tanh(a[:, 3*H:])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    return next_h, next_c
""",
        "answer = lstm_step(x, prev_h, prev_c, Wx, Wh, b)[0]",
        **arrays(x=(2, 3), prev_h=(2, 4), prev_c=(2, 4), Wx=(3, 16), Wh=(4, 16), b=(16,)),
    ),
    function(
        "a recurrent forward pass over the columns of x",
        """def rnn_forward(x, h0, Wx, Wh, b):
    h = h0
    outputs = []
    for t in range(x.shape[0]):
        h = np.tanh(Wx @ x[t] + Wh @ h + b)
        outputs.append(h)
    return h
""",
        "answer = rnn_forward(x, h0, Wx, Wh, b)",
        **arrays(x=(4, 3), h0=(5,), Wx=(5, 3), Wh=(5, 5), b=(5,)),
    ),
)
