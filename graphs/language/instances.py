"""Calls of classes: instances, their fields, members of enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from graphs.language.arguments import count
from graphs.language.calling import call, method_of
from graphs.language.positions import Place
from graphs.language.reading import MOST_INSTANCES, Reading
from graphs.language.things import (
    END,
    Class,
    Instance,
    Property,
    Thing,
)
from graphs.language.visits import Visit


def make_instance(
    run: Reading, kind: Class, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    """An instance of a class of the text.

    Raises:
        GraphError: it takes other arguments, or there are too many instances.
    """
    if kind.kind == "enum":
        return _member(run, kind, things, node)
    run.instances += 1
    if run.instances > MOST_INSTANCES:
        raise run.too_large(
            f"The program makes more than {MOST_INSTANCES:,} objects.",
            node,
            "Make fewer objects, or compute with whole arrays.",
        )
    instance = Instance(kind)
    if kind.fields:
        _fill_fields(run, instance, things, named, node)
        return _after_fields(run, instance, node)
    return _initialize(run, instance, things, named, node)


def _initialize(
    run: Reading,
    instance: Instance,
    things: list[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> Visit:
    method = method_of(run, instance, "__init__")
    if method is END:
        if is_exception(instance.type):
            instance.attributes["args"] = tuple(things)
        elif things or named:
            raise run.raised(
                "TypeError",
                f"{instance.type.name} takes no arguments, not {len(things) + len(named)}.",
                node,
                f"Give {instance.type.name} an __init__, or call it as {instance.type.name}().",
            )
        return instance
    if is_exception(instance.type):
        instance.attributes["args"] = tuple(things)
    given = yield call(run, method, things, named, node)
    if given is not None:
        raise run.raised("TypeError", "__init__ gives nothing back.", node, "Delete its return.")
    return instance


def _member(run: Reading, kind: Class, things: list[Thing], node: Place) -> Thing:
    """``Color(1)``: the member of an enumeration with this value."""
    for member in kind.options["members"]:
        value = member.attributes["value"]
        if things and isinstance(value, int | float | str) and value == things[0]:
            return member
    raise run.raised("ValueError", f"{kind.name} has no such member.", node, "Name one of them.")


def is_exception(kind: Class) -> bool:
    return any(one.python for one in kind.order)


def _fill_fields(
    run: Reading,
    instance: Instance,
    things: list[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> None:
    """Fields of a dataclass or a named tuple, by position and by name."""
    kind = instance.type
    takes = [name for name in kind.fields if name not in kind.options.get("not_given", ())]
    if len(things) > len(takes):
        raise run.raised(
            "TypeError",
            f"{kind.name} takes {count(len(takes))}, not {len(things)}.",
            node,
            f"Call it as {kind.name}({', '.join(takes)}).",
        )
    given = dict(zip(takes, things, strict=False))
    for name, thing in named.items():
        if name not in takes or name in given:
            told = "is given twice" if name in given else "is no field"
            raise run.raised(
                "TypeError",
                f"{name} {told} of {kind.name}.",
                node,
                f"Its fields are {', '.join(takes)}.",
            )
        given[name] = thing
    instance.attributes.update(given)


def _after_fields(run: Reading, instance: Instance, node: Place) -> Visit:
    kind, missing = instance.type, []
    factories = kind.options.get("factories", {})
    for name in kind.fields:
        if name in instance.attributes:
            continue
        default = kind.find(name)
        if name in factories:
            instance.attributes[name] = yield call(run, factories[name], [], {}, node)
        elif default is not END and not isinstance(default, Property):
            instance.attributes[name] = default
        else:
            missing.append(name)
    if missing:
        raise run.raised(
            "TypeError",
            f"{kind.name} is called without {', '.join(missing)}.",
            node,
            f"Call it as {kind.name}({', '.join(kind.fields)}).",
        )
    instance.attributes = {
        **{name: instance.attributes[name] for name in kind.fields},
        **instance.attributes,
    }
    method = method_of(run, instance, "__post_init__")
    if method is not END:
        yield call(run, method, [], {}, node)
    return instance
