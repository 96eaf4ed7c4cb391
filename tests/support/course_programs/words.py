"""Words: embeddings, language models, counts."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "word2vec with negative samples": Program(
        """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def neg_sampling(center, outside_idx, outside, samples):
    u = outside[outside_idx]
    s = sigmoid(np.dot(u, center))
    loss = -np.log(s)
    grad_center = (s - 1) * u
    grad_outside = np.zeros_like(outside)
    grad_outside[outside_idx] += (s - 1) * center
    for k in samples:
        sk = sigmoid(-np.dot(outside[k], center))
        loss -= np.log(sk)
        grad_center += (1 - sk) * outside[k]
        grad_outside[k] += (1 - sk) * center
    return loss, grad_center, grad_outside

np.random.seed(9)
center = np.random.randn(3) * 0.5
outside = np.random.randn(5, 3) * 0.5
loss, grad_center, grad_outside = neg_sampling(center, 1, outside, [0, 3, 3])
print('%.5f' % loss)
""",
        gradients={"grad_center": "center", "grad_outside": "outside"},
    ),
    "word2vec with the whole softmax": Program(
        """import numpy as np

def softmax(x):
    x = x - np.max(x)
    return np.exp(x) / np.sum(np.exp(x))

vocab = ['the', 'quick', 'brown', 'fox']
word2ind = dict(zip(vocab, range(len(vocab))))
rng = np.random.RandomState(3)
V = rng.randn(4, 3) * 0.5
U = rng.randn(4, 3) * 0.5
sentence = 'the quick brown fox'.split()
window = 1
loss = 0.0
dV, dU = np.zeros_like(V), np.zeros_like(U)
for i, word in enumerate(sentence):
    c = word2ind[word]
    for j in range(max(0, i - window), min(len(sentence), i + window + 1)):
        if i == j:
            continue
        o = word2ind[sentence[j]]
        y_hat = softmax(U @ V[c])
        loss += -np.log(y_hat[o])
        delta = y_hat.copy()
        delta[o] -= 1
        dV[c] += U.T @ delta
        dU += np.outer(delta, V[c])
print(len(vocab), word2ind['fox'])
""",
        gradients={"dV": "V", "dU": "U"},
    ),
    "a bigram model": Program(
        """import numpy as np

words = ['anna', 'nan']
chars = ['.'] + sorted(set(''.join(words)))
stoi = {s: i for i, s in enumerate(chars)}
xs, ys = [], []
for w in words:
    chs = ['.'] + list(w) + ['.']
    for ch1, ch2 in zip(chs, chs[1:]):
        xs.append(stoi[ch1])
        ys.append(stoi[ch2])
n = len(xs)
np.random.seed(42)
W = np.random.randn(len(chars), len(chars))
xenc = np.eye(len(chars))[xs]
logits = xenc @ W
counts = np.exp(logits)
probs = counts / counts.sum(1, keepdims=True)
loss = -np.log(probs[np.arange(n), ys]).mean() + 0.01 * (W ** 2).mean()

dlogits = probs.copy()
dlogits[np.arange(n), ys] -= 1
dW = xenc.T @ dlogits / n + 0.01 * 2 * W / W.size
print(n, chars)
""",
        gradients={"dW": "W"},
    ),
    "a continuous bag of words": Program(
        """import numpy as np

text = "we are about to study the idea of a process".split()
vocab = sorted(set(text))
ix = {w: i for i, w in enumerate(vocab)}
data = [([ix[text[i - 1]], ix[text[i + 1]]], ix[text[i]]) for i in range(1, 4)]
np.random.seed(0)
E = np.random.randn(len(vocab), 2) * 0.3
W = np.random.randn(2, len(vocab)) * 0.3
loss = 0.0
dE = np.zeros_like(E)
dW = np.zeros_like(W)
for context, target in data:
    h = E[context].mean(axis=0)
    z = h @ W
    p = np.exp(z - z.max())
    p /= p.sum()
    loss -= np.log(p[target])
    p[target] -= 1
    dW += np.outer(h, p)
    dh = W @ p
    for c in context:
        dE[c] += dh / len(context)
""",
        gradients={"dE": "E", "dW": "W"},
    ),
    "naive bayes with smoothing": Program(
        """import math
from collections import Counter, defaultdict

train = [("good great film", "pos"), ("bad boring film", "neg"), ("great fun", "pos")]
alpha = 0.7
counts = defaultdict(Counter)
prior = Counter()
for text, label in train:
    prior[label] += 1
    counts[label].update(text.split())
vocab = {w for c in counts.values() for w in c}

def log_prob(text, label):
    total = sum(counts[label].values())
    lp = math.log(prior[label] / len(train))
    for w in text.split():
        lp += math.log((counts[label][w] + alpha) / (total + alpha * len(vocab)))
    return lp

scores = {label: log_prob("great film", label) for label in sorted(prior)}
best = max(scores, key=scores.get)
print(best, len(vocab))
loss = scores['neg'] - scores['pos']
"""
    ),
    "a tagger by viterbi": Program(
        """import math

states = ['N', 'V']
start = {'N': 0.6, 'V': 0.4}
trans = {'N': {'N': 0.3, 'V': 0.7}, 'V': {'N': 0.8, 'V': 0.2}}
emit = {'N': {'fish': 0.5, 'swim': 0.1}, 'V': {'fish': 0.3, 'swim': 0.6}}
obs = ['fish', 'swim', 'fish']

V = [{s: math.log(start[s] * emit[s][obs[0]]) for s in states}]
path = {s: [s] for s in states}
for o in obs[1:]:
    V.append({})
    new = {}
    for s in states:
        score, prev = max((V[-2][p] + math.log(trans[p][s] * emit[s][o]), p) for p in states)
        V[-1][s] = score
        new[s] = path[prev] + [s]
    path = new
best, last = max((V[-1][s], s) for s in states)
print(' '.join(path[last]))
loss = -best
"""
    ),
    "perplexity of a small language model": Program(
        """import numpy as np

class LM:
    def __init__(self, vocab, d=3, seed=0):
        rng = np.random.default_rng(seed)
        self.stoi = {w: i for i, w in enumerate(vocab)}
        self.emb = rng.normal(size=(len(vocab), d))
        self.out = rng.normal(size=(d, len(vocab))) * 0.5

    def log_probs(self, word):
        z = self.emb[self.stoi[word]] @ self.out
        return z - np.log(np.sum(np.exp(z)))

    def nll(self, sentence):
        words = sentence.split()
        total = 0.0
        for a, b in zip(words, words[1:]):
            total -= self.log_probs(a)[self.stoi[b]]
        return total / (len(words) - 1)

lm = LM(['a', 'b', 'c'])
nll = lm.nll('a b c a')
ppl = np.exp(nll)
print(f'{ppl:.3f}')
loss = nll
"""
    ),
}
