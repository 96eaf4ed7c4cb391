"""The x coordinates of the columns. All in pixels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from graphs.draw.parts.fragment import cards_of
from graphs.draw.plan import Box, Plan, group_spans
from graphs.draw.ports import REACH, Ports

STEEP_LEAD = 36.0  # how far before its column's end a free lane may start a steep bend
STEP = 4.0  # from a column's end to the middle of the gates of a stair
LEAST_STEEP = 28.0  # from there to the middle of the gate
LEVEL = 0.5  # heights nearer than this count as equal
PAD = 18.0  # from a group's outline to its columns
# Wires of several values that go up or down beside one another for so long need so much more to
# bend, for each value but one.
LONG, BESIDE = 36.0, 16.0


@dataclass(slots=True)
class Column:
    start: float = 0.0  # where lanes run level; left rim of the gates
    gate: float = 0.0  # centre of the gates
    end: float = 0.0  # where values and tags end and bends may begin
    input: float = 0.0  # how far before the end the wires of inputs start


class Columns(Ports):
    """The columns of a plan whose boxes have heights ``y``."""

    def __init__(
        self,
        plan: Plan,
        y: list[float],
        tag: int,
        half_widths: dict[int, float],
        name_widths: dict[int, float],
        tag_widths: dict[int, float],
        guard_widths: dict[int, tuple[float, float]],
    ) -> None:
        """``name_widths``: by box, the width before its value; ``tag_widths``: the width from there
        on; ``tag``: that of a number's tag; the rest as ``Ports``."""
        super().__init__(plan, y, half_widths, guard_widths)
        self.tag, self.tag_widths = tag, tag_widths
        self.arrays = any(node.shape for node in plan.graph.nodes)
        self.spans = group_spans(plan)
        self.steep_lanes: set[int] = set()
        self.wires_from = Counter(wire.boxes[0] for wire in plan.wires)
        self.cards = cards_of(plan.graph)
        self.broadcasting = {  # boxes with the mark of a broadcast after their tag
            wire.boxes[-2]
            for wire in plan.wires
            if (wire.consumer, wire.slot) in plan.wiring.repeat_counts
        }
        self.columns: list[Column] = []
        end = 0.0
        for index, row in enumerate(self.rows):
            start = end + (self._gap(index) if index else 0.0)
            column = Column(start, start + self.half_widths[index])
            column.end = self._end(column, row, half_widths, name_widths)
            self.columns.append(column)
            end = column.end

    def _end(
        self,
        column: Column,
        row: list[Box],
        half_widths: dict[int, float],
        name_widths: dict[int, float],
    ) -> float:
        ends = [column.start]
        before = wide = 0.0  # of inputs: their wires start one below the other
        for box in row:
            if box.kind == "gate":
                rim = column.gate + half_widths[box.index]
                before_value = name_widths[box.index] or -self.overhang(box)
                ends.append(rim + before_value + self.tag_widths[box.index] + self.spacing.stem)
            elif box.kind in ("leaf", "copy"):
                before, wide = (
                    max(before, name_widths[box.index]),
                    max(wide, self.tag_widths[box.index]),
                )
            elif box.index in self.tag_widths:
                ends.append(column.start + self.tag_widths[box.index] + self.spacing.stem)
        column.input = wide + self.spacing.stem
        if wide:
            ends.append(column.start + before + column.input)
        return max(ends)

    def _gap(self, index: int) -> float:
        """The width for the bends before a column: more where they are many or steep."""
        drops: list[float] = []
        runs: list[tuple[float, float, int]] = []  # from, to, of which value
        least = 0.0
        for tail, head in self.hops[index]:
            drop = abs(self.y[tail] - self.y[head])
            port = self.ports.get((tail, head))
            if port and port.above:
                continue
            if drop >= LEVEL and not self._may_bend_early(tail, head):
                drops.append(drop)
                low, high = sorted((self.y[tail], self.y[head]))
                runs.append((low, high, self.plan.boxes[tail].node))
                turn = port.turn if port else self.passing_width(tail, head)
                least = max(least, turn + (0 if port else 8) - self.spacing.lift if turn else 0.0)
        pads = PAD * (self.outlines_at(index, 0) + self.outlines_at(index - 1, 1))
        guard_widths = [
            half for box in self.rows[index] for half in self.guard_widths.get(box.index, ())
        ]
        chip = max(guard_widths, default=0.0)
        # beside arrays and outlines, chips and lines that end there need more
        if self.arrays or self.outlines_at(index - 1, 1):
            least = max(least, chip - self.radius + 4)
        if not drops and self._is_stair(index):
            return STEP - self.radius
        if not drops:  # chips are as wide as tags
            into_steep = any(tail in self.steep_lanes for tail, _ in self.hops[index])
            straight = max(self.spacing.straight, LEAST_STEEP - self.radius if into_steep else 0.0)
            gap = max(straight, self._chip_gap(index), least) + pads
            return -self.spacing.overhang if self._may_overhang(index, gap) else gap
        crowd = min(2.5 * max(0, len(drops) - 5), 40.0)
        steep = min(max(0.0, max(drops) - 240.0) / 12, 60.0)
        more = (
            max(crowd, steep, BESIDE * max(0, _together(runs) - 1))
            if self.spacing.low
            else crowd + steep
        )
        return max(self.spacing.bend + more, self._chip_gap(index), least) + pads

    def _may_overhang(self, index: int, gap: float) -> bool:
        """Whether tags before a column may reach under its gates: gates' own, straight ahead."""
        boxes = self.plan.boxes
        return gap <= self.spacing.straight and all(
            boxes[tail].kind == "gate"
            and boxes[head].kind == "gate"
            and self.overhang(boxes[head])
            and tail not in self.broadcasting
            and not boxes[tail].extra_height
            and boxes[tail].node not in self.plan.wiring.local_factors
            for tail, head in self.hops[index]
        )

    def overhang(self, box: Box) -> float:
        """How far a gate's own value and tag may reach over it: not over a card, which is higher,
        nor where something is docked that they would touch."""
        if box.node in self.cards:
            return 0.0
        guarded = any(self.guard_widths.get(box.index, ()))
        docked = self.plan.wiring.docks[box.node].below or (guarded and box.extra_height)
        return 0.0 if docked else self.spacing.overhang

    def _is_stair(self, index: int) -> bool:
        """Whether the gates of a column are below the tags of the column before: they are entered
        from above, and from the left by nothing that has a tag or a broadcast there."""
        gates = [box for box in self.rows[index] if box.kind != "lane"]
        return (
            all(box.node in self.plan.wiring.stairs for box in gates)
            and all(
                self.ports[hop].above
                or (self.plan.boxes[hop[0]].kind == "lane" and hop[0] not in self.broadcasting)
                for hop in self.hops[index]
                if hop in self.ports
            )
            and not self.outlines_at(index, 0)
            and not self.outlines_at(index - 1, 1)
            and all(
                abs(self.y[one.index] - self.y[gate.index])
                >= self.radius + (one.down if self.y[one.index] < self.y[gate.index] else one.up)
                for gate in gates
                for one in self.rows[index - 1]
                if one.kind != "lane"
            )
        )

    def _chip_gap(self, index: int) -> float:
        """The width before a column whose chips are wider than its gates."""
        if not self.spacing.own_widths:
            return self.tag / 2 - self.radius - 4
        widest = 0.0
        for box in self.rows[index]:
            half = max(self.guard_widths.get(box.index, (0.0, 0.0)))
            y, reach = self.y[box.index], REACH + box.extra_height
            if any(
                LEVEL < abs(self.y[other.index] - y) < reach + other.half_height
                for other in self.rows[index - 1]
                if other.kind != "lane"
            ):
                widest = max(widest, half - self.radius)
        return widest

    def _may_bend_early(self, tail: int, head: int) -> bool:
        """Whether a lane may bend early, under or over the ends of its neighbours' tags."""
        lane = self.plan.boxes[tail]
        if tail in self.steep_lanes:
            return True
        if lane.kind != "lane" or self.plan.boxes[head].kind != "gate" or tail in self.tag_widths:
            return False
        low, high = sorted((self.y[tail], self.y[head]))
        if self.ports[tail, head].turn or any(
            low - REACH - box.extra_height < self.y[box.index] < high + REACH + box.extra_height
            for box in self.rows[lane.column + 1]
            if box.index != head and box.kind != "lane"
        ):
            return False
        here, there = self.y[tail], self.y[head]
        direction = 1 if there > here else -1
        between = [
            box
            for box in self.rows[lane.column]
            if box.index != tail and (self.y[box.index] - here) * direction > 0
        ]
        others = [
            (self.y[box.index] - here) * direction - (box.down if direction < 0 else box.up)
            for box in between
        ]
        leaving = {other for other, _ in self.hops[lane.column + 1]}
        if any(box.kind == "gate" and box.index not in leaving for box in between):
            return False  # it ends there, with its name
        arrivals = [
            (self.y[other] - there) * direction
            for other, gate in self.hops[lane.column + 1]
            if gate == head and other != tail
        ]
        free = abs(there - here) > 120 and min(others, default=100.0) >= 56
        if free and all(arrival > -LEVEL for arrival in arrivals):
            self.steep_lanes.add(tail)
            return True
        return False

    def nesting(self, group: int, side: int) -> int:
        """How many nested outlines share a group's left (0) or right (1) edge."""
        edge = self.spans[group][side]
        inner = [
            self.nesting(other, side)
            for other in self.spans
            if self.plan.graph.groups[other].parent == group and self.spans[other][side] == edge
        ]
        return 1 + max(inner, default=0)

    def outlines_at(self, index: int, side: int) -> int:
        """How many nested outlines lie at a column's left (0) or right (1) edge."""
        return max(
            (self.nesting(group, side) for group in self.spans if self.spans[group][side] == index),
            default=0,
        )

    def right_of_outlines(self, index: int) -> float:
        """The x right of all outlines at the end of a column."""
        return self.columns[index].end + PAD * self.outlines_at(index, 1)


def _together(runs: list[tuple[float, float, int]]) -> int:
    """How many values have wires that go up or down beside another one's for long."""
    found: set[int] = set()
    for (low, high, one), (start, end, other) in combinations(runs, 2):
        if one != other and min(high, end) - max(low, start) > LONG:
            found |= {one, other}
    return len(found)
