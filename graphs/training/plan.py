"""The settings of a run of training, checked, and a guess of those left out.

A parameter is an input that the optimizer changes, data an input whose rows are drawn in batches;
any other input is a constant. At iteration k the parameters have been updated k times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from graphs.autodiff.forward import normalize_name
from graphs.errors import GraphError
from graphs.language.gradient_names import DATA, LABELS
from graphs.model import Graph, Shape, Value
from graphs.model.paths import last_word
from graphs.training.stretches import Change, Stretches, with_change
from graphs.updates.optimizers import WRITTEN, Optimizer, optimizer

# Names of numbers that are chosen, not learnt, and of initial states.
HYPERPARAMETERS = re.compile(
    r"reg|lam(bda|bd)?|lr|.*learning_?rate|step_?size|eps(ilon)?|mu|momentum|decay|keep|p_?drop"
    r"|temperature|delta|margin|h0|c0|[hc]_?prev|mask",
    re.IGNORECASE,
)
MOST_SEED = 2**32


@dataclass(frozen=True)
class Plan:
    """A run's settings, in full: settings of the optimizer left out are the row's own.

    Raises:
        GraphError: one makes no sense.
    """

    program: str
    inputs: Mapping[str, Value] = field(default_factory=dict)
    output: str | None = None
    parameters: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    optimizer: str = "sgd"
    settings: Mapping[str, float] = field(default_factory=dict)
    iterations: int = 100
    batch: int | None = None  # rows; None: all of them
    seed: int = 0  # of the batches, and of random values that the program does not seed
    changes: tuple[Change, ...] = ()  # of the optimizer, its settings or the batch, on the way

    def __post_init__(self) -> None:
        checked_fields = {
            "settings": self.row.complete_settings(self.settings),
            "parameters": tuple(dict.fromkeys(map(normalize_name, self.parameters))),
            "data": tuple(dict.fromkeys(map(normalize_name, self.data))),
            "iterations": _whole_number("iterations", self.iterations, 0, 2**53),
            "seed": _whole_number("seed", self.seed, 0, MOST_SEED - 1),
        }
        if self.batch is not None:
            checked_fields["batch"] = _whole_number("batch", self.batch, 1, 2**53)
        checked_fields["changes"] = tuple(map(self._checked, self.changes))
        for name, value in checked_fields.items():
            object.__setattr__(self, name, value)
        in_both = [name for name in self.parameters if name in self.data]
        if in_both:
            raise GraphError(
                f"{in_both[0]} cannot be a parameter and data at once.",
                hint="A parameter is changed by training; data stay as they are.",
            )

    @property
    def row(self) -> Optimizer:
        """The optimizer's row of the table."""
        return optimizer(self.optimizer)

    @cached_property
    def stretches(self) -> Stretches:
        """Which settings hold from which iteration."""
        return Stretches(self._first, self.changes)

    def changed(
        self,
        iteration: int,
        optimizer: str | None = None,
        settings: Mapping[str, float] | None = None,
        batch: int | None = None,
    ) -> Plan:
        """The plan with other settings from an iteration on: those of the optimizer that are left
        out stay as they are where it stays, ``batch=None`` means all rows.

        Raises:
            GraphError: one makes no sense, or the program's own update is what runs.
        """
        last = self.stretches.all[-1]
        name = optimizer or last.optimizer
        kept = last.settings if name == last.optimizer else {}
        change = self._checked(Change(iteration, name, {**kept, **(settings or {})}, batch))
        return replace(self, changes=with_change(self._first, self.changes, change))

    @property
    def _first(self) -> Change:
        return Change(0, self.optimizer, self.settings, self.batch)

    def _checked(self, change: Change) -> Change:
        """A change in full."""
        row = optimizer(change.optimizer)
        if WRITTEN in (self.row, row):
            raise GraphError(
                "The program's own update has no settings that could be changed on the way.",
                hint="Begin a new run.",
            )
        if change.batch is not None:
            _whole_number("batch", change.batch, 1, 2**53)
        _whole_number("iteration", change.iteration, 0, 2**53)
        return replace(change, settings=row.complete_settings(change.settings))

    def check(self, graph: Graph) -> Plan:
        """Check the plan against a program; returns it with names as the program has them.

        Raises:
            GraphError: a name is no input, nothing is trained, or an optimizer of the table has no
                number to make small, or no gradient.
        """
        shape = graph.nodes[graph.output].shape or ()
        is_written = self.row is WRITTEN  # it asks neither for a loss nor for its gradient
        if shape and not is_written:
            raise GraphError(
                f"A loss is one number; {graph.output_name} has shape {shape}.",
                hint="End with its sum or mean, such as loss = np.mean(...).",
            )
        parameters, data = (
            tuple(dict.fromkeys(map(graph.input_path, names)))
            for names in (self.parameters, self.data)
        )
        if not parameters:
            raise GraphError(
                "There is nothing to train: no input is marked as a parameter.",
                hint="Mark the inputs that training is to change, such as the weights.",
            )
        for name in () if is_written else parameters:
            entry = graph.inputs[name]
            if entry.structural:
                raise GraphError(
                    f"{name} decides the shape of the circuit, so it has no gradient to train by.",
                    hint="Leave it a constant.",
                )
            if not graph.receives_gradient[entry.node]:
                raise GraphError(
                    f"No gradient of {graph.output_name} reaches {name}, so it cannot be trained.",
                    hint="Leave it a constant, or use it on the way to the loss.",
                )
        inputs = graph.by_path({normalize_name(name): it for name, it in self.inputs.items()})
        return replace(self, parameters=parameters, data=data, inputs=inputs)


