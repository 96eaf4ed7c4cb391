"""Training as a text writes it: its own loop to its end, whatever its rule."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from graphs.autodiff.forward import normalize_inputs
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.assumptions import Assumptions
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Value
from graphs.training.written_passes import WrittenPasses

KEPT = 200_000_000  # bytes of parameters at earlier iterations


class WrittenTraining:
    """A text's own training, run to its end.

    ``losses`` holds the loss of each pass that computes one, before its update; ``parameters`` are
    the paths of what is changed. ``reason`` says why the run ended early, if it did.

    Raises:
        GraphError: the text has no loop that trains, or cannot be read.
    """

    def __init__(
        self,
        text: str,
        inputs: Mapping[str, Value] | None = None,
        *,
        iterations: int | None = None,
        limits: Limits | None = None,
        seed: int = 0,
        graph: Graph | None = None,
    ) -> None:
        given = normalize_inputs(inputs or {})
        if graph is None:
            graph = parse(text, dict(given), None, None, limits, seed, Assumptions(fill=True))
        if graph.training is None:
            raise GraphError("No loop of this program trains.", hint="Write an update in a loop.")
        passes = WrittenPasses(text, graph, given, limits, seed)
        self.training, self.parameters = graph.training, graph.training.parameters
        self.losses: list[float] = []
        self.reason: str | None = None
        self._kept, self._bytes = [_copy(passes.values)], 0
        while iterations is None or passes.at < iterations:
            passes.advance()
            if passes.is_over:
                break
            if passes.loss is not None:
                self.losses.append(passes.loss)
            self._keep(passes.values)
            if passes.loss is not None and not math.isfinite(passes.loss):
                self.reason = (
                    f"The run diverged: the loss at iteration {passes.at - 1} is "
                    f"{write(passes.loss)}."
                )
                break
        self.iteration = passes.at

    def values_at(self, iteration: int) -> dict[str, Value]:
        """The parameters before a pass; at the last iteration those at the end.

        Raises:
            GraphError: the run has not come so far, or they are not kept.
        """
        if not 0 <= iteration < len(self._kept):
            raise GraphError(
                f"The run keeps no iteration {iteration}.",
                hint=f"It stands at iteration {self.iteration}.",
            )
        return _copy(self._kept[iteration])

    def _keep(self, values: Mapping[str, Value]) -> None:
        self._bytes += sum(np.size(value) * 8 for value in values.values())
        if self._bytes < KEPT:
            self._kept.append(_copy(values))


def _copy(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: np.copy(value)[()] for name, value in values.items()}
