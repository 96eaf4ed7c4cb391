"""Longer texts that train: sequences, minibatches in methods."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

CHARACTERS = """import numpy as np

# data I/O
data = 'abcabcabd abcabcabd '
chars = sorted(set(data))
data_size, vocab_size = len(data), len(chars)
char_to_ix = {c: i for i, c in enumerate(chars)}

# hyperparameters
hidden_size = 8
seq_length = 4
learning_rate = 1e-1

# model parameters
np.random.seed(0)
Wxh = np.random.randn(hidden_size, vocab_size) * 0.1
Whh = np.random.randn(hidden_size, hidden_size) * 0.1
Why = np.random.randn(vocab_size, hidden_size) * 0.1
bh, by = np.zeros((hidden_size, 1)), np.zeros((vocab_size, 1))

def loss_and_grads(inputs, targets, hprev):
    xs, hs, ps = {}, {-1: np.copy(hprev)}, {}
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((vocab_size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        y = Why @ hs[t] + by
        ps[t] = np.exp(y) / np.sum(np.exp(y))
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        draw = (1 - hs[t] ** 2) * (Why.T @ dy + dhnext)
        dbh += draw
        dWxh += draw @ xs[t].T
        dWhh += draw @ hs[t - 1].T
        dhnext = Whh.T @ draw
    for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
        np.clip(dparam, -5, 5, out=dparam)
    return loss, dWxh, dWhh, dWhy, dbh, dby, hs[len(inputs) - 1]

n, p = 0, 0
mWxh, mWhh, mWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
mbh, mby = np.zeros_like(bh), np.zeros_like(by)
smooth_loss = -np.log(1.0 / vocab_size) * seq_length
while n < 100:
    if p + seq_length + 1 >= len(data) or n == 0:
        hprev = np.zeros((hidden_size, 1))  # reset RNN memory
        p = 0  # go from start of data
    inputs = [char_to_ix[ch] for ch in data[p:p + seq_length]]
    targets = [char_to_ix[ch] for ch in data[p + 1:p + seq_length + 1]]
    loss, dWxh, dWhh, dWhy, dbh, dby, hprev = loss_and_grads(inputs, targets, hprev)
    smooth_loss = smooth_loss * 0.999 + loss * 0.001
    if n % 20 == 0:
        print('iter %d, loss: %f' % (n, smooth_loss))
    for param, dparam, mem in zip([Wxh, Whh, Why, bh, by],
                                  [dWxh, dWhh, dWhy, dbh, dby],
                                  [mWxh, mWhh, mWhy, mbh, mby]):
        mem += dparam * dparam
        param += -learning_rate * dparam / np.sqrt(mem + 1e-8)
    p += seq_length
    n += 1
"""

BACKPROP = '''import random
import numpy as np

class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        """Train the network using mini-batch stochastic gradient descent."""
        n = len(training_data)
        for j in range(epochs):
            random.shuffle(training_data)
            mini_batches = [training_data[k:k+mini_batch_size]
                            for k in range(0, n, mini_batch_size)]
            for mini_batch in mini_batches:
                cost = self.cost(mini_batch)
                self.update_mini_batch(mini_batch, eta)
            print("Epoch {0} complete".format(j))

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a)+b)
        return a

    def cost(self, batch):
        return sum(0.5*np.sum((self.feedforward(x)-y)**2) for x, y in batch)/len(batch)

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_nabla_b, delta_nabla_w = self.backprop(x, y)
            nabla_b = [nb+dnb for nb, dnb in zip(nabla_b, delta_nabla_b)]
            nabla_w = [nw+dnw for nw, dnw in zip(nabla_w, delta_nabla_w)]
        self.weights = [w-(eta/len(mini_batch))*nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b-(eta/len(mini_batch))*nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation)+b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1]-y)*sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l+1].transpose(), delta)*sigmoid_prime(zs[-l])
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l-1].transpose())
        return (nabla_b, nabla_w)

def sigmoid(z):
    return 1.0/(1.0+np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z)*(1-sigmoid(z))

random.seed(1)
np.random.seed(1)
training_data = [(np.random.rand(3, 1), np.random.rand(2, 1)) for _ in range(12)]
net = Network([3, 4, 2])
net.SGD(training_data, 5, 4, 3.0)
'''

IN_ORDER = """import numpy as np

np.random.seed(18)
X = np.random.randn(48, 3)
Y = X @ np.random.randn(3, 2)
W = np.zeros((3, 2))
b = np.zeros(2)
BATCH = 8
for epoch in range(15):
    epoch_loss = 0.0
    for start in range(0, len(X), BATCH):
        xb, yb = X[start:start + BATCH], Y[start:start + BATCH]
        diff = xb @ W + b - yb
        loss = np.mean(np.sum(diff ** 2, axis=1))
        epoch_loss += loss
        W -= 0.05 * 2 * xb.T @ diff / BATCH
        b -= 0.05 * 2 * diff.mean(axis=0)
    print(f"epoch {epoch}: {epoch_loss / 6:.4f}")
"""

LISTED = tuple(f"net.{name}[{i}]" for i in range(2) for name in ("weights", "biases"))

TEXTS = (
    training(
        "characters of a recurrent network with AdaGrad",
        CHARACTERS,
        "smooth_loss = smooth_loss * 0.999 + loss * 0.001",
        iterations=None,
        parameters=("Wxh", "Whh", "Why", "bh", "by"),
    ),
    training(
        "a network whose method shuffles and updates minibatches",
        BACKPROP,
        "cost = self.cost(mini_batch)",
        "cost",
        iterations=15,
        parameters=LISTED,
    ),
    training(
        "batches in order, without a shuffle",
        IN_ORDER,
        "loss = np.mean(np.sum(diff ** 2, axis=1))",
        iterations=90,
        parameters=("W", "b"),
    ),
)
