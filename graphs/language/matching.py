"""``match`` on known values."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import cast

from graphs.language.assignments import assign_name
from graphs.language.attributes import attribute
from graphs.language.blocks import block
from graphs.language.comparing import equal
from graphs.language.conditions import condition
from graphs.language.decisions import hashable, truth_of
from graphs.language.iteration import known_items
from graphs.language.library.type_questions import is_instance
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import Class, Dict, Instance, List, Thing
from graphs.language.visits import Evaluate, Visit

Found = dict[str, Thing]


def match_statement(run: Reading, node: ast.Match, scope: Scope) -> Visit:
    """``match x: case …: …``."""
    subject = yield Evaluate(node.subject, scope)
    for case in node.cases:
        found: Found = {}
        if not (yield _matches(run, case.pattern, subject, scope, found)):
            continue
        for name, thing in found.items():
            assign_name(run, name, thing, node, scope)
        if case.guard is not None and not (yield condition(run, case.guard, scope)):
            continue
        return (yield block(run, case.body, scope))
    return None


def _matches(
    run: Reading, pattern: ast.pattern, subject: Thing, scope: Scope, found: Found
) -> Visit:
    """Whether a pattern fits; the names that it binds are put into ``found``."""
    match pattern:
        case ast.MatchValue(value=value):
            wanted = yield Evaluate(value, scope)
            answer = yield equal(run, subject, wanted, value)
            return (yield truth_of(run, answer, value, "case"))
        case ast.MatchSingleton(value=single):
            return subject is single
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None and not (yield _matches(run, inner, subject, scope, found)):
                return False
            if name is not None:
                found[name] = subject
            return True
        case ast.MatchOr(patterns=several):
            for one in several:
                if (yield _matches(run, one, subject, scope, found)):
                    return True
            return False
        case ast.MatchSequence():
            return (yield _matches_sequence(run, pattern, subject, scope, found))
        case ast.MatchMapping():
            return (yield _matches_mapping(run, pattern, subject, scope, found))
        case ast.MatchClass():
            return (yield _matches_class(run, pattern, subject, scope, found))
    return False


def _matches_sequence(
    run: Reading, pattern: ast.MatchSequence, subject: Thing, scope: Scope, found: Found
) -> Visit:
    parts, place = list(pattern.patterns), cast(ast.expr, pattern)
    is_sequence = isinstance(subject, List | tuple | range) or (
        isinstance(subject, Instance) and subject.type.kind == "namedtuple"
    )
    if not is_sequence:
        return False
    items = list(known_items(run, subject, place))
    stars = [at for at, part in enumerate(parts) if isinstance(part, ast.MatchStar)]
    if stars:
        at, rest = stars[0], len(items) - len(parts) + 1
        if rest < 0:
            return False
        star = parts[at]
        if isinstance(star, ast.MatchStar) and star.name is not None:
            found[star.name] = List(items[at : at + rest])
        items = [*items[:at], *items[at + rest :]]
        parts = [part for part in parts if not isinstance(part, ast.MatchStar)]
    if len(items) != len(parts):
        return False
    for part, item in zip(parts, items, strict=True):
        if not (yield _matches(run, part, item, scope, found)):
            return False
    return True


def _matches_mapping(
    run: Reading, pattern: ast.MatchMapping, subject: Thing, scope: Scope, found: Found
) -> Visit:
    if not isinstance(subject, Dict):
        return False
    used = []
    for key, inner in zip(pattern.keys, pattern.patterns, strict=True):
        wanted = hashable(run, (yield Evaluate(key, scope)), key)
        if wanted not in subject.items:
            return False
        used.append(wanted)
        if not (yield _matches(run, inner, subject.items[wanted][1], scope, found)):
            return False
    if pattern.rest is not None:
        rest = {key: entry for key, entry in subject.items.items() if key not in used}
        found[pattern.rest] = Dict(rest)
    return True


def _matches_class(
    run: Reading, pattern: ast.MatchClass, subject: Thing, scope: Scope, found: Found
) -> Visit:
    kind = yield Evaluate(pattern.cls, scope)
    if not is_instance(run, pattern.cls, subject, kind):
        return False
    parts: Mapping[str, ast.pattern] = dict(
        zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
    )
    if pattern.patterns:
        if isinstance(kind, Class) and isinstance(subject, Instance):
            names = kind.find("__match_args__")
            named = names if isinstance(names, tuple) else kind.fields
            if len(named) < len(pattern.patterns):
                return False
            parts = {**dict(zip(named, pattern.patterns, strict=False)), **parts}
        else:
            return (yield _matches(run, pattern.patterns[0], subject, scope, found))
    for name, inner in parts.items():
        if isinstance(subject, Instance) and name in subject.attributes:
            item = subject.attributes[name]
        else:
            item = yield attribute(run, subject, name, pattern.cls)
        if not (yield _matches(run, inner, item, scope, found)):
            return False
    return True
