"""In every spacing nothing overlaps; the tighter ones are as narrow and low as they should be."""

import random

import pytest

import graphs
from graphs.draw.frames import frames
from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.number_widths import number_widths
from graphs.draw.spacing import LOW, ROOMY, SNUG, SPACINGS, STAIRS, Spacing, TagWidths
from graphs.draw.states import marks_at
from graphs.draw.svg import draw
from graphs.draw.tag_widths import tag_widths
from graphs.evaluation import Evaluation
from graphs.format.arrays import MarkContent, mark_content
from graphs.format.numbers import Digits
from graphs.language.parse import parse
from graphs.model import Graph, Value
from graphs.model.sums import SumDigits
from tests.engine.draw import test_array_layout, test_layout
from tests.support.drawn_programs import PROGRAMS
from tests.support.patches import overlaps

NEURON = """\
w0, x0, w1, x1, w2 = 2, -1, -3, -2, -3
q = w0*x0 + w1*x1 + w2
f = 1/(1 + exp(-q))"""
FORK = "q = 4.0\nf = sin(q) + cos(q)*q + q**3 + exp(-q) + log(q) + sqrt(q) + 1/q"

spacings = pytest.mark.parametrize("spacing", SPACINGS.values(), ids=SPACINGS)


def text(value: Value, digits: Digits | None = None, /) -> MarkContent:
    return mark_content(value, digits or "3 digits")


def spaced(evaluation: Evaluation, spacing: Spacing) -> Layout:
    values, steps = evaluation.node_values, evaluation.raw_steps
    numbers = number_widths(evaluation.model, values, steps, text, SumDigits(steps, "3 digits"))
    widths = tag_widths(numbers, spacing, "3 digits")
    return layout(evaluation.model, widths, spacing=spacing)


def some_widths(graph: Graph, seed: int) -> TagWidths:
    """Each tag with a width of its own."""
    choose = random.Random(seed)
    ids = [f"{node.id}-{mark}" for node in graph.nodes for mark in ("grad", "chip", "0-grad")]
    return TagWidths(46, {id: choose.choice((46, 62, 78, 94)) for id in ids})


@spacings
@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_overlaps(text: str, spacing: Spacing) -> None:
    graph = parse(text)
    widths = some_widths(graph, len(text)) if spacing.own_widths else TagWidths(84)
    assert overlaps(graph, layout(graph, widths, spacing=spacing)) == []


@spacings
@pytest.mark.parametrize("seed", range(60))
def test_nothing_overlaps_in_random_programs(seed: int, spacing: Spacing) -> None:
    graph = parse(test_layout.random_program(seed))
    widths = some_widths(graph, seed) if spacing.own_widths else TagWidths(64)
    assert overlaps(graph, layout(graph, widths, spacing=spacing)) == []


@spacings
@pytest.mark.parametrize("seed", range(40))
def test_no_arrays_overlap_in_random_programs(seed: int, spacing: Spacing) -> None:
    graph = test_array_layout.graph_of(*test_array_layout.random_program(seed))
    assert overlaps(graph, layout(graph, 64, spacing=spacing)) == []


def test_a_neuron_is_as_narrow_as_the_page_has_room() -> None:
    evaluation = graphs.trace(NEURON).evaluation
    assert spaced(evaluation, SNUG).width <= 1018 < spaced(evaluation, ROOMY).width


def test_a_long_sum_steps_down_like_stairs() -> None:
    evaluation = graphs.trace(FORK).evaluation
    made = spaced(evaluation, STAIRS)
    assert made.width <= 1090  # with the room of the line of addends under q's gradient
    steps = sorted((gate for gate in made.gates if gate.symbol == "+"), key=lambda gate: gate.x)
    assert len(steps) == 6
    assert [step.y for step in steps] == sorted({step.y for step in steps})
    for step in steps:
        (above,) = (wire for wire in made.wires if wire.node == step.node and wire.slot == 0)
        assert above.path[-1][-1] == (step.x, pytest.approx(step.y - STAIRS.radius, abs=0.1))


def test_the_low_spacing_is_as_wide_and_lower() -> None:
    evaluation = graphs.trace(FORK).evaluation
    stairs, low = spaced(evaluation, STAIRS), spaced(evaluation, LOW)
    assert low.width <= stairs.width
    assert low.height < 0.6 * stairs.height


def test_rows_of_inputs_are_nearer_in_the_low_spacing() -> None:
    program = "f = a + b"
    for spacing, pitch in ((ROOMY, 78), (SNUG, 78), (LOW, 57)):
        one, two = layout(parse(program), spacing=spacing).leaves
        assert pitch <= abs(two.y - one.y) <= pitch + 1


def test_marks_are_drawn_as_large_as_the_spacing_says() -> None:
    evaluation = graphs.trace(NEURON).evaluation
    made = spaced(evaluation, SNUG)
    steps = evaluation.raw_steps
    written = SumDigits(steps, "3 digits")
    marks, changes = frames(evaluation.model, made, evaluation.node_values, steps, text, written)
    svg = draw(made, marks_at(marks, changes), "c", "a neuron")
    assert 'r="16"' in svg
    assert 'r="20"' not in svg
    assert "v14q0,5" in svg  # the straight part of a tag 24 high
