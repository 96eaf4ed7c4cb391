"""Names without a value are filled: with shapes that their uses need, and values that suit them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.language.assumptions import Assumptions
from graphs.language.parse import parse
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import run

# text → the number of axes of each name without a value; f is the output
RANKS = {
    "numbers": ("f = (x + y) * z", {"x": 0, "y": 0, "z": 0}),
    "a power": ("f = a ** 2 / b", {"a": 0, "b": 0}),
    "matrices": ("f = np.sum(X @ W)", {"X": 2, "W": 2}),
    "a matrix and a vector": ("f = np.sum(A @ v)", {"A": 2, "v": 1}),
    "two vectors": ("f = u @ v", {"u": 1, "v": 1}),
    "np.dot": ("f = np.sum(np.dot(X, W))", {"X": 2, "W": 2}),
    "the method dot": ("f = X.dot(W).sum()", {"X": 2, "W": 2}),
    "np.matmul": ("f = np.matmul(A, B).sum()", {"A": 2, "B": 2}),
    "a chain of products": ("f = np.sum(A @ B @ C)", {"A": 2, "B": 2, "C": 2}),
    "a transpose": ("f = np.sum(A.T @ B)", {"A": 2, "B": 2}),
    "np.transpose": ("f = np.sum(np.transpose(A) @ B)", {"A": 2, "B": 2}),
    "a Gram matrix": ("f = np.sum(X.T @ X)", {"X": 2}),
    "a quadratic form": ("A = np.eye(3)\nf = np.sum(x @ A @ x.T)", {"x": 2}),
    "a bias": ("f = np.sum(X @ W + b)", {"X": 2, "W": 2, "b": 1}),
    "weights on the left": ("f = np.sum(W @ X + b)", {"W": 2, "X": 2, "b": 2}),
    "two layers": (
        "h = np.tanh(X @ W1 + b1)\nf = np.sum((h @ W2 + b2 - y) ** 2)",
        {"X": 2, "W1": 2, "b1": 1, "W2": 2, "b2": 1, "y": 2},
    ),
    "a residual": ("f = np.sum((X @ w - y) ** 2)", {"X": 2, "w": 1, "y": 1}),
    "weight decay": (
        "f = np.mean((X @ w - y) ** 2) + lam * np.sum(w ** 2)",
        {"X": 2, "w": 1, "y": 1, "lam": 0},
    ),
    "a known matrix": ("A = np.ones((3, 5))\nf = np.sum(A @ B)", {"B": 2}),
    "a known vector": ("v = np.ones(3)\nf = np.sum(v * k)", {"k": 0}),
    "a sum": ("f = np.sum(a)", {"a": 1}),
    "a sum of a method": ("f = (a * a).sum()", {"a": 1}),
    "a mean": ("f = np.mean(a ** 2)", {"a": 1}),
    "an axis": ("f = np.sum(np.sum(A, axis=1) ** 2)", {"A": 2}),
    "a first axis": ("f = np.sum(A.sum(axis=0) ** 2)", {"A": 2}),
    "a third axis": ("f = np.sum(np.max(A, axis=2))", {"A": 3}),
    "several axes": ("f = np.sum(np.mean(A, axis=(0, 2)))", {"A": 3}),
    "kept axes": ("p = X / np.sum(X, axis=1, keepdims=True)\nf = np.sum(p ** 2)", {"X": 2}),
    "a norm": ("f = np.sqrt(np.sum(w * w))", {"w": 1}),
    "a length": ("f = np.linalg.norm(w)", {"w": 1}),
    "one index": ("f = a[0] * a[2]", {"a": 1}),
    "two indices": ("f = A[1, 0] + A[0, 1]", {"A": 2}),
    "a slice": ("f = np.sum(A[:, 1] * A[:, 0])", {"A": 2}),
    "an index from the end": ("f = a[-1] ** 2", {"a": 1}),
    "three indices": ("f = T[0, 1, 1] * 2", {"T": 3}),
    "an array of places": ("f = np.sum(A[np.arange(2), [1, 0]])", {"A": 2}),
    "a shape unpacked": ("n, d = X.shape\nf = np.sum(X) / n", {"X": 2}),
    "a shape of three": ("n, t, d = X.shape\nf = np.sum(X) / (n * t * d)", {"X": 3}),
    "images": ("N, C, H, W = x.shape\nf = np.sum(x ** 2) / (N * C)", {"x": 4}),
    "one size of a shape": ("m = X.shape[1]\nf = np.sum(X) / m", {"X": 2}),
    "a length by len": ("f = np.sum(v) / len(v)", {"v": 1}),
    "joined": ("f = np.sum(np.concatenate([a, b]) ** 2)", {"a": 1, "b": 1}),
    "columns joined": ("f = np.sum(np.concatenate([A, B], axis=1))", {"A": 2, "B": 2}),
    "stacked": ("f = np.sum(np.vstack([A, B]) @ C)", {"C": 2}),
    "an inverse": ("f = np.sum(np.linalg.inv(A))", {"A": 2}),
    "a system of equations": ("f = np.sum(np.linalg.solve(A, c))", {"A": 2}),
    "einsum": ("f = np.sum(np.einsum('ij,jk->ik', A, B))", {"A": 2, "B": 2}),
    "a comparison": ("f = np.sum(np.where(X @ W > 0, X @ W, 0))", {"X": 2, "W": 2}),
    "maximum": ("f = np.sum(np.maximum(0, X @ W))", {"X": 2, "W": 2}),
    "a gate of an LSTM": (
        "z = x @ Wx + h @ Wh + b\nf = np.sum(np.tanh(z))",
        {"Wx": 2, "Wh": 2, "b": 1},
    ),
    "attention": (
        "s = Q @ K.T / np.sqrt(Q.shape[1])\nf = np.sum(np.exp(s) @ V)",
        {"Q": 2, "K": 2, "V": 2},
    ),
    "batch normalisation": (
        "m = np.mean(X, axis=0)\nv = np.var(X, axis=0)\n"
        "f = np.sum(gamma * (X - m) / np.sqrt(v + eps) + beta)",
        {"X": 2, "gamma": 1, "eps": 0, "beta": 1},
    ),
    "a loop over rows": ("f = 0.0\nfor i in range(X.shape[0]):\n    f += X[i] @ w", {"w": 1}),
    "a function of the text": ("def g(a, b):\n    return a @ b\nf = np.sum(g(X, W))", {"X": 2}),
    "a number beside an array": ("f = np.sum(lr * (X @ W))", {"lr": 0, "X": 2, "W": 2}),
    "a hinge": ("f = np.sum(np.maximum(0, 1 - y * (X @ w)))", {"y": 1, "X": 2, "w": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", RANKS)
def test_shapes_follow_from_uses_and_numpy_computes_the_same(name: str) -> None:
    text, ranks = RANKS[name]
    trace = graphs.trace(text, fill=True)
    shapes = {path: np.shape(value) for path, value in trace.inputs.items()}
    assert {path: len(shapes[path]) for path in ranks} == ranks
    assert all(2 <= size <= 5 for shape in shapes.values() for size in shape if size != 1)
    agree(trace.value, run(text, trace.inputs)["f"], name)
    assert np.all(np.isfinite(trace.value))


# text → the shapes that its own words, or other arrays, give to names
TOLD = {
    "a comment": ("# x: (5, 2)\nf = np.sum(x)", {"x": (5, 2)}),
    "a comment at the end of a line": ("f = np.sum(x)  # x is (2, 6)", {"x": (2, 6)}),
    "a comment of shape": ("# W of shape (3, 7)\nf = np.sum(W)", {"W": (3, 7)}),
    "letters in a comment": ("# A: (N, D), B: (D, N)\nf = np.sum(A) + np.sum(B)",
                             {"A": (4, 3), "B": (3, 4)}),
    "letters that two names share": ("# u: (N, D), w: (N, H)\nf = np.sum(u) * np.sum(w)",
                                     {"u": (4, 3), "w": (4, 2)}),
    "a docstring": ('"""x: array of shape (3, 5)"""\nf = np.sum(x * x)', {"x": (3, 5)}),
    "a docstring of a function": (
        'def f(x, w):\n    """\n    - x: data of shape (N, D)\n    - w: weights of shape (D, M)\n'
        '    """\n    return np.sum(x.dot(w))',
        {"x": (4, 3), "w": (3, 2)}),
    "images": ("# x: (2, 3, 6, 6)\nf = np.sum(x)", {"x": (2, 3, 6, 6)}),
    "a column": ("# y: (5, 1)\nf = np.sum(y ** 2)", {"y": (5, 1)}),
    "a row, beside a matrix": ("A = np.ones((6, 5))\nf = np.sum(A @ B)  # B: (5, 2)",
                               {"B": (5, 2)}),
    "two known factors": ("A = np.ones((2, 3))\nC = np.ones((5, 4))\nf = np.sum(A @ B @ C)",
                          {"B": (3, 5)}),
    "a known target": ("X = np.ones((6, 3))\ny = np.ones((6, 2))\nf = np.sum((X @ W - y) ** 2)",
                       {"W": (3, 2)}),
    "a known transpose": ("A = np.ones((2, 5))\nf = np.sum(A.T @ B)", {"B": (2, 4)}),
    "a sum with a known matrix": ("A = np.ones((2, 5))\nf = np.sum(A + C)", {"C": (2, 5)}),
    "a bias of known rows": ("A = np.ones((2, 5))\nf = np.sum(A + b)", {"b": (5,)}),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_shapes_that_the_text_tells(name: str) -> None:
    text, shapes = TOLD[name]
    trace = graphs.trace(text, fill=True)
    assert {path: np.shape(trace.inputs[path]) for path in shapes} == shapes
    called = f"{text}\nf = f(x, w)" if "def " in text else text
    agree(trace.value, run(called, trace.inputs)["f"], name)


