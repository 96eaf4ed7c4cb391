"""The tree of a program's groups: what is gathered, and how much of it is seen at first."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graphs.groups.outline import MOST_ITEMS, MOST_PIECES, MOST_VISIBLE, Outline, Part
from graphs.language.parse import parse
from graphs.model import Graph
from tests.support.large import CHAIN, CLASSIFIER, RECURRENT, straight


def leaves(items: tuple[int | Part, ...]) -> list[int]:
    """The gates of a tree, in order."""
    return [
        index
        for item in items
        for index in ([item] if isinstance(item, int) else leaves(item.items))
    ]


def gates_of(graph: Graph) -> list[int]:
    return [node.index for node in graph.nodes if node.gate is not None]


PROGRAMS = {
    "two calls": "def f(u):\n    return u * u + u\ny = f(x) + f(2 * x)",
    "a loop": "h = x\nfor t in range(3):\n    h = tanh(h * x)",
    "chain of 500": CHAIN.format(passes=500),
    "recurrent": RECURRENT.format(passes=120),
    "classifier": CLASSIFIER.format(rows=7),
    "lines": straight(200),
    "one line": "y = x" + " * x + x" * 150,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_gate_stands_once_and_parts_hold_consecutive_ones(name: str) -> None:
    graph = parse(PROGRAMS[name], {"x": 1.5})
    outline = Outline(graph)
    assert leaves(outline.items) == gates_of(graph)
    for part in outline.parts.values():
        inside = leaves(part.items)
        assert inside == [index for index in gates_of(graph) if part.first <= index <= part.last]
        assert part.gates == len(inside)
        assert len(part.items) <= MOST_ITEMS


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name != "one line"])
def test_a_large_program_comes_with_about_sixty_marks(name: str) -> None:
    graph = parse(PROGRAMS[name], {"x": 1.5})
    outline = Outline(graph)
    opened = outline.parts_to_open(MOST_VISIBLE)
    seen = len(outline.items) + sum(len(outline.parts[id].items) - 1 for id in opened)
    assert seen <= MOST_VISIBLE


def test_a_loop_is_one_part_of_its_passes() -> None:
    outline = Outline(parse("h = x\nfor t in range(3):\n    h = tanh(h * x)", {"x": 1.0}))
    (loop,) = (item for item in outline.items if isinstance(item, Part))
    assert (loop.title, loop.passes, loop.kind) == ("for t", 3, "loop")
    assert [part.title for part in loop.parts] == ["t = 0", "t = 1", "t = 2"]


def test_a_single_pass_is_no_loop() -> None:
    outline = Outline(parse("for t in range(1):\n    h = tanh(x * x)", {"x": 1.0}))
    assert [part.title for part in outline.parts.values()] == ["t = 0"]


LOOPS = {
    "for t in range(1, 4):\n    h = tanh(h * x)": ("for t", ["t = 1", "t = 2", "t = 3"]),
    "for r in [0.5, 0.25]:\n    h = h * x * r": ("for r", ["r = 0.5", "r = 0.25"]),
    "for i, w in enumerate([x, h]):\n    h = h * w": ("for i, w", ["i = 0", "i = 1"]),
    "for w in [x, h]:\n    h = h * w": ("for w", ["pass 1", "pass 2"]),
    "for _ in range(2):\n    h = h * x": ("for _", ["pass 1", "pass 2"]),
    "n = 1\nwhile n < 3:\n    h = h * x\n    n += 1": ("while n < 3", ["pass 1", "pass 2"]),
}


@pytest.mark.parametrize("text", LOOPS)
def test_passes_are_counted_as_the_text_counts_them(text: str) -> None:
    outline = Outline(parse(f"h = x * x\n{text}", {"x": 0.5}))
    (loop,) = (item for item in outline.items if isinstance(item, Part))
    assert (loop.title, [part.title for part in loop.parts]) == LOOPS[text]


def test_gathered_passes_of_a_while_are_numbered() -> None:
    text = "h = x\nn = 0\nwhile n < 30:\n    h = h * x\n    n += 1"
    (loop,) = (item for item in Outline(parse(text)).items if isinstance(item, Part))
    assert [part.title for part in loop.parts] == ["pass 1 … 10", "pass 11 … 20", "pass 21 … 30"]


def test_very_many_passes_are_gathered_by_tens() -> None:
    outline = Outline(parse(CHAIN.format(passes=500)))
    (loop,) = (item for item in outline.items if isinstance(item, Part))
    assert loop.passes == 500
    hundreds = list(loop.parts)
    assert [part.title for part in hundreds][:2] == ["t = 0 … 99", "t = 100 … 199"]
    assert [part.passes for part in hundreds] == [100] * 5
    tens = list(hundreds[0].parts)
    assert len(tens) <= MOST_PIECES
    assert next(part.title for part in tens[1].parts) == "t = 10"


def test_two_loops_one_after_the_other_are_two_parts() -> None:
    text = "h = x\nfor i in range(2):\n    h = h * x\nfor i in range(2):\n    h = exp(h)\n"
    outline = Outline(parse(text, {"x": 0.5}))
    assert [part.passes for part in outline.items if isinstance(part, Part)] == [2, 2]


def test_straight_lines_are_gathered_by_their_numbers() -> None:
    outline = Outline(parse(straight(200), {"x": 1.0}))
    titles = [part.title for part in outline.items if isinstance(part, Part)]
    assert titles[0].startswith("lines 1–")
    assert len(titles) <= MOST_PIECES


@pytest.mark.parametrize("terms", [70, 150])
def test_a_long_line_is_not_cut(terms: int) -> None:
    graph = parse("f = " + " + ".join(f"a * {term}" for term in range(terms)), {"a": 1.0})
    assert list(Outline(graph).parts) == []


def test_of_long_lines_each_stays_whole() -> None:
    lines = [f"y{line} = x" + " * x + x" * 12 for line in range(5)]
    graph = parse("\n".join([*lines, "f = y0 + y1 + y2 + y3 + y4"]), {"x": 0.5})
    parts = list(Outline(graph).parts.values())
    lines_in = [{graph.nodes[index].source.line for index in leaves(part.items)} for part in parts]
    assert [part.title for part in parts] == ["y0", "y1", "y2", "y3", "y4", "f"]
    assert lines_in == [{line} for line in range(1, 7)]


def test_ids_stay_while_the_text_does() -> None:
    text = CLASSIFIER.format(rows=3)
    assert list(Outline(parse(text)).parts) == list(Outline(parse(text)).parts)


def test_what_is_around_a_gate_is_told_from_the_outside_in() -> None:
    outline = Outline(parse(CLASSIFIER.format(rows=3)))
    deepest = outline.parts[
        max(outline.parts, key=lambda id: len(outline.ancestors(outline.parts[id].first)))
    ]
    around = outline.ancestors(deepest.first)
    for outer, inner in pairwise(around):
        assert outline.parents[inner] == outer
    assert outline.parents[around[0]] is None


def test_opening_a_part_opens_what_is_around_it() -> None:
    outline = Outline(parse(CHAIN.format(passes=500)))
    found = outline.with_ancestors(["g37"])
    assert "g37" in found
    assert all(outline.parents[id] in found or outline.parents[id] is None for id in found)
    assert outline.with_ancestors(["nothing"]) == frozenset()
