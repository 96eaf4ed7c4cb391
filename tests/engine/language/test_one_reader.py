"""One reader: every text that tracing, compiling or checking accepts, all of them accept."""

from __future__ import annotations

import pytest

import graphs
from graphs import GraphError
from graphs.check.program import read_program
from graphs.limits import UNLIMITED
from tests.support.course_programs import PROGRAMS
from tests.support.python_programs import PROGRAMS as SMALL
from tests.support.right_programs import texts

TRAINS_LONG = {"TWO_LAYERS", "SOFTMAX_TRAINING", "ASCENT"}  # thousands of passes: unrolled so far
HANDWRITTEN = {name: text for name, text in texts("lecture").items() if name not in TRAINS_LONG}
TEXTS: dict[str, tuple[str, str | None]] = {
    **{name: (program.text, program.output) for name, program in PROGRAMS.items()},
    **{name: (text, None) for name, text in SMALL.items()},
    **{name: (text, None) for name, text in HANDWRITTEN.items()},
}


def left_out(text: str, output: str | None) -> list[str]:
    """What the check's reading of a text could not read."""
    try:
        reading, _ = read_program(text, {}, output, UNLIMITED)
    except GraphError as error:
        if "loss" in error.message or error.missing:
            return []  # read, but of no value it is told what the gradients are of
        return [error.message]
    return [unread.error.message for unread in reading.unread]


@pytest.mark.parametrize("name", TEXTS)
def test_what_one_accepts_all_accept(name: str) -> None:
    text, output = TEXTS[name]
    traced = graphs.trace(text, output=output, seed=0)
    compiled = graphs.compile(text, output=output)
    value, _ = compiled(**traced.inputs)
    assert value is not None
    assert left_out(text, output) == []
