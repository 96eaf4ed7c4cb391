"""How the parts of a program are visited: by generators on a stack of our own.

A handler reads one part of the program. It returns what it found or, where it needs other parts
first, is a generator that yields them: ``Evaluate(node, scope)`` for the value of an expression,
or another generator; any other thing that is yielded comes straight back. Nothing nests Python's
own stack, so programs may call each other to any depth that the limits allow, and a typed
generator is a stack that was put aside.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from types import GeneratorType
from typing import Any

from graphs.errors import GraphError
from graphs.language.scope import Scope

Reading = Any  # which holds the tables of handlers

Visit = Generator[Any, Any, Any]
Handler = Callable[..., Any]
Handlers = Mapping[type[ast.AST], Handler]


class Evaluate:
    """Yielded for the value of an expression in a scope."""

    __slots__ = ("node", "scope")

    def __init__(self, node: ast.expr, scope: Scope) -> None:
        self.node, self.scope = node, scope


PER_VISIT = 3_000  # operations of an expression or a statement; see Builder.spend


@dataclass(eq=False)
class Parked:
    """A typed generator: the visits of its body, put aside where it yielded."""

    frames: list[Visit]
    group: int | None = None  # of the graph, in which its body goes on
    running: bool = False
    has_begun: bool = False
    is_done: bool = False
    returned: Any = None
    name: str = "generator"


@dataclass(frozen=True, slots=True)
class Resume:
    """Yielded to let a parked generator go on; gives what it yields, or ``DONE``."""

    parked: Parked
    sent: Any = None
    error: GraphError | None = None  # raised where it was parked


@dataclass(frozen=True, slots=True)
class Park:
    """Yielded by the body of a typed generator: put aside until the next resume."""

    item: Any


@dataclass(eq=False)
class _Mark:
    """Where the visits of a generator begin on the stack, and the group around its resume."""

    parked: Parked
    base: int
    outer: int | None = field(default=None)


DONE: Any = type("Done", (), {"__slots__": ()})()


def run_visit(run: Reading, visit: Visit) -> Any:
    """Run a visit to its end.

    Raises:
        GraphError: what a handler raised and no visit around it caught.
    """
    stack: list[Visit] = [visit]
    marks: list[_Mark] = []
    expressions, builder = run.expressions, run.builder
    result: Any = None
    error: GraphError | None = None
    while stack:
        try:
            if error is None:
                child = stack[-1].send(result)
            else:
                thrown, error = error, None
                child = stack[-1].throw(thrown)
            if type(child) is Evaluate:
                node = child.node
                handler = expressions.get(type(node))
                if handler is None:
                    raise run.not_in_the_language(node)
                run.spend(PER_VISIT, node)
                child = handler(run, node, child.scope)
        except StopIteration as stop:
            stack.pop()
            result = stop.value
            if marks and len(stack) == marks[-1].base:
                mark = marks.pop()
                mark.parked.is_done, mark.parked.running = True, False
                mark.parked.returned, result = result, DONE
                builder.group = mark.outer
            continue
        except GraphError as raised:
            error = raised
            if _is_over(stack[-1]):
                stack.pop()
                if marks and len(stack) == marks[-1].base:
                    mark = marks.pop()
                    mark.parked.is_done, mark.parked.running = True, False
                    builder.group = mark.outer
            if not stack:
                raise
            continue
        kind = type(child)
        if kind is GeneratorType:
            stack.append(child)
            result = None
        elif kind is Resume:
            parked = child.parked
            marks.append(_Mark(parked, len(stack), builder.group))
            builder.group, parked.running = parked.group, True
            stack += parked.frames
            parked.frames = []
            result, error = child.sent, child.error
        elif kind is Park:
            mark = marks.pop()
            mark.parked.frames = stack[mark.base :]
            mark.parked.group, mark.parked.running = builder.group, False
            del stack[mark.base :]
            builder.group, result = mark.outer, child.item
        else:
            result = child
    return result


def _is_over(visit: Visit) -> bool:
    """Whether a generator has ended, by an error that it let through."""
    return visit.gi_frame is None  # type: ignore[attr-defined]
