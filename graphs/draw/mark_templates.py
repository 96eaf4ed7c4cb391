"""One SVG template for each kind of mark but values and gradients, which are in ``values``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.curves import path_data
from graphs.draw.marks import (
    Addends,
    BroadcastMark,
    GateMark,
    Label,
    Layout,
    Leaf,
    Outline,
    Remark,
    WireMark,
)
from graphs.draw.parts.cards import card
from graphs.draw.states import NO_STATE, State
from graphs.draw.text import PREFIX, SAME_WIDTH, SUBSCRIPT, Name, escape
from graphs.format.arrays import is_ill

CARDS = (6.0, 3.0)  # pixels by which the cards behind a closed group show
CORNER = 7.0


class Mark(Protocol):
    @property
    def id(self) -> str: ...


M = TypeVar("M", bound=Mark)


class MarkTemplates:
    """The SVG of one mark at a time, in its state; its id begins with ``PREFIX``."""

    def __init__(self, layout: Layout, marks: Mapping[str, State], now: str | None = None) -> None:
        self.layout, self.marks, self.now = layout, marks, now

    def known(self, template: Callable[[M], str], marks: Iterable[M]) -> Iterator[str]:
        """Marks as they were drawn before in the same states, else as their template draws them."""
        texts = self.layout.texts.marks
        for mark in marks:
            state = self.marks.get(mark.id), mark.id == self.now
            text = texts.get(mark.id)
            if text is None or text[0] != state:
                text = texts[mark.id] = state, template(mark)
            yield text[1]

    def _open_group(self, kind: str, id: str, faded: bool = False, attributes: str = "") -> str:
        if faded:
            kind, attributes = f"{kind} idle", styles.FADED + attributes
        if self._is_ill(id):
            attributes = ' data-ill=""' + attributes
        state = self._state(id)
        if id == self.now:
            attributes = ' data-now=""' + attributes
        elif state == "upstream":
            attributes = ' data-upstream=""' + attributes
        if state:
            attributes = f' data-state="{state}"{attributes}'
        return f'<g class="{kind}" id="{PREFIX}-{id}"{attributes}>'

    def _state(self, id: str) -> str:
        return self.marks.get(id, NO_STATE)[0]

    def _is_ill(self, id: str) -> bool:
        """Whether what a mark shows is not finite."""
        state, content = self.marks.get(id, NO_STATE)
        return content is not None and state not in ("pending", "hidden") and is_ill(content)

    def _node_attribute(self, node: int) -> str:
        """The attribute that tells the page which node a mark belongs to; of what did not run it
        knows nothing."""
        id = self.layout.ids[node]
        return "" if id in self.layout.not_run else f' data-node="{id}"'

    def outline(self, mark: Outline) -> str:
        return (
            f"{self._open_group('group', mark.id)}<title>{escape(mark.full)}</title>"
            f'<rect x="{n(mark.x)}" y="{n(mark.y)}" width="{n(mark.width)}" '
            f'height="{n(mark.height)}" rx="12" fill="none" stroke="{styles.LINE}" '
            f'stroke-width="1.5"/><text x="{n(mark.title_x)}" y="{n(mark.y + 17)}" '
            f'font-size="13" fill="{styles.MUTED}">{escape(mark.title)}</text></g>'
        )

    def wire(self, mark: WireMark) -> str:
        state = self._state(mark.id)
        node = self._node_attribute(mark.node)
        slot = f' data-slot="{mark.slot}"' if node and mark.slot is not None else ""
        line, flow, head, stop = self._path_data(mark)
        kind = "stem" if mark.slot is None else "wire data" if mark.data else "wire"
        parts = [
            self._open_group(kind, mark.id, mark.faded, f"{node}{slot}"),
            f'<path class="line" d="{line}"{styles.line(state, mark.data)}/>',
        ]
        if mark.carries_gradient:
            parts += (
                f'<path class="flow" d="{flow}"{styles.flow(state)}/>',
                f'<path class="head" d="{head}"{styles.head(state)}/>',
            )
            if mark.stop:
                parts.append(f'<path class="stop" d="{stop}"{styles.stop(state)}/>')
        return "".join(parts) + "</g>"

    def _path_data(self, mark: WireMark) -> tuple[str, ...]:
        drawn = self.layout.texts.paths
        if mark.id not in drawn:
            head = path_data(mark.head, close=True)
            drawn[mark.id] = (*map(path_data, (mark.path, mark.flow)), head, path_data(mark.stop))
        return drawn[mark.id]

    def broadcast(self, mark: BroadcastMark) -> str:
        state, x, y, wide = self._state(mark.id), mark.x, mark.y, mark.width
        attributes = f'{self._node_attribute(mark.node)} data-slot="{mark.slot}" role="img"'
        parts = [
            self._open_group("broadcast", mark.id, mark.faded, attributes),
            f"<title>{escape(mark.title)}</title>",
        ]
        behind = "done" if state == "summed" else state
        for kind, out, style in (("back", 3, behind), ("plate", 0, state)):  # a card on another
            parts.append(
                f'<rect class="{kind}" x="{n(x - wide / 2 + out)}" y="{n(y - 10 - out)}" '
                f'width="{n(wide)}" height="20" rx="5"{styles.plate(style)}/>'
            )
        parts.append(
            f'<text class="times" x="{n(x)}" y="{n(y + 5)}"{styles.times(state)}>{mark.text}</text>'
        )
        if mark.carries_gradient:
            parts.append(
                f'<path class="sigma" d="M{n(x + 4.5)},{n(y - 4)}v-1.5h-9l5,5.5l-5,5.5h9v-1.5"'
                f"{styles.sigma(state)}/>"
            )
        return "".join(parts) + "</g>"

    def addends(self, mark: Addends) -> str:
        state, content = self.marks.get(mark.id, ("pending", None))
        text = escape(content) if isinstance(content, str) else ""
        return (
            f"{self._open_group('addends', mark.id)}"
            f'<text class="number" x="{n(mark.x)}" y="{n(mark.y)}"'
            f"{styles.addends(state)}>{text}</text></g>"
        )

    def leaf(self, mark: Leaf) -> str:
        slot = max(self.layout.spacing.name_slot, mark.name.width)
        drop = 7 if mark.name.letter else 5.5
        frame = ""
        if mark.copy:
            left = mark.x - slot - SAME_WIDTH - 6
            frame = (
                f'<rect class="frame" x="{n(left)}" y="{n(mark.y - 15)}" '
                f'width="{n(mark.x - left)}" height="30" rx="15" fill="none" '
                f'stroke="{styles.WIRE}" stroke-width="1.5" stroke-dasharray="3 4"/>'
                f'<text class="same" x="{n(left + 11)}" y="{n(mark.y + 5)}" '
                f'text-anchor="start" font-size="13" fill="{styles.MUTED}">same</text>'
            )
        kind = "leaf copy" if mark.copy else "leaf"
        node = self._node_attribute(mark.node)
        return (
            f"{self._open_group(kind, mark.id, mark.faded, node)}"
            f"<title>{escape(mark.name.full)}</title>{frame}"
            f'<text class="name" x="{n(mark.x - 8 - slot / 2)}" y="{n(mark.y + drop)}" '
            f"{_font(mark.name)}>{_name_markup(mark.name)}</text></g>"
        )

    def label(self, mark: Label) -> str:
        kind = "name output" if mark.output else "name"
        attributes = ' text-anchor="start"' if mark.output else ""
        if self.layout.ids[mark.node] in self.layout.not_run:
            kind = f"{kind} not-run"
        elif mark.output and not mark.faded:
            attributes += f' fill="{styles.INK}"'
        if mark.faded:
            attributes += styles.FADED
        return (
            f'<text class="{kind}" x="{n(mark.x)}" y="{n(mark.y)}" '
            f"{_font(mark.name)}{attributes}>{_name_markup(mark.name)}</text>"
        )

    def remark(self, mark: Remark) -> str:
        anchor = ' text-anchor="start"' if mark.beside else ""
        return (
            f'<text class="remark {mark.kind}" x="{n(mark.x)}" y="{n(mark.y)}"{anchor}'
            f"{styles.REMARKS[mark.kind]}>{mark.text}</text>"
        )

    def gate(self, mark: GateMark) -> str:
        state = self._state(mark.id)
        current = state == "current"
        x, y, radius = mark.x, mark.y, self.layout.spacing.radius
        path = styles.SYMBOLS.get(mark.symbol)
        if path:
            lines = path(x, y, radius / 20)
            symbol = f'<path class="symbol" d="{lines}"{styles.symbol(state, True)}/>'
        else:
            size = 14 if len(mark.symbol) > 1 else 18
            middle = x - CARDS[0] / 2 if mark.group else x
            symbol = (
                f'<text class="symbol" x="{n(middle)}" y="{n(y + size * 0.35)}" font-size="{size}"'
                f"{styles.symbol(state, False)}>{escape(mark.symbol)}</text>"
            )
        label = escape(mark.label)
        node = self._node_attribute(mark.node)
        role = ' role="button" tabindex="-1"' if node else ' role="img"'
        attributes = f'{node}{role} aria-label="{label}"'
        if mark.card:
            body = card(
                mark.x, mark.y, self.layout.spacing.half_card, mark.card, current, self._dot
            )
            group = self._open_group("gate section", mark.id, mark.faded, attributes)
            return f"{group}<title>{label}</title>{body}</g>"
        backward = self._backward_attribute(mark.node)
        kind = "gate group-gate" if mark.group else "gate"
        cards = "".join(
            f'{_body("card", mark, radius, 0, behind)} fill="{styles.GROUND}"/>'
            for behind in (CARDS if mark.group else ())
        )
        return (
            f"{self._open_group(kind, mark.id, mark.faded, attributes + backward)}"
            f"<title>{label}</title>"
            f'{_body("halo", mark, radius, 5)} stroke="none"/>{cards}'
            f"{_body('disc', mark, radius, 0)}"
            f"{styles.disc(state)}{styles.BACKWARD_GATE if backward else ''}/>{symbol}</g>"
        )

    def _dot(self, id: str) -> str:
        return self._open_group("dot", id)

    def _backward_attribute(self, node: int) -> str:
        """The attribute of a gate that computes a gradient, and of its value."""
        return ' data-backward=""' if node in self.layout.backward else ""


def _body(kind: str, mark: GateMark, radius: float, grow: float, behind: float = 0.0) -> str:
    """A circle, or a longer one for a long symbol; a card for a closed group."""
    high = radius + grow
    if mark.half_width <= radius:
        return f'<circle class="{kind}" cx="{n(mark.x)}" cy="{n(mark.y)}" r="{n(high)}"'
    half = mark.half_width + grow
    wide = 2 * half - (CARDS[0] if mark.group else 0.0)  # the cards behind are part of its width
    return (
        f'<rect class="{kind}" x="{n(mark.x - half + behind)}" y="{n(mark.y - high - behind)}" '
        f'width="{n(wide)}" height="{n(2 * high)}" rx="{n(CORNER if mark.group else high)}"'
    )


def _name_markup(name: Name) -> str:
    """A name's inner markup: a letter with its subscript, or plain text."""
    if name.letter is None:
        return escape(name.short)
    if not name.subscript:
        return escape(name.letter)
    return (
        f'{escape(name.letter)}<tspan class="sub" dy="{n(name.size * 4.5 / 26)}" '
        f'font-family="{styles.MAIN}" font-style="normal" '
        f'font-size="{n(name.size * SUBSCRIPT)}">{name.subscript}</tspan>'
    )


def _font(name: Name) -> str:
    if name.letter is None:
        return f'font-size="{n(name.size)}" font-weight="500"'
    return f'font-family="{styles.MATH}" font-style="italic" font-size="{n(name.size)}"'
