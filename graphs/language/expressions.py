"""Expressions → nodes: names, literals, operators, lists and comprehensions."""

from __future__ import annotations

import ast

import numpy as np

from graphs.errors import GraphError
from graphs.gates.row import is_truth
from graphs.language.attributes import Attributes
from graphs.language.reader import Visit
from graphs.language.scope import (
    Array,
    Function,
    Number,
    Scope,
    Thing,
    Wire,
)
from graphs.language.syntax_gates import MASKS, OPERATORS


class Expressions(Attributes):
    """An allow-list: what has no visitor here is not in the language."""

    def on_Constant(self, node: ast.Constant, scope: Scope) -> Number:
        if isinstance(node.value, bool):
            return Number(node.value)
        if isinstance(node.value, int | float):
            try:
                return Number(float(node.value))
            except OverflowError:
                raise self.error(
                    "This number is too large for float64.", node, "Write it as 1e300."
                ) from None
        kinds = {str: "Strings are", bytes: "Strings are", complex: "Complex numbers are"}
        what = kinds.get(type(node.value), f"{self.segment(node)} is")
        raise self.error(f"{what} not part of the language.", node, "Use numbers and names.")

    def on_Name(self, node: ast.Name, scope: Scope) -> Thing:
        found = scope.find(node.id)
        if found is not None:
            return found.names[node.id]
        inner: Scope | None = scope
        while inner is not None:
            if node.id in inner.locals:
                raise self.error(
                    f"{node.id} is used before it gets its value in this function.",
                    node,
                    f"Assign {node.id} first, or pass it in as an argument.",
                )
            inner = inner.outer
        wire = self.new_input(node.id, self.places.source(node))
        self.top.names[node.id] = wire
        return wire

    def on_Tuple(self, node: ast.Tuple | ast.List, scope: Scope) -> Visit:
        items = []
        for part in node.elts:
            items.append((yield self.value(part, scope)))
        return tuple(items)

    on_List = on_Tuple

    def on_BinOp(self, node: ast.BinOp, scope: Scope) -> Visit:
        sign = type(node.op)
        gate = OPERATORS.get(sign) or MASKS.get(sign)
        if sign is ast.FloorDiv or sign is ast.Mod:
            return (yield self._whole_part(node, scope))
        if gate is None:
            raise self._caret(node) or self.not_in_the_language(node.op, node)
        left = yield self.value(node.left, scope)
        right = yield self.value(node.right, scope)
        if type(left) is tuple or type(right) is tuple:
            whole = self._as_lists(node.op, left, right, node)
            if whole is not None:
                return whole
        if sign in MASKS and not (self._is_mask(left) and self._is_mask(right)):
            raise self.not_in_the_language(node.op, node)
        return self.apply(gate, (left, right), node, (node.left, node.right))

    def _as_lists(
        self, sign: ast.operator, left: Thing, right: Thing, node: ast.BinOp
    ) -> tuple[Thing, ...] | None:
        """``hs + [h]`` and ``[0] * 3``: Python's own meaning of lists."""
        if isinstance(left, tuple) and isinstance(right, tuple) and isinstance(sign, ast.Add):
            self.count_list(left + right, node)
            return left + right
        several, times = (left, right) if isinstance(left, tuple) else (right, left)
        counts = isinstance(times, Number) and float(times.value).is_integer()
        if isinstance(sign, ast.Mult) and isinstance(several, tuple) and counts:
            assert isinstance(times, Number)
            self.count_items(len(several) * int(times.value), node)
            return several * int(times.value)
        return None

    def _is_mask(self, thing: Thing) -> bool:
        if isinstance(thing, Wire):
            return self.builder.nodes[thing.index].truth
        return isinstance(thing, Number | Array) and is_truth(thing.value)

    def _whole_part(self, node: ast.BinOp, scope: Scope) -> Visit:
        """``//`` and ``%`` of known numbers, as sizes are made with; they are no gates."""
        mark = len(self.builder.nodes)
        parts = []
        for side in (node.left, node.right):
            parts.append((yield self.value(side, scope)))
        values = [
            part.value
            if isinstance(part, Number)
            else self._known[part.index]
            if isinstance(part, Wire) and self._resolve(part.index) is None
            else None
            for part in parts
        ]
        left, right = values
        if left is None or right is None or np.ndim(left) or np.ndim(right):
            raise self.not_in_the_language(node.op, node)
        if right == 0:
            raise self.error("This divides by 0.", node.right, "Divide by another number.")
        self._forget(mark)
        part = np.floor_divide if isinstance(node.op, ast.FloorDiv) else np.mod
        with np.errstate(all="ignore"):
            return Number(float(part(float(left), float(right))))

    def _caret(self, node: ast.BinOp) -> GraphError | None:
        """``x^2``: the mend stands at the sign alone, for ``^`` binds less than ``+`` does."""
        if not isinstance(node.op, ast.BitXor):
            return None
        left, right = self.places.source(node.left), self.places.source(node.right)
        line = self.places.lines[left.end_line - 1]
        end = right.column if right.line == left.end_line else len(line)
        column = line.find("^", left.end_column, end)
        found, whole = self.segment(node), self.places.source(node)
        known = column >= 0 and whole.line == left.end_line
        at = column - whole.column if known else found.find("^")
        power = f"{found[:at]}**{found[at + 1 :]}"
        return GraphError(
            f"{found}: ^ is not a power in Python.",
            left.end_line,
            max(column, 0),
            max(column, 0) + 1,
            f"Write {power}",
            "**" if column >= 0 else None,
        )

    def on_UnaryOp(self, node: ast.UnaryOp, scope: Scope) -> Visit:
        operand = yield self.value(node.operand, scope)
        if isinstance(node.op, ast.UAdd):
            return operand
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return Number(-operand.value)
        gate = OPERATORS.get(type(node.op)) or MASKS.get(type(node.op))
        if gate is None or (type(node.op) in MASKS and not self._is_mask(operand)):
            raise self.not_in_the_language(node.op, node)
        return self.apply(gate, (operand,), node, (node.operand,))

    def on_BoolOp(self, node: ast.BoolOp, scope: Scope) -> Visit:
        result = yield self.value(node.values[0], scope)
        for part in node.values[1:]:
            right = yield self.value(part, scope)
            result = self.apply(OPERATORS[type(node.op)], (result, right), node)
        return result

    def on_Compare(self, node: ast.Compare, scope: Scope) -> Visit:
        left, result = (yield self.value(node.left, scope)), None
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            gate = OPERATORS.get(type(operator))
            if gate is None:
                raise self.not_in_the_language(operator, node)
            right = yield self.value(comparator, scope)
            step = self.apply(gate, (left, right), node)
            result = (
                step if result is None else self.apply(OPERATORS[ast.And], (result, step), node)
            )
            left = right
        return result

    def on_IfExp(self, node: ast.IfExp, scope: Scope) -> Visit:
        parts = [self.segment(part) for part in (node.test, node.body, node.orelse)]
        truth = yield self.truth(node.test, scope, f"where({', '.join(parts)})", at=node)
        return (yield self.value(node.body if truth else node.orelse, scope))

    def on_Lambda(self, node: ast.Lambda, scope: Scope) -> Visit:
        names, defaults = yield self.parameters(node.args, scope)
        return Function("lambda", names, defaults, node.body, scope, frozenset(names))

    def on_ListComp(self, node: ast.ListComp | ast.GeneratorExp, scope: Scope) -> Visit:
        return tuple(
            (yield self._comprehend(node.elt, node.generators, Scope({}, scope, items=True)))
        )

    on_GeneratorExp = on_ListComp

    def _comprehend(
        self, element: ast.expr, clauses: list[ast.comprehension], scope: Scope
    ) -> Visit:
        if not clauses:
            return [(yield self.value(element, scope))]
        first, rest, items = clauses[0], clauses[1:], []
        for item in (yield self.sequence(first.iter, scope)):
            self.count_call(element)
            yield self.bind(first.target, item, scope)
            for test in first.ifs:
                if not (yield self.truth(test, scope)):
                    break
            else:
                items += yield self._comprehend(element, rest, scope)
        return items
