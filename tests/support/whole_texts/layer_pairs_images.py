"""Layer pairs of images, of dropout and of attention that are never called."""

from __future__ import annotations

from tests.support.whole_texts.layer_pairs import pair
from tests.support.whole_texts.whole_text import arrays

TEXTS = (
    pair(
        "max pooling of two by two",
        """import numpy as np

def maxpool_forward(x):
    # x: (N, C, H, W), H and W are even
    N, C, H, W = x.shape
    windows = x.reshape(N, C, H // 2, 2, W // 2, 2)
    out = windows.max(axis=(3, 5))
    return out, (x, windows, out)

def maxpool_backward(dout, cache):
    x, windows, out = cache
    mask = windows == out[:, :, :, None, :, None]
    dwindows = mask * dout[:, :, :, None, :, None]
    return dwindows.reshape(x.shape)
""",
        "maxpool_forward(x)[0]",
        **arrays(x=(2, 2, 4, 4), dout=(2, 2, 2, 2)),
    ),
    pair(
        "a naive convolution",
        '''import numpy as np

x = np.linspace(-0.5, 0.5, 2*2*4*4).reshape(2, 2, 4, 4)
w = np.linspace(-0.2, 0.3, 3*2*3*3).reshape(3, 2, 3, 3)
b = np.linspace(-0.1, 0.2, 3)
conv_param = {'stride': 1, 'pad': 1}

def conv_forward_naive(x, w, b, conv_param):
    """
    x: (N, C, H, W), w: (F, C, HH, WW), b: (F,)
    """
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    hs, ws = i * stride, j * stride
                    out[n, f, i, j] = np.sum(xp[n, :, hs:hs+HH, ws:ws+WW] * w[f]) + b[f]
    cache = (x, w, b, conv_param)
    return out, cache

def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    _, _, H_out, W_out = dout.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    dxp, dw, db = np.zeros_like(xp), np.zeros_like(w), np.zeros_like(b)
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    hs, ws = i * stride, j * stride
                    dw[f] += dout[n, f, i, j] * xp[n, :, hs:hs+HH, ws:ws+WW]
                    dxp[n, :, hs:hs+HH, ws:ws+WW] += dout[n, f, i, j] * w[f]
                    db[f] += dout[n, f, i, j]
    dx = dxp[:, :, pad:pad+H, pad:pad+W]
    return dx, dw, db
''',
        "conv_forward_naive(x, w, b, conv_param)[0]",
        **arrays(dout=(2, 3, 4, 4)),
    ),
    pair(
        "inverted dropout with a seed",
        """import numpy as np

def dropout_forward(x, p=0.5, seed=42):
    np.random.seed(seed)
    mask = (np.random.rand(*x.shape) < p) / p
    out = x * mask
    cache = (p, mask)
    return out, cache

def dropout_backward(dout, cache):
    p, mask = cache
    return dout * mask
""",
        "dropout_forward(x)[0]",
        **arrays(x=(3, 4), dout=(3, 4)),
    ),
    pair(
        "one head of attention",
        """import numpy as np

def softmax(s):
    e = np.exp(s - np.max(s, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

def attention_forward(x, Wq, Wk, Wv):
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scale = 1 / np.sqrt(q.shape[-1])
    a = softmax(q @ k.T * scale)
    out = a @ v
    return out, (x, Wq, Wk, Wv, q, k, v, a, scale)

def attention_backward(dout, cache):
    x, Wq, Wk, Wv, q, k, v, a, scale = cache
    da = dout @ v.T
    dv = a.T @ dout
    ds = a * (da - np.sum(da * a, axis=-1, keepdims=True)) * scale
    dq, dk = ds @ k, ds.T @ q
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    return dx, x.T @ dq, x.T @ dk, x.T @ dv
""",
        "attention_forward(x, Wq, Wk, Wv)[0]",
        **arrays(x=(4, 3), Wq=(3, 5), Wk=(3, 5), Wv=(3, 2), dout=(4, 2)),
    ),
    pair(
        "a leaky rectifier with its slope as a default",
        """def leaky_relu_forward(x, alpha=0.1):
    mask = x > 0
    out = np.where(mask, x, alpha * x)
    return out, (mask, alpha)

def leaky_relu_backward(dout, cache):
    mask, alpha = cache
    dx = np.where(mask, dout, alpha * dout)
    return dx
""",
        "leaky_relu_forward(x)[0]",
        **arrays(x=(3, 4), dout=(3, 4)),
    ),
    pair(
        "spatial batch normalization of images",
        """import numpy as np

def spatial_batchnorm_forward(x, gamma, beta, eps=1e-5):
    # x: (N, C, H, W), one mean a channel
    mu = x.mean(axis=(0, 2, 3), keepdims=True)
    var = x.var(axis=(0, 2, 3), keepdims=True)
    xhat = (x - mu) / np.sqrt(var + eps)
    out = gamma.reshape(1, -1, 1, 1) * xhat + beta.reshape(1, -1, 1, 1)
    return out, (xhat, gamma, var, eps)

def spatial_batchnorm_backward(dout, cache):
    xhat, gamma, var, eps = cache
    axes = (0, 2, 3)
    dgamma = np.sum(dout * xhat, axis=axes)
    dbeta = np.sum(dout, axis=axes)
    g = dout * gamma.reshape(1, -1, 1, 1)
    dx = g - g.mean(axis=axes, keepdims=True)
    dx = dx - xhat * np.mean(g * xhat, axis=axes, keepdims=True)
    return dx / np.sqrt(var + eps), dgamma, dbeta
""",
        "spatial_batchnorm_forward(x, gamma, beta)[0]",
        **arrays(x=(2, 3, 4, 4), gamma=(3,), beta=(3,), dout=(2, 3, 4, 4)),
    ),
    pair(
        "a softmax over rows",
        """import numpy as np

def softmax_forward(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p, p

def softmax_backward(dout, cache):
    p = cache
    s = (dout * p).sum(axis=1, keepdims=True)
    return p * (dout - s)
""",
        "softmax_forward(x)[0]",
        **arrays(x=(3, 4), dout=(3, 4)),
    ),
)
