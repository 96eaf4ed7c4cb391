"""What stands in a module: np.exp, np.random.randn, math.pi."""

from __future__ import annotations

import ast

from graphs.language.left_out import leave_out
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.syntax_gates import did_you_mean, instead_of
from graphs.language.things import (
    LeftOut,
    Module,
    Thing,
)

_READS, _WRITES, _SETS = "no file is read", "no file is written", "nothing of it is drawn"
# Of modules that are read, what reaches files or settings.
UNREAD = {
    "numpy": {
        **dict.fromkeys(
            ("load", "loadtxt", "genfromtxt", "fromfile", "fromregex", "memmap"), _READS
        ),
        **dict.fromkeys(("save", "savetxt", "savez", "savez_compressed"), _WRITES),
        **dict.fromkeys(
            ("testing", "warnings", "show_config", "get_printoptions", "geterr"), _SETS
        ),
    },
    "numpy.random": {"get_state": _SETS, "set_state": _SETS},
    "string": {"Template": _SETS, "Formatter": _SETS},
}


def member(run: Reading, module: str, name: str, node: Place | ast.alias) -> Thing:
    """What ``np.<name>``, ``np.random.<name>`` or ``math.<name>`` stands for."""
    members = run.modules.get(module, {})
    if name in members:
        return members[name]
    inner = f"{module}.{name}"
    if inner in run.modules:
        return Module(inner)
    if module in UNREAD and name in UNREAD[module]:
        full = f"{module.replace('numpy', 'np')}.{name}"
        leave_out(run, f"{full} is left out: {UNREAD[module][name]}.", node.lineno)
        return LeftOut(full, node.lineno)
    near = did_you_mean(name, members)
    raise run.raised(
        "AttributeError",
        f"{name} is not a gate." if module.startswith("numpy") else f"{module} has no {name} here.",
        node,
        f"Did you mean {near}?" if near else instead_of(name),
    )
