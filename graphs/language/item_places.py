"""Where the parts of a subscript stand; the error for what has no items."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.language.descriptions import described
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Thing,
    Wire,
)


def place_of_owner(node: Place) -> Place:
    return node.value if isinstance(node, ast.Subscript) else node


def place_of_key(node: Place) -> Place:
    return node.slice if isinstance(node, ast.Subscript) else node


def places_of_parts(node: Place, count: int) -> Sequence[Place]:
    place = place_of_key(node)
    if isinstance(place, ast.Tuple) and len(place.elts) == count:
        return place.elts
    return [place] * count


def no_items(run: Reading, owner: Thing, node: Place) -> Exception:
    """The error for what has no items."""
    text = run.segment(place_of_owner(node))
    is_number = isinstance(owner, int | float) or type(owner) is Wire
    return run.raised(
        "TypeError",
        f"{text} is {'a number' if is_number else described(owner)} and has no items.",
        place_of_owner(node),
        "Use a name of its own for each number." if is_number else "Leave out the brackets.",
    )
