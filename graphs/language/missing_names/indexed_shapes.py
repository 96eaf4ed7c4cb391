"""Shape inference for arrays of which items are taken or written: what keys tell of axes."""

from __future__ import annotations

import re

import numpy as np

from graphs.gates.items import INDEX, IndexArray
from graphs.language.missing_names.unknown_sizes import Inference, Size, Sizes
from graphs.model import Graph, Node
from graphs.model.paths import last_word

ONE = re.compile(r"\w+(_idx|_index|_id|Idx|Index|Id)|center|context")  # names of one index


def infer(here: Inference, node: Node) -> None:
    """Arrays that index together have one shape; single indices take axes away; what stands after
    the first k of an axis has k elements fewer."""
    for argument in node.args[1:] if node.gate is INDEX else ():
        if argument not in here.sizes and is_one_index(here, argument):
            here.sizes[argument] = []
    args = [here.sizes.get(argument) for argument in node.args]
    result, key, owner = here.sizes.get(node.index), node.settings["key"], args[0]
    if owner is None and result is not None and (found := owner_of(key, result)) is not None:
        owner = here.sizes[node.args[0]] = found
    elif owner is None and result and len(key) == 1 and isinstance(key[0], IndexArray):
        index = here.sizes.get(node.args[-1])
        owner = here.sizes[node.args[0]] = [Size(), *result[1 if index is None else len(index) :]]
    if owner and node.gate is INDEX:
        _placed(here, node, owner, key)
        _counted(here, node, owner, key)
    places = [part.position for part in key if isinstance(part, IndexArray)]
    first = len(args) - len(places)
    known = next((args[first + place] for place in places if args[first + place]), None)
    if known is None and result and owner and len(key) == 1 and len(result) == len(owner):
        known = result[:1]  # rows that are picked
    for place in places:
        if args[first + place] is None and known is not None:
            here.sizes[node.args[first + place]] = known


def _counted(here: Inference, node: Node, owner: Sizes, key: tuple[object, ...]) -> None:
    """``p[np.arange(n), y]``: one of each of n rows."""
    first = key[0]
    if not isinstance(first, IndexArray) or first.axes or owner[0].root().known is not None:
        return
    places = here.graph.nodes[node.args[1 + first.position]].constant
    number = np.size(places)
    if len(key) > 1 and number > 1 and np.array_equal(places, np.arange(number)):
        owner[0].unify(Size(number))


def owner_of(key: tuple[object, ...], result: Sizes) -> Sizes | None:
    """The sizes of what is indexed by numbers, slices and None with this result."""
    sizes, rest = list[Size](), list(result)
    for part in key:
        if type(part) is int:
            sizes.append(Size())
        elif isinstance(part, slice) and rest:
            size = rest.pop(0)
            sizes.append(size if part == slice(None) else Size())
        elif part is None and rest:
            rest.pop(0)
        else:
            return None
    return [*sizes, *rest]


def _placed(here: Inference, node: Node, owner: Sizes, key: tuple[object, ...]) -> None:
    """What numbers and slices in a key tell of the axes that they stand for."""
    if any(not isinstance(part, int | slice) for part in key) or len(key) > len(owner):
        return
    result = here.sizes.get(node.index)
    if result is None:
        left = [Size() for part in key if isinstance(part, slice)]
        result = [*left, *owner[len(key) :]]
        at = 0
        for axis, part in enumerate(key):
            if isinstance(part, slice):
                is_equal = (node.index, axis) in here.parts
                result[at] = Size() if is_equal else _part_of(owner[axis], part)
                at += 1
        here.sizes[node.index] = result
    owned = here.graph.nodes[node.args[0]]
    if type(key[0]) is int and node.group is not None and owned.kind == "input":
        here.relations.rows[node.index] = node.group, owned.index, key[0], owner[0]
    at = 0
    for axis, part in enumerate(key):
        size = owner[axis]
        if isinstance(part, slice):
            if at < len(result) and (node.index, axis) in here.parts:
                equal, number = here.parts[node.index, axis]
                result[at].unify(equal)
                here.relations.sums[node.args[0], axis] = size, [equal] * number
            elif at < len(result):
                _sliced(here, (node.index, axis), size, part, result[at])
            at += 1
        elif isinstance(part, int) and part >= 0 and size.root().known is None:
            here.relations.least[node.index, axis] = size, part + 1
            if axis == 0 or len(key) > 2:
                here.relations.places[node.index, axis] = size, part
                here.relations.singles += [size] if len(key) > 2 else []


