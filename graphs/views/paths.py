"""Every path between two values with its product, and what factoring them saves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.autodiff.paths import Operations, Paths, WirePath, paths
from graphs.evaluation import Evaluation
from graphs.format.numbers import write
from graphs.model import Backward, Value

MOST_PATHS = 100  # that are listed
LONGEST_PATH = 40  # gates of one that are named


def paths_view(
    evaluation: Evaluation, start: str | None = None, end: str | None = None
) -> dict[str, Any]:
    """Every path between two values, or the largest few, with counts of operations."""
    graph, labels = evaluation.model, evaluation.labels
    first = next(
        (
            entry.node
            for entry in graph.inputs.values()
            if graph.receives_gradient[entry.node] and len(graph.consumers[entry.node]) > 1
        ),
        next(
            (e.node for e in graph.inputs.values() if graph.receives_gradient[e.node]), graph.output
        ),
    )
    one = first if start is None else evaluation.model.index(start)
    other = graph.output if end is None else evaluation.model.index(end)
    found = paths(graph, evaluation.node_values, one, other, MOST_PATHS)
    local = {
        (step.node, step.slot): step.local
        for step in evaluation.raw_steps
        if isinstance(step, Backward) and step.node is not None and step.slot is not None
    }
    return {
        "from": f"n{one}",
        "to": f"n{other}",
        "choices": [
            {"id": node.id, "label": labels[node.index].text, "latex": labels[node.index].latex}
            for node in graph.nodes
            if graph.depends_on_wrt[node.index]
        ],
        "count": f"{found.count:,}" if found.count < 10**24 else f"{found.count:.4e}",
        "exact": str(found.count),
        "listed": len(found),
        "total": write(found.total, evaluation.digits),
        "sentence": _sum(evaluation, found),
        "paths": [_path(evaluation, one, route, local) for route in found.wire_paths],
        "operations": _operations(found),
    }


def _path(
    evaluation: Evaluation, start: int, route: WirePath, local: Mapping[tuple[int, int], Value]
) -> dict[str, Any]:
    graph, labels = evaluation.model, evaluation.labels
    nodes = [start, *(gate for gate, _ in route.wires)]
    factors = [local.get(wire) for wire in route.wires]
    return {
        "nodes": [f"n{node}" for node in nodes],
        "wires": [[f"n{gate}", slot] for gate, slot in route.wires],
        "labels": _ends([labels[node].text for node in nodes]),
        "factors": _ends(
            [
                write(factor, evaluation.digits) if factor is not None else graph.nodes[gate].op
                for factor, (gate, _) in zip(factors, route.wires, strict=True)
            ]
        ),
        "product": write(route.product, evaluation.digits),
    }


def _ends(words: list[str]) -> list[str]:
    """A long list without its middle."""
    half = LONGEST_PATH // 2
    return words if len(words) <= LONGEST_PATH else [*words[:half], "…", *words[-half:]]


def _sum(evaluation: Evaluation, found: Paths) -> str:
    names = [evaluation.labels[index].text for index in (found.end, found.start)]
    total = write(found.total, evaluation.digits)
    if found.count == 1:
        return f"One path: its product is the gradient of {names[0]} by {names[1]}, {total}."
    if len(found) == found.count:
        return (
            f"{found.count:,} paths: their products add up to the gradient of {names[0]} by "
            f"{names[1]}, {total}."
        )
    return (
        f"{found.count:,} paths, of which the {len(found)} largest are shown; all of them add up "
        f"to the gradient of {names[0]} by {names[1]}, {total}."
    )


def _operations(found: Paths) -> dict[str, Any]:
    def told(operations: Operations) -> dict[str, str]:
        return {"multiply": f"{operations.multiply:,}", "add": f"{operations.add:,}"}

    factored, unfactored = found.factored, found.unfactored
    few, many = (one.multiply + one.add for one in (factored, unfactored))
    saved = (
        "There is nothing to factor out: both ways take as many."
        if few == many
        else f"Backpropagation takes {few:,} operations instead of {many:,}: "
        "what paths share is multiplied once."
    )
    return {"factored": told(factored), "unfactored": told(unfactored), "sentence": saved}
