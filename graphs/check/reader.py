"""Reads a student's whole text into one graph: training loops run once, and a line that cannot be
read is an error only where a gradient that is judged depends on it."""
# ruff: noqa: N802, N815 (a visitor is called on_ and the syntax's own name)

from __future__ import annotations

import ast
from collections.abc import Generator, Iterator, Sequence
from typing import Any

import numpy as np

from graphs.check.dictionaries import Dictionary
from graphs.check.gradient_names import STEPS, UPDATES, looks_like_gradient, split_entry, targets
from graphs.check.handwritten_functions import HandwrittenFunctions
from graphs.check.log import Statement
from graphs.check.recorder import Unread
from graphs.errors import GraphError, TooLarge
from graphs.language.reader import PER_VISIT, Visit, run_visit
from graphs.language.scope import Scope, Wire, assigned
from graphs.model import Graph


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements and those inside them, functions left out."""
    for one in body:
        yield one
        if not isinstance(one, ast.FunctionDef | ast.ClassDef):
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(one, field, []))


def _assigned(node: ast.stmt) -> list[str]:
    """The plain names that a statement assigns."""
    several = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [one.id for one in several if isinstance(one, ast.Name)]


def _stepped(node: ast.stmt) -> str:
    """The name that ``w -= step`` and ``w = w - step`` move, whatever the step is called."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Sub()):
            return name
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=same), op=ast.Sub()),
        ) if name == same:
            return name
    return ""


def is_update(node: ast.stmt) -> bool:
    """``w -= lr * dw``, ``w = w - lr * dw``, ``w += -lr * dw``: a parameter takes a step."""
    match node:
        case ast.AugAssign(target=target, value=value):
            pass
        case ast.Assign(targets=[ast.Name() | ast.Subscript() as target], value=ast.BinOp()):
            value = node.value
            if ast.unparse(target) not in ast.unparse(value):
                return False
        case _:
            return False
    name = ast.unparse(target)
    if looks_like_gradient(name) and not isinstance(target, ast.Subscript):
        return False
    words = [part.id for part in ast.walk(value) if isinstance(part, ast.Name)]
    if looks_like_gradient(name.split("[")[0]):
        return False
    if isinstance(node, ast.AugAssign) and any(STEPS.fullmatch(word) for word in words):
        return True
    rate = any(UPDATES.fullmatch(word) for word in words)
    small = any(
        isinstance(part, ast.Constant) and isinstance(part.value, float) and abs(part.value) < 1
        for part in ast.walk(value)
    )
    return (rate or small) and any(looks_like_gradient(word) for word in words)


AT = {"add": ast.Add(), "subtract": ast.Sub()}  # np.add.at, np.subtract.at


