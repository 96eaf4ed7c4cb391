"""Numbers only: neurons, formulas in stages, and what a program may say."""

from web.gallery.entry import example

EXAMPLES = (
    example(
        "neuron",
        "A neuron, gate by gate",
        "Two weights, a bias and a sigmoid, taken apart into the gates it is made of.",
        "f = 1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
        {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
        words="sigmoid neuron, logistic neuron, perceptron, w0 x0, CS231n slides, "
        "backpropagation, 神经元 反向传播 sigmoid",
    ),
    example(
        "staged",
        "A long formula in stages",
        "Naming each stage lets the backward pass be read one line at a time.",
        """
sigy = sigmoid(y)
num = x + sigy
sigx = sigmoid(x)
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr
invden = 1 / den
f = num * invden
""",
        {"x": 3, "y": -4},
        words="staged backpropagation, intermediate variables, backprop in practice, "
        "分阶段 反向传播",
    ),
    example(
        "dead-relu",
        "A neuron that is switched off",
        "Below zero, relu blocks the path: every weight gets gradient 0.",
        "h = w*x + b\na = relu(h)\nloss = (a - 1)**2",
        {"w": 2, "x": -1, "b": 0.5},
        words="dead neuron, dying ReLU, zero gradient, 死亡神经元",
    ),
    example(
        "cross-entropy",
        "Log loss of a logit",
        "Sigmoid and log undo each other: the gradient that reaches s is p - y.",
        "p = sigmoid(s)\nloss = -(y*log(p) + (1 - y)*log(1 - p))",
        {"s": 0.5, "y": 1},
        words="binary cross-entropy, BCE, logistic loss, log likelihood, 交叉熵 二分类",
    ),
    example(
        "loop",
        "A loop, unrolled",
        "Three steps of the same state: w is used in each, and its gradients add.",
        "h = h0\nfor t in range(3):\n    h = tanh(w*h + x)\nloss = h**2",
        {"h0": 0.5, "w": 1.5, "x": -0.25},
        words="for loop, unrolling, recurrence, weight sharing, 循环",
    ),
    example(
        "function",
        "A function, called twice",
        "Each call becomes gates of its own.",
        """
def unit(u, v, bias=1.0):
    return sigmoid(u*v + bias)

h = unit(x, w1)
f = unit(h, w2, bias=-0.5)
""",
        {"x": 2, "w1": -1, "w2": 3},
        words="def, call, module, reuse, 函数",
    ),
    example(
        "softplus",
        "Softplus and its slope",
        "A smooth ReLU: exp, 1 + and log one after the other have the sigmoid as their slope.",
        "f = log(1 + exp(x))",
        {"x": 0.5},
        words="smooth ReLU, log1p, slope is the sigmoid, activation, 激活函数",
    ),
)
