"""The forward pass: graph and input values → node values, in one loop in topological order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.gates import ATOM
from graphs.gates.shapes import Misfit
from graphs.language.missing_names.missing_inputs import guessed_in_vain_error, missing_inputs_error
from graphs.model import Graph, Node, Notice, Value
from graphs.model.generated import Redraw, generate


def forward(graph: Graph, inputs: Mapping[str, Value]) -> tuple[list[Value], list[Notice]]:
    """The value of each node, by index, and a warning for each gate that makes an inf or a nan.

    Domain faults and overflows give what NumPy gives (inf, nan).

    Raises:
        GraphError: inputs have no value (all of them are listed) or one that is no number; shapes
            do not fit; a matrix is singular.
    """
    values: list[Value] = [None] * len(graph.nodes)
    for node in graph.nodes:
        if node.gate is None:
            values[node.index] = as_float64(node.constant) if node.kind == "constant" else None
    _set_inputs(graph, inputs, values)
    warnings: list[Notice] = []
    with record_faults() as faults:
        for node in graph.nodes:
            if node.gate is None:
                continue
            args = [values[argument] for argument in node.args]
            try:
                value = values[node.index] = as_float64(node.gate.compute(args, node.settings))
            except (Misfit, np.linalg.LinAlgError) as error:
                found = evaluation_error(node, args, error)
                if isinstance(error, Misfit):
                    guessed = (name for name in graph.filled if name not in inputs)
                    shapes = {name: np.shape(values[graph.inputs[name].node]) for name in guessed}
                    found = guessed_in_vain_error(graph, found, shapes)
                raise found from None
            if faults:
                if not is_finite(value):
                    begins = not warnings and all(map(is_finite, args))
                    warnings.append(_not_finite_warning(node, args, value, faults[0], begins))
                faults.clear()
    return values, warnings


def as_float64(value: Any) -> Value:
    """A number or array as the engine holds it: NumPy's float64 (so that 1/0 is inf and raises
    nothing) or an array of it. Booleans stay booleans."""
    if type(value) is np.float64:  # as nearly every number is already
        return value
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return as_float64(value[()])
        return value if value.dtype == bool else value.astype(np.float64, copy=False)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return np.float64(value)


def evaluation_error(node: Node, args: Sequence[Value], error: Exception) -> GraphError:
    """The error for a gate that cannot be computed: its line, and the shapes or values it got."""
    assert node.gate is not None
    source = node.source
    shapes = [
        str(np.shape(argument)) if np.ndim(argument) else write(argument) for argument in args
    ]
    singular = isinstance(error, np.linalg.LinAlgError)
    reason = "the matrix is singular: it has no inverse" if singular else str(error)
    return GraphError(
        f"{node.gate.title}: {node.gate.write(shapes, node.settings)}: {reason}.",
        source.line if source else None,
        source.column if source else None,
        source.end_column if source and source.end_line == source.line else None,
        "Check the values that go in.",
        at=node.index,
    )


@contextmanager
def record_faults() -> Iterator[list[str]]:
    """A list of the floating-point errors inside the ``with``, in NumPy's words, as they happen.

    Underflows are not recorded.
    """
    faults: list[str] = []

    def record(kind: str, flag: int) -> None:
        faults.append(kind)

    with np.errstate(divide="call", over="call", invalid="call", under="ignore", call=record):
        yield faults


def is_finite(value: Value) -> bool:
    """Whether a number, or every element, is neither nan nor infinite."""
    return bool(np.all(np.isfinite(value)))


BEGINS = " It begins here."  # after what is told of the first that is not finite


def _not_finite_warning(
    node: Node, args: Sequence[Value], value: Value, kind: str, begins: bool
) -> Notice:
    assert node.gate is not None
    text = f"{write_applied(node, args)} = {write(value)}"
    if np.ndim(value):
        not_finite = value[~np.isfinite(value)]
        text = (
            f"{write_applied(node, args)} has {not_finite.size} of {value.size} elements that are "
            f"not finite, the first {write(not_finite[0])}"
        )
    return Notice(
        f"{node.gate.title} gate: {text} ({kind}).{BEGINS if begins else ''}",
        node.source.line if node.source else None,
    )


def write_applied(node: Node, args: Sequence[Value]) -> str:
    """A gate applied to its argument values, as Python writes it: ``(-2)**0.5``, ``log(-2)``."""
    assert node.gate is not None
    numbers = [write(argument) for argument in args]
    if node.gate.precedence != ATOM:
        numbers = [f"({number})" if number.startswith("-") else number for number in numbers]
    return node.gate.write(numbers, node.settings)


def _set_inputs(graph: Graph, inputs: Mapping[str, Value], values: list[Value]) -> None:
    missing = []
    for name, entry in graph.inputs.items():
        value = inputs.get(name, entry.default)
        if isinstance(value, Redraw):  # its random values were drawn while the program was read
            value = entry.written
        if value is None:
            missing.append(name)
            continue
        values[entry.node] = normalize_input(name, value)
    if missing:
        raise missing_inputs_error(graph, missing)


def normalize_input(name: str, value: object) -> Value:
    """The value of one input as the engine holds it.

    ``value`` is a number, nested lists, an array, or a rule that generates one, such as
    ``{"generate": "randn", "shape": [3, 4], "seed": 7}`` (see ``graphs.model.generated``).

    Raises:
        GraphError: it is none of these.
    """
    if isinstance(value, dict):
        value = generate(name, value)
    if isinstance(value, Redraw):
        return value
    if isinstance(value, list | tuple | np.ndarray):
        return _normalize_array(name, value)
    if isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating):
        try:
            return as_float64(value)
        except OverflowError:
            pass
    raise GraphError(
        f"The value given for {name} is not a number that float64 can hold.",
        hint=f"Write {name}=1.5, say.",
    )


def _normalize_array(name: str, value: object) -> Value:
    """Nested lists or an array as a new array of float64 or bool."""
    try:
        array = np.array(value)
        if array.dtype == bool:
            return as_float64(array)
        if array.dtype.kind not in "iuf" and array.size:
            raise TypeError
        return as_float64(array.astype(np.float64))
    except (ValueError, TypeError, OverflowError):
        raise GraphError(
            f"The value given for {name} is not an array of numbers with equally long rows.",
            hint=f"Write {name}=[[1, 2], [3, 4]], say.",
        ) from None


def normalize_inputs(inputs: Mapping[str, Value]) -> dict[str, Value]:
    """Input values from outside as the engine holds them, by normalized name.

    Raises:
        GraphError: a value is no number, array or rule that generates one.
    """
    return {normalize_name(name): normalize_input(name, value) for name, value in inputs.items()}


def normalize_name(name: str) -> str:
    """A name as Python reads identifiers, in Unicode's normal form NFKC; keys in single quotes."""
    return unicodedata.normalize("NFKC", name).replace('"', "'")


def as_python(value: Value) -> Value:
    """A scalar as Python's float or bool, an array as a copy."""
    if isinstance(value, np.ndarray):
        return value.copy()
    return value if isinstance(value, bool) or value is None else float(value)
