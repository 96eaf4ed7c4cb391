"""Shapes that inputs without a value seem to have, from how the program uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphs.model import Graph, Shape


def guessed_shapes(graph: Graph, names: Sequence[str]) -> Mapping[str, Shape | None]:
    """A shape for each input without a value; None where nothing is known of it."""
    return dict.fromkeys(names)
