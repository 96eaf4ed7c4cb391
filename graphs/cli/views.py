"""``view NAME``, a subcommand for each row of ``graphs.views.VIEWS``, and the flags of ``trace``
that are older spellings of them: ``--paths x f`` is ``view paths --from x --to f``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

import graphs
from graphs.cli.inputs import PROGRAM_WORDS, Function, takes_program
from graphs.views import VIEWS, Option, View, view_text


def _names(text: str) -> list[str]:
    return text.split(",")


def _type(option: Option) -> Any:
    """The type that click converts an option to."""
    if option.choices:
        return click.Choice(option.choices)
    return _names if option.type is list else option.type


def _metavar(option: Option) -> str | None:
    if option.choices:
        return None  # click lists them
    return "K" if option.type is int else "NAMES" if option.type is list else "NAME"


def _subcommand(row: View) -> click.Command:
    @takes_program
    def show(trace: graphs.Trace, **options: Any) -> None:
        chosen = {name: value for name, value in options.items() if value is not None}
        print(view_text(trace.evaluation, row.name, chosen))

    subcommand = click.command(row.name, help=f"Print {row.help}.", context_settings=PROGRAM_WORDS)(
        show
    )
    subcommand.params += [
        click.Option(
            [option.name, f"--{option.name}"],
            type=_type(option),
            metavar=_metavar(option),
            help=f"{option.help[0].upper()}{option.help[1:]}.",
        )
        for option in row.options
    ]
    return subcommand


command = click.Group(
    "view",
    {row.name: _subcommand(row) for row in VIEWS.values()},
    help="""Print one view of a program as text.

    \b
    python -m graphs view paths "q = x + y; f = q * z" x=-2 y=5 z=-4 --from x --to f
    """,
)


def view_flags(function: Function) -> Function:
    """The flags of ``views_of_flags``, in the order of the rows."""
    for row in reversed(tuple(VIEWS.values())):
        for option in row.options:
            if not option.in_flag:
                function = click.option(
                    f"--{option.name}",
                    type=_type(option),
                    metavar=_metavar(option),
                    help=f"With {row.flag}: {option.help}.",
                )(function)
        function = _flag(row)(function)
    return function


def _flag(row: View) -> Function:
    """``--paths FROM TO``: the values of a flag are the view's options."""
    flag_options = [option for option in row.options if option.in_flag]
    words = f"Print view {row.name}: {row.help}."
    if not flag_options:
        return click.option(row.flag, row.name, is_flag=True, help=words)
    single = len(flag_options) == 1
    return click.option(
        row.flag,
        row.name,
        nargs=len(flag_options),
        type=_type(flag_options[0]) if single else tuple(map(_type, flag_options)),
        metavar=_metavar(flag_options[0])
        if single
        else " ".join(one.name.upper() for one in flag_options),
        help=words,
    )


def views_of_flags(flags: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The views that the flags ask for, by name, with their options."""
    views = {}
    for row in VIEWS.values():
        if not flags[row.name]:
            continue
        flag_options = [option.name for option in row.options if option.in_flag]
        values = flags[row.name] if len(flag_options) > 1 else (flags[row.name],)
        options = dict(zip(flag_options, values, strict=False))
        other_options = {
            option.name: flags[option.name] for option in row.options if not option.in_flag
        }
        views[row.name] = options | {k: v for k, v in other_options.items() if v is not None}
    return views