THROUGH = {
    "zip": "for x, t in zip(X, y):",
    "a counter": "for i in range(len(X)):\n        x, t = X[i], y[i]",
}


@pytest.mark.parametrize("name", THROUGH)
def test_what_one_loop_goes_through_has_as_many_items(name: str) -> None:
    text = "def fit(X, y):\n    w = np.zeros(X.shape[1])\n    b = 0\n"
    text += f"    {THROUGH[name]}\n        error = t - (x @ w + b)\n        w += 0.1 * error * x\n"
    text += "        b += 0.1 * error\n    return w, b\n"
    trace = graphs.trace(text, fill=True)
    rows, columns = np.shape(trace.inputs["X"])
    assert np.shape(trace.inputs["y"]) == (rows,)
    assert np.shape(trace.inputs["w"]) == (columns,)
    assert trace.training is not None
    assert trace.training["iterations"] == rows


# text → name of the labels, how many there are of each kind (the axis that they index)
LABELS = {
    "picked out of scores": (
        "s = np.ones((4, 3))\nf = np.sum(s[np.arange(4), y] * w)", "y", 3),
    "a cross-entropy": (
        "p = np.exp(X @ W)\np /= p.sum(axis=1, keepdims=True)\n"
        "f = -np.mean(np.log(p[range(X.shape[0]), y]))", "y", None),
    "rows of an embedding": ("E = np.arange(10.0).reshape(5, 2)\nf = np.sum(E[idx] * w)", "idx", 5),
    "a number that indexes": ("v = np.array([1.0, 2.0, 4.0])\nf = v[k] * w", "k", 3),
    "one-hot rows": ("f = np.sum(np.eye(3)[labels] * w)", "labels", 3),
}  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("seed", range(5))
def test_labels_are_whole_numbers_within_their_range(name: str, seed: int) -> None:
    text, labels, most = LABELS[name]
    trace = graphs.trace(text, fill=True, seed=seed)
    drawn = np.asarray(trace.inputs[labels])
    most = most or np.shape(trace.inputs["W"])[1]
    assert np.all(drawn == np.floor(drawn))
    assert drawn.min() >= 0
    assert drawn.max() < most
    known = {**trace.inputs, labels: np.asarray(drawn, int)[()]}
    agree(trace.value, run(text, known)["f"], name)


