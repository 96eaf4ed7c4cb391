"""Decisions: what of a thing must be known while the text is read, kept as guards where it is a
value of the graph."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from graphs.gates.row import is_truth
from graphs.language import known_shapes, nodes, resolve, texts
from graphs.language.advice import shape_errors
from graphs.language.calling import call, method_of
from graphs.language.descriptions import described
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.things import (
    END,
    Dict,
    Instance,
    Iterator,
    LeftOut,
    List,
    Set,
    Template,
    Thing,
    Wire,
)
from graphs.language.unread.left_out import left_out_error
from graphs.language.visits import Visit
from graphs.model import Notice


def truth_of(run: Reading, thing: Thing, node: Place, what: str = "if") -> bool | Visit:
    """Whether a thing is true.

    Raises:
        GraphError: it is an array of several elements.
    """
    if type(thing) is Wire:
        return _truth_of_wire(run, thing, node, what)
    if isinstance(thing, List):
        return bool(thing.items) if thing.array is None else bool(_length(run, thing, node))
    if isinstance(thing, Dict | Set):
        return bool(thing.items)
    if isinstance(thing, Instance):
        return _truth_of_instance(run, thing, node)
    if isinstance(thing, Template):
        return True
    if isinstance(thing, LeftOut):
        raise left_out_error(run, thing, node)
    if isinstance(thing, str | int | float | tuple | range | type(None)):
        return bool(thing)
    return True


def _length(run: Reading, thing: List, node: Place) -> int:
    return (known_shapes.shape_of(run, thing, node) or (0,))[0]


def _truth_of_wire(run: Reading, wire: Wire, node: Place, what: str) -> bool:
    if wire.node is None and wire.literal is not None:
        shape: Any = np.shape(wire.literal.value)
    else:
        shape = known_shapes.shape_if_known(run, wire, node)
    if shape is not None and prod(shape) != 1:
        raise run.raised(
            "ValueError",
            f"{what} needs one truth value, not {prod(shape)} of them.",
            node,
            "Write np.any(…) or np.all(…).",
        )
    if wire.node is None and wire.literal is not None:
        return bool(wire.literal.value)
    return resolve.decided_by_truth(run, nodes.node_of(run, wire, node))


def _truth_of_instance(run: Reading, thing: Instance, node: Place) -> Visit:
    if thing.type.kind == "namedtuple":
        return bool(thing.type.fields)
    for name in ("__bool__", "__len__"):
        method = method_of(run, thing, name)
        if method is not END:
            answer = yield call(run, method, [], {}, node)
            if type(answer) is Wire:
                return _truth_of_wire(run, answer, node, "if")
            if not isinstance(answer, int):
                raise run.raised(
                    "TypeError", f"{name} gave {described(answer)}.", node, "Return True or False."
                )
            return bool(answer)
    return True


def known_number(
    run: Reading, thing: Thing, node: Place, what: str, is_size: bool = True
) -> int | float | bool:
    """A number as Python holds it; that of a wire is decided by its value at the inputs."""
    if isinstance(thing, bool):
        return thing
    if isinstance(thing, int):
        return int(thing)
    if isinstance(thing, float):
        return float(thing)
    if type(thing) is Wire:
        value = known_value(run, thing, node, is_size and is_count(run, thing))
        if np.ndim(value) == 0 or np.size(value) == 1:
            return as_python_number(np.reshape(value, ())[()], is_whole(run, thing))
    raise run.raised(
        "TypeError",
        f"{what} needs a number, not {_what(run, thing, node)}.",
        node,
        "Write a number.",
    )


def _what(run: Reading, thing: Thing, node: Place) -> str:
    if type(thing) is Wire:
        return f"an array of shape {known_shapes.shape_of(run, thing, node)}"
    return described(thing)


def note_known(run: Reading, thing: Thing, node: Place, what: str) -> None:
    """Say that a value of the graph is taken as known, unless it is data or only counts."""
    if type(thing) is Wire and not is_count(run, thing):
        _note_known(run, thing, node, what)


def _note_known(run: Reading, wire: Wire, node: Place, what: str) -> None:
    index = nodes.node_of(run, wire, node)
    if run.builder.nodes[index].data or run.builder.nodes[index].kind == "constant":
        return
    message = f"{what} takes an input at its present value: no gradient goes back through it."
    run.notes.append(Notice(message, getattr(node, "lineno", None), "known"))


def known_float(run: Reading, thing: Thing, node: Place, what: str) -> float:
    """A number that is known as one of float64.

    Raises:
        GraphError: it is none, or too large.
    """
    try:
        return float(known_number(run, thing, node, what, False))
    except OverflowError:
        raise run.raised(
            "OverflowError", "This number is too large for float64.", node, "Use a smaller number."
        ) from None


def is_whole(run: Reading, wire: Wire) -> bool:
    """Whether Python holds whole numbers for this value."""
    if wire.node is None:
        return wire.literal is not None and wire.literal.whole
    return wire.node in run.whole


def known_value(run: Reading, wire: Wire, node: Place, is_size: bool = True) -> Any:
    """A wire's value at the inputs: it decides what is read next."""
    if wire.node is None and wire.literal is not None and wire.base is None:
        return wire.literal.value
    return resolve.decided_by_value(run, nodes.node_of(run, wire, node), is_size)


def as_python_number(value: Any, whole: bool) -> int | float | bool:
    """A number of the engine's as Python's own."""
    if is_truth(value):
        return bool(value)
    number = float(value)
    return int(number) if whole and np.isfinite(number) and number == int(number) else number


