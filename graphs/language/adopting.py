"""Objects that are bound at the top: their literals become inputs named by path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphs.gates.row import is_truth
from graphs.language import inputs
from graphs.language.literals import (
    as_literal,
    holds_gradient,
    is_promotable,
    list_as_array,
    promote,
)
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Dict,
    Instance,
    List,
    Thing,
    Wire,
)

DEEPEST_PATH = 4  # net.layers[0].params['W']


MOST_ENTRIES = 500


def adopt(run: Reading, thing: Thing, path: str, target: Place, may_be_input: bool) -> None:
    """Give an object that is bound at the top its path, and make its literals inputs."""
    met: set[int] = set()
    stack: list[tuple[Thing, str, int]] = [(thing, path, 0)]
    count = 0
    while stack:
        here, name, depth = stack.pop()
        if id(here) in met or depth > DEEPEST_PATH or getattr(here, "path", "") not in ("", name):
            continue
        met.add(id(here))
        if isinstance(here, Instance | Dict | List):
            here.path = here.path or name
        found = list(entries(here, name))
        for holder, key, item, inner in found:
            count += 1
            if count > MOST_ENTRIES:
                return
            if may_be_input:
                _adopt_entry(run, holder, key, item, inner, target)
        stack += [(item, inner, depth + 1) for _, _, item, inner in reversed(found)]


def entries(thing: Thing, path: str) -> Iterator[tuple[Thing, Any, Thing, str]]:
    """(holder, key, item, path) of what an object holds."""
    if isinstance(thing, Instance):
        for name, item in thing.attributes.items():
            yield thing, name, item, f"{path}.{name}"
    elif isinstance(thing, Dict):
        for key, (_, item) in thing.items.items():
            if isinstance(key, str | int) or (isinstance(key, tuple) and _is_plain(key)):
                yield thing, key, item, f"{path}[{key!r}]"
    elif isinstance(thing, List | tuple) and getattr(thing, "array", None) is None:
        for at, item in enumerate(thing.items if isinstance(thing, List) else thing):
            yield thing, at, item, f"{path}[{at}]"


def _is_plain(key: tuple[Any, ...]) -> bool:
    return len(key) < 9 and all(isinstance(one, str | int) for one in key)


def _adopt_entry(
    run: Reading, holder: Thing, key: Any, item: Thing, path: str, target: Place
) -> None:
    if path in run.inputs or holds_gradient(path):
        return
    if type(item) is Wire:
        if item.base is None and item.node is not None and is_promotable(run, item.node):
            promote(run, item.node, path)
        elif item.node is None and item.literal is not None and item.base is None:
            item.node = inputs.new_input(run, path, run.places.source(target), item.literal)
            item.literal = item.literal if item.literal.blank else None
        return
    if isinstance(holder, List | tuple):
        return
    literal = as_literal(item)
    if isinstance(item, List):
        literal = list_as_array(run, item, target)
        if literal is not None:
            source = run.places.source(target)
            item.array = Wire(inputs.new_input(run, path, source, literal), mutable=True)
            item.items = []
        return
    if literal is None or is_truth(literal.value):
        return
    wire = Wire(inputs.new_input(run, path, run.places.source(target), literal))
    if isinstance(holder, Instance):
        holder.attributes[key] = wire
    elif isinstance(holder, Dict):
        holder.items[key] = (holder.items[key][0], wire)
