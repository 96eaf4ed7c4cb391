"""Every path between two values with its product, and the operations that factoring saves."""

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
    start_node = first if start is None else evaluation.model.index(start)
    end_node = graph.output if end is None else evaluation.model.index(end)
    result = paths(graph, evaluation.node_values, start_node, end_node, MOST_PATHS)
    local = {
        (step.node, step.slot): step.local
        for step in evaluation.raw_steps
        if isinstance(step, Backward) and step.node is not None and step.slot is not None
    }
    return {
        "from": f"n{start_node}",
        "to": f"n{end_node}",
        "choices": [
            {"id": node.id, "label": labels[node.index].text, "latex": labels[node.index].latex}
            for node in graph.nodes
            if graph.depends_on_wrt[node.index]
        ],
        "count": f"{result.count:,}" if result.count < 10**24 else f"{result.count:.4e}",
        "exact": str(result.count),
        "listed": len(result),
        "total": write(result.total, evaluation.digits),
        "sentence": _sum_sentence(evaluation, result),
        "paths": [_path(evaluation, result, route, local) for route in result.wire_paths],
        "operations": _operations(result),
    }


def _path(
    evaluation: Evaluation, result: Paths, route: WirePath, local: Mapping[tuple[int, int], Value]
) -> dict[str, Any]:
    graph, labels = evaluation.model, evaluation.labels
    nodes = [result.start, *(gate for gate, _ in route.wires)]
    factors = [local.get(wire) for wire in route.wires]
    return {
        "nodes": [f"n{node}" for node in nodes],
        "wires": [[f"n{gate}", slot] for gate, slot in route.wires],
        "labels": _without_middle([labels[node].text for node in nodes]),
        "factors": _without_middle(
            [
                write(factor, evaluation.digits) if factor is not None else graph.nodes[gate].op
                for factor, (gate, _) in zip(factors, route.wires, strict=True)
            ]
        )
        + _upstream(evaluation, result.end),
        "product": write(route.product, evaluation.digits),
    }


def _upstream(evaluation: Evaluation, end: int) -> list[str]:
    """The last factor of paths to the output, where an upstream gradient is given."""
    graph = evaluation.model
    given = graph.upstream is not None and end == graph.output
    return [write(graph.upstream, evaluation.digits)] if given else []


def _without_middle(words: list[str]) -> list[str]:
    """A long list without its middle."""
    half = LONGEST_PATH // 2
    return words if len(words) <= LONGEST_PATH else [*words[:half], "…", *words[-half:]]


def _sum_sentence(evaluation: Evaluation, result: Paths) -> str:
    names, each = [evaluation.labels[index].text for index in (result.end, result.start)], ""
    if _upstream(evaluation, result.end):
        names[0], each = evaluation.model.loss_name, ", each with the upstream gradient,"
    total = write(result.total, evaluation.digits)
    if result.count == 1:
        its = "with the upstream gradient its" if each else "its"
        return f"One path: {its} product is the gradient of {names[0]} by {names[1]}, {total}."
    if len(result) == result.count:
        return (
            f"{result.count:,} paths: their products{each} add up to the gradient of {names[0]} "
            f"by {names[1]}, {total}."
        )
    return (
        f"{result.count:,} paths, of which the {len(result)} largest are shown; all of them add up "
        f"to the gradient of {names[0]} by {names[1]}, {total}."
    )


def _operations(result: Paths) -> dict[str, Any]:
    def counts(operations: Operations) -> dict[str, str]:
        return {"multiply": f"{operations.multiply:,}", "add": f"{operations.add:,}"}

    factored, unfactored = result.factored, result.unfactored
    few, many = (each.multiply + each.add for each in (factored, unfactored))
    sentence = (
        "There is nothing to factor out: both ways take as many."
        if few == many
        else f"Backpropagation takes {few:,} operations instead of {many:,}: "
        "what paths share is multiplied once."
    )
    return {"factored": counts(factored), "unfactored": counts(unfactored), "sentence": sentence}
