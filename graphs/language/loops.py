"""Loops and ``if``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from graphs.errors import GraphError, TooLarge
from graphs.language.assignments import bind_item
from graphs.language.blocks import Leave, Return, block
from graphs.language.conditions import condition
from graphs.language.descriptions import brief
from graphs.language.iteration import iterator
from graphs.language.passes import Passes
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.skipped_blocks import skips
from graphs.language.things import END, LeftOut, Progress, Thing
from graphs.language.visits import Evaluate, Visit

MOST_PASSES = 100_000  # of a ``while``, whatever the limits: it may never end


def if_statement(run: Reading, node: ast.If, scope: Scope) -> Visit:
    """``if c: … else: …``."""
    try:
        holds = yield condition(run, node.test, scope)
    except GraphError as error:
        if error.left_out and skips(run, node, LeftOut(error.left_out, node.lineno), scope):
            return None
        raise
    return (yield block(run, node.body if holds else node.orelse, scope))


def for_statement(run: Reading, node: ast.For, scope: Scope) -> Visit:
    """``for x in xs: … else: …``."""
    several = yield Evaluate(node.iter, scope)
    if type(several) is Progress:
        several = several.iterable
    if type(several) is LeftOut and skips(run, node, several, scope):
        return None
    source = yield iterator(run, several, node.iter)
    variable = ast.unparse(node.target)

    def step() -> Visit:
        item = yield source.step(run, node.iter)
        if item is END:
            return None
        return f"{variable} = {shown(item)}", lambda: bind_item(run, node.target, item, scope)

    passes = Passes(run, node, scope, several, source)
    return (yield _run_passes(run, node, scope, passes, variable, step))


def while_statement(run: Reading, node: ast.While, scope: Scope) -> Visit:
    """``while c: … else: …``."""
    test = " ".join(run.segment(node.test).split())
    title = f"while {test}" if len(test) <= 20 else "while"
    passes = Passes(run, node, scope)

    def step() -> Visit:
        if not passes.is_once and not (yield condition(run, node.test, scope, "while")):
            return None
        if passes.count >= MOST_PASSES:
            error = run.too_large(
                f"while goes on for more than {MOST_PASSES:,} passes.", node, "End it earlier."
            )
            error.by_passes = True
            raise error
        return f"{title}: {passes.count + 1}", None

    return (yield _run_passes(run, node, scope, passes, "while", step))


def _run_passes(
    run: Reading,
    node: ast.For | ast.While,
    scope: Scope,
    passes: Passes,
    variable: str,
    step: Callable[[], Visit],
) -> Visit:
    """Run passes until ``step`` gives None instead of (a pass's title, what binds its item)."""
    loop = len(run.builder.groups)
    run.loops.append(passes)
    try:
        while (found := (yield step())) is not None:
            title, bind = found
            left: Any = yield _pass(run, node, scope, loop, variable, title, bind)
            if isinstance(left, Return):
                yield passes.after(left)
                return left
            if (yield passes.after(left)) or left is Leave.BREAK:
                break
        else:
            return (yield block(run, node.orelse, scope))
    except TooLarge as error:
        if passes.count and run.builder.gates > passes.gates:
            error.loops.append(node.lineno)
        raise
    finally:
        if passes in run.loops:  # else an error has ended the loops around it
            del run.loops[run.loops.index(passes) :]
    if left is not Leave.BREAK:
        return (yield block(run, node.orelse, scope))
    return None


def _pass(
    run: Reading,
    node: ast.For | ast.While,
    scope: Scope,
    loop: int,
    variable: str,
    title: str,
    bind: Callable[[], Visit] | None,
) -> Visit:
    run.count_call(node)
    outer = run.builder.open_group(title, "loop", loop, variable)
    try:
        if bind is not None:
            yield bind()
        return (yield block(run, node.body, scope))
    finally:
        run.builder.close_group(outer)


def shown(item: Thing) -> str:
    """A loop's item, for the title of its pass."""
    if isinstance(item, int | float):
        return brief(item)
    return repr(item) if isinstance(item, str) and len(item) < 16 else "…"
