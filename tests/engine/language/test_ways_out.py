"""The ways out of shapes that do not fit: each is told with what comes of it, and mends the
program."""

from __future__ import annotations

import pytest

import graphs
from graphs import GraphError

# A program that stops at its second last line, what comes of the first way, the other way.
MISFITS = {
    "X = np.random.randn(5, 4)\nW = np.random.randn(3, 4)\ns = X @ W": (
        "W turned on its side is (4, 3), and then s is (5, 3).",
        (2, "np.random.randn(4, 3)"),
    ),
    "X = np.ones((5, 4))\nW = 0.1 * np.ones((3, 6))\ns = X @ W  # scores": (
        "With W of shape (4, 6), s is (5, 6).",
        (2, "np.ones((4, 6))"),
    ),
    "X = np.random.standard_normal(size=(5, 4))\nw = np.zeros(5)\ns = np.dot(X, w)": (
        "X turned on its side is (4, 5), and then s is (4,).",
        (2, "np.zeros(4)"),
    ),
    "X = np.ones((5, 4))\nb = np.zeros(5)\ns = X + b": (
        "b as a column is (5, 1), and then s is (5, 4).",
        (2, "np.zeros(4)"),
    ),
    "X = np.ones((5, 4))\nb = np.zeros(3)\ns = np.tanh(X + b)": (
        "With b of shape (4,), the result is (5, 4).",
        (2, "np.zeros(4)"),
    ),
    "X = np.ones((5, 4))\nY = np.ones((5, 6))\ns = X - Y": (
        "With Y of shape (5, 4), s is (5, 4).",
        (2, "np.ones((5, 4))"),
    ),
    "X = np.ones((5, 4))\nY = np.ones((4, 5))\ns = X * Y": (
        "@ is the product of matrices, and then s is (5, 5).",
        (2, "np.ones((5, 4))"),
    ),
    "X = np.ones((5, 4))\nP = np.exp(X)\ns = P / P.sum(axis=1)": (
        "P.sum(axis=1) as a column is (5, 1), and then s is (5, 4).",
        None,
    ),
    "X = np.ones((5, 4))\nP = X * 2\ns = P.sum(axis=2)": (
        "Axes count from 0: the last axis is 1.",
        (3, "P.sum(axis=0)"),
    ),
    "X = np.ones((5, 4))\nP = X * 2\ns = np.mean(P, axis=2, keepdims=True)": (
        "Axes count from 0: the last axis is 1.",
        (3, "np.mean(P, axis=0, keepdims=True)"),
    ),
    "é = np.ones((5, 4))\nñ = np.ones((3, 6))\ns = é @ ñ": (
        "With ñ of shape (4, 6), s is (5, 6).",
        (2, "np.ones((4, 6))"),
    ),
}


def stopped(text: str, **more: object) -> GraphError:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, **more)
    return caught.value


@pytest.mark.parametrize("start", MISFITS)
def test_each_way_out_is_told_and_mends_the_program(start: str):
    text, (then, way) = f"{start}\nf = np.sum(s)", MISFITS[start]
    error = stopped(text)
    told = error.to_dict()
    assert told["then"] == then
    assert [(one["line"], one["text"]) for one in told.get("ways", [])] == ([way] if way else [])
    mends = [one.on(text) for one in error.ways]
    if error.mend is not None:
        line = text.split("\n")[2]
        better = line[: error.column] + error.mend + line[error.end_column :]
        mends.append(text.replace(line, better))
    assert mends
    assert [graphs.trace(one).output for one in mends] == ["f"] * len(mends)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("f = sum(X @ X)", "A matrix product needs the inner sizes to agree"),
        ("f = sum(X + y)", "Element by element, sizes must be equal or 1"),
        ("f = sum(X.sum(axis=2))", "There is no axis 2: X is (2, 3)"),
        ("f = sum(X.reshape(5))", None),
    ],
)
def test_the_rule_is_told_in_plain_words(text: str, why: str | None):
    error = stopped(text, inputs={"X": [[1, 2, 3], [4, 5, 6]], "y": [1, 2]})
    assert error.to_dict().get("why") == why


def test_a_way_that_the_same_line_stops_again_is_not_offered():
    """In a loop the shape fits once and not twice: no other size of W helps."""
    text = "X = np.ones((5, 4))\nW = np.ones((3, 6))\nh = X\nfor k in range(2):\n    h = h @ W"
    assert stopped(text).ways == ()


def test_values_that_are_given_do_not_stand_in_the_way():
    text = "X = np.ones((5, 4))\nW = np.ones((3, 6))\ns = X @ W\nf = s.sum()"
    error = stopped(text, inputs={"W": [[1.0] * 6] * 3})
    assert [one.text for one in error.ways] == ["np.ones((4, 6))"]


def test_the_shapes_are_told_as_they_fit():
    error = stopped("X = np.ones((5, 4))\nW = np.ones((3, 4))\nf = np.sum(X @ W)")
    assert error.to_dict()["mended"] == {
        "slot": 1,
        "turned": True,
        "shapes": [[5, 4], [4, 3]],
        "result": [5, 3],
    }
