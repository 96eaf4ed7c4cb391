"""Data to train on: what the generators make, against the course's own lines; tables as text."""

from __future__ import annotations

import numpy as np
import pytest

from graphs import GraphError, TooLarge, trace
from graphs.training.csv_table import read_table
from graphs.training.data import GENERATORS, data_lines, generate


def test_spirals_are_those_of_the_course() -> None:
    """CS231n's notes, Putting it together: minimal neural network case study."""
    N, D, K = 100, 2, 3
    np.random.seed(0)
    X = np.zeros((N * K, D))
    y = np.zeros(N * K, dtype="uint8")
    for j in range(K):
        ix = range(N * j, N * (j + 1))
        r = np.linspace(0.0, 1, N)
        t = np.linspace(j * 4, (j + 1) * 4, N) + np.random.randn(N) * 0.2
        X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
        y[ix] = j
    made, labels, columns = generate("spirals", seed=0)
    assert np.array_equal(made, X)
    assert np.array_equal(labels, y)
    assert columns == ["x1", "x2", "y"]


def test_matrices_are_those_of_the_lecture() -> None:
    np.random.seed(0)
    x, y = np.random.randn(64, 1000), np.random.randn(64, 10)
    made, target, _ = generate("matrices", features=1000, outputs=10)
    assert np.array_equal(made, x)
    assert np.array_equal(target, y)


def test_moons_and_circles_stand_where_they_should() -> None:
    moons, upper, _ = generate("two_moons", 101, noise=0.0)
    assert np.allclose(np.hypot(*moons[upper == 0].T), 1.0)
    assert np.allclose(np.hypot(*(moons[upper == 1] - [1.0, 0.5]).T), 1.0)
    assert [np.sum(upper == one) for one in (0, 1)] == [51, 50]
    circles, ring, _ = generate("circles", 100, noise=0.0)
    assert np.allclose(np.hypot(*circles.T), np.where(ring == 0, 1.0, 0.5))


def test_xor_is_its_truth_table() -> None:
    X, y, _ = generate("xor")
    assert {(*map(int, row), int(one)) for row, one in zip(X, y, strict=True)} == {
        (0, 0, 0),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 0),
    }


def test_a_line_is_found_again_by_least_squares() -> None:
    X, y, columns = generate("linear", 2_000, noise=0.1, seed=4)
    slope, offset = np.polyfit(X[:, 0], y, 1)
    assert (slope, offset) == pytest.approx((2.0, 1.0), abs=0.02)
    assert columns == ["x", "y"]


@pytest.mark.parametrize("name", GENERATORS)
def test_a_seed_decides(name: str) -> None:
    before = np.random.get_state()[1][:4].tolist()
    first, labels, columns = generate(name, 12, 0.3, 7)
    again, _, _ = generate(name, 12, 0.3, 7)
    other, _, _ = generate(name, 12, 0.3, 8)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(first) == len(labels) == 12
    assert len(columns) == first.shape[1] + (1 if labels.ndim == 1 else labels.shape[1])
    assert np.random.get_state()[1][:4].tolist() == before
    assert GENERATORS[name].classes == (labels.dtype.kind == "i")


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "moons"},
        {"name": "xor", "rows": 0},
        {"name": "xor", "rows": 10**9},
        {"name": "xor", "noise": -1.0},
        {"name": "xor", "noise": float("nan")},
        {"name": "xor", "seed": -1},
        {"name": "xor", "classes": 3},
        {"name": "spirals", "classes": 0},
        {"name": "matrices", "rows": 5_000, "features": 1_000},
    ],
)
def test_what_cannot_be_made_is_said(asked: dict) -> None:
    with pytest.raises(GraphError) as caught:
        generate(**asked)
    assert caught.value.message


def test_written_data_are_read_back_the_same() -> None:
    X, y, _ = generate("xor", 8, noise=0.1)
    lines = data_lines(X, y)
    assert lines is not None
    found = trace(lines + "\nf = np.sum(X) + np.sum(y)").values
    assert np.array_equal(found["X"], X)
    assert np.array_equal(found["y"], y)
    assert data_lines(*generate("spirals")[:2]) is None


def test_tables_of_spreadsheets() -> None:
    """A header, Windows' line ends, a mark of byte order, semicolons, tabs, spaces, quotes, and
    decimal commas where no comma parts cells."""
    for text in (
        "a,b,c\r\n1,2.5,0\r\n-3,4e-1,1\r\n",
        "\ufeffa;b;c\n1;2.5;0\n\n-3;4e-1;1",
        "a;b;c\n1;2,5;0\n-3,0;,4;1",
        "a\tb\tc\n1\t2.5\t0\n-3\t4e-1\t1",
        '"a"\t"b"\t"c"\n"1,0"\t"2,5"\t0\n-3\t0,4\t1',
        "a b c\n1  2.5 0\n-3 4e-1 1",
        '"a","b","c"\n"1","2.5","0"\n-3, 4e-1 ,1',
    ):
        table = read_table(text)
        assert table.columns == ("a", "b", "c")
        assert table.x.tolist() == [[1.0, 2.5], [-3.0, 0.4]]
        assert table.y is not None
        assert table.y.tolist() == [0, 1]


def test_words_in_the_last_column_are_classes() -> None:
    table = read_table("5.1,3.5,setosa\n7,3.2,versicolor\n4.9,3,setosa")
    assert table.y is not None
    assert table.y.tolist() == [0, 1, 0]
    assert table.classes == ("setosa", "versicolor")
    assert table.columns == ("x1", "x2", "y")


def test_a_table_may_have_no_labels_and_a_header_of_numbers() -> None:
    table = read_table("1,2\n3,4", header=True, labelled=False)
    assert (table.columns, table.x.tolist(), table.y) == (("1", "2"), [[3.0, 4.0]], None)
    assert read_table("1\n2").y is None


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("", "no numbers", (None, None, None)),
        ("a,b", "nothing below", (1, None, None)),
        ("1,2\n3", "1 cell", (2, None, None)),
        ("a,b\n1,2\n3,x4", "Line 3, column 2 (b): 'x4'", (3, 2, 4)),
        ("1,2,3\n1,,3", "is empty", (2, 2, 3)),
        ("1,nan,3\n1,2,3", "'nan'", (1, 2, 5)),
        ("1,2,3\n1,inf,3", "'inf'", (2, 2, 5)),
        ('1,"2\n3,4', "quotation mark", (1, None, None)),
        ('1,2,0\n"1,5",2,0', "'1,5'", (2, 1, 4)),
        ("1,2,3\n1,2,a", "'a'", (2, 4, 5)),
        ("1_0,2\n3,4", "'1_0'", (1, 0, 3)),
    ],
)
def test_a_bad_cell_is_shown_its_place(text: str, words: str, place: tuple) -> None:
    with pytest.raises(GraphError, match=r".") as caught:
        read_table(text)
    error = caught.value
    assert words in error.message
    assert (error.line, error.column, error.end_column) == place


def test_large_tables_are_refused() -> None:
    with pytest.raises(TooLarge):
        read_table("1,2\n" * 5_001)
    with pytest.raises(TooLarge):
        read_table((",".join(["1"] * 1_000) + "\n") * 101)
