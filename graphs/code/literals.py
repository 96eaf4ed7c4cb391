"""Values as code that makes them again, in full precision."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from graphs.model import Value

MOST_LISTED = 1_000  # elements that are written out; of more the bytes are stored
LONGEST_LINE = 88
LARGEST_INTEGER = 1e6


def number(value: Value, library: str = "np", *, integer: bool = False) -> str:
    """A scalar; ``integer`` writes 2.0 as 2, where that means the same."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    value = float(value)
    if not np.isfinite(value):
        return f"{library}.nan" if np.isnan(value) else f"{'-' * (value < 0)}{library}.inf"
    negative_zero = value == 0 and np.signbit(value)
    if integer and value == int(value) and abs(value) < LARGEST_INTEGER and not negative_zero:
        return str(int(value))
    return repr(value)


class Literal:
    """How a library writes arrays: ``np.array([[1.0, 2.0]])``.

    ``more`` are further arguments of each call: ``, requires_grad=True``.
    """

    def __init__(self, library: str = "np", maker: str = "array", prefix: str = "") -> None:
        self.library, self.maker, self.prefix = library, maker, prefix

    def __call__(
        self, value: Any, indent: int = 0, *, integer: bool = False, more: str = ""
    ) -> str:
        """An array made by a function where one makes it, else its rows, else its bytes.

        ``indent`` is where it starts, ``integer`` writes whole numbers.
        """
        text = self._made_by_function(value, integer, more)
        if text:
            return text
        if value.size > MOST_LISTED:
            return self._stored(value, integer)
        start = f"{self.library}.{self.maker}("
        inside = indent + len(start)
        rows = self._rows(value, inside, integer)
        room = LONGEST_LINE - len(rows.rpartition("\n")[2]) - (0 if "\n" in rows else inside)
        if more and len(more) > room:
            more = f",\n{' ' * inside}{more[2:]}"
        return f"{start}{rows}{more})"

    def _made_by_function(self, value: Any, integer: bool, more: str) -> str:
        """``np.zeros((2, 3))`` and the like; "" where no such function fits."""
        kind = more
        if integer or value.dtype == bool:
            kind_name = "bool" if not integer else "int64" if self.prefix else "int"
            kind = f", dtype={self.prefix}{kind_name}{more}"
        shape = value.shape[0] if value.ndim == 1 else value.shape
        if not value.size:
            return f"{self.library}.zeros({shape}{kind})"
        first = value.flat[0]
        positive = not np.any(np.signbit(value * 1.0))
        same = bool(value.size > 1 and np.all(value == first) and positive)
        if same and first in (0, 1):
            return f"{self.library}.{'ones' if first else 'zeros'}({shape}{kind})"
        if same and value.size > 4:
            text = number(first, self.library, integer=integer)
            return f"{self.library}.full({value.shape}, {text}{more})"
        if value.ndim == 1 and value.size > 2 and np.array_equal(value, np.arange(value.size)):
            return f"{self.library}.arange({value.size if integer else float(value.size)}{more})"
        if value.ndim == 2 and min(value.shape) > 1 and np.array_equal(value, np.eye(*value.shape)):
            rows, columns = value.shape
            return f"{self.library}.eye({rows if rows == columns else f'{rows}, {columns}'}{kind})"
        return ""

    def _rows(self, value: Any, indent: int, integer: bool) -> str:
        if value.ndim > 1:
            gap = ",\n" + "\n" * (value.ndim - 2) + " " * (indent + 1)
            rows: list[str] = [self._rows(row, indent + 1, integer) for row in value]
            return f"[{gap.join(rows)}]"
        lines = [""]
        for one in value:
            text = number(one, self.library, integer=integer)
            if lines[-1] and indent + len(lines[-1]) + len(text) + 3 > LONGEST_LINE:
                lines.append("")
            lines[-1] += (", " if lines[-1] else "") + text
        return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"

    def _stored(self, value: Any, integer: bool) -> str:
        """The bytes of a large array, as text."""
        kind = "int64" if integer else "bool" if value.dtype == bool else "float64"
        data = np.ascontiguousarray(value, dtype=kind).tobytes()
        text = base64.b64encode(data).decode("ascii")
        width = LONGEST_LINE - 6
        parts = "\n".join(f'    "{text[at : at + width]}"' for at in range(0, len(text), width))
        source = f"base64.b64decode(\n{parts}\n)"
        if self.prefix:
            source, kind = f"bytearray({source})", self.prefix + kind
        else:
            kind = f'"{kind}"'
        return f"{self.library}.frombuffer({source}, dtype={kind}).reshape({value.shape})"
