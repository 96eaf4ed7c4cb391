"""The worker pool: what runs too long or crashes costs one job, and nothing waits for ever."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graphs.limits import Limits
from settings import Settings
from tests.support.waiting import LIMIT, until
from web.http.errors import OverTime, Refused
from web.http.query import Query
from web.work.engine import Engine
from web.work.jobs import Answer, perform

LECTURE = Query("f = (x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0})


def echo(text: str) -> Answer:
    return Answer(200, text.encode())


def run_for_ever() -> Answer:
    while True:
        pass


def compute_for_ever() -> Answer:
    """One call into C that never looks at Python's signals."""
    return Answer(200, str(np.broadcast_to(1.0, (10**11,)).sum()).encode())


def crash(gate: str) -> Answer:
    Path(gate).read_bytes()  # a pipe: it waits for the other end
    os.kill(os.getpid(), signal.SIGKILL)
    return Answer(200, b"")


def take_memory() -> Answer:
    try:
        np.ones(2**31)
    except MemoryError:
        return Answer(413, b"")
    return Answer(200, b"")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Two workers, with time enough for every job that is to end."""
    made = Engine(Settings(workers=2, trace_seconds=LIMIT, export_seconds=LIMIT))
    yield made
    made.stop()


def test_a_worker_draws(engine: Engine) -> None:
    answer = engine.answer("page", LECTURE)
    assert answer.status == 200
    assert answer.svg.startswith("<svg")
    assert engine.knows_structure(LECTURE)


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_worker_exports_within_its_memory(engine: Engine, kind: str) -> None:
    assert engine.answer(kind, LECTURE).status == 200


@pytest.mark.parametrize("job", [run_for_ever, compute_for_ever])
def test_what_runs_too_long_is_stopped(engine: Engine, job) -> None:
    with pytest.raises(Refused) as caught:
        engine.run(job, seconds=0.3)
    assert caught.value.status == 503
    assert "0.3 seconds" in caught.value.error["message"]


def test_a_crash_costs_one_job(engine: Engine, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    answers: list[Answer] = []
    refused: list[Refused] = []

    def ask(number: int) -> None:
        answers.append(engine.run(echo, str(number), seconds=LIMIT))

    def ask_for_a_crash() -> None:
        with pytest.raises(Refused) as caught:
            engine.run(crash, str(gate), seconds=LIMIT)
        refused.append(caught.value)

    crashing = threading.Thread(target=ask_for_a_crash)
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in (crashing, *threads):
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
    gate.write_bytes(b"")
    crashing.join(LIMIT)
    assert [one.status for one in refused] == [503]
    assert engine.run(echo, "20", seconds=LIMIT).body == b"20"
    assert sorted(int(answer.body) for answer in answers) == list(range(20))


def test_a_newer_edit_of_the_same_page_stops_the_older_one(engine: Engine) -> None:
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(Refused) as caught:
            engine.run(run_for_ever, seconds=LIMIT, page_program=("my page", "x"))
        told.append(caught.value.error["message"])

    older = threading.Thread(target=ask)
    older.start()
    until(lambda: "my page" in engine.latest)
    assert (
        engine.run(echo, "other", seconds=LIMIT, page_program=("your page", "y")).body == b"other"
    )
    assert not told
    assert engine.run(echo, "newer", seconds=LIMIT, page_program=("my page", "y")).body == b"newer"
    older.join(LIMIT)
    assert len(told) == 1
    assert "newer edit" in told[0]
    assert engine.latest == {}


def test_what_takes_too_long_is_tried_once_more_with_a_cheaper_layout(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    budgets = []

    def late(
        job: object, kind: str, query: Query, limits: Limits, *more: object, **_: object
    ) -> Answer:
        budgets.append(limits.lanes)
        if limits.lanes:
            raise OverTime(503, "late")
        return perform(kind, query, limits, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "run", late)
    query = Query("f = x * y * x", {"x": 2.0, "y": 3.0})
    payload = json.loads(engine.answer("json", query).body)
    assert budgets == [engine.settings.limits.lanes, 0]
    assert payload["steps"][0]["value"] == 6.0


def test_memory_is_bounded(engine: Engine) -> None:
    assert engine.run(take_memory, seconds=LIMIT).status == 413


def test_a_full_queue_is_said_at_once() -> None:
    full = Engine(Settings(workers=1, queue=0))
    with pytest.raises(Refused) as caught:
        full.run(echo, "hello", seconds=LIMIT)
    assert (caught.value.status, caught.value.retry) == (503, 5)
    full.stop()
