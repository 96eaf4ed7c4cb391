"""The page's one style sheet: the files of ``static/css`` joined, each in the layer of its room.

A later layer wins over an earlier one, whatever their selectors; inside a layer CSS's own rules
hold (specificity, then the order below). What stands in no layer wins over all that do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "static/css"

# From what gives way to what wins. The file "page/rail" is in the layer "page", "embed" in "embed".
FILES = (
    *("base/tokens", "base/reset"),
    *("controls/buttons", "controls/choice", "controls/modes", "controls/menus"),
    "controls/dialogs",
    *("picture/circuit", "picture/marks", "picture/backward", "picture/groups", "picture/sections"),
    "picture/canvas",
    *("page/frame", "page/program", "page/inputs", "page/explain", "page/steps", "page/rail"),
    *("page/player", "page/drawer", "page/document", "page/narrow", "page/phone", "page/sheet"),
    *("arrays/arrays", "arrays/explain", "arrays/tables", "arrays/dialog", "arrays/inputs"),
    *("arrays/editor", "arrays/narrow"),
    *("views/views", "views/forward-mode", "views/tables", "views/paths", "views/formulas"),
    *("views/gradient-check", "views/narrow", "views/activations"),
    *("groups/groups", "groups/find"),
    *("check/check", "check/verdicts", "check/narrow"),
    *("train/plots", "train/train", "train/bar", "train/data", "train/pictures", "train/narrow"),
    *("present/present", "present/arrays"),
    *("embed", "hidden", "print", "motion"),
)
UNLAYERED = "libraries"  # what CodeMirror's and KaTeX's own sheets, in no layer, must not beat
LAYERS = tuple(dict.fromkeys(name.partition("/")[0] for name in FILES))


@dataclass(frozen=True)
class StyleSheet:
    """The joined text, and a version that changes with it."""

    text: str
    version: str


def style_sheet() -> StyleSheet:
    """The sheet of the files as they are: they are read again only when one of them has changed."""
    return _join(tuple(_path(name).stat().st_mtime_ns for name in (*FILES, UNLAYERED)))


@lru_cache(maxsize=1)
def _join(_changed: tuple[int, ...]) -> StyleSheet:
    blocks = [f"@layer {', '.join(LAYERS)};\n"]
    for name in FILES:
        layer = name.partition("/")[0]
        blocks.append(f"@layer {layer} {{\n{_path(name).read_text('utf-8')}}}\n")
    blocks.append(_path(UNLAYERED).read_text("utf-8"))
    text = "".join(blocks)
    return StyleSheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def _path(name: str) -> Path:
    return FOLDER / f"{name}.css"
