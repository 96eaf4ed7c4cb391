"""Expressions, one handler for each kind of syntax."""

from __future__ import annotations

import ast
from typing import Any

from graphs.errors import GraphError
from graphs.language import known_shapes, nodes
from graphs.language.advice.uncallable import not_callable
from graphs.language.assignments import assign
from graphs.language.attributes import attribute
from graphs.language.calling import call
from graphs.language.chained_comparisons import comparison
from graphs.language.comprehensions import dict_comp, generator_expression, list_comp, set_comp
from graphs.language.conditions import condition
from graphs.language.decisions import hashable, known_text, truth_of
from graphs.language.definitions import make_lambda
from graphs.language.descriptions import described
from graphs.language.formatting import formatted
from graphs.language.items import subscript
from graphs.language.iteration import all_items, iterator
from graphs.language.literals import is_written, passed_on
from graphs.language.missing_names import structures
from graphs.language.names import callee, name
from graphs.language.operators import binary, is_mask, unary
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.syntax_gates import OPERATORS
from graphs.language.texts import joined
from graphs.language.things import (
    END,
    Dict,
    LeftOut,
    List,
    Set,
    Thing,
    Wire,
)
from graphs.language.unread.left_out import carried, library
from graphs.language.unread.left_out_calls import left_out_call
from graphs.language.unread.libraries import ALIASES
from graphs.language.visits import Evaluate, Handlers, Park, Visit
from graphs.language.writing import as_text

_CONVERSIONS = {115: "s", 114: "r", 97: "a"}  # !s, !r, !a


def constant(run: Reading, node: ast.Constant, scope: Scope) -> Thing:
    """A number, a text, None, True, False or …."""
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 10_000:
        raise run.error("This number is too large for float64.", node, "Write it as 1e300.")
    if isinstance(value, str) and not value.isascii():
        _check_characters(run, value, node)
    if isinstance(value, bytes):
        raise run.error("Bytes are not part of the language.", node, "Write a text or a list.")
    if isinstance(value, complex):
        raise run.error(
            "Complex numbers are not part of the language.",
            node,
            "Write the real and the imaginary part as two numbers.",
        )
    return value


def _check_characters(run: Reading, text: str, node: ast.Constant) -> None:
    """Halves of characters cannot be written out again."""
    if any(0xD800 <= ord(one) < 0xE000 for one in text):
        raise run.error("This text holds half a character.", node, "Write the whole character.")


def sequence(run: Reading, node: ast.Tuple | ast.List | ast.Set, scope: Scope) -> Visit:
    """``[x, *ys]``, ``(x, y)``, ``{x, y}``."""
    items: list[Thing] = []
    for part in node.elts:
        if isinstance(part, ast.Starred):
            thing = yield Evaluate(part.value, scope)
            items += yield all_items(run, thing, part.value)
        else:
            items.append((yield Evaluate(part, scope)))
    if isinstance(node, ast.Tuple):
        return tuple(items)
    if isinstance(node, ast.List):
        return List(items)
    return Set({hashable(run, item, node): item for item in items})


def dictionary(run: Reading, node: ast.Dict, scope: Scope) -> Visit:
    """``{'W': W, **others}``."""
    made = Dict()
    for key, value in zip(node.keys, node.values, strict=True):
        thing = yield Evaluate(value, scope)
        if key is None:
            if not isinstance(thing, Dict):
                raise run.raised("TypeError", "** needs a dictionary here.", value, None)
            run.count_items(len(thing.items), node)
            made.items |= thing.items
            continue
        key_thing = yield Evaluate(key, scope)
        if not is_written(value):
            thing = passed_on(run, thing, value)
        made.items[hashable(run, key_thing, key)] = (key_thing, thing)
    return made


def binary_operation(run: Reading, node: ast.BinOp, scope: Scope) -> Visit:
    """``x + y``."""
    left = yield Evaluate(node.left, scope)
    right = yield Evaluate(node.right, scope)
    return (yield binary(run, type(node.op), left, right, node, (node.left, node.right)))