def _part_of(size: Size, part: slice) -> Size:
    """The size that a slice leaves of an axis."""
    known = size.root().known
    if part == slice(None):
        return size
    if known is not None:
        return Size(len(range(known)[part]))
    start, stop = part.start or 0, part.stop
    is_plain = stop is not None and stop > start >= 0 and part.step in (None, 1)
    return Size(stop - start) if is_plain else Size()


def _sliced(here: Inference, place: tuple[int, int], size: Size, part: slice, left: Size) -> None:
    start, stop = part.start or 0, part.stop
    if size.root().known is not None or part.step not in (None, 1) or start < 0:
        return
    if stop is None and start:
        here.relations.sums[place] = size, [Size(start), left]
        here.relations.least[place] = size, start + 1
    elif stop is not None and stop > start:
        here.relations.least[place] = size, stop


def written(here: Inference, node: Node) -> None:
    """``x[key] = value`` has the shape of x; the value that of ``x[key]``."""
    owner = here.sizes.get(node.args[0])
    if owner is None:
        return
    here.sizes.setdefault(node.index, owner)
    if node.args[1] not in here.sizes:
        indices = [here.sizes.get(argument) for argument in node.args[2:]]
        if all(one is not None for one in indices):
            marks = here.marks
            shapes = [marks.of(owner), *(marks.of(one or ()) for one in indices)]
            shape = INDEX.shape(*shapes, key=node.settings["key"])
            here.sizes[node.args[1]] = marks.sizes(shape)


def is_one_index(here: Inference, index: int) -> bool:
    """Whether a value that indexes is one number: an item of a name, ``targets[t]``, or a name of
    one."""
    node = here.graph.nodes[index]
    if node.gate is not None:
        is_at = node.gate is INDEX and all(type(part) is int for part in node.settings["key"])
        return is_at and here.graph.nodes[node.args[0]].kind == "input"
    return bool(ONE.fullmatch(last_word(node.name or "")))


def equal_parts(graph: Graph) -> dict[tuple[int, int], tuple[Size, int]]:
    """The size of the part that each slice takes, and how many there are, by slice and axis, where
    slices cut an axis into equal parts: ``a[:, :H], a[:, H:2*H], …``."""
    cuts: dict[tuple[int, int], dict[tuple[int, int], list[int]]] = {}
    for node in graph.nodes:
        key = node.settings.get("key", ()) if node.gate is INDEX else ()
        shape = graph.nodes[node.args[0]].shape if key else None
        axis = len(key) - 1
        if shape is None or len(key) > len(shape) or set(map(type, key)) != {slice}:
            continue
        if key[axis].step is None and all(part == slice(None) for part in key[:axis]):
            bounds = key[axis].indices(shape[axis])[:2]
            cuts.setdefault((node.args[0], axis), {}).setdefault(bounds, []).append(node.index)
    found: dict[tuple[int, int], tuple[Size, int]] = {}
    for (owner, axis), several in cuts.items():
        size, length = (graph.nodes[owner].shape or ())[axis], len(several)
        each = size // length
        equal = [(at * each, (at + 1) * each) for at in range(length)]
        if length > 1 and sorted(several) == equal and each * length == size:
            part = Size()
            found |= {(one, axis): (part, length) for it in several.values() for one in it}
    return found


def arrays(key: tuple[object, ...]) -> int:
    """How many arrays stand in a key."""
    return sum(isinstance(part, IndexArray) for part in key)
