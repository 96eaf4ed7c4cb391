"""Pictures of several pieces: what they show is what one layout of the whole program shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import graphs
from graphs.draw.drawing import Drawing
from graphs.draw.parts.layers import layers
from graphs.draw.parts.picture import fits
from graphs.draw.parts.sections import sections
from graphs.draw.states import marks_at
from graphs.draw.window import Window
from graphs.evaluation import Evaluation
from graphs.groups.open_groups import ShownEvaluation
from graphs.model import Backward
from graphs.trace import shown_evaluation
from tests.support.number_programs import INPUTS, Writer
from web.gallery import EXAMPLES

# The room for the picture at 1440 × 900, 1280 × 720 and on a phone, in units of the drawing.
DESK, LAPTOP, PHONE = Window(1168, 576), Window(1048, 432), Window(448, 480)
NETWORK = """
X = np.random.randn(5, 4)
y = np.array([0, 2, 1, 2, 0])
W1 = 0.5 * np.random.randn(4, 6)
b1 = np.zeros(6)
W2 = 0.5 * np.random.randn(6, 3)
b2 = np.zeros(3)
h = np.maximum(0, X @ W1 + b1)
scores = h @ W2 + b2
e = np.exp(scores)
p = e / e.sum(axis=1, keepdims=True)
loss = -np.log(p[np.arange(5), y]).mean()
"""


def shown(text: str, inputs: object = None) -> ShownEvaluation:
    return shown_evaluation(graphs.trace(text, inputs, fill=True, open="auto", seed=1))  # type: ignore[arg-type]


def in_window(evaluation: Evaluation, window: Window | None) -> Drawing:
    return replace(evaluation, display=replace(evaluation.display, window=window)).drawing


def programs() -> Iterator[object]:
    for example in EXAMPLES:
        for window, size in ((LAPTOP, "laptop"), (PHONE, "phone")):
            name = f"{example['id']}-{size}"
            program = example["program"], example.get("inputs"), window
            yield pytest.param(*program, id=name)


@pytest.mark.parametrize(("text", "inputs", "window"), list(programs()))
def test_pieces_are_whole_and_show_what_one_layout_shows(
    text: str, inputs: object, window: Window
) -> None:
    evaluation = shown(text, inputs).evaluation
    whole, parts = in_window(evaluation, None), in_window(evaluation, window)
    assert whole.picture
    assert parts.picture
    assert fits(parts.picture, window)
    ids = [id for piece in parts.picture.pieces for id in _ids(piece.layout)]
    assert len(ids) == len(set(ids)), "every mark has an id of its own"
    gates = {node.id for node in evaluation.model.nodes if node.gate is not None}
    assert gates <= parts.marks.keys(), "every gate is drawn"
    for step, record in enumerate(evaluation.raw_steps):
        one, several = (marks_at(it.marks, it.frames, step) for it in (whole, parts))
        gate = record.to if isinstance(record, Backward) and record.node is None else record.node
        assert gate is not None
        current = [id for id in gates if several[id][0] == "current"]
        assert current == [id for id in gates if one[id][0] == "current"]
        assert [text for state, text in several.values() if state == "now"][:1] == [
            text for state, text in one.values() if state == "now"
        ][:1] or _is_repeated(several)
        _band_is_open(parts, evaluation.model.nodes[gate].id, several)
    last_one, last_several = (marks_at(it.marks, it.frames) for it in (whole, parts))
    for id, (state, content) in last_one.items():
        if id in last_several and id.endswith(("-value", "-grad")):
            assert last_several[id] == (state, content), id


def _ids(layout: object) -> Iterator[str]:
    for kind in ("leaves", "gates", "values", "tags", "chips", "constants", "broadcasts", "wires"):
        yield from (mark.id for mark in getattr(layout, kind))


def _is_repeated(marks: dict[str, object]) -> bool:
    """Whether a value is drawn in several pieces, so that one shows its share of a gradient."""
    return any("@" in id for id in marks)


def _band_is_open(parts: Drawing, gate: str, marks: dict[str, tuple[str, object]]) -> None:
    """The band that a step's gate is in is open, and no other."""
    assert parts.picture
    bands = {piece.band.id: piece.band for piece in parts.picture.pieces if piece.band}
    opened = [id for id in bands if marks[id][0] == "open"]
    assert len(opened) == min(len(bands), 1)
    for piece in parts.picture.pieces:
        if piece.band and any(mark.id == gate for mark in piece.layout.gates):
            assert opened == [piece.band.id]


