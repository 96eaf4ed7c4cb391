"""``train``: a program's parameters moved until its output is small, with a table of the losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from graphs.autodiff.forward import normalize_inputs
from graphs.cli.inputs import FILE, takes_file
from graphs.cli.progress import progress
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.parse import parse
from graphs.model import Graph, Value
from graphs.training import OPTIMIZERS, Plan, Record, Training
from graphs.training.plan import complete_roles
from graphs.training.report import csv_log
from graphs.updates.written_rule import own_training

LINES = 12  # iterations in the table


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


@click.command("train")
@takes_file
@click.option("--optimizer", type=click.Choice(tuple(OPTIMIZERS)), help="Its update rule (sgd).")
@click.option("--lr", type=float, metavar="RATE", help="Learning rate.")
@click.option("--set", "settings", multiple=True, metavar="name=value", help="Of the rule: mu=0.9.")
@click.option("--iterations", type=int, metavar="N", help="Updates (100).")
@click.option("--batch", type=int, metavar="ROWS", help="Rows an update sees (all).")
@click.option("--parameters", type=_names, metavar="NAMES", help="Inputs that change: w1,w2.")
@click.option("--data", type=_names, metavar="NAMES", help="Inputs whose rows are drawn: X,y.")
@click.option("--output", metavar="NAME", help="The loss.")
@click.option("--seed", type=int, default=0, metavar="N", help="Of what is random (0).")
@click.option("--csv", type=FILE, metavar="FILE", help="Write the log here.")
def command(text: str, inputs: Mapping[str, Value], csv: Path | None, **options: Any) -> int:
    """Train a program's parameters to make its output, one number, small.

    What is left out is taken from the program's own loop, where it has one. Ends with status 1
    where the loss diverges.
    """
    training = Training(plan(text, inputs, **options), watch=True)
    iterations = training.plan.iterations
    records = list(progress(training.run(), iterations + 1, " iterations"))
    print(report(training, records))
    if csv:
        csv.write_text(csv_log(records, training.plan.parameters), encoding="utf-8")
    return 0 if training.reason is None else 1


def plan(
    text: str,
    inputs: Mapping[str, Value],
    optimizer: str | None,
    lr: float | None,
    settings: Sequence[str],
    iterations: int | None,
    batch: int | None,
    parameters: Sequence[str] | None,
    data: Sequence[str] | None,
    output: str | None,
    seed: int,
) -> Plan:
    """The plan of these options; options left out come from the program's own loop, else defaults.

    Raises:
        GraphError: the program has an error, or an option does not fit it.
    """
    own = own_training(text, inputs)
    program = text if own is None else own.program
    if own is not None:
        output = output or own.output
        parameters = own.parameters if parameters is None else parameters
        iterations = own.iterations if iterations is None else iterations
        optimizer = optimizer or own.optimizer
    optimizer = optimizer or "sgd"

    def read() -> Graph:
        return parse(program, normalize_inputs(inputs), output, None, None, seed)

    roles = complete_roles(read, parameters, data)
    numbers: dict[str, float] = {}
    if own is not None and optimizer == own.optimizer:
        numbers |= own.settings
    numbers |= {} if lr is None else {"lr": lr}
    for word in settings:
        name, _, value = word.partition("=")
        try:
            numbers[name.strip()] = float(value)
        except ValueError:
            raise GraphError(f"{word} is not name=value.", hint="Write --set mu=0.9.") from None
    iterations = 100 if iterations is None else iterations
    return Plan(program, inputs, output, *roles, optimizer, numbers, iterations, batch, seed)


def report(training: Training, records: Sequence[Record]) -> str:
    """The plan, a table of losses, the parameters at the end and the findings, as text."""
    final_values = training.values_at(training.iteration)
    losses = [(one.iteration, one.loss) for one in records if one.loss is not None]
    lines = [_title(training.plan), "", *_table(losses), ""]
    if (right := training.right) is not None:
        lines += ["{:,} of {:,} labels are right.".format(*right), ""]
    lines += [f"{name} = {write(final_values[name])}" for name in training.plan.parameters]
    lines += [f"note: {one.message}" for one in training.findings]
    return "\n".join(lines)


def _title(plan: Plan) -> str:
    settings = ", ".join(f"{name}={write(value)}" for name, value in plan.settings.items())
    batch = f" in batches of {plan.batch} rows of {', '.join(plan.data)}" if plan.batch else ""
    rule = f"{plan.row.title} ({settings})" if settings else plan.row.title
    return f"{rule}, {plan.iterations:,} iterations{batch}: {', '.join(plan.parameters)}"


def _table(losses: Sequence[tuple[int, float]]) -> list[str]:
    """At most ``LINES`` losses, evenly spaced, with the first and the last."""
    if not losses:
        return ["The program's own loop computes no loss."]
    last = len(losses) - 1
    if last >= LINES:
        losses = [losses[round(place * last / (LINES - 1))] for place in range(LINES)]
    rows = [("iteration", "loss"), *((f"{at:,}", write(loss)) for at, loss in losses)]
    widths = [max(len(row[place]) for row in rows) for place in range(2)]
    return [f"{at:>{widths[0]}}  {loss:>{widths[1]}}" for at, loss in rows]
