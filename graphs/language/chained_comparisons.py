"""Comparisons as they are written: a < b <= c, x is None, item in items."""

from __future__ import annotations

import ast
from typing import Any

from graphs.language import nodes
from graphs.language.calling import call
from graphs.language.comparing import contains, equal, found_among, ordered
from graphs.language.decisions import truth_of
from graphs.language.iteration import all_items
from graphs.language.operators import is_mask
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.syntax_gates import OPERATORS
from graphs.language.things import (
    Instance,
    LeftOut,
    List,
    Thing,
    Wire,
)
from graphs.language.unread.left_out import unknown_result
from graphs.language.visits import Evaluate, Visit

_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def comparison(run: Reading, node: ast.Compare, scope: Scope) -> Visit:
    """``a < b <= c``."""
    left = yield Evaluate(node.left, scope)
    place: ast.expr = node.left
    result: Thing = None
    for sign, comparator in zip(node.ops, node.comparators, strict=True):
        right = yield Evaluate(comparator, scope)
        step = yield _compared(run, sign, left, right, node, (place, comparator))
        if isinstance(step, LeftOut):
            return step
        if result is None:
            result = step
        elif type(result) is Wire or type(step) is Wire:
            result = nodes.apply(run, OPERATORS[ast.And], (result, step), node)
        else:
            result = result and step
        if result is False:
            return False
        left, place = right, comparator
    return result


def _compared(
    run: Reading, sign: ast.cmpop, left: Thing, right: Thing, node: Place, places: Any
) -> Visit:
    if (unknown := unknown_result(left, right)) is not None:
        return unknown
    if isinstance(sign, ast.Is | ast.IsNot):
        return (yield _is_same(run, left, right, node)) is isinstance(sign, ast.Is)
    if isinstance(sign, ast.In | ast.NotIn):
        return (yield _is_in(run, left, right, node)) is isinstance(sign, ast.In)
    if isinstance(sign, ast.Eq):
        return (yield equal(run, left, right, node, places))
    if isinstance(sign, ast.NotEq):
        return (yield _differs(run, left, right, node, places))
    return (yield ordered(run, _SIGNS[type(sign)], left, right, node, places))


def _differs(run: Reading, left: Thing, right: Thing, node: Place, places: Any) -> Visit:
    from_numbers = isinstance(left, Wire | int | float | List) and isinstance(
        right, Wire | int | float | List
    )
    if from_numbers and (type(left) is Wire or type(right) is Wire):
        return nodes.apply(run, OPERATORS[ast.NotEq], (left, right), node, places)
    answer = yield equal(run, left, right, node, places)
    if type(answer) is Wire:
        return nodes.apply(run, OPERATORS[ast.Not], (answer,), node)
    return not (yield truth_of(run, answer, node, "!="))


def _is_same(run: Reading, left: Thing, right: Thing, node: Place) -> Visit:
    if isinstance(left, bool) or isinstance(right, bool):
        wire = left if type(left) is Wire else right
        other = right if wire is left else left
        if type(wire) is Wire:
            return is_mask(run, wire) and (yield truth_of(run, wire, node, "is")) is other
        return left is right
    if isinstance(left, int | float | str) and isinstance(right, int | float | str):
        return type(left).__mro__[-2] is type(right).__mro__[-2] and left == right
    return left is right


def _is_in(run: Reading, item: Thing, container: Thing, node: Place) -> Visit:
    if isinstance(container, Instance):
        from_class = yield _typed_contains(run, container, item, node)
        if from_class is not None:
            return from_class
    found = contains(run, container, item, node)
    if isinstance(found, bool):
        return found
    items = yield all_items(run, container, node)
    return (yield found_among(run, items, item, node))


def _typed_contains(run: Reading, container: Instance, item: Thing, node: Place) -> Visit:
    found = container.type.find("__contains__")
    if not hasattr(found, "arguments"):
        return None
    answer = yield call(run, found, [container, item], {}, node)
    return (yield truth_of(run, answer, node, "in"))
