"""The subcommands of ``python -m graphs``: help, ``view`` in both spellings, ``check``, the bar."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from graphs.cli.main import SUBCOMMANDS, main
from graphs.cli.progress import progress
from graphs.views import VIEWS

LECTURE = ["f = (x + y) * z", "x=-2", "y=5", "z=-4"]


HELP = [[], *([name] for name in SUBCOMMANDS), *(["view", name] for name in VIEWS)]


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    out, error = capsys.readouterr()
    assert out.startswith(" ".join(["Usage: python -m graphs", *words, "[OPTIONS]"]))
    assert error == ""


def test_help_names_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, names in (["-h"], SUBCOMMANDS), (["view", "-h"], VIEWS):
        assert main(arguments) == 0
        commands = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
        assert {line.split()[0] for line in commands} == set(names)


def test_trace_is_what_no_subcommand_means(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(LECTURE) == 0
    once = capsys.readouterr()
    assert main(["trace", *LECTURE]) == 0
    assert capsys.readouterr() == once


SPELLINGS = {
    "--code jax": "code --language jax",
    "--code numpy --level minimal": "code --level minimal",
    "--gradient-check": "gradient_check",
    "--paths x f": "paths --from x --to f",
    "--backward-graph": "backward",
    "--forward-mode x": "forward_mode --of x --element 0",
    "--formula": "formula",
    "--hessian x,z": "hessian --of x,z",
}


@pytest.mark.parametrize(("flags", "view"), SPELLINGS.items(), ids=SPELLINGS)
def test_a_view_in_both_spellings(
    flags: str, view: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*LECTURE, *flags.split()]) == 0
    once = capsys.readouterr()
    name, *options = view.split()
    assert main(["view", name, *LECTURE, *options]) == 0
    assert capsys.readouterr() == once
    assert once.out.strip()
    assert once.err == ""


def test_every_view_has_both_spellings_here() -> None:
    assert {view.split()[0] for view in SPELLINGS.values()} == set(VIEWS)
    assert {flags.split()[0] for flags in SPELLINGS} == {row.flag for row in VIEWS.values()}


def test_several_views_follow_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    parts = []
    for flags in (["--paths", "x", "f"], ["--formula"]):
        assert main([*LECTURE, *flags]) == 0
        parts.append(capsys.readouterr().out)
    assert main([*LECTURE, "--formula", "--paths", "x", "f"]) == 0
    assert capsys.readouterr().out == "\n".join(parts)


def test_a_view_that_cannot_be_made_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["view", "paths", *LECTURE, "--from", "f", "--to", "x"]) == 1
    assert "No path" in capsys.readouterr().err


def test_a_large_program_is_written_as_code(capsys: pytest.CaptureFixture[str]) -> None:
    text = "f = x\nfor t in range(600):\n    f = 2 * f + x"
    assert main([text, "x=0", "--code", "numpy", "--level", "minimal"]) == 0
    assert capsys.readouterr().out.count("\n") > 600


WRITTEN = "x = 2.0\ny = 3.0\nf = x * y\ndx = y\ndy = {}\n"


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "homework.py"
    file.write_text(WRITTEN.format("x"))
    assert main(["check", str(file), "x=-7", "--loss", "f"]) == 0
    assert capsys.readouterr().out.endswith("Every line that was judged is right.\n")
    file.write_text(WRITTEN.format("y"))
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "    it is 3, not 2",
        "first wrong line: 5 (dy)",
    ]
    assert main(["check", "--json", str(file)]) == 1
    assert json.loads(capsys.readouterr().out)["first_wrong"]["line"] == 5
    file.write_text("f = 2x")
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().err.startswith("error: 2x needs a times sign.\n  line 1:\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphs.cli.progress.SECONDS", 0)
    for stream, shows in (io.StringIO(), False), (Terminal(), True):
        monkeypatch.setattr("sys.stderr", stream)
        assert list(progress(range(3), 3, " iterations")) == [0, 1, 2]
        assert ("0/3" in stream.getvalue()) == shows
