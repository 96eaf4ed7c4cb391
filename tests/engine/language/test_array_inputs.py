"""Arrays as inputs: literals, random values, sizes that shape a program, labels and masks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.language.parse import parse

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])


def inputs_of(text: str, **more: Any) -> dict[str, tuple[Any, bool, str | None]]:
    """Each input's value in the text, whether it shapes the program, how it was drawn."""
    found = {}
    for name, entry in parse(text, **more).inputs.items():
        value = None if entry.default is None else np.asarray(entry.default).tolist()
        found[name] = (value, entry.structural, entry.drawn)
    return found


# Literals


@pytest.mark.parametrize(
    "literal",
    [
        "[[1, 2], [3, 4]]",
        "np.array([[1, 2], [3, 4]])",
        "np.asarray([[1.0, 2.0], [3.0, 4.0]])",
        "np.array([[1, 2], [3, 4]], dtype=np.float64)",
        "np.arange(1, 5).reshape(2, 2)",
        "1 + np.arange(4).reshape((2, 2))",
        "np.eye(2) + np.array([[0, 2], [3, 3]])",
        "np.linspace(1, 4, 4).reshape(2, -1)",
    ],
)
def test_a_first_literal_is_an_input(literal: str) -> None:
    text = f"W = {literal}\nf = (W * W).sum()"
    assert inputs_of(text) == {"W": ([[1, 2], [3, 4]], False, None)}
    traced = graphs.trace(text)
    assert (traced.value, traced.grads["W"].tolist()) == (30.0, [[2, 4], [6, 8]])
    assert traced.with_inputs({"W": [[1, 0], [0, 1]]}).value == 2.0
    assert [node.op for node in traced.evaluation.model.nodes] == ["input", "mul", "sum"]


def test_other_literals_are_constants() -> None:
    assert inputs_of("f = np.ones((2, 2)) @ X") == {"X": (None, False, None)}
    assert inputs_of("def f(u):\n    k = [1, 2]\n    return u * k\ng = f(X)") == {
        "X": (None, False, None)
    }
    assert inputs_of("for t in range(2):\n    k = np.ones(2)\nf = k * X") == {
        "X": (None, False, None)
    }


def test_a_buffer_that_is_filled_is_no_input() -> None:
    text = "out = np.zeros(2)\nout[0] = x\nout[1] = x * x\nf = out.sum()"
    traced = graphs.trace(text, {"x": 3.0})
    assert list(traced.inputs) == ["x"]
    assert (traced.value, traced.grads["x"]) == (12.0, 7.0)


def test_a_list_of_expressions_is_stacked() -> None:
    traced = graphs.trace("f = np.array([[x, 1], [2, x * x]]) @ [1, 10]", {"x": 3.0})
    assert traced.value.tolist() == [13, 92]
    assert traced.grads["x"] == 1 + 60


def test_an_array_given_from_outside_is_copied_and_keeps_its_kind() -> None:
    mine = np.array([1, 2, 3])
    traced = graphs.trace("f = (x * x).sum()", {"x": mine})
    mine[0] = 100
    assert traced.value == 14.0
    assert traced.values["x"].dtype == np.float64
    traced.values["x"][0] = 100.0
    assert graphs.trace("f = x.any()", {"x": [False, True]}).values["x"].dtype == bool
    for kind in (np.int32, np.float32, np.uint8, np.float64):
        assert graphs.trace("f = x.sum()", {"x": mine.astype(kind)}).value == 105.0


def test_values_can_be_made_instead_of_typed() -> None:
    drawn = graphs.trace(
        "f = x.sum()", {"x": {"generate": "randn", "shape": [2, 3], "seed": 7}}
    ).values["x"]
    assert np.array_equal(drawn, np.random.RandomState(7).randn(2, 3))
    for kind, expected in (
        ("zeros", np.zeros((2, 2))),
        ("ones", np.ones((2, 2))),
        ("eye", np.eye(2)),
        ("arange", [[0, 1], [2, 3]]),
    ):
        made = graphs.trace("f = x.sum()", {"x": {"generate": kind, "shape": [2, 2]}}).values["x"]
        assert np.array_equal(made, expected)


