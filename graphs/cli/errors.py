"""An error in a program, shown with a caret under its place."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from graphs.errors import GraphError

MOST_CALLERS = 5


class ProgramError(click.ClickException):
    """Ends the command with status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        print(self.message, file=file or sys.stderr)


@contextmanager
def errors_of(text: str) -> Iterator[None]:
    """Turn an error in the program's text, or in writing a file, into the command's end.

    Raises:
        ProgramError: for a GraphError.
        UsageError: a file cannot be written.
    """
    try:
        yield
    except GraphError as error:
        raise ProgramError(with_caret(text, error)) from None
    except BrokenPipeError:
        raise  # no file, but a reader such as head that has seen enough: click ends it quietly
    except OSError as error:
        raise click.UsageError(f"cannot write the file: {error}") from None


def with_caret(text: str, error: GraphError) -> str:
    """The error's message, the line of the text with a caret under its place, the lines of the
    calls around it, and the hint."""
    lines = [f"error: {error.message}"]
    source = text.split("\n")
    if error.line is not None and error.line <= len(source):
        line = source[error.line - 1]
        column = error.column or 0
        width = max((error.end_column or column + 1) - column, 1)
        before = re.sub(r"\S", " ", line[:column].ljust(column))  # a tab stays as wide
        lines += [f"  line {error.line}:", f"    {line}", f"    {before}{'^' * width}"]
    lines += [f"  called from line {line}" for line in dict.fromkeys(error.callers[:MOST_CALLERS])]
    if error.hint:
        lines.append(f"  {error.hint}{' (--generate)' if error.outside else ''}")
    return "\n".join(lines)
