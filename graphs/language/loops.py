"""Loops and ``if``."""

from __future__ import annotations

import ast
from typing import Any

from graphs.errors import GraphError
from graphs.language.assignments import bind_item
from graphs.language.blocks import Leave, Return, block
from graphs.language.conditions import condition
from graphs.language.descriptions import brief
from graphs.language.iteration import iterator
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
    once = any(watcher.loop(run, node, scope) for watcher in run.watchers)
    several = yield Evaluate(node.iter, scope)
    if type(several) is Progress:
        several = several.iterable
    if type(several) is LeftOut and skips(run, node, several, scope):
        return None
    source = yield iterator(run, several, node.iter)
    if isinstance(several, range) and not once:
        _afford(run, several, node)
    variable, loop = ast.unparse(node.target), len(run.builder.groups)
    while (item := (yield source.step(run, node.iter))) is not END:
        left = yield _pass(run, node, scope, loop, variable, item)
        if isinstance(left, Return):
            return left
        if left is Leave.BREAK:
            return None
        if once:
            break
    return (yield block(run, node.orelse, scope))


def _afford(run: Reading, passes: range, node: ast.For) -> None:
    if passes[run.limits.calls :]:  # len() fails past 2**63
        times = -((passes.start - passes.stop) // passes.step)
        count = f"{times}" if times < 10**9 else "more than 10**9"
        raise run.too_large(
            f"range runs {count} times; at most {run.limits.calls} passes are drawn.",
            node.iter,
            "Use a smaller range.",
        )
    run.count_items(len(passes), node.iter)


def _pass(
    run: Reading, node: ast.For, scope: Scope, loop: int, variable: str, item: Thing
) -> Visit:
    run.count_call(node)
    outer = run.builder.open_group(f"{variable} = {shown(item)}", "loop", loop, variable)
    try:
        yield bind_item(run, node.target, item, scope)
        return (yield block(run, node.body, scope))
    finally:
        run.builder.close_group(outer)


def shown(item: Thing) -> str:
    """A loop's item, for the title of its pass."""
    if isinstance(item, int | float):
        return brief(item)
    return repr(item) if isinstance(item, str) and len(item) < 16 else "…"


def while_statement(run: Reading, node: ast.While, scope: Scope) -> Visit:
    """``while c: … else: …``."""
    once = any(watcher.loop(run, node, scope) for watcher in run.watchers)
    loop, number = len(run.builder.groups), 0
    test = " ".join(run.segment(node.test).split())
    while once or (yield condition(run, node.test, scope, "while")):
        number += 1
        if number > MOST_PASSES:
            raise run.too_large(
                f"while goes on for more than {MOST_PASSES:,} passes.", node, "End it earlier."
            )
        run.count_call(node)
        title = f"while {test}" if len(test) <= 20 else "while"
        outer = run.builder.open_group(f"{title}: {number}", "loop", loop, "while")
        try:
            left: Any = yield block(run, node.body, scope)
        finally:
            run.builder.close_group(outer)
        if isinstance(left, Return):
            return left
        if left is Leave.BREAK:
            return None
        if once:
            break
    return (yield block(run, node.orelse, scope))
