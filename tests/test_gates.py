"""The table of gates, walked row by row against central differences and its own words."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import numpy as np
import pytest

import graphs
from graphs.backward import walk
from graphs.build import Builder, Expression
from graphs.forward import forward
from graphs.gates import BY_NAME, GATES, Gate
from graphs.model import Input

SOURCES = sorted(Path(graphs.__file__).parent.rglob("*.py"))
LECTURE = {"distributor", "router", "switcher", "scaler", "adder"}
POINTS = 8
H = 1e-6


def sizes(gate: Gate) -> tuple[int, ...]:
    return (2, 3) if gate.variadic else (gate.arity,)


def points(gate: Gate, count: int) -> list[tuple[float, ...]]:
    """Random places inside the row's domain."""
    source = random.Random(gate.name)
    domain = [*gate.domain, *([gate.domain[-1]] * count)][:count]
    return [tuple(source.uniform(low, high) for low, high in domain) for _ in range(POINTS)]


CASES = [
    pytest.param(gate, count, slot, id=f"{gate.name}-{slot}-of-{count}")
    for gate in GATES
    for count in sizes(gate)
    for slot in range(count)
    if not gate.data and gate.differentiable(slot)
]
EACH = pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)


def value(gate: Gate, place: tuple[float, ...]) -> float:
    return float(gate.forward(*map(np.float64, place)))


@pytest.mark.parametrize(("gate", "count", "slot"), CASES)
def test_rule_agrees_with_central_differences(gate: Gate, count: int, slot: int) -> None:
    for place in points(gate, count):
        above, below = (
            value(gate, (*place[:slot], place[slot] + step, *place[slot + 1 :])) for step in (H, -H)
        )
        pulled = gate.pull(slot, 1.7, value(gate, place), place)
        assert float(pulled) == pytest.approx(1.7 * (above - below) / (2 * H), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("gate", "count", "slot"), CASES)
def test_local_says_what_the_rule_does(gate: Gate, count: int, slot: int) -> None:
    if gate.variadic and count > 2:
        count, slot = 2, min(slot, 1)  # the words are for two
    local = gate.local[slot]
    assert local is not None
    names = [f"a{position}" for position in range(count)]
    for place in points(gate, count):
        z = value(gate, place)
        inputs = dict(zip(names, place, strict=True)) | {"z": z}
        said = graphs.trace(local.format(*names, z="z"), inputs).value
        assert float(said) == pytest.approx(float(gate.pull(slot, 1.0, z, place)), rel=1e-12)


@pytest.mark.parametrize(("gate", "count", "slot"), CASES)
def test_rule_runs_on_graph_expressions(gate: Gate, count: int, slot: int) -> None:
    builder = Builder()
    names = [f"a{position}" for position in range(count)] + ["z", "g"]
    *args, z, g = (Expression(builder, builder.input(name)) for name in names)
    pulled = gate.pull(slot, g, z, tuple(args))
    assert isinstance(pulled, Expression)
    inputs = {name: Input(index, None) for index, name in enumerate(names)}
    graph = builder.finish("", {}, inputs, pulled.index, None)
    for place in points(gate, count):
        output = value(gate, place)
        values, _ = forward(graph, dict(zip(names, (*place, output, 1.7), strict=True)))
        expected = gate.pull(slot, 1.7, output, place)
        assert float(values[graph.output]) == pytest.approx(float(expected), rel=1e-12)


@EACH
def test_row_is_documented(gate: Gate) -> None:
    letters = list("abcd")[: gate.arity]
    assert gate.symbol
    for letter in letters:
        assert letter in gate.write(letters)
        assert letter in gate.typeset(letters)
    assert len(gate.local) == len(gate.vjp) or gate.variadic
    assert len(gate.domain) == gate.arity or len(gate.domain) == 1
    if gate.role is None:
        assert gate.vjp == (None,) * gate.arity
    else:
        assert gate.role.name in LECTURE
        assert gate.role.title.startswith("gradient ")
        assert gate.role.meaning.endswith(".")
        assert gate.why
    assert bool(gate.tie) == bool(gate.at_tie)


@EACH
def test_row_is_read_back_from_its_own_form(gate: Gate) -> None:
    for count in sizes(gate):
        names = list("abcd")[:count]
        graph = graphs.trace(gate.write(names), dict.fromkeys(names, 0.5)).model
        assert [node.gate for node in graph.nodes if node.gate] == [gate]
        assert graph.nodes[graph.output].args == tuple(range(count))


@pytest.mark.parametrize("prefix", ["", "np.", "numpy.", "math."])
def test_every_name_is_callable(prefix: str) -> None:
    for name, gate in BY_NAME.items():
        letters = "abcd"[: gate.arity]
        text = f"{prefix}{name}({', '.join(letters)})"
        model = graphs.trace(text, dict.fromkeys(letters, 0.5)).model
        assert model.nodes[model.output].gate is gate


def test_names_are_unique() -> None:
    names = [name for gate in GATES for name in (gate.name, *gate.aliases)]
    assert sorted(names) == sorted(set(names))


def test_no_code_outside_the_table_knows_a_gate_by_name() -> None:
    names = {name for gate in GATES for name in (gate.name, *gate.aliases)}
    for path in SOURCES:
        if path.parent.name == "gates":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in names, f"{path.name}:{node.lineno}"


def test_a_truth_value_counts_as_one_or_zero() -> None:
    inputs = {"x": 2.0, "y": -1.0}
    assert graphs.trace("(x > 0) + (x > 1)", inputs).value == 2.0
    assert graphs.trace("-(x > 0)", inputs).value == -1.0
    assert graphs.trace("(x > 0) - (y > 0)", inputs).value == 1.0
    assert graphs.trace("exp(x > 0)", inputs).value == np.exp(1.0)
    assert graphs.trace("x * (x > 0)", inputs).grads["x"] == 1.0


def test_only_wires_that_carry_a_gradient_are_walked() -> None:
    graph = graphs.trace("where(x > 0, x * 3, y)", {"x": 2.0, "y": 1.0}).model
    walked = [(node.op, slot) for node, slot, *_ in walk(graph, [1.0] * 9, 1.0)]
    assert walked == [("where", 2), ("where", 1), ("mul", 0)]
