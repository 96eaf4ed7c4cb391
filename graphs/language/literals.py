"""Which literals become inputs: those first stored under a top-level name, entry or attribute."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import Any

import numpy as np

from graphs.gates.row import is_truth
from graphs.language import inputs, literal_values, nodes
from graphs.language.positions import Place
from graphs.language.reading import Candidate, Reading
from graphs.language.things import (
    Count,
    List,
    Literal,
    Thing,
    Wire,
    Written,
    WrittenFloat,
    WrittenInt,
)
from graphs.model import Input, Node

NUMBER_TYPES = (int, float, bool, Count, WrittenInt, WrittenFloat)
MOST_AXES = 32
EXACT = 2**53  # up to here float64 holds every whole number


def is_written(node: ast.AST | None) -> bool:
    """Whether an expression is a number, with or without a sign, or a list."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant | ast.List)


def passed_on(run: Reading, thing: Thing, node: Place) -> Thing:
    """A known number that stands elsewhere already: no literal of the place it is put into."""
    if type(thing) in (int, float):
        return nodes.remembered(thing, Written(run.places.source(node)))
    return thing


def is_too_large(thing: int | float) -> bool:
    """Whether a whole number has no exact value of float64: it stays Python's own."""
    return isinstance(thing, int) and abs(thing) > EXACT


def as_literal(thing: Thing) -> Literal | None:
    """What a number or an array without a node was written as; None for other things."""
    if type(thing) is Wire:
        return thing.literal if thing.node is None else None
    if isinstance(thing, Count | WrittenInt | WrittenFloat):
        return None
    if isinstance(thing, bool):
        return Literal(thing)
    if isinstance(thing, int | float) and not is_too_large(thing):
        return Literal(float(thing), whole=isinstance(thing, int))
    return None


def list_as_array(run: Reading, thing: List, node: Place) -> Literal | None:
    """A list of numbers as one array; None where it has other items, none, or ragged rows."""
    if thing.array is not None or thing.kind != "list" or not _is_rectangular(thing):
        return None
    known = literal_values.literal(run, thing, node)
    if known is None or not np.size(known[0]):
        return None
    return Literal(known[0], whole=known[1])


def _is_rectangular(thing: List, depth: int = 0) -> bool:
    if not thing.items:
        return False
    if all(isinstance(item, int | float) for item in thing.items):
        return not any(isinstance(item, Count) for item in thing.items)
    if not all(isinstance(item, List) and item.array is None for item in thing.items):
        return False
    rows = {id(item): item for item in thing.items}
    if depth > MOST_AXES or len({len(item.items) for item in rows.values()}) != 1:
        return False
    return all(_is_rectangular(item, depth + 1) for item in rows.values())


GRADIENTS = re.compile(r"_?(grad(ient)?s?|d[A-Z]\w*|delta\w*)")


def holds_gradient(path: str) -> bool:
    """Whether an attribute or entry is called like a gradient: zeros to add to, no input."""
    return any(GRADIENTS.fullmatch(word) for word in re.split(r"\W+", path)[1:]) or bool(
        re.match(r"\w*grads?\[", path)
    )


def store(
    run: Reading,
    thing: Thing,
    path: str,
    target: Place,
    may_be_input: bool,
    written: ast.AST | None = None,
    names: bool = True,
) -> Thing:
    """What a name, an attribute or an entry of the top level gets: a wire with that name.

    ``may_be_input`` is False where the name had a value before, or a loop is run.
    """
    is_drawn = type(thing) is Wire and thing.node is not None and thing.base is None
    if is_drawn and names and not run.candidates:
        run.builder.name(thing.node, path)
        return thing
    source = run.places.source(target)
    may_be_input = may_be_input and path not in run.inputs and not holds_gradient(path)
    if isinstance(thing, List) and may_be_input:
        literal = list_as_array(run, thing, target) if isinstance(written, ast.List) else None
        if literal is not None:
            thing.array = Wire(inputs.new_input(run, path, source, literal), mutable=True)
            thing.items = []
            return thing
    literal = as_literal(thing)
    if literal is not None:
        if type(thing) is Wire:
            if may_be_input:
                thing.node = inputs.new_input(run, path, source, literal)
            else:
                thing.node = _constant(run, literal, source, path)
            thing.literal = literal if literal.blank else None
            return thing
        if may_be_input and is_written(written):
            return Wire(inputs.new_input(run, path, source, literal))
        return Wire(_constant(run, literal, source, path))
    if isinstance(thing, WrittenInt | WrittenFloat) and not is_too_large(thing):
        index = nodes.number(run, thing, target)
        run.builder.name(index, path)
        return Wire(index)
    if isinstance(thing, Count):
        return Wire(_constant(run, Literal(float(thing), whole=True), source, path))
    if type(thing) is Wire:
        index = nodes.node_of(run, thing, target)
        if may_be_input and is_promotable(run, index):
            promote(run, index, path, source)
        elif names:
            run.builder.name(index, path)
    return thing


