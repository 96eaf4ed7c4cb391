"""The path of each wire through the columns."""

from __future__ import annotations

from itertools import takewhile

from graphs.draw.columns import LEVEL, STEEP_LEAD, Columns
from graphs.draw.curves import Path, Point, Segment, merge, point_at
from graphs.draw.plan import Wire
from graphs.draw.ports import CORNER


class Routes(Columns):
    """Columns with the wires that run through them."""

    def route(self, wire: Wire, start: Point, target: Point) -> Path:
        """The path of a wire from ``start``, in its source's column, to its gate's centre."""
        boxes = self.plan.boxes
        path: Path = []
        point = start
        last = len(wire.boxes) - 1
        for position, index in enumerate(wire.boxes):
            column = self.columns[boxes[index].column]
            if position == last:
                path += self._enter_gate(point, target, wire.boxes[-2], index)
                break
            level = self.y[index]
            if position:
                entry = (max(self._level_start(wire.boxes[position - 1], index), point[0]), level)
                fans = position == 1 and self.wires_from[wire.boxes[0]] > 1
                path.append(fan(point, entry) if fans else bend(point, entry))
                point = entry
            steep = index in self.steep_lanes and position == last - 1
            end = (max(column.end - (STEEP_LEAD if steep else 0), point[0]), level)
            if position == last - 1 and self.ports[index, wire.boxes[-1]].above:
                end = (min(end[0], target[0] - CORNER), level)
            path.append((point, end))
            point = end
        return merge(path)

    def _level_start(self, tail: int, head: int) -> float:
        """The x at which a lane or branch begins to run level in its column."""
        column = self.columns[self.plan.boxes[head].column]
        passing_width = self.passing_width(tail, head)
        return min(column.start, column.gate - passing_width - 6) if passing_width else column.start

    def _enter_gate(self, start: Point, centre: Point, tail: int, head: int) -> Path:
        """The last piece of a wire's path, into its gate; around the chip or the constants above or
        below the gate where the wire comes from there."""
        port = self.ports[tail, head]
        (x0, y0), (x1, y1) = start, (centre[0], centre[1] + port.shift)
        if abs(y0 - y1) < LEVEL:
            y1 = y0
        if port.above:
            before, after = (x1 - CORNER, y0), (x1, y0 + CORNER)
            handles = (x1 - CORNER / 3, y0), (x1, y0 + CORNER / 3)
            return [(start, before), (before, *handles, after), (after, (x1, y1))]
        if not port.turn:
            return [bend(start, (x1, y1), tail in self.steep_lanes)]
        x = max(self.columns[self.plan.boxes[head].column].gate - port.turn, x0 + 6)
        middle = x0 + (x1 - x0) * 0.2
        curve: Segment = (start, (middle, y0), (middle, y1), (x1, y1))
        back = (point_at(curve, t / 12) for t in range(11, 0, -1))
        beside = takewhile(lambda point: point[0] > x + 4, back)  # what is above or below the gate
        if all(abs(py - centre[1]) < self.guarded + 2 for _, py in beside):
            return [curve]
        turn = centre[1] + (self.guarded if y0 > centre[1] else -self.guarded)
        rim = x1 - 16
        return [
            (start, (x, y0), (x, y0 + (turn - y0) * 0.5), (x, turn)),
            ((x, turn), (x, turn + (y1 - turn) * 0.55), (x + (rim - x) * 0.45, y1), (rim, y1)),
            ((rim, y1), (x1, y1)),
        ]


def fan(start: Point, end: Point) -> Segment:
    """One of several curves out of a dot, all of one form, so that they never cross."""
    (x0, y0), (x1, y1) = start, end
    if abs(y1 - y0) < LEVEL:
        return (start, (x1, y0))
    wide = x1 - x0
    return (start, (x0 + wide * 0.6, y0), (x0 + wide * 0.07, y1), end)


def bend(start: Point, end: Point, steep: bool = False) -> Segment:
    """A level line, or a curve that leaves and arrives level; steep where it has far to go."""
    (x0, y0), (x1, y1) = start, end
    drop, wide = abs(y1 - y0), x1 - x0
    if drop < LEVEL:
        return (start, (x1, y0))
    if steep:
        return (start, (x0 + wide * 0.66, y0), (x1 - wide * 0.31, y1), end)
    if drop <= 140:
        return (start, (x0 + wide * 0.5, y0), (x1 - wide * 0.58, y1), end)
    middle = x0 + wide * 0.45
    return (start, (middle, y0), (middle, y1), end)
