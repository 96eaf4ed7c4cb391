"""The programs that are measured, and what the peers make of them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np

# micrograd's README.
MICROGRAD = """\
a = -4.0
b = 2.0
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + relu(b + a)
d += 3 * d + relu(b - a)
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
"""


def _micrograd(a: Any, b: Any, relu: Callable[[Any], Any]) -> Any:
    c = a + b
    d = a * b + b**3
    c = c + c + 1
    c = c + 1 + c + (-a)
    d = d + d * 2 + relu(b + a)
    d = d + 3 * d + relu(b - a)
    e = c - d
    f = e**2
    return f / 2.0 + 10.0 / f


def micrograd_by_autograd() -> Callable[[], tuple[float, float]]:
    """HIPS autograd's gradients of it."""

    def relu(x: Any) -> Any:
        return anp.maximum(x, 0.0)

    slope: Any = autograd.grad(lambda a, b: _micrograd(a, b, relu), (0, 1))
    return lambda: slope(-4.0, 2.0)


def micrograd_by_torch(torch: ModuleType) -> Callable[[], tuple[float, float]]:
    """PyTorch's, eager."""

    def run() -> tuple[float, float]:
        a, b = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (-4.0, 2.0))
        _micrograd(a, b, torch.relu).backward()
        return a.grad.item(), b.grad.item()

    return run


# The lecture's two-layer network, at the lecture's sizes.
LECTURE = """\
h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()
"""
N, D_IN, H, D_OUT = 64, 1000, 100, 10
RATE = 1e-4


def lecture() -> dict[str, Any]:
    """Its inputs."""
    source = np.random.RandomState(0)
    sizes = {"x": (N, D_IN), "y": (N, D_OUT), "w1": (D_IN, H), "w2": (H, D_OUT)}
    return {name: source.randn(*size) for name, size in sizes.items()}


def lecture_by_hand() -> Callable[[], float]:
    """One iteration as the lecture writes it: every array new."""
    x, y, w1, w2 = lecture().values()

    def run() -> float:
        nonlocal w1, w2
        h = 1 / (1 + np.exp(-x.dot(w1)))
        y_pred = h.dot(w2)
        loss: float = np.square(y_pred - y).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h.T.dot(grad_y_pred)
        grad_h = grad_y_pred.dot(w2.T)
        grad_w1 = x.T.dot(grad_h * h * (1 - h))
        w1 = w1 - RATE * grad_w1
        w2 = w2 - RATE * grad_w2
        return loss

    return run


def lecture_by_torch(torch: ModuleType) -> Callable[[], float]:
    """One iteration of PyTorch, eager, on the CPU in float64."""
    x, y, w1, w2 = (torch.from_numpy(value) for value in lecture().values())
    weights = w1.requires_grad_(), w2.requires_grad_()

    def run() -> float:
        h = 1 / (1 + torch.exp(-x.mm(w1)))
        loss = (h.mm(w2) - y).square().sum()
        loss.backward()
        with torch.no_grad():
            for weight in weights:
                weight -= RATE * weight.grad
                weight.grad = None
        value: float = loss.item()
        return value

    return run
