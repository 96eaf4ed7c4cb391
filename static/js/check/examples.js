// Programs to check, for readers without one of their own.

/** @type {import("./types.js").Example[]} */
export const EXAMPLES = [
  {
    title: "Two-layer network with a slip",
    note: "as in the lecture; one line is wrong",
    program: `np.random.seed(0)
x = np.random.randn(4, 3)
y = np.random.randn(4, 2)
w1 = np.random.randn(3, 5)
w2 = np.random.randn(5, 2)

# forward
h = x.dot(w1)
h_relu = np.maximum(h, 0)
y_pred = h_relu.dot(w2)
loss = np.square(y_pred - y).sum()

# backward
grad_y_pred = 2.0 * (y_pred - y)
grad_w2 = h_relu.T.dot(grad_y_pred)
grad_h_relu = grad_y_pred.dot(w2.T)
grad_h = grad_h_relu.copy()
grad_w1 = x.T.dot(grad_h)

w1 -= 1e-4 * grad_w1
w2 -= 1e-4 * grad_w2
`,
    inputs: {},
  },
  {
    title: "Sigmoid neuron of the slides",
    note: "0.40 comes from the rounded 0.20",
    program: `w0, x0 = 2.0, -1.0
w1, x1 = -3.0, -2.0
w2 = -3.0

# forward
dot = w0*x0 + w1*x1 + w2
f = 1.0 / (1 + np.exp(-dot))

# backward
ddot = (1 - f) * f
dw0 = x0 * ddot
dx0 = 0.40
dw1 = x1 * ddot
dx1 = w1 * ddot
dw2 = ddot
`,
    inputs: {},
  },
  {
    title: "One name stored, another used",
    note: "and a gradient that a fork overwrites",
    program: `x, y, a, b = 1.5, -0.5, 2.0, -1.0

# forward
h = a * x + b
e = h - y
loss = e**2 + 0.1 * a**2

# backward
grad_e = 2 * e
grad_h = grad_e
da = grad_hidden * x
da = 0.2 * a
db = grad_h
`,
    inputs: {},
  },
  {
    title: "Softmax classifier, all right",
    note: "1/N only where it is needed",
    program: `X = np.array([[1, 2], [3, -1], [0.5, 1]])
y = np.array([0, 2, 1])
W = np.array([[0.1, 0.3, -0.2],
              [0.2, -0.1, 0.4]])
b = np.zeros(3)
N = X.shape[0]

# forward
scores = X.dot(W) + b
e = np.exp(scores)
probs = e / e.sum(axis=1, keepdims=True)
correct = probs[np.arange(N), y]
loss = -np.sum(np.log(correct)) / N

# backward
dscores = probs.copy()
dscores[np.arange(N), y] -= 1
dW = X.T.dot(dscores) / N
db = np.sum(dscores, axis=0) / N
`,
    inputs: {},
  },
];
