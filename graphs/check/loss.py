"""Finds the loss: the value whose gradients the text computes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from graphs.check.log import Version
from graphs.check.reader import StudentReading
from graphs.errors import GraphError
from graphs.gates.arithmetic import ADD, SUB
from graphs.language.gradient_names import LOSSES, looks_like_gradient, ratio, split_entry, targets

UNDER = re.compile(r"d[^\W_]\w*?_d(\w+)")  # dE_dout: out is no loss
WHICH_LOSS = "Which value is the loss? It cannot be told from the names."


def find_loss(reading: StudentReading, wanted: str | None) -> Version:
    """The version of the variable that is the loss.

    Raises:
        GraphError: it is not clear which value it is; the hint lists candidates.
    """
    versions = reading.log.versions
    known = {version.name for version in versions}
    if wanted is not None:
        named = [version for version in versions if version.name == wanted]
        if not named:
            raise which_loss_error(f"There is no {wanted} in the program to be the loss.", reading)
        return named[-1]
    numbers = [version for version in versions if _is_number(reading, version)]
    before = _before_gradients(numbers, versions, known)
    seeded = _seeded(reading, versions, known)
    if seeded is not None:
        sums = [one for one in before if _is_sum_of(reading, one.node, seeded.node)]
        return sums[-1] if sums else seeded
    over = {pair[0] for version in versions if (pair := ratio(version.name, known))}
    over -= {found[1] for version in versions if (found := UNDER.fullmatch(version.name))}
    usual = [word for word in LOSSES if any(_plain(one) == word for one in numbers)]
    computed = [one for one in numbers if _is_computed(reading, one)]
    for candidates in (
        [one for one in computed if one.name in over and one in before],
        [one for word in usual for one in reversed(computed) if _plain(one) == word][:1],
    ):
        if candidates:
            return candidates[-1]
    guesses = [one for one in before if one in computed] or computed
    if guesses and (guesses[-1] in before or len({one.name for one in guesses}) == 1):
        reading.guessed = True
        return guesses[-1]
    arrays = [one for one in versions if _plain(one) in LOSSES and _is_computed(reading, one)]
    if arrays:
        return arrays[-1]
    for thing in reading.unread:
        raise thing.error
    raise which_loss_error(WHICH_LOSS, reading)


def _plain(version: Version) -> str:
    return split_entry(version.name)[1]


def _is_computed(reading: StudentReading, version: Version) -> bool:
    return reading.builder.nodes[version.node].gate is not None


def _is_number(reading: StudentReading, version: Version) -> bool:
    node = reading.builder.nodes[version.node]
    return np.prod(node.shape or ()) == 1 and not node.truth


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


def _seeded(
    reading: StudentReading, versions: Sequence[Version], known: set[str]
) -> Version | None:
    """The value whose gradient is written as 1: ``dloss = 1.0``."""
    for version in versions:
        node = reading.builder.nodes[version.node]
        names = reading.log.called(version) if looks_like_gradient(version.name) else ()
        for name in (target for one in names for target in targets(one, known)):
            value = node.constant if node.kind == "constant" else None
            if node.kind == "input" and node.name in reading.inputs:
                value = reading.input_values.get(node.name, reading.inputs[node.name].written)
            if value is None or np.any(np.asarray(value, dtype=np.float64) != 1.0):
                continue
            if ratio(version.name, known) is None:
                named = [one for one in versions if one.name == name and one.order < version.order]
                fits = [one for one in named if _shape(reading, one) == node.shape]
                if fits and _is_computed(reading, fits[-1]):
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


def loss_choices(reading: StudentReading) -> list[str]:
    """Candidates for the loss: computed numbers whose names are not those of gradients."""
    names = (
        version.name
        for version in reading.log.versions
        if _is_number(reading, version)
        and _is_computed(reading, version)
        and not looks_like_gradient(version.name)
    )
    return list(dict.fromkeys(names))


def _squared_error(reading: StudentReading) -> tuple[str, str] | None:
    """(name, loss) of a difference that gradients begin with: ``l1_error = y - l1``."""
    nodes = reading.builder.nodes
    for version in reading.log.versions:
        node = nodes[version.node]
        if node.gate is SUB and looks_like_gradient(version.name):
            names = [nodes[argument].name for argument in node.args]
            if all(names):
                square = f"({names[0]} - {names[1]})**2"
                return version.name, f"0.5 * np.sum({square})" if node.shape else f"0.5 * {square}"
    return None


def which_loss_error(message: str, reading: StudentReading) -> GraphError:
    error = _squared_error(reading)
    if error is not None:
        hint = f"If {error[0]} is the slope of a squared error, write loss = {error[1]} above it."
        return GraphError(message, hint=hint)
    listed = ", ".join(loss_choices(reading)) or "none"
    return GraphError(message, hint=f"Name it: loss=…. Numbers of the program: {listed}.")
