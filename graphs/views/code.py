"""The program as a script."""

from __future__ import annotations

from typing import Any

from graphs.code import export
from graphs.evaluation import Evaluation


def code_view(
    evaluation: Evaluation, language: str = "numpy", level: str = "readable"
) -> dict[str, Any]:
    """The program as a script, with the line of each step."""
    script = export(evaluation, language, level)
    return {
        "language": language,
        "level": level,
        "text": script.text,
        "filename": script.filename,
        "lines": list(script.lines),
    }
