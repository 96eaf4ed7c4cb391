"""The update rules: one row an optimizer, its rule written in the reader's own language.

A rule is over ``w`` (the parameter), ``dw`` (its gradient), ``t`` (the number of this update, 1 at
the first), its own state (0 before the first update) and its settings. What it computes, how it is
typeset and how it is compiled all come from that text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphs.errors import GraphError

NOTES = "CS231n notes, Neural Networks 3"


@dataclass(frozen=True)
class Optimizer:
    """One row. ``settings`` holds each setting of the rule with its usual value."""

    name: str
    title: str
    text: str
    settings: Mapping[str, float]
    remark: str
    state: tuple[str, ...] = ()
    source: str = field(default=NOTES)

    @property
    def lines(self) -> tuple[str, ...]:
        """The rule, an assignment a line."""
        return tuple(self.text.split("\n")) if self.text else ()

    def complete_settings(self, settings: Mapping[str, Any]) -> dict[str, float]:
        """These settings, with the usual values of the others.

        Raises:
            GraphError: one is not a setting of this rule, or not a finite number.
        """
        complete = dict(self.settings)
        for name, value in settings.items():
            if name not in self.settings:
                raise GraphError(
                    f"{self.title} has no setting {name}.",
                    hint=f"Its settings are {', '.join(self.settings)}.",
                )
            complete[name] = finite(name, value)
        return complete


def finite(name: str, value: Any) -> float:
    """A setting as a number.

    Raises:
        GraphError: it is none, or not finite.
    """
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if isinstance(value, bool | str) or not abs(number) < float("inf"):
        raise GraphError(f"{name} must be a finite number.", hint=f"Write {name}=0.01, say.")
    return number


ROWS = (
    Optimizer(
        "sgd",
        "SGD",
        "w = w - lr * dw",
        {"lr": 1e-2},
        "A step against the gradient, as long as the gradient times the learning rate.",
    ),
    Optimizer(
        "momentum",
        "SGD with momentum",
        "v = mu * v - lr * dw\nw = w + v",
        {"lr": 1e-2, "mu": 0.9},
        "The gradient pushes a velocity, and the velocity moves the parameter: directions that "
        "stay add up, those that turn cancel. mu is the friction.",
        ("v",),
    ),
    Optimizer(
        "nesterov",
        "Nesterov momentum",
        "v_prev = v\nv = mu * v - lr * dw\nw = w - mu * v_prev + (1 + mu) * v",
        {"lr": 1e-2, "mu": 0.9},
        "Momentum that looks ahead: the gradient counts where the velocity is about to lead, so "
        "it brakes earlier.",
        ("v",),
    ),
    Optimizer(
        "adagrad",
        "AdaGrad",
        "cache = cache + dw**2\nw = w - lr * dw / (sqrt(cache) + eps)",
        {"lr": 1e-2, "eps": 1e-8},
        "Each element has its own rate, smaller where gradients have been large. The cache only "
        "grows, so steps shrink for ever.",
        ("cache",),
        f"{NOTES}; Duchi et al. (2011)",
    ),
    Optimizer(
        "rmsprop",
        "RMSProp",
        "cache = decay * cache + (1 - decay) * dw**2\nw = w - lr * dw / (sqrt(cache) + eps)",
        {"lr": 1e-2, "decay": 0.99, "eps": 1e-8},
        "AdaGrad with a cache that forgets: rates follow the recent gradients and do not die out.",
        ("cache",),
        f"{NOTES}; Tieleman and Hinton (2012)",
    ),
    Optimizer(
        "adam",
        "Adam",
        "m = beta1 * m + (1 - beta1) * dw\n"
        "v = beta2 * v + (1 - beta2) * dw**2\n"
        "m_hat = m / (1 - beta1**t)\n"
        "v_hat = v / (1 - beta2**t)\n"
        "w = w - lr * m_hat / (sqrt(v_hat) + eps)",
        {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
        "RMSProp with momentum. Both averages start at 0; dividing by 1 - beta**t makes up for "
        "that in the first steps.",
        ("m", "v"),
        f"{NOTES}; Kingma and Ba (2015)",
    ),
)
OPTIMIZERS: Mapping[str, Optimizer] = {row.name: row for row in ROWS}

# No row of the table: what a program's own loop computes, pass by pass.
WRITTEN = Optimizer(
    "written",
    "The program's own update",
    "",
    {},
    "The program's own loop runs, pass by pass, whatever its rule.",
    source="the program",
)


def optimizer(name: str) -> Optimizer:
    """The row of a name.

    Raises:
        GraphError: there is none.
    """
    if name == WRITTEN.name:
        return WRITTEN
    if name not in OPTIMIZERS:
        raise GraphError(
            f"There is no optimizer {name}.", hint=f"Choose one of {', '.join(OPTIMIZERS)}."
        )
    return OPTIMIZERS[name]
