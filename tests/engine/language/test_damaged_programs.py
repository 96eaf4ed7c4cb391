"""Programs with random damage end in an answer or a GraphError."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.long_run import filled
from tests.support.surviving import survived
from tests.support.text_mutants import mutant, seeds

MUTANTS = 3_000
PARTS = 20  # for the two processes of make test


@pytest.mark.parametrize(
    "part",
    [pytest.param(one, marks=[pytest.mark.long] if one > 1 else []) for one in range(PARTS)],
)
def test_damaged_programs_end(part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for seed in range(part, MUTANTS, PARTS):
        text = mutant(seed)
        try:
            survived(text, filled)
        except Exception as error:
            raise AssertionError(f"{error!r} of seed {seed}:\n{text}") from error


def test_damage_is_the_same_each_time_and_not_all_of_it_is_refused() -> None:
    assert all(len(programs) > 50 for programs in seeds())
    assert [mutant(seed) for seed in range(50)] == [mutant(seed) for seed in range(50)]
    assert sum(mutant(seed) not in (*seeds()[0], *seeds()[1]) for seed in range(500)) > 450
