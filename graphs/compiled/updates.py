"""The text of a function that runs one iteration of training: gradients and every update."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graphs.compiled.body import Body
from graphs.compiled.lowering import Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import WHOLE
from graphs.compiled.products import distribute
from graphs.compiled.source import WORDS, Source, framed, inputs_of, numbers_of, tests_of
from graphs.gates.reductions import SUM
from graphs.model import Graph, Shape, Value


@np.errstate(all="ignore")
def step_source(
    graph: Graph,
    rules: Mapping[str, Graph],
    state: Sequence[str],
    structural: Mapping[str, Value],
) -> Source:
    """``step(values, states, constants)`` → loss; it changes the parameters and their states.

    ``rules`` hold each parameter's update as a graph over w, dw, its state and constants.
    """
    low = Lowering(WHOLE)
    names = Names(WORDS)
    place = inputs_of(low, graph, names)
    head = ["def step(values, states, constants):"]
    head += [f"{low.nodes[it].name} = values.get({name!r})" for name, it in place.items()]
    read: dict[str, tuple[int, str]] = {}  # what is taken out of the states and constants

    def taken(wanted: str, shape: Shape, where: str) -> int:
        name = names.new(wanted)
        index = low.input(name, shape, False)
        read[name] = (index, where)
        return index

    kept = {place[parameter]: f"values[{parameter!r}]" for parameter in rules}
    own: dict[str, dict[str, int]] = {}  # what a rule names, for each parameter
    shared: dict[str, int] = {}  # the constants, which are the same for all parameters
    for parameter, rule in rules.items():
        own[parameter] = {"w": place[parameter]}
        for name in state:
            where = f"states[{parameter!r}][{name!r}]"
            shape = low.nodes[place[parameter]].shape
            own[parameter][name] = taken(f"{name}_{parameter}", shape, where)
            kept[own[parameter][name]] = where
        for name in rule.inputs:
            if name not in ("w", "dw", *state, *shared):
                shared[name] = taken(name, (), f"constants[{name!r}]")
    values = low.add(graph, place, [graph.output])
    slopes = low.slopes(graph, values)
    loss = values[graph.output].index
    if low.nodes[loss].shape:
        loss = low.apply(SUM, (loss,))
    changed: dict[int, int] = {}
    for parameter, rule in rules.items():
        zero = low.constant(np.zeros(low.nodes[place[parameter]].shape)[()])
        own[parameter]["dw"] = slopes.get(graph.inputs[parameter].node, zero)
        updated = ("w", *state)
        made = low.add(rule, shared | own[parameter], [rule.names[name] for name in updated])
        changed |= {own[parameter][name]: made[rule.names[name]].index for name in updated}
    moved = distribute(low.nodes, [loss, *changed.values()])
    titles = {
        slopes[graph.inputs[name].node]: f"d{name}"
        for name in rules
        if graph.inputs[name].node in slopes
    }
    titles |= {values[index].index: title for index, title in graph.titles.items()}
    titles = {index: title for index, title in titles.items() if index not in moved}
    body = Body(low, [loss], names, titles, changed=changed)
    number = "number" if body.whole else "np.float64"
    reading = [
        f"{name} = {where}" if low.nodes[index].shape else f"{name} = {number}({where})"
        for name, (index, where) in read.items()
    ]
    body.lines[:0] = [*reading, *numbers_of(body, low, place)]
    stored = body.stored(kept)
    (result,) = body.results([loss])
    return framed(
        body,
        head,
        tests_of(low, place, structural, names),
        "again(values, states, constants)",
        [*stored, f"return {result}"],
    )
