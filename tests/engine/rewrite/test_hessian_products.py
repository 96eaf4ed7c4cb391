"""Products and determinants at zeros, infinities and singular matrices: their second derivatives
are known by hand, as products of what is left over."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian

import graphs
from graphs.code import export
from tests.support.scripts import run

VECTORS = {
    "no zero": [1.5, 2.0, -3.0],
    "one zero": [0.0, 2.0, 3.0],
    "a pair": [0.0, 5.0],
    "two zeros": [2.0, 0.0, 0.0, 3.0],
    "three zeros": [0.0, 4.0, 0.0, 0.0],
    "one element": [0.0],
    "infinite": [np.inf, 2.0, 3.0],
    "infinite and zero": [0.0, np.inf, 3.0],
    "underflow on the way": [1e-160, 2e-160, 1e160, 1e160],
    "underflow on the other way": [1e160, 1e-160, 1e160, 1e-160],
    "underflow": [1e-160] * 4,
    "seven": [0.0, 2.0, 3.0, -1.0, 0.5, 4.0, 2.0],
}


def left_over(x: Any, *without: int) -> float:
    """The product of the other elements, in the order that comes from the middle of their sizes."""
    others = sorted((it for at, it in enumerate(x) if at not in without), key=abs)
    total = 1.0
    while others:
        total *= others.pop(0 if abs(total) > 1 else -1)
    return total


@pytest.mark.parametrize("x", VECTORS.values(), ids=VECTORS.keys())
def test_each_entry_is_the_product_of_the_others(x: list[float]) -> None:
    traced = graphs.trace("f = np.prod(x)", {"x": x})
    with np.errstate(all="ignore"):
        gradient = [left_over(x, at) for at in range(len(x))]
        expected = [
            [left_over(x, row, column) if row != column else 0.0 for column in range(len(x))]
            for row in range(len(x))
        ]
    np.testing.assert_allclose(traced.grads["x"], gradient, rtol=1e-13)
    found = traced.hessian(["x"])
    np.testing.assert_allclose(found, expected, rtol=1e-13)
    np.testing.assert_array_equal(found, found.T)
    script = run(export(traced.evaluation))
    np.testing.assert_allclose(script["dx"], gradient, rtol=1e-13)


@pytest.mark.parametrize("axis", [None, 0, 1, (0, 2), -1])
def test_along_axes_with_zeros_against_autograds_products(axis: Any) -> None:
    x = np.array([[[1.0, 0.0], [2.0, 3.0], [0.0, 0.0]], [[-1.0, 2.0], [0.0, 0.5], [3.0, 1.0]]])

    def by_multiplying(flat: Any) -> Any:  # autograd's own prod divides by the elements
        cells = anp.reshape(flat, x.shape)
        for place in sorted((0, 1, 2) if axis is None else np.atleast_1d(axis) % 3, reverse=True):
            parts = anp.moveaxis(cells, int(place), 0)
            cells = parts[0]
            for at in range(1, len(parts)):
                cells = cells * parts[at]
        return anp.sum(cells * cells + cells)

    traced = graphs.trace(f"p = np.prod(x, axis={axis})\nf = np.sum(p * p + p)", {"x": x})
    np.testing.assert_allclose(
        traced.hessian(["x"]), hessian(by_multiplying)(x.ravel()), rtol=1e-12, atol=1e-12
    )


def sign(order: tuple[int, ...]) -> int:
    return 1 - 2 * (sum(a > b for at, a in enumerate(order) for b in order[at + 1 :]) % 2)


def of_determinant(x: np.ndarray) -> np.ndarray:
    """The determinant's Hessian by Leibniz's formula: a sum over permutations."""
    n = len(x)
    matrix = np.zeros((n, n, n, n))
    for order in permutations(range(n)):
        for i in range(n):
            for k in range(n):
                if i != k:
                    rest = np.prod([x[at, order[at]] for at in range(n) if at not in (i, k)])
                    matrix[i, order[i], k, order[k]] += sign(order) * rest
    return matrix.reshape(n * n, n * n)


MATRICES = {
    "singular": [[1.0, 2.0], [2.0, 4.0]],
    "rank 2 of 3": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
    "rank 1 of 3": [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [3.0, 6.0, 9.0]],
    "zeros": np.zeros((3, 3)),
    "one zero": [[0.0]],
    "no cell": np.zeros((0, 0)),
    "regular": [[1.0, 2.0, 0.5], [0.0, -1.0, 3.0], [2.0, 1.0, 1.0]],
    "mirrored": [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
}


@pytest.mark.parametrize("x", MATRICES.values(), ids=MATRICES.keys())
def test_a_determinants_hessian_is_leibnizs(x: Any) -> None:
    found = graphs.trace("f = np.linalg.det(x)", {"x": x}).hessian(["x"])
    np.testing.assert_allclose(found, of_determinant(np.array(x)), rtol=1e-12, atol=1e-13)


def test_a_batch_of_determinants() -> None:
    x = np.array([MATRICES["singular"], [[0.0, 0.0], [0.0, 0.0]], [[1.0, 2.0], [3.0, 4.0]]])
    found = graphs.trace("f = np.linalg.det(x) @ np.array([1.0, 2.0, -1.0])", {"x": x}).hessian(
        ["x"]
    )
    expected = np.zeros((12, 12))
    for at, (factor, matrix) in enumerate(zip((1.0, 2.0, -1.0), x, strict=True)):
        expected[4 * at : 4 * at + 4, 4 * at : 4 * at + 4] = factor * of_determinant(matrix)
    np.testing.assert_allclose(found, expected, atol=1e-13)
