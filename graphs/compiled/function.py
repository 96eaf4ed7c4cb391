"""A program as a function of its inputs: one text for each specialization, generated once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from inspect import Parameter, Signature
from itertools import takewhile
from threading import Lock
from typing import Any

import numpy as np

from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.forward import as_float64, as_python, forward, normalize_inputs, normalize_name
from graphs.compiled.gradients import differentiated, gradients_source
from graphs.compiled.specialization import MISSING, MOST_SPECIALIZATIONS, Specialization
from graphs.errors import GraphError, TooLarge
from graphs.language.parse import interface, parse
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Value
from graphs.model.generated import check_affordable
from graphs.model.paths import spellings

Result = tuple[Value, dict[str, Value]]
Run = Callable[..., Result]


class SpecializedGradients(Specialization):
    """A program's values and gradients at inputs of one kind: the generated text and its function.

    ``run`` calls ``respecialize`` with inputs that the text is not written for, also where a
    decision turns out otherwise; ``run_tested`` takes inputs whose decisions are known to hold.
    """

    def __init__(
        self,
        graph: Graph,
        input_values: Mapping[str, Value],
        wrt: Sequence[str] | None,
        respecialize: Run,
    ) -> None:
        super().__init__(graph, input_values)
        self.differentiated_inputs = differentiated(graph, wrt)
        self.source = gradients_source(graph, self.differentiated_inputs, self.structural)
        self._respecialize = respecialize
        self.run = self.run_tested = self._function(tested=True)
        if graph.guards:
            self.run = self._function(tested=False)

    def __call__(self, input_values: Mapping[str, Value]) -> Result:
        """Run at inputs that it fits, by path."""
        values, spellings = self.complete(input_values), self.graph.spellings
        result: Result = self.run_tested(**{spellings[name]: it for name, it in values.items()})
        return result

    def _function(self, *, tested: bool) -> Run:
        space: dict[str, Any] = {
            "again": self._respecialize,
            "slow": self.run_by_gate if tested else self._decide_by_gate,
            "tested": tested,
        }
        if self.source.floats_only:
            space["slow"] = partial(self._run_in_numpy, dict(space))
        run = self.source.function(space, python=self.source.floats_only)
        run.__kwdefaults__ = {
            self.graph.spellings[name]: MISSING if value is None else value
            for name, value in self.text_values.items()
        }
        return run

    def _run_in_numpy(self, space: Mapping[str, Any], /, **values: Value) -> Result:
        """Run the same text on NumPy's numbers, which give inf and nan where Python raises."""
        run = self.source.function(dict(space), python=False)
        numbers = {
            name: value if isinstance(value, bool) else np.float64(value)
            for name, value in values.items()
        }
        with np.errstate(all="ignore"):
            value, grads = run(**numbers)
        return as_python(as_float64(value)), {
            name: as_python(as_float64(gradient)) for name, gradient in grads.items()
        }

    def _decide_by_gate(self, /, **values: Value) -> Result:
        """Run gate by gate where every decision holds, else read the text again."""
        again = self.run_by_gate if self.fits(values) else self._respecialize
        return again(**values)

    def run_by_gate(self, /, **values: Value) -> Result:
        """Run gate by gate, as a trace does: slower, but an error then names the gate."""
        graph = self.graph
        try:
            node_values, _ = forward(graph, graph.by_path(values))
            node_gradients = gradients(graph, backward(graph, node_values)[0])
        except MemoryError:
            raise TooLarge("This program needs more memory than there is.") from None
        nodes = {name: graph.inputs[name].node for name in self.differentiated_inputs}
        return as_python(node_values[graph.output]), {
            name: as_python(node_gradients[node]) for name, node in nodes.items()
        }


