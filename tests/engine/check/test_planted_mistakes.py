"""Mistakes put into the exported code of every gallery entry: found, on their line, by cause."""

from __future__ import annotations

from collections import Counter

import pytest

import graphs
from graphs.check import check, report
from tests.support.examples import ORDERED
from tests.support.mutants import Mutant, mutants, staged
from tests.support.tensor_programs import Writer

EACH = 3  # mistakes of one cause in one program
PARTS = 4  # of the gallery: one in make test, the others in make test-long
FORK = """a, b = 2.0, 1.0
c = a + b
d = b + 1
e = c * d
de = 1.0
dc = de * d
dd = de * c
db = dd
da = dc
db = dc
"""


@pytest.fixture(scope="module")
def exported() -> list[str]:
    return [staged(entry["program"], entry["inputs"]) for entry in ORDERED]


def test_correct_code_is_never_called_wrong(exported: list[str]):
    for entry, text in zip(ORDERED, exported, strict=True):
        found = check(text)
        assert found["first_wrong"] is None, (entry["title"], found["first_wrong"])
        assert {verdict["status"] for verdict in found["verdicts"]} == {"right"}, entry["title"]


def test_random_programs_are_never_called_wrong():
    """Their exported code is right, whatever gates, loops and indices they hold."""
    for number in range(60):
        writer = Writer(f"check {number}")
        program = writer.program()
        found = check(graphs.trace(program, writer.inputs).code("numpy"))
        assert found["first_wrong"] is None, (number, found["first_wrong"])


def test_a_value_that_two_lines_use_has_the_sum_of_both_shares():
    """What is no more than one of them is not right for being the gradient of another value."""
    first = check(FORK)["first_wrong"]
    assert (first["line"], first["cause"]) == (10, "accumulate")
    assert check(FORK.replace("db = dc", "db += dc"))["first_wrong"] is None


def test_a_gradient_under_a_misspelt_name_is_not_taken_for_one_from_outside():
    text = "x, y = 4.0, -3.0\nf = x * y\ndff = 1.0\ndx = df * y\ndy = df * x\n"
    assert check(text)["first_wrong"]["line"] == 3
    assert check(text.replace("dff", "df"))["first_wrong"] is None


@pytest.mark.parametrize("is_first", [True, pytest.param(False, marks=pytest.mark.long)])
def test_mistakes_are_found_on_their_line_with_their_cause(
    is_first: bool,
    exported: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    if is_first:  # mends take most of a check; `test_fixes` and the other parts look for them
        monkeypatch.setattr(report, "add_fixes", lambda *_: None)
    made: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    missed: list[tuple[Mutant, object]] = []
    for place in range(len(exported)):
        if (place % PARTS == 0) is not is_first:
            continue
        for mutant in mutants(exported[place], EACH, seed=place):
            first = check(mutant.text)["first_wrong"]
            made[mutant.cause] += 1
            line = first is not None and first["line"] == mutant.line
            lines[mutant.cause] += line
            causes[mutant.cause] += line and first["cause"] == mutant.cause
            if not line:
                missed.append((mutant, first))
    with capsys.disabled():
        print(f"\n{made.total()} mistakes; line {lines.total() / made.total():.1%}, "
              f"cause {causes.total() / made.total():.1%}")  # fmt: skip
        for cause, count in made.most_common():
            print(f"  {cause:<11}{count:4}  line {lines[cause]:4}  cause {causes[cause]:4}")
    assert made.total() >= 300 / PARTS
    assert min(made.values()) >= 10 / PARTS, made
    assert lines.total() / made.total() >= 0.98, missed
    assert causes.total() / made.total() >= 0.90
