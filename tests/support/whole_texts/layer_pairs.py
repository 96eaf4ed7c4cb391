"""Layers as pairs of functions that are never called: forward and backward, joined by a cache."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, arrays, labels

KIND = "layer pairs"


def pair(name: str, text: str, out: str, dout: str = "dout", /, **values: object) -> WholeText:
    python = f"{text}\nanswer = np.sum({out} * {dout})\n"
    return WholeText(name, KIND, text, python, values=values)


TEXTS = (
    pair(
        "an affine layer",
        '''import numpy as np


def affine_forward(x, w, b):
    """
    Inputs:
    - x: A numpy array containing input data, of shape (N, D)
    - w: A numpy array of weights, of shape (D, M)
    - b: A numpy array of biases, of shape (M,)
    """
    out = x.dot(w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T)
    dw = x.T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
''',
        "affine_forward(x, w, b)[0]",
        **arrays(x=(4, 3), w=(3, 5), b=(5,), dout=(4, 5)),
    ),
    pair(
        "a rectifier",
        """def relu_forward(x):
    out = np.maximum(0, x)
    cache = x
    return out, cache

def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx
""",
        "relu_forward(x)[0]",
        **arrays(x=(4, 3), dout=(4, 3)),
    ),
    pair(
        "a sigmoid that keeps its output",
        """import numpy as np

def sigmoid_forward(x):
    out = 1.0 / (1.0 + np.exp(-x))
    return out, out

def sigmoid_backward(grad_out, cache):
    s = cache
    return grad_out * s * (1 - s)
""",
        "sigmoid_forward(x)[0]",
        "grad_out",
        **arrays(x=(3, 4), grad_out=(3, 4)),
    ),
    pair(
        "batch normalization, step by step",
        """import numpy as np

def batchnorm_forward(x, gamma, beta, eps=1e-5):
  N, D = x.shape
  #step1: calculate mean
  mu = 1./N * np.sum(x, axis = 0)
  #step2: subtract mean vector of every training example
  xmu = x - mu
  #step3: following the lower branch
  sq = xmu ** 2
  #step4: calculate variance
  var = 1./N * np.sum(sq, axis = 0)
  #step5: add eps for numerical stability, then sqrt
  sqrtvar = np.sqrt(var + eps)
  #step6: invert sqrtvar
  ivar = 1./sqrtvar
  #step7: normalization
  xhat = xmu * ivar
  out = gamma * xhat + beta
  cache = (xhat,gamma,xmu,ivar,sqrtvar,var,eps)
  return out, cache

def batchnorm_backward(dout, cache):
  xhat,gamma,xmu,ivar,sqrtvar,var,eps = cache
  N,D = dout.shape
  dbeta = np.sum(dout, axis=0)
  dgamma = np.sum(dout*xhat, axis=0)
  dxhat = dout * gamma
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
  return dx, dgamma, dbeta
""",
        "batchnorm_forward(x, gamma, beta)[0]",
        **arrays(x=(5, 3), gamma=(3,), beta=(3,), dout=(5, 3)),
    ),
    pair(
        "layer normalization",
        """import numpy as np

def layernorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    xn = (x - mean) / np.sqrt(var + eps)
    out = gamma * xn + beta
    return out, (xn, gamma, var, eps)

def layernorm_backward(dout, cache):
    xn, gamma, var, eps = cache
    D = xn.shape[1]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xn).sum(axis=0)
    dxn = dout * gamma
    dx = dxn - dxn.mean(axis=1, keepdims=True) - xn * (dxn * xn).mean(axis=1, keepdims=True)
    dx /= np.sqrt(var + eps)
    return dx, dgamma, dbeta
""",
        "layernorm_forward(x, gamma, beta)[0]",
        **arrays(x=(4, 6), gamma=(6,), beta=(6,), dout=(4, 6)),
    ),
    pair(
        "an affine layer with a rectifier, from two pairs",
        """import numpy as np

def affine_forward(x, w, b):
    out = np.dot(x, w) + b
    return out, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    return np.dot(dout, w.T), np.dot(x.T, dout), dout.sum(0)

def relu_forward(x):
    return np.maximum(x, 0), x

def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)

def affine_relu_forward(x, w, b):
    a, fc_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    cache = (fc_cache, relu_cache)
    return out, cache

def affine_relu_backward(dout, cache):
    fc_cache, relu_cache = cache
    da = relu_backward(dout, relu_cache)
    dx, dw, db = affine_backward(da, fc_cache)
    return dx, dw, db
""",
        "affine_relu_forward(x, w, b)[0]",
        **arrays(x=(4, 3), w=(3, 5), b=(5,), dout=(4, 5)),
    ),
    pair(
        "a linear layer with columns as examples",
        '''import numpy as np

def linear_forward(A, W, b):
    """A: (size of previous layer, number of examples)"""
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    return Z, cache

def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = 1./m * np.dot(dZ, A_prev.T)
    db = 1./m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db
''',
        "linear_forward(A, W, b)[0]",
        "dZ",
        **arrays(A=(3, 4), W=(2, 3), b=(2, 1), dZ=(2, 4)),
    ),
    pair(
        "a step of a vanilla RNN",
        """import numpy as np

def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    cache = (x, prev_h, Wx, Wh, next_h)
    return next_h, cache

def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    dz = dnext_h * (1 - next_h ** 2)
    dx = dz.dot(Wx.T)
    dprev_h = dz.dot(Wh.T)
    dWx = x.T.dot(dz)
    dWh = prev_h.T.dot(dz)
    db = dz.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db
""",
        "rnn_step_forward(x, prev_h, Wx, Wh, b)[0]",
        "dnext_h",
        **arrays(x=(3, 4), prev_h=(3, 5), Wx=(4, 5), Wh=(5, 5), b=(5,), dnext_h=(3, 5)),
    ),
    pair(
        "word embedding",
        """import numpy as np

def word_embedding_forward(x, W):
    # x: whole numbers (N, T), W: (V, D)
    out = W[x]
    cache = (x, W.shape)
    return out, cache

def word_embedding_backward(dout, cache):
    x, shape = cache
    dW = np.zeros(shape)
    np.add.at(dW, x, dout)
    return dW
""",
        "word_embedding_forward(x.astype(int), W)[0]",
        x=labels(6, 4).reshape(2, 3),
        **arrays(W=(5, 3), dout=(2, 3, 3)),
    ),
)
