"""Kinks and ties: which word is said, where, and what of both sides a check accepts."""

from __future__ import annotations

from typing import Any

import pytest

import graphs

# A program at x, and what its warning says; "" where it has a slope.
WORDS: tuple[tuple[str, Any, str], ...] = (
    ("relu(x)", 0.0, "a kink at relu(0)"),
    ("abs(x)", 0.0, "a kink at abs(0)"),
    ("sign(x)", 0.0, "a kink at sign(0)"),
    ("leaky_relu(x)", 0.0, "a kink at leaky_relu(0, 0.01)"),
    ("leaky_relu(x, 1)", 0.0, ""),
    ("elu(x, 0.5)", 0.0, "a kink at elu(0, 0.5)"),
    ("elu(x)", 0.0, ""),
    ("clip(x, -1, 1)", 1.0, "a kink at clip(1, -1, 1)"),
    ("clip(x, -1, 1)", -1.0, "a kink at clip(-1, -1, 1)"),
    ("clip(x, -1, 1)", 0.5, ""),
    ("np.sum(np.clip(x, -1, 1))", [-1.0, 0.0, 1.0], "a kink in 2 of 3 places, first at [0]"),
    ("np.where(x > 0, x, 0)", 0.0, "the branch that the condition chose gets the gradient"),
    ("np.where((x > -1) & (x < 1), x, 0)", 1.0, "a kink at where"),
    ("np.where(~(x > 2), x, 0)", 2.0, "a kink at where"),
    ("np.where(x > 0, x, 0)", 0.5, ""),
    ("np.where(x == 1, 2 * x, x)", 1.0, ""),
    ("max(x, 2)", 2.0, "a tie at max(2, 2)"),
    ("np.max(x)", [1.0, 1.0], "a tie at max([1, 1])"),
    ("norm(x)", [0.0, 0.0], "a kink at norm([0, 0])"),
    ("norm(x, ord=1)", [0.0, 1.0], "a kink in 1 of 2 places"),
    ("norm(x, ord=np.inf)", [1.0, -1.0], "of equal largest ones the first counts"),
    ("std(x)", [0.1, 0.1, 0.1], "a kink at std([0.1, 0.1, 0.1])"),
    ("x % 2", 4.0, "a kink at 4 % 2"),
    ("x % 2", 4.5, ""),
    ("floor(x)", 3.0, "a kink at floor(3)"),
)


@pytest.mark.parametrize(("text", "at", "said"), WORDS, ids=[f"{w[0]} {w[1]}" for w in WORDS])
def test_a_kink_is_named(text: str, at: Any, said: str) -> None:
    warnings = [one.message for one in graphs.trace(f"f = {text}", {"x": at}).warnings]
    if said:
        assert [one for one in warnings if said in one], warnings
    else:
        assert warnings == []


def test_data_alone_makes_no_kink() -> None:
    text = "m = np.array([0.0, 1.0])\nf = np.sum(np.where(m > 0, x, 0))"
    trace = graphs.trace(text, {"x": [1.0, 2.0]}, wrt=["x"])
    assert list(trace.warnings) == []


# A forward line of h, inputs, and right backward lines of dx, of either side of each kink.
SIDES: tuple[tuple[str, list[float], tuple[str, ...], str], ...] = (
    (
        "np.clip(x, -1, 1)",
        [-1.0, 0.0, 1.0],
        ("(x > -1) * (x < 1)", "(x >= -1) * (x <= 1)", "(x >= -1) * (x < 1)"),
        "(x > -1) * (x < 0)",
    ),
    (
        "leaky_relu(x)",
        [0.0, 3.0, -6.0],
        ("np.where(x >= 0, 1.0, 0.01)", "np.where(x > 0, 1.0, 0.01)"),
        "np.where(x >= 0, 1.0, 0.02)",
    ),
    (
        "np.where(x > 0, x, 0)",
        [0.0, 3.0, -6.0],
        ("(x > 0)", "(x >= 0)"),
        "(x < 0)",
    ),
    (
        "np.abs(x)",
        [0.0, 3.0, -6.0],
        ("np.sign(x)", "np.where(x >= 0, 1.0, -1.0)", "np.where(x > 0, 1.0, -1.0)"),
        "np.where(x > 0, -1.0, 1.0)",
    ),
)


@pytest.mark.parametrize(("forward", "at", "right", "wrong"), SIDES, ids=[it[0] for it in SIDES])
def test_the_slope_of_either_side_is_right(
    forward: str, at: list[float], right: tuple[str, ...], wrong: str
) -> None:
    start = f"x = np.array({at})\nh = {forward}\nf = np.sum(h)\ndh = np.ones(3)\ndx = dh * "
    for line in right:
        assert graphs.check(start + line)["first_wrong"] is None, line
    found = graphs.check(start + wrong)["first_wrong"]
    assert found is not None
    assert found["line"] == 5


@pytest.mark.parametrize("text", ["np.where(x > 1, x, 0)", "clip(x, -1, 1)", "leaky_relu(x - 1)"])
def test_the_check_by_differences_says_kink(text: str) -> None:
    views = graphs.trace(f"f = {text}", {"x": 1.0}).to_dict({"gradient_check": {}})["views"]
    assert [one["verdict"] for one in views["gradient_check"]["checks"]] == ["kink"]
