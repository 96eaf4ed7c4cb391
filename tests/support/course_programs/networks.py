"""Networks written as functions and scripts."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "a network of eleven lines": Program(
        """import numpy as np

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T
np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1
for j in range(3):
    l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
    l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
    l2_delta = (y - l2) * (l2 * (1 - l2))
    l1_delta = l2_delta.dot(syn1.T) * (l1 * (1 - l1))
    loss = np.mean((y - l2) ** 2)
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
print('loss', round(float(loss), 6))
""",
        one_pass=(
            ("range(3)", "range(1)"),
            ("syn1 += l1.T.dot(l2_delta)", "pass"),
            ("syn0 += X.T.dot(l1_delta)", "pass"),
        ),
    ),
    "a network with nonlin(x, deriv)": Program(
        """import numpy as np

def nonlin(x, deriv=False):
    if deriv == True:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

np.random.seed(4)
X = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [1.0, 0.0, 1.0]])
y = np.array([[0.0], [1.0], [1.0]])
W = 2 * np.random.random((3, 1)) - 1

l1 = nonlin(np.dot(X, W))
error = l1 - y
loss = 0.5 * np.sum(error ** 2)
dl1 = error * nonlin(l1, True)
dW = np.dot(X.T, dl1)
""",
        gradients={"dW": "W"},
    ),
    "an xor network in plain python": Program(
        """import math

def sigmoid(x):
    return 1 / (1 + math.exp(-x))

w11, w12, b1 = 0.6, -0.4, 0.1
w21, w22, b2 = -0.3, 0.8, -0.2
v1, v2, c = 1.1, -0.9, 0.05
data = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
loss = 0
dv1 = dv2 = dc = 0.0
for x1, x2, t in data:
    h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
    h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
    o = sigmoid(v1 * h1 + v2 * h2 + c)
    loss += 0.5 * (o - t) ** 2
    d = (o - t) * o * (1 - o)
    dv1 += d * h1
    dv2 += d * h2
    dc += d
print("%.4f %.4f %.4f" % (dv1, dv2, dc))
"""
    ),
    "layers in dictionaries, deep": Program(
        """import numpy as np

def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.5
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters

def linear_activation_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    if activation == "sigmoid":
        A = 1 / (1 + np.exp(-Z))
    else:
        A = np.tanh(Z)
    return A, ((A_prev, W, b), A)

def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        W, b = parameters['W' + str(l)], parameters['b' + str(l)]
        A, cache = linear_activation_forward(A, W, b, "tanh")
        caches.append(cache)
    W, b = parameters['W' + str(L)], parameters['b' + str(L)]
    AL, cache = linear_activation_forward(A, W, b, "sigmoid")
    caches.append(cache)
    return AL, caches

def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    dZ = AL - Y
    for l in reversed(range(L)):
        (A_prev, W, b), A = caches[l]
        if l < L - 1:
            dZ = dA * (1 - A ** 2)
        grads['dW' + str(l + 1)] = np.dot(dZ, A_prev.T) / m
        grads['db' + str(l + 1)] = np.sum(dZ, axis=1, keepdims=True) / m
        dA = np.dot(W.T, dZ)
    return grads

X = np.array([[0.5, -0.2, 0.9], [1.0, 0.3, -0.7]])
Y = np.array([[1.0, 0.0, 1.0]])
parameters = initialize_parameters_deep([2, 3, 2, 1])
AL, caches = L_model_forward(X, parameters)
cost = -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))
grads = L_model_backward(AL, Y, caches)
for l in range(1, 4):
    print(grads['dW' + str(l)].shape)
""",
        output="cost",
        gradients={
            f"grads['d{kind}{layer}']": f"parameters['{kind}{layer}']"
            for kind in "Wb"
            for layer in (1, 2, 3)
        },
    ),
    "a planar classifier": Program(
        """import numpy as np

def forward_propagation(X, p):
    Z1 = np.dot(p['W1'], X) + p['b1']
    A1 = np.tanh(Z1)
    Z2 = np.dot(p['W2'], A1) + p['b2']
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {'Z1': Z1, 'A1': A1, 'Z2': Z2, 'A2': A2}

def compute_cost(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return float(np.squeeze(-np.sum(logprobs) / m))

def backward_propagation(p, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache['A2'] - Y
    dW2 = np.dot(dZ2, cache['A1'].T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(p['W2'].T, dZ2) * (1 - np.power(cache['A1'], 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {'dW1': dW1, 'db1': db1, 'dW2': dW2, 'db2': db2}

np.random.seed(2)
X = np.random.randn(2, 5)
Y = np.array([[1.0, 0.0, 1.0, 1.0, 0.0]])
params = {'W1': np.random.randn(4, 2) * 0.3, 'b1': np.zeros((4, 1)),
          'W2': np.random.randn(1, 4) * 0.3, 'b2': np.zeros((1, 1))}
A2, cache = forward_propagation(X, params)
cost = compute_cost(A2, Y)
grads = backward_propagation(params, cache, X, Y)
print('cost %.5f' % cost)
""",
        output="cost",
        gradients={f"grads['d{name}']": f"params['{name}']" for name in ("W1", "b1", "W2", "b2")},
    ),
}
