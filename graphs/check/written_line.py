"""One line of a text whose parts can be written otherwise; the rest of it stays as it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

LIBRARIES = ("np", "numpy", "math", "jnp", "torch")
ATOMS = (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.Constant, ast.List)
LOOSE = (ast.Compare, ast.BoolOp, ast.IfExp, ast.Lambda)
STATEMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)


class WrittenLine:
    """A line with one simple statement.

    Raises:
        SyntaxError: it is no such line.
    """

    def __init__(self, line: str) -> None:
        self.line = line
        self.margin = len(line) - len(line.lstrip())
        body = ast.parse(line.strip()).body
        if len(body) != 1 or not isinstance(body[0], STATEMENTS):
            raise SyntaxError("no simple statement")
        self.tree = body[0]
        self.expressions = [
            node for node in ast.walk(self.tree) if isinstance(node, ast.expr) and node.end_lineno
        ]

    # Texts

    def _span(self, node: ast.AST) -> tuple[int, int]:
        """Where a part stands; Python counts bytes."""
        stripped = self.line.strip().encode()
        ends = (node.col_offset, node.end_col_offset)  # type: ignore[attr-defined]
        start, end = (len(stripped[:at].decode()) for at in ends)
        return self.margin + start, self.margin + end

    def text_of(self, node: ast.AST) -> str:
        start, end = self._span(node)
        return self.line[start:end]

    def put(self, node: ast.AST, text: str) -> str:
        """The line with another text for a part."""
        start, end = self._span(node)
        return self.line[:start] + text + self.line[end:]

    def exchange(self, one: ast.AST, other: ast.AST) -> str:
        """The line with two parts in each other's places."""
        (start, end), (after, last) = sorted((self._span(one), self._span(other)))
        line = self.line
        return line[:start] + line[after:last] + line[end:after] + line[start:end] + line[last:]

    def whole(self, text: str) -> str:
        return self.put(self.tree, text)

    def with_sign(self, old: str, new: str) -> str:
        """The line with another sign of assignment."""
        is_plain = isinstance(self.tree, ast.Assign)
        end = self._span(self.tree.targets[-1] if is_plain else self.tree.target)[1]  # type: ignore[union-attr]
        return self.line[:end] + self.line[end:].replace(old, new, 1)

    def held(self, node: ast.AST) -> str:
        """A part as something can be written behind it."""
        text = self.text_of(node)
        return text if isinstance(node, ATOMS) else f"({text})"

    def factor(self, node: ast.AST) -> str:
        """A part as it can be multiplied."""
        is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        text = self.text_of(node)
        return f"({text})" if is_sum or isinstance(node, LOOSE) else text

    def swap(self, node: ast.AST, text: str) -> str:
        """The line with a product or a sum for a part: in brackets where it needs some, and in
        none where a whole value stood in brackets."""
        start, end = self._span(node)
        before, after = self.line[:start], self.line[end:]
        if re.search(r"[=,]\s*\($", before) and re.match(r"\)\s*(?:#|$)", after):
            return before[:-1] + text + after[1:]
        stands_alone = re.search(r"(?:[(\[,=]|\breturn)\s*$", before)
        if stands_alone and re.match(r"\s*(?:[)\],#]|$)", after):
            return before + text + after
        return f"{before}({text}){after}"

    def turned(self, node: ast.AST) -> str:
        """A part on its side."""
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return self.held(node.value)
        return f"{self.held(node)}.T"

    # Parts

    def _values(self, name: str | None = None) -> list[ast.expr]:
        """What the line computes: of several values that of a name."""
        tree = self.tree
        value = getattr(tree, "value", None)
        if isinstance(tree, ast.Expr) and isinstance(value, ast.Call):
            return list(value.args)
        target = tree.targets[0] if isinstance(tree, ast.Assign) else None
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=False)
            return [one for to, one in pairs if name is None or self.text_of(to) == name]
        return [] if value is None else [value]

    def wholes(self, name: str) -> Iterator[ast.expr]:
        """What the line computes for a name, then each term of it."""
        waiting = self._values(name)
        while waiting:
            part = waiting.pop(0)
            yield part
            if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Add | ast.Sub):
                waiting += [part.left, part.right]

    def calls(self, words: Collection[str]) -> Iterator[tuple[ast.Call, str]]:
        """Calls of functions or methods of these names, and how each is called."""
        for node in self.expressions:
            if isinstance(node, ast.Call) and self.text_of(node.func).rpartition(".")[2] in words:
                yield node, self.text_of(node.func)

    def _is_method(self, call: ast.Call) -> bool:
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        return owner is not None and self.text_of(owner) not in LIBRARIES

    def reduction(self, call: ast.Call) -> tuple[str | None, str | None, bool]:
        """The array that a call is given, its axis, and whether it keeps its axes."""
        words = {one.arg: self.text_of(one.value) for one in call.keywords}
        given = [self.text_of(one) for one in call.args]
        array = None if self._is_method(call) or not given else given.pop(0)
        axis = words.get("axis", given[0] if given else None)
        return array, axis, words.get("keepdims") == "True"

    def products(
        self, words: Collection[str]
    ) -> Iterator[tuple[ast.expr, ast.expr, ast.expr, str]]:
        """Matrix products: the whole, its factors, and the form that they stand in."""
        for node in self.expressions:
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
                yield node, node.left, node.right, "{} @ {}"
        for call, word in self.calls(words):
            if self._is_method(call) and len(call.args) == 1:
                assert isinstance(call.func, ast.Attribute)
                yield call, call.func.value, call.args[0], f"{{}}.{call.func.attr}({{}})"
            elif len(call.args) == 2:
                yield call, call.args[0], call.args[1], f"{word}({{}}, {{}})"

    def reads(self) -> Iterator[ast.expr]:
        """The names, entries and attributes that the line reads."""
        for node in self.expressions:
            if isinstance(node, ast.Name | ast.Subscript | ast.Attribute) and isinstance(
                node.ctx, ast.Load
            ):
                yield node

    def operated(self) -> Iterator[ast.expr]:
        """What stands on either side of a sign, numbers left out, the outermost first."""
        for node in self.expressions:
            if isinstance(node, ast.BinOp):
                sides = node.left, node.right
                yield from (side for side in sides if not isinstance(side, ast.Constant))

    def operands(self, products: Collection[str], sums: Collection[str]) -> Iterator[ast.expr]:
        """The factors of matrix products, and what is summed."""
        for _, left, right, _ in self.products(products):
            yield right
            yield left
        for call, _ in self.calls(sums):
            if not self._is_method(call):
                yield from call.args[:1]
            elif isinstance(call.func, ast.Attribute):
                yield call.func.value
