"""Small pieces of Python as people paste them: read as Python reads them, or told what to write."""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import make_vjp

import graphs
from graphs import GraphError
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import imported

# text → the values of its inputs, the name of its output
READ: dict[str, tuple[str, dict[str, Any], str]] = {
    "a call inside print": (
        "def f(x):\n    return 3*x**2 - 4*x + 5\nprint(f(3.0))", {}, "f(3.0)"),
    "two values made None": (
        "def f(x):\n    out, cache = None, None\n    out = x**2\n    return out\nloss = f(x)",
        {"x": 2.0}, "loss"),
    "a mode that is a text": (
        "mode = 'train'\nx = 2.0\nif mode == 'train':\n    loss = x**2\nelse:\n    loss = x",
        {}, "loss"),
    "a mode that is not equal": (
        "mode = 'test'\nx = 2.0\nloss = x**2 if mode != 'train' else x", {}, "loss"),
    "a text among several": (
        "kind = 'l2'\nx = 2.0\nif kind in ('l1', 'abs'):\n    loss = abs(x)\n"
        "elif kind in ('l2',):\n    loss = x**2 / 2", {}, "loss"),
    "a text that begins so": (
        "name = 'relu_1'\nx = 2.0\nloss = x * 3 if name.startswith('relu') else x", {}, "loss"),
    "a label that is passed over": (
        "loss = 0.0\nfor j in range(3):\n    if j == y:\n        continue\n    loss += s[j]",
        {"s": np.array([1.0, 2.0, 3.0]), "y": 1}, "loss"),
    "a hinge over classes": (
        "loss = 0.0\nfor j in range(3):\n    if j != y:\n"
        "        loss += np.maximum(0, s[j] - s[y] + 1)",
        {"s": np.array([1.0, 2.5, 3.0]), "y": 0}, "loss"),
    "an ellipsis of a number": ("x = np.array(3.0)\nf = x[...] * 2", {}, "f"),
    "an ellipsis of a matrix": (
        "A = np.array([[1.0, 2.0], [3.0, 4.0]])\nf = np.sum(A[..., 0] * A[..., 1])", {}, "f"),
    "a new axis by None": (
        "v = np.array([1.0, 2.0])\nf = np.sum(v[:, None] * v[None, :] ** 2)", {}, "f"),
    "an assertion with a message": (
        "A = np.array([[1.0, 2.0], [3.0, 4.0]])\nassert A.shape[0] == 2, 'two rows are wanted'\n"
        "f = np.sum(A * A)", {}, "f"),
    "an assertion about a shape": (
        "A = np.ones((2, 3))\nB = np.ones((3, 2)) * 2\nC = A @ B\nassert C.shape == (2, 2)\n"
        "f = np.sum(C ** 2)", {}, "f"),
    "a while on a counter": (
        "k = 0\np = u\nwhile k < 4:\n    p = p * u\n    k += 1\nf = p", {"u": 2.0}, "f"),
    "a while that counts down": (
        "k = 3\np = 1.0\nwhile k:\n    p *= u\n    k -= 1\nf = p", {"u": 2.0}, "f"),
    "a while that is left": (
        "k, p = 0, u\nwhile True:\n    p = p * u\n    k += 1\n    if k == 3:\n        break\nf = p",
        {"u": 2.0}, "f"),
    "a star of a shape": (
        "A = np.array([[1.0, 2.0], [3.0, 4.0]])\nB = np.zeros((*A.shape, 2))\n"
        "f = np.sum(B + A[:, :, None] * 3)", {}, "f"),
    "a star of a list": (
        "def f(a, b, c):\n    return a * b + c\nxs = [x, 2.0, 3.0]\nloss = f(*xs)",
        {"x": 2.0}, "loss"),
    "unpacked with a star": (
        "first, *rest = [x, x * 2, x * 3]\nf = first * rest[1]", {"x": 2.0}, "f"),
    "lambdas made in a list": (
        "v = 1.5\ngs = [lambda a, k=k: a * (k + 1) for k in range(3)]\nf = gs[2](v) + gs[0](v)",
        {}, "f"),
    "lambdas in a dictionary": (
        "acts = {'square': lambda a: a ** 2, 'cube': lambda a: a ** 3}\nf = acts['cube'](x)",
        {"x": 2.0}, "f"),
    "a lambda that is called at once": ("f = (lambda a, b: a * b + a)(x, 3.0)", {"x": 2.0}, "f"),
    "keywords from a dictionary": (
        "def poly(t, a, b=0.0):\n    return a * t**2 + b\nconf = {'a': 2.0, 'b': 1.0}\n"
        "f = poly(v, **conf)", {"v": 3.0}, "f"),
    "keywords that are gathered": (
        "def g(x, **options):\n    return x * options['scale']\nf = g(u, scale=3.0)",
        {"u": 2.0}, "f"),
    "arguments that are gathered": (
        "def total(*xs):\n    s = 0.0\n    for x in xs:\n        s += x ** 2\n    return s\n"
        "f = total(u, 2 * u, 3.0)", {"u": 2.0}, "f"),
    "a comprehension": ("f = sum([w * x for x in [1.0, 2.0, 3.0]])", {"w": 2.0}, "f"),
    "a comprehension with a condition": (
        "f = sum(w * k for k in range(6) if k % 2)", {"w": 2.0}, "f"),
    "zip and enumerate": (
        "f = 0.0\nfor i, (a, b) in enumerate(zip([1.0, 2.0], [3.0, 4.0])):\n"
        "    f += i * a * w + b", {"w": 2.0}, "f"),
    "reversed": ("f = 1.0\nfor a in reversed([1.0, 2.0]):\n    f = f * w + a", {"w": 2.0}, "f"),
    "a walrus": ("if (h := x * 2) > 1:\n    f = h ** 2\nelse:\n    f = h", {"x": 2.0}, "f"),
    "chained comparisons": ("f = x ** 2 if 0 < x < 3 else x", {"x": 2.0}, "f"),
    "a chained assignment": ("a = b = x * 2\nf = a * b", {"x": 2.0}, "f"),
    "a swap": ("a, b = x, 3.0\na, b = b, a\nf = a - b ** 2", {"x": 2.0}, "f"),
    "try and except": (
        "try:\n    f = x ** 2\nexcept ValueError:\n    f = x", {"x": 2.0}, "f"),
    "a global": (
        "scale = 2.0\ndef g(x):\n    global scale\n    scale = 3.0\n    return scale * x\nf = g(u)",
        {"u": 2.0}, "f"),
    "a recursion": (
        "def power(x, n):\n    return 1.0 if n == 0 else x * power(x, n - 1)\nf = power(u, 4)",
        {"u": 2.0}, "f"),
    "a type of its own": (
        "def g(x: float) -> float:\n    y: float = x * 2\n    return y\nf: float = g(u) ** 2",
        {"u": 2.0}, "f"),
    "a default that is None": (
        "def g(x, b=None):\n    if b is None:\n        b = 1.0\n    return x * 2 + b\nf = g(u)",
        {"u": 2.0}, "f"),
    "semicolons": ("a = x * 2; b = a + 1\nf = a * b", {"x": 2.0}, "f"),
    "if on a line": ("f = x\nif x > 1: f = f * 3", {"x": 2.0}, "f"),
    "a number with underscores": ("f = x * 1_000", {"x": 2.0}, "f"),
    "a main part": (
        "def main():\n    return 0\nf = x ** 2\nif __name__ == '__main__':\n    f = f + 1",
        {"x": 2.0}, "f"),
    # Dictionaries
    "parameters in a dictionary": (
        "p = {'W': np.array([1.0, 2.0]), 'b': 0.5}\nx = np.array([3.0, 4.0])\n"
        "loss = (np.dot(p['W'], x) + p['b'])**2", {}, "loss"),
    "a dictionary's default": (
        "def f(x, p):\n    eps = p.get('eps', 1e-5)\n    return np.sum(x / np.sqrt(x**2 + eps))\n"
        "x = np.array([1.0, 2.0])\nloss = f(x, {})", {}, "loss"),
    "a dictionary's value before the default": (
        "p = {'eps': 0.5}\nloss = x / np.sqrt(x**2 + p.get('eps', 1e-5))", {"x": 2.0}, "loss"),
    "the items of a dictionary": (
        "p = {'a': 1.5, 'b': 2.5}\nf = 0.0\nfor k, v in p.items():\n    f += v ** 2 * x",
        {"x": 2.0}, "f"),
    "the values of a dictionary": (
        "p = dict(a=1.5, b=2.5)\nf = x * sum(v ** 2 for v in p.values())", {"x": 2.0}, "f"),
    "keys that are made": (
        "p = {}\nfor l in range(1, 3):\n    p['W' + str(l)] = float(l)\n"
        "f = x * p['W1'] + p['W2'] ** 2",
        {"x": 2.0}, "f"),
    "keys by a formatted text": (
        "p = {f'w{l}': l * 0.5 for l in range(1, 4)}\nf = x\nfor l in range(1, 4):\n"
        "    f = f * p[f'w{l}']", {"x": 2.0}, "f"),
    "a dictionary in a dictionary": (
        "net = {'one': {'w': 2.0}, 'two': {'w': 3.0}}\nf = x * net['one']['w'] * net['two']['w']",
        {"x": 2.0}, "f"),
    "a key that may be there": (
        "p = {'b': 1.0}\nf = x ** 2 + (p['b'] if 'b' in p else 0.0)", {"x": 2.0}, "f"),
    "an update of a dictionary": (
        "p = {'a': 1.0}\np.update({'a': 3.0, 'b': 2.0})\nf = x * p['a'] * p['b']", {"x": 2.0}, "f"),
    "a cache that is kept": (
        "cache = {}\ncache['h'] = x * 2\nf = cache['h'] ** 2", {"x": 2.0}, "f"),
    # Classes
    "a class with self": (
        "class Lin:\n    def __init__(self, w):\n        self.w = w\n    def forward(self, x):\n"
        "        return self.w * x\nl = Lin(2.0)\nloss = l.forward(x)**2", {"x": 3.0}, "loss"),
    "an object that is called": (
        "class Layer:\n    def __init__(self, w, b):\n        self.w, self.b = w, b\n"
        "    def __call__(self, x):\n        return np.tanh(self.w * x + self.b)\n"
        "f = Layer(0.5, 0.1)(Layer(-1.0, 0.2)(x))", {"x": 3.0}, "f"),
    "a class that inherits": (
        "class Base:\n    def __init__(self, w):\n        self.w = w\nclass Square(Base):\n"
        "    def forward(self, x):\n        return (self.w * x) ** 2\nf = Square(2.0).forward(x)",
        {"x": 3.0}, "f"),
    "super": (
        "class Base:\n    def __init__(self, w):\n        self.w = w\nclass Biased(Base):\n"
        "    def __init__(self, w, b):\n        super().__init__(w)\n        self.b = b\n"
        "    def forward(self, x):\n        return self.w * x + self.b\n"
        "f = Biased(2.0, 1.0).forward(x)", {"x": 3.0}, "f"),
    "layers in a list": (
        "class Layer:\n    def __init__(self, w):\n        self.w = w\n    def forward(self, x):\n"
        "        return np.tanh(self.w * x)\nlayers = [Layer(0.5), Layer(1.5)]\nh = x\n"
        "for layer in layers:\n    h = layer.forward(h)\nf = h ** 2", {"x": 3.0}, "f"),
    "a property": (
        "class A:\n    def __init__(self, w):\n        self.w = w\n    @property\n"
        "    def twice(self):\n        return 2 * self.w\nf = A(x).twice ** 2", {"x": 3.0}, "f"),
    "a static method": (
        "class A:\n    @staticmethod\n    def square(x):\n        return x ** 2\nf = A.square(x)",
        {"x": 3.0}, "f"),
    "operators of its own": (
        "class V:\n    def __init__(self, d):\n        self.d = d\n    def __mul__(self, o):\n"
        "        return V(self.d * o.d)\nf = (V(x) * V(2.0) * V(x)).d", {"x": 3.0}, "f"),
    "a data class": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    w: float\n"
        "    b: float = 1.0\n"
        "p = P(2.0)\nf = p.w * x + p.b", {"x": 3.0}, "f"),
    "a named tuple": (
        "from collections import namedtuple\nP = namedtuple('P', 'w b')\np = P(2.0, 1.0)\n"
        "f = p.w * x + p.b", {"x": 3.0}, "f"),
    # Lines that do not matter
    "plots": (
        "import matplotlib.pyplot as plt\nx = np.linspace(0, 1, 3)\nloss = np.sum(x**2)\n"
        "plt.plot(x, x**2)\nplt.show()", {}, "loss"),
    "a title and a legend": (
        "from matplotlib import pyplot as plt\nx = 2.0\nplt.title('loss')\nloss = x**2\n"
        "plt.plot([1, 2], label='a')\nplt.legend()\nplt.savefig('a.png')", {}, "loss"),
    "imports": (
        "import os, sys\nfrom typing import List\nimport random\nloss = x**2",
        {"x": 2.0},
        "loss",
    ),
    "how arrays are printed": (
        "np.set_printoptions(precision=3, suppress=True)\nloss = x**2", {"x": 2.0}, "loss"),
    "warnings": (
        "import warnings\nwarnings.filterwarnings('ignore')\nloss = x**2", {"x": 2.0}, "loss"),
    "prints": ("print('-' * 20)\nloss = x**2\nprint('loss:', loss)", {"x": 2.0}, "loss"),
    "a text that stands alone": ("'''A small example.'''\nloss = x**2", {"x": 2.0}, "loss"),
    "pass": ("pass\nloss = x**2\n...", {"x": 2.0}, "loss"),
    "a function that plots": (
        "import matplotlib.pyplot as plt\ndef show(v):\n    plt.plot(v)\n    plt.show()\n"
        "loss = x**2\nshow(loss)", {"x": 2.0}, "loss"),
}  # fmt: skip


