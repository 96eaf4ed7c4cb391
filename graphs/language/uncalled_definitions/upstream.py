"""Gradients that a text is given from outside: ``dout``, of a value that nothing else uses.

They are joined as ``loss = np.sum(out * dout)``, whose gradient by out is dout.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from graphs.gates.arithmetic import ADD, MUL
from graphs.gates.reductions import SUM
from graphs.language import inputs
from graphs.language.advice.near_names import did_you_mean
from graphs.language.gradient_names import LOSS, LOSSES, looks_like_gradient, targets
from graphs.language.nodes import apply, node_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import Thing, Wire
from graphs.model import Notice

_DOUBLED = re.compile(r"(.)\1+")
NAMES = ("loss", "upstream_loss", "joined_loss")


def own_value(run: Reading, scope: Scope, name: str, is_step: bool = False) -> Wire | None:
    """The value of the text whose gradient a name would be: a computed one; an input where an
    update takes the name away from it, or by a clear name. None where there is none."""
    if not looks_like_gradient(name):
        return None
    known: dict[str, Thing] = {}
    here: Scope | None = scope
    while here is not None:
        known = {**here.names, **known}
        here = here.outer
    for target in targets(name, known):
        thing = known[target]
        if type(thing) is Wire and thing.node is not None:
            node = run.builder.nodes[thing.node]
            if node.gate is not None:
                return thing
            is_given = node.kind == "input" or run.trains is not None  # settled after a pass
            if is_given and ("grad" in name.lower() or (is_step and _is_used(run, thing.node))):
                return thing
    return None


def _is_used(run: Reading, index: int) -> bool:
    return any(index in node.args for node in run.builder.nodes[index:])


def is_last(run: Reading, wire: Wire) -> bool:
    """Whether nothing was computed from a value yet, and no number came after it."""
    at = wire.node
    if at is None or run.builder.nodes[at].gate is None:
        return False
    name = run.builder.nodes[at].name or ""
    if LOSS.fullmatch(name) or name in LOSSES[:-1]:  # its gradient is 1, and not given
        return False
    return not any(at in node.args for node in run.builder.nodes[at + 1 :])


def is_slip(run: Reading, name: str) -> bool:
    """Whether a gradient is nearly another one that the text assigns, ``df_``, or that it assigns
    and never reads."""
    names = [part for part in run.parts if isinstance(part, ast.Name)]
    read = {part.id for part in names if isinstance(part.ctx, ast.Load)}
    assigned = {part.id for part in names if isinstance(part.ctx, ast.Store)} - {name}
    unread = assigned - read
    is_alike = any(_is_written_like(one, name) for one in assigned)
    others = sorted(filter(looks_like_gradient, unread))
    return is_alike or did_you_mean(name, others) is not None


def _is_written_like(one: str, other: str) -> bool:
    """Whether two names differ by a doubled letter or an underscore: ``dff``, ``df_``."""
    folded = [_DOUBLED.sub(r"\1", name.replace("_", "")) for name in (one, other)]
    return folded[0] == folded[1]


def given(run: Reading, name: str, of: Wire, node: Place) -> Wire:
    """The input that is the gradient of a value, of its shape."""
    at = node_of(run, of, node)
    index = inputs.new_input(run, name, run.places.source(node), shape=run.builder.nodes[at].shape)
    wire = Wire(index, mutable=bool(run.builder.nodes[index].shape))
    run.top.names[name] = wire
    run.upstreams.append((at, index))
    for watcher in run.watchers:
        watcher.bound(run, run.top, name, wire)
        watcher.read(run, run.top, name, wire)
    return wire


def join(run: Reading, node: Any) -> None:
    """The sum of each value times the gradient that is given for it, as the loss."""
    if not run.upstreams:
        return
    total: Wire | None = None
    for value, gradient in run.upstreams:
        part = apply(run, MUL, (Wire(value), Wire(gradient)), node)
        if run.builder.nodes[part.node or 0].shape != ():
            part = apply(run, SUM, (part,), node, settings={"axis": None, "keepdims": False})
        total = part if total is None else apply(run, ADD, (total, part), node)
    assert total is not None
    name = next((one for one in NAMES if one not in run.top.names), "loss_of_upstream")
    run.builder.name(total.node or 0, name)
    run.top.names[name] = total
    run.note_result(name, total, node)
    for watcher in run.watchers:
        watcher.bound(run, run.top, name, total)
    first = run.builder.nodes[run.upstreams[0][1]].name
    of = run.builder.nodes[run.upstreams[0][0]].name or "out"
    message = f"{first} is the upstream gradient of {of}, given from outside: "
    message += f"{name} = np.sum({of} * {first}) has it."
    run.notes.append(Notice(message, getattr(node, "lineno", None), "upstream"))
    run.upstreams = []
