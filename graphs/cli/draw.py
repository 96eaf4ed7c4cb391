"""``draw``: the picture into files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import graphs
from graphs.cli.inputs import FILE, PROGRAM_WORDS, Function, takes_program


def drawing_options(function: Function) -> Function:
    """The options of ``save``."""
    kinds = {"svg": "Draw it as SVG.", "png": "As PNG.", "pdf": "As PDF.", "dot": "As DOT text."}
    for kind, words in reversed(kinds.items()):
        function = click.option(f"--{kind}", type=FILE, metavar="FILE", help=words)(function)
    step = click.option("--step", type=int, metavar="K", help="Draw it as it is after step K.")
    return step(function)


def save(
    trace: graphs.Trace,
    step: int | None,
    svg: Path | None,
    png: Path | None,
    pdf: Path | None,
    dot: Path | None,
) -> bool:
    """Write the files that are named. Returns whether there were any.

    Raises:
        GraphError: there is no such step.
        OSError: a file cannot be written.
    """
    if dot:
        from graphs.draw.dot import dot_source  # for weight: it brings a library of its own

        dot.write_text(dot_source(trace.evaluation.model), encoding="utf-8")
    if not (svg or png or pdf):
        return dot is not None
    from graphs.draw import export  # for weight: it brings PDF and PNG writers and fonts

    svg_text = trace.svg(step)
    if svg:
        svg.write_text(export.standalone(svg_text), encoding="utf-8")
    if png:
        png.write_bytes(export.png(svg_text))
    if pdf:
        pdf.write_bytes(export.pdf(svg_text))
    return True


@click.command("draw", context_settings=PROGRAM_WORDS)
@takes_program
@drawing_options
def command(trace: graphs.Trace, **files: Any) -> None:
    """Draw a program's circuit, with values and gradients, into files.

    \b
    python -m graphs draw "f = (x + y) * z" x=-2 y=5 z=-4 --svg circuit.svg --step 3
    """
    if not save(trace, **files):
        raise click.UsageError("name a file: --svg, --png, --pdf or --dot FILE")
