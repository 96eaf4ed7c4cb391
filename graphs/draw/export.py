"""Exports of a drawing: a standalone SVG, a PNG, a PDF; their table is graphs/draw/kinds.py.

All three are the served SVG itself, in the palette and on the ground that ``look`` says. Its
colours are presentation attributes and its user-typed text is escaped already. Only shapes and text
are accepted, so that no converter follows a link to a file or an address.
"""

import base64
import hashlib
import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree

import resvg_py
import typst

from graphs.draw import fonts
from graphs.draw.look import PLAIN, Look

PNG_SIDE = 8192  # pixels; with the next, 64 MB at most while a PNG is made
PNG_PIXELS = 16_000_000
PDF_SIDE = 14_400.0  # points; readers refuse longer pages
POINTS = 0.75  # points in a CSS pixel

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
ALLOWED = SHAPES | {"svg", "g", "defs", "clipPath", "mask", "title", "desc", "text", "tspan"}
OPENING = re.compile(r"""<svg\b(?:"[^"]*"|'[^']*'|[^>"'])*>""")
SIZE = re.compile(r"""\s(?:width|height)=(?:"[^"]*"|'[^']*')""")
FAMILY = re.compile(rf"""(\sfont-family=["'])({"|".join(fonts.FAMILIES)})\b""")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

# Typst source. What differs between drawings is passed as data, so no typed text becomes markup.
PAGE = b"""
#let pixel = float(sys.inputs.pixel) * 1pt
#let width = float(sys.inputs.width) * pixel
#let height = float(sys.inputs.height) * pixel
#set document(date: none, title: sys.inputs.label)
#set page(width: width, height: height, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: width, height: height, alt: sys.inputs.label)
"""


class SvgInfo(NamedTuple):
    """What an export needs from an SVG: its box in CSS pixels, label, and characters by face."""

    left: float
    top: float
    width: float
    height: float
    label: str
    characters: dict[fonts.Face, set[str]]

    @property
    def needs_system_fonts(self) -> bool:
        """Whether a character is in none of our own fonts (a Chinese name, say)."""
        own = set().union(*map(fonts.characters_of, fonts.FACES))
        return not own.issuperset(set().union(*self.characters.values()))


def standalone(svg: str, look: Look = PLAIN) -> str:
    """The drawing as a file of its own: with its size, a ground and the fonts it uses."""
    info = _inspect(svg)
    css = fonts.subset_css(info.characters)
    return _on_paper(svg, info, look, f"<defs><style>{css}</style></defs>")


def svg_file(svg: str, look: Look = PLAIN) -> bytes:
    """The standalone drawing as the bytes of its file."""
    return standalone(svg, look).encode()


def style_hash(svg: str) -> str:
    """The source that lets a content security policy accept the style of a standalone drawing."""
    match = STYLE.search(svg)
    digest = hashlib.sha256((match[1] if match else "").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def png(svg: str, look: Look = PLAIN) -> bytes:
    """The drawing at the look's pixels for a CSS pixel, or as many as the largest image allows."""
    info = _inspect(svg)
    width, height = info.width, info.height
    largest = min(PNG_SIDE / max(width, height), (PNG_PIXELS / (width * height)) ** 0.5)
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_with_own_fonts(_on_paper(svg, info, look)),
            zoom=min(look.scale, largest),
            font_files=fonts.static_files(),
            skip_system_fonts=not info.needs_system_fonts,
            font_family=fonts.own_family(fonts.INTER),
        )
    )


def pdf(svg: str, look: Look = PLAIN) -> bytes:
    """The drawing on one page of its own size, as vectors and text with the fonts embedded."""
    info = _inspect(svg)
    width, height = info.width, info.height
    return typst.compile(
        PAGE,
        format="pdf",
        font_paths=_typst_fonts(info.needs_system_fonts),
        sys_inputs={
            "svg": _with_own_fonts(_on_paper(svg, info, look)),
            "width": repr(width),
            "height": repr(height),
            "pixel": repr(min(POINTS, PDF_SIDE / max(width, height))),
            "label": info.label,
        },
    )


@lru_cache
def _typst_fonts(system: bool) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=system,
        include_embedded_fonts=False,
        font_paths=[str(fonts.static_fonts())],
    )


def _on_paper(svg: str, info: SvgInfo, look: Look, first: str = "") -> str:
    """The SVG in its colours, with a size and, before its content, `first` and its ground."""
    left, top, width, height = (f"{number:.10g}" for number in info[:4])
    box = f'x="{left}" y="{top}" width="{width}" height="{height}"'
    paper = "" if look.ground is None else f'<rect {box} fill="{look.ground}"/>'

    def with_size(opening: re.Match[str]) -> str:
        tag = SIZE.sub("", opening[0])
        return f'<svg width="{width}" height="{height}"{tag.removeprefix("<svg")}{first}{paper}'

    return OPENING.sub(with_size, look.repaint(svg), count=1)


def _with_own_fonts(svg: str) -> str:
    return FAMILY.sub(lambda match: match[1] + fonts.own_family(match[2]), svg)


def _inspect(svg: str) -> SvgInfo:
    """Read the box, label and characters of an SVG.

    Raises:
        ValueError: it holds something that is neither shape nor text.
    """
    root = ElementTree.fromstring(svg)
    characters: defaultdict[fonts.Face, set[str]] = defaultdict(set)
    stack = [(root, fonts.INTER, 400)]
    while stack:
        element, family, weight = stack.pop()
        kind = element.tag.removeprefix(SVG)
        if kind not in ALLOWED or any(name.endswith("href") for name in element.attrib):
            raise ValueError(f"a drawing holds shapes and text only, not <{kind}>")
        family = element.get("font-family", family).split(",")[0].strip("\"' ")
        weight = _weight(element.get("font-weight"), weight)
        if kind in ("text", "tspan"):
            face_family = family if family in (fonts.MATH, fonts.MAIN) else fonts.INTER
            used = characters[fonts.face_of(face_family, weight)]
            used.update(element.text or "", *(child.tail or "" for child in element))
            used.difference_update("\t\r\n")
        stack.extend((child, family, weight) for child in element)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    return SvgInfo(left, top, width, height, root.get("aria-label", ""), dict(characters))


def _weight(text: str | None, inherited: int) -> int:
    named = {None: inherited, "normal": 400, "bold": 700}
    return named[text] if text in named else int(text or inherited)
