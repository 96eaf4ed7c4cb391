"""The page's one style sheet: the files of ``static/css`` joined, each in the layer of its room.

A later layer wins over an earlier one, whatever their selectors; inside a layer CSS's own rules
hold (specificity, then the order below). What stands in no layer wins over all that do.
"""

from __future__ import annotations

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
    *("gallery/gallery", "gallery/miniatures", "gallery/narrow"),
    *("check/check", "check/verdicts", "check/narrow"),
    *("train/plots", "train/train", "train/bar", "train/data", "train/pictures", "train/narrow"),
    "share",
    *("present/present", "present/arrays"),
    *("embed", "hidden", "print", "forced-colors", "motion"),
)
UNLAYERED = "libraries"  # what CodeMirror's and KaTeX's own sheets, in no layer, must not beat
LAYERS = tuple(dict.fromkeys(name.partition("/")[0] for name in FILES))


def style_sheet(faces: str) -> str:
    """The sheet of the files as they are now, after the ``@font-face`` rules."""
    blocks = [f"@layer {', '.join(LAYERS)};\n", faces]
    for name in FILES:
        layer = name.partition("/")[0]
        blocks.append(f"@layer {layer} {{\n{_text(name)}}}\n")
    blocks.append(_text(UNLAYERED))
    return "".join(blocks)


def _text(name: str) -> str:
    return (FOLDER / f"{name}.css").read_text("utf-8")
