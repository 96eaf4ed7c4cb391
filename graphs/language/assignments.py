"""Assignments: to names, items, attributes and several of them at once."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, cast

from graphs.language import adopting, cells, items, known_shapes, literals, nodes, resolve
from graphs.language.attribute_writes import set_attribute
from graphs.language.attributes import attribute
from graphs.language.item_writes import delete_item, set_item
from graphs.language.iteration import all_items, own_items
from graphs.language.missing_names import structures
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import Dict, Instance, LeftOut, List, Method, Module, Thing, Wire
from graphs.language.unread import outside
from graphs.language.visits import Evaluate, Visit


def assign(
    run: Reading, target: ast.expr, thing: Thing, scope: Scope, written: ast.AST | None = None
) -> Visit:
    """Bind a target to a thing; ``written`` is the expression that it is the value of."""
    match target:
        case ast.Name(id=name):
            assign_name(run, name, thing, target, scope, written)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield _unpack(run, target, parts, thing, scope, written)
        case ast.Subscript():
            owner = yield Evaluate(target.value, scope)
            key = yield items.key_thing(run, target.slice, scope)
            yield set_item(run, owner, key, thing, target, scope, written)
        case ast.Attribute():
            owner = yield Evaluate(target.value, scope)
            yield set_attribute(run, owner, target.attr, thing, target, written)
        case _:
            raise run.error(
                "Only names, items and attributes can be assigned.", target, "Write name = …."
            )


def _unpack(
    run: Reading,
    target: ast.expr,
    parts: Sequence[ast.expr],
    thing: Thing,
    scope: Scope,
    written: ast.AST | None,
) -> Visit:
    thing = structures.as_tuple(run, thing, parts)
    if type(thing) is Wire and known_shapes.shape_if_known(run, thing, target) is None:
        at = nodes.number(run, thing, target)
        raise resolve.unknown_inputs_error(run, {at: (len(parts),)}, at)
    if type(thing) is LeftOut:
        for part in parts:
            inner = part.value if isinstance(part, ast.Starred) else part
            yield assign(run, inner, thing, scope, written)
        return
    if isinstance(thing, int | float) or (
        type(thing) is Wire and not known_shapes.shape_if_known(run, thing, target)
    ):
        raise run.raised(
            "TypeError",
            "One value cannot fill several names.",
            target,
            "Write a value for each name.",
        )
    several = yield all_items(run, thing, target)
    stars = [at for at, part in enumerate(parts) if isinstance(part, ast.Starred)]
    sources: Sequence[ast.AST | None] = [None] * len(several)
    if isinstance(written, ast.Tuple | ast.List) and len(written.elts) == len(several):
        sources = written.elts
    if stars:
        at, rest = stars[0], len(several) - len(parts) + 1
        if rest < 0:
            raise _count_error(run, target, len(parts) - 1, len(several))
        gathered: Any = List(several[at : at + rest])
        several = [*several[:at], gathered, *several[at + rest :]]
        sources = [*sources[:at], None, *sources[at + rest :]]
        parts = [part.value if isinstance(part, ast.Starred) else part for part in parts]
    if len(parts) != len(several):
        raise _count_error(run, target, len(parts), len(several))
    for part, item, source in zip(parts, several, sources, strict=True):
        yield assign(run, part, item, scope, source)


def _count_error(run: Reading, target: Place, names: int, values: int) -> Exception:
    return run.raised(
        "ValueError",
        f"{names} names on the left, {values} values on the right.",
        target,
        "Give each name one value.",
    )


def assign_name(
    run: Reading,
    name: str,
    thing: Thing,
    target: Place,
    scope: Scope,
    written: ast.AST | None = None,
) -> None:
    """Bind a name; a first literal at the top makes an input."""
    if name == "__debug__":
        raise run.error("__debug__ is Python's own and cannot be assigned.", target, None)
    home = scope.home(name)
    if type(thing) is LeftOut:
        _forget_input(run, name, home)
        thing = outside.stand_in(run, outside.held_by(thing, name, written or target), target)
    if (
        isinstance(thing, Method)
        and isinstance(thing.owner, Wire)
        and isinstance(written, ast.Attribute)
    ):
        text = run.segment(written)
        raise run.error(f"{text} is a method and is not called.", written, f"Write {text}()")
    if home is run.top:
        free = isinstance(home.names.get(name, MODULE), Module)  # np too may be a name
        first = free and run.builder.group is None and scope is run.top
        is_new = first and name not in run.inputs
        thing = literals.store(run, thing, name, target, is_new, written)
        if isinstance(thing, Instance | Dict | List | tuple):
            adopting.adopt(run, thing, name, target, first)
        if scope is run.top and not run.frames and isinstance(thing, Wire | tuple | List):
            is_list = isinstance(thing, List) and isinstance(written, ast.expr)
            run.note_result(name, thing, cast(ast.expr, written if is_list else target))
    else:
        thing = literals.local(run, thing, name, target)
    home.names[name] = thing
    run.deleted.discard(name)
    for watcher in run.watchers:
        watcher.bound(run, home, name, thing)


def _forget_input(run: Reading, name: str, home: Scope) -> None:
    """An input that nothing used before its name is left out: ``t = 0.0``, then the clock."""
    entry = run.inputs.get(name) if home is run.top else None
    if entry is not None and all(entry.node not in node.args for node in run.builder.nodes):
        del run.inputs[name]


MODULE = Module("")


def bind_item(run: Reading, target: ast.expr, item: Thing, scope: Scope) -> Visit:
    """Bind a loop's target, keeping a counter a number so that each use is a constant."""
    is_counter = type(item) is Wire and item.node in run.recipes
    if isinstance(target, ast.Name) and (is_counter or isinstance(item, int | float)):
        home = scope if scope.items else scope.home(target.id)
        home.names[target.id] = item
    elif isinstance(target, ast.Name) and scope.items:
        scope.names[target.id] = item
        if type(item) is Wire:
            run.builder.name(nodes.node_of(run, item, target), target.id)
        for watcher in run.watchers:
            watcher.bound(run, scope, target.id, item)
    elif isinstance(target, ast.Tuple | ast.List) and type(item) is not LeftOut:
        parts = yield all_items(run, item, target)
        if any(isinstance(part, ast.Starred) for part in target.elts):
            yield assign(run, target, item, scope)
            return
        if len(parts) != len(target.elts):
            raise _count_error(run, target, len(target.elts), len(parts))
        for part, one in zip(target.elts, parts, strict=True):
            yield bind_item(run, part, one, scope)
    else:
        yield assign(run, target, item, scope)