POSITIVE = {
    "a logarithm": "f = np.sum(np.log(a))",
    "a root": "f = np.sum(np.sqrt(a))",
    "a quotient in a logarithm": "f = np.sum(p * np.log(p / q))",
    "an entropy": "f = -np.sum(p * np.log(p))",
    "a logarithm of a product": "f = np.log(np.sum(X @ W))",
    "a power of a half": "f = np.sum(a ** 0.5)",
    "a log-likelihood": "f = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
    "a log-odds": "f = np.sum(np.log(p / (1 - p)))",
    "an area hyperbolic cosine": "f = np.sum(np.arccosh(a))",
    "an arcsine": "f = np.sum(np.arcsin(a))",
    "a half circle": "f = np.sum(np.sqrt(1 - a ** 2))",
}


@pytest.mark.parametrize("name", POSITIVE)
@pytest.mark.parametrize("seed", range(4))
def test_values_lie_where_the_functions_are_defined(name: str, seed: int) -> None:
    text = POSITIVE[name]
    trace = graphs.trace(text, fill=True, seed=seed)
    assert np.isfinite(trace.value)
    agree(trace.value, run(text, trace.inputs)["f"], name)


SIZES = {
    "zeros": ("f = np.sum(np.zeros((N, D)) + x)", ("N", "D")),
    "ones": ("f = np.sum(np.ones(n) * x)", ("n",)),
    "a range": ("f = x\nfor i in range(n):\n    f = f * x", ("n",)),
    "a random matrix": ("np.random.seed(0)\nf = np.sum(np.random.randn(N, D) * x)", ("N", "D")),
    "a layer": ("np.random.seed(0)\nW = np.random.randn(D, H)\nf = np.sum(X @ W)", ("D", "H")),
    "arithmetic on a size": ("f = np.sum(np.zeros(2 * n) + x)", ("n",)),
}


