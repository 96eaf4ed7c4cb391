"""A sum of contributions: pending until the last, written so that it comes out."""

from __future__ import annotations

from decimal import Decimal

import pytest

import graphs
from graphs.draw.states import marks_at
from graphs.format.addends import fork_digits

FORK = "x = 2.0\nq = x*x\nf = sin(q) + cos(q)*q + q**3 + exp(-q) + log(q) + sqrt(q) + 1/q"


def test_the_fewest_digits_at_which_a_sum_comes_out() -> None:
    half = 100.28247
    assert fork_digits([half, half], 2 * half, "3 digits") == 4
    assert fork_digits([1.0, 2.0], 3.0, "3 digits") == "3 digits"
    assert fork_digits([half, half], 2 * half, "2 decimals") == "2 decimals"


def test_the_sum_stays_pending_until_the_last_contribution() -> None:
    drawing = graphs.trace(FORK).evaluation.drawing
    last = len(drawing.frames) - 1
    before, after = (marks_at(drawing.marks, drawing.frames, step) for step in (last - 1, last))
    assert before["n1-0-grad"] == ("now", "100.3")
    assert before["n0-grad"] == ("pending", None)
    assert before["n0-addends"] == ("pending", None)
    assert after["n1-1-grad"] == ("added", "100.3")
    assert after["n0-grad"] == ("now", "200.6")
    assert after["n0-addends"] == ("shown", "= 100.3 + 100.3")
    assert after["n1-addends"] == ("hidden", "sum of 8")  # "upstream" stands there
    assert [mark for mark, (state, _) in after.items() if state == "now"] == ["n0-grad"]


def test_the_panel_says_contribution_and_sum_so_far() -> None:
    first, second = graphs.trace(FORK).steps[-2:]
    assert (first["fork"]["use"], first["fork"]["of"]) == (1, 2)
    assert first["fork"]["before"] is None
    assert second["fork"]["before"] == "100.3"
    assert second["fork"]["total"] == "200.6"
    assert second["text"]["upstream"] == "50.14"
    assert second["role_title"] == "gradient switcher, use 2 of 2"
    assert second["sentence"] == (
        "x feeds both sides of x·x, so two contributions meet at the fork. They add up."
    )
    assert second["latex"] == (
        r"\frac{\partial f}{\partial x} = 50.14 \cdot 2 + 50.14 \cdot 2 = 200.6"
    )
    assert second["contribution"] == pytest.approx(second["total"] / 2)  # in full precision


@pytest.mark.parametrize("value", [0.7, 1.3, 2.9, 3.3])
def test_printed_products_add_up(value: float) -> None:
    step = graphs.trace("f = x*x + 3*x", {"x": value}).steps[-1]
    addends = step["lines"][-1].split(" = ")[0].split(" + ")
    assert sum(map(Decimal, addends)) == Decimal(step["fork"]["total"])
