"""Values that decide structure (ranges, indices, conditions), computed while the text is read."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.gates.items import INDEX
from graphs.gates.shapes import Misfit
from graphs.language.nodes import Nodes
from graphs.language.positions import Place
from graphs.language.reader import PER_ITEM, Visit
from graphs.language.scope import Array, Number, Scope, Thing, Wire
from graphs.model import Node, Source, Value


def as_python_numbers(value: Any) -> Any:
    """Known values as Python's own: whole numbers as int, arrays as tuples."""
    if isinstance(value, tuple):
        return tuple(map(as_python_numbers, value))
    if isinstance(value, np.ndarray):
        return as_python_numbers(tuple(value) if value.ndim else value[()])
    if isinstance(value, bool | np.bool_):
        return bool(value)
    number = float(value)
    return int(number) if np.isfinite(number) and number == int(number) else number


def is_sequence(value: Any) -> bool:
    """Whether a known value is a list or an array, not a number."""
    return isinstance(value, tuple) or np.ndim(value) > 0


def _row(array: Array, at: int) -> Array:
    """One row of an array, drawn again with it."""
    return Array(array.value[at], array.drawn, lambda streams: array.redrawn(streams)[at])


class KnownValues(Nodes):
    """Ranges, indices and conditions, computed from literals without leaving nodes behind."""

    def known(
        self,
        node: ast.expr,
        scope: Scope,
        what: str,
        instead: str | None = None,
        at: ast.expr | None = None,
    ) -> Visit:
        """The value of an expression that decides structure; it leaves no nodes behind."""
        mark = len(self.builder.nodes)
        thing = yield self.value(node, scope)
        value = self._value_of(thing, node, what, instead, at)
        self._forget(mark)
        return value

    def _value_of(
        self,
        thing: Thing,
        node: ast.expr,
        what: str,
        instead: str | None = None,
        at: ast.expr | None = None,
    ) -> Any:
        """The value of a thing that decides structure; of a list, its items' values."""
        if isinstance(thing, Number | Array):
            return thing.value
        if isinstance(thing, tuple):
            if what.startswith("if"):
                return bool(thing)
            self.count_list(thing, node)
            return tuple(self._value_of(item, node, what, instead, at) for item in thing)
        index = self.number(thing, node)
        unknown = self._resolve(index)
        if unknown is None:
            return self._known[index]
        subject = "This" if unknown == "" else unknown
        hint = (
            f"Write {instead}"
            if instead
            else (
                f"Give it a value first, as in {unknown or 'n'} = 3"
                + (", or write where(condition, a, b)." if what == "if" else ".")
            )
        )
        raise self.error(
            f"{what} needs a value that is known without the inputs; {subject} is an input.",
            at or node,
            hint,
            instead,
        )

    def setting(self, node: ast.expr, scope: Scope, what: str) -> Visit:
        """What is written for an axis, a shape, a flag: Python's own numbers, tuples and texts."""
        if isinstance(node, ast.Constant) and node.value is None:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return "".join(node.value.split())
        if isinstance(node, ast.Tuple | ast.List):
            parts = []
            for part in node.elts:
                parts.append((yield self.setting(part, scope, what)))
            return tuple(parts)
        value = yield self.known(node, scope, what)
        if isinstance(value, np.ndarray):
            self.spend(PER_ITEM * value.size, node)
        return as_python_numbers(value)

    def truth(
        self, node: ast.expr, scope: Scope, instead: str | None = None, at: ast.expr | None = None
    ) -> Visit:
        """Whether a condition holds that decides structure."""
        what = "if … else" if at else "if"
        value = yield self.known(node, scope, what, instead, at)
        if np.size(value) != 1:
            raise self.error(
                f"{what} needs one truth value, not {np.size(value)} of them.",
                node,
                "Write np.any(…) or np.all(…).",
            )
        return bool(value)

    def value_from_shapes(self, index: int) -> Value | None:
        nodes, stack, visited = self.builder.nodes, [index], set[int]()
        while stack:
            current = stack.pop()
            if current in visited:
                continue
            visited.add(current)
            node = nodes[current]
            if node.kind == "input" and (node.shape != () or node.name not in self.shape_names):
                return None
            stack.extend(node.args)
        return None if self._resolve(index) is not None else self._known[index]

    def mask(self, index: int) -> Value:
        """The value of a mask: how many elements it picks decides shapes.

        Raises:
            GraphError: it depends on an input without a value.
        """
        if self._resolve(index, use_input_values=True) is not None:
            raise self.unknown_inputs_error()
        return self._known[index]

    def _forget(self, mark: int) -> None:
        """Drop the nodes made since there were ``mark`` of them, and inputs first met there."""
        for node in self.builder.nodes[mark:]:
            self._known.pop(node.index, None)
            if node.kind == "input" and node.name is not None:
                del self.inputs[node.name], self.top.names[node.name]
        self.builder.truncate(mark)

    def _resolve(self, index: int, use_input_values: bool = False) -> str | None:
        """Compute a node from literals alone; the name of the input in the way, if there is one.

        With ``use_input_values`` also from values from outside, for inputs without one in the text.
        """
        nodes, needed, stack = self.builder.nodes, set[int](), [index]
        while stack:
            here = stack.pop()
            if here not in needed and here not in self._known:
                needed.add(here)
                stack.extend(nodes[here].args)
        for here in sorted(needed):
            node = nodes[here]
            if node.kind == "input":
                name = node.name or ""
                value = self.inputs[name].written
                if value is not None or use_input_values:
                    value = self.input_values.get(name, value)
                if value is None:
                    return name
                self.structural.add(name)
                self._known[here] = value
            elif node.gate is None:
                self._known[here] = node.constant
            else:
                with np.errstate(all="ignore"):
                    values = [self._known[argument] for argument in node.args]
                    self._known[here] = self._try(node, values)
        return None

    def _try(self, node: Node, values: Sequence[Value]) -> Value:
        assert node.gate is not None
        try:
            return node.gate.compute(values, node.settings)
        except (Misfit, np.linalg.LinAlgError) as error:
            source = node.source or Source(1, 0, 1, 0)
            end = source.end_column if source.end_line == source.line else None
            raise GraphError(
                f"{node.gate.name}: {error}.", source.line, source.column, end, "Check its values."
            ) from None

    def sequence(self, node: ast.expr, scope: Scope) -> Visit:
        """The items a ``for`` runs over: a range of known numbers, or a list."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            thing = scope.find(node.func.id)
            if node.func.id == "range" and thing is None:
                return (yield self.range(node, scope))
        items = self.items((yield self.value(node, scope)), node)
        if items is None:
            raise self.error("for runs over a range or a list.", node, "Write for t in range(3).")
        return items

    def items(self, thing: Thing, node: ast.expr) -> tuple[Thing, ...] | None:
        """The items of a list, the rows of an array; None for what has none."""
        if isinstance(thing, tuple):
            return thing
        if isinstance(thing, Array) and np.ndim(thing.value):
            self.count_items(len(thing.value), node)
            return tuple(_row(thing, at) for at in range(len(thing.value)))
        if not isinstance(thing, Wire):
            return None
        shape = self.shape_of(thing, node)
        if not shape:
            return None
        self.count_items(shape[0], node)
        return tuple(
            self.apply(INDEX, (thing,), node, settings={"key": (row,)}) for row in range(shape[0])
        )

    def count_items(self, count: int, node: ast.expr) -> None:
        """Count the items of a list or array, before it is unpacked, against the limits."""
        if count > self.limits.calls:
            raise self.error(
                f"This has {count} items; at most {self.limits.calls} are taken apart.",
                node,
                "Compute with the whole array.",
            )
        self.spend(PER_ITEM * max(count, 0), node)

    def range(self, node: ast.Call, scope: Scope) -> Visit:
        if not 1 <= len(node.args) <= 3 or node.keywords:
            raise self.error("range takes one to three whole numbers.", node, "Write range(3).")
        bounds = []
        for part in node.args:
            bound = yield self.known(part, scope, "range")
            if is_sequence(bound) or not np.isfinite(bound) or bound != int(bound):
                shown = "an array" if is_sequence(bound) else f"{bound:g}"
                raise self.error(
                    f"range needs whole numbers, not {shown}.", part, "Write range(3)."
                )
            bounds.append(int(bound))
        if len(bounds) == 3 and bounds[2] == 0:
            raise self.error("range cannot step by 0.", node.args[2], "Step by 1 or -1.")
        passes = range(*bounds)
        if passes[self.limits.calls :]:  # len() fails past 2**63
            start, stop, step = passes.start, passes.stop, passes.step
            times = -((start - stop) // step)
            count = f"{times}" if times < 10**9 else "more than 10**9"
            raise TooLarge(
                f"range runs {count} times; at most {self.limits.calls} passes are drawn.",
                *(lambda s: (s.line, s.column, s.end_column))(self.places.source(node)),
                hint="Use a smaller range.",
            )
        self.count_items(len(passes), node)
        return tuple(Number(float(item)) for item in passes)

    def count_call(self, node: Place) -> None:
        self.calls += 1
        if self.calls > self.limits.calls:
            source = self.places.source(node)
            raise TooLarge(
                f"The program makes more than {self.limits.calls} calls and passes.",
                source.line,
                source.column,
                source.end_column,
                "Use fewer passes of the loop.",
            )
