"""Texts that read their data from files, the net or another library's collection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.support.whole_texts.whole_text import WholeText, arrays, recorded, without

KIND = "outside data"

HOUSES = """import numpy as np

data = np.loadtxt('ex1data2.txt', delimiter=',')
X = data[:, 0:2]
y = data[:, 2]
theta = np.zeros(2)
b = 0.5
for i in range(400):
    h = X @ theta + b
    cost = np.mean((h - y) ** 2) / 2
    theta = theta - 0.01 * X.T @ (h - y) / len(y)
    b = b - 0.01 * np.mean(h - y)
"""

IRIS = """from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
import numpy as np

iris = load_iris()
X, y = iris.data, iris.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)

np.random.seed(3)
W = np.random.randn(4, 3) * 0.1
b = np.zeros(3)
z = X_train @ W + b
e = np.exp(z - z.max(axis=1, keepdims=True))
p = e / e.sum(axis=1, keepdims=True)
loss = -np.log(p[np.arange(len(p)), y_train]).mean()
"""

TITANIC = """import pandas as pd
import numpy as np

df = pd.read_csv('titanic.csv')
df.head()
df['Age'] = df['Age'].fillna(df['Age'].median())
df = df.drop(['Name', 'Cabin'], axis=1)
X = df[['Pclass', 'Age', 'Fare']].values
y = df['Survived'].values
w = np.array([0.1, -0.2, 0.3])
p = 1 / (1 + np.exp(-(X @ w)))
loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
"""

MNIST = """from tensorflow.keras.datasets import mnist
from tensorflow.keras.utils import to_categorical
import numpy as np
import matplotlib.pyplot as plt

(x_train, y_train), (x_test, y_test) = mnist.load_data()
plt.imshow(x_train[0])
x_train = x_train.reshape(60000, 784).astype('float32') / 255
y_train = to_categorical(y_train, 10)
print('train', x_train.shape)

np.random.seed(1)
W1 = np.random.randn(784, 16) * 0.05
W2 = np.random.randn(16, 10) * 0.05
h = np.maximum(x_train @ W1, 0)
out = h @ W2
loss = np.mean((out - y_train) ** 2)
"""

ARCHIVE = """import numpy as np
with np.load('mnist.npz', allow_pickle=True) as f:
    images = f['x_train'] / 255.0
w = np.array([[0.5], [0.25]])
score = np.tanh(images @ w)
loss = np.sum(score ** 2)
"""

FRAME = """import pandas as pd
data = pd.read_csv('advertising.csv')
w, b = 0.5, 0.1
loss = ((w * data['TV'] + b - data['Sales']) ** 2).mean()
"""

CIFAR = """import numpy as np
import pickle

def unpickle(file):
    with open(file, 'rb') as fo:
        batch = pickle.load(fo)
    return batch

batch = unpickle('data_batch_1')
X = batch['data']
X = X / 255.0
np.random.seed(0)
W = np.random.randn(3072, 4) * 0.01
scores = X.dot(W)
loss = np.mean(scores ** 2)
"""

MADE = """from sklearn.datasets import make_moons
import numpy as np
X, y = make_moons(n_samples=100, noise=0.1)
W = np.array([[0.5], [-0.5]])
for i in range(50):
    p = 1 / (1 + np.exp(-(X @ W)))
    loss = np.mean((p[:, 0] - y) ** 2)
    g = 2 * (p[:, 0] - y) * p[:, 0] * (1 - p[:, 0]) / len(y)
    W -= 0.5 * X.T @ g[:, None]
"""

LETTERS = """import numpy as np
data = open('input.txt', 'r').read()
chars = sorted(set(data))
vocab_size = len(chars)
char_to_ix = {ch: i for i, ch in enumerate(chars)}
inputs = [char_to_ix[ch] for ch in data[:4]]
targets = [char_to_ix[ch] for ch in data[1:5]]
np.random.seed(2)
W = np.random.randn(vocab_size, vocab_size) * 0.1
loss = 0
for t in range(len(inputs)):
    e = np.exp(W[inputs[t]])
    loss += -np.log(e[targets[t]] / e.sum())
"""

IN_A_FUNCTION = """import numpy as np

def load(path):
    data = np.genfromtxt(path, delimiter=',', skip_header=1)
    return data[:, :-1], data[:, -1]

def main():
    X, y = load('train.csv')
    mean = X.mean(axis=0)
    X = (X - mean) / 2
    w = np.array([1.0, 2.0, 3.0])
    error = X @ w - y
    return np.dot(error, error)

print(main())
"""

COURSERA = """import numpy as np
from lr_utils import load_dataset