@pytest.mark.parametrize("name", SIZES)
def test_sizes_are_small_whole_numbers(name: str) -> None:
    text, names = SIZES[name]
    trace = graphs.trace(text, fill=True)
    for size in names:
        assert trace.inputs[size] in (2, 3, 4)
    known = {path: int(it) if path in names else it for path, it in trace.inputs.items()}
    agree(trace.value, run(text, known)["f"], name)


NETWORK = "h = np.tanh(X @ W1 + b1)\nf = np.mean((h @ W2 - y) ** 2)"


@pytest.mark.parametrize("text", [NETWORK, *(text for text, _ in list(RANKS.values())[::6])])
def test_the_same_values_whenever_the_text_is_read(text: str) -> None:
    first, second = graphs.trace(text, fill=True), graphs.trace(text, fill=True)
    assert first.inputs.keys() == second.inputs.keys()
    for name, value in first.inputs.items():
        np.testing.assert_array_equal(second.inputs[name], value)


@pytest.mark.parametrize(
    "name",
    ["X", "W1", "b1", "W2", "y"],
)
def test_other_values_stay_where_one_is_given(name: str) -> None:
    filled = graphs.trace(NETWORK, fill=True)
    given = np.full(np.shape(filled.inputs[name]), 0.25)
    trace = graphs.trace(NETWORK, {name: given}, fill=True)
    np.testing.assert_array_equal(trace.inputs[name], given)
    for other, value in filled.inputs.items():
        if other != name:
            np.testing.assert_array_equal(trace.inputs[other], value)
    agree(trace.value, run(NETWORK, trace.inputs)["f"], name)


