"""Gradients that are sums: which steps add to them, and with how many digits they are written."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphs.format.addends import fork_digits
from graphs.format.numbers import Digits
from graphs.model.steps import Backward


class SumDigits:
    """How the gradients of one evaluation are written, so that its printed sums come out."""

    def __init__(self, steps: Sequence[object], digits: Digits) -> None:
        self.standard = digits
        self.gathered = gathered(steps)
        self.lines: dict[int, str] = {}  # what stands under sums, once it is written
        self._parts: dict[int, Digits] = {}
        self._factors: dict[int, Digits] = {}  # of gradients that such a sum multiplies
        for node, arrived in self.gathered.items():
            contributions = [step.contribution for step in arrived]
            found = self._parts[node] = fork_digits(contributions, arrived[-1].total, digits)
            if found == digits:
                continue
            for step in arrived:
                if step.node is not None:
                    self._factors[step.node] = max(
                        found, self._factors.get(step.node, found), key=_size
                    )

    def of_nodes(
        self, original: Sequence[int], steps: Sequence[object], shared: Collection[int]
    ) -> SumDigits:
        """The same ways of writing where nodes are numbered otherwise: ``original`` holds their
        numbers here, ``steps`` what is gathered there; of ``shared`` nodes that is a part."""
        other = SumDigits((), self.standard)
        other.gathered = gathered(steps)
        other._parts = {node: self.part(index) for node, index in enumerate(original)}
        other._factors = {
            node: self.total(index) for node, index in enumerate(original) if index not in shared
        }
        return other

    def part(self, node: int) -> Digits:
        """How a contribution to a node's gradient is written."""
        return self._parts.get(node, self.standard)

    def total(self, node: int) -> Digits:
        """How a node's whole gradient is written."""
        return max(self.part(node), self._factors.get(node, self.standard), key=_size)


def _size(digits: Digits) -> int:
    return digits if isinstance(digits, int) else 3


def gathered(steps: Sequence[object]) -> dict[int, list[Backward]]:
    """The steps that arrive at each node whose gradient is a sum, in their order."""
    arriving: dict[int, list[Backward]] = {}
    for step in steps:
        if isinstance(step, Backward):
            arriving.setdefault(step.to, []).append(step)
    return {node: arrived for node, arrived in arriving.items() if len(arrived) > 1}
