"""Guessed shapes that a program runs with, and that its author hardly meant: which names are
guessed again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from graphs.gates.items import INDEX
from graphs.language.missing_names.ranks_from_uses import states
from graphs.model import Graph, Shape
from graphs.model.ancestors import ancestors


def doubtful(graph: Graph, guessed: Collection[str]) -> Iterator[tuple[list[str], bool]]:
    """The names of each doubt, and whether they keep their ranks: a state that changes its shape
    from step to step, an array of which the first places alone are asked for, one that has more
    axes than what it stands beside."""
    for state, new in states(graph).items():
        if graph.nodes[state].shape != graph.nodes[new].shape:
            behind = names_behind(graph, new, guessed)
            if graph.nodes[state].name in guessed:
                yield sorted({*behind, str(graph.nodes[state].name)}), True
    for name in guessed:
        entry = graph.inputs.get(name)
        shape = None if entry is None else graph.nodes[entry.node].shape
        if entry is not None and shape and 1 < _asked(graph, entry.node) < shape[0]:
            yield [name], True
        if entry is not None and shape and _is_wider(graph, name, entry.node):
            yield [name], False


def _is_wider(graph: Graph, name: str, index: int) -> bool:
    """Whether an array stands beside a computed one with fewer axes, of which it is no part."""
    rank = len(graph.nodes[index].shape or ())
    for consumer, slot in graph.consumers[index]:
        node = graph.nodes[consumer]
        if node.gate is None or not node.gate.elementwise or len(node.args) != 2:
            continue
        other = graph.nodes[node.args[1 - slot]]
        if other.gate is not None and 0 < len(other.shape or ()) < rank:
            return not names_behind(graph, other.index, [name])
    return False


def _asked(graph: Graph, index: int) -> int:
    """How many places an array is asked for, where they are all the first ones; else 0."""
    places = set[int]()
    for consumer, slot in graph.consumers[index]:
        node = graph.nodes[consumer]
        key = node.settings.get("key", (None,))
        if node.gate is not INDEX or slot or type(key[0]) is not int or key[0] < 0:
            return 0
        places.add(key[0])
    return len(places) if len(places) == max(places, default=-1) + 1 else 0


def names_behind(graph: Graph, index: int, names: Collection[str]) -> set[str]:
    """Those of some inputs that a node is computed from."""
    behind = ancestors(graph.nodes, [index])
    return {name for name in names if name in graph.inputs and graph.inputs[name].node in behind}


def resized(
    graph: Graph, shapes: Mapping[str, Shape], must: Mapping[int, Shape]
) -> Iterator[tuple[tuple[str, int], Shape]]:
    """Shapes with one other size, for what the text asserts: a size of some array may be that of
    another one. What the asserted node is not computed from comes first, as ``n_y = Y.shape[0]``.
    """
    for index, wanted in must.items():
        shape = graph.nodes[index].shape or ()
        behind = names_behind(graph, index, shapes)
        for one, other in zip(shape, wanted, strict=False):
            for name in sorted(shapes, key=lambda it: it in behind) if one != other else ():
                for axis, size in enumerate(shapes[name]):
                    if size == one:
                        sizes = list(shapes[name])
                        sizes[axis] = other
                        yield (name, axis), tuple(sizes)
