"""Text widths from fixed tables (layout reads no font file), and how names are typeset."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graphs.format.arrays import MarkContent
from graphs.format.numbers import Digits
from graphs.model.paths import is_path

# Advance widths in thousandths of an em, measured in Inter 4.1 (weight 500, figures tabular) and
# in KaTeX 0.16's two faces, rounded up. Unlisted characters count as wide: no text overflows.
_INTER = {
    "ijlI": 255,
    " '.,:;|!": 315,
    "()[]`/\\rtf-": 390,
    "{}^_*": 520,
    "csz?vxykaJL": 580,
    "eEFhn": 605,
    "bdgopquPS": 635,
    "0123456789−+<>=~$#&ABRTXYZ×": 700,
    "CDGHKNOQUV": 770,
    "wm": 890,
    "MW…%@": 1000,
}
_MATH = {
    "il": 350,
    "jtr": 450,
    "bcefgoqsvxyz": 500,
    "adhknpuI": 580,
    "JTVYFPSLE": 710,
    "wGBRCUAXDHKNOQZ": 830,
    "mMW": 970,
}
_FIGURES = dict.fromkeys("0123456789−", 650) | {".": 280}
_INTER_WIDTHS = {char: width for chars, width in _INTER.items() for char in chars} | _FIGURES
_MATH_WIDTHS = {char: width for chars, width in _MATH.items() for char in chars}
_DIGIT = 500  # of KaTeX_Main

SUBSCRIPT = 18 / 26  # the size of a subscript beside its letter, as KaTeX sets it
SAME_WIDTH = 48.0  # the word "same" and the frame of a copy
PREFIX = "\1"  # in ids, until the picture's own takes its place; ``clean`` keeps it out of texts

_MATH_NAME = re.compile(r"([A-Za-zΓΔΘΛΞΠΣΦΨΩα-ω])_?([0-9]{0,4})\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """A typeset name: one letter with digits in math italic, anything else in Inter."""

    full: str
    letter: str | None
    subscript: str
    short: str  # the text in Inter, shortened with an ellipsis if it is too wide
    size: float
    width: float


def clean(text: str) -> str:
    """Text that XML can hold: no control characters, no lone surrogates, no line breaks."""
    if text.isprintable():
        return text
    return "".join(
        char if unicodedata.category(char)[0] != "C" else " " if char in "\n\t" else ""
        for char in text
    )


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """Typed text as character data or an attribute's value."""
    return html.escape(clean(text))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """An upper estimate of the width of text in Inter, in pixels."""
    return sum(_INTER_WIDTHS.get(char, 700 if char < "\u0500" else 1050) for char in text) * (
        size / 1000
    )


def shorten(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis if it is wider than ``room`` pixels."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


@lru_cache(maxsize=4096)
def typeset_name(name: str, math_size: float, text_size: float, room: float) -> Name:
    """Typeset a name in at most ``room`` pixels: ``w0`` as w with subscript 0, ``loss`` upright."""
    name = clean(name)
    match = _MATH_NAME.match(name)
    if match:
        letter, digits = match.groups()
        wide = _MATH_WIDTHS.get(letter, 650) * math_size
        wide += len(digits) * _DIGIT * math_size * SUBSCRIPT
        return Name(name, letter, digits, "", math_size, wide / 1000)
    if name.isidentifier() or not is_path(name):
        short = shorten(name, text_size, room)
    else:  # what a path ends with tells most
        short = shorten(name[::-1], text_size, room)[::-1]
    return Name(name, None, "", short, text_size, text_width(short, text_size))


# The least width of a tag in each number format, in pixels: so wide that changing a value rarely
# needs a new layout.
LEAST_TAG: Mapping[Digits, int] = {"2 decimals": 64, "3 digits": 84, "full": 84}


def tag_width(contents: Iterable[MarkContent], digits: Digits = "2 decimals") -> int:
    """The width of all tags in pixels, for these contents. A small matrix counts by the widest of
    its numbers; a heat map has none."""
    texts: set[str] = set()
    for content in contents:
        if isinstance(content, str):
            texts.add(content)
        elif not isinstance(content, dict):
            texts.update(content)
    return wide_enough(max((text_width(text, 15) for text in texts), default=0.0), digits)


def wide_enough(widest: float, digits: Digits, roomy: bool = False) -> int:
    """The width of all tags in pixels: the number format's least, +20, +40, … until the widest
    number fits, which is bold, 15 pixels high. ``roomy`` starts 20 pixels wider, enough for nearly
    every number of a format, so that changed values keep the layout."""
    tag = LEAST_TAG[digits] + 20 * roomy
    while widest > tag - 16:
        tag += 20
    return tag
