"""Compiled programs whose text decides by values: right on both sides, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.compiled import training_step
from graphs.compiled.function import Compiled

BRANCH = """
y = x * 2
if y > 1:
    f = y ** 2
elif y < -1:
    f = -3 * y
else:
    f = y * w
"""
NEWTON = """
a = x
b = a / 2 + x / (2 * a)
while abs(a - b) > 1e-9:
    a = b
    b = a / 2 + x / (2 * a)
root = b
"""
MASK = "m = x > 0\nf = (x[m] ** 2).sum() + x.sum()"
INDEX = "i = np.argmax(x)\nbest = x[int(i)]\nf = best * w"


def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each reading of a text from here on."""
    from graphs.compiled import function

    read, count = function.parse, list[str]()

    def counted(*args: Any) -> Any:
        count.append(args[0])
        return read(*args)

    monkeypatch.setattr(function, "parse", counted)
    return count


def agree(compiled: Compiled, text: str, **inputs: Any) -> None:
    traced = graphs.trace(text, inputs)
    value, slopes = compiled(**inputs)
    np.testing.assert_allclose(value, traced.value, rtol=1e-12)
    for name, slope in slopes.items():
        np.testing.assert_allclose(slope, traced.grads[name], rtol=1e-10, err_msg=name)


def test_both_sides_of_an_if(monkeypatch: pytest.MonkeyPatch) -> None:
    count = parses(monkeypatch)
    compiled = graphs.compile(BRANCH)
    for x in (2.0, 0.25, 3.0, -4.0, 0.1, 0.5, 0.5000001, -0.6, 7.0, 0.0):
        agree(compiled, BRANCH, x=x, w=3.0)
    assert len(count) == 3  # one reading for each outcome
    text = compiled.code(x=2.0, w=1.0)
    assert "if not tested and (not" in text
    assert "again(x=x, w=w, **more)" in text


