"""The order in each column and a first height for every box, as Graphviz finds them."""

from __future__ import annotations

from itertools import combinations
from operator import itemgetter

from graphs.draw.graphviz_engine import SEPARATION, opened
from graphs.draw.layering import MANY_LANES
from graphs.draw.plan import Plan


def heights(plan: Plan) -> list[float]:
    """The height of each box's centre, downwards, in the order of ``plan.boxes``.

    Graphviz knows no slots, so it may set the first argument of a gate below the second. Where
    wires cross although it is told to keep the order of arguments, that is only one of three ways
    the best of which is taken, with Graphviz's own and that upside down.
    """
    wired = {index for wire in plan.wires for index in wire.boxes}
    found = _best(plan, wired)
    bottom = max((found[index] + plan.boxes[index].down for index in wired), default=0.0)
    for box in plan.boxes:  # what nothing reads stands below, in order
        if box.index not in wired and box.group is None:
            found[box.index] = bottom + SEPARATION + box.up
            bottom = found[box.index] + box.down
    return found


def _best(plan: Plan, wired: set[int]) -> list[float]:
    if not wired:
        return [0.0] * len(plan.boxes)
    with opened(plan) as run:
        ways = []
        if plan.lanes <= MANY_LANES:
            kept = _read(plan, run("in"))
            ways = [(tangle(plan, kept), kept)]
        if not ways or ways[0][0] > (0, 0):
            free = _read(plan, run(""))
            ways += [(tangle(plan, way), way) for way in (free, [-height for height in free])]
    return min(ways, key=itemgetter(0))[1]


def tangle(plan: Plan, heights: list[float]) -> tuple[int, int]:
    """How hard a picture is to follow: crossings count three times, turned arguments once."""
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


def _read(plan: Plan, text: str) -> list[float]:
    found = [0.0] * len(plan.boxes)
    for line in text.splitlines():
        if line.startswith("node "):
            _, name, _, y, _ = line.split(" ", 4)
            found[int(name[1:])] = -float(y) * 72
    return found
