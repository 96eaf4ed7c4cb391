"""Backward passes as students write them, each correct: names, styles, habits of real courses."""

from __future__ import annotations

CIRCUIT = """# set some inputs
x = -2; y = 5; z = -4

# perform the forward pass
q = x + y # q becomes 3
f = q * z # f becomes -12

# perform the backward pass (backpropagation) in reverse order:
# first backprop through f = q * z
dfdz = q # df/dz = q, so gradient on z becomes 3
dfdq = z # df/dq = z, so gradient on q becomes -4
dqdx = 1.0
dqdy = 1.0
# now backprop through q = x + y
dfdx = dfdq * dqdx  # The multiply here is the chain rule!
dfdy = dfdq * dqdy
"""

NEURON = """import math
w = [2,-3,-3] # assume some random weights and data
x = [-1, -2]

# forward pass
dot = w[0]*x[0] + w[1]*x[1] + w[2]
f = 1.0 / (1 + math.exp(-dot)) # sigmoid function

# backward pass through the neuron (backpropagation)
ddot = (1 - f) * f # gradient on dot variable, using the sigmoid gradient derivation
dx = [w[0] * ddot, w[1] * ddot] # backprop into x
dw = [x[0] * ddot, x[1] * ddot, 1.0 * ddot] # backprop into w
# we're done! we have the gradients on the inputs to the circuit
"""

STAGED = """import math
x = 3 # example values
y = -4

# forward pass
sigy = 1.0 / (1 + math.exp(-y)) # sigmoid in numerator   #(1)
num = x + sigy # numerator                               #(2)
sigx = 1.0 / (1 + math.exp(-x)) # sigmoid in denominator #(3)
xpy = x + y                                              #(4)
xpysqr = xpy**2                                          #(5)
den = sigx + xpysqr # denominator                        #(6)
invden = 1.0 / den                                       #(7)
f = num * invden # done!                                 #(8)

# backprop f = num * invden
dnum = invden # gradient on numerator                             #(8)
dinvden = num                                                     #(8)
# backprop invden = 1.0 / den
dden = (-1.0 / (den**2)) * dinvden                                #(7)
# backprop den = sigx + xpysqr
dsigx = (1) * dden                                                #(6)
dxpysqr = (1) * dden                                              #(6)
# backprop xpysqr = xpy**2
dxpy = (2 * xpy) * dxpysqr                                        #(5)
# backprop xpy = x + y
dx = (1) * dxpy                                                   #(4)
dy = (1) * dxpy                                                   #(4)
# backprop sigx = 1.0 / (1 + math.exp(-x))
dx += ((1 - sigx) * sigx) * dsigx # Notice += !! See notes below  #(3)
# backprop num = x + sigy
dx += (1) * dnum                                                  #(2)
dsigy = (1) * dnum                                                #(2)
# backprop sigy = 1.0 / (1 + math.exp(-y))
dy += ((1 - sigy) * sigy) * dsigy                                 #(1)
# done! phew
"""

# The lecture's slide: numbers copied from it, rounded.
SLIDE = """w0 = 2.0
x0 = -1.0
w1 = -3.0
x1 = -2.0
w2 = -3.0
s = w0*x0 + w1*x1 + w2
f = 1 / (1 + exp(-s))

ds = 0.20
dw0 = -0.20
dx0 = 0.40
dw1 = ds * x1
dx1 = ds * w1
dw2 = ds
"""

TWO_LAYERS = """import numpy as np
from numpy.random import randn

N, D_in, H, D_out = 64, 1000, 100, 10
x, y = randn(N, D_in), randn(N, D_out)
w1, w2 = randn(D_in, H), randn(H, D_out)

for t in range(2000):
    h = 1 / (1 + np.exp(-x.dot(w1)))
    y_pred = h.dot(w2)
    loss = np.square(y_pred - y).sum()
    print(t, loss)

    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h * (1 - h))

    w1 -= 1e-4 * grad_w1
    w2 -= 1e-4 * grad_w2
"""

