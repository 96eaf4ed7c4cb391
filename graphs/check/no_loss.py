"""Errors that say that no loss is found, or no gradient of it."""

from __future__ import annotations

import ast

from graphs.check.reader import StudentReading
from graphs.errors import GraphError
from graphs.gates.arithmetic import SUB
from graphs.language.gradient_names import STEPS, looks_like_gradient, targets
from graphs.language.scope import bound_names

NO_LINE = "No line of a backward pass was found."
WHICH_LOSS = "Which value is the loss? It cannot be told from the names."


def no_line_error(reading: StudentReading) -> GraphError:
    """The error where no gradient is judged: none is written, or its function is never called."""
    ran = {statement.tree for statement in reading.log.statements}
    for function in ast.walk(reading.tree):
        if not isinstance(function, ast.FunctionDef) or not ran.isdisjoint(function.body):
            continue
        names = {*bound_names(function.body), *(one.arg for one in function.args.args)}
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


def loss_choices(reading: StudentReading) -> list[str]:
    """Candidates for the loss: computed numbers whose names are not those of gradients."""
    names = (
        version.name
        for version in reading.log.versions
        if reading.is_number(version)
        and reading.is_computed(version)
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
