"""Patterns that are offered as one gate, and the graph in which they stand as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from graphs.gates.shapes import Misfit
from graphs.model import Graph, Node
from graphs.rewrite.patterns import PATTERNS, Found


@dataclass(frozen=True)
class Offer:
    """A pattern that can be folded, by an id that stays while the text does."""

    id: str
    found: Found


class Folded(NamedTuple):
    """A graph with patterns as single gates, and where its nodes stood before."""

    graph: Graph
    place: Mapping[int, int]  # index before → index now


class Offered:
    """What a program's own graph offers to fold; looked for when it is asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def offers(self) -> list[Offer]:
        return offers(self.graph)

    def folded(self, wanted: Iterable[str]) -> Folded:
        """The graph with these patterns as single gates."""
        return folded(self.graph, self.offers, wanted)


def offers(graph: Graph) -> list[Offer]:
    """The patterns of a graph whose inner values nothing else uses."""
    made: list[Found] = []
    seen: set[int] = set()
    for node in graph.nodes:
        for pattern in PATTERNS:
            if node.gate is None or not graph.used[node.index]:
                continue
            try:
                found = pattern(graph.nodes, node.index)
            except Misfit:
                continue
            if found is not None and node.index not in seen and _closed(graph, found):
                seen.add(node.index)
                made.append(found)
    whole = [
        found
        for found in made
        if not any(found.gates < other.gates and found.gate is other.gate for other in made)
    ]
    return [Offer(f"p{place}", found) for place, found in enumerate(whole)]


def _closed(graph: Graph, found: Found) -> bool:
    inner = found.gates - {found.output}
    return (
        len(found.gates) > 1
        and graph.output not in inner
        and all(
            consumer in found.gates for index in inner for consumer, _ in graph.consumers[index]
        )
    )


def folded(graph: Graph, offered: Sequence[Offer], wanted: Iterable[str]) -> Folded:
    """The graph with the wanted patterns as single gates. Ids that are not offered are ignored."""
    chosen: dict[int, Found] = {}
    gone: set[int] = set()
    for offer in sorted(offered, key=lambda offer: -len(offer.found.gates)):
        found = offer.found
        if offer.id in set(wanted) and not found.gates & (gone | chosen.keys()):
            chosen[found.output] = found
            gone |= found.gates - {found.output}
    if not chosen:
        return Folded(graph, {node.index: node.index for node in graph.nodes})
    place: dict[int, int] = {}
    nodes: list[Node] = []
    for node in graph.nodes:
        if node.index in gone or _only_inside(graph, node, gone, chosen):
            continue
        place[node.index] = len(nodes)
        if node.index in chosen:
            found = chosen[node.index]
            node = replace(node, gate=found.gate, args=found.args, settings=found.settings)
        args = tuple(place[argument] for argument in node.args)
        nodes.append(replace(node, index=len(nodes), args=args))
    whole = replace(
        graph,
        nodes=tuple(nodes),
        names={name: place[index] for name, index in graph.names.items() if index in place},
        inputs={
            name: replace(entry, node=place[entry.node]) for name, entry in graph.inputs.items()
        },
        output=place[graph.output],
        output_name=graph.output_name
        if graph.output_name in graph.names
        else f"n{place[graph.output]}",
        wrt=frozenset(place[index] for index in graph.wrt),
    )
    return Folded(whole, place)


def _only_inside(graph: Graph, node: Node, gone: set[int], chosen: Mapping[int, Found]) -> bool:
    """Whether a constant stands only in patterns that are folded."""
    readers = [consumer for consumer, _ in graph.consumers[node.index]]
    if node.kind != "constant" or not readers:
        return False
    used = any(node.index in found.args for found in chosen.values())
    return not used and all(reader in gone or reader in chosen for reader in readers)
