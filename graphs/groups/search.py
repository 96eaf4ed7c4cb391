"""The search for a gate, a name, a line or a pass in a program of any size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphs.groups.composite import full_title
from graphs.groups.outline import Outline, Part
from graphs.model import Node

MOST_RESULTS = 20
LINE = re.compile(r"(?:line\s*|l\s*|:)?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class SearchResult:
    """A gate, an input or a group, and the groups to open for it to be visible."""

    node: str | None
    part: str | None
    label: str
    where: str
    line: int | None
    open: tuple[str, ...]


def search(outline: Outline, text: str) -> tuple[list[SearchResult], int]:
    """The best results for a query, at most 20, and how many there are in all.

    "h" finds what is named h, "tanh" the gates of that kind, "12" or "line 12" what line 12
    computes, "h t = 37" what is named h in that pass.
    """
    searcher = _Searcher(outline)
    words = text.lower().replace("=", " ").split()
    if not words:
        return [], 0
    if (line := LINE.fullmatch(text.strip())) is not None:
        nodes = [node for node in outline.graph.nodes if _line(node) == int(line[1])]
        matches = [(0, searcher.node(node)) for node in nodes if node.kind != "constant"]
        if matches:
            return [result for _, result in matches[:MOST_RESULTS]], len(matches)
    ranked = [
        *((rank, node.index, searcher.node, node) for node, rank in searcher.nodes(words)),
        *((rank, part.first, searcher.part, part) for part, rank in searcher.parts(words)),
    ]
    ranked.sort(key=lambda one: one[:2])
    return [make(item) for _, _, make, item in ranked[:MOST_RESULTS]], len(ranked)  # type: ignore[operator]


class _Searcher:
    def __init__(self, outline: Outline) -> None:
        self.outline, self.graph = outline, outline.graph

    def nodes(self, words: list[str]) -> list[tuple[Node, int]]:
        """The nodes that match every word, and how exactly: 0 is best."""
        titles_around: dict[int | None, str] = {None: ""}
        for group in self.graph.groups:
            titles_around[group.index] = f"{titles_around[group.parent]} {group.title.lower()}"
        matches = []
        for node in self.graph.nodes:
            if node.kind == "constant":
                continue
            name = (self.graph.titles.get(node.index) or "").lower()
            kind = node.gate.title.lower() if node.gate else node.kind
            rank = _rank(words[0], name, kind, node.id)
            if rank is None:
                continue
            words_around = (*titles_around[node.group].replace("=", " ").split(), name, kind)
            if all(word in words_around for word in words[1:]):
                matches.append((node, rank))
        return matches

    def parts(self, words: list[str]) -> list[tuple[Part, int]]:
        """The groups whose titles hold every word."""
        matches = []
        for part in self.outline.parts.values():
            title = full_title(part).lower().replace("=", " ").split()
            if all(any(other.startswith(word) for other in title) for word in words):
                matches.append((part, 0 if title[: len(words)] == words else 1))
        return matches

    def node(self, node: Node) -> SearchResult:
        ancestors = tuple(self.outline.ancestors(node.index)) if node.gate else ()
        title = self.graph.titles.get(node.index)
        kind = node.gate.title if node.gate else node.kind
        label = f"{title} ({kind})" if title else kind
        return SearchResult(node.id, None, label, self._where(ancestors), _line(node), ancestors)

    def part(self, part: Part) -> SearchResult:
        ancestors = tuple(self.outline.ancestors(part.first))
        outside = ancestors[: ancestors.index(part.id)]
        line = _line(self.graph.nodes[part.first])
        return SearchResult(None, part.id, full_title(part), self._where(outside), line, outside)

    def _where(self, ancestors: tuple[str, ...]) -> str:
        parts = [self.outline.parts[id] for id in ancestors]
        return " › ".join(part.title for part in parts if not part.gathered)


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


def search_data(results: list[SearchResult], count: int) -> dict[str, Any]:
    """Results as JSON-safe data."""
    return {
        "count": count,
        "found": [
            {
                "node": result.node,
                "part": result.part,
                "label": result.label,
                "where": result.where,
                "line": result.line,
                "open": list(result.open),
            }
            for result in results
        ],
    }
