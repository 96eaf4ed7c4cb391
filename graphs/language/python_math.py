"""Python's own functions of numbers, and the errors that they raise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphs.language.descriptions import brief
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened


def computed(run: Reading, function: Callable[..., Any], node: Place, *numbers: Any) -> Any:
    """A function of Python's ``math`` on known numbers.

    Raises:
        GraphError: it has no value there.
    """
    plain = [int(it) if isinstance(it, int) else float(it) for it in numbers]
    try:
        return function(*plain)
    except OverflowError as error:
        raise run.raised(
            "OverflowError",
            "The result is too large.",
            node,
            "Use smaller numbers.",
            (str(error),),
        ) from None
    except ValueError as error:
        shown = ", ".join(brief(one) for one in plain)
        raise run.raised(
            "ValueError",
            f"This has no value at {shortened(shown)}.",
            node,
            "Use a number where it has one.",
            (str(error),),
        ) from None
