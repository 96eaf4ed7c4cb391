"""A Jupyter notebook's JSON → the text of its code cells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from graphs.errors import GraphError
from graphs.language.pasted.magics import OTHER_LANGUAGE

BETWEEN = "\n\n# %%\n"  # cells
_LOOKS_SO = re.compile(r'"(?:cells|worksheets)"\s*:')


def program_text(text: str) -> str:
    """The program of a text, which may be a whole notebook as JSON.

    Places are then those of the program: its lines stand nowhere in the JSON as they are.

    Raises:
        GraphError: a notebook cannot be read.
    """
    is_notebook = text.lstrip("\ufeff \t\r\n")[:1] == "{" and _LOOKS_SO.search(text) is not None
    return notebook_text(text) if is_notebook else text


def notebook_text(text: str) -> str:
    """The code cells of a notebook, in order, with a comment between them.

    Raises:
        GraphError: the text is not JSON, or not that of a notebook.
    """
    try:
        notebook = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise GraphError(
            "This notebook cannot be read: it is not JSON.",
            line,
            getattr(error, "colno", 1) - 1 if line else None,
            hint="Save the notebook again, or paste the code of its cells.",
        ) from None
    cells = list(_code_cells(notebook))
    if not cells:
        raise GraphError(
            "This notebook has no code.", hint="Paste the code of its cells, or another notebook."
        )
    return BETWEEN.join(cells) + "\n"


def _code_cells(notebook: Any) -> Iterator[str]:
    """The code of the cells that hold Python, of any version of the format."""
    sheets = [notebook, *_items(notebook, "worksheets")]
    for cell in (cell for sheet in sheets for cell in _items(sheet, "cells")):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))  # "input": before version 4
        if isinstance(source, list):
            source = "".join(line for line in source if isinstance(line, str))
        if not isinstance(source, str) or not source.strip():
            continue
        if cell.get("language", "python") == "python" and not OTHER_LANGUAGE.match(source):
            yield source.strip("\n")


def _items(owner: Any, name: str) -> list[Any]:
    found = owner.get(name) if isinstance(owner, dict) else None
    return found if isinstance(found, list) else []
