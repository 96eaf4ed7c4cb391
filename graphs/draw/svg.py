"""A layout and the state of its marks → SVG.

Colours are presentation attributes for the current states, so that the picture needs no style
sheet; the page's overrides them by ``data-state``. No style attribute and no script, which a strict
Content-Security-Policy would forbid. All typed text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from math import ceil
from operator import attrgetter

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.marks import Layout
from graphs.draw.parts.cards import band
from graphs.draw.parts.picture import Picture
from graphs.draw.states import State
from graphs.draw.text import PREFIX, clean, escape
from graphs.draw.values import ValueTemplates


def draw(
    layout: Layout,
    marks: Mapping[str, State],
    prefix: str,
    label: str,
    now: str | None = None,
) -> str:
    """The picture of one layout with each mark in the given state.

    ``prefix`` begins every id, so that one page can hold two pictures; ``label`` is the text for
    screen readers; ``now`` is the mark with what the step has computed.
    """
    body = _body(layout, marks, now)
    return _frame(layout.width, layout.height, body, prefix, label)


def draw_picture(
    picture: Picture,
    marks: Mapping[str, State],
    prefix: str,
    label: str,
    now: str | None = None,
) -> str:
    """The picture of all pieces; of those in bands the open one is seen."""
    parts = []
    for frame, pieces in groupby(picture.pieces, attrgetter("band")):
        body = "".join(_body(piece.layout, marks, now) for piece in pieces)
        if frame is not None:
            body = band(frame, marks[frame.id][0], body)
        parts.append(body)
    return _frame(picture.width, picture.height, "".join(parts), prefix, label)


def _frame(width: float, height: float, body: str, prefix: str, label: str) -> str:
    wide, high = ceil(width), ceil(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{escape(prefix)}" class="circuit" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="group" '
        f'aria-label="{escape(label)}" font-family="{styles.INTER}">'
        f'<g class="view">{body.replace(PREFIX, escape(prefix))}</g></svg>'
    )


def _body(layout: Layout, marks: Mapping[str, State], now: str | None) -> str:
    templates = ValueTemplates(layout, marks, now)
    known = templates.known
    constants = [mark for mark in layout.constants if not mark.label]
    values = [mark for mark in layout.values if not mark.label]
    tags = [mark for mark in layout.tags if not mark.label]
    # What is not kept: arrays, which are large, and cards, whose dots have states of their own.
    chip = map if any(mark.size.shape for mark in layout.chips) else known
    gate = map if any(mark.card for mark in layout.gates) else known
    return "".join(
        (
            _group("groups", "", map(templates.outline, layout.outlines)),
            _group("wires", styles.WIRES, known(templates.wire, layout.wires)),
            _group("forks", f'fill="{styles.WIRE}"', (_fork(*fork) for fork in layout.forks)),
            _broadcasts(templates, layout),
            '<g class="marks"><g class="texts" aria-hidden="true" text-anchor="middle">',
            _group("leaves", f'fill="{styles.INK}"', known(templates.leaf, layout.leaves)),
            _group("names", f'fill="{styles.MUTED}"', map(templates.label, layout.labels)),
            _group("constants", styles.CONSTANTS, known(templates.constant, constants)),
            _group("values", styles.NUMBERS, known(templates.value, values)),
            _group("tags", styles.TAGS, known(templates.tag, tags)),
            *known(templates.addends, layout.addends),
            *map(templates.remark, layout.remarks),
            _group("chips", styles.NUMBERS, chip(templates.chip, layout.chips)),
            "</g>",
            _arrays(templates, layout),
            _group("gates", styles.GATES, gate(templates.gate, layout.gates)),
            "</g>",
        )
    )


def notice(reason: str) -> str:
    """An SVG with the reason why there is no picture."""
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


def _broadcasts(templates: ValueTemplates, layout: Layout) -> str:
    if not layout.broadcasts:
        return ""
    return _group("broadcasts", styles.REPEATS, map(templates.broadcast, layout.broadcasts))


def _arrays(templates: ValueTemplates, layout: Layout) -> str:
    """The marks of arrays: buttons that open the whole array, not mere text."""
    marks = [
        *(templates.constant(mark) for mark in layout.constants if mark.label),
        *(templates.value(mark) for mark in layout.values if mark.label),
        *(templates.tag(mark) for mark in layout.tags if mark.label),
    ]
    return _group("arrays", styles.ARRAYS, marks) if marks else ""


def _group(kind: str, attributes: str, marks: Iterable[str]) -> str:
    return f'<g class="{kind}"{" " + attributes if attributes else ""}>{"".join(marks)}</g>'


def _fork(x: float, y: float, faded: bool) -> str:
    return f'<circle class="fork" cx="{n(x)}" cy="{n(y)}" r="4"{styles.FADED if faded else ""}/>'
