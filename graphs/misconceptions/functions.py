"""What people make of the slopes of functions."""

from __future__ import annotations

import numpy as np

from graphs.gates.functions import COS, EXP, LOG, SIGMOID, SIN, SQRT, TANH
from graphs.gates.softmax import LOG_SOFTMAX, SOFTMAX
from graphs.misconceptions.row import Misconception, each

ROWS = (
    Misconception(
        "local",
        each(lambda wire: wire.upstream * (1.0 - np.square(wire.output))),
        "This is the slope of tanh, 1 - {z}**2.",
        "The slope of sigmoid is {z} * (1 - {z}).",
        (SIGMOID,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * (wire.output * (1.0 - wire.output))),
        "This is the slope of sigmoid, {z} * (1 - {z}).",
        "The slope of tanh is 1 - {z}**2.",
        (TANH,),
    ),
    Misconception(
        "local",
        each(
            lambda wire: wire.upstream * (1.0 - wire.output),
            lambda wire: wire.upstream * wire.output,
            lambda wire: wire.upstream * (wire.output * (1.0 + wire.output)),
            lambda wire: wire.upstream * (wire.own * (1.0 - wire.own)),
            lambda wire: wire.upstream * (wire.output * (wire.output - 1.0)),
        ),
        "The slope of sigmoid is another.",
        "It is {z} * (1 - {z}), of its output.",
        (SIGMOID,),
    ),
    Misconception(
        "local",
        each(
            lambda wire: wire.upstream * (1.0 - wire.output),
            lambda wire: wire.upstream * (1.0 + np.square(wire.output)),
            lambda wire: wire.upstream * (1.0 - np.square(wire.own)),
            lambda wire: wire.upstream * np.square(1.0 - wire.output),
            lambda wire: wire.upstream * (np.square(wire.output) - 1.0),
        ),
        "The slope of tanh is another.",
        "It is 1 - {z}**2, of its output.",
        (TANH,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * (wire.output * (1.0 - wire.output))),
        "This is only what each number does to its own share.",
        "Every number of a row is in all of its shares: "
        "{z} * (upstream - sum(upstream * {z})), row by row.",
        (SOFTMAX,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream - np.exp(wire.output)),
        "This is one minus the share.",
        "The upstream gradient is summed first: upstream - exp({z}) * sum(upstream), row by row.",
        (LOG_SOFTMAX,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * wire.own, lambda wire: wire.upstream / wire.output),
        "The slope of log is another.",
        "It is 1 over {x}.",
        (LOG,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * wire.own, lambda wire: wire.upstream * (wire.output - 1)),
        "The slope of exp is another.",
        "It is exp itself, {z}.",
        (EXP,),
    ),
    Misconception(
        "local",
        each(
            lambda wire: wire.upstream / (2.0 * wire.own),
            lambda wire: wire.upstream / wire.output,
            lambda wire: wire.upstream * (2.0 * wire.output),
            lambda wire: wire.upstream * (0.5 * wire.output),
        ),
        "The slope of sqrt is another.",
        "It is 1 over twice the root: 1 / (2 * {z}).",
        (SQRT,),
    ),
    Misconception(
        "sign",
        each(lambda wire: wire.upstream * np.sin(wire.own)),
        "The size is right.",
        "The slope of cos is minus the sine.",
        (COS,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * wire.output, lambda wire: -wire.pull()),
        "The slope of sin is another.",
        "It is the cosine of {x}.",
        (SIN,),
    ),
)