def unary_operation(run: Reading, node: ast.UnaryOp, scope: Scope) -> Visit:
    """``-x``, ``not x``."""
    operand = yield Evaluate(node.operand, scope)
    if isinstance(node.op, ast.Not):
        if isinstance(operand, LeftOut):
            return operand
        if type(operand) is Wire:
            return nodes.apply(run, OPERATORS[ast.Not], (operand,), node, (node.operand,))
        return not (yield truth_of(run, operand, node.operand, "not"))
    return (yield unary(run, node, operand))


def logic(run: Reading, node: ast.BoolOp, scope: Scope) -> Visit:
    """``a and b``, ``a or b`` as a value: of truth values of the graph a gate."""
    result = yield Evaluate(node.values[0], scope)
    is_and = isinstance(node.op, ast.And)
    for part in node.values[1:]:
        if isinstance(result, LeftOut):
            return result
        if type(result) is Wire and is_mask(run, result):
            right = yield Evaluate(part, scope)
            is_unknown = (
                type(right) is Wire and known_shapes.shape_if_known(run, right, part) is None
            )
            if is_mask(run, right) or is_unknown:
                result = nodes.apply(run, OPERATORS[type(node.op)], (result, right), node)
                continue
            if (yield truth_of(run, result, node, "and" if is_and else "or")) is is_and:
                result = right
            continue
        if type(result) is Wire and known_shapes.shape_if_known(run, result, node) != ():
            right = yield Evaluate(part, scope)
            result = nodes.apply(run, OPERATORS[type(node.op)], (result, right), node)
            continue
        if (yield truth_of(run, result, node, "and" if is_and else "or")) is not is_and:
            return result
        result = yield Evaluate(part, scope)
    return result


def conditional(run: Reading, node: ast.IfExp, scope: Scope) -> Visit:
    """``a if c else b``."""
    try:
        holds = yield condition(run, node.test, scope, "if … else")
    except GraphError as error:
        if not error.left_out or not all(
            isinstance(part, ast.Constant) for part in (node.body, node.orelse)
        ):
            raise
        return LeftOut(error.left_out, node.lineno)
    return (yield Evaluate(node.body if holds else node.orelse, scope))


def assignment_expression(run: Reading, node: ast.NamedExpr, scope: Scope) -> Visit:
    """``(n := len(x))``."""
    thing = yield Evaluate(node.value, scope)
    yield assign(run, node.target, thing, scope, node.value)
    return thing


def attribute_expression(run: Reading, node: ast.Attribute, scope: Scope) -> Visit:
    """``x.T``, ``net.w``, ``np.pi``."""
    found = library(run, node, scope, ALIASES)
    return found or (yield attribute(run, (yield Evaluate(node.value, scope)), node.attr, node))


def call_expression(run: Reading, node: ast.Call, scope: Scope) -> Visit:
    """``f(x, *ys, key=z)``."""
    if isinstance(node.func, ast.Name):
        function = callee(run, node, scope)
    else:
        function = library(run, node.func, scope) or (yield Evaluate(node.func, scope))
        if isinstance(function, Wire | int | float | str | tuple | type(None)):
            message = f"{run.segment(node.func)} is a value and cannot be called"
            raise not_callable(run, node, message, function)
    if isinstance(function, List | Dict):
        message = f"{run.segment(node.func)} is {described(function)} and cannot be called"
        raise not_callable(run, node, message, function)
    if type(function) is LeftOut:
        return (yield left_out_call(run, node, scope, function))
    things: list[Thing] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            several = yield Evaluate(argument.value, scope)
            if isinstance(several, int | float) or (
                type(several) is Wire and not known_shapes.shape_of(run, several, argument)
            ):
                raise run.raised(
                    "TypeError", "* needs a list here.", argument, "Write the arguments out."
                )
            things += yield all_items(run, several, argument)
        else:
            things.append((yield Evaluate(argument, scope)))
    named: dict[str, Thing] = {}
    for keyword in node.keywords:
        thing = yield Evaluate(keyword.value, scope)
        if keyword.arg is not None:
            _name_argument(run, named, keyword.arg, thing, keyword)
            continue
        thing = structures.as_table(run, thing, keyword.value)
        if not isinstance(thing, Dict):
            raise run.raised("TypeError", "** needs a dictionary here.", keyword.value, None)
        written = [one.arg for one in node.keywords if one.arg is not None]
        structures.fill_arguments(run, thing, function, len(things), (*named, *written))
        for key, (_, item) in thing.items.items():
            if not isinstance(key, str):
                raise run.raised("TypeError", "** needs texts as keys.", keyword.value, None)
            _name_argument(run, named, key, item, keyword)
    try:
        return (yield call(run, function, things, named, node))
    except GraphError as error:
        return carried(run, error, function, things, named, node)


