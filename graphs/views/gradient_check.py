"""Each gradient beside its central difference, and how the error follows the step."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.autodiff.gradient_check import (
    RIGHT,
    STEP,
    STEP_SIZES,
    SUSPICIOUS,
    InputCheck,
    gradient_check,
)
from graphs.evaluation import Evaluation
from graphs.format.arrays import element_name
from graphs.format.numbers import Digits, write
from graphs.payload.encode import encode


def gradient_check_view(evaluation: Evaluation) -> dict[str, Any]:
    """Each gradient against a central difference, and the error for other steps."""
    checks = gradient_check(
        evaluation.model,
        evaluation.input_values,
        evaluation.node_values,
        evaluation.gradients,
        evaluation.structure.text_model,
    )
    return {
        "h": STEP,
        "checks": [_check_data(evaluation, check) for check in checks],
        "plot": {
            "h": list(STEP_SIZES),
            "series": [
                {"name": check.name, "errors": [encode(error) for error in check.errors]}
                for check in checks
                if check.errors
            ],
        },
        "sentences": [
            "The step h is in proportion to x (where x is 0, to 1): what is too long for a small x "
            "is too short for a large one. The table takes the best one.",
            "From the right the error falls with h squared: what a central difference leaves out "
            "of the Taylor series shrinks 100 times when h shrinks 10 times. (For straight lines "
            "and parabolas it leaves out nothing.)",
            "Towards the left it grows again, with 1/h: f(x + h) and f(x - h) agree in ever more "
            "digits, and rounding in the 16th digit is divided by 2h.",
        ],
        "kinks": [
            {"name": check.name, "line": _kink_line(check)}
            for check in checks
            if check.kink or check.decision
        ],
        "csv": _csv(checks),
    }


def _kink_line(check: InputCheck) -> int | None:
    if check.kink is None:
        return check.decision.line if check.decision else None
    return check.kink.source.line if check.kink.source else None


def _check_data(evaluation: Evaluation, check: InputCheck) -> dict[str, Any]:
    verdict, message = _verdict(check, evaluation.digits)
    if check.elements_checked < check.size:
        message += f" {check.elements_checked} of {check.size:,} elements were tried."
    shape = np.shape(evaluation.node_values[evaluation.model.inputs[check.name].node])
    element = element_name("", check.element, shape) if check.size else ""
    return {
        "name": check.name,
        "element": element,
        "error": encode(check.error),
        "error_text": "0" if check.error == 0 else f"{check.error:.1e}",
        "analytic": write(check.analytic, evaluation.digits),
        "numeric": write(check.numeric, evaluation.digits),
        "verdict": verdict,
        "message": message,
        "step": write(check.step, evaluation.digits),
    }


def _verdict(check: InputCheck, digits: Digits) -> tuple[str, str]:
    """The verdict, and why."""
    line = f" in line {_kink_line(check)}" if _kink_line(check) else ""
    gate = check.kink.gate if check.kink else None
    if gate is not None and check.sides is not None:
        below, above = (write(side, digits) for side in check.sides)
        if below == above:
            return "kink", (
                f"The {gate.title} gate{line} chooses otherwise at this very {check.name} than on "
                f"both sides, where the slope is {below}. The gradient is that of the point alone."
            )
        among = min(check.sides) <= check.analytic <= max(check.sides)
        return "kink", (
            f"The {gate.title} gate{line} has a kink here: the slopes are {below} below and "
            f"{above} above {check.name}, and a central difference lies between them. "
        ) + (
            "The gradient may be any of these."
            if among or np.any(np.isclose(check.analytic, check.sides))
            else "Several gates choose here, each a side of its own: the gradient is of neither."
        )
    if gate is not None:
        return "kink", (
            f"The {gate.title} gate{line} turns out otherwise right beside this {check.name}, and "
            "the output jumps: it has no slope there, and a difference says nothing."
        )
    if check.decision is not None:
        return "kink", (
            f"The decision{line} turns out otherwise right here: on the two sides of {check.name} "
            "different things are computed. The numeric slope is that of this side."
        )
    if np.isnan(check.error) or check.error > SUSPICIOUS:
        if check.hidden:
            return "suspicious", (
                "The numbers on the way are so large that rounding alone can make this difference."
            )
        return "wrong", "They differ: one of them is wrong."
    if check.error > RIGHT:
        return "suspicious", (
            "They nearly agree: look for a kink, or for values of very different sizes."
        )
    if check.analytic == check.numeric == 0 or (check.analytic == 0 and check.error == 0):
        return "right", "Both are 0."
    return "right", "Both agree."


def _csv(checks: Sequence[InputCheck]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    plotted = [check for check in checks if check.errors]
    table.writerow(["h / |x|", *(check.name for check in plotted)])
    for row, h in enumerate(STEP_SIZES):
        table.writerow([f"{h:g}", *(f"{check.errors[row]:.6g}" for check in plotted)])
    return text.getvalue()
