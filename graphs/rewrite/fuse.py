"""Fusion: which patterns of a graph can be one gate, and the graph in which chosen ones are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from graphs.gates.shapes import Misfit
from graphs.model import Graph, Node
from graphs.rewrite.patterns import PATTERNS, Replacement


@dataclass(frozen=True)
class Fusion:
    """A pattern that can be one gate; its id stays the same while the text does."""

    id: str
    replacement: Replacement


class FusedGraph(NamedTuple):
    """A graph with patterns as single gates.

    ``new_index`` maps the index of a node before to its index now, where it is still there.
    """

    graph: Graph
    new_index: Mapping[int, int]


class PossibleFusions:
    """The fusions that are possible in a program's graph; computed when first used."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def fusions(self) -> list[Fusion]:
        return find_fusions(self.graph)

    def fuse(self, ids: Iterable[str]) -> FusedGraph:
        """The graph with these fusions made (see ``fuse``)."""
        return fuse(self.graph, self.fusions, ids)


def find_fusions(graph: Graph) -> list[Fusion]:
    """The largest patterns of a graph whose inner values nothing outside uses."""
    replacements: list[Replacement] = []
    outputs: set[int] = set()
    for node in graph.nodes:
        for pattern in PATTERNS:
            if node.gate is None or not graph.used[node.index]:
                continue
            try:
                replacement = pattern(graph.nodes, node.index)
            except Misfit:
                continue
            if (
                replacement is not None
                and node.index not in outputs
                and _is_self_contained(graph, replacement)
            ):
                outputs.add(node.index)
                replacements.append(replacement)
    largest = [
        replacement
        for replacement in replacements
        if not any(
            replacement.gates < other.gates and replacement.gate is other.gate
            for other in replacements
        )
    ]
    return [Fusion(f"p{number}", replacement) for number, replacement in enumerate(largest)]


def _is_self_contained(graph: Graph, replacement: Replacement) -> bool:
    """Whether nothing outside uses a value inside but its output."""
    inner = replacement.gates - {replacement.output}
    return (
        len(replacement.gates) > 1
        and graph.output not in inner
        and all(
            consumer in replacement.gates
            for index in inner
            for consumer, _ in graph.consumers[index]
        )
    )


def fuse(graph: Graph, fusions: Sequence[Fusion], ids: Iterable[str]) -> FusedGraph:
    """The graph with the fusions of these ids made; unknown ids are ignored.

    Of two that overlap the larger one is made.
    """
    chosen: dict[int, Replacement] = {}
    removed: set[int] = set()
    for fusion in sorted(fusions, key=lambda fusion: -len(fusion.replacement.gates)):
        replacement = fusion.replacement
        if fusion.id in set(ids) and not replacement.gates & (removed | chosen.keys()):
            chosen[replacement.output] = replacement
            removed |= replacement.gates - {replacement.output}
    if not chosen:
        return FusedGraph(graph, {node.index: node.index for node in graph.nodes})
    new_index: dict[int, int] = {}
    nodes: list[Node] = []
    for node in graph.nodes:
        if node.index in removed or _is_used_only_inside(graph, node, removed, chosen):
            continue
        new_index[node.index] = len(nodes)
        if node.index in chosen:
            replacement = chosen[node.index]
            node = replace(
                node, gate=replacement.gate, args=replacement.args, settings=replacement.settings
            )
        args = tuple(new_index[argument] for argument in node.args)
        nodes.append(replace(node, index=len(nodes), args=args))
    fused = graph.with_nodes(
        nodes,
        names={name: new_index[index] for name, index in graph.names.items() if index in new_index},
        inputs={
            name: replace(entry, node=new_index[entry.node]) for name, entry in graph.inputs.items()
        },
        output=new_index[graph.output],
        output_name=graph.output_name
        if graph.output_name in graph.names
        else f"n{new_index[graph.output]}",
        wrt=frozenset(new_index[index] for index in graph.wrt),
    )
    return FusedGraph(fused, new_index)


def _is_used_only_inside(
    graph: Graph, node: Node, removed: set[int], chosen: Mapping[int, Replacement]
) -> bool:
    """Whether a node is a constant that only gates inside the chosen patterns use."""
    readers = [consumer for consumer, _ in graph.consumers[node.index]]
    if node.kind != "constant" or not readers:
        return False
    used = any(node.index in replacement.args for replacement in chosen.values())
    return not used and all(reader in removed or reader in chosen for reader in readers)
