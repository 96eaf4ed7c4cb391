"""Places in the text, counted in characters."""

from __future__ import annotations

import ast

from graphs.model import Source

Place = ast.expr | ast.stmt | ast.keyword | ast.alias | ast.arg


class Places:
    """Turns the syntax tree's byte offsets into columns that count characters."""

    def __init__(self, text: str) -> None:
        self.lines = [
            None if line.isascii() else line.encode("utf-8", "replace") for line in text.split("\n")
        ]

    def column(self, line: int, offset: int) -> int:
        encoded = self.lines[line - 1] if line <= len(self.lines) else None
        return offset if encoded is None else len(encoded[:offset].decode("utf-8", "ignore"))

    def source(self, node: Place) -> Source:
        end_line = node.end_lineno or node.lineno
        return Source(
            node.lineno,
            self.column(node.lineno, node.col_offset),
            end_line,
            self.column(end_line, node.end_col_offset or node.col_offset),
        )
