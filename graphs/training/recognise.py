"""Programs that train themselves: ``for t in range(2000): … w1 -= 1e-4 * grad_w1``.

Such a loop is taken apart: the lines that its loss needs are the program, the lines that move the
parameters say the optimizer.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.forward import forward, normalize_inputs
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.parse import parse
from graphs.language.syntax import to_syntax_tree
from graphs.limits import UNLIMITED, Limits
from graphs.model import Value
from graphs.training.handwritten_update import Written, written
from graphs.training.loop_slice import Loop
from graphs.training.optimizers import OPTIMIZERS
from graphs.training.statistics import evaluate

SEED = 0  # of random values that the program does not seed: the same whenever it is read here
CLOSE = 1e-6


@dataclass(frozen=True)
class Found:
    """A training loop, taken apart. ``program`` traces by itself; ``lines`` are the updates'.

    ``wrong`` names what the loop takes for a gradient and is none: training does not follow it.
    """

    program: str
    output: str
    parameters: tuple[str, ...]
    optimizer: str
    settings: Mapping[str, float]
    iterations: int
    lines: tuple[int, ...]
    wrong: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What it is, in words."""
        said = ", ".join(f"{name} = {write(value)}" for name, value in self.settings.items())
        found = (
            f"This program trains itself: {self.iterations:,} iterations of "
            f"{OPTIMIZERS[self.optimizer].title} ({said})."
        )
        if not self.wrong:
            return found
        return (
            f"{found} Its {' and '.join(self.wrong)} would lead elsewhere: not the gradient of "
            f"{self.output}, which is what is used here."
        )

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-safe data."""
        return {
            "program": self.program,
            "output": self.output,
            "parameters": list(self.parameters),
            "optimizer": self.optimizer,
            "settings": dict(self.settings),
            "iterations": self.iterations,
            "lines": list(self.lines),
            "wrong": list(self.wrong),
            "sentence": self.sentence,
        }


def recognised(
    text: str, inputs: Mapping[str, Value] | None = None, limits: Limits | None = None
) -> Found | None:
    """The training that a program's own loop does; None where it has none that can be told.

    The gradients may be written by hand or be names that the program does not define (``dw1``).
    A loop that draws random values, whose forward part needs its counter, or whose rate changes
    on the way is not recognised: training would not do the same.
    """
    limits = limits or UNLIMITED
    try:
        tree, text, _ = to_syntax_tree(text, limits)
        given = normalize_inputs(inputs or {})
    except GraphError:
        return None
    for place, node in enumerate(tree.body):
        if isinstance(node, ast.For):
            loop = Loop(text, tree.body[:place], node, given, limits)
            for name, last in dict.fromkeys(loop.losses()) if loop.carried else ():
                try:
                    found = _trained(loop, name, last)
                except GraphError:
                    continue
                if found is not None:
                    return found
    return None


def _trained(loop: Loop, name: str, last: int) -> Found | None:
    """What a loop trains, and how, if a name is its loss, last computed at a place of its body.

    Raises:
        GraphError: its forward part is no program by itself.
    """
    places, _ = loop.needed({name}, last)
    if not loop.repeats(places):
        return None
    program = loop.program(places)
    graph = parse(program, loop.given, name, None, loop.limits, SEED)
    values, gradients = evaluate(graph, loop.given)
    known = {one: values[at] for one, at in graph.names.items()}
    known |= {one: values[entry.node] for one, entry in graph.inputs.items()}
    counts = loop.counts(known)
    parameters = [
        one
        for one, entry in graph.inputs.items()
        if one in loop.carried and graph.receives_gradient[entry.node] and not entry.structural
    ]
    if not counts or not loop.counter or not parameters or graph.nodes[graph.output].shape:
        return None
    moves = [written(loop, one, known, counts) for one in parameters]
    found = [move for move in moves if move is not None]
    if len(found) < len(parameters) or any(move.rule != found[0].rule for move in found):
        return None
    due = [gradients[graph.inputs[one].node] for one in parameters]
    wrong = [
        move.slope for move, right in zip(found, due, strict=True) if _differs(loop, move, right)
    ]
    rule = found[0].rule
    return Found(
        program, name, tuple(parameters), rule.optimizer, rule.settings, len(counts),
        tuple(sorted({line for move in found for line in move.lines})),
        tuple(dict.fromkeys(wrong)),
    )  # fmt: skip


def _differs(loop: Loop, move: Written, due: Value) -> bool:
    """Whether a gradient written by hand is another one, in the first pass; where its lines cannot
    be read nothing is said."""
    places, _ = loop.needed({move.slope}, len(loop.body) - 1)
    if not places:
        return False
    try:
        graph = parse(loop.program(places), loop.given, move.slope, None, loop.limits, SEED)
        values, _ = forward(graph, loop.given)
    except GraphError:
        return False
    found = values[graph.output]
    size = float(np.max(np.abs(due), initial=0.0))
    return np.shape(found) != np.shape(due) or not np.allclose(
        found, due, rtol=CLOSE, atol=CLOSE * size
    )
