"""Circuits in small, and the outlines of where a function is positive."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import numpy as np
import pytest

import graphs
from graphs.draw.miniature import HEIGHT, WIDTH, circuit, layers
from graphs.draw.regions import regions
from graphs.model import Graph


def graph_of(program: str, **inputs: float) -> Graph:
    return graphs.trace(program, inputs).evaluation.model


def count(svg: str, kind: str) -> int:
    return svg.count(f'class="{kind}"')


def test_gates_and_wires_without_names_and_numbers() -> None:
    svg = circuit(graph_of("q = x + y\nf = q * z", x=-2, y=5, z=-4))
    assert (count(svg, "disc"), count(svg, "wire"), count(svg, "tag")) == (2, 5, 0)
    assert "<text" not in svg
    assert 'id="' not in svg


def test_a_fork_has_a_tag_for_each_contribution() -> None:
    svg = circuit(graph_of("f = x * x", x=3))
    assert (count(svg, "disc"), count(svg, "fork"), count(svg, "tag")) == (1, 1, 2)


@pytest.mark.parametrize(
    "program", ["f = x", "f = -x", "f = " + " + ".join(f"a{k} * b{k}" for k in range(9))]
)
def test_it_stays_in_its_frame(program: str) -> None:
    trace = graphs.trace(program, fill=True)
    svg = circuit(trace.evaluation.model)
    move = re.search(r"translate\(([-\d.]+),([-\d.]+)\) scale\(([\d.]+)\)", svg)
    assert move
    left, top, scale = map(float, move.groups())
    for x, y in re.findall(r'cx="([\d.]+)" cy="([-\d.]+)"', svg):
        assert 0 <= left + scale * float(x) <= WIDTH
        assert 0 <= top + scale * float(y) <= HEIGHT


def test_layers_have_their_words() -> None:
    program = (
        "X = np.ones((2, 3))\nW1, b1 = np.ones((3, 4)), np.zeros(4)\n"
        "W2, b2 = np.ones((4, 3)), np.zeros(3)\n"
        "h = np.maximum(0, X @ W1 + b1)\ns = h @ W2 + b2\ne = np.exp(s)\n"
        "p = e / e.sum(axis=1, keepdims=True)\n"
        "loss = -np.log(p[np.arange(2), np.array([0, 1])]).mean()"
    )
    drawn = re.compile(r"<text[^>]*>([^<]*)</text>")
    trace = graphs.trace(program)
    fold = {one["gate"]: [one["id"]] for one in trace.patterns}
    plain = layers(trace.with_fold(fold["softmax"]).evaluation.model)
    assert drawn.findall(plain) == ["@ +", "relu", "@ +", "softmax", "log"]
    assert plain.count("v22") == 2  # a stub for the parameters of each product
    folded = trace.with_fold(fold["cross-entropy"]).evaluation.model
    assert drawn.findall(layers(folded)) == ["@ +", "relu", "@ +", "loss"]


def test_the_outline_of_a_disc_is_a_circle() -> None:
    row, column = np.mgrid[0:41, 0:41]
    (outline,) = regions(100.0 - (row - 20.0) ** 2 - (column - 20.0) ** 2)
    radii = [np.hypot(y - 20, x - 20) for y, x in outline]
    assert radii == pytest.approx([10.0] * len(radii), abs=0.05)
    around = sum(math.dist(one, next) for one, next in pairwise([*outline, outline[0]]))
    assert around == pytest.approx(2 * np.pi * 10, rel=0.01)


def test_regions_apart_have_outlines_of_their_own_and_the_rim_closes_them() -> None:
    values = -np.ones((5, 9))
    values[1:3, 0:2] = values[2, 6] = 1.0
    assert len(regions(values)) == 2
    assert regions(-np.ones((3, 3))) == []
    (whole,) = regions(np.ones((3, 3)))
    assert min(y for y, _ in whole) < 0
    assert max(x for _, x in whole) > 2
    saddle = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert len(regions(saddle)) == 2