def augment(run: Reading, node: ast.AugAssign, scope: Scope) -> Visit:
    """``x += y``: an array or a list changes in place, a number is a new value of the name."""
    target, sign = node.target, type(node.op)
    owner = key = None
    if isinstance(target, ast.Name):
        before = yield Evaluate(target, scope)
    elif isinstance(target, ast.Subscript):
        owner = yield Evaluate(target.value, scope)
        key = yield items.key_thing(run, target.slice, scope)
        before = yield items.get_item(run, owner, key, target)
    elif isinstance(target, ast.Attribute):
        owner = yield Evaluate(target.value, scope)
        before = yield attribute(run, owner, target.attr, target)
    else:
        raise run.error("Only a name can be changed in place.", target, "Write name += ….")
    change = yield Evaluate(node.value, scope)
    if isinstance(before, List) and sign is ast.Add and not _is_operand(change):
        added = yield all_items(run, change, node)
        _extend(run, before, added, node)
        changed: Thing = before
    else:
        changed = yield binary(run, sign, before, change, node, (target, node.value), in_place=True)
        if type(before) is Wire and type(changed) is Wire and before.mutable:
            _keeps_shape(run, before, changed, node)
            if before.node is not None or before.base is not None:
                index = nodes.node_of(run, changed, node)
                if isinstance(target, ast.Name):
                    run.builder.name(index, target.id)
                cells.write(run, before, changed, node)
                changed = before
    if isinstance(target, ast.Name):
        _rebind(run, target, before, changed, scope)
    elif isinstance(target, ast.Subscript):
        if not (changed is before and type(owner) is Wire and before.base is not None):
            yield set_item(run, owner, key, changed, target, scope, None)
    else:
        yield set_attribute(run, owner, target.attr, changed, target, None)


def _is_operand(thing: Thing) -> bool:
    return type(thing) is Wire


def _extend(run: Reading, thing: List, added: list[Thing], node: Place) -> None:
    own = own_items(run, thing, node)
    run.count_items(len(own) + len(added), node)
    own += added


def _rebind(run: Reading, target: ast.Name, before: Thing, changed: Thing, scope: Scope) -> None:
    """The name after ``x += y``."""
    if changed is before and type(changed) is Wire:
        if scope.home(target.id) is run.top and not run.frames:
            run.note_result(target.id, changed, target)
        for watcher in run.watchers:
            watcher.bound(run, scope.find(target.id) or scope, target.id, changed)
        return
    assign_name(run, target.id, changed, target, scope)


def _keeps_shape(run: Reading, before: Wire, changed: Wire, node: ast.AugAssign) -> None:
    """As in NumPy, an array that is changed in place keeps its shape; a number need not."""
    shape = known_shapes.shape_if_known(run, before, node)
    result = known_shapes.shape_if_known(run, changed, node)
    if shape and result is not None and shape != result:
        name = run.segment(node.target)
        raise run.raised(
            "ValueError",
            f"{name} has shape {shape}, the result {result}: an array changed in place keeps "
            "its shape.",
            node,
            "Assign the result to a name of its own.",
        )


def delete(run: Reading, node: ast.Delete, scope: Scope) -> Visit:
    """``del x``, ``del d[k]``, ``del a.b``."""
    for target in node.targets:
        match target:
            case ast.Name(id=name):
                home = scope.find(name)
                if home is None:
                    raise run.raised(
                        "NameError",
                        f"{name} has no value.",
                        target,
                        "There is nothing to delete: leave it out.",
                    )
                del home.names[name]
                if home is run.top:
                    run.deleted.add(name)
            case ast.Subscript():
                owner = yield Evaluate(target.value, scope)
                key = yield items.key_thing(run, target.slice, scope)
                yield delete_item(run, owner, key, target)
            case ast.Attribute():
                owner = yield Evaluate(target.value, scope)
                if not isinstance(owner, Instance) or target.attr not in owner.attributes:
                    raise run.raised(
                        "AttributeError", f"There is no {run.segment(target)}.", target, None
                    )
                del owner.attributes[target.attr]
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                yield delete(run, ast.copy_location(ast.Delete(list(parts)), node), scope)
