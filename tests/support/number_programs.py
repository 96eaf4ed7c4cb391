"""Random programs of numbers, as text, with HIPS autograd's answer to each."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import pytest

from graphs.gates import ATOM, GATES, Gate
from tests.support.reference import by_autograd

PROGRAMS = 2_000
INPUTS = ("x0", "x1", "x2", "x3")
ROWS = [  # what numbers are written with; casts and arrays: test_random_array_programs.py
    gate
    for gate in GATES
    if gate.elementwise and not gate.hidden and not (gate.data and gate.precedence == ATOM)
]
DATA = [gate for gate in ROWS if gate.data]
COMPARISONS = [
    gate for gate in DATA if gate.write("ab"[: gate.arity])[2:4].strip() in "< <= > >= =="
]
FREE = (-2.0, 2.0)


class Writer:
    """Writes one random program; every choice comes from the seed."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.names = list(INPUTS)
        self.lines = ["base = x0 * x1 + x2 - x3", "v = base"]
        self.made = 0

    def leaf(self) -> str:
        if self.random.random() < 0.15:
            return f"{self.random.uniform(-2, 2):.3f}"
        return self.random.choice(self.names)

    def condition(self, depth: int = 0) -> str:
        gate = self.random.choice(DATA if depth < 2 else COMPARISONS)
        part = self.leaf if gate in COMPARISONS else lambda: self.condition(depth + 1)
        return f"({gate.write([part() for _ in range(gate.arity)])})"

    def call(self, gate: Gate, depth: int) -> str:
        """A use of a gate, its arguments brought into the row's domain."""
        if gate.data:
            return f"{self.condition()} * {self.leaf()}"
        count = self.random.choice((2, 3)) if gate.variadic else gate.arity
        args = []
        for slot in range(count):
            low, high = gate.domain[min(slot, len(gate.domain) - 1)]
            part = f"({self.expression(depth + 1)})"
            if slot == 0 and not gate.differentiable(slot):
                part = self.condition()
            elif (low, high) != FREE:
                part = f"({low} + {high - low} * sigmoid({part}))"
            args.append(part)
        return gate.write(args)

    def expression(self, depth: int = 0) -> str:
        if depth > 2 or (depth and self.random.random() < 0.6):
            return self.leaf()
        return self.call(self.random.choice(ROWS), depth)

    def fresh(self) -> str:
        """A name to assign: a new one, or one that is assigned again."""
        if self.random.random() < 0.3:
            return self.random.choice(self.names)
        self.made += 1
        return f"v{self.made}"

    def assign(self) -> list[str]:
        line = f"{(name := self.fresh())} = tanh({self.expression()})"
        self.names.append(name)
        return [line]

    def augment(self) -> list[str]:
        sign = self.random.choice(("+", "-", "*"))
        return [f"{self.random.choice(self.names)} {sign}= {self.expression()}"]

    def pair(self) -> list[str]:
        # Two names: early 3.11 swaps the stores of x, x = a, b.
        one, other = self.random.sample(list(dict.fromkeys(self.names)), 2)
        return [f"{one}, {other} = {other}, tanh({self.expression()})"]

    def loop(self) -> list[str]:
        name = self.random.choice(self.names)
        body = f"    {name} = tanh({name} + {self.expression()} * (t + 1))"
        return [f"for t in range({self.random.randint(2, 3)}):", body]

    def function(self) -> list[str]:
        self.made += 1
        name, a, b = f"f{self.made}", self.leaf(), self.leaf()
        body = f"    w = u * {self.expression()} + k"
        call = f"v = {name}({a}) + {name}({b}, k={self.leaf()})"
        return [f"def {name}(u, k=0.5):", body, "    w -= u", "    return w", call]

    def program(self) -> str:
        makers: list[Callable[[], list[str]]] = [self.assign, self.augment, self.pair]
        makers += [self.assign, self.loop, self.function]
        for _ in range(self.random.randint(3, 8)):
            self.lines += self.random.choice(makers)()
        ends = self.random.sample(self.names, 3)
        return "\n".join([*self.lines, f"out = base + v + {' + '.join(ends)}"])


def sane(value: float, slopes: list[float]) -> bool:
    return all(math.isfinite(number) and abs(number) < 1e4 for number in (value, *slopes))


def programs(
    part: int = 0, parts: int = 1
) -> Iterator[tuple[str, tuple[float, ...], float, list[float]]]:
    """Programs with autograd's answer. One whose numbers run away is written anew."""
    for number in range(part, PROGRAMS, parts):
        for attempt in range(20):
            writer = Writer(f"{number}.{attempt}")
            place = tuple(writer.random.uniform(-2.0, 2.0) for _ in INPUTS)
            text = writer.program()
            value, slopes = by_autograd(text, dict(zip(INPUTS, place, strict=True)), "out")
            if sane(value, slopes):
                yield text, place, value, slopes
                break
        else:
            pytest.fail(f"no sane program for seed {number}")
