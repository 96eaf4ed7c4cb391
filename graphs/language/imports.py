"""``import``: of modules that are known; of others a note, and an error where they are needed."""

from __future__ import annotations

import ast

from graphs.language.module_members import member
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import LeftOut, Module, Thing
from graphs.language.unread.left_out import leave_out

# Modules whose names say something to people and nothing to a picture.
SILENT = frozenset(("__future__", "typing", "abc", "dataclasses", "types", "warnings"))


def import_statement(run: Reading, node: ast.Import, scope: Scope) -> None:
    """``import numpy as np``."""
    for alias in node.names:
        root = alias.name.split(".")[0]
        wanted = alias.name if alias.asname else root
        thing = _module(run, wanted, node)
        _bind(run, scope, alias.asname or root, thing)


def _module(run: Reading, name: str, node: ast.stmt) -> Thing:
    if name in run.modules or any(one.startswith(f"{name}.") for one in run.modules):
        return Module(name)
    if name.split(".")[0] not in SILENT:
        leave_out(run, f"{name} is left out: nothing of it is drawn.", node.lineno)
    return LeftOut(name, node.lineno)


def import_from(run: Reading, node: ast.ImportFrom, scope: Scope) -> None:
    """``from math import exp``, ``from numpy import *``."""
    name = node.module or ""
    if node.level or name not in run.modules:
        if name.split(".")[0] not in SILENT:
            owner = name or "A module of the program's own"
            leave_out(run, f"{owner} is left out: nothing of it is drawn.", node.lineno)
        for alias in node.names:
            if alias.name != "*":
                full = f"{name}.{alias.name}" if name else alias.name
                if full in run.modules:
                    _bind(run, scope, alias.asname or alias.name, Module(full))
                    continue
                _bind(run, scope, alias.asname or alias.name, LeftOut(full, node.lineno))
        return
    for alias in node.names:
        if alias.name == "*":
            for word, thing in run.modules[name].items():
                if not word.startswith("_") and word not in scope.names:
                    scope.names[word] = thing
            continue
        found: Thing = LeftOut(f"{name}.{alias.name}", node.lineno)
        if name not in SILENT or alias.name in run.modules[name]:
            found = member(run, name, alias.name, alias)
        _bind(run, scope, alias.asname or alias.name, found)


def _bind(run: Reading, scope: Scope, name: str, thing: Thing) -> None:
    home = scope.home(name)
    home.names[name] = thing
