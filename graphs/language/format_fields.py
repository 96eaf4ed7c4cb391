"""``"{} of {name}".format(…)``, with a parser of our own: no field reaches an attribute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphs.errors import GraphError
from graphs.language.formatting import formatted
from graphs.language.library.entries import item_of
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.sizes import afford_text
from graphs.language.texts import joined, settled
from graphs.language.things import Template, Thing
from graphs.language.visits import Visit
from graphs.language.writing import as_text

_NAME = re.compile(r"(?P<first>[^\[\].{}]*)(?P<keys>(?:\[[^\[\]{}]+\])*)")
_KEY = re.compile(r"\[([^\[\]]+)\]")
LONGEST_PLACE = 6  # digits of the place of a value


@dataclass(eq=False)
class _Fields:
    """One call: what its fields name, and how the next one without a name is counted."""

    run: Reading
    node: Place
    things: Sequence[Thing]
    named: Mapping[str, Thing]
    parts: list[Any] = field(default_factory=list)
    counted: int = 0
    is_numbered: bool = False

    def wrong(self, message: str) -> GraphError:
        hint = "Write fields like {}, {0}, {name} or {loss:.3f}, and {{ for a bracket."
        return self.run.raised("ValueError", message, self.node, hint)

    def read(self, text: str, depth: int) -> Visit:
        """The text with its fields filled in; fields stand in formats too, no deeper."""
        parts: list[Any] = []
        at = 0
        while at < len(text):
            one = text[at]
            if one in "{}" and text[at : at + 2] == one * 2 and depth == 0:
                parts.append(one)
                at += 2
            elif one == "{":
                end = self._end(text, at)
                if depth > 1:
                    raise self.wrong("A format of a format has no fields.")
                parts.append((yield self._field(text[at + 1 : end], depth)))
                at = end + 1
            elif one == "}":
                raise self.wrong("A } stands alone in the text.")
            else:
                stop = min(
                    (i for i in (text.find("{", at), text.find("}", at)) if i >= 0),
                    default=len(text),
                )
                parts.append(text[at:stop])
                at = stop
        return joined(self.run, parts, self.node)

    def _end(self, text: str, start: int) -> int:
        """Where the field that begins here ends."""
        depth = 0
        for at in range(start, len(text)):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            if depth == 0:
                return at
        raise self.wrong("A { is never closed.")

    def _field(self, field: str, depth: int) -> Visit:
        name, colon, spec = field.partition(":")
        name, exclamation, conversion = name.partition("!")
        if exclamation and conversion not in ("r", "s", "a"):
            raise self.wrong(f"!{shortened(conversion)} is no conversion.")
        thing = yield self._named(name)
        if conversion:
            thing = yield as_text(self.run, thing, self.node, conversion)
        if colon and "{" in spec:
            spec = settled(self.run, (yield self.read(spec, depth + 1)), self.node)
        return (yield formatted(self.run, thing, spec, self.node))

    def _named(self, name: str) -> Visit:
        """What a field's name stands for: ``0``, ``name``, ``0[key]``."""
        found = _NAME.fullmatch(name)
        if found is None:
            if "." in name:
                raise self.run.error(
                    "A field of a format names no attributes here.",
                    self.node,
                    "Write an f-string, as in f'{x.name}'.",
                )
            raise self.wrong(f"{{{shortened(name)}}} is no field.")
        first = found["first"]
        if first == "" or _is_place(first):
            thing = self._placed(first)
        elif first in self.named:
            thing = self.named[first]
        else:
            raise self.run.raised(
                "KeyError",
                f"format is given nothing called {shortened(first)}.",
                self.node,
                f"Write .format({shortened(first)}=…).",
            )
        for key in _KEY.findall(found["keys"]):
            thing = yield item_of(self.run, thing, int(key) if _is_place(key) else key, self.node)
        return thing

    def _placed(self, digits: str) -> Thing:
        if (self.counted and digits) or (self.is_numbered and not digits):
            raise self.wrong("Fields are either all numbered or none.")
        self.is_numbered = self.is_numbered or bool(digits)
        place = int(digits) if digits else self.counted
        self.counted += not digits
        if place >= len(self.things):
            raise self.run.raised(
                "IndexError",
                f"format is given {len(self.things)} values, and none for field {place}.",
                self.node,
                "Write as many values as fields.",
            )
        return self.things[place]


def _is_place(text: str) -> bool:
    return len(text) <= LONGEST_PLACE and text.isascii() and text.isdigit()


def format_fields(
    run: Reading,
    text: str | Template,
    things: Sequence[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> Visit:
    """``text.format(*things, **named)``."""
    text = settled(run, text, node)
    afford_text(run, len(text), node)
    return (yield _Fields(run, node, things, named).read(text, 0))
