"""The module ``collections``: containers and named tuples of our own, nothing is executed."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphs.errors import GraphError
from graphs.language.decisions import whole_number
from graphs.language.iteration import all_items
from graphs.language.library.dictionaries import filled
from graphs.language.library.strings import text_of
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.sizes import MOST_ITEMS, check_count
from graphs.language.things import (
    Class,
    Dict,
    Instance,
    List,
    Template,
    Thing,
)
from graphs.language.visits import Visit

MOST_FIELDS = 200


def ordered_dict(run: Reading, node: Place, other: Thing = None, /, **named: Thing) -> Visit:
    return filled(run, node, Dict(kind="OrderedDict"), other, named)


def default_dict(
    run: Reading,
    node: Place,
    default_factory: Thing = None,
    other: Thing = None,
    /,
    **named: Thing,
) -> Visit:
    if isinstance(default_factory, Dict | List | str | int | float | tuple):
        raise run.raised(
            "TypeError",
            "defaultdict needs a function or a type.",
            node,
            "Write defaultdict(list), or defaultdict(lambda: 0).",
        )
    return filled(run, node, Dict(default=default_factory, kind="defaultdict"), other, named)


def counter(run: Reading, node: Place, iterable: Thing = None, /, **named: Thing) -> Visit:
    return filled(run, node, Dict(kind="Counter"), iterable, named)


def deque(run: Reading, node: Place, iterable: Thing = (), maxlen: Thing = None) -> Visit:
    most = None if maxlen is None else whole_number(run, maxlen, node, "maxlen")
    if most is not None and most < 0:
        raise run.raised("ValueError", "maxlen is not negative.", node, "Write maxlen=10.")
    items = yield all_items(run, iterable, node)
    check_count(run, len(items), node)
    if most is not None:
        most = min(most, MOST_ITEMS)
        items = items[len(items) - most :] if len(items) > most else items
    return List(list(items), kind="deque", most=most)


def namedtuple(
    run: Reading,
    node: Place,
    typename: Thing,
    field_names: Thing,
    *,
    rename: Thing = False,
    defaults: Thing = None,
    module: Thing = None,
) -> Visit:
    """A class with fields; instances are made where classes are called."""
    name = text_of(run, typename, node, "namedtuple")
    if isinstance(field_names, str | Template):
        text = text_of(run, field_names, node, "namedtuple")
        fields = text.replace(",", " ").split()
    else:
        listed = yield all_items(run, field_names, node)
        fields = [text_of(run, one, node, "namedtuple") for one in listed]
    _check_fields(run, [name], fields, node)
    values = [] if defaults is None else (yield all_items(run, defaults, node))
    if len(values) > len(fields):
        raise run.raised(
            "TypeError", "There are more defaults than fields.", node, "Write fewer defaults."
        )
    defaulted = dict(zip(fields[len(fields) - len(values) :], values, strict=True))
    return new_class(name, "namedtuple", tuple(fields), defaulted)


def new_class(
    name: str, kind: str, fields: tuple[str, ...], attributes: Mapping[str, Thing]
) -> Class:
    """A class that follows nothing."""
    made = Class(name, attributes=dict(attributes), fields=fields, kind=kind)
    made.order = (made,)
    return made


def _check_fields(run: Reading, types: Sequence[str], fields: Sequence[str], node: Place) -> None:
    """Check the names of a class and its fields, as Python does.

    Raises:
        GraphError: one is no name, or stands twice.
    """
    if len(fields) > MOST_FIELDS:
        raise run.too_large(
            f"A class would have more than {MOST_FIELDS} fields.", node, "Use fewer fields."
        )
    for name in (*types, *fields):
        if not name.isidentifier() or keyword.iskeyword(name):
            raise _no_field(run, f"{shortened(repr(name))} is no name.", node)
    for name in fields:
        if name.startswith("_"):
            raise _no_field(run, f"{shortened(name)} begins with _.", node)
    if len(set(fields)) < len(fields):
        raise _no_field(run, "A field stands twice.", node)


def _no_field(run: Reading, message: str, node: Place) -> GraphError:
    return run.raised("ValueError", message, node, "Write namedtuple('Point', ['x', 'y']).")


def simple_namespace(run: Reading, node: Place, /, **named: Thing) -> Instance:
    """``types.SimpleNamespace``."""
    kind = new_class("namespace", "", (), {})
    return Instance(kind, dict(named))


COLLECTIONS: Mapping[str, Callable[..., Any]] = {
    "OrderedDict": ordered_dict,
    "defaultdict": default_dict,
    "Counter": counter,
    "deque": deque,
    "namedtuple": namedtuple,
}
