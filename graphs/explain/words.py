"""Sentences for people: the reason first, then the number. The words are the table's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from graphs.explain.labels import Label, apply_gate
from graphs.format.numbers import Digits, write
from graphs.gates import ATOM, Gate
from graphs.gates.row import Settings
from graphs.model import Value

FRACTIONS = (
    (1 / 10, "a tenth"),
    (1 / 5, "a fifth"),
    (1 / 4, "a quarter"),
    (1 / 3, "a third"),
    (1 / 2, "half"),
    (2 / 3, "two thirds"),
    (3 / 4, "three quarters"),
    (9 / 10, "nine tenths"),
)
PARTS = ("", "all of it", "a half", "a third", "a quarter", "a fifth", "a sixth", "a seventh",
         "an eighth", "a ninth", "a tenth")  # fmt: skip
TIMES = ("", "once", "twice", "three times", "four times", "five times", "six times",
         "seven times", "eight times", "nine times", "ten times")  # fmt: skip
FLAT = 0.1  # of a curve's slope


def passes(local: Value, digits: Digits) -> str:
    """How much of a gradient gets through a local factor."""
    size = abs(local)
    turned = ", with its sign changed" if local < 0 else ""
    if not math.isfinite(size):
        return "no number comes through"
    if size == 0:
        return "nothing gets through"
    if size < FLAT:
        return f"little gets through{turned}"
    if size == 1:
        return f"all of it gets through{turned}"
    if 0.95 < size < 1.05:
        return f"nearly all of it gets through{turned}"
    if size < 1:
        distance, part = min((abs(size - number), name) for number, name in FRACTIONS)
        return f"{'about ' if distance > 1e-9 else ''}{part} gets through{turned}"
    return f"every change counts {times(size, digits)}{turned}"


def times(factor: Value, digits: Digits) -> str:
    """How often something counts: ``ten times``."""
    if factor in range(1, len(TIMES)):
        return TIMES[int(factor)]
    return f"{write(factor, digits)} times"


def share(count: int) -> str:
    """One of so many equal parts: ``a fifth``."""
    return PARTS[count] if count < len(PARTS) else f"1/{count:,}"


def value_in_words(gate: Gate, args: Sequence[Label], settings: Settings) -> str:
    """What a gate computes: ``x plus y``, ``exp of -q``."""
    if not gate.says and not gate.template(len(args), settings).startswith(f"{gate.name}("):
        return apply_gate(gate, args, settings).text
    if gate.says:
        infix = not gate.says.endswith(" {0}")
        return gate.says.format(
            *(
                f"({label.text})" if infix and label.precedence < min(gate.precedence + 1, ATOM)
                else label.text
                for label in args
            )
        )  # fmt: skip
    names = [label.text for label in args]
    if len(names) > 4:
        return f"{gate.title} of {len(names)} values"
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    return f"{gate.title} of {listed}"


def fields(
    gate: Gate,
    slot: int,
    labels: Sequence[Label],
    values: Sequence[Value],
    output: Label,
    digits: Digits,
) -> dict[str, str]:
    """What a row's words may name, besides what depends on the local factor: arguments as ``{0}``,
    their numbers as ``{n0}``, ``{is0}`` for "q = 3", and of a reduction its ``{count}``."""
    found = {"x": labels[slot].text, "z": output.text, "gate": gate.title}
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        number = write(value, digits)
        found[f"n{place}"] = number
        found[f"is{place}"] = label.text if label.text == number else f"{label.text} = {number}"
    return found


def factor_fields(local: Value, digits: Digits) -> dict[str, str]:
    """What a row's words may name of a local factor that is one number."""
    return {
        "local": write(local, digits),
        "passes": passes(local, digits),
        "times": times(local, digits),
        "steep": "flat out" if abs(local) < FLAT else "steep",
        "shrinks": "raises" if local > 0 else "shrinks",
    }


def fill(template: str, labels: Sequence[Label], known: Mapping[str, str]) -> str:
    """A template of a row with its fields."""
    return template.format(*(label.text for label in labels), **known).replace(" * ", "·")


def joined(reason: str, consequence: str) -> str:
    """Two halves of a sentence; one that begins small follows a colon, one with
    a semicolon the reason."""
    if not consequence:
        return reason
    if consequence.startswith(";"):
        return f"{reason.removesuffix('.')}{consequence}"
    if consequence[:1].islower():
        return f"{reason.removesuffix('.')}: {consequence}"
    return f"{reason} {consequence}"


def rows_word(axes: Sequence[int], rank: int) -> str:
    """What lies along the axes of an array: its rows, its columns, its cells."""
    if len(axes) == rank:
        return "cells"
    if rank == 2:
        return "rows" if axes[0] == 0 else "columns"
    return "rows" if tuple(axes) == (0,) else "places"


def let_through(local: Value) -> str:
    """How many cells of a mask let the gradient through."""
    total = int(np.size(local))
    through = int(np.count_nonzero(local))
    if through == total:
        return f"all {total:,} cells pass"
    if through == 0:
        return f"none of {total:,} cells pass"
    return f"{through:,} of {total:,} cells pass, the others get 0"
