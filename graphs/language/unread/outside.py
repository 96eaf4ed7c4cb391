"""Data from outside: a name of the text that holds it, used where an array must stand, can be an
input of the program, where values are given for it or may be generated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from graphs.language import inputs
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, Builtin, Holder, LeftOut, List, Thing, Wire
from graphs.language.unread.libraries import PREPARES, kind_of
from graphs.model import Notice

SIZES = frozenset(["shape", "size", "ndim", "len"])
# What an array has as well: what it is taken of stays the same data.
OF_ARRAYS = frozenset(
    [
        *("T", "all", "any", "argmax", "argmin", "astype", "clip", "copy", "dot", "flatten"),
        *("float", "iloc", "item", "loc", "max", "mean", "min", "ndim", "numpy", "prod", "ravel"),
        *("repeat", "reshape", "round", "shape", "size", "squeeze", "std", "sum", "swapaxes"),
        *("to_numpy", "tolist", "transpose", "values", "var"),
    ]
)
AS_THEY_ARE = frozenset(["values", "to_numpy", "numpy"])  # of a table: the array itself
TEXTS = re.compile(r"open(?:\.(?:read|readlines))?")
STANDS_FOR_A_FILE = "hello world\n" * 3  # short, and of few letters


class Outside(NamedTuple):
    """Data that is needed: how the text names it, since which line, and what it comes from;
    ``is_text`` where that is a file's text, for which a text stands at once, ``is_size`` a size."""

    path: str
    line: int
    source: str
    is_text: bool = False
    is_size: bool = False


def is_outside(thing: Thing) -> bool:
    """Whether a thing is data that the text reads from outside."""
    return isinstance(thing, LeftOut) and not thing.is_undefined and kind_of(thing.name).is_outside


def source_of(thing: LeftOut) -> str:
    """What data comes from: ``np.loadtxt``, of ``np.loadtxt.T``."""
    found = kind_of(thing.name).names.match(thing.name)
    return found.group() if found else thing.name


def without_attributes(name: str) -> str:
    """What data comes from, without what was taken of it: ``load_iris`` of ``load_iris.data.T``."""
    parts = name.split(".")
    while len(parts) > 1 and (parts[-1] in OF_ARRAYS or parts[-1] in ("data", "target")):
        parts.pop()
    return ".".join(parts)


def held_by(thing: LeftOut, name: str, place: Any) -> LeftOut:
    """What is left out, as a name holds it."""
    holder = Holder(name, place.lineno, thing.is_size)
    held = (*thing.held, holder) if holder not in thing.held else thing.held
    return replace(thing, path=name, held=held, place=thing.place or place)


def used_for(result: LeftOut) -> LeftOut:
    """The data that a result was computed from, by the name that held it last."""
    if len(result.held) < 2:
        return result
    *before, last = result.held[:-1]
    return replace(result, path=last.name, held=(*before, last))


def wanted(run: Reading, thing: LeftOut) -> Outside | None:
    """What has to have values where a thing is needed, if the text has a name for it.

    A size is that of what it was taken of, unless arrays that come of that have values already.
    """
    if not is_outside(thing) or not thing.path or not thing.held:
        return None
    if kind_of(thing.name).is_text:
        first = thing.held[0]
        return Outside(first.name, first.line, "open", True) if is_text(thing) else None
    last = thing.held[-1]
    source = source_of(thing)
    if last.is_size and last.name == thing.path:
        whole = next((one for one in reversed(thing.held) if not one.is_size), None)
        if whole is not None and whole not in run.known_holders:
            return Outside(whole.name, whole.line, source)
    return Outside(thing.path, last.line, source, is_size=thing.is_size)


def stand_in(run: Reading, thing: Thing, node: Place) -> Thing:
    """The input that stands for data from outside; the thing itself where none does."""
    if not run.outside or type(thing) is not LeftOut or not thing.held or not is_outside(thing):
        return thing
    if (thing.path, thing.held[-1].line) not in run.outside:
        return thing
    entry = run.inputs.get(thing.path)
    if entry is None:
        index = inputs.new_input(run, thing.path, run.places.source(node))
        run.inputs[thing.path] = replace(run.inputs[thing.path], outside=source_of(thing))
    elif entry.outside:
        index = entry.node
    else:
        return thing
    run.outside_nodes[index] = thing
    run.known_holders.update(thing.held)
    return Wire(index, mutable=bool(run.builder.nodes[index].shape))


def origin(run: Reading, thing: Thing) -> LeftOut | None:
    """The data that an array comes of, if a value stands for it."""
    if not run.outside_nodes or type(thing) is not Wire or thing.node is None:
        return None
    stack, met = [thing.node], set[int]()
    while stack:
        index = stack.pop()
        if index in run.outside_nodes:
            return run.outside_nodes[index]
        if index not in met:
            met.add(index)
            stack.extend(run.builder.nodes[index].args)
    return None


def attribute_of(run: Reading, thing: LeftOut, name: str, node: Place) -> Thing:
    """``iris.data``, ``X.T``, ``df.head`` of what is left out."""
    path = thing.path
    if path and name not in OF_ARRAYS:
        path = f"{path}.{name}"
    is_size = thing.is_size or name in SIZES
    found = replace(thing, name=f"{thing.name}.{name}", path=path, is_size=is_size)
    return stand_in(run, found, node)


def item_of(run: Reading, thing: LeftOut, key: Thing, node: Place) -> Thing:
    """``df['age']``, ``X[:, 0]`` of what is left out."""
    if isinstance(key, str) and thing.path:
        thing = replace(thing, path=f"{thing.path}[{key!r}]")
    elif isinstance(key, List | tuple) and _are_texts(key):
        thing = replace(thing, path="")
    return stand_in(run, thing, node)


def _are_texts(key: List | tuple[Any, ...]) -> bool:
    parts = key.items if isinstance(key, List) else key
    return bool(parts) and all(isinstance(one, str) for one in parts)


def attribute_of_array(run: Reading, thing: Thing, name: str) -> Thing:
    """An attribute of a table, where an array stands for it; END where there is none."""
    index = thing.node if type(thing) is Wire else None
    found = None if index is None else run.outside_nodes.get(index)
    if found is None:
        return END
    if name in AS_THEY_ARE:
        return thing if name == "values" else Builtin(name, lambda run, node, *_, **__: thing)
    return replace(found, name=f"{found.name}.{name}", path="")


def is_text(thing: LeftOut) -> bool:
    """Whether a thing is an open file, what reads it or the text that was read."""
    return bool(TEXTS.fullmatch(thing.name))


def text_of(run: Reading, thing: Thing) -> str | None:
    """The text that stands for a file, where that was chosen."""
    if not (run.assume.generate and type(thing) is LeftOut and is_text(thing)):
        return None
    text = STANDS_FOR_A_FILE
    message = f"No file is read: the text {text!r} stands for it, write yours in its place."
    if all(note.message != message for note in run.notes):
        run.notes.append(Notice(message, thing.line, "filled"))
    return text


def result_of(run: Reading, function: LeftOut, given: Iterable[Thing]) -> Thing:
    """What a call of what is left out gives: a file's text, data from outside as it was or made
    ready by another library, or else something left out."""
    last = function.name.rpartition(".")[2]
    if (text := text_of(run, function)) is not None and last != "open":
        return text if last == "read" else List(list(text.splitlines(keepends=True)))
    if function.path.endswith(f".{last}"):
        return replace(function, path="")
    if PREPARES.match(function.name):
        for thing in given:
            found = thing if is_outside(thing) else origin(run, thing)
            if isinstance(found, LeftOut):
                return replace(found, path="", is_size=False)
    return function
