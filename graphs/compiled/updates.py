"""The text of a function that runs one iteration of training: gradients and every update."""

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
from graphs.gates.reductions import SUM
from graphs.model import Graph, Shape, Value
from graphs.model.paths import spelled


@np.errstate(all="ignore")
def training_step_source(
    graph: Graph,
    rules: Mapping[str, Graph],
    state: Sequence[str],
    structural: Mapping[str, Value],
) -> Source:
    """``step(values, states, constants)`` → loss; it updates the parameters and their states.

    ``rules`` hold each parameter's update as a graph over w, dw, its state and constants.
    """
    lowering = Lowering(ATOMIC)
    names = Names(RESERVED)
    inputs = input_operations(lowering, graph, names)
    head = ["def step(values, states, constants):"]
    decisions = lowered_decisions(lowering, graph, inputs, structural)
    head += [f"{lowering.nodes[it].name} = values.get({name!r})" for name, it in inputs.items()]
    locations: dict[str, tuple[int, str]] = {}  # name → operation, and where it is read

    def state_input(base: str, shape: Shape, location: str) -> int:
        name = names.new(base)
        index = lowering.input(name, shape, False)
        locations[name] = (index, location)
        return index

    targets = {inputs[parameter]: f"values[{parameter!r}]" for parameter in rules}
    operands: dict[str, dict[str, int]] = {}  # parameter → the operations its rule names
    shared: dict[str, int] = {}  # the constants, which are the same for all parameters
    for parameter, rule in rules.items():
        operands[parameter] = {"w": inputs[parameter]}
        for name in state:
            location = f"states[{parameter!r}][{name!r}]"
            shape = lowering.nodes[inputs[parameter]].shape
            operands[parameter][name] = state_input(
                f"{name}_{graph.spellings[parameter]}", shape, location
            )
            targets[operands[parameter][name]] = location
        for name in rule.inputs:
            if name not in ("w", "dw", *state, *shared):
                shared[name] = state_input(name, (), f"constants[{name!r}]")
    values = lowering.add(graph, inputs, [graph.output])
    gradients = lowering.gradients(graph, values)
    loss = values[graph.output].index
    if lowering.nodes[loss].shape:
        loss = lowering.apply(SUM, (loss,))
    updates: dict[int, int] = {}
    for parameter, rule in rules.items():
        zero = lowering.constant(np.zeros(lowering.nodes[inputs[parameter]].shape)[()])
        operands[parameter]["dw"] = gradients.get(graph.inputs[parameter].node, zero)
        updated = ("w", *state)
        new_values = lowering.add(
            rule, shared | operands[parameter], [rule.names[name] for name in updated]
        )
        updates |= {
            operands[parameter][name]: new_values[rule.names[name]].index for name in updated
        }
    tested = [decision.operation for decision in decisions]
    redefined = distribute(lowering.nodes, [loss, *updates.values(), *tested])
    name_of = {
        gradients[graph.inputs[name].node]: f"d{graph.spellings[name]}"
        for name in rules
        if graph.inputs[name].node in gradients
    }
    name_of |= {values[index].index: spelled(title) for index, title in graph.titles.items()}
    name_of = {index: title for index, title in name_of.items() if index not in redefined}
    body = Body(lowering, [loss], names, name_of, updates=updates, tested=tested)
    again = "again(values, states, constants)"
    known = add_tests(body, lowering, decisions, again, names)
    number = "number" if body.floats_only else "np.float64"
    read_lines = [
        f"{name} = {location}" if lowering.nodes[index].shape else f"{name} = {number}({location})"
        for name, (index, location) in locations.items()
    ]
    body.lines[:0] = [*read_lines, *number_lines(body, lowering, inputs)]
    store_lines = body.store_lines(targets)
    (result,) = body.results([loss])
    conditions, compared = guards(lowering, inputs, structural, names)
    return assemble(
        body,
        head,
        (conditions, known | compared),
        again,
        [*store_lines, f"return {result}"],
    )