# Random values: NumPy's own, in the order of the text

DRAWS = """
np.random.seed(3); f = np.random.randn(2, 3)
np.random.seed(3); f = np.random.rand(4) + np.random.randn()
np.random.seed(3); a = np.random.randn(2); b = np.random.rand(2); f = a * b
np.random.seed(3); a, b = np.random.randn(2), np.random.randn(3); f = a.sum() * b
np.random.seed(3); a = np.random.randn(2); np.random.seed(3); f = a - np.random.randn(2)
np.random.seed(3); f = np.random.normal(1, 2, (2, 2)) + np.random.normal(size=2)
np.random.seed(3); f = np.random.normal([0, 10], 1) + np.random.uniform(-1, [1, 2])
np.random.seed(3); f = np.random.randint(0, 5, 4) + np.random.randint(5)
np.random.seed(3); f = np.random.permutation(4) + np.random.choice(4, 4)
np.random.seed(3); f = np.random.choice([2, 4, 8], 3) + np.random.choice(5, 3, replace=False)
np.random.seed(3); f = np.random.standard_normal((2, 2)) + np.random.random((2, 2))
np.random.seed(3); f = np.array([np.random.randn(2) for t in range(3)])
np.random.seed(3); d = len(np.random.randn(4)); f = np.random.randn() * d
np.random.seed(3); g = lambda n: np.random.randn(n); f = g(2) * g(2)
np.random.seed(3); f = max(np.random.randn(), np.random.randn()) + np.random.randn(2)
np.random.seed(3); f = np.max(np.random.randn(3, 2), axis=0) + np.random.randn(2)
np.random.seed(3); f = np.maximum(np.random.randn(3), np.random.randn(3))
np.random.seed(3); f = np.random.randn(3)[np.random.randint(3)]
np.random.seed(3); f = X[np.random.randint(2)] * np.random.randn(3)
np.random.seed(3); f = X * ((np.random.rand(*X.shape) < 0.5) / 0.5)
np.random.seed(3); x = np.zeros(3); x[np.random.randint(3)] = np.random.randn(); f = x * 1
np.random.seed(3); W = np.random.randn(3, 4) * np.sqrt(2.0 / 3); f = X @ W
rng = np.random.default_rng(5); f = rng.normal(size=(2, 3)) + rng.standard_normal(3)
rng = np.random.default_rng(5); f = rng.random(3) + rng.uniform(1, 2, 3) + rng.integers(0, 5, 3)
rng = np.random.default_rng(seed=5); f = rng.permutation(3) + rng.choice(5, 3, replace=False)
rng = np.random.RandomState(5); f = rng.randn(2, 3) + rng.rand()
a = np.random.default_rng(5); b = np.random.default_rng(5); f = a.normal(size=2) - b.normal(size=2)
from numpy.random import randn, seed; seed(3); f = randn(2, 3)
import numpy.random as npr; npr.seed(3); f = npr.randn(3)
""".strip().split("\n")


@pytest.mark.parametrize("line", DRAWS)
def test_seeded_values_are_numpys_own(line: str) -> None:
    text = line.replace("; ", "\n")
    theirs: dict[str, Any] = {"np": np, "X": X}
    exec(text, theirs)
    traced = graphs.trace(text, {"X": X} if "X" in text else None)
    assert np.shape(traced.value) == np.shape(theirs["f"])
    np.testing.assert_allclose(traced.value, theirs["f"], rtol=1e-14, atol=1e-15)


def test_drawn_values_are_inputs() -> None:
    text = "np.random.seed(0)\nW = 0.1 * np.random.randn(2, 2)\nf = (W * np.random.rand(2)).sum()"
    found = inputs_of(text)
    assert {name: drawn for name, (_, _, drawn) in found.items()} == {
        "W": "randn",
        "rand_1": "rand",
    }
    traced = graphs.trace(text)
    assert np.array_equal(traced.grads["W"], np.tile(traced.inputs["rand_1"], (2, 1)))
    assert traced.with_inputs({"W": np.eye(2)}).value == traced.inputs["rand_1"].sum()
    assert traced.evaluation.model.seed is None


