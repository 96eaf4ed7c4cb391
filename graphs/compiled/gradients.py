"""The text of a function that returns a program's value and its gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graphs.compiled.body import Body
from graphs.compiled.decisions import add_tests, lowered_decisions
from graphs.compiled.lowering import Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import ATOMIC
from graphs.compiled.products import distribute
from graphs.compiled.source import (
    RESERVED,
    Source,
    assemble,
    guards,
    input_operations,
    number_lines,
)
from graphs.model import Graph, Value
from graphs.model.paths import spelled


def differentiated(graph: Graph, wrt: Sequence[str] | None = None) -> list[str]:
    """The inputs whose gradients are returned: of ``wrt``, by default the graph's, those that the
    output varies with."""
    if wrt is None:
        wrt = [name for name, entry in graph.inputs.items() if entry.node in graph.wrt]
    wrt = list(map(graph.input_path, wrt))
    return [name for name in wrt if graph.depends_on_wrt[graph.inputs[name].node]]


def compiled_text(graph: Graph) -> str:
    """The text of the gradients' function, for reading."""
    structural = {name: None for name, entry in graph.inputs.items() if entry.structural}
    return gradients_source(graph, differentiated(graph), structural).text


@np.errstate(all="ignore")
def gradients_source(
    graph: Graph, differentiated_inputs: Sequence[str], structural: Mapping[str, Value]
) -> Source:
    """``program(*, x, y, **more)`` → (value, {input: gradient}); paths are keywords as they are
    spelled in code."""
    lowering = Lowering(ATOMIC)
    names = Names(RESERVED)
    inputs = input_operations(lowering, graph, names)
    decisions = lowered_decisions(lowering, graph, inputs, structural)
    values = lowering.add(graph, inputs, [graph.output])
    gradients = lowering.gradients(graph, values)
    output = values[graph.output].index
    nodes = {name: graph.inputs[name].node for name in differentiated_inputs}
    gradient_of = {name: gradients[node] for name, node in nodes.items() if node in gradients}
    name_of = {index: f"d{graph.spellings[name]}" for name, index in gradient_of.items()}
    name_of |= {values[index].index: spelled(title) for index, title in graph.titles.items()}
    roots = [output, *gradient_of.values()]
    tested = [decision.operation for decision in decisions]
    for redefined in distribute(lowering.nodes, [*roots, *tested]):
        name_of.pop(redefined, None)
    returned = {it for it in roots if lowering.nodes[it].shape}
    body = Body(lowering, roots, names, name_of, returned, tested=tested)
    results = dict(zip(("", *gradient_of), body.results(roots), strict=True))
    for name, node in nodes.items():
        shape = graph.nodes[node].shape
        results.setdefault(name, f"np.zeros({shape})" if shape else "0.0")
    pairs = ", ".join(f"{name!r}: {results[name]}" for name in differentiated_inputs)
    name_in_text = {
        graph.spellings[name]: lowering.nodes[index].name for name, index in inputs.items()
    }
    arguments = ", ".join(
        f"{name}={text_name}" if name == text_name else f"**{{{name!r}: {text_name}}}"
        for name, text_name in name_in_text.items()
    )
    plain = [name for name, text_name in name_in_text.items() if name == text_name]
    renamed = [
        f"{text_name} = more.pop({name!r}, lacking)"
        for name, text_name in name_in_text.items()
        if name != text_name
    ]
    again = f"again({arguments}{', ' * bool(arguments)}**more)"
    constants = add_tests(body, lowering, decisions, again, names)
    body.lines[:0] = number_lines(body, lowering, inputs)
    conditions, more_constants = guards(lowering, inputs, structural, names)
    return assemble(
        body,
        [f"def program({', '.join([*['*'] * bool(plain), *plain, '**more'])}):", *renamed],
        (["more", *conditions], constants | more_constants),
        again,
        [f"return {results['']}, {{{pairs}}}"],
        f"slow({arguments})",
    )
