"""What ``str`` and ``repr`` make of a thing: as Python prints it, without addresses."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from typing import Any

from graphs.language import nodes, things
from graphs.language.calling import call, method_of
from graphs.language.comparing import is_numeric
from graphs.language.descriptions import type_name
from graphs.language.library.sorting import sorted_places
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import MOST_CHARACTERS, afford_text
from graphs.language.texts import joined, settled, slot_text
from graphs.language.things import (
    END,
    Class,
    Dict,
    Instance,
    LeftOut,
    List,
    Set,
    Slot,
    Template,
    Thing,
    Wire,
)
from graphs.language.visits import Visit

MOST_DEPTH = 100  # of containers inside each other
PER_PART = 20  # what a part of a text costs besides its characters, in characters
PYTHON_TYPES = frozenset(
    (
        *("int", "float", "bool", "str", "list", "dict", "set", "frozenset", "tuple", "range"),
        *("type", "object", "complex", "slice", "bytes"),
    )
)


def as_text(
    run: Reading, thing: Thing, node: Place, conversion: str = "s"
) -> str | Template | Visit:
    """The text of a thing; ``conversion`` is "s" for ``str``, "r" for ``repr``, "a": ``ascii``."""
    plain = plain_text(run, thing, node, conversion)
    return _Writer(run, node).text(thing, conversion) if plain is None else plain


def plain_text(run: Reading, thing: Thing, node: Place, conversion: str) -> str | Template | None:
    """The text of what holds no other things; None for the rest."""
    if isinstance(thing, str):
        return _quoted(thing, conversion)
    if thing is None or isinstance(thing, bool | int | float):
        return number_text(thing)
    if isinstance(thing, Wire):
        return wire_text(run, thing, node, "s" if conversion == "s" else "r")
    if isinstance(thing, LeftOut):
        return Template((thing,))
    if isinstance(thing, Template):
        return thing if conversion == "s" else _quoted_template(run, thing, node, conversion)
    return _named(thing)


def number_text(number: Thing) -> str:
    """A number, truth value or None of Python's."""
    if isinstance(number, bool) or number is None:
        return str(number)
    return int.__repr__(number) if isinstance(number, int) else float.__repr__(number)


def wire_text(run: Reading, wire: Wire, node: Place, conversion: str) -> str | Template:
    """A value of the graph: a slot, or its text where it is written without inputs."""
    written = wire.literal
    if wire.node is None and wire.base is None and written is not None:
        return slot_text(Slot(0, conversion=conversion, whole=written.whole), written.value)
    index = nodes.node_of(run, wire, node)
    return Template((Slot(index, conversion=conversion, whole=index in run.whole),))


def _quoted(text: str, conversion: str) -> str:
    if conversion == "s":
        return text
    return ascii(text) if conversion == "a" else repr(text)


def _quoted_template(
    run: Reading, template: Template, node: Place, conversion: str
) -> str | Template:
    """Numbers need no escapes: only other values in the text decide how it is quoted."""
    for part in template.parts:
        is_plain = (
            repr(part) == f"'{part}'"
            if isinstance(part, str)
            else isinstance(part, LeftOut) or run.builder.nodes[part.node].shape == ()
        )
        if not is_plain:
            return _quoted(settled(run, template, node), conversion)
    return joined(run, ("'", template, "'"), node)


def _named(thing: Thing) -> str | None:
    """What is written by its name alone."""
    match thing:
        case range():
            step = "" if thing.step == 1 else f", {number_text(thing.step)}"
            return f"range({number_text(thing.start)}, {number_text(thing.stop)}{step})"
        case things.Function() | things.Builtin() | things.Maker():
            kind = "built-in function" if isinstance(thing, things.Builtin) else "function"
            return f"<{kind} {thing.name}>"
        case things.GateFunction(word=word):
            return f"<function {word}>"
        case things.Type(name=name, is_dtype=True):
            return name
        case things.Type(name=name):
            return f"<class '{name if name in PYTHON_TYPES else f'numpy.{name}'}'>"
        case Class(name=name):
            return f"<class '{name}'>"
        case things.Method(function=function):
            return f"<bound method {getattr(function, 'name', 'function')}>"
        case things.Module(name=name):
            return f"<module '{name}'>"
        case things.Iterator(kind=kind):
            return f"<{kind} object>"
        case things.RandomSource(source=random.Random()):
            return "<random.Random object>"
        case things.RandomSource():
            return "<random generator>"
        case things.Record(name=name):
            return f"<{name} object>"
        case _ if thing is ...:
            return "Ellipsis"
        case tuple() | slice() | List() | Dict() | Set() | Instance() | things.Partial():
            return None
    return f"<{type_name(thing)} object>"