def test_without_a_seed_one_is_chosen_and_kept() -> None:
    text = "W = np.random.randn(3)\nf = W.sum()"
    traced = graphs.trace(text, seed=11)
    assert traced.evaluation.model.seed == 11
    assert np.array_equal(traced.inputs["W"], np.random.RandomState(11).randn(3))
    chosen = graphs.trace(text)
    again = graphs.trace(text, seed=chosen.evaluation.model.seed)
    assert np.array_equal(chosen.inputs["W"], again.inputs["W"])
    assert graphs.trace("f = x * 2", {"x": 1.0}, seed=11).evaluation.model.seed is None


# Names that decide shapes


def test_sizes_rebuild_the_program() -> None:
    text = "D, H = 3, 4\nW = np.ones((D, H))\nb = np.zeros(H)\nf = (X @ W + b).sum()"
    traced = graphs.trace(text, {"X": X})
    assert {name: entry.structural for name, entry in traced.evaluation.model.inputs.items()} == {
        "D": True, "H": True, "W": False, "b": False, "X": False
    }  # fmt: skip
    wider = traced.with_inputs({"H": 2})
    assert wider.values["W"].shape == (3, 2)
    assert wider.value == traced.value / 2
    assert traced.with_inputs({"X": 2 * X}).evaluation.model is traced.evaluation.model


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("k = 1\nf = X[:, :k].sum()", "k", {1: 1.5, 2: 3.5}),
        ("k = 0\nf = X.sum(axis=k).max()", "k", {0: 2.0, 1: 3.5}),
        ("k = 2\nf = np.sum(np.tile(X, k))", "k", {2: 11.0, 3: 16.5}),
        ("k = 3\nf = X.reshape(k, -1)[0].sum()", "k", {3: -1.0, 2: 2.0}),
        ("k = 2\nf = 0\nfor t in range(k):\n    f = f + X[t].sum()", "k", {2: 5.5, 1: 2.0}),
        ("k = 3\nf = np.eye(k)[0] @ X[0, :k]", "k", {3: 1.0, 2: 1.0}),
    ],
)
def test_a_number_that_decides_structure(text: str, name: str, values: dict[int, float]) -> None:
    for value, expected in values.items():
        assert graphs.trace(text, {"X": X, name: value}).value == expected
        assert graphs.trace(text, {"X": X}).with_inputs({name: value}).value == expected


def test_another_shape_of_an_input_rebuilds_the_program() -> None:
    traced = graphs.trace("N = X.shape[0]\nf = X.sum() / N", {"X": X})
    larger = traced.with_inputs({"X": np.ones((5, 2))})
    assert (larger.value, traced.value) == (2.0, 5.5 / 2)
    assert larger.grads["X"].shape == (5, 2)


# Data: labels and masks


def test_labels_and_masks_have_no_gradient() -> None:
    text = """y = np.array([2, 0])
    p = softmax(X)
    right = p[np.arange(len(X)), y]
    on = X > 0
    f = -np.log(right).mean() + (X * on).sum() + X[on].sum()"""
    traced = graphs.trace("\n".join(line.strip() for line in text.split("\n")), {"X": X})
    assert "X" in traced.grads
    assert not {"y", "on"} & traced.grads.keys()
    assert traced.evaluation.model.nodes[traced.evaluation.model.inputs["y"].node].data


def test_whole_numbers_in_arithmetic_have_gradients() -> None:
    for text in ("x = np.array([1, 2, 3])\nf = (x * x).sum()", "x = [1, 2, 3]\nf = np.sum(x**2)"):
        assert graphs.trace(text).grads["x"].tolist() == [2, 4, 6]
    both = graphs.trace("f = (v[y] * y).sum()", {"v": [1.0, 2.0, 3.0], "y": [0, 2]})
    assert both.grads["y"].tolist() == [1.0, 3.0]
    assert both.grads["v"].tolist() == [0.0, 0.0, 2.0]


