"""Compiled programs against the traced ones: values, gradients, faults, freshness, threads."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from inspect import signature
from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.compiled import body
from graphs.compiled.function import SpecializedGradients
from graphs.gates import GATES, Gate
from tests.support import tensor_programs
from tests.support.gate_samples import arguments, samples
from tests.support.lecture_network import LECTURE, lecture
from tests.support.number_programs import INPUTS, Writer
from tests.support.parts import in_parts
from web.gallery import EXAMPLES


@pytest.fixture
def straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generated text itself must do: gate by gate, nothing is computed."""

    def fail(self: SpecializedGradients, **values: Any) -> Any:
        pytest.fail(f"the text raised:\n{self.source.text}")

    monkeypatch.setattr(SpecializedGradients, "run_by_gate", fail)


def agree(text: str, inputs: Mapping[str, Any], output: str | None = None) -> None:
    """Value and every gradient, to rounding; inf and nan at the same places."""
    traced = graphs.trace(text, inputs, output)
    fn = graphs.compile(text, output)
    wanted = {
        name: traced.evaluation.gradients[entry.node]
        for name, entry in traced.evaluation.model.inputs.items()
        if entry.node in traced.evaluation.gradients
    }
    parts = [np.abs(part[np.isfinite(part)]) for part in map(np.asarray, wanted.values())]
    size = max([1.0, *(np.max(part, initial=0.0) for part in parts)])
    for again in range(2):  # the second call runs in the buffers of the first
        value, slopes = fn(**inputs)
        where = f"call {again} of\n{text}\n{fn.code(**inputs)}"
        assert type(value) is type(traced.value), where
        assert slopes.keys() == wanted.keys(), where
        np.testing.assert_allclose(value, traced.value, rtol=1e-12, atol=1e-13, err_msg=where)
        for name, slope in slopes.items():
            assert np.shape(slope) == np.shape(wanted[name]), where
            assert type(slope) is (np.ndarray if np.ndim(slope) else float), where
            np.testing.assert_allclose(
                slope, wanted[name], rtol=1e-12, atol=1e-12 * size, err_msg=f"d{name}, {where}"
            )


WRITTEN = [gate for gate in GATES if not gate.hidden and not (gate.data and gate.arity == 1)]


@pytest.mark.parametrize("gate", WRITTEN, ids=lambda gate: gate.name)
def test_every_row(gate: Gate, straight: None) -> None:
    for seed, sample in enumerate(samples(gate)):
        args = arguments(gate, sample, seed)
        inputs = {f"a{place}": value for place, value in enumerate(args)}
        agree(f"f = {gate.write(list(inputs), sample.settings)}", inputs)


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
def test_the_gallery(entry: Mapping[str, Any], straight: None) -> None:
    text = entry["program"]
    if "random" in text and "seed" not in text:
        text = f"np.random.seed(1)\n{text}"
    agree(text, entry["inputs"])


@in_parts(2)
def test_random_programs(straight: None, part: int) -> None:
    for number in range(part, 100, 2):
        writer = Writer(f"compiled {number}")
        values = [writer.random.uniform(-2, 2) for _ in INPUTS]
        agree(writer.program(), dict(zip(INPUTS, values, strict=True)))


