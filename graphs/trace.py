"""The facade: a program, its values, its gradients, its steps, its picture and its views.

Imports inside methods are for weight: a trace that is only evaluated loads no view and no drawing
that it does not give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graphs.autodiff.forward import as_python, normalize_input, normalize_inputs, normalize_name
from graphs.autodiff.seed import normalize_upstream, with_upstream
from graphs.errors import GraphError
from graphs.evaluation import Display, Evaluation, Structure, evaluate
from graphs.format.numbers import STYLES, Digits, write
from graphs.language.assumptions import Assumptions, Passes
from graphs.language.parse import parse
from graphs.language.results.forward_circuit import forward_circuit
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Notice, Value
from graphs.model.generated import check_affordable

if TYPE_CHECKING:
    import networkx as nx

    from graphs.autodiff.paths import Paths
    from graphs.draw.window import Window
    from graphs.groups.open_groups import Groups, Opening, ShownEvaluation
    from graphs.rewrite.fuse import PossibleFusions


@dataclass(frozen=True)
class Request:
    """The options of ``trace``, so that the program can be read again at other inputs."""

    output: str | None
    wrt: tuple[str, ...] | None
    limits: Limits
    digits: Digits
    seed: int | None
    assume: Assumptions
    fold: tuple[str, ...]
    open: Opening
    roomy: bool
    upstream: Value
    window: Window | None

    @property
    def display(self) -> Display:
        return Display(self.digits, self.limits.lanes, self.roomy, self.window)


class Program:
    """What the traces of a program share whatever its values, made when it is first needed.

    ``model`` is the graph of the text, ``drawn`` the same with the folded patterns as one gate.
    """

    def __init__(self, model: Graph, fold: Sequence[str]) -> None:
        self.model = model
        self.drawn = self.fusions.fuse(fold).graph if fold else model

    @cached_property
    def fusions(self) -> PossibleFusions:
        """The patterns that may be folded into one gate."""
        from graphs.rewrite.fuse import PossibleFusions

        return PossibleFusions(self.model)

    @cached_property
    def forward(self) -> Structure | None:
        """The circuit without a backward pass that the text holds; None where it holds none."""
        circuit = forward_circuit(self.drawn)
        return None if circuit is self.drawn else Structure(circuit, text_model=self.model)

    @cached_property
    def groups(self) -> Groups:
        """The graphs with groups closed."""
        from graphs.groups.open_groups import Groups

        return Groups(self.forward.model if self.forward else self.drawn)


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """A program traced at one set of inputs. Make one with ``graphs.trace``.

    ``evaluation`` holds what every view reads: the model, the values and gradients by node index,
    the steps as records.
    """

    evaluation: Evaluation
    _request: Request
    _program: Program

    # What it computed

    @property
    def output(self) -> str:
        """The output's name, or its node id where it has none."""
        return self.evaluation.output

    @property
    def value(self) -> Value:
        """The output's value."""
        return as_python(self.evaluation.node_values[self.evaluation.model.output])

    @cached_property
    def values(self) -> dict[str, Value]:
        """Values by node id and by name (the latest value of the name)."""
        return self._by_name(dict(enumerate(self.evaluation.node_values)))

    @cached_property
    def grads(self) -> dict[str, Value]:
        """Gradients by node id and by name (its latest value); constants and data have none.

        An input whose name is assigned again has its own gradient under its node id.
        """
        return self._by_name(self.evaluation.gradients)

    @property
    def inputs(self) -> dict[str, Value]:
        """The value of each input: from ``inputs``, else from the text."""
        return self.evaluation.inputs

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The circuit for networkx: nodes carry op, name, shape; edges key=argument slot."""
        return self.evaluation.model.to_networkx()

    @property
    def warnings(self) -> list[Notice]:
        """Ties, values outside a function's domain, and inputs that the program does not use."""
        return list(self.evaluation.warnings)

    @property
    def notes(self) -> list[Notice]:
        """What was assumed or left out, with its ``kind``."""
        return list(self._program.model.notes)

    @cached_property
    def training(self) -> dict[str, Any] | None:
        """What training the text contains: the ``line`` of its loop, how many ``iterations`` it
        makes (None: as long as it goes on), its ``rule``, its ``parameters`` by path and the name
        of its ``loss``; None where no loop of it trains. ``graphs.train`` runs it."""
        found = self._program.model.training
        if found is None:
            return None
        from graphs.updates.written_rule import described  # for weight

        return described(found, self._program.model)

    @property
    def printed(self) -> dict[int, str]:
        """What each line of the text would print; of a line that prints often, the last 20."""
        return self.evaluation.printed

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """Forward steps, a gate each, then backward steps, a wire each, as JSON-safe data with a
        sentence and LaTeX."""
        from graphs.payload.circuit import step_data

        return step_data(self.evaluation)

    # The same program otherwise

    def with_inputs(self, inputs: Mapping[str, Value]) -> Trace:
        """The same program with other values: no parsing and no layout.

        Inputs left out keep their values. The text is read again where a value decides structure,
        and where a name is new: like any input that the program does not use, it has gradient 0.
        An upstream gradient stays as it was given.

        Raises:
            GraphError: a value is no number; the output gets another shape than the upstream
                gradient that was given.
        """
        check_affordable(inputs, self._request.limits)
        given = self._program.model.by_path(normalize_inputs(inputs))
        values = {**self.evaluation.input_values, **given}
        if self.evaluation.fits(values):
            return replace(self, evaluation=self.evaluation.with_inputs(values))
        return _trace(self._program.model.program, values, self._request)

    def with_fold(self, fold: Sequence[str]) -> Trace:
        """The same program with these patterns as single gates, and no others."""
        request = replace(self._request, fold=tuple(fold))
        return _trace(self._program.model.program, self.evaluation.input_values, request)

    def with_open(self, opening: Opening) -> Trace:
        """The same trace drawn with other groups open (see ``Groups.with_open``), with nothing
        computed again."""
        return replace(self, _request=replace(self._request, open=opening))

    # Its picture and its payload

    def svg(self, step: int | None = None) -> str:
        """The annotated drawing, whole or as it is after a step of those shown.

        A program of more than 1,000 gates is drawn with groups closed (see ``with_open``); then
        a closed group has one forward step.

        Raises:
            GraphError: there is no such step.
        """
        return self._shown_evaluation.evaluation.svg(step)

    def to_dict(self, views: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """The payload: everything a page needs, JSON-safe, with the requested ``views``."""
        from graphs.payload.page import payload
        from graphs.views import views_of

        shown = self._shown_evaluation
        view_data = views_of(shown.whole, views or {})
        return payload(shown) | {
            "seed": self._seed,
            "training": self.training,
            "views": view_data,
            "patterns": self.patterns,
        }

    @property
    def _seed(self) -> int | None:
        """What the values that the text leaves to chance are drawn with; None where it leaves none.

        Arrays that are filled because the text gives them no value are such values.
        """
        model = self._program.model
        filled = [model.nodes[entry.node] for entry in model.inputs.values() if entry.filled]
        if model.seed is None and any(node.shape or node.data for node in filled):
            return self._request.seed or 0
        return model.seed

    @cached_property
    def _shown_evaluation(self) -> ShownEvaluation:
        from graphs.groups.open_groups import open_groups

        forward = self._program.forward
        evaluation = self.evaluation.with_structure(forward) if forward else self.evaluation
        if self._request.window and isinstance(self._request.open, tuple):
            evaluation = evaluation.with_window(replace(self._request.window, one_piece=True))
        return open_groups(evaluation, self._program.groups, self._request.open)

    # Its views

    def code(self, language: str = "numpy", level: str = "readable") -> str:
        """The program's forward and backward pass as a script that runs as it stands.

        ``language`` is "numpy", "pytorch" or "jax", ``level`` "readable" or "minimal". The script
        defines every input and ends with the gradients in ``d<name>``. The level "compiled", in
        NumPy, is no script: it is the function that ``graphs.compile`` runs.
        """
        from graphs.code import export

        return export(self.evaluation, language, level).text

    @cached_property
    def backward(self) -> nx.MultiDiGraph[str]:
        """The gradient computation as a graph like ``graph``: forward gates and gradient gates.

        Nodes carry ``backward``, whether they compute a gradient, and ``of``: the ids of the nodes
        whose gradient they are. It starts at a gate that makes ones of the output, or the upstream
        gradient that was given.
        """
        from graphs.views.backward_graph import backward_circuit

        joint = backward_circuit(self.evaluation)
        graph = joint.graph.to_networkx()
        for node in joint.graph.nodes:
            graph.nodes[node.id].update(backward=node.backward, of=[])
        for target, total in sorted(joint.gradient.items()):
            graph.nodes[f"n{total}"]["of"].append(f"n{target}")
        return graph

    def forward_mode(self, of: str) -> dict[str, Value]:
        """The derivative of every node with respect to an input, by name and by node id.

        Each has the node's shape followed by the input's; it takes one pass for each element.
        """
        from graphs.autodiff.jvp import jacobians

        model = self.evaluation.model
        return self._by_name(jacobians(model, self.evaluation.node_values, model.input(of)))

    def paths(self, start: str, end: str) -> Paths:
        """Every path between two nodes: (node ids, product of local derivatives); ``.count`` is
        exact, ``.total`` their sum, the gradient. Of more than 1,000 the largest 20 are listed."""
        from graphs.autodiff.paths import paths

        model = self.evaluation.model
        ends = model.index(start), model.index(end)
        return paths(model, self.evaluation.node_values, *ends)

    def formula(self, of: str) -> tuple[str, str]:
        """∂output/∂input in the names of the program, as text and as LaTeX; an upstream gradient
        that was given is called ``upstream`` in it."""
        from graphs.rewrite.formulas import formulas

        model = self.evaluation.model
        formula = formulas(model).get(model.input(of))
        return ("0", "0") if formula is None else (formula.text, formula.latex)

    def gradient_check(self) -> dict[str, float]:
        """The relative error of each gradient against a central difference with h = 1e-5."""
        from graphs.autodiff.gradient_check import gradient_check

        evaluation = self.evaluation
        checks = gradient_check(
            evaluation.model,
            evaluation.input_values,
            evaluation.node_values,
            evaluation.gradients,
            evaluation.structure.text_model,
        )
        return {one.name: one.error for one in checks}

    def hessian(self, of: Sequence[str] | Mapping[str, Value]) -> Any:
        """The second derivatives with respect to the numbers of some inputs, at most 12, in order,
        as a square array; or, for a vector given as ``{input: part}``, each part in its input's
        shape, the Hessian times that vector, in the same form.

        Raises:
            GraphError: there is no such input, or a part has another shape.
            TooLarge: there are more numbers; give a vector then.
        """
        from graphs.rewrite.hessian import SecondDerivatives

        evaluation = self.evaluation
        second_derivatives = SecondDerivatives(
            evaluation.model,
            evaluation.input_values,
            evaluation.node_values,
            list(of),
            evaluation.structure.text_model,
        )
        if not isinstance(of, Mapping):
            return second_derivatives.hessian().matrix
        parts = {name: np.asarray(normalize_input(name, value)) for name, value in of.items()}
        return {name: as_python(value) for name, value in second_derivatives.hvp(parts).items()}

    @property
    def patterns(self) -> list[dict[str, Any]]:
        """Expressions that are one gate with a simple gradient; ``with_fold`` folds them by id."""
        from graphs.views.patterns import patterns

        return patterns(self.evaluation, self._program.fusions, self._request.fold)

    def _by_name(self, by_index: Mapping[int, Value]) -> dict[str, Value]:
        """Values by node id and by name, as Python's numbers or arrays of their own."""
        by_id = {f"n{index}": as_python(value) for index, value in by_index.items()}
        named = {name: f"n{index}" for name, index in self.evaluation.model.names.items()}
        return by_id | {name: by_id[node] for name, node in named.items() if node in by_id}

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        """How Jupyter shows a trace."""
        from graphs.draw.export import standalone

        return {"image/svg+xml": standalone(self.svg()), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Trace {self.output} = {write(self.value)}>"


def trace(
    program: str,
    inputs: Mapping[str, Value] | None = None,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    *,
    fill: bool = False,
    call: str | None = None,
    loops: Mapping[int, Passes] | None = None,
    generate: bool = False,
    limits: Limits | None = None,
    numbers: Digits = "3 digits",
    seed: int | None = None,
    fold: Sequence[str] = (),
    open: Opening = None,
    roomy: bool = False,
    upstream: Value = None,
    window: Window | None = None,
) -> Trace:
    """Read a program, run it forward and run backpropagation through it.

    ``inputs`` win over the values in the text. ``wrt`` names the inputs to differentiate by
    (default: all). ``numbers`` is the number format of drawing and sentences. ``seed`` starts
    NumPy's random values where the program sets none; without it one is chosen. ``fill`` gives
    names without a value one: numbers 1, arrays random values, labels whole numbers. ``call`` names
    the definition to call where the program calls none, ``loops`` by line whether one pass of a
    loop is drawn ("once") or "every" one, where it is not as the reader chooses. ``generate`` fills
    names that hold what the program reads from outside, too, where it is needed; values given for
    them are taken anyway. ``fold`` names patterns, by the ids in ``Trace.patterns``, that are drawn
    as one gate. ``open`` are the groups
    that are drawn open (see ``Groups.with_open``). ``roomy`` drawings keep their layout while
    values change, as in training. ``upstream`` is an array of the output's shape; the gradients
    are then those of sum(output * upstream). ``window`` is the room for the drawing; without one it
    takes all it wants.

    Raises:
        GraphError: what is wrong, where, and what to write instead.
    """
    if numbers not in STYLES:
        raise GraphError(f"{numbers} is not a number format.", hint=f"Use {', '.join(STYLES)}.")
    check_affordable(inputs or {}, limits or UNLIMITED)
    request = Request(
        output=None if output is None else normalize_name(output),
        wrt=None if wrt is None else tuple(map(normalize_name, wrt)),
        limits=limits or UNLIMITED,
        digits=numbers,
        seed=seed,
        assume=Assumptions(fill, call, dict(loops or {}), generate),
        fold=tuple(fold),
        open=open,
        roomy=roomy,
        upstream=None if upstream is None else normalize_upstream(upstream),
        window=window,
    )
    return _trace(program, normalize_inputs(inputs or {}), request)


def _trace(text: str, values: Mapping[str, Value], request: Request) -> Trace:
    def read(seed: int | None) -> Graph:
        options = request.output, request.wrt, request.limits, seed, request.assume
        return parse(text, dict(values), *options)

    model = read(request.seed)
    is_filled = any(entry.filled for entry in model.inputs.values())
    if request.seed is None and model.seed is not None and is_filled:
        model = read(model.seed)  # whoever asks again with this seed gets the same filled values
    if request.upstream is not None:
        model = with_upstream(model, request.upstream)
    program = Program(model, request.fold)
    structure = Structure(program.drawn, text_model=model)
    evaluation = evaluate(structure, model.by_path(values), request.display)
    seed = request.seed if model.seed is None else model.seed
    return Trace(evaluation, replace(request, seed=seed), program)


def shown_evaluation(trace: Trace) -> ShownEvaluation:
    """The evaluation with groups closed as it is drawn, for whole arrays, parts and searches."""
    return trace._shown_evaluation


def in_window(trace: Trace, window: Window | None) -> Trace:
    """The same trace drawn for another window, with nothing computed again."""
    if window == trace._request.window:
        return trace
    request = replace(trace._request, window=window)
    return replace(trace, evaluation=trace.evaluation.with_window(window), _request=request)