def test_a_given_shape_shapes_what_is_filled() -> None:
    trace = graphs.trace(NETWORK, {"X": np.ones((7, 5)), "W2": np.ones((6, 2))}, fill=True)
    shapes = {name: np.shape(value) for name, value in trace.inputs.items()}
    assert (shapes["W1"], shapes["b1"], shapes["y"]) == ((5, 6), (6,), (7, 2))
    agree(trace.value, run(NETWORK, trace.inputs)["f"], "f")


def test_a_value_of_a_line_stays_when_another_line_is_added() -> None:
    one = graphs.trace("f = np.sum(X @ W)", fill=True).inputs
    two = graphs.trace("f = np.sum(X @ W)\ng = f * np.sum(z ** 2)", fill=True).inputs
    for name in one:
        np.testing.assert_array_equal(one[name], two[name])


def test_another_seed_draws_other_values() -> None:
    drawn = [graphs.trace(NETWORK, fill=True, seed=seed) for seed in (0, 1, 2)]
    shapes = [[np.shape(it) for it in trace.inputs.values()] for trace in drawn]
    assert shapes[0] == shapes[1] == shapes[2]
    assert len({float(trace.value) for trace in drawn}) == 3
    for trace in drawn:
        agree(trace.value, run(NETWORK, trace.inputs)["f"], "f")


# What is said


def told(trace: Any, kind: str = "filled") -> list[str]:
    return [note.message for note in trace.notes if note.kind == kind]


def test_one_note_names_all() -> None:
    trace = graphs.trace(NETWORK, fill=True)
    (message,) = told(trace)
    assert all(name in message for name in ("X", "W1", "b1", "W2", "y"))


@pytest.mark.parametrize("text", ["f = np.ones(2) @ np.ones(2)", "x = 2.0\nf = x ** 2"])
def test_nothing_is_said_where_nothing_is_filled(text: str) -> None:
    assert told(graphs.trace(text, fill=True)) == []


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("hidden = np.tanh(x * 2)\nf = np.sum(hiden)", "hiden", "hidden"),
        ("weights = np.ones(3)\nf = np.sum(weigths * 2)", "weigths", "weights"),
        ("scores = x * 2\nf = score * 3", "score", "scores"),
        ("output = x * 2\nf = ouput * 3", "ouput", "output"),
        ("x = 2.0\nf = x if false else x * 3", "false", "False"),
        ("x = 2.0\nf = x if true else x * 3", "true", "True"),
        ("x = 2.0\nf = x * pi", "pi", "np.pi"),
        ("x = 2.0\nf = min(x, inf)", "inf", "np.inf"),
        ("H = np.tanh(x * 2)\nf = h * 3", "h", "H"),
        ("marks = [6., 8.]\nf = mark * 3", "mark", "marks"),
        ("losses = [6., 8.]\nf = loss * 3", "loss", "losses"),
        ("category = x * 2\nf = categories * 3", "categories", "category"),
    ],
)
def test_a_near_name_is_told(text: str, name: str, near: str) -> None:
    trace = graphs.trace(text, fill=True)
    (message,) = [one for one in told(trace) if one.startswith(name)]
    assert f"did you mean {near}?" in message
    (note,) = [one for one in trace.notes if one.message == message]
    assert tuple(note.choices) == (name, near)
    assert note.line == 2


def test_two_names_that_run_together_are_told() -> None:
    text = "i1, i2, w1, w2 = 1., 2., 3., 4.\nf = w1*i1 + w2i2"
    (note,) = graphs.trace(text, fill=True).notes
    assert note.message.startswith("w2i2 has no value; did you mean w2*i2?")
    assert graphs.trace(text.replace(*note.choices)).value == 1.0 * 3.0 + 2.0 * 4.0


