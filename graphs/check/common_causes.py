"""One slip that makes several lines wrong is told where it was made.

``dh = dz @ W.T`` is the gradient of h; where all that use it need the gradient before the
activation, the slope is missing in this one line, not in each of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphs.check.assign import Judge
from graphs.check.compare import Judgement
from graphs.check.line_slice import LineSlice
from graphs.check.rows import FINE
from graphs.check.truth import NO_FIT, Fit

LEAST_USERS = 2


def blame_common_causes(judged: Sequence[Judgement], judging: Judge) -> None:
    """Blame a right gradient where all lines that use it are wrong, and would be right with the
    gradient of a value behind it."""
    for one in judged:
        users = [user for user in one.users if user in judged]
        wrong = [user for user in users if user.status not in FINE]
        if not one.fit_to_true.equal or len(wrong) < LEAST_USERS or len(wrong) < len(users):
            continue
        for target in judging.program.behind(one.target, goes_on=True):
            meant = [point.truth.get(target) for point in one.points]
            if any(value is None for value in meant):
                continue
            if all(_mends(user, one, meant, judging) for user in wrong):
                one.status, one.target = "wrong", target
                one.true = one.due = meant
                one.fit_to_true = one.fit_to_due = NO_FIT
                for user in wrong:
                    user.status, user.fit_to_due = "right", Fit(equal=True)
                break


def _mends(user: Judgement, one: Judgement, meant: list[object], judging: Judge) -> bool:
    if len(user.points) != len(one.points):
        return False
    region = LineSlice(judging.program, user.stage, user.points)
    return region.gives_with(user.true, {one.version.node: meant})
