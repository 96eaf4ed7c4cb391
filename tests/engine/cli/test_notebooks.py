"""A notebook stands wherever the command line takes a program."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from graphs.cli.main import main

CELLS = ["x = 2.0\nf = x * x", "dx = 3 * x"]
NOTEBOOK = {"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in CELLS]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    return path


def test_a_notebook_is_traced(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--program", str(file), "--output", "f", "x=3"]) == 0
    assert "f   mul        9 " in capsys.readouterr().out


def test_a_notebook_is_checked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file)]) == 1
    assert "dx" in capsys.readouterr().out


def test_a_piped_notebook_is_traced(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(NOTEBOOK)))
    assert main(["-", "--output", "f"]) == 0
    assert "f   mul        4 " in capsys.readouterr().out


def test_errors_show_the_line_of_the_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(NOTEBOOK).replace("dx = 3", "y = nope"), encoding="utf-8")
    assert main(["--program", str(path)]) == 1
    assert "    y = nope * x\n        ^^^^" in capsys.readouterr().err


def test_what_is_no_notebook_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("x = 2", encoding="utf-8")
    assert main(["--program", str(path)]) == 1
    assert "This notebook cannot be read" in capsys.readouterr().err
