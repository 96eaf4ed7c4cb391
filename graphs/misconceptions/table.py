"""The table of misconceptions: what people make of a gate's rule, one row each.

A row is a mutation of the rule. Run through the engine it gives the wrong number that follows; the
single mutation that gives a student's number is its likely cause. What cannot happen at a gate, or
gives the right number there, is no candidate. The likelier rows stand first.

The sentences follow CS231n's words for the gates: a multiplication switches its inputs, a maximum
routes the gradient, an addition distributes it.
"""

from __future__ import annotations

from graphs.misconceptions import any_gate, arithmetic, arrays, functions, routing
from graphs.misconceptions.row import Misconception

TABLE: tuple[Misconception, ...] = (
    *routing.ROWS,
    *arithmetic.ROWS,
    *functions.ROWS,
    *arrays.ROWS,
    *any_gate.ROWS,
)
