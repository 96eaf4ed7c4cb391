"""The error that lists all inputs without a value, with the shapes they must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphs.errors import GraphError
from graphs.language.guessed_shapes import guessed_shapes
from graphs.language.likely_meanings import likely_meaning
from graphs.model import Graph, Shape, Source


def missing_inputs_error(
    graph: Graph,
    names: Sequence[str],
    known: Mapping[str, Shape] | None = None,
    source: Source | None = None,
) -> GraphError:
    """The error for inputs without a value.

    ``known`` are shapes found to work for some of the names. ``source`` is the place of the first
    name, if it is not that of its node.
    """
    shapes = {**guessed_shapes(graph, names), **(known or {})}
    source = source or graph.nodes[graph.inputs[names[0]].node].source
    one = len(names) == 1
    labels = tuple(
        name for name in names if (it := graph.inputs.get(name)) and graph.nodes[it.node].data
    )
    example = "; ".join(
        f"{name} = {_example_value(shapes.get(name), name in labels)}" for name in names[:3]
    )
    called = [note.message for note in graph.notes if note.kind == "called"]
    advice = _likely_meaning(graph, names) or (
        f"Give {'it a value' if one else 'them values'}: {example}."
    )
    return GraphError(
        f"{', '.join(names)} {'has' if one else 'have'} no value.",
        source.line if source else None,
        source.column if source else None,
        source.end_column if source else None,
        " ".join((*called, advice)),
        missing=tuple(names),
        shapes=shapes,
        labels=labels,
    )


def _example_value(shape: Shape | None, whole: bool) -> str:
    if not shape:
        return "1"
    return f"np.zeros({shape})" if whole else f"np.random.randn({', '.join(map(str, shape))})"


def _likely_meaning(graph: Graph, names: Sequence[str]) -> str | None:
    """A hint for the first name that was likely meant to be something else."""
    for name in names:
        source = graph.nodes[graph.inputs[name].node].source if name in graph.inputs else None
        line = source.line if source else None
        if meaning := likely_meaning(name, graph.program, line):
            return meaning
    return None
