"""How tangled an order of the boxes is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from graphs.draw.plan import Plan


def crossing_cost(plan: Plan, heights: Sequence[float]) -> tuple[int, int]:
    """(cost, crossings): a crossing costs 3, two arguments in the wrong order cost 1."""
    crossings = sum(
        _inversions([head for _, head in sorted([(heights[a], heights[b]) for a, b in hops])])
        for hops in plan.hops
    )
    turned = sum(
        _inversions([heights[tail] for tail in tails]) for tails in plan.sources if len(tails) > 1
    )
    return 3 * crossings + turned, crossings


def _inversions(levels: list[float]) -> int:
    """How many pairs are in the wrong order."""
    if levels == sorted(levels):
        return 0
    seen: list[float] = []
    count = 0
    for level in levels:
        place = bisect_right(seen, level)
        count += len(seen) - place
        seen.insert(place, level)
    return count
