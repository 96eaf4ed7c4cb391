"""Finds the loss: the value whose gradients the text computes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from graphs.check.implied_loss import Loss, given_loss, implied_losses
from graphs.check.log import Version
from graphs.check.no_loss import which_loss_error
from graphs.check.reader import StudentReading
from graphs.gates.arithmetic import ADD, SUB
from graphs.language.gradient_names import (
    HELD,
    LOSS,
    LOSSES,
    is_own_gradient,
    looks_like_gradient,
    ratio,
    split_entry,
    targets,
)
from graphs.language.things import Instance
from graphs.model import Value
from graphs.model.ancestors import ancestors

UNDER = re.compile(r"d[^\W_]\w*?_d(\w+)")  # dE_dout: out is no loss
MOST_CALLED = 3  # numbers called like a loss that are tried


def find_losses(reading: StudentReading, wanted: str | None) -> Iterator[list[Loss]]:
    """What may be the loss, the surest first; of several that are equally sure, the one counts
    that makes most lines right.

    Raises:
        GraphError: there is none of the name that is wanted.
    """
    versions = reading.log.versions
    known = {version.name for version in versions}
    if wanted is not None:
        named = [version for version in versions if version.name == wanted]
        if not named:
            raise which_loss_error(f"There is no {wanted} in the program to be the loss.", reading)
        yield [Loss(named[-1])]
        return
    if (lost := reading.lost_loss) is not None:
        raise lost
    numbers = [version for version in versions if reading.is_number(version)]
    before = _before_gradients(numbers, versions, known)
    seeded = _seeded(reading, versions, known)
    if seeded is not None:
        sums = [one for one in before if _is_sum_of(reading, one.node, seeded.node)]
        yield [Loss(sums[-1] if sums else seeded)]
        return
    over = {pair[0] for version in versions if (pair := ratio(version.name, known))}
    aimed = _with_gradients(reading, versions, known)
    over -= {found[1] for version in versions if (found := UNDER.fullmatch(version.name))}
    usual = [word for word in LOSSES if any(_plain(one) == word for one in numbers)]
    computed = [one for one in numbers if reading.is_computed(one)]
    for candidates in (
        [one for one in computed if one.name in over and one in before and one.node not in aimed],
        [one for word in usual for one in reversed(computed) if _plain(one) == word][:1],
    ):
        if candidates:
            yield [*_of_a_difference(reading, candidates[-1], numbers), Loss(candidates[-1])]
            return
    given = given_loss(reading)
    ends = [one for one in before if one in computed and _is_an_end(reading, one)]
    if typed := [one for one in ends for loss in given if _shares_numbers(reading, one, loss)]:
        yield [Loss(typed[-1])]
        return
    yield given
    computed = [one for one in computed if one.node not in aimed]
    called = [one for one in reversed(computed) if LOSS.fullmatch(_plain(one))]
    numbers_called = [Loss(one, guessed=True) for one in called[:MOST_CALLED]]
    if trained := _trained_losses(reading):
        yield [*trained, *numbers_called]
    guesses = [one for one in before if one in computed] or computed
    if guesses and (guesses[-1] in before or len({one.name for one in guesses}) == 1):
        yield [Loss(guesses[-1], guessed=True)]
    yield numbers_called
    arrays = [one for one in versions if _plain(one) in LOSSES and reading.is_computed(one)]
    yield [Loss(one) for one in arrays[-1:]]
    yield list(implied_losses(reading))
    if len({one.name for one in ends}) == 1:
        yield [Loss(ends[-1])]


def _is_an_end(reading: StudentReading, number: Version) -> bool:
    """Whether a number is computed from an input, and no other value but gradients from it."""
    behind = _computed_from(reading, number.node)
    others = (one for one in reading.log.versions if not looks_like_gradient(one.name))
    inputs = {entry.node for entry in reading.inputs.values()}
    return not (behind & {one.node for one in others}) and bool(
        inputs & ancestors(reading.builder.nodes, [number.node])
    )


def _shares_numbers(reading: StudentReading, number: Version, loss: Loss) -> bool:
    """Whether an upstream gradient is written with an array that the forward pass has too, so that
    it is the slope of what is computed from it: ``score = h @ [1.5, -0.7]``."""
    several = (_typed_arrays(reading, one.node) for one in loss.given.values())
    own = _typed_arrays(reading, number.node)
    pairs = ((one, other) for arrays in several for one in arrays for other in own)
    return any(np.array_equal(np.abs(one), np.abs(other)) for one, other in pairs)


def _typed_arrays(reading: StudentReading, node: int) -> list[Value]:
    """The arrays of different numbers that a value is computed from, as they stand in the text."""
    nodes = reading.builder.nodes
    constants = [nodes[one].constant for one in ancestors(nodes, [node]) if nodes[one].gate is None]
    inputs = {entry.node: entry.written for entry in reading.inputs.values()}
    found = [*constants, *(inputs.get(one) for one in ancestors(nodes, [node]))]
    return [one for one in found if one is not None and np.size(one) > 1 and np.ptp(np.abs(one))]


def _of_a_difference(
    reading: StudentReading, error: Version, numbers: Sequence[Version]
) -> Iterator[Loss]:
    """Where an error is hardly a loss but a difference, ``error = guess - y``: what is computed
    from it, the last numbers that are no gradients, what a loop trains by."""
    if reading.builder.nodes[error.node].gate is not SUB:
        return
    behind = _computed_from(reading, error.node)
    last = {one.name: one for one in numbers if not looks_like_gradient(one.name)}
    named = [Loss(one, guessed=True) for one in reversed(last.values())]
    others = (one for one in (*named, *_trained_losses(reading)) if one.version.node in behind)
    yield from islice(others, MOST_CALLED)


def _computed_from(reading: StudentReading, node: int) -> set[int]:
    found = {node}
    for later in reading.builder.nodes[node + 1 :]:
        if not found.isdisjoint(later.args):
            found.add(later.index)
    return found - {node}


def _trained_losses(reading: StudentReading) -> list[Loss]:
    nodes = (one.loss for one in reading.run.trainings if one.loss is not None)
    return [_trained_loss(reading, node) for node in nodes]


def _trained_loss(reading: StudentReading, node: int) -> Loss:
    """The number that a loop trains by, as the reader found it; it may have no name."""
    named = [one for one in reading.log.versions if one.node == node]
    source = reading.builder.nodes[node].source
    trees = [one for one in reading.log.statements if source and one.line == source.line]
    order, name = len(reading.log.versions), reading.builder.nodes[node].name or "loss"
    unnamed = Version(order, name, None, name, None, node, trees[-1] if trees else None)
    return Loss(named[0] if named else unnamed, guessed=True)


def _plain(version: Version) -> str:
    return split_entry(version.name)[1]


def _before_gradients(
    some: Sequence[Version], versions: Sequence[Version], known: set[str]
) -> list[Version]:
    """Versions written before the first gradient."""
    first = next(
        (
            one.order
            for one in versions
            if looks_like_gradient(one.name) and targets(one.name, known)
        ),
        len(versions),
    )
    return [one for one in some if one.order < first]


def _with_gradients(
    reading: StudentReading, versions: Sequence[Version], known: set[str]
) -> set[int]:
    """Values whose gradients the text computes: none of them is the loss."""
    names = {
        name
        for one in versions
        if looks_like_gradient(one.name) and reading.is_computed(one)
        for name in targets(one.name, known)
    }
    return {one.node for one in versions if one.name in names}


def _seeded(
    reading: StudentReading, versions: Sequence[Version], known: set[str]
) -> Version | None:
    """The value whose gradient is written as 1: ``dloss = 1.0``."""
    for version in versions:
        node = reading.builder.nodes[version.node]
        if not looks_like_gradient(version.name) or ratio(version.name, known) is not None:
            continue
        value = node.constant if node.kind == "constant" else None
        if node.kind == "input" and node.name == version.name and node.name in reading.inputs:
            value = reading.input_values.get(node.name, reading.inputs[node.name].written)
        if value is None or np.any(np.asarray(value, dtype=np.float64) != 1.0):
            continue
        before = [one for one in versions if one.order < version.order]
        names = [name for one in reading.log.called(version) for name in targets(one, known)]
        several = [[one for one in before if one.name == name] for name in names]
        if isinstance(version.place, Instance) and is_own_gradient(str(version.key)):
            several += [
                [one for one in before if one.place is version.place and one.key == key]
                for key in HELD
            ]
        for named in several:
            fits = [one for one in named if _shape(reading, one) == node.shape]
            if fits and reading.is_computed(fits[-1]):
                return fits[-1]
    return None


def _is_sum_of(reading: StudentReading, total: int, part: int) -> bool:
    """Whether a value is another one plus something, so that the gradient of that one is 1 too."""
    nodes, waiting = reading.builder.nodes, [total]
    while waiting:
        index = waiting.pop()
        if index == part:
            return True
        waiting += nodes[index].args if nodes[index].gate is ADD else ()
    return False


def _shape(reading: StudentReading, version: Version) -> tuple[int, ...] | None:
    return reading.builder.nodes[version.node].shape