def test_casts_make_data() -> None:
    for cast in ("x.astype(int)", "np.int64(x)", "x.astype(bool)", "np.int32(x)", "(x > 1)"):
        traced = graphs.trace(f"f = ({cast} * 1.0).sum()", {"x": [0.5, 1.5, -2.5]})
        assert "x" not in traced.grads
    assert graphs.trace("f = x.astype(int)", {"x": [1.7, -1.7]}).value.tolist() == [1, -1]
    kept = graphs.trace("f = (x.astype(float) * np.float64(x)).sum()", {"x": [1.0, 2.0]})
    assert kept.grads["x"].tolist() == [2, 4]
    assert graphs.trace("f = float(x.sum()) * x[0].item()", {"x": [2.0, 3.0]}).value == 10.0
    assert graphs.trace("f = int(x.mean()) * x", {"x": [2.0, 3.0]}).grads["x"].tolist() == [2, 2]


def test_indices_that_repeat_accumulate() -> None:
    traced = graphs.trace("f = p[np.arange(len(y)), y].sum()", {"p": X, "y": [1, 1]})
    assert traced.grads["p"].tolist() == [[0, 1, 0], [0, 1, 0]]
    traced = graphs.trace("f = E[words].sum()", {"E": X, "words": [0, 1, 1, 1]})
    assert traced.grads["E"].tolist() == [[1, 1, 1], [3, 3, 3]]


def test_one_hot() -> None:
    text = "Y = np.eye(3)[y]\nf = -(Y * log_softmax(X)).sum()"
    traced = graphs.trace(text, {"X": X, "y": [2, 0]})
    softmax = np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(traced.grads["X"], softmax - np.eye(3)[[2, 0]], rtol=1e-12)
    assert "y" not in traced.grads


# What the gradient is


def test_names_share_their_array() -> None:
    text = "a = x * 1\nb = a\nb[0] = 10\nb += 1\nf = a.sum()\ng = b.sum()"
    traced = graphs.trace(text, {"x": [1.0, 2.0]}, output="f")
    assert (traced.values["f"], traced.values["g"]) == (14.0, 14.0)
    inside = "def change(u):\n    u[0] = 0\n    return u\ny = change(x)\nf = x.sum() + y.sum()"
    assert graphs.trace(inside, {"x": [1.0, 2.0]}).value == 4.0
    row = "r = X[0]\nr[0] = 100\nf = X.sum()"
    assert graphs.trace(row, {"X": X}).value == X.sum() - X[0, 0] + 100
    apart = "a = x * 1\nb = a.copy()\nb += 1\nf = a.sum()"
    assert graphs.trace(apart, {"x": [1.0, 2.0]}).value == 3.0


def test_an_output_that_is_an_array_is_summed_and_says_so() -> None:
    traced = graphs.trace("f = X * 2", {"X": X})
    assert np.array_equal(traced.grads["X"], np.full((2, 3), 2.0))
    assert [notice.message for notice in traced.warnings] == [
        "The output f has shape (2, 3); its elements are summed."
    ]
    assert not graphs.trace("f = np.sum(X * 2, keepdims=True)", {"X": X}).warnings


@pytest.mark.parametrize(
    ("text", "slopes"),
    [
        ("f = x.max()", [[0, 1, 0], [0, 0, 0]]),
        ("f = np.max(x, axis=1).sum()", [[0, 1, 0], [1, 0, 0]]),
        ("f = x.max(axis=0).sum()", [[0, 1, 1], [1, 0, 0]]),
        ("f = x.min(axis=(0, 1))", [[1, 0, 0], [0, 0, 0]]),
        ("f = np.maximum(x, [[0, 3, 9], [3, 3, 0]]).sum()", [[1, 1, 0], [1, 1, 1]]),
        ("f = np.abs(x - 3).sum()", [[-1, 0, 0], [0, 0, 0]]),
        ("f = relu(x - 3).sum()", [[0, 0, 0], [0, 0, 0]]),
        ("f = np.clip(x, 0, 3).sum()", [[1, 1, 1], [1, 1, 1]]),
    ],
)
def test_ties_go_to_the_first(text: str, slopes: list[list[float]]) -> None:
    traced = graphs.trace(text, {"x": [[0, 3, 3], [3, 3, 3]]})
    assert traced.grads["x"].tolist() == slopes


