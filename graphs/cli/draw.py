"""``draw``: the picture into files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

import graphs
from graphs.cli.inputs import FILE, PROGRAM_WORDS, Function, takes_program
from graphs.draw.kinds import KINDS

FILES = (*KINDS, "dot")  # what a picture is saved as, an option each


def drawing_options(function: Function) -> Function:
    """The options that ``save`` takes: ``step`` and a file for each of ``FILES``."""
    for name in reversed(FILES):
        words = "Draw it as DOT text." if name == "dot" else f"Draw it as {name.upper()}."
        function = click.option(f"--{name}", type=FILE, metavar="FILE", help=words)(function)
    step = click.option("--step", type=int, metavar="K", help="Draw it as it is after step K.")
    return step(function)


def save(trace: graphs.Trace, step: int | None, files: Mapping[str, Path | None]) -> bool:
    """Write the files that are named, by kind. Returns whether there were any.

    Raises:
        GraphError: there is no such step.
        OSError: a file cannot be written.
    """
    named = {name: path for name, path in files.items() if path}
    dot = named.pop("dot", None)
    if dot:
        from graphs.draw.dot import dot_source  # for weight: it brings a library of its own

        dot.write_text(dot_source(trace.evaluation.model), encoding="utf-8")
    if named:
        svg = trace.svg(step)
        for name, path in named.items():
            path.write_bytes(KINDS[name].writer()(svg))
    return bool(dot or named)


@click.command("draw", context_settings=PROGRAM_WORDS)
@takes_program
@drawing_options
def command(trace: graphs.Trace, step: int | None, **files: Path | None) -> None:
    """Draw a program's circuit, with values and gradients, into files.

    \b
    python -m graphs draw "f = (x + y) * z" x=-2 y=5 z=-4 --svg circuit.svg --step 3
    """
    if not save(trace, step, files):
        raise click.UsageError("name a file: --svg, --png, --pdf or --dot FILE")
