"""A slip is told where it was made: in the line that spoils the others.

``dz = p * (1 - p)`` that lacks its upstream gradient has a name that tells no value of the program;
only ``dw = X.T @ dz`` is seen to be wrong. If all is right with the gradient of some value in the
place of ``dz``, that is what ``dz`` should have been.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from graphs.check.assign import MOST_TRIED, Judge
from graphs.check.compare import FINE, Judgement
from graphs.check.line_slice import LineSlice
from graphs.check.log import Version
from graphs.check.truth import NO_FIT, Fit
from graphs.model import Value

LEAST_USERS = 2
MOST_SUSPECTS = 6  # statements that are tried for a wrong value


def blame_common_causes(judged: list[Judgement], judging: Judge) -> None:
    """Adds the values that spoil wrong ones, and clears those that follow from them."""
    for one in [one for one in judged if one.status not in FINE]:
        if one.status in FINE or one.version in judging.program.log.broken:
            continue
        if one.fit_to_due.factor is not None and _is_alone(one, judged):
            continue  # its own line is off by a factor, and no other
        for spoiled in _spoilers(one, judging):
            for wrong in judged:
                if wrong.status not in FINE and _is_mended(wrong, spoiled, judging):
                    wrong.status, wrong.fit_to_due = "right", Fit(equal=True)
                    wrong.used += [it for it in spoiled if it not in wrong.used]
            judged += spoiled
            break
    for one in list(judged):
        _blame_for_its_users(one, judged, judging)
    judged.sort(key=lambda one: one.version.order)


def _is_alone(one: Judgement, judged: Sequence[Judgement]) -> bool:
    trees = {
        other.version.statement.tree
        for other in judged
        if other.status not in FINE and other.version.statement is not None
    }
    return len(trees) == 1


def _spoilers(one: Judgement, judging: Judge) -> Iterator[list[Judgement]]:
    """Values that no gradient is told of, in all passes of their line, with the gradients in whose
    place they stand: the earliest line first."""
    program = judging.program
    inside = {*one.stage.nodes} - {one.version.node}
    lines: dict[Hashable, list[Version]] = {}
    for version in program.log.versions:
        is_step = version.node in inside and version not in judging.found
        if is_step and version.statement is not None and not version.shared:
            lines.setdefault(version.statement.tree, []).append(version)
    for versions in list(lines.values())[:MOST_SUSPECTS]:
        if any(version in one.stage.writes for version in versions):
            continue
        several = _last_of_each_node(versions)
        for targets in _targets(several, judging):
            spoiled = [
                _judgement(version, target, one, judging)
                for version, target in zip(several, targets, strict=True)
            ]
            if _is_mended(one, spoiled, judging):
                yield spoiled


def _last_of_each_node(versions: Sequence[Version]) -> list[Version]:
    return list({version.node: version for version in versions}.values())


def _targets(versions: Sequence[Version], judging: Judge) -> Iterator[list[int]]:
    """Values of the same shape, one for each pass, from the last pass to the first."""
    program = judging.program
    shaped = program.shaped_like(versions[0])
    if len(versions) == 1:
        yield from ([target] for target in shaped[:MOST_TRIED])
        return
    places: dict[Hashable, list[int]] = {}
    for target in shaped:
        places.setdefault(program.place(target), []).append(target)
    for targets in places.values():
        if len(targets) == len(versions):
            yield targets
            yield targets[::-1]


def _judgement(version: Version, target: int, like: Judgement, judging: Judge) -> Judgement:
    stage, points = judging.program.stage(version), like.points
    true = [point.truth[target] for point in points]
    values = [point.values[version.node] for point in points]
    found = Judgement(stage, target, points, values, true, true, NO_FIT, NO_FIT)
    found.used = [judging.found[one] for one in stage.used if one in judging.found]
    found.status, found.named = "wrong", False
    return found


def _is_mended(one: Judgement, spoiled: Sequence[Judgement], judging: Judge) -> bool:
    """Whether a value would be right if others were what they should be."""
    instead: Mapping[int, Sequence[Value]] = {it.version.node: it.true for it in spoiled}
    if any(len(it.true) != len(one.points) for it in spoiled):
        return False
    if not {*instead} & {*one.stage.nodes, one.version.node, *_read(one, judging)}:
        return False
    region = LineSlice(judging.program, one.stage, one.points)
    return region.gives_with(one.due, instead) or region.gives_with(one.true, instead)


def _read(one: Judgement, judging: Judge) -> set[int]:
    nodes = judging.program.graph.nodes
    return {argument for index in one.stage.nodes for argument in nodes[index].args}


def _blame_for_its_users(one: Judgement, judged: Sequence[Judgement], judging: Judge) -> None:
    """Blame a right gradient where all lines that use it are wrong, and would be right with the
    gradient of a value behind it: ``dh = dz @ W.T`` that is used as that before the activation."""
    users = [user for user in one.users if user in judged]
    wrong = [user for user in users if user.status not in FINE]
    if not one.fit_to_true.equal or len(wrong) < LEAST_USERS or len(wrong) < len(users):
        return
    for target in judging.program.behind(one.target, goes_on=True):
        if any(target not in point.truth for point in one.points):
            continue
        meant = _judgement(one.version, target, one, judging)
        if all(_is_mended(user, [meant], judging) for user in wrong):
            one.status, one.target, one.true, one.due = "wrong", target, meant.true, meant.due
            one.fit_to_true = one.fit_to_due = NO_FIT
            for user in wrong:
                user.status, user.fit_to_due = "right", Fit(equal=True)
            return
