"""Going to a gate, a name, a line or a pass in a program of any size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphs.groups.composite import full_title
from graphs.groups.outline import Outline, Part
from graphs.model import Node

MOST_FOUND = 20
LINE = re.compile(r"(?:line\s*|l\s*|:)?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A gate, an input or a group, and the groups to open for it to be seen."""

    node: str | None
    part: str | None
    label: str
    where: str
    line: int | None
    open: tuple[str, ...]


def find(outline: Outline, text: str) -> tuple[list[Place], int]:
    """The best places for what was typed, and how many there are in all.

    "h" finds what is called h, "tanh" the gates of that kind, "12" or "line 12" what line 12
    computes, "h t = 37" what is called h in that pass.
    """
    looking = _Search(outline)
    words = text.lower().replace("=", " ").split()
    if not words:
        return [], 0
    if (line := LINE.fullmatch(text.strip())) is not None:
        nodes = [node for node in outline.graph.nodes if _line(node) == int(line[1])]
        found = [(0, looking.node(node)) for node in nodes if node.kind != "constant"]
        if found:
            return [place for _, place in found[:MOST_FOUND]], len(found)
    ranked = [
        *((rank, node.index, looking.node, node) for node, rank in looking.nodes(words)),
        *((rank, part.first, looking.part, part) for part, rank in looking.parts(words)),
    ]
    ranked.sort(key=lambda one: one[:2])
    return [make(thing) for _, _, make, thing in ranked[:MOST_FOUND]], len(ranked)  # type: ignore[operator]


class _Search:
    def __init__(self, outline: Outline) -> None:
        self.outline, self.graph = outline, outline.graph

    def nodes(self, words: list[str]) -> list[tuple[Node, int]]:
        """The nodes in which every word is found, and how exactly: 0 is best."""
        around: dict[int | None, str] = {None: ""}
        for group in self.graph.groups:
            around[group.index] = f"{around[group.parent]} {group.title.lower()}"
        found = []
        for node in self.graph.nodes:
            if node.kind == "constant":
                continue
            name = (self.graph.titles.get(node.index) or "").lower()
            kind = node.gate.title.lower() if node.gate else node.kind
            first = _rank(words[0], name, kind, node.id)
            if first is None:
                continue
            more = (*around[node.group].replace("=", " ").split(), name, kind)
            if all(word in more for word in words[1:]):
                found.append((node, first))
        return found

    def parts(self, words: list[str]) -> list[tuple[Part, int]]:
        """The groups whose titles hold every word."""
        found = []
        for part in self.outline.parts.values():
            title = full_title(part).lower().replace("=", " ").split()
            if all(any(other.startswith(word) for other in title) for word in words):
                found.append((part, 0 if title[: len(words)] == words else 1))
        return found

    def node(self, node: Node) -> Place:
        around = tuple(self.outline.around(node.index)) if node.gate else ()
        title = self.graph.titles.get(node.index)
        kind = node.gate.title if node.gate else node.kind
        label = f"{title} ({kind})" if title else kind
        return Place(node.id, None, label, self._where(around), _line(node), around)

    def part(self, part: Part) -> Place:
        around = tuple(self.outline.around(part.first))
        outside = around[: around.index(part.id)]
        line = _line(self.graph.nodes[part.first])
        return Place(None, part.id, full_title(part), self._where(outside), line, outside)

    def _where(self, around: tuple[str, ...]) -> str:
        told = [self.outline.parts[id] for id in around]
        return " › ".join(part.title for part in told if not part.piece)


def _line(node: Node) -> int | None:
    return node.source.line if node.source is not None else None


def _rank(word: str, name: str, kind: str, id: str) -> int | None:
    if word in (name, id):
        return 0
    if word == kind:
        return 1
    if name.startswith(word) or kind.startswith(word):
        return 2
    return 3 if len(word) > 1 and word in name else None


def found_data(places: list[Place], count: int) -> dict[str, Any]:
    """Places as JSON-safe data."""
    return {
        "count": count,
        "found": [
            {
                "node": place.node,
                "part": place.part,
                "label": place.label,
                "where": place.where,
                "line": place.line,
                "open": list(place.open),
            }
            for place in places
        ],
    }
