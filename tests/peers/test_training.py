"""Training against PyTorch's optimizers, and the lecture's network to its end. Run by
``make test-peers``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graphs.training import Plan, Training
from tests.support.presets import BY_ID, lecture, planned
from tests.support.training_by_hand import NAMES, NETWORK, start

pytestmark = pytest.mark.peers
STEPS = 200


def optimizers(torch: Any) -> dict[str, tuple[dict[str, float], Any]]:
    made = torch.optim
    return {
        "sgd": ({"lr": 0.05}, lambda of: made.SGD(of, lr=0.05)),
        "momentum": ({"lr": 0.05, "mu": 0.9}, lambda of: made.SGD(of, lr=0.05, momentum=0.9)),
        "nesterov": (
            {"lr": 0.05, "mu": 0.9},
            lambda of: made.SGD(of, lr=0.05, momentum=0.9, nesterov=True),
        ),
        "adagrad": ({"lr": 0.05, "eps": 1e-10}, lambda of: made.Adagrad(of, lr=0.05, eps=1e-10)),
        "rmsprop": (
            {"lr": 0.01, "decay": 0.99, "eps": 1e-8},
            lambda of: made.RMSprop(of, lr=0.01, alpha=0.99, eps=1e-8),
        ),
        "adam": (
            {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
            lambda of: made.Adam(of, lr=0.01, betas=(0.9, 0.999), eps=1e-8),
        ),
    }


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_each_step_is_pytorchs(name: str) -> None:
    torch = pytest.importorskip("torch")
    settings, make = optimizers(torch)[name]
    plan = Plan(NETWORK, start(), None, NAMES, (), name, settings, STEPS)
    training = Training(plan)
    values = {one: torch.tensor(it, dtype=torch.float64) for one, it in start().items()}
    for one in NAMES:
        values[one].requires_grad_()
    optimizer = make([values[one] for one in NAMES])
    for k in range(STEPS):
        optimizer.zero_grad()
        h = torch.tanh(values["X"] @ values["W1"] + values["b1"])
        scores = h @ values["W2"] + values["b2"]
        squared = torch.mean((scores - values["y"]) ** 2)
        loss = squared + values["reg"] * torch.sum(values["W1"] ** 2)
        loss.backward()
        optimizer.step()
        assert training.advance().loss == pytest.approx(loss.item(), rel=1e-9)
        now = training.values_at(k + 1)
        for one in NAMES:
            theirs = values[one].detach().numpy()
            np.testing.assert_allclose(now[one], theirs, rtol=1e-9, atol=1e-12)


def test_the_lectures_network_to_its_end() -> None:
    plan = planned(BY_ID["train-two-layer"])
    training = Training(plan)
    for record, loss in zip(training.run(), lecture(plan.iterations), strict=True):
        assert record.loss == pytest.approx(loss, rel=1e-9)
    assert training.iteration == 2000
