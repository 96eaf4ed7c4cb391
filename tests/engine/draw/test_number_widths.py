"""A picture stays as it is while values change: its tags grow seldom, and never shrink."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

import graphs
from graphs.draw.drawing import Drawing
from graphs.draw.number_widths import CODES, MOST_TOLD, NumberWidths
from graphs.draw.parts.picture import fits
from graphs.draw.spacing import ROOMY
from graphs.draw.tag_widths import tag_widths
from graphs.draw.window import Window
from graphs.language.parse import parse
from graphs.trace import in_window

NEURON = "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))"
FORK = "a = x*y\nb = a + x\nc = tanh(b) * a\nf = c**2 + log(abs(b) + 1)"
ARRAYS = "h = np.maximum(0, np.array([[.1, .2], [.3, -.4]]) @ x + b)\nf = sum(h**2)"
INPUTS = {
    NEURON: {"w0": 2.0, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
    FORK: {"x": 0.5, "y": -1.2},
    ARRAYS: {"x": [1.0, 0.5], "b": 0.3},
}
DRAGGED = {NEURON: "w0", FORK: "x", ARRAYS: "b"}
# The room for the picture at 1440 × 900, beside a run and on a phone, in units of the drawing.
WINDOWS = {"desk": Window(1208, 576), "run": Window(576, 448), "phone": Window(448, 480)}

GRAPH = parse("f = x * 3", {"x": 2.0})

programs = pytest.mark.parametrize(
    "program", [NEURON, FORK, ARRAYS], ids=["neuron", "fork", "arrays"]
)
windows = pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)


def drawing(program: str, window: Window, tags: str = "", **inputs: float) -> Drawing:
    """What a worker draws that has not seen the program before."""
    room = Window(window.width, window.height, tags=tags)
    return graphs.trace(program, {**INPUTS[program], **inputs}, window=room).evaluation.drawing


def drag(program: str, window: Window) -> list[Drawing]:
    made = [drawing(program, window)]
    for place in range(40):
        made.append(drawing(program, window, made[-1].tags, **{DRAGGED[program]: place / 4 - 5}))
    return made


@windows
@programs
def test_a_dragged_value_moves_the_picture_seldom_and_never_back(
    program: str, window: Window
) -> None:
    made = [drawing.prefix for drawing in drag(program, window)]
    moves = sum(one != other for one, other in pairwise(made))
    assert moves <= 6
    assert len(set(made)) == moves + 1


@windows
@programs
def test_it_stays_whole(program: str, window: Window) -> None:
    for drawn in drag(program, window):
        assert drawn.picture is not None
        assert fits(drawn.picture, window)


@programs
def test_what_is_told_is_the_same_picture_anywhere(program: str) -> None:
    window = WINDOWS["phone"]
    last = drag(program, window)[-1]
    elsewhere = drawing(program, window, last.tags)
    assert (elsewhere.prefix, elsewhere.tags) == (last.prefix, last.tags)


@programs
def test_one_readers_values_make_no_tags_wider_for_others(program: str) -> None:
    window = WINDOWS["phone"]
    first = graphs.trace(program, INPUTS[program], window=window)
    fresh = first.evaluation.drawing
    told = Window(window.width, window.height, tags=fresh.tags)
    moved = in_window(first, told).with_inputs({DRAGGED[program]: -1.2345e-5})
    assert moved.evaluation.drawing.tags != fresh.tags
    again = in_window(first, window).with_inputs(INPUTS[program])
    assert again.evaluation.drawing.prefix == fresh.prefix


def test_what_another_picture_tells_is_not_heard() -> None:
    window = WINDOWS["phone"]
    own = drawing(NEURON, window)
    for tags in (drawing(FORK, window).tags, "", ".", "nothing", own.tags[:-1], f"0{own.tags[1:]}"):
        assert drawing(NEURON, window, tags).prefix == own.prefix
    garbled = own.tags[:9] + "☃" * (len(own.tags) - 9)
    assert drawing(NEURON, window, garbled).picture is not None


def test_room_is_made_for_ordinary_numbers_where_values_may_change() -> None:
    seen = {"n0-value": 12, "n1-value": 12, "n0-grad": 80, "n0-addends": 80}
    assert GRAPH.nodes[1].kind == "constant"
    numbers = NumberWidths(GRAPH, seen)
    assert numbers.wanted == seen
    wanted = replace(numbers, has_room=True).wanted
    assert wanted["n1-value"] == 12
    assert wanted["n0-value"] > 60
    assert wanted["n0-grad"] > 80
    assert wanted["n0-addends"] == 128


def test_a_picture_with_air_keeps_its_width() -> None:
    """Room for other numbers is made where each tag has a width of its own."""
    seen = {"n0-value": 40, "n0-grad": 40}
    for numbers in (NumberWidths(GRAPH, seen), NumberWidths(GRAPH, seen, has_room=True)):
        assert tag_widths(numbers, ROOMY, "3 digits").default == 84
    assert tag_widths(numbers, ROOMY, "3 digits", roomy=True).default == 104


def test_a_very_large_picture_tells_nothing() -> None:
    assert NumberWidths(GRAPH, {f"n{node}-value": 12 for node in range(MOST_TOLD + 1)}).told == ""
    wide = NumberWidths(GRAPH, {"n0-value": 10_000})
    assert wide.told == f"{wide.structure}.{CODES[-1]}"
