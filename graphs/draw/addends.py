"""The line under a gradient that is a sum: "= 100.3 + 100.3"."""

from __future__ import annotations

from graphs.format.addends import joined, sign
from graphs.format.numbers import typeset, write
from graphs.model.sums import SumDigits

MOST = 3  # that stand under a sum; of more, how many they are
FONT_SIZE = 13


def addends_line(written: SumDigits, node: int) -> str:
    """What stands under a node's gradient once all that it gathers has arrived."""
    if node not in written.lines:
        written.lines[node] = _line(written, node)
    return written.lines[node]


def _line(written: SumDigits, node: int) -> str:
    steps = written.gathered[node]
    if len(steps) > MOST:
        return f"sum of {len(steps)}"
    contributions, digits = [step.contribution for step in steps], written.part(node)
    texts = [write(contribution, digits) for contribution in contributions]
    equals = sign(contributions, steps[-1].total, digits)
    return f"{equals} {typeset(joined(texts))}"
