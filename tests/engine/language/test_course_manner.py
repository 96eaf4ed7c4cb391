"""Whole programs in the manner of courses: values and prints, compiled, and their gradients judged.

A loop that trains is drawn for its first pass (``Program.reference`` is the text of that pass
alone); other loops are unrolled.
"""

from __future__ import annotations

import pytest

import graphs
from tests.support.against_python import (
    agree,
    gradients_of_inputs,
    same_gradients,
    same_prints,
    same_values,
)
from tests.support.course_programs import PROGRAMS
from tests.support.real_python import RealPython

BACKWARD = [name for name, program in PROGRAMS.items() if program.has_backward]


@pytest.mark.parametrize("name", PROGRAMS)
def test_values_and_prints(name: str) -> None:
    program = PROGRAMS[name]
    real = RealPython(program.reference)
    trace = graphs.trace(program.text, output=program.output, seed=0)
    agree(trace.value, real.names[program.output], program.output)
    same_values(trace, real, unsure=program.unsure)
    same_prints(trace, real)


@pytest.mark.parametrize("name", PROGRAMS)
def test_gradients(name: str) -> None:
    program = PROGRAMS[name]
    trace = graphs.trace(program.text, output=program.output, seed=0)
    compared, _ = same_gradients(trace, RealPython(program.reference), program.output)
    assert compared, f"no input of {list(trace.inputs)} could be compared"


@pytest.mark.parametrize("name", PROGRAMS)
def test_compiled(name: str) -> None:
    program = PROGRAMS[name]
    trace = graphs.trace(program.text, output=program.output, seed=0)
    inputs = {path: trace.inputs[path] for path in trace.inputs}
    value, grads = graphs.compile(program.text, output=program.output)(**inputs)
    agree(value, RealPython(program.reference).names[program.output], program.output)
    for path, grad in gradients_of_inputs(trace).items():
        agree(grads[path], grad, f"the gradient of {path}")


@pytest.mark.parametrize("name", BACKWARD)
def test_the_backward_pass_is_right(name: str) -> None:
    program = PROGRAMS[name]
    report = graphs.check(program.text, loss=program.output)
    assert report["first_wrong"] is None, report["first_wrong"]


@pytest.mark.parametrize("name", BACKWARD)
def test_the_gradients_written_by_hand_are_judged(name: str) -> None:
    program = PROGRAMS[name]
    report = graphs.check(program.text, loss=program.output)
    right = {it["name"] for it in report["verdicts"] if it["status"] == "right"}
    assert right, report["unjudged"]
