"""What every subcommand takes: a program and the values of its inputs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

import graphs
from graphs.cli.errors import errors_of
from graphs.format.numbers import STYLES
from graphs.groups.open_groups import OPENINGS, Opening
from graphs.language.assumptions import Passes
from graphs.language.notebooks import notebook_text, program_text
from graphs.model import Value
from graphs.model.paths import is_path

FILE = click.Path(path_type=Path)
# A program may begin with a minus sign: "-x + y" is no option. So -h stays free, too.
PROGRAM_WORDS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

PASSES: Mapping[str, Passes] = {"once": "once", "every": "every", "all": "every"}

Function = Callable[..., Any]


def _opening(text: str) -> Opening:
    return text if text in OPENINGS else tuple(id for id in text.split(",") if id)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _array(text: str) -> Any:
    """A number or nested lists as JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, int | float | list):
        raise click.BadParameter(f"{text!r} is not a number, nor a list like [[1, 2], [3, 4]]")
    return value


def _passes(word: str) -> tuple[int, Passes]:
    """``8=every``: the line of a loop, and which of its passes are drawn."""
    line, _, passes = word.partition("=")
    if not line.strip().isdecimal() or passes not in PASSES:
        raise click.BadParameter(f"{word!r} is not like 8=once or 8=every")
    return int(line), PASSES[passes]


_INPUTS = click.option("--inputs", type=FILE, metavar="FILE.json", help="Read input values here.")
GENERATE = click.option(
    "--generate", is_flag=True, help="Draw what is read from outside at random."
)
_PROGRAM = (
    click.argument("words", nargs=-1, metavar="PROGRAM [name=value]..."),
    click.option(
        "--program", type=FILE, metavar="FILE.py", help="Read the program here: a .py or an .ipynb."
    ),
    _INPUTS,
    click.option("--output", metavar="NAME", help="Differentiate this name."),
    click.option("--fill", is_flag=True, help="Give names without a value one."),
    click.option("--call", metavar="NAME", help="Call this definition, where none is called."),
    click.option(
        "--loop",
        "loops",
        multiple=True,
        metavar="LINE=once|every",
        callback=lambda _context, _option, words: dict(map(_passes, words)),
        help="Draw this loop for one pass or every one.",
    ),
    GENERATE,
    click.option(
        "--upstream", type=_array, metavar="VALUE", help="The output's gradient: 2 or [1,0.5]."
    ),
    click.option("--numbers", type=click.Choice(STYLES), default="3 digits", help="Their format."),
    click.option("--seed", type=int, metavar="N", help="Start np.random here."),
    click.option("--fold", type=_ids, default="", metavar="IDS", help="Fold patterns: p0,p1."),
    click.option(
        "--open", type=_opening, metavar="GROUPS", help="Groups drawn open: auto, all, or g0,g1."
    ),
)


def takes_program(function: Function) -> Function:
    """A subcommand of PROGRAM name=value …: ``function`` is called with the Trace of it."""

    @wraps(function)
    def run(
        words: Sequence[str], program: Path | None, inputs: Path | None, **options: Any
    ) -> int | None:
        text, pairs = _text_and_pairs(words, program)
        values = _values(inputs, pairs)
        names = (
            *("output", "fill", "call", "loops", "generate"),
            *("upstream", "numbers", "seed", "fold", "open"),
        )
        trace_options = {name: options.pop(name) for name in names}
        with errors_of(text):
            status: int | None = function(graphs.trace(text, values, **trace_options), **options)
            return status

    return _with_parameters(_PROGRAM, run)


def takes_file(function: Function) -> Function:
    """A subcommand of FILE.py name=value …: ``function`` is called with its text and inputs."""

    @wraps(function)
    def run(file: Path, pairs: Sequence[str], inputs: Path | None, **options: Any) -> int | None:
        text = _read_program(file)
        values = _values(inputs, pairs)
        with errors_of(text):
            status: int | None = function(text, values, **options)
            return status

    words = click.argument("pairs", nargs=-1, metavar="[name=value]...")
    return _with_parameters(
        (click.argument("file", type=FILE, metavar="FILE.py"), words, _INPUTS), run
    )


def _with_parameters(
    parameters: Sequence[Callable[[Function], Function]], function: Function
) -> Function:
    for parameter in reversed(parameters):
        function = parameter(function)
    return function


def _text_and_pairs(words: Sequence[str], program: Path | None) -> tuple[str, Sequence[str]]:
    for word in words:
        name = word.partition("=")[0]
        if re.fullmatch(r"--[a-z]+(-[a-z]+)*", name):  # "--x + 1" is a program, --bogus is not
            raise click.NoSuchOption(name, ctx=click.get_current_context())
    if program is not None:
        return _read_program(program), words
    if not words:
        raise click.UsageError("give a program, or --program FILE.py")
    if words[0] == "-" and not sys.stdin.isatty():
        return _program_of(sys.stdin.read()), words[1:]
    return _program_of(words[0]), words[1:]


def _values(path: Path | None, pairs: Sequence[str]) -> dict[str, Value]:
    """The inputs' values; those of the command win over those of the file."""
    values: dict[str, Value] = {}
    if path is not None:
        try:
            content = json.loads(_read(path))
        except (ValueError, RecursionError) as error:
            raise click.UsageError(f"{path} is not JSON: {error}") from None
        if not isinstance(content, dict):
            raise click.UsageError(f"{path} must hold one object of names and values")
        values |= content
    for pair in pairs:
        name, equals, value = pair.rpartition("=")
        if not equals or not is_path(name.strip()):
            raise click.UsageError(f"{pair!r} is not name=value")
        try:
            values[name.strip()] = json.loads(value) if "[" in value else float(value)
        except (ValueError, RecursionError):
            raise click.UsageError(
                f"{value!r} is not a number, nor a list like [[1, 2], [3, 4]], for {name}"
            ) from None
    return values


def _read_program(path: Path) -> str:
    """The program in a file; of a notebook that of its code cells.

    Raises:
        UsageError: the file cannot be read.
        ProgramError: it is a notebook that cannot be read.
    """
    return _program_of(_read(path), path.suffix == ".ipynb")


def _program_of(text: str, is_notebook: bool = False) -> str:
    with errors_of(text):
        return notebook_text(text) if is_notebook else program_text(text)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"cannot read {path}: {error}") from None
