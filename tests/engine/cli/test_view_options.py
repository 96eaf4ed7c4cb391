"""Views on the command line: an option each."""

from __future__ import annotations

import pytest

from graphs.__main__ import main

WORDS = ["q = x + y\nf = q * z", "x=-2", "y=5", "z=-4"]
CLI = {
    ("--code", "numpy"): "dx = ",
    ("--backward-graph",): "dq = dx = dy",
    ("--forward-mode", "x"): "3 inputs against 1 output",
    ("--paths", "x", "f"): "x → q → f",
    ("--formula",): "df/dz = x + y",
    ("--gradient-check",): "right",
    ("--hessian", "x,z"): "eigenvalues: -1, 1",
}


@pytest.mark.parametrize(("options", "told"), CLI.items(), ids=lambda it: str(it))
def test_views_on_the_command_line(
    options: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*WORDS, *options]) == 0
    out, error = capsys.readouterr()
    assert told in out
    assert error == ""


def test_patterns_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["f = 1 / (1 + exp(-x))", "x=1", "--patterns", "--fold", "p0"]) == 0
    assert "is a sigmoid: its local gradient is (1 - σ) σ = 0.197" in capsys.readouterr().out


def test_a_view_that_cannot_be_made_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "--paths", "f", "x"]) == 1
    assert "No path" in capsys.readouterr().err
