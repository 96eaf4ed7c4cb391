"""What a name without a value was likely meant to be."""

from __future__ import annotations

from collections.abc import Mapping

from graphs.gates import BY_NAME
from graphs.language.advice.meant_names import meant_name
from graphs.language.advice.slips import is_compared_alone
from graphs.language.bound_lines import bound_lines
from graphs.language.constants import CONSTANTS
from graphs.language.unread.libraries import ALIASES

# Words of other languages, and of a program that is only half there.
_WORDS: Mapping[str, str] = {
    "false": "Write False.",
    "true": "Write True.",
    "none": "Write None.",
    "null": "Write None.",
    "nil": "Write None.",
    "nan": "Write np.nan.",
    "Infinity": "Write np.inf.",
    "NaN": "Write np.nan.",
    "Math": "Write np, as in np.exp(x).",
    "this": "Write self, in a method of a class.",
    "self": "self stands in a class's methods: write class Net: above, and def f(self, x): in it.",
    "cls": "cls stands in a class's methods: write class Net: above, with @classmethod.",
}


def likely_meaning(name: str, text: str, line: int | None) -> str | None:
    """A hint for a name that has no value, by the text that it stands in."""
    root = name.partition(".")[0].partition("[")[0]
    if root in _WORDS:
        return _WORDS[root]
    if root in ALIASES:
        return f"{ALIASES[root]} is not read: write what you use of it with NumPy."
    if name in CONSTANTS:
        return f"Write np.{name}."
    bound = bound_lines(text)
    if name in bound and line is not None and bound[name][0] > line:
        below = bound[name][0]
        used = f"{name} is used on line {line} and gets its value on line {below}"
        return f"{used}: move line {below} up."
    if is_compared_alone(text, name):
        return f"== compares: to give {name} a value, write one = sign: {name} = …."
    if name in BY_NAME:
        return f"Call it, as in {name}(x)."
    near = meant_name(name, text)
    if near:
        return f"Did you mean {near}{f', of line {bound[near][0]}' if near in bound else ''}?"
    return None
