"""Compiled steps of training: a gradient and an update, in place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.compiled import body, training_step
from tests.support.lecture_network import LECTURE, lecture

RULES = [
    ("w = w - lr * dw", ()),
    ("v = mu * v - lr * dw\nw = w + v", ("v",)),
    ("v_prev = v\nv = mu * v - lr * dw\nw = w - mu * v_prev + (1 + mu) * v", ("v",)),
    ("a, b = b, a + dw\nw = w - lr * (a + b)", ("a", "b")),
]
CONSTANTS = {"lr": 1e-3, "mu": 0.9}


def by_hand(text: str, state: tuple[str, ...], known: dict[str, Any]) -> dict[str, Any]:
    """The rule as Python itself runs it."""
    names = {**known, **CONSTANTS}
    exec(compile(text, "rule", "exec"), {"np": np}, names)
    return {name: names[name] for name in ("w", *state)}


@pytest.mark.parametrize("large", [1, 10**9])
@pytest.mark.parametrize(("text", "state"), RULES)
def test_a_step_is_a_gradient_and_an_update(
    text: str, state: tuple[str, ...], large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "LARGE", large)
    values, mine = lecture(), lecture()
    states = {name: {it: np.zeros_like(mine[name]) for it in state} for name in ("w1", "w2")}
    theirs = {name: {it: np.zeros_like(mine[name]) for it in state} for name in ("w1", "w2")}
    same = dict(mine)
    run = training_step(LECTURE, ["w1", "w2"], text, state)
    for _ in range(5):
        traced = graphs.trace(LECTURE, values)
        for name in ("w1", "w2"):
            made = by_hand(
                text, state, {"w": values[name], "dw": traced.grads[name]} | theirs[name]
            )
            values[name] = made.pop("w")
            theirs[name] = made
        assert run(mine, states, CONSTANTS) == pytest.approx(traced.value, rel=1e-12)
        for name in ("w1", "w2"):
            assert mine[name] is same[name]  # changed in place
            np.testing.assert_allclose(mine[name], values[name], rtol=1e-11, atol=1e-12)
            for it in state:
                np.testing.assert_allclose(
                    states[name][it], theirs[name][it], rtol=1e-9, atol=1e-11
                )


@pytest.mark.parametrize(("text", "state"), RULES)
def test_a_step_of_numbers(text: str, state: tuple[str, ...]) -> None:
    mine: dict[str, Any] = {"x": 2, "w": 1, "y": 3}
    states = {"w": dict.fromkeys(state, 0.0)}
    w, theirs = 1.0, dict.fromkeys(state, 0.0)
    run = training_step("loss = (x * w - y)**2", ["w"], text, state)
    for _ in range(5):
        loss, slope = (2 * w - 3) ** 2, 4 * (2 * w - 3)
        made = by_hand(text, state, {"w": w, "dw": slope} | theirs)
        w, theirs = made.pop("w"), made
        assert run(mine, states, CONSTANTS) == pytest.approx(loss, rel=1e-12)
        assert mine["w"] == pytest.approx(w, rel=1e-12)
        assert type(mine["w"]) is float
        assert states["w"] == pytest.approx(theirs)


def test_a_step_that_python_cannot_take_is_taken_by_numpy() -> None:
    values: dict[str, Any] = {"w": 0.0}
    assert (
        training_step("loss = log(w)", ["w"], "w = w - lr * dw")(values, {"w": {}}, CONSTANTS)
        == -np.inf
    )
    assert values["w"] == -np.inf
    with pytest.raises(GraphError, match="what is trained is one number"):
        training_step("f = x * w", ["w"], "w = w - dw")({"x": np.ones(3), "w": 1.0}, {"w": {}}, {})
    values = {"w": np.zeros((2, 2))}
    with pytest.raises(GraphError, match="singular"):
        training_step("f = np.sum(inv(w))", ["w"], "w = w - dw")(values, {"w": {}}, {})


def test_rows_may_change_and_values_may_be_the_texts() -> None:
    text = "np.random.seed(0)\nw = np.random.randn(4)\nloss = ((x @ w)**2).mean()"
    run, values = training_step(text, ["w"], "w = w - lr * dw"), {"x": np.ones((3, 4))}
    losses = [run(values, {"w": {}}, {"lr": 0.1})]
    values["x"] = np.ones((2, 4))
    losses += [run(values, {"w": {}}, {"lr": 0.1}) for _ in range(3)]
    start = np.random.RandomState(0).randn(4).sum()
    assert losses == pytest.approx([(start * 0.2**k) ** 2 for k in range(4)])
    kinds: dict[str, Any] = {"x": [[1, 2]] * 3, "w": np.array(2.0)}
    assert training_step("loss = np.sum(x) * w", ["w"], "w = w - dw")(kinds, {"w": {}}, {}) == 18.0
    assert kinds["w"] == -7.0
    fresh = {"x": np.ones((3, 4))}
    assert run(fresh, {"w": {}}, {"lr": 0.1}) == losses[0]
