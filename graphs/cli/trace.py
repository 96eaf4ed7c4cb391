"""``trace``: values and gradients as a table, or the whole trace as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

import graphs
from graphs.cli.draw import FILES, drawing_options, save
from graphs.cli.inputs import PROGRAM_WORDS, takes_program
from graphs.cli.views import view_flags, views_of_flags
from graphs.format.numbers import write
from graphs.model import Notice
from graphs.views import view_text


@click.command("trace", context_settings=PROGRAM_WORDS)
@takes_program
@click.option("--json", "as_json", is_flag=True, help="Print the whole trace as JSON.")
@drawing_options
@view_flags
@click.option("--patterns", is_flag=True, help="Print what could be folded into one gate.")
def command(
    trace: graphs.Trace,
    as_json: bool,
    patterns: bool,
    step: int | None,
    **flags: Any,
) -> None:
    """Print the values and gradients of a program.

    \b
    python -m graphs "f = (x + y) * z" x=-2 y=5 z=-4
    python -m graphs "q = W @ x; f = sum(q**2)" "W=[[0.1,0.5],[-0.3,0.8]]" "x=[0.2,0.4]"

    PROGRAM is text, or - for what comes through a pipe. Where files are drawn or views are
    printed, the table is not.
    """
    files = {name: flags.pop(name) for name in FILES}
    texts = [
        view_text(trace.evaluation, name, options)
        for name, options in views_of_flags(flags).items()
    ]
    if patterns:
        texts.append("\n".join(f"{one['id']}: {one['sentence']}" for one in trace.patterns))
    saved = save(trace, step, files)
    if as_json:
        print(json.dumps(trace.to_dict(), ensure_ascii=False))
    elif texts:
        print("\n\n".join(texts))
    elif not saved:
        print(table(trace))
        print_notes(trace)


def print_notes(trace: graphs.Trace) -> None:
    """What was assumed or left out, quietly: not among what another program may read."""
    for note in trace.notes:
        place = f"line {note.line}: " if note.line else ""
        print(f"note: {place}{note.message}{_otherwise(note)}", file=sys.stderr)


def _otherwise(note: Notice) -> str:
    """What to write for another choice than the one that was made."""
    if note.kind == "called" and note.choices:
        return f" (or --call {' or '.join(note.choices)})"
    return f" (or --loop {note.line}={note.choices[0]})" if note.kind == "loop" else ""


def table(trace: graphs.Trace) -> str:
    """Values and gradients, a named or computed node a row, in the order of the text; warnings,
    and what the text prints."""
    evaluation = trace.evaluation
    rows = [("", "gate", "value", "gradient")]
    for node in evaluation.model.nodes:
        if node.kind == "constant":
            continue
        gradient = evaluation.gradients.get(node.index)
        rows.append(
            (
                evaluation.labels[node.index].text,
                node.op,
                write(evaluation.node_values[node.index], evaluation.digits),
                "" if gradient is None else write(gradient, evaluation.digits),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        f"{name:<{widths[0]}}  {op:<{widths[1]}}  {value:>{widths[2]}}  {gradient:>{widths[3]}}"
        for name, op, value, gradient in rows
    ]
    notes = [
        f"warning: {f'line {note.line}: ' if note.line else ''}{note.message}"
        for note in trace.warnings
    ]
    printed = [
        f"line {line} prints: {text}".replace("\n", "\n" + " " * len(f"line {line} prints: "))
        for line, text in trace.printed.items()
    ]
    return "\n".join([*lines, *notes, *printed])
