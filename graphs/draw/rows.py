"""The order in each column and a first height for every box of a small picture.

Rows follow the text: depth-first from the output, slot by slot, each input and each further use of
a value begins a row; a gate stands in the middle of its arguments. So a small edit moves little.
Barycentre sweeps change the order only where that removes crossings.
"""

from __future__ import annotations

from graphs.draw.crossings import crossing_cost
from graphs.draw.plan import Plan
from graphs.draw.settle import settled

PITCH = 84.0  # pixels from row to row, before straightening
SWEEPS, PATIENCE = 16, 4  # at most, and without a gain


def row_heights(plan: Plan) -> list[float]:
    """The height of each box's centre, downwards, in the order of ``plan.boxes``."""
    rows = _Rows(plan).rows
    if crossing_cost(plan, rows) > (0, 0):
        rows = _Sweeps(plan, rows).best()
    return settled(plan, [row * PITCH for row in rows])


class _Rows:
    """By box: its row, with fractions for gates between their arguments."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.count = plan, 0
        self.rows = [-1.0] * len(plan.boxes)
        self.routes_into: dict[int, list[list[int]]] = {}
        for wire in plan.wires:
            self.routes_into.setdefault(wire.boxes[-1], []).append(wire.boxes)
        starts = {wire.boxes[0] for wire in plan.wires}
        ends = [index for index in self.routes_into if index not in starts]
        output = [box.index for box in plan.boxes if box.node == plan.graph.output]
        for index in (*output, *ends, *range(len(plan.boxes))):
            self._place(index)

    def _place(self, index: int) -> float:
        if self.rows[index] >= 0:
            return self.rows[index]
        arguments = []
        for route in self.routes_into.get(index, ()):
            source, lanes = route[0], route[1:-1]
            row = self._new_row() if lanes and self.rows[source] >= 0 else self._place(source)
            for lane in lanes:
                self.rows[lane] = row
            arguments.append(row)
        if self.plan.boxes[index].node in self.plan.wiring.stairs:
            arguments = arguments[1:]
        self.rows[index] = sum(arguments) / len(arguments) if arguments else self._new_row()
        return self.rows[index]

    def _new_row(self) -> float:
        self.count += 1
        return float(self.count)


class _Sweeps:
    """Better orders: by the barycentre heuristic, then by swaps of neighbours that cross less."""

    def __init__(self, plan: Plan, rows: list[float]) -> None:
        self.plan, self.rows = plan, rows
        self.sources, self.targets = plan.sources, plan.targets
        self.columns = [
            sorted((box.index for box in row), key=rows.__getitem__) for row in plan.rows
        ]
        self.place = [0] * len(plan.boxes)
        for column in self.columns:
            self._number(column)

    def best(self) -> list[float]:
        """The rows with the least crossings that a few sweeps find."""
        best = [list(column) for column in self.columns]
        cost, found = crossing_cost(self.plan, self.place), 0
        for sweep in range(SWEEPS):
            turn_equal, before = sweep % 4 > 1, list(self.place)
            if sweep:
                self._sweep(sweep % 2 == 0, turn_equal)
            self._swap(turn_equal)
            now = cost if self.place == before else crossing_cost(self.plan, self.place)
            if now < cost:
                best, cost = [list(column) for column in self.columns], now
                found = sweep
            if cost == (0, 0) or sweep - found >= PATIENCE:
                break
        rows = list(self.rows)
        for column in best:
            levels = sorted(self.rows[index] for index in column)
            for place, (index, row) in enumerate(zip(column, levels, strict=True)):
                rows[index] = row + place / 1000  # equal ones keep their order
        return rows

    def _number(self, column: list[int]) -> None:
        for place, index in enumerate(column):
            self.place[index] = place

    def _sweep(self, forwards: bool, turn_equal: bool) -> None:
        near, place = (self.sources if forwards else self.targets), self.place
        for column in self.columns if forwards else self.columns[::-1]:
            wanted = {
                index: sum([place[other] for other in near[index]]) / len(near[index])
                for index in column
                if near[index]
            }
            order = reversed(column) if turn_equal else column
            moving = iter(sorted((i for i in order if i in wanted), key=wanted.__getitem__))
            column[:] = [next(moving) if index in wanted else index for index in column]
            self._number(column)

    def _swap(self, equal: bool) -> None:
        """Swap neighbours while that removes crossings; first also where it makes no difference."""
        place = self.place
        swapped = True
        while swapped:
            swapped = False
            for column in self.columns:
                for at in range(len(column) - 1):
                    upper, lower = column[at : at + 2]
                    gain = 0
                    for near in (self.sources, self.targets):
                        for one in near[upper]:
                            for two in near[lower]:
                                gain += (place[one] > place[two]) - (place[one] < place[two])
                    if gain > 0 or (equal and gain == 0):
                        column[at : at + 2] = lower, upper
                        place[upper], place[lower] = at + 1, at
                        swapped = swapped or gain > 0
            equal = False
