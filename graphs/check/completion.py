"""Values that are right as a part of a gradient: a later line adds the rest."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphs.check.compare import Comparer, Judgement, count_parts_summed
from graphs.check.truth import NO_FIT, Fit, constant_factor, is_close
from graphs.gates.routing import CLIP


class Completion(Comparer):
    """Finds which of the values that are no whole gradient are right all the same."""

    def complete(self, judged: Iterable[Judgement]) -> None:
        """A value that lacks a contribution is right where a later line adds it: ``dW + reg*W``."""
        for one in judged:
            if one.equal or one.partial:
                continue
            if self._is_clipped(one):
                one.fit_to_due = Fit(equal=True)
            elif (
                _is_a_share(one)
                or _completed_by(one)
                or self._completes_a_step(one)
                or self._is_of_a_step(one)
            ):
                self.pull(one)
                one.partial = count_parts_summed(one) > 0
            if one.partial:
                _keep_only_the_last(one)
            elif _is_carried(one):
                one.fit_to_due = Fit(equal=True)

    def _is_clipped(self, one: Judgement) -> bool:
        """Whether a right gradient was kept within bounds: ``dW = np.clip(dW, -5, 5)``."""
        node = self.program.graph.nodes[one.version.node]
        return node.gate is CLIP and all(
            is_close(point.values[node.args[0]], true)
            for point, true in zip(one.points, one.true, strict=True)
        )

    def _is_of_a_step(self, one: Judgement) -> bool:
        """Whether a function that is called again and again hands a value on: each call may
        give one contribution, which its caller adds up."""
        versions, mine = self.program.log.versions, one.version.statement
        times = sum(
            other.statement is not None and mine is not None and other.statement.tree is mine.tree
            for other in versions
            if other.name == one.version.name and other.place is not one.version.place
        )
        return times > 0 and any(other.source is one.version for other in versions)

    def _completes_a_step(self, one: Judgement) -> bool:
        """Whether an update goes along the whole gradient: ``W -= rate * (dW + reg * W)``."""
        for version in self.program.log.versions:
            statement, before = version.statement, version.before
            if statement is None or before is None or statement not in one.version.readers:
                continue
            pairs = [
                (point.values[before.node], point.values[version.node]) for point in one.points
            ]
            shapes = {np.shape(value) for pair in pairs for value in pair}
            if statement in self.program.updates and shapes == {np.shape(one.true[0])}:
                factor = constant_factor([old - new for old, new in pairs], one.true)
                if factor is not None and factor > 0:
                    return True
        return False


def _is_a_share(one: Judgement) -> bool:
    """Whether a value of any name, ``dy_from_a``, spoils nothing as a part of a gradient."""
    users = [user for user in one.users if user.version.node != one.version.node]
    return not one.named and all(user.fit_to_true.equal for user in users)


def _is_carried(one: Judgement) -> bool:
    """Whether a value is carried to another pass of a loop, where the rest is added to it: every
    line that uses it is right."""
    carried = one.version.after is not None and not one.version.after.continues
    return carried and bool(one.users) and all(user.fit_to_true.equal for user in one.users)


def _keep_only_the_last(one: Judgement) -> None:
    """Where each contribution throws away the one before, ``dW = dW_t`` in a loop, the last one is
    not the gradient that it is said to be."""
    for user in one.builders():
        version = user.version
        replaces = version.before is not None and not version.continues and not version.before.used
        if version.node == one.version.node and user.target == one.target and replaces:
            user.fit_to_due, user.due, user.replaces = NO_FIT, user.true, True


def _completed_by(one: Judgement) -> bool:
    """Whether a line that builds on a value has the whole gradient of the same value, or all lines
    that build on it are right, as where the rest is added in a call: ``back(dh[t] + dnext)``."""
    users = [user for user in one.users if user.target != one.target]
    if users and all(user.fit_to_true.equal and not user.fit_to_due.equal for user in users):
        return True
    return any(user.target == one.target and user.fit_to_true.equal for user in one.builders())
