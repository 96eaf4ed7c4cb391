"""From comparisons to verdicts: which factors a later line cancels, and which line is wrong."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from graphs.check.compare import Judgement
from graphs.check.line_slice import LineSlice
from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.check.truth import Fit, constant_factor, fit, is_close, is_plain, true_gradients
from graphs.gates.arithmetic import ADD
from graphs.language.gradient_names import DATA, LOSS, split_entry


def decide_statuses(judged: Sequence[Judgement], program: Program) -> None:
    """Give each its status: right, scaled, shape or wrong."""
    fine: dict[tuple[int, int], Judgement] = {}
    is_turned = any(
        one.fit_to_true.factor is not None and one.fit_to_true.factor < 0
        for one in judged
        if one.version in program.steps and _is_along(one) and _leads_down(one, program)
    )
    for one in judged:
        one.status = _status(one, program)
        if is_turned and _is_minus_the_gradient(one):
            one.status, one.tag = "scaled", -1.0
        if one.status == "scaled" or one.partial:
            fine.setdefault((one.version.node, one.target), one)
    for one in judged:  # the same value by another name
        twin = fine.get((one.version.node, one.target))
        is_whole = twin is not None and twin.partial and one.named and not twin.named
        if one.status == "wrong" and twin is not None and not (one.replaces or is_whole):
            one.status, one.tag, one.partial = twin.status, twin.tag, twin.partial
        if one.status == "right" and is_whole and not (one.partial or one.fit_to_true.equal):
            one.status, one.due, one.fit_to_due = "wrong", one.true, one.fit_to_true


def _status(one: Judgement, program: Program) -> str:
    tags = {user.tag for user in one.used if user.tag != 1.0}
    inherited = tags.pop() if len(tags) == 1 else 1.0
    is_step = one.version in program.steps and _is_along(one)
    if is_step and not _leads_down(one, program):
        if not one.used:
            one.due, one.fit_to_due = [-value for value in one.values], Fit(factor=-1.0)
            return "wrong"
    elif is_step and not one.fit_to_true.equal:
        one.tag = one.fit_to_true.factor or 1.0
        return "scaled"
    if one.fit_to_true.equal or one.partial:
        return "right"
    if one.fit_to_due.equal:
        if inherited == 1.0 or one.rounded or _is_told_before(one):
            return "right"
        one.tag = inherited
        if _is_gone_on_from(one) or _is_data(one, program):
            return "scaled"
        one.due, one.fit_to_due = one.true, one.fit_to_true
        return "wrong"
    factor = one.fit_to_due.factor
    if inherited != 1.0 and factor is not None and abs(factor * inherited - 1) < 1e-6:
        return "right"
    is_fine = _is_cancelled_later(one, program) or _ascends(one, program)
    if one.fit_to_true.factor is not None and is_fine:
        one.tag = one.fit_to_true.factor
        return "scaled"
    one.tag = inherited
    if one.fit_to_true.factor is not None and (fault := _remaining_factor(one)) is not None:
        one.fault, one.tag = fault, one.fit_to_true.factor / fault
        one.due = [value / fault for value in one.values]
        return "wrong"
    if inherited != 1.0 and one.fit_to_true.factor is not None and not _is_gone_on_from(one):
        one.due, one.fit_to_due = one.true, one.fit_to_true  # others take out what is inherited
    if not one.used and _is_added_to_one(one.version, {name for _, name in program.variables}):
        one.due = [-value for value in one.true]  # what the update would take minus the gradient
        one.fit_to_due = fit(one.values, one.due)
    if one.fit_to_due.shape or one.fit_to_true.shape:
        loose = one.fit_to_due.loose or one.fit_to_true.loose
        fixed = loose and all(user.equal for user in one.users)
        return "right" if fixed and (one.users or _same_count(one)) else "shape"
    return "wrong"


def _is_cancelled_later(one: Judgement, program: Program) -> bool:
    """Whether a line that builds on a value is right all the same."""
    return any(
        user.fit_to_true.equal and not user.fit_to_due.equal and _takes_out(user, one, program)
        for user in one.builders()
    )


def _takes_out(user: Judgement, one: Judgement, program: Program) -> bool:
    """Whether a right line divides by the factor of a value, where that is no plain number: what
    it adds to it must be what it should be without the value."""
    factor = one.fit_to_true.factor
    if factor is None or is_plain(factor) or user not in one.users:
        return True
    region, only = LineSlice(program, user.stage, user.points), program.later(user.target)
    for number, point in enumerate(user.points):
        nothing = np.zeros(np.shape(point.values[one.version.node]))[()]
        rest = region.with_value(number, one.version.node, nothing)
        program.spend(only)
        totals, _ = true_gradients(program.graph, point.values, {one.target: nothing}, only=only)
        if rest is None or not is_close(rest, totals.get(user.target, 0.0)):
            return False
    return True


def _is_minus_the_gradient(one: Judgement) -> bool:
    """Whether it is what an update may add, though nothing goes on from it."""
    factor = one.fit_to_true.factor
    return one.status == "wrong" and not one.users and factor is not None and abs(factor + 1) < 1e-6


def _is_along(one: Judgement) -> bool:
    return one.fit_to_true.equal or one.fit_to_true.factor is not None


def _leads_down(one: Judgement, program: Program) -> bool:
    """Whether a step goes down the gradient, however far, or up that of what is called no loss."""
    before, after = program.steps[one.version], program.log.versions[one.version.order]
    moved = [point.values[before] - point.values[after.node] for point in one.points]
    along = constant_factor(moved, one.true)
    is_added = program.graph.nodes[after.node].gate is ADD
    may_climb = is_added and not LOSS.fullmatch(split_entry(program.loss.name)[1])
    return may_climb or (along is not None and along > 0)


def _is_told_before(one: Judgement) -> bool:
    """Whether it is another name of a value that is wrong by its first."""
    return not one.stage.nodes and any(
        user.status == "wrong" and user.version.node == one.version.node for user in one.used
    )


def _is_gone_on_from(one: Judgement) -> bool:
    """Whether another value is computed from it, and not only given other names."""
    return any(user.version.node != one.version.node for user in one.builders())


def _ascends(one: Judgement, program: Program) -> bool:
    """Whether minus the gradient is added to a parameter: ``W += X.T.dot(delta)``."""
    variables = {name for _, name in program.variables}
    several = [one, *one.users]
    if any(other.fit_to_true.factor is None or other.fit_to_true.factor > 0 for other in several):
        return False
    return any(_is_added_to_one(other.version, variables) for other in several)


def _is_added_to_one(version: Version, variables: Collection[object]) -> bool:
    return any(_is_added(reader.tree, variables) for reader in version.readers)


def _is_added(tree: ast.stmt, variables: Collection[object]) -> bool:
    """Whether a statement adds something to a variable."""
    match tree:
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            pass
        case ast.Assign(
            targets=[target], value=ast.BinOp(left=left, op=ast.Add(), right=value)
        ) if ast.unparse(left) == ast.unparse(target):
            pass
        case _:
            return False
    return ast.unparse(target) in variables and not ast.unparse(value).startswith("-")


def _remaining_factor(one: Judgement) -> float | None:
    """The factor that most lines which build on a value are off by, having taken out the rest."""
    factors = Counter(
        round(user.fit_to_true.factor, 9)
        for user in one.users
        if user.fit_to_true.factor is not None and not user.fit_to_due.equal
    )
    return factors.most_common(1)[0][0] if factors else None


def _same_count(one: Judgement) -> bool:
    return bool((one.fit_to_due.shape or one.fit_to_true.shape or "").startswith("reshape"))


def _is_data(one: Judgement, program: Program) -> bool:
    """Whether the target is the data, whose gradient nobody uses."""
    name = program.titles.get(one.target, "")
    return bool(DATA.fullmatch(split_entry(name)[1])) and not _is_stepped(one.version, program)


def _is_stepped(version: Version, program: Program) -> bool:
    """Whether a line uses the gradient to step a parameter."""
    return any(reader in program.updates for reader in version.readers)


def factor_of(one: Judgement) -> float | None:
    """The constant factor by which a value is off, as its message states it."""
    for compared in (one.fit_to_due, one.fit_to_true):
        if compared.factor is not None:
            return compared.factor
    again = fit(one.values, one.true)
    return again.factor
