"""Known values that a function's loop changes are drawn as values of their own: a loop that trains
changes them by what is computed from them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from graphs.language import nodes
from graphs.language.loop_texts import changed_names
from graphs.language.reading import Reading
from graphs.language.things import Wire
from graphs.language.training_loops.carried import Place


def hold_changed(run: Reading, node: ast.For | ast.While, before: Sequence[Place]) -> None:
    """Hold what a loop's body changes, as far as its text tells; at the top names are inputs, and
    numbers in a tuple are not."""
    changed = changed_names(node)
    for place in before:
        is_item = place.owner is not None and isinstance(place.owner.thing, tuple)
        if not (run.frames or is_item):
            continue
        if re.split(r"\W", place.path, maxsplit=1)[0] in changed:
            _hold(run, node, place)


def _hold(run: Reading, node: ast.For | ast.While, place: Place) -> None:
    thing = place.thing
    if isinstance(thing, float):
        index = nodes.number(run, thing, node)
        place.thing = Wire(index)
        place.restore(index)
    elif type(thing) is Wire and thing.base is None:
        index = nodes.node_of(run, thing, node)
        if run.builder.nodes[index].kind != "constant" or run.builder.nodes[index].truth:
            return
    else:
        return
    place.node = index
    run.held.add(index)