@pytest.mark.parametrize(
    "text",
    [
        "x1 = 2.0\nf = x2 * x1",
        "W1 = np.ones(2)\nf = np.sum(W2 * W1)",
        "h_prev = np.zeros(3)\nf = np.sum(c_prev * h_prev)",
        "W_xh = np.ones(3)\nf = np.sum(W_xh) * np.sum(W_hh)",
        "Y = 2.0 * w\nf = (Y - y)**2",
        "def f(W, prev_h):\n    return W * prev_h\n"
        "def f_backward(dout, W, prev_h):\n    dprev_h = dout * W\n    return dprev_h",
        "losses = []\nw = 2.0\nlosses.append(loss)\nf = w * 2",
        "d, x = 2.0, 3.0\nf = d * dx + x",
    ],
)
def test_names_of_a_family_parameters_and_data_are_not_near(text: str) -> None:
    assert "did you mean" not in "".join(told(graphs.trace(text, fill=True)))


def test_which_inputs_are_filled_is_known() -> None:
    graph = parse("w = 2.0\nf = np.sum(X @ v) * w", {}, assume=Assumptions(fill=True))
    assert {name: entry.filled for name, entry in graph.inputs.items()} == {
        "w": False, "X": True, "v": True,
    }  # fmt: skip
    given = {"X": np.ones((2, 3))}
    graph = parse("f = np.sum(X @ v)", given, assume=Assumptions(fill=True))
    assert {name: entry.filled for name, entry in graph.inputs.items()} == {"X": False, "v": True}


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        (NETWORK, {"X": (4, 3), "W1": (3, 2), "b1": (2,), "W2": (2, 4), "y": (4, 4)}),
        ("f = (x + y) * z", {"x": None, "y": None, "z": None}),
        ("A = np.ones((2, 3))\nf = np.sum(A @ B) * s", {"B": (3, 4), "s": None}),
        ("f = np.sum(A, axis=1)[0] + u", {"A": (4, 3), "u": None}),
        ("def f(x, w):\n    return np.sum(x * w)\nv = f(a, b)", {"a": (4,), "b": None}),
    ],
)
def test_without_it_one_error_lists_all_with_their_shapes(text: str, shapes: Any) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    assert set(caught.value.missing) == set(shapes)
    assert {name for name in shapes if name not in caught.value.message} == set()
    filled = graphs.trace(text, fill=True).inputs
    for name in shapes:
        shape = caught.value.shapes.get(name) or ()
        assert np.shape(filled[name]) == shape


def test_what_is_given_is_not_listed() -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(NETWORK, {"X": np.ones((4, 3)), "y": np.ones((4, 2))})
    assert caught.value.missing == ("W1", "b1", "W2")


VAIN = {
    "two reshapes": ("f = np.sum(X.reshape(5, 7)) + np.sum(X.reshape(3, 3)) * w", "X"),
    "two products": ("f = np.sum(x @ np.ones((2, 3))) + np.sum(x @ np.ones((5, 4)))", "x"),
    "a size that is asked for": (
        "def f(x, W):\n    if x.shape[0] != 17:\n        raise ValueError('bad')\n    return x @ W",
        "x"),
}  # fmt: skip


@pytest.mark.parametrize("name", VAIN)
def test_an_error_of_guessed_shapes_says_so(name: str) -> None:
    text, guessed = VAIN[name]
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, fill=True)
    error = caught.value
    assert error.message.startswith(f"{guessed} has no value, and no shape that was guessed fits: ")
    assert f"Guessed: {guessed} (" in str(error.hint)
    assert f"Give it a value: {guessed} = " in str(error.hint)
    assert (error.missing, error.mend) == ((guessed,), None)


def test_a_guessed_index_that_is_outside_says_so() -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace("p = X @ np.ones((3, 2))\nf = np.sum(p[np.arange(9) * 7, y])", fill=True)
    assert "no shape that was guessed fits: index: " in caught.value.message
    assert "X" in caught.value.missing


