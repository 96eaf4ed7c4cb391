"""Scalar factors of matrix products: multiplied into the smaller operand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import prod

from graphs.compiled.operations import Operation, live
from graphs.gates.arithmetic import MUL
from graphs.gates.matrices import MATMUL


def distribute(nodes: list[Operation], roots: Sequence[int]) -> set[int]:
    """Write ``c * (x @ y)`` as ``x @ (c * y)`` where that multiplies fewer numbers, in place.

    Returns the operations that compute another value than before: ``c * y`` in place of ``x @ y``.
    To be done last, since nothing else may know them any more.
    """
    redefined: set[int] = set()
    if not any(operation.gate is MATMUL for operation in nodes):
        return redefined
    order = live(nodes, roots)
    uses = Counter(it for index in order for it in nodes[index].args)
    uses.update(roots)
    for index in order:
        operation = nodes[index]
        if operation.gate is not MUL or not operation.shape:
            continue
        for factor, product in (operation.args, operation.args[::-1]):
            inner = nodes[product]
            if nodes[factor].shape or factor > product or inner.gate is not MATMUL:
                continue
            x, y = inner.args
            smaller = min((x, y), key=lambda it: prod(nodes[it].shape))
            if uses[product] > 1 or 2 * prod(nodes[smaller].shape) > prod(operation.shape):
                continue
            smaller_operand, scaled = nodes[smaller], (factor, smaller)
            nodes[product] = Operation(smaller_operand.shape, False, MUL, scaled)
            operands = (product, y) if smaller == x else (x, product)
            nodes[index] = Operation(operation.shape, False, MATMUL, operands)
            redefined.add(product)
            break
    return redefined
