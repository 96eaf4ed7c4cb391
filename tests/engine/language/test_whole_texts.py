"""Whatever is pasted ends in a picture: whole texts as people have them, held against real Python.

What stands without a value, random arrays among it, is asked of the trace and given to the
reference. An entry with a gap has to fail; docs/known-gaps.md names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

import graphs
from tests.support.against_python import agree
from tests.support.whole_texts import TEXTS, WholeText, reference, reference_losses
from tests.support.whole_texts.outside_data import KIND as OUTSIDE

TRAINING = [entry for entry in TEXTS if entry.losses is not None]


def entries(found: Iterable[WholeText], training: bool = False) -> list[Any]:
    """The entries as a test's parameters: those with a gap are expected to fail."""
    made = []
    for entry in found:
        gap = entry.training_gap if training else entry.gap
        marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
        made.append(pytest.param(entry, id=entry.name, marks=marks))
    return made


def total(value: Any) -> float:
    return float(np.sum(value))


@pytest.mark.parametrize("entry", TEXTS, ids=[entry.name for entry in TEXTS])
def test_the_reference_itself(entry: WholeText) -> None:
    answer = np.asarray(reference(entry, entry.values), float)
    assert np.all(np.isfinite(answer))
    if entry.losses is None:
        assert bool(entry.parameters) == (entry.iterations is not None)
        return
    losses = reference_losses(entry)
    assert len(losses) > 1
    assert np.all(np.isfinite(losses))
    assert losses[0] == answer
    assert entry.parameters
    assert entry.iterations in (None, len(losses))


def test_there_are_many_of_every_kind() -> None:
    kinds = [entry.kind for entry in TEXTS]
    assert len(TEXTS) >= 100
    assert min(map(kinds.count, kinds)) >= 6, {kind: kinds.count(kind) for kind in kinds}


@pytest.mark.parametrize("entry", entries(TEXTS))
def test_the_picture(entry: WholeText) -> None:
    trace = graphs.trace(entry.text, fill=True, generate=entry.kind == OUTSIDE)
    value, expected = trace.value, reference(entry, trace.inputs)
    if entry.losses is None:
        agree(value, expected, entry.name)
        if not entry.parameters:
            assert trace.training is None
            return
        assert trace.training["loss"] is None
        assert trace.training["parameters"] == list(entry.parameters)
        assert trace.training["iterations"] == entry.iterations
        return
    agree(total(value), total(expected), entry.name)
    assert set(trace.training["parameters"]) == set(entry.parameters)
    if entry.iterations is None:  # it ends by what it meets: the number may be unknown
        known = len(reference_losses(entry, trace.inputs))
        assert trace.training["iterations"] in (None, known)
    else:
        assert trace.training["iterations"] == entry.iterations


@pytest.mark.parametrize("entry", entries(TRAINING, training=True))
def test_its_own_loop_is_run(entry: WholeText) -> None:
    given = {}
    if entry.values:  # what the text leaves without a value is the same for both
        filled = graphs.trace(entry.text, fill=True, generate=entry.kind == OUTSIDE).inputs
        given = {path: filled[path] for path in entry.values}
    losses = graphs.train(entry.text, given).losses
    agree(losses, reference_losses(entry, given), entry.name)
