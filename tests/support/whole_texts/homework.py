"""Homework of courses: functions and classes that are called by another file, with caches,
dictionaries of settings and lists of sizes."""

from __future__ import annotations

import numpy as np

from tests.support.whole_texts.whole_text import WholeText, arrays

KIND = "homework"
GIVEN = """
def of(prefix, *names):
    return {name: globals()[prefix + name] for name in names}

def trained(net, W1, b1, W2, b2):
    net.params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return net

"""


def homework(name: str, text: str, call: str, /, **values: object) -> WholeText:
    return WholeText(name, KIND, text, f"{text}\n{GIVEN}{call}\n", values=values)


TEXTS = (
    homework(
        "a convolution whose docstring tells its shapes",
        '''import numpy as np

def conv_forward_naive(x, w, b, conv_param):
    """
    A naive implementation of the forward pass for a convolutional layer.

    Input:
    - x: Input data of shape (N, C, H, W)
    - w: Filter weights of shape (F, C, HH, WW)
    - b: Biases, of shape (F,)
    - conv_param: A dictionary with the following keys:
      - 'stride': The number of pixels between adjacent receptive fields
      - 'pad': The number of pixels that will be used to zero-pad the input.

    Returns a tuple of:
    - out: Output data, of shape (N, F, H', W')
    - cache: (x, w, b, conv_param)
    """
    out = None
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Hp = 1 + (H + 2 * pad - HH) // stride
    Wp = 1 + (W + 2 * pad - WW) // stride
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode='constant')
    out = np.zeros((N, F, Hp, Wp))
    for n in range(N):
        for f in range(F):
            for i in range(Hp):
                for j in range(Wp):
                    window = x_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    cache = (x, w, b, conv_param)
    return out, cache
''',
        "conv_param = {'stride': int(conv_param_stride), 'pad': int(conv_param_pad)}\n"
        "answer = conv_forward_naive(x, w, b, conv_param)[0]",
        **arrays(x=(2, 2, 4, 4), w=(2, 2, 3, 3), b=(2,)),
        conv_param_stride=1,
        conv_param_pad=1,
    ),
    homework(
        "max pooling with its parameters in a dictionary",
        """import numpy as np

def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    Ho = (H - ph) // s + 1
    Wo = (W - pw) // s + 1
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = np.max(x[:, :, i*s:i*s+ph, j*s:j*s+pw], axis=(2, 3))
    cache = (x, pool_param)
    return out, cache

def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    N, C, H, W = x.shape
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    win = x[n, c, i*s:i*s+ph, j*s:j*s+pw]
                    m = np.max(win)
                    dx[n, c, i*s:i*s+ph, j*s:j*s+pw] += (win == m) * dout[n, c, i, j]
    return dx
""",
        "pool_param = {'pool_height': int(pool_height), 'pool_width': int(pool_width), "
        "'stride': int(stride)}\n"
        "answer = np.sum(max_pool_forward_naive(x, pool_param)[0] * dout)",
        **arrays(x=(2, 2, 4, 4), dout=(2, 2, 3, 3)),
        pool_height=2,
        pool_width=2,
        stride=1,
    ),
    homework(
        "batch norm by a mode, with a backward pass of another name",
        """import numpy as np

def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)

    N, D = x.shape
    running_mean = bn_param.get('running_mean', np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get('running_var', np.zeros(D, dtype=x.dtype))

    out, cache = None, None
    if mode == 'train':
        mu = x.mean(axis=0)
        var = x.var(axis=0)
        std = np.sqrt(var + eps)
        x_hat = (x - mu) / std
        out = gamma * x_hat + beta
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
        cache = (x_hat, std, gamma)
    elif mode == 'test':
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        out = gamma * x_hat + beta
    else:
        raise ValueError('Invalid forward batchnorm mode "%s"' % mode)

    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return out, cache

def batchnorm_backward_alt(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    N = dout.shape[0]
    dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    return dx, dgamma, dbeta
""",
        "answer = np.sum(batchnorm_forward(x, gamma, beta, {'mode': 'train'})[0] * dout)",
        **arrays(x=(4, 3), gamma=(3,), beta=(3,), dout=(4, 3)),
    ),
    homework(
        "a softmax loss over time",
        """import numpy as np

def temporal_softmax_loss(x, y, mask, verbose=False):
    N, T, V = x.shape
    x_flat = x.reshape(N * T, V)
    y_flat = y.reshape(N * T)
    mask_flat = mask.reshape(N * T)
    probs = np.exp(x_flat - np.max(x_flat, axis=1, keepdims=True))
    probs /= np.sum(probs, axis=1, keepdims=True)
    loss = -np.sum(mask_flat * np.log(probs[np.arange(N * T), y_flat])) / N
    dx_flat = probs.copy()
    dx_flat[np.arange(N * T), y_flat] -= 1
    dx_flat /= N
    dx_flat *= mask_flat[:, None]
    if verbose: print('dx_flat: ', dx_flat.shape)
    dx = dx_flat.reshape(N, T, V)
    return loss, dx
""",
        "answer = temporal_softmax_loss(x, y.astype(int), mask)[0]",
        **arrays(x=(2, 3, 4), mask=(2, 3)),
        y=np.ones((2, 3)),
    ),
    homework(
        "the style cost of two images",
        """import numpy as np
def cost(a_C, a_G):
    H, W, C = a_C.shape
    return np.sum((a_C.reshape(H * W, C) - a_G.reshape(H * W, C)) ** 2)
""",
        "answer = cost(a_C, a_G)",
        **arrays(a_C=(2, 3, 2), a_G=(2, 3, 2)),
    ),
    homework(
        "a two-layer net with sizes by default",
        """import numpy as np

class TwoLayerNet(object):
    def __init__(self, input_dim=3*4*4, hidden_dim=10, num_classes=5,
                 weight_scale=1e-3, reg=0.0):
        self.params = {}
        self.reg = reg
        self.params['W1'] = weight_scale * np.random.randn(input_dim, hidden_dim)
        self.params['b1'] = np.zeros(hidden_dim)
        self.params['W2'] = weight_scale * np.random.randn(hidden_dim, num_classes)
        self.params['b2'] = np.zeros(num_classes)

    def loss(self, X, y=None):
        W1, b1, W2, b2 = self.params['W1'], self.params['b1'], self.params['W2'], self.params['b2']
        N = X.shape[0]
        x_flat = X.reshape(N, -1)
        h = np.maximum(0, x_flat.dot(W1) + b1)
        scores = h.dot(W2) + b2
        if y is None:
            return scores
        loss, grads = 0, {}
        shifted = scores - scores.max(axis=1, keepdims=True)
        p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
        loss = -np.log(p[range(N), y]).mean()
        loss += 0.5 * self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
        ds = p.copy()
        ds[range(N), y] -= 1
        ds /= N
        grads['W2'] = h.T.dot(ds) + self.reg * W2
        grads['b2'] = ds.sum(axis=0)
        dh = ds.dot(W2.T)
        dh[h <= 0] = 0
        grads['W1'] = x_flat.T.dot(dh) + self.reg * W1
        grads['b1'] = dh.sum(axis=0)
        return loss, grads
""",
        "answer = trained(TwoLayerNet(), W1, b1, W2, b2).loss(X, y.astype(int))[0]",
        **arrays(X=(4, 48), W1=(48, 10), b1=(10,), W2=(10, 5), b2=(5,)),
        y=np.ones(4),
    ),
    homework(
        "a GRU whose gates read two vectors joined",
        """import numpy as np
class GRUCell:
    def __init__(self, input_size, hidden_size):
        k = 1 / np.sqrt(hidden_size)
        self.W_z = np.random.uniform(-k, k, (hidden_size, input_size + hidden_size))
        self.W_r = np.random.uniform(-k, k, (hidden_size, input_size + hidden_size))
        self.W_h = np.random.uniform(-k, k, (hidden_size, input_size + hidden_size))
        self.b_z = np.zeros((hidden_size, 1))
        self.b_r = np.zeros((hidden_size, 1))
        self.b_h = np.zeros((hidden_size, 1))
    def sigmoid(self, x):
        return 1 / (1 + np.exp(-x))
    def forward(self, x, h_prev):
        concat = np.vstack((h_prev, x))
        z = self.sigmoid(self.W_z @ concat + self.b_z)
        r = self.sigmoid(self.W_r @ concat + self.b_r)
        h_tilde = np.tanh(self.W_h @ np.vstack((r * h_prev, x)) + self.b_h)
        h_next = (1 - z) * h_prev + z * h_tilde
        return h_next
""",
        "cell = GRUCell(2, 3)\n"
        "cell.W_z, cell.W_r, cell.W_h = W_z, W_r, W_h\n"
        "cell.b_z, cell.b_r, cell.b_h = b_z, b_r, b_h\n"
        "answer = cell.forward(x, h_prev)",
        **arrays(
            x=(2, 1),
            h_prev=(3, 1),
            W_z=(3, 5),
            W_r=(3, 5),
            W_h=(3, 5),
            b_z=(3, 1),
            b_r=(3, 1),
            b_h=(3, 1),
        ),
    ),
    homework(
        "a layer called with a dictionary of its weights",
        """def linear(x, w, b):
    return x @ w + b
def ffn(x, c_fc):
    return linear(x, **c_fc)
""",
        "answer = ffn(x, {'w': c_fc_w, 'b': c_fc_b})",
        **arrays(x=(4, 3), c_fc_w=(3, 2), c_fc_b=(2,)),
    ),
    homework(
        "a convolution by im2col as a class",
        """import numpy as np
def im2col(input_data, filter_h, filter_w, stride=1, pad=0):
    N, C, H, W = input_data.shape
    out_h = (H + 2*pad - filter_h)//stride + 1
    out_w = (W + 2*pad - filter_w)//stride + 1
    img = np.pad(input_data, [(0,0), (0,0), (pad, pad), (pad, pad)], 'constant')
    col = np.zeros((N, C, filter_h, filter_w, out_h, out_w))
    for y in range(filter_h):
        y_max = y + stride*out_h
        for x in range(filter_w):
            x_max = x + stride*out_w
            col[:, :, y, x, :, :] = img[:, :, y:y_max:stride, x:x_max:stride]
    col = col.transpose(0, 4, 5, 1, 2, 3).reshape(N*out_h*out_w, -1)
    return col

class Convolution:
    def __init__(self, W, b, stride=1, pad=0):
        self.W = W
        self.b = b
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        FN, C, FH, FW = self.W.shape
        N, C, H, W = x.shape
        out_h = 1 + int((H + 2*self.pad - FH) / self.stride)
        out_w = 1 + int((W + 2*self.pad - FW) / self.stride)
        col = im2col(x, FH, FW, self.stride, self.pad)
        col_W = self.W.reshape(FN, -1).T
        out = np.dot(col, col_W) + self.b
        out = out.reshape(N, out_h, out_w, -1).transpose(0, 3, 1, 2)
        return out
""",
        "answer = Convolution(W, b).forward(x)",
        **arrays(x=(2, 3, 4, 4), W=(2, 3, 3, 3), b=(2,)),
    ),
    homework(
        "a backward step with a cache of three",
        """import numpy as np
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW
""",
        "answer = linear_backward(dZ, (A_prev, W, None))[0]",
        **arrays(dZ=(2, 3), A_prev=(4, 3), W=(2, 4)),
    ),
    homework(
        "a cost of parameters that are unrolled",
        """import numpy as np
def sigmoid(z): return 1/(1+np.exp(-z))
def nnCostFunction(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lambda_=0.0):
    Theta1 = np.reshape(nn_params[:hidden_layer_size * (input_layer_size + 1)],
                        (hidden_layer_size, (input_layer_size + 1)))
    Theta2 = np.reshape(nn_params[(hidden_layer_size * (input_layer_size + 1)):],
                        (num_labels, (hidden_layer_size + 1)))
    m = y.size
    a1 = np.concatenate([np.ones((m, 1)), X], axis=1)
    a2 = sigmoid(a1.dot(Theta1.T))
    a2 = np.concatenate([np.ones((a2.shape[0], 1)), a2], axis=1)
    a3 = sigmoid(a2.dot(Theta2.T))
    y_matrix = y.reshape(-1)
    y_matrix = np.eye(num_labels)[y_matrix]
    reg_term = (lambda_ / (2 * m)) * (np.sum(np.square(Theta1[:,
            1:])) + np.sum(np.square(Theta2[:, 1:])))
    J = (-1 / m) * np.sum((np.log(a3) * y_matrix) + np.log(1 - a3) * (1 - y_matrix)) + reg_term
    return J
""",
        "answer = nnCostFunction(nn_params, int(input_layer_size), "
        "int(hidden_layer_size), int(num_labels), X, y.astype(int), lambda_)",
        **arrays(nn_params=(17,), X=(4, 2)),
        input_layer_size=2,
        hidden_layer_size=3,
        num_labels=2,
        lambda_=0.0,
        y=np.ones(4),
    ),
    homework(
        "a cell of an LSTM that joins its inputs",
        """import numpy as np
def sigmoid(x): return 1 / (1 + np.exp(-x))
def softmax(x):
    e_x = np.exp(x - np.max(x)); return e_x / e_x.sum(axis=0)
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf = parameters["Wf"]; bf = parameters["bf"]
    Wi = parameters["Wi"]; bi = parameters["bi"]
    Wc = parameters["Wc"]; bc = parameters["bc"]
    Wo = parameters["Wo"]; bo = parameters["bo"]
    Wy = parameters["Wy"]; by = parameters["by"]
    n_x, m = xt.shape
    n_y, n_a = Wy.shape
    concat = np.zeros((n_x + n_a, m))
    concat[: n_a, :] = a_prev
    concat[n_a :, :] = xt
    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(Wy, a_next) + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache
""",
        "parameters = of('parameters_', 'Wf', 'bf', 'Wi', 'bi', 'Wc', 'bc', 'Wo', 'bo', "
        "'Wy', 'by')\n"
        "answer = lstm_cell_forward(xt, a_prev, c_prev, parameters)[0]",
        **arrays(
            xt=(2, 1),
            a_prev=(3, 1),
            c_prev=(3, 1),
            parameters_Wf=(3, 5),
            parameters_bf=(3, 1),
            parameters_Wi=(3, 5),
            parameters_bi=(3, 1),
            parameters_Wc=(3, 5),
            parameters_bc=(3, 1),
            parameters_Wo=(3, 5),
            parameters_bo=(3, 1),
            parameters_Wy=(2, 3),
            parameters_by=(2, 1),
        ),
    ),
    homework(
        "a step with two upstream gradients",
        """import numpy as np
def step_forward(x, h, W):
    c = x @ W + h
    n = np.tanh(c)
    return n, c, (x, W, n)
def step_backward(dn, dc, cache):
    x, W, n = cache
    d = dc + dn * (1 - n ** 2)
    return d @ W.T, d, x.T @ d
""",
        "n, c, cache = step_forward(x, h, W)\nanswer = np.sum(n * dn) + np.sum(c * dc)",
        **arrays(x=(4, 3), h=(4, 2), W=(3, 2), dn=(4, 2), dc=(4, 2)),
    ),
    homework(
        "fully connected layers of a list of sizes",
        """import numpy as np

def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = dout.sum(axis=0)
    return dx, dw, db

def relu_forward(x):
    return np.maximum(0, x), x

def relu_backward(dout, cache):
    return dout * (cache > 0)

def affine_relu_forward(x, w, b):
    a, fc_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    return out, (fc_cache, relu_cache)

def affine_relu_backward(dout, cache):
    fc_cache, relu_cache = cache
    da = relu_backward(dout, relu_cache)
    return affine_backward(da, fc_cache)

def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    logp = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    N = x.shape[0]
    loss = -np.sum(logp[np.arange(N), y]) / N
    dx = np.exp(logp)
    dx[np.arange(N), y] -= 1
    return loss, dx / N

class FullyConnectedNet(object):
    def __init__(self, hidden_dims, input_dim=12, num_classes=4, reg=0.1, weight_scale=5e-2,
            dtype=np.float64, seed=None):
        self.num_layers = 1 + len(hidden_dims)
        self.reg = reg
        self.dtype = dtype
        self.params = {}
        dims = [input_dim] + list(hidden_dims) + [num_classes]
        for i in range(self.num_layers):
            self.params['W' + str(i + 1)] = weight_scale * np.random.randn(dims[i], dims[i + 1])
            self.params['b' + str(i + 1)] = np.zeros(dims[i + 1])
        for k, v in self.params.items():
            self.params[k] = v.astype(dtype)

    def loss(self, X, y=None):
        X = X.astype(self.dtype)
        mode = 'test' if y is None else 'train'
        caches = {}
        h = X
        for i in range(1, self.num_layers):
            h, caches[i] = affine_relu_forward(h, self.params['W%d' % i], self.params['b%d' % i])
        L = self.num_layers
        scores, caches[L] = affine_forward(h, self.params['W%d' % L], self.params['b%d' % L])
        if mode == 'test':
            return scores
        loss, dout = softmax_loss(scores, y)
        grads = {}
        for i in range(L, 0, -1):
            loss += 0.5 * self.reg * np.sum(self.params[f'W{i}'] ** 2)
            if i == L:
                dout, dw, db = affine_backward(dout, caches[i])
            else:
                dout, dw, db = affine_relu_backward(dout, caches[i])
            grads[f'W{i}'] = dw + self.reg * self.params[f'W{i}']
            grads[f'b{i}'] = db
        return loss, grads
""",
        "net = FullyConnectedNet([int(n) for n in (hidden_dims_0, hidden_dims_1, "
        "hidden_dims_2)])\n"
        "net.params = of('self_params_', *net.params)\n"
        "answer = net.loss(X, y.astype(int))[0]",
        **arrays(
            X=(4, 12),
            self_params_W1=(12, 2),
            self_params_b1=(2,),
            self_params_W2=(2, 3),
            self_params_b2=(3,),
            self_params_W3=(3, 2),
            self_params_b3=(2,),
            self_params_W4=(2, 4),
            self_params_b4=(4,),
        ),
        hidden_dims_0=2,
        hidden_dims_1=3,
        hidden_dims_2=2,
        y=np.ones(4),
    ),
    homework(
        "Adam with its settings by default",
        """import numpy as np

def adam(w, dw, config=None):
    if config is None: config = {}
    config.setdefault('learning_rate', 1e-3)
    config.setdefault('beta1', 0.9)
    config.setdefault('beta2', 0.999)
    config.setdefault('epsilon', 1e-8)
    config.setdefault('m', np.zeros_like(w))
    config.setdefault('v', np.zeros_like(w))
    config.setdefault('t', 0)

    config['t'] += 1
    config['m'] = config['beta1'] * config['m'] + (1 - config['beta1']) * dw
    config['v'] = config['beta2'] * config['v'] + (1 - config['beta2']) * dw**2
    mt = config['m'] / (1 - config['beta1']**config['t'])
    vt = config['v'] / (1 - config['beta2']**config['t'])
    next_w = w - config['learning_rate'] * mt / (np.sqrt(vt) + config['epsilon'])
    return next_w, config
""",
        "answer = adam(w, dw)[0]",
        **arrays(w=(4, 3), dw=(4, 3)),
    ),
    homework(
        "a cost, then a backward pass from the cache",
        """import numpy as np
def forward_propagation_n(X, Y, W):
    A = np.dot(W, X)
    cost = np.sum((A - Y) ** 2)
    return cost, (A, W)
def backward_propagation_n(X, Y, cache):
    A, W = cache
    dA = 2 * (A - Y)
    dW = np.dot(dA, X.T)
    return {"dA": dA, "dW": dW}
""",
        "answer = forward_propagation_n(X, Y, W)[0]",
        **arrays(X=(4, 3), Y=(2, 3), W=(2, 4)),
    ),
    homework(
        "layers by their number, their cost, and back",
        """import numpy as np

def sigmoid(Z):
    A = 1/(1+np.exp(-Z))
    cache = Z
    return A, cache

def relu(Z):
    A = np.maximum(0,Z)
    cache = Z
    return A, cache

def relu_backward(dA, cache):
    Z = cache
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ

def sigmoid_backward(dA, cache):
    Z = cache
    s = 1/(1+np.exp(-Z))
    dZ = dA * s * (1-s)
    return dZ

def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l-1]) * 0.01
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters

def linear_forward(A, W, b):
    Z = np.dot(W, A) + b
    cache = (A, W, b)
    return Z, cache

def linear_activation_forward(A_prev, W, b, activation):
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z)
    elif activation == "relu":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = relu(Z)
    cache = (linear_cache, activation_cache)
    return A, cache

def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(A_prev, parameters['W' + str(l)],
                parameters['b' + str(l)], activation = "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters['W' + str(L)],
            parameters['b' + str(L)], activation = "sigmoid")
    caches.append(cache)
    return AL, caches

def compute_cost(AL, Y):
    m = Y.shape[1]
    cost = -1/m * np.sum(Y * np.log(AL) + (1-Y) * np.log(1-AL))
    cost = np.squeeze(cost)
    return cost

def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = 1/m * np.dot(dZ, A_prev.T)
    db = 1/m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db

def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = linear_backward(dZ, linear_cache)
    return dA_prev, dW, db

def L_model_backward(AL, Y, caches):
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(AL.shape)
    dAL = - (np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    current_cache = caches[L-1]
    grads["dA" + str(L-1)], grads["dW" + str(L)], grads["db" + str(L)] = \\
            linear_activation_backward(dAL, current_cache, "sigmoid")
    for l in reversed(range(L-1)):
        current_cache = caches[l]
        dA_prev_temp, dW_temp, db_temp = linear_activation_backward(grads["dA" + str(l + 1)],
                current_cache, "relu")
        grads["dA" + str(l)] = dA_prev_temp
        grads["dW" + str(l + 1)] = dW_temp
        grads["db" + str(l + 1)] = db_temp
    return grads

def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l+1)] = \\
                parameters["W" + str(l+1)] - learning_rate * grads["dW" + str(l+1)]
        parameters["b" + str(l+1)] = \\
                parameters["b" + str(l+1)] - learning_rate * grads["db" + str(l+1)]
    return parameters
""",
        "parameters = of('parameters_', 'W1', 'b1', 'W2', 'b2')\n"
        "answer = compute_cost(L_model_forward(X, parameters)[0], Y)",
        **arrays(
            X=(4, 3),
            parameters_W1=(2, 4),
            parameters_b1=(2, 1),
            parameters_W2=(3, 2),
            parameters_b2=(3, 1),
        ),
        Y=np.ones((3, 3)),
    ),
    homework(
        "a step of an LSTM with both its gradients",
        """def sigmoid(x):
    return 1 / (1 + np.exp(-x))
def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, :H])
    f = sigmoid(a[:, H:2*H])
    o = sigmoid(a[:, 2*H:3*H])
    g = np.tanh(a[:, 3*H:])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    cache = (i, f, o, g, x, prev_h, prev_c, Wx, Wh, b, next_c)
    return next_h, next_c, cache
def lstm_step_backward(dnext_h, dnext_c, cache):
    i, f, o, g, x, prev_h, prev_c, Wx, Wh, b, next_c = cache
    t = np.tanh(next_c)
    do = dnext_h * t
    dc = dnext_c + dnext_h * o * (1 - t ** 2)
    df = dc * prev_c
    di = dc * g
    dg = dc * i
    dprev_c = dc * f
    da = np.hstack((di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)))
    dx = da.dot(Wx.T)
    dWx = x.T.dot(da)
    dprev_h = da.dot(Wh.T)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dprev_c, dWx, dWh, db
""",
        "h, c, cache = lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b)\n"
        "answer = np.sum(h * dnext_h) + np.sum(c * dnext_c)",
        **arrays(
            x=(4, 2),
            prev_h=(4, 3),
            prev_c=(4, 3),
            Wx=(2, 12),
            Wh=(3, 12),
            b=(12,),
            dnext_h=(4, 3),
            dnext_c=(4, 3),
        ),
    ),
    homework(
        "one step of an RNN backward",
        """def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    dtanh = (1 - a_next ** 2) * da_next
    dxt = np.dot(Wax.T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    da_prev = np.dot(Waa.T, dtanh)
    dWaa = np.dot(dtanh, a_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
""",
        "cache = (a_next, a_prev, xt, {'Wax': parameters_Wax, 'Waa': parameters_Waa})\n"
        "answer = rnn_cell_backward(da_next, cache)['dba']",
        **arrays(
            da_next=(3, 2),
            a_next=(3, 2),
            a_prev=(3, 2),
            xt=(2, 2),
            parameters_Wax=(3, 2),
            parameters_Waa=(3, 3),
        ),
    ),
    homework(
        "a network whose layers have the sizes of a list",
        """class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]
    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a
    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        activation = x
        activations = [x]
        zs = []
        for b, w in zip(self.biases, self.weights):
            z = np.dot(w, activation) + b
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        nabla_b[-1] = delta
        nabla_w[-1] = np.dot(delta, activations[-2].transpose())
        for l in range(2, self.num_layers):
            z = zs[-l]
            delta = np.dot(self.weights[-l + 1].transpose(), delta) * sigmoid_prime(z)
            nabla_b[-l] = delta
            nabla_w[-l] = np.dot(delta, activations[-l - 1].transpose())
        return (nabla_b, nabla_w)
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))
def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
""",
        "net = Network([int(n) for n in (sizes_0, sizes_1, sizes_2)])\n"
        "net.biases, net.weights = [self_biases_0, self_biases_1], [self_weights_0, "
        "self_weights_1]\n"
        "answer = net.feedforward(a)",
        **arrays(
            a=(2, 1),
            self_biases_0=(3, 1),
            self_biases_1=(4, 1),
            self_weights_0=(3, 2),
            self_weights_1=(4, 3),
        ),
        sizes_0=2,
        sizes_1=3,
        sizes_2=4,
    ),
)
