"""The table of misconceptions: what people make of a gate's rule, one row each.

A row is a mutation of the rule. Run through the engine it gives the wrong number that follows; the
single mutation that gives a student's number is its likely cause. What cannot happen at a gate, or
gives the right number there, is no candidate. The likelier rows stand first.

The sentences follow CS231n's words for the gates: a multiplication switches its inputs, a maximum
routes the gradient, an addition distributes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.gates import Gate
from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, POW, SUB
from graphs.gates.extremes import AMAX, AMIN
from graphs.gates.functions import COS, ELU, EXP, LEAKY_RELU, LOG, SIGMOID, SIN, SQRT, SQUARE, TANH
from graphs.gates.matrices import MATMUL
from graphs.gates.reductions import MEAN, SUM
from graphs.gates.routing import CLIP, MAX, MIN, RELU
from graphs.gates.softmax import LOG_SOFTMAX, SOFTMAX
from graphs.misconceptions.wire import Wire

Mutation = Callable[[Wire], Iterator[Any]]


@dataclass(frozen=True)
class Misconception:
    """A row. ``mutate`` yields what the wire carries under it, one value for each way to make it.

    ``what`` says what was done, ``rule`` what holds, ``numbers`` what was done with numbers. They
    are templates over {x} (what gets the gradient), {z} (the gate's output), {other}, {gate}, {g}
    (the upstream gradient), {own} and {others} (values), {local}, {count} and {n} (the number).
    """

    cause: str
    mutate: Mutation
    what: str
    rule: str
    gates: tuple[Gate, ...] = ()  # none: any
    slots: tuple[int, ...] = ()  # none: any
    but: tuple[Gate, ...] = ()  # gates that have a row of their own for this
    numbers: str = ""
    sums: bool = True  # what the argument was spread over is summed
    answers: bool = False  # only where a number is asked for, not in a program

    def applies(self, wire: Wire) -> bool:
        here = not self.gates or wire.gate in self.gates
        return here and wire.gate not in self.but and (not self.slots or wire.slot in self.slots)


def _each(*makes: Callable[[Wire], Any]) -> Mutation:
    def mutate(wire: Wire) -> Iterator[Any]:
        for make in makes:
            yield make(wire)

    return mutate


def _orders(wire: Wire) -> Iterator[Any]:
    """Products of the upstream gradient and the other matrix, in other orders or on their sides."""
    one, other = np.asarray(wire.upstream), np.asarray(wire.other)
    if one.ndim != 2 or other.ndim != 2:
        return
    for left, right in ((one, other), (one, other.T), (one.T, other), (one.T, other.T)):
        for first, second in ((left, right), (right, left)):
            if first.shape[1] == second.shape[0]:
                yield first @ second


def _other_axes(wire: Wire) -> Iterator[Any]:
    """What was spread over rows, summed over columns, and the other way round."""
    whole = np.asarray(wire.pull())
    if whole.shape == wire.shape or whole.ndim != 2:
        return
    for axis in (0, 1):
        for keeps in (False, True):
            total = np.sum(whole, axis=axis, keepdims=keeps)
            if total.shape == wire.shape:
                yield total


def _not_summed(wire: Wire) -> Iterator[Any]:
    whole = np.asarray(wire.pull())
    if whole.shape != wire.shape:
        yield whole


def _turned(wire: Wire) -> Iterator[Any]:
    right = np.asarray(wire.right)
    if right.ndim == 2:
        yield right.T


def _at_output(wire: Wire) -> Iterator[Any]:
    if len(wire.gate.vjp) == 1 and wire.gate.elementwise:
        yield wire.pull(args=[wire.output], output=wire.gate.compute([wire.output], wire.settings))


def _masked_by_gradient(wire: Wire) -> Iterator[Any]:
    if wire.gate is RELU or not np.any(wire.other):  # max(x, 0)
        yield wire.upstream * (np.asarray(wire.upstream) > 0)
        yield wire.upstream * (np.asarray(wire.upstream) >= 0)


ROUTERS = (MAX, MIN, AMAX, AMIN)
MASKS = (RELU, LEAKY_RELU, ELU, CLIP)
SLOPE = "The slope of {gate} towards {x} is {slope}."

TABLE: tuple[Misconception, ...] = (
    Misconception(
        "swapped",
        _each(lambda wire: wire.upstream * wire.own),
        "You multiplied by {x} itself.",
        "Each input gets the upstream gradient times the other, {other}.",
        (MUL,),
        numbers="{n} is {g} × {own}",
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * 1.0),
        "{gate} let one input through.",
        "Only that one gets the gradient; the other gets 0.",
        ROUTERS,
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * 0.5),
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
        _each(lambda wire: wire.upstream - wire.pull()),
        "The mask is turned round.",
        "The gradient passes where {x} was let through, and is 0 elsewhere.",
        (RELU, AMAX, AMIN),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream - wire.pull()),
        "The gradient went to the other input.",
        "It goes to the input that {gate} let through; the other gets 0.",
        (MAX, MIN),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * 1.0),
        "The mask is missing.",
        "{gate} lets the gradient pass only where {x} was let through.",
        MASKS,
    ),
    Misconception(
        "upstream",
        _each(lambda wire: wire.local),
        "This is the local factor alone.",
        "Multiply it by the upstream gradient, that of {z}.",
        numbers="{n} is the slope, the upstream is {g}",
    ),
    Misconception(
        "scale",
        _each(lambda wire: wire.pull() / wire.count),
        "It was divided by the count, {count}, as for a mean.",
        "sum does not divide: each number gets the whole upstream gradient.",
        (SUM,),
    ),
    Misconception(
        "scale",
        _each(lambda wire: wire.pull() * wire.count),
        "It was not divided by the count.",
        "mean divides: each number gets the upstream gradient over {count}.",
        (MEAN,),
    ),
    Misconception(
        "scale",
        _each(
            lambda wire: wire.pull() / 2.0,
            lambda wire: wire.pull() * 2.0,
        ),
        "It is off by the 2 of the square.",
        "The slope of a square is twice its base, {x}.",
        (SQUARE,),
    ),
    Misconception(
        "scale",
        _each(lambda wire: wire.pull() / wire.args[1]),
        "The exponent is missing in front.",
        "The slope of a power is the exponent times the base to one power less.",
        (POW,),
        (0,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * wire.args[1] * wire.output),
        "The exponent was not lowered by one.",
        "The slope of a power is the exponent times the base to one power less.",
        (POW,),
        (0,),
    ),
    Misconception(
        "sign",
        _each(lambda wire: -wire.pull()),
        "The size is right.",
        "The − gate turns the sign on the way to {x}.",
        (NEG,),
    ),
    Misconception(
        "sign",
        _each(lambda wire: -wire.pull()),
        "The size is right.",
        "The − gate turns the sign on the way to {x}.",
        (SUB,),
        (1,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream / wire.other**2, lambda wire: wire.upstream / wire.other),
        "{x} is taken for what is divided by.",
        "Towards what is divided the slope is 1 over {other}.",
        (DIV,),
        (0,),
    ),
    Misconception(
        "sign",
        _each(lambda wire: -wire.pull()),
        "The size is right.",
        "A growing {x} makes the quotient smaller: its slope is minus {other} over {x} squared.",
        (DIV,),
        (1,),
    ),
    Misconception(
        "local",
        _each(
            lambda wire: -wire.upstream / wire.own**2,
            lambda wire: -wire.upstream * wire.other / wire.own,
            lambda wire: wire.upstream / wire.own,
            lambda wire: wire.upstream * wire.other,
        ),
        "This is not the slope towards what is divided by.",
        "It is minus {other} over {x} squared.",
        (DIV,),
        (1,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * wire.other),
        "You divided where it should multiply, or the other way round.",
        "Towards what is divided the slope is 1 over {other}.",
        (DIV,),
        (0,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * (1.0 - np.square(wire.output))),
        "This is the slope of tanh, 1 - {z}**2.",
        "The slope of sigmoid is {z} * (1 - {z}).",
        (SIGMOID,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * (wire.output * (1.0 - wire.output))),
        "This is the slope of sigmoid, {z} * (1 - {z}).",
        "The slope of tanh is 1 - {z}**2.",
        (TANH,),
    ),
    Misconception(
        "local",
        _each(
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
        _each(
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
        _each(lambda wire: wire.upstream * (wire.output * (1.0 - wire.output))),
        "This is only what each number does to its own share.",
        "Every number of a row is in all of its shares: "
        "{z} * (upstream - sum(upstream * {z})), row by row.",
        (SOFTMAX,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream - np.exp(wire.output)),
        "This is one minus the share.",
        "The upstream gradient is summed first: upstream - exp({z}) * sum(upstream), row by row.",
        (LOG_SOFTMAX,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * wire.own, lambda wire: wire.upstream / wire.output),
        "The slope of log is another.",
        "It is 1 over {x}.",
        (LOG,),
    ),
    Misconception(
        "local",
        _each(
            lambda wire: wire.upstream * wire.own, lambda wire: wire.upstream * (wire.output - 1)
        ),
        "The slope of exp is another.",
        "It is exp itself, {z}.",
        (EXP,),
    ),
    Misconception(
        "local",
        _each(
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
        _each(lambda wire: wire.upstream * np.sin(wire.own)),
        "The size is right.",
        "The slope of cos is minus the sine.",
        (COS,),
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * wire.output, lambda wire: -wire.pull()),
        "The slope of sin is another.",
        "It is the cosine of {x}.",
        (SIN,),
    ),
    Misconception(
        "local",
        _at_output,
        "You took the slope at the output, {z}.",
        "Take it at the input, {x}.",
        numbers="{n} is the slope at the output",
    ),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * wire.other),
        "You multiplied as at a × gate.",
        "A + gate passes the upstream gradient on unchanged.",
        (ADD, SUB),
    ),
    Misconception(
        "transpose",
        _orders,
        "The factors are in another order, or one is on its other side.",
        "Towards {x} it is {product}.",
        (MATMUL,),
    ),
    Misconception(
        "axis",
        _other_axes,
        "The sum is over the wrong axis.",
        "{x} was spread over the other one: sum there.",
    ),
    Misconception(
        "axis",
        _not_summed,
        "It is not summed.",
        "{x} served several places: add their gradients.",
        sums=False,
    ),
    Misconception("transpose", _turned, "It is transposed.", "It has the shape of {x}."),
    Misconception(
        "local",
        _each(lambda wire: wire.upstream * 1.0),
        "This is the upstream gradient passed on as it is.",
        "The {gate} gate multiplies it by {local}.",
        but=(*ROUTERS, *MASKS, NEG, SUM, MEAN),
    ),
    Misconception(
        "arithmetic",
        _each(lambda wire: wire.upstream + wire.local),
        "The factors may be right.",
        "The chain rule multiplies them: upstream times local.",
        numbers="{g} × {local} is not {n}",
        but=(*ROUTERS, *MASKS, ADD, SUB, NEG, SUM, MEAN),
        answers=True,
    ),
    Misconception(
        "sign",
        _each(lambda wire: -wire.pull()),
        "The size is right, its sign is turned.",
        "The {gate} gate multiplies by {local}.",
        but=(NEG, COS, SIN, SUB, DIV),
    ),
    Misconception(
        "sign",
        _each(lambda wire: -wire.pull()),
        "The size is right, its sign is turned.",
        "The {gate} gate turns the sign of its second input only.",
        (SUB, DIV),
        (0,),
    ),
    Misconception(
        "value",
        _each(lambda wire: wire.own * 1.0),
        "That is the value of {x}.",
        "The gradient says how {loss} changes with {x}.",
        numbers="{n} is written above the wire",
        answers=True,
    ),
)
