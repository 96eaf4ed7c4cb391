"""Loops that train parameters in dictionaries."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

DICTIONARY = """import numpy as np

rng = np.random.RandomState(3)
X = rng.randn(40, 4)
Y = rng.randn(40, 2)

params = {
    'W1': rng.randn(4, 8) * 0.3,
    'b1': np.zeros(8),
    'W2': rng.randn(8, 2) * 0.3,
    'b2': np.zeros(2),
}
lr = 0.05

for it in range(200):
    h = np.tanh(X @ params['W1'] + params['b1'])
    out = h @ params['W2'] + params['b2']
    diff = out - Y
    loss = 0.5 * np.mean(np.sum(diff ** 2, axis=1))

    grads = {}
    dout = diff / len(X)
    grads['W2'] = h.T @ dout
    grads['b2'] = dout.sum(axis=0)
    dh = dout @ params['W2'].T * (1 - h ** 2)
    grads['W1'] = X.T @ dh
    grads['b1'] = dh.sum(axis=0)

    for k in params:
        params[k] -= lr * grads[k]
"""

ITEMS = """import numpy as np
np.random.seed(9)
x = np.random.randn(30, 3)
t = np.random.randn(30, 1)
network = dict(W=np.random.randn(3, 1), b=np.zeros((1, 1)))
history = {'loss': []}
for epoch in range(80):
    err = x.dot(network['W']) + network['b'] - t
    loss = np.mean(err ** 2)
    history['loss'].append(loss)
    grad = {'W': 2 * x.T.dot(err) / len(x), 'b': 2 * err.mean(keepdims=True)}
    for key, g in grad.items():
        network[key] = network[key] - 0.1 * g
print(f"first {history['loss'][0]:.3f}, last {history['loss'][-1]:.3f}")
"""

LAYERS = '''import numpy as np

np.random.seed(2)
layer_dims = [4, 6, 5, 1]
X = np.random.randn(4, 30)
Y = (np.sum(X, axis=0, keepdims=True) > 0).astype(float)

def initialize_parameters_deep(layer_dims):
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * 0.5
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters

def L_model_forward(X, parameters):
    caches = [X]
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A = np.maximum(0, parameters['W' + str(l)] @ A + parameters['b' + str(l)])
        caches.append(A)
    AL = 1 / (1 + np.exp(-(parameters['W' + str(L)] @ A + parameters['b' + str(L)])))
    return AL, caches

def compute_cost(AL, Y):
    m = Y.shape[1]
    return np.squeeze(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m)

def L_model_backward(AL, Y, caches, parameters):
    grads = {}
    m = Y.shape[1]
    dZ = AL - Y
    for l in reversed(range(1, len(parameters) // 2 + 1)):
        grads['dW' + str(l)] = dZ @ caches[l-1].T / m
        grads['db' + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dZ = parameters['W' + str(l)].T @ dZ * (caches[l-1] > 0)
    return grads

def update_parameters(parameters, grads, learning_rate):
    """Update parameters using gradient descent"""
    L = len(parameters) // 2
    for l in range(L):
        W, b = "W" + str(l+1), "b" + str(l+1)
        parameters[W] = parameters[W] - learning_rate * grads["d" + W]
        parameters[b] = parameters[b] - learning_rate * grads["d" + b]
    return parameters

parameters = initialize_parameters_deep(layer_dims)
costs = []
for i in range(0, 2000):
    AL, caches = L_model_forward(X, parameters)
    cost = compute_cost(AL, Y)
    grads = L_model_backward(AL, Y, caches, parameters)
    parameters = update_parameters(parameters, grads, learning_rate=0.1)
    if i % 100 == 0:
        print("Cost after iteration {}: {}".format(i, cost))
        costs.append(cost)
'''

NEW_DICTIONARY = """import numpy as np

np.random.seed(1)
X = np.random.randn(20, 3)
y = np.random.randn(20)

def loss_fn(p):
    return np.mean((X @ p["w"] + p["b"] - y) ** 2)

def gradient(p):
    e = X @ p["w"] + p["b"] - y
    return {"w": 2 * X.T @ e / len(y), "b": 2 * np.mean(e)}

def sgd(p, g, lr):
    return {k: p[k] - lr * g[k] for k in p}

p = {"w": np.zeros(3), "b": 0.0}
losses = []
for _ in range(60):
    losses.append(loss_fn(p))
    p = sgd(p, gradient(p), 0.1)
print(losses[-1])
"""

TEXTS = (
    training(
        "a dictionary updated in place",
        DICTIONARY,
        "loss = 0.5 * np.mean(np.sum(diff ** 2, axis=1))",
        iterations=200,
        parameters=("params['W1']", "params['b1']", "params['W2']", "params['b2']"),
    ),
    training(
        "a dictionary updated by its gradients' items",
        ITEMS,
        "loss = np.mean(err ** 2)",
        iterations=80,
        parameters=("network['W']", "network['b']"),
    ),
    training(
        "a model of L layers in functions over a dictionary",
        LAYERS,
        "cost = compute_cost(AL, Y)",
        "cost",
        iterations=2000,
        parameters=tuple(f"parameters['{name}{i}']" for i in (1, 2, 3) for name in "Wb"),
    ),
    training(
        "a step that returns a new dictionary, losses in a list",
        NEW_DICTIONARY,
        "losses.append(loss_fn(p))",
        "losses[-1]",
        iterations=60,
        parameters=("p['w']", "p['b']"),
    ),
)
