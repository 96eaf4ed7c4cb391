"""Slips of the pen that Python reads are said, and read as Python does; so is what is left out."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.updates.recognise import recognise

# (text, line of the note, text in it)
SLIPS = [
    ("h = np.array([1., -2.])\nh[h < 0] == 0\nf = np.sum(h)", 2, "write h[h < 0] = 0."),
    ("w = 2.0\nw == 3\nf = w * 2", 2, "write w = 3."),
    ("d = {'a': 2.0}\nd['a'] == 3\nf = d['a'] * 2", 2, "write d['a'] = 3."),
    ("k = 0.0\nk =+ 1\nf = k * 2", 2, "write k += 1."),
    ("k = 0.0\nk =+1\nf = k * 2", 2, "write k += 1."),
    ("k = 4.0\nk =- 1  # a step\nf = k * 2", 2, "write k -= 1."),
    ("k = 4.0\nlr = 2.0\nk =- lr * k + 1\nf = k * 2", 3, "write k -= lr * k + 1."),
    ("名 = 4.0; k = 1.0\nk =- 名\nf = k * 2", 2, "write k -= 名."),
    ("S = 100,0\nf = np.array(S) * 2\ng = 2 * S", 1, "with a decimal point it is 100.0."),
]
NONE = (
    "w = 2.0\nf = w * 2\nf == 4",
    "x = np.ones((2, 3))\nx.shape == (2, 3)\nx.shape[0] == 2\nnp.sum(x) == 6\nf = np.sum(x)",
    "k = -1\nf = k * 2.0",
    "k =-1.5\nf = k * 2.0",
    "k =-1.5*2\nf=-k\ng = not k",
    "k = +1.5\nf = k * 2.0",
    "size = 3,4\nx = np.ones(size)\nf = np.sum(x)",
    "p = 1.5,2\nf = p[0] * 2\ng = np.array(p) * 2",
    "S = 1, 2\nf = 2.0 * np.sum(S)",
)


@pytest.mark.parametrize(("text", "line", "said"), SLIPS, ids=[one[0] for one in SLIPS])
def test_a_slip_is_said_and_read_as_python_does(text: str, line: int, said: str) -> None:
    trace = graphs.trace(text)
    (note,) = [note for note in trace.notes if note.kind == "slip"]
    assert note.line == line
    assert said in note.message
    mended = graphs.trace(text.replace(*note.choices))
    assert [one for one in mended.notes if one.kind == "slip"] == []
    names: dict[str, object] = {"np": np}
    exec(text.replace("2 * S", "0"), names)
    assert np.array_equal(graphs.trace(text, output="f").value, names["f"])


@pytest.mark.parametrize("text", NONE)
def test_what_may_be_meant_is_no_slip(text: str) -> None:
    assert [note for note in graphs.trace(text).notes if note.kind == "slip"] == []


def test_a_sign_that_cannot_stand_there_is_an_error_that_says_where_it_goes() -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace("k = 2.0\nk =* 3\nf = k")
    assert "write k *= 3" in (caught.value.hint or "")


def test_a_name_that_is_compared_in_a_loop_is_not_filled_in_silence() -> None:
    text = "w = 2.0\nfor e in range(9):\n    lr == 1 / (1 + e)\n    loss = w**2\n    w -= lr*2*w"
    messages = [note.message for note in graphs.trace(text, fill=True).notes]
    assert sum("== only compares" in message for message in messages) == 1
    with pytest.raises(GraphError, match="lr has no value") as caught:
        graphs.trace(text)
    assert "== compares" in (caught.value.hint or "")


# What nothing defines or reads, where nothing uses what it gives: the texts' values are without it.
UNKNOWN = {
    "a picture": ("x = 2.0\nf = x**2\ndraw_dot(f, g)\nh = f * 3", "draw_dot is not defined"),
    "of a file of one's own": ("x = 2.0\nh = x * 3\nutils.show(h, q)", "utils.show is not defined"),
    "no arguments": ("x = 2.0\nmain()\nh = x * 3", "main is not defined"),
    "in a function": (
        "def g(u):\n    show(u)\n    return u * 2\nh = g(3.0)",
        "show is not defined",
    ),
    "in a loop": ("h = 3.0\nfor k in range(2):\n    show(h)\n    h = h * 2", "show is not defined"),
    "a printed function": ("x = 2.0\nh = x * 3\nprint(accuracy(h))", "accuracy is not a function"),
    "a printed percentile": ("x = 2.0\nh = x * 3\nprint(np.percentile(h, 3))", "np.percentile is"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_calls_that_nothing_needs_are_left_out_with_a_note(name: str) -> None:
    text, said = UNKNOWN[name]
    trace = graphs.trace(text, fill=True)
    (note,) = trace.notes
    assert said in note.message
    assert (note.kind, trace.output) == ("left out", "h")
    quiet = {word: lambda *_: None for word in ("draw_dot", "main", "show", "accuracy", "g")}
    names: dict[str, object] = {"np": np, "q": 0, "utils": SimpleNamespace(**quiet), **quiet}
    exec(text, names)
    assert trace.value == names["h"]


NEEDED = (
    ("draw_dot(x)", "draw_dot is not a function here"),
    ("train(X, y)", "train is not a function here"),
    ("net.train(X, y)", "net is not defined here, and net.train is called"),
    ("W = np.ones((2, 2))\nnp.fill_diagonal(W, 0)\nf = W * x", "np.fill_diagonal is NumPy's"),
    ("x = 2.0\nprint(np.percentile(x * 2, 3))", "np.percentile is NumPy's"),
    ("x = 2.0\nf = accuracy(x) * x", "accuracy is not a function here"),
    ("x = 2.0\nf = x * 3\nprintt(f)", "printt is not a function here"),
    ("x = 2.0\nf = x * 3\nsetup()\ndef setup():\n    pass", "called above its definition"),
    ("def g(u):\n    return h(u)\nprint(g(2.0))", "h is not a function here"),
)


@pytest.mark.parametrize(("text", "said"), NEEDED)
def test_calls_that_something_needs_are_errors(text: str, said: str) -> None:
    with pytest.raises(GraphError, match=said):
        graphs.trace(text, fill=True)


def test_a_logger_shows_as_print_does() -> None:
    text = (
        "import logging\nlogger = logging.getLogger(__name__)\ndef main():\n    x = 2.0\n"
        "    f = x**2 + 1\n    logger.info('f %s', f)\nmain()"
    )
    assert graphs.trace(text).value == 5.0


def test_what_a_print_lacks_may_be_another_name() -> None:
    trace = graphs.trace("scores = [3.0, 1.0]\nprint(np.exp(score))", fill=True)
    (note,) = trace.notes
    assert note.message == "score has no value, so this line prints nothing; did you mean scores?"
    assert note.choices == ("score", "scores")


@pytest.mark.parametrize("passes", [1, 3])
def test_equal_warnings_of_a_line_are_one_that_says_how_often(passes: int) -> None:
    text = f"x = np.array([0.0, 0.0])\nq = 0.0\nfor k in range({passes}):\n    q += np.max(x)"
    (warning,) = graphs.trace(text).warnings
    assert warning.line == 4
    assert ("This happens 3 times." in warning.message) is (passes == 3)


def test_a_class_that_is_used_is_not_called_unused() -> None:
    bare = (
        "class Value:\n    def __init__(self, data):\n        self.data = data\n"
        "        self.grad = 0\nx = Value(2.0)"
    )
    trace = graphs.trace(bare, fill=True)
    assert (trace.value, list(trace.inputs), trace.notes) == (2.0, ["x.data"], [])
    net = "class Net:\n    def forward(self, x):\n        return x * 3\nnet = Net()"
    (note, _) = graphs.trace(net, fill=True).notes
    assert note.message.startswith("No method of Net is called: one is made here and its forward")


def test_data_from_outside_is_named_where_a_method_needs_it() -> None:
    text = (
        "from nnfs.datasets import spiral_data\nclass D:\n    def __init__(self):\n"
        "        self.w = np.ones((2, 3))\n    def forward(self, x):\n"
        "        self.output = np.dot(x, self.w)\nX, y = spiral_data(samples=9, classes=3)\n"
        "d = D()\nd.forward(X)\nf = np.sum(d.output)"
    )
    with pytest.raises(GraphError, match=r"nnfs\.datasets.* reads from a file") as caught:
        graphs.trace(text)
    assert (caught.value.line, caught.value.callers) == (6, [9])


ALONG = (
    "f = np.apply_along_axis(np.sum, 1, X) * w",
    "f = np.apply_along_axis(np.sum, 0, X) * w",
    "def g(row):\n    return row / row.sum()\nf = np.apply_along_axis(g, 0, X) * w",
    "def g(row, k):\n    return row[0] * k * w\nf = np.apply_along_axis(g, 1, X, 3)",
    "f = np.apply_along_axis(np.cumsum, 0, X[0]) * w",
    "f = 0.0\nfor i, j in np.ndindex(X.shape):\n    f += X[i, j] * w * (i + 2 * j)",
    "f = 0.0\nfor (i, j), x in np.ndenumerate(X):\n    f += x * w * (i + 2 * j)",
)


@pytest.mark.parametrize("lines", ALONG)
def test_going_through_an_array_is_as_numpy_does(lines: str) -> None:
    text = f"X = np.array([[1., 2.], [3., 5.], [7., 1.]])\nw = 2.0\n{lines}"
    names: dict[str, object] = {"np": np}
    exec(text, names)
    assert np.allclose(graphs.trace(text).value, names["f"])


DRAWS = (
    *("rng.poisson(lam)", "rng.binomial(1, 0.5, size=4)", "np.random.exponential(2.0, 4)"),
    *("rng.gamma(2.0, 1.0, 3)", "rng.beta(1.0, 2.0, size=3)", "np.random.laplace(size=3)"),
    *("rng.lognormal(0, 1, 3)", "rng.geometric(0.3, 3)", "rng.chisquare(2, 3)"),
    *("rng.standard_t(3, 2)", "rng.triangular(0, 1, 2, 3)", "np.random.poisson(3)"),
    *("rng.exponential(np.exp(lam))", "np.random.binomial(n=5, p=lam / 3)", "rng.gumbel(size=2)"),
)


@pytest.mark.parametrize("draw", DRAWS)
def test_distributions_draw_numpys_own_numbers(draw: str) -> None:
    text = (
        "rng = np.random.default_rng(3)\nnp.random.seed(1)\nw = 2.0\n"
        f"lam = np.array([1.0, 2.0])\nf = np.sum({draw}) * w"
    )
    names: dict[str, object] = {"np": np}
    exec(text, names)
    assert graphs.trace(text).value == names["f"]


@pytest.mark.parametrize("text", ["f = beta * 2", "f = gamma * x + beta", "f = poisson * x"])
def test_names_of_distributions_may_be_inputs(text: str) -> None:
    names = {name for name in ("beta", "gamma", "poisson", "x") if name in text}
    assert {*graphs.trace(text, fill=True).inputs} == names


@pytest.mark.parametrize(("factor", "trains"), [("beta", True), ("np.random.beta(1, 2)", False)])
def test_a_factor_named_like_a_distribution_draws_nothing(factor: str, trains: bool) -> None:
    text = (
        f"w = 2.0\nbeta = 3.0\nfor k in range(5):\n    loss = (w * {factor} - 1)**2\n"
        "    dw = 2 * (w * beta - 1) * beta\n    w -= 0.01 * dw"
    )
    assert (recognise(text) is not None) is trains
