"""How well the check judges: ``python -m tests.support.verdict_report``.

Right programs must not be condemned; of the slips put into them the first wrong line, its cause
and the advice are counted, by kind of slip. Nothing here asks the check what is right: gradients
are those of plain NumPy, and the right texts' agree with differences of their losses.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import graphs
from graphs import GraphError
from tests.support.exported_programs import exported_programs
from tests.support.mutants import Mutant, mutants, outcomes, same_gradients
from tests.support.right_programs import RightProgram, right_programs
from tests.support.slip_kinds import KINDS

FINE = ("right", "scaled")
LONGEST = 60  # seconds, after which a check is ended and counted as refused
TWO_LINES = "rows"  # a kind of slip that changes two lines
EACH = 1  # slips of one kind in one program


@dataclass(frozen=True)
class Checked:
    """What the check says of a text."""

    error: str = ""
    line: int | None = None
    cause: str | None = None
    name: str = ""
    message: str = ""
    faults: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()  # parameters of whose gradient nothing is said
    fix: tuple[int, str] | None = None
    work: float = 0.0  # nodes and evaluations
    seconds: float = 0.0


@dataclass(frozen=True)
class Found:
    """A mutant and what is said of it; ``advice`` is whether the mend's gradients are right,
    ``mends`` whether this one line makes the whole text right."""

    mutant: Mutant
    said: Checked
    advice: bool | None = None
    mends: bool = False

    @property
    def is_missed(self) -> bool:
        return not self.said.error and self.said.line is None

    @property
    def has_line(self) -> bool:
        return self.said.line in self.mutant.lines

    @property
    def has_a_line(self) -> bool:
        """Whether the line told is a wrong one: that of the slip, or one that mends the text."""
        return self.has_line or self.mends

    @property
    def has_cause(self) -> bool:
        return self.has_line and self.said.cause in KINDS[self.mutant.kind].causes


def every_program() -> dict[str, RightProgram]:
    """The right programs, and the exported ones."""
    return {**right_programs(), **exported_programs()}


@contextmanager
def ending(seconds: int) -> Iterator[None]:
    """Ends what hangs, in the main thread of a process on a system with signals."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"not ended after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def checked(program: RightProgram, text: str) -> Checked:
    start = time.process_time()
    try:
        with ending(LONGEST):
            found = graphs.check(text)
    except GraphError as error:
        return Checked(str(error), seconds=time.process_time() - start)
    except Exception as error:  # a fault of the check, to be listed
        seconds = time.process_time() - start
        return Checked(f"{type(error).__name__}: {error}", seconds=seconds)
    seconds = time.process_time() - start
    first = found["first_wrong"]
    wrong = [one for one in found["verdicts"] if one["status"] not in FINE]
    faults = tuple(f"line {one['line']} {one['name']}: {one['message']}" for one in wrong)
    unjudged = tuple(_unjudged(program, found))
    work = found.get("work", 0.0)
    work = float(sum(work) if isinstance(work, tuple | list) else work)
    if first is None:
        return Checked(faults=faults, unjudged=unjudged, work=work, seconds=seconds)
    verdict = next(
        one for one in wrong if (one["line"], one["name"]) == (first["line"], first["name"])
    )
    fix = verdict["fix"] and (verdict["fix"]["line"], verdict["fix"]["text"])
    cause = first["cause"] or verdict["status"]
    return Checked("", first["line"], cause, first["name"], first["message"], faults, unjudged,
                   fix, work, seconds)  # fmt: skip


def _unjudged(program: RightProgram, found: dict[str, Any]) -> Iterator[str]:
    """Parameters whose gradient has no verdict, and of which no note says so."""
    names = {one["name"] for one in found["verdicts"]}
    of = {one["of"] for one in found["verdicts"]}
    said = json.dumps([found["notes"], found.get("unjudged", [])])
    for parameter, gradient in program.gradients:
        key = gradient.strip("-").replace('"', "'")
        base = key.split("[")[0] if "'" not in key else key
        last = parameter.rpartition(".")[2]
        entry = last.rpartition("[")[2].strip("]'\"") if "'" in last else last.split("[")[0]
        near = {key, base, key.rpartition(".")[2], base.rpartition(".")[2]}
        if names & near or of & {parameter, last, entry, last.split("[")[0], f"self.{last}"}:
            continue
        if any(one.endswith((f".{entry}", f"['{entry}']")) for one in of if one):
            continue
        if parameter not in said and key not in said and entry not in said:
            yield parameter


