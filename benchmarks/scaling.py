"""How cost grows with the number of gates: ``python -m benchmarks.scaling``.

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
from graphs.backward import backward, gradients
from graphs.forward import forward
from graphs.parse import parse
from tests.large import CHAIN, CLASSIFIER, RECURRENT

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


def main() -> int:
    """Measure and print. Returns 1 where a goal is missed."""
    missed = 0
    print(
        f"{'phase':<10} {'exponent':>8}  goal {MOST_EXPONENT}   µs a gate, from few to many gates"
    )
    for row in scalings():
        missed += not row.met
        each = "  ".join(f"{1e6 * seconds / gates:6.1f}" for gates, seconds in row.seconds)
        print(f"{row.phase:<10} {row.exponent:8.2f}  {'met' if row.met else 'MISSED':<8} {each}")
    print()
    for name, text in LARGE.items():
        seconds, payload = timed(
            lambda text=text: json.dumps(graphs.trace(text, open="auto").to_dict())
        )
        told = json.loads(payload)
        late = seconds > MOST_SECONDS
        missed += late
        print(
            f"{name:<42} {told['stats']['gates']:>7,} gates  {seconds:5.2f} s of {MOST_SECONDS:g}  "
            f"{len(payload) / 1e3:7.0f} kB  {'MISSED' if late else 'met'}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
