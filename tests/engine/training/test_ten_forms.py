"""One update in ten forms: whatever its form, the text's own loop is run, with the same losses."""

from __future__ import annotations

import numpy as np
import pytest

import graphs
from tests.support.ten_updates import FORMS, ITERATIONS, reference_losses
from tests.support.whole_texts.whole_text import recorded, run


@pytest.mark.parametrize("form", FORMS)
def test_real_python_agrees(form: str) -> None:
    text, _ = FORMS[form]
    losses = run(recorded(text, "loss = np.mean((out - y) ** 2)"), {})["losses"]
    np.testing.assert_allclose(losses, reference_losses(), rtol=1e-9)


def test_there_are_ten() -> None:
    assert len({text for text, _ in FORMS.values()}) == 10
    assert len(reference_losses()) == ITERATIONS
    assert reference_losses()[-1] < 0.2 * reference_losses()[0]


@pytest.mark.parametrize("form", FORMS)
def test_the_losses(form: str) -> None:
    losses = graphs.train(FORMS[form][0]).losses
    assert len(losses) == ITERATIONS
    np.testing.assert_allclose(losses, reference_losses(), rtol=1e-9)


@pytest.mark.parametrize("form", FORMS)
def test_the_first_pass_is_drawn(form: str) -> None:
    text, parameters = FORMS[form]
    trace = graphs.trace(text, fill=True)
    np.testing.assert_allclose(trace.value, reference_losses()[0], rtol=1e-9)
    assert set(trace.training["parameters"]) == set(parameters)
    assert trace.training["iterations"] in (
        (None, ITERATIONS) if "while" in form else (ITERATIONS,)
    )