def judged(mutant: Mutant) -> Found:
    program = every_program()[mutant.program]
    said = checked(program, mutant.text)
    if said.fix is None:
        return Found(mutant, said)
    wanted = outcomes(program, program.text)

    def is_right(text: str) -> bool:
        return same_gradients(outcomes(program, text), wanted, program.within)

    advice = is_right(with_mend(program, mutant, said.fix))
    lines = mutant.text.split("\n")
    lines[said.fix[0] - 1] = said.fix[1]
    mends = said.fix[0] == said.line and is_right("\n".join(lines))
    return Found(mutant, said, advice, mends)


def with_mend(program: RightProgram, mutant: Mutant, fix: tuple[int, str]) -> str:
    """A mutant's text with one line as advised; of two rows that have changed places the other is
    put right, for it needs an advice of its own."""
    lines, before = mutant.text.split("\n"), program.text.split("\n")
    if mutant.kind == TWO_LINES and lines[fix[0] - 1] != before[fix[0] - 1]:
        lines = before
    lines[fix[0] - 1] = fix[1]
    return "\n".join(lines)


def all_mutants(programs: Iterable[RightProgram], each: int, sample: int | None) -> list[Mutant]:
    """The slips of all programs, or so many of them, drawn by chance but always the same."""
    several = [program for program in programs if program.gradients]
    if sample is not None:
        several = random.Random(16).sample(several, min(len(several), sample))
    found = [mutant for program in several for mutant in mutants(program, each)]
    return found if sample is None else random.Random(16).sample(found, min(sample, len(found)))


def judge_right(name: str) -> tuple[str, Checked]:
    program = every_program()[name]
    return name, checked(program, program.text)


def table(found: Sequence[Found]) -> Iterator[str]:
    """A row for each kind of slip, the most frequent first."""
    heads = ("count", 6), ("line", 7), ("a line", 8), ("cause", 7), ("advice", 8), ("given", 7)
    heads += ("missed", 7), ("refused", 8)
    yield f"{'slip':<17}" + "".join(f"{word:>{wide}}" for word, wide in heads)
    groups = defaultdict(list)
    for one in found:
        groups[one.mutant.kind].append(one)
    rows = sorted(groups.items(), key=lambda row: -len(row[1]))
    for kind, several in [*rows, ("all", list(found))]:
        given = [one for one in several if one.advice is not None]
        good = sum(bool(one.advice) for one in given)
        count = len(several)
        yield (
            f"{kind:<17}{count:>6}"
            f"{sum(one.has_line for one in several) / count:>7.1%}"
            f"{sum(one.has_a_line for one in several) / count:>8.1%}"
            f"{sum(one.has_cause for one in several) / count:>7.1%}"
            f"{good / len(given) if given else 1:>8.1%}"
            f"{len(given) / count:>7.0%}"
            f"{sum(one.is_missed for one in several):>7}"
            f"{sum(bool(one.said.error) for one in several):>8}"
        )


def right_lines(right: dict[str, Checked]) -> Iterator[str]:
    """What is said of the right programs that should not be."""
    refused = {name: one for name, one in right.items() if one.error}
    condemned = {name: one for name, one in right.items() if one.faults or one.line is not None}
    unjudged = {
        name: one for name, one in right.items()
        if one.unjudged and name not in condemned and name not in refused
    }  # fmt: skip
    yield (
        f"{len(right)} right programs: {len(condemned)} condemned, {len(refused)} refused, "
        f"{len(unjudged)} with a parameter silently unjudged"
    )
    programs = every_program()
    for name, one in condemned.items():
        yield f"  condemned  {programs[name].style}: {name}"
        yield from (f"      {fault}" for fault in one.faults[:3])
    for name, one in refused.items():
        yield f"  refused    {programs[name].style}: {name}: {one.error}"
    for name, one in unjudged.items():
        yield f"  unjudged   {programs[name].style}: {name}: {', '.join(one.unjudged)}"


