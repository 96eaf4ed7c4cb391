"""Arrays in the drawing: numbers in brackets, thumbnails, broadcasts, and what opens them."""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pytest

import graphs
from graphs.draw import export
from graphs.draw.dot import dot_source
from graphs.draw.look import Look
from graphs.draw.states import marks_at
from tests.support.svg import SVG, drawings, still

W, X = [[0.1, 0.5], [-0.3, 0.8]], [0.2, 0.4]
RANDOM = np.random.RandomState(0)
PROGRAMS = {
    "vector": ("q = W @ x\nf = sum(q**2)", {"W": W, "x": X}),
    "layer": (
        "h = np.maximum(0, X @ W + b)\nf = np.sum(h * h)",
        {"X": RANDOM.randn(4, 3), "W": RANDOM.randn(3, 5), "b": RANDOM.randn(5)},
    ),
    "docked": ("f = sum(np.array([1, 2, 3]) * x / 2 + rate)", {"x": [1, 0, -1], "rate": 0.5}),
    "data": ("f = sum(where(x > 0, x, 0 * x))", {"x": [1.0, -2, 3]}),
    "not finite": ("f = sum(log(x))", {"x": [1.0, 0, -3]}),
}


def trace_of(name: str) -> graphs.Trace:
    program, inputs = PROGRAMS[name]
    return graphs.trace(program, inputs)


def marks_of(svg: str) -> dict[str, Element]:
    root = ElementTree.fromstring(svg)
    prefix = root.get("id", "")
    return {
        element.get("id", "").removeprefix(f"{prefix}-"): element
        for element in root.iter()
        if element.get("id")
    }


def numbers(mark: Element) -> list[str]:
    return [text.text or "" for text in mark.iter(f"{SVG}text") if text.get("class") == "number"]


def levels(mark: Element) -> list[str]:
    return [cell.get("data-level", "") for cell in mark.iter() if cell.get("class") == "cell"]


def shape(mark: Element) -> str | None:
    return next((text.text for text in mark.iter() if text.get("class") == "dimensions"), None)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_layout_is_the_same_at_every_step(name: str) -> None:
    pictures = drawings(trace_of(name))
    assert len(pictures) > 3
    assert len(set(map(still, pictures))) == 1


@pytest.mark.parametrize("name", PROGRAMS)
def test_marks_and_elements_are_the_same_set(name: str) -> None:
    trace = trace_of(name)
    marks, frames = trace.evaluation.drawing.marks, trace.evaluation.drawing.frames
    whole = marks_at(marks, frames)
    stated = {
        mark: element.get("data-state")
        for mark, element in marks_of(trace.svg()).items()
        if element.get("data-state")
    }
    assert stated == {mark: state for mark, (state, _) in whole.items()}
    for frame in frames:
        assert frame["write"].keys() | frame["focus"].keys() <= marks.keys()


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_in_it_needs_more_than_a_strict_policy(name: str) -> None:
    svg = trace_of(name).svg(3)
    assert not re.search(r"<style|<script| style=| on\w+=|href|url\(|<foreignObject", svg)


def test_the_vector_entry_stands_in_numbers() -> None:
    """0.116, [[0.088, 0.176], [0.104, 0.208]], [−0.112, 0.636]: the lecture's own figures."""
    marks = marks_of(trace_of("vector").svg())
    assert numbers(marks["n0-value"]) == ["0.1", "0.5", "−0.3", "0.8"]
    assert numbers(marks["n0-grad"]) == ["0.088", "0.176", "0.104", "0.208"]
    assert numbers(marks["n1-grad"]) == ["−0.112", "0.636"]
    assert numbers(marks["n2-value"]) == ["0.22", "0.26"]
    brackets = [path for path in marks["n0-grad"].iter() if path.get("class") == "bracket"]
    assert len(brackets) == 1


def test_a_larger_array_stands_as_a_thumbnail_beside_its_shape() -> None:
    trace = trace_of("layer")
    marks = marks_of(trace.svg())
    assert shape(marks["n1-value"]) == shape(marks["n1-grad"]) == "(3, 5)"
    value = trace.evaluation.node_values[1]
    cells = levels(marks["n1-value"])
    assert len(cells) == 15
    assert cells[int(np.abs(value).argmax())] in "08"
    assert all((int(cell) > 4) == (x > 0) for cell, x in zip(cells, value.flat, strict=True))
    assert numbers(marks["n1-value"]) == []


def test_what_is_not_computed_shows_its_shape_alone() -> None:
    trace = trace_of("layer")
    marks = marks_of(trace.svg(0))
    pending = [
        mark
        for id, mark in marks.items()
        if mark.get("data-state") == "pending" and id.endswith(("-value", "-grad"))
    ]
    assert pending
    for mark in pending:
        assert set(levels(mark)) <= {""}
        assert not any(numbers(mark))
    assert shape(marks["n2-grad"]) == "(5,)"
    assert levels(marks["n2-grad"]) == [""] * 5


