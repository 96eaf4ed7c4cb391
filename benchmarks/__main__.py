"""Print the table: ``python -m benchmarks``. Needs Graphviz's ``dot`` on PATH for the peer."""

from __future__ import annotations

import platform
import shutil
import sys
from itertools import count

import graphs
from benchmarks.micrograd_peer import example, example_as_svg
from benchmarks.timing import compare

PROGRAM = """\
a = -4.0
b = 2.0
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + relu(b + a)
d += 3 * d + relu(b - a)
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
"""


def main() -> int:
    """Measure and print. Returns 1 where a target is missed."""
    if shutil.which("dot") is None:
        print("The peer draws with Graphviz's dot: install Graphviz first.", file=sys.stderr)
        return 2
    known = graphs.trace(PROGRAM)
    known.svg()
    peer = example()
    assert abs(known.value - peer.data) < 1e-9
    turn = count()
    rows = [
        compare(
            "text → annotated SVG, cold",
            lambda: graphs.trace(PROGRAM).svg(),
            "micrograd + draw_dot",
            example_as_svg,
            target=0.4,
        ),
        compare(
            "values changed, gradients new (with_inputs)",
            lambda: known.with_inputs({"a": -4.0 + next(turn) / 100}),
            "micrograd + draw_dot",
            example_as_svg,
            target=1 / 20,
        ),
        compare(
            "values changed, picture new (with_inputs, svg)",
            lambda: known.with_inputs({"a": -4.0 + next(turn) / 100}).svg(),
            "micrograd + draw_dot",
            example_as_svg,
            target=0.4,
        ),
    ]
    print(f"Python {platform.python_version()}, micrograd's README example, medians of 30 runs")
    for row in rows:
        print(row.row())
    return 0 if all(row.ratio <= row.target for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
