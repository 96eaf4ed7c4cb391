"""The likely cause of a wrong value: from its signature first, then by trying single edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from graphs.check.judging import Judged
from graphs.check.program import Program
from graphs.check.region import Region
from graphs.check.repairs import Repair, factored, overwritten, rewritten, upstream
from graphs.check.standing import factor_of
from graphs.check.truth import constant_factor, descendants, pulled, same
from graphs.gates.items import INDEX
from graphs.model import Node, Value

MOST_PARTS = 10  # contributions whose sums are tried
MOST_PASSED = 16  # values further on whose own gradients are tried


@dataclass(frozen=True)
class Diagnosis:
    """``what`` fills in the sentence of its cause: a factor, a name, what to write."""

    cause: str
    line: int
    kind: str = ""
    what: str = ""
    factor: float | None = None


def diagnose(judged: Judged, program: Program) -> Diagnosis:
    """Why a gradient is wrong, and the line to change."""
    region = Region(program, judged.stage, judged.points)
    expectations = _expectations(judged)
    for expected in expectations:
        for found in _focused(region, judged, expected):
            return found
    for search in (_clues, _repairs):
        for expected in expectations:
            for found in search(region, judged, expected):
                return found
    cause = "local" if judged.used else "upstream"
    return Diagnosis(cause, judged.version.line, "unknown")


def _repairs(region: Region, judged: Judged, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    alone = not region.reads_gradient(region.top)
    if alone:
        yield from _passed(region, judged, region.top, expected)
        yield from map(_as_found, upstream(region, judged.target, expected))
    yield from map(_as_found, rewritten(region, expected))
    for term in region.terms():
        owed = region.owed(term, expected)
        if owed is not None:
            yield from _passed(region, judged, term, owed)
    yield from map(_as_found, factored(region, judged.target, expected))


def _as_found(repair: Repair) -> Diagnosis:
    return Diagnosis(repair.cause, repair.line, repair.kind, repair.what)


def _focused(region: Region, judged: Judged, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    """Of several lines that add up, the one whose term is none of the contributions."""
    term = _odd_one_out(region, judged)
    owed = None if term is None else region.owed(term, expected)
    if term is None or owed is None:
        return
    yield from _thrown_away(region, expected)
    part = Region(region.program, region.stage, region.points, term)
    yield from _clues(part, judged, owed)
    yield from _repairs(part, judged, owed)
    cause = "local" if part.reads_gradient(term) else "upstream"
    yield Diagnosis(cause, region.line(term), "unknown")


def _odd_one_out(region: Region, judged: Judged) -> int | None:
    """The one term that is no contribution, where there are as many of both."""
    terms, several = region.summands(), judged.parts
    if len(terms) < 2 or not several or len(several[0]) != len(terms):
        return None
    left = set(range(len(several[0])))
    odd = []
    for term in reversed(terms):  # as they were written
        values = region.values(term)
        found = next(
            (
                place
                for place in left
                if all(same(v, parts[place]) for v, parts in zip(values, several, strict=True))
            ),
            None,
        )
        if found is None:
            odd.append(term)
        left.discard(-1 if found is None else found)
    return odd[0] if len(odd) == 1 else None


def _expectations(judged: Judged) -> list[list[Value]]:
    """What the value should be: given what it used, or in truth, or with a factor taken out."""
    found = [judged.due]
    tags = {one.tag for one in judged.used if one.tag != 1.0}
    if judged.due is not judged.true:
        found.append(judged.true)
    if len(tags) == 1:
        found.append([one / tags.copy().pop() for one in judged.due])
    return found


def _clues(region: Region, judged: Judged, expected: list[Value]) -> Iterator[Diagnosis]:
    values, line = region.values(region.top), region.line(region.top)
    yield from _thrown_away(region, expected)
    yield from map(_as_found, overwritten(region, expected))
    if all(same(np.transpose(one), other) for one, other in zip(values, expected, strict=True)):
        yield _transposed(region, line)
    for term in region.terms():
        owed = region.owed(term, expected)
        if owed is None:
            continue
        yield from _factor(region, judged, term, owed)
        if term == region.top and region.root is None:
            yield from _parts(region, judged, expected)
        if not region.reads_forward(term):
            yield from _passed(region, judged, term, owed)


def _transposed(region: Region, line: int) -> Diagnosis:
    return Diagnosis("transpose", line, "whole")


def _thrown_away(region: Region, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    """``dx = a`` and then ``dx = b``: with ``+=`` the value would be right."""
    writes = region.stage.writes
    for write in writes:
        before = write.before
        if before is None or write.continues or before not in writes:
            continue
        pairs = zip(region.values(before.node), region.values(write.node), strict=True)
        both = [np.add(*pair) for pair in pairs]
        if write.node == region.top:
            found = all(same(*pair) for pair in zip(both, expected, strict=True))
        else:
            found = region.gives_with(expected, {write.node: both})
        if found:
            yield Diagnosis("accumulate", write.line, "replaced")
    for index in region.nodes:
        if region.node(index).op == "scatter" and region.gives(expected, index, _added_to):
            yield Diagnosis("accumulate", region.line(index), "replaced")


def _added_to(number: int, args: list[Any], node: Node) -> Any:
    """``dx[i] += b`` where ``dx[i] = b`` stands."""
    owner, value, *indices = args
    assert node.gate is not None
    before = INDEX.compute([owner, *indices], node.settings)
    return node.gate.compute([owner, before + value, *indices], node.settings)


def _factor(
    region: Region, judged: Judged, term: int, owed: Sequence[Value]
) -> Iterator[Diagnosis]:
    values = region.values(term)
    factor = constant_factor(values, owed)
    if factor is None and term == region.top and region.root is None:
        factor = factor_of(judged)
    if factor is None or abs(factor - 1) < 1e-9:
        return
    name = None
    if not region.reads_gradient(term):
        name = next(_upstream(region, judged, factor), None)
    handed_on = not region.reads_forward(term) and region.reads_gradient(term)
    if name is not None:
        yield Diagnosis("upstream", region.line(term), "times", name)
    elif abs(factor + 1) < 1e-6:
        yield Diagnosis("sign", _factor_line(region, term, factor), "", factor=-1.0)
    elif handed_on and term not in region.whole and not _averages(region, judged):
        yield Diagnosis("local", region.line(term), "constant", factor=1 / factor)
    else:
        yield Diagnosis("scale", _factor_line(region, term, factor), "", factor=factor)


def _averages(region: Region, judged: Judged) -> bool:
    """Whether the value is averaged further on, so that its gradient is off by a count."""
    nodes = region.program.graph.nodes
    return any(
        nodes[node].op == "mean" and judged.target in nodes[node].args
        for node in descendants(region.program.graph, judged.target)
    )


def _upstream(region: Region, judged: Judged, factor: float) -> Iterator[str]:
    """Gradients not used that are just the constant a value lacks."""
    program = region.program
    later = descendants(program.graph, judged.target)
    for version, target in program.resolved.items():
        if target in later and target != judged.target and version.order < judged.version.order:
            value = region.values(version.node)
            if all(same(one, np.ones(np.shape(one)) / factor) for one in value):
                yield version.name


def _factor_line(region: Region, term: int, factor: float) -> int:
    """The line with the factor: where a number stands that is it, or the term's own line."""
    for index in reversed(region.nodes):
        node = region.node(index)
        if node.op == "neg" and factor < 0:
            return region.line(index)
        if node.op not in ("mul", "div"):
            continue
        for slot, argument in enumerate(node.args):
            value = region.values(argument)[0]
            inverse = node.op == "div" and slot == 1
            if not np.ndim(value) and value:
                if abs((1 / value if inverse else value) / factor - 1) < 1e-9:
                    return region.line(index)
    return region.line(term)