def test_a_tie_is_named_with_its_line() -> None:
    traced = graphs.trace("y = x * 2\nf = y.max()", {"x": [1.0, 1.0]})
    (notice,) = traced.warnings
    assert notice.line == 2
    assert "the whole gradient goes to the first of the equal elements" in notice.message


def test_the_vector_entry_digit_for_digit() -> None:
    inputs = {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]}
    traced = graphs.trace("q = W @ x\nf = sum(q**2)", inputs)
    shown = {
        "q": "[0.22, 0.26]",
        "f": "0.116",
        "dW": "[[0.088, 0.176], [0.104, 0.208]]",
        "dx": "[-0.112, 0.636]",
        "dq": "[0.44, 0.52]",
    }
    found = traced.values | {f"d{name}": slope for name, slope in traced.grads.items()}
    assert {name: str(np.round(found[name], 12).tolist()) for name in shown} == shown


def test_compiled_programs_take_and_give_arrays() -> None:
    fn = graphs.compile("h = np.tanh(X @ W)\nloss = (h * h).mean()", wrt=["W"])
    value, grads = fn(X=X, W=np.ones((3, 2)))
    assert grads.keys() == {"W"}
    assert grads["W"].shape == (3, 2)
    other, wider = fn(X=X, W=np.ones((3, 4)))
    assert other == pytest.approx(value, rel=1e-15)
    np.testing.assert_allclose(wider["W"][:, :2], grads["W"] / 2, rtol=1e-12)
    grads["W"][:] = 0.0
    assert fn(X=X, W=np.ones((3, 2)))[1]["W"].all()


REDRAWN = """np.random.seed(0)
W, b = 0.5 * np.random.randn(3, 4), np.zeros(4)
V = np.random.default_rng(3).normal(2, 0.1, 4)
f = (x @ W + b) @ V + np.random.rand()"""


def again(seed: int) -> dict[str, Any]:
    return {"generate": "redraw", "seed": seed}


def test_a_drawn_input_is_drawn_again_as_its_text_says() -> None:
    first = graphs.trace(REDRAWN, {"x": [1, 2, 3]})
    second = graphs.trace(REDRAWN, {"x": [1, 2, 3], "W": again(5), "rand_1": again(6)})
    np.testing.assert_array_equal(second.inputs["W"], 0.5 * np.random.RandomState(5).randn(3, 4))
    assert second.inputs["rand_1"] == np.random.RandomState(6).rand()
    np.testing.assert_array_equal(second.inputs["V"], first.inputs["V"])
    third = second.with_inputs({"V": again(9)})
    np.testing.assert_array_equal(third.inputs["W"], second.inputs["W"])
    expected = np.random.default_rng(9).normal(2, 0.1, 4)
    np.testing.assert_array_equal(third.inputs["V"], expected)
    assert third.with_inputs({"W": np.ones((3, 4))}).inputs["W"].sum() == 12


def test_what_is_not_drawn_cannot_be_drawn_again() -> None:
    with pytest.raises(graphs.GraphError, match="x has no value"):
        graphs.trace("f = x * 2", {"x": again(1)})
    assert graphs.trace("b = np.zeros(3)\nf = b.sum()", {"b": again(1)}).value == 0
    for wrong in ({"generate": "redraw"}, again(-1), again(1) | {"size": 3}):
        expected = "does not say how" if wrong != {"generate": "redraw"} else "has no value"
        with pytest.raises(graphs.GraphError, match=expected):
            graphs.trace("f = x * 2", {"x": wrong})
