"""A layout and the state of its marks → SVG, by one set of small templates.

Colours are presentation attributes of the light palette for the states drawn, so that the picture
stands alone; a page's style sheet overrides them by ``data-state``. No style attribute, no style
sheet, no script: nothing a strict Content-Security-Policy forbids. All typed text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import ceil

from graphs.draw import looks
from graphs.draw.frames import State
from graphs.draw.looks import INTER, MAIN, MATH
from graphs.draw.marks import (
    Chip,
    Constant,
    GateMark,
    Label,
    Layout,
    Leaf,
    Outline,
    Tag,
    ValueMark,
    WireMark,
)
from graphs.draw.paths import data
from graphs.draw.paths import number as n
from graphs.draw.text import SUBSCRIPT, Name, clean
from graphs.model import Graph


def draw(graph: Graph, layout: Layout, marks: Mapping[str, State], prefix: str, label: str) -> str:
    """The whole picture with each mark in the given state."""
    pen = _Pen(layout, marks, prefix)
    width, height = ceil(layout.width), ceil(layout.height)
    idle = ' class="idle" opacity=".45"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{_text(prefix)}" class="circuit" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{_text(label)}" font-family="{INTER}"><g class="view">',
        '<g class="groups">',
        *map(pen.outline, layout.outlines),
        '</g><g class="wires">',
        *map(pen.wire, layout.wires),
        *(
            f'<g{idle if faded else ""}><circle class="fork" cx="{n(x)}" cy="{n(y)}" r="4" '
            f'fill="{looks.WIRE}"/></g>'
            for x, y, faded in layout.forks
        ),
        '</g><g class="marks"><g class="texts" aria-hidden="true">',
        *map(pen.leaf, layout.leaves),
        *map(pen.label, layout.labels),
        *map(pen.constant, layout.constants),
        *map(pen.value, layout.values),
        *map(pen.tag, layout.tags),
        *map(pen.chip, layout.chips),
        "</g>",
        *map(pen.gate, layout.gates),
        "</g></g></svg>",
    ]
    return "".join(parts)


def notice(reason: str) -> str:
    """A picture that says why there is none."""
    words = clean(reason).split()
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    height = 48 + 24 * len(lines)
    texts = "".join(
        f'<text x="24" y="{36 + 24 * row}">{_text(line)}</text>' for row, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="circuit notice" width="560" '
        f'height="{height}" viewBox="0 0 560 {height}" role="img" aria-label="{_text(reason)}" '
        f'font-family="{INTER}" font-size="16" fill="{looks.INK}">{texts}</svg>'
    )


def _text(text: str) -> str:
    return escape(clean(text))


def _name(name: Name) -> str:
    """A name's inner markup: a letter with its subscript, or plain text."""
    if name.letter is None:
        return _text(name.short)
    if not name.subscript:
        return _text(name.letter)
    size = n(name.size * SUBSCRIPT)
    drop = n(name.size * 4.5 / 26)
    return (
        f'{_text(name.letter)}<tspan class="sub" dy="{drop}" font-family="{MAIN}" '
        f'font-style="normal" font-size="{size}">{name.subscript}</tspan>'
    )


def _face(name: Name) -> str:
    if name.letter is None:
        return f'font-size="{n(name.size)}" font-weight="500"'
    return f'font-family="{MATH}" font-style="italic" font-size="{n(name.size)}"'


