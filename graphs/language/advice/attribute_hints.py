"""What to write instead of an attribute that arrays do not have here."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from graphs.language.advice.near_names import did_you_mean
from graphs.language.advice.numpy_words import INSTEAD as INSTEAD_IN_NUMPY
from graphs.language.things import Function, Instance

# ``{x}`` is the array as the text writes it.
_INSTEAD: Mapping[str, str] = {
    "backward": "Delete this line: backpropagation runs by itself, from the program's last value.",
    "zero_grad": "Delete this line: every gradient starts at 0.",
    "grad": "Leave it out: the gradient of {x} is drawn beside its value.",
    "requires_grad": "Leave it out: every input has a gradient.",
    "requires_grad_": "Leave it out: every input has a gradient.",
    "retain_grad": "Delete this line: every value keeps its gradient.",
    "detach": "Write {x} itself.",
    "cpu": "Write {x} itself.",
    "cuda": "Write {x} itself.",
    "to": "Write {x} itself.",
    "numpy": "Write {x} itself.",
    "float": "Write {x} itself.",
    "double": "Write {x} itself.",
    "clone": "Write {x}.copy().",
    "contiguous": "Write {x} itself.",
    "view": "Write {x}.reshape(…).",
    "t": "Write {x}.T.",
    "permute": "Write np.transpose({x}, (1, 0)).",
    "unsqueeze": "Write {x}[:, None].",
    "clamp": "Write np.clip({x}, low, high).",
    "clamp_min": "Write np.maximum({x}, 0).",
    "clamp_max": "Write np.minimum({x}, 1).",
    "relu": "Write np.maximum({x}, 0).",
    "sigmoid": "Write 1 / (1 + np.exp(-{x})).",
    "softmax": "Write np.exp({x}) / np.exp({x}).sum(axis=-1, keepdims=True).",
    "pow": "Write {x}**2.",
    "mm": "Write {x} @ y.",
    "matmul": "Write {x} @ y.",
    "add": "Write {x} + y.",
    "mul": "Write {x} * y.",
    "sub": "Write {x} - y.",
    "div": "Write {x} / y.",
    "norm": "Write np.linalg.norm({x}).",
    "length": "Write len({x}).",
    "append": "Write np.concatenate([{x}, [y]]), or start with a list: xs = [].",
    "real": "Write {x} itself: there are real numbers alone.",
    "I": "Write np.linalg.inv({x}).",
    "H": "Write {x}.T.",
    "A": "Write {x} itself.",
    "values": "Write {x} itself.",
}


def line_of_local(thing: Instance, name: str) -> int | None:
    """The line of ``__init__`` that gives a name of its own what may be meant for the object."""
    made = thing.type.find("__init__")
    body = made.body if isinstance(made, Function) and isinstance(made.body, tuple) else ()
    for statement in body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            return statement.lineno
    return None


def hint_for(name: str, text: str, gates: Iterable[str], known: Iterable[str]) -> str:
    """What to write in place of ``text.name``; ``gates`` are NumPy's functions that are read, and
    ``known`` what arrays have."""
    if name in _INSTEAD:
        return _INSTEAD[name].format(x=text)
    if name in gates:
        return f"Write np.{name}({text})."
    if name in INSTEAD_IN_NUMPY:
        return INSTEAD_IN_NUMPY[name]
    near = did_you_mean(name, known)
    if near:
        return f"Did you mean {near}?"
    return f"{text} has what NumPy's arrays have: {text}.T, {text}.shape, {text}.sum(), and more."
