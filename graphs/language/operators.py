"""Operators: arithmetic on numbers and arrays, and the text's own on instances."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from graphs.gates import Gate
from graphs.gates.row import is_truth
from graphs.language import known_shapes, nodes, recipes, resolve
from graphs.language.advice import shape_errors
from graphs.language.advice.carets import bits_error
from graphs.language.calling import call, method_of
from graphs.language.collection_operators import MEANINGS
from graphs.language.comparing import NOT_IMPLEMENTED, as_tuple
from graphs.language.decisions import is_count, is_whole, known_number, known_value
from graphs.language.descriptions import described
from graphs.language.operator_table import BINARY, BITS, WHOLE_PARTS
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_bits
from graphs.language.syntax_gates import MASKS, OPERATORS
from graphs.language.things import (
    END,
    Instance,
    LeftOut,
    List,
    Thing,
    Wire,
    Written,
    WrittenFloat,
    WrittenInt,
)
from graphs.language.visits import Visit

DEEPEST_WRITTEN = 20  # 1 + 1 + 1 + …: past it, known numbers forget how they were written


def binary(
    run: Reading,
    sign: type[ast.operator],
    left: Thing,
    right: Thing,
    node: Place,
    places: Sequence[Place] | None = None,
    in_place: bool = False,
) -> Thing | Visit:
    """``left + right`` for an operator, or a visit that finds it.

    Raises:
        GraphError: it has no meaning for these things.
    """
    left_is_wire, right_is_wire = type(left) is Wire, type(right) is Wire
    left_is_number = not left_is_wire and isinstance(left, int | float)
    right_is_number = not right_is_wire and isinstance(right, int | float)
    if left_is_number and right_is_number:
        return _numbers(run, sign, left, right, node)
    if (left_is_wire or left_is_number) and (right_is_wire or right_is_number):
        return _gate(run, sign, left, right, node, places)
    if isinstance(left, Instance) or isinstance(right, Instance):
        return _typed(run, sign, left, right, node, in_place)
    for meaning in MEANINGS:
        found = meaning(run, sign, left, right, node)
        if found is not END:
            return found
    return _gate(run, sign, left, right, node, places)


def _numbers(
    run: Reading,
    sign: type[ast.operator],
    left: Any,
    right: Any,
    node: Place,
    operands: tuple[Thing, Thing] | None = None,
) -> Thing:
    """Known numbers: Python's own arithmetic, which remembers how it was written, of ``operands``
    where these are not the numbers."""
    if sign is ast.MatMult:
        raise run.raised("TypeError", "@ multiplies arrays, not numbers.", node, "Write * instead.")
    if sign in BITS and not (isinstance(left, int) and isinstance(right, int)):
        raise run.not_in_the_language(sign(), node)
    if isinstance(left, int) and isinstance(right, int):
        _afford(run, sign, left, right, node)
    try:
        value = BINARY[sign].python(left, right)
        if isinstance(value, complex):
            raise OverflowError
    except ZeroDivisionError:
        return _divided_by_zero(run, sign, left, right, node)
    except (OverflowError, ValueError, TypeError):
        if OPERATORS.get(sign) is None or sign in WHOLE_PARTS:
            raise run.raised(
                "OverflowError", "This number cannot be computed.", node, "Use smaller numbers."
            ) from None
        return nodes.apply(run, OPERATORS[sign], (left, right), node)
    gate = OPERATORS.get(sign)
    depth = 1 + max(_depth(left), _depth(right))
    if gate is None or depth > DEEPEST_WRITTEN:
        return value
    source = run.places.source(node)
    written = Written(source, None, gate, operands or (left, right), depth=depth)
    return nodes.remembered(value, written)


def _depth(thing: Thing) -> int:
    return thing.written.depth if isinstance(thing, WrittenInt | WrittenFloat) else 0


def _afford(run: Reading, sign: type[ast.operator], left: int, right: int, node: Place) -> None:
    """Check the bits of a whole number before it is computed."""
    bits = left.bit_length()
    if sign is ast.Pow and right > 0:
        bits *= right
    elif sign is ast.LShift:
        bits += max(right, 0)
    elif sign is ast.Mult:
        bits += right.bit_length()
    if left not in (0, 1, -1):
        afford_bits(run, bits, node)


def _divided_by_zero(
    run: Reading, sign: type[ast.operator], left: Any, right: Any, node: Place
) -> Thing:
    """Python raises; where nothing would catch it, a quotient is NumPy's inf or nan, drawn."""
    gate = OPERATORS.get(sign)
    if gate is not None and sign not in WHOLE_PARTS and not run.tries:
        return nodes.apply(run, gate, (left, right), node)
    place = node.right if isinstance(node, ast.BinOp) else node
    both_whole = isinstance(left, int) and isinstance(right, int)
    said = "float division by zero" if sign is ast.Div and not both_whole else "division by zero"
    if sign in (ast.FloorDiv, ast.Mod):
        word = "integer" if both_whole else "float"
        said = f"{word} modulo by zero" if sign is ast.Mod else f"{word} division or modulo by zero"
    raise run.raised(
        "ZeroDivisionError", "This divides by 0.", place, "Divide by another number.", (said,)
    )


