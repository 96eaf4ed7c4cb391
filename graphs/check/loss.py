"""Finds the loss: the value whose gradients the text computes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

import numpy as np

from graphs.check.implied_loss import Loss, given_loss, implied_losses
from graphs.check.log import Version
from graphs.check.reader import StudentReading
from graphs.errors import GraphError
from graphs.gates.arithmetic import ADD, SUB
from graphs.language.gradient_names import (
    HELD,
    LOSS,
    LOSSES,
    STEPS,
    is_own_gradient,
    looks_like_gradient,
    ratio,
    split_entry,
    targets,
)
from graphs.language.scope import bound_names
from graphs.language.things import Instance

UNDER = re.compile(r"d[^\W_]\w*?_d(\w+)")  # dE_dout: out is no loss
MOST_CALLED = 3  # numbers called like a loss that are tried
NO_LINE = "No line of a backward pass was found."
WHICH_LOSS = "Which value is the loss? It cannot be told from the names."


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
    numbers = [version for version in versions if _is_number(reading, version)]
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
    computed = [one for one in numbers if _is_computed(reading, one)]
    for candidates in (
        [one for one in computed if one.name in over and one in before and one.node not in aimed],
        [one for word in usual for one in reversed(computed) if _plain(one) == word][:1],
    ):
        if candidates:
            yield [Loss(candidates[-1])]
            return
    yield given_loss(reading)
    computed = [one for one in computed if one.node not in aimed]
    guesses = [one for one in before if one in computed] or computed
    if guesses and (guesses[-1] in before or len({one.name for one in guesses}) == 1):
        yield [Loss(guesses[-1], guessed=True)]
    called = [one for one in reversed(computed) if LOSS.fullmatch(_plain(one))]
    yield [Loss(one, guessed=True) for one in called[:MOST_CALLED]]
    arrays = [one for one in versions if _plain(one) in LOSSES and _is_computed(reading, one)]
    yield [Loss(one) for one in arrays[-1:]]
    yield list(implied_losses(reading))


def no_line_error(reading: StudentReading) -> GraphError:
    """The error where no gradient is judged: none is written, or its function is never called."""
    ran = {statement.tree for statement in reading.log.statements}
    for function in ast.walk(reading.tree):
        if not isinstance(function, ast.FunctionDef) or not ran.isdisjoint(function.body):
            continue
        names = bound_names(function.body)
        if any(looks_like_gradient(name) and targets(name, names) for name in names):
            return GraphError(
                f"{NO_LINE[:-1]}: {function.name} is never called.",
                function.lineno,
                hint=f"Call {function.name} below, with values for its parameters.",
            )
    known = {version.name for version in reading.log.versions}
    called = [one.name for one in reading.log.versions if looks_like_gradient(one.name)]
    if any(targets(one, known) or STEPS.fullmatch(one) for one in called):
        return which_loss_error(WHICH_LOSS, reading)
    return GraphError(NO_LINE, hint="Call gradients dx, grad_w1, dL_dx or grads['W1'].")


def no_loss_error(reading: StudentReading) -> GraphError:
    """The error where no loss is found."""
    for thing in reading.unread:
        return thing.error
    versions = reading.log.versions
    known = {version.name for version in versions}
    called = [one.name for one in versions if looks_like_gradient(one.name)]
    gradients = [one for one in called if targets(one, known) or STEPS.fullmatch(one)]
    trainings = reading.run.trainings
    if called and trainings and trainings[-1].loss is None:
        what = f"No loss is computed in the loop on line {trainings[-1].line}"
        message = f"{what}: what {(gradients or called)[0]} is the gradient of cannot be told."
        hint = "Write it above the gradients, such as loss = 0.5 * np.sum((prediction - y)**2)."
        return which_loss_error(message, reading, hint)
    if not gradients:
        return no_line_error(reading)
    return which_loss_error(WHICH_LOSS, reading)


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


def _with_gradients(
    reading: StudentReading, versions: Sequence[Version], known: set[str]
) -> set[int]:
    """Values whose gradients the text computes: none of them is the loss."""
    names = {
        name
        for one in versions
        if looks_like_gradient(one.name) and _is_computed(reading, one)
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
        if node.kind == "input" and node.name in reading.inputs:
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


def which_loss_error(message: str, reading: StudentReading, hint: str = "") -> GraphError:
    error = _squared_error(reading)
    if error is not None:
        hint = f"If {error[0]} is the slope of a squared error, write loss = {error[1]} above it."
        return GraphError(message, hint=hint)
    listed = ", ".join(loss_choices(reading)) or "none"
    hint = hint or f"Name it: loss=…. Numbers of the program: {listed}."
    return GraphError(message, hint=hint)
