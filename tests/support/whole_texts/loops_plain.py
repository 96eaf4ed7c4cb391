"""Loops that train by plain updates, written in many ways."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

TWO_LAYERS = """import numpy as np

# N is batch size; D_in is input dimension;
# H is hidden dimension; D_out is output dimension.
N, D_in, H, D_out = 64, 20, 10, 5

np.random.seed(0)
x = np.random.randn(N, D_in)
y = np.random.randn(N, D_out)

w1 = np.random.randn(D_in, H)
w2 = np.random.randn(H, D_out)

learning_rate = 1e-4
for t in range(200):
    # Forward pass: compute predicted y
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    y_pred = h_relu.dot(w2)

    # Compute and print loss
    loss = np.square(y_pred - y).sum()
    if t % 100 == 99:
        print(t, loss)

    # Backprop to compute gradients of w1 and w2 with respect to loss
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T.dot(grad_y_pred)
    grad_h_relu = grad_y_pred.dot(w2.T)
    grad_h = grad_h_relu.copy()
    grad_h[h < 0] = 0
    grad_w1 = x.T.dot(grad_h)

    # Update weights
    w1 -= learning_rate * grad_w1
    w2 -= learning_rate * grad_w2
"""

SINE = """import numpy as np
import math

# Create input and output data
x = np.linspace(-math.pi, math.pi, 200)
y = np.sin(x)

np.random.seed(7)
a = np.random.randn()
b = np.random.randn()
c = np.random.randn()
d = np.random.randn()

learning_rate = 1e-6
for t in range(2000):
    y_pred = a + b * x + c * x ** 2 + d * x ** 3
    loss = np.square(y_pred - y).sum()
    if t % 100 == 99:
        print(t, loss)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_a = grad_y_pred.sum()
    grad_b = (grad_y_pred * x).sum()
    grad_c = (grad_y_pred * x ** 2).sum()
    grad_d = (grad_y_pred * x ** 3).sum()
    a -= learning_rate * grad_a
    b -= learning_rate * grad_b
    c -= learning_rate * grad_c
    d -= learning_rate * grad_d

print(f'Result: y = {a} + {b} x + {c} x^2 + {d} x^3')
"""

SPIRAL = """import numpy as np
import matplotlib.pyplot as plt

np.random.seed(0)
N = 20 # number of points per class
D = 2 # dimensionality
K = 3 # number of classes
X = np.zeros((N*K,D))
y = np.zeros(N*K, dtype='uint8')
for j in range(K):
  ix = range(N*j,N*(j+1))
  r = np.linspace(0.0,1,N) # radius
  t = np.linspace(j*4,(j+1)*4,N) + np.random.randn(N)*0.2 # theta
  X[ix] = np.c_[r*np.sin(t), r*np.cos(t)]
  y[ix] = j
plt.scatter(X[:, 0], X[:, 1], c=y, s=40, cmap=plt.cm.Spectral)
plt.show()

h = 16
W = 0.01 * np.random.randn(D,h)
b = np.zeros((1,h))
W2 = 0.01 * np.random.randn(h,K)
b2 = np.zeros((1,K))

step_size = 1e-0
reg = 1e-3
num_examples = X.shape[0]
for i in range(150):
  hidden_layer = np.maximum(0, np.dot(X, W) + b)
  scores = np.dot(hidden_layer, W2) + b2
  exp_scores = np.exp(scores)
  probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
  corect_logprobs = -np.log(probs[range(num_examples),y])
  data_loss = np.sum(corect_logprobs)/num_examples
  reg_loss = 0.5*reg*np.sum(W*W) + 0.5*reg*np.sum(W2*W2)
  loss = data_loss + reg_loss
  if i % 50 == 0:
    print("iteration %d: loss %f" % (i, loss))

  dscores = probs
  dscores[range(num_examples),y] -= 1
  dscores /= num_examples
  dW2 = np.dot(hidden_layer.T, dscores)
  db2 = np.sum(dscores, axis=0, keepdims=True)
  dhidden = np.dot(dscores, W2.T)
  dhidden[hidden_layer <= 0] = 0
  dW = np.dot(X.T, dhidden)
  db = np.sum(dhidden, axis=0, keepdims=True)
  dW2 += reg * W2
  dW += reg * W
  W += -step_size * dW
  b += -step_size * db
  W2 += -step_size * dW2
  b2 += -step_size * db2

# evaluate training set accuracy
hidden_layer = np.maximum(0, np.dot(X, W) + b)
scores = np.dot(hidden_layer, W2) + b2
predicted_class = np.argmax(scores, axis=1)
print('training accuracy: %.2f' % (np.mean(predicted_class == y)))
"""

LOGISTIC = """import numpy as np

# 逻辑回归：批量梯度下降
np.random.seed(10)
m, n = 40, 3
X = np.random.randn(m, n)
true_w = np.array([1.5, -2.0, 0.5])
y = (X.dot(true_w) > 0).astype(float)

w = np.zeros(n)   # 权重
b = 0.0           # 偏置
alpha = 0.5       # 学习率

for i in range(2000):
    z = np.dot(X, w) + b
    a = 1 / (1 + np.exp(-z))
    cost = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))   # 交叉熵
    dz = a - y
    dw = np.dot(X.T, dz) / m
    db = np.sum(dz) / m
    w = w - alpha * dw   # 更新参数
    b = b - alpha * db
    if i % 100 == 0:
        print('迭代 %d, 代价 %.4f' % (i, cost))
"""

TEXTS = (
    training(
        "two layers with rectifiers, 200 passes",
        TWO_LAYERS,
        "loss = np.square(y_pred - y).sum()",
        iterations=200,
        parameters=("w1", "w2"),
    ),
    training(
        "a cubic fitted to a sine, 2,000 passes",
        SINE,
        "loss = np.square(y_pred - y).sum()",
        iterations=2000,
        parameters=("a", "b", "c", "d"),
    ),
    training(
        "a spiral's classifier with plots and accuracy",
        SPIRAL,
        "loss = data_loss + reg_loss",
        iterations=150,
        parameters=("W", "b", "W2", "b2"),
    ),
    training(
        "logistic regression with Chinese comments",
        LOGISTIC,
        "cost = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))   # 交叉熵",
        "cost",
        iterations=2000,
        parameters=("w", "b"),
    ),
)
