"""A text as a program whose gradients can be judged."""

from __future__ import annotations

from collections.abc import Mapping

from graphs.autodiff.forward import forward, normalize_name
from graphs.check.implied_loss import Loss
from graphs.check.loss import find_losses
from graphs.check.no_loss import no_loss_error
from graphs.check.provenance import Program
from graphs.check.reader import StudentReading
from graphs.errors import GraphError, TooLarge
from graphs.language.assumptions import Assumptions
from graphs.language.missing_names.missing_inputs import missing_inputs_error
from graphs.language.notebooks import program_text
from graphs.language.parse import parse
from graphs.language.syntax import to_syntax_tree
from graphs.limits import Limits
from graphs.model import Graph, Value


def read_program(
    text: str,
    given: Mapping[str, Value],
    loss: str | None,
    limits: Limits,
    choice: int = 0,
    generate: bool = False,
    seed: int = 0,
) -> tuple[StudentReading, Program]:
    """A text as a program whose gradients can be judged."""
    reading = read(text, given, limits, choice, generate, seed)
    for losses in find_losses(reading, None if loss is None else normalize_name(loss)):
        for one in losses:
            return reading, program_of(reading, given, one, limits)
    raise no_loss_error(reading)


def read(
    text: str,
    given: Mapping[str, Value],
    limits: Limits,
    choice: int,
    generate: bool,
    seed: int,
) -> StudentReading:
    """A text's reading, with values for what has none."""
    tree, accepted, parts, _ = to_syntax_tree(program_text(text), limits)
    reading, failed = None, None
    try:
        reading = StudentReading(accepted, tree, parts, given, limits, choice, seed)
    except TooLarge:
        raise
    except GraphError as error:
        failed = error
    if reading is None or _lacking(reading, given) or _needs_data(reading):
        filled, unfilled = None, failed
        try:
            if _may_be_filled(failed):
                filled = _filled(text, given, limits, generate, seed)
        except GraphError as error:  # of a line that the check leaves out, or of what is missing
            unfilled = error if failed is not None and failed.may_be_missing else failed
        if failed is not None and (filled is None or not (filled.filled or filled.outside)):
            raise unfilled or failed
        reading = StudentReading(accepted, tree, parts, given, limits, choice, seed, filled)
    if lacks := _lacking(reading, given):
        raise missing_inputs_error(reading.model(), lacks)
    return reading


def program_of(
    reading: StudentReading, given: Mapping[str, Value], loss: Loss, limits: Limits
) -> Program:
    """A reading's program with a loss."""
    graph = reading.model(loss.version.node)
    values, _ = forward(graph, given)
    program = Program(graph, reading.log, loss.version, values, reading.structural, limits)
    program.given, program.guessed, program.note = loss.given, loss.guessed, loss.note
    program.loops = frozenset(one.line for one in reading.run.trainings)
    for version in reading.log.broken:
        for target in program.candidates(version)[:1]:
            program.stand_ins[version.node] = target
    return program


def _needs_data(reading: StudentReading) -> bool:
    """Whether a line was not read for want of data from outside."""
    return any(one.error.outside is not None for one in reading.unread)


def _lacking(reading: StudentReading, given: Mapping[str, Value]) -> list[str]:
    """The inputs that have no value."""
    without = [name for name, it in reading.inputs.items() if it.written is None]
    return [name for name in without if name not in given]


def _may_be_filled(failed: GraphError | None) -> bool:
    return failed is None or failed.may_be_missing or failed.outside is not None


def _filled(
    text: str, given: Mapping[str, Value], limits: Limits, generate: bool, seed: int
) -> Graph:
    """The text as it is drawn, with values for the names to which it gives none."""
    assume = Assumptions(fill=True, generate=generate)
    return parse(text, given, limits=limits, seed=seed, assume=assume)