def is_count(run: Reading, wire: Wire) -> bool:
    """Whether a wire is a number that only counts: of whole numbers of the text, or of inputs
    that decided a size before."""
    if wire.node is None:
        return True
    stack, visited = [wire.node], set[int]()
    while stack:
        index = stack.pop()
        if index in visited or index in run.sizes:
            continue
        visited.add(index)
        here = run.builder.nodes[index]
        if here.kind == "input" and (
            not resolve.has_value(run, here.name)
            or (run.inputs[here.name or ""].default is None and here.name not in run.structural)
            or not (
                index in run.whole or here.name in run.structural or here.name in run.shape_names
            )
        ):
            return False
        stack.extend(here.args)
    return True


def whole_number(run: Reading, thing: Thing, node: Place, what: str) -> int:
    """A whole number, such as a size or an index.

    Raises:
        GraphError: it is none.
    """
    value = known_number(run, thing, node, what)
    if isinstance(value, int):
        return int(value)
    if np.isfinite(value) and value == int(value):
        return int(value)
    raise run.raised(
        "TypeError", f"{what} needs whole numbers, not {value:g}.", node, "Write a whole number."
    )


def known_text(run: Reading, thing: Thing, node: Place) -> str:
    """A text; values in it are decided.

    Raises:
        GraphError: it is no text.
    """
    if isinstance(thing, str):
        return thing
    if isinstance(thing, Template):
        return texts.settled(run, thing, node)
    raise run.raised(
        "TypeError", f"This needs a text, not {described(thing)}.", node, "Write it in quotes."
    )


def setting(run: Reading, thing: Thing, node: Place, what: str) -> Any:
    """What is given for an axis, a shape, a flag: Python's own numbers, tuples and texts."""
    if thing is None or isinstance(thing, bool):
        return thing
    if thing is ...:
        raise run.error(
            "... is not part of the language.",
            node,
            "Write a number, or pass where a statement stands.",
        )
    if isinstance(thing, str | Template):
        return "".join(known_text(run, thing, node).split())
    if isinstance(thing, List) and thing.array is not None:
        thing = thing.array
    if isinstance(thing, List | tuple | range):
        items = thing.items if isinstance(thing, List) else thing
        run.count_items(len(items), node)
        return tuple(setting(run, item, node, what) for item in items)
    if type(thing) is Wire:
        counts, value = is_count(run, thing), known_value(run, thing, node)
        if not counts and not np.all(np.floor(value) == value):  # no size, axis or place
            _note_known(run, thing, node, what)
        run.spend(PER_ITEM * np.size(value), node)
        return as_python_numbers(value)
    if isinstance(thing, int | float):
        number = float(thing) if isinstance(thing, float) else int(thing)
        if isinstance(number, float) and np.isfinite(number) and number == int(number):
            return int(number)
        return number
    raise shape_errors.no_number(run, thing, node)


def as_python_numbers(value: Any) -> Any:
    """Known values as Python's own: whole numbers as int, arrays as tuples."""
    if isinstance(value, tuple):
        return tuple(map(as_python_numbers, value))
    if isinstance(value, np.ndarray):
        return as_python_numbers(tuple(value) if value.ndim else value[()])
    if isinstance(value, bool | np.bool_):
        return bool(value)
    number = float(value)
    return int(number) if np.isfinite(number) and number == int(number) else number


def hashable(run: Reading, thing: Thing, node: Place) -> Any:
    """What a dictionary or a set knows a thing by.

    Raises:
        GraphError: it can be changed, so it is no key.
    """
    if thing is None or thing is ... or isinstance(thing, str | bool):
        return thing
    if isinstance(thing, int):
        return int(thing)
    if isinstance(thing, float):
        return float(thing)
    if isinstance(thing, Template):
        return known_text(run, thing, node)
    if type(thing) is Wire and not known_shapes.shape_of(run, thing, node):
        return known_number(run, thing, node, "a key")
    if isinstance(thing, tuple):
        run.count_items(len(thing), node)
        return tuple(hashable(run, item, node) for item in thing)
    if isinstance(thing, range):
        return thing
    if isinstance(thing, Instance):
        return _key_of_instance(run, thing, node)
    if isinstance(thing, List | Dict | Wire | Iterator) or (
        isinstance(thing, Set) and not thing.frozen
    ):
        raise run.raised(
            "TypeError",
            f"{described(thing).capitalize()} can be changed, so it is no key.",
            node,
            "Use a number, a text or a tuple of them.",
        )
    if isinstance(thing, Set):
        return frozenset(thing.items)
    if isinstance(thing, LeftOut):
        raise left_out_error(run, thing, node)
    if isinstance(thing, slice):
        raise run.raised("TypeError", "A slice is no key.", node, "Use a number or a text.")
    return thing


def is_plain_key(key: Any) -> bool:
    """Whether a key can be written in a path: a text, a whole number, or a tuple of them."""
    return isinstance(key, str | int) or (
        isinstance(key, tuple) and len(key) < 9 and all(isinstance(one, str | int) for one in key)
    )


def _key_of_instance(run: Reading, thing: Instance, node: Place) -> Any:
    kind = thing.type
    by_value = kind.kind == "namedtuple" or (
        kind.kind == "dataclass" and kind.options.get("frozen", False)
    )
    if by_value:
        return tuple(hashable(run, thing.attributes[name], node) for name in kind.fields)
    if kind.find("__eq__") is not END or kind.kind == "dataclass":
        raise run.raised(
            "TypeError",
            f"An instance of {kind.name} is no key: it defines __eq__.",
            node,
            "Use a number, a text or a tuple of them.",
        )
    return thing
