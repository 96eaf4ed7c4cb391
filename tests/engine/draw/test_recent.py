"""A changed digit keeps the layout; whatever a layout depends on makes a new one."""

from dataclasses import replace

import pytest

import graphs
from graphs.draw.layout import layout
from graphs.draw.recent import LARGEST, forget, structure
from graphs.draw.spacing import LOW, TagWidths
from graphs.language.parse import parse
from tests.support.drawn_programs import PROGRAMS

TEXT = "x = 2\nq = 3*x\nf = exp(q) + x"


def test_another_digit_has_the_same_layout() -> None:
    assert layout(parse(TEXT)) is layout(parse(TEXT.replace("2", "4").replace("3*", "7*")))


def test_a_longer_sum_that_fits_has_the_same_layout() -> None:
    short, long = (graphs.trace(f"a = {a}\nf = a*a").evaluation.drawing for a in (2, 6.25))
    assert short.layout
    assert "= 2 + 2" in short.svg("")
    assert "= 6.25 + 6.25" in long.svg("")
    assert short.layout is long.layout


def test_what_was_forgotten_is_laid_out_again() -> None:
    before = layout(parse(TEXT))
    forget()
    assert layout(parse(TEXT)) is not before
    assert layout(parse(TEXT)) == before


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("exp", "sin"),
        TEXT.replace("q", "r"),
        TEXT.replace("3*x", "x*3"),
        TEXT.replace("+ x", "+ 1"),
        TEXT + "\ng = -f",
        "def g(x):\n    return exp(3*x)\nx = 2\nf = g(x) + x",
    ],
)
def test_another_structure_has_another_layout(other: str) -> None:
    assert structure(parse(TEXT)) != structure(parse(other))


def test_what_gradients_are_asked_for_counts() -> None:
    graph = parse(TEXT)
    assert structure(graph) != structure(replace(graph, wrt=frozenset()))


def test_widths_and_spacings_have_layouts_of_their_own() -> None:
    graph = parse(TEXT)
    made = [
        layout(graph),
        layout(graph, 84),
        layout(graph, TagWidths(64, {"n1-grad": 84})),
        layout(graph, spacing=LOW),
        layout(graph, budget=-1),
    ]
    assert len({id(one) for one in made}) == len(made)
    assert layout(graph, 64) is made[0]


@pytest.mark.parametrize("name", PROGRAMS)
def test_equal_structures_have_equal_layouts(name: str) -> None:
    forget()
    first = layout(parse(PROGRAMS[name]))
    forget()
    assert layout(parse(PROGRAMS[name])) == first


def pictures(text: str) -> list[str]:
    """The picture before the first step, at every step and whole."""
    made = graphs.trace(text)
    return [made.svg(step) for step in (*range(-1, len(made.steps)), None)]


def test_a_layout_drawn_again_shows_nothing_of_before() -> None:
    """What was drawn in the same state is not written again."""
    for digits in ("2", "3", "-7"):
        known = pictures(TEXT.replace("2", digits) + "\ng = relu(x) + f")
        forget()
        assert pictures(TEXT.replace("2", digits) + "\ng = relu(x) + f") == known


def test_large_layouts_are_not_kept() -> None:
    graph = parse("f = " + " + ".join(["a"] * (LARGEST + 1)))
    assert layout(graph) is not layout(graph)
