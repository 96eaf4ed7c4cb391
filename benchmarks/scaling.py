"""How cost grows with the number of gates: ``python -m benchmarks scaling``.

For each phase the exponent fitted to time against gates, from about 100 to 100,000 gates: 1 is
flat cost for each gate. And the two large programs of 10,000 gates, from text to the payload of
the folded picture.
"""

from __future__ import annotations

import gc
import json
import math
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import graphs
from benchmarks.timing import verdict
from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.forward import forward
from graphs.language.parse import parse
from tests.support.large import CHAIN, CLASSIFIER, RECURRENT

PASSES = (33, 100, 333, 1_000, 3_333, 10_000, 33_333)  # of three gates
MOST_EXPONENT = 1.1
LARGE = {
    "a scalar multilayer perceptron in loops": CLASSIFIER.format(rows=30),
    "an RNN unrolled 500 steps": RECURRENT.format(passes=500),
    "a recurrence of 10,000 gates": CHAIN.format(passes=3_333),
}
MOST_SECONDS = 2.0
ROUNDS = 3


class Scaling(NamedTuple):
    """Seconds of a phase at each number of gates, and the exponent fitted to them."""

    phase: str
    seconds: list[tuple[int, float]]

    @property
    def exponent(self) -> float:
        """The slope of log seconds over log gates, by least squares."""
        points = [(math.log(gates), math.log(seconds)) for gates, seconds in self.seconds]
        x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
        return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)

    @property
    def met(self) -> bool:
        return self.exponent <= MOST_EXPONENT

    def row(self) -> str:
        each = " ".join(f"{1e6 * seconds / gates:5.1f}" for gates, seconds in self.seconds)
        return (
            f"{self.phase}: time grows with gates to the power {self.exponent:.2f}, "
            f"goal {MOST_EXPONENT}  {verdict(self.met)}; µs a gate: {each}"
        )


class Large(NamedTuple):
    """Seconds from a large program's text to the payload of its folded picture."""

    name: str
    gates: int
    seconds: float
    bytes: int

    @property
    def met(self) -> bool:
        return self.seconds <= MOST_SECONDS

    def row(self) -> str:
        return (
            f"{self.name}, {self.gates:,} gates: text → folded payload of "
            f"{self.bytes / 1e3:.0f} kB in {self.seconds:.2f} s, goal {MOST_SECONDS:g} s  "
            f"{verdict(self.met)}"
        )


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """The least seconds of a few rounds, and what came of the last."""
    best, made = math.inf, None
    for _ in range(ROUNDS):
        gc.collect()
        start = time.perf_counter()
        made = run()
        best = min(best, time.perf_counter() - start)
    return best, made


def scalings() -> list[Scaling]:
    """Parse, forward, backward and payload of a recurrence of more and more passes."""
    found: dict[str, list[tuple[int, float]]] = {}
    for passes in PASSES:
        text = CHAIN.format(passes=passes)
        for phase, seconds, gates in _phases(text):
            found.setdefault(phase, []).append((gates, seconds))
    return [Scaling(phase, seconds) for phase, seconds in found.items()]


def _phases(text: str) -> Iterator[tuple[str, float, int]]:
    seconds, graph = timed(lambda: parse(text))
    gates = sum(node.gate is not None for node in graph.nodes)
    yield "parse", seconds, gates
    seconds, (values, _) = timed(lambda: forward(graph, {}))
    yield "forward", seconds, gates
    seconds, _ = timed(lambda: gradients(graph, backward(graph, values)[0]))
    yield "backward", seconds, gates
    trace = graphs.trace(text, open="auto")
    seconds, _ = timed(lambda: json.dumps(trace.with_inputs({}).to_dict()))
    yield "payload", seconds, gates


def rows() -> Iterator[Scaling | Large]:
    yield from scalings()
    for name, text in LARGE.items():
        seconds, payload = timed(lambda text=text: payload_of(text))
        yield Large(name, json.loads(payload)["stats"]["gates"], seconds, len(payload))


def payload_of(text: str) -> str:
    """From a program's text to the payload of its folded picture."""
    return json.dumps(graphs.trace(text, open="auto").to_dict())
