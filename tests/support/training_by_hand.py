"""A small network and each optimizer once more, in plain NumPy: what runs of training equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from graphs.training import Plan

Array = Any
NETWORK = """
h = np.tanh(X @ W1 + b1)
scores = h @ W2 + b2
loss = np.mean((scores - y)**2) + reg * np.sum(W1**2)
"""
NAMES = ("W1", "b1", "W2", "b2")


def start() -> dict[str, Array]:
    random = np.random.RandomState(7)
    return {
        "X": random.randn(20, 3),
        "y": random.randn(20, 2),
        "W1": random.randn(3, 4),
        "b1": np.zeros(4),
        "W2": random.randn(4, 2),
        "b2": np.zeros(2),
        "reg": 0.01,
    }


def slopes(at: Mapping[str, Array]) -> tuple[float, dict[str, Array]]:
    """The network's loss and gradients, on paper."""
    h = np.tanh(at["X"] @ at["W1"] + at["b1"])
    e = h @ at["W2"] + at["b2"] - at["y"]
    loss = np.mean(e**2) + at["reg"] * np.sum(at["W1"] ** 2)
    ds = 2 * e / e.size
    dz = ds @ at["W2"].T * (1 - h**2)
    dw1 = at["X"].T @ dz + 2 * at["reg"] * at["W1"]
    return loss, {"W1": dw1, "b1": dz.sum(0), "W2": h.T @ ds, "b2": ds.sum(0)}


# The rules once more, in place on (w, dw, state, t), with the settings of the tests below.


def sgd(w: Array, dw: Array, state: dict[str, Array], t: int) -> None:
    w -= 0.1 * dw


def momentum(w: Array, dw: Array, state: dict[str, Array], t: int) -> None:
    state["v"] = 0.8 * state.get("v", 0.0) - 0.1 * dw
    w += state["v"]


def nesterov(w: Array, dw: Array, state: dict[str, Array], t: int) -> None:
    before = state.get("v", 0.0)
    state["v"] = 0.8 * before - 0.1 * dw
    w += -0.8 * before + 1.8 * state["v"]


def adagrad(w: Array, dw: Array, state: dict[str, Array], t: int) -> None:
    state["cache"] = state.get("cache", 0.0) + dw**2
    w -= 0.1 * dw / (np.sqrt(state["cache"]) + 1e-6)


def rmsprop(w: Array, dw: Array, state: dict[str, Array], t: int) -> None:
    state["cache"] = 0.95 * state.get("cache", 0.0) + 0.05 * dw**2
    w -= 0.1 * dw / (np.sqrt(state["cache"]) + 1e-6)


def adam(w: Array, dw: Array, state: dict[str, Array], t: int) -> None:
    state["m"] = 0.8 * state.get("m", 0.0) + 0.2 * dw
    state["v"] = 0.95 * state.get("v", 0.0) + 0.05 * dw**2
    w -= 0.1 * (state["m"] / (1 - 0.8**t)) / (np.sqrt(state["v"] / (1 - 0.95**t)) + 1e-6)


RULES: Mapping[str, tuple[Callable[..., None], dict[str, float]]] = {
    "sgd": (sgd, {"lr": 0.1}),
    "momentum": (momentum, {"lr": 0.1, "mu": 0.8}),
    "nesterov": (nesterov, {"lr": 0.1, "mu": 0.8}),
    "adagrad": (adagrad, {"lr": 0.1, "eps": 1e-6}),
    "rmsprop": (rmsprop, {"lr": 0.1, "decay": 0.95, "eps": 1e-6}),
    "adam": (adam, {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6}),
}


def by_hand(name: str, rows: int | None = None) -> Iterator[tuple[float, dict[str, Array]]]:
    """Loss before each update, and all values after it."""
    here, states = start(), {name: dict[str, Array]() for name in NAMES}
    data = {"X": here["X"], "y": here["y"]}
    for k in range(10**6):
        if rows:
            epoch, place = divmod(k, 20 // rows)
            order = np.random.RandomState([3, epoch]).permutation(20)
            chosen = order[place * rows : (place + 1) * rows]
            here |= {one: value[chosen] for one, value in data.items()}
        loss, gradient = slopes(here)
        for one in NAMES:
            RULES[name][0](here[one], gradient[one], states[one], k + 1)
        yield loss, here


def plan(name: str = "sgd", **more: Any) -> Plan:
    return Plan(
        NETWORK, start(), None, NAMES, ("X", "y"), name, RULES[name][1], seed=3,
        **({"iterations": 40} | more),
    )  # fmt: skip
