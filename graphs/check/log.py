"""The log of a reading: which line wrote which variable, and which lines read it."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from dataclasses import dataclass, field

from graphs.errors import GraphError
from graphs.language.things import Thing
from graphs.model import Notice, Source


@dataclass(eq=False)
class Statement:
    """One statement as it ran; a statement in a loop or a function runs several times."""

    order: int
    tree: ast.stmt
    source: Source
    caller: Statement | None = None  # the one that was running when it began
    reads: dict[Version, None] = field(default_factory=dict)  # in order, each once

    @property
    def line(self) -> int:
        return self.source.line

    @property
    def call(self) -> Statement | None:
        """The statement that called the function that this one stands in."""
        here = self.caller
        while here is not None and here.tree.lineno <= self.line <= (here.tree.end_lineno or 0):
            here = here.caller  # a loop around it
        return here


@dataclass(eq=False)
class Version:
    """One value of a variable: a name in a scope, an attribute or an entry.

    ``before`` is the variable's value until then; ``continues`` says that this one was computed
    from it (``dx += …``, ``dh[h < 0] = 0``). ``shared`` is one that changed because another name
    of the same array was changed in place.
    """

    order: int
    name: str  # as the text called it then
    place: Hashable  # the scope, or the list, dictionary or object that holds the entry
    key: Hashable  # the name in a scope, an attribute, or an entry's key
    thing: Thing  # what the variable holds: two names of one array hold the same
    node: int
    statement: Statement | None  # none of an input that the text never assigns
    before: Version | None = None
    continues: bool = False
    shared: bool = False
    spoiled: bool = False  # a later line that writes the variable could not be read
    source: Version | None = None  # of the same object, under its name before
    after: Version | None = None
    said: str = ""  # the name that tells what it is the gradient of, where that is another
    readers: dict[Statement, None] = field(default_factory=dict)

    @property
    def variable(self) -> tuple[Hashable, Hashable]:
        """What it is a value of, whatever it is called."""
        return self.place, self.key

    @property
    def line(self) -> int:
        return self.statement.line if self.statement else 1

    @property
    def used(self) -> bool:
        """Whether a statement reads it that does not go on writing the same variable."""
        after = self.after.statement if self.after is not None and self.after.continues else None
        return any(reader is not after and reader is not self.statement for reader in self.readers)

    @property
    def is_one_of_several(self) -> bool:
        """Whether the variable has another value that this one does not go on from."""
        after = self.after is not None and not self.after.continues
        return after or (self.before is not None and not self.continues)


@dataclass(frozen=True)
class Undefined:
    """A name that was used and had no value; ``meant`` is the one used in its place."""

    name: str
    source: Source
    statement: Statement | None
    near: tuple[str, ...]
    meant: Version | None
    is_own: bool = False  # the statement writes the name that it uses


@dataclass(frozen=True)
class Failure:
    """A line that cannot be computed, where no value stands in for what it was to write;
    ``order`` is that of the first version written after it."""

    order: int
    error: GraphError


@dataclass
class Log:
    """Everything that was written, in the order in which it ran."""

    statements: list[Statement] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    undefined: list[Undefined] = field(default_factory=list)
    lost: dict[str, GraphError] = field(default_factory=dict)  # names with no value and none near
    broken: dict[Version, GraphError] = field(default_factory=dict)  # could not be computed
    failures: list[Failure] = field(default_factory=list)  # the first of each line
    numbers: dict[str, float] = field(default_factory=dict)  # arguments that are plain numbers
    notes: list[Notice] = field(default_factory=list)

    def note(self, line: int, message: str) -> None:
        """Something to be said about a line."""
        if all(one.message != message for one in self.notes):
            self.notes.append(Notice(message, line, "reading"))

    def fail(self, error: GraphError) -> None:
        """A line cannot be computed; what fails in later passes or for want of it is not told."""
        same = any(one.error.message == error.message for one in self.failures if error.kind)
        if not self.has_failed(error) and not same:
            self.failures.append(Failure(len(self.versions), error))

    def has_failed(self, error: GraphError) -> bool:
        """Whether the line of an error has been told to fail."""
        told = (*(one.error for one in self.failures), *self.broken.values())
        return error.line in {one.line for one in told}

    def called(self, version: Version) -> list[str]:
        """A variable's name, and the undefined names that mean it."""
        others = [one.name for one in self.undefined if one.meant is version and not one.is_own]
        return list(dict.fromkeys([version.said or version.name, *others]))
