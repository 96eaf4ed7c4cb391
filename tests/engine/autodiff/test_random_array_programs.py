"""Random programs of arrays, read twice: by the engine, and by Python itself over HIPS autograd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.gates import GATES
from tests.support.parts import in_parts
from tests.support.reference import arrays_by_autograd
from tests.support.tensor_programs import Writer

PROGRAMS = 3_000
PARTS = 6


def sane(value: float, slopes: dict[str, Any]) -> bool:
    return all(np.all(np.abs(part) < 1e4) for part in (value, *slopes.values()))


def programs(part: int) -> Iterator[tuple[str, dict[str, Any], float, dict[str, Any]]]:
    """Programs with autograd's answer. One whose numbers run away is written anew."""
    for number in range(part, PROGRAMS, PARTS):
        for attempt in range(20):
            writer = Writer(f"{number}.{attempt}")
            text = writer.program()
            value, slopes = arrays_by_autograd(text, writer.inputs, "out")
            if sane(value, slopes):
                yield text, writer.inputs, value, slopes
                break
        else:
            pytest.fail(f"no sane program for seed {number}")


@in_parts(PARTS)
def test_value_and_gradients_agree_with_autograd(part: int) -> None:
    used: Counter[str] = Counter()
    for text, inputs, value, slopes in programs(part):
        traced = graphs.trace(text, inputs)
        used.update(node.op for node in traced.evaluation.model.nodes)
        assert traced.value == pytest.approx(value, rel=1e-9, abs=1e-12), text
        for name, slope in slopes.items():
            node = traced.evaluation.model.inputs[name].node
            if traced.evaluation.model.nodes[node].data:  # only compared: no gradient
                assert not slope.any(), text
                continue
            mine = traced.evaluation.gradients[node]
            assert np.shape(mine) == np.shape(inputs[name]), text
            assert mine == pytest.approx(slope, rel=1e-9, abs=1e-12), f"{name} in\n{text}"
    assert {
        gate.name for gate in GATES if used[gate.name] < 20 / PARTS and not gate.hidden
    } == set()
