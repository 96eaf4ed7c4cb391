"""Statements: assignments, functions, and loops and conditions on known values."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import numpy as np

from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language.array_makers import PLAIN, RANDOM
from graphs.language.assignments import Assignments
from graphs.language.reader import PER_COPY, PER_ITEM, PER_VISIT, Visit
from graphs.language.scope import (
    CONSTANTS,
    HELPERS,
    RANDOM_HELPERS,
    Array,
    Function,
    Module,
    Number,
    Scope,
    Thing,
    Wire,
    assigned,
)
from graphs.language.syntax_gates import OPERATORS
from graphs.model import Shape

RETURN = ast.Return


class Statements(Assignments):
    """Runs a program's statements. A visit returns what leaves the block: the kind of a
    ``return``, a ``break`` or a ``continue``."""

    def block(self, body: Sequence[ast.stmt], scope: Scope) -> Visit:
        for statement in body:
            visit = self.visit(statement)
            if visit is None:
                raise self.not_in_the_language(statement)
            self.spend(PER_VISIT, statement)
            if leaves := (yield visit(statement, scope)):
                return leaves
        return None

    def on_Assign(self, node: ast.Assign, scope: Scope) -> Visit:
        mark = len(self.builder.nodes)
        value = yield self.value(node.value, scope, allow_functions=True)
        if isinstance(value, Array):  # what it was computed from leaves nothing behind
            self._forget(mark)
        for target in node.targets:
            yield self.assign(target, value, scope, node.value)

    def on_AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> Visit:
        if node.value is not None:
            value = yield self.value(node.value, scope)
            yield self.assign(node.target, value, scope, node.value)

    def on_AugAssign(self, node: ast.AugAssign, scope: Scope) -> Visit:
        gate = OPERATORS.get(type(node.op))
        if gate is None:
            raise self.not_in_the_language(node.op, node)
        target = node.target
        if not isinstance(target, ast.Name | ast.Subscript):
            raise self.error("Only a name can be changed in place.", target, "Use a name.")
        before = yield self.value(target, scope)
        change = yield self.value(node.value, scope)
        changed = self.apply(gate, (before, change), node, (target, node.value))
        if isinstance(target, ast.Name):
            self._keeps_shape(before, changed, node)
        yield self.assign(target, changed, scope)

    def _keeps_shape(self, before: Thing, changed: Wire | Array, node: ast.AugAssign) -> None:
        """As in NumPy, an array that is changed in place keeps its shape; a number need not."""
        if isinstance(before, Array):
            shape: Shape | None = np.shape(before.value)
        else:
            shape = self.builder.nodes[before.index].shape if isinstance(before, Wire) else None
        result = (
            np.shape(changed.value)
            if isinstance(changed, Array)
            else self.builder.nodes[changed.index].shape
        )
        if shape and result is not None and shape != result:
            name = self.segment(node.target)
            raise self.error(
                f"{name} has shape {shape}, the result {result}: an array changed in place keeps "
                "its shape.",
                node,
                "Assign the result to a name of its own.",
            )

    def on_Expr(self, node: ast.Expr, scope: Scope) -> Visit:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return  # a docstring
        if self.is_print(node.value, scope) or (yield self._appended(node.value, scope)):
            return
        value = yield self.value(node.value, scope)
        if scope is self.top:
            self.last = (node.value.id if isinstance(node.value, ast.Name) else None, value)
            self.last_line = node.value

    def _appended(self, node: ast.expr, scope: Scope) -> Visit:
        """``hs.append(h)`` makes a new list of that name."""
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[item], keywords=[]
            ) if (place := scope.find(name)) and isinstance(place.names[name], tuple):
                added = yield self.value(item, scope, allow_functions=True)
                before = place.names[name]
                assert isinstance(before, tuple)
                self.spend(PER_ITEM + PER_COPY * len(before), node)
                place.names[name] = (*before, added)
                return True
        return False

    def on_Pass(self, node: ast.Pass, scope: Scope) -> None:
        pass

    def on_Import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            root = alias.name.split(".")[0]
            if root not in ("numpy", "math"):
                raise self.error(
                    f"{alias.name} cannot be imported; numpy and math are there already.",
                    node,
                    "Delete the line.",
                )
            scope.names[alias.asname or root] = Module(alias.name if alias.asname else root)

    def on_ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        if node.level or (node.module or "").split(".")[0] not in ("numpy", "math"):
            raise self.error(
                f"{node.module or 'This'} cannot be imported from; numpy and math are there.",
                node,
                "Delete the line.",
            )
        for alias in node.names:
            if alias.name in (
                *BY_NAME,
                *SPELLINGS,
                *PLAIN,
                *RANDOM,
                *RANDOM_HELPERS,
                *CONSTANTS,
                *HELPERS,
                "random",
                "linalg",
            ):  # others are missed where they are used
                thing = self.member(alias.name, alias, node.module or "")
                scope.names[alias.asname or alias.name] = thing
            elif alias.name == "newaxis":
                scope.names[alias.asname or alias.name] = None
            elif alias.name == "*":
                scope.names.update({name: Number(value) for name, value in CONSTANTS.items()})

    def on_FunctionDef(self, node: ast.FunctionDef, scope: Scope) -> Visit:
        if node.decorator_list:
            raise self.error(
                "Decorators are not part of the language.", node.decorator_list[0], "Delete it."
            )
        names, defaults = yield self.parameters(node.args, scope)
        body = tuple(node.body)
        scope.names[node.name] = Function(
            node.name, names, defaults, body, scope, assigned(body) | set(names)
        )

    def on_Return(self, node: ast.Return, scope: Scope) -> Visit:
        if scope is self.top:
            raise self.error(
                "return stands outside a function.", node, "Write the expression alone."
            )
        self.returned = None
        if node.value is not None:
            self.returned = yield self.value(node.value, scope, allow_functions=True)
        return RETURN

    def on_If(self, node: ast.If, scope: Scope) -> Visit:
        truth = yield self.truth(node.test, scope)
        return (yield self.block(node.body if truth else node.orelse, scope))

    def on_For(self, node: ast.For, scope: Scope) -> Visit:
        if node.orelse:
            raise self.error(
                "else after for is not part of the language.",
                node.orelse[0],
                "Write these lines after the loop, without else.",
            )
        items = yield self.sequence(node.iter, scope)
        variable, loop = ast.unparse(node.target), len(self.builder.groups)
        for item in items:
            self.count_call(node)
            title = f"{variable} = {self.shown(item)}"
            outer = self.builder.open_group(title, "loop", loop, variable)
            yield self.bind(node.target, item, scope)
            self.loops += 1
            leaves = yield self.block(node.body, scope)
            self.loops -= 1
            self.builder.close_group(outer)
            if leaves is RETURN:
                return leaves
            if leaves is ast.Break:
                break
        return None

    def on_Break(self, node: ast.Break | ast.Continue, scope: Scope) -> type[ast.stmt]:
        if not self.loops:
            word = self.places.segment(node)
            raise self.error(f"{word} stands outside a loop.", node, "Delete the line.")
        return type(node)

    on_Continue = on_Break

    def is_print(self, node: ast.expr, scope: Scope) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
            and scope.find("print") is None
        )

    def shown(self, thing: Thing) -> str:
        """A loop's item, for the title of its pass."""
        return f"{thing.value:g}" if isinstance(thing, Number) else "…"
