"""From comparisons to verdicts: which factors are taken out by a later line, who is at fault."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence

from graphs.check.compare import Judged
from graphs.check.gradient_names import DATA, split_entry
from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.check.reader import is_update
from graphs.check.truth import fit


def settle(judged: Sequence[Judged], program: Program) -> None:
    """Give each its status: right, scaled, shape or wrong."""
    settled: dict[tuple[int, int], Judged] = {}
    for one in judged:
        twin = settled.setdefault((one.version.node, one.target), one)
        one.status = _status(one, program)
        if twin.status == "scaled" and one.status == "wrong":  # the same value by another name
            one.status, one.tag = twin.status, twin.tag


def _status(one: Judged, program: Program) -> str:
    tags = {user.tag for user in one.used if user.tag != 1.0}
    inherited = tags.pop() if len(tags) == 1 else 1.0
    if one.absolute.equal or one.partial:
        return "right"
    if one.given.equal:
        if inherited == 1.0 or one.rounded:
            return "right"
        one.tag = inherited
        return "scaled" if one.users or _is_data(one, program) else "wrong"
    factor = one.given.factor
    if inherited != 1.0 and factor is not None and abs(factor * inherited - 1) < 1e-6:
        return "right"
    if one.absolute.factor is not None and (_taken_out(one) or _ascends(one, program)):
        one.tag = one.absolute.factor
        return "scaled"
    one.tag = inherited
    if one.absolute.factor is not None and (fault := _left_over(one)) is not None:
        one.fault, one.tag = fault, one.absolute.factor / fault
        one.due = [value / fault for value in one.values]
        return "wrong"
    if one.given.shape or one.absolute.shape:
        loose = one.given.loose or one.absolute.loose
        fixed = loose and all(user.equal for user in one.users)
        return "right" if fixed and (one.users or _same_count(one)) else "shape"
    return "wrong"


def _taken_out(one: Judged) -> bool:
    """Whether a line that builds on a value is right all the same."""
    return any(user.absolute.equal and not user.given.equal for user in one.builders())


def _ascends(one: Judged, program: Program) -> bool:
    """Whether minus the gradient is added to a parameter: ``W += X.T.dot(delta)``."""
    variables = {name for _, name in program.variables}
    several = [one, *one.users]
    if any(other.absolute.factor is None or other.absolute.factor > 0 for other in several):
        return False
    trees = [reader.tree for other in several for reader in other.version.readers]
    return any(
        isinstance(tree, ast.AugAssign)
        and isinstance(tree.op, ast.Add)
        and ast.unparse(tree.target) in variables
        and not ast.unparse(tree.value).startswith("-")
        for tree in trees
    )


def _left_over(one: Judged) -> float | None:
    """The factor that most lines which build on a value are off by, having taken out the rest."""
    factors = Counter(
        round(user.absolute.factor, 9)
        for user in one.users
        if user.absolute.factor is not None and not user.given.equal
    )
    return factors.most_common(1)[0][0] if factors else None


def _same_count(one: Judged) -> bool:
    return bool((one.given.shape or one.absolute.shape or "").startswith("reshape"))


def _is_data(one: Judged, program: Program) -> bool:
    """Whether the target is the data, whose gradient nobody uses."""
    name = program.titles.get(one.target, "")
    return bool(DATA.fullmatch(split_entry(name)[1])) and not _is_stepped(one.version)


def _is_stepped(version: Version) -> bool:
    """Whether a line uses the gradient to step a parameter."""
    return any(is_update(reader.tree) for reader in version.readers)


def factor_of(one: Judged) -> float | None:
    """The constant that a value is off by, as its message tells it."""
    for compared in (one.given, one.absolute):
        if compared.factor is not None:
            return compared.factor
    again = fit(one.values, one.true)
    return again.factor
