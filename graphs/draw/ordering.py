"""The order in each column and a first height for every box."""

from __future__ import annotations

from operator import itemgetter

from graphs.draw.crossings import crossing_cost
from graphs.draw.graphviz_engine import SEPARATION, graphviz_session
from graphs.draw.layering import MANY_LANES
from graphs.draw.plan import Plan
from graphs.draw.rows import row_heights

SMALL = 120  # gates, inputs and branches
TANGLED = 6  # crossings


def ordered_heights(plan: Plan) -> list[float]:
    """The height of each box's centre, downwards, in the order of ``plan.boxes``.

    A small picture keeps the rows of its text. Graphviz does larger ones, those with groups, and
    competes where many wires would cross.
    """
    if plan.graph.groups or len(plan.boxes) - plan.lanes > SMALL:
        return _graphviz_heights(plan)
    rows = row_heights(plan)
    cost = crossing_cost(plan, rows)
    if cost[1] < TANGLED:
        return rows
    other = _graphviz_heights(plan)
    return other if crossing_cost(plan, other) < cost else rows


def _graphviz_heights(plan: Plan) -> list[float]:
    """Heights by Graphviz.

    It knows no argument slots, so it may put a gate's first argument below the second. With
    ordering=in it keeps their order. If wires still cross then, Graphviz's free layout and its
    mirror image compete with that one, and the least tangled is returned.
    """
    wired = {index for wire in plan.wires for index in wire.boxes}
    y = _best_ordering(plan, wired)
    bottom = max((y[index] + plan.boxes[index].down for index in wired), default=0.0)
    for box in plan.boxes:  # unused inputs go below, in order
        if box.index not in wired and box.group is None:
            y[box.index] = bottom + SEPARATION + box.up
            bottom = y[box.index] + box.down
    return y


def _best_ordering(plan: Plan, wired: set[int]) -> list[float]:
    if not wired:
        return [0.0] * len(plan.boxes)
    with graphviz_session(plan) as run:
        candidates = []
        if plan.lanes <= MANY_LANES:
            in_order = _parse_heights(plan, run("in"))
            candidates = [(crossing_cost(plan, in_order), in_order)]
        if not candidates or candidates[0][0] > (0, 0):
            unordered = _parse_heights(plan, run(""))
            candidates += [
                (crossing_cost(plan, way), way)
                for way in (unordered, [-height for height in unordered])
            ]
    return min(candidates, key=itemgetter(0))[1]


def _parse_heights(plan: Plan, text: str) -> list[float]:
    y = [0.0] * len(plan.boxes)
    for line in text.splitlines():
        if line.startswith("node "):
            _, name, _, height, _ = line.split(" ", 4)
            y[int(name[1:])] = -float(height) * 72
    return y
