"""What students get wrong, as mutations of the gates' rules: one table for the check's causes and
for answers in class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphs.misconceptions.answers import Traced

__all__ = ["fit_to_ask", "misconceptions"]


def misconceptions(trace: Traced, node: str, slot: int | None, value: Any) -> list[dict[str, Any]]:
    """The slips that give a wrong number, the likeliest first; none where it is right.

    ``value`` was given for the gradient on the wire from the gate ``node`` (a name or a node id) to
    its argument in ``slot``; with ``slot`` None for the sum of what arrives at ``node``. Each slip
    has its ``cause``, a ``message`` of a sentence or two, and the ``value`` that it gives. First
    come those at the wire itself, then those one gate before it, then those at a fork.

    Raises:
        GraphError: there is no such node or slot, or no gradient arrives there.
    """
    from graphs.misconceptions.answers import Answers  # for weight: the table is of this room only

    return Answers(trace).explain(node, slot, value)


def fit_to_ask(trace: Traced, node: str, slot: int | None) -> bool:
    """Whether every slip at a wire gives another number than the right one, so that a right answer
    tells that the rule is known.

    Raises:
        GraphError: there is no such node or slot, or no gradient arrives there.
    """
    from graphs.misconceptions.answers import Answers  # for weight: the table is of this room only

    return Answers(trace).tells(node, slot)
