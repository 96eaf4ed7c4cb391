"""Which nodes of a reading are drawn."""

from __future__ import annotations

from collections.abc import Iterable

from graphs.language import resolve
from graphs.language.reading import Reading


def drawn(run: Reading, roots: Iterable[int]) -> frozenset[int]:
    """The nodes to draw: inputs, named values, and what those and the output are computed from.

    Counters and conditions, computed from what is known alone, are left out.
    """
    all_nodes = run.builder.nodes
    from_inputs = [False] * len(all_nodes)
    for node in all_nodes:
        if node.kind == "input":
            from_inputs[node.index] = node.name not in run.structural
        else:
            for argument in node.args:
                if from_inputs[argument]:
                    from_inputs[node.index] = True
                    break
    unknown = resolve.without_value(run)
    stack = [root for root in roots if root not in unknown]
    for node in all_nodes:
        if node.index in unknown:
            continue
        entry = run.inputs.get(node.name or "") if node.kind == "input" else None
        is_input = entry is not None and entry.node == node.index
        is_named = node.name and from_inputs[node.index] and node.index not in run.aside
        if is_input or (node.kind != "input" and is_named):
            stack.append(node.index)
    keep: set[int] = set()
    while stack:
        here = stack.pop()
        if here not in keep:
            keep.add(here)
            stack.extend(all_nodes[here].args)
    return frozenset(keep)
