"""What stands in a module: np.exp, np.random.randn, math.pi."""

from __future__ import annotations

import ast

from graphs.language.advice.near_names import did_you_mean
from graphs.language.advice.numpy_words import BY_MODULE, INSTEAD, NUMPY, instead_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    LeftOut,
    Module,
    Thing,
)
from graphs.language.unread.left_out import leave_out

MOST_LISTED = 20
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
    if module not in run.modules:  # of which one part is read, as scipy.special is
        leave_out(run, f"{inner} is left out: nothing of it is drawn.", node.lineno)
        return LeftOut(inner, node.lineno)
    if module in UNREAD and name in UNREAD[module]:
        full = f"{module.replace('numpy', 'np')}.{name}"
        leave_out(run, f"{full} is left out: {UNREAD[module][name]}.", node.lineno)
        return LeftOut(full, node.lineno)
    near = did_you_mean(name, members)
    is_numpy, shown = module.startswith("numpy"), module.replace("numpy", "np")
    if is_numpy and name in BY_MODULE.get(module, NUMPY) and not near:
        message = f"{shown}.{name} is NumPy's and is not read yet."
    else:
        message = f"{'NumPy' if is_numpy else module} has no {name}" + (
            "." if is_numpy else " here."
        )
    hint = f"Did you mean {near}?" if near else instead_of(name)
    if not near and name not in INSTEAD and len(members) < MOST_LISTED:
        hint = f"It has {', '.join(sorted(members))}."
    error = run.raised("AttributeError", message, node, hint)
    error.unknown_function = f"{shown}.{name}"
    raise error