def slowest(found: Sequence[Found], right: dict[str, Checked]) -> Iterator[str]:
    """The mutants that cost most, in units of their right versions."""
    for what in ("work", "seconds"):
        ratios = [
            (getattr(one.said, what) / max(getattr(right[one.mutant.program], what), 1e-2), one)
            for one in found
            if one.mutant.program in right and getattr(one.said, what)
        ]
        ratios.sort(key=lambda pair: -pair[0])
        if ratios:
            over = sum(ratio > 5 for ratio, _ in ratios)
            yield f"most {what}, in units of the right version ({over} of {len(ratios)} over 5):"
            yield from (f"  {ratio:6.1f}  {one.mutant}" for ratio, one in ratios[:5])


def failures(found: Sequence[Found], most: int) -> Iterator[str]:
    """Mutants whose verdict is not right: what fails, by kind, the most frequent first."""
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in found:
        for what in _failing(one):
            groups[one.mutant.kind, what].append(one)
    for (kind, what), several in sorted(groups.items(), key=lambda row: -len(row[1])):
        yield f"\n{len(several):4}  {kind} ({KINDS[kind].words}): {what}"
        causes = Counter(one.said.cause for one in several if what == "cause")
        if causes:
            named = ", ".join(f"{cause} {count}" for cause, count in causes.most_common())
            yield f"      said instead: {named}"
        for one in sorted(several, key=lambda one: len(one.mutant.text))[:most]:
            lines = ", ".join(map(str, sorted(one.mutant.lines)))
            before, after = (
                " ".join(text.split()) for text in (one.mutant.before, one.mutant.after)
            )
            where = f"{one.mutant.style}: {one.mutant.program}, line {lines}"
            yield f"      {where}: {before} → {after}"
            said = f"line {one.said.line}, {one.said.cause}"
            yield f"          {said}: {one.said.error or one.said.message}"
            if what == "advice" and one.said.fix:
                yield f"          advice: line {one.said.fix[0]}: {one.said.fix[1].strip()}"


def _failing(one: Found) -> Iterator[str]:
    if one.said.error:
        yield "refused"
    elif one.is_missed:
        yield "missed"
    elif not one.has_line:
        yield "line"
    elif not one.has_cause:
        yield "cause"
    if one.advice is False:
        yield "advice"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants, always the same")
    parser.add_argument("--each", type=int, default=EACH, help="slips of a kind in a program")
    parser.add_argument("--style", help="programs of one style alone")
    parser.add_argument("--right", action="store_true", help="the right programs alone")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--examples", type=int, default=2, help="of each kind of failure")
    parser.add_argument("--json", type=Path, help="where all that was found is written")
    asked = parser.parse_args()
    programs = [p for p in every_program().values() if asked.style in (None, p.style)]
    several = [] if asked.right else all_mutants(programs, asked.each, asked.sample)
    names = [program.name for program in programs]
    if asked.processes > 1:
        with ProcessPoolExecutor(asked.processes) as pool:
            right = dict(pool.map(judge_right, names))
            found = list(pool.map(judged, several, chunksize=8))
    else:
        right, found = dict(map(judge_right, names)), list(map(judged, several))
    for text in right_lines(right):
        print(text)
    if found:
        print(f"\n{len(found)} mutants of {len({one.mutant.program for one in found})} programs")
        for text in (*table(found), *slowest(found, right), *failures(found, asked.examples)):
            print(text)
    if asked.json:
        data = {"right": {name: asdict(one) for name, one in right.items()},
                "mutants": [asdict(one) for one in found]}  # fmt: skip
        asked.json.write_text(json.dumps(data, indent=1, default=sorted))


if __name__ == "__main__":
    main()
