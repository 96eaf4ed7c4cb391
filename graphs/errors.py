"""The one exception a reader's text can raise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Way(NamedTuple):
    """A way out of an error: a part of a line, and the text to write in its place; ``then`` says
    what comes of it."""

    line: int
    column: int
    end_column: int
    text: str
    then: str | None = None

    def on(self, text: str) -> str:
        """A program with it."""
        lines = text.split("\n")
        line = lines[self.line - 1]
        lines[self.line - 1] = line[: self.column] + self.text + line[self.end_column :]
        return "\n".join(lines)


class GraphError(Exception):
    """What the reader did, where, why it cannot be, and what to write instead.

    ``line`` counts from 1; ``column`` and ``end_column`` count characters (code points) from 0,
    the end exclusive, as Python's ``ast`` does. ``hint`` says what to write instead. ``mend``,
    where there is one, is text that may replace ``column:end_column`` of that line as it stands.
    ``missing`` lists inputs that have no value, ``shapes`` the shapes they seem to have, and
    ``labels`` those that only index or are compared. ``at`` is
    the node whose evaluation failed, ``graph`` the circuit so far. ``kind`` names the exception of
    Python's that a program may catch it as, "" where it may not; ``exception`` is that object, and
    ``callers`` the lines of the calls around the place, innermost first. ``left_out`` names what
    is needed here and is not read, ``outside`` is it where it is data that may be generated.
    ``why`` is the rule that is broken, ``then`` what comes of the first way out, the mend or else
    the first of the other ``ways``; ``mended`` are the shapes once the mend is written.
    """

    def __init__(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        end_column: int | None = None,
        hint: str | None = None,
        mend: str | None = None,
        missing: tuple[str, ...] = (),
        shapes: Mapping[str, tuple[int, ...] | None] | None = None,
        labels: tuple[str, ...] = (),
        at: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.end_column = end_column
        self.hint = hint
        self.mend = mend
        self.missing = missing
        self.shapes = shapes or {}
        self.labels = labels
        self.at = at
        self.graph: Any = None
        self.gate: Any = None  # whose arguments do not fit
        self.attempt: Any = None  # the node that it would have made
        self.must: dict[int, tuple[int, ...]] = {}  # shapes that nodes are asserted to have
        self.why: str | None = None
        self.then: str | None = None
        self.mended: dict[str, Any] | None = None
        self.ways: tuple[Way, ...] = ()
        self.kind = ""
        self.needed: tuple[str, ...] = ()  # of the missing inputs those that are needed here
        self.left_out = ""
        self.indexing: int | None = None  # the node whose value is no index
        self.outside: Any = None
        self.unknown_function = ""  # that is called, and that nothing defines
        self.undefined = ""  # the gradient that the text never computes and that is needed here
        self.exception: Any = None
        self.args_of_python: tuple[Any, ...] | None = None
        self.loops: list[
            int
        ] = []  # lines of the loops that ran more than one pass, innermost first
        self.value: Any = None  # of a StopIteration
        self.callers: list[int] = []

    @property
    def may_be_guess(self) -> bool:
        """Whether shapes that were guessed for inputs without a value may be the reason."""
        if self.must:
            return True
        return self.at is not None or self.kind in ("ValueError", "IndexError", "TypeError")

    @property
    def may_be_missing(self) -> bool:
        """Whether values that the text lacks may be the reason."""
        return bool(self.missing) or self.kind in ("KeyError", "AttributeError", "NameError")

    def to_dict(self) -> dict[str, Any]:
        """The error as JSON-safe data, for the web and ``--json``."""
        fields: dict[str, Any] = {
            "message": self.message,
            "line": self.line,
            "column": self.column,
            "end_column": self.end_column,
            "hint": self.hint,
            "mend": self.mend,
        }
        if self.why is not None:
            fields["why"] = self.why
        if then := self.then or (self.ways and self.mend is None and self.ways[0].then):
            fields["then"] = then
        if self.mended is not None:
            fields["mended"] = self.mended
        if self.ways:
            fields["ways"] = [
                {
                    "line": way.line,
                    "column": way.column,
                    "end_column": way.end_column,
                    "text": way.text,
                }
                for way in self.ways
            ]
        if self.callers:
            fields["callers"] = self.callers
        if self.outside is not None:
            fields["outside"] = self.outside.path
        if self.missing:
            fields["missing"] = list(self.missing)
            fields["labels"] = list(self.labels)
            fields["shapes"] = {
                name: None if (shape := self.shapes.get(name)) is None else list(shape)
                for name in self.missing
            }
        return fields


class TooLarge(GraphError):
    """A limit was passed; the message names the limit and the measured value.

    ``by_passes``: it is one that fewer passes of a loop keep.
    """

    by_passes = False
