"""What a whole text is, and how real Python says what its picture should hold."""

from __future__ import annotations

import builtins
import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class WholeText:
    """A text as people have it, and plain Python that leaves what should be drawn.

    ``python`` runs with the values of the inputs and leaves ``answer``: the drawn output's value.
    ``losses`` is Python that runs the text's own loop and leaves ``losses``, one a pass of the
    innermost loop that holds the update; ``iterations`` is their number where the text fixes it.
    ``parameters`` are the paths of what is trained. ``values`` are examples for names without a
    value. ``gap`` says why a text is not drawn yet, ``training_gap`` why its own loop is not run.
    """

    name: str
    kind: str
    text: str
    python: str
    losses: str | None = None
    iterations: int | None = None
    parameters: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    gap: str = ""
    training_gap: str = ""


class StandIn:
    """What stands for a module that draws: whatever is called on it does nothing."""

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **options: Any) -> StandIn:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __iter__(self) -> Iterator[StandIn]:
        return iter((StandIn(), StandIn()))


class Bar:
    """What stands for tqdm: it runs over what it is given."""

    def __init__(self, over: Any = (), **options: Any) -> None:
        self.over = over

    def __iter__(self) -> Iterator[Any]:
        return iter(self.over)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def update(self, n: int = 1) -> None:
        return None

    def set_description(self, text: str) -> None:
        return None

    def set_postfix(self, **numbers: Any) -> None:
        return None


class Bars:
    """What stands for the package."""

    tqdm = Bar
    notebook: Bars

    @staticmethod
    def trange(*numbers: int, **options: Any) -> Bar:
        return Bar(range(*numbers))


Bars.notebook = Bars()


def imported(name: str, *args: Any) -> Any:
    first = name.partition(".")[0]
    if first == "matplotlib":
        return StandIn()
    return Bars() if first == "tqdm" else builtins.__import__(name, *args)


def spelled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by their paths with underscores, ``net_params_W1``, and by the ends of those that are
    no other's: ``params_W1``, ``W1``."""
    paths = {path: WORD.findall(path) for path in values}
    found = {"_".join(words): values[path] for path, words in paths.items()}
    ends: dict[str, list[Any]] = {}
    for path, words in paths.items():
        for start in range(1, len(words)):
            ends.setdefault("_".join(words[start:]), []).append(values[path])
    found |= {end: its[0] for end, its in ends.items() if len(its) == 1 and end not in found}
    return {name: it if np.ndim(it) == 0 else np.array(it) for name, it in found.items()}


def run(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The names of a text after real Python ran it, without prints, plots and progress bars."""
    names: dict[str, Any] = {"__name__": "__main__", "np": np, "math": math, **spelled(values)}
    quiet = {"__import__": imported, "print": lambda *args, **options: None}
    names["__builtins__"] = {**vars(builtins), **quiet}
    before = np.random.get_state(), random.getstate()
    try:
        with np.errstate(all="ignore"):
            exec(compile(text, "<text>", "exec"), names)
    finally:
        np.random.set_state(before[0])
        random.setstate(before[1])
    return names


def reference(entry: WholeText, values: Mapping[str, Any]) -> Any:
    """The value of the drawn output at the values of the inputs, by path."""
    return run(entry.python, values)["answer"]


def reference_losses(entry: WholeText, values: Mapping[str, Any] | None = None) -> list[float]:
    """The loss of every pass of a text that trains."""
    assert entry.losses is not None
    names = run(entry.losses, entry.values if values is None else values)
    return [float(np.sum(loss)) for loss in names["losses"]]


def edited(text: str, *changes: tuple[str, str]) -> str:
    """The text with parts replaced; each stands in it once."""
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def without(text: str, *lines: str) -> str:
    """The text without lines that are no Python; each is there."""
    kept = text.split("\n")
    for line in lines:
        assert line in kept, line
        kept = [one for one in kept if one != line]
    return "\n".join(kept)


def prompted(text: str) -> str:
    """What was typed in an interactive interpreter: the lines after its prompts."""
    typed = [line for line in text.split("\n") if line.startswith((">>>", "..."))]
    return "\n".join(line[4:] for line in typed) + "\n"


def recorded(text: str, line: str, loss: str = "loss") -> str:
    """The text that leaves ``losses``: what ``loss`` is after a line, which stands in it once."""
    lines = text.split("\n")
    (place,) = (at for at, one in enumerate(lines) if one.strip() == line)
    margin = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
    lines.insert(place + 1, f"{margin}recorded_losses.append(np.sum({loss}))")
    body = "\n".join(lines)
    return f"recorded_losses = []\n{body}\nlosses = recorded_losses\n"


def training(
    name: str,
    text: str,
    line: str,
    loss: str = "loss",
    *,
    iterations: int | None,
    parameters: tuple[str, ...],
    python: str | None = None,
    kind: str = "training loops",
    values: Mapping[str, Any] | None = None,
    end: str = "",
) -> WholeText:
    """A text with a loop that trains: its loss is known after a line of ``python``, by default of
    the text itself."""
    losses = recorded((text if python is None else python) + end, line, loss)
    answer = losses + "answer = losses[0]\n"
    return WholeText(name, kind, text, answer, losses, iterations, parameters, values or {})


def arrays(seed: int = 0, **shapes: tuple[int, ...]) -> dict[str, Any]:
    """Example values of some shapes."""
    drawn = np.random.RandomState(seed)
    return {name: drawn.randn(*shape) * 0.5 for name, shape in shapes.items()}


def labels(size: int, classes: int) -> Any:
    """Example labels."""
    return np.arange(size) % classes
