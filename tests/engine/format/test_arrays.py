"""Arrays shown in little room: numbers up to 2 × 2, a heat map beyond."""

import numpy as np
import pytest

from graphs.format.arrays import (
    heat,
    is_small,
    mark_content,
    panel_content,
    shape_text,
    table,
    thumbnail,
)
from tests.support.counting import counted


@pytest.mark.parametrize("shape", [(1,), (2,), (1, 1), (1, 2), (2, 1), (2, 2)])
def test_small_arrays_stand_as_numbers(shape):
    assert is_small(shape)
    value = -np.arange(1, np.prod(shape) + 1).reshape(shape) / 2
    assert mark_content(value) == ["−0.5", "−1", "−1.5", "−2"][: value.size]


@pytest.mark.parametrize("shape", [(), (3,), (4,), (1, 3), (3, 1), (1, 1, 1), (0,), (2, 0)])
def test_no_other_shape_is_small(shape):
    assert not is_small(shape)


def test_a_scalar_is_its_number():
    assert mark_content(np.float64(-1.5)) == "−1.5"
    assert mark_content(np.array(-1.5), "2 decimals") == "−1.50"
    assert mark_content(True) == "True"
    assert panel_content(np.float64(-1.5)) == "-1.5"


@pytest.mark.parametrize(
    ("shape", "flat", "small"),
    [
        ((3,), (1, 3), (1, 3)),
        ((784,), (1, 784), (1, 10)),
        ((10, 5), (10, 5), (6, 5)),
        ((4, 1), (4, 1), (4, 1)),
        ((2, 3, 4), (6, 4), (6, 4)),
        ((32, 3, 32, 32), (3072, 32), (6, 10)),
        ((0,), (1, 0), (1, 0)),
        ((0, 5), (0, 5), (0, 5)),
    ],
)
def test_the_thumbnail_follows_from_the_shape(shape, flat, small):
    assert table(shape) == flat
    assert thumbnail(shape) == small
    rows, columns = small
    assert len(mark_content(np.ones(shape))["heat"]) == rows * columns


def test_shapes_are_written_as_numpy_writes_them():
    assert shape_text((5,)) == "(5,)"
    assert shape_text((np.int64(10), 5)) == "(10, 5)"


def test_levels_grow_with_magnitude_on_both_sides_of_zero():
    value = np.array([-4.0, -3, -2, -1, 0, 1, 2, 3, 4])
    assert mark_content(value) == {"heat": "012345678"}
    assert mark_content(value * 1e-300) == {"heat": "012345678"}
    assert mark_content(value * 1e300) == {"heat": "012345678"}


def test_only_zero_looks_like_zero_and_a_rounding_error_like_zero_too():
    assert mark_content(np.array([1, 1e-6, -1e-6, 0, 1e-17])) == {"heat": "85344"}
    assert mark_content(np.zeros(5)) == {"heat": "44444"}
    assert mark_content(np.array([0.0, -0.0, 5e-324])) == {"heat": "448"}


def test_what_is_not_finite_is_marked_and_does_not_hide_the_rest():
    assert mark_content(np.array([np.inf, -np.inf, np.nan, 2, -2])) == {"heat": "xxx80"}
    assert mark_content(np.array([np.nan, np.inf, -np.inf])) == {"heat": "xxx"}
    large = np.zeros((100, 100))
    large[0, 0], large[50, 50], large[99, 99] = np.nan, -np.inf, -3
    cells = mark_content(large)["heat"]
    assert cells[0] == "x"
    assert cells[35] == "x"
    assert cells[-1] == "0"
    assert set(cells) == set("x04")


def test_truth_is_level_8_and_falsehood_4():
    assert mark_content(np.array([True, False, True])) == {"heat": "848"}
    assert mark_content(np.array([True, False])) == ["True", "False"]
    mask = np.zeros((60, 10), bool)
    mask[25] = True
    assert mark_content(mask)["heat"] == "4" * 20 + "8" * 10 + "4" * 30


def test_a_cell_of_a_large_array_shows_its_element_of_largest_magnitude():
    value = np.random.default_rng(0).normal(size=(23, 31))
    cells = mark_content(value)["heat"]
    largest = np.abs(value).max()
    for row in range(6):
        for column in range(10):
            part = value[row * 23 // 6 : (row + 1) * 23 // 6][
                :, column * 31 // 10 : (column + 1) * 31 // 10
            ]
            farthest = part.ravel()[np.abs(part).argmax()]
            level = 4 + np.sign(farthest) * np.ceil(4 * abs(farthest) / largest - 1e-9)
            assert int(cells[row * 10 + column]) == level


def test_the_panel_shows_up_to_64_cells_in_full():
    value = np.array([[-1.0, 2.5], [0, 1], [1, 1]])
    assert panel_content(value) == {
        "shape": "(3, 2)",
        "cells": [["-1", "2.5"], ["0", "1"], ["1", "1"]],
        "heat": ["28", "46", "66"],
    }
    assert panel_content(np.arange(64.0))["cells"] == [[str(number) for number in range(64)]]
    assert len(panel_content(np.arange(64.0))["heat"][0]) == 64
    assert panel_content(np.arange(65.0))["cells"] is None
    assert len(panel_content(np.arange(65.0))["heat"][0]) == 10
    assert panel_content(np.ones((2, 2, 2))) == {
        "shape": "(2, 2, 2)",
        "cells": None,
        "heat": ["88", "88", "88", "88"],
    }
    assert panel_content(np.zeros((2, 0))) == {
        "shape": "(2, 0)",
        "cells": [[], []],
        "heat": ["", ""],
    }


def test_the_whole_heat_map_has_a_row_for_each_of_the_leading_axes():
    assert heat(np.array([[[1.0, 2], [3, 4]], [[-1, -2], [-3, -4]]])) == ["56", "78", "32", "10"]


def test_a_million_elements_are_shown_at_once():
    """In a few calls of NumPy, however many elements there are."""
    value = np.random.default_rng(0).normal(size=(1000, 1000))
    with counted(most=100):
        mark_content(value)
