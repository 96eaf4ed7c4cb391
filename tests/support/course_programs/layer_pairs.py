"""Layers as pairs of functions: forward gives a value and a cache, backward takes the cache."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "affine and relu": Program(
        """import numpy as np

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
    return np.maximum(0, x), x

def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache < 0] = 0
    return dx

np.random.seed(231)
x = np.random.randn(2, 3, 2)
w = np.random.randn(6, 4)
b = np.random.randn(4)
dout = np.random.randn(2, 4)
a, fc_cache = affine_forward(x, w, b)
out, relu_cache = relu_forward(a)
loss = np.sum(out * dout)
da = relu_backward(dout, relu_cache)
dx, dw, db = affine_backward(da, fc_cache)
""",
        gradients={"dx": "x", "dw": "w", "db": "b"},
    ),
    "batch norm in stages, both ways": Program(
        """import numpy as np

def batchnorm_forward(x, gamma, beta, eps=1e-5):
    N, D = x.shape
    mu = 1. / N * np.sum(x, axis=0)
    xmu = x - mu
    var = 1. / N * np.sum(xmu ** 2, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1. / sqrtvar
    xhat = xmu * ivar
    out = gamma * xhat + beta
    return out, (xhat, gamma, xmu, ivar, sqrtvar, var, eps)

def batchnorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    N, D = dout.shape
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1. / (sqrtvar ** 2) * divar
    dvar = 0.5 * 1. / np.sqrt(var + eps) * dsqrtvar
    dsq = 1. / N * np.ones((N, D)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1. / N * np.ones((N, D)) * dmu
    return dx1 + dx2, dgamma, dbeta

np.random.seed(1)
x = 5 * np.random.randn(4, 3) + 12
gamma = np.random.randn(3)
beta = np.random.randn(3)
dout = np.random.randn(4, 3)
out, cache = batchnorm_forward(x, gamma, beta)
loss = np.sum(out * dout)
dx, dgamma, dbeta = batchnorm_backward(dout, cache)
""",
        gradients={"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
    ),
    "batch norm with running averages": Program(
        """import numpy as np

def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    N, D = x.shape
    running_mean = bn_param.get('running_mean', np.zeros(D))
    running_var = bn_param.get('running_var', np.zeros(D))
    if mode == 'train':
        mean, var = x.mean(axis=0), x.var(axis=0)
        xhat = (x - mean) / np.sqrt(var + eps)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        cache = (xhat, gamma, var, eps)
    elif mode == 'test':
        xhat = (x - running_mean) / np.sqrt(running_var + eps)
        cache = None
    else:
        raise ValueError('Invalid forward batchnorm mode "%s"' % mode)
    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return gamma * xhat + beta, cache

def batchnorm_backward_alt(dout, cache):
    xhat, gamma, var, eps = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dx = gamma / np.sqrt(var + eps) / N * (N * dout - dbeta - xhat * dgamma)
    return dx, dgamma, dbeta

np.random.seed(9)
x = np.random.randn(5, 2) * 2 + 1
gamma, beta = np.array([1.5, 0.5]), np.array([0.2, -0.3])
bn_param = {'mode': 'train'}
out, cache = batchnorm_forward(x, gamma, beta, bn_param)
loss = np.sum(np.cos(out))
dx, dgamma, dbeta = batchnorm_backward_alt(-np.sin(out), cache)
print(sorted(bn_param))
""",
        gradients={"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
    ),
    "layer norm": Program(
        """import numpy as np

def layernorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    return gamma * xhat + beta, (xhat, std, gamma)

def layernorm_backward(dout, cache):
    xhat, std, gamma = cache
    dxhat = dout * gamma
    m = dxhat.mean(axis=1, keepdims=True)
    mx = (dxhat * xhat).mean(axis=1, keepdims=True)
    dx = (dxhat - m - xhat * mx) / std
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)

x = np.array([[1.0, 2.0, 4.0], [-1.0, 0.5, 0.3]])
gamma = np.array([1.2, 0.8, -0.5])
beta = np.array([0.0, 0.1, 0.2])
t = np.array([[0.5, -0.5, 1.0], [0.1, 0.2, 0.3]])
out, cache = layernorm_forward(x, gamma, beta)
loss = 0.5 * np.sum((out - t) ** 2)
dx, dgamma, dbeta = layernorm_backward(out - t, cache)
""",
        gradients={"dx": "x", "dgamma": "gamma", "dbeta": "beta"},
    ),
}
