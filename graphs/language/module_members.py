"""What stands in a module: np.exp, np.random.randn, math.pi."""

from __future__ import annotations

import ast

from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.syntax_gates import did_you_mean, instead_of
from graphs.language.things import (
    Module,
    Thing,
)


def member(run: Reading, module: str, name: str, node: Place | ast.alias) -> Thing:
    """What ``np.<name>``, ``np.random.<name>`` or ``math.<name>`` stands for."""
    members = run.modules.get(module, {})
    if name in members:
        return members[name]
    inner = f"{module}.{name}"
    if inner in run.modules:
        return Module(inner)
    near = did_you_mean(name, members)
    raise run.raised(
        "AttributeError",
        f"{name} is not a gate." if module.startswith("numpy") else f"{module} has no {name} here.",
        node,
        f"Did you mean {near}?" if near else instead_of(name),
    )
