"""Which subscripts einsum takes: as NumPy does, with the gradients of the sums written out."""

from __future__ import annotations

import numpy as np
import pytest

import graphs

SUBSCRIPTS = (
    ("i,i", (2,), (1,)),
    ("i,i->i", (1,), (3,)),
    ("ij,ij->", (2, 3), (1, 3)),
    ("ij,ij->j", (2, 1), (2, 3)),
    ("ij,jk->ik", (2, 1), (3, 2)),
    ("ij,jk", (2, 3), (1, 2)),
    ("...i,...i->...", (2, 3), (3,)),
    ("...,...->...", (2, 3), (1, 3)),
    ("...,...", (2, 1), (3,)),
    ("...i,ij->...j", (2, 2, 3), (1, 4)),
    ("i...,i...->i...", (2, 3), (1, 3)),
    ("ii,i->i", (3, 3), (1,)),
    ("i,j->ij", (0,), (2,)),
    ("i,i", (0,), (1,)),
    ("...,...->", (2,), (2,)),
    ("...ij,j->ij", (2, 2, 3), (3,)),
    ("ii,i->i", (1, 3), (3,)),
    ("i,i->ij", (2,), (2,)),
    ("......,i", (2,), (2,)),
    ("i-j,i", (2, 2, 2), (2,)),
    ("i,j->ii", (2,), (2,)),
    ("ij,jk->ik", (2, 3), (2, 2)),
    ("i,i,i", (2,), (2,)),
    ("ij,i", (2,), (2,)),
)


def ones(shape: tuple[int, ...]) -> np.ndarray:
    return np.arange(1.0, 1 + np.prod(shape)).reshape(shape)


@pytest.mark.parametrize(("subscripts", "one", "other"), SUBSCRIPTS)
def test_numpy_decides(subscripts: str, one: tuple[int, ...], other: tuple[int, ...]) -> None:
    x, y = ones(one), ones(other)
    text = f"f = np.sum(np.einsum({subscripts!r}, x, y))"
    try:
        wanted = np.sum(np.einsum(subscripts, x, y))
    except ValueError:
        with pytest.raises(graphs.GraphError, match="einsum"):
            graphs.trace(text, {"x": x, "y": y})
        return
    trace = graphs.trace(text, {"x": x, "y": y})
    assert trace.value == wanted
    for name, value in (("x", x), ("y", y)):  # linear in each, so a unit step is the slope
        gradient = np.zeros(value.shape)
        for place in np.ndindex(value.shape):
            moved = {"x": x.copy(), "y": y.copy()}
            moved[name][place] += 1.0
            gradient[place] = np.sum(np.einsum(subscripts, moved["x"], moved["y"])) - wanted
        assert np.array_equal(trace.grads[name], gradient)