RELU_NET = """import numpy as np

N, D_in, H, D_out = 6, 10, 8, 3
np.random.seed(0)
x = np.random.randn(N, D_in)
y = np.random.randn(N, D_out)
w1 = np.random.randn(D_in, H)
w2 = np.random.randn(H, D_out)

learning_rate = 1e-6
for t in range(500):
    # Forward pass: compute predicted y
    h = x.dot(w1)
    h_relu = np.maximum(h, 0)
    y_pred = h_relu.dot(w2)

    # Compute and print loss
    loss = np.square(y_pred - y).sum()
    if t % 100 == 99:
        print(f'iteration {t}: {loss:.3f}')

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

SOFTMAX_TRAINING = """import numpy as np
import matplotlib.pyplot as plt

N = 10 # number of points per class
D = 2 # dimensionality
K = 3 # number of classes
np.random.seed(1)
X = np.random.randn(N*K, D)
y = np.array([0]*10 + [1]*10 + [2]*10)
plt.scatter(X[:, 0], X[:, 1], c=y, s=40, cmap=plt.cm.Spectral)

h = 20 # size of hidden layer
W = 0.01 * np.random.randn(D,h)
b = np.zeros((1,h))
W2 = 0.01 * np.random.randn(h,K)
b2 = np.zeros((1,K))

# some hyperparameters
step_size = 1e-0
reg = 1e-3 # regularization strength

# gradient descent loop
num_examples = X.shape[0]
for i in range(10000):
  # evaluate class scores, [N x K]
  hidden_layer = np.maximum(0, np.dot(X, W) + b) # note, ReLU activation
  scores = np.dot(hidden_layer, W2) + b2

  # compute the class probabilities
  exp_scores = np.exp(scores)
  probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True) # [N x K]

  # compute the loss: average cross-entropy loss and regularization
  correct_logprobs = -np.log(probs[range(num_examples),y])
  data_loss = np.sum(correct_logprobs)/num_examples
  reg_loss = 0.5*reg*np.sum(W*W) + 0.5*reg*np.sum(W2*W2)
  loss = data_loss + reg_loss
  if i % 1000 == 0:
    print("iteration %d: loss %f" % (i, loss))

  # compute the gradient on scores
  dscores = probs
  dscores[range(num_examples),y] -= 1
  dscores /= num_examples

  # backpropate the gradient to the parameters
  # first backprop into parameters W2 and b2
  dW2 = np.dot(hidden_layer.T, dscores)
  db2 = np.sum(dscores, axis=0, keepdims=True)
  # next backprop into hidden layer
  dhidden = np.dot(dscores, W2.T)
  # backprop the ReLU non-linearity
  dhidden[hidden_layer <= 0] = 0
  # finally into W,b
  dW = np.dot(X.T, dhidden)
  db = np.sum(dhidden, axis=0, keepdims=True)

  # add regularization gradient contribution
  dW2 += reg * W2
  dW += reg * W

  # perform a parameter update
  W += -step_size * dW
  b += -step_size * db
  W2 += -step_size * dW2
  b2 += -step_size * db2
"""

GRADS_DICT = """import numpy as np

def two_layer_loss(X, y, params, reg):
    W1, b1 = params['W1'], params['b1']
    W2, b2 = params['W2'], params['b2']
    N, D = X.shape

    # forward
    z1 = X.dot(W1) + b1
    a1 = np.maximum(0, z1)
    scores = a1.dot(W2) + b2
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exp_scores = np.exp(shifted)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    loss = np.sum(-np.log(probs[np.arange(N), y])) / N
    loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

    # backward
    grads = {}
    dscores = probs.copy()
    dscores[np.arange(N), y] -= 1
    dscores /= N
    grads['W2'] = a1.T.dot(dscores) + 2 * reg * W2
    grads['b2'] = np.sum(dscores, axis=0)
    da1 = dscores.dot(W2.T)
    dz1 = da1 * (z1 > 0)
    grads['W1'] = X.T.dot(dz1) + 2 * reg * W1
    grads['b1'] = np.sum(dz1, axis=0)
    return loss, grads

