"""A layout and the state of its marks → SVG.

Colours are presentation attributes of the light palette for the states drawn, so that the picture
stands alone; a page's style sheet overrides them by ``data-state``. No style attribute, no style
sheet, no script: nothing a strict Content-Security-Policy forbids. All typed text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.frames import State
from graphs.draw.marks import Layout
from graphs.draw.text import clean, escape
from graphs.draw.values import ValuePen
from graphs.model import Graph


def draw(graph: Graph, layout: Layout, marks: Mapping[str, State], prefix: str, label: str) -> str:
    """The whole picture with each mark in the given state.

    ``prefix`` begins every id, so that two pictures can stand on one page; ``label`` is what those
    hear who do not see the picture.
    """
    pen = ValuePen(layout, marks, prefix)
    width, height = ceil(layout.width), ceil(layout.height)
    constants = (mark for mark in layout.constants if not mark.label)
    values = (mark for mark in layout.values if not mark.label)
    tags = (mark for mark in layout.tags if not mark.label)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{escape(prefix)}" class="circuit" '
            f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
            f'aria-label="{escape(label)}" font-family="{styles.INTER}"><g class="view">',
            _group("groups", "", map(pen.outline, layout.outlines)),
            _group("wires", styles.WIRES, map(pen.wire, layout.wires)),
            _group("forks", f'fill="{styles.WIRE}"', (_fork(*fork) for fork in layout.forks)),
            _repeats(pen, layout),
            '<g class="marks"><g class="texts" aria-hidden="true" text-anchor="middle">',
            _group("leaves", f'fill="{styles.INK}"', map(pen.leaf, layout.leaves)),
            _group("names", f'fill="{styles.MUTED}"', map(pen.label, layout.labels)),
            _group("constants", styles.CONSTANTS, map(pen.constant, constants)),
            _group("values", styles.NUMBERS, map(pen.value, values)),
            _group("tags", styles.TAGS, map(pen.tag, tags)),
            _group("chips", styles.NUMBERS, map(pen.chip, layout.chips)),
            "</g>",
            _arrays(pen, layout),
            _group("gates", styles.GATES, map(pen.gate, layout.gates)),
            "</g></g></svg>",
        )
    )


def notice(reason: str) -> str:
    """A picture that says why there is none."""
    lines = [""]
    for word in clean(reason).split():
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    height = 48 + 24 * len(lines)
    texts = "".join(
        f'<text x="24" y="{36 + 24 * row}">{escape(line)}</text>' for row, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="circuit notice" width="560" '
        f'height="{height}" viewBox="0 0 560 {height}" role="img" aria-label="{escape(reason)}" '
        f'font-family="{styles.INTER}" font-size="16" fill="{styles.INK}">{texts}</svg>'
    )


def _repeats(pen: ValuePen, layout: Layout) -> str:
    if not layout.repeats:
        return ""
    return _group("broadcasts", styles.REPEATS, map(pen.repeat, layout.repeats))


def _arrays(pen: ValuePen, layout: Layout) -> str:
    """What can be opened, and so is no mere text."""
    marks = [
        *(pen.constant(mark) for mark in layout.constants if mark.label),
        *(pen.value(mark) for mark in layout.values if mark.label),
        *(pen.tag(mark) for mark in layout.tags if mark.label),
    ]
    return _group("arrays", styles.ARRAYS, marks) if marks else ""


def _group(kind: str, look: str, marks: Iterable[str]) -> str:
    return f'<g class="{kind}"{" " + look if look else ""}>{"".join(marks)}</g>'


def _fork(x: float, y: float, faded: bool) -> str:
    return f'<circle class="fork" cx="{n(x)}" cy="{n(y)}" r="4"{styles.FADED if faded else ""}/>'
