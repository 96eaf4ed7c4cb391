"""Reading a text into a graph, against building the same in a library."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.examples import MICROGRAD
from benchmarks.micrograd_peer import built
from benchmarks.timing import Ratio, compare
from graphs.language.parse import parse

LOOPS = 20
TARGET = 24.0  # 1.3 of the 18.4 that the reader before took, in the same run on the same machine


def rows() -> Iterator[Ratio]:
    """The program of micrograd's README. micrograd keeps neither text nor places."""
    yield compare(
        "micrograd's example, read",
        lambda: parse(MICROGRAD),
        "micrograd, built",
        built,
        target=TARGET,
        loops=LOOPS,
    )