np.random.seed(0)
params = {}
params['W1'] = 0.1 * np.random.randn(4, 10)
params['b1'] = np.zeros(10)
params['W2'] = 0.1 * np.random.randn(10, 3)
params['b2'] = np.zeros(3)
X = 10 * np.random.randn(5, 4)
y = np.array([0, 1, 2, 2, 1])
loss, grads = two_layer_loss(X, y, params, reg=0.05)
for name in grads:
    params[name] -= 1e-3 * grads[name]
"""

# dZ3 = A3 - Y, with 1/m only where the parameters' gradients are.
DEEP = """import numpy as np

def sigmoid(x):
    return 1/(1+np.exp(-x))

def relu(x):
    return np.maximum(0, x)

np.random.seed(2)
X = np.random.randn(3, 5)
Y = np.array([[1., 0., 1., 1., 0.]])
W1 = np.random.randn(4, 3); b1 = np.zeros((4, 1))
W2 = np.random.randn(3, 4); b2 = np.zeros((3, 1))
W3 = np.random.randn(1, 3); b3 = np.zeros((1, 1))

def forward_propagation(X, parameters):
    W1, b1, W2, b2, W3, b3 = parameters
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = relu(Z2)
    Z3 = np.dot(W3, A2) + b3
    A3 = sigmoid(Z3)
    cache = (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache

def compute_cost(A3, Y):
    m = Y.shape[1]
    logprobs = np.multiply(-np.log(A3), Y) + np.multiply(-np.log(1 - A3), 1 - Y)
    cost = 1./m * np.sum(logprobs)
    return cost

def backward_propagation(X, Y, cache):
    m = X.shape[1]
    (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache

    dZ3 = A3 - Y
    dW3 = 1./m * np.dot(dZ3, A2.T)
    db3 = 1./m * np.sum(dZ3, axis=1, keepdims = True)

    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, np.int64(A2 > 0))
    dW2 = 1./m * np.dot(dZ2, A1.T)
    db2 = 1./m * np.sum(dZ2, axis=1, keepdims = True)

    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1./m * np.dot(dZ1, X.T)
    db1 = 1./m * np.sum(dZ1, axis=1, keepdims = True)

    gradients = {"dZ3": dZ3, "dW3": dW3, "db3": db3,
                 "dA2": dA2, "dZ2": dZ2, "dW2": dW2, "db2": db2,
                 "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1}
    return gradients

a3, cache = forward_propagation(X, (W1, b1, W2, b2, W3, b3))
cost = compute_cost(a3, Y)
grads = backward_propagation(X, Y, cache)
"""

LAYERS = """import numpy as np

def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    cache = (x, w, b)
    return out, cache

def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db

def relu_forward(x):
    out = np.maximum(0, x)
    cache = x
    return out, cache

def relu_backward(dout, cache):
    dx, x = None, cache
    dx = dout * (x > 0)
    return dx

def svm_loss(x, y):
    N = x.shape[0]
    correct_class_scores = x[np.arange(N), y]
    margins = np.maximum(0, x - correct_class_scores[:, np.newaxis] + 1.0)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    num_pos = np.sum(margins > 0, axis=1)
    dx = np.zeros_like(x)
    dx[margins > 0] = 1
    dx[np.arange(N), y] -= num_pos
    dx /= N
    return loss, dx

np.random.seed(3)
X = np.random.randn(4, 2, 3)
y = np.array([0, 2, 1, 1])
W1, b1 = np.random.randn(6, 5), np.random.randn(5)
W2, b2 = np.random.randn(5, 3), np.random.randn(3)
a, fc1_cache = affine_forward(X, W1, b1)
h, relu_cache = relu_forward(a)
scores, fc2_cache = affine_forward(h, W2, b2)
loss, dscores = svm_loss(scores, y)
dh, dW2, db2 = affine_backward(dscores, fc2_cache)
da = relu_backward(dh, relu_cache)
dX, dW1, db1 = affine_backward(da, fc1_cache)
"""

BATCHNORM = """import numpy as np
np.random.seed(4)
x = np.random.randn(6, 3)
gamma, beta = np.random.randn(3), np.random.randn(3)
t = np.random.randn(6, 3)
eps = 1e-5
N, D = x.shape

# step by step, as in the graph
mu = 1./N * np.sum(x, axis=0)
xmu = x - mu
sq = xmu ** 2
var = 1./N * np.sum(sq, axis=0)
sqrtvar = np.sqrt(var + eps)
ivar = 1./sqrtvar
xhat = xmu * ivar
gammax = gamma * xhat
out = gammax + beta
loss = np.sum((out - t)**2)

dout = 2 * (out - t)
dbeta = np.sum(dout, axis=0)
dgammax = dout
dgamma = np.sum(dgammax*xhat, axis=0)
dxhat = dgammax * gamma
divar = np.sum(dxhat*xmu, axis=0)
dxmu1 = dxhat * ivar
dsqrtvar = -1. /(sqrtvar**2) * divar
dvar = 0.5 * 1. /np.sqrt(var+eps) * dsqrtvar
dsq = 1. /N * np.ones((N,D)) * dvar
dxmu2 = 2 * xmu * dsq
dx1 = (dxmu1 + dxmu2)
dmu = -1 * np.sum(dxmu1+dxmu2, axis=0)
dx2 = 1. /N * np.ones((N,D)) * dmu
dx = dx1 + dx2
"""

BATCHNORM_SHORT = """import numpy as np
np.random.seed(4)
x = np.random.randn(6, 3)
gamma, beta = np.random.randn(3), np.random.randn(3)
t = np.random.randn(6, 3)
eps = 1e-5
mean = x.mean(axis=0)
var = x.var(axis=0)
x_hat = (x - mean) / np.sqrt(var + eps)
out = gamma * x_hat + beta
loss = np.sum(out * t)

m = x.shape[0]
dout = t
dgamma = (dout * x_hat).sum(axis=0)
dbeta = dout.sum(axis=0)
dx_hat = dout * gamma
dsum, dxsum = dx_hat.sum(axis=0), (dx_hat*x_hat).sum(axis=0)
dx = (1.0/m) / np.sqrt(var + eps) * (m*dx_hat - dsum - x_hat*dxsum)
"""

RNN = """import numpy as np
np.random.seed(5)
hidden_size, vocab_size, T = 4, 3, 3
Wxh = np.random.randn(hidden_size, vocab_size)*0.5
Whh = np.random.randn(hidden_size, hidden_size)*0.5
Why = np.random.randn(vocab_size, hidden_size)*0.5
bh = np.zeros((hidden_size, 1))
by = np.zeros((vocab_size, 1))
inputs = [0, 2, 1]
targets = [2, 1, 1]
hprev = np.zeros((hidden_size, 1))

xs, hs, ys, ps = {}, {}, {}, {}
hs[-1] = np.copy(hprev)
loss = 0
# forward pass
for t in range(len(inputs)):
    xs[t] = np.zeros((vocab_size,1)) # encode in 1-of-k representation
    xs[t][inputs[t]] = 1
    hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t-1]) + bh) # hidden state
    ys[t] = np.dot(Why, hs[t]) + by # unnormalized log probabilities for next chars
    ps[t] = np.exp(ys[t]) / np.sum(np.exp(ys[t])) # probabilities for next chars
    loss += -np.log(ps[t][targets[t],0]) # softmax (cross-entropy loss)
