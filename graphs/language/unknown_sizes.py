"""Unknown sizes of arrays: unified where two uses need the same one."""

from __future__ import annotations

from collections.abc import Iterable

from graphs.model import Shape

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


def decide(several: Iterable[Sizes], are_distinct: bool) -> None:
    """Give sizes that no use decides a number; ``are_distinct``: different ones in turn, counted
    over all sizes, so that they stay the same where some get values."""
    place = 0
    for sizes in several:
        for size in (size.root() for size in sizes):
            if size.known is None:
                size.known = UNDECIDED_SIZES[place % len(UNDECIDED_SIZES) if are_distinct else 0]
            place += 1


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
