"""The text of a script while it is written: its lines, their comments, the helpers they call."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphs.code import helpers
from graphs.code.gate_code import Spelling
from graphs.model import Node

LANGUAGES = ("numpy", "pytorch", "jax")
SCRIPTS = ("readable", "minimal")  # levels that run as they are
LEVELS = (*SCRIPTS, "compiled")
COLUMN = 40  # lines up to this length have their comments aligned


@dataclass(frozen=True)
class Code:
    """A script, and for each step of the evaluation its line, counted from 1."""

    text: str
    lines: tuple[int | None, ...]
    filename: str


@dataclass
class Lines:
    """The text of a script, line by line, with comments."""

    texts: list[str] = field(default_factory=list)
    comments: dict[int, str] = field(default_factory=dict)
    indent: str = ""

    def add(self, text: str, comment: str = "") -> int:
        """Add a line, or a few at once; returns the number of the last."""
        self.texts += [self.indent + line if line else "" for line in text.split("\n")]
        if comment:
            self.comments[len(self.texts)] = comment
        return len(self.texts)

    def text(self) -> str:
        """The whole text, with the comments of each block aligned."""
        lines = list(self.texts)
        ends = [index for index, text in enumerate(lines) if not text]
        for start, end in zip([0, *ends], [*ends, len(lines)], strict=True):
            commented = [index for index in range(start, end) if index + 1 in self.comments]
            widths = [len(lines[index]) for index in commented if len(lines[index]) <= COLUMN]
            for index in commented:
                lines[index] = (
                    f"{lines[index]:<{max(widths, default=0)}}  # {self.comments[index + 1]}"
                )
        return "\n".join(lines).rstrip("\n") + "\n"


def functions_of(nodes: Iterable[Node], spelling: Spelling) -> list[str]:
    """The helpers that gates need, and those that these need, in their module's order."""
    pending = [
        function.__name__
        for function in (spelling.helper(node.gate) for node in nodes if node.gate is not None)
        if function is not None
    ]
    helper_names = [name for name, it in vars(helpers).items() if inspect.isfunction(it)]
    needed: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in needed:
            needed.add(name)
            words = set(re.findall(r"\w+", inspect.getsource(getattr(helpers, name))))
            pending += [word for word in helper_names if word in words]
    return [name for name in helper_names if name in needed]


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
