"""Notebooks: the code cells of their JSON are the program."""

from __future__ import annotations

import json
from typing import Any

import pytest

import graphs
from graphs import GraphError
from graphs.language.notebooks import notebook_text

PLAIN = {"cell_type": "markdown", "source": ["# it's prose"]}


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": [], "metadata": {}, **more}


def notebook(*cells: Any) -> str:
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}, indent=1)


@pytest.mark.parametrize(
    "text",
    [
        notebook(PLAIN, code(["x = 2.0\n", "y = x * x"]), code("f = y * x\n")),
        notebook(code("x = 2.0"), {"cell_type": "raw", "source": "it's raw"}, code("f = x**3")),
        notebook(code("%matplotlib inline\nx = 2.0"), code("%%bash\nls it's"), code("f = x**3")),
        notebook(code(["x = 2.0"]), code([]), code("  "), 3, None, code(7), code("f = x**3")),
        json.dumps(
            {
                "nbformat": 3,
                "worksheets": [
                    {
                        "cells": [
                            PLAIN,
                            {"cell_type": "code", "input": ["x = 2.0"], "language": "python"},
                            {"cell_type": "code", "input": "f = x**3", "language": "python"},
                        ]
                    }
                ],
            }
        ),
    ],
)
def test_the_code_cells_are_read_in_order(text: str) -> None:
    program = notebook_text(text)
    assert "it's" not in program
    assert "# %%" in program
    for given in (text, program, f"\ufeff  \n{text}"):
        assert graphs.trace(given).value == 8.0


def test_a_pasted_notebook_is_its_program() -> None:
    text = notebook(code("x = 2.0"), code("f = x * nope"))
    with pytest.raises(GraphError, match="nope has no value") as caught:
        graphs.trace(text)
    line = notebook_text(text).split("\n")[(caught.value.line or 0) - 1]
    assert line[caught.value.column : caught.value.end_column] == "nope"
    assert graphs.trace(text, {"nope": 3.0}).evaluation.model.program == notebook_text(text)


def test_a_notebook_is_checked_as_well() -> None:
    text = notebook(code("x = 2.0\nf = x * x"), code("dx = 3 * x"))
    assert graphs.check(text)["first_wrong"]["name"] == "dx"


@pytest.mark.parametrize(
    "text", ["{", '{"cells": [}', "[" * 99_999, '{"cells": 3}', "[1]", "null", ""]
)
def test_what_is_no_notebook_is_an_error(text: str) -> None:
    with pytest.raises(GraphError, match=r"^This notebook "):
        notebook_text(text)


def test_a_dictionary_is_no_notebook() -> None:
    assert graphs.trace("{'a': 1}\nf = x * x", {"x": 2.0}).value == 4.0
