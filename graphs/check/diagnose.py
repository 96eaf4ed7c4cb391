"""Causes that show in the value itself: a factor, a sign, a missing term, a gradient passed on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphs.check.compare import Judgement, count_parts_summed
from graphs.check.diagnosis import Diagnosis
from graphs.check.line_slice import LineSlice
from graphs.check.repairs import Repair, stale_value_edits, turned_masks
from graphs.check.truth import constant_factor, is_close, true_gradients
from graphs.check.verdicts import factor_of
from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, SUB
from graphs.gates.items import ADD_AT, SCATTER
from graphs.gates.reductions import MEAN
from graphs.model import Node, Value

MOST_PASSED = 16  # values further on whose own gradients are tried


def diagnosis_of(repair: Repair) -> Diagnosis:
    return Diagnosis(repair.cause, repair.line, repair.kind, repair.what)


def diagnose(region: LineSlice, judged: Judgement, expected: list[Value]) -> Iterator[Diagnosis]:
    """The causes that show in the value itself, likeliest first."""
    values, line = region.values(region.top), region.line(region.top)
    if not region.nodes and not any(map(np.any, values)):
        yield Diagnosis("accumulate", line, "nothing")
    yield from overwritten_terms(region, expected)
    yield from _right_class(region, expected, line)
    yield from map(diagnosis_of, stale_value_edits(region, expected))
    yield from map(diagnosis_of, turned_masks(region, expected))
    if all(is_close(np.transpose(one), other) for one, other in zip(values, expected, strict=True)):
        yield _transposed(region, line)
    owed = {term: region.owed(term, expected) for term in region.terms()}
    terms = {term: needed for term, needed in owed.items() if needed is not None}
    for term, needed in terms.items():
        yield from _factor(region, judged, term, needed)
    if region.root is None:
        count = 0 if expected is not judged.due else count_parts_summed(judged)
        if count:
            missing = f"{count} of {len(judged.parts[0])}"
            yield Diagnosis("accumulate", judged.version.line, "missing", missing)
    for term, needed in terms.items():
        if not region.reads_forward(term):
            yield from passed_on_unchanged(region, judged, term, needed)


def _transposed(region: LineSlice, line: int) -> Diagnosis:
    return Diagnosis("transpose", line, "whole")


def overwritten_terms(region: LineSlice, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    """``dx = a`` and then ``dx = b``: with ``+=`` the value would be right."""
    writes = region.stage.writes
    for write in writes:
        before = write.before
        if before is None or write.continues or before not in writes:
            continue
        pairs = zip(region.values(before.node), region.values(write.node), strict=True)
        if region.node(before.node).shape != region.node(write.node).shape:
            continue
        both = [np.add(*pair) for pair in pairs]
        if write.node == region.top:
            found = all(is_close(*pair) for pair in zip(both, expected, strict=True))
        else:
            found = region.gives_with(expected, {write.node: both})
        if found:
            yield Diagnosis("accumulate", write.line, "replaced")
    for index in region.places:
        if region.node(index).gate is SCATTER and region.gives(expected, index, _added_to):
            yield Diagnosis("accumulate", region.line(index), "replaced")


def doubled_lines(region: LineSlice, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    """The same line twice: the later one is told."""
    for write in region.stage.writes:
        before = write.before
        if before is None or write.statement is None or before.statement is None:
            continue
        trees = write.statement.tree, before.statement.tree
        if trees[0] is trees[1] or ast.dump(trees[0]) != ast.dump(trees[1]):
            continue
        if region.gives_with(expected, {write.node: region.values(before.node)}):
            yield Diagnosis("double", write.line, "extra", ast.unparse(trees[0]))


def terms_too_many(region: LineSlice, expected: Sequence[Value]) -> Iterator[Diagnosis]:
    """A term that should not be added, or is added twice: the later line is told."""
    yield from doubled_lines(region, expected)
    sums = [index for index in region.places if region.node(index).gate in (ADD, SUB)]
    added = [argument for index in sums for argument in region.node(index).args]
    for index in reversed(sums):
        node = region.node(index)
        for slot in (1, 0) if node.gate is ADD else (1,):
            if region.gives(expected, index, lambda number, args, node, slot=slot: args[1 - slot]):  # type: ignore[misc]
                gone = node.args[slot]
                is_double = sum(_same(region, gone, other) for other in added) > 1
                cause, kind = ("double", "extra") if is_double else ("accumulate", "too many")
                line = region.line(index)
                yield Diagnosis(cause, line, kind, region.read_as(gone, line))


def _same(region: LineSlice, one: int, other: int) -> bool:
    pairs = zip(region.values(one), region.values(other), strict=True)
    return one == other or all(is_close(*pair) for pair in pairs)


def _right_class(region: LineSlice, expected: Sequence[Value], line: int) -> Iterator[Diagnosis]:
    """A softmax's probabilities without the 1 that is taken away at the right class."""
    apart = [
        np.subtract(value, wanted)
        for value, wanted in zip(region.values(region.top), expected, strict=True)
        if np.ndim(value) and np.shape(value) == np.shape(wanted) and np.shape(value)[-1] > 1
    ]
    if len(apart) != len(expected):
        return
    size = float(np.max(np.abs(apart[0])))
    for one in apart:
        marked = np.abs(one) > 1e-9 * size
        several = marked.sum(axis=-1)
        of_all = np.all(several == several.max()) and 0 < several.max() < marked.shape[-1]
        if not of_all or not is_close(one[marked], np.full(marked.sum(), size)):
            return
    yield Diagnosis("one-hot", line, "right class", factor=size)