def test_a_test_is_no_more_than_a_line_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast path stays in the generated function: nothing is looked up, nothing read."""
    compiled = graphs.compile(BRANCH)
    compiled(x=2.0, w=1.0)

    def fail(*args: Any) -> Any:
        pytest.fail("looked up")

    monkeypatch.setattr(Compiled, "_specialization", fail)
    assert compiled(x=3.0, w=1.0) == (36.0, {"x": 24.0, "w": 0.0})


def test_programs_without_decisions_have_no_tests() -> None:
    assert "tested" not in graphs.compile("f = x * y").code(x=1.0, y=2.0)
    structural = graphs.compile("n = 2\nf = x\nfor i in range(n):\n    f = f * x")
    assert "tested" not in structural.code(x=1.0, n=2)  # n is compared already


@pytest.mark.parametrize("order", [(2.0, 3.0, 100.0, 1e-3), (1e6, 2.0, 2.0, 5.0)])
def test_newtons_method_takes_the_passes_it_needs(order: Sequence[float]) -> None:
    compiled = graphs.compile(NEWTON)
    for x in order:
        value, slopes = compiled(x=x)
        assert value == pytest.approx(np.sqrt(x), rel=1e-12)
        assert slopes["x"] == pytest.approx(0.5 / np.sqrt(x), rel=1e-6)
        agree(compiled, NEWTON, x=x)


@pytest.mark.parametrize("text", [MASK, INDEX], ids=["mask", "index"])
def test_arrays_that_decide(text: str) -> None:
    compiled = graphs.compile(text)
    more = {"w": 2.0} if "w" in text else {}
    for x in ([1.0, -2.0, 3.0], [1.0, 2.0, 3.0], [-1.0, -2.0, 5.0], [9.0, -2.0, 3.0]):
        agree(compiled, text, x=np.array(x), **more)


def test_a_decision_that_python_cannot_compute_is_computed_by_numpy() -> None:
    text = "y = 1 / x\nif y > 2:\n    f = x * 3\nelse:\n    f = x * 5"
    compiled = graphs.compile(text)
    assert [compiled(x=x)[0] for x in (1.0, 0.0, 0.25, 0.0)] == [5.0, 0.0, 0.75, 0.0]
    assert compiled(x=0.0)[1] == {"x": 3.0}
    text = "if np.log(x) > 0:\n    f = x * 3\nelse:\n    f = x * 5"
    compiled = graphs.compile(text)
    assert [compiled(x=x)[0] for x in (2.0, -1.0, 0.5, 3.0)] == [6.0, -5.0, 2.5, 9.0]


def test_rounding_at_the_edge_ends_nowhere() -> None:
    """What is generated may round otherwise than the gates by which the text was read."""
    text = "y = x * 0.1 * 3\nif y > 0.3:\n    f = x * 2\nelse:\n    f = x * 7"
    compiled = graphs.compile(text)
    for x in (1.0, np.nextafter(1.0, 2.0), np.nextafter(1.0, 0.0), 1.0, 5.0, -1.0):
        agree(compiled, text, x=float(x))


def test_errors_of_a_branch_are_those_of_a_trace() -> None:
    text = "if x > 0:\n    f = X @ X\nelse:\n    f = X.sum() * x"
    compiled = graphs.compile(text)
    X = np.ones((2, 3))
    assert compiled(x=-1.0, X=X)[0] == -6.0
    with pytest.raises(GraphError, match="matmul"):
        compiled(x=1.0, X=X)
    assert compiled(x=-2.0, X=X)[0] == -12.0


def test_defaults_of_the_text_decide_too() -> None:
    compiled = graphs.compile("x = 3.0\nif x > 1:\n    f = x * x\nelse:\n    f = -x")
    assert compiled()[0] == 9.0
    assert compiled(0.5) == (-0.5, {"x": -1.0})
    assert compiled() == (9.0, {"x": 6.0})


# Training


def test_a_branch_flips_on_the_way_down() -> None:
    text = "e = w - 3\nif abs(e) > 1:\n    loss = 2 * abs(e) - 1\nelse:\n    loss = e ** 2"
    run = training_step(text, ["w"], "w = w - lr * dw")
    values: dict[str, Any] = {"w": 9.0}
    w = 9.0
    for _ in range(60):
        e = w - 3
        loss, slope = (2 * abs(e) - 1, 2 * np.sign(e)) if abs(e) > 1 else (e * e, 2 * e)
        assert run(values, {"w": {}}, {"lr": 0.2}) == pytest.approx(loss, rel=1e-12)
        w -= 0.2 * slope
        assert values["w"] == pytest.approx(w, rel=1e-12)
    assert values["w"] == pytest.approx(3.0, abs=1e-6)


@pytest.mark.parametrize("size", [3, 2_000])
def test_nothing_is_changed_before_the_decisions_are_tested(size: int) -> None:
    """Arrays are updated in place, also by an update that a decision reads."""
    text = "y = w - x\nif y.sum() > 0:\n    loss = (w * x).sum()\nelse:\n    loss = (w * w).sum()"
    run = training_step(text, ["w"], "w = w - dw")
    x = np.linspace(1.0, 2.0, size)
    w = np.full(size, 3.5)
    values: dict[str, Any] = {"w": w.copy(), "x": x}
    for _ in range(4):
        positive = (w - x).sum() > 0
        loss, slope = ((w * x).sum(), x) if positive else ((w * w).sum(), 2 * w)
        assert run(values, {"w": {}}, {}) == pytest.approx(loss)
        w = w - slope
        np.testing.assert_allclose(values["w"], w)


def test_masks_change_while_training() -> None:
    text = (
        "p = X @ w\nloss = np.mean(np.where(y * p < 1, 1 - y * p, 0)) + 0.1 * (w[w > 0]**2).sum()"
    )
    rng = np.random.RandomState(1)
    X, y = rng.randn(8, 3), np.sign(rng.randn(8))
    w = rng.randn(3)
    values: dict[str, Any] = {"X": X, "y": y, "w": w.copy()}
    run = training_step(text, ["w"], "w = w - lr * dw")
    seen = set()
    for _ in range(40):
        trace = graphs.trace(text, {"X": X, "y": y, "w": w})
        assert run(values, {"w": {}}, {"lr": 0.3}) == pytest.approx(trace.value)
        seen.add(tuple(w > 0))
        w = w - 0.3 * trace.grads["w"]
        np.testing.assert_allclose(values["w"], w)
    assert len(seen) > 1