class StudentReader(HandwrittenFunctions):
    """Runs each statement on its own, so that one that fails can be left out."""

    guessed = False  # whether the loss is told by nothing but its place

    def block(self, body: Sequence[ast.stmt], scope: Scope) -> Any:
        for statement in body:
            leaves = self._run(statement, scope)
            if leaves:
                return leaves
        return None

    def _run(self, tree: ast.stmt, scope: Scope) -> Any:
        self.spend(PER_VISIT, tree)
        visit = getattr(self, f"on_{type(tree).__name__}", None)
        record = Statement(len(self.log.statements), tree, self.places.source(tree))
        mark, builder = len(self.builder.nodes), self.builder
        state = builder.group, self.loops, len(self.active), len(self.running)
        self.log.statements.append(record)
        self.running.append(record)
        try:
            if visit is None:
                raise self.not_in_the_language(tree)
            leaves = visit(tree, scope)
            return run_visit(leaves) if isinstance(leaves, Generator) else leaves
        except TooLarge:
            raise
        except GraphError as error:
            builder.group, self.loops = state[0], state[1]
            del self.active[state[2] :]
            if isinstance(tree, ast.Return):
                raise
            self._left_out(tree, scope, error, mark)
            return None
        finally:
            del self.running[state[3] :]

    def _left_out(self, tree: ast.stmt, scope: Scope, error: GraphError, mark: int) -> None:
        """Go on without a statement; what it was to assign raises the error where it is read."""
        if error.missing:
            self.missing += [name for name in error.missing if name not in self.missing]
        if (error.at is not None or error is self.lost) and self._stood_in(tree, scope, error):
            return
        for version in self.running[-1].reads:
            version.readers.remove(self.running[-1])
        unread: Any = Unread(error)
        if not isinstance(tree, ast.Import | ast.ImportFrom | ast.Expr | ast.Assert):
            self.unread.append(unread)
        for part in statements([tree]):
            for target in getattr(part, "targets", [getattr(part, "target", None)]):
                owner = target.value if isinstance(target, ast.Subscript) else None
                table = None if owner is None else self.table(owner, scope)
                if isinstance(table, Dictionary) and isinstance(target.slice, ast.Constant):
                    self.spoil(table, self.segment(target))
                    table.items[target.slice.value] = unread
                elif isinstance(owner, ast.Name) and owner.id in scope.names:
                    self.spoil(scope, owner.id)
                    scope.names[owner.id] = unread
        names = set(assigned((tree,)))
        match tree:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(attr="at"), args=[ast.Name(id=name), *_])
            ):
                names.add(name)  # np.add.at(dE, …)
        for name in names:
            self.spoil(scope, name)
            scope.names[name] = unread
        if isinstance(tree, ast.Import | ast.ImportFrom):
            for alias in tree.names:
                scope.names[(alias.asname or alias.name).split(".")[0]] = unread
        elif not isinstance(tree, ast.Assert):
            self.log.notes.append(f"Line {tree.lineno} is left out: {error.message}")

    def _stood_in(self, tree: ast.stmt, scope: Scope, error: GraphError) -> bool:
        """A gradient whose line cannot be computed: the true one stands for it further on."""
        match tree:
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
                pass
            case _:
                return False
        table = self.table(target.value, scope) if isinstance(target, ast.Subscript) else None
        if not (isinstance(target, ast.Name) or table is not None):
            return False
        name, shapes = self.segment(target), dict[str, Any]()
        for version in self.log.versions:
            plain = split_entry(version.name)[1]
            shapes[plain] = shapes[version.name] = self.builder.nodes[version.node].shape
        named = targets(name, shapes) if looks_like_gradient(name) else []
        if not named or shapes[named[0]] is None:
            return False
        source = self.places.source(target)
        wire = Wire(self.builder.constant(np.zeros(shapes[named[0]]), source))
        if isinstance(target, ast.Name):
            scope.names[name] = wire
            self.record(name, scope, wire)
        elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            assert table is not None
            self.set_entry(table, target.slice.value, wire, target)
        else:
            return False
        self.log.broken[self.log.versions[-1]] = error
        return True

    # What is run once, or not at all

    def on_For(self, node: ast.For, scope: Scope) -> Visit:
        if not self.trains(node):
            return (yield super().on_For(node, scope))
        items = yield self.sequence(ast.copy_location(self._short(node.iter), node.iter), scope)
        self.log.notes.append(f"Line {node.lineno}: the training loop is run once.")
        if items:
            yield self.bind(node.target, items[0], scope)
            self.loops += 1
            leaves = self.block(node.body, scope)
            self.loops -= 1
            return leaves if leaves is ast.Return else None
        return None

    @staticmethod
    def _short(node: ast.expr) -> ast.expr:
        """``range(500)`` for one pass: its length need not be known."""
        match node:
            case ast.Call(func=ast.Name(id="range")):
                zero = ast.copy_location(ast.Constant(0), node)
                first = node.args[0] if len(node.args) > 1 else zero
                after = ast.copy_location(
                    ast.BinOp(first, ast.Add(), ast.copy_location(ast.Constant(1), node)), node
                )
                return ast.copy_location(ast.Call(node.func, [first, after], []), node)
        return node

    @staticmethod
    def trains(node: ast.For) -> bool:
        """Whether a loop steps parameters: it has updates, and more than updates."""
        inside = list(statements(node.body))
        others = [
            one
            for one in inside
            if isinstance(one, ast.Assign | ast.AugAssign) and not is_update(one)
        ]
        gradients = [name for one in inside for name in _assigned(one) if looks_like_gradient(name)]
        steps = any(targets(name, {_stepped(one)}) for one in inside for name in gradients)
        return len(others) > 1 and (steps or any(map(is_update, inside)))

    def on_While(self, node: ast.While, scope: Scope) -> Any:
        self.log.notes.append(f"Line {node.lineno}: the loop is run once.")
        self.loops += 1
        leaves = self.block(node.body, scope)
        self.loops -= 1
        return leaves if leaves is ast.Return else None

    def on_If(self, node: ast.If, scope: Scope) -> Visit:
        if "__name__" in ast.unparse(node.test):
            return self.block(node.body, scope)
        return (yield super().on_If(node, scope))

    def on_Try(self, node: ast.Try, scope: Scope) -> Any:
        return self.block([*node.body, *node.finalbody], scope)

    def on_With(self, node: ast.With, scope: Scope) -> Any:
        return self.block(node.body, scope)

    def on_Delete(self, node: ast.Delete, scope: Scope) -> None:
        pass

    on_Assert = on_Global = on_Nonlocal = on_Delete

    def on_Expr(self, node: ast.Expr, scope: Scope) -> Visit:
        match node.value:
            case ast.Call(
                func=ast.Attribute(attr="at", value=ast.Attribute(attr=word)),
                args=[_, _, _],
            ) if sign := AT.get(word):
                return (yield self.add_at(node.value, scope, sign))
        return (yield super().on_Expr(node, scope))

    def _resolve(self, index: int, use_input_values: bool = False) -> str | None:
        return super()._resolve(index, use_input_values=True)

    def model(self, loss: int | None = None) -> Graph:
        """The graph so far, with its nodes as the log numbers them."""
        if not self.builder.nodes:
            self.builder.constant(0.0)
        nodes = tuple(self.builder.nodes)
        wrt = frozenset(
            node.index
            for node in nodes
            if node.gate is None and not node.truth and (node.kind == "input" or node.name)
        )
        output = len(nodes) - 1 if loss is None else loss
        return Graph(
            program=self.text,
            nodes=nodes,
            groups=(),
            names={},
            inputs=dict(self.inputs),
            output=output,
            output_name=nodes[output].name or f"n{output}",
            wrt=wrt,
        )
