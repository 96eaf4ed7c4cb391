"""Attributes: of modules, random generators and arrays."""

from __future__ import annotations

import ast

import numpy as np

from graphs.gates import BY_NAME
from graphs.gates.shaping import TRANSPOSE
from graphs.gates.spellings import SPELLINGS
from graphs.language.array_makers import PLAIN
from graphs.language.items import Items
from graphs.language.positions import Place
from graphs.language.reader import Visit
from graphs.language.scope import (
    CONSTANTS,
    METHOD_HELPERS,
    RANDOM_HELPERS,
    SHAPE_ATTRIBUTES,
    Array,
    Generator,
    Helper,
    Method,
    Module,
    Number,
    Scope,
    Thing,
    Wire,
)
from graphs.language.syntax_gates import did_you_mean, instead_of

METHODS = frozenset(dir(np.ndarray))


class Attributes(Items):
    """``np.exp``, ``x.T``, ``x.shape``, ``rng.normal``."""

    def on_Attribute(self, node: ast.Attribute, scope: Scope) -> Visit:
        owner = yield self.value(node.value, scope, allow_functions=True)
        if isinstance(owner, Module):
            return self.member(node.attr, node, owner.name)
        if isinstance(owner, Generator):
            return self.random_function(owner, node.attr, node)
        if isinstance(owner, Wire | Array | Number | tuple):
            return self._part_of(owner, node)
        raise self.error(
            f"{self.segment(node.value)} has no .{node.attr}.",
            node,
            "Use functions: exp(x), max(x, y).",
        )

    def _part_of(self, owner: Thing, node: ast.Attribute) -> Thing:
        """``x.T``, ``x.shape``, ``x.sum``: what NumPy's arrays have."""
        name = node.attr
        if name == "T":
            shape = None if not isinstance(owner, Wire) else self.builder.nodes[owner.index].shape
            if isinstance(owner, Wire) and shape is not None and len(shape) < 2:
                return owner
            return self.apply(TRANSPOSE, (owner,), node, (node.value,))
        if name in SHAPE_ATTRIBUTES:
            return self.shape_attribute(name, owner, node.value)
        if name in METHOD_HELPERS:
            return Method(owner, Helper(name))
        gate = BY_NAME.get(name) or SPELLINGS.get(name)
        if gate is not None and name in METHODS:
            return Method(owner, BY_NAME[gate.reduction] if gate.reduction else gate)
        text = self.segment(node.value)
        known = sorted(METHODS & (BY_NAME.keys() | SPELLINGS.keys()))
        near = did_you_mean(name, (*known, *METHOD_HELPERS, "shape", "size", "ndim"))
        hint = f"Write np.{name}({text})." if gate else f"Did you mean {near}?" if near else None
        raise self.error(f"{text} has no .{name}.", node, hint or "Use functions: exp(x).")

    def member(self, name: str, node: Place | ast.alias, module: str = "numpy") -> Thing:
        """What ``np.<name>``, ``np.random.<name>`` or ``math.<name>`` stands for."""
        if module.endswith("random"):
            maker = Helper(name) if name in RANDOM_HELPERS else self.legacy_maker(name)
            if maker is not None:
                return maker
        elif name in CONSTANTS:
            return Number(CONSTANTS[name])
        elif name in ("random", "linalg"):
            return Module(name)
        elif (known := self.free_word(name)) is not None:
            return known
        near = did_you_mean(name, (*BY_NAME, *SPELLINGS, *PLAIN, *CONSTANTS))
        raise self.error(
            f"{name} is not a gate.",
            node,
            f"Did you mean {near}?" if near else instead_of(name),
        )
