"""Timing two ways of doing one thing, side by side."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """Seconds a run for ours and for the peer (medians), and how they compare."""

    what: str
    peer: str
    ours_seconds: float
    peer_seconds: float
    target: float

    @property
    def ratio(self) -> float:
        return self.ours_seconds / self.peer_seconds

    @property
    def met(self) -> bool:
        return self.ratio <= self.target

    def row(self) -> str:
        return (
            f"{self.what:<46} {self.ours_seconds * 1e3:8.4g} ms  {self.peer:<21} "
            f"{self.peer_seconds * 1e3:8.4g} ms  ratio {self.ratio:6.3f}  "
            f"target {self.target:5.3f}  {verdict(self.met)}"
        )


def verdict(met: bool) -> str:
    """What is printed behind a goal."""
    return "met" if met else "MISSED"


def compare(
    what: str,
    ours: Callable[[], object],
    peer_name: str,
    peer: Callable[[], object],
    target: float,
    rounds: int = 30,
    loops: int = 1,
    spell: int = 1,
) -> Ratio:
    """Time both in turn, so that a busy moment of the machine falls on both; keep the medians.

    ``loops``: how often a run is repeated in one measurement, where it takes microseconds.
    ``spell``: measurements of each before the other's turn, where one's threads go on for a while.
    """
    ours(), peer()
    times: tuple[list[float], list[float]] = ([], [])
    gc.disable()
    try:
        turns = [(ours, times[0]), (peer, times[1])]
        for _ in range(rounds // spell):
            turns.reverse()  # whoever comes first finds colder caches
            for run, kept in turns:
                for _ in range(spell):
                    start = time.perf_counter()
                    for _ in range(loops):
                        run()
                    kept.append((time.perf_counter() - start) / loops)
            gc.collect()
    finally:
        gc.enable()
    return Ratio(what, peer_name, median(times[0]), median(times[1]), target)
