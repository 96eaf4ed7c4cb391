"""Items written and deleted: ``x[0] = 1``, ``d['W'] = W``, ``del xs[0]``."""

from __future__ import annotations

import ast
from typing import Any

from graphs.gates.items import SCATTER, IndexArray
from graphs.gates.routing import WHERE
from graphs.gates.shaping import RESHAPE
from graphs.language import adopting, cells, known_shapes, literals, nodes
from graphs.language.array_items import Indices, array_key, known_slice
from graphs.language.calling import call, method_of
from graphs.language.decisions import (
    hashable,
    is_plain_key,
)
from graphs.language.descriptions import described
from graphs.language.item_places import no_items
from graphs.language.items import position
from graphs.language.iteration import all_items, own_items
from graphs.language.library.entries import delete_entry, set_entry
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import (
    END,
    Dict,
    Instance,
    Key,
    LeftOut,
    List,
    Thing,
    Wire,
)
from graphs.language.visits import Visit


def set_item(
    run: Reading,
    owner: Thing,
    key: Thing,
    thing: Thing,
    target: ast.Subscript,
    scope: Scope,
    written: ast.AST | None = None,
) -> Visit:
    """``owner[key] = thing``.

    Raises:
        GraphError: it cannot be changed, or the item does not fit.
    """
    if isinstance(owner, LeftOut):
        return
    if isinstance(key, Key):
        key = key.things
    if isinstance(owner, List) and owner.array is not None:
        is_nested = len(known_shapes.shape_of(run, owner, target)) > 1
        is_inside = isinstance(key, tuple) or not is_nested
        if is_inside and _is_scalar(run, thing, target) and not isinstance(key, slice):
            owner = owner.array
        else:
            own_items(run, owner, target)
    if type(owner) is Wire:
        _write_array(run, owner, key, thing, target, scope)
    elif isinstance(owner, List):
        yield _write_list(run, owner, key, thing, target)
    elif isinstance(owner, Dict):
        hashed = hashable(run, key, target.slice)
        if owner.path and hashed not in owner.items and is_plain_key(hashed):
            may_be = not run.in_loop()
            path = f"{owner.path}[{hashed!r}]"
            thing = literals.store(run, thing, path, target, may_be, written, names=False)
            adopting.adopt(run, thing, path, target, may_be)
        else:
            thing = literals.entry(run, thing, target)
        set_entry(run, owner, key, thing, target)
    elif isinstance(owner, Instance) and method_of(run, owner, "__setitem__") is not END:
        yield call(run, method_of(run, owner, "__setitem__"), [key, thing], {}, target)
    elif isinstance(owner, int | float):
        raise no_items(run, owner, target)
    else:
        raise run.raised(
            "TypeError",
            f"{run.segment(target.value)} is {described(owner)}, whose items cannot be assigned.",
            target.value,
            "Use a list.",
        )


def _is_scalar(run: Reading, thing: Thing, node: Place) -> bool:
    return isinstance(thing, int | float) or (
        type(thing) is Wire and not known_shapes.shape_if_known(run, thing, node)
    )


def _write_list(
    run: Reading, owner: List, key: Thing, thing: Thing, target: ast.Subscript
) -> Visit:
    if isinstance(key, slice):
        several = yield all_items(run, thing, target)
        part = known_slice(run, key, target.slice)
        try:
            owner.items[part] = several
        except ValueError as error:
            raise run.raised("ValueError", f"{error}.", target, None) from None
        run.count_items(len(owner.items), target)
        return
    at = position(run, key, len(owner.items), target, "a list")
    if type(thing) is Wire and thing.node is None:
        thing = literals.entry(run, thing, target)
    owner.items[at] = thing
    for watcher in run.watchers:
        watcher.bound(run, owner, at % len(owner.items), thing)


def _write_array(
    run: Reading, owner: Wire, key: Thing, thing: Thing, target: ast.Subscript, scope: Scope
) -> None:
    if known_shapes.shape_if_known(run, owner, target) == () and not owner.mutable:
        raise no_items(run, owner, target)
    literals.demote(run, owner)
    is_mask = type(key) is Wire and key.node is not None and run.builder.nodes[key.node].truth
    if owner.node is None and owner.base is None:
        assert owner.literal is not None
        owner.node = run.builder.constant(owner.literal.value, run.places.source(target.value))
    if is_mask and known_shapes.shape_of(run, key, target.slice) and _is_scalar(run, thing, target):
        changed = _masked(run, owner, key, thing, target)
    else:
        made, indices = array_key(run, key, target)
        changed = _changed(run, owner, made, indices, thing, target)
    index = nodes.node_of(run, changed, target)
    if isinstance(target.value, ast.Name):
        name = target.value.id
        run.builder.name(index, name)
    cells.write(run, owner, changed, target)
    if isinstance(target.value, ast.Name):
        home = scope.find(target.value.id)
        if home is run.top and not run.frames and home.names.get(name) is owner:
            run.note_result(name, owner, target)
        for watcher in run.watchers:
            watcher.bound(run, home, name, owner)


def _changed(
    run: Reading,
    owner: Wire,
    key: tuple[Any, ...],
    indices: Indices,
    thing: Thing,
    target: ast.Subscript,
) -> Wire:
    """The array with an item written over."""
    whole = len(key) == 1 and isinstance(key[0], IndexArray) and key[0].axes
    if whole and known_shapes.shape_of(run, thing, target) == ():
        return _masked(run, owner, indices[0][0], thing, target)
    things = [owner, thing, *(index for index, _ in indices)]
    return nodes.apply(run, SCATTER, things, target, settings={"key": key})


def _masked(run: Reading, owner: Wire, mask: Thing, thing: Thing, target: ast.Subscript) -> Wire:
    """``x[mask] = 0``: chosen element by element, so that the mask may follow the inputs."""
    whole = known_shapes.shape_of(run, owner, target.value)
    shape = known_shapes.shape_of(run, mask, target.slice)
    if shape != whole[: len(shape)]:
        raise run.raised(
            "IndexError",
            f"A mask of shape {shape} cannot choose from {whole}.",
            target.slice,
            "Compare the array itself.",
        )
    if len(shape) < len(whole):
        wide = (*shape, *[1] * (len(whole) - len(shape)))
        mask = nodes.apply(run, RESHAPE, (mask,), target, settings={"shape": wide})
    if type(mask) is Wire and mask.node is None:
        nodes.node_of(run, mask, target)
    return nodes.apply(run, WHERE, (mask, thing, owner), target)


def delete_item(run: Reading, owner: Thing, key: Thing, node: ast.Subscript) -> Thing | Visit:
    """``del owner[key]``."""
    if isinstance(owner, Dict):
        delete_entry(run, owner, key, node)
        return None
    if isinstance(owner, List):
        own = own_items(run, owner, node)
        if isinstance(key, slice):
            del own[known_slice(run, key, node.slice)]
        else:
            del own[position(run, key, len(own), node, "a list")]
        return None
    if isinstance(owner, Instance) and method_of(run, owner, "__delitem__") is not END:
        return call(run, method_of(run, owner, "__delitem__"), [key], {}, node)
    raise run.raised("TypeError", f"{described(owner)} loses no items.", node, None)