# backward pass: compute gradients going backwards
dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
dbh, dby = np.zeros_like(bh), np.zeros_like(by)
dhnext = np.zeros_like(hs[0])
for t in reversed(range(len(inputs))):
    dy = np.copy(ps[t])
    dy[targets[t]] -= 1 # backprop into y
    dWhy += np.dot(dy, hs[t].T)
    dby += dy
    dh = np.dot(Why.T, dy) + dhnext # backprop into h
    dhraw = (1 - hs[t] * hs[t]) * dh # backprop through tanh nonlinearity
    dbh += dhraw
    dWxh += np.dot(dhraw, xs[t].T)
    dWhh += np.dot(dhraw, hs[t-1].T)
    dhnext = np.dot(Whh.T, dhraw)
for dparam in [dWxh, dWhh, dWhy, dbh, dby]:
    np.clip(dparam, -5, 5, out=dparam) # clip to mitigate exploding gradients
"""

LSTM = """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

np.random.seed(6)
N, D, H = 2, 3, 4
x, prev_h, prev_c = np.random.randn(N, D), np.random.randn(N, H), np.random.randn(N, H)
Wx, Wh, b = np.random.randn(D, 4*H), np.random.randn(H, 4*H), np.random.randn(4*H)
target = np.random.randn(N, H)

