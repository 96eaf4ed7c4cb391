"""The kinds of dictionaries of the library, and sets."""

from __future__ import annotations

PROGRAMS = {
    "an ordered dictionary": """
from collections import OrderedDict

layers = OrderedDict()
layers['scale'] = lambda v: 1.5 * v
layers['shift'] = lambda v: v - 0.3
layers['squash'] = lambda v: math.tanh(v)
x = 0.45
y = x
for name, layer in layers.items():
    y = layer(y)
layers.move_to_end('scale')
print(list(layers.keys()), next(iter(layers)))
loss = y ** 2
""",
    "a default dictionary": """
from collections import defaultdict

grads = defaultdict(float)
groups = defaultdict(list)
w = {'a': 1.0, 'b': 0.5}
x = 1.3
for name in ['a', 'b', 'a']:
    grads[name] += w[name] * x
    groups[name].append(x * 2)
print(sorted(groups), len(groups['a']), len(groups['zzz']))
loss = grads['a'] * grads['b'] + sum(groups['a'])
""",
    "a counter": """
from collections import Counter

text = "the cat and the hat and the bat"
counts = Counter(text.split())
print(counts['the'], counts['dog'], counts.most_common(2))
temperature = 1.5
weights = [math.exp(n / temperature) for _, n in counts.most_common(3)]
loss = math.log(sum(weights))
""",
    "a counter that grows": """
from collections import Counter

c = Counter('abracadabra')
c.update('aaa')
c['z'] += 2
print(c['a'], c['z'], sum(c.values()), len(c))
p = 0.4
loss = c['a'] * p ** 2 + math.log(p + c['b'])
""",
    "sets and their methods": """
vocab = set()
for word in "a b a c".split():
    vocab.add(word)
other = {'b', 'd'}
print(sorted(vocab | other), sorted(vocab & other), sorted(vocab - other), sorted(vocab ^ other))
print('a' in vocab, len(vocab), vocab >= {'a'}, {'a'}.issubset(vocab), vocab.isdisjoint(other))
vocab.discard('zzz')
vocab.remove('a')
w = 0.9
loss = w ** len(vocab) + len(vocab.union(other)) * w
""",
    "a set in a comprehension": """
words = ['to', 'be', 'or', 'not', 'to', 'be']
lengths = {len(w) for w in words}
index = {w: i for i, w in enumerate(sorted(set(words)))}
print(sorted(lengths), index['to'], frozenset(words) == set(words))
emb = [0.1, 0.4, -0.3, 0.8]
loss = sum(emb[index[w]] for w in words) ** 2
""",
    "gradients in a dictionary that match": """
import numpy as np

params = {'W': np.array([[0.5, -0.2], [0.1, 0.9]]), 'b': np.array([0.1, -0.1])}
x = np.array([1.0, 2.0])
z = params['W'].dot(x) + params['b']
loss = np.sum(z ** 2)
grads = {}
grads['b'] = 2 * z
grads['W'] = np.outer(grads['b'], x)
assert set(grads) == set(params)
new = {k: params[k] - 0.1 * grads[k] for k in params}
after = np.sum((new['W'].dot(x) + new['b']) ** 2)
""",
    "a word count model": """
docs = ["good fun good", "bad dull", "fun fun"]
w = {'good': 1.0, 'bad': -1.5, 'fun': 0.5}
bias = 0.1
scores = []
for d in docs:
    s = bias
    for tok in d.split():
        s += w.get(tok, 0.0)
    scores.append(1 / (1 + math.exp(-s)))
labels = [1, 0, 1]
loss = -sum(math.log(p if t == 1 else 1 - p) for p, t in zip(scores, labels))
""",
}
