"""Assignments to names and items, and which of them make inputs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

import numpy as np

from graphs.language.array_makers import BUFFERS, LIKE, PLAIN, RANDOM
from graphs.language.expressions import Expressions
from graphs.language.reader import Visit
from graphs.language.scope import (
    Array,
    Method,
    Module,
    Number,
    Scope,
    Thing,
    Wire,
)


def is_literal(node: ast.expr | None) -> bool:
    """Whether an expression is a number, with or without a sign, or a list."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant | ast.List)


def names_in_shapes(parts: Iterable[ast.AST]) -> frozenset[str]:
    """Names used as a shape or a count, as in ``np.zeros((D, H))`` and ``range(T)``."""
    names = set[str]()
    for node in parts:
        if not isinstance(node, ast.Call):
            continue
        word = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        word = node.func.id if isinstance(node.func, ast.Name) else word
        if word in SHAPE_FUNCTIONS:
            sized = [*node.args, *(keyword.value for keyword in node.keywords)]
            names |= {
                part.id
                for argument in sized
                for part in ast.walk(argument)
                if isinstance(part, ast.Name)
            }
    return frozenset(names)


def item_targets(parts: Iterable[ast.AST]) -> frozenset[str]:
    """Names whose items are assigned: ``out[i] = …``."""
    return frozenset(
        node.value.id
        for node in parts
        if isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
    )


SHAPE_FUNCTIONS = frozenset((*PLAIN, *RANDOM, "range")) - LIKE - {"linspace"}


class Assignments(Expressions):
    """Binds names; a first literal at the top becomes an input."""

    last: tuple[str | None, Thing] | None = None  # the latest value at the top, and its name

    last_line: ast.expr | None = None  # where it stands

    def assign(
        self, target: ast.expr, value: Thing, scope: Scope, written: ast.expr | None = None
    ) -> Visit:
        """Bind a target to a value, making inputs of first literals at the top."""
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, Wire | Array):
            if isinstance(value, Wire) and self.builder.nodes[value.index].shape is None:
                raise self.unknown_inputs_error({value.index: (len(target.elts),)})
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
                inner = target.value if isinstance(target, ast.Subscript) else None
                raise self.error(
                    "Only names and their items can be assigned.",
                    target,
                    "Write both indices in one pair of brackets: x[0, 1] = …."
                    if isinstance(inner, ast.Subscript)
                    else "Write name = ….",
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
            literal = isinstance(value, Array) or is_literal(written)
            if first and literal and not self._is_buffer(name, written):
                value = self.new_input(name, source, value)
            else:
                value = Wire(self.builder.constant(value.value, source, name))
        elif isinstance(value, Wire):
            self.builder.name(value.index, name)
        elif isinstance(value, Method):
            assert written is not None
            text = self.segment(written)
            raise self.error(f"{text} is a method and is not called.", written, f"Write {text}()")
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
        if name not in self.item_targets or not isinstance(written, ast.Call):
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