class _Writer:
    """Writes one text part by part; counts its characters and the containers around a place."""

    def __init__(self, run: Reading, node: Place) -> None:
        self.run, self.node = run, node
        self.parts: list[Any] = []
        self.length = 0
        self.open: set[int] = set()

    def add(self, text: str | Template) -> None:
        characters = len(text) if isinstance(text, str) else PER_PART * len(text.parts)
        self.length += characters
        is_long = self.length > MOST_CHARACTERS
        afford_text(self.run, self.length if is_long else characters + PER_PART, self.node)
        self.parts.append(text)

    def text(self, thing: Thing, conversion: str) -> Visit:
        """The text of a container or an instance."""
        yield self.write(thing, conversion)
        whole = joined(self.run, self.parts, self.node)
        if conversion == "a":
            text = settled(self.run, whole, self.node)
            return text.encode("ascii", "backslashreplace").decode("ascii")
        return whole

    def write(self, thing: Thing, conversion: str = "r") -> Visit:
        plain = plain_text(self.run, thing, self.node, conversion)
        if plain is not None:
            self.add(plain)
            return
        if id(thing) in self.open:
            self.add(_ELLIPSES.get(type(thing), "..."))
            return
        if len(self.open) >= MOST_DEPTH:
            raise self.run.raised(
                "RecursionError",
                f"This text has more than {MOST_DEPTH} things inside each other.",
                self.node,
                "Print a part of it.",
            )
        self.open.add(id(thing))
        yield self.contents(thing, conversion)
        self.open.discard(id(thing))

    def contents(self, thing: Thing, conversion: str) -> Visit:
        match thing:
            case Instance():
                yield self.instance(thing, conversion)
            case List(array=Wire() as array):
                text = wire_text(self.run, array, self.node, "list")
                yield self.around(*_list_brackets(thing, "", ""), (text,), as_it_is=True)
            case List():
                yield self.around(*_list_brackets(thing), thing.items)
            case tuple():
                yield self.around("(", ",)" if len(thing) == 1 else ")", thing)
            case slice():
                yield self.around("slice(", ")", (thing.start, thing.stop, thing.step))
            case Set():
                opening, closing = ("frozenset({", "})") if thing.frozen else ("{", "}")
                if not thing.items:
                    opening, closing = ("frozenset(" if thing.frozen else "set(", ")")
                yield self.around(opening, closing, tuple(thing.items.values()))
            case Dict():
                yield self.dictionary(thing)
            case things.Partial(function=function, things=given, named=named):
                self.add("functools.partial(")
                yield self.write(function)
                for item in given:
                    self.add(", ")
                    yield self.write(item)
                for name, item in named.items():
                    self.add(f", {name}=")
                    yield self.write(item)
                self.add(")")

    def around(
        self, opening: str, closing: str, items: Iterable[Thing], as_it_is: bool = False
    ) -> Visit:
        """Items between brackets, with commas."""
        self.add(opening)
        is_first = True
        for item in tuple(items):
            if not is_first:
                self.add(", ")
            is_first = False
            plain = item if as_it_is else plain_text(self.run, item, self.node, "r")
            if plain is not None:
                self.add(plain)
            else:
                yield self.write(item)
        self.add(closing)

    def dictionary(self, thing: Dict) -> Visit:
        pairs = list(thing.items.values())
        if thing.kind == "Counter" and all(is_numeric(count) for _, count in pairs):
            counts = [count for _, count in pairs]
            order = yield sorted_places(self.run, counts, True, self.node)
            pairs = [pairs[place] for place in order]
        if thing.kind in ("OrderedDict", "Counter") and not pairs:
            self.add(f"{thing.kind}()")
            return
        if thing.kind == "OrderedDict" and sys.version_info < (3, 12):
            yield self.around("OrderedDict([", "])", pairs)
            return
        if thing.kind == "defaultdict":
            self.add("defaultdict(")
            yield self.write(thing.default)
            self.add(", ")
        elif thing.kind != "dict":
            self.add(f"{thing.kind}(")
        yield self.entries("{", ": ", pairs, "}" if thing.kind == "dict" else "})")

    def entries(
        self, opening: str, between: str, pairs: Iterable[tuple[Thing, Thing]], closing: str
    ) -> Visit:
        """Keys and values; a key that is a field's name stands without quotes."""
        self.add(opening)
        is_first = True
        for key, item in pairs:
            if not is_first:
                self.add(", ")
            is_first = False
            if between == "=":
                self.add(key)
            else:
                yield self.write(key)
            self.add(between)
            yield self.write(item)
        self.add(closing)

    def instance(self, thing: Instance, conversion: str) -> Visit:
        for name in ("__str__", "__repr__") if conversion == "s" else ("__repr__",):
            method = method_of(self.run, thing, name)
            if method is END:
                continue
            text = yield call(self.run, method, [], {}, self.node)
            if not isinstance(text, str | Template):
                raise self.run.raised(
                    "TypeError",
                    f"{thing.type.name}.{name} gives no text, but {type_name(text)}.",
                    self.node,
                    "Return a text, as in return f'…'.",
                )
            self.add(text)
            return
        found = next((one for one in thing.type.order if one.kind or one.python), None)
        attributes = thing.attributes
        if found is None:
            self.add(f"<{thing.type.name} object>")
        elif found.python:
            yield self.exception(thing, found.python, conversion)
        elif found.kind == "enum":
            member = attributes.get("name", "")
            if conversion == "s":
                self.add(f"{thing.type.name}.{member}")
            else:
                self.add(f"<{thing.type.name}.{member}: ")
                yield self.write(attributes.get("value"))
                self.add(">")
        elif found.options.get("repr", True):
            hidden = found.options.get("hidden", ())
            shown = [
                (name, attributes[name])
                for name in found.fields
                if name in attributes and name not in hidden
            ]
            yield self.entries(f"{thing.type.name}(", "=", shown, ")")
        else:
            self.add(f"<{thing.type.name} object>")

    def exception(self, thing: Instance, python: str, conversion: str) -> Visit:
        """``str`` of an exception is its message, ``repr`` how it is made."""
        given = thing.attributes.get("args", ())
        given = given if isinstance(given, tuple) else (given,)
        if conversion != "s":
            yield self.around(f"{thing.type.name}(", ")", given)
        elif len(given) == 1:
            yield self.write(given[0], "r" if python == "KeyError" else "s")
        elif given:
            yield self.write(given)


_ELLIPSES: dict[type, str] = {List: "[...]", Dict: "{...}", tuple: "(...)", Set: "{...}"}


def _list_brackets(thing: List, opening: str = "[", closing: str = "]") -> tuple[str, str]:
    if thing.kind == "list":
        return opening, closing
    most = "" if thing.most is None else f", maxlen={thing.most}"
    return f"{thing.kind}({opening}", f"{closing}{most})"
