"""Arrays that are too large are refused in words, before anything is allocated."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

import graphs
from graphs import GraphError, Limits, TooLarge

BIG = {"b": np.ones(100_000), "m": np.ones((1_000, 1_000)), "x": np.ones(3)}
DOUBLED = "f = x\nfor t in range(100):\n    f = "
HUGE = {
    "zeros": "f = np.zeros((10**6, 10**6))",
    "zeros in a product": "f = x * np.zeros((10**6, 10**6, 3))",
    "ones": "f = np.ones(10**12)",
    "full": "f = np.full((10**6, 10**6), x[0])",
    "eye": "f = np.eye(10**6)",
    "identity": "f = np.identity(10**9)",
    "arange": "f = np.arange(10**12)",
    "arange by steps": "f = np.arange(0, 1, 1e-12)",
    "linspace": "f = np.linspace(0, 1, 10**12)",
    "a size with a name": "n = 10**9\nf = np.ones(n) @ np.ones(n)",
    "randn": "f = np.random.randn(10**6, 10**6)",
    "normal": "f = np.random.default_rng(0).normal(size=10**12)",
    "normal of arrays": "f = np.random.normal(np.zeros(10**4), np.ones((10**4, 1)))",
    "randint": "f = np.random.randint(0, 5, 10**12)",
    "permutation": "f = np.random.permutation(10**12)",
    "choice": "f = np.random.choice(10**12, 5, replace=False)",
    "outer": "f = np.outer(b, b)",
    "broadcasting": "f = b[:, None] * b",
    "a matrix by a vector's axes": "f = m[:, :, None] * x",
    "tile": "f = np.tile(x, (10**6, 10**6))",
    "repeat": "f = np.repeat(x, 10**12)",
    "pad": "f = np.pad(x, 10**12)",
    "broadcast_to": "f = np.broadcast_to(x, (10**9, 3))",
    "einsum": "f = np.einsum('i,j->ij', b, b)",
    "tensordot": "f = np.tensordot(m, m, 0)",
    "stack": "f = np.stack([m, m])",
    "a list": "f = [m, m]",
    "indices": "f = m[np.zeros((1000, 1000))]",
    "doubling by concatenate": DOUBLED + "np.concatenate([f, f])",
    "doubling by tile": DOUBLED + "np.tile(f, 2)",
    "doubling by outer": DOUBLED + "np.outer(f, f)",
    "doubling by repeat": DOUBLED + "f.repeat(2)",
    "doubling by broadcasting": DOUBLED + "(f.ravel()[:, None] + f.ravel()).ravel()",
    "all together": "f = m\nfor t in range(100):\n    f = f * 2",
}
DEEP = {
    "zeros": "f = np.zeros((1, 1, 1, 1, 1, 1, 1, 1, 1))",
    "None": DOUBLED + "f[None]",
    "many None": f"f = x[{', '.join(['None'] * 40)}]",
    "expand_dims": f"f = np.expand_dims(x, {tuple(range(40))})",
    "reshape": "f = x.reshape(1, 1, 1, 1, 1, 1, 1, 1, 3)",
    "nested lists": "f = " + "[" * 9 + "1" + "]" * 9,
    "stack": DOUBLED + "np.stack([f])",
    "tensordot": "f = np.ones((1, 1, 1, 1, 1))\ng = np.tensordot(f, f, 0)",
    "randn": "f = np.random.randn(1, 1, 1, 1, 1, 1, 1, 1, 1)",
}
LONG = {
    "einsum": "f = np.einsum('i,j,k,l->', b, b, b, b)",
    "inv": "f = np.linalg.inv(np.ones((1, 1000, 1000)) * m)",
    "matmul": "f = (m @ m).sum()",
}


def fails(text: str, limits: Limits | None = None) -> GraphError:
    given = {name: value for name, value in BIG.items() if name in text.replace("np.", "")}
    with pytest.raises(GraphError) as caught:
        graphs.trace(text, given, limits=limits or Limits())
    return caught.value


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_what_is_too_large_is_refused_before_it_is_made(text: str) -> None:
    tracemalloc.start()
    try:
        error = fails(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(error, TooLarge)
    together = text == HUGE["all together"]
    assert ("bytes; at most" if together else "elements; at most 1,000,000") in error.message
    assert error.line == text.count("\n") + 1
    assert error.column is not None
    assert error.hint
    assert peak < 4 * 8 * Limits().elements  # four arrays of the largest size


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_too_many_axes_are_refused(text: str) -> None:
    error = fails(text)
    assert isinstance(error, TooLarge)
    assert "axes; at most 8 are computed" in error.message


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_takes_too_long_is_refused_before_it_is_done(text: str) -> None:
    error = fails(text, Limits(work=10_000_000))
    assert isinstance(error, TooLarge)
    assert "multiply-adds; at most 10,000,000 are done in one gate" in error.message


def test_a_list_taken_apart_is_short() -> None:
    for text in ("for row in np.zeros((10**5, 1)):\n    f = row", "f = list(b)", "f, g = b"):
        assert "100000 items; at most 30000 are taken apart" in fails(text).message


def test_without_limits_memory_is_the_limit() -> None:
    with pytest.raises(GraphError):
        graphs.trace("f = np.zeros((10**9, 10**9))")
