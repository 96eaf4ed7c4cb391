"""How tangled an order of the boxes is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from graphs.draw.plan import Plan


def crossing_cost(plan: Plan, heights: Sequence[float]) -> tuple[int, int]:
    """(cost, crossings): a crossing costs 3, two arguments in the wrong order cost 1."""
    boxes = plan.boxes
    columns: dict[int, list[tuple[float, float]]] = {}
    arrivals: dict[int, list[float]] = {}
    for wire in plan.wires:
        for tail, head in zip(wire.boxes, wire.boxes[1:], strict=False):
            hops = columns.setdefault(boxes[head].column, [])
            hops.append((heights[tail], heights[head]))
        arrivals.setdefault(wire.consumer, []).append(heights[wire.boxes[-2]])
    crossings = sum(
        (one[0] - two[0]) * (one[1] - two[1]) < 0
        for hops in columns.values()
        for one, two in combinations(hops, 2)
    )
    turned = sum(one > two for levels in arrivals.values() for one, two in combinations(levels, 2))
    return 3 * crossings + turned, crossings
