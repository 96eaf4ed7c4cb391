"""What a text holds after a pass of its loop becomes constants of the next one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.language import resolve
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import (
    Dict,
    Function,
    Instance,
    List,
    Method,
    Set,
    Thing,
    Wire,
)
from graphs.language.training_loops.passes import Passes
from graphs.model import Value

MOST_NODES = 200_000  # that are kept: what older passes computed is forgotten


def settle(run: Reading, passes: Passes) -> None:
    """Make every value that the text still holds a constant, and forget the pass's nodes."""
    builder, start = run.builder, passes.start
    run.forgotten = run.forgotten or start  # what stands before the loop is kept
    settled: dict[int, int] = {}
    wires: list[Wire] = []
    for scope in scopes(run, passes.scope):
        for _, _, thing, _ in reachable(scope):
            if type(thing) is Wire:
                wires.append(thing)
    values = {
        wire.node: resolve.value_of(run, wire.node)
        for wire in wires
        if wire.base is None and wire.node is not None and wire.node >= start
    }
    run.known = {}
    for wire in wires:
        if wire.base is not None:
            if wire.node is not None and wire.node >= start:  # taken again, with the same shape
                shape = builder.nodes[wire.node].shape or ()
                wire.node, wire.seen = builder.constant(np.zeros(shape)), -1
        elif wire.node in values:
            if wire.node not in settled:
                index = builder.constant(values[wire.node])
                if wire.node in run.whole:
                    run.whole.add(index)
                settled[wire.node] = index
                run.held.add(index)
            wire.node = settled[wire.node]
            wire.change += 1
    passes.start = passes.pass_start = len(builder.nodes)
    run.guards, run.recipes, run.printed, run.results = {}, {}, {}, {}
    run.shown, run.shown_inside = [], []
    builder.gates, builder.elements = 0, 0
    run.calls = run.counted = 0
    del builder.groups[passes.groups :]
    old = passes.start - MOST_NODES
    for index in range(run.forgotten, max(old, 0)):
        if builder.nodes[index].shape != ():  # numbers may be remembered elsewhere
            builder.nodes[index] = builder.nodes[0]
    run.forgotten = max(run.forgotten, old, 0)


def scopes(run: Reading, innermost: Scope | None = None) -> Iterator[Scope]:
    yield run.top
    here = innermost
    while here is not None:
        yield here
        here = here.outer
    for loop in run.loops:
        here = loop.scope
        while here is not None:
            yield here
            here = here.outer


def reachable(scope: Scope) -> Iterator[tuple[Thing, Any, Thing, str]]:
    """(holder, key, thing, path) of everything that names of a scope lead to; a number in a list
    is as good as known and becomes Python's own."""
    met = set[int]()
    stack: list[tuple[str, Thing]] = [("", scope)]
    while stack:
        path, holder = stack.pop()
        if id(holder) in met:
            continue
        met.add(id(holder))
        found: list[tuple[Any, Thing, str]]
        if isinstance(holder, Scope):
            found = [(name, thing, name) for name, thing in holder.names.items()]
        elif isinstance(holder, Instance):
            owner = holder.path or path
            found = [(name, it, f"{owner}.{name}") for name, it in holder.attributes.items()]
        elif isinstance(holder, Dict):
            owner = holder.path or path
            found = [(key, it, f"{owner}[{key!r}]") for key, (_, it) in holder.items.items()]
        elif isinstance(holder, List):
            owner = holder.path or path
            found = [
                (at, it, f"{owner}[{at}]")
                for at, it in enumerate(holder.items)
                if type(it) is not float
            ]
            if holder.array is not None:
                found.append((None, holder.array, owner))
        elif isinstance(holder, tuple):
            found = [(at, it, f"{path}[{at}]") for at, it in enumerate(holder)]
        elif isinstance(holder, Set):
            found = [(key, it, "") for key, it in holder.items.items()]
        elif isinstance(holder, Method):
            found = [(None, holder.owner, path)]
        elif type(holder) is Wire:
            found = [(None, holder.base, path)]
        elif isinstance(holder, Function):
            found = [(None, holder.scope, "")] if isinstance(holder.scope, Scope) else []
            found += [(name, it, "") for name, it in holder.attributes.items()]
        else:
            continue
        for key, thing, inner in found:
            yield holder, key, thing, inner
            if type(thing) is Wire:
                if thing.base is not None:
                    stack.append((inner, thing))
            elif type(thing) not in (int, float, str, bool, type(None)):
                stack.append((inner, thing))


def find(run: Reading, path: str, innermost: Scope) -> Value | None:
    """The value of a path of the text now, as code in a scope means it: of a view that of its
    array, which follows it."""
    inside = list(scopes(run, innermost))
    for scope in (*inside[1:], *inside[:1]):
        for _, _, thing, inner in reachable(scope):
            if inner == path and (value := _value(run, thing)) is not None:
                return as_float64(value)
    return None


def _value(run: Reading, thing: Thing) -> Any:
    if type(thing) is Wire and thing.base is None and thing.node is not None:
        return run.known.get(thing.node, run.builder.nodes[thing.node].constant)
    if isinstance(thing, List) and thing.array is None:
        values = [one if isinstance(one, float) else _value(run, one) for one in thing.items]
        return None if any(one is None for one in values) else values
    return None
