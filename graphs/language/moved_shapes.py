"""Shape inference for gates that move elements: what their result tells of their arguments."""

from __future__ import annotations

from graphs.gates.inverses import DET, INV, SOLVE
from graphs.gates.items import INDEX, SCATTER, IndexArray
from graphs.gates.joining import CONCATENATE, STACK
from graphs.gates.shapes import as_shape, normalize_axis, permutation, transpose_shape
from graphs.gates.shaping import RESHAPE
from graphs.language.unknown_sizes import Inference, Size, Sizes
from graphs.model import Node


def infer(here: Inference, node: Node) -> None:
    """Infer sizes of the arguments of a gate that moves elements, or of its result."""
    gate = node.gate
    assert gate is not None
    if gate is SCATTER:
        _written(here, node)
    elif "key" in node.settings:
        _indexed(here, node)
    elif "keepdims" in gate.settings and node.args[0] not in here.sizes:
        _reduced(here, node)
    elif gate.shape is transpose_shape:
        _transposed(here, node)
    elif gate is RESHAPE:
        _reshaped(here, node)
    elif gate is CONCATENATE:
        _joined(here, node)
    elif gate is STACK:
        _stacked(here, node)
    elif gate in (INV, DET, SOLVE):
        size = Size()
        left = here.sizes.setdefault(node.args[0], [size, size])
        for right in node.args[1:]:
            here.sizes.setdefault(right, left[-1:])


def arrays(key: tuple[object, ...]) -> int:
    """How many arrays stand in a key."""
    return sum(isinstance(part, IndexArray) for part in key)


def _transposed(here: Inference, node: Node) -> None:
    """What is known of a transposed array is known of the array."""
    result = here.sizes.get(node.index)
    if result is not None and node.args[0] not in here.sizes:
        order = permutation(node.settings.get("axes"), len(result))
        here.sizes[node.args[0]] = [result[order.index(place)] for place in range(len(result))]


def _reduced(here: Inference, node: Node) -> None:
    """What was reduced has one axis more than the result, if it is not kept."""
    result, axis = here.sizes.get(node.index), node.settings.get("axis")
    if result is None or not isinstance(axis, int) or not 0 <= axis <= len(result):
        return
    if not node.settings.get("keepdims"):
        here.sizes[node.args[0]] = [*result[:axis], Size(), *result[axis:]]
    elif axis < len(result):
        here.sizes[node.args[0]] = [*result[:axis], Size(), *result[axis + 1 :]]


def _indexed(here: Inference, node: Node) -> None:
    """Arrays that index together have one shape; single indices take axes away; what stands after
    the first k of a vector has k elements fewer."""
    args = [here.sizes.get(argument) for argument in node.args]
    result, key, owner = here.sizes.get(node.index), node.settings["key"], args[0]
    if owner is None and result is not None and all(type(part) is int for part in key):
        here.sizes[node.args[0]] = [*(Size() for _ in key), *result]
    elif owner is None and result and len(key) == 1 and isinstance(key[0], IndexArray):
        here.sizes[node.args[0]] = [Size(), *result[1:]]
    elif owner and node.gate is INDEX and len(key) == 1 and isinstance(key[0], slice):
        _sliced(here, node, owner, key[0])
    places = [part.position for part in key if isinstance(part, IndexArray)]
    first = len(args) - len(places)
    known = next((args[first + place] for place in places if args[first + place]), None)
    for place in places:
        if args[first + place] is None and known is not None:
            here.sizes[node.args[first + place]] = known


def _sliced(here: Inference, node: Node, owner: Sizes, part: slice) -> None:
    start, stop = part.start or 0, part.stop
    if owner[0].root().known is not None or part.step not in (None, 1) or start < 0:
        return
    relations = here.relations
    if stop is None and start:
        result = here.sizes.setdefault(node.index, [Size(), *owner[1:]])
        relations.sums[node.index] = owner[0], [Size(start), result[0]]
    elif stop is not None and stop > start:
        relations.least[node.index] = owner[0], stop
        here.sizes.setdefault(node.index, [Size(stop - start), *owner[1:]])


def _written(here: Inference, node: Node) -> None:
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


def _reshaped(here: Inference, node: Node) -> None:
    """What is reshaped as another array is has its shape; else it has as many elements as the
    result, and its first axis where the rest of it is made one."""
    target, sizes = as_shape(node.settings["shape"]), here.sizes.get(node.args[0])
    if sizes is None:
        sizes = _as_another(here, node, target)
        if sizes is None:
            return
        here.sizes[node.args[0]] = sizes
    result = here.sizes.setdefault(
        node.index, [Size(None if size == -1 else size) for size in target]
    )
    if len(target) == 2 and target[1] == -1 and len(sizes) > 1:
        sizes[0].unify(result[0])
        if len(sizes) == 2:
            sizes[1].unify(result[1])
    elif target == (-1,) and len(sizes) == 1:
        sizes[0].unify(result[0])
    here.relations.products[node.index] = sizes, result


def _as_another(here: Inference, node: Node, target: tuple[int, ...]) -> Sizes | None:
    """The sizes of another array that is reshaped alike, the first axes alone if more of its are
    kept: of x (N, T, V) in ``x.reshape(N * T, V)`` for y in ``y.reshape(N * T)``."""
    for other in here.graph.nodes:
        if other.gate is not RESHAPE or other.index == node.index or -1 in target:
            continue
        longer, sizes = as_shape(other.settings["shape"]), here.sizes.get(other.args[0])
        if sizes is not None and longer[: len(target)] == target and len(sizes) >= len(longer):
            return sizes[: len(sizes) - (len(longer) - len(target))]
    return None


def _joined(here: Inference, node: Node) -> None:
    """Arrays that are joined differ on one axis, where the result is as long as all of them."""
    known = next((it for one in node.args if (it := here.sizes.get(one))), None)
    known = known or here.sizes.get(node.index)
    axis = node.settings.get("axis", 0)
    if not known or not isinstance(axis, int):
        return
    place = normalize_axis(axis, len(known))
    several = []
    for index in (node.index, *node.args):
        sizes = here.sizes.setdefault(
            index, [Size() if at == place else size for at, size in enumerate(known)]
        )
        if len(sizes) != len(known):
            return
        for at, size in enumerate(sizes):
            if at != place:
                size.unify(known[at])
        several.append(sizes[place])
    here.relations.sums[node.index] = several[0], several[1:]


def _stacked(here: Inference, node: Node) -> None:
    """Arrays that are stacked have one shape."""
    known = next((it for one in node.args if (it := here.sizes.get(one))), None)
    for argument in node.args if known else ():
        sizes = here.sizes.setdefault(argument, known or [])
        for one, other in zip(sizes, known or (), strict=False):
            one.unify(other)
