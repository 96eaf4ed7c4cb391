"""Rows follow the text, cross little, and move little from one edit to the next."""

import pytest

from graphs.draw import ordering
from graphs.draw.crossings import crossing_cost
from graphs.draw.layout import layout
from graphs.draw.plan import Plan, plan
from graphs.draw.rows import row_heights
from graphs.draw.settle import settled
from graphs.language.parse import parse
from tests.engine.draw.test_layout import random_program
from tests.support.drawn_programs import PROGRAMS

TREES = ("the lecture's first", "a neuron", "patterns", "a sum of 20 products", "huge and tiny")


def inputs_from_top(text: str) -> list[str]:
    leaves = sorted(layout(parse(text)).leaves, key=lambda leaf: leaf.y)
    return [leaf.name.full for leaf in leaves]


@pytest.mark.parametrize("name", TREES)
def test_a_tree_stands_in_the_order_of_its_text(name: str) -> None:
    drawing = plan(parse(PROGRAMS[name]))
    assert crossing_cost(drawing, row_heights(drawing)) == (0, 0)


@pytest.mark.parametrize("seed", range(30))
def test_no_more_wires_cross_than_in_graphviz_layouts(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the few crossings that a stable order is worth."""
    drawing = plan(parse(random_program(seed)))
    ours = crossing_cost(drawing, ordering.ordered_heights(drawing))[1]
    monkeypatch.setattr(ordering, "SMALL", 0)
    theirs = crossing_cost(drawing, ordering.ordered_heights(drawing))[1]
    assert ours <= theirs + 2


def test_an_order_of_arguments_that_crosses_is_changed() -> None:
    drawing = plan(parse("f = exp(a)*sin(b) + exp(b)*sin(a)"))
    assert crossing_cost(drawing, row_heights(drawing))[1] <= 1


def test_an_edit_at_the_end_keeps_the_rows_above() -> None:
    text = PROGRAMS["a neuron"]
    assert inputs_from_top(f"{text}\ng = f * z") == [*inputs_from_top(text), "z"]


def overlap(drawing: Plan, y: list[float]) -> float:
    """How far any two boxes of a column overlap."""
    most = 0.0
    for one in drawing.boxes:
        for two in drawing.boxes:
            if one.column == two.column and y[one.index] < y[two.index]:
                apart = y[two.index] - y[one.index]
                most = max(most, one.down + two.up - apart)
    return most


@pytest.mark.parametrize("name", ["micrograd", "a fork of five", "a small network"])
def test_settled_boxes_do_not_overlap_and_keep_their_order(name: str) -> None:
    drawing = plan(parse(PROGRAMS[name]))
    start = [float(box.index) for box in drawing.boxes]
    y = settled(drawing, start)
    assert overlap(drawing, y) <= 0
    for one in drawing.boxes:
        for two in drawing.boxes:
            if one.column == two.column and one.index < two.index:
                assert y[one.index] < y[two.index]


def test_a_chain_settles_on_one_height() -> None:
    drawing = plan(parse("f = exp(sin(cos(x)))"))
    y = settled(drawing, [0.0, 50.0, 10.0, 90.0])
    assert max(y) - min(y) < 2
