"""Expressions → nodes: names, literals, operators, lists and comprehensions."""

from __future__ import annotations

import ast

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.language.calls import Calls
from graphs.language.places import Place
from graphs.language.reader import Visit
from graphs.language.scope import CONSTANTS, HELPERS, Function, Helper, Module, Number, Scope, Thing
from graphs.language.words import OPERATORS, did_you_mean, instead_of


class Expressions(Calls):
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
        gate = OPERATORS.get(type(node.op))
        if gate is None:
            raise self._caret(node) or self.not_in_the_language(node.op, node)
        left = yield self.value(node.left, scope)
        right = yield self.value(node.right, scope)
        return self.apply(gate, (left, right), node, (node.left, node.right))

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
        gate = OPERATORS.get(type(node.op))
        if gate is None:
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
        truth = yield self.known(
            node.test, scope, "if … else", f"where({', '.join(parts)})", at=node
        )
        return (yield self.value(node.body if truth else node.orelse, scope))

    def on_Lambda(self, node: ast.Lambda, scope: Scope) -> Visit:
        names, defaults = yield self.parameters(node.args, scope)
        return Function("lambda", names, defaults, node.body, scope, frozenset(names))

    def on_Attribute(self, node: ast.Attribute, scope: Scope) -> Visit:
        owner = yield self.value(node.value, scope, allow_functions=True)
        if isinstance(owner, Module):
            return self.member(node.attr, node)
        raise self.error(
            f"{self.segment(node.value)} has no .{node.attr}; only np and math have parts.",
            node,
            "Use functions: exp(x), max(x, y).",
        )

    def member(self, name: str, node: Place | ast.alias) -> Thing:
        """What ``np.<name>`` or ``math.<name>`` stands for."""
        if name in BY_NAME:
            return BY_NAME[name]
        if name in CONSTANTS:
            return Number(CONSTANTS[name])
        if name in ("random", "linalg"):
            return Module(name)
        if name in HELPERS:
            return Helper(name)
        near = did_you_mean(name, (*BY_NAME, *CONSTANTS))
        raise self.error(
            f"{name} is not a gate.",
            node,
            f"Did you mean {near}?" if near else instead_of(name),
        )

    def on_Subscript(self, node: ast.Subscript, scope: Scope) -> Visit:
        owner = yield self.value(node.value, scope)
        if not isinstance(owner, tuple):
            raise self.error(
                f"{self.segment(node.value)} is a number and has no items.",
                node,
                "Use a name of its own for each number.",
            )
        index = yield self.known(node.slice, scope, "an index")
        if not -len(owner) <= index < len(owner) or index != int(index):
            raise self.error(
                f"The index {index:g} is outside a list of {len(owner)}.",
                node.slice,
                f"Count from 0 to {len(owner) - 1}.",
            )
        return owner[int(index)]

    def on_ListComp(self, node: ast.ListComp | ast.GeneratorExp, scope: Scope) -> Visit:
        return tuple((yield self._comprehend(node.elt, node.generators, Scope({}, scope))))

    on_GeneratorExp = on_ListComp

    def _comprehend(
        self, element: ast.expr, clauses: list[ast.comprehension], scope: Scope
    ) -> Visit:
        if not clauses:
            return [(yield self.value(element, scope))]
        first, rest, items = clauses[0], clauses[1:], []
        for item in (yield self.sequence(first.iter, scope)):
            self.count_call(element)
            self.bind(first.target, item, scope)
            for test in first.ifs:
                if not (yield self.known(test, scope, "if")):
                    break
            else:
                items += yield self._comprehend(element, rest, scope)
        return items
