"""The text of a function that returns a program's value and its gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graphs.compiled.body import Body
from graphs.compiled.lowering import Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import WHOLE
from graphs.compiled.products import distribute
from graphs.compiled.source import WORDS, Source, framed, inputs_of, numbers_of, tests_of
from graphs.model import Graph, Value


def differentiated(graph: Graph, wrt: Sequence[str] | None = None) -> list[str]:
    """The inputs whose gradients are returned: of ``wrt``, or of all that the graph is asked for,
    those that carry one."""
    if wrt is None:
        wrt = [name for name, entry in graph.inputs.items() if entry.node in graph.wrt]
    return [name for name in wrt if graph.depends_on_wrt[graph.inputs[name].node]]


def compiled_text(graph: Graph) -> str:
    """The text alone."""
    structural = {name: None for name, entry in graph.inputs.items() if entry.structural}
    return gradients_source(graph, differentiated(graph), structural).text


@np.errstate(all="ignore")
def gradients_source(
    graph: Graph, wanted: Sequence[str], structural: Mapping[str, Value]
) -> Source:
    """``program(*, x, y, **more)`` → (value, {input: gradient})."""
    low = Lowering(WHOLE)
    names = Names(WORDS)
    place = inputs_of(low, graph, names)
    values = low.add(graph, place, [graph.output])
    slopes = low.slopes(graph, values)
    output = values[graph.output].index
    nodes = {name: graph.inputs[name].node for name in wanted}
    found = {name: slopes[node] for name, node in nodes.items() if node in slopes}
    titles = {index: f"d{name}" for name, index in found.items()}
    titles |= {values[index].index: title for index, title in graph.titles.items()}
    roots = [output, *found.values()]
    for moved in distribute(low.nodes, roots):
        titles.pop(moved, None)
    body = Body(low, roots, names, titles, {it for it in roots if low.nodes[it].shape})
    results = dict(zip(("", *found), body.results(roots), strict=True))
    for name, node in nodes.items():
        shape = graph.nodes[node].shape
        results.setdefault(name, f"np.zeros({shape})" if shape else "0.0")
    pairs = ", ".join(f"{name!r}: {results[name]}" for name in wanted)
    body.lines[:0] = numbers_of(body, low, place)
    tests, constants = tests_of(low, place, structural, names)
    locals_ = {name: low.nodes[index].name for name, index in place.items()}
    passed = ", ".join(
        f"{name}={own}" if name == own else f"**{{{name!r}: {own}}}"
        for name, own in locals_.items()
    )
    plain = [name for name, own in locals_.items() if name == own]
    others = [
        f"{own} = more.pop({name!r}, lacking)" for name, own in locals_.items() if name != own
    ]
    return framed(
        body,
        [f"def program({', '.join([*['*'] * bool(plain), *plain, '**more'])}):", *others],
        (["more", *tests], constants),
        f"again({passed}{', ' * bool(passed)}**more)",
        [f"return {results['']}, {{{pairs}}}"],
        f"slow({passed})",
    )
