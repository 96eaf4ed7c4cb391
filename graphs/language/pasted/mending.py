"""The rows of what is mended, and how: where Python's parser stops at a line that a row knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graphs.language.pasted import characters, indents, magics, prompts, python2
from graphs.language.pasted.edits import Edits, applied
from graphs.language.pasted.python_parser import fault_of, to_tree
from graphs.model import Notice

MOST_MENDED = 12  # each parses the text again
FENCED = "What stands around the fenced code (```) is left out."


@dataclass(frozen=True)
class Row:
    """``mark`` is what a line looks like that needs the edits, where Python stops at such a line.

    ``after`` says where Python may stop, too: after "code", where all above the first such line is
    Python by itself (it stands in no docstring), after "prose", where that line is farther down.
    ``faults`` are parts of what Python says. ``note`` says what is left out, or read as what.
    """

    mark: re.Pattern[str]
    edits: Callable[..., Edits]
    note: str = ""
    kind: str = "left out"
    after: str = ""
    faults: tuple[str, ...] = ()


ROWS = (
    Row(prompts.FENCE, prompts.without_fences, FENCED, after="code"),
    Row(
        prompts.IPYTHON,
        prompts.without_cell_prompts,
        "Prompts and outputs of the notebook are left out.",
        after="code",
    ),
    Row(
        prompts.PYTHON,
        prompts.without_prompts,
        "Prompts and what was printed after them are left out.",
        after="code",
    ),
    Row(prompts.NUMBER, prompts.without_line_numbers, "Line numbers are left out."),
    Row(
        magics.MAGIC,
        magics.without_magics,
        "Lines for the notebook or the shell (%, !, ?) are left out.",
        after="code",
    ),
    Row(characters.UNSEEN, characters.without_unseen),
    Row(characters.QUOTES, characters.with_plain_quotes),
    Row(
        python2.PRINT,
        python2.with_brackets,
        "print without brackets is Python 2; it is read as print(…).",
        "assumed",
    ),
    Row(python2.UNEQUAL, python2.with_unequal),
    Row(python2.EXCEPT, python2.with_as),
    Row(python2.RAISE, python2.with_raised_call),
    Row(re.compile(r"^[ \t]"), indents.with_spaces, faults=("inconsistent use of tabs",)),
    Row(re.compile(r"^[ \t]"), indents.dedented, faults=("unexpected indent", "unindent")),
    Row(prompts.FENCE, prompts.without_fences, FENCED, after="prose"),
)


@dataclass(frozen=True)
class Mended:
    """A text after its edits: the lines, the edits one after the other, and what to say of them.

    ``error`` is what Python still says against it, if it says something.
    """

    lines: Sequence[str]
    layers: Sequence[Edits]
    notes: Sequence[Notice]
    error: SyntaxError | None
    tree: ast.Module | None


def mended(text: str, error: SyntaxError | None) -> Mended:
    """The text with everything mended that the rows know."""
    lines: Sequence[str] = text.split("\n")
    layers: list[Edits] = []
    notes: list[Notice] = []
    tree: ast.Module | None = None
    while (error is not None or not layers) and len(layers) < MOST_MENDED:
        found = _next(lines, error)
        if found is None:
            break
        row, edits = found
        first = min(number for number, several in edits.items() if several) + 1
        if row.note and all(note.message != row.note for note in notes):
            notes.append(Notice(row.note, first, row.kind))
        lines = applied(lines, edits)
        layers.append(edits)
        try:
            tree, error = to_tree("\n".join(lines)), None
        except SyntaxError as again:
            tree, error = None, again
    return Mended(lines, layers, notes, error, tree)


def _next(lines: Sequence[str], error: SyntaxError | None) -> tuple[Row, Edits] | None:
    """The first row that changes something of what Python cannot read."""
    for row in ROWS:
        if error is None:
            if row.edits is not prompts.without_cell_prompts:
                continue
        elif row.faults and not any(part in (error.msg or "") for part in row.faults):
            continue
        if not _is_meant(row, lines, error):
            continue
        edits = row.edits(lines, error) if row.faults else row.edits(lines)
        if any(edits.values()):
            return row, edits
    return None


def _is_meant(row: Row, lines: Sequence[str], error: SyntaxError | None) -> bool:
    """Whether what Python cannot read is what the row is about."""
    number = 0 if error is None else min(error.lineno or 1, len(lines)) - 1
    if error is not None and row.mark.search(lines[number]):
        return True
    if not row.after:
        return False
    first = next((at for at, line in enumerate(lines) if row.mark.search(line)), None)
    if first is None:
        return False
    return number < first if row.after == "prose" else fault_of(lines[:first]) is None


def is_session(text: str) -> bool:
    """Whether a text that Python can read is one of IPython's: ``In [3]: x = 2`` is an annotation
    to Python."""
    return "In [" in text and any(prompts.IPYTHON.search(line) for line in text.split("\n"))