a = x.dot(Wx) + prev_h.dot(Wh) + b
i = sigmoid(a[:, :H])
f = sigmoid(a[:, H:2*H])
o = sigmoid(a[:, 2*H:3*H])
g = np.tanh(a[:, 3*H:])
next_c = f * prev_c + i * g
tanh_c = np.tanh(next_c)
next_h = o * tanh_c
loss = np.sum((next_h - target)**2)

dnext_h = 2 * (next_h - target)
do = dnext_h * tanh_c
dnext_c = dnext_h * o * (1 - tanh_c**2)
df = dnext_c * prev_c
dprev_c = dnext_c * f
di = dnext_c * g
dg = dnext_c * i
da = np.zeros((N, 4*H))
da[:, :H] = di * i * (1 - i)
da[:, H:2*H] = df * f * (1 - f)
da[:, 2*H:3*H] = do * o * (1 - o)
da[:, 3*H:] = dg * (1 - g**2)
dx = da.dot(Wx.T)
dprev_h = da.dot(Wh.T)
dWx = x.T.dot(da)
dWh = prev_h.T.dot(da)
db = da.sum(axis=0)
"""

EMBEDDING = """import numpy as np
np.random.seed(7)
V, D = 5, 3
words = np.array([2, 0, 2, 4])
E = np.random.randn(V, D)
w = np.random.randn(D)
t = np.array([1.0, 0.5, -1.0, 2.0])
rows = E[words]
s = rows @ w
loss = np.mean((s - t)**2)

ds = 2 * (s - t) / len(t)
dw = rows.T @ ds
drows = np.outer(ds, w)
dE = np.zeros_like(E)
np.add.at(dE, words, drows)
"""

DELTAS = """import numpy as np
np.random.seed(8)
X = np.random.randn(5, 3)
y = np.random.randn(5, 2)
W1 = np.random.randn(3, 4)
b1 = np.zeros((1, 4))
W2 = np.random.randn(4, 2)
b2 = np.zeros((1, 2))

z1 = X.dot(W1) + b1
a1 = np.tanh(z1)
z2 = a1.dot(W2) + b2
loss = 0.5 * np.sum((z2 - y)**2)

delta3 = z2 - y
dW2 = (a1.T).dot(delta3)
db2 = np.sum(delta3, axis=0, keepdims=True)
delta2 = delta3.dot(W2.T) * (1 - np.power(a1, 2))
dW1 = np.dot(X.T, delta2)
db1 = np.sum(delta2, axis=0)
"""

SVM_LOOPS = """import numpy as np
np.random.seed(9)
X = np.random.randn(4, 3)
y = np.array([0, 1, 1, 2])
W = np.random.randn(3, 3) * 0.1
reg = 0.01

