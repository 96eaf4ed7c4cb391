"""A loss that is computed after the update, for a print: it is read as that of the pass before."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace

from graphs.check.log import Log, Version
from graphs.language.gradient_names import STEPS, looks_like_gradient, targets
from graphs.language.training_loops.flow import settings_key
from graphs.model import Node
from graphs.model.paths import last_word


def before_updates(
    nodes: Sequence[Node], log: Log, trained: Collection[str], loss: int
) -> tuple[Node, ...]:
    """The nodes, the loss computed from what parameters were before their updates; what is then
    computed as in the pass is the pass's own. ``trained`` are paths of parameters."""
    words = {last_word(path) for path in trained}
    updates = {
        one.node: one.before.node
        for one in _updates(nodes, log)
        if one.before and last_word(one.name) in words
    }
    met, waiting, reached = set[int](), [loss], False
    while waiting:
        here = waiting.pop()
        while here in updates:
            here, reached = updates[here], True
        if here not in met:
            met.add(here)
            waiting += nodes[here].args
    if not reached:
        return tuple(nodes)
    same: dict[int, int] = {}
    numbers: dict[Hashable, int] = {}
    found: list[Node] = []
    for node in nodes:
        if node.index in met:
            args = list(node.args)
            for slot, one in enumerate(args):
                while one in updates:
                    one = updates[one]
                args[slot] = same.get(one, one)
            node = replace(node, args=tuple(args))
        found.append(node)
        key: Hashable = ("node", node.index)
        if node.gate is not None:
            key = (node.gate.name, node.args, settings_key(node.settings))
        elif node.kind == "constant" and not node.shape and node.name is None:
            key = ("constant", repr(node.constant))
        first = numbers.setdefault(key, node.index)
        if node.index in met and node.index != loss:
            same[node.index] = first
    return tuple(found)


def _updates(nodes: Sequence[Node], log: Log) -> list[Version]:
    """Values of parameters after a step along a gradient."""
    known = {one.name for one in log.versions}
    gradients = {
        one.node
        for one in log.versions
        if looks_like_gradient(one.name) and (targets(one.name, known) or STEPS.fullmatch(one.name))
    }
    return [
        one
        for one in log.versions
        if one.before is not None
        and one.continues
        and not looks_like_gradient(one.name)
        and nodes[one.node].shape == nodes[one.before.node].shape
        and _comes_from(nodes, one.node, one.before.node, gradients - {one.before.node})
    ]


def _comes_from(nodes: Sequence[Node], index: int, before: int, gradients: set[int]) -> bool:
    """Whether a value is computed from its value before and from a gradient."""
    waiting, met, found = [index], set[int](), False
    while waiting:
        here = waiting.pop()
        found = found or (here in gradients and here != index)
        if here not in met and here != before:
            met.add(here)
            waiting += nodes[here].args if here > before else ()
    return found
