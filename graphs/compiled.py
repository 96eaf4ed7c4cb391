"""A program as a function: values and gradients, with nothing drawn or explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graphs.forward import as_python, checked
from graphs.limits import Limits
from graphs.model import Value
from graphs.trace import Trace, trace

Compiled = Callable[..., tuple[Value, dict[str, Value]]]


def compile(
    program: str,
    output: str | None = None,
    wrt: Sequence[str] | None = None,
    *,
    limits: Limits | None = None,
) -> Compiled:
    """A function of the program's inputs that returns (value, {input: gradient}).

    No drawing and no explaining; the graph is read at the first call, and again only where a
    value that decides structure changes.

    Raises:
        GraphError: when called, as ``trace`` does.
    """
    latest: Trace | None = None

    def run(**inputs: Value) -> tuple[Value, dict[str, Value]]:
        nonlocal latest
        if latest is None:
            here = trace(program, inputs, output, wrt, limits=limits)
        else:
            here = latest.at(checked(inputs))
        latest = here
        wanted = here.wrt if here.wrt is not None else tuple(here.model.inputs)
        return here.value, {
            name: as_python(here.gradients[node])
            for name in wanted
            if (node := here.model.inputs[name].node) in here.gradients
        }

    return run
