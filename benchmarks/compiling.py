"""Compiled programs against the libraries and the code that compute the same."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import graphs
from benchmarks.examples import (
    LECTURE,
    MICROGRAD,
    RATE,
    lecture,
    lecture_by_hand,
    lecture_by_torch,
    micrograd_by_autograd,
    micrograd_by_torch,
)
from benchmarks.micrograd_peer import example
from benchmarks.timing import Ratio, compare
from graphs.compiled import training_step

LOOPS = 100  # of what takes microseconds, in one measurement
PASSES = 20  # of micrograd, in which a program is to be compiled


def torch() -> ModuleType | None:
    """PyTorch where it is installed; ``make bench`` installs it."""
    try:
        return importlib.import_module("torch")
    except ImportError:
        print("PyTorch is not installed: its rows are left out.", file=sys.stderr)
        return None


def rows() -> Iterator[Ratio]:
    """Against NumPy written by hand, micrograd and HIPS autograd."""
    yield from by_hand()
    yield from numbers()


def torch_rows() -> Iterator[Ratio]:
    """Against PyTorch, where it is installed."""
    peer = torch()
    if peer is not None:
        yield from by_torch(peer)


EXAMPLE = "micrograd's example, value and gradients"
NETWORK = "lecture's network, gradients; update outside"


def by_hand() -> Iterator[Ratio]:
    """The lecture's network, one iteration, against NumPy as the lecture writes it."""
    hand = lecture_by_hand()
    first, updated, compiled = hand(), outside(), inside()
    assert abs(updated() / first - 1) < 1e-9
    assert abs(compiled() / first - 1) < 1e-9
    peer = "NumPy by hand"
    yield compare(NETWORK, updated, peer, hand, target=1.0, rounds=300)
    what = "lecture's network, update compiled in"
    yield compare(what, compiled, peer, hand, target=0.9, rounds=300)


def numbers() -> Iterator[Ratio]:
    """micrograd's example, forward and backward, and how long it takes to compile it."""
    ours, by_autograd = numbers_compiled(), micrograd_by_autograd()
    for mine, theirs in zip(ours()[1].values(), by_autograd(), strict=True):
        assert abs(mine - theirs) < 1e-9
    yield compare(EXAMPLE, ours, "micrograd", example, target=1 / 20, loops=LOOPS)
    yield compare(EXAMPLE, ours, "HIPS autograd", by_autograd, target=1 / 100, loops=LOOPS)

    def passes() -> None:
        for _ in range(PASSES):
            example()

    yield compare(
        "compiling it, with the first call",
        lambda: graphs.compile(MICROGRAD)(a=-4.0, b=2.0),
        f"micrograd, {PASSES} passes",
        passes,
        target=1.0,
    )


def by_torch(peer: ModuleType) -> Iterator[Ratio]:
    """Both against PyTorch, eager, on the CPU."""
    name = "PyTorch, eager"
    ours = numbers_compiled()
    yield compare(EXAMPLE, ours, name, micrograd_by_torch(peer), target=1 / 40, loops=LOOPS)
    network, rounds = lecture_by_torch(peer), {"rounds": 500, "spell": 50}
    yield compare(NETWORK, outside(), name, network, target=0.6, **rounds)


def numbers_compiled() -> Callable[[], tuple[Any, dict[str, Any]]]:
    """micrograd's example as a compiled function, called."""
    fn = graphs.compile(MICROGRAD)
    return lambda: fn(a=-4.0, b=2.0)


def outside() -> Callable[[], float]:
    """Gradients from a compiled function, the update written as the lecture writes it."""
    values = lecture()
    fn = graphs.compile(LECTURE, wrt=["w1", "w2"])

    def run() -> float:
        loss, slopes = fn(**values)
        for name, slope in slopes.items():
            values[name] = values[name] - RATE * slope
        return float(loss)

    return run


def inside() -> Callable[[], float]:
    """Gradients and update in one compiled function."""
    values = lecture()
    run = training_step(LECTURE, ["w1", "w2"], "w = w - lr * dw")
    return lambda: run(values, {"w1": {}, "w2": {}}, {"lr": RATE})