@in_parts(2)
@pytest.mark.parametrize("large", [1, 10**9])
def test_random_programs_of_arrays(
    large: int, part: int, straight: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In buffers from the first element on, and without any."""
    monkeypatch.setattr(body, "LARGE", large)
    for number in range(part, 120, 2):
        writer = tensor_programs.Writer(f"compiled {number}")
        agree(writer.program(), writer.inputs)


# Where Python raises and NumPy does not, and values that are no floats


FAULTS = [
    ("f = log(x)", 0.0),
    ("f = log(x) * y", -1.0),
    ("f = 1 / x", 0.0),
    ("f = y / (x - x)", 3.0),
    ("f = x**0.5", -2.0),
    ("f = x**y", -2.0),
    ("f = x**-2", 0.0),
    ("f = exp(x)", 1e3),
    ("f = sigmoid(x)", -1e3),
    ("f = sinh(x) + cosh(x)", 1e3),
    ("f = x * x * x", 1e200),
    ("f = x**3 + x**2", 1e200),
    ("f = sqrt(x)", 0.0),
    ("f = sqrt(x)", -1.0),
    ("f = sin(x) * tan(x)", float("inf")),
    ("f = x - x", float("inf")),
    ("f = relu(x) + abs(x) + sign(x)", float("nan")),
    ("f = max(x, y) + min(y, x) + max(x, 1, y)", float("nan")),
    ("f = leaky_relu(x) * elu(x) * softplus(x)", float("-inf")),
    ("f = where(x > 0, log(x), 1)", -1.0),
    ("f = clip(x, -1, 1) * (x == x)", float("nan")),
    ("f = gelu(x) / x", 0.0),
    ("f = sum(log(x) * [1, 2, 3])", 0.0),
    ("f = x * np.ones(3) / np.zeros(3)", 0.0),
]


@pytest.mark.parametrize(("text", "x"), FAULTS)
def test_faults_are_what_numpy_makes_of_them(text: str, x: float, straight: None) -> None:
    given = {"x": x, "y": 1.7} if "y" in text else {"x": x}
    agree(text, given)


@pytest.mark.parametrize("x", [3, True, np.float64(3), np.int8(3), np.array(3.0), np.bool_(True)])
def test_numbers_of_any_kind_count_as_float64(x: Any) -> None:
    agree("f = x**2 / 2 + y", {"x": x, "y": 2})


def test_whole_numbers_are_not_exact() -> None:
    assert graphs.compile("f = x + 1 - x")(x=2**63)[0] == 0.0
    assert graphs.compile("f = x * x")(x=10**200) == (np.inf, {"x": 2e200})
    with pytest.raises(GraphError, match="not a number"):
        graphs.compile("f = x + 1")(x="3")


@pytest.mark.parametrize(
    "x", [[[1, 2], [3, 4]], np.ones((2, 2), np.float32), np.eye(2, dtype=int), np.eye(2) > 0]
)
def test_arrays_of_any_kind(x: Any) -> None:
    agree("f = sum(x * W)", {"x": x, "W": np.asfortranarray(np.arange(4.0).reshape(2, 2).T)})
    agree("f = sum(x @ W.T)", {"x": x, "W": np.arange(8.0).reshape(2, 4)[:, ::2]})


def test_what_is_wrong_is_told_as_a_trace_tells_it() -> None:
    for text, inputs in (
        ("f = x @ y", {"x": np.ones((2, 3)), "y": np.ones((2, 3))}),
        ("f = x[i]", {"x": np.ones(3), "i": np.array([7.0])}),
        ("f = sum(inv(x))", {"x": np.zeros((2, 2))}),
        ("f = x + * y", {}),
        ("f = x * y", {"x": 1}),
    ):
        with pytest.raises(GraphError) as mine:
            graphs.compile(text)(**inputs)
        with pytest.raises(GraphError) as theirs:
            graphs.trace(text, inputs)
        assert str(mine.value) == str(theirs.value)


# One function for several structures


def test_shapes_and_structure_may_change_between_calls() -> None:
    fn = graphs.compile("f = np.sum(x * w)")
    for shape in ((), (3,), (2, 3), (), (3,)):
        value, slopes = fn(x=np.full(shape, 2.0)[()], w=np.ones(shape)[()])
        assert value == 2.0 * np.prod(shape)
        np.testing.assert_array_equal(slopes["w"], np.full(shape, 2.0))
    power = graphs.compile("n = 2\nf = 1\nfor t in range(n):\n    f = f * x")
    assert [power(x=2, n=n)[0] for n in (3, 1, 3, 2, 5, 1)] == [8.0, 2.0, 8.0, 4.0, 32.0, 2.0]
    assert "x * x" in power.code(x=2, n=2)
    assert power(x=2, other=7)[1] == {"n": 0.0, "f": 4.0, "x": 4.0, "other": 0.0}


def test_it_is_one_object_with_a_name_a_signature_and_a_repr() -> None:
    compiled = graphs.compile("b = 0.5\nf = b + x * y", wrt=["x"])
    assert repr(compiled) == "<compiled f(b, x, y)>"
    assert repr(graphs.compile("f = (x +")) == "<compiled program>"  # it raises when it is called
    assert str(signature(compiled)) == "(b, x, y)"
    assert compiled(1.0, 2.0, 3.0) == (7.0, {"x": 3.0})
    assert compiled(1.0, y=3.0, x=2.0) == compiled(b=1.0, x=2.0, y=3.0) == (7.0, {"x": 3.0})
    assert compiled.__name__ == "f"
    assert compiled.code(x=1.0, y=2.0).startswith("def program(")
    assert str(signature(graphs.compile("f = x * w\nw = 2.0", output="f"))) == "(x, w)"
    assert str(signature(graphs.compile("x = 3.0\nf = x * x"))) == "(x=3.0)"


@pytest.mark.parametrize(
    ("values", "names", "message"),
    [((1.0, 2.0, 3.0), {}, "takes 2 inputs, not 3"), ((1.0,), {"x": 2.0}, "x twice")],
)
def test_positions_are_checked_as_python_does(
    values: tuple[float, ...], names: dict[str, float], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        graphs.compile("f = x * y")(*values, **names)


def test_positions_are_those_of_inputs_whose_shape_the_text_needs() -> None:
    compiled = graphs.compile("N, D = X.shape\nf = np.sum(X @ w) / N")
    assert list(signature(compiled).parameters) == ["X", "w"]
    value, _ = compiled(np.ones((4, 2)), np.array([1.0, 2.0]))
    assert value == 3.0


def test_inputs_may_be_called_as_anything(straight: None) -> None:
    for name in ("self", "values", "inputs", "number", "more", "again"):
        compiled = graphs.compile(f"f = {name} * 2")
        assert compiled(**{name: 3.0}) == compiled(3.0) == (6.0, {name: 2.0})


def test_an_input_drawn_again_is_so_for_that_call_alone() -> None:
    text = "np.random.seed(0)\nw = np.random.randn()\nf = w * w"
    compiled = graphs.compile(text)
    again = compiled(w={"generate": "redraw", "seed": 5})
    assert compiled() == compiled() != again
    assert compiled()[0] == graphs.trace(text).value


def test_names_of_the_text_may_be_names_of_the_program() -> None:
    names = ("np_", "type", "number", "again", "slow", "more", "take", "exp", "t1", "c1", "dx")
    text = f"f = {' + '.join(names)} + x * (1 + exp(x) - x)".replace("exp +", "sqrt +", 1)
    agree(text.replace("sqrt", "sqrt_"), dict.fromkeys((*names, "sqrt_", "x"), 0.3))
    agree("f = log(Exception)", {"Exception": 0.0, "not a name": 2, "class": np.ones(3)})


def test_a_random_program_draws_once() -> None:
    fn = graphs.compile("W = np.random.randn(3, 3)\nf = np.sum(W * x)")
    value = fn(x=1.0)[0]
    assert fn(x=1.0)[0] == value
    assert fn(x=np.ones(3))[0] == pytest.approx(value)  # other shapes, the same numbers


# Results belong to the caller


def test_results_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "LARGE", 1)
    inputs = lecture()
    before = {name: value.copy() for name, value in inputs.items()}
    fn = graphs.compile(LECTURE + "\nout = y_pred.T", output="loss")
    _, first = fn(**inputs)
    kept = {name: slope.copy() for name, slope in first.items()}
    for slope in fn(**inputs)[1].values():
        slope[...] = 7.0
    part = fn(**inputs)[1]["w1"][:1]  # what is left of a result is nobody else's either
    fn(**{name: value + 1.0 for name, value in inputs.items()})
    np.testing.assert_array_equal(part, kept["w1"][:1])
    for name in inputs:
        np.testing.assert_array_equal(first[name], kept[name])
        np.testing.assert_array_equal(inputs[name], before[name])


@pytest.mark.parametrize("text", ["f = x", "f = x.T", "f = x + y", "f = sum(x) * y.T", "f = x[1:]"])
def test_views_and_inputs_are_copied(text: str) -> None:
    inputs = {name: np.arange(9.0).reshape(3, 3) for name in "xy" if name in text}
    fn = graphs.compile(text)
    value, slopes = fn(**inputs)
    whole = [value, *slopes.values()]
    for place, part in enumerate(whole):
        others = [*whole[:place], *inputs.values()]
        assert not any(np.shares_memory(part, other) for other in others)
        part[...] = -1.0
    agree(text, {name: np.arange(9.0).reshape(3, 3) for name in inputs})


def test_threads_share_nothing(straight: None) -> None:
    fn = graphs.compile(LECTURE)
    inputs = [lecture(rows=16) | {"y": np.full((16, 3), float(place))} for place in range(8)]
    expected = [fn(**one) for one in inputs]

    def run(place: int) -> bool:
        found = [fn(**inputs[place]) for _ in range(50)]
        return all(
            value == expected[place][0]
            and all(np.array_equal(slopes[it], expected[place][1][it]) for it in slopes)
            for value, slopes in found
        )

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(8))) == [True] * 8


def test_the_text_is_straight_and_in_buffers() -> None:
    fn = graphs.compile(LECTURE, wrt=["w1", "w2"])
    text = fn.code(**lecture(64, 200, 100))
    kinds = {type(node) for node in ast.walk(ast.parse(text))}
    assert not kinds & {ast.For, ast.While, ast.Lambda, ast.ListComp, ast.DictComp}
    assert text.count(" @ ") + text.count("np.matmul") == 5  # x takes no gradient
    assert "out=" in text
    traced = graphs.trace(LECTURE, lecture(64, 200, 100), wrt=["w1", "w2"])
    assert traced.code("numpy", "compiled") == text
    with pytest.raises(GraphError, match="compiled to NumPy"):
        traced.code("jax", "compiled")
