"""Numbers for people."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphs.format.numbers import STYLES, Digits, latex, typeset, write

# value → as "3 digits", "2 decimals", "full"
WRITTEN = [
    (0.0, "0", "0.00", "0"),
    (-0.0, "0", "0.00", "0"),
    (3.0, "3", "3.00", "3"),
    (-12.0, "-12", "-12.00", "-12"),
    (0.7310585786300049, "0.731", "0.73", "0.7310585786300049"),
    (-0.19661193, "-0.197", "-0.20", "-0.19661193"),
    (1.5, "1.5", "1.50", "1.5"),
    (123.456, "123", "123.46", "123.456"),
    (98765.4, "98765", "98765.40", "98765.4"),
    (123456.0, "1.23e5", "123456.00", "123456"),
    (1e6, "1e6", "1e6", "1000000"),
    (0.001, "0.001", "0.001", "0.001"),
    (0.004, "0.004", "0.004", "0.004"),
    (0.0004, "4e-4", "4e-4", "0.0004"),
    (-1.5e-5, "-1.5e-5", "-1.5e-5", "-1.5e-5"),
    (1e-300, "1e-300", "1e-300", "1e-300"),
    (5e-324, "4.94e-324", "4.94e-324", "5e-324"),
    (1e22, "1e22", "1e22", "1e22"),
    (0.1 + 0.2, "0.3", "0.30", "0.30000000000000004"),
    (math.inf, "inf", "inf", "inf"),
    (-math.inf, "-inf", "-inf", "-inf"),
    (math.nan, "nan", "nan", "nan"),
    (True, "True", "True", "True"),
]


@pytest.mark.parametrize(("value", "three", "two", "full"), WRITTEN)
def test_written(value: float, three: str, two: str, full: str) -> None:
    assert tuple(write(value, style) for style in STYLES) == (three, two, full)


NEAR: dict[Digits, tuple[float, float]] = {
    "3 digits": (5.01e-3, 0.0),
    "2 decimals": (5.01e-3, 5.01e-3),
    "full": (0.0, 0.0),
}


@settings(deadline=None, database=None, derandomize=True)
@given(st.floats(-1.79e308, 1.79e308), st.sampled_from(STYLES))  # more rounds up to inf
@example(0.00999999, "2 decimals")
@example(-0.00049999, "2 decimals")
@example(99999.9999, "3 digits")
@example(0.00099999, "3 digits")
def test_what_is_written_reads_back_near(value: float, style: Digits) -> None:
    text = write(value, style)
    relative, absolute = NEAR[style]
    assert math.isclose(float(text), value, rel_tol=relative, abs_tol=absolute)
    assert (float(text) == 0) == (value == 0)
    assert float(text) * value >= 0
    assert text.isascii()


def test_typeset() -> None:
    assert typeset("-1.5e-5") == "−1.5e−5"
    assert latex("-1.5e-5") == r"-1.5 \cdot 10^{-5}"
    assert latex("-inf") == r"-\infty"
    assert latex("nan") == r"\mathrm{NaN}"
    assert latex("True") == "True"
