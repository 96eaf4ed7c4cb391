"""Errors of what is called and is no function: products, items, and names that are unknown."""

from __future__ import annotations

import ast
import re

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language import known_shapes
from graphs.language.advice.near_names import did_you_mean
from graphs.language.advice.numpy_words import INSTEAD, NUMPY, OTHER_WORDS, instead_of
from graphs.language.array_makers import PLAIN
from graphs.language.bound_lines import bound_lines
from graphs.language.builtin_functions import BUILTINS
from graphs.language.reading import Reading
from graphs.language.things import Class, Dict, Function, List, Thing, Wire

_BEFORE_BRACKET = re.compile(r"[\s)]*")


def no_function(run: Reading, node: ast.Call, function: ast.Name) -> GraphError:
    """The error for a name that is called and means nothing."""
    name = function.id
    own = [key for key, it in run.top.names.items() if isinstance(it, Function | Class)]
    below = [line for line in bound_lines(run.text).get(name, []) if line > node.lineno]
    near = OTHER_WORDS.get(name)
    of_arrays = (*BY_NAME, *SPELLINGS, *PLAIN) if node.args else ()
    near = near or did_you_mean(name, (*own, *of_arrays, *BUILTINS))
    message = f"{name} is not a function here."
    if below and run.is_top:
        hint = f"{name} is defined on line {below[0]}: move it above line {node.lineno}."
        error = run.error(f"{name} is called above its definition.", function, hint)
    elif near:
        error = run.error(message, function, f"Write {near}", near)
        error.unknown_function = "" if near in own or near == "print" else name
    elif name in NUMPY or name in INSTEAD:
        message = f"{name} is NumPy's and is not read yet."
        error = run.error(message, node, instead_of(name, _parameters(node)))
    else:
        letter = re.fullmatch(r"[^\W\d_]_?\d*", name) is not None
        error = not_callable(run, node, message.rstrip("."), product=letter)
        error.unknown_function = "" if error.mend else name
    error.kind = "NameError"
    return error


def not_callable(
    run: Reading, node: ast.Call, message: str, thing: Thing = None, product: bool = True
) -> GraphError:
    """``x(y + 1)`` and ``2(x + y)`` mean a product, ``x.shape(1)`` an item."""
    if isinstance(node.func, ast.Attribute) and run.segment(node.func) in run.recorded:
        return _of_unknown(run, node, node.func)
    function, whole = run.places.source(node.func), run.places.source(node)
    text = run.segment(node)
    bracket = _BEFORE_BRACKET.match(text, function.end_column - whole.column)
    cut = bracket.end() if bracket else 0
    written = node.args and not node.keywords and whole.end_line == whole.line
    if not written or any(isinstance(part, ast.Starred) for part in node.args):
        written = False
    if written and _has_item(run, node, thing):
        mend = f"{text[:cut]}[{text[cut + 1 : -1]}]"
        words = f"{message}; an item stands in square brackets."
        return run.error(words, node, f"Write {mend}", mend)
    if not (product and written and len(node.args) == 1) or isinstance(thing, List | Dict | tuple):
        hint = "Leave out the brackets, or write the times sign for a product."
        if isinstance(thing, List | Dict | tuple):
            hint = f"Write square brackets for an item, counted from 0: {text[:cut]}[…]."
        elif isinstance(node.func, ast.Name):
            hint = instead_of(node.func.id, _parameters(node))
        return run.error(f"{message}.", node, hint)
    mend = f"{text[:cut].rstrip()}*{text[cut:]}"
    return run.error(
        f"{message}; for a product, write the times sign.", node, f"Write {mend}", mend
    )


def _has_item(run: Reading, node: ast.Call, thing: Thing) -> bool:
    """Whether a thing has the item that stands in round brackets."""
    keys = [_key(part) for part in node.args]
    if isinstance(thing, Dict):
        return len(keys) == 1 and keys[0] in thing.items
    if isinstance(thing, List) and thing.array is None:
        shape: tuple[int, ...] = (len(thing.items),)
    elif isinstance(thing, tuple | str):
        shape = (len(thing),)
    else:
        thing = thing.array if isinstance(thing, List) else thing
        shape = (type(thing) is Wire and known_shapes.shape_if_known(run, thing, node)) or ()
    return len(keys) <= len(shape) and all(
        type(key) is int and -size <= key < size for key, size in zip(keys, shape, strict=False)
    )


def _key(node: ast.expr) -> Thing:
    """A number or a text as it is written; None where it is neither."""
    try:
        found = ast.literal_eval(node)
    except ValueError:
        return None
    return found if isinstance(found, int | str) else None


def _of_unknown(run: Reading, node: ast.Call, function: ast.Attribute) -> GraphError:
    """The error for ``network.Network(…)`` where nothing is called network."""
    owner, word = run.segment(function.value), function.attr
    given = _parameters(node)
    if word in run.modules["numpy"]:
        hint = f"Write np.{word}(…)."
    elif owner in ("self", "cls"):
        hint = f"Paste its class, with def {word}({', '.join(filter(None, ('self', given)))}): …."
    elif word[:1].isupper():
        hint = f"Paste the class above, class {word}: …, and write {word}(…) here."
    else:
        hint = (
            f"Paste what makes {owner}, with its class; of a file of your own paste "
            f"def {word}({given}): … above, and write {word}(…) here."
        )
    error = run.error(f"{owner} is not defined here, and {owner}.{word} is called.", node, hint)
    error.kind, error.unknown_function = "NameError", f"{owner}.{word}"
    run.inputs.pop(error.unknown_function, None)  # it stands for no number
    run.recorded.pop(error.unknown_function, None)
    return error


def _parameters(node: ast.Call) -> str:
    """Parameters for the arguments of a call, with their names where they have any."""
    letters = iter("xyzuvwabcdefghijklmnopqrst")
    given = [part.id if isinstance(part, ast.Name) else "" for part in node.args]
    named = [word.arg for word in node.keywords if word.arg]
    taken = {*given, *named}
    free = (letter for letter in letters if letter not in taken)
    several = len(set(filter(None, given))) < sum(map(bool, given))
    words = ["" if several else word for word in given]
    return ", ".join([word or next(free, "x") for word in words] + named)
