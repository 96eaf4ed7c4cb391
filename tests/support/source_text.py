"""A program's text and its syntax: parts of it replaced where they stand, all else kept."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Replacement:
    start: int  # in bytes
    end: int
    text: str


class SourceText:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._bytes = text.encode()
        self._starts = [0]
        for line in self._bytes.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """From where to where a node stands."""
        assert isinstance(node, ast.expr | ast.stmt | ast.keyword)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def of(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self._bytes[start:end].decode()

    def bracketed(self, node: ast.AST) -> str:
        """The text of a node with the brackets around it, if it has some."""
        start, end = self.span(node)
        before, after = self._bytes[:start].rstrip(), self._bytes[end:].lstrip()
        text = self.of(node)
        return f"({text})" if before.endswith(b"(") and after.startswith(b")") else text

    def between(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode()

    def put(self, node: ast.AST, text: str) -> Replacement:
        return Replacement(*self.span(node), text)

    def with_(self, *replacements: Replacement) -> str:
        """The text with some parts replaced."""
        found = self._bytes
        for one in sorted(replacements, key=lambda one: -one.start):
            found = found[: one.start] + one.text.encode() + found[one.end :]
        return found.decode()

    def without(self, statement: ast.stmt) -> str:
        """The text with an empty line in the place of a statement, or ``pass`` if it is alone."""
        alone = any(
            body == [statement]
            for node in ast.walk(self.tree)
            for body in (getattr(node, name, None) for name in ("body", "orelse"))
        )
        lines = self.of(statement).count("\n")
        return self.with_(self.put(statement, ("pass" if alone else "") + "\n" * lines))

    def repeated(self, statement: ast.stmt, text: str | None = None) -> str:
        """The text with a line added below a statement: the same, or another."""
        margin = " " * statement.col_offset
        _, end = self.span(statement)
        return self.with_(Replacement(end, end, f"\n{margin}{text or self.of(statement)}"))
