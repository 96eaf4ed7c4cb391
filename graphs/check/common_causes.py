"""A slip is told where it was made: in the line that spoils the others.

``dz = p * (1 - p)`` that lacks its upstream gradient has a name that tells no value of the program;
only ``dw = X.T @ dz`` is seen to be wrong. If all is right with the gradient of some value in the
place of ``dz``, that is what ``dz`` should have been.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from graphs.check.assign import MOST_TRIED, Judge
from graphs.check.compare import FINE, Judgement, count_parts_summed
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


def _is_a_part(one: Judgement, judging: Judge) -> bool:
    """Whether a value is some of the contributions to a gradient: its own line lacks the rest."""
    judging.pull(one)
    return count_parts_summed(one) > 0


def _blame_for_its_users(one: Judgement, judged: Sequence[Judgement], judging: Judge) -> None:
    """Blame a right gradient where all lines that use it are wrong, and would be right with the
    gradient of a value behind it: ``dh = dz @ W.T`` that is used as that before the activation.
    A name that says nothing may have been meant for any value.
    All passes of its line change together."""
    passes = [it for it in judged if _is_of_the_line(it, one)]
    if passes[:1] != [one] or not all(it.fit_to_true.equal for it in passes):
        return
    users = [user for it in passes for user in it.users if user in judged]
    wrong = list(dict.fromkeys(user for user in users if user.status not in FINE))
    least = LEAST_USERS if one.named else 1  # a name that says nothing may be that of any value
    if len(wrong) < max(least, len({*users})):
        return
    if len(wrong) < LEAST_USERS and _is_a_part(wrong[0], judging):
        return
    for targets in _behind(passes, judging):
        meant = [_judgement(*pair, one, judging) for pair in targets]
        if all(_is_mended(user, meant, judging) for user in wrong):
            for it, new in zip(passes, meant, strict=True):
                it.status, it.target, it.true, it.due = "wrong", new.target, new.true, new.due
                it.fit_to_true = it.fit_to_due = NO_FIT
            for user in wrong:
                user.status, user.fit_to_due = "right", Fit(equal=True)
            return


def _is_of_the_line(one: Judgement, other: Judgement) -> bool:
    """Whether two values are those of one variable in passes of one line."""
    lines = one.version.statement, other.version.statement
    same = one.version.name == other.version.name and one.version.place is other.version.place
    return one is other or (
        same and None not in lines and lines[0].tree is lines[1].tree  # type: ignore[union-attr]
    )


def _behind(passes: Sequence[Judgement], judging: Judge) -> Iterator[list[tuple[Version, int]]]:
    """Values behind those whose gradients a line computes, in the same place for all passes."""
    program = judging.program
    several = [program.behind(it.target, goes_on=True) for it in passes]
    if len(passes) == 1 and not passes[0].named:
        several = [[*several[0], *program.shaped_like(passes[0].version)[:MOST_TRIED]]]
    for place in dict.fromkeys(map(program.place, several[0])):
        found = [
            next((target for target in targets if program.place(target) == place), None)
            for targets in several
        ]
        points = passes[0].points
        if all(target in point.truth for target in found for point in points):
            yield [
                (it.version, target)
                for it, target in zip(passes, found, strict=True)
                if target is not None
            ]
