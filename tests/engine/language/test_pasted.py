"""What is pasted around a program: prompts, magics, fences, Python 2; places stay as typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import graphs
from graphs import GraphError
from graphs.language.pasted import mending
from graphs.language.pasted.python_parser import to_tree

# "==== name | value | what the one note says, ? for any, nothing for none", then the text.
SECTION = re.compile(r"^==== (.*?) \| (.*?) \| ?(.*)\n", re.MULTILINE)
NAMES, VALUES, NOTES, TEXTS = (
    SECTION.split(Path(__file__).with_name("pasted_programs.txt").read_text("utf-8"))[at::4]
    for at in (1, 2, 3, 4)
)
PASTED = {
    name: (text.removesuffix("\n"), float(value), None if note == "?" else note)
    for name, value, note, text in zip(NAMES, VALUES, NOTES, TEXTS, strict=True)
} | {
    "no width": ("x\u200b = 2.0\nf =\ufeff x**2\u2060", 4.0, ""),
    "wide spaces": ("x = 2.0\nf\u2003=\u202fx**2", 4.0, ""),
}


@pytest.mark.parametrize("name", PASTED)
def test_what_is_pasted_is_read(name: str) -> None:
    text, value, note = PASTED[name]
    trace = graphs.trace(text)
    assert trace.value == value
    if note is not None:
        assert len(trace.notes) == (1 if note else 0)
        assert all(note in one.message and one.line is not None for one in trace.notes)


@pytest.mark.parametrize("name", PASTED)
def test_places_are_those_of_the_text_as_it_was_typed(name: str) -> None:
    text, _, _ = PASTED[name]
    lines = text.split("\n")
    for node in graphs.trace(text).evaluation.model.nodes:
        source = node.source
        if source is None or node.kind == "constant" or source.line != source.end_line:
            continue
        there = lines[source.line - 1][source.column : source.end_column]
        if node.kind == "input":
            assert (node.name or "").startswith(there.strip("\u200b"))
        else:
            assert set(there) & set("*)") or there == "f", there


BROKEN = {
    ">>> x = 2.0\n>>> f = x * nope": (2, "nope"),
    ">>> x = 2.0\n>>> f = 2x": (2, "2x"),
    "    x = 2.0\n    f = x * nope": (2, "nope"),
    "```\nf = nope\n```": (2, "nope"),
    "1  x = 2.0\n2  f = (x\n": (2, "(x"),
    "x = 2.0\nprint x, nope + 1, 'é' * x": (2, "'é' * x"),
    "x = 2.0\nprint “é”, x y": (2, "x y"),
    "In [1]: x = 2.0\nIn [2]: f = x * nope": (2, "nope"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_errors_stand_in_the_text_as_it_was_typed(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace(text)
    error, (line, place) = caught.value, BROKEN[text]
    assert error.line == line
    assert text.split("\n")[line - 1][error.column : error.end_column] == place
    if error.mend is not None:
        assert place != error.mend


KEPT = {  # what looks like one of these and is none
    "a doctest": 'def g(a):\n    """\n    >>> g(2)\n    4\n    """\n    return a * a\n'
    "print 3\nf = g(x)",
    "a fence in a docstring": 'def g(a):\n    """\n    ```\n    g(2)\n    ```\n    """\n'
    "    return a * a\n"
    "print 3\nf = g(x)",
    "an expression that goes on": "n, k = 7, 2\nm = (n\n     %k)\nprint m\nf = x * x",
    "texts with curly quotes": "d = 'it’s “a”'\nprint d\nf = x * x",
    "an item of a list named In": "In = [0, 0]\nIn [1] = x\nf = In[1] * x",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_only_looks_like_it_stays(name: str) -> None:
    assert graphs.trace(KEPT[name], {"x": 2.0}).value == 4.0


def test_tabs_that_may_mean_two_things_are_an_error_that_names_them() -> None:
    text = "if x > 0:\n    if x > 9:\n        f = 1\n\tf = 2\nf = x"
    with pytest.raises(GraphError, match="indented with tabs") as caught:
        graphs.trace(text, {"x": 1.0})
    assert caught.value.line == 4


def test_python_2_prints_what_python_2_prints() -> None:
    trace = graphs.trace('x = 2.0\nprint "x is %.1f" % x\nprint "x", x, x**2\nf = x')
    assert trace.printed == {2: "x is 2.0", 3: "x 2.0 4.0"}


def test_a_text_that_python_reads_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(mending, "to_tree", fail)
    assert graphs.trace("x = 2.0\nf = x * x").value == 4.0


def test_only_so_many_mends_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(mending, "to_tree", lambda text: (tried.append(text), to_tree(text))[1])
    hostile = ("print “\n", ">>> >>> ", "1 2\n", "```\n", "\t\n x", "!\\\n", "In [1]: print <>\n")
    for text in (piece * 999 for piece in hostile):
        with pytest.raises(GraphError):
            graphs.trace(text)
        assert len(tried) <= mending.MOST_MENDED
        tried.clear()
