"""An evaluation as code: which language, and how much of it is spelled out."""

from __future__ import annotations

from graphs.code.base import Script
from graphs.code.frameworks import JaxScript, PyTorchScript
from graphs.code.minimal import MinimalScript
from graphs.code.readable import ReadableScript
from graphs.code.script import LANGUAGES, LEVELS, Code
from graphs.compiled.gradients import compiled_text
from graphs.errors import GraphError
from graphs.evaluation import Evaluation


def export(evaluation: Evaluation, language: str = "numpy", level: str = "readable") -> Code:
    """A script that defines every input and ends with the gradients in ``d<name>``.

    ``language`` is "numpy", "pytorch" or "jax". ``level`` is "readable", every gate on a line of
    its own, or "minimal": what the gradients need and nothing else. "compiled" is no script but
    the function that ``graphs.compile`` runs, in NumPy.

    Raises:
        GraphError: there is no such language or level.
    """
    for requested, choices, what in ((language, LANGUAGES, "language"), (level, LEVELS, "level")):
        if requested not in choices:
            raise GraphError(
                f"There is no {what} {requested}.", hint=f"Choose from {', '.join(choices)}."
            )
    if level == "compiled":
        if language != "numpy":
            raise GraphError(
                "Programs are compiled to NumPy.", hint="Choose NumPy, or another level."
            )
        text = compiled_text(evaluation.model)
        return Code(text, (None,) * len(evaluation.raw_steps), Script.filename)
    if language == "pytorch":
        return PyTorchScript(evaluation, level).code()
    if language == "jax":
        return JaxScript(evaluation, level).code()
    return (
        ReadableScript(evaluation).code()
        if level == "readable"
        else MinimalScript(evaluation).code()
    )
