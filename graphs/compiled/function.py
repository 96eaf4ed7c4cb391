"""A program as a function of its inputs: generated once for each structure, and run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from inspect import Parameter, Signature
from itertools import takewhile
from threading import Lock

import numpy as np

from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.forward import as_float64, as_python, forward, normalize_inputs, normalize_name
from graphs.compiled.gradients import differentiated, gradients_source
from graphs.compiled.structure import LACKING, MOST_KEPT, Structure
from graphs.errors import TooLarge
from graphs.language.parse import inputs_of, parse
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Value
from graphs.model.generated import check_affordable

Result = tuple[Value, dict[str, Value]]
Run = Callable[..., Result]


class Specialised(Structure):
    """A program at one structure, with the text that computes it there and its function.

    ``again`` is called with inputs that the text is not written for.
    """

    def __init__(
        self, graph: Graph, given: Mapping[str, Value], wrt: Sequence[str] | None, again: Run
    ) -> None:
        super().__init__(graph, given)
        self.wanted = differentiated(graph, wrt)
        self.source = gradients_source(graph, self.wanted, self.structural)
        whole = self.source.whole
        space = {"again": again, "slow": self.in_numpy if whole else self.exactly}
        self.run = self.source.function(space, python=whole)
        self.run.__kwdefaults__ = {
            name: LACKING if value is None else value for name, value in self.written.items()
        }

    def in_numpy(self, /, **values: Value) -> Result:
        """The same text on NumPy's numbers, which give inf and nan where Python raises."""
        run = self.source.function({"slow": self.exactly}, python=False)
        numbers = {
            name: value if isinstance(value, bool) else np.float64(value)
            for name, value in values.items()
        }
        with np.errstate(all="ignore"):
            value, slopes = run(**numbers)
        return as_python(as_float64(value)), {
            it: as_python(as_float64(one)) for it, one in slopes.items()
        }

    def exactly(self, /, **values: Value) -> Result:
        """Gate by gate, as a trace does it, which also knows what to say of an error."""
        graph = self.graph
        try:
            node_values, _ = forward(graph, values)
            slopes = gradients(graph, backward(graph, node_values)[0])
        except MemoryError:
            raise TooLarge("This program needs more memory than there is.") from None
        nodes = {name: graph.inputs[name].node for name in self.wanted}
        return as_python(node_values[graph.output]), {
            name: as_python(slopes[node]) for name, node in nodes.items()
        }


class Compiled:
    """A program as a function: called with its inputs it returns (value, {input: gradient}).

    Inputs are given by name, or by position in the order of the program's inputs; those with a
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
        self._kept: list[Specialised] = []  # the structures that were met, the latest first
        self._lock = Lock()
        self._run: Run = self._again

    def __call__(self, /, *values: Value, **inputs: Value) -> Result:
        if values:
            inputs = self._by_name(values, inputs)
        return self._run(**inputs)

    def code(self, /, **inputs: Value) -> str:
        """The text that runs at inputs of these shapes."""
        return self._at(inputs)[0].source.text

    @property
    def __name__(self) -> str:
        """The output's name."""
        return self._output or (self._kept[0].graph.output_name if self._kept else "program")

    @property
    def __signature__(self) -> Signature:
        """The inputs in order. Python has no default before a parameter without one, so only the
        last inputs with a value in the text have theirs."""
        inputs = self._inputs
        defaults = dict(takewhile(lambda item: item[1] is not None, reversed(inputs.items())))
        return Signature(
            [
                Parameter(
                    name,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=defaults.get(name, Parameter.empty),
                )
                for name in inputs
            ]
        )

    def __repr__(self) -> str:
        return f"<compiled {self.__name__}({', '.join(self._inputs)})>"

    @cached_property
    def _inputs(self) -> dict[str, Value | None]:
        """The program's inputs in order, with their values in the text."""
        return inputs_of(self._program, self._limits)

    def _by_name(self, values: Sequence[Value], inputs: Mapping[str, Value]) -> dict[str, Value]:
        names = list(self._inputs)
        if len(values) > len(names):
            raise TypeError(f"{self!r} takes {len(names)} inputs, not {len(values)}")
        placed = dict(zip(names, values, strict=False))
        for name in placed.keys() & inputs.keys():
            raise TypeError(f"{self!r} got {name} twice, by position and by name")
        return placed | dict(inputs)

    def _again(self, /, **inputs: Value) -> Result:
        """Run inputs that the function at hand is not written for."""
        here, given = self._at(inputs)
        result: Result = here.run(**here.values(given))
        return result

    def _at(self, inputs: Mapping[str, Value]) -> tuple[Specialised, dict[str, Value]]:
        """The structure of these inputs, and the inputs as the engine holds them."""
        inputs = {name: it for name, it in inputs.items() if it is not LACKING}
        check_affordable(inputs, self._limits or UNLIMITED)
        given = normalize_inputs(inputs)
        with self._lock:
            here = next((known for known in self._kept if known.fits(given)), None)
            if here is None:
                graph = parse(
                    self._program, given, self._output, self._wrt, self._limits, self._seed
                )
                here = Specialised(graph, given, self._wrt, self._again)
                self._seed = graph.seed
            others = [known for known in self._kept if known is not here]
            self._kept = [here, *others[: MOST_KEPT - 1]]
            if not here.redrawn:  # its inputs left out have the values of the text
                self._run = here.run
        return here, given


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
