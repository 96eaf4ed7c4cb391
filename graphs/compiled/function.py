"""A program as a function of its inputs: generated once for each structure, and run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from types import FunctionType
from typing import Any, Protocol, cast

import numpy as np

from graphs.autodiff.backward import backward, gradients
from graphs.autodiff.forward import as_python, as_read, checked, forward, plain
from graphs.compiled.gradients import asked, gradients_source
from graphs.compiled.structure import LACKING, MOST_KEPT, Structure
from graphs.errors import TooLarge
from graphs.language.parse import parse
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Value
from graphs.model.generated import check_affordable

Result = tuple[Value, dict[str, Value]]


class Compiled(Protocol):
    """What ``compile`` returns."""

    def __call__(self, **inputs: Value) -> Result: ...

    def code(self, **inputs: Value) -> str:
        """The text that runs at inputs of these shapes."""
        ...


class Specialised(Structure):
    """A program at one structure: its text and the function that the text defines."""

    def __init__(self, graph: Graph, given: Mapping[str, Value], wrt: Sequence[str] | None) -> None:
        super().__init__(graph, given)
        self.wanted = asked(graph, wrt)
        self.source = gradients_source(graph, self.wanted, self.structural)
        self.defaults = {
            name: LACKING if value is None else value for name, value in self.written.items()
        }

    def function(self, space: dict[str, Any], again: Callable[..., Result]) -> Any:
        """The generated function; ``space`` becomes its globals."""
        whole = self.source.whole
        space |= {"again": again, "slow": self.in_numpy if whole else self.exactly}
        made = self.source.function(space, python=whole)
        made.__kwdefaults__ = self.defaults
        return made

    def in_numpy(self, **values: Value) -> Result:
        """The same text on NumPy's numbers, which give inf and nan where Python raises."""
        run = self.source.function({"slow": self.exactly}, python=False)
        numbers = {
            name: value if isinstance(value, bool) else np.float64(value)
            for name, value in values.items()
        }
        with np.errstate(all="ignore"):
            value, slopes = run(**numbers)
        return as_python(plain(value)), {it: as_python(plain(one)) for it, one in slopes.items()}

    def exactly(self, **values: Value) -> Result:
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


class Program:
    """A program and the structures of it that were met, the latest first."""

    def __init__(
        self,
        text: str,
        output: str | None,
        wrt: Sequence[str] | None,
        limits: Limits | None,
    ) -> None:
        self.text, self.limits = text, limits
        self.output = None if output is None else as_read(output)
        self.wrt = None if wrt is None else tuple(map(as_read, wrt))
        self.seed: int | None = None
        self.kept: list[tuple[Specialised, Any]] = []
        self.lock = Lock()
        self.handed = cast(Any, FunctionType(_first.__code__, {"again": self.again}))
        self.handed.code = self.code

    def again(self, **inputs: Value) -> Result:
        """Run inputs that the function at hand is not made for."""
        made, run, given = self.at(inputs)
        result: Result = run(**made.values(given))
        return result

    def code(self, **inputs: Value) -> str:
        return self.at(inputs)[0].source.text

    def at(self, inputs: Mapping[str, Value]) -> tuple[Specialised, Any, dict[str, Value]]:
        """The structure of these inputs, its function, and the inputs as the engine holds them."""
        inputs = {name: it for name, it in inputs.items() if it is not LACKING}
        check_affordable(inputs, self.limits or UNLIMITED)
        given = checked(inputs)
        with self.lock:
            for place, (made, run) in enumerate(self.kept):
                if made.fits(given):
                    self.kept.insert(0, self.kept.pop(place))
                    return made, run, given
            graph = parse(self.text, given, self.output, self.wrt, self.limits, self.seed)
            made = Specialised(graph, given, self.wrt)
            self.seed = graph.seed
            if self.kept:
                run = made.function({}, self.again)
            else:  # the function that was handed out becomes the generated one
                made.function(self.handed.__globals__, self.again)
                self.handed.__kwdefaults__ = made.defaults
                self.handed.__code__ = made.source.code
                run = self.handed
            self.kept = [(made, run), *self.kept[: MOST_KEPT - 1]]
        return made, run, given


def _first(**inputs: Value) -> Result:
    return again(**inputs)  # type: ignore[name-defined,no-any-return]  # noqa: F821


def compile(
    program: str,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    *,
    limits: Limits | None = None,
) -> Compiled:
    """A function of the program's inputs that returns (value, {input: gradient}).

    It is straight-line Python, generated at the first call, and again where the shape of an input
    or a value that decides structure changes; ``function.code(**inputs)`` is its text. Results
    are new objects at every call; it may be called in several threads.

    Raises:
        GraphError: when called, as ``trace`` does.
    """
    return cast(Compiled, Program(program, output, wrt, limits).handed)
