"""Programs of numbers whose drawings are checked: tidy, ugly, with groups and without."""

from __future__ import annotations

PROGRAMS = {
    "the lecture's first": "f = (x + y) * z",
    "a neuron": "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))",
    "patterns": "f = 2 * (x*y + max(z, w))",
    "staged": """\
sigy = 1.0 / (1 + exp(-y))
num = x + sigy
sigx = 1.0 / (1 + exp(-x))
xpy = x + y
den = sigx + xpy**2
f = num / den""",
    "long names": """\
weighted_sum_of_everything = learning_rate*momentum + regularization_strength_of_layer_2
loss_value = weighted_sum_of_everything ** 2 / number_of_examples""",
    "a chain of 30": "y = x\n" + "y = exp(sin(tanh(y)))\n" * 10,
    "a sum of 20 products": "f = " + " + ".join(f"a{i}*b{i}" for i in range(20)),
    "a fork of five": "a = x*y\nf = exp(a) + sin(a) + a*z + tanh(a) + a",
    "huge and tiny": "f = a*b/c + d",
    "x*x - x": "f = x*x - x",
    "four into max": "f = max(a, b, c, a)",
    "seven into min": "f = min(a, b, c, d, e, g, h)",
    "routing": "f = where(x > 0, x*2, -x)",
    "functions": """\
def sq(u):
    return u*u
def g(a, b):
    return sq(a) + sq(b)*3
f = g(x, y) + g(y, 2)""",
    "functions in a loop": """\
def neuron(w, x, b):
    z = w*x + b
    return relu(z)
h = x
for i in range(3):
    h = neuron(w, h, b)
f = h - y""",
    "a loop": "s = s0\nfor t in range(5):\n    s = tanh(w*s + x)\nf = s**2",
    "micrograd": """\
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + relu(b + a)
d += 3 * d + relu(b - a)
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f""",
    "constants everywhere": "f = 2*3 + 1/x + clip(x, 0, 1) * 7 - max(0, x)",
    "unused": "b = a*2\nunused = c + d*e\nf = b + 1",
    "a small network": """\
h1 = tanh(w11*x1 + w12*x2 + b1)
h2 = tanh(w21*x1 + w22*x2 + b2)
h3 = tanh(w31*x1 + w32*x2 + b3)
o = sigmoid(v1*h1 + v2*h2 + v3*h3 + c)
loss = (o - t)**2 + 0.1*(v1**2 + v2**2 + v3**2)""",
    "one gate": "f = exp(x)",
    "an input alone": "f",
    "long gates": "f = softplus(x) + leaky_relu(y) * reciprocal(arctan(z))",
}
