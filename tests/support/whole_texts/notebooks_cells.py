"""What was copied out of notebooks: magics, cells, installations, plots, progress bars."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, training, without

KIND = "notebooks"


MAGICS = """%matplotlib inline
%load_ext autoreload
%autoreload 2
import numpy as np
import matplotlib.pyplot as plt

plt.rcParams['figure.figsize'] = (10.0, 8.0)  # set default size of plots

x = np.linspace(-2, 2, 9)
w, b = 1.5, -0.5
y = np.tanh(w * x + b)
plt.plot(x, y)
plt.title('tanh')
plt.show()
loss = np.mean((y - 0.2 * x) ** 2)
loss
"""

INSTALLED = """!pip install numpy matplotlib tqdm
import numpy as np
from tqdm import tqdm
import matplotlib.pyplot as plt

np.random.seed(42)
X = np.random.randn(64, 4)
y = (X @ np.array([[1.], [-1.], [0.5], [0.]]) > 0) * 1.0

W = np.random.randn(4, 1) * 0.1
b = np.zeros((1, 1))
losses = []
for epoch in tqdm(range(200)):
    z = X @ W + b
    y_hat = 1 / (1 + np.exp(-z))
    loss = -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    losses.append(loss)
    dz = (y_hat - y) / len(X)
    W -= 1.0 * X.T @ dz
    b -= 1.0 * dz.sum(axis=0, keepdims=True)

plt.plot(losses)
plt.ylabel('loss')
plt.show()
"""

SPYDER = """# %% imports
import numpy as np

# %% data
rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, size=(25, 1))
t = x ** 2 + 0.05 * rng.normal(size=(25, 1))

# %% parameters
W1 = rng.normal(size=(1, 10))
b1 = np.zeros(10)
W2 = rng.normal(size=(10, 1)) * 0.3
b2 = np.zeros(1)

# %% training
for k in range(200):
    h = np.tanh(x @ W1 + b1)
    o = h @ W2 + b2
    L = np.mean((o - t) ** 2)
    do = 2 * (o - t) / len(x)
    dh = do @ W2.T * (1 - h ** 2)
    W2 -= 0.1 * h.T @ do
    b2 -= 0.1 * do.sum(0)
    W1 -= 0.1 * x.T @ dh
    b1 -= 0.1 * dh.sum(0)

# %% result
print(f"{L:.4f}")
"""

OLD_SPYDER = """#%%
import numpy as np
np.random.seed(5)

#%%
theta = np.random.randn(3)
X = np.random.randn(12, 3)
y = np.random.randn(12)

#%%
J = np.sum((X.dot(theta) - y) ** 2) / 24
print(J)
"""

TIMED = """%%time
import numpy as np
import time

start = time.time()
np.random.seed(3)
A = np.random.randn(20, 20)
B = np.random.randn(20, 20)
C = np.maximum(A @ B, 0)
total = C.sum()
print('took', time.time() - start, 's')
"""

POSTFIX = """# 安装依赖
!pip install -q numpy
import numpy as np
import matplotlib.pyplot as plt
from tqdm.notebook import tqdm

np.random.seed(2024)
# 生成数据
x = np.random.uniform(-3, 3, 50)
y = 2 * x + 1 + np.random.normal(0, 0.3, 50)

w, b, lr = 0.0, 0.0, 0.02
loss_history = []
pbar = tqdm(range(100), desc="训练")
for epoch in pbar:
    y_pred = w * x + b
    loss = np.mean((y_pred - y) ** 2)
    loss_history.append(loss)
    w = w - lr * np.mean(2 * (y_pred - y) * x)
    b = b - lr * np.mean(2 * (y_pred - y))
    pbar.set_postfix(loss=loss)

fig, ax = plt.subplots()
ax.plot(loss_history)
ax.set_title("损失曲线")
plt.show()
"""

TEXTS = (
    WholeText(
        "magics at the top and a plot",
        KIND,
        MAGICS,
        without(MAGICS, "%matplotlib inline", "%load_ext autoreload", "%autoreload 2")
        + "\nanswer = loss\n",
    ),
    training(
        "an installation, a progress bar and a plot of the losses",
        INSTALLED,
        "losses.append(loss)",
        iterations=200,
        parameters=("W", "b"),
        python=without(INSTALLED, "!pip install numpy matplotlib tqdm"),
        kind=KIND,
    ),
    training(
        "cells marked by # %%",
        SPYDER,
        "L = np.mean((o - t) ** 2)",
        "L",
        iterations=200,
        parameters=("W1", "b1", "W2", "b2"),
        kind=KIND,
    ),
    WholeText("cells marked by #%%", KIND, OLD_SPYDER, OLD_SPYDER + "\nanswer = J\n"),
    WholeText("a timed cell", KIND, TIMED, without(TIMED, "%%time") + "\nanswer = total\n"),
    training(
        "a notebook's progress bar with a postfix, in Chinese",
        POSTFIX,
        "loss = np.mean((y_pred - y) ** 2)",
        iterations=100,
        parameters=("w", "b"),
        python=without(POSTFIX, "!pip install -q numpy"),
        kind=KIND,
    ),
)
