"""A layout at another place."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from graphs.draw.curves import Path
from graphs.draw.marks import Layout, Texts, WireMark

PATHS = tuple(field.name for field in fields(WireMark) if field.type == "Path")
ACROSS, DOWN = ("x", "title_x", "caption"), ("y",)  # a mark's coordinates
MARKS = (
    *("leaves", "gates", "values", "tags", "chips", "constants", "broadcasts", "labels"),
    *("outlines", "addends", "remarks"),
)


def moved(layout: Layout, dx: float, dy: float) -> Layout:
    """The layout with every mark moved by (dx, dy) pixels."""
    if not dx and not dy:
        return layout
    changes: dict[str, Any] = {
        kind: tuple(_mark(mark, dx, dy) for mark in getattr(layout, kind)) for kind in MARKS
    }
    return replace(
        layout,
        wires=tuple(_wire(wire, dx, dy) for wire in layout.wires),
        texts=Texts(),
        forks=tuple((x + dx, y + dy, faded) for x, y, faded in layout.forks),
        **changes,
    )


def _mark(mark: Any, dx: float, dy: float) -> Any:
    names = {field.name for field in fields(mark)}
    moves = dict.fromkeys(names.intersection(ACROSS), dx) | dict.fromkeys(names & set(DOWN), dy)
    places = {name: getattr(mark, name) for name in moves}
    return replace(
        mark, **{name: at + moves[name] for name, at in places.items() if at is not None}
    )


def _wire(wire: WireMark, dx: float, dy: float) -> WireMark:
    paths: dict[str, Any] = {name: _path(getattr(wire, name), dx, dy) for name in PATHS}
    return replace(wire, **paths)


def _path(path: Path, dx: float, dy: float) -> Path:
    return [tuple((x + dx, y + dy) for x, y in segment) for segment in path]
