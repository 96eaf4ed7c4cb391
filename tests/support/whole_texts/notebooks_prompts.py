"""What was copied out of interactive sessions: prompts with their outputs."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, prompted, training

KIND = "notebooks"


def session(name: str, text: str, output: str) -> WholeText:
    return WholeText(name, KIND, text, f"{prompted(text)}\nanswer = {output}\n")


CELLS = """In [1]: import numpy as np

In [2]: x = np.array([1.0, -2.0, 0.5])

In [3]: w = np.array([0.3, 0.1, -0.7])

In [4]: w @ x
Out[4]: -0.25

In [5]: def sigmoid(z):
   ...:     return 1 / (1 + np.exp(-z))
   ...:

In [6]: p = sigmoid(w @ x)

In [7]: p
Out[7]: 0.43782349911420193

In [8]: loss = -np.log(p)

In [9]: loss
Out[9]: 0.8259394198788435
"""

CELLS_PYTHON = """import numpy as np
x = np.array([1.0, -2.0, 0.5])
w = np.array([0.3, 0.1, -0.7])
p = 1 / (1 + np.exp(-(w @ x)))
loss = -np.log(p)
answer = loss
"""

EXPORTED = """#!/usr/bin/env python
# coding: utf-8

# # Lineare Regression
# Ein kleines Beispiel mit zwei Merkmalen.

# In[1]:


import numpy as np
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')


# In[2]:


np.random.seed(0)
X = np.random.rand(30, 2)
y = X @ np.array([2.0, -1.0]) + 0.5


# In[3]:


w = np.zeros(2)
b = 0.0
verlauf = []
for epoche in range(100):
    fehler = X @ w + b - y
    verlust = np.mean(fehler ** 2)
    verlauf.append(verlust)
    w -= 0.3 * 2 * X.T @ fehler / len(y)
    b -= 0.3 * 2 * fehler.mean()


# In[4]:


plt.plot(verlauf)
plt.xlabel('Epoche')
plt.show()
"""

TRAINED_SESSION = """>>> import numpy as np
>>> np.random.seed(1)
>>> X = np.random.randn(20, 2)
>>> y = X[:, 0] - X[:, 1]
>>> w = np.zeros(2)
>>> for i in range(50):
...     e = X @ w - y
...     loss = np.mean(e ** 2)
...     w -= 0.1 * X.T @ e / 20
...
>>> loss
0.002171
>>> w
array([ 0.96, -0.97])
"""

TEXTS = (
    session(
        "a session of the interpreter with its outputs",
        """>>> import numpy as np
>>> x = np.array([[1., 2.], [3., 4.]])
>>> W = np.array([[0.5, -0.5], [0.25, 1.]])
>>> x.dot(W)
array([[1.  , 1.5 ],
       [2.5 , 2.5 ]])
>>> h = np.maximum(0, x.dot(W) - 2)
>>> h
array([[0. , 0. ],
       [0.5, 0.5]])
>>> h.sum()
1.0
""",
        "h.sum()",
    ),
    session(
        "a session that defines a function over several lines",
        """>>> def softplus(x, beta=1.0):
...     # smooth rectifier
...     return math.log(1 + math.exp(beta * x)) / beta
...
>>> softplus(0.3)
0.8543552444685272
>>> y = softplus(-1.5) * 2
>>> y
0.4028265556
""",
        "y",
    ),
    session(
        "a session that prints its loss",
        """>>> import numpy as np
>>> W = np.array([[0.2, -0.4, 0.1], [0.7, 0.3, -0.2]])
>>> x = np.array([1.0, 0.5])
>>> y = W.T @ x
>>> y.shape
(3,)
>>> loss = np.sum(y ** 2)
>>> print("loss:", loss)
loss: 0.30500000000000005
""",
        "loss",
    ),
    WholeText("cells with In and Out", KIND, CELLS, CELLS_PYTHON),
    training(
        "a session that trains",
        TRAINED_SESSION,
        "loss = np.mean(e ** 2)",
        iterations=50,
        parameters=("w",),
        python=prompted(TRAINED_SESSION),
        kind=KIND,
    ),
    training(
        "a notebook exported as a script, in German",
        EXPORTED,
        "verlust = np.mean(fehler ** 2)",
        "verlust",
        iterations=100,
        parameters=("w", "b"),
        python="\n".join(it for it in EXPORTED.split("\n") if not it.startswith("get_ipython")),
        kind=KIND,
    ),
)
