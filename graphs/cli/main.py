"""The subcommands, and what they share: streams and exit status."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pkgutil import resolve_name

import click

# For weight a subcommand is imported when it is used: a table of values needs no training.
SUBCOMMANDS = {
    "trace": "graphs.cli.trace:command",
    "draw": "graphs.cli.draw:command",
    "view": "graphs.cli.views:command",
    "check": "graphs.cli.check:command",
    "train": "graphs.cli.train:command",
}
HELP = ["-h", "--help"]


class Subcommands(click.Group):
    """Where the first word is no subcommand, ``trace`` is meant."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        subcommand: click.Command | None = None
        if name in SUBCOMMANDS:
            subcommand = resolve_name(SUBCOMMANDS[name])
        return subcommand

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        if arguments and arguments[0] not in {*SUBCOMMANDS, *HELP}:
            arguments = ["trace", *arguments]
        return super().parse_args(context, arguments)


@click.command(cls=Subcommands, context_settings={"help_option_names": HELP})
def command() -> None:
    """Run NumPy-style programs forward and backward.

    \b
    python -m graphs "f = (x + y) * z" x=-2 y=5 z=-4
    python -m graphs view paths "q = x + y; f = q * z" x=-2 y=5 z=-4 --from x
    python -m graphs draw --program net.py --inputs values.json --svg net.svg

    A program without a subcommand is traced.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns its exit status.

    That is 0; 1 where the program has an error, a line of a backward pass is wrong or training
    diverges; 2 where the command is wrong.
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal may not know every letter of a name
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    words = None if arguments is None else list(arguments)
    try:
        status: int | None = command.main(words, "python -m graphs", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:  # Ctrl-C
        return 130
    return status or 0