def test_what_is_not_finite_is_marked_so() -> None:
    marks = marks_of(trace_of("not finite").svg(0))
    assert levels(marks["n1-value"]) == ["4", "x", "x"]


def test_arrays_open_and_say_what_they_are() -> None:
    marks = marks_of(trace_of("layer").svg())
    for id, label in (("n1-value", "value of W, (3, 5)"), ("n1-grad", "gradient of W, (3, 5)")):
        mark = marks[id]
        assert mark.get("data-node") == "n1"
        assert mark.get("role") == "button"
        assert mark.get("tabindex") == "-1"
        assert mark.get("aria-label") == label
    root = ElementTree.fromstring(trace_of("layer").svg())
    silent = next(group for group in root.iter() if group.get("aria-hidden") == "true")
    assert not [mark for mark in silent.iter() if mark.get("role") == "button"]


def test_numbers_stay_as_they_were() -> None:
    svg = graphs.trace("f = x * y + 2", {"x": 1, "y": 2}).svg()
    for word in ("array", "heat", "broadcast", "bracket", "turned"):
        assert word not in svg


def test_a_broadcast_is_lit_going_forward_and_a_sum_going_back() -> None:
    trace = trace_of("layer")
    add = next(node for node in trace.evaluation.model.nodes if node.op == "add")
    mark = f"{add.id}-1-broadcast"
    states = []
    for step in range(len(trace.evaluation.raw_steps)):
        picture = marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames, step)
        states.append(picture[mark][0])
    moves = [
        (move.phase, move.node, getattr(move, "slot", None)) for move in trace.evaluation.raw_steps
    ]
    forward = moves.index(("forward", add.index, None))
    backward = moves.index(("backward", add.index, 1))
    assert states[:forward] == ["idle"] * forward
    assert states[forward] == "lit"
    assert set(states[forward + 1 : backward]) == {"idle"}
    assert states[backward] == "summed"
    assert set(states[backward + 1 :]) == {"done"}
    title = marks_of(trace.svg())[mark].find(f"{SVG}title")
    assert title is not None
    assert title.text == "b (5,) is repeated along axis 0 to (4, 5)"


def test_a_product_of_matrices_rings_the_other_one_transposed() -> None:
    trace = trace_of("layer")
    matmul = next(node for node in trace.evaluation.model.nodes if node.op == "matmul")
    for slot, other in ((0, "n1"), (1, "n0")):
        step = next(
            index
            for index, move in enumerate(trace.evaluation.raw_steps)
            if move.phase == "backward" and move.node == matmul.index and move.slot == slot
        )
        picture = marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames, step)
        assert picture[f"{other}-value"][0] == "transposed"
        assert picture[f"{matmul.id}-{1 - slot}-wire"][0] == "lit"
        turned = [x for x in marks_of(trace.svg(step))[f"{other}-value"].iter() if x.text == "T"]
        assert [x.get("visibility") for x in turned] == [None]


def test_a_vector_beside_a_matrix_is_not_transposed() -> None:
    trace = trace_of("vector")
    pictures = [
        marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames, index)
        for index, move in enumerate(trace.evaluation.raw_steps)
        if move.phase == "backward" and move.node == 2
    ]
    assert [picture["n1-value"][0] for picture in pictures] == ["local", "shown"]
    assert [picture["n0-value"][0] for picture in pictures] == ["shown", "transposed"]


def test_a_chip_holds_an_array_or_the_one_number_all_elements_have() -> None:
    trace = trace_of("layer")
    found = {}
    for index, move in enumerate(trace.evaluation.raw_steps):
        if move.phase == "backward" and move.node is not None:
            chip = f"n{move.node}-chip"
            op = trace.evaluation.model.nodes[move.node].op
            found[op] = marks_at(
                trace.evaluation.drawing.marks, trace.evaluation.drawing.frames, index
            ).get(chip)
    assert found["add"] == ("number", "1")
    state, content = found["max"]
    assert state == "local"
    assert set(content["heat"]) == {"4", "8"}
    assert found["matmul"] is found["sum"] is None


def test_an_array_is_docked_by_its_shape() -> None:
    trace = trace_of("docked")
    marks = marks_of(trace.svg())
    docked = [mark for mark in marks.values() if mark.get("class") == "constant array"]
    assert [numbers(mark) for mark in docked] == [["(3,)"]]
    assert docked[0].get("role") == "button"


def test_exports_draw_arrays_too() -> None:
    svg = trace_of("layer").svg(4)
    assert export.png(svg, Look(scale=0.5)).startswith(b"\x89PNG")
    assert export.pdf(svg).startswith(b"%PDF")
    assert "@font-face" in export.standalone(svg)


def test_dot_source_names_an_array_by_its_shape() -> None:
    assert '[label="(3,)" shape=plain]' in dot_source(trace_of("docked").evaluation.model)
