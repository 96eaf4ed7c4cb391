"""The module ``dataclasses``: fields and options of our own classes, nothing is executed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphs.language.calling import call
from graphs.language.decisions import truth_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Builtin,
    Class,
    Dict,
    Instance,
    List,
    Set,
    Thing,
)
from graphs.language.visits import Visit

MOST_FIELDS = 200


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
