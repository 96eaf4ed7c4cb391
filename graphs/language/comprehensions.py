"""Comprehensions of every kind."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from graphs.language.assignments import bind_item
from graphs.language.conditions import condition
from graphs.language.decisions import hashable
from graphs.language.descriptions import brief
from graphs.language.generators import generator_of
from graphs.language.iteration import iterator
from graphs.language.library.entries import set_entry
from graphs.language.literals import is_written, passed_on
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import END, Dict, List, Set, Thing
from graphs.language.visits import Evaluate, Park, Parked, Visit

Each = Callable[[Scope], Visit]


def list_comp(run: Reading, node: ast.ListComp, scope: Scope) -> Visit:
    """``[f(x) for x in xs if x > 0]``."""
    items: list[Thing] = []

    def each(inner: Scope) -> Visit:
        items.append((yield Evaluate(node.elt, inner)))

    yield _over(run, node.generators, Scope({}, scope, items=True), scope, each)
    return List(items)


def set_comp(run: Reading, node: ast.SetComp, scope: Scope) -> Visit:
    """``{x for x in xs}``."""
    made = Set()

    def each(inner: Scope) -> Visit:
        item = yield Evaluate(node.elt, inner)
        made.items[hashable(run, item, node.elt)] = item

    yield _over(run, node.generators, Scope({}, scope, items=True), scope, each)
    return made


def dict_comp(run: Reading, node: ast.DictComp, scope: Scope) -> Visit:
    """``{k: v for k, v in pairs}``."""
    made = Dict()

    def each(inner: Scope) -> Visit:
        key = yield Evaluate(node.key, inner)
        value = yield Evaluate(node.value, inner)
        if not is_written(node.value):
            value = passed_on(run, value, node.value)
        set_entry(run, made, key, value, node.key)

    yield _over(run, node.generators, Scope({}, scope, items=True), scope, each)
    return made


def generator_expression(run: Reading, node: ast.GeneratorExp, scope: Scope) -> Visit:
    """``(x for x in xs)``: its first iterable is found at once, its items when asked for."""
    inner = Scope({}, scope, items=True)
    first = yield Evaluate(node.generators[0].iter, scope)

    def each(inner: Scope) -> Visit:
        item = yield Evaluate(node.elt, inner)
        yield Park(item)

    body = _over(run, node.generators, inner, scope, each, first)
    return generator_of(Parked([body], group=run.builder.group, name="generator"))


def _over(
    run: Reading,
    clauses: Sequence[ast.comprehension],
    scope: Scope,
    outer: Scope,
    each: Each,
    first: Any = END,
) -> Visit:
    """Run ``each`` for every item of the clauses; the first iterable belongs to the outer scope."""
    if not clauses:
        yield each(scope)
        return
    clause, rest = clauses[0], clauses[1:]
    if clause.is_async:
        raise run.error("async is not part of the language.", clause.iter, "Write for.")
    several = first if first is not END else (yield Evaluate(clause.iter, outer))
    source = yield iterator(run, several, clause.iter)
    names = [part.id for part in ast.walk(clause.target) if isinstance(part, ast.Name)]
    before = dict(run.item_names)
    while (item := (yield source.step(run, clause.iter))) is not END:
        run.count_call(clause.iter)
        yield bind_item(run, clause.target, item, scope)
        for name in names:
            thing = scope.names.get(name)
            if isinstance(thing, int | float):
                run.item_names[name] = brief(thing)
        for test in clause.ifs:
            if not (yield condition(run, test, scope)):
                break
        else:
            yield _over(run, rest, scope, scope, each)
    run.item_names = before
