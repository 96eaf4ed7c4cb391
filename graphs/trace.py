"""The flow in one object: a program, its values, its gradients, its steps and its picture."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import networkx as nx
import numpy as np

from graphs import draw
from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.forward import as_python, as_read, checked, forward
from graphs.derived import Derived
from graphs.errors import GraphError, TooLarge
from graphs.explain.labels import Label, formula, labels
from graphs.explain.steps import Explainer
from graphs.format.arrays import Content, content
from graphs.format.numbers import STYLES, Digits, write
from graphs.gates.row import is_truth
from graphs.groups.open_groups import Closings, Opening, Shown
from graphs.language.parse import parse
from graphs.limits import UNLIMITED, Limits
from graphs.model import Forward, Graph, Notice, Step, Value
from graphs.model.generated import Redraw, check_affordable
from graphs.payload.page import payload, step_data, step_words
from graphs.payload.partial_trace import until
from graphs.rewrite.fuse import Offered

Marks = Mapping[str, Any]


@dataclass(frozen=True)
class Drawing:
    """One trace's picture before any step, and what each step changes in it."""

    layout: Any
    marks: Marks
    frames: Sequence[Any]
    prefix: str
    too_large: str | None


@dataclass
class Trace(Derived, Shown):
    """A program traced at one set of inputs. Make one with ``graphs.trace``."""

    model: Graph
    given: dict[str, Value]
    wrt: tuple[str, ...] | None = None
    asked: str | None = None  # the output asked for
    limits: Limits | None = None
    seed: int | None = None
    digits: Digits = "3 digits"
    fold: tuple[str, ...] = ()  # patterns that stand as one gate
    offered: Offered | None = field(default=None, repr=False)
    open: Opening = None  # which groups the picture shows open
    roomy: bool = False  # whether tags take the longer numbers of other values
    kept_closings: Closings | None = field(default=None, repr=False)
    _layouts: dict[int, Any] = field(default_factory=dict, repr=False)
    _labels: list[Label] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.closings = self.kept_closings = self.kept_closings or Closings(self.model)
        try:
            self.node_values, self._domain_warnings = forward(self.model, self.given)
            self._backward, self._slope_warnings = backward(self.model, self.node_values)
        except GraphError as error:
            error.graph = None if error.at is None else until(self.model, error.at)
            raise
        except MemoryError:
            raise TooLarge("This program needs more memory than there is.") from None
        self.gradients = gradients(self.model, self._backward)

    # What it computed

    @property
    def output(self) -> str:
        """The output's name, or its node id where it has none."""
        return self.model.output_name

    @property
    def value(self) -> Value:
        """The output's value."""
        return as_python(self.node_values[self.model.output])

    @cached_property
    def values(self) -> dict[str, Value]:
        """Values by node id and by name (the latest value of the name)."""
        by_id = {node.id: as_python(self.node_values[node.index]) for node in self.model.nodes}
        return by_id | {name: by_id[f"n{index}"] for name, index in self.model.names.items()}

    @cached_property
    def grads(self) -> dict[str, Value]:
        """Gradients by node id and by name (its latest value); constants and data have none.

        An input whose name is assigned again has its own gradient under its node id.
        """
        by_id = {f"n{index}": as_python(value) for index, value in self.gradients.items()}
        named = {name: f"n{index}" for name, index in self.model.names.items()}
        return by_id | {name: by_id[node] for name, node in named.items() if node in by_id}

    @cached_property
    def inputs(self) -> dict[str, Value]:
        """The value of each input, given or from the text."""
        return {
            name: as_python(self.node_values[entry.node])
            for name, entry in self.model.inputs.items()
        }

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The circuit as networkx sees it: nodes carry op, name, shape; edges key=argument slot."""
        return self.model.to_networkx()

    @property
    def warnings(self) -> list[Notice]:
        """Ties, domain faults, values given for nothing: what a reader should know."""
        return [*self.model.warnings, *self._domain_warnings, *self._slope_warnings]

    # Its steps

    @cached_property
    def raw_steps(self) -> list[Step]:
        """Forward steps, a gate each, then backward steps, a wire each."""
        ahead: list[Step] = [
            Forward(node.index, self.node_values[node.index])
            for node in self.model.nodes
            if node.kind == "gate"
        ]
        return ahead + list[Step](self._backward)

    @cached_property
    def explainer(self) -> Explainer:
        if not self._labels:  # one list for all values of a structure
            self._labels.extend(labels(self.model))
        return Explainer(self.model, self.node_values, self._labels, self.digits)

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """The steps as data, with a sentence and LaTeX each."""
        words = self.explainer.explain(self.raw_steps)
        return [
            step_data(self.model, step) | step_words(said)
            for step, said in zip(self.raw_steps, words, strict=True)
        ]

    @cached_property
    def output_formula(self) -> str:
        """The output as a formula in the inputs, as LaTeX; "" where it is too long."""
        return formula(self.model)

    def text(self, value: Value) -> Content:
        """A value as the picture writes it."""
        return content(value, self.digits)

    # Its picture

    @cached_property
    def drawing(self) -> Drawing:
        numbers: list[Value] = [value for value in self.node_values if value is not None]
        for step in self._backward:
            numbers += (step.contribution, step.total)
            numbers += () if step.local is None else (step.local,)
        scalar = lru_cache(maxsize=None, typed=True)(self.text)  # many numbers are written often

        def text(value: Value) -> Content:
            return self.text(value) if isinstance(value, np.ndarray) else scalar(value)

        width = draw.tag_width(map(text, numbers), self.digits, self.roomy)
        width = max((width, *(known for known in self._layouts if known > width)))
        try:
            budget = (self.limits or UNLIMITED).lanes
            layout = self._layouts.get(width) or draw.layout(self.model, width, budget)
        except TooLarge as error:
            return Drawing(None, {}, (), "", error.message)
        self._layouts[width] = layout
        marks, frames = draw.frames(self.model, layout, self.node_values, self.raw_steps, text)
        return Drawing(layout, marks, frames, self.prefix(width), None)

    def prefix(self, width: int) -> str:
        """An id that pictures of one structure share and others do not."""
        shape = [
            (node.op, node.args, node.name, node.group, node.shape) for node in self.model.nodes
        ]
        text = repr((shape, self.model.output, self.model.program, width))
        return "c" + hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=4).hexdigest()

    def svg(self, step: int | None = None) -> str:
        """The annotated drawing, whole or as it stands after a step of what it shows.

        A program of more than 1,000 gates is drawn with groups closed (see ``with_open``); then
        the steps are those of ``shown``.

        Raises:
            GraphError: there is no such step.
        """
        if self.shown is not self:
            return self.shown.svg(step)
        if step is not None and not 0 <= step < len(self.raw_steps):
            last = len(self.raw_steps) - 1
            hint = f"Steps run from 0 to {last}." if last >= 0 else "The program computes nothing."
            raise GraphError(f"There is no step {step}.", hint=hint)
        drawing = self.drawing
        if drawing.too_large:
            return draw.notice(drawing.too_large)
        state = draw.fold(drawing.marks, drawing.frames, step)
        label = f"Circuit of {self.output}" + (
            f", step {step + 1} of {len(self.raw_steps)}: {self.steps[step]['sentence']}"
            if step is not None
            else ""
        )
        return draw.draw(self.model, drawing.layout, state, drawing.prefix, label)

    def dot(self) -> str:
        """The circuit as DOT text, for other tools of Graphviz's family."""
        return draw.dot_source(self.model)

    def with_inputs(self, inputs: Mapping[str, Value]) -> Trace:
        """The same program with other values: no parsing and no layout.

        Inputs left out keep their values. The graph is rebuilt where a value decides structure,
        and where a name is new: like any input that the program does not use, it has gradient 0.

        Raises:
            GraphError: a value is no number.
        """
        check_affordable(inputs, self.limits or UNLIMITED)
        return self.at(self.given | checked(inputs))

    def with_fold(self, fold: Sequence[str]) -> Trace:
        """The same program with these patterns as single gates, and no others."""
        return trace(
            self.offered.graph.program if self.offered else self.model.program,
            self.given,
            self.asked,
            self.wrt,
            limits=self.limits,
            numbers=self.digits,
            seed=self.seed,
            fold=fold,
            open=self.open,
            roomy=self.roomy,
        )

    def at(self, given: dict[str, Value]) -> Trace:
        """The same program at these inputs and no others."""
        program, entries = self.model.program, self.model.inputs
        new = given.keys() - entries.keys() - self.given.keys()
        rebuild = bool(new) or any(self._rebuilds(name, given) for name in entries)
        if rebuild:
            return trace(
                program,
                given,
                self.asked,
                self.wrt,
                limits=self.limits,
                numbers=self.digits,
                seed=self.seed,
                fold=self.fold,
                open=self.open,
                roomy=self.roomy,
            )
        return replace(self, given=given)  # the layouts and closed graphs are shared

    def _rebuilds(self, name: str, given: Mapping[str, Value]) -> bool:
        """Whether the value of an input makes another circuit than now."""
        entry, before, now = self.model.inputs[name], self.given.get(name), given.get(name)
        if isinstance(before, Redraw) or isinstance(now, Redraw):
            return type(before) is not type(now) or before != now
        node, value = self.model.nodes[entry.node], given.get(name, entry.default)
        if value is None or np.shape(value) != node.shape or is_truth(value) != node.truth:
            return True
        return entry.structural and not np.array_equal(value, self.node_values[entry.node])

    def of(
        self,
        graph: Graph,
        labels: list[Label] | None = None,
        layouts: dict[int, Any] | None = None,
    ) -> Trace:
        """Another circuit at the same inputs, shown in the same way: all of it, open."""
        settings = (self.limits, self.seed, self.digits)
        return Trace(
            graph,
            self.given,
            (),
            None,
            *settings,
            open="whole",
            roomy=self.roomy,
            _layouts={} if layouts is None else layouts,
            _labels=[] if labels is None else labels,
        )

    def to_dict(self, views: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """The payload: everything a page needs, JSON-safe; with the ``views`` asked for."""
        asked = self.views(views or {})
        return payload(self) | {"views": asked, "patterns": self.patterns}

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        """How Jupyter shows a trace."""
        from graphs.draw.export import standalone  # fonts are read only where they are needed

        return {"image/svg+xml": standalone(self.svg()), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Trace {self.output} = {write(self.value)}>"


def trace(
    program: str,
    inputs: Mapping[str, Value] | None = None,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    *,
    limits: Limits | None = None,
    numbers: Digits = "3 digits",
    seed: int | None = None,
    fold: Sequence[str] = (),
    open: Opening = None,
    roomy: bool = False,
) -> Trace:
    """Read a program, run it forward and run backpropagation through it.

    ``inputs`` win over the values in the text. ``wrt`` names the inputs that gradients are asked
    for (default: all). ``numbers`` is how the picture and the sentences write numbers. ``seed``
    starts NumPy's random values where the program sets none; without it one is chosen. ``fold``
    names patterns, by the ids in ``Trace.patterns``, that stand as one gate. ``open`` are the
    groups that the picture shows open (see ``Closings.at``). ``roomy`` pictures stay as they are
    laid out while values change, as in training.

    Raises:
        GraphError: what is wrong, where, and what to write instead.
    """
    if numbers not in STYLES:
        raise GraphError(f"{numbers} is not a number format.", hint=f"Use {', '.join(STYLES)}.")
    check_affordable(inputs or {}, limits or UNLIMITED)
    given = checked(inputs or {})
    output = None if output is None else as_read(output)
    wanted = None if wrt is None else tuple(map(as_read, wrt))
    model = parse(program, given, output, wanted, limits, seed)
    offered = Offered(model)
    shown = offered.folded(fold).graph if fold else model
    settings = (limits, model.seed, numbers, tuple(fold), offered, open)
    return Trace(shown, given, wanted, output, *settings, roomy)
