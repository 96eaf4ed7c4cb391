"""Results that are gradients of the text's own values, or follow from them: updates, norms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.gates.arithmetic import ADD, SUB
from graphs.language.gradient_names import STEPS, looks_like_gradient, targets
from graphs.language.reading import Reading, Result
from graphs.language.results.result_kinds import is_computed_from
from graphs.language.things import Wire


def gradients(run: Reading) -> dict[int, str]:
    """The nodes of values that are called like gradients of the text's own values, with names."""
    known = {**run.top.names, **run.results}
    return {
        thing.node: name
        for name, thing in run.top.names.items()
        if type(thing) is Wire and thing.node is not None and is_gradient(name, known)
    }


def follows_a_gradient(run: Reading, result: Result, gradients: Mapping[int, str]) -> bool:
    """Whether a result is an update of an input by a gradient, ``w = w - 0.1 * dw`` or
    ``new_w = w - 0.1 * dw``, or a number about gradients such as their norm."""
    name, thing = result.name or "", result.thing
    if not gradients or type(thing) is not Wire or thing.node is None:
        return False
    updated = name if name in run.inputs else _stepped_from(run, thing.node)
    if updated is None and not looks_like_gradient(name):
        return False
    return any(
        is_computed_from(run, thing.node, one)
        for one, gradient in gradients.items()
        if updated is None or targets(gradient, {updated}) or STEPS.fullmatch(gradient)
    )


def _stepped_from(run: Reading, index: int) -> str | None:
    """The input that a value is, plus or minus something."""
    node = run.builder.nodes[index]
    if node.gate is not ADD and node.gate is not SUB:
        return None
    inputs = [run.builder.nodes[one] for one in node.args]
    return next((one.name for one in inputs if one.kind == "input" and one.name), None)


def is_gradient(name: str | None, known: Mapping[Any, Any]) -> bool:
    """Whether a name is that of the gradient of one of the program's values."""
    return (
        name is not None
        and looks_like_gradient(name)
        and bool(targets(name, [one for one in known if isinstance(one, str) and one != name]))
    )
