"""The sections of a program as a low row of tabs, where cards with their values are too high."""

from __future__ import annotations

from dataclasses import replace

from graphs.draw.marks import GateMark, Layout, Texts
from graphs.draw.parts.cards import INDENT, WIDEST
from graphs.draw.parts.fragment import Fragment, cards_of
from graphs.draw.text import clean, shorten, text_width

HALF_TAB = 17.0  # half of a tab's height
GAP = 8.0  # between tabs
SIZE = 15  # of its font


def tab_row(part: Fragment, like: Layout) -> Layout:
    """The cards of a fragment as tabs in their order, with nothing between them.

    ``like`` is a layout of the same fragment: what has no marks is as there.
    """
    edge = like.spacing.edge
    x = edge
    gates = []
    for node, card in cards_of(part).items():
        title = shorten(clean(card.title), SIZE, WIDEST)
        half = text_width(title, SIZE) / 2 + INDENT
        label = f"{clean(card.title)}, {card.lines}"
        at = x + half, edge + HALF_TAB
        id = part.nodes[node].id
        gates.append(GateMark(id, node, *at, half, title, label, False, False, card))
        x += 2 * half + GAP
    empty: dict[str, tuple[()]] = dict.fromkeys(
        ("leaves", "values", "tags", "addends", "chips", "constants", "broadcasts", "wires",
         "labels", "forks", "outlines"), (),
    )  # fmt: skip
    return replace(
        like,
        width=x - GAP + edge,
        height=2 * (HALF_TAB + edge),
        gates=tuple(gates),
        spacing=replace(like.spacing, half_card=HALF_TAB),
        texts=Texts(),
        **empty,  # type: ignore[arg-type]
    )
