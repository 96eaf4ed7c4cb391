"""Training against loops written by hand in NumPy, and looking back at what was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.language.parse import parse
from graphs.training import OPTIMIZERS, Plan, Training, guess
from graphs.training.explain_update import formula
from graphs.training.history import Checkpoint
from tests.support.training_by_hand import NAMES, NETWORK, RULES, by_hand, plan, start


def test_every_optimizer_has_its_loop_here() -> None:
    assert RULES.keys() == OPTIMIZERS.keys()


@pytest.mark.parametrize("rows", [None, 6])
@pytest.mark.parametrize("name", RULES)
def test_each_step_is_that_of_a_loop_by_hand(name: str, rows: int | None) -> None:
    # tanh's slope is not 1 - h**2 in the last digit, which RMSProp's first steps enlarge.
    training, near = Training(plan(name, batch=rows)), 1e-11
    for k, (loss, values) in zip(range(40), by_hand(name, rows), strict=False):
        record = training.advance()
        assert record.iteration == k
        assert training.losses[k] == record.loss == pytest.approx(loss, rel=near)
        now = training.values_at(k + 1)
        for one in NAMES:
            assert np.abs(now[one] - values[one]).max() <= near * np.abs(values[one]).max()
    assert training.over


def test_all_rows_count_where_a_batch_would_hold_them_all() -> None:
    whole, batch = Training(plan(iterations=3)), Training(plan(iterations=3, batch=20))
    assert [one.loss for one in whole.run()] == [one.loss for one in batch.run()]


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_any_iteration_can_be_met_again(name: str) -> None:
    four = 4 * Training(plan(name)).checkpoint().bytes
    training = Training(plan(name, batch=6), budget=four)
    met = [training.values_at(0)]
    while not training.over:
        training.advance()
        met.append(training.values_at(training.iteration))
    assert training.history.spacing > 4
    for k in np.random.RandomState(0).permutation(41).tolist():
        again = training.values_at(k)
        assert again.keys() == met[k].keys() == {*NAMES, "X", "y"}
        for one, value in again.items():
            np.testing.assert_array_equal(value, met[k][one])
            value += 1.0  # what was given out is the caller's
    losses = [graphs.trace(NETWORK, start() | met[k]).value for k in range(40)]
    np.testing.assert_allclose(training.losses, losses, rtol=1e-12)
    assert training.loss == graphs.trace(NETWORK, start() | met[40]).value


def test_a_run_goes_on_elsewhere_from_its_checkpoint() -> None:
    one = Training(plan("adam"))
    for _ in range(17):
        one.advance()
    held = one.checkpoint()
    other = Training(plan("adam"))
    other.resume(Checkpoint.from_arrays(held.iteration, held.as_arrays()), one.losses)
    while not one.over:
        assert one.advance() == other.advance()
    assert other.losses == one.losses
    for k in (0, 9, 17, 23, 40):  # before the checkpoint too
        for name, value in one.values_at(k).items():
            np.testing.assert_array_equal(other.values_at(k)[name], value)


def test_a_look_back_starts_from_a_checkpoint_that_is_kept_elsewhere() -> None:
    whole = Training(plan("adam", iterations=60))
    kept = {}
    while not whole.over:
        whole.advance()
        kept[whole.iteration] = whole.checkpoint()
    again = Training(plan("adam", iterations=60), budget=0)
    again.resume(kept[50], [])
    again.history.start_from(kept[37], 40)
    made: list[int] = []
    update = again.history._update
    again.history._update = lambda k, *parts: (made.append(k), update(k, *parts))
    for name, value in again.values_at(40).items():
        np.testing.assert_array_equal(value, whole.values_at(40)[name])
    again.history.start_from(kept[37], 41)  # it stands nearer already
    again.values_at(41)
    assert made == [37, 38, 39, 40]


def test_train_runs_to_the_end_and_guesses() -> None:
    training = graphs.train(NETWORK, start(), optimizer="adam", lr=0.05, iterations=200)
    assert training.plan.parameters == NAMES
    assert training.plan.settings["beta1"] == 0.9  # the row's own
    assert training.iteration == 200
    assert training.loss < 0.5 * training.losses[0]


def test_what_is_said_to_be_data_is_no_parameter() -> None:
    text, given = "loss = np.mean((w * u - 1)**2)", {"w": 1, "u": [2, 3], "v": 3}
    run = graphs.train(f"{text} + v**2", given, data=("u",), iterations=0)
    assert run.plan.parameters == ("w", "v")


def test_random_values_follow_the_seed() -> None:
    text = "X = np.random.randn(8, 2)\nw = np.random.randn(2)\nloss = np.sum((X @ w - 1)**2)"
    runs = [graphs.train(text, seed=seed, iterations=5, lr=1e-3) for seed in (4, 4, 5)]
    assert runs[0].losses == runs[1].losses
    assert runs[0].losses != runs[2].losses
    seen = runs[0].values_at(2)
    assert graphs.trace(text, seen).value == pytest.approx(runs[0].losses[2], rel=1e-12)


def test_a_run_that_diverges_stops_and_says_when() -> None:
    training = graphs.train("loss = (w - 3)**4", {"w": 50.0}, lr=1.0)
    assert training.over
    assert training.iteration < 100
    assert not np.isfinite(training.losses[-1])
    assert training.reason == (
        f"The run diverged: the loss at iteration {training.iteration - 1} is inf. "
        "Try a smaller learning rate."
    )
    assert training.findings[-1].kind == "diverged"
    assert np.isfinite(training.values_at(1)["w"])


def test_no_rate_is_blamed_for_a_loss_that_was_never_a_number() -> None:
    training = graphs.train("loss = np.log(w)", {"w": -1.0})
    assert training.iteration == 1
    assert training.reason == (
        "There is no slope to go down: the loss at iteration 0 is nan, before any update."
    )


def test_the_first_update_with_its_numbers() -> None:
    training = graphs.train("loss = (w - 3)**2", {"w": 1}, lr=0.1, iterations=2)
    told = training.update_at(0).to_dict()["parameters"]["w"]
    assert told["text"] == "w = w - lr * dw"
    assert told["latex"] == r"w \leftarrow w - \mathrm{lr} \, \mathrm{d}w"
    assert told["numbers"] == r"w \leftarrow 1 - 0.1 \, (-4) = 1.4"
    assert told["lines"][0]["value"] == "1.4"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_update_told_is_the_update_made(name: str) -> None:
    training = Training(plan(name, iterations=6))
    assert len(list(training.run())) == 7
    for k in (0, 3, 5):
        update = training.update_at(k)
        after = training.values_at(k + 1)
        for one, lines in update.parameters.items():
            np.testing.assert_allclose(lines[-1].value, after[one], rtol=1e-12)
            told = update.to_dict()["parameters"][one]
            assert lines[-1].text.startswith(f"{one} = {one} ")
            assert len(told["lines"]) == len(OPTIMIZERS[name].lines)
            assert told["norm"].endswith(str(np.shape(after[one])))
    assert formula(OPTIMIZERS[name]).count(r"\leftarrow") == len(OPTIMIZERS[name].lines)


def test_a_parameter_called_like_a_part_of_the_rule_is_w_there() -> None:
    training = graphs.train("loss = (v - 3)**2", {"v": 1}, optimizer="momentum", iterations=2)
    told = training.update_at(1).to_dict()["parameters"]["v"]
    assert told["text"] == "v = mu * v - lr * dw\nw = w + v"
    assert r"v &\leftarrow 0.9 \cdot 0.04 - 0.01 \, (-3.92) = 0.0752" in told["numbers"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"program": "loss = X * w"}, "A loss is one number; loss has shape (2,)."),
        ({"parameters": ()}, "There is nothing to train: no input is marked as a parameter."),
        ({"parameters": ("z",)}, "z is not an input of the program."),
        ({"data": ("w", "X")}, "w cannot be a parameter and data at once."),
        ({"data": ("b",)}, "b is a number; data are arrays with a row for each example."),
        ({"data": ("X", "L")}, "X has 2 rows and L has 3."),
        ({"optimizer": "adamw"}, "There is no optimizer adamw."),
        ({"settings": {"mu": 0.9}}, "SGD has no setting mu."),
        ({"settings": {"lr": float("nan")}}, "lr must be a finite number."),
        ({"settings": {"lr": "fast"}}, "lr must be a finite number."),
        ({"iterations": -1}, "iterations must be a whole number"),
        ({"batch": 0}, "batch must be a whole number"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"program": "k = 1\nloss = X[k] * w", "parameters": ("k",)}, "k decides the shape"),
        ({"program": "k = w > 0\nloss = np.sum(X)", "inputs": {"w": 1.0, "X": [1, 2]}},
         "No gradient of loss reaches w"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_is_said(change: dict[str, Any], message: str) -> None:
    fields = {
        "program": "loss = np.sum(X * w + b) + np.sum(L)",
        "inputs": {"X": [1.0, 2.0], "w": 1.0, "b": 0.0, "L": [1.0, 2.0, 3.0], "k": 1, "c": 1.0},
        "parameters": ("w",),
    } | change
    with pytest.raises(graphs.GraphError) as raised:
        Training(Plan(**fields))
    assert raised.value.message.startswith(message)
    assert raised.value.hint


def test_a_batch_that_does_not_fit_the_program_says_how_to_count_rows() -> None:
    text = "N = 4\nw = 1.0\nloss = np.sum((X * w)[np.arange(N)])"
    fields = (text, {"X": [1, 2, 3, 4]}, None, ("w",), ("X",))
    assert Training(Plan(*fields)).loss == 10.0
    with pytest.raises(graphs.GraphError) as raised:
        Training(Plan(*fields, batch=2))
    assert raised.value.message.startswith("With a batch of 2 rows: ")
    assert raised.value.line == 3
    assert raised.value.hint == "Take the number of rows from the data: N = X.shape[0]."


def test_an_iteration_that_is_not_there_yet() -> None:
    training = Training(plan())
    for look in (training.values_at, training.update_at):
        with pytest.raises(graphs.GraphError, match="no iteration 1"):
            look(1)


@pytest.mark.parametrize(
    ("text", "inputs", "parameters", "data"),
    [
        (NETWORK, start(), NAMES, ("X", "y")),
        ("f = 1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
         {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}, ("w0", "w1", "w2"), ()),
        ("f = (x + y) * x", {"x": 1, "y": 2}, ("x", "y"), ()),
        ("eps = 1e-5\nN = X.shape[0]\nloss = -np.log(softmax(X @ W)[np.arange(N), y]).mean()",
         {"X": [[1, 2], [3, 4], [5, 6]], "W": [[1, 0], [0, 1]], "y": [0, 1, 1]},
         ("W",), ("X", "y")),
    ],
)  # fmt: skip
def test_roles_are_guessed(
    text: str, inputs: dict[str, Any], parameters: tuple[str, ...], data: tuple[str, ...]
) -> None:
    graph = parse(text, {name: np.asarray(it, dtype=float)[()] for name, it in inputs.items()})
    found = guess(graph)
    assert set(found.parameters) == set(parameters)
    assert set(found.data) == set(data)
