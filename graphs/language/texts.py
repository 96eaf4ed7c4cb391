"""Texts with values of nodes in them: joined while reading, written for each evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graphs.gates.row import is_truth
from graphs.language import resolve
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_text
from graphs.language.things import Slot, Template
from graphs.language.unread.left_out import first_left_out, left_out_error
from graphs.model import Value

LARGEST_WHOLE = 2.0**63  # from here on NumPy's whole numbers do not hold it


def characters(text: str | Template | Slot) -> int:
    """How long a text is, each value in it counted as one character."""
    if isinstance(text, Template):
        return sum(len(part) if isinstance(part, str) else 1 for part in text.parts)
    return len(text) if isinstance(text, str) else 1


def joined(run: Reading, parts: Sequence[str | Template | Slot], node: Place) -> str | Template:
    """One text of several texts, templates and slots.

    Raises:
        TooLarge: it would have too many characters.
    """
    afford_text(run, sum(map(characters, parts)), node)
    together: list[Any] = []
    texts: list[str] = []
    for part in parts:
        for one in part.parts if isinstance(part, Template) else (part,):
            if isinstance(one, str):
                texts.append(one)
                continue
            if texts:
                together.append("".join(texts))
                texts = []
            together.append(one)
    rest = "".join(texts)
    if not together:
        return rest
    return Template((*together, rest) if rest else tuple(together))


def only_slot(text: str | Template) -> Slot | None:
    """The slot of a template that is nothing else and is written as it comes."""
    if isinstance(text, Template) and len(text.parts) == 1:
        (part,) = text.parts
        if isinstance(part, Slot) and not part.text_spec:
            return part
    return None


def padded(slot: Slot, spec: str) -> Template:
    """A template of one slot, whose text is formatted once more."""
    return Template((replace(slot, text_spec=spec),))


def settled(run: Reading, text: str | Template, node: Place) -> str:
    """A text that decides how to read on; its values are kept as guards.

    Raises:
        GraphError: something that is left out stands in it.
    """
    if isinstance(text, str):
        return text
    if (unknown := first_left_out(text.parts)) is not None:
        raise left_out_error(run, unknown, node)
    return render(text.parts, lambda index: resolve.decided_by_value(run, index, is_size=False))


def render(parts: Sequence[Any], value_of: Callable[[int], Value]) -> str:
    """The text of a template at the values of its nodes."""
    return "".join(
        part if isinstance(part, str) else slot_text(part, value_of(part.node)) for part in parts
    )


def slot_text(slot: Slot, value: Value) -> str:
    """A value as its slot writes it, as Python prints it."""
    if np.ndim(value):
        text = _array_text(slot, np.asarray(value))
    else:
        text = _number_text(slot, as_python(value, slot.whole))
    return format(text, slot.text_spec) if slot.text_spec else text


def as_python(value: Value, whole: bool) -> bool | int | float:
    """A number of the graph as Python's own; as a whole number where Python would hold one."""
    if is_truth(value):
        return bool(value)
    number = float(value)
    return int(number) if whole and number.is_integer() else number


def _number_text(slot: Slot, number: bool | int | float) -> str:
    try:
        if slot.percent:
            return slot.percent % (number,)
        return format(number, slot.spec) if slot.spec else repr(number)
    except (ValueError, OverflowError, TypeError):  # a whole format, another value: 2.5 as "d"
        return repr(number)


def _array_text(slot: Slot, value: Any) -> str:
    if value.size == 1 and slot.percent:
        return _number_text(slot, as_python(value.reshape(())[()], slot.whole))
    if slot.whole and not is_truth(value) and _holds_whole_numbers(value):
        value = value.astype(np.int64)
    if slot.conversion == "list":
        return str(value.tolist())
    return repr(value) if slot.conversion == "r" else str(value)


def _holds_whole_numbers(value: Any) -> bool:
    with np.errstate(all="ignore"):
        return bool(np.all((np.abs(value) < LARGEST_WHOLE) & (np.floor(value) == value)))