def _whole_number(name: str, value: Any, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise GraphError(
            f"{name} must be a whole number from {lowest} up.", hint=f"Write {name}={lowest + 100}."
        )
    return value


class Roles(NamedTuple):
    """The roles of inputs; those in neither list are constants."""

    parameters: tuple[str, ...]
    data: tuple[str, ...]


def guess(graph: Graph) -> Roles:
    """The likely roles of a program's inputs, by their names and shapes.

    Data are arrays named like data or labels (X, y, targets, …), and inputs used only as indices or
    in comparisons, that have as many rows as the first of them. Parameters are the other inputs
    that a gradient of the output reaches, except those named like a hyperparameter (reg, eps, lr)
    or a state (h0, mask), and names that the program assigns again (h = np.zeros(H) before a
    loop). Where that leaves none, all inputs that a gradient reaches are parameters.
    """
    shapes = {name: graph.nodes[entry.node].shape or () for name, entry in graph.inputs.items()}
    with_gradient = [
        name
        for name, entry in graph.inputs.items()
        if graph.receives_gradient[entry.node] and not entry.structural
    ]
    words = {name: last_word(name) for name in graph.inputs}
    called_data = [
        name for name, word in words.items() if DATA.fullmatch(word) or LABELS.fullmatch(word)
    ]
    parameters = [
        name
        for name in with_gradient
        if name not in called_data
        and not HYPERPARAMETERS.fullmatch(words[name])
        and not _is_label(graph, name)
        and graph.names.get(name, graph.inputs[name].node) == graph.inputs[name].node
    ]
    parameters = parameters or with_gradient
    data = [
        name
        for name in _inputs_with_data_rows(graph, called_data, shapes)
        if name not in parameters
    ]
    return Roles(tuple(parameters), tuple(data))


def complete_roles(
    read: Callable[[], Graph], parameters: Sequence[str] | None, data: Sequence[str] | None
) -> Roles:
    """The roles as passed, and a guess for those that are None; no input has both roles.

    ``read`` reads the program; it is called only where something is to be guessed.
    """
    if parameters is not None and data is not None:
        return Roles(tuple(parameters), tuple(data))
    graph = read()
    roles = guess(graph)
    if parameters is None:
        assigned = {graph.path(normalize_name(name)) for name in data or ()}
        parameters = [name for name in roles.parameters if name not in assigned]
    if data is None:
        assigned = {graph.path(normalize_name(name)) for name in parameters}
        data = [name for name in roles.data if name not in assigned]
    return Roles(tuple(parameters), tuple(data))


def _is_label(graph: Graph, name: str) -> bool:
    node = graph.nodes[graph.inputs[name].node]
    return node.truth or node.data


def _inputs_with_data_rows(
    graph: Graph, called_data: Sequence[str], shapes: Mapping[str, Shape]
) -> list[str]:
    """The inputs with as many rows as the first data array."""
    arrays = [name for name in called_data if shapes[name]]
    labels = [name for name in shapes if shapes[name] and _is_label(graph, name)]
    first = next((name for name in arrays if DATA.fullmatch(last_word(name))), None)
    if first is None:
        return []
    return [
        name
        for name in shapes
        if name in (*arrays, *labels) and shapes[name][:1] == shapes[first][:1]
    ]
