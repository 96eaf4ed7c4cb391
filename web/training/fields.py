"""The entries of a request about training or data, each checked for its type and its bounds.

All of these functions raise Refused, with 422, where an entry is not what it must be.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from settings import Settings
from web.http.errors import Refused, quoted

LONGEST = 1_000  # characters of a name
MOST_NAMES = 300
MOST_SEED = 2**32
ACTIONS = ("pause", "resume", "step", "cancel")


def known_fields(fields: Any, known: tuple[str, ...], where: str) -> dict[str, Any]:
    """An object with no other entries than these."""
    if not isinstance(fields, dict):
        raise Refused(422, f"{where} must be an object.")
    for name in fields:
        if name not in known:
            hint = f"The entries: {', '.join(known)}."
            raise Refused(422, f"There is no entry {quoted(name)} in {where}.", hint=hint)
    return fields


def train_fields(train: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """How to train; what is left out is None, and for the engine to fill in."""
    known = ("parameters", "data", "optimizer", "settings", "iterations", "batch", "seed")
    fields = known_fields(dict(train), known, "train")
    iterations = whole(fields, "iterations", 1, settings.train_iterations)
    return {
        "parameters": _names(fields, "parameters"),
        "data": _names(fields, "data"),
        "optimizer": text(fields, "optimizer") or "sgd",
        "settings": _settings(fields),
        "iterations": 100 if iterations is None else iterations,
        "batch": whole(fields, "batch", 1, 2**53),
        "seed": whole(fields, "seed", 0, MOST_SEED - 1) or 0,
    }


def change_fields(fields: Any) -> dict[str, Any]:
    """What is changed of a run on its way; what is left out stays."""
    known = known_fields(fields, ("optimizer", "settings", "batch"), "the request")
    checked = {
        "optimizer": text(known, "optimizer"),
        "settings": _settings(known),
        "batch": whole(known, "batch", 1, 2**53),
    }
    return {name: checked[name] for name in known}


def surface_fields(train: Mapping[str, Any]) -> dict[str, Any]:
    """Which two numbers a surface is over, from where to where, and whose path lies on it."""
    fields = known_fields(dict(train), ("of", "ranges", "run"), "train")
    ranges = fields.get("ranges")
    if ranges is not None:
        pairs = ranges if isinstance(ranges, list) and len(ranges) == 2 else [None]
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2 or not all(map(_is_number, pair)):
                raise Refused(422, "ranges must be two pairs of numbers: [[-1, 1], [-2, 2]].")
    of = _names(fields, "of")
    if of is None or len(of) != 2:
        raise Refused(422, 'of must name two numbers: ["w", "b"] or ["W[0, 1]", "b"].')
    return {"of": of, "ranges": ranges, "run": text(fields, "run")}


def boundary_fields(train: Mapping[str, Any]) -> dict[str, Any]:
    """Which inputs are the points and their classes, and which value holds the scores."""
    fields = known_fields(dict(train), ("features", "labels", "scores"), "train")
    if fields.get("features") is None:
        raise Refused(422, 'features must name an input: {"features": "X", "labels": "y"}.')
    return {word: text(fields, word) for word in ("features", "labels", "scores")}


def text(fields: Mapping[str, Any], name: str) -> str | None:
    """Some words, or None."""
    value = fields.get(name)
    return None if value is None else _name(value)


def whole(fields: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    """A whole number within bounds, or None."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Refused(422, f"{name} must be a whole number from {least:,} to {most:,}.")
    return value


def number(fields: Mapping[str, Any], name: str) -> float:
    """A finite number."""
    if not _is_number(fields.get(name)):
        raise Refused(422, f"{quoted(name)} must be a finite number.")
    return float(fields[name])


def _settings(fields: Mapping[str, Any]) -> dict[str, float]:
    chosen = {} if fields.get("settings") is None else fields["settings"]
    if not isinstance(chosen, dict) or len(chosen) > MOST_NAMES:
        raise Refused(422, 'settings must be an object like {"lr": 0.01}.')
    return {_name(word): number(chosen, word) for word in chosen}


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _names(fields: Mapping[str, Any], name: str) -> list[str] | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > MOST_NAMES:
        raise Refused(422, f"{name} must be a list of names.")
    return [_name(one) for one in value]


def _name(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise Refused(422, f"A name must be text of 1 to {LONGEST:,} characters.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused(422, "A name has half of a character.")
    return value