def _typed(
    run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place, in_place: bool
) -> Visit:
    """``__add__`` of the left side, else ``__radd__`` of the right."""
    word = BINARY[sign].method
    tried = [(left, f"__{word}__", right), (right, f"__r{word}__", left)]
    if in_place:
        tried.insert(0, (left, f"__i{word}__", right))
    for owner, name, other in tried:
        method = method_of(run, owner, name)
        if method is END:
            continue
        answer = yield call(run, method, [other], {}, node)
        if answer is not NOT_IMPLEMENTED:
            return answer
    if any(isinstance(one, Instance) and one.type.kind == "namedtuple" for one in (left, right)):
        parts = [as_tuple(one) for one in (left, right)]
        return (yield binary(run, sign, parts[0], parts[1], node))
    raise run.raised(
        "TypeError",
        f"{BINARY[sign].sign} cannot combine {described(left)} and {described(right)}.",
        node,
        f"Give the class a method __{word}__.",
    )


def is_mask(run: Reading, thing: Thing) -> bool:
    """Whether a thing is a truth value, or an array of them."""
    if type(thing) is Wire:
        if thing.node is None:
            return thing.literal is not None and is_truth(thing.literal.value)
        return run.builder.nodes[thing.node].truth
    return isinstance(thing, bool)


def _gate(
    run: Reading,
    sign: type[ast.operator],
    left: Thing,
    right: Thing,
    node: Place,
    places: Sequence[Place] | None,
) -> Thing:
    gate = OPERATORS.get(sign)
    if sign in MASKS and is_mask(run, left) and is_mask(run, right):
        gate = MASKS[sign]
    if gate is None or (sign in WHOLE_PARTS and _all_count(run, (left, right), node)):
        _check_known(run, (left, right))
        return _whole_part(run, sign, left, right, node)
    if sign in MASKS and not (is_mask(run, left) and is_mask(run, right)):
        return _whole_part(run, sign, left, right, node)
    return nodes.apply(run, gate, (left, right), node, places)


def _check_known(run: Reading, things: Sequence[Thing]) -> None:
    """Sizes without a value are asked for where they are divided.

    Raises:
        GraphError: one has no value.
    """
    for thing in things:
        if type(thing) is Wire and thing.node in run.whole:
            node = run.builder.nodes[thing.node]
            if node.kind == "input" and not resolve.has_value(run, node.name):
                raise resolve.unknown_inputs_error(run, {node.index: ()}, node.index)


def _whole_part(
    run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place
) -> Thing:
    """``//``, ``%`` and bits of numbers that count, as sizes are made with: Python's own numbers.

    Where a remainder of an input meets a value of the graph, it is drawn as the gate that it is.
    """
    for side in (left, right):
        if not nodes.is_number(side) and not (type(side) is Wire and _counts(run, side, node)):
            if not isinstance(side, Wire | List):
                raise shape_errors.no_number(run, side, node)
            masks = is_mask(run, left) and is_mask(run, right)
            raise bits_error(run, node, masks) or run.not_in_the_language(sign(), node)
    followed = recipes.whole_part(run, left, right, node, BINARY[sign].python)
    if followed is not None:
        return followed
    values = [_as_known(run, side, node) for side in (left, right)]
    if sign in BITS:
        if not all(isinstance(value, int) or value.is_integer() for value in values):
            raise run.not_in_the_language(sign(), node)
        values = [int(value) for value in values]
    return _numbers(run, sign, values[0], values[1], node, (left, right))


def _all_count(run: Reading, sides: Sequence[Thing], node: Place) -> bool:
    """Whether both sides are numbers that only count."""
    return all(
        nodes.is_number(side) or (type(side) is Wire and _counts(run, side, node)) for side in sides
    )


def _counts(run: Reading, wire: Wire, node: Place) -> bool:
    """Whether a wire is a number that only counts."""
    return known_shapes.shape_if_known(run, wire, node) == () and is_count(run, wire)


def _as_known(run: Reading, side: Thing, node: Place) -> Any:
    if type(side) is Wire and not is_whole(run, side):
        value = float(known_value(run, side, node))
        return int(value) if value.is_integer() and side.node is not None else value
    return known_number(run, side, node, "%")


def unary(run: Reading, node: ast.UnaryOp, operand: Thing) -> Thing | Visit:
    """``-x``, ``+x``, ``~x``."""
    sign = type(node.op)
    names = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}
    if isinstance(operand, LeftOut):
        return operand
    if isinstance(operand, Instance):
        method = method_of(run, operand, names[sign])
        if method is END:
            raise run.raised(
                "TypeError",
                f"{run.segment(node.operand)} is {described(operand)}, which has no {names[sign]}.",
                node,
                f"Give the class a method {names[sign]}.",
            )
        return call(run, method, [], {}, node)
    if sign is ast.UAdd:
        return operand
    if isinstance(operand, int | float):
        if sign is ast.Invert:
            if not isinstance(operand, int) or isinstance(operand, bool):
                raise run.not_in_the_language(node.op, node)
            return ~operand
        value = -operand
        if isinstance(node.operand, ast.Constant):
            return value
        gate: Gate = OPERATORS[sign]
        depth = 1 + _depth(operand)
        if depth > DEEPEST_WRITTEN:
            return value
        written = Written(run.places.source(node), None, gate, (operand,), depth=depth)
        return nodes.remembered(value, written)
    gate_or_none = OPERATORS.get(sign) or MASKS.get(sign)
    if gate_or_none is None or (sign in MASKS and not is_mask(run, operand)):
        if isinstance(operand, Wire) and is_whole(run, operand):
            return ~int(known_number(run, operand, node, "~"))
        raise run.not_in_the_language(node.op, node)
    return nodes.apply(run, gate_or_none, (operand,), node, (node.operand,))