def _constant(run: Reading, literal: Literal, source: Any, name: str | None) -> int:
    index = run.builder.constant(literal.value, source, name)
    if literal.whole:
        run.whole.add(index)
    return index


def local(run: Reading, thing: Thing, name: str, target: Place) -> Thing:
    """What a local name gets: a known number remembers the name, an array becomes a constant."""
    if isinstance(thing, bool | Count):
        return thing
    source = run.places.source(target)
    if isinstance(thing, int | float):
        value = int(thing) if isinstance(thing, int) else float(thing)
        return nodes.remembered(value, Written(source, name))
    if type(thing) is Wire:
        if thing.node is None:
            assert thing.literal is not None
            candidate(run, thing, source, name)
        else:
            run.builder.name(nodes.node_of(run, thing, target), name)
    return thing


def candidate(run: Reading, wire: Wire, source: Any, name: str | None) -> None:
    """A literal's constant, which is made an input where it is stored at the top."""
    literal, order = wire.literal, run.candidates_made
    assert literal is not None
    value = run.overrides.get(order, literal.value)
    wire.node = run.builder.constant(value, source, name)
    run.drawn_literals[id(literal)] = wire.node
    wire.literal = literal if literal.blank else None
    if literal.whole:
        run.whole.add(wire.node)
    run.candidates[wire.node] = Candidate(literal, order)
    run.candidates_made += 1


def entry(run: Reading, thing: Thing, target: Place) -> Thing:
    """What an attribute or an entry of an object without a path gets: a literal is a constant,
    which becomes an input where the object is bound at the top."""
    literal = as_literal(thing)
    if literal is None or isinstance(thing, bool):
        return thing
    wire = thing if type(thing) is Wire else Wire(None, literal)
    candidate(run, wire, run.places.source(target), None)
    return wire


def is_promotable(run: Reading, index: int) -> bool:
    return index in run.candidates and run.builder.nodes[index].kind == "constant"


def promote(run: Reading, index: int, path: str, source: Any = None) -> None:
    """Make a constant that a literal wrote an input, for everything that was computed from it.

    A value from outside that the reading so far was not made with is kept for the next reading.
    """
    candidate, node = run.candidates.pop(index), run.builder.nodes[index]
    literal, place = candidate.literal, node.source or source
    inputs.check_room(run, place)
    given, default, redrawn = inputs.enter(run, path, place, literal)
    assert given is not None
    if candidate.order not in run.overrides and path in run.input_values:
        run.overrides_needed[candidate.order] = given
        given = literal.value
    run.builder.nodes[index] = Node(
        index, "input", name=path, source=place, shape=np.shape(given), truth=is_truth(given)
    )
    run.inputs[path] = Input(index, default, drawn=literal.drawn, redrawn=redrawn)
    run.known.pop(index, None)
    if index in run.valued:
        run.structural.add(path)


def make_input(run: Reading, index: int, path: str, written: Literal | None = None) -> None:
    """Make the constant of a known number an input."""
    node = run.builder.nodes[index]
    assert node.source is not None
    inputs.check_room(run, node.source)
    written = written or Literal(node.constant, whole=index in run.whole)
    _, default, _ = inputs.enter(run, path, node.source, written)
    run.builder.nodes[index] = Node(index, "input", name=path, source=node.source, shape=node.shape)
    run.inputs[path] = Input(index, default, drawn=written.drawn)
    run.known.pop(index, None)


def demote(run: Reading, wire: Wire) -> None:
    """An input made to be filled, ``out = np.zeros(3)``, whose items are assigned is a constant."""
    index = wire.node
    if index is None or wire.literal is None or not wire.literal.blank:
        return
    node = run.builder.nodes[index]
    name = node.name or ""
    if node.kind != "input" or name in run.input_values or run.inputs.get(name) is None:
        return
    if run.inputs[name].node != index:
        return
    del run.inputs[name]
    value = wire.literal.value
    run.builder.nodes[index] = replace(
        node, kind="constant", constant=value, data=is_truth(value), truth=is_truth(value)
    )
