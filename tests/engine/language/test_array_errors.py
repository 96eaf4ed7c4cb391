"""Arrays that do not fit, or do not exist: an error with the gate, the shapes and the place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError, Limits, TooLarge

GIVEN = {
    "X": np.ones((4, 3)),
    "W": np.ones((3, 5)),
    "Y": np.ones((5, 2)),
    "A": np.ones((2, 2)),
    "v": np.ones(3),
    "b": np.ones(4),
    "s": 2.0,
    "y": np.array([0, 9]),
}

# program → (message, the text pointed at, the mend of that text)
ERRORS: dict[str, tuple[str, str, str | None]] = {
    # products
    "f = X @ Y": ("matmul: (4, 3) @ (5, 2): the inner sizes 3 and 5 must be equal", "X @ Y", None),
    "f = b @ W.T": (
        "matmul: (4,) @ (5, 3): the inner sizes 4 and 5 must be equal",
        "b @ W.T",
        None,
    ),
    "f = X @ X": (
        "matmul: (4, 3) @ (4, 3): the inner sizes 3 and 4 must be equal; did you mean X.T?",
        "X @ X",
        "X.T @ X",
    ),
    "f = W @ v": (
        "matmul: (3, 5) @ (3,): the inner sizes 5 and 3 must be equal; did you mean W.T?",
        "W @ v",
        "W.T @ v",
    ),
    "f = X.dot(b)": (
        "matmul: (4, 3) @ (4,): the inner sizes 3 and 4 must be equal; did you mean X.T?",
        "X.dot(b)",
        "X.T.dot(b)",
    ),
    "f = X @ s": (
        "matmul: (4, 3) @ (): a number has no axis to multiply along; use * for numbers",
        "X @ s",
        None,
    ),
    "f = np.einsum('ij,jk->ik', X, Y)": (
        "einsum: einsum('ij,jk->ik', (4, 3), (5, 2)): the sizes 3 and 5 of 'j' must be equal",
        "np.einsum('ij,jk->ik', X, Y)",
        None,
    ),
    "f = np.einsum('ij,jk->iz', X, W)": (
        "einsum: einsum('ij,jk->iz', (4, 3), (3, 5)): the output letters 'iz' must each stand "
        "once, and before the ->",
        "np.einsum('ij,jk->iz', X, W)",
        None,
    ),
    "f = np.tensordot(X, W, 2)": (
        "tensordot: tensordot((4, 3), (3, 5)): the sizes 4 and 3 must be equal",
        "np.tensordot(X, W, 2)",
        None,
    ),
    # broadcasting
    "f = X + Y": (
        "add: (4, 3) + (5, 2): the sizes 3 and 2 on the last axis must be equal, or one of them 1",
        "X + Y",
        None,
    ),
    "f = X * b": (
        "mul: (4, 3) * (4,): the sizes 3 and 4 on the last axis must be equal, or one of them 1; "
        "did you mean b[:, None]?",
        "X * b",
        "X * b[:, None]",
    ),
    "z = 1\nf = X.T - X": (
        "sub: (3, 4) - (4, 3): the sizes 4 and 3 on the last axis must be equal, or one of them 1; "
        "did you mean X.T?",
        "X.T - X",
        "X.T - X.T",
    ),
    # axes and shapes
    "f = X.sum(axis=2)": (
        "sum: sum((4, 3), axis=2): axis 2 does not exist in a shape with 2 axes",
        "X.sum(axis=2)",
        "X.sum(axis=1)",
    ),
    "f = np.mean(X, axis=(0, 0))": (
        "mean: mean((4, 3), axis=(0, 0)): an axis is named twice",
        "np.mean(X, axis=(0, 0))",
        None,
    ),
    "f = np.max(X, axis='rows')": (
        "axis must be a whole number, not 'rows'",
        "np.max(X, axis='rows')",
        None,
    ),
    "f = X.reshape(5, -1)": (
        "reshape: reshape((4, 3), shape=(5, -1)): 12 elements cannot fill (5, -1)",
        "X.reshape(5, -1)",
        None,
    ),
    "f = np.concatenate([X, v])": (
        "concatenate: concatenate([(4, 3), (3,)]): all sizes but the one on axis 0 must be equal",
        "np.concatenate([X, v])",
        None,
    ),
    "f = np.stack([v, b])": (
        "stack: stack([(3,), (4,)]): all shapes must be equal",
        "np.stack([v, b])",
        None,
    ),
    "f = X.transpose(0, 0)": ("an axis is named twice", "X.transpose(0, 0)", None),
    "f = X.squeeze(0)": ("axis 0 has size 4; only axes of size 1 can go", "X.squeeze(0)", None),
    "f = np.split(X, 3)": ("split: ", "np.split(X, 3)", None),
    "f = X[:0].max()": ("there are no elements to choose from", "X[:0].max()", None),
    # items
    "f = X[4]": ("index: (4, 3)[4]: index 4 is outside axis 0 of size 4", "X[4]", None),
    "f = X[0, -4]": (
        "index: (4, 3)[0, -4]: index -4 is outside axis 1 of size 3",
        "X[0, -4]",
        None,
    ),
    "f = X[0, 0, 0]": ("3 indices for a shape with 2 axes", "X[0, 0, 0]", None),
    "f = X[y]": ("index: (4, 3)[(2,)]: index 9 is outside axis 0 of size 4.", "X[y]", None),
    "f = X[[0, 1], [0, 1, 2]]": (
        "the sizes 2 and 3 on the last axis",
        "X[[0, 1], [0, 1, 2]]",
        None,
    ),
    "f = X[v > 0]": ("a mask of shape (3,) cannot choose from (4,)", "X[v > 0]", None),
    "f = X[0.5]": ("An index must be a whole number, not 0.5.", "0.5", None),
    "f = X[v * 0.5]": ("an index must be a whole number", "X[v * 0.5]", None),
    "f = s[0]": ("s is a number and has no items.", "s", None),
    "z = X * 1\nz[7] = 0\nf = z": ("index 7 is outside axis 0 of size 4", "z[7]", None),
    "z = X * 1\nz[0] = b\nf = z": (
        "the sizes 4 and 3 on the last axis must be equal",
        "z[0]",
        None,
    ),
    "z = X * 1\nz[0, 0] = v\nf = z": (
        "a value of shape (3,) does not fit into ()",
        "z[0, 0]",
        None,
    ),
    "z = X * 1\nz[v > 0] = 0\nf = z": ("A mask of shape (3,) cannot choose from", "v > 0", None),
    "a, c = v": ("2 names on the left, 3 values on the right.", "a, c", None),
    # lists and values
    "f = [[1, 2], [3]]": (
        "The rows of this list differ in shape: (1,), (2,).",
        "[[1, 2], [3]]",
        None,
    ),
    "f = np.array([v, [1, 2]])": (
        "stack: stack([(3,), (2,)]): all shapes must be",
        "np.array([v, [1, 2]])",
        None,
    ),
    "f = np.linalg.inv(A)": (
        "inv: inv((2, 2)): the matrix is singular: it has no inverse.",
        "np.linalg.inv(A)",
        None,
    ),
    "f = np.linalg.solve(A, [1, 2])": (
        "solve: solve((2, 2), (2,)): the matrix is singular",
        "np.linalg.solve(A, [1, 2])",
        None,
    ),
    "f = np.linalg.inv(X)": ("must be equal: a square matrix", "np.linalg.inv(X)", None),
    "f = np.linalg.norm(X, 2)": ("ord=2 is for vectors", "np.linalg.norm(X, 2)", None),
    "f = X.mean(axes=0)": ("X.mean takes no argument called axes.", "axes=0", None),
    "f = X.means()": ("X has no .means.", "X.means", None),
    "f = np.reshap(X, 12)": ("NumPy has no reshap.", "np.reshap", None),
    "f = np.zeros(-1)": ("zeros: a size cannot be negative.", "np.zeros(-1)", None),
    "f = np.arange(0, 1, 0)": (
        "arange: start, stop and step must be finite",
        "np.arange(0, 1, 0)",
        None,
    ),
    "f = np.random.randn(2.5)": (
        "randn: a shape is made of whole numbers",
        "np.random.randn(2.5)",
        None,
    ),
}


@pytest.mark.parametrize(("text", "said"), ERRORS.items(), ids=ERRORS)
def test_error_names_gate_shapes_rule_and_place(
    text: str, said: tuple[str, str, str | None]
) -> None:
    message, place, mend = said
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, GIVEN)
    error = caught.value
    assert message in error.message
    assert not isinstance(error, TooLarge)
    assert error.line is not None
    line = text.split("\n")[error.line - 1]
    assert line[error.column : error.end_column] == place
    assert error.hint
    assert error.mend == mend
    if mend is not None:
        assert graphs.trace(text.replace(place, mend), GIVEN).value is not None


@pytest.mark.parametrize(
    "value", [[[1, 2], [3]], [1, "a"], ["1"], [None], [[1], 2], [1j], {"shape": [2]}, [[[]], []]]
)
def test_a_value_that_is_no_array(value: Any) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace("f = x.sum()", {"x": value})
    assert "x" in caught.value.message
    assert caught.value.hint


def test_an_error_in_a_function_points_at_the_gate_inside() -> None:
    text = "def layer(u, w):\n    return np.tanh(u @ w)\nh = layer(X, Y)"
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, GIVEN)
    assert (caught.value.line, caught.value.column, caught.value.end_column) == (2, 19, 24)


MESSAGES = {
    "if np.ones(3) > 0:\n    f = 1": "if needs one truth value, not 3 of them.",
    "f = 1 if np.ones(3) else 2": "if … else needs one truth value, not 3 of them.",
    "f = 1 if np.zeros(0) > 0 else 2": "if … else needs one truth value, not 0 of them.",
    "f = [i for i in [1, 2] if np.ones(3) > 0]": "if needs one truth value, not 3 of them.",
    "xs = []\nf = xs[0]": "The index 0 is outside a list of 0.",
    "x = np.ones(3)\nf = x[:[[1], [2, 3]]]": "A slice needs whole numbers.",
    "x = np.ones(5)\nf = x.reshape(...)": "... is not part of the language.",
    "f = np.split(np.ones(4), 'a')": "split: it is cut at whole numbers.",
    "x, y = np.split(np.ones(4), [[1], [2]])": "split: it is cut at whole numbers.",
    "f = float(np.ones(3))": "reshape: reshape((3,), shape=()): 3 elements cannot fill ()",
    "f = np.zeros(N)": "N has no value.",
    "f = np.random.randn(N)": "N has no value.",
    "x = np.array([-1.0, 2.0])\nx[x[0] > 0] = 5": "One truth value cannot index.",
    "x = np.array([-1.0, 2.0])\nf = x[x[1] > 0]": "One truth value cannot index.",
    "xs = [1, 2]\nx = np.array([1.0])\nf = xs[x[0] > 0]": "One truth value cannot index.",
    "f = np.arange(N)": "N has no value.",
    "f = np.einsum('" + ",".join("i" * 20) + "', " + ", ".join(["np.ones(2)"] * 20) + ")": (
        "at most 16 are multiplied at once"
    ),
}


@pytest.mark.parametrize("text", MESSAGES)
def test_errors_say_what_is_wrong(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    assert MESSAGES[text] in caught.value.message
    assert caught.value.line == text.count("\n") + (1 if "\n    " not in text else 0)
    assert caught.value.hint


def test_errors_stay_short() -> None:
    for text in (
        "x = np.ones(5)\nf = x.sum(axis=np.ones(300))",
        "x = np.ones(5)\nf = x.reshape(*np.ones(300))",
        "f = np.zeros(1e300)",
        "f = np.zeros((1e300, 1e300))",
        "f = np.random.randn(np.ones(300))",
    ):
        with pytest.raises(GraphError) as caught:
            graphs.trace(text, limits=Limits())
        assert len(caught.value.message) < 400