def _name_argument(
    run: Reading, named: dict[str, Thing], word: str, thing: Thing, keyword: ast.keyword
) -> None:
    if word in named:
        raise run.raised(
            "TypeError", f"{word} is given twice in this call.", keyword, "Give it once."
        )
    named[word] = thing


def formatted_text(run: Reading, node: ast.JoinedStr, scope: Scope) -> Visit:
    """``f"loss {loss:.3f}"``."""
    parts: list[Any] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(constant(run, part, scope))
        else:
            parts.append((yield Evaluate(part, scope)))
    return joined(run, parts, node)


def formatted_value(run: Reading, node: ast.FormattedValue, scope: Scope) -> Visit:
    """One value of an f-string."""
    thing = yield Evaluate(node.value, scope)
    spec: Any = ""
    if node.format_spec is not None:
        spec = known_text(run, (yield Evaluate(node.format_spec, scope)), node)
    if node.conversion in _CONVERSIONS:
        thing = yield as_text(run, thing, node, _CONVERSIONS[node.conversion])
    return (yield formatted(run, thing, spec, node))


def yield_expression(run: Reading, node: ast.Yield, scope: Scope) -> Visit:
    """``yield x``: the generator is put aside until it is asked for more."""
    item = None if node.value is None else (yield Evaluate(node.value, scope))
    return (yield Park(item))


def yield_from(run: Reading, node: ast.YieldFrom, scope: Scope) -> Visit:
    """``yield from xs``."""
    several = yield Evaluate(node.value, scope)
    source = yield iterator(run, several, node.value)
    while (item := (yield source.step(run, node))) is not END:
        yield Park(item)
    return None if source.parked is None else source.parked.returned


def starred(run: Reading, node: ast.Starred, scope: Scope) -> Thing:
    """``*x`` where it cannot stand."""
    raise run.error("* before a name stands in a list or a call.", node, "Write the parts out.")


EXPRESSIONS: Handlers = {
    ast.Constant: constant,
    ast.Name: name,
    ast.Tuple: sequence,
    ast.List: sequence,
    ast.Set: sequence,
    ast.Dict: dictionary,
    ast.BinOp: binary_operation,
    ast.UnaryOp: unary_operation,
    ast.BoolOp: logic,
    ast.Compare: comparison,
    ast.IfExp: conditional,
    ast.NamedExpr: assignment_expression,
    ast.Attribute: attribute_expression,
    ast.Subscript: subscript,
    ast.Call: call_expression,
    ast.Lambda: make_lambda,
    ast.ListComp: list_comp,
    ast.SetComp: set_comp,
    ast.DictComp: dict_comp,
    ast.GeneratorExp: generator_expression,
    ast.JoinedStr: formatted_text,
    ast.FormattedValue: formatted_value,
    ast.Yield: yield_expression,
    ast.YieldFrom: yield_from,
    ast.Starred: starred,
}
