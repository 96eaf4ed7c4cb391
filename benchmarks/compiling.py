"""Compiled programs against the libraries and the code that compute the same."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

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
from graphs.compiled import step

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
    peer = torch()
    yield from numbers(peer)
    yield from arrays(peer)


def numbers(peer: ModuleType | None) -> Iterator[Ratio]:
    """micrograd's example, forward and backward, and how long it takes to compile it."""
    fn = graphs.compile(MICROGRAD)
    by_autograd = micrograd_by_autograd()
    _, slopes = fn(a=-4.0, b=2.0)
    for mine, theirs in zip(slopes.values(), by_autograd(), strict=True):
        assert abs(mine - theirs) < 1e-9
    what = "micrograd's example, value and gradients"

    def ours() -> object:
        return fn(a=-4.0, b=2.0)

    yield compare(what, ours, "micrograd", example, target=1 / 20, loops=LOOPS)
    if peer is not None:
        run = micrograd_by_torch(peer)
        yield compare(what, ours, "PyTorch, eager", run, target=1 / 40, loops=LOOPS)
    yield compare(what, ours, "HIPS autograd", by_autograd, target=1 / 100, loops=LOOPS)

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


def arrays(peer: ModuleType | None) -> Iterator[Ratio]:
    """The lecture's network, one iteration."""
    hand = lecture_by_hand()
    first, updated, compiled = hand(), outside(), inside()
    assert abs(updated() / first - 1) < 1e-9
    assert abs(compiled() / first - 1) < 1e-9
    what = "lecture's network, gradients; update outside"
    yield compare(what, updated, "NumPy by hand", hand, target=1.0, rounds=200)
    if peer is not None:
        run = lecture_by_torch(peer)
        yield compare(what, updated, "PyTorch, eager", run, target=0.6, rounds=200)
    yield compare(
        "lecture's network, update compiled in",
        compiled,
        "NumPy by hand",
        hand,
        target=0.9,
        rounds=200,
    )


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
    run = step(LECTURE, ["w1", "w2"], "w = w - lr * dw")
    return lambda: run(values, {"w1": {}, "w2": {}}, {"lr": RATE})