dW = np.zeros(W.shape)
num_classes = W.shape[1]
num_train = X.shape[0]
loss = 0.0
for i in range(num_train):
    scores = X[i].dot(W)
    correct_class_score = scores[y[i]]
    for j in range(num_classes):
        if j == y[i]:
            continue
        margin = scores[j] - correct_class_score + 1
        if margin > 0:
            loss += margin
            dW[:, j] += X[i]
            dW[:, y[i]] -= X[i]
loss /= num_train
dW /= num_train
loss += reg * np.sum(W * W)
dW += 2 * reg * W
"""

LOGISTIC = """import numpy as np
np.random.seed(10)
w = np.random.randn(3, 1)
b = 0.5
X = np.random.randn(3, 6)
Y = np.array([[1., 0., 1., 0., 0., 1.]])
m = X.shape[1]
A = 1 / (1 + np.exp(-(np.dot(w.T, X) + b)))
cost = -1/m * np.sum(Y*np.log(A) + (1-Y)*np.log(1-A))
dw = 1/m * np.dot(X, (A - Y).T)
db = 1/m * np.sum(A - Y)
grads = {"dw": dw, "db": db}
"""

SMALL_EPS = """import numpy as np
np.random.seed(11)
x = np.random.randn(4, 3)
W = np.random.randn(3, 3)
y = np.array([0, 2, 1, 1])
s = x @ W
p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
loss = -np.mean(np.log(p[np.arange(4), y] + 1e-8))
ds = p.copy()
ds[np.arange(4), y] -= 1
ds /= 4
dL_dW = x.T @ ds
"""

REUSED = """import numpy as np
np.random.seed(12)
x = np.random.randn(4, 3)
w1, w2 = np.random.randn(3, 5), np.random.randn(5, 2)
h = x @ w1
h = np.maximum(h, 0)
out = h @ w2
loss = np.sum(out**2)
dout = 2 * out
dw2 = h.T @ dout
dh = dout @ w2.T
dh = dh * (h > 0)
dw1 = x.T @ dh
dx = dh @ w1.T
"""

ASCENT = """import numpy as np
# iamtrask
X = np.array([[0,0,1],[0,1,1],[1,0,1],[1,1,1]])
y = np.array([[0,1,1,0]]).T
syn0 = 2*np.random.random((3,4)) - 1
syn1 = 2*np.random.random((4,1)) - 1
for j in range(60000):
    l1 = 1/(1+np.exp(-(np.dot(X,syn0))))
    l2 = 1/(1+np.exp(-(np.dot(l1,syn1))))
    loss = 0.5*np.sum((y - l2)**2)
    l2_delta = (y - l2)*(l2*(1-l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1-l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
"""

PARAMS = """import numpy as np
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
np.random.seed(1)
X = np.random.randn(8, 4); Y = np.eye(3)[np.random.randint(0,3,8)]
params = {'W1': np.random.randn(4,5)*0.1, 'b1': np.zeros((1,5)),
          'W2': np.random.randn(5,3)*0.1, 'b2': np.zeros((1,3))}
def forward(X, params):
    z1 = X @ params['W1'] + params['b1']
    a1 = np.tanh(z1)
    z2 = a1 @ params['W2'] + params['b2']
    a2 = softmax(z2)
    return {'z1': z1, 'a1': a1, 'z2': z2, 'a2': a2}
def compute_loss(a2, Y):
    return -np.sum(Y * np.log(a2)) / Y.shape[0]
def backward(X, Y, params, cache):
    m = X.shape[0]
    dz2 = (cache['a2'] - Y) / m
    grads = {}
    grads['dW2'] = cache['a1'].T @ dz2
    grads['db2'] = dz2.sum(axis=0, keepdims=True)
    da1 = dz2 @ params['W2'].T
    dz1 = da1 * (1 - cache['a1']**2)
    grads['dW1'] = X.T @ dz1
    grads['db1'] = dz1.sum(axis=0, keepdims=True)
    return grads
lr = 0.1
for epoch in range(100):
    cache = forward(X, params)
    loss = compute_loss(cache['a2'], Y)
    grads = backward(X, Y, params, cache)
    for k in params:
        params[k] -= lr * grads['d' + k]
    if epoch % 10 == 0:
        print(f"Epoch {epoch} loss {loss}")
"""

LISTS = """import numpy as np
# layer loop
np.random.seed(0)
L = 3
sizes = [4, 5, 6, 1]
Ws = [np.random.randn(sizes[i], sizes[i+1]) for i in range(L)]
x = np.random.randn(7, 4)
t = np.random.randn(7, 1)
hs = [x]
for i in range(L):
    hs.append(np.tanh(hs[i] @ Ws[i]))
loss = np.mean((hs[-1] - t)**2)
dh = 2*(hs[-1] - t)/t.size
dWs = [None]*L
for i in reversed(range(L)):
    dz = dh * (1 - hs[i+1]**2)
    dWs[i] = hs[i].T @ dz
    dh = dz @ Ws[i].T
"""

CONVOLUTION = """import numpy as np
x = np.random.randn(2,3,6,6)
w = np.random.randn(4,3,3,3)
b = np.random.randn(4)
N,C,H,W = x.shape
F,_,HH,WW = w.shape
out = np.zeros((N,F,4,4))
for n in range(N):
    for f in range(F):
        for i in range(4):
            for j in range(4):
                out[n,f,i,j] = np.sum(x[n,:,i:i+3,j:j+3]*w[f]) + b[f]
loss = np.sum(out**2)
dout = 2*out
dx = np.zeros_like(x); dw = np.zeros_like(w); db = np.zeros_like(b)
for n in range(N):
    for f in range(F):
        db[f] += np.sum(dout[n,f])
        for i in range(4):
            for j in range(4):
                dw[f] += x[n,:,i:i+3,j:j+3]*dout[n,f,i,j]
                dx[n,:,i:i+3,j:j+3] += w[f]*dout[n,f,i,j]
"""

ATTENTION = """import numpy as np
np.random.seed(3)
Q, K, V = np.random.randn(4,3), np.random.randn(4,3), np.random.randn(4,3)
S = Q @ K.T / np.sqrt(3)
P = np.exp(S) / np.exp(S).sum(axis=-1, keepdims=True)
O = P @ V
L = (O**2).sum()
dO = 2*O
dV = P.T @ dO
dP = dO @ V.T
dS = P * (dP - (dP*P).sum(axis=-1, keepdims=True))
dQ = dS @ K / np.sqrt(3)
dK = dS.T @ Q / np.sqrt(3)
"""

LAYERNORM = """import numpy as np
# dropout + layernorm
np.random.seed(3)
x = np.random.randn(4,6)
p = 0.5
mask = (np.random.rand(*x.shape) < p) / p
h = x * mask
mu = h.mean(axis=1, keepdims=True)
xc = h - mu
var = (xc**2).mean(axis=1, keepdims=True)
std = np.sqrt(var + 1e-5)
xn = xc / std
g = np.ones(6); be = np.zeros(6)
y = g*xn + be
t = np.random.randn(4,6)
loss = ((y-t)**2).mean()
dy = 2*(y-t)/y.size
dg = (dy*xn).sum(0)
dbe = dy.sum(0)
dxn = dy*g
dstd = -(dxn*xc).sum(1, keepdims=True)/std**2
dvar = dstd*0.5/std
dxc = dxn/std + 2*xc*dvar/6
dmu = -dxc.sum(1, keepdims=True)
dh = dxc + dmu/6
dx = dh*mask
"""

CORRECT = {
    name: text for name, text in list(globals().items()) if name.isupper() and isinstance(text, str)
}
