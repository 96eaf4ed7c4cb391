"""Gradient-like values that get no verdict, each with the reason why.

A value that is called like a gradient may be a local factor (``dtanh``), a size (``dim_x``), or
the gradient of something that has no name: what is computed from it tells. None is passed over in
silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graphs.check.compare import FINE, Judgement
from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.language.gradient_names import (
    STEPS,
    is_called_gradient,
    split_entry,
    targets,
)

ON_THE_WAY = "It is no gradient of {of}, but what is computed from it is right."
COMPLETED = "It is no gradient of {of} yet: what is computed from it is, but for a factor."
WITHOUT_USE = "It is no gradient of {of}, but every gradient of an input is right without it."
LEFT = "Its name tells no value of the program, and the line that uses it fails."
UNKNOWN = "Its name tells no value of the program, and its numbers are the gradient of none."
MOVED = "It is moved, and no line was found that computes its gradient."
UNREAD = "Its line is left out: {reason}"


def set_aside(
    judged: Sequence[Judgement], program: Program, is_steady: Callable[[Judgement], bool]
) -> dict[Judgement, str]:
    """The values that a gradient is not told of after all, with the reason.

    Right is what the gradients of the inputs come to: a value on the way to right ones is no slip,
    whatever it is called. ``is_steady`` tells whether a right value is right at more points too.
    """
    found: dict[Judgement, str] = {}

    def is_right(one: Judgement) -> bool:
        is_stand_in = one.version in program.log.broken
        return not is_stand_in and _is_right(one) and is_steady(one)

    for one in reversed(judged):
        if one.status in FINE:
            continue
        if not one.users:
            if program.log.failures and not (one.named or _is_of_an_input(one, program)):
                found[one] = LEFT
            continue
        if one.fit_to_true.factor is None and all(_completes(user, one) for user in one.users):
            found[one] = COMPLETED
        elif not _is_of_an_input(one, program) and all(
            user in found or is_right(user) for user in one.users
        ):
            found[one] = ON_THE_WAY
    of_inputs = [one for one in judged if _is_of_an_input(one, program)]
    graph = program.graph
    arrays = {node for node in program.parameters if graph.nodes[node].shape}
    is_told = arrays <= {one.target for one in of_inputs}
    is_any_wrong = any(one.status not in FINE for one in judged)
    stands = not program.log.broken  # what is computed from a stand-in is right of itself
    if is_any_wrong and stands and of_inputs and all(map(is_right, of_inputs)):
        for one in judged:
            if one.status == "shape" or (is_told and one.status not in FINE):
                found.setdefault(one, WITHOUT_USE)
    return {
        one: reason.format(of=program.of(one.version, one.target)) for one, reason in found.items()
    }


def _is_right(one: Judgement) -> bool:
    """Whether a value is right itself, not only given the wrong ones that it used."""
    fit = one.fit_to_true
    if one.status == "scaled":
        return fit.equal or fit.factor is not None
    itself = fit.equal or fit.shape or one.partial or one.rounded
    return one.status == "right" and bool(itself)


def _completes(user: Judgement, one: Judgement) -> bool:
    """Whether a value is the gradient that another lacks a share of, but for a factor."""
    return user.target == one.target and user.fit_to_true.factor is not None


def _is_of_an_input(one: Judgement, program: Program) -> bool:
    return program.graph.nodes[one.target].gate is None


def unjudged(
    program: Program,
    verdicts: Iterable[Mapping[str, Any]],
    aside: Mapping[Judgement, str],
) -> list[dict[str, Any]]:
    """Every gradient-like name, entry or attribute without a verdict: its line and the reason."""
    told = {verdict["name"] for verdict in verdicts}
    reasons = {one.version: reason for one, reason in aside.items()}
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for version in program.gradients:
        name, reason = version.name, reasons.get(version)
        if reason is None and (name in told or not _is_like_a_gradient(version, program)):
            continue
        if error := program.log.broken.get(version):
            reason = UNREAD.format(reason=error.message)
        row = {"name": name, "line": version.line, "reason": reason or UNKNOWN}
        found[name, version.line] = row
    judged = {*program.resolved.values()}
    for version, _, before in program.updated():
        if before not in judged and version.order > program.loss.order:
            row = {"name": version.name, "line": version.line, "reason": MOVED}
            found.setdefault((version.name, version.line), row)
    return sorted(found.values(), key=lambda one: int(one["line"]))


def _is_like_a_gradient(version: Version, program: Program) -> bool:
    """Whether somebody would take it for a gradient: by its name, and it varies with an input."""
    if not program.graph.depends_on_wrt[version.node]:
        return False
    known = {*program.by_name, *program.unreached}
    table, plain = split_entry(version.name)
    if targets(version.name, known) or STEPS.fullmatch(plain) or STEPS.fullmatch(table):
        return True
    is_result = version.order > program.loss.order and not version.used
    return is_result and is_called_gradient(version.name)
