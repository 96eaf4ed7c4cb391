"""Settings that are changed on the way: each iteration is that of a loop by hand in which they
change at the same iterations, and any of them can be looked back at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.training import Plan, Training
from graphs.training.history import Checkpoint
from tests.support.training_by_hand import NAMES, RULES, Array, plan, slopes, start

# At iteration k: the optimizer, its learning rate where it is another, the rows of a batch.
CHANGES: Mapping[int, tuple[str, float, int | None]] = {
    0: ("sgd", 0.1, None),
    5: ("sgd", 0.3, None),
    9: ("adam", 0.1, None),
    14: ("adam", 0.1, 6),
    17: ("momentum", 0.1, 6),
    23: ("momentum", 0.1, None),
    26: ("sgd", 0.02, 5),
    31: ("adam", 0.1, 5),
}
LAST = 40


def by_hand() -> Iterator[tuple[float, dict[str, Array]]]:
    """Loss before each update, and a copy of the parameters after it; an optimizer begins anew."""
    here, states = start(), {name: dict[str, Array]() for name in NAMES}
    data = {"X": here["X"], "y": here["y"]}
    name, rate, rows, since = "", 0.0, None, 0
    for k in range(LAST):
        if k in CHANGES:
            if CHANGES[k][0] != name:
                states, since = {one: {} for one in NAMES}, k
            name, rate, rows = CHANGES[k]
        here |= data
        if rows:
            epoch, place = divmod(k, 20 // rows)
            order = np.random.RandomState([3, epoch]).permutation(20)
            here |= {
                one: value[order[place * rows : (place + 1) * rows]] for one, value in data.items()
            }
        loss, gradient = slopes(here)
        for one in NAMES:
            if name == "sgd":
                here[one] -= rate * gradient[one]
            else:
                RULES[name][0](here[one], gradient[one], states[one], k + 1 - since)
        yield loss, {one: here[one].copy() for one in NAMES}


def changed(before: Plan, k: int) -> Plan:
    """The plan with what changes at an iteration."""
    name, rate, rows = CHANGES[k]
    settings = {**RULES[name][1], "lr": rate}
    return before.changed(k, name, settings, rows)


def trained(**options: Any) -> Training:
    """A run whose settings are changed while it goes on."""
    training = Training(plan(iterations=LAST), **options)
    while not training.over:
        if training.iteration in CHANGES:
            training.follow(changed(training.plan, training.iteration))
        training.advance()
    return training


def test_numbers_after_a_change_are_those_of_a_loop_by_hand() -> None:
    training = trained()
    for k, (loss, values) in enumerate(by_hand()):
        assert training.losses[k] == pytest.approx(loss, rel=1e-12)
        now = training.values_at(k + 1)
        for one in NAMES:
            np.testing.assert_allclose(now[one], values[one], rtol=1e-12, atol=1e-14)


def test_looking_back_applies_the_same_settings_at_the_same_iterations() -> None:
    few = 3 * Training(plan("adam")).checkpoint().bytes
    training = trained(budget=few)
    assert training.history.spacing > 8  # most iterations are computed again
    met = [values for _, values in by_hand()]
    for k in np.random.RandomState(1).permutation(LAST).tolist():
        again = training.values_at(k + 1)
        for one in NAMES:
            np.testing.assert_allclose(again[one], met[k][one], rtol=1e-12, atol=1e-14)
    whole = Training(replace(training.plan))  # the same from the plan alone
    while not whole.over:
        whole.advance()
    assert whole.losses == training.losses
    assert "X" not in training.values_at(25)  # all rows
    assert np.shape(training.values_at(27)["X"]) == (5, 3)


def test_the_rule_that_is_shown_is_that_of_its_iteration() -> None:
    training = trained()
    assert [line.text for line in training.update_at(6).parameters["W1"]] == ["W1 = W1 - lr * dW1"]
    first, second = (training.update_at(k).parameters["b2"] for k in (9, 10))
    assert [line.name for line in first] == ["m", "v", "m_hat", "v_hat", "b2"]
    before = training.values_at(9)["b2"]  # Adam's first step is as long as its rate
    np.testing.assert_allclose(np.abs(first[-1].value - before), 0.1, rtol=1e-3)
    np.testing.assert_array_equal(second[-1].value, training.values_at(11)["b2"])


def test_a_run_goes_on_elsewhere_from_a_checkpoint_at_a_change() -> None:
    one = trained()
    for at in (9, 12, 17, 31):
        held = Checkpoint(at, *one._state_at(at))
        other = Training(one.plan)
        other.resume(Checkpoint.from_arrays(at, held.as_arrays()), one.losses[:at])
        while not other.over:
            other.advance()
        assert other.losses == one.losses


def test_what_changes_nothing_is_no_change_and_the_last_word_counts() -> None:
    first = plan()
    assert first.changed(4, batch=None).changes == ()
    twice = first.changed(4, settings={"lr": 0.5}).changed(4, "adam", batch=6)
    assert [(one.iteration, one.optimizer, one.batch) for one in twice.changes] == [(4, "adam", 6)]
    assert twice.changed(4, "sgd", {"lr": 0.1}).changes == ()
    kept = first.changed(2, "momentum", {"mu": 0.5}).changed(3, settings={"lr": 0.7})
    assert dict(kept.changes[-1].settings) == {"lr": 0.7, "mu": 0.5}


def test_what_cannot_be_changed_is_refused() -> None:
    training = Training(plan())
    training.advance()
    with pytest.raises(graphs.GraphError, match="no setting mu"):
        training.plan.changed(1, settings={"mu": 0.9})
    with pytest.raises(graphs.GraphError, match="no optimizer lion"):
        training.plan.changed(1, "lion")
    with pytest.raises(graphs.GraphError, match="What a run has done"):
        training.follow(training.plan.changed(0, settings={"lr": 0.2}))
    own = Plan("w = 1.0\nfor i in range(9):\n    w = w - 0.1 * w", optimizer="written")
    with pytest.raises(graphs.GraphError, match="own update has no settings"):
        own.changed(1, "sgd")
    fixed = "N = 20\nh = X * w\nloss = np.sum((h - y)**2) / N + np.sum(X[19] * w)"
    values = {"X": np.arange(20.0), "y": np.arange(20.0), "w": 0.5}
    training = Training(Plan(fixed, values, parameters=("w",), data=("X", "y")))
    with pytest.raises(graphs.GraphError, match="With a batch of 6 rows"):
        training.follow(training.plan.changed(0, batch=6))
    assert training.plan.changes == ()
    assert training.advance().loss is not None
