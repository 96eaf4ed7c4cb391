"""A backward pass written by hand, judged line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.limits import Limits
from graphs.model import Value

__all__ = ["check"]


def check(
    text: str,
    inputs: Mapping[str, Value] | None = None,
    loss: str | None = None,
    limits: Limits | None = None,
    *,
    generate: bool = False,
    seed: int = 0,
) -> dict[str, Any]:
    """Judge each line of a backward pass that was written by hand.

    ``text`` is the forward and the backward pass together. ``loss`` names what the gradients are
    gradients of, where the program does not tell. ``generate`` gives values to names that hold what
    the program reads from outside, ``seed`` draws what it leaves to chance.

    Raises:
        GraphError: a line that matters cannot be read, an input has no value, or the loss cannot
            be told.
    """
    from graphs.check.report import report  # for weight: half of the engine's code is the check

    return report(text, inputs, loss, limits, generate, seed)
