"""Factors of matrix products: multiplied into what is smallest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import prod

from graphs.compiled.operations import Operation, live
from graphs.gates.arithmetic import MUL
from graphs.gates.matrices import MATMUL


def distribute(nodes: list[Operation], roots: Sequence[int]) -> set[int]:
    """``c * (x @ y)`` as ``x @ (c * y)``, where that is fewer products; the last thing done.

    Returns the operations that stand for another value now: ``x @ y`` for ``c * y``.
    """
    moved: set[int] = set()
    if not any(made.gate is MATMUL for made in nodes):
        return moved
    order = live(nodes, roots)
    uses = Counter(it for index in order for it in nodes[index].args)
    uses.update(roots)
    for index in order:
        made = nodes[index]
        if made.gate is not MUL or not made.shape:
            continue
        for factor, whole in (made.args, made.args[::-1]):
            inner = nodes[whole]
            if nodes[factor].shape or factor > whole or inner.gate is not MATMUL:
                continue
            x, y = inner.args
            smaller = min((x, y), key=lambda it: prod(nodes[it].shape))
            if uses[whole] > 1 or 2 * prod(nodes[smaller].shape) > prod(made.shape):
                continue
            small, args = nodes[smaller], (factor, smaller)
            nodes[whole] = Operation(small.shape, False, MUL, args)
            pair = (whole, y) if smaller == x else (x, whole)
            nodes[index] = Operation(made.shape, False, MATMUL, pair)
            moved.add(whole)
            break
    return moved
