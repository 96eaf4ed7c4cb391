"""Unknown sizes of arrays: unified where two uses need the same one."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from graphs.model import Graph, Shape

UNDECIDED_SIZES = (4, 3, 2)  # for sizes that no use decides
_FIRST_MARK = 1_000_003


class Size:
    """An unknown size: unified with others (union-find), known where one of them is."""

    __slots__ = ("known", "other")

    def __init__(self, known: int | None = None) -> None:
        self.known = known
        self.other: Size | None = None

    def root(self) -> Size:
        size = self
        while size.other is not None:
            size.other = size.other.other or size.other  # path compression
            size = size.other
        return size

    def unify(self, other: Size) -> None:
        """Make two sizes one; two that are known stay as they are."""
        one, two = self.root(), other.root()
        if one is two or (one.known is not None and two.known is not None):
            return
        if one.known is None:
            one.other = two
        else:
            two.other = one


Sizes = list[Size]


class Relations:
    """What is known of unknown sizes together, by the node that says so: a size that is the sum of
    others (``concatenate``), as many elements on both sides (``reshape``), a least size. ``places``
    are those that a first axis is indexed at, ``rows`` (pass of a loop,
    array, place, size) of ``X[i]``, ``singles`` those
    of ``b[0, 0, 0, c]``, which may be 1, ``ones`` sizes that had better be 1."""

    def __init__(self) -> None:
        self.sums: dict[tuple[int, int], tuple[Size, Sizes]] = {}
        self.products: dict[int, tuple[Sizes, Sizes]] = {}
        self.least: dict[tuple[int, int], tuple[Size, int]] = {}
        self.places: dict[tuple[int, int], tuple[Size, int]] = {}
        self.rows: dict[int, tuple[int, int, int, Size]] = {}
        self.singles: list[Size] = []
        self.ones: list[Size] = []

    def settle(self) -> None:
        """Find the sizes that follow from the others."""
        for total, parts in self.sums.values():
            known = sum(part.root().known or 0 for part in parts)
            unknown = [part.root() for part in parts if part.root().known is None]
            whole = total.root().known
            if not unknown and whole is None:
                total.root().known = known
            elif whole is not None and whole > known and len(set(unknown)) == 1:
                each, rest = divmod(whole - known, len(unknown))
                unknown[0].known = None if rest else each
        for left, right in self.products.values():
            for one, other in ((left, right), (right, left)):
                unknown = [size.root() for size in one if size.root().known is None]
                if len(unknown) == 1 and all(size.root().known for size in other):
                    known = prod(size.root().known or 1 for size in one)
                    each, rest = divmod(prod(size.root().known or 1 for size in other), known)
                    unknown[0].known = None if rest else each

    def decide(self, several: Iterable[Sizes], are_distinct: bool) -> None:
        """Give sizes that no use decides a number; ``are_distinct``: different ones in turn,
        counted over all sizes, so that they stay the same where some get values."""
        self.settle()
        for size in self.ones:
            if size.root().known is None:
                size.root().known = 1
        self._go_through_together()
        self._count_places()
        for total, parts in self.sums.values():  # equal parts that nothing else decides
            each = {part.root() for part in parts}
            is_open = total.root().known is None and len(parts) > len(each) == 1
            if is_open and parts[0].root().known is None:
                parts[0].root().known = UNDECIDED_SIZES[1]
        self.settle()
        placed = list(enumerate(size for sizes in several for size in sizes))
        sums = {total.root() for total, _ in self.sums.values()}
        for may_be_sum in (False, True):
            for place, one in placed:
                size = one.root()
                if size.known is None and (may_be_sum or size not in sums):
                    at = place % len(UNDECIDED_SIZES) if are_distinct else 0
                    least = (number for it, number in self.least.values() if it.root() is size)
                    size.known = max(UNDECIDED_SIZES[at], *least, 0)
                    self.settle()

    def _go_through_together(self) -> None:
        """Arrays that one pass of a loop asks for the same items, ``X[i], y[i]``, are as long."""
        asked: dict[tuple[int, int], tuple[set[int], Size]] = {}
        for group, owner, place, size in self.rows.values():
            asked.setdefault((group, owner), (set(), size))[0].add(place)
        alike: dict[tuple[int, frozenset[int]], Size] = {}
        for (group, _), (places, size) in asked.items():
            alike.setdefault((group, frozenset(places)), size).unify(size)

    def _count_places(self) -> None:
        """An axis that is indexed at 0, 1, … has as many places, where nothing else says more."""
        several: dict[Size, list[int]] = {}
        for size, place in self.places.values():
            several.setdefault(size.root(), []).append(place)
        single = {size.root() for size in self.singles}
        for size, places in several.items():
            number = len(set(places))
            is_told = number > 1 or (len(places) > 1 and size in single)
            if size.known is None and number == max(places) + 1 and is_told:
                least = (least for it, least in self.least.values() if it.root() is size)
                size.known = max(number, *least, 0)
        self.settle()


class Marks:
    """Numbers that stand for unknown sizes while a shape rule runs, each for one size, so that
    the rule's result tells which of its sizes come from which argument."""

    def __init__(self) -> None:
        self._marks: dict[Size, int] = {}
        self._sizes: dict[int, Size] = {}

    def of(self, sizes: Iterable[Size]) -> Shape:
        """The shape of these sizes, with a mark for each that is unknown."""
        return tuple(self._number(size.root()) for size in sizes)

    def _number(self, size: Size) -> int:
        if size.known is not None:
            return size.known
        if size not in self._marks:
            mark = self._marks[size] = _FIRST_MARK + 2 * len(self._marks)
            self._sizes[mark] = size
        return self._marks[size]

    def sizes(self, shape: Shape) -> Sizes:
        """The sizes of a result; what was computed from a mark (a product, say) is unknown."""
        return [
            self._sizes[number]
            if number in self._sizes
            else Size(number if number < _FIRST_MARK else None)
            for number in shape
        ]


class Inference:
    """The sizes of a circuit's values, by node, as far as they are found. ``states`` are inputs
    that a step renews, with the nodes of what they become; ``parts`` are the sizes and numbers of
    equal parts, by slice and axis."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.marks, self.relations = Marks(), Relations()
        self.sizes: dict[int, Sizes] = {}
        self.states: dict[int, int] = {}
        self.parts: dict[tuple[int, int], tuple[Size, int]] = {}