def _added_to(number: int, args: list[Any], node: Node) -> Any:
    """``dx[i] += b`` where ``dx[i] = b`` stands, each of equal indices counted."""
    owner, value, *indices = args
    settings = {**node.settings, "shape": np.shape(owner)}
    return owner + ADD_AT.compute([value, *indices], settings)


def _factor(
    region: LineSlice, judged: Judgement, term: int, owed: Sequence[Value]
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
    part = region.part(term)
    handed_on = not region.reads_forward(term) and region.reads_gradient(term)
    if name is not None:
        yield Diagnosis("upstream", region.line(term), "times", name)
    elif abs(factor + 1) < 1e-6:
        line = _factor_line(region, term, factor)
        yield Diagnosis("sign", line, "", factor=-1.0, part=part)
    elif handed_on and term not in region.whole and not _averages(region, judged):
        yield Diagnosis("local", region.line(term), "constant", factor=1 / factor)
    else:
        line = _factor_line(region, term, factor)
        yield Diagnosis("scale", line, "", factor=factor, part=part)


def _averages(region: LineSlice, judged: Judgement) -> bool:
    """Whether the value is averaged further on, so that its gradient is off by a count."""
    nodes = region.program.graph.nodes
    return any(
        nodes[node].gate is MEAN and judged.target in nodes[node].args
        for node in region.program.later(judged.target)
    )


def _upstream(region: LineSlice, judged: Judgement, factor: float) -> Iterator[str]:
    """Gradients not used that are just the constant a value lacks."""
    program = region.program
    later = program.later(judged.target)
    for version, target in program.resolved.items():
        if target in later and target != judged.target and version.order < judged.version.order:
            value = region.values(version.node)
            if all(is_close(one, np.ones(np.shape(one)) / factor) for one in value):
                yield version.name


def _factor_line(region: LineSlice, term: int, factor: float) -> int:
    """The line with the factor: where a number stands that is it, or the term's own line."""
    for index in reversed(region.nodes):
        node = region.node(index)
        if node.gate is NEG and factor < 0:
            return region.line(index)
        if node.gate not in (MUL, DIV):
            continue
        for slot, argument in enumerate(node.args):
            value = region.values(argument)[0]
            inverse = node.gate is DIV and slot == 1
            if np.ndim(value) or not value:
                continue
            if abs((1 / value if inverse else value) / factor - 1) < 1e-9:
                return region.line(index)
    return region.line(term)


def passed_on_unchanged(
    region: LineSlice, judged: Judgement, term: int, owed: Sequence[Value]
) -> Iterator[Diagnosis]:
    """A gradient passed on without the local gradient, or a local gradient without upstream."""
    program = region.program
    later = sorted(program.later(judged.target) - {judged.target})
    values = region.values(term)
    totals = [dict(one) for one in judged.totals]
    if term != region.top and _is_contribution(judged, values):
        return
    for node in later if region.reads_gradient(term) else ():
        if all(
            node in total and is_close(value, total[node])
            for value, total in zip(values, totals, strict=True)
        ):
            yield Diagnosis("local", region.line(term), "passed", program.titles.get(node, ""))
            return
    for node in later[:MOST_PASSED]:
        if any(node not in total for total in totals):
            continue
        if all(is_close(total[node], np.ones(np.shape(total[node]))) for total in totals):
            continue
        if _is_local(region, judged.target, node, values, owed, totals):
            yield Diagnosis("upstream", region.line(term), "passed", program.titles.get(node, ""))
            return


def _is_contribution(judged: Judgement, values: Sequence[Value]) -> bool:
    """Whether a term is one of what is to be added up."""
    return any(
        all(
            is_close(value, parts[place]) for value, parts in zip(values, judged.parts, strict=True)
        )
        for place in range(len(judged.parts[0]) if judged.parts else 0)
    )


def _is_local(
    region: LineSlice,
    target: int,
    node: int,
    values: Sequence[Value],
    owed: Sequence[Value],
    totals: Sequence[dict[int, Value]],
) -> bool:
    graph = region.program.graph
    only = region.program.later(target)
    for point, value, wanted, total in zip(region.points, values, owed, totals, strict=True):
        alone, _ = true_gradients(graph, point.values, {}, start=node, only=only)
        if target not in alone or not is_close(value, alone[target]):
            return False
        whole, _ = true_gradients(graph, point.values, {node: total[node]}, start=node, only=only)
        if not is_close(wanted, whole[target]):
            return False
    return True
