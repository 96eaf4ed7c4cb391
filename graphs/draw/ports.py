"""Where wires enter their gates, clear of each other and of chips and constants. In pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graphs.draw.plan import Plan

GUARDED = 34.0  # from a gate's wire to the chip or constant above or below the gate
REACH = 92.0  # from a gate's wire to the far edge of a chip's caption
CORNER = 18.0  # of a wire that turns down into the next gate of a stair
NEAR = 120.0  # a curve into a gate would cut the corner of a neighbour as near as this


class Port(NamedTuple):
    """How far off the middle a wire enters its gate, and how far before it turns towards it."""

    shift: float
    turn: float
    above: bool = False  # it comes down from above, as at a stair


class Ports:
    """A plan with heights: rows and hops by column, and where each wire enters its gate."""

    def __init__(
        self,
        plan: Plan,
        y: list[float],
        half_widths: dict[int, float],
        guard_widths: dict[int, tuple[float, float]],
    ) -> None:
        """``half_widths``: half the width of each gate; ``guard_widths``: half the widths of what
        is above and below it."""
        self.plan, self.y, self.guard_widths = plan, y, guard_widths
        self.spacing = plan.wiring.spacing
        self.radius, self.guarded = self.spacing.radius, GUARDED + self.spacing.lift
        self.rows, self.hops = plan.rows, plan.hops
        self.half_widths = [
            max((half_widths[box.index] for box in row if box.kind == "gate"), default=self.radius)
            for row in self.rows
        ]
        self.ports = self._ports()

    def _ports(self) -> dict[tuple[int, int], Port]:
        """Where each wire enters its gate, so that those from one side stay apart."""
        ports: dict[tuple[int, int], Port] = {}
        arrivals: dict[int, list[tuple[float, int]]] = {}
        for wire in self.plan.wires:
            tail, head = wire.boxes[-2:]
            arrivals.setdefault(head, []).append((self.y[tail] - self.y[head], tail))
        for head, drops in arrivals.items():
            drops.sort()
            above, below = self.guard_widths[head]
            turning = {
                -1: [tail for drop, tail in reversed(drops) if drop < -self.guarded and above],
                1: [tail for drop, tail in drops if drop > self.guarded and below],
            }
            entries: list[tuple[float, float, int]] = []  # preferred shift, turn, tail
            for drop, tail in drops:
                side = -1 if drop < 0 else 1
                guarded = turning[side]
                if tail in guarded:
                    turn = (above if side < 0 else below) + 8
                    entries.append((side * (9.0 + 6 * guarded.index(tail)), turn, tail))
                else:
                    entries.append((min(max(0.216 * drop, -16.0), 16.0), 0.0, tail))
            positions: list[float] = []
            for preferred, _, _ in entries:
                positions.append(max(preferred, positions[-1] + 6.5) if positions else preferred)
            over = max(0.0, positions[-1] - 17)
            for (preferred, turn, tail), place in zip(entries, positions, strict=True):
                passing_width = self.passing_width(tail, head)
                turn = max(turn, passing_width + 8 if passing_width else 0.0)
                shift = place - over if turn else place - over - preferred
                ports[tail, head] = Port(max(-15.0, min(15.0, shift)), turn)
        for hops in self.hops:
            self._spread(hops, ports)
        for tail, head in self._steps_down():
            ports[tail, head] = Port(0.0, 0.0, above=True)
        return ports

    def _steps_down(self) -> Iterator[tuple[int, int]]:
        """The hops of sums into the next gate of their stairs, where nothing is in their way."""
        boxes, stairs = self.plan.boxes, self.plan.wiring.stairs
        for wire in self.plan.wires if stairs else ():
            tail, head = wire.boxes[-2:]
            low, high = self.y[tail], self.y[head]
            if (
                wire.consumer in stairs
                and wire.slot == 0
                and high - low >= self.radius + CORNER
                and not any(
                    low < self.y[box.index] < high and box.kind != "lane"
                    for box in self.rows[boxes[head].column]
                )
            ):
                yield tail, head

    def _spread(self, hops: list[tuple[int, int]], ports: dict[tuple[int, int], Port]) -> None:
        """Put vertical parts of wires between the same two columns side by side."""
        tracks: list[list[tuple[float, float]]] = []
        upright = [hop for hop in hops if hop in ports and ports[hop].turn]
        for tail, head in sorted(upright, key=lambda hop: -abs(self.y[hop[0]] - self.y[hop[1]])):
            low, high = sorted((self.y[tail], self.y[head]))
            free = (
                track
                for track, occupied in enumerate(tracks)
                if all(high < start + 10 or low > end - 10 for start, end in occupied)
            )
            track = next(free, len(tracks))
            if track == len(tracks):
                tracks.append([])
            tracks[track].append((low, high))
            shift, turn, _ = ports[tail, head]
            ports[tail, head] = Port(shift, turn + 8 * track)

    def passing_width(self, tail: int, head: int) -> float:
        """Half the width of what a hop passes above or below other gates of its column."""
        low, high = sorted((self.y[tail], self.y[head]))
        if high - low < self.guarded:
            return 0.0
        widest = 0.0
        index = self.plan.boxes[head].column
        for box in self.rows[index]:
            y, reach = self.y[box.index], REACH + box.extra_height
            if box.index == head or high < y - reach or low > y + reach:
                continue
            above, below = self.guard_widths.get(box.index, (0.0, 0.0))
            if low < y - self.guarded:
                widest = max(widest, above)
            if high > y + self.guarded:
                widest = max(widest, below)
            near = abs(y - self.y[head]) < NEAR and low < y < high
            if box.kind in ("leaf", "copy", "branch") or (box.kind == "gate" and near):
                widest = max(widest, self.half_widths[index])
        return widest
