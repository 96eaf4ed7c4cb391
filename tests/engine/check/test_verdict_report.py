"""Slips put into right programs of every style: found, on their line, by cause, with advice."""

from __future__ import annotations

import difflib

import pytest

from tests.support.mutants import mutants
from tests.support.right_programs import right_programs
from tests.support.slip_kinds import KINDS
from tests.support.verdict_report import EACH, Found, all_mutants, every_program, judged, table

SAMPLE = 40
# Of all mutants: the first wrong line, its cause, and of the advice given that which is right.
FLOORS = (0.8, 0.72, 0.92)


def shares(found: list[Found]) -> tuple[float, float, float]:
    advised = [one for one in found if one.advice is not None]
    return (
        sum(one.has_line for one in found) / len(found),
        sum(one.has_cause for one in found) / len(found),
        sum(bool(one.advice) for one in advised) / len(advised),
    )


@pytest.mark.parametrize("sample", [SAMPLE, pytest.param(None, marks=pytest.mark.long)])
def test_slips_are_found_on_their_line_with_their_cause(
    sample: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    several = all_mutants(every_program().values(), EACH, sample)
    assert len(several) >= (sample or 1500)
    found = list(map(judged, several))
    with capsys.disabled():
        print("", *table(found), sep="\n")
    for one in found:  # nothing stands where it belongs itself
        words = one.said.message.rpartition(". ")[2].split()
        assert words[1:2] != ["stands"] or words[:1] != words[3:4], one
    for share, floor in zip(shares(found), FLOORS, strict=True):
        assert share >= floor, [str(one.mutant) for one in found if not one.has_cause]


def test_a_slip_leaves_the_rest_of_a_text_as_it_is() -> None:
    program = right_programs()["RELU_NET"]
    before = program.text.split("\n")
    found = list(mutants(program))
    assert len(found) >= 30
    for mutant in found:
        after = mutant.text.split("\n")
        changed = [line for line in difflib.ndiff(before, after) if line[:2] in ("- ", "+ ")]
        assert 1 <= len(changed) <= 4, mutant
        assert any(0 <= number - 1 < len(after) for number in mutant.lines)
        compile(mutant.text, "<mutant>", "exec")


def test_every_kind_of_slip_is_made() -> None:
    missing = set(KINDS)
    for name in ("RNN", "GRADS_DICT", "LAYERS", "CS231n max pool naive", *right_programs()):
        if missing and right_programs()[name].gradients:
            missing -= {mutant.kind for mutant in mutants(right_programs()[name], 1)}
    assert not missing


def test_the_slips_are_the_same_every_time() -> None:
    program = right_programs()["LSTM"]
    assert [str(one) for one in mutants(program, 1)] == [str(one) for one in mutants(program, 1)]