@pytest.mark.parametrize(("seed", "window"), [("14.0", DESK), ("29.0", PHONE)])
def test_a_card_that_only_compares_a_value_sends_nothing_to_it(seed: str, window: Window) -> None:
    """So what its gradient gathers in the card's fragment may be one contribution, and no sum."""
    writer = Writer(seed)
    inputs = {name: writer.random.uniform(-2.0, 2.0) for name in INPUTS}
    evaluation = graphs.trace(writer.program(), inputs, window=window).evaluation
    assert len(evaluation.drawing.frames) == len(evaluation.raw_steps)
    assert 'class="gate section"' in evaluation.svg()


def test_lines_that_make_a_layer_are_one_card() -> None:
    graph = shown(NETWORK).evaluation.model
    found = [(one.title, one.lines_text) for one in layers(graph, sections(graph))]
    assert found == [
        ("Layer 1", "line 8"),
        ("Layer 2", "line 9"),
        ("Softmax", "lines 10 to 12"),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("q = x + y\nf = q * z", ["q", "f"]),
        ("x = np.ones(3)\nw = np.ones((3, 3))\nh = np.tanh(w @ x)\nf = h.sum()", ["Layer", "f"]),
        ("x = np.ones((3, 4))\nf = np.log(np.exp(x) * 2).sum()", ["f"]),
        ("s = np.ones(3)\nf = np.log(np.exp(s).sum()) - s[0]", ["Softmax"]),
        ("def g(a):\n    b = a * 2\n    return b + 1\nf = g(x) * g(y)", ["g(x)", "g(y)", "f"]),
    ],
)
def test_what_is_no_layer_keeps_the_name_of_its_line(text: str, titles: list[str]) -> None:
    graph = shown(text).evaluation.model
    assert [one.title for one in layers(graph, sections(graph))] == titles


def test_a_picture_in_its_window_is_whole_and_readable() -> None:
    drawing = in_window(shown(NETWORK).evaluation, DESK)
    assert drawing.picture
    assert len(drawing.picture.pieces) > 1
    assert drawing.picture.width <= DESK.width
    assert drawing.picture.height <= DESK.height


def test_a_neuron_wraps_at_its_named_line_on_a_phone() -> None:
    inputs = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}
    drawing = in_window(
        shown("q = w0*x0 + w1*x1 + w2\nf = 1/(1 + exp(-q))", inputs).evaluation, PHONE
    )
    assert drawing.picture
    first, second = drawing.picture.pieces
    assert [label.name.full for label in first.layout.labels] == ["q"]
    assert [leaf.name.full for leaf in second.layout.leaves] == ["q"]


def test_a_section_of_one_long_line_is_cut_inside_it() -> None:
    text = "x = np.ones((3, 4))\nf = np.log(np.exp(np.tanh(np.sin(np.cos(x) * 2) + x) - x)).sum()"
    drawing = in_window(shown(text).evaluation, PHONE)
    assert drawing.picture
    bands = {piece.band: piece.band.section.title for piece in drawing.picture.pieces if piece.band}
    assert [*bands.values()][:2] == ["f 1/4", "f 2/4"]
    heights = [band.height for band in bands]
    assert len(set(heights)) > 1  # each frame is as high as its own section


def test_the_text_of_a_backward_pass_is_not_drawn() -> None:
    text = NETWORK + "dscores = p.copy()\ndscores[np.arange(5), y] -= 1\ndscores /= 5\n"
    with_pass = shown(text)
    assert len(with_pass.evaluation.raw_steps) == len(shown(NETWORK).evaluation.raw_steps)
    assert graphs.trace(text, seed=1).values["dscores"].shape == (5, 3)
