"""Loops and ``if``."""

from __future__ import annotations

import ast

from graphs.errors import GraphError
from graphs.language.assignments import bind_item
from graphs.language.blocks import Leave, Return, block
from graphs.language.conditions import condition
from graphs.language.descriptions import brief
from graphs.language.iteration import iterator
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import END, LeftOut, Progress, Thing
from graphs.language.training_loops.passes import Passes
from graphs.language.unread.skipped_blocks import skips
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
    passes = Passes(run, node, scope, several, source)
    with passes:
        while (item := (yield source.step(run, node.iter))) is not END:
            title = pass_title(node.target, item, passes.count + 1)
            left = yield _pass(run, node, scope, passes, title, passes.item(item))
            stops = passes.after()
            if stops is None:
                stops = yield passes.ends_here()
            if left is not None and left is not Leave.CONTINUE:
                return left if isinstance(left, Return) else None
            if stops:
                break
    return (yield block(run, node.orelse, scope))


def while_statement(run: Reading, node: ast.While, scope: Scope) -> Visit:
    """``while c: … else: …``."""
    passes = Passes(run, node, scope)
    with passes:
        while passes.is_once or (yield condition(run, node.test, scope, "while")):
            if passes.count >= MOST_PASSES:
                error = run.too_large(
                    f"while goes on for more than {MOST_PASSES:,} passes.", node, "End it earlier."
                )
                error.by_passes = True
                raise error
            left = yield _pass(run, node, scope, passes, f"pass {passes.count + 1}")
            stops = passes.after()
            if stops is None:
                stops = yield passes.ends_here()
            if left is not None and left is not Leave.CONTINUE:
                return left if isinstance(left, Return) else None
            if stops:
                break
    return (yield block(run, node.orelse, scope))


def _pass(
    run: Reading,
    node: ast.For | ast.While,
    scope: Scope,
    passes: Passes,
    title: str,
    item: Thing = None,
) -> Visit:
    run.count_call(node)
    outer = run.builder.open_group(title, "loop", passes.groups, passes.title)
    try:
        if isinstance(node, ast.For):
            yield bind_item(run, node.target, item, scope)
        return (yield block(run, node.body, scope))
    finally:
        run.builder.close_group(outer)


def pass_title(target: ast.expr, item: Thing, number: int) -> str:
    """A pass as the text counts it: by what the loop's name gets, the first of several that is a
    known number or a short text; ``pass 1`` where none is."""
    names, items = [target], (item,)
    if isinstance(target, ast.Tuple | ast.List) and isinstance(item, tuple):
        names, items = target.elts, item
    for name, one in zip(names, items, strict=False):
        if isinstance(name, ast.Name) and name.id != "_" and (text := shown(one)):
            return f"{name.id} = {text}"
    return f"pass {number}"


def shown(item: Thing) -> str:
    """A loop's item, for the title of its pass; "" where it says nothing."""
    if isinstance(item, int | float):
        return brief(item)
    return repr(item) if isinstance(item, str) and len(item) < 16 else ""
