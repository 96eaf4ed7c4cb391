"""Programs that train themselves: ``for t in range(2000): … w1 -= 1e-4 * grad_w1``.

The lines of such a loop that its loss needs are the program; the lines that change the parameters
determine the optimizer.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.backward import values_and_gradients
from graphs.autodiff.forward import forward, normalize_inputs
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.notebooks import program_text
from graphs.language.parse import parse
from graphs.language.syntax import to_syntax_tree
from graphs.limits import UNLIMITED, Limits
from graphs.model import Value
from graphs.updates.handwritten_update import HandwrittenUpdate, handwritten_update
from graphs.updates.loop_slice import Loop
from graphs.updates.optimizers import OPTIMIZERS, WRITTEN

SEED = 0  # of random values that the program does not seed
CLOSE = 1e-6


@dataclass(frozen=True)
class TrainingLoop:
    """A training loop, taken apart. ``program`` traces by itself; ``lines`` are the updates'.

    ``wrong`` names gradients of the loop that are wrong: training uses the true ones.
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
        """The finding in words."""
        if self.optimizer == WRITTEN.name:
            return (
                f"This program trains itself by its own update of {', '.join(self.parameters)}, "
                f"for at most {self.iterations:,} iterations."
            )
        settings_text = ", ".join(
            f"{name} = {write(value)}" for name, value in self.settings.items()
        )
        sentence = (
            f"This program trains itself: {self.iterations:,} iterations of "
            f"{OPTIMIZERS[self.optimizer].title} ({settings_text})."
        )
        if not self.wrong:
            return sentence
        return (
            f"{sentence} Its {' and '.join(self.wrong)} would lead elsewhere: not the gradient of "
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


def recognise(
    text: str, inputs: Mapping[str, Value] | None = None, limits: Limits | None = None
) -> TrainingLoop | None:
    """The training that a program's own loop does; None where it has none that is recognised.

    The gradients may be written by hand or be names that the program does not define (``dw1``).
    A loop that draws random values, whose forward part needs its counter, or whose rate changes
    on the way is not recognised: training would not do the same.
    """
    limits = limits or UNLIMITED
    try:
        tree, text, _, _ = to_syntax_tree(program_text(text), limits)
        input_values = normalize_inputs(inputs or {})
    except GraphError:
        return None
    for place, node in enumerate(tree.body):
        if isinstance(node, ast.For):
            loop = Loop(text, tree.body[:place], node, input_values, limits)
            for name, last in dict.fromkeys(loop.loss_candidates()) if loop.carried else ():
                try:
                    training_loop = _recognise_loop(loop, name, last)
                except GraphError:
                    continue
                if training_loop is not None:
                    return training_loop
    return None


def _recognise_loop(loop: Loop, name: str, last: int) -> TrainingLoop | None:
    """The training of a loop whose loss is ``name``, last computed at place ``last`` of its body.

    Raises:
        GraphError: its forward part is no program by itself.
    """
    places, _ = loop.backward_slice({name}, last)
    if not loop.is_invariant(places):
        return None
    program = loop.program(places)
    graph = parse(program, loop.input_values, name, None, loop.limits, SEED)
    if graph.nodes[graph.output].shape:
        return None
    values, gradients = values_and_gradients(graph, loop.input_values)
    values_by_name = {one: values[at] for one, at in graph.names.items()}
    values_by_name |= {one: values[entry.node] for one, entry in graph.inputs.items()}
    counter_values = loop.counter_values(values_by_name)
    parameters = [
        one
        for one, entry in graph.inputs.items()
        if one in loop.carried and graph.receives_gradient[entry.node] and not entry.structural
    ]
    if not counter_values or not loop.counter or not parameters:
        return None
    results = [handwritten_update(loop, one, values_by_name, counter_values) for one in parameters]
    updates = [update for update in results if update is not None]
    if len(updates) < len(parameters) or any(update.rule != updates[0].rule for update in updates):
        return None
    true_gradients = [gradients[graph.inputs[one].node] for one in parameters]
    wrong = [
        update.gradient
        for update, true_gradient in zip(updates, true_gradients, strict=True)
        if _is_wrong_gradient(loop, update, true_gradient)
    ]
    rule = updates[0].rule
    return TrainingLoop(
        program, name, tuple(parameters), rule.optimizer, rule.settings, len(counter_values),
        tuple(sorted({line for update in updates for line in update.lines})),
        tuple(dict.fromkeys(wrong)),
    )  # fmt: skip


def _is_wrong_gradient(loop: Loop, update: HandwrittenUpdate, true_gradient: Value) -> bool:
    """Whether a gradient written by hand differs in the first pass; False where its lines cannot
    be read."""
    places, _ = loop.backward_slice({update.gradient}, len(loop.body) - 1)
    if not places:
        return False
    try:
        graph = parse(
            loop.program(places), loop.input_values, update.gradient, None, loop.limits, SEED
        )
        values, _ = forward(graph, loop.input_values)
    except GraphError:
        return False
    handwritten = values[graph.output]
    size = float(np.max(np.abs(true_gradient), initial=0.0))
    return np.shape(handwritten) != np.shape(true_gradient) or not np.allclose(
        handwritten, true_gradient, rtol=CLOSE, atol=CLOSE * size
    )