def in_python(text: str, values: dict[str, Any], output: str) -> tuple[Any, dict[str, Any]]:
    """The output and its gradients by the values that are not whole numbers, by HIPS autograd."""
    free = [name for name, value in values.items() if not isinstance(value, int)]
    shown = {"print": lambda *args: None, "__import__": imported}

    def program(point: tuple[Any, ...]) -> Any:
        names = {**values, **dict(zip(free, point, strict=True)), "np": anp, "__name__": "__main__"}
        names["__builtins__"] = {**vars(__import__("builtins")), **shown}
        exec(compile(text, "<text>", "exec"), names)
        return eval(output, names)

    if not free:
        return program(()), {}
    pull, value = make_vjp(program)(tuple(values[name] for name in free))
    return value, dict(zip(free, pull(1.0), strict=True))


@pytest.mark.parametrize("name", READ)
def test_a_text_is_read_as_python_reads_it(name: str) -> None:
    text, values, output = READ[name]
    trace = graphs.trace(text, values)
    value, slopes = in_python(text, values, output)
    agree(trace.value, value, name)
    for path, slope in slopes.items():
        agree(trace.grads[path], slope, f"the gradient of {path}")


MAGICS = {
    "%matplotlib inline\nx = 2.0\nloss = x**2": 4.0,
    "%load_ext autoreload\n%autoreload 2\nx = 2.0\nloss = x**2": 4.0,
    "!pip install numpy\nx = 2.0\nloss = x**2": 4.0,
    "%%time\nx = 2.0\nloss = x**2": 4.0,
    "# %%\nx = 2.0\nloss = x**2": 4.0,
    ">>> x = 2.0\n>>> loss = x**2\n>>> loss\n4.0": 4.0,
    "In [1]: x = 2.0\n\nIn [2]: loss = x**2": 4.0,
    "```python\nx = 2.0\nloss = x**2\n```": 4.0,
}


