"""The slips of one statement of a backward pass: which part of its text becomes which other."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.right_programs import RightProgram
from tests.support.slip_names import (
    COUNT,
    GRADIENT,
    STRENGTH,
    TARGET,
    ZERO,
    Names,
    base,
    is_name,
    is_number,
    is_plain_product,
    is_slope_of,
    reads,
    targets,
)
from tests.support.source_text import Replacement, SourceText

SUMS = {"sum": "mean", "mean": "sum"}
WAVES = {"cos": "sin", "sin": "cos"}
PRODUCTS = ("dot", "matmul", "outer")


@dataclass(frozen=True)
class Slip:
    kind: str
    lines: frozenset[int]
    text: str
    before: str
    after: str


Edit = tuple[str, Replacement]  # a kind, and what changes


def slips(program: RightProgram, source: SourceText, backward: list[ast.stmt]) -> Iterator[Slip]:
    """All slips of the backward statements of a program."""
    from tests.support.slip_lines import of_several_lines

    names = Names(source, backward)
    for statement in backward:
        lines = blamed(statement, backward, names)
        for kind, change in _edits(source, statement, names):
            before = source.between(change.start, change.end)
            users = of_its_own_slope(kind, before, statement, backward)
            if keeps_its_value(source, statement, change):  # dh = dh: nobody writes that
                near = last_writer(statement, backward) | first_reader(statement, backward)
                yield Slip(kind, near, source.without(statement), before, "")
                continue
            yield Slip(kind, lines | users, source.with_(change), before, change.text)
    yield from of_several_lines(program, source, backward)


def blamed(statement: ast.stmt, backward: list[ast.stmt], names: Names) -> frozenset[int]:
    """The lines of a statement; of one that sets no gradient (a mask, a cache's values) also the
    first line whose own value goes wrong because of it."""
    found = set(range(statement.lineno, (statement.end_lineno or 0) + 1))
    several = targets(statement)
    if several and not any(GRADIENT.match(base(one)) for one in several):
        for one in several:
            read = next((s for s in backward if s is not statement and reads(s, base(one))), None)
            found |= {read.lineno} if read is not None else set()
    return frozenset(found)


def keeps_its_value(source: SourceText, statement: ast.stmt, change: Replacement) -> bool:
    value = getattr(statement, "value", None)
    return (
        isinstance(statement, ast.Assign)
        and value is not None
        and source.span(value) == (change.start, change.end)
        and change.text == source.of(statement.targets[0])
    )


def last_writer(statement: ast.stmt, backward: list[ast.stmt]) -> frozenset[int]:
    """The line that gave a statement's target its value before."""
    names = {base(one) for one in targets(statement)}
    before = [one for one in backward if one.lineno < statement.lineno]
    lines = [one.lineno for one in before if names & {base(to) for to in targets(one)}]
    return frozenset(lines[-1:])


def first_reader(statement: ast.stmt, backward: list[ast.stmt]) -> frozenset[int]:
    """The line that reads a statement's target first."""
    names = {base(one) for one in targets(statement)}
    after = [one for one in backward if one.lineno > statement.lineno]
    lines = [one.lineno for one in after if any(reads(one, name) for name in names)]
    return frozenset(lines[:1])


def of_its_own_slope(
    kind: str, text: str, statement: ast.stmt, backward: list[ast.stmt]
) -> frozenset[int]:
    """The line that reads a gradient first whose own value's slope was forgotten: ``dh`` before
    ``1 - h**2`` is the gradient of h, and the line that takes it for more is the wrong one."""
    names = {base(one) for one in targets(statement)}
    own = any(is_slope_of(name, text) for name in names)
    if kind not in ("local", "mask") or not own:
        return frozenset()
    return first_reader(statement, backward)


def _edits(source: SourceText, statement: ast.stmt, names: Names) -> Iterator[Edit]:
    value = getattr(statement, "value", None)
    if value is None or ZERO.search(source.of(value)):
        return
    if isinstance(statement, ast.Expr):
        yield from _of_call(source, statement, names)
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
        _, end = source.span(statement.target)
        start, _ = source.span(value)
        written = source.between(end, start)
        yield "accumulate", Replacement(end, start, written.replace("+=", "="))
    passed = is_name(value) and not names.is_gradient(value)  # a cache's values, a first input
    if (
        not isinstance(statement, ast.Expr)
        and not isinstance(value, ast.Tuple | ast.Dict)
        and not passed
    ):
        text = source.of(value)
        yield "factor", source.put(value, f"2 * {_wrapped(source, value)}")
        yield "sign", source.put(value, f"-{_wrapped(source, value)}")
        yield "factor", source.put(value, f"0.5 * ({text})")
    if isinstance(value, ast.Tuple):
        for one, other in itertools.pairwise(value.elts):
            start, end = source.span(one)[0], source.span(other)[1]
            middle = source.between(source.span(one)[1], source.span(other)[0])
            yield "rows", Replacement(start, end, source.of(other) + middle + source.of(one))
    match value:
        case ast.Compare(left=left, ops=[ast.Eq()]):  # the largest of a window
            yield "both", source.put(value, f"np.ones_like({source.of(left)})")
    for target in targets(statement):
        for node in ast.walk(target):
            if isinstance(node, ast.Compare):
                yield from _of_mask(source, node, names)
    for node in outside_of_indices(value):
        yield from _of_part(source, node, names)


def outside_of_indices(node: ast.AST) -> Iterator[ast.AST]:
    """A node and its parts, but for what stands in brackets."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Subscript) and child is node.slice):
            yield from outside_of_indices(child)


def _wrapped(source: SourceText, node: ast.expr) -> str:
    text = source.of(node)
    return f"({text})" if isinstance(node, ast.BinOp | ast.Compare | ast.UnaryOp) else text


def _of_call(source: SourceText, statement: ast.Expr, names: Names) -> Iterator[Edit]:
    """``np.add.at(dE, ix, d)`` becomes ``dE[ix] = d``."""
    match statement.value:
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="add"), attr="at"), args=args):
            array, index, value = map(source.of, args)
            yield "accumulate", source.put(statement, f"{array}[{index.strip('()')}] = {value}")
            yield "accumulate", source.put(statement, f"{array}[{index.strip('()')}] += {value}")


def _of_part(source: SourceText, node: ast.AST, names: Names) -> Iterator[Edit]:
    match node:
        case ast.BinOp(op=ast.Mult() | ast.Div()):
            yield from _of_product(source, node, names)
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            new = f"{_wrapped(source, right)} @ {_wrapped(source, left)}"
            yield "factors", source.put(node, new)
            yield from _transposed(source, (left, right))
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            yield from _of_sum(source, node, names)
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not is_number(operand):
            yield "sign", source.put(node, source.of(operand))
        case ast.Attribute(value=inner, attr="T"):
            yield "transpose", source.put(node, source.of(inner))
        case ast.Compare(left=left, ops=[ast.Gt() | ast.Lt() | ast.GtE() | ast.LtE()]):
            yield from _of_mask(source, node, names)
        case ast.Call():
            yield from _of_function(source, node, names)
        case ast.Subscript(value=value, slice=index):
            is_size = isinstance(value, ast.Attribute) and value.attr == "shape"
            for kind, change in _of_index(source, index):
                yield "count" if is_size else kind, change
    if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        yield from _of_name(source, node, names)


def _of_product(source: SourceText, node: ast.BinOp, names: Names) -> Iterator[Edit]:
    left, right, is_product = node.left, node.right, isinstance(node.op, ast.Mult)
    pairs = ((left, right), (right, left)) if is_product else ((left, right),)
    for one, other in pairs:
        kept = source.put(node, source.bracketed(one))
        text = source.of(other)
        if is_number(other):
            yield "missing factor", kept
        elif COUNT.match(text):
            yield "count", kept
        elif STRENGTH.search(text) and not names.is_gradient(other):
            continue
        elif names.is_gradient(one) and not names.is_gradient(other):
            yield _slope_kind(other), kept
        elif names.is_gradient(other) and not names.is_gradient(one) and is_product:
            yield "upstream", kept
        elif is_number(one):
            continue
        elif not names.is_gradient(node) and is_name(other) is not is_name(one):
            yield _slope_kind(other), kept
    if not is_product and isinstance(left, ast.Constant) and COUNT.match(source.of(right)):
        yield "count", source.put(node, "1.0")
    match (left, right):  # s * (1 - s)
        case (_, ast.BinOp(left=ast.Constant(value=1 | 1.0), op=ast.Sub(), right=same)):
            if source.of(same) == source.of(left):
                yield "derivative", source.put(node, f"(1 - {source.of(left)}**2)")


def _slope_kind(node: ast.expr) -> str:
    for part in ast.walk(node):
        if isinstance(part, ast.Compare):
            return "both" if isinstance(part.ops[0], ast.Eq) else "mask"
        if is_name(part) and "mask" in ast.unparse(part):
            return "mask"
    return "local"


def _of_sum(source: SourceText, node: ast.BinOp, names: Names) -> Iterator[Edit]:
    left, right = node.left, node.right
    match (left, node.op, right):  # 1 - h**2
        case (
            ast.Constant(value=1 | 1.0),
            ast.Sub(),
            ast.BinOp(left=same, op=ast.Pow() | ast.Mult(), right=power),
        ) if source.of(power) in ("2", source.of(same)):
            name = source.of(same)
            yield "derivative", source.put(node, f"{name} * (1 - {name})")
            yield "derivative", source.put(node, f"1 - {name}")
            return
    minus = isinstance(node.op, ast.Sub)
    middle = source.between(source.span(left)[1], source.span(right)[0])
    turned = middle.replace("-", "+") if minus else middle.replace("+", "-")
    yield "sign", source.put(node, source.of(left) + turned + source.of(right))
    if isinstance(left, ast.Constant):
        return
    if minus:
        new = source.of(right) + middle + source.of(left)
        if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Add | ast.Sub):
            new = f"({source.of(right)}){middle}{source.of(left)}"
        yield "sign", source.put(node, new)
        if not names.is_gradient(node):
            if TARGET.match(source.of(right)):
                yield "target", source.put(node, source.bracketed(left))
            return
    for one, other in ((left, right), (right, left)):
        if minus and one is right:
            continue
        if STRENGTH.search(source.of(other)):
            yield "regularization", source.put(node, source.bracketed(one))
        elif names.is_gradient(other):
            carried = re.search(r"next|prev|carr|dcur|future|_t1", source.of(other))
            yield "carried" if carried else "share", source.put(node, source.bracketed(one))
        elif other is right and not minus and is_plain_product(other):
            yield "regularization", source.put(node, source.bracketed(one))


def _of_mask(source: SourceText, node: ast.Compare, names: Names) -> Iterator[Edit]:
    right = node.comparators[0]
    middle = source.between(source.span(node.left)[1], source.span(right)[0])
    for one, other in ("<>", "><"):
        if one in middle:
            new = source.of(node.left) + middle.replace(one, other) + source.of(right)
            yield "mask turned", source.put(node, new)
            break
    if isinstance(right, ast.Constant):
        for name in sorted(names.gradients):
            if name.isidentifier() and name.endswith(source.of(node.left)):
                yield "mask of gradient", source.put(node.left, name)


def _of_function(source: SourceText, node: ast.Call, names: Names) -> Iterator[Edit]:
    function, args = node.func, node.args
    if not isinstance(function, ast.Attribute):
        return
    is_method = not (isinstance(function.value, ast.Name) and function.value.id in ("np", "math"))
    attribute = function.attr
    inner = function.value if is_method else args[0] if args else None
    end = source.span(function)[1]
    name = Replacement(end - len(attribute), end, SUMS.get(attribute, WAVES.get(attribute, "")))
    if attribute in WAVES:
        yield "derivative", name
    if attribute in SUMS and inner is not None:
        yield "mean", name
        yield "unsummed", source.put(node, _wrapped(source, inner))
        for keyword in node.keywords:
            yield from _of_keyword(source, keyword)
        axis = args[0 if is_method else 1 :][:1]
        if axis and isinstance(axis[0], ast.Constant) and axis[0].value in (0, 1):
            yield "axis", source.put(axis[0], str(1 - axis[0].value))
    if attribute in PRODUCTS:
        pair = (function.value, args[0]) if is_method else tuple(args[:2])
        if len(pair) == 2 and attribute != "outer":
            one, other = map(source.of, pair)
            if is_method:
                yield "factors", source.put(node, f"({other}).{attribute}({one})")
            yield from _transposed(source, pair)
        if len(pair) == 2 and not is_method:
            changed = (
                source.of(node).replace(f"{one}, {other}", f"{other}, {one}")
                if attribute != "outer"
                else None
            )
            if changed:
                yield "factors", source.put(node, changed)
            else:
                one, other = map(source.of, pair)
                yield "factors", source.put(node, f"np.{attribute}({other}, {one})")
    if attribute == "reshape" and is_method:
        yield "shape", source.put(node, source.of(function.value))
    if attribute == "where" and len(args) == 3 and names.is_gradient(args[1]):
        yield "mask", source.put(node, source.of(args[1]))


def _of_keyword(source: SourceText, keyword: ast.keyword) -> Iterator[Edit]:
    start, end = source.span(keyword)
    match keyword:
        case ast.keyword(arg="axis", value=ast.Constant(value=0 | 1 as axis) as written):
            yield "axis", source.put(written, str(1 - int(axis)))
    if keyword.arg == "keepdims":
        before = source.between(0, start)
        comma = len(before.encode()) - len(before.rstrip().rstrip(",").encode())
        yield "keepdims", Replacement(start - comma, end, "")


def _transposed(source: SourceText, several: tuple[ast.expr, ...]) -> Iterator[Edit]:
    for one in several:
        if is_name(one) and not source.of(one).endswith(".T"):
            yield "transpose", source.put(one, f"{source.of(one)}.T")


def _of_index(source: SourceText, index: ast.expr) -> Iterator[Edit]:
    for part in index.elts if isinstance(index, ast.Tuple) else [index]:
        match part:
            case ast.BinOp(left=ast.Name() as name, op=ast.Sub() | ast.Add(), right=ast.Constant()):
                yield "index", source.put(part, source.of(name))
            case ast.Name(id="t" | "i" | "l" | "j"):
                yield "index", source.put(part, f"{part.id} - 1")
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                yield "index", source.put(part, str(value + 1 if value < 1 else value - 1))


def _of_name(source: SourceText, node: ast.expr, names: Names) -> Iterator[Edit]:
    if not isinstance(getattr(node, "ctx", None), ast.Load):
        return
    text = source.of(node)
    if text in names.gradients or GRADIENT.match(text):
        for other in names.siblings(text):
            yield "gradient", source.put(node, other)
        if isinstance(node, ast.Name) and text not in names.called:
            for other in sorted(names.gradients):
                if other.isidentifier() and other != text and other[1:2] == text[1:2]:
                    yield "gradient", source.put(node, other)
            typo = f"{text}_" if len(text) < 3 else text + text[-1]
            if typo not in names.known:
                yield "typo", source.put(node, typo)
        return
    for other in sorted(names.partners.get(text, ())):
        yield "other input", source.put(node, other)
    for other in names.siblings(text):
        yield "name", source.put(node, other)