@pytest.mark.parametrize("fill", [True, False])
def test_what_is_written_wrong_is_no_guess(fill: bool) -> None:
    text = "A = np.ones((2, 3))\nB = np.ones((2, 3))\nf = x * np.sum(A @ B)"
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, fill=fill)
    assert caught.value.message.startswith("matmul: (2, 3) @ (2, 3)")


# Gradients are not filled

UNDEFINED = {
    "of a middle value": ("z = w * 3\nloss = z ** 2\ndw = dz * 3", "dz"),
    "with an underscore": ("z = w * 3\nloss = z ** 2\nd_w = d_z * 3", "d_z"),
    "called grad": ("z = w * 3\nloss = z ** 2\ngrad_w = grad_z * 3", "grad_z"),
    "called delta": ("z = w * 3\nloss = z ** 2\ndelta_w = delta_z * 3", "delta_z"),
    "of arrays": ("h = X @ W\nloss = np.sum(h ** 2)\ndW = X.T @ dh", "dh"),
    "on a later line": ("h = np.tanh(w)\nq = h * 2\nloss = q ** 2\ndq = 2 * q\ndw = dh * 2", "dh"),
    "used by more than one line": (
        "h = w * 2\nloss = h ** 2\ndw = dh * 2\ndv = dh * 3", "dh"),
    "in a function": (
        "def f(w):\n    h = w * 2\n    loss = h ** 2\n    dw = dh * 2\n    return loss, dw\n"
        "loss, dw = f(w)", "dh"),
    "in a loop": (
        "loss = 0.0\nfor x in [1.0, 2.0]:\n    h = w * x\n    loss = loss + h ** 2\ndw = dh * 2",
        "dh"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNDEFINED)
def test_a_gradient_of_the_texts_own_value_is_not_filled(name: str) -> None:
    text, gradient = UNDEFINED[name]
    trace = graphs.trace(text, fill=True)
    assert gradient not in trace.inputs
    (message,) = told(trace, "undefined")
    assert message.startswith(f"{gradient} would be the gradient of ")
    kept = "\n".join(line for line in text.split("\n") if gradient not in line)
    agree(trace.value, run(kept.replace("loss, dw", "loss"), trace.inputs)["loss"], name)


@pytest.mark.parametrize("name", UNDEFINED)
def test_a_check_calls_it_undefined(name: str) -> None:
    text, gradient = UNDEFINED[name]
    found = graphs.check(text, {"w": 1.5} if "X" not in text else None)
    (verdict,) = [one for one in found["verdicts"] if one["name"] == gradient]
    assert verdict["status"] == "undefined"
    assert found["first_wrong"]["name"] == gradient


@pytest.mark.parametrize(
    "text",
    [
        "w = 2.0\nloss = (w - 1) ** 2\nw -= 0.1 * dw",
        "w = np.array([2.0, 1.0])\nloss = np.sum(w ** 2)\nw = w - 0.1 * dw",
        "w = 2.0\nfor i in range(3):\n    loss = (w - 1) ** 2\n    w -= 0.1 * dw",
        "w = np.ones(2)\nfor i in range(3):\n    loss = np.sum(w ** 2)\n    w -= 0.1 * grad_w",
    ],
)
def test_a_gradient_of_a_parameter_that_nothing_computes_is_not_filled(text: str) -> None:
    trace = graphs.trace(text, fill=True)
    assert list(trace.inputs) == ["w"]
    assert len(told(trace, "undefined")) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("t = 0.0\nx = 1.0\nf = x + (t + 2) * dt", 3.0),
        ("f = (np.sin(x + dx) - np.sin(x)) / dx", np.sin(2.0) - np.sin(1.0)),
        ("f = x * delta", 1.0),
        ("t = 3.0\nu = t * 2\nt = t + dt\nf = t * u", 24.0),
        ("w = w - lr * dw", 0.9),  # lr is 0.1
    ],
)
def test_a_small_difference_is_no_gradient(text: str, value: float) -> None:
    trace = graphs.trace(text, fill=True)
    agree(trace.value, value, text)
    assert told(trace, "undefined") == []
