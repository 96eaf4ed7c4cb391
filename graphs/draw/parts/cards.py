"""A closed section as a card, and the frame in which its gates stand while it is open."""

from __future__ import annotations

from collections.abc import Callable

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.marks import Card
from graphs.draw.parts.picture import Band
from graphs.draw.sizes import HALF_CARD
from graphs.draw.text import PREFIX, clean, escape, shorten, text_width

CORNER = 12.0
TAB = 20.0  # half the height of a card that has only a title
LOW = 50.0  # half the height of a card whose text is nearer together
TITLE, LINES, DOTS = 28.0, 48.0, 88.0  # from a card's top, of 116
LOW_TITLE, LOW_LINES, LOW_DOTS = 22.0, 40.0, 59.0  # of 76
INDENT = 16.0  # from its edge
TAB_INDENT = 12.0  # the same of one that has only a title
DOT = 5.0  # the radius of a small gate
WIDEST = 170.0  # of a title that stands alone
HIDDEN = ' display="none"'


def card(
    x: float, y: float, half: float, mark: Card, current: bool, dot: Callable[[str], str]
) -> str:
    """A card centred at (x, y), ``half`` its height; ``dot`` opens a small gate's group."""
    if half < TAB:
        return _tab(x, y, half, mark, current)
    texts = (LOW_TITLE, LOW_LINES, LOW_DOTS) if half < LOW else (TITLE, LINES, DOTS)
    title_y, lines_y, dots_y = (y - half + down for down in texts)
    left, right = x - HALF_CARD, x + HALF_CARD
    room = 2 * (HALF_CARD - INDENT) - 16
    title = escape(shorten(clean(mark.title), 15, room))
    colour = styles.INK if current else styles.WIRE
    start, end = left + INDENT + DOT, right - INDENT - DOT
    pitch = (end - start) / max(len(mark.dots) - 1, 1)
    dots = "".join(
        f'{dot(id)}<circle cx="{n(start + pitch * place)}" cy="{n(dots_y)}" r="{n(DOT)}" '
        f'fill="{styles.GROUND}" stroke="{styles.WIRE}" stroke-width="1.75"/></g>'
        for place, id in enumerate(mark.dots)
    )
    fold = right - INDENT
    return (
        f'{_body("halo", x, y, half, 5)} stroke="none"/>'
        f'{_body("body", x, y, half, 0)} fill="{styles.GROUND}" stroke="{colour}" '
        f'stroke-width="1.75"/>'
        f'<path class="unfold" d="M{n(fold - 10)},{n(title_y - 8)}l5,-5l5,5m-10,8l5,5l5,-5" '
        f'stroke="{styles.MUTED}" stroke-width="1.5"/>'
        f'<text class="title" x="{n(left + INDENT)}" y="{n(title_y)}" text-anchor="start" '
        f'font-size="15" fill="{styles.INK}" stroke="none">{title}</text>'
        f'<text class="lines" x="{n(left + INDENT)}" y="{n(lines_y)}" text-anchor="start" '
        f'font-size="15" font-weight="400" fill="{styles.MUTED}" stroke="none">'
        f"{escape(mark.lines)}</text>"
        f'<path class="rail" d="M{n(start)},{n(dots_y)}H{n(end)}" stroke="{styles.WIRE}" '
        f'stroke-width="1.75"/>{dots}'
    )


def _tab(x: float, y: float, half: float, mark: Card, current: bool) -> str:
    title = escape(shorten(clean(mark.title), 15, WIDEST))
    wide = text_width(shorten(clean(mark.title), 15, WIDEST), 15) / 2 + TAB_INDENT
    colour = styles.INK if current else styles.WIRE
    return (
        f'{_body("halo", x, y, half, 5, wide)} stroke="none"/>'
        f'{_body("body", x, y, half, 0, wide)} fill="{styles.GROUND}" stroke="{colour}" '
        f'stroke-width="1.75"/>'
        f'<text class="title" x="{n(x)}" y="{n(y + 5.3)}" font-size="15" fill="{styles.INK}" '
        f'stroke="none">{title}</text>'
    )


def _body(
    kind: str, x: float, y: float, half: float, grow: float, half_width: float = HALF_CARD
) -> str:
    left, top = x - half_width - grow, y - half - grow
    wide, high = 2 * (half_width + grow), 2 * (half + grow)
    return (
        f'<rect class="{kind}" x="{n(left)}" y="{n(top)}" width="{n(wide)}" height="{n(high)}" '
        f'rx="{n(CORNER + grow)}"'
    )


def band(frame: Band, state: str, body: str) -> str:
    """The frame of an open card, round the gates inside."""
    title = clean(frame.section.title)
    x, y = frame.x + INDENT, frame.y + 22
    after = x + text_width(title, 15) * 1.06 + (10 if title else 0)
    texts = (
        f'<text class="title" x="{n(x)}" y="{n(y)}" font-size="15" font-weight="600" '
        f'fill="{styles.INK}">{escape(title)}</text>'
        f'<text class="lines" x="{n(after)}" y="{n(y)}" font-size="15" fill="{styles.MUTED}">'
        f"{escape(frame.section.lines_text)}</text>"
    )
    hidden = "" if state == "open" else HIDDEN
    return (
        f'<g class="band" id="{PREFIX}-{frame.id}" data-state="{state}"{hidden}>'
        f'<rect class="frame" x="{n(frame.x)}" y="{n(frame.y)}" width="{n(frame.width)}" '
        f'height="{n(frame.height)}" rx="{n(CORNER)}" fill="none" stroke="{styles.LINE}" '
        f'stroke-width="1.75"/>{texts if frame.titled else ""}{body}</g>'
    )
