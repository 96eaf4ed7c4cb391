"""Positions in the text, counted in characters."""

from __future__ import annotations

import ast

from graphs.model import Source

Place = ast.expr | ast.stmt | ast.keyword | ast.alias | ast.arg


class Places:
    """Turns the syntax tree's byte offsets into columns that count characters."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.encoded = [
            None if line.isascii() else line.encode("utf-8", "replace") for line in self.lines
        ]
        self.ascii = text.isascii()

    def column(self, line: int, offset: int) -> int:
        encoded = self.encoded[line - 1] if line <= len(self.encoded) else None
        return offset if encoded is None else len(encoded[:offset].decode("utf-8", "ignore"))

    def source(self, node: Place) -> Source:
        end_line = node.end_lineno or node.lineno
        if self.ascii:
            start = node.col_offset
            return Source(node.lineno, start, end_line, node.end_col_offset or start)
        return Source(
            node.lineno,
            self.column(node.lineno, node.col_offset),
            end_line,
            self.column(end_line, node.end_col_offset or node.col_offset),
        )

    def segment(self, node: Place) -> str:
        """The text that a node was read from."""
        place = self.source(node)
        lines = self.lines[place.line - 1 : place.end_line]
        lines[-1] = lines[-1][: place.end_column]
        lines[0] = lines[0][place.column :]
        return "\n".join(lines)
