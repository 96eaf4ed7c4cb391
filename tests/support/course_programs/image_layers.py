"""Layers of images in naive loops, and what small vision programs do."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "convolution in naive loops, both ways": Program(
        """import numpy as np

def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    Ho = 1 + (H + 2 * pad - HH) // stride
    Wo = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    hs, ws = i * stride, j * stride
                    out[n, f, i, j] = np.sum(x_pad[n, :, hs:hs + HH, ws:ws + WW] * w[f]) + b[f]
    return out, (x, w, b, conv_param)

def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param['stride'], conv_param['pad']
    N, F, Ho, Wo = dout.shape
    HH, WW = w.shape[2:]
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    dx_pad = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    db = dout.sum(axis=(0, 2, 3))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    hs, ws = i * stride, j * stride
                    dw[f] += x_pad[n, :, hs:hs + HH, ws:ws + WW] * dout[n, f, i, j]
                    dx_pad[n, :, hs:hs + HH, ws:ws + WW] += w[f] * dout[n, f, i, j]
    dx = dx_pad[:, :, pad:-pad, pad:-pad]
    return dx, dw, db

np.random.seed(231)
x = np.random.randn(1, 2, 3, 3)
w = np.random.randn(2, 2, 3, 3)
b = np.random.randn(2)
dout = np.random.randn(1, 2, 2, 2)
out, cache = conv_forward_naive(x, w, b, {'stride': 2, 'pad': 1})
loss = np.sum(out * dout)
dx, dw, db = conv_backward_naive(dout, cache)
""",
        gradients={"dx": "x", "dw": "w", "db": "b"},
    ),
    "max pooling in naive loops, both ways": Program(
        """import numpy as np

def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.zeros((N, C, Ho, Wo))
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    out[n, c, i, j] = x[n, c, i * s:i * s + ph, j * s:j * s + pw].max()
    return out, (x, pool_param)

def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros_like(x)
    N, C, Ho, Wo = dout.shape
    for n in range(N):
        for c in range(C):
            for i in range(Ho):
                for j in range(Wo):
                    window = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
                    mask = window == window.max()
                    dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += mask * dout[n, c, i, j]
    return dx

np.random.seed(4)
x = np.random.randn(1, 2, 4, 4)
out, cache = max_pool_forward_naive(x, {'pool_height': 2, 'pool_width': 2, 'stride': 2})
loss = np.sum(out ** 3)
dx = max_pool_backward_naive(3 * out ** 2, cache)
""",
        gradients={"dx": "x"},
    ),
    "convolution of one row": Program(
        """import numpy as np

def conv1d(x, k):
    n = len(x) - len(k) + 1
    return np.array([np.dot(x[i:i + len(k)], k) for i in range(n)])

def conv1d_backward(dout, x, k):
    dk = np.zeros_like(k)
    dx = np.zeros_like(x)
    for i, d in enumerate(dout):
        dk += d * x[i:i + len(k)]
        dx[i:i + len(k)] += d * k
    return dx, dk

x = np.array([0.5, -1.0, 2.0, 0.3, -0.7, 1.1])
k = np.array([0.25, -0.5, 1.0])
y = conv1d(x, k)
h = np.tanh(y)
loss = np.sum(h ** 2)
dy = 2 * h * (1 - h ** 2)
dx, dk = conv1d_backward(dy, x, k)
""",
        gradients={"dx": "x", "dk": "k"},
    ),
    "convolution by columns": Program(
        """import numpy as np

def im2col(x, k):
    H, W = x.shape
    cols = []
    for i in range(H - k + 1):
        for j in range(W - k + 1):
            cols.append(x[i:i + k, j:j + k].ravel())
    return np.stack(cols)

np.random.seed(3)
img = np.random.randn(4, 4)
filters = np.random.randn(4, 2) * 0.5
cols = im2col(img, 2)
maps = np.maximum(0, cols @ filters)
score = maps.mean(axis=0)
loss = np.sum((score - 0.3) ** 2)

dscore = 2 * (score - 0.3)
dmaps = np.ones_like(maps) * dscore / maps.shape[0]
dmaps[maps <= 0] = 0
dfilters = cols.T @ dmaps
print(cols.shape, maps.shape)
""",
        gradients={"dfilters": "filters"},
    ),
    "a small image network": Program(
        """import numpy as np

class Conv:
    def __init__(self, k, n):
        self.filters = np.random.randn(n, k, k) / k
    def regions(self, image):
        h, w = image.shape
        k = self.filters.shape[1]
        for i in range(h - k + 1):
            for j in range(w - k + 1):
                yield image[i:i + k, j:j + k], i, j
    def forward(self, image):
        h, w = image.shape
        k = self.filters.shape[1]
        out = np.zeros((h - k + 1, w - k + 1, len(self.filters)))
        for region, i, j in self.regions(image):
            out[i, j] = np.sum(region * self.filters, axis=(1, 2))
        return out

class Softmax:
    def __init__(self, n, classes):
        self.weights = np.random.randn(n, classes) / n
        self.biases = np.zeros(classes)
    def forward(self, x):
        totals = np.dot(x.flatten(), self.weights) + self.biases
        exp = np.exp(totals)
        return exp / np.sum(exp, axis=0)

np.random.seed(11)
image = np.random.rand(4, 4) - 0.5
label = 2
conv, softmax = Conv(2, 2), Softmax(18, 3)
probs = softmax.forward(np.tanh(conv.forward(image)))
loss = -np.log(probs[label])
acc = 1 if np.argmax(probs) == label else 0
print('%.4f' % loss, acc)
"""
    ),
    "saliency of a linear classifier": Program(
        """import numpy as np

np.random.seed(13)
W = np.random.randn(3, 9) * 0.3
img = np.random.rand(3, 3)
target = 1

logits = W.dot(img.reshape(-1))
m = logits.max()
logp = logits - m - np.log(np.sum(np.exp(logits - m)))
loss = -logp[target]
p = np.exp(logp)
p[target] -= 1
dimg = W.T.dot(p).reshape(3, 3)
dW = np.outer(p, img)
saliency = np.abs(dimg)
print(saliency.shape, int(np.argmax(saliency)))
""",
        gradients={"dimg": "img", "dW": "W"},
    ),
    "upsampling and a loss of neighbours": Program(
        """import numpy as np

x = np.array([[0.1, 0.8], [0.5, 0.3]])
up = np.repeat(np.repeat(x, 2, axis=0), 2, axis=1)
right = up[:, 1:] - up[:, :-1]
down = up[1:, :] - up[:-1, :]
tv = np.sum(right ** 2) + np.sum(down ** 2)
fit = np.mean((up - 0.4) ** 2)
loss = fit + 0.1 * tv
print(up.shape)
"""
    ),
}
