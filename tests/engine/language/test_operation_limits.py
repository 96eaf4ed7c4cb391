"""Programs that would take long are refused soon: operations are counted before they are done."""

from __future__ import annotations

import numpy as np
import pytest

import graphs
from graphs import GraphError, Limits, TooLarge
from tests.support.counting import counted

# Small programs that take long: in one line what grows.
LONG = {
    "products of thin matrices": "A = np.ones((100, 10000))\nB = np.ones((10000, 100))\n"
    "s = 0\nfor t in range(300):\n    s = s + (A @ B)[0, 0]",
    "determinants": "A = np.eye(900)\ns = 0\nfor i in range(300):\n    s = s + np.linalg.det(A)",
    "systems": "A = np.eye(900)\nb = np.ones(900)\n"
    "for i in range(300):\n    b = np.linalg.solve(A, b)\nf = b.sum()",
    "large elements": "x = np.ones((100, 1000))\ny = x\n" + "y = y * x * 2\n" * 48 + "f = y.sum()",
    "known products": "for i in range(1999):\n"
    "    if (np.ones((500, 500)) @ np.ones((500, 500))).sum() > 0:\n        pass\nf = 1.0",
    "a list in a list": "w = 1\na = [w, w]\nfor i in range(60):\n    a = [a, a]\nf = np.zeros(a)",
    "a list of lists": "a = [1] * 2000\nb = [a] * 2000\nf = np.array(b)",
    "a list in a list in a list": "w = 1\na = [w] * 2000\nb = [a] * 2000\nc = [b] * 2000\n"
    "f = np.array(c)",
    "longer lists": "w = 1\na = [w] * 2000\nb = a\nfor i in range(1500):\n    b = b + a\nf = b[0]",
    "append": "a = [1]\nfor i in range(1999):\n" + "    a.append(1)\n" * 280 + "f = 3",
    "zip": "a = range(2000)\nb = list(zip(a, a))\n"
    "for i in range(1000):\n    b = list(zip(b, b))\nf = 1.0",
    "enumerate": "a = list(range(2000))\n"
    "for i in range(1999):\n    b = list(enumerate(a))\nf = 1.0",
    "expressions in a loop": "for i in range(1999):\n    a = [" + "1, " * 2400 + "]\nf = 3",
    "many arguments": "x = 2\nf = max([x] * 2000)",
    "many parts": "x = np.ones(1)\nf = np.stack([x] * 2000).sum()",
    "settings": "x = np.ones(5)\nf = np.pad(x, np.ones((1000, 1000)))",
}
TENTH = Limits(operations=Limits().operations // 10)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_would_take_long_is_refused_soon(text: str) -> None:
    """An operation is a nanosecond or two, a call at least a hundred of them."""
    with counted(most=TENTH.operations // 100), pytest.raises(GraphError) as caught:
        graphs.trace(text, limits=TENTH)
    assert caught.value.line is not None
    assert caught.value.hint
    assert isinstance(caught.value, TooLarge)
    assert len(caught.value.message) < 300


def test_operations_count_over_all_readings() -> None:
    """A program whose inputs lack values is read again and again: one budget for all."""
    body = "".join(f"for j in range(1, 150):\n    z{i} = x{i}.shape[0]\n" for i in range(8))
    with pytest.raises(GraphError) as caught:
        graphs.trace(body)
    assert len(caught.value.missing) == 8
    few = Limits(operations=5_000_000)
    with counted(most=few.operations // 50), pytest.raises(GraphError) as caught:
        graphs.trace(body, limits=few)
    assert 0 < len(caught.value.missing) < 8  # as far as it was read


def test_new_values_are_counted_before_they_are_made() -> None:
    trace = graphs.trace("f = x.sum()", {"x": np.ones(3)}, limits=Limits())
    many = {f"x{i}": {"generate": "randn", "shape": [1000, 1000]} for i in range(50)}
    with pytest.raises(TooLarge, match="The values given would take"):
        trace.with_inputs(many)
