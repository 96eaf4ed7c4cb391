"""The reader held against real Python and NumPy: the same text, values, prints and gradients."""

from __future__ import annotations

import pytest

import graphs
from tests.support.against_python import same_gradients, same_prints, same_values
from tests.support.instrument import output_of
from tests.support.python_programs import PROGRAMS
from tests.support.random_python import random_program
from tests.support.real_python import RealPython

RANDOM, CHUNKS = 2_000, 20
EACH = RANDOM // CHUNKS
LEAST = 25  # of each chunk, compared with HIPS autograd too: 500 in all


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_small_program(name: str) -> None:
    text, output = PROGRAMS[name], output_of(PROGRAMS[name])
    real = RealPython(text)
    trace = graphs.trace(text, output=output, seed=0)
    same_values(trace, real, complete=True)
    same_prints(trace, real)
    compared, _ = same_gradients(trace, real, output)
    assert compared, f"no input of {list(trace.inputs)} could be compared"


@pytest.mark.parametrize(
    "chunk",
    [pytest.param(one, marks=[pytest.mark.long] if one > 0 else []) for one in range(CHUNKS)],
)
def test_random_programs(chunk: int) -> None:
    failures: list[str] = []
    by_autograd = 0
    for seed in range(chunk * EACH, (chunk + 1) * EACH):
        text = random_program(seed)
        try:
            real = RealPython(text)
            trace = graphs.trace(text, output="loss", seed=0)
            same_values(trace, real)
            same_prints(trace, real)
            by_autograd += same_gradients(trace, real, "loss", most=1)[1]
        except Exception as error:
            failures.append(f"{seed}: {type(error).__name__}: {error}")
    shown = "\n".join(failures[:5])
    assert not failures, f"{len(failures)} of {EACH} programs (random_program(seed)):\n{shown}"
    assert by_autograd >= LEAST
