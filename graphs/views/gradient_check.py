"""Each gradient beside its central difference, and how the error follows the step."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.autodiff.gradient_check import STEP_SIZES, H, InputCheck, gradient_check
from graphs.evaluation import Evaluation
from graphs.format.arrays import element_name
from graphs.format.numbers import write
from graphs.payload.encode import encode

RIGHT, SUSPICIOUS = 1e-7, 1e-4  # relative errors, in the words of CS231n's notes


def gradient_check_view(evaluation: Evaluation) -> dict[str, Any]:
    """Each gradient against a central difference, and the error for other steps."""
    found = gradient_check(
        evaluation.model, evaluation.input_values, evaluation.node_values, evaluation.gradients
    )
    return {
        "h": H,
        "checks": [_check(evaluation, one) for one in found],
        "plot": {
            "h": list(STEP_SIZES),
            "series": [
                {"name": one.name, "errors": [encode(error) for error in one.errors]}
                for one in found
                if one.errors
            ],
        },
        "sentences": [
            "From the right the error falls with h squared: what a central difference leaves out "
            "of the Taylor series shrinks 100 times when h shrinks 10 times. (For straight lines "
            "and parabolas it leaves out nothing.)",
            "Towards the left it grows again, with 1/h: f(x + h) and f(x - h) agree in ever more "
            "digits, and rounding in the 16th digit is divided by 2h.",
        ],
        "kinks": [
            {"name": one.name, "line": one.kink.source.line if one.kink.source else None}
            for one in found
            if one.kink
        ],
        "csv": _csv(found),
    }


def _check(evaluation: Evaluation, one: InputCheck) -> dict[str, Any]:
    verdict, message = "right", "Both agree."
    gate = one.kink.gate if one.kink else None
    if gate is not None and one.kink is not None:
        line = f" in line {one.kink.source.line}" if one.kink.source else ""
        verdict = "kink"
        message = (
            f"The {gate.title} gate{line} has a kink within h: the two sides of {one.name} have "
            "different slopes, and a central difference lies between them. This error says nothing."
        )
    elif np.isnan(one.error) or one.error > SUSPICIOUS:
        verdict, message = "wrong", "They differ: one of them is wrong."
    elif one.error > RIGHT:
        verdict = "suspicious"
        message = "They nearly agree: look for a kink, or for values of very different sizes."
    elif one.analytic == one.numeric == 0 or (one.analytic == 0 and one.error == 0):
        message = "Both are 0."
    if one.elements_checked < one.size:
        message += f" {one.elements_checked} of {one.size:,} elements were tried."
    shape = np.shape(evaluation.node_values[evaluation.model.inputs[one.name].node])
    element = element_name("", one.element, shape) if one.size else ""
    return {
        "name": one.name,
        "element": element,
        "error": encode(one.error),
        "error_text": "0" if one.error == 0 else f"{one.error:.1e}",
        "analytic": write(one.analytic, evaluation.digits),
        "numeric": write(one.numeric, evaluation.digits),
        "verdict": verdict,
        "message": message,
    }


def _csv(found: Sequence[InputCheck]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    plotted = [one for one in found if one.errors]
    table.writerow(["h", *(one.name for one in plotted)])
    for row, h in enumerate(STEP_SIZES):
        table.writerow([f"{h:g}", *(f"{one.errors[row]:.6g}" for one in plotted)])
    return text.getvalue()
