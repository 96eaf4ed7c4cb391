"""Functions as homework has them, called by nobody: the shapes that are filled are those that an
author would expect, and real Python computes the same with them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import graphs
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import run, spelled

# "==== name | shapes | call", then the text. A letter is a size, the same one wherever it stands,
# 4*h four times h, - a number; # marks whole numbers, ! labels that are 0 and 1.
SECTION = re.compile(r"^==== (.*?) \| (.*?) \| (.*)\n", re.MULTILINE)
NAMES, SHAPES, CALLS, TEXTS = (
    SECTION.split(Path(__file__).with_name("homework_functions.txt").read_text("utf-8"))[at::4]
    for at in (1, 2, 3, 4)
)
SIZE = re.compile(r"(?:(\d)\*)?([a-z])|(\d)")
FUNCTIONS = dict(zip(NAMES, zip(SHAPES, CALLS, TEXTS, strict=True), strict=True))
GIVEN_BY_THE_LANGUAGE = """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
"""


def sizes(shape: str, known: dict[str, int], found: tuple[int, ...]) -> tuple[int, ...]:
    """The sizes that a shape in letters means; a new letter takes that of the shape found."""
    wanted = []
    for axis, (times, letter, number) in enumerate(SIZE.findall(shape)):
        factor = int(times or number or 1)
        if letter and axis < len(found):
            factor *= known.setdefault(letter, found[axis] // factor)
        wanted.append(factor)
    return tuple(wanted)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_shapes_are_those_that_are_meant(name: str) -> None:
    shapes, call, text = FUNCTIONS[name]
    trace = graphs.trace(text, fill=True)
    values = {
        path: int(value) if np.ndim(value) == 0 and value == int(value) else value
        for path, value in spelled(trace.inputs).items()
    }
    known: dict[str, int] = {}
    for path, shape in (one.split(" ") for one in shapes.split(", ")):
        found = np.shape(values[path])
        assert found == sizes(shape, known, found), path
        if "#" in shape or "!" in shape:
            assert np.array_equal(values[path], np.asarray(values[path]).astype(int))
            values[path] = np.asarray(values[path]).astype(int)[()]
        if "!" in shape:
            assert set(np.unique(values[path])) <= {0, 1}
    assert min(known.values(), default=2) > 1
    expected = run(f"{GIVEN_BY_THE_LANGUAGE}\n{text}\nf = {call}", values)["f"]
    agree(trace.value, expected, name)
