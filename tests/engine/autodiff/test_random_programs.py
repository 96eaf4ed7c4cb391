"""Random programs, read twice: by the engine, and by Python itself over HIPS autograd."""

from __future__ import annotations

from collections import Counter

import pytest

import graphs
from tests.support.number_programs import INPUTS, ROWS, programs
from tests.support.parts import in_parts

PARTS = 6


@in_parts(PARTS)
def test_value_and_gradients_agree_with_autograd(part: int) -> None:
    used: Counter[str] = Counter()
    for text, place, value, slopes in programs(part, PARTS):
        traced = graphs.trace(text, dict(zip(INPUTS, place, strict=True)))
        used.update(node.op for node in traced.evaluation.model.nodes)
        mine = [traced.grads[f"n{traced.evaluation.model.inputs[name].node}"] for name in INPUTS]
        assert [traced.value, *mine] == pytest.approx([value, *slopes], rel=1e-9, abs=1e-12), text
    assert {gate.name for gate in ROWS if used[gate.name] < 20 / PARTS} == set()
