"""The table of views: every row is whole, and README names each as it is."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import click
import pytest

from graphs.code import LANGUAGES, LEVELS
from graphs.views import VIEWS, View

ROOT = Path(__file__).parents[3]
ROWS = pytest.mark.parametrize("row", VIEWS.values(), ids=VIEWS)
KINDS = {str: {"str", "str | None"}, int: {"int"}, list: {"Sequence[str] | None"}}


def _of_readme() -> dict[str, list[str]]:
    """The rows of README's table of views, by the view's name."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("\n| view |")[2].partition("\n\n")[0].splitlines()[2:]
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table)
    return {cells[0].strip("`"): cells for cells in rows}


@ROWS
def test_a_row_is_whole(row: View) -> None:
    assert VIEWS[row.name] is row
    assert row.title
    assert row.help
    assert row.flag.startswith("--")
    assert all(option.help for option in row.options)
    text = inspect.signature(resolve_name(row.text))
    assert list(text.parameters) == ["evaluation", "data"]


@ROWS
def test_a_rows_options_are_its_makers_parameters(row: View) -> None:
    evaluation, *parameters = inspect.signature(resolve_name(row.make)).parameters.values()
    assert evaluation.default is inspect.Parameter.empty
    assert [one.name for one in parameters] == [option.parameter for option in row.options]
    for option, parameter in zip(row.options, parameters, strict=True):
        assert parameter.annotation in KINDS[option.type]
        assert parameter.default is not inspect.Parameter.empty


def test_flags_and_the_options_beside_them_are_distinct() -> None:
    flags = [row.flag for row in VIEWS.values()]
    beside = [one.name for row in VIEWS.values() for one in row.options if not one.in_flag]
    assert len({*flags, *beside}) == len(flags) + len(beside)


def test_the_choices_of_code_are_those_of_its_room() -> None:
    assert [option.choices for option in VIEWS["code"].options] == [LANGUAGES, LEVELS]


def test_readme_lists_every_view_in_the_order_of_the_tabs() -> None:
    assert list(_of_readme()) == list(VIEWS)


@ROWS
def test_readme_says_of_a_view_what_its_row_says(row: View) -> None:
    _, title, what, options, spelling = _of_readme()[row.name]
    assert (title, what) == (row.title, row.help)
    assert re.findall(r"`(\w+)`", options) == [option.name for option in row.options]
    beside = [f"--{option.name}" for option in row.options if not option.in_flag]
    assert re.findall(r"--[a-z-]+", spelling) == [row.flag, *beside]


@ROWS
def test_each_view_is_a_subcommand_with_its_options(row: View) -> None:
    view = resolve_name("graphs.cli.views:command")
    assert isinstance(view, click.Group)
    names = [parameter.name for parameter in view.commands[row.name].params]
    options = [option.name for option in row.options]
    assert names[len(names) - len(options) :] == options


def test_the_rows_bring_no_view_with_them() -> None:
    """Read in a fresh Python, without the package's facade: a row is text until it is used."""
    text = """
import sys, types
package = types.ModuleType("graphs")
package.__path__ = ["graphs"]
sys.modules["graphs"] = package
from graphs.views import VIEWS
print([name for name in sys.modules if name.startswith("graphs.views.")])
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[]\n", "")
