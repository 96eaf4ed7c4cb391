"""Values computed while the text is read, where they decide how it is read on: the guards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graphs.errors import GraphError
from graphs.gates.shapes import Misfit
from graphs.language.reading import Reading
from graphs.model import Guard, Node, Shape, Source, Value
from graphs.model.ancestors import ancestors


def has_value(run: Reading, name: str | None) -> bool:
    """Whether an input has a value, in the text or from outside."""
    entry = run.inputs.get(name or "")
    return entry is not None and (entry.written is not None or name in run.input_values)


def unknown_inputs_error(
    run: Reading, shapes: Mapping[int, Shape] | None = None, at: int | None = None
) -> GraphError:
    """The error for inputs without a value where one is needed to read on.

    ``shapes`` holds shapes of nodes that are known at this place; ``at`` is the node that is asked
    for.
    """
    run.inputs = {**run.not_printed, **run.inputs}
    missing = tuple(name for name in run.inputs if not has_value(run, name))
    known_here = {name: (shapes or {}).get(run.inputs[name].node) for name in missing}
    known = {name: shape for name, shape in known_here.items() if shape is not None}
    error = GraphError("The shape of an input must be known.", missing=missing, shapes=known)
    if at is not None:
        behind = ancestors(run.builder.nodes, [at])
        error.needed = tuple(name for name in missing if run.inputs[name].node in behind)
    return error


def without_value(run: Reading) -> set[int]:
    """Nodes of names that have no value, where only a print asked for them or inputs of their own
    stand for what they hold, and all that is computed from them."""
    found: set[int] = set()
    if run.not_printed or run.structured:
        named = {entry.node for entry in run.inputs.values()}
        for node in run.builder.nodes:
            is_left = node.kind == "input" and node.index not in named
            if is_left or not found.isdisjoint(node.args):
                found.add(node.index)
    return found


def value_of(run: Reading, index: int) -> Value:
    """The value of a node at the inputs of this reading.

    Raises:
        GraphError: it depends on an input without a value; a gate cannot compute it.
    """
    nodes, known = run.builder.nodes, run.known
    if index in known:
        return known[index]
    needed, stack = set[int](), [index]
    while stack:
        here = stack.pop()
        if here not in needed and here not in known:
            needed.add(here)
            stack.extend(nodes[here].args)
    for here in sorted(needed):
        node = nodes[here]
        if node.kind == "input":
            name = node.name or ""
            entry = run.inputs.get(name)
            value = run.input_values.get(name, None if entry is None else entry.written)
            if value is None:
                by_element = all(
                    (gate := nodes[one].gate) is None or gate.elementwise for one in needed
                )
                is_number = node.shape is None and by_element
                raise unknown_inputs_error(run, {here: ()} if is_number else None, index)
            known[here] = value
        elif node.gate is None:
            known[here] = node.constant
        else:
            with np.errstate(all="ignore"):
                known[here] = _compute(node, [known[argument] for argument in node.args])
    return known[index]


def _compute(node: Node, values: Sequence[Value]) -> Value:
    assert node.gate is not None
    try:
        return node.gate.compute(values, node.settings)
    except (Misfit, np.linalg.LinAlgError) as error:
        source = node.source or Source(1, 0, 1, 0)
        end = source.end_column if source.end_line == source.line else None
        raise GraphError(
            f"{node.gate.name}: {error}.", source.line, source.column, end, "Check its values."
        ) from None


def decided_by_truth(run: Reading, index: int) -> bool:
    """Whether a node is true at these inputs; kept as a guard."""
    outcome = bool(np.all(value_of(run, index)))
    _guard(run, index, outcome, is_truth=True)
    return outcome


def decided_by_value(run: Reading, index: int, is_size: bool = True) -> Value:
    """The value of a node at these inputs, which decides structure; kept as a guard.

    Inputs that a size, a count or an index is computed from are marked: they are no parameters.
    """
    value = value_of(run, index)
    _guard(run, index, value, is_truth=False)
    if not is_size:
        return value
    nodes, stack = run.builder.nodes, [index]
    while stack:
        here = stack.pop()
        if here in run.sizes:
            continue
        run.sizes.add(here)
        node = nodes[here]
        if node.kind == "input" and node.name is not None:
            run.structural.add(node.name)
        elif here in run.candidates:
            run.valued.add(here)
        stack.extend(node.args)
    return value


def _guard(run: Reading, index: int, outcome: Value, is_truth: bool) -> None:
    node = run.builder.nodes[index]
    is_fixed = node.kind == "constant" and index not in run.candidates and run.trains is None
    if is_fixed or (index in run.guards and not run.guards[index].is_truth):
        return
    line = node.source.line if node.source else None
    run.guards[index] = Guard(index, outcome, is_truth, line)
