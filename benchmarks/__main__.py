"""Print the table: ``python -m benchmarks``, or the rows of some topics: ``… compiling``.

Needs Graphviz's ``dot`` on PATH for a peer; what a library that is not installed would be
compared with is left out.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from benchmarks import compiling, drawing, importing, reading, scaling


class Row(Protocol):
    """A figure with its goal."""

    @property
    def met(self) -> bool: ...

    def row(self) -> str: ...


TOPICS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "compiling": compiling.rows,  # first: in a heap that others have used large arrays cost more
    "drawing": drawing.rows,
    "importing": importing.rows,
    "reading": reading.rows,
    "scaling": scaling.rows,
    "pytorch": compiling.torch_rows,  # last: once loaded, its threads slow NumPy's down
}


def main(topics: Sequence[str]) -> int:
    """Measure and print. Returns 1 where a target is missed."""
    if shutil.which("dot") is None:
        print("A peer draws with Graphviz's dot: install Graphviz first.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, medians of at least 30 runs")
    met = True
    for topic in topics or TOPICS:
        for row in TOPICS[topic]():
            print(row.row(), flush=True)
            met = met and row.met
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