train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()
m_train = train_set_x_orig.shape[0]
train_set_x_flatten = train_set_x_orig.reshape(m_train, -1).T
train_set_x = train_set_x_flatten / 255.
w = np.array([[0.01], [0.02], [0.03]])
A = 1 / (1 + np.exp(-(np.dot(w.T, train_set_x) + 0.5)))
cost = -np.mean(train_set_y * np.log(A) + (1 - train_set_y) * np.log(1 - A))
"""

LINES = """words = open('names.txt', 'r').read().splitlines()
counts = {}
for word in words:
    for a, b in zip(word, word[1:]):
        counts[a + b] = counts.get(a + b, 0) + 1
w = 0.5
loss = 0.0
for pair, n in counts.items():
    loss += n * (w - 1.0) ** 2
"""


def outside(
    name: str,
    text: str,
    *read: str,
    values: Mapping[str, Any] | None = None,
    output: str = "loss",
    data: str = "",
) -> WholeText:
    """A text; ``read`` are its lines that read, without which Python is given the data; ``data``
    is Python that makes it ready."""
    python = f"{data}{without(text, *filter(None, dict.fromkeys(read)))}\nanswer = {output}\n"
    return WholeText(name, KIND, text, python, values=values or {})


_FILE = "hello world\n" * 3
_HOUSES = recorded(
    without(
        HOUSES,
        "data = np.loadtxt('ex1data2.txt', delimiter=',')",
        "X = data[:, 0:2]",
        "y = data[:, 2]",
    ),
    "cost = np.mean((h - y) ** 2) / 2",
    "cost",
)
_MADE = recorded(
    without(
        MADE,
        "from sklearn.datasets import make_moons",
        "X, y = make_moons(n_samples=100, noise=0.1)",
    ),
    "loss = np.mean((p[:, 0] - y) ** 2)",
)

TEXTS = (
    WholeText(
        "linear regression of a text file's columns",
        KIND,
        HOUSES,
        _HOUSES + "answer = losses[0]\n",
        _HOUSES,
        400,
        ("theta", "b"),
        arrays(X=(4, 2), y=(4,)),
    ),
    WholeText(
        "two moons that another library draws",
        KIND,
        MADE,
        _MADE + "answer = losses[0]\n",
        _MADE,
        50,
        ("W",),
        arrays(X=(4, 2), y=(4,)),
    ),
    outside(
        "the iris flowers, split by another library",
        IRIS,
        "from sklearn.datasets import load_iris",
        "from sklearn.model_selection import train_test_split",
        "iris = load_iris()",
        "X, y = iris.data, iris.target",
        "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)",
        data="y_train = np.array(y_train, int)\n",
        values={"X_train": np.eye(4), "y_train": [0, 1, 2, 2]},
    ),
    outside(
        "a table of passengers",
        TITANIC,
        *TITANIC.split("\n")[:1],
        *TITANIC.split("\n")[3:9],
        values={**arrays(X=(4, 3)), "y": [0, 1, 1, 0]},
    ),
    outside(
        "handwritten digits, labels made one-hot by another library",
        MNIST,
        *MNIST.split("\n")[:2],
        *MNIST.split("\n")[5:10],
        values=arrays(x_train=(2, 784), y_train=(2, 10)),
    ),
    outside(
        "an archive of arrays that is opened in a block",
        ARCHIVE,
        *ARCHIVE.split("\n")[1:3],
        values=arrays(images=(4, 2)),
    ),
    outside(
        "columns of a table, by their names",
        FRAME,
        *FRAME.split("\n")[:2],
        data="data = {'TV': data_TV, 'Sales': data_Sales}\n",
        values={"data['TV']": [1.0, 2.0], "data['Sales']": [2.0, 5.0]},
    ),
    outside(
        "images out of a pickle",
        CIFAR,
        *CIFAR.split("\n")[1:11],
        values=arrays(X=(2, 3072)),
    ),
    outside(
        "letters of a text file",
        LETTERS,
        "data = open('input.txt', 'r').read()",
        data=f"data = {_FILE!r}\n",
    ),
    outside(
        "data that a function loads",
        IN_A_FUNCTION,
        "    X, y = load('train.csv')",
        "    mean = X.mean(axis=0)",
        "    X = (X - mean) / 2",
        output="main()",
        values=arrays(X=(4, 3), y=(4,)),
    ),
    outside(
        "pictures that a course's own module loads",
        COURSERA,
        *COURSERA.split("\n")[1:7],
        output="cost",
        values={**arrays(train_set_x=(3, 2)), "train_set_y": [[1.0, 0.0]]},
    ),
    outside(
        "pairs of letters in the lines of a file",
        LINES,
        "words = open('names.txt', 'r').read().splitlines()",
        data=f"words = {_FILE!r}.splitlines()\n",
    ),
)
