"""The sections of a program as low rows of tabs, where cards with their values are too high."""

from __future__ import annotations

from dataclasses import replace

from graphs.draw.marks import GateMark, Layout, Texts
from graphs.draw.parts.cards import TAB_INDENT, WIDEST
from graphs.draw.parts.fragment import Fragment, cards_of
from graphs.draw.text import clean, shorten, text_width

HALF_TAB = 17.0  # half of a tab's height
GAP = 8.0  # between tabs
SIZE = 15  # of its font


def tab_rows(part: Fragment, like: Layout, width: float) -> Layout:
    """The cards of a fragment as tabs in their order, in rows up to ``width`` wide.

    ``like`` is a layout of the same fragment: what has no marks is as there.
    """
    edge = like.spacing.edge
    x, y = edge, edge + HALF_TAB
    right = 0.0
    gates: list[GateMark] = []
    for node, card in cards_of(part).items():
        title = shorten(clean(card.title), SIZE, WIDEST)
        half = text_width(title, SIZE) / 2 + TAB_INDENT
        label = f"{clean(card.title)}, {card.lines}"
        if x + 2 * half + edge > width and gates:
            x, y = edge, y + 2 * HALF_TAB + GAP
        id = part.nodes[node].id
        gates.append(GateMark(id, node, x + half, y, half, title, label, False, False, card))
        right = max(right, x + 2 * half)
        x += 2 * half + GAP
    empty: dict[str, tuple[()]] = dict.fromkeys(
        ("leaves", "values", "tags", "addends", "chips", "constants", "broadcasts", "wires",
         "labels", "forks", "outlines"), (),
    )  # fmt: skip
    return replace(
        like,
        width=right + edge,
        height=y + HALF_TAB + edge,
        gates=tuple(gates),
        spacing=replace(like.spacing, half_card=HALF_TAB),
        texts=Texts(),
        **empty,  # type: ignore[arg-type]
    )
