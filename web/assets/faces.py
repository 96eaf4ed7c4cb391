"""The fonts of the page: which face of which family stands in which file.

Inter comes in two files, so that a page in English fetches the small one; a browser fetches any of
KaTeX's faces only where a formula uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graphs.draw.fonts import KATEX_FACES, inter_ranges, web_font


@dataclass(frozen=True)
class Face:
    """One ``@font-face``: its file's name and what it is of."""

    file: str
    family: str
    weight: str = "400"
    style: str = "normal"
    ranges: str | None = None

    def rule(self, address: str) -> str:
        """The rule, with the address of its file."""
        lines = [
            f'font-family: "{self.family}"',
            f'src: url("{address}") format("woff2")',
            f"font-weight: {self.weight}",
            f"font-style: {self.style}",
            "font-display: swap",
        ]
        if self.ranges:
            lines.append(f"unicode-range: {self.ranges}")
        return "@font-face {\n" + "".join(f"  {line};\n" for line in lines) + "}\n"


def faces() -> Iterator[Face]:
    """Every face of the page."""
    for name, ranges in inter_ranges().items():
        yield Face(f"{name}.woff2", "Inter", "400 700", ranges=ranges)
    for name in KATEX_FACES:
        family, _, style = name.partition("-")
        weight = "700" if "Bold" in style else "400"
        slant = "italic" if "Italic" in style else "normal"
        yield Face(f"{name}.woff2", family, weight, slant)


def font_files() -> dict[str, bytes]:
    """The WOFF2 files by name."""
    return {face.file: web_font(face.file.removesuffix(".woff2")) for face in faces()}


def font_rules(address: Callable[[str], str]) -> str:
    """The ``@font-face`` rules; ``address`` gives a file's."""
    return "".join(face.rule(address(face.file)) for face in faces())
