"""The likely cause of a wrong value: from its signature first, then by trying single edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from graphs.check.compare import MOST_PARTS, Judgement
from graphs.check.constant_factors import dropped_factors, missing_factors, missing_upstream
from graphs.check.diagnose import (
    diagnose,
    diagnosis_of,
    overwritten_terms,
    passed_on_unchanged,
    terms_too_many,
)
from graphs.check.diagnosis import UNKNOWN, Diagnosis
from graphs.check.expectations import expectations
from graphs.check.line_slice import LineSlice
from graphs.check.mutated_rules import mutated_rules
from graphs.check.provenance import Program
from graphs.check.repairs import axes, missing_terms, other_kinds, single_edits
from graphs.check.returned import returned_as_another
from graphs.check.rounding import is_rounded
from graphs.check.truth import is_close
from graphs.model import Value


def likely_cause(
    judged: Judgement, program: Program, others: Iterable[Judgement] = ()
) -> tuple[Judgement, Diagnosis]:
    """The likely cause of a wrong gradient, and the line to change.

    ``others`` are the value as the gradient of what else its name may mean; the one that the cause
    explains is returned with it.
    """
    if (returned := returned_as_another(judged, program)) is not None:
        meant, found = returned
        return next((one for one in (judged, *others) if one.target == meant), judged), found
    region = LineSlice(program, judged.stage, judged.points)
    pairs = [(judged, expected) for expected in expectations(judged, program)]
    for found in (
        *_misshapen(region, judged),
        *_typed(region, judged),
        *_untouched(region, judged),
    ):
        return judged, found
    for one, expected in pairs:
        for found in terms_too_many(region, expected):
            if found.kind == "extra":
                return one, found
        for found in _focused(region, one, expected):
            return one, _at_its_seed(one, found)
    more = [(other, other.due) for other in others]
    for search, several in ((diagnose, pairs + more), (_repairs, pairs + more[:1])):
        for one, expected in several:
            here = LineSlice(program, one.stage, one.points)
            for found in search(here, one, expected):
                return one, _at_its_seed(one, found)
    if (other := _of_another(judged, program)) is not None:
        return judged, other
    cause = "local" if judged.used else "upstream"
    line = region.line_of_elements(judged.due)
    if line == judged.version.line:
        line = region.fullest_line()
    return judged, Diagnosis(cause, line, UNKNOWN)


def _misshapen(region: LineSlice, judged: Judgement) -> Iterator[Diagnosis]:
    """A sum over another axis, of all that a value is to hold or of what a call adds to it."""
    if np.shape(judged.values[0]) == np.shape(judged.true[0]):
        return
    several = [judged.due, judged.true]
    if judged.parts and len(judged.parts[0]) <= MOST_PARTS:
        several += [list(parts) for parts in zip(*judged.parts, strict=True)]
    for expected in several:
        yield from map(diagnosis_of, axes(region, expected))


def _at_its_seed(judged: Judgement, found: Diagnosis) -> Diagnosis:
    """A factor that a backward pass starts with, ``d = 2 * 1.0``, is told there."""
    seed, factor = judged.stage.writes[-1], found.factor
    if found.cause != "scale" or factor is None or seed is judged.version:
        return found
    starts = all(is_close(point.values[seed.node], factor) for point in judged.points)
    return replace(found, line=seed.line) if starts else found


def _typed(region: LineSlice, judged: Judgement) -> Iterator[Diagnosis]:
    """A number typed from a slide with another sign, or off by 2."""
    value, line = judged.values[0], judged.version.line
    if region.nodes or np.ndim(value) or judged.used:
        return
    for factor, cause in ((-1.0, "sign"), (2.0, "scale"), (0.5, "scale")):
        if is_rounded(region, [region.top], judged.due[0] * factor, alone=True):
            yield Diagnosis(cause, line, "", factor=factor)


def _untouched(region: LineSlice, judged: Judgement) -> Iterator[Diagnosis]:
    """Zeros to which nothing is added."""
    is_zero = not any(map(np.any, judged.values)) and any(map(np.any, judged.due))
    if is_zero and region.node(region.top).gate is None:
        yield Diagnosis("accumulate", judged.version.line, "untouched")


def _of_another(judged: Judgement, program: Program) -> Diagnosis | None:
    """The gradient of one value stored under the name of another: two lines changed places."""
    if not judged.named or len(judged.points) < 2:
        return None
    shape = np.shape(judged.values[0])
    for target in program.titles:
        if target == judged.target or program.graph.nodes[target].shape != shape:
            continue
        true = [point.truth.get(target) for point in judged.points]
        if any(one is None or not np.any(one) for one in true):
            continue
        if all(is_close(*pair) for pair in zip(judged.values, true, strict=True)):
            name = program.titles[target]
            region = LineSlice(program, judged.stage, judged.points)
            return Diagnosis("name", region.line(region.top), "another", name)
    return None


def _repairs(
    region: LineSlice, judged: Judgement, expected: Sequence[Value]
) -> Iterator[Diagnosis]:
    alone = not region.reads_gradient(region.top)
    if alone:
        yield from passed_on_unchanged(region, judged, region.top, expected)
    yield from map(diagnosis_of, single_edits(region, expected))
    if alone:
        yield from map(diagnosis_of, missing_terms(region, expected))
    line = region.line_of_elements(expected) if region.root is None else region.line(region.root)
    yield from mutated_rules(region.program, judged, line)
    yield from map(diagnosis_of, dropped_factors(region, expected))
    yield from terms_too_many(region, expected)
    if alone:
        yield from map(diagnosis_of, missing_upstream(region, judged.target, expected))
    for term in region.terms():
        owed = region.owed(term, expected)
        if owed is not None:
            yield from passed_on_unchanged(region, judged, term, owed)
    yield from map(diagnosis_of, missing_factors(region, judged.target, expected))
    yield from map(diagnosis_of, other_kinds(region, expected))


def _focused(
    region: LineSlice, judged: Judgement, expected: Sequence[Value]
) -> Iterator[Diagnosis]:
    """Of several lines that add up, the one whose term is none of the contributions."""
    term = _odd_one_out(region, judged)
    owed = None if term is None else region.owed(term, expected)
    if term is None or owed is None:
        return
    yield from overwritten_terms(region, expected)
    part = LineSlice(region.program, region.stage, region.points, term)
    yield from diagnose(part, judged, owed)
    yield from _repairs(part, judged, owed)
    cause = "local" if part.reads_gradient(term) else "upstream"
    yield Diagnosis(cause, region.line(term), UNKNOWN)


def _odd_one_out(region: LineSlice, judged: Judgement) -> int | None:
    """The one term that is no contribution, where there are as many of both."""
    terms, several = region.summands(), judged.parts
    if len(terms) < 2 or not several:
        return None
    if len(several[0]) != len(terms):
        return _one_that_is_owed(region, judged, terms)
    left = set(range(len(several[0])))
    odd = []
    for term in reversed(terms):  # as they were written
        values = region.values(term)
        found = next(
            (
                place
                for place in left
                if all(is_close(v, parts[place]) for v, parts in zip(values, several, strict=True))
            ),
            None,
        )
        if found is None:
            odd.append(term)
        left.discard(-1 if found is None else found)
    return odd[0] if len(odd) == 1 else None


def _one_that_is_owed(region: LineSlice, judged: Judgement, terms: list[int]) -> int | None:
    """The one term in whose place a contribution, or two that are alike, would set all right."""
    parts = judged.parts[0]
    wanted = [*parts, *(2.0 * one for one in parts)]
    found = []
    for term in terms if len(judged.parts) == len(judged.points) else ():
        owed = region.owed(term, judged.due)
        if owed is not None and any(is_close(owed[0], one) for one in wanted):
            found.append(term)
    return found[0] if len(found) == 1 else None
