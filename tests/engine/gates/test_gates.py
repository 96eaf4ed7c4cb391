"""The table of gates, walked row by row against central differences and its own words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.backward import backpropagate, unbroadcast
from graphs.autodiff.forward import forward
from graphs.gates import BY_NAME, GATES, Gate
from graphs.gates.row import AND, OR, REQUIRED, Sample
from graphs.gates.spellings import SPELLINGS
from graphs.language.array_makers import PLAIN, RANDOM
from graphs.model import Input
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from tests.support.gate_samples import LETTERS, arguments, resized, samples, tried

SOURCES = sorted(Path(graphs.__file__).parent.rglob("*.py"))
HELPERS = ("bool", "int", "float")  # of Python: they leave a number a number
LECTURE = {"distributor", "router", "switcher", "scaler", "adder"}
H = 1e-6


# Rows whose samples hold sizes beside their shapes: they are not tried at others.
FIXED = {"reshape", "broadcast_to", "add_at", "last_write"}
# Rows that move items, and some uses of patterns, have no local rule in words.
WORDLESS = {"index", "scatter", "add_at", "cofactors", "normalize"}
WORDLESS |= {"cross_entropy", "cross_entropy_at"}
WORDLESS |= {"products_of_others", "change_of_others", "change_of_cofactors"}
EACH = pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
TYPED = pytest.mark.parametrize(
    "gate", [gate for gate in GATES if not gate.hidden], ids=lambda gate: gate.name
)
NUMPYS = pytest.mark.parametrize(
    "gate",
    [gate for gate in GATES if hasattr(np, gate.name) or hasattr(np.linalg, gate.name)],
    ids=lambda gate: gate.name,
)


def pulls(
    gate: Gate, where: list[Sample] | None = None
) -> Iterator[tuple[Sample, tuple[Any, ...], Any, Any, int]]:
    """Each place where a rule is tried: arguments, output, upstream gradient, slot."""
    for sample, args in tried(gate, where):
        z = gate.compute(args, sample.settings)
        g = np.random.default_rng(len(args)).uniform(0.5, 1.5, np.shape(z))[()]
        for slot in range(len(sample.shapes)):
            if not gate.data and gate.differentiable(slot):
                yield sample, args, z, g, slot


def close(mine: Any, theirs: Any, where: object, **tolerance: float) -> None:
    assert np.shape(mine) == np.shape(theirs), where
    np.testing.assert_allclose(mine, theirs, err_msg=str(where), **tolerance)


def test_every_row_that_is_not_elementwise_has_samples() -> None:
    assert {gate.name for gate in GATES if not gate.elementwise and not gate.samples} == set()


@EACH
def test_shape_is_known_before_it_is_computed(gate: Gate) -> None:
    for sample, args in tried(gate):
        shape = gate.shape(*map(np.shape, args), **sample.settings)
        assert shape == np.shape(gate.compute(args, sample.settings)), sample
        assert all(type(size) is int for size in shape), sample


@NUMPYS
def test_value_is_what_numpy_computes(gate: Gate) -> None:
    function = getattr(np, gate.name, None) or getattr(np.linalg, gate.name)
    for sample, args in tried(gate):
        mine = gate.compute(args, sample.settings)
        if gate.takes_list:
            theirs = function(args, **sample.settings)
        elif gate.setting_first:
            theirs = function(*sample.settings.values(), *args)
        elif gate.reduction:  # np.max is of one array, the row of several
            theirs = function(np.broadcast_arrays(*args), axis=0)
        else:
            theirs = function(*args, **sample.settings)
        close(mine, theirs, sample, rtol=1e-14, atol=1e-14)


@EACH
def test_rule_agrees_with_central_differences(gate: Gate) -> None:
    agree_with_differences(gate, samples(gate))


@EACH
def test_rule_agrees_with_central_differences_at_random_sizes(gate: Gate) -> None:
    found = [resized(gate, sample, seed) for sample in samples(gate) for seed in range(3)]
    fitting = [sample for sample in found if sample is not None]
    assert bool(fitting) == (gate.name not in FIXED)
    agree_with_differences(gate, fitting)


def agree_with_differences(gate: Gate, where: list[Sample]) -> None:
    for sample, args, z, g, slot in pulls(gate, where):
        pulled = gate.pullback(slot, g, z, args, sample.settings)
        expected = np.zeros(sample.shapes[slot])
        for place in np.ndindex(*sample.shapes[slot]):
            totals = []
            for step in (H, -H):
                moved = np.array(args[slot], dtype=float)
                moved[place] += step
                near = (*args[:slot], moved[()], *args[slot + 1 :])
                totals.append(np.sum(g * gate.compute(near, sample.settings)))
            expected[place] = (totals[0] - totals[1]) / (2 * H)
        close(unbroadcast(sample.shapes[slot], pulled), expected, sample, rtol=1e-5, atol=1e-8)


@EACH
def test_local_says_what_the_rule_does(gate: Gate) -> None:
    wordless = False
    most = 2 if gate.name in ("max", "min") else len(LETTERS)  # whose words are for two
    for sample, args, z, g, slot in pulls(gate):
        names = [f"a{place}" for place in range(len(args))]
        inputs = dict(zip((*names, "z", "g"), (*args, z, g), strict=True))
        local_template = gate.local_template(slot, [np.shape(one) for one in args], sample.settings)
        wordless |= local_template is None
        if local_template is not None and len(args) <= most:
            said = graphs.trace(local_template.format(*names, z="z", g="g"), inputs).value
            pulled = gate.pullback(slot, g, z, args, sample.settings)
            whole = said if "{g}" in local_template else g * np.asarray(said)
            close(whole, pulled, sample, rtol=1e-11, atol=1e-11)
    assert wordless == (gate.name in WORDLESS)


@EACH
def test_rule_runs_on_graph_expressions(gate: Gate) -> None:
    for sample, args, z, g, slot in pulls(gate):
        builder, letters = Builder(), LETTERS[: len(args)]
        values = dict(zip((*letters, "z", "g"), (*args, z, g), strict=True))
        made = {
            name: Expression(builder, builder.input(name, value=value))
            for name, value in values.items()
        }
        inside = tuple(made[name] for name in letters)
        pulled = gate.pullback(slot, made["g"], made["z"], inside, sample.settings)
        assert isinstance(pulled, Expression)
        inputs = {name: Input(place, None) for place, name in enumerate(values)}
        graph = builder.finish("", {}, inputs, pulled.index, None)
        computed, _ = forward(graph, values)
        expected = gate.pullback(slot, g, z, args, sample.settings)
        assert pulled.shape == np.shape(expected), sample
        close(computed[graph.output], expected, sample, rtol=1e-12, atol=1e-14)


@EACH
def test_row_is_documented(gate: Gate) -> None:
    for sample in samples(gate):
        letters = LETTERS[: len(sample.shapes)]
        for letter in letters:
            assert letter in gate.write(LETTERS, sample.settings)
            assert letter in gate.typeset(LETTERS, sample.settings)
    assert gate.symbol
    assert len(gate.local) == (2 if gate.name in ("max", "min") else len(gate.vjp))
    assert len(gate.domain) in (1, gate.arity)
    if gate.role is None:
        assert gate.vjp == (None,) * len(gate.vjp)
    else:
        assert gate.role.name in LECTURE
        assert gate.role.title.startswith("gradient ")
        assert gate.role.meaning.endswith(".")
        assert gate.why
    assert bool(gate.tie or gate.decided_by is not None) == bool(gate.tie_explanation)


@TYPED
def test_row_is_read_back_from_its_own_form(gate: Gate) -> None:
    for sample, args in tried(gate):
        if gate.name in HELPERS and gate.data:
            args = (True,)  # a number is a number already
        names = LETTERS[: len(args)]
        text = gate.write(names, sample.settings)
        if gate.precedence in (AND, OR):  # a and b is a decision, of whole arrays or of none
            text = f"np.{gate.name}({', '.join(names)})"
        traced = graphs.trace(text, dict(zip(names, args, strict=True)))
        (used,) = [node for node in traced.evaluation.model.nodes if node.gate]
        assert used.gate is gate, text
        assert used.settings == sample.settings, text
        assert [traced.evaluation.model.nodes[index].name for index in used.args] == names, text
        assert used.index == traced.evaluation.model.output, text


def written(name: str, gate: Gate, sample: Sample) -> str:
    """A call of a row by name, its settings by keyword."""
    args = ", ".join(LETTERS[: len(sample.shapes)])
    if gate.takes_list:
        args = f"[{args}]"
    given = [f"{word}={value!r}" for word, value in sample.settings.items()]
    if gate.setting_first:
        return f"{name}({given.pop().partition('=')[2]}, {args})"
    return f"{name}({', '.join([args, *given])})".replace("=inf", "=np.inf")


CALLABLE = {name: gate for name, gate in BY_NAME.items() if "key" not in gate.settings}


def test_only_items_are_written_with_brackets() -> None:
    assert BY_NAME.keys() - CALLABLE.keys() == {"index"}


# Of items one by one, next to 0 on either side, whole numbers.
PYTHONS_OWN = {f"math.{name}" for name in ("prod", "remainder", "floor", "ceil", "trunc")}


@pytest.mark.parametrize("prefix", ["", "np.", "numpy.", "math.", "np.linalg."])
def test_every_name_is_callable(prefix: str) -> None:
    for name, gate in CALLABLE.items():
        if prefix + name in PYTHONS_OWN:
            continue
        sample = samples(gate)[0]
        args = dict(zip(LETTERS, arguments(gate, sample), strict=False))
        if gate.name in HELPERS and gate.data:
            args = {"a": True}  # a number is a number already
        model = graphs.trace(written(prefix + name, gate, sample), args).evaluation.model
        assert model.nodes[model.output].gate is gate


METHODS = [name for name in BY_NAME if hasattr(np.ndarray, name) and name not in ("max", "min")]


def test_numpys_methods_mean_the_functions() -> None:
    assert {"sum", "mean", "var", "std", "prod", "reshape", "transpose", "clip"} <= set(METHODS)
    for name in METHODS:
        gate = BY_NAME[name]
        for seed, sample in enumerate(samples(gate)):
            args = arguments(gate, sample, seed)
            inputs = dict(zip(LETTERS, args, strict=False))
            function = written(name, gate, sample)
            method = function.replace(f"{name}(a", "a." + name + "(").replace("(, ", "(")
            assert np.array_equal(
                graphs.trace(method, inputs).value, graphs.trace(function, inputs).value
            )


def test_names_are_unique() -> None:
    rows = chain.from_iterable((gate.name, *gate.aliases) for gate in GATES)
    names = [*rows, *SPELLINGS, *PLAIN, *RANDOM]
    assert sorted(names) == sorted(set(names))


def test_no_code_outside_the_table_knows_a_gate_by_name() -> None:
    names = {name for gate in GATES for name in (gate.name, *gate.aliases)} - {"bool"}
    for path in SOURCES:
        if path.parent.name == "gates":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(
                node, ast.Compare | ast.MatchValue | ast.Subscript
            ):  # not a payload's key
                for part in ast.walk(node):
                    text = part.value if isinstance(part, ast.Constant) else None
                    assert text not in names, f"{path.name}:{node.lineno}: {text}"


def test_what_a_row_needs_has_no_default() -> None:
    for gate in GATES:
        for sample in gate.samples:
            assert sample.settings.keys() <= gate.settings.keys()
            needed = {word for word, default in gate.settings.items() if default is REQUIRED}
            assert needed <= sample.settings.keys()


def test_a_truth_value_counts_as_one_or_zero() -> None:
    inputs = {"x": 2.0, "y": -1.0}
    assert graphs.trace("(x > 0) + (x > 1)", inputs).value == 2.0
    assert graphs.trace("-(x > 0)", inputs).value == -1.0
    assert graphs.trace("(x > 0) - (y > 0)", inputs).value == 1.0
    assert graphs.trace("exp(x > 0)", inputs).value == np.exp(1.0)
    assert graphs.trace("x * (x > 0)", inputs).grads["x"] == 1.0


def test_only_wires_that_carry_a_gradient_are_walked() -> None:
    graph = graphs.trace("where(x > 0, x * 3, y)", {"x": 2.0, "y": 1.0}).evaluation.model
    walked = [(node.op, slot) for node, slot, *_ in backpropagate(graph, [1.0] * 9, 1.0)]
    assert walked == [("where", 2), ("where", 1), ("mul", 0)]
