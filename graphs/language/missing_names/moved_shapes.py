"""Shape inference for gates that move elements: what their result tells of their arguments."""

from __future__ import annotations

from graphs.gates.inverses import DET, INV, SOLVE
from graphs.gates.items import SCATTER
from graphs.gates.joining import CONCATENATE, STACK
from graphs.gates.shapes import as_shape, normalize_axis, permutation, transpose_shape
from graphs.gates.shaping import RESHAPE
from graphs.language.missing_names import indexed_shapes
from graphs.language.missing_names.unknown_sizes import Inference, Size, Sizes
from graphs.model import Node


def infer(here: Inference, node: Node) -> None:
    """Infer sizes of the arguments of a gate that moves elements, or of its result."""
    gate = node.gate
    assert gate is not None
    if gate is SCATTER:
        indexed_shapes.written(here, node)
    elif "key" in node.settings:
        indexed_shapes.infer(here, node)
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


def _transposed(here: Inference, node: Node) -> None:
    """What is known of a transposed array is known of the array."""
    result, axes = here.sizes.get(node.index), node.settings.get("axes")
    if node.args[0] not in here.sizes and isinstance(axes, tuple):
        here.sizes[node.args[0]] = [Size() for _ in axes]
    elif result is not None and node.args[0] not in here.sizes:
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
    elif len(target) == len(sizes) + 1 and target[-1] == -1 and target[-2] > 0:  # equal parts
        here.relations.sums[node.index, 0] = sizes[-1], [result[-1]] * target[-2]
        for one, other in zip(sizes[:-1], result, strict=False):
            one.unify(other)
        return
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
    here.relations.sums[node.index, 0] = several[0], several[1:]


def _stacked(here: Inference, node: Node) -> None:
    """Arrays that are stacked have one shape."""
    known = next((it for one in node.args if (it := here.sizes.get(one))), None)
    for argument in node.args if known else ():
        sizes = here.sizes.setdefault(argument, known or [])
        for one, other in zip(sizes, known or (), strict=False):
            one.unify(other)
