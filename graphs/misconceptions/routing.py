"""What people make of gates that let something through: a maximum, a relu, a clip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.gates.extremes import AMAX, AMIN
from graphs.gates.functions import ELU, LEAKY_RELU
from graphs.gates.routing import CLIP, MAX, MIN, RELU
from graphs.misconceptions.row import Misconception, each
from graphs.misconceptions.wire import Wire


def _masked_by_gradient(wire: Wire) -> Iterator[Any]:
    if wire.gate is RELU or not np.any(wire.other):  # max(x, 0)
        yield wire.upstream * (np.asarray(wire.upstream) > 0)
        yield wire.upstream * (np.asarray(wire.upstream) >= 0)


ROUTERS = (MAX, MIN, AMAX, AMIN)


MASKS = (RELU, LEAKY_RELU, ELU, CLIP)


ROWS = (
    Misconception(
        "local",
        each(lambda wire: wire.upstream * 1.0),
        "{gate} let one input through.",
        "Only that one gets the gradient; the other gets 0.",
        ROUTERS,
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * 0.5),
        "{gate} does not share.",
        "The input that was let through gets all of it.",
        ROUTERS,
    ),
    Misconception(
        "local",
        _masked_by_gradient,
        "The mask looks at the gradient.",
        "It must look at what goes in: {x} > 0.",
        (RELU, MAX),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream - wire.pull()),
        "The mask is turned round.",
        "The gradient passes where {x} was let through, and is 0 elsewhere.",
        (RELU, AMAX, AMIN),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream - wire.pull()),
        "The gradient went to the other input.",
        "It goes to the input that {gate} let through; the other gets 0.",
        (MAX, MIN),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * 1.0),
        "The mask is missing.",
        "{gate} lets the gradient pass only where {x} was let through.",
        MASKS,
    ),
)
