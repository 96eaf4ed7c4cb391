"""A run as text: the command line's table, and the log as CSV."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from graphs.autodiff.forward import checked
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.parse import parse
from graphs.model import Graph, Value
from graphs.training.optimizers import OPTIMIZERS
from graphs.training.plan import Plan, filled
from graphs.training.recognise import recognised
from graphs.training.run import Record, Training

LINES = 12  # iterations in the table


def add_options(parser: argparse.ArgumentParser) -> None:
    """How to train. What is left out is taken from the program's own loop, where it has one."""
    parser.add_argument("--optimizer", choices=tuple(OPTIMIZERS), help="its update rule (sgd)")
    parser.add_argument("--lr", type=float, metavar="RATE", help="learning rate")
    parser.add_argument(
        "--set", action="append", default=[], metavar="name=value", help="of the rule: mu=0.9"
    )
    parser.add_argument("--iterations", type=int, metavar="N", help="updates (100)")
    parser.add_argument("--batch", type=int, metavar="ROWS", help="rows an update sees (all)")
    parser.add_argument("--parameters", metavar="NAMES", help="inputs that change: w1,w2")
    parser.add_argument("--data", metavar="NAMES", help="inputs whose rows are drawn: X,y")
    parser.add_argument("--output", metavar="NAME", help="the loss")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of what is random (0)")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the log here")


def trained(
    text: str, inputs: Mapping[str, Value], options: argparse.Namespace
) -> tuple[Training, list[Record]]:
    """A run to its end, as the options ask for it.

    Raises:
        GraphError: the program has an error, or an option does not fit it.
    """
    own = recognised(text, inputs)
    program, output = (text, None) if own is None else (own.program, own.output)
    output = options.output or output
    parameters = None if own is None else own.parameters
    if options.parameters is not None:
        parameters = tuple(options.parameters.split(","))
    data = None if options.data is None else tuple(options.data.split(","))

    def read() -> Graph:
        return parse(program, checked(inputs), output, None, None, options.seed)

    roles = filled(read, parameters, data)
    settings: dict[str, float] = {}
    if own is not None and options.optimizer in (None, own.optimizer):
        settings |= own.settings
    settings |= {} if options.lr is None else {"lr": options.lr}
    for word in options.set:
        name, _, value = word.partition("=")
        try:
            settings[name.strip()] = float(value)
        except ValueError:
            raise GraphError(f"{word} is not name=value.", hint="Write --set mu=0.9.") from None
    iterations = options.iterations
    if iterations is None:
        iterations = 100 if own is None else own.iterations
    plan = Plan(
        program,
        inputs,
        output,
        *roles,
        options.optimizer or ("sgd" if own is None else own.optimizer),
        settings,
        iterations,
        options.batch,
        options.seed,
    )
    training = Training(plan, watch=True)
    return training, list(training.run())


def told(training: Training, records: Sequence[Record]) -> str:
    """What was trained and how, the loss on the way, what went wrong, and where it ended."""
    ended = training.values_at(training.iteration)
    rows = [("iteration", "loss")]
    rows += [(f"{one.iteration:,}", write(one.loss)) for one in _some(records)]
    widths = [max(len(row[place]) for row in rows) for place in range(2)]
    lines = [_plan(training.plan), ""]
    lines += [f"{at:>{widths[0]}}  {loss:>{widths[1]}}" for at, loss in rows]
    lines += ["", *(f"{name} = {write(ended[name])}" for name in training.plan.parameters)]
    lines += [f"note: {one.message}" for one in training.findings]
    return "\n".join(lines)


def _plan(plan: Plan) -> str:
    settings = ", ".join(f"{name}={write(value)}" for name, value in plan.settings.items())
    batch = f" in batches of {plan.batch} rows of {', '.join(plan.data)}" if plan.batch else ""
    return (
        f"{plan.row.title} ({settings}), {plan.iterations:,} iterations{batch}: "
        f"{', '.join(plan.parameters)}"
    )


def _some(records: Sequence[Record]) -> Sequence[Record]:
    """A few records, the first and the last among them, evenly between."""
    last = len(records) - 1
    if last < LINES:
        return records
    return [records[round(place * last / (LINES - 1))] for place in range(LINES)]


def log(records: Sequence[Record], parameters: Sequence[str]) -> str:
    """A run as CSV: a line an iteration, in full precision; what was not measured is empty.

    The columns are the iteration, its loss, and for each parameter the norm of its gradient and
    of its update over its own.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = [f"{what} {name}" for name in parameters for what in ("gradient", "update/parameter")]
    writer.writerow(["iteration", "loss", *heads])
    for one in records:
        measured: list[Mapping[str, float | None]] = [{}, {}]
        if one.statistics is not None:
            measured = [one.statistics.gradient, one.statistics.ratio]
        cells = [what.get(name) for name in parameters for what in measured]
        writer.writerow([one.iteration, repr(one.loss), *map(_cell, cells)])
    return text.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)