class _Pen:
    """Writes one mark at a time."""

    def __init__(self, layout: Layout, marks: Mapping[str, State], prefix: str) -> None:
        self.layout, self.marks, self.prefix = layout, marks, _text(prefix)

    def _open(self, kind: str, id: str, faded: bool = False, more: str = "") -> str:
        state = self.marks.get(id)
        idle = ' opacity=".45"' if faded else ""
        told = f' data-state="{state[0]}"' if state else ""
        name = f"{kind} idle" if faded else kind
        return f'<g class="{name}" id="{self.prefix}-{id}"{told}{idle}{more}>'

    def _state(self, id: str, default: str) -> str:
        return self.marks.get(id, (default, None))[0]

    def _written(self, id: str) -> str:
        return _text(self.marks.get(id, ("", None))[1] or "")

    def _number(self, id: str, x: float, y: float, look: str) -> str:
        return (
            f'<text class="number" x="{n(x)}" y="{n(y)}" text-anchor="middle" {look}>'
            f"{self._written(id)}</text>"
        )

    def _caption(self, word: str, x: float, y: float, shown: bool, anchor: str = "middle") -> str:
        return (
            f'<text class="caption" x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" font-size="14" '
            f'font-weight="500" fill="{looks.MUTED}"{looks.visible(shown)}>{word}</text>'
        )

    def _ring(self, x: float, y: float, height: float, shown: bool) -> str:
        width = self.layout.ring
        return (
            f'<rect class="ring" x="{n(x - width / 2)}" y="{n(y)}" width="{width}" '
            f'height="{n(height)}" rx="7" fill="none" stroke="{looks.VALUE}" '
            f'stroke-width="1.75"{looks.visible(shown)}/>'
        )

    def outline(self, mark: Outline) -> str:
        return (
            f"{self._open('group', mark.id)}<title>{_text(mark.full)}</title>"
            f'<rect x="{n(mark.x)}" y="{n(mark.y)}" width="{n(mark.width)}" '
            f'height="{n(mark.height)}" rx="12" fill="none" stroke="{looks.LINE}" '
            f'stroke-width="1.5"/><text x="{n(mark.title_x)}" y="{n(mark.y + 17)}" '
            f'font-size="13" fill="{looks.MUTED}">{_text(mark.title)}</text></g>'
        )

    def wire(self, mark: WireMark) -> str:
        state = self._state(mark.id, "idle")
        slot = "" if mark.slot is None else f' data-slot="{mark.slot}"'
        kind = "stem" if mark.slot is None else "wire data" if mark.data else "wire"
        parts = [
            self._open(kind, mark.id, mark.faded, f' data-node="n{mark.node}"{slot}'),
            f'<path class="line" d="{data(mark.path)}" {looks.line(state, mark.data)}/>',
        ]
        if mark.carries:
            parts += (
                f'<path class="flow" d="{data(mark.flow)}" {looks.flow(state)}/>',
                f'<path class="head" d="{data(mark.head, close=True)}" {looks.head(state)}/>',
            )
            if mark.stop:
                parts.append(f'<path class="stop" d="{data(mark.stop)}" {looks.stop(state)}/>')
        return "".join(parts) + "</g>"

    def leaf(self, mark: Leaf) -> str:
        name = mark.name
        slot = max(28.0, name.width)
        centre = mark.x - 8 - slot / 2
        frame = ""
        if mark.copy:
            left = mark.x - slot - 54
            frame = (
                f'<rect class="frame" x="{n(left)}" y="{n(mark.y - 15)}" '
                f'width="{n(mark.x - left)}" height="30" rx="15" fill="none" '
                f'stroke="{looks.WIRE}" stroke-width="1.5" stroke-dasharray="3 4"/>'
                f'<text class="same" x="{n(left + 11)}" y="{n(mark.y + 5)}" font-size="13" '
                f'fill="{looks.MUTED}">same</text>'
            )
        drop = 7 if name.letter else 5.5
        return (
            f"{self._open('leaf copy' if mark.copy else 'leaf', mark.id, mark.faded)}"
            f"<title>{_text(name.full)}</title>{frame}"
            f'<text class="name" x="{n(centre)}" y="{n(mark.y + drop)}" text-anchor="middle" '
            f'{_face(name)} fill="{looks.INK}">{_name(name)}</text></g>'
        ).replace(f'id="{self.prefix}-{mark.id}"', f'id="{self.prefix}-{mark.id}" '
                  f'data-node="n{mark.node}"')  # fmt: skip

    def label(self, mark: Label) -> str:
        kind = "name output" if mark.output else "name"
        anchor = "start" if mark.output else "middle"
        fill = looks.INK if mark.output and not mark.faded else looks.MUTED
        faded = ' opacity=".45"' if mark.faded else ""
        return (
            f'<text class="{kind}" x="{n(mark.x)}" y="{n(mark.y)}" text-anchor="{anchor}" '
            f'{_face(mark.name)} fill="{fill}"{faded}>{_name(mark.name)}</text>'
        )

    def value(self, mark: ValueMark) -> str:
        local = self._state(mark.id, "pending") == "local"
        ring = ""
        if mark.ringed:
            left = mark.x - self.layout.ring / 2 - 5
            ring = self._ring(mark.x, mark.y - 29.5, 26, local) + (
                self._caption("local", left, mark.y - 17.5, local, "end")
                if mark.beside
                else self._caption("local", mark.x, mark.y - 36, local)
            )
        return (
            f"{self._open('value', mark.id, mark.faded)}{ring}"
            f"{self._number(mark.id, mark.x, mark.y - 10, looks.NUMBER)}</g>"
        )

    def tag(self, mark: Tag) -> str:
        state = self._state(mark.id, "pending")
        x, y, right = mark.x, mark.y, mark.x + self.layout.tag
        shape = (
            f"M{n(x)},{n(y + 23)}L{n(x + 10)},{n(y + 10)}H{n(right - 5)}Q{n(right)},{n(y + 10)} "
            f"{n(right)},{n(y + 15)}V{n(y + 31)}Q{n(right)},{n(y + 36)} {n(right - 5)},{n(y + 36)}"
            f"H{n(x + 10)}Z"
        )
        centre = x + (self.layout.tag + 10) / 2
        caption = (
            ""
            if mark.caption is None
            else self._caption("upstream", mark.caption, y + 54, state == "upstream")
        )
        return (
            f'{self._open("tag", mark.id)}<path class="shape" d="{shape}" '
            f'stroke-linejoin="round" {looks.tag(state)}/>'
            f"{self._number(mark.id, centre - 1, y + 28.3, looks.tag_number(state))}{caption}</g>"
        )

    def chip(self, mark: Chip) -> str:
        shown = self._state(mark.id, "hidden") == "local"
        if mark.side < 0:
            stub, ring, text, caption = (-38.0, -20.0), -68.0, -46.5, -77.0
        else:
            stub, ring, text, caption = (20.0, 42.0), 42.0, 63.5, 88.0
        x, y = mark.x, mark.y
        return (
            self._open("chip", mark.id, more=looks.visible(shown))
            + f'<path class="stub" d="M{n(x)},{n(y + stub[0])}V{n(y + stub[1])}" fill="none" '
            f'stroke="{looks.VALUE}" stroke-width="2.5"/>'
            + self._ring(x, y + ring, 30, True)
            + self._number(mark.id, x, y + text, looks.NUMBER)
            + self._caption("local", x, y + caption, True)
            + "</g>"
        )

    def constant(self, mark: Constant) -> str:
        local = self._state(mark.id, "shown") == "local"
        x, y = mark.x, mark.y
        if mark.side < 0:
            stub, ring, text, caption = (-36.0, -20.0), -62.5, -43.0, -71.0
        else:
            stub, ring, text, caption = (20.0, 36.0), 36.0, 55.5, 79.0
        out = mark.place * 20.0 * mark.side
        line = (
            f'<path class="stub" d="M{n(x)},{n(y + stub[0])}V{n(y + stub[1])}" fill="none" '
            f"{looks.stub(local)}/>"
            if mark.place == 0
            else ""
        )
        return (
            self._open("constant", mark.id, mark.faded, f' data-node="n{mark.node}"')
            + line
            + self._ring(x, y + ring + out, 26, local)
            + self._number(mark.id, x, y + text + out, looks.constant(local))
            + self._caption("local", x, y + caption + out, local)
            + "</g>"
        )

    def gate(self, mark: GateMark) -> str:
        current = self._state(mark.id, "waiting") == "current"
        x, y = mark.x, mark.y
        disc = f'{self._body("halo", mark, 5)} fill="none"/>' + (
            f"{self._body('disc', mark, 0)} {looks.disc(current)}/>"
        )
        path = looks.SYMBOLS.get(mark.symbol)
        if path:
            symbol = (
                f'<path class="symbol" d="{path(x, y)}" fill="none" stroke-width="2.75" '
                f'stroke-linecap="round" stroke="{looks.symbol(current)}"/>'
            )
        else:
            symbol = (
                f'<text class="symbol" x="{n(x)}" y="{n(y + 4.8)}" text-anchor="middle" '
                f'font-size="{14 if len(mark.symbol) > 1 else 18}" font-weight="600" '
                f'fill="{looks.symbol(current)}">{_text(mark.symbol)}</text>'
            )
        more = (
            f' data-node="n{mark.node}" role="button" tabindex="-1" '
            f'aria-label="{_text(mark.label)}"'
        )
        return (
            f"{self._open('gate', mark.id, mark.faded, more)}"
            f"<title>{_text(mark.label)}</title>{disc}{symbol}</g>"
        )

    @staticmethod
    def _body(kind: str, mark: GateMark, grow: float) -> str:
        if mark.half <= 20:
            return f'<circle class="{kind}" cx="{n(mark.x)}" cy="{n(mark.y)}" r="{n(20 + grow)}"'
        half, high = mark.half + grow, 20 + grow
        return (
            f'<rect class="{kind}" x="{n(mark.x - half)}" y="{n(mark.y - high)}" '
            f'width="{n(2 * half)}" height="{n(2 * high)}" rx="{n(high)}"'
        )
