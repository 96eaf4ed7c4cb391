"""A model at one set of inputs, run forward and backward. Every view reads one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.decisions import holds, printed
from graphs.autodiff.forward import as_python, forward
from graphs.draw.window import Window
from graphs.errors import GraphError, TooLarge
from graphs.explain.labels import Label, formula, labels
from graphs.explain.steps import Explainer
from graphs.format.numbers import Digits
from graphs.gates.row import is_truth
from graphs.limits import UNLIMITED
from graphs.model import Forward, Graph, Notice, Step, Value
from graphs.model.generated import Redraw
from graphs.model.notices import counted

if TYPE_CHECKING:
    from graphs.draw.drawing import Drawing, Known


class Structure:
    """A model and what does not depend on its values: labels, and pictures by window.

    ``labelled`` is the same model with other names, where labels are made from those;
    ``text_model`` the model as the text was read, whose decisions must hold.
    """

    def __init__(
        self, model: Graph, labelled: Graph | None = None, text_model: Graph | None = None
    ) -> None:
        self.model = model
        self.text_model = text_model or model
        self.pictures: dict[Window | None, Known] = {}
        self._labelled = labelled or model

    @cached_property
    def labels(self) -> list[Label]:
        """The label of each node."""
        return labels(self._labelled)


@dataclass(frozen=True)
class Display:
    """Options of how values are written and drawn."""

    digits: Digits = "3 digits"
    lanes: int = UNLIMITED.lanes  # limit of a careful layout; past it the layout is rough
    roomy: bool = False  # whether tags have room for longer numbers
    window: Window | None = None  # the room that the layout is chosen for; None: all it wants


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation:
    """A model at one set of inputs. Make one with ``evaluate``.

    ``node_values`` holds a value for each node, ``gradients`` the gradients that arrive, by node
    index; ``raw_steps`` are the forward steps by gate, then the backward steps by wire.
    """

    structure: Structure
    input_values: Mapping[str, Value]
    display: Display
    node_values: Sequence[Value]
    gradients: Mapping[int, Value]
    raw_steps: Sequence[Step]
    warnings: tuple[Notice, ...]

    @property
    def model(self) -> Graph:
        return self.structure.model

    @property
    def labels(self) -> Sequence[Label]:
        """The label of each node."""
        return self.structure.labels

    @property
    def digits(self) -> Digits:
        """The number format."""
        return self.display.digits

    @property
    def output(self) -> str:
        """The output's name, or its node id where it has none."""
        return self.model.output_name

    @cached_property
    def inputs(self) -> dict[str, Value]:
        """The value of each input: from ``input_values``, else from the text."""
        return {
            name: as_python(self.node_values[entry.node])
            for name, entry in self.model.inputs.items()
        }

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.model, self.node_values, self.labels, self.digits)

    @cached_property
    def explanations(self) -> list[dict[str, Any]]:
        """For each step its sentence, its formula and its texts."""
        return self.explainer.explain(self.raw_steps)

    @cached_property
    def output_formula(self) -> str:
        """The output as a formula in the inputs, as LaTeX; "" where it is too long."""
        return formula(self.model)

    @cached_property
    def drawing(self) -> Drawing:
        """The annotated drawing, with a frame for each step."""
        from graphs.draw.drawing import drawing  # for weight: with it comes Graphviz

        graph = self.model.drawn
        return drawing(
            graph,
            [*self.node_values, *[None] * (len(graph.nodes) - len(self.node_values))],
            self.raw_steps,
            self.digits,
            self.structure.pictures,
            budget=self.display.lanes,
            roomy=self.display.roomy,
            window=self.display.window,
        )

    def svg(self, step: int | None = None) -> str:
        """The annotated drawing, whole or as it is after a step; -1: before the first.

        Raises:
            GraphError: there is no such step.
        """
        label = f"Circuit of {self.output}"
        if step is not None:
            count = len(self.raw_steps)
            if not -1 <= step < count:
                hint = (
                    f"Steps run from 0 to {count - 1}."
                    if count
                    else "The program computes nothing."
                )
                raise GraphError(f"There is no step {step}.", hint=hint)
            said = self.explanations[step]["sentence"] if step >= 0 else "nothing is computed yet"
            label += f", step {step + 1} of {count}: {said}"
        return self.drawing.svg(label, step)

    def fits(self, input_values: Mapping[str, Value]) -> bool:
        """Whether the text, read at these inputs, would give the same model."""
        old_inputs, model = self.input_values, self.model
        if input_values.keys() - model.inputs.keys() - old_inputs.keys():
            return False
        for name, entry in model.inputs.items():
            old, new = old_inputs.get(name), input_values.get(name)
            if isinstance(old, Redraw) or isinstance(new, Redraw):
                if type(old) is not type(new) or old != new:
                    return False
                continue
            node, value = model.nodes[entry.node], input_values.get(name, entry.default)
            if value is None or np.shape(value) != node.shape or is_truth(value) != node.truth:
                return False
            if entry.structural and not np.array_equal(value, self.node_values[entry.node]):
                return False
        return holds(self.structure.text_model, input_values)

    @cached_property
    def printed(self) -> dict[int, str]:
        """What each line of the text prints at these inputs."""
        return printed(self.structure.text_model, self.input_values)

    def with_inputs(self, input_values: Mapping[str, Value]) -> Evaluation:
        """The same model at other inputs."""
        return evaluate(self.structure, input_values, self.display)

    def with_window(self, window: Window | None) -> Evaluation:
        """The same evaluation, drawn for another window."""
        return replace(self, display=replace(self.display, window=window))

    def with_structure(self, structure: Structure) -> Evaluation:
        """Another model at the same inputs."""
        return evaluate(structure, self.input_values, self.display)


def evaluate(
    structure: Structure, input_values: Mapping[str, Value], display: Display | None = None
) -> Evaluation:
    """Run a model forward and backward.

    Raises:
        GraphError: a value is missing, or does not fit; ``graph`` holds the circuit before it.
    """
    model = structure.model
    try:
        node_values, domain_faults = forward(model, input_values)
        steps, ties = backward(model, node_values)
    except GraphError as error:
        error.graph = None if error.at is None else model.before(error.at)
        raise
    except MemoryError:
        raise TooLarge("This program needs more memory than there is.") from None
    forward_steps: list[Step] = [
        Forward(node.index, node_values[node.index]) for node in model.nodes if node.kind == "gate"
    ]
    return Evaluation(
        structure,
        input_values,
        display or Display(),
        node_values,
        gradients(model, steps),
        [*forward_steps, *steps],
        counted((*model.warnings, *domain_faults, *ties)),
    )
