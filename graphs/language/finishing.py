"""The end of a reading: its names, its output, and which nodes are drawn."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphs.errors import GraphError
from graphs.language import literals, nodes
from graphs.language.inputs import spelled
from graphs.language.reading import Reading
from graphs.language.things import Dict, Instance, List, Set, Template, Thing, Wire
from graphs.model import Graph, Input, Notice, PrintedText
from graphs.model.builder import Decided

NOWHERE: Any = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)


def so_far(run: Reading, text: str) -> Graph:
    """The circuit as far as the reading came; its output is the latest gate."""
    builder = run.builder
    if not builder.nodes:
        builder.constant(0.0)
    gates = [node.index for node in builder.nodes if node.gate is not None]
    last = gates[-1] if gates else len(builder.nodes) - 1
    return builder.finish(text, {}, dict(run.inputs), last, None, ())


def finished(run: Reading, text: str, output: str | None, wrt: Sequence[str] | None) -> Graph:
    """The finished graph, for the output asked for or the last value of the program.

    Raises:
        GraphError: there is no such output, or an input to differentiate by is none.
    """
    warnings = list(run.warnings)
    names = dict(_names(run))
    for name in list(run.input_values):
        if name in run.inputs:
            continue
        if name in run.top.names and name not in run.records:
            warnings.append(
                Notice(f"{name} is computed by the program; the value given is not used.")
            )
        else:
            value = run.input_values[name]
            run.inputs[name] = Input(run.builder.input(name, value=value), None)
            names[name] = run.inputs[name].node
    index, title, keep = _output(run, names, output)
    requested = None if wrt is None else [_input_name(run, one) for one in wrt]
    return run.builder.finish(
        text,
        names,
        {
            name: replace(entry, structural=name in run.structural)
            for name, entry in run.inputs.items()
        },
        index,
        title,
        requested,
        keep,
        _decided(run),
        warnings=tuple(warnings),
        notes=tuple(run.notes),
        seed=run.seed,
    )


def _input_name(run: Reading, name: str) -> str:
    if name in run.inputs:
        return name
    for path in run.inputs:
        if spelled(path) == name:
            return path
    raise GraphError(
        f"{name} is not an input of the program.",
        hint=f"Its inputs are {', '.join(run.inputs) or 'none'}.",
    )


def _decided(run: Reading) -> Decided:
    guards = [
        guard for index, guard in run.guards.items() if run.builder.nodes[index].kind != "constant"
    ]
    printed = []
    for line, calls in sorted(run.printed.items()):
        parts: list[Any] = []
        for at, one in enumerate(calls):
            parts += ["\n", *one.parts] if at else one.parts
        printed.append(PrintedText(line, tuple(parts)))
    return Decided(tuple(guards), tuple(printed))


# Names


def _names(run: Reading) -> Iterator[tuple[str, int]]:
    """The nodes of top-level names, attributes and entries, as they are at the end."""
    met: set[int] = set()
    containers: list[tuple[str, Thing]] = []
    for name, thing in run.top.names.items():
        if isinstance(thing, Dict | Instance) or (
            isinstance(thing, List | tuple) and getattr(thing, "array", None) is None
        ):
            containers.append((name, thing))
        elif (index := _node(run, thing)) is not None:
            yield name, index
    count = 0
    while containers:
        name, thing = containers.pop(0)
        if id(thing) in met or name.count("[") + name.count(".") >= literals.DEEPEST_PATH:
            continue
        met.add(id(thing))
        for _, _, item, path in literals.entries(thing, name):
            count += 1
            if count > literals.MOST_ENTRIES:
                return
            if isinstance(item, Dict | Instance | tuple) or (
                isinstance(item, List) and item.array is None
            ):
                containers.append((path, item))
            elif (index := _node(run, item)) is not None:
                yield path, index


def _node(run: Reading, thing: Thing) -> int | None:
    if isinstance(thing, List) and thing.array is not None:
        thing = thing.array
    if type(thing) is not Wire or (thing.node is None and thing.base is None):
        return None
    return nodes.node_of(run, thing, run.last_place or NOWHERE)


# The output


def _output(
    run: Reading, names: Mapping[str, int], requested: str | None
) -> tuple[int, str | None, frozenset[int]]:
    """The output's node, its name, and the nodes that are drawn."""
    if requested is None:
        index, name = _last(run, names)
        return index, name, _drawn(run, [index, *names.values()])
    for name in (requested, *(path for path in names if spelled(path) == requested)):
        if name in names:
            return names[name], name, _drawn(run, [*names.values()])
    if requested[:1] == "n" and requested[1:].isdecimal() and len(requested) < 9:
        found = _numbered(run, names, int(requested[1:]))
        if found is not None:
            return found
    raise GraphError(
        f"There is no {requested} in the program to be the output.",
        hint=f"Choose one of {', '.join(names) or 'none'}.",
    )


def _last(run: Reading, names: Mapping[str, int]) -> tuple[int, str | None]:
    if run.last is None and any(_is_known(thing) for thing in run.top.names.values()):
        raise GraphError(
            "The program ends without a number as its output.",
            hint="End with a line such as f = (x + y) * z.",
        )
    if run.last is None:
        raise GraphError(
            "There is nothing to compute yet.",
            hint="Type an expression, such as (x + y) * z.",
        )
    name, thing = run.last
    place: Any = run.last_place or NOWHERE
    is_list = isinstance(thing, List) and thing.array is None
    items = thing.items if isinstance(thing, List) else thing
    if (is_list or isinstance(thing, tuple)) and not (items and _are_numbers(items)):
        raise GraphError(
            "The program ends without a number as its output.",
            hint="End with a line such as f = (x + y) * z.",
        )
    index = nodes.number(run, thing, place)
    return index, name if name and names.get(name) == index else None


def _is_known(thing: Thing) -> bool:
    return thing is None or isinstance(thing, str | int | Template | Dict | Instance | List | Set)


def _are_numbers(items: Iterable[Thing]) -> bool:
    return all(
        type(item) is Wire
        or isinstance(item, int | float)
        or (isinstance(item, tuple) and _are_numbers(item))
        or (isinstance(item, List) and _are_numbers(item.items))
        for item in items
    )


def _numbered(
    run: Reading, names: Mapping[str, int], number: int
) -> tuple[int, str | None, frozenset[int]] | None:
    """The node that is numbered so in the graph of the last value."""
    index, _ = _last(run, names)
    keep = _drawn(run, [index, *names.values()])
    order = sorted(sorted(keep), key=lambda old: run.builder.nodes[old].kind != "input")
    return (order[number], None, keep) if number < len(order) else None


def _drawn(run: Reading, roots: Iterable[int]) -> frozenset[int]:
    """The nodes to draw: inputs, named values, and what those and the output are computed from.

    Counters and conditions, computed from what is known alone, are left out.
    """
    all_nodes = run.builder.nodes
    from_inputs = [False] * len(all_nodes)
    for node in all_nodes:
        if node.kind == "input":
            from_inputs[node.index] = node.name not in run.structural
        else:
            from_inputs[node.index] = any(from_inputs[argument] for argument in node.args)
    stack = list(roots)
    for node in all_nodes:
        is_input = node.kind == "input" and node.name in run.inputs
        is_named = node.name and from_inputs[node.index] and node.index not in run.aside
        if is_input or (node.kind != "input" and is_named):
            stack.append(node.index)
    keep: set[int] = set()
    while stack:
        here = stack.pop()
        if here not in keep:
            keep.add(here)
            stack.extend(all_nodes[here].args)
    return frozenset(keep)
