"""Functions of losses and of linear models that are defined and never called."""

from __future__ import annotations

from tests.support.whole_texts.functions_networks import function
from tests.support.whole_texts.whole_text import arrays, labels

TEXTS = (
    function(
        "the softmax loss with loops",
        """import numpy as np

def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    num_train = X.shape[0]
    num_classes = W.shape[1]

    for i in range(num_train):
        scores = X[i].dot(W)
        scores -= np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss += -np.log(p[y[i]])
        for j in range(num_classes):
            dW[:, j] += (p[j] - (j == y[i])) * X[i]

    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW
""",
        "answer = softmax_loss_naive(W, X, y.astype(int), reg)[0]",
        **arrays(W=(4, 3), X=(5, 4)),
        y=labels(5, 3),
        reg=1.0,
    ),
    function(
        "the SVM loss, vectorized",
        """import numpy as np

def svm_loss_vectorized(W, X, y, reg):
  num_train = X.shape[0]
  scores = X.dot(W)
  correct = scores[np.arange(num_train), y].reshape(-1, 1)
  margins = np.maximum(0, scores - correct + 1.0)
  margins[np.arange(num_train), y] = 0
  loss = np.sum(margins) / num_train
  loss += reg * np.sum(W * W)

  mask = np.zeros(margins.shape)
  mask[margins > 0] = 1
  mask[np.arange(num_train), y] = -np.sum(mask, axis=1)
  dW = X.T.dot(mask) / num_train + 2 * reg * W
  return loss, dW
""",
        "answer = svm_loss_vectorized(W, X, y.astype(int), reg)[0]",
        **arrays(W=(4, 3), X=(5, 4)),
        y=labels(5, 3),
        reg=1.0,
    ),
    function(
        "cross entropy of logits and labels",
        """def softmax(logits):
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def cross_entropy(logits, labels):
    n = logits.shape[0]
    probs = softmax(logits)
    return -np.mean(np.log(probs[np.arange(n), labels]))
""",
        "answer = cross_entropy(logits, labels.astype(int))",
        **arrays(logits=(5, 3)),
        labels=labels(5, 3),
    ),
    function(
        "the Huber loss",
        """import numpy as np

def huber(y_true, y_pred, delta=1.0):
    error = y_true - y_pred
    small = np.abs(error) <= delta
    return np.mean(np.where(small, 0.5 * error**2, delta * (np.abs(error) - 0.5 * delta)))
""",
        "answer = huber(y_true, y_pred)",
        **arrays(y_true=(6,), y_pred=(6,)),
    ),
    function(
        "the cost of linear regression",
        '''import numpy as np

def compute_cost(X, y, theta):
    """
    Compute cost for linear regression.
    X : (m, n), y : (m,), theta : (n,)
    """
    m = y.shape[0]
    h = X.dot(theta)
    J = (1/(2*m)) * np.sum((h - y)**2)
    return J
''',
        "answer = compute_cost(X, y, theta)",
        **arrays(X=(6, 2), y=(6,), theta=(2,)),
    ),
    function(
        "propagate of logistic regression, with Chinese comments",
        '''import numpy as np

def sigmoid(z):
    """sigmoid 激活函数"""
    s = 1 / (1 + np.exp(-z))
    return s

def propagate(w, b, X, Y):
    """
    实现前向传播和反向传播
    w -- 权重，维度 (n, 1)
    b -- 偏置，标量
    X -- 数据，维度 (n, m)
    Y -- 标签，维度 (1, m)
    """
    m = X.shape[1]
    # 前向传播
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -(1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    # 反向传播
    dw = (1 / m) * np.dot(X, (A - Y).T)
    db = (1 / m) * np.sum(A - Y)
    cost = np.squeeze(cost)
    grads = {"dw": dw,
             "db": db}
    return grads, cost
''',
        "answer = propagate(w, b, X, Y)[1]",
        **arrays(w=(3, 1), X=(3, 5)),
        b=1.0,
        Y=labels(5, 2).reshape(1, 5),
    ),
    function(
        "the cost of a network, with German names",
        """import numpy as np

# Sigmoid-Aktivierung
def sigmoide(z):
    return 1.0 / (1.0 + np.exp(-z))

# Vorwärtsdurchlauf durch das Netz
def vorwaerts(eingabe, gewichte, schwelle):
    return sigmoide(np.dot(eingabe, gewichte) + schwelle)

# Mittlerer quadratischer Fehler
def kosten(eingabe, ziel, gewichte, schwelle):
    ausgabe = vorwaerts(eingabe, gewichte, schwelle)
    fehler = ziel - ausgabe
    return 0.5 * np.mean(fehler ** 2)
""",
        "answer = kosten(eingabe, ziel, gewichte, schwelle)",
        **arrays(eingabe=(5, 3), ziel=(5,), gewichte=(3,)),
        schwelle=1.0,
    ),
    function(
        "a function of two numbers",
        """def f(x, y):
    q = x + y
    return q * x ** 2 + 3 * y
""",
        "answer = f(x, y)",
        x=1.0,
        y=1.0,
    ),
    function(
        "a lambda that is never called",
        """import numpy as np
sigmoid = lambda z: 1 / (1 + np.exp(-z))
neuron = lambda x, w, b: sigmoid(np.dot(w, x) + b)
""",
        "answer = neuron(x, w, b)",
        **arrays(x=(3,), w=(3,)),
        b=1.0,
    ),
    function(
        "the regularised cost of a network with bias columns",
        """def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def nnCostFunction(Theta1, Theta2, X, Y, lmbda):
    m = X.shape[0]
    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([np.ones((m, 1)), sigmoid(z2)])
    h = sigmoid(a2 @ Theta2.T)
    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    reg = lmbda / (2 * m) * (np.sum(Theta1[:, 1:]**2) + np.sum(Theta2[:, 1:]**2))
    return J + reg
""",
        "answer = nnCostFunction(Theta1, Theta2, X, Y, lmbda)",
        **arrays(Theta1=(4, 4), Theta2=(2, 5), X=(5, 3)),
        Y=labels(10, 2).reshape(5, 2),
        lmbda=1.0,
    ),
    function(
        "binary cross entropy with a clip",
        """import numpy as np

EPS = 1e-12

def bce_loss(y_hat, y):
    y_hat = np.clip(y_hat, EPS, 1 - EPS)
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))

def plot_loss(history):
    import matplotlib.pyplot as plt
    plt.plot(history)
    plt.xlabel('epoch')
    plt.show()
""",
        "answer = bce_loss(y_hat, y)",
        y_hat=[0.2, 0.7, 0.9, 0.4],
        y=[0, 1, 1, 0],
    ),
    function(
        "a polynomial with its coefficients at the top",
        """import numpy as np

coeffs = [0.5, -1.0, 2.0]
x = np.linspace(-1, 1, 7)
y = np.array([3.1, 2.4, 2.2, 2.0, 1.9, 1.6, 1.4])

def model(coeffs, x):
    return coeffs[0] * x**2 + coeffs[1] * x + coeffs[2]

def residuals(coeffs, x, y):
    return y - model(coeffs, x)

def sse(coeffs, x, y):
    r = residuals(coeffs, x, y)
    return np.sum(r * r)
""",
        "answer = sse(coeffs, x, y)",
    ),
)
