"""Print the table: ``python -m benchmarks``, or the rows of some topics: ``… compiling``.

Needs Graphviz's ``dot`` on PATH for a peer; what a library that is not installed would be
compared with is left out.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks import compiling, drawing
from benchmarks.timing import Ratio

TOPICS: Mapping[str, Callable[[], Iterator[Ratio]]] = {
    "drawing": drawing.rows,
    "compiling": compiling.rows,
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
            met = met and row.ratio <= row.target
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
