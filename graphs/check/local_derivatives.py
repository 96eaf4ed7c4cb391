"""Local derivatives: ``d_h_d_w`` is ∂h/∂w, whatever the loss; the chain is multiplied later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.check.truth import is_close, true_gradients
from graphs.language.gradient_names import looks_like_gradient, ratio, split_entry
from graphs.model import Value

MOST_ELEMENTS = 64  # of a value whose Jacobian is computed row by row


class Derivatives:
    """Finds which variables are called like a local derivative, and what each should be."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.named: dict[str, list[Version]] = {}
        for version in program.log.versions:
            if not looks_like_gradient(version.name):
                for name in {version.name, split_entry(version.name)[1]}:
                    self.named.setdefault(name, []).append(version)

    def pair(self, version: Version) -> tuple[int, int] | None:
        """The nodes ``A`` and ``B`` of ``d_A_d_B``; none where A is the loss."""
        names = ratio(version.name, self.named)
        if names is None:
            return None
        nodes = []
        for name in names:
            before = [one for one in self.named[name] if one.order < version.order]
            if not before:
                return None
            nodes.append(before[-1].node)
        over, under = nodes
        is_loss = over == self.program.loss.node or self._is_loss(names[0])
        return None if is_loss or over <= under else (over, under)

    def _is_loss(self, name: str) -> bool:
        loss = self.program.loss
        return name == split_entry(loss.name)[1] and not self.program.given

    def expected(self, version: Version, over: int, under: int) -> list[Value] | None:
        """What a derivative should be at each point, in the form in which it is written; None
        where that form cannot be told, as where W is written for the derivative of W @ x."""
        program = self.program
        values = [point.values[version.node] for point in program.points]
        shapes = np.shape(program.points[0].values[over]), np.shape(program.points[0].values[under])
        slopes = [self._slope(point.values, over, under) for point in program.points]
        if any(slope is None for slope in slopes):
            return None
        sums = [slope for slope in slopes if slope is not None]
        if shapes[0] in ((), (1,), (1, 1)) or _all_close(values, sums):
            return sums
        if max(map(np.prod, shapes)) > MOST_ELEMENTS:
            return None
        whole = [self._jacobian(point.values, over, under) for point in program.points]
        size = int(np.prod(shapes[1]))
        if shapes[0] == shapes[1] and all(_is_diagonal(one.reshape(size, size)) for one in whole):
            square = [one.reshape(size, size) for one in whole]
            return square if np.shape(values[0]) == (size, size) != shapes[1] else sums
        for turned in (whole, [one.reshape(-1, size).T for one in whole]):
            flat = [one.reshape(-1) for one in turned]
            if _all_close([np.reshape(value, -1) for value in values], flat):
                return values
        return None

    def _slope(self, values: Sequence[Value], over: int, under: int) -> Value | None:
        return self._backward(values, over, under, {})

    def _backward(
        self, values: Sequence[Value], over: int, under: int, start: Mapping[int, Value]
    ) -> Value | None:
        only = range(under, over + 1)
        found, _ = true_gradients(self.program.graph, values, start, over, only)
        return found.get(under)

    def _jacobian(self, values: Sequence[Value], over: int, under: int) -> np.ndarray:
        """The slope of each element by each: rows are elements of ``over``."""
        shape, rows = np.shape(values[over]), []
        for place in range(int(np.prod(shape))):
            unit = np.zeros(shape)
            unit.flat[place] = 1.0
            rows.append(np.ravel(self._backward(values, over, under, {over: unit})))  # type: ignore[arg-type]
        return np.stack(rows)


def _all_close(some: Sequence[Value], others: Sequence[Value]) -> bool:
    return all(is_close(*pair) for pair in zip(some, others, strict=True))


def _is_diagonal(square: np.ndarray) -> bool:
    return not np.any(square - np.diag(np.diagonal(square)))
