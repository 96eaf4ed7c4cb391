"""What errors say to do next: what was likely meant, never a gate that only looks alike."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import graphs
from graphs import GraphError
from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language.advice.near_names import did_you_mean
from graphs.language.advice.numpy_words import INSTEAD
from graphs.language.modules import MODULES

X = {
    "x": 2.0,
    "y": 3.0,
    "A": [[1.0, 2.0], [3.0, 4.0]],
    "B": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
    "a": [1.0, 2.0],
    "b": [3.0, 4.0],
    "c": [1.0, 2.0, 3.0],
}

# (text, line, text in the hint or the message, text that is in neither)
NAMES = [
    ("hidden = x * y\nf = hiden + 1", 2, "hidden, of line 1", "= 1"),
    ("weights = x * y\nf = wieghts + 1", 2, "weights, of line 1", "= 1"),
    ("Wh = x * y\nf = wh + 1", 2, "Wh, of line 1", "= 1"),
    ("total_loss = x * y\nf = totalloss", 2, "total_loss", "= 1"),
    ("h1 = x * y\nf = h2", 2, "h2 = 1", "h1"),
    ("f = zeta * x", 1, "zeta = 1", "Did you mean"),
    ("h = g + 1\nk = h * 2\ng = x * y", 1, "line 3 up", "g = 1"),
    ("h = g(x) + 1\ndef g(u):\n    return u * u", 1, "line 2", "g*(x)"),
    ("net = Net(x)\nclass Net:\n    pass", 1, "line 2", "Net*"),
    ("exp = 2\nf = exp(x)", 2, "since line 1", "exp*(x)"),
    ("sum = x * y\nf = sum([x, y])", 2, "since line 1", "sum*"),
    ("f = pi * x", 1, "np.pi", "pi = 1"),
    ("f = np.where(false, x, y)", 1, "Write False", "false = 1"),
    ("u = null\nf = x", 1, "Write None", "null = 1"),
    ("f = self * x", 1, "class Net:", "self = 1"),
    ("f = self.w * x", 1, "class Net:", "= 1"),
    ("f = torch * x", 1, "torch is not read", "torch = 1"),
    ("f = tanh * x", 1, "tanh(x)", "tanh = 1"),
    ("q = x * y\nq2 == q + 1", 2, "q2 = …", "q2 = 1"),
    ("f = Sum([x, y])", 1, "Write sum", "Help"),
    ("f = Sigmoid(x)", 1, "Write sigmoid", "Help"),
    ("f = Relu(x)", 1, "Write relu", "Help"),
    ("f = EXP(x)", 1, "Write exp", "Help"),
    ("f = np.Exp(x)", 1, "exp", "Help"),
    ("f = tahn(x)", 1, "Write tanh", "Help"),
    ("f = epx(x)", 1, "Write exp", "Help"),
    ("f = np.soft_max(x)", 1, "NumPy has no soft_max", "Help"),
    ("f = Math.exp(x)", 1, "np.exp", "exp*(x)"),
    ("f = frobnicate(x, y)", 1, "def frobnicate", "Help"),
    ("f = Value(x)", 1, "class Value", "Help"),
    ("f = int(input('x? ')) * y", 1, "Write the value", "Write int"),
]
NUMPY = [
    ("f = np.sum(np.sort(a))", "NumPy", "sqrt"),
    ("f = sort(a)", "NumPy", "sqrt"),
    ("from numpy import sort\nf = sort(a)", "NumPy", "sqrt"),
    ("f = np.median(a)", "NumPy", "mean"),
    ("f = np.sum(np.tri(3)) * x", "np.tril", "triu"),
    ("p, q = np.vsplit(A, 2)\nf = p", "np.split(x, n, axis=0)", "write it out"),
    ("f = np.matrix(a).T", "[None, :]", "Help"),
    ("f = np.roll(a, 1)", "np.concatenate", "all"),
    ("f = np.linalg.lstsq(A, a)", "np.linalg.solve", "Help"),
    ("f = np.average(a)", "np.sum(w * x)", "Help"),
    ("f = np.busday_count(x)", "def busday_count", "Help"),
    ("f = a.sort()", "indices", "sqrt"),
    ("f = a.backward()", "Delete this line", "exp(x)"),
    ("f = a.clamp_min(0)", "np.maximum(a, 0)", "exp(x)"),
    ("f = a.tanh()", "np.tanh(a)", "exp(x)"),
    ("f = A.t()", "A.T", "exp(x)"),
    ("f = A.view(4)", "A.reshape", "exp(x)"),
    ("f = a.frobnicate", "a.shape", "exp(x)"),
    ("f = A.tranpose()", "transpose", "exp(x)"),
]
OPERATORS = [
    ("f = x^2", "x**2", "xor"),
    ("f = np.sum(a * ((a > 0) ^ (a < 2)))", "(a > 0) != (a < 2)", "**"),
    ("f = np.where(a > 1 & a < 4, a, 0)", "(a > 1) & (a < 4)", "Write and"),
    ("f = np.where(a < 1 | a > 4, a, 0)", "(a < 1) | (a > 4)", "Write or"),
    ("f = x & y", "masks", "Write and"),
    ("f = x | y", "masks", "Write or,"),
    ("f = x ? 1 : 2", "a if c else b", "Check the operator"),
    ("f = $x^2$", "without $", "Check the operator"),
    ("f = x +* 2", "missing or too many", "Check the operator"),
    ("f = x * 'a'", "float(…)", "names"),
]
ARGUMENTS = [
    ("f = np.ones(3, 4) * x", "np.ones((3, 4))", "kind of number"),
    ("f = np.zeros(2, 3, 4) + x", "np.zeros((2, 3, 4))", "too much"),
    ("f = np.random.rand((4, 2))", "np.random.rand(4, 2)", "Check"),
    ("f = np.random.randn([4, 2]) * x", "np.random.randn(4, 2)", "Check"),
    ("f = np.random.default_rng(0).standard_normal(4, 2)", "((4, 2))", "Check"),
    ("f = np.concatenate(a, b)", "np.concatenate([a, b])", "Check"),
    ("f = np.stack(a, b)", "np.stack([a, b])", "Check"),
    ("f = np.vstack(a, b)", "np.vstack([a, b])", "np.vstack(x)"),
    ("f = np.hstack(a, b)", "np.hstack([a, b])", "np.hstack(x)"),
    ("f = np.mean(x, y)", "np.mean([x, y]), or x + y", "axis 3"),
    ("f = np.sum(a, b)", "np.sum([a, b])", "axis must"),
    ("f = sum(x, y)", "x + y, or sum([x, y])", "range"),
    ("f = np.log(x, 2)", "np.log(x) / np.log(2)", "Check"),
    ("f = log(x, 10)", "log(x) / log(10)", "Check"),
    ("f = np.array(1, 2, 3, 4, 5, 6) * x", "np.array([1, 2, 3, 4, 5, 6])", "Check"),
    ("f = a @ B.T", "did you mean B?", ".T.T"),
]


def told(text: str) -> tuple[GraphError, str]:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, X)
    error = caught.value
    return error, f"{error.message} | {error.hint} | {error.mend}"


@pytest.mark.parametrize(("text", "line", "said", "unsaid"), NAMES, ids=[one[0] for one in NAMES])
def test_a_name_that_means_nothing(text: str, line: int, said: str, unsaid: str) -> None:
    error, words = told(text)
    assert error.line == line
    assert said in words
    assert unsaid not in words


NET = "class Net:\n    def __init__(self, w=2.0):\n        w = w\n    def forward(self, x):\n"
SLIPS_OF_BEGINNERS = [
    ("class N:\n    def go(x):\n        return x\nf = N().go(x)", "def go(self, x)", "go(x)."),
    (f"{NET}        return x\nf = Net.forward(x)", "then net.forward(x)", "Call it as"),
    (f"{NET}        return self.w * x\nf = Net().forward(x)", "self.w there", "It has"),
    ("n = None\nf = n * x", "Give n a number", "return"),
    ("def g(u):\n    v = u\nf = g(3)", "f is None", "(x + y) * z"),
    ("n = '3'\nf = n * 2.0", "float(…)", "ends without"),
    ("f = a[2]", "count from 0 to 1", "shape, with"),
    ("f = np.concatenate((a, b), axis=1)", "The only axis is 0", "shape, with"),
    ("f = A.sum(axis=2)", "The last axis is 1", "shape, with"),
    ("f = np.exponential(x)", "np.exp(x)", "not read yet"),
    ("f = x++", "x += 1", "too early"),
    ("f = x*y if x > 0", "a if c else b", "a comma or a bracket"),
    ("f := x + 1", "Write = to", "a comma or a bracket"),
    ("f = e^x", "np.exp(x)", "e**x"),
    ("d = {'w': x}\nf = d.w", "d['w']", "fromkeys"),
    ("what is the derivative of x^2?", "a sentence", "the*derivative"),
    ("f = cross_entropy(x, y)", "def cross_entropy(x, y)", "cross_entropy(x):"),
    ("f = np.sum([x, y)", "Write ] before it", "Pair"),
    ("f = A.dot(A) + np.ones(3)", "shape", "keepdims"),
    ("from sklearn.preprocessing import StandardScaler\nf = StandardScaler().fit_transform(a) * x",
     "X.std(axis=0)", "np.exp, sum"),
]  # fmt: skip
WHAT_CANNOT_BE_READ = [
    ("np.fill_diagonal(A, 0)\nf = A * x", "W * (1 - np.eye(len(W)))", "def fill_diagonal"),
    ("np.copyto(a, b)\nf = a * x", "x[:] = y", "def copyto"),
    ("for i in np.nditer(a):\n    x += i", "np.ndindex(x.shape)", "def nditer"),
    ("rng = np.random.default_rng(0)\nf = rng.dirichlet(a)", "Paste the values", "It has"),
    ("from scipy.stats import norm\nf = norm.cdf(x)", "0.5 * (1 + erf(x / np.sqrt(2)))", "np.norm"),
    ("import scipy\nf = scipy.linalg.norm(a) * x", "np.linalg.norm(…)", "np.norm"),
    ("f = network.Network([2, 3])", "class Network: …", "times sign"),
    ("f = utils.softmaxed(a)", "def softmaxed(a): …", "times sign"),
    ("f = self.layer(x)", "def layer(self, x): …", "times sign"),
    ("u = [x]\nf = u(1)", "square brackets for an item, counted from 0", "Write u[1]"),
    ("d = {'a': x}\nf = d(x)", "d[…]", "times sign"),
    ("f = x * length(a)", "Write len", "def length"),
    ("X = np.loadtxt('a')\nf = X @ a", "below line 1: X = np.array([[…]])", "as X"),
    (
        "from sklearn import datasets\niris = datasets.load_iris()\nf = iris.data @ w",
        "X = np.array([[…]]), and write X for iris.data",
        "below line",
    ),
    ("S = 100,0\nf = f'{S:.2f}'", "Line 1: 100,0 is a tuple of two numbers", "array of"),
    ("e = a - b[:, None]\nf = c + e", "Line 1 makes (2, 2) of (2,) and (2, 1)", "keepdims"),
    ("e = A * b\nf = e + np.ones(2).sum() + c", "shape", "A @ b"),
    ("e = B * c\nf = e + a", "On line 1 write B @ c", "keepdims"),
    ("w = np.ones(2)\nw -= B * x", "shape", "w[:, None]"),
]
OTHERS = [*NUMPY, *OPERATORS, *ARGUMENTS, *SLIPS_OF_BEGINNERS, *WHAT_CANNOT_BE_READ]


@pytest.mark.parametrize(("text", "said", "unsaid"), OTHERS, ids=[one[0] for one in OTHERS])
def test_what_to_write_instead(text: str, said: str, unsaid: str) -> None:
    error, words = told(text)
    assert said in words
    assert unsaid not in words
    if error.mend and "\n" not in text:
        ast.parse(text[: error.column] + error.mend + text[error.end_column :])


SLIPS = [
    ("sigmod", "sigmoid"),
    ("sigmiod", "sigmoid"),
    ("tnah", "tanh"),
    ("sni", "sin"),
    ("EXP", "exp"),
    ("Maximum", "maximum"),
    ("reshap", "reshape"),
    ("concatinate", "concatenate"),
    ("sort", None),
    ("median", None),
    ("tri", None),
    ("diag", None),
    ("sun", None),
    ("h", None),
    ("frobnicate", None),
]


@pytest.mark.parametrize(("word", "meant"), SLIPS)
def test_near_names_are_slips_of_the_pen(word: str, meant: str | None) -> None:
    assert did_you_mean(word, (*BY_NAME, *SPELLINGS)) == meant


def test_what_is_read_has_no_way_around() -> None:
    known = MODULES["numpy"]
    assert [word for word in INSTEAD if word in known] == []


DEAD_ENDS = re.compile(
    r"Help lists|Use functions: |Use numbers( and names)?\.|Check the operator|Check its arguments"
    r"|Check the shapes of|Check what is given"
)


def test_no_hint_is_a_dead_end() -> None:
    rooms = Path(graphs.__file__).parent / "language"
    found = [
        (path.name, part.value)
        for path in rooms.rglob("*.py")
        for part in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
        if DEAD_ENDS.search(part.value)
    ]
    assert found == []


def test_a_comparison_alone_gives_no_value() -> None:
    (note,) = graphs.trace("x == 3\ny = x + 1", fill=True).notes
    assert "== only compares; to give it one, write x = …" in note.message


def test_the_options_of_a_command_line_have_their_defaults() -> None:
    text = (
        "import argparse\np = argparse.ArgumentParser()\n"
        "p.add_argument('-n', '--n-items', type=int, default=3)\n"
        "p.add_argument('--lr', default=0.5)\np.add_argument('--fast', action='store_true')\n"
        "p.add_argument('--path')\nargs = p.parse_args()\nf = 0.0\n"
        "for i in range(args.n_items):\n    f = f + args.lr * w\nif args.fast:\n    f = 0.0"
    )
    trace = graphs.trace(text, {"w": 2.0})
    assert trace.value == 3.0
    assert any(note.message.startswith("args.lr is the default") for note in trace.notes)
    with pytest.raises(GraphError, match="given from outside"):
        graphs.trace(f"{text}\nf = f * args.path", {"w": 2.0})
