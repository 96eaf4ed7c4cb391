"""The modules ``collections`` and ``dataclasses``: classes of our own, nothing is executed."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphs.errors import GraphError
from graphs.language.calling import call
from graphs.language.decisions import truth_of, whole_number
from graphs.language.iteration import all_items
from graphs.language.library.dictionaries import filled
from graphs.language.library.strings import text_of
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.sizes import MOST_ITEMS, check_count
from graphs.language.things import (
    END,
    Builtin,
    Class,
    Dict,
    Instance,
    List,
    Set,
    Template,
    Thing,
)
from graphs.language.visits import Visit

MOST_FIELDS = 200


# collections


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


# dataclasses


@dataclass(frozen=True, eq=False, slots=True)
class Field:
    """What ``dataclasses.field`` gives, until ``dataclass`` reads it."""

    default: Thing
    factory: Thing
    init: bool
    repr: bool
    compare: bool


def field(
    run: Reading,
    node: Place,
    /,
    *,
    default: Thing = END,
    default_factory: Thing = END,
    init: Thing = True,
    repr: Thing = True,
    hash: Thing = None,
    compare: Thing = True,
    metadata: Thing = None,
    kw_only: Thing = False,
) -> Visit:
    if default is not END and default_factory is not END:
        raise run.raised(
            "ValueError", "A field has one default.", node, "Write default or default_factory."
        )
    flags = []
    for thing in (init, repr, compare):
        flags.append((yield truth_of(run, thing, node)))
    return Field(default, default_factory, *flags)


def make_dataclass(
    run: Reading,
    node: Place,
    cls: Thing = None,
    /,
    *,
    init: Thing = True,
    repr: Thing = True,
    eq: Thing = True,
    order: Thing = False,
    unsafe_hash: Thing = False,
    frozen: Thing = False,
    match_args: Thing = True,
    kw_only: Thing = False,
    slots: Thing = False,
    weakref_slot: Thing = False,
) -> Visit:
    """``@dataclass`` with and without arguments: the class itself, with fields and options."""
    options = {}
    given = {"init": init, "repr": repr, "eq": eq, "order": order, "frozen": frozen}
    for name, thing in {**given, "kw_only": kw_only}.items():
        options[name] = yield truth_of(run, thing, node)

    def decorate(run: Reading, node: Place, cls: Thing, /) -> Class:
        return _with_fields(run, cls, options, node)

    return Builtin("dataclass", decorate) if cls is None else decorate(run, node, cls)


def _with_fields(run: Reading, cls: Thing, options: Mapping[str, Any], node: Place) -> Class:
    if not isinstance(cls, Class):
        raise run.raised(
            "TypeError", "dataclass decorates a class.", node, "Write @dataclass above a class."
        )
    names: list[str] = []
    factories: dict[str, Thing] = {}
    lists: dict[str, set[str]] = {"hidden": set(), "not_compared": set(), "not_given": set()}
    for base in reversed(cls.order[1:]):
        if base.kind == "dataclass":
            names += [name for name in base.fields if name not in names]
            factories |= base.options.get("factories", {})
            for key, marked in lists.items():
                marked |= base.options.get(key, frozenset())
    for name in cls.attributes.get("__annotations__", ()):
        names += [name] if name not in names else []
        _read_field(run, cls, name, factories, lists, node)
    if len(names) > MOST_FIELDS:
        raise run.too_large(
            f"A class would have more than {MOST_FIELDS} fields.", node, "Use fewer fields."
        )
    if not options["kw_only"]:
        _check_order(run, cls, names, factories, lists["not_given"], node)
    cls.kind, cls.fields = "dataclass", tuple(names)
    frozen_lists = {key: frozenset(marked) for key, marked in lists.items()}
    cls.options = {**cls.options, **options, "factories": factories, **frozen_lists}
    return cls


def _read_field(
    run: Reading,
    cls: Class,
    name: str,
    factories: dict[str, Thing],
    lists: Mapping[str, set[str]],
    node: Place,
) -> None:
    """The default of one field that a class itself declares."""
    factories.pop(name, None)
    for marked in lists.values():
        marked.discard(name)
    default = cls.attributes.get(name, END)
    if isinstance(default, Field):
        found = default
        default = found.default
        if default is END:
            del cls.attributes[name]
        else:
            cls.attributes[name] = default
        if found.factory is not END:
            factories[name] = found.factory
        shown = {"hidden": found.repr, "not_compared": found.compare, "not_given": found.init}
        for key, is_usual in shown.items():
            if not is_usual:
                lists[key].add(name)
    if isinstance(default, List | Dict | Set):
        raise run.raised(
            "ValueError",
            f"The default of {name} can be changed: all objects would share it.",
            node,
            f"Write {name}: list = field(default_factory=list).",
        )


def _check_order(
    run: Reading,
    cls: Class,
    names: Sequence[str],
    factories: Mapping[str, Thing],
    not_given: set[str],
    node: Place,
) -> None:
    """Fields without a default stand before those with one."""
    before = None
    for name in names:
        if name in not_given:
            continue
        if cls.find(name) is not END or name in factories:
            before = name
        elif before is not None:
            raise run.raised(
                "TypeError",
                f"The field {name} has no default, but {before} before it has one.",
                node,
                f"Write {name} first.",
            )


def _fields_of(run: Reading, thing: Thing, node: Place) -> tuple[str, ...]:
    kind = thing.type if isinstance(thing, Instance) else thing
    for one in kind.order if isinstance(kind, Class) else ():
        if one.kind == "dataclass":
            return one.fields
    raise run.raised(
        "TypeError", "This is no object of a dataclass.", node, "Write @dataclass above its class."
    )


def asdict(run: Reading, node: Place, obj: Thing, /) -> Dict:
    """The fields as a dictionary; what stands in them is the same as before."""
    return Dict({name: (name, obj.attributes[name]) for name in _fields_of(run, obj, node)})


def astuple(run: Reading, node: Place, obj: Thing, /) -> tuple[Thing, ...]:
    return tuple(obj.attributes[name] for name in _fields_of(run, obj, node))


def replace(run: Reading, node: Place, obj: Thing, /, **changes: Thing) -> Thing:
    """A new object with some fields changed."""
    names = _fields_of(run, obj, node)
    hidden = obj.type.options.get("not_given", frozenset())
    given = {name: obj.attributes[name] for name in names if name not in hidden}
    return call(run, obj.type, [], {**given, **changes}, node)


DATACLASSES: Mapping[str, Callable[..., Any]] = {
    "dataclass": make_dataclass,
    "field": field,
    "asdict": asdict,
    "astuple": astuple,
    "replace": replace,
}
