"""What people make of sums, products, quotients and powers."""

from __future__ import annotations

from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, POW, SUB
from graphs.gates.functions import SQUARE
from graphs.misconceptions.row import Misconception, each

ROWS = (
    Misconception(
        "swapped",
        each(lambda wire: wire.upstream * wire.own),
        "You multiplied by {x} itself.",
        "Each input gets the upstream gradient times the other, {other}.",
        (MUL,),
        numbers="{n} is {g} × {own}",
    ),
    Misconception(
        "scale",
        each(
            lambda wire: wire.pull() / 2.0,
            lambda wire: wire.pull() * 2.0,
        ),
        "It is off by the 2 of the square.",
        "The slope of a square is twice its base, {x}.",
        (SQUARE,),
    ),
    Misconception(
        "scale",
        each(lambda wire: wire.pull() / wire.args[1]),
        "The exponent is missing in front.",
        "The slope of a power is the exponent times the base to one power less.",
        (POW,),
        (0,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * wire.args[1] * wire.output),
        "The exponent was not lowered by one.",
        "The slope of a power is the exponent times the base to one power less.",
        (POW,),
        (0,),
    ),
    Misconception(
        "sign",
        each(lambda wire: -wire.pull()),
        "The size is right.",
        "The − gate turns the sign on the way to {x}.",
        (NEG,),
    ),
    Misconception(
        "sign",
        each(lambda wire: -wire.pull()),
        "The size is right.",
        "The − gate turns the sign on the way to {x}.",
        (SUB,),
        (1,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream / wire.other**2, lambda wire: wire.upstream / wire.other),
        "{x} is taken for what is divided by.",
        "Towards what is divided the slope is 1 over {other}.",
        (DIV,),
        (0,),
    ),
    Misconception(
        "sign",
        each(lambda wire: -wire.pull()),
        "The size is right.",
        "A growing {x} makes the quotient smaller: its slope is minus {other} over {x} squared.",
        (DIV,),
        (1,),
    ),
    Misconception(
        "local",
        each(
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
        each(lambda wire: wire.upstream * wire.other),
        "You divided where it should multiply, or the other way round.",
        "Towards what is divided the slope is 1 over {other}.",
        (DIV,),
        (0,),
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * wire.other),
        "You multiplied as at a × gate.",
        "A + gate passes the upstream gradient on unchanged.",
        (ADD, SUB),
    ),
    Misconception(
        "sign",
        each(lambda wire: -wire.pull()),
        "The size is right, its sign is turned.",
        "The {gate} gate turns the sign of its second input only.",
        (SUB, DIV),
        (0,),
    ),
)
