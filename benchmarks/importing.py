"""How much there is to load: processor time of the engine and of its command, beside NumPy's."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.timing import Ratio

ROUNDS = 30
PEER = "import numpy"
ENGINE = ["-c", "import graphs"]
COMMAND = ["-m", "graphs", "f = (x + y) * z", "x=-2", "y=5", "z=-4"]


def rows() -> Iterator[Ratio]:
    numpy = ["-c", PEER]
    yield compare("import graphs", ENGINE, numpy, target=2.5)
    yield compare("the one-line command", COMMAND, numpy, target=3.5)


def compare(what: str, ours: Sequence[str], peer: Sequence[str], target: float) -> Ratio:
    """Both in turn, each in a process of its own; medians of their processor time."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        times[0].append(processor_seconds(ours))
        times[1].append(processor_seconds(peer))
    return Ratio(what, PEER, median(times[0]), median(times[1]), target)


def processor_seconds(arguments: Sequence[str]) -> float:
    """Seconds of processor time, its own and the system's for it, of one run of Python."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
