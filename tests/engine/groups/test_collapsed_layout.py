"""The picture of closed groups, and the layout that does without Graphviz."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

import graphs
from graphs.draw.layout import layout
from graphs.groups.collapse import collapse
from graphs.groups.outline import Outline
from graphs.language.parse import parse
from graphs.trace import shown_evaluation
from tests.support.drawn_programs import PROGRAMS
from tests.support.large import CHAIN, CLASSIFIER, RECURRENT
from tests.support.patches import overlaps

GROUPED = {
    **{name: PROGRAMS[name] for name in ("functions", "functions in a loop", "a loop")},
    "a chain": CHAIN.format(passes=60),
    "a classifier": CLASSIFIER.format(rows=1),
    "a recurrent net": RECURRENT.format(passes=14),
}
VALUES = dict.fromkeys(("x", "y", "w", "b", "s0"), 0.5)


@pytest.mark.parametrize("name", GROUPED)
@pytest.mark.parametrize("seed", range(4))
def test_nothing_overlaps_whatever_is_closed(name: str, seed: int) -> None:
    outline = Outline(parse(GROUPED[name], VALUES))
    ids = [id for id, part in outline.parts.items() if part.gates < 60]
    chosen = random.Random(seed).sample(ids, min(3, len(ids)) if seed else 0)
    graph = collapse(outline, chosen).graph
    made = layout(graph, 84)
    assert overlaps(graph, made) == []


@pytest.mark.parametrize("name", [*GROUPED, "a small network", "staged", "a sum of 20 products"])
def test_the_rough_layout_places_every_mark_apart(name: str) -> None:
    graph = parse({**GROUPED, **PROGRAMS}[name], VALUES)
    made, fine = layout(graph, 84, budget=-1), layout(graph, 84)
    assert made.rough
    assert not fine.rough
    for kind in ("leaves", "gates", "values", "tags", "wires", "chips", "constants"):
        assert [mark.id for mark in getattr(made, kind)] == [
            mark.id for mark in getattr(fine, kind)
        ]
    rows: dict[float, list[float]] = {}
    for gate in made.gates:
        rows.setdefault(gate.x, []).append(gate.y)
    for heights in rows.values():
        heights.sort()
        assert all(below - above > 60 for above, below in pairwise(heights))


def test_a_closed_group_is_as_wide_as_its_title() -> None:
    name = "a_function_with_a_long_name"
    text = f"def {name}(u):\n    return u * u + u\ny = {name}(x)"
    trace = graphs.trace(text, {"x": 1.0}, open=())
    (gate,) = shown_evaluation(trace).evaluation.drawing.layout.gates
    assert gate.group
    assert gate.half_width > 80
    assert trace.svg().count('class="card"') == 2
    assert 'class="gate group-gate"' in trace.svg()


def test_a_wire_that_ends_across_its_gate_is_drawn() -> None:
    """Where Newton's step for a wire's entry leads to its end, where the curve stands still."""
    text = """\
a = np.array([0.3, -0.5, 1.1])
M = np.array([[0.2, 1.0, -0.4], [0.7, -0.3, 0.5], [1.2, 0.1, -0.6]])
lab = np.array([0, 2, 1])
c0 = 2.0
def f0(p0):
    v1 = (a - np.sum(a))
    t1 = (x + 1.35)
    v0 = np.maximum(M[np.arange(3), lab], 0)
    return v1, np.array([(M[1,0] - np.max(a)), ((v0 @ v0) + (a @ v0)), ((p0 * t1) + t1)]), v0
v7a, v7b, v7c = f0(sin(0.3*((z - c0) * c0)))
out = (M @ v7b[::-1])
"""
    assert graphs.trace(text, {"x": 0.7, "z": -0.4}, open=()).svg().startswith("<svg")
