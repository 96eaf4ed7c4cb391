"""The loss of a text that computes none: a gradient that is given, or that the backward pass begins
with, is taken as that of a value.

Where ``g`` is the gradient of ``z``, sum(z * g) has it, if no gradient passes through ``g``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from graphs.check.log import Version
from graphs.check.reader import StudentReading
from graphs.gates.arithmetic import ADD, MUL, SUB
from graphs.gates.reductions import SUM
from graphs.gates.routing import TO_FLOAT
from graphs.language.gradient_names import LOSSES, STEPS, looks_like_gradient, ratio, targets
from graphs.language.nodes import apply
from graphs.language.things import Wire
from graphs.model.ancestors import ancestors
from graphs.model.paths import last_word

MOST_TARGETS = 8  # values that the first gradient may be one of
ERROR = re.compile(r"_?err(or)?s?$", re.IGNORECASE)


@dataclass(frozen=True)
class Loss:
    """What gradients are gradients of; ``given`` are gradients that are taken as they are, by the
    nodes of their copies, ``guessed`` that only its place tells it."""

    version: Version
    given: Mapping[int, Version] = field(default_factory=dict)
    note: str = ""
    guessed: bool = False


def given_loss(reading: StudentReading) -> list[Loss]:
    """The loss where upstream gradients are given: ``dout = np.random.randn(*out.shape)``."""
    nodes, versions = reading.builder.nodes, reading.log.versions
    found: dict[int, Version] = {}  # by what it is the gradient of
    for version in versions:
        if not looks_like_gradient(version.name) or not _is_given(reading, version):
            continue
        target = _named_target(reading, version)
        if target is not None and target not in found and version not in found.values():
            found[target] = version
    if not found:
        return []
    names = ", ".join(version.name for version in found.values())
    of = ", ".join(_title(reading, target, nodes[target].index) for target in found)
    are = "is the upstream gradient" if len(found) == 1 else "are the upstream gradients"
    return [_joined(reading, found, f"{names} {are} of {of}, given from outside.")]


def implied_losses(reading: StudentReading) -> Iterator[Loss]:
    """Losses of which the first gradient is one by some value that it is computed from."""
    start = _first_gradient(reading)
    if start is None or (ERROR.search(start.name) and not reading.run.trainings):
        return  # an error may point either way: an update tells
    nodes = reading.builder.nodes
    named, shape = _named_target(reading, start), nodes[start.node].shape
    behind = [
        one for one in sorted(ancestors(nodes, [start.node]), reverse=True) if one != start.node
    ]
    like = [one for one in behind if nodes[one].gate is not None and nodes[one].shape == shape]
    likely = [] if named is None else [named]
    if ERROR.search(start.name) and not _steps_down(reading, start):
        return
    for target in dict.fromkeys([*likely, *like[:MOST_TARGETS]]):
        note = "No line computes the loss of this backward pass: "
        note += f"{start.name} is taken as it is, and what follows from it is judged."
        yield replace(_joined(reading, {target: start}, note), guessed=True)


def _steps_down(reading: StudentReading, start: Version) -> bool:
    """Whether updates add what follows from ``y - l2``, and take away what follows from ``l2 - y``,
    as far as they say so."""
    node = reading.builder.nodes[start.node]
    target = _named_target(reading, start)
    if node.gate is not SUB or target not in node.args:
        return True
    adds = ast.Add if node.args[1] == target else ast.Sub
    words = {last_word(name) for one in reading.run.trainings for name in one.parameters}
    steps = [
        one.tree
        for one in reading.log.statements
        if isinstance(one.tree, ast.AugAssign) and last_word(ast.unparse(one.tree.target)) in words
    ]
    return all(isinstance(one.op, adds) or _is_turned(one.value) for one in steps)


def _is_turned(value: ast.expr) -> bool:
    return ast.unparse(value).startswith("-")


def loss_of_an_error(reading: StudentReading) -> Loss | None:
    """The loss where ``l2_error = y - l2`` begins: what else is computed from it, as a mean of its
    absolute values, may be there for a print alone."""
    start = _first_gradient(reading)
    if start is None or not ERROR.search(start.name):
        return None
    target = _named_target(reading, start)
    node = reading.builder.nodes[start.node]
    if node.gate is not SUB or target not in node.args:
        return None
    note = f"{start.name} is taken as it is, and what follows from it is judged."
    return replace(_joined(reading, {target: start}, note), guessed=True)


def _joined(reading: StudentReading, pairs: Mapping[int, Version], note: str) -> Loss:
    """The sum of each value times its gradient."""
    run, given, total = reading.run, dict[int, Version](), None
    last_target, last = list(pairs.items())[-1]
    place: Any = last.statement.tree if last.statement else _FIRST
    for target, version in pairs.items():
        copy = apply(run, TO_FLOAT, (Wire(version.node),), place)
        given[copy.node or 0] = version
        part = apply(run, MUL, (Wire(target), copy), place)
        part = apply(run, SUM, (part,), place, settings={"axis": None, "keepdims": False})
        total = part if total is None else apply(run, ADD, (total, part), place)
    assert total is not None
    assert total.node is not None
    name = _title(reading, last_target, last.node)
    order = len(reading.log.versions)
    version = Version(order, name, None, name, total, total.node, last.statement)
    return Loss(version, given, note)


def _title(reading: StudentReading, target: int, last: int) -> str:
    """How the text calls a value, or the first named one that is computed from it on the way."""
    on_the_way = {target, *ancestors(reading.builder.nodes, [last])}
    named = {
        one.node: one.name
        for one in reversed(reading.log.versions)
        if target <= one.node and one.node in on_the_way
    }
    return named[min(named)] if named else f"n{target}"


def _is_given(reading: StudentReading, version: Version) -> bool:
    """Whether a value that is read comes from no other value of the text, and is not blank."""
    nodes = reading.builder.nodes
    own = {
        one.node
        for one in reading.log.versions
        if one.name != version.name
        and (one.order < version.order or not looks_like_gradient(one.name))
    }  # dxn = dout is another gradient
    node = nodes[version.node]
    if not version.readers or not node.shape or version.node in own:
        return False  # a number is typed, and may be wrong
    if node.kind == "constant" and not np.any(node.constant):
        return False
    return not ancestors(nodes, [version.node]) & own


def _named_target(reading: StudentReading, version: Version) -> int | None:
    """The computed value of the same shape that a name says it is the gradient of."""
    nodes, versions = reading.builder.nodes, reading.log.versions
    computed = [one for one in versions if nodes[one.node].gate is not None]
    called = ERROR.sub("", version.name)  # l2_error, of l2
    latest = sorted(computed, key=lambda one: (one.order > version.order, -one.order))
    names = targets(version.name, {one.name for one in computed} - {*LOSSES[:-1]})
    for name in [*names, called]:
        for one in latest:
            if (
                one.name == name != version.name
                and nodes[one.node].shape == nodes[version.node].shape
            ):
                return one.node
    return None


def _first_gradient(reading: StudentReading) -> Version | None:
    """The first computed gradient that further ones are computed from, or are multiplied with:
    local derivatives."""
    nodes, versions = reading.builder.nodes, reading.log.versions
    known = {version.name for version in versions}
    gradients = [
        one
        for one in versions
        if nodes[one.node].gate is not None
        and (
            STEPS.fullmatch(one.name)
            or ERROR.search(one.name)
            or (looks_like_gradient(one.name) and targets(one.name, known))
        )
    ]
    named = {one.node for one in versions if not looks_like_gradient(one.name)}
    has_locals = any(ratio(one.name, known) for one in gradients)
    for place, one in enumerate(gradients):
        if one.used and one.node not in named - {later.node for later in versions if later.shared}:
            later = [other for other in gradients[place + 1 :] if other.variable != one.variable]
            if has_locals or any(one.node in ancestors(nodes, [other.node]) for other in later):
                return one
    return None


_FIRST: Any = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
