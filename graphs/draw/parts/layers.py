"""Neighbouring lines that make a layer: affine with its activation, softmax with its loss, a norm,
attention. What is no layer keeps the name of its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

from graphs.draw.parts.sections import Section, entering, section
from graphs.gates.layers import AFFINE, EXPONENTIALS, NORM, SHARES, SOFTMAX, SUMS, layer_of
from graphs.model import Graph, Node

ATTENTION, LOSS = "Attention", "Loss"


def layers(graph: Graph, sections: Sequence[Section]) -> list[Section]:
    """The sections with those of one layer as one, titled; in order."""
    runs: list[list[Section]] = []
    for one in sections:
        if runs and _continues(graph, runs[-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    runs = _with_loss(graph, runs)
    titles = [_title(graph, run) for run in runs]
    numbered = titles.count(AFFINE) > 1
    found, count = [], 0
    for run, title in zip(runs, titles, strict=True):
        if title == AFFINE and numbered:
            count += 1
            title = f"{AFFINE} {count}"
        found.append(joined(graph, run, title))
    return found


def joined(graph: Graph, run: Sequence[Section], title: str = "") -> Section:
    """Several sections as one."""
    if len(run) == 1 and not title:
        return run[0]
    return section(graph, [index for one in run for index in one.gates], title or run[-1].title)


def _continues(graph: Graph, run: Sequence[Section], one: Section) -> bool:
    """Whether a line belongs to the layer before it: it is its activation or its bias, the only
    reader of its value, no sum over it, and no layer of its own."""
    if not _mixes(graph, run) or _reduces(graph, [one]):
        return False
    if any(
        layer_of(node.gate) or (node.gate and node.gate.name in EXPONENTIALS)
        for node in _gates(graph, [one])
    ):
        return False
    before = run[-1]
    if len(before.outputs) > 1 or before.output not in entering(graph, one.gates):
        return False
    readers = {consumer for consumer, _ in graph.consumers[before.output]}
    return before.output != graph.output and readers <= set(one.gates)


def _with_loss(graph: Graph, runs: list[list[Section]]) -> list[list[Section]]:
    """The lines behind the last layer as one run: what the loss is made of."""
    last = max((index for index, run in enumerate(runs) if _mixes(graph, run)), default=-1)
    tail = runs[last + 1 :]
    if last < 0 or len(tail) < 2 or any(_is_call(graph, one) for run in tail for one in run):
        return runs
    together = [one for run in tail for one in run]
    if len(section(graph, [index for one in together for index in one.gates]).outputs) > 1:
        return runs
    return [*runs[: last + 1], together]


def _title(graph: Graph, run: Sequence[Section]) -> str:
    if any(_is_call(graph, one) for one in run):
        return run[0].title if len(run) == 1 else ""
    marks = {layer_of(node.gate) for node in _gates(graph, run)}
    if _writes_softmax(graph, run):
        marks.add(SOFTMAX)
    mixing = sum(_is_mixing(graph, index) for one in run for index in one.gates)
    if mixing:
        return ATTENTION if SOFTMAX in marks and mixing > 1 else AFFINE
    if SOFTMAX in marks and _reduces(graph, run):
        return SOFTMAX
    if NORM in marks:
        return NORM
    ends = any(index == graph.output for one in run for index in one.gates)
    return LOSS if ends and len(run) > 1 and _reduces(graph, run) else ""


def _writes_softmax(graph: Graph, run: Sequence[Section]) -> bool:
    """Whether exponentials are summed, and go on divided by their sum or as its logarithm."""
    exponentials, sums, shares = (
        [node for node in _gates(graph, run) if node.gate and node.gate.name in names]
        for names in (EXPONENTIALS, SUMS, SHARES)
    )
    summed = [total.index for one in exponentials for total in sums if one.index in total.args]
    return any(share.index > total for total in summed for share in shares)


def _gates(graph: Graph, run: Iterable[Section]) -> Iterator[Node]:
    return (graph.nodes[index] for one in run for index in one.gates)


def _is_call(graph: Graph, one: Section) -> bool:
    return graph.nodes[one.gates[0]].group is not None


def _mixes(graph: Graph, run: Iterable[Section]) -> bool:
    return any(_is_mixing(graph, index) for one in run for index in one.gates)


def _is_mixing(graph: Graph, index: int) -> bool:
    """Whether a gate multiplies two arrays so that their elements mix, as a matrix product does."""
    node = graph.nodes[index]
    return layer_of(node.gate) == AFFINE and len(node.args) > 1


def _reduces(graph: Graph, run: Iterable[Section]) -> bool:
    """Whether the elements of an array are gathered into fewer."""
    return any(
        node.gate is not None
        and not node.gate.elementwise
        and any(_size(graph, argument) > _size(graph, node.index) for argument in node.args)
        for node in _gates(graph, run)
    )


def _size(graph: Graph, index: int) -> int:
    return prod(graph.nodes[index].shape or ())
