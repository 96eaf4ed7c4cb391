"""The message of each verdict: one or two sentences with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from graphs.check.compare import Judgement
from graphs.check.diagnosis import Diagnosis
from graphs.check.log import Undefined
from graphs.check.provenance import Program
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.gates.arithmetic import ADD, DIV, MUL, SUB
from graphs.gates.reductions import MEAN, SUM

WORDS: Mapping[tuple[str, str], str] = {
    ("accumulate", "replaced"): "= throws away what {name} had gathered before, where the "
    "gradients of all uses add up.",
    ("accumulate", "untouched"): "Nothing is added to it.",
    ("accumulate", "missing"): "It holds {what} of the contributions that meet at {of}: "
    "{of} is used in several places, and the gradients of all of them add up.",
    ("accumulate", "nothing"): "Nothing is added to it.",
    ("upstream", "times"): "The upstream gradient, {what}, is missing.",
    ("upstream", "passed"): "This is the local factor alone: the gradient of {what} is missing.",
    ("upstream", "extra"): "{what} is a factor too many.",
    ("local", "passed"): "This is the gradient of {what} handed on as it is: the local factor on "
    "the way back to {of} is missing.",
    ("local", "constant"): "The gradient is handed on as it is: the local factor {factor} is "
    "missing.",
    ("local", "times"): "A local factor is missing: {what}.",
    ("local", "divide"): "A local factor is missing: 1 over {what}.",
    ("local", "extra"): "{what} is a factor too many.",
    ("local", "mask"): "The mask is turned round: its comparison points the other way.",
    ("local", MUL.name): "It divides where it should multiply.",
    ("local", DIV.name): "It multiplies where it should divide.",
    ("local", "order"): "The two branches have changed places.",
    ("transpose", "whole"): "The value is transposed.",
    ("transpose", "dropped"): "{what} must not be transposed here.",
    ("transpose", "turned"): "{what} must be transposed here.",
    ("transpose", "both"): "Both factors must be transposed here.",
    ("transpose", "order"): "The factors must change places, each transposed.",
    ("swapped", "order"): "The two operands have changed places.",
    ("swapped", "replaced"): "{what} stands where {other} belongs.",
    ("name", "replaced"): "{what} stands where {other} belongs.",
    ("swapped", "same"): "Another {what} belongs here: that of another object or call.",
    ("name", "returned"): "{what} is returned where {other} belongs.",
    ("name", "another"): "This is the gradient of {what}.",
    ("term", "missing"): "A term is missing: {other} belongs where {what} stands.",
    ("name", "same"): "Another {what} belongs here: that of another object or call.",
    ("stale", "version"): "{what} is read after it was changed: its value from the forward pass, "
    "before the change, belongs here.",
    ("sign", ""): "Its sign is turned.",
    ("sign", "order"): "Its sign is turned: the operands of - have changed places.",
    ("sign", ADD.name): "+ should stand here, not -.",
    ("sign", SUB.name): "- should stand here, not +.",
    ("sign", "dropped"): "A minus sign is too many.",
    ("scale", SUM.name): "sum stands where mean belongs: it is off by the count.",
    ("scale", MEAN.name): "mean stands where sum belongs: it is off by the count.",
    ("scale", "extra"): "The factor {what} is too many.",
    ("keepdims", "keepdims"): "keepdims=True is missing: without it the sum over {what} has lost "
    "an axis, and NumPy lines it up with the wrong one.",
    ("keepdims", "no keepdims"): "keepdims=True does not belong here.",
    ("double", "extra"): "It adds {what} a second time.",
    ("accumulate", "too many"): "{what} does not belong to the sum.",
    ("one-hot", "right class"): "At the right class of each row {factor} is missing: the slope of "
    "the loss is the probability minus the one-hot row.",
    ("axis", ""): "The sum is over {what} where it should be over {other}.",
    ("axis", "rows"): "{of} is used in every row, so its gradient adds over the rows: {other}, "
    "not {what}.",
    ("axis", "columns"): "{of} is used in every column, so its gradient adds over the columns: "
    "{other}, not {what}.",
}
UNKNOWN = "It is not what the chain rule gives{used}."


def right(one: Judgement, program: Program) -> str:
    """Why a line is right, where that needs saying."""
    name, of = one.version.name, program.of(one.version, one.target)
    if one.rounded or any(user.rounded for user in one.used):
        exact = one.true[0]
        return (
            f"{name} = {write(one.values[0])} comes from a rounded number; "
            f"unrounded it is {write(exact)}. That is no error."
        )
    if not one.fit_to_true.equal and one.used and one.fit_to_due.equal:
        used = ", ".join(dict.fromkeys(user.version.name for user in one.used))
        return f"{name} follows from {used}: this line is right, given what it used."
    if one.partial:
        return f"{name} is right as a part: what comes through {of}, one of the names of a value."
    if one.kink:
        return f"{name} is right; at these values a gate stands at its kink, where slopes differ."
    if one.fit_to_true.shape or one.fit_to_due.shape:
        return (
            f"{name} has the right numbers in shape {np.shape(one.values[0])}; {of} has shape "
            f"{np.shape(one.true[0])}, which NumPy makes up for where it is used."
        )
    if one.typed and not one.used:
        return f"{name} is right at these values; as a typed number it holds for no others."
    if one.close or one.fit_to_true.close:
        return f"{name} is right but for a tiny number, such as an ε in a logarithm."
    return f"{name} is right."


def scaled(one: Judgement, program: Program) -> str:
    later = _taking_out(one)
    out = f"; {later} takes it out" if later else ""
    if not later and one.tag < 0:
        out = "; the update adds it where it would subtract the gradient"
    return (
        f"{one.version.name} is {_times(one.tag)} the gradient of "
        f"{program.titles.get(one.target, 'its value')}{out}. This is fine."
    )


def _taking_out(one: Judgement) -> str:
    found = next((user for user in one.builders() if user.fit_to_true.equal), None)
    return f"line {found.version.line} ({found.version.name})" if found else ""


def _times(factor: float) -> str:
    inverse = 1 / factor
    if abs(inverse - round(inverse)) < 1e-6 and abs(round(inverse)) > 1:
        return f"1/{round(inverse)} of" if inverse > 0 else f"-1/{-round(inverse)} of"
    return f"{write(round(factor, 9))} times"


def shape(one: Judgement, program: Program) -> str:
    how = one.fit_to_due.shape or one.fit_to_true.shape or ""
    name, of = one.version.name, program.of(one.version, one.target)
    shapes = f"{name} has shape {np.shape(one.values[0])}, but {of} has {np.shape(one.true[0])}"
    if how.startswith("sum"):
        inside = how[4:-1]
        over = f"over {inside.split(', keep')[0].replace('=', ' ')}" if inside else "all of it"
        return f"{shapes}: sum {over}."
    return f"{shapes}: its numbers are right; reshape it."


def slope(one: Judgement, program: Program) -> str:
    """The message for a wrong local derivative."""
    name, of = one.version.name, program.of(one.version, one.target)
    return (
        f"{name} should be {write(one.true[0])}, not {write(one.values[0])}: "
        f"the slope towards {of} alone."
    )


def start(one: Judgement, program: Program) -> str:
    """What a wrong value is, and should be."""
    name, of = one.version.name, program.of(one.version, one.target)
    values = one.values[0], one.due[0]
    if np.shape(values[0]) != np.shape(values[1]):
        return f"{name} has shape {np.shape(values[0])}, but {of} has {np.shape(values[1])}"
    if np.size(values[0]) > 6 or np.size(values[1]) > 6:
        return f"{name} is not the gradient of {of}{_example(*values)}"
    return f"{name} should be {_apart(*values)}"


def wrong(one: Judgement, found: Diagnosis, program: Program) -> str:
    name, of = one.version.name, program.of(one.version, one.target)
    if found.said:
        return f"{start(one, program)}. {found.said}"
    if found.cause == "scale" and found.factor is not None:
        subject = f"In {name}, the part {found.part}" if found.part else name
        counted = _counted(one, found, program)
        return f"{subject} is {_times(found.factor)} what it should be{counted}."
    what, _, other = found.what.partition("|")
    if found.kind == "passed" and what == of:
        what = ""
    used = ", ".join(dict.fromkeys(user.version.name for user in one.used))
    template = WORDS.get((found.cause, found.kind), UNKNOWN)
    explanation = template.format(
        name=name,
        of=of,
        what=what or "what comes after",
        other=other or what,
        factor=write(found.factor or 1.0),
        used=f" from {used}" if used else "",
    )
    return f"{start(one, program)}. {_about(found)}{explanation}".strip()


def _about(found: Diagnosis) -> str:
    """Which part of the line a message is about, where that is not all of it."""
    return f"In {found.part}: " if found.part else ""


def _example(value: Any, expected: Any) -> str:
    """The element that is farthest off."""
    apart = np.abs(np.subtract(value, expected, dtype=np.float64))
    if not np.any(apart > 0):
        return ""
    place = np.unravel_index(int(np.nanargmax(apart)), apart.shape)
    at = ", ".join(map(str, place))
    return f": its element [{at}] should be {_apart(value[place], expected[place])}"


def _apart(value: Any, expected: Any) -> str:
    """Two values, with as many digits as it takes to tell them apart."""
    short = write(expected), write(value)
    if short[0] == short[1]:
        short = write(expected, "full"), write(value, "full")
    return f"{short[0]}, not {short[1]}"


def _counted(one: Judgement, found: Diagnosis, program: Program) -> str:
    """What the factor counts, where it is the size of something."""
    factor = found.factor or 1.0
    many = factor if factor > 1 else 1 / factor
    sizes = {size for node in program.graph.nodes for size in node.shape or ()}
    if abs(many - round(many)) < 1e-9 and round(many) > 2 and round(many) in sizes:
        which = "a sum for a mean" if factor > 1 else "a mean for a sum"
        return f" ({which}: off by N = {round(many)})"
    if abs(many - 2) < 1e-9:
        return (
            " (a stray 2, or the 2 of a square)"
            if factor > 1
            else " (is the 2 of a square missing?)"
        )
    return ""


def broken(one: Judgement, error: GraphError, program: Program) -> str:
    of, shape = program.of(one.version, one.target), np.shape(one.true[0])
    return f"{failed(one.version.name, error)} It is to have the shape of {of}, {shape}."


def failed(name: str, error: GraphError) -> str:
    reason = error.message.rstrip(".?")
    hint = f" {error.hint}." if error.hint and error.hint.startswith("Write") else ""
    return f"{name or 'This line'} cannot be computed: {reason}.{hint}"


def undefined(one: Undefined, change: int) -> str:
    if one.meant is None:
        return f"{one.name} is used on line {one.source.line} and has no value."
    return (
        f"{one.name} is used on line {one.source.line} and has no value; did you mean "
        f"{one.meant.name}, stored on line {one.meant.line}?"
    )
