"""``check``: a backward pass written by hand, judged line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from graphs.check import check
from graphs.cli.inputs import GENERATE, takes_file
from graphs.format.numbers import write
from graphs.model import Value


@click.command("check")
@takes_file
@click.option("--loss", metavar="NAME", help="What is differentiated.")
@GENERATE
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
def command(
    text: str, inputs: Mapping[str, Value], loss: str | None, generate: bool, as_json: bool
) -> int:
    """Find the first wrong line of a backward pass written by hand.

    Ends with status 1 where a line is wrong.
    """
    report = check(text, inputs, loss, generate=generate)
    print(json.dumps(report, ensure_ascii=False) if as_json else verdicts(report))
    return 1 if report["first_wrong"] else 0


def verdicts(report: Mapping[str, Any]) -> str:
    """A report as text: a verdict a line, the first wrong line at the end."""
    lines = [f"loss: {report['loss']}"]
    for one in report["verdicts"]:
        cause = f" ({one['cause']})" if one["cause"] else ""
        lines.append(f"line {one['line']}: {one['name']}: {one['status']}{cause}")
        if one["message"]:
            lines.append(f"    {one['message']}")
        if one["fix"]:
            lines.append(f"    write {one['fix']['text'].strip()}")
        if one["status"] == "wrong" and _is_number(one["value"]) and _is_number(one["expected"]):
            lines.append(f"    it is {write(one['value'])}, not {write(one['expected'])}")
    lines += [f"note: {note['message']}" for note in report["notes"]]
    first = report["first_wrong"]
    lines.append(
        f"first wrong line: {first['line']} ({first['name']})"
        if first
        else "Every line that was judged is right."
    )
    return "\n".join(lines)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
