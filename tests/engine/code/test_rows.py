"""Every row of the table of gates can be exported, and random programs of them too."""

from __future__ import annotations

import inspect
from itertools import islice

import numpy as np
import pytest

import graphs
from graphs.code import SCRIPTS, export, helpers
from graphs.code.gate_code import FUNCTION_NAMES, helper_of
from graphs.code.script import source_of
from graphs.gates import GATES, Gate
from graphs.gates.row import as_number
from tests.support.gate_samples import samples, tried
from tests.support.number_programs import INPUTS, programs
from tests.support.parts import in_parts
from tests.support.scripts import agrees, run, traced
from tests.support.tensor_programs import Writer

EACH_LEVEL = pytest.mark.parametrize("level", SCRIPTS)
ONLY_DRAWN = {"gradient_seed"}  # a row for circuits that are drawn
# Rows of gradients, whose own gradients only a Hessian needs: no script has one.
OF_GRADIENTS = {"products_of_others", "change_of_others", "cofactors", "change_of_cofactors"}


@pytest.mark.parametrize(
    "gate",
    [gate for gate in GATES if gate.name not in ONLY_DRAWN | OF_GRADIENTS],
    ids=lambda gate: gate.name,
)
def test_every_row_can_be_written(gate: Gate) -> None:
    for seed, sample in enumerate(samples(gate)):
        trace = traced(gate, sample, seed)
        for level in SCRIPTS:
            agrees(run(export(trace, level=level)), trace, sample)


@pytest.mark.parametrize(
    "gate",
    [gate for gate in GATES if helper_of(gate) and "key" not in gate.settings],
    ids=lambda gate: gate.name,
)
def test_a_helper_computes_what_its_row_does(gate: Gate) -> None:
    helper = helper_of(gate)
    assert helper is not None
    for sample, args in tried(gate):
        mine = helper(*map(as_number, args), **sample.settings)
        wanted = gate.compute(args, sample.settings)
        assert np.shape(mine) == np.shape(wanted)
        np.testing.assert_allclose(mine, wanted, rtol=1e-9, atol=1e-12)


def test_helpers_are_copied_without_types() -> None:
    names = [name for name, it in vars(helpers).items() if inspect.isfunction(it)]
    assert len(names) >= 20
    for name in names:
        text = source_of(name, "np")
        compile(text, name, "exec")
        assert "Any" not in text
        assert "->" not in text


def test_functions_are_called_by_the_names_that_numpy_documents() -> None:
    known = {name: called for name, called in FUNCTION_NAMES.items() if called}
    assert known["abs"] == "np.abs"
    assert known["max"] == "np.maximum"
    assert known["amax"] == "np.max"
    assert known["inv"] == "np.linalg.inv"
    assert known["float"] == "np.float64"
    assert known["sigmoid"] == "sigmoid"
    for name in known.values():
        word = name.removeprefix("np.").removeprefix("linalg.")
        where = helpers if "." not in name else np.linalg if "linalg" in name else np
        assert hasattr(where, word)


@EACH_LEVEL
@in_parts(6)
def test_random_programs_of_numbers(part: int, level: str) -> None:
    for text, place, _, _ in islice(programs(), part, 150, 6):
        trace = graphs.trace(text, dict(zip(INPUTS, place, strict=True))).evaluation
        agrees(run(export(trace, level=level)), trace, text)


@EACH_LEVEL
@in_parts(6)
def test_random_programs_of_arrays(part: int, level: str) -> None:
    for seed in range(part, 150, 6):
        writer = Writer(f"code {seed}", twice=seed % 2 == 0)
        text = writer.program()
        trace = graphs.trace(text, writer.inputs).evaluation
        agrees(run(export(trace, level=level)), trace, text)