@pytest.mark.parametrize("text", MAGICS)
def test_lines_of_a_notebook_are_passed_over(text: str) -> None:
    trace = graphs.trace(text)
    assert (trace.value, trace.grads["x"]) == (MAGICS[text], 4.0)


# Python 2: text → the value and the gradient by x (at 2) that Python 3 gives

PYTHON2 = {
    'x = 2.0\nloss = x**2\nprint "loss %f" % loss': (4.0, 4.0),
    'x = 2.0\nloss = x * 2\nprint "x", x, loss': (4.0, 2.0),
    "x = 2.0\nloss = x**2\nprint loss": (4.0, 4.0),
    "x = 2.0\nloss = x**2\nprint": (4.0, 4.0),
    "x = 2.0\nloss = x**2\nprint 'a', loss,": (4.0, 4.0),
    "x = 2.0\nloss = 0.0\nfor i in xrange(3):\n    loss += x * i": (6.0, 3.0),
    "x = 2.0\nloss = 0.0\nfor i in xrange(1, 6, 2):\n    loss += x * i\n    print i, loss": (
        18.0, 9.0),
    "x = 2.0\nloss = x\nfor k, v in {'a': 3.0}.iteritems():\n    loss = loss * v": (6.0, 3.0),
    "x = 2.0\nloss = x ** 2 if 1 <> 2 else x": (4.0, 4.0),
    "x = 2.0\ntry:\n    loss = x**2\nexcept ValueError, e:\n    loss = x": (4.0, 4.0),
    "x = 2.0\nprint 'begin'\nloss = x**3\nif loss > 1:\n    print 'large'": (8.0, 12.0),
    "x = 2.0\nloss = x * 10L": (20.0, 10.0),
}  # fmt: skip


