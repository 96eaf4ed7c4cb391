"""How tangled an order of the boxes is."""

from __future__ import annotations

from bisect import bisect_right
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
    crossings = sum(map(_inversions, columns.values()))
    turned = sum(one > two for levels in arrivals.values() for one, two in combinations(levels, 2))
    return 3 * crossings + turned, crossings


def _inversions(hops: list[tuple[float, float]]) -> int:
    """How many pairs of hops between two columns cross."""
    hops.sort()
    heads: list[float] = []
    crossings = 0
    for _, head in hops:
        place = bisect_right(heads, head)
        crossings += len(heads) - place
        heads.insert(place, head)
    return crossings
