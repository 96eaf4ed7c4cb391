"""Random programs, read twice: by the engine, and by Python itself over HIPS autograd."""

from __future__ import annotations

from collections import Counter

import pytest

import graphs
from tests.support.number_programs import INPUTS, ROWS, programs


def test_value_and_gradients_agree_with_autograd() -> None:
    used: Counter[str] = Counter()
    for text, place, value, slopes in programs():
        traced = graphs.trace(text, dict(zip(INPUTS, place, strict=True)))
        used.update(node.op for node in traced.evaluation.model.nodes)
        mine = [traced.grads[f"n{traced.evaluation.model.inputs[name].node}"] for name in INPUTS]
        assert [traced.value, *mine] == pytest.approx([value, *slopes], rel=1e-9, abs=1e-12), text
    assert {gate.name for gate in ROWS if used[gate.name] < 20} == set()
