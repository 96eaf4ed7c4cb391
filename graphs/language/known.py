"""What is known while a program is read: the values that decide its structure."""

from __future__ import annotations

import ast

import numpy as np

from graphs.errors import TooLarge
from graphs.language.places import Place
from graphs.language.reader import Reader, Visit
from graphs.language.scope import Number, Scope


class Known(Reader):
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
        if isinstance(thing, Number):
            self._forget(mark)
            return thing.value
        if isinstance(thing, tuple) and what.startswith("if"):
            self._forget(mark)
            return bool(thing)
        index = self.number(thing, node)
        unknown = self._resolve(index)
        if unknown is not None:
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
        value = self._known[index]
        self._forget(mark)
        return value

    def _forget(self, mark: int) -> None:
        """Drop the nodes made since there were ``mark`` of them, and inputs first met there."""
        for made in self.builder.nodes[mark:]:
            self._known.pop(made.index, None)
            if made.kind == "input" and made.name is not None:
                del self.inputs[made.name], self.top.names[made.name]
        self.builder.forget(mark)

    def _resolve(self, index: int) -> str | None:
        """Compute a node from literals alone; the name of the input in the way, if there is one."""
        nodes, needed, waiting = self.builder.nodes, set[int](), [index]
        while waiting:
            here = waiting.pop()
            if here not in needed and here not in self._known:
                needed.add(here)
                waiting.extend(nodes[here].args)
        for here in sorted(needed):
            node = nodes[here]
            if node.kind == "input":
                name = node.name or ""
                default = self.inputs[name].default
                if default is None:
                    return name
                self.structural.add(name)
                self._known[here] = self.given.get(name, default)
            elif node.gate is None:
                self._known[here] = node.constant
            else:
                with np.errstate(all="ignore"):
                    values = [self._known[argument] for argument in node.args]
                    self._known[here] = node.gate.compute(values)
        return None

    def sequence(self, node: ast.expr, scope: Scope) -> Visit:
        """The items a ``for`` runs over: a range of known numbers, or a list."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            thing = scope.find(node.func.id)
            if node.func.id == "range" and thing is None:
                return (yield self._range(node, scope))
        items = yield self.value(node, scope)
        if not isinstance(items, tuple):
            raise self.error("for runs over a range or a list.", node, "Write for t in range(3).")
        return items

    def _range(self, node: ast.Call, scope: Scope) -> Visit:
        if not 1 <= len(node.args) <= 3 or node.keywords:
            raise self.error("range takes one to three whole numbers.", node, "Write range(3).")
        bounds = []
        for part in node.args:
            bound = yield self.known(part, scope, "range")
            if not np.isfinite(bound) or bound != int(bound):
                raise self.error(
                    f"range needs whole numbers, not {bound:g}.", part, "Write range(3)."
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
