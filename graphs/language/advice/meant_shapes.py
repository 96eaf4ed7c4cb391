"""What was meant where shapes do not fit: ``@`` for ``*``, arrays of one shape for two."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import NamedTuple

from graphs.gates import Gate
from graphs.gates.shapes import elementwise
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.syntax_gates import OPERATORS
from graphs.model import Shape, Source

MOST_SOUGHT = 200  # nodes before the one that does not fit
_TIMES = re.compile(r"(?<!\*)\*(?!\*)")


class Meant(NamedTuple):
    """What was likely meant, how to say so, and the mend, if it stands in the same place."""

    better: str
    hint: str
    mend: str | None


def meant_product(
    run: Reading,
    gate: Gate,
    shapes: Sequence[Shape | None],
    indices: Sequence[int],
    node: Place,
    places: Sequence[Place],
) -> Meant | None:
    """``X @ w`` for ``X * w``: where the product of arrays would fit and that of elements, here or
    in an argument, does not."""
    if len(shapes) != 2 or gate.shape is not elementwise:
        return None
    if gate is OPERATORS[ast.Mult]:
        one, other = (shape or () for shape in shapes)
        is_product = len(one) == len(other) == 2 and one[1] == other[0]
        mend = _as_product(run.segment(node)) if isinstance(node, ast.BinOp) else None
        return Meant(mend, f"Write {mend}", mend) if is_product and mend else None
    for slot, index in enumerate(indices):
        made = run.builder.nodes[index]
        if made.gate is not OPERATORS[ast.Mult] or made.source is None:
            continue
        matrix, vector = (run.builder.nodes[one].shape or () for one in made.args)
        if len(matrix) != 2 or vector != matrix[1:] or shapes[1 - slot] != matrix[:1]:
            continue
        better = _as_product(_written(run, made.source))
        if better is None:
            continue
        mend = None
        if len(places) == 2 and run.places.source(places[slot]) == made.source:
            mend = replaced(run, node, places[slot], better)
        hint = f"Write {mend}" if mend else f"On line {made.source.line} write {better}."
        return Meant(better, hint, mend)
    return None


def _as_product(text: str) -> str | None:
    """A product of elements as one of arrays, where one sign alone can be meant."""
    return _TIMES.sub("@", text) if len(_TIMES.findall(text)) == 1 else None


def _written(run: Reading, source: Source) -> str:
    line = run.places.lines[source.line - 1] if source.line == source.end_line else ""
    return line[source.column : source.end_column]


def meant_elementwise(run: Reading, indices: Sequence[int]) -> str | None:
    """What to say of a column and a row that were spread into a matrix before: ``y - p[:, None]``
    of two vectors."""
    nodes, stack, met = run.builder.nodes, list(indices), set[int]()
    while stack and len(met) < MOST_SOUGHT:
        index = stack.pop(0)
        node = nodes[index]
        if index in met or node.gate is None:
            continue
        met.add(index)
        shapes = [nodes[one].shape or () for one in node.args]
        ranks = sorted(len(shape) for shape in shapes)
        if node.gate.shape is elementwise and ranks == [1, 2] and node.source is not None:
            row, column = sorted(shapes, key=len)
            if column[1] == 1 and 1 not in (row[0], column[0]):
                made = f"Line {node.source.line} makes {node.shape} of {shapes[0]} and {shapes[1]}"
                return f"{made}: give both the same shape there."
        stack.extend(node.args)
    return None


def replaced(run: Reading, node: Place, place: Place, better: str) -> str | None:
    """The text of a node with another text for a part of it, and for the brackets around that;
    None where
    that takes several lines."""
    whole, part = run.places.source(node), run.places.source(place)
    within = whole.column <= part.column and part.end_column <= whole.end_column
    if not (within and whole.line == part.line == part.end_line == whole.end_line):
        return None
    text = run.segment(node)
    start, end = part.column - whole.column, part.end_column - whole.column
    is_bracketed = better.startswith("(") and text[:start].endswith("(") and text[end:][:1] == ")"
    if is_bracketed and not re.search(r"[\w)\]]\s*\($", text[:start]):
        start, end = start - 1, end + 1
    return text[:start] + better + text[end:]
