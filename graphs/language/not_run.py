"""What an error kept from running, as far as the syntax tells: the gate that failed, with the name
that it would get, and the calls and operators that go on from it up to a name at the end."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.language.reading import Reading
from graphs.language.syntax_gates import OPERATORS
from graphs.language.things import Wire
from graphs.model import Node, Source

MOST = 3  # gates ahead: enough to tell where the program goes


def not_run(run: Reading, error: GraphError, tree: ast.Module) -> tuple[Node, ...]:
    """The gate that failed, then those ahead of it, each of which reads the one before it; nothing
    where it was none, or reads nothing that is drawn."""
    attempt: Node | None = error.attempt
    if attempt is None or error.gate is not attempt.gate:
        return ()
    failed = replace(attempt, name=_name(run, attempt), not_run="failed")
    return failed, *islice(_Ahead(run, tree).after(failed), MOST)


def _name(run: Reading, node: Node) -> str | None:
    """The name that a statement gives to a value, where that is all it computes."""
    for part in run.parts:
        named = _named(part)
        value = part if isinstance(part, ast.AugAssign) else named and named[1]
        if named and value and run.places.source(value) == node.source:
            return named[0]
    return None


def _named(part: ast.AST) -> tuple[str, ast.expr] | None:
    """The one name that a statement assigns to, and the expression."""
    if isinstance(part, ast.Assign) and len(part.targets) == 1:
        target = part.targets[0]
    elif isinstance(part, ast.AugAssign | ast.AnnAssign):
        target = part.target
    else:
        return None
    return (target.id, part.value) if isinstance(target, ast.Name) and part.value else None


class _Ahead:
    """The gates of the lines below one that failed; where they go another way, nothing is known."""

    def __init__(self, run: Reading, tree: ast.Module) -> None:
        self.run, self.body = run, tree.body
        self.changed: set[str] = set()  # names that other lines ahead assign to
        functions = (ast.FunctionDef, ast.ClassDef)
        self.defined = {part.name for part in run.parts if isinstance(part, functions)}
        self.defined |= _assigned(run.parts)

    def after(self, failed: Node) -> Iterator[Node]:
        line = failed.source.line if failed.source else 0
        below = [part for part in self.body if (part.end_lineno or 0) >= line]
        if not below:
            return
        first, last, name = below.pop(0), failed, failed.name
        if name is None:  # it is a part of an expression
            named = None if isinstance(first, ast.AugAssign) else _named(first)
            starts = [one for one in ast.walk(first) if self._is_at(one, failed.source)]
            if named is None or len(starts) != 1:
                return
            below.insert(0, first)
        elif _named(first) is None:  # in a function or a loop
            return
        else:
            starts = []
        for part in below:
            starts = starts or [
                one for one in ast.walk(part) if isinstance(one, ast.Name) and one.id == name
            ]
            if not starts:
                self.changed |= _assigned([part])
                continue
            named = None if isinstance(part, ast.AugAssign) else _named(part)
            if named is None or len(starts) > 1 or starts[0] not in ast.walk(named[1]):
                return
            for around, inner in _way_up(named[1], starts[0]):
                is_whole = around is named[1]
                made = self._gate(around, inner, last, named[0] if is_whole else None)
                if made is None:
                    return
                yield (last := made)
            name, starts = named[0], []

    def _is_at(self, part: ast.AST, source: Source | None) -> bool:
        return isinstance(part, ast.expr) and self.run.places.source(part) == source

    def _gate(self, part: ast.AST, inner: ast.AST, before: Node, name: str | None) -> Node | None:
        """The node of one call or operator on what is before it; None where it is another thing."""
        gate: Gate | None = None
        args: list[int | None] = [before.index]
        if isinstance(part, ast.UnaryOp):
            gate = OPERATORS.get(type(part.op))
        elif isinstance(part, ast.BinOp):
            gate = OPERATORS.get(type(part.op))
            is_left = part.left is inner
            other = self._node(part.right if is_left else part.left)
            args = [before.index, other] if is_left else [other, before.index]
        elif isinstance(part, ast.Call):
            gate = self._function(part, inner)
        known = tuple(one for one in args if one is not None)
        if gate is None or len(known) != gate.arity or not isinstance(part, ast.expr):
            return None
        index, source = before.index + 1, self.run.places.source(part)
        return Node(index, "gate", gate, known, name, shape=None, source=source, not_run="ahead")

    def _function(self, call: ast.Call, inner: ast.AST) -> Gate | None:
        """The gate of a call with one operand; further arguments are numbers, as an axis is."""
        function, others = call.func, [*call.args, *(it.value for it in call.keywords)]
        if isinstance(function, ast.Attribute) and function.value is inner:
            word = function.attr  # x.mean()
        elif others and others[0] is inner and isinstance(function, ast.Name | ast.Attribute):
            word, others = getattr(function, "attr", getattr(function, "id", "")), others[1:]
        else:
            return None
        is_known = word not in self.defined and all(isinstance(it, ast.Constant) for it in others)
        return BY_NAME.get(word) if is_known else None

    def _node(self, part: ast.expr) -> int | None:
        """The node of a name that has one already."""
        name = part.id if isinstance(part, ast.Name) else ""
        thing = None if name in self.changed else self.run.top.names.get(name)
        return thing.node if type(thing) is Wire and thing.base is None else None


def _assigned(parts: Sequence[ast.AST]) -> set[str]:
    """The names that these statements assign to, also inside."""
    return {
        one.id
        for part in parts
        for one in ast.walk(part)
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    }


def _way_up(whole: ast.expr, part: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The expressions around a part, from the inside, each with the one inside it; ``x.f()`` is
    one around ``x``."""
    around = {inner: one for one in ast.walk(whole) for inner in ast.iter_child_nodes(one)}
    while part is not whole:
        outer = around[part]
        if isinstance(outer, ast.Attribute) and isinstance(around.get(outer), ast.Call):
            outer = around[outer]
        yield outer, part
        part = outer
