"""Draws of every gate at the edges: nothing but a GraphError is raised, and all ways agree."""

from __future__ import annotations

import pytest

from graphs.gates import Gate
from tests.support.gate_fuzz import TRIED, drawn, run, tried

DRAWS = 400
LONG_DRAWS = 100_000


def test_some_draws() -> None:
    ends = {f"{seed} {draw.text}": end for seed, draw, end in run(range(DRAWS))}
    assert {text: end for text, end in ends.items() if "FAULT" in end} == {}
    assert set(ends.values()) == {
        "refused",
        "traced",
        "traced, forward mode",
        "traced, forward mode, differences",
    }


@pytest.mark.parametrize("gate", TRIED, ids=lambda gate: gate.name)
def test_every_gate_is_tried(gate: Gate) -> None:
    assert any(tried(drawn(seed, gate)) != "refused" for seed in range(10))


@pytest.mark.long
def test_many_draws() -> None:
    seeds = range(DRAWS, DRAWS + LONG_DRAWS)
    assert [f"{seed} {draw.text}: {end}" for seed, draw, end in run(seeds) if "FAULT" in end] == []
