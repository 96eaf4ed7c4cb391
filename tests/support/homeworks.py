"""Right homeworks as students write them, and their gradients by differences.

Each begins with ``#### name``; lines ``#: `` say what its loss is, how many passes of a loop are
made one (``once 100``), and behind which line a parameter may be moved, with its gradient.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent.parent / "engine" / "check"


@dataclass
class Homework:
    """A text; ``gradients`` are (line, parameter, gradient)."""

    name: str
    text: str = ""
    loss: str = ""
    once: list[str] = field(default_factory=list)
    gradients: list[tuple[str, str, str]] = field(default_factory=list)

    def run(self, line: str = "", parameter: str = "", place: int = 0, by: float = 0.0) -> Any:
        """The names of the program, run by Python, one element of a parameter moved."""
        lines = self.text.split("\n")
        if parameter:
            at = max(at for at, one in enumerate(lines) if one.lstrip().startswith(line))
            margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            lines.insert(at + 1, f"{margin}{parameter} = moved({parameter}, {place}, {by!r})")
        text = "\n".join(lines)
        for many in self.once:
            text = text.replace(many, "1")
        names: dict[str, Any] = {"__name__": "__main__", "moved": moved}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(text, names)
        return names

    def differences(self, line: str, parameter: str, places: range) -> list[float]:
        """The slope of the loss by the first elements of a parameter."""
        step, found = 1e-6, []
        for place in places:
            above, below = (
                eval(self.loss, self.run(line, parameter, place, by)) for by in (step, -step)
            )
            found.append(float((above - below) / (2 * step)))
        return found


def moved(value: Any, place: int, by: float) -> Any:
    """A number, or an array in place, with one element moved."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        value.flat[place] += by
        return value
    return value + by


def homeworks() -> dict[str, Homework]:
    """All homeworks, by name."""
    found: dict[str, Homework] = {}
    for part in ("\n" + (FOLDER / "homeworks.txt").read_text()).split("\n#### ")[1:]:
        name, *lines = part.split("\n")
        one = found[name] = Homework(name)
        facts = [line[3:] for line in lines if line.startswith("#: ")]
        one.text = "\n".join(line for line in lines if not line.startswith("#: "))
        one.loss = facts[0] if facts else ""
        for fact in facts[1:]:
            if fact.startswith("once "):
                one.once.append(fact[5:])
            else:
                line, parameter, gradient = fact.split(" | ")
                one.gradients.append((line, parameter, gradient))
    return found
