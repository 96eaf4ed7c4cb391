"""A script while it is written: its lines, their comments, and which step stands in which line."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphs.code import helpers
from graphs.code.gate_code import Spelling
from graphs.model import Node

LANGUAGES = ("numpy", "pytorch", "jax")
SCRIPTS = ("readable", "minimal")  # levels that run as they stand
LEVELS = (*SCRIPTS, "compiled")
COLUMN = 40  # comments of shorter lines stand one below the other


@dataclass(frozen=True)
class Code:
    """A script, and for each step of the trace the line it stands in, counted from 1."""

    text: str
    lines: tuple[int | None, ...]
    filename: str


@dataclass
class Lines:
    """The text of a script, line by line, with comments."""

    texts: list[str] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    indent: str = ""

    def add(self, text: str, note: str = "") -> int:
        """Add a line, or a few at once; returns the number of the last."""
        self.texts += [self.indent + line if line else "" for line in text.split("\n")]
        if note:
            self.notes[len(self.texts)] = note
        return len(self.texts)

    def finished(self) -> str:
        """The text, the comments of each block one below the other."""
        whole = list(self.texts)
        ends = [at for at, text in enumerate(whole) if not text]
        for start, end in zip([0, *ends], [*ends, len(whole)], strict=True):
            places = [at for at in range(start, end) if at + 1 in self.notes]
            widths = [len(whole[at]) for at in places if len(whole[at]) <= COLUMN]
            for at in places:
                whole[at] = f"{whole[at]:<{max(widths, default=0)}}  # {self.notes[at + 1]}"
        return "\n".join(whole).rstrip("\n") + "\n"


def functions_of(nodes: Iterable[Node], spelling: Spelling) -> list[str]:
    """The helpers that gates need, and those that these need, in their module's order."""
    waiting = [
        function.__name__
        for function in (spelling.helper(node.gate) for node in nodes if node.gate is not None)
        if function is not None
    ]
    known = [name for name, it in vars(helpers).items() if inspect.isfunction(it)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            words = set(re.findall(r"\w+", inspect.getsource(getattr(helpers, name))))
            waiting += [word for word in known if word in words]
    return [name for name in known if name in found]


def source_of(name: str, library: str) -> str:
    """A helper's source as a student would write it: without types."""
    text = inspect.getsource(getattr(helpers, name)).rstrip()
    head, _, body = text.partition(" -> Any:\n")
    head = re.sub(r": (Any|int|bool|str|tuple\[int, \.\.\.\])", "", head)
    return re.sub(r"\bnp\.", f"{library}.", f"{head.replace(' = ', '=')}:\n{body}")


def shape_note(node: Node) -> str:
    return str(node.shape) if node.shape else ""


def imports(sources: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The modules of Python that parts of a script need."""
    return [
        f"import {module}"
        for module in ("base64", "math")
        if any(f"{module}." in text for text in (*sources, *texts))
    ]
