"""Forward mode, reverse mode and central differences agree, over random programs."""

from __future__ import annotations

import numpy as np
import pytest

import graphs
from graphs.autodiff.jvp import jvp
from graphs.errors import TooLarge
from graphs.views import view
from tests.support import number_programs, tensor_programs
from tests.support.parts import in_parts

H = 1e-6
INPUTS = number_programs.INPUTS


def difference(traced: graphs.Trace, name: str, direction: np.ndarray) -> tuple[float, float]:
    """The directional derivative of the output by a central difference, and how far rounding and
    curvature may put it off."""
    here = np.asarray(traced.inputs[name])
    sums = [
        float(np.sum(traced.with_inputs({name: here + h * direction}).value))
        for h in (2 * H, H, -H, -2 * H)
    ]
    near, far = (sums[1] - sums[2]) / (2 * H), (sums[0] - sums[3]) / (4 * H)
    return near, 4 * abs(near - far) + 1e-15 * max(map(abs, sums)) / H * 8


def agree(traced: graphs.Trace, seed: int) -> int:
    """Compares the derivatives by each input that has one; how many were compared."""
    random, compared = np.random.default_rng(seed), 0
    for name, entry in traced.evaluation.model.inputs.items():
        if entry.node not in traced.evaluation.model.wrt or entry.structural:
            continue
        value = traced.evaluation.node_values[entry.node]
        direction = random.uniform(-1.0, 1.0, np.shape(value))
        found = jvp(traced.evaluation.model, traced.evaluation.node_values, entry.node, direction)
        ahead = float(np.sum(found.get(traced.evaluation.model.output, 0.0)))
        back = float(np.sum(np.asarray(traced.evaluation.gradients[entry.node]) * direction))
        size = float(np.sum(np.abs(traced.evaluation.gradients[entry.node])))
        assert ahead == pytest.approx(back, rel=1e-9, abs=1e-11 * (1 + size)), (
            traced.evaluation.model.program
        )
        numeric, error = difference(traced, name, direction)
        assert ahead == pytest.approx(numeric, rel=1e-5, abs=error + 1e-6 * (1 + size)), (
            traced.evaluation.model.program
        )
        compared += 1
    return compared


@in_parts(2)
def test_numbers(part: int) -> None:
    compared = 0
    for number in range(part, 200, 2):
        writer = number_programs.Writer(f"modes {number}")
        place = {name: writer.random.uniform(-2.0, 2.0) for name in INPUTS}
        traced = graphs.trace(writer.program(), place)
        if number_programs.sane(
            traced.value, list(map(float, traced.evaluation.gradients.values()))
        ):
            compared += agree(traced, number)
    assert compared > 80 * len(INPUTS)


@in_parts(2)
def test_arrays(part: int) -> None:
    compared = 0
    for number in range(part, 120, 2):
        writer = tensor_programs.Writer(f"modes {number}")
        compared += agree(graphs.trace(writer.program(), writer.inputs), number)
    assert compared > 3 * 60


def test_the_derivative_of_every_node_by_every_element() -> None:
    traced = graphs.trace("h = W @ x\nf = sum(h**2)", {"W": [[1, 2], [3, 4]], "x": [1, -1]})
    by_x = traced.forward_mode("x")
    np.testing.assert_allclose(by_x["h"], [[1, 2], [3, 4]])
    np.testing.assert_allclose(by_x["f"], traced.grads["x"])
    np.testing.assert_allclose(by_x["x"], np.eye(2))
    assert np.shape(by_x["W"]) == (2, 2, 2)
    assert not np.any(by_x["W"])


def test_numbers_by_name_and_by_id() -> None:
    traced = graphs.trace("q = x + y\nf = q * z", {"x": -2, "y": 5, "z": -4})
    by_x = traced.forward_mode("x")
    assert (by_x["x"], by_x["q"], by_x["f"], by_x["y"]) == (1.0, 1.0, -4.0, 0.0)
    assert by_x["n3"] == by_x["q"]


def test_a_name_that_is_no_input() -> None:
    with pytest.raises(graphs.GraphError, match="q is not an input"):
        graphs.trace("q = x * 2", {"x": 1}).forward_mode("q")


def test_too_many_derivatives() -> None:
    traced = graphs.trace("f = np.sum(x * x)", {"x": np.ones(2_000)})
    with pytest.raises(TooLarge, match="at most 1,000,000"):
        traced.forward_mode("x")


def test_the_view_counts_passes() -> None:
    traced = graphs.trace("f = sum(W @ x)", {"W": [[1, 2], [3, 4]], "x": [1, -1]})
    data = view(traced.evaluation, "forward_mode", {"of": "W", "element": 3})
    assert data["passes"] == {"forward": 6, "reverse": 1}
    assert data["agreement"]["forward"] == data["agreement"]["reverse"] == "-1"
    assert [step["node"] for step in data["steps"]] == ["n2", "n3"]
