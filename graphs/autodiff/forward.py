"""Graph + inputs → values, in one loop over topological order."""

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
from graphs.language.missing_inputs import lacking
from graphs.model import Graph, Node, Notice, Value
from graphs.model.generated import Redraw, generate


def forward(graph: Graph, inputs: Mapping[str, Value]) -> tuple[list[Value], list[Notice]]:
    """Each node's value, by index, and a warning for each value that is no finite number.

    Domain faults do what NumPy does (inf, nan).

    Raises:
        GraphError: an input has no value (every such name is listed) or one that is no number.
    """
    values: list[Value] = [None] * len(graph.nodes)
    for node in graph.nodes:
        if node.gate is None:
            values[node.index] = plain(node.constant) if node.kind == "constant" else None
    _set_inputs(graph, inputs, values)
    warnings: list[Notice] = []
    with faults() as heard:
        for node in graph.nodes:
            if node.gate is None:
                continue
            args = [values[argument] for argument in node.args]
            try:
                value = values[node.index] = plain(node.gate.compute(args, node.settings))
            except (Misfit, np.linalg.LinAlgError) as error:
                raise failed(node, args, error) from None
            if heard:
                if not np.all(np.isfinite(value)):
                    warnings.append(_fault(node, args, value, heard[0]))
                heard.clear()
    return values, warnings


def plain(value: Any) -> Value:
    """A value as the engine holds it: NumPy's float64 (so that 1/0 is inf, not an exception),
    Python's bool, or an array of float64 or bool."""
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return plain(value[()])
        return value if value.dtype == bool else value.astype(np.float64, copy=False)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return np.float64(value)


def failed(node: Node, args: Sequence[Value], error: Exception) -> GraphError:
    """An evaluation that cannot go on: the gate, its line, and the shapes or values."""
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
def faults() -> Iterator[list[str]]:
    """What NumPy calls the faults of the operations done inside, as they happen."""
    heard: list[str] = []

    def hear(kind: str, flag: int) -> None:
        heard.append(kind)

    with np.errstate(divide="call", over="call", invalid="call", under="ignore", call=hear):
        yield heard


def _fault(node: Node, args: Sequence[Value], value: Value, kind: str) -> Notice:
    assert node.gate is not None
    shown = f"{applied(node, args)} = {write(value)}"
    if np.ndim(value):
        odd = value[~np.isfinite(value)]
        some = f"{odd.size} of {value.size} elements that are not finite, the first {write(odd[0])}"
        shown = f"{applied(node, args)} has {some}"
    return Notice(
        f"{node.gate.title} gate: {shown} ({kind}).",
        node.source.line if node.source else None,
    )


def applied(node: Node, args: Sequence[Value]) -> str:
    """A gate applied to numbers, as Python writes it: ``(-2)**0.5``, ``log(-2)``."""
    assert node.gate is not None
    numbers = [write(argument) for argument in args]
    if node.gate.precedence != ATOM:
        numbers = [f"({number})" if number.startswith("-") else number for number in numbers]
    return node.gate.write(numbers, node.settings)


def _set_inputs(graph: Graph, inputs: Mapping[str, Value], values: list[Value]) -> None:
    missing = []
    for name, entry in graph.inputs.items():
        value = inputs.get(name, entry.default)
        if isinstance(value, Redraw):  # the reading has drawn it
            value = entry.written
        if value is None:
            missing.append(name)
            continue
        values[entry.node] = number(name, value)
    if missing:
        raise lacking(graph, missing)


def number(name: str, value: object) -> Value:
    """A value given for an input: a number, nested lists, an array, or how to make one.

    ``{"generate": "randn", "shape": [3, 4], "seed": 7}`` makes one
    (see ``graphs.model.generated``).

    Raises:
        GraphError: it is none of these.
    """
    if isinstance(value, dict):
        value = generate(name, value)
    if isinstance(value, Redraw):
        return value
    if isinstance(value, list | tuple | np.ndarray):
        return _array(name, value)
    if isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating):
        try:
            return plain(value)
        except OverflowError:
            pass
    raise GraphError(
        f"The value given for {name} is not a number that float64 can hold.",
        hint=f"Write {name}=1.5, say.",
    )


def _array(name: str, value: object) -> Value:
    """Nested lists or an array, as float64 or bool, copied: later changes outside do not count."""
    try:
        array = np.array(value)
        if array.dtype == bool:
            return plain(array)
        if array.dtype.kind not in "iuf" and array.size:
            raise TypeError
        return plain(array.astype(np.float64))
    except (ValueError, TypeError, OverflowError):
        raise GraphError(
            f"The value given for {name} is not an array of numbers with equally long rows.",
            hint=f"Write {name}=[[1, 2], [3, 4]], say.",
        ) from None


def checked(inputs: Mapping[str, Value]) -> dict[str, Value]:
    """Values given from outside, as float64, by name."""
    return {as_read(name): number(name, value) for name, value in inputs.items()}


def as_read(name: str) -> str:
    """A name as Python reads it: the compatibility forms of a letter are the letter (NFKC)."""
    return unicodedata.normalize("NFKC", name)


def as_python(value: Value) -> Value:
    """A scalar as Python's own float or bool, an array as a copy of its own."""
    if isinstance(value, np.ndarray):
        return value.copy()
    return value if isinstance(value, bool) or value is None else float(value)