def _parts(region: Region, judged: Judged, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    """The sum of some of the contributions, not of all."""
    several = judged.parts
    if judged.due is not judged.true and expected is judged.true:
        return
    if not several or not 1 < len(several[0]) <= MOST_PARTS:
        return
    values, count = region.values(region.top), len(several[0])
    for size in range(count - 1, 0, -1):
        for chosen in combinations(range(count), size):
            if all(
                same(value, sum(parts[place] for place in chosen))
                for value, parts in zip(values, several, strict=True)
            ):
                yield Diagnosis("accumulate", judged.version.line, "missing", f"{size} of {count}")
                return


def _passed(
    region: Region, judged: Judged, term: int, owed: Sequence[Value]
) -> Iterator[Diagnosis]:
    """A gradient handed on without the local factor, or a local factor without the gradient."""
    graph, program = region.program.graph, region.program
    later = sorted(descendants(graph, judged.target) - {judged.target})
    values = region.values(term)
    totals = [dict(one) for one in judged.totals]
    if term != region.top and _is_contribution(judged, values):
        return
    for node in later if region.reads_gradient(term) else ():
        if all(
            node in total and same(value, total[node])
            for value, total in zip(values, totals, strict=True)
        ):
            yield Diagnosis("local", region.line(term), "passed", program.titles.get(node, ""))
            return
    for node in later[:MOST_PASSED]:
        if any(node not in total for total in totals):
            continue
        if all(same(total[node], np.ones(np.shape(total[node]))) for total in totals):
            continue
        if _is_local(region, judged.target, node, values, owed, totals):
            yield Diagnosis("upstream", region.line(term), "passed", program.titles.get(node, ""))
            return


def _is_contribution(judged: Judged, values: Sequence[Value]) -> bool:
    """Whether a term is one of what is to be added up."""
    return any(
        all(same(value, parts[place]) for value, parts in zip(values, judged.parts, strict=True))
        for place in range(len(judged.parts[0]) if judged.parts else 0)
    )


def _is_local(
    region: Region,
    target: int,
    node: int,
    values: Sequence[Value],
    owed: Sequence[Value],
    totals: Sequence[dict[int, Value]],
) -> bool:
    graph = region.program.graph
    only = descendants(graph, target)
    for point, value, wanted, total in zip(region.points, values, owed, totals, strict=True):
        alone, _ = pulled(graph, point.values, {}, start=node, only=only)
        if target not in alone or not same(value, alone[target]):
            return False
        whole, _ = pulled(graph, point.values, {node: total[node]}, start=node, only=only)
        if not same(wanted, whole[target]):
            return False
    return True
