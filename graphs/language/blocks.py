"""Blocks of statements, and what leaves one early."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from enum import Enum
from types import GeneratorType

from graphs.errors import GraphError, TooLarge
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import Thing
from graphs.language.unread.left_out_statements import leave_out
from graphs.language.visits import PER_VISIT, Visit


class Return:
    """A ``return``, with what it gives."""

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing


class Leave(Enum):
    """What leaves the pass of a loop early."""

    BREAK = "break"
    CONTINUE = "continue"


def block(run: Reading, body: Sequence[ast.stmt], scope: Scope) -> Visit:
    """Run statements; gives what left them early: a ``Return``, a ``Leave``, or None."""
    for statement in body:
        handler = run.statements.get(type(statement))
        try:
            for watcher in run.watchers:
                watcher.statement(run, statement, scope)
            if handler is None:
                raise run.not_in_the_language(statement)
            run.spend(PER_VISIT, statement)
            left = handler(run, statement, scope)
            if type(left) is GeneratorType:
                left = yield left
        except TooLarge:
            raise
        except GraphError as error:
            if any(watcher.failed(run, statement, scope, error) for watcher in run.watchers):
                left = None
            elif error.undefined:
                thing = leave_out(run, statement, scope, error)
                left = Return(thing) if isinstance(statement, ast.Return) else None
            else:
                raise
        finally:
            for watcher in run.watchers:
                watcher.left(run, statement)
        if left is not None:
            return left
    return None
