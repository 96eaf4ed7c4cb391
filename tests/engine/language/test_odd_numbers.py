"""Numbers at the edge: not finite, drawn by recipes that make no sense, summed to infinity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.autodiff.forward import normalize_input

VALUES = {
    "f = np.inf // 2": np.nan,
    "f = 1e308 // 1e-308": np.inf,
    "f = np.nan % 2": np.nan,
    "f = 5 % np.inf": 5.0,
    "f = -7 // 2": -4.0,
    "f = -7 % 3": 2.0,
    "f = float(np.ones(1))": 1.0,
    "f = np.float64(np.ones(2)).sum()": 2.0,
    "f = np.einsum('ij, jk -> ik', np.eye(2), np.eye(2)).sum()": 2.0,
}


@pytest.mark.parametrize("text", VALUES)
def test_odd_numbers_are_numpys(text: str) -> None:
    np.testing.assert_equal(graphs.trace(text).value, VALUES[text])


def test_a_list_is_not_repeated_nan_times() -> None:
    with pytest.raises(GraphError):
        graphs.trace("f = [x] * np.nan")


def test_values_that_cannot_be_generated_are_refused_in_words() -> None:
    recipes: list[dict[str, Any]] = [
        {"generate": ["randn"], "shape": [2]},
        {"generate": {}, "shape": [2]},
        {"generate": "eye", "shape": [2000]},
    ]
    for recipe in recipes:
        with pytest.raises(GraphError) as caught:
            normalize_input("x", recipe)
        assert "1,000,000 elements; at most 1,000,000" not in caught.value.message


def test_an_ellipsis_between_index_arrays_parts_them_even_where_it_stands_for_no_axis() -> None:
    x = np.arange(12.0).reshape(2, 2, 3)
    traced = graphs.trace("f = x[:, [0], ..., [1]] * 1", {"x": x})
    np.testing.assert_array_equal(traced.value, x[:, [0], ..., [1]])


def test_a_gradient_that_sums_to_infinity_is_no_rounding() -> None:
    traced = graphs.trace("f = sum(A / b)", {"A": np.ones((2, 2)), "b": [0.0, 1.0]})
    np.testing.assert_array_equal(traced.grads["b"], [-np.inf, -2.0])
