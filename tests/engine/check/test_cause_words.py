"""Every cause that a verdict can have is one that the page has words for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from graphs.check import messages
from graphs.misconceptions.table import TABLE

PAGE = Path(__file__).parents[3] / "static" / "js" / "check" / "words.js"
MADE = ("Diagnosis", "Repair")  # what has a cause for its first argument


def written_causes() -> Iterator[str]:
    """The causes that the check's own code writes out."""
    for path in Path(messages.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(cause)), *_]):
                    if name in MADE:
                        yield cause


def test_the_page_has_words_for_every_cause() -> None:
    (table,) = re.findall(r"const CAUSES = \{(.*?)\};", PAGE.read_text("utf-8"), re.DOTALL)
    told = set(re.findall(r'^\s*"?([\w-]+)"?: ".+",$', table, re.MULTILINE))
    written = set(written_causes())
    assert len(written) > 3
    assert {cause for cause, _ in messages.WORDS} | {row.cause for row in TABLE} | written <= told