LONG_NUMBERS = "10L, a whole number of Python 2's, is taken for a product that lacks its sign."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, marks=pytest.mark.xfail(reason=LONG_NUMBERS, strict=True))
        if "10L" in text
        else text
        for text in PYTHON2
    ],
)
def test_python_2_is_read(text: str) -> None:
    trace = graphs.trace(text, output="loss")
    assert (trace.value, trace.grads["x"]) == PYTHON2[text]


# What a part of a class alone, or an unknown loss, is told


@pytest.mark.parametrize(
    "text",
    [
        "def step(self, x, dt):\n    return self.rate * x * dt",
        "def forward(self, x):\n    return self.w * x + self.b",
        "def __call__(self, x):\n    self.x = x\n    return np.tanh(self.w * x)",
    ],
)
def test_a_method_alone_misses_what_it_has_of_its_object(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    told = f"{caught.value.message} {caught.value.hint}"
    assert "self." in told
    assert "(x + y) * z" not in told


# text → the loss whose slope it is, and what is said of dw once that stands above
ERRORS = {
    "l1_error = y - l1": ("(y - l1)**2", "wrong"),  # it points down: added to the weights
    "l1_error = l1 - y": ("(l1 - y)**2", "right"),
}


@pytest.mark.parametrize("line", ERRORS)
def test_an_error_times_a_slope_names_the_loss_to_write(line: str) -> None:
    loss, status = ERRORS[line]
    text = (
        "X = np.array([[0., 1.], [1., 1.]])\ny = np.array([[0.], [1.]])\n"
        f"w = np.array([[0.3], [-0.2]])\nl1 = 1/(1+np.exp(-(X @ w)))\n{line}\n"
        "l1_delta = l1_error * l1 * (1 - l1)\ndw = X.T @ l1_delta"
    )
    with pytest.raises(GraphError) as caught:
        graphs.check(text)
    assert loss in (caught.value.hint or "")
    above = graphs.check(text.replace(line, f"loss = 0.5 * np.sum({loss})\n{line}"))
    assert [one["status"] for one in above["verdicts"] if one["name"] == "dw"] == [status]


UPSTREAM = {
    "a product": (
        "out = w * x\ndw = dout * x\ndx = dout * w", {"x": 2.0, "w": 5.0, "dout": 3.0}),
    "a layer as a pair": (
        "def fwd(x, w):\n    out = x @ w\n    return out, (x, w)\n"
        "def bwd(dout, cache):\n    x, w = cache\n    return dout @ w.T, x.T @ dout\n"
        "out, cache = fwd(x, w)\ndx, dw = bwd(dout, cache)",
        {"x": [[1.0, 2.0]], "w": [[1.0], [2.0]], "dout": [[3.0]]}),
    "a sigmoid": (
        "out = 1 / (1 + np.exp(-x))\ndx = dout * out * (1 - out)", {"x": 0.5, "dout": 2.0}),
    "a rectifier": (
        "out = np.maximum(0, x)\ndx = dout * (x > 0)",
        {"x": [1.0, -2.0, 3.0], "dout": [0.5, 1.0, -1.0]}),
    "two lines": (
        "h = x * w\nout = np.tanh(h)\ndh = dout * (1 - out ** 2)\ndx = dh * w\ndw = dh * x",
        {"x": 0.5, "w": -1.5, "dout": 2.0}),
    "a sum along rows": (
        "out = X.sum(axis=1)\ndX = np.repeat(dout[:, None], 3, axis=1)",
        {"X": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "dout": [0.5, -1.0]}),
    "an affine layer": (
        "out = X @ W + b\ndX = dout @ W.T\ndW = X.T @ dout\ndb = dout.sum(axis=0)",
        {"X": [[1.0, 2.0], [0.5, -1.0]], "W": [[0.1, 0.2], [0.3, 0.4]], "b": [0.0, 1.0],
         "dout": [[1.0, 2.0], [3.0, -1.0]]}),
}  # fmt: skip


@pytest.mark.parametrize("name", UPSTREAM)
def test_a_gradient_from_outside_begins_the_backward_pass(name: str) -> None:
    text, values = UPSTREAM[name]
    found = graphs.check(text, values)
    assert found["first_wrong"] is None
    assert {one["status"] for one in found["verdicts"]} == {"right"}
    arrays = {name: np.asarray(value, float) for name, value in values.items()}
    names: dict[str, Any] = {**arrays, "np": np}
    exec(text, names)
    trace = graphs.trace(text, values)
    agree(trace.value, np.sum(names["out"] * arrays["dout"]), name)
    for one in found["verdicts"]:
        target = one["name"][1:]
        if target in arrays:
            agree(trace.grads[target], names[one["name"]], one["name"])


@pytest.mark.parametrize("name", UPSTREAM)
def test_a_wrong_gradient_after_one_from_outside_is_found(name: str) -> None:
    text, values = UPSTREAM[name]
    lines, wrong = text.split("\n"), "dw"
    if name == "a layer as a pair":
        lines = text.replace("x.T @ dout", "2 * x.T @ dout").split("\n")
    else:
        wrong, _, rest = lines[-1].partition(" = ")
        lines[-1] = f"{wrong} = 1.5 * ({rest})"
    found = graphs.check("\n".join(lines), values)
    statuses = {one["name"]: one["status"] for one in found["verdicts"]}
    assert statuses.pop(wrong) == "wrong"
    assert set(statuses.values()) <= {"right"}
    assert (found["first_wrong"]["name"], found["first_wrong"]["cause"]) == (wrong, "scale")


LONG = (
    "X = np.array([[0., 1.], [1., 1.]])\ny = np.array([[0.], [1.]])\n"
    "w = np.array([[0.3], [-0.2]])\nfor j in range(60000):\n    p = 1/(1+np.exp(-(X @ w)))\n"
    "    w += X.T @ ((y - p) * p * (1 - p))"
)


def test_a_long_loop_without_a_loss_says_that_one_pass_is_drawn() -> None:
    trace = graphs.trace(LONG)
    told = " ".join(note.message for note in trace.notes)
    assert "pass 1 of 60,000" in told
    assert "smaller range" not in told
    known: dict[str, Any] = {"np": np}
    exec(LONG.split("    w +=")[0].replace("60000", "1"), known)
    agree(np.sum(trace.values["p"]), np.sum(known["p"]), "p")