class Compiled:
    """A program as a function: called with its inputs it returns (value, {input: gradient}).

    Inputs are passed by name, or by position in the order of the program's inputs; those with a
    value in the text may be left out. Results are new objects at every call, and several threads
    may call it.
    """

    def __init__(
        self,
        program: str,
        output: str | None,
        wrt: Sequence[str] | None,
        limits: Limits | None,
    ) -> None:
        self._program, self._limits = program, limits
        self._output = None if output is None else normalize_name(output)
        self._wrt = None if wrt is None else tuple(map(normalize_name, wrt))
        self._seed: int | None = None
        self._known: list[SpecializedGradients] = []  # the latest used first
        self._lock = Lock()
        self._run: Run = self._respecialize

    def __call__(self, /, *values: Value, **inputs: Value) -> Result:
        if values:
            inputs = self._by_name(values, inputs)
        return self._run(**inputs)

    def code(self, /, **inputs: Value) -> str:
        """The text that runs at inputs of these shapes."""
        return self._specialization(inputs)[0].source.text

    @property
    def __name__(self) -> str:
        """The output's name; "program" where the text cannot be read as it stands."""
        if self._output is not None:
            return self._output
        try:
            return self._interface[0] or "program"
        except GraphError:
            return "program"

    @property
    def __signature__(self) -> Signature:
        """The inputs in order. Python has no default before a parameter without one, so only the
        last inputs with a value in the text have theirs."""
        _, inputs = self._interface
        defaults = dict(takewhile(lambda item: item[1] is not None, reversed(inputs.items())))
        return Signature(
            [
                Parameter(
                    word,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=defaults.get(name, Parameter.empty),
                )
                for name, word in self._names.items()
            ]
        )

    def __repr__(self) -> str:
        try:
            return f"<compiled {self.__name__}({', '.join(self._names.values())})>"
        except GraphError:  # it is raised when the function is called
            return f"<compiled {self.__name__}>"

    @cached_property
    def _interface(self) -> tuple[str | None, dict[str, Value | None]]:
        """The output's name, and the inputs in order with their values in the text."""
        return interface(self._program, self._output, self._limits)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The inputs in order, and what each is called as a keyword."""
        words = spellings(self._interface[1])
        return {name: words[name] for name in self._interface[1]}

    def _by_name(self, values: Sequence[Value], inputs: Mapping[str, Value]) -> dict[str, Value]:
        names = self._names
        if len(values) > len(names):
            raise TypeError(f"{self!r} takes {len(names)} inputs, not {len(values)}")
        positional = dict(zip(names.values(), values, strict=False))
        inputs = {names.get(name, name): value for name, value in inputs.items()}
        for name in positional.keys() & inputs.keys():
            raise TypeError(f"{self!r} got {name} twice, by position and by name")
        return positional | dict(inputs)

    def _respecialize(self, /, **inputs: Value) -> Result:
        """Run inputs that the latest function is not written for."""
        specialization, input_values = self._specialization(inputs)
        return specialization(input_values)

    def _specialization(
        self, inputs: Mapping[str, Value]
    ) -> tuple[SpecializedGradients, dict[str, Value]]:
        """The specialization for these inputs, and the inputs as the engine holds them."""
        inputs = {name: it for name, it in inputs.items() if it is not MISSING}
        check_affordable(inputs, self._limits or UNLIMITED)
        input_values = normalize_inputs(inputs)
        with self._lock:
            match = next((it for it in self._known if it.fits(input_values)), None)
            if match is None:
                graph = parse(
                    self._program, input_values, self._output, self._wrt, self._limits, self._seed
                )
                match = SpecializedGradients(graph, input_values, self._wrt, self._respecialize)
                self._seed = graph.seed
            others = [it for it in self._known if it is not match]
            self._known = [match, *others[: MOST_SPECIALIZATIONS - 1]]
            if not match.redraws:  # its defaults are those of the text
                self._run = match.run
        return match, input_values


def compile(
    program: str,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    *,
    limits: Limits | None = None,
) -> Compiled:
    """A function of the program's inputs that returns (value, {input: gradient}).

    It is straight-line Python, generated at the first call, and again where the shape of an input
    or a value that decides structure changes; ``function.code(**inputs)`` is its text.

    Raises:
        GraphError: when called, as ``trace`` does.
    """
    return Compiled(program, output, wrt, limits)
