"""Every pair of shapes up to rank 3: NumPy's values, gradients of the arguments' own shapes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import graphs
from graphs.autodiff.backward import unbroadcast
from graphs.gates import GATES, Gate
from graphs.gates.shapes import Misfit, Shape, broadcast

SHAPES = [shape for rank in range(4) for shape in product((1, 2, 3), repeat=rank)]
PAIRS = list(product(SHAPES, SHAPES))
TWO = [gate for gate in GATES if gate.elementwise and gate.arity == 2 and not gate.data]
WHERE = "where(a > 0, a, b)"


def fits(one: Shape, other: Shape) -> bool:
    """Broadcasting, asked of NumPy itself."""
    try:
        np.broadcast_shapes(one, other)
    except ValueError:
        return False
    return True


FITTING = [pair for pair in PAIRS if fits(*pair)]
OTHERS = [pair for pair in PAIRS if not fits(*pair)]


def numbers(shape: Shape, seed: int) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).uniform(-2.0, 2.0, shape)


def summed(whole: np.ndarray, shape: Shape) -> np.ndarray:
    """The sum over every place to which an element was repeated, one by one."""
    total = np.zeros(shape)
    owners = np.broadcast_to(np.arange(total.size).reshape(shape), whole.shape)
    for owner, value in zip(owners.ravel(), whole.ravel(), strict=True):
        total.flat[owner] += value
    return total


def test_there_are_pairs_of_both_kinds() -> None:
    assert len(PAIRS) == 40 * 40
    assert len(FITTING) == 940
    assert len(OTHERS) == 660


def test_the_shape_of_a_pair_is_numpys() -> None:
    for one, other in FITTING:
        assert broadcast(one, other) == np.broadcast_shapes(one, other)
    for one, other in OTHERS:
        with pytest.raises(Misfit, match="must be equal, or one of them 1"):
            broadcast(one, other)


def test_three_shapes() -> None:
    few = [(), (1,), (3,), (2, 1), (2, 3), (1, 3), (3, 2), (2, 1, 1)]
    for shapes in product(few, repeat=3):
        try:
            expected = np.broadcast_shapes(*shapes)
        except ValueError:
            with pytest.raises(Misfit):
                broadcast(*shapes)
        else:
            assert broadcast(*shapes) == expected


@pytest.mark.parametrize("text", ["a + b", "a - b", "a * b", "a / b", "np.maximum(a, b)", WHERE])
def test_every_pair_that_fits(text: str) -> None:
    formula, where = compile(text, "text", "eval"), {"np": np, "where": np.where}
    for one, other in FITTING:
        a, b = numbers(one, 1), numbers(other, 2)
        traced = graphs.trace(text, {"a": a, "b": b})
        value = eval(formula, where, {"a": a, "b": b})
        shape = np.broadcast_shapes(one, other)
        assert np.array_equal(traced.value, value), (one, other)
        assert (
            traced.evaluation.model.nodes[traced.evaluation.model.output].shape
            == shape
            == np.shape(value)
        )
        chosen = (a > 0 if text == WHERE else a >= b) + np.zeros(shape)
        slopes = {
            "+": (1.0, 1.0),
            "-": (1.0, -1.0),
            "*": (b, a),
            "/": (1 / b, -a / b**2),
        }.get(text[2:3], (chosen, 1 - chosen))
        for name, mine, slope in zip("ab", (a, b), slopes, strict=True):
            expected = summed(slope + np.zeros(shape), mine.shape)
            assert np.shape(traced.grads[name]) == mine.shape, (one, other)
            np.testing.assert_allclose(traced.grads[name], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("gate", TWO, ids=lambda gate: gate.name)
def test_every_gate_of_two_arguments_at_every_pair(gate: Gate) -> None:
    for one, other in FITTING:
        args = tuple(
            np.random.default_rng(slot).uniform(
                *gate.domain[min(slot, len(gate.domain) - 1)], shape
            )
            for slot, shape in enumerate((one, other))
        )
        z = gate.compute(args)
        assert np.shape(z) == np.broadcast_shapes(one, other)
        wide = tuple(np.broadcast_to(argument, np.shape(z)) for argument in args)
        for slot, argument in enumerate(args):
            mine = unbroadcast(argument.shape, gate.pullback(slot, np.ones(np.shape(z)), z, args))
            expected = summed(gate.pullback(slot, np.ones(np.shape(z)), z, wide), argument.shape)
            np.testing.assert_allclose(mine, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("text", "name"), [("a + b", "add"), ("a * b", "mul"), (WHERE, "where")])
def test_every_pair_that_does_not_fit(text: str, name: str) -> None:
    for one, other in OTHERS:
        with pytest.raises(graphs.GraphError) as caught:
            graphs.trace(text, {"a": numbers(one, 1), "b": numbers(other, 2)})
        error = caught.value
        assert error.message.startswith(f"{name}: ")
        assert str(one) in error.message
        assert str(other) in error.message
        assert "must be equal, or one of them 1" in error.message
        assert (error.line, error.column, error.end_column) == (1, 0, len(text))


def test_a_wire_that_is_repeated_knows_its_axes() -> None:
    for one, other in FITTING:
        model = graphs.trace(
            "a + b", {"a": numbers(one, 1), "b": numbers(other, 2)}
        ).evaluation.model
        shape = np.broadcast_shapes(one, other)
        for slot, mine in enumerate((one, other)):
            axes = model.broadcasts.get((2, slot), ())
            wide = (1,) * (len(shape) - len(mine)) + mine
            assert axes == tuple(
                axis
                for axis, (size, now) in enumerate(zip(wide, shape, strict=True))
                if size != now or axis < len(shape) - len(mine)
            )


def test_constants_and_numbers_are_repeated_too() -> None:
    traced = graphs.trace("f = s * X + [1, 2, 3]", {"s": 2.0, "X": np.ones((2, 3))})
    assert np.array_equal(traced.value, [[3, 4, 5], [3, 4, 5]])
    assert traced.grads["s"] == 6.0
    assert list(traced.evaluation.model.broadcasts.values()) == [(0, 1), (0,)]


def test_a_bias_gathers_over_the_batch() -> None:
    inputs = {"X": numbers((4, 3), 1), "W": numbers((3, 2), 2), "b": numbers((2,), 3)}
    traced = graphs.trace("loss = np.square(X @ W + b).sum()", inputs)
    upstream = 2 * (inputs["X"] @ inputs["W"] + inputs["b"])
    np.testing.assert_allclose(traced.grads["b"], upstream.sum(axis=0), rtol=1e-12)
