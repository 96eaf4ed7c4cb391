"""The error that lists all inputs without a value, with the shapes they must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphs.errors import GraphError
from graphs.language.advice.likely_meanings import likely_meaning
from graphs.language.missing_names.doubtful_shapes import names_behind
from graphs.language.missing_names.guessed_shapes import guessed_shapes
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


def guessed_in_vain_error(
    graph: Graph, error: GraphError, guessed: Mapping[str, Shape]
) -> GraphError:
    """The error where none of the shapes tried for inputs without a value fits: what was guessed
    where an ``error`` was met first, as far as it is the reason; else that error itself."""
    of = (*error.must, *(graph.nodes[-1].args if error.attempt is not None else ()))
    if error.at is not None and error.at < len(graph.nodes):
        of += (error.at,)
    behind = set[str]().union(*(names_behind(graph, one, guessed) for one in of))
    names = [name for name in guessed if name in behind or not of]
    if not names or not (of or error.kind in ("ValueError", "IndexError")):
        return error
    one = len(names) == 1
    shapes = ", ".join(f"{name} {guessed[name] or 'a number'}" for name in names)
    example = "; ".join(f"{name} = np.random.randn(…)" for name in names[:3])
    told = GraphError(
        f"{', '.join(names)} {'has' if one else 'have'} no value, and no shape that was guessed "
        f"fits: {error.message}",
        error.line,
        error.column,
        error.end_column,
        f"Guessed: {shapes}. Give {'it a value' if one else 'them values'}: {example}.",
        missing=tuple(names),
        shapes=dict(guessed),
    )
    told.callers, told.loops = error.callers, error.loops
    return told


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
