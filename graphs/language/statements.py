"""Statements: assignments, functions, loops and conditions on what is known."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import numpy as np

from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language.expressions import Expressions
from graphs.language.makers import BUFFERS, LIKE, PLAIN, RANDOM
from graphs.language.reader import Visit
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
from graphs.language.words import OPERATORS


def is_literal(node: ast.expr | None) -> bool:
    """Whether a number stands there, with or without a sign, or a list."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant | ast.List)


def deciding(tree: ast.Module) -> frozenset[str]:
    """Names that stand where a shape or a count is written: ``np.zeros((D, H))``, ``range(T)``."""
    names = set[str]()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        word = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        word = node.func.id if isinstance(node.func, ast.Name) else word
        if word in SHAPED:
            sized = [*node.args, *(keyword.value for keyword in node.keywords)]
            names |= {
                part.id
                for argument in sized
                for part in ast.walk(argument)
                if isinstance(part, ast.Name)
            }
    return frozenset(names)


def item_targets(tree: ast.Module) -> frozenset[str]:
    """Names whose items are assigned: ``out[i] = …``."""
    return frozenset(
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
    )


SHAPED = frozenset((*PLAIN, *RANDOM, "range")) - LIKE - {"linspace"}


class Statements(Expressions):
    """Runs a program's statements. A visit returns True once a ``return`` was met."""

    last: tuple[str | None, Thing] | None = None  # the latest value at the top, and its name
    last_line: ast.expr | None = None  # where it stands

    def block(self, body: Sequence[ast.stmt], scope: Scope) -> Visit:
        for statement in body:
            visit = getattr(self, f"on_{type(statement).__name__}", None)
            if visit is None:
                raise self.not_in_the_language(statement)
            if (yield visit(statement, scope)):
                return True
        return False

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
        yield self.assign(target, changed, scope)

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
        return True

    def on_If(self, node: ast.If, scope: Scope) -> Visit:
        truth = yield self.known(node.test, scope, "if")
        return (yield self.block(node.body if truth else node.orelse, scope))

    def on_For(self, node: ast.For, scope: Scope) -> Visit:
        if node.orelse:
            raise self.error(
                "else after for is not part of the language.",
                node.orelse[0],
                "Write these lines after the loop, without else.",
            )
        items = yield self.sequence(node.iter, scope)
        for item in items:
            self.count_call(node)
            title = f"{ast.unparse(node.target)} = {self.shown(item)}"
            outer = self.builder.open_group(title, "loop")
            yield self.bind(node.target, item, scope)
            if (yield self.block(node.body, scope)):
                self.builder.close_group(outer)
                return True
            self.builder.close_group(outer)
        return False

    def assign(
        self, target: ast.expr, value: Thing, scope: Scope, written: ast.expr | None = None
    ) -> Visit:
        """Bind a target to a value, making inputs of first literals at the top."""
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, Wire | Array):
            value = self.items(value, target) or value
        match target, value:
            case ast.Name(id=name), _:
                self._assign_name(name, value, target, scope, written)
            case ast.Subscript(value=ast.Name(id=name)), _:
                yield self._assign_item(name, target, value, scope)
            case ((ast.Tuple(elts=parts) | ast.List(elts=parts)), tuple()):
                if len(parts) != len(value):
                    raise self.error(
                        f"{len(parts)} names on the left, {len(value)} values on the right.",
                        target,
                        "Give each name one value.",
                    )
                sources: Sequence[ast.expr | None] = [None] * len(parts)
                if isinstance(written, ast.Tuple | ast.List):
                    sources = written.elts
                for part, item, source in zip(parts, value, sources, strict=True):
                    yield self.assign(part, item, scope, source)
            case ((ast.Tuple() | ast.List()), _):
                raise self.error(
                    "One value cannot fill several names.", target, "Write a value for each name."
                )
            case _:
                raise self.error(
                    "Only names and their items can be assigned.", target, "Write name = …."
                )

    def _assign_item(self, name: str, target: ast.expr, value: Thing, scope: Scope) -> Visit:
        """``dx[mask] = 0``: a new value of the name, its items changed."""
        assert isinstance(target, ast.Subscript)
        owner = yield self.value(ast.copy_location(ast.Name(name), target.value), scope)
        key, indices = yield self.key(target.slice, scope)
        changed = self.written_item(owner, target, key, indices, value)
        if isinstance(changed, tuple):
            scope.names[name] = changed
        else:
            self._assign_name(name, changed, target, scope, None)

    def _assign_name(
        self, name: str, value: Thing, target: ast.expr, scope: Scope, written: ast.expr | None
    ) -> None:
        source = self.places.source(target)
        free = isinstance(scope.names.get(name, Module(name)), Module)  # np too may be a name
        first = scope is self.top and free and self.builder.group is None
        if isinstance(value, tuple) and isinstance(written, ast.List) and first:
            known = self.literal(value, written)
            if known is not None and np.size(known):
                value = Array(known)
        if isinstance(value, Number | Array):
            drawn = value.drawn if isinstance(value, Array) else None
            literal = isinstance(value, Array) or is_literal(written)
            if first and literal and not self._is_buffer(name, written):
                value = self.new_input(name, source, value.value, drawn)
            else:
                value = Wire(self.builder.constant(value.value, source, name))
        elif isinstance(value, Wire):
            self.builder.name(value.index, name)
        elif value is None:
            raise self.error(
                f"{name} gets nothing: the right side has no value.",
                target,
                "End the function with return.",
            )
        scope.names[name] = value
        if scope is self.top and isinstance(value, Wire | tuple):
            self.last, self.last_line = (name, value), target

    def _is_buffer(self, name: str, written: ast.expr | None) -> bool:
        """``out = np.zeros(…)`` whose items are assigned later is no input."""
        if name not in self.written or not isinstance(written, ast.Call):
            return False
        function = written.func
        word = function.attr if isinstance(function, ast.Attribute) else self.segment(function)
        return word in BUFFERS

    def bind(self, target: ast.expr, item: Thing, scope: Scope) -> Visit:
        """Bind a loop's target, keeping a counter a number so that each use is a constant."""
        if isinstance(target, ast.Name) and isinstance(item, Number):
            scope.names[target.id] = item
        else:
            yield self.assign(target, item, scope)

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
