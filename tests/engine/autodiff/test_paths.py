"""Paths between two values: their products add up to the gradient, their number is exact."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.views import view
from tests.support import number_programs, tensor_programs

# The example of C. Olah, "Calculus on Computational Graphs" (2015), at a = 2, b = 1.
OLAH = "c = a + b\nd = b + 1\ne = c * d"


def test_olahs_example() -> None:
    found = graphs.trace(OLAH, {"a": 2, "b": 1}).paths("b", "e")
    assert sorted(path.product for path in found) == [2.0, 3.0]
    assert (found.count, found.total) == (2, 5.0)
    assert {path.nodes for path in found} == {("n1", "n2", "n5"), ("n1", "n4", "n5")}


def test_a_value_on_two_wires_of_one_gate() -> None:
    found = graphs.trace("f = x * x", {"x": 3}).paths("x", "f")
    assert [(path.nodes, path.product) for path in found] == [(("n0", "n1"), 3.0)] * 2
    assert graphs.trace("f = x - x", {"x": 3}).paths("x", "f").total == 0.0


def chain(length: int) -> graphs.Trace:
    return graphs.trace(f"y = x\nfor t in range({length}):\n    y = 0.5 * (y + y)", {"x": 1.0})


def test_more_paths_than_can_be_listed_are_counted() -> None:
    found = chain(200).paths("x", "y")
    assert found.count == 2**200
    assert len(found) == 20
    assert found.total == 1.0
    assert found.factored.add == 200
    assert found.unfactored.add == 2**200 - 1
    data = view(chain(200).evaluation, "paths", {"from": "x", "to": "y"})
    assert data["exact"] == str(2**200)
    assert "1.6069e+60" in data["count"]


def test_operations_of_a_small_graph_counted_by_hand() -> None:
    # a = x*2, b = a+a, c = b*b: 4 paths of 3 wires; factored: 5 wires, 2 of them into c.
    found = graphs.trace("a = x * 2\nb = a + a\nc = b * b", {"x": 3}).paths("x", "c")
    assert found.count == 4
    assert (found.unfactored.multiply, found.unfactored.add) == (8, 3)
    assert (found.factored.multiply, found.factored.add) == (3, 2)


def test_the_largest_come_first() -> None:
    text = "y = x\n" + "\n".join(f"y = {k + 2} * y + sin(y)" for k in range(12))
    found = graphs.trace(text, {"x": 0.3}).paths("x", "y")
    sizes = [abs(path.product) for path in found]
    assert found.count == 2**12
    assert sizes == sorted(sizes, reverse=True)
    everything = graphs.autodiff.paths.paths(  # type: ignore[attr-defined]
        found_trace(text).evaluation.model,
        found_trace(text).evaluation.node_values,
        0,
        found_trace(text).evaluation.model.output,
        5_000,
    )
    best = sorted((abs(route.product) for route in everything.wire_paths), reverse=True)
    assert len(everything) == 2**12
    assert sizes == pytest.approx(best[:20])


def found_trace(text: str) -> graphs.Trace:
    return graphs.trace(text, {"x": 0.3})


def assert_paths_add_up(traced: graphs.Trace, name: str) -> int:
    entry = traced.evaluation.model.inputs[name]
    if not traced.evaluation.model.receives_gradient[entry.node]:
        return 0
    found = traced.paths(f"n{entry.node}", traced.output)
    gradient = traced.evaluation.gradients[entry.node]
    size = 1 + sum(float(np.max(np.abs(path.product), initial=0.0)) for path in found)
    np.testing.assert_allclose(found.total, gradient, rtol=1e-9, atol=1e-12 * size)
    if found.count == len(found):
        whole: Any = sum(path.product for path in found)
        np.testing.assert_allclose(whole, gradient, rtol=1e-9, atol=1e-12 * size)
        return 1
    return 0


def test_products_add_up_to_the_gradient_of_numbers() -> None:
    listed = 0
    for number in range(150):
        writer = number_programs.Writer(f"paths {number}")
        place = {name: writer.random.uniform(-2.0, 2.0) for name in number_programs.INPUTS}
        traced = graphs.trace(writer.program(), place)
        if number_programs.sane(
            traced.value, list(map(float, traced.evaluation.gradients.values()))
        ):
            listed += sum(assert_paths_add_up(traced, name) for name in place)
    assert listed > 200


def test_products_add_up_to_the_gradient_of_arrays() -> None:
    listed = 0
    for number in range(60):
        writer = tensor_programs.Writer(f"paths {number}")
        traced = graphs.trace(writer.program(), writer.inputs)
        listed += sum(assert_paths_add_up(traced, name) for name in traced.evaluation.model.inputs)
    assert listed > 60


@pytest.mark.parametrize("pair", [("f", "x"), ("x", "x"), ("y", "f"), ("x", "nothing")])
def test_no_path(pair: tuple[str, str]) -> None:
    with pytest.raises(graphs.GraphError):
        graphs.trace("y = x * 2\ny = 3\nf = x * x", {"x": 1, "y": 2}).paths(*pair)
