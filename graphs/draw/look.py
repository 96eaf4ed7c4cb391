"""How a drawing looks where it leaves the page: its palette, its ground, the pixels of a PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from graphs.draw.styles import (
    GRADIENT,
    GRADIENT_TINT,
    GROUND,
    HEAT,
    INK,
    LINE,
    MUTED,
    VALUE,
    WIRE,
)

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)

# Drawings are made in the light palette, whose colours are all different: each has its dark one,
# the same as in static/css/base/tokens.css.
DARK: Mapping[str, str] = {
    VALUE: "#5eead4",
    GRADIENT: "#ff6b4a",
    GROUND: "#0f141b",
    INK: "#eef2f6",
    MUTED: "#a3afbd",
    WIRE: "#6f7c8c",
    LINE: "#2b3644",
    GRADIENT_TINT: "#3a1a14",
    **dict(
        zip(
            HEAT,
            ("#c3adff", "#9076d6", "#65509f", "#423a6b", "#26303c",
             "#1b4f4b", "#1f766b", "#2fa896", "#5eead4"),
            strict=True,
        )
    ),
}  # fmt: skip
COLOUR = re.compile(r'(\s(?:fill|stroke)=")(#[0-9a-fA-F]+)(?=")')


@dataclass(frozen=True)
class Look:
    """``transparent``: no ground behind the marks; ``scale``: pixels of a PNG for a CSS pixel."""

    theme: Theme = "light"
    transparent: bool = False
    scale: float = 2.0

    @property
    def ground(self) -> str | None:
        """The colour behind the marks."""
        return None if self.transparent else self.coloured(GROUND)

    def coloured(self, colour: str) -> str:
        """A colour of the light palette in this one."""
        return colour if self.theme == "light" else DARK.get(colour.lower(), colour)

    def repaint(self, svg: str) -> str:
        """A drawing in this palette. Typed text in it has no quotes, so only attributes match."""
        if self.theme == "light":
            return svg
        return COLOUR.sub(lambda found: found[1] + self.coloured(found[2]), svg)


PLAIN = Look()
