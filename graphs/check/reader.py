"""A student's whole text as one graph, with the log of what its lines wrote and read."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import numpy as np

from graphs.check.after_update import before_updates
from graphs.check.log import Log, Version
from graphs.check.recorder import Recorder, Unread
from graphs.errors import GraphError
from graphs.language.gradient_names import LOSS
from graphs.language.parse import read_tree, reading_of, too_deep
from graphs.language.resolve import without_value
from graphs.language.visits import run_visit
from graphs.limits import Limits
from graphs.model import Graph, Input, Node, Value
from graphs.model.builder import Builder


class StudentReading:
    """One reading of a student's text, by the reader that traces read with.

    Raises:
        GraphError: the text as a whole cannot be read.
    """

    def __init__(
        self,
        text: str,
        tree: ast.Module,
        parts: Sequence[ast.AST],
        given: Mapping[str, Value],
        limits: Limits,
        choice: int,
        seed: int,
        filled: Graph | None = None,
    ) -> None:
        self.recorder, self.tree = Recorder(choice), tree
        self.run = reading_of(text, parts, given, limits, seed, (self.recorder,))
        if filled is not None:
            self.run.filled, self.run.outside = filled.filled, filled.outside
        try:
            run_visit(self.run, read_tree(self.run, tree, parts))
        except RecursionError:
            raise too_deep() from None
        self.recorder.name_items()

    @property
    def text(self) -> str:
        return self.run.text

    @property
    def log(self) -> Log:
        return self.recorder.log

    @property
    def builder(self) -> Builder:
        return self.run.builder

    @property
    def inputs(self) -> dict[str, Input]:
        return self.run.inputs

    @property
    def input_values(self) -> Mapping[str, Value]:
        return self.run.input_values

    @property
    def structural(self) -> set[str]:
        return self.run.structural

    @property
    def unread(self) -> list[Unread]:
        return self.recorder.unread

    @property
    def lost_loss(self) -> GraphError | None:
        """Why the line that computes the loss, by its name, could not be read. Where a line of a
        pass failed, the loss of that pass counts, not that of the next."""
        computed = {version.name for version in self.log.versions}
        for name, thing in self.run.top.names.items():
            if not isinstance(thing, Unread) or not LOSS.fullmatch(name):
                continue
            if name not in computed or not self.log.has_failed(thing.error):
                return thing.error
        return None

    @property
    def missing(self) -> list[str]:
        return self.recorder.missing

    def is_number(self, version: Version) -> bool:
        """Whether a variable holds one number."""
        node = self.builder.nodes[version.node]
        return bool(np.prod(node.shape or ()) == 1) and not node.truth

    def is_computed(self, version: Version) -> bool:
        """Whether a gate gave what a variable holds."""
        return self.builder.nodes[version.node].gate is not None

    def _with_values(self) -> tuple[Node, ...]:
        """The nodes; what a line would have printed of a name without a value is no number."""
        unknown = without_value(self.run)
        nothing = np.float64(np.nan)
        return tuple(
            Node(node.index, "constant", constant=nothing) if node.index in unknown else node
            for node in self.builder.nodes
        )

    def model(self, loss: int | None = None) -> Graph:
        """The graph so far, with its nodes as the log numbers them."""
        if not self.builder.nodes:
            self.builder.constant(0.0)
        nodes = self._with_values()
        trained = {name for one in self.run.trainings for name in one.parameters}
        if loss is not None and trained:
            nodes = before_updates(nodes, self.log, trained, loss)
        wrt = frozenset(
            node.index
            for node in nodes
            if node.gate is None and not node.truth and (node.kind == "input" or node.name)
        )
        output = len(nodes) - 1 if loss is None else loss
        return Graph(
            program=self.text,
            nodes=nodes,
            groups=(),
            names={},
            inputs=dict(self.inputs),
            output=output,
            output_name=nodes[output].name or f"n{output}",
            wrt=wrt,
            guards=tuple(self.run.guards.values()),
        )
