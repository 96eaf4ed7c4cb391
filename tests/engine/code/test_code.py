"""Staged code: what is exported runs as it stands, and gives the gradients it came from."""

from __future__ import annotations

import ast
import re
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.code import LANGUAGES, SCRIPTS, helpers, staged
from graphs.code.gate_code import CALLED, helper_of
from graphs.code.names import TAKEN
from graphs.code.script import source_of
from graphs.gates import GATES, Gate
from graphs.gates.row import as_number
from tests.support.gate_samples import samples, tried
from tests.support.number_programs import INPUTS, programs
from tests.support.scripts import agrees, asked, in_fresh_interpreter, run, traced
from tests.support.tensor_programs import Writer
from web.gallery import EXAMPLES

EACH_LEVEL = pytest.mark.parametrize("level", SCRIPTS)
ENTRIES = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
BY_ID = {entry["id"]: entry for entry in EXAMPLES}
ONLY_DRAWN = {"gradient_seed"}  # a row for circuits that are drawn
LONGEST = 100  # columns of code, without its comment


def of_gallery(entry: Any) -> graphs.Trace:
    return graphs.trace(entry["program"], entry["inputs"])


def without_comments(text: str) -> list[str]:
    return [line.split("  #")[0].rstrip() for line in text.splitlines()]


# The gallery


@EACH_LEVEL
def test_every_entry_runs_in_a_fresh_interpreter(level: str, tmp_path: Path) -> None:
    traces = [of_gallery(entry) for entry in EXAMPLES]
    found = in_fresh_interpreter([trace.code("numpy", level) for trace in traces], tmp_path)
    assert len(found) == len(EXAMPLES)
    for entry, trace, made in zip(EXAMPLES, traces, found, strict=True):
        agrees(made, trace, entry["id"])


def test_the_lectures_example_looks_like_the_notes() -> None:
    lines = without_comments(of_gallery(BY_ID["staged"]).code())
    assert lines[lines.index("# forward pass") :] == [
        "# forward pass",
        "sigy = sigmoid(y)",
        "num = x + sigy",
        "sigx = sigmoid(x)",
        "xpy = x + y",
        "xpysqr = xpy**2",
        "den = sigx + xpysqr",
        "invden = 1 / den",
        "f = num * invden",
        "",
        "# backward pass",
        "df = 1.0",
        "dnum = df * invden",
        "dinvden = df * num",
        "dden = -(dinvden / (den * den))",
        "dsigx = dden",
        "dxpysqr = dden",
        "dxpy = dxpysqr * (2 * xpy)",
        "dx = dxpy",
        "dy = dxpy",
        "dx += dsigx * (sigx * (1 - sigx))",
        "dx += dnum",
        "dsigy = dnum",
        "dy += dsigy * (sigy * (1 - sigy))",
    ]


def test_minimal_code_has_only_what_the_gradients_need() -> None:
    lines = without_comments(of_gallery(BY_ID["add-multiply"]).code("numpy", "minimal"))
    assert lines[-7:] == ["# forward pass", "q = x + y", "", "# backward pass"] + (
        ["dz = q", "dx = z", "dy = z"] if lines[-3] == "dz = q" else ["dx = z", "dy = z", "dz = q"]
    )


@EACH_LEVEL
@ENTRIES
def test_a_step_stands_in_the_line_of_its_value(entry: Any, level: str) -> None:
    trace = of_gallery(entry)
    code = staged(trace, level=level)
    made, lines = run(code), code.text.splitlines()
    assert len(code.lines) == len(trace.steps)
    for step, line in zip(trace.raw_steps, code.lines, strict=True):
        if line is None:
            assert level == "minimal"
            continue
        name = re.match(r"(?:np\.add\.at\()?(\w+)", lines[line - 1])
        assert name is not None
        assert re.match(r"np\.add\.at|\w+(\[.*\])? \+?=", lines[line - 1])
        index = step.node if step.phase == "forward" else step.to
        wanted = trace.node_values[index] if step.phase == "forward" else trace.gradients[index]
        if level == "readable":
            np.testing.assert_allclose(made[name[1]], wanted, rtol=1e-9, atol=1e-11)
            assert name[1].startswith("d") or step.phase == "forward"


@ENTRIES
def test_backward_lines_name_the_forward_line(entry: Any) -> None:
    trace = of_gallery(entry)
    code = staged(trace)
    lines = code.text.splitlines()
    at = dict(zip([(step.phase, step.node) for step in trace.raw_steps], code.lines, strict=True))
    for step, line in zip(trace.raw_steps, code.lines, strict=True):
        if step.phase == "backward" and step.node is not None and line is not None:
            said = lines[line - 1].partition("# ")[2].split("  ")[-1]
            forward = at["forward", step.node]
            assert forward is not None
            assert lines[forward - 1].startswith(said.removesuffix(" …"))


@ENTRIES
def test_lines_are_short_and_shapes_are_said(entry: Any) -> None:
    trace = of_gallery(entry)
    for level in SCRIPTS:
        text = trace.code("numpy", level)
        assert max(map(len, without_comments(text))) <= LONGEST
        ast.parse(text)
    if any(node.shape for node in trace.model.nodes):
        assert re.search(r"# \(\d+,", trace.code())


@EACH_LEVEL
@ENTRIES
def test_code_is_read_back_by_the_tool(entry: Any, level: str) -> None:
    """But for helpers of arrays, which are Python that the tool does not read."""
    trace = of_gallery(entry)
    text = trace.code("numpy", level)
    arrays = any(node.shape for node in trace.model.nodes)
    if arrays and re.search(r"axis=None|keepdims=False|np\.add\.at|np\.vectorize", text):
        with pytest.raises(graphs.GraphError):
            graphs.trace(text)
        return
    again = graphs.trace(text)
    agrees({name: again.values[name] for name in asked(trace)}, trace)


# Any program


@EACH_LEVEL
def test_random_programs_of_numbers(level: str) -> None:
    for text, place, _, _ in islice(programs(), 150):
        trace = graphs.trace(text, dict(zip(INPUTS, place, strict=True)))
        agrees(run(staged(trace, level=level)), trace, text)


@EACH_LEVEL
def test_random_programs_of_arrays(level: str) -> None:
    for seed in range(150):
        writer = Writer(f"code {seed}", twice=seed % 2 == 0)
        text = writer.program()
        trace = graphs.trace(text, writer.inputs)
        agrees(run(staged(trace, level=level)), trace, text)


@pytest.mark.parametrize(
    "gate", [gate for gate in GATES if gate.name not in ONLY_DRAWN], ids=lambda gate: gate.name
)
def test_every_row_can_be_written(gate: Gate) -> None:
    for seed, sample in enumerate(samples(gate)):
        trace = traced(gate, sample, seed)
        for level in SCRIPTS:
            agrees(run(staged(trace, level=level)), trace, sample)


@pytest.mark.parametrize(
    "gate",
    [gate for gate in GATES if gate.name not in ONLY_DRAWN and helper_of(gate)],
    ids=lambda gate: gate.name,
)
def test_a_helper_computes_what_its_row_does(gate: Gate) -> None:
    helper = helper_of(gate)
    assert helper is not None
    for sample, args in tried(gate):
        if "key" not in sample.settings:
            mine = helper(*map(as_number, args), **sample.settings)
            wanted = gate.compute(args, sample.settings)
            assert np.shape(mine) == np.shape(wanted)
            np.testing.assert_allclose(mine, wanted, rtol=1e-9, atol=1e-12)


def test_helpers_are_written_without_types_and_say_what_they_are() -> None:
    for name in vars(helpers):
        if name.islower() and callable(getattr(helpers, name)):
            text = source_of(name, "np")
            compile(text, name, "exec")
            assert "Any" not in text
            assert "->" not in text


def test_functions_are_called_by_the_names_that_numpy_documents() -> None:
    known = {name: called for name, called in CALLED.items() if called}
    assert known["abs"] == "np.abs"
    assert known["max"] == "np.maximum"
    assert known["amax"] == "np.max"
    assert known["inv"] == "np.linalg.inv"
    assert known["float"] == "np.float64"
    assert known["sigmoid"] == "sigmoid"
    for name in known.values():
        word = name.removeprefix("np.").removeprefix("linalg.")
        where = helpers if "." not in name else np.linalg if "linalg" in name else np
        assert hasattr(where, word)


# Names


NAMES = {
    "an input called like a gradient": ("f = x*dx + x**2", {"x": 2.0, "dx": 3.0}),
    "a value called like a gradient": ("dh = x*2\nh = x*3\nf = h*dh", {"x": 1.0}),
    "gradients of gradients": ("d = 2*x\ndd = d*x\nf = d*dd", {"x": 1.5}),
    "np": ("np = 3\nf = np*x", {"x": 2.0}),
    "a helper": ("sigmoid = x*2\nf = σ(sigmoid)", {"x": 0.1}),
    "len, which a helper calls": ("len = x*2\nf = max(len*y)", {"x": 0.5, "y": [1.0, 2.0]}),
    "int": ("int = x*2\nf = y[i] * int", {"x": 0.1, "y": [1.0, 2.0], "i": 1}),
    "assigned again": ("x = 2\nx = x*x\nx = x + 1\nf = x*x", {}),
    "x_2 is there already": ("x_2 = x*3\nx = x*2\nx = x*x_2", {"x": 1.5}),
    "t1 is there already": ("t1 = x*2\nf = (x*3)*(t1 + 1)", {"x": 1.0}),
    "u1 is there already": ("u1 = x*2\nf = sum(var(y*u1) + std(y))", {"x": 1.0, "y": [1.0, 3.0]}),
    "Greek": ("α = x*2\nβ = α + x\nf = α*β", {"x": 3.0}),
    "d alone": ("d = x*2\nf = d*x", {"x": 3.0}),
    "no name for the output": ("(x + y) * z", {"x": 1.0, "y": 2.0, "z": 3.0}),
    "no name, and f is taken": ("f = 2*x\n(f + y) * f", {"x": 1.0, "y": 2.0}),
    "an alias": ("y = x\nz = y*y", {"x": 3.0}),
}


@EACH_LEVEL
@pytest.mark.parametrize("case", NAMES)
def test_names_do_not_collide(case: str, level: str) -> None:
    trace = graphs.trace(*NAMES[case])
    agrees(run(staged(trace, level=level)), trace)


def test_a_gradients_name_means_the_input() -> None:
    trace = graphs.trace(*NAMES["assigned again"])
    assert run(staged(trace))["dx"] == trace.gradients[0] != trace.grads["x"]
    code = graphs.trace(*NAMES["an input called like a gradient"]).code()
    assert "dx_ = 3.0" in code
    assert "ddx = " in code
    assert {"np", "lambda", "torch", "jnp"} <= TAKEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["a b", "1x", "x; import os #", "y\nimport os", "", "print('')"])
def test_a_value_given_for_any_name_writes_no_code(name: str, language: str) -> None:
    trace = graphs.trace("f = x*x", {"x": 1.0, name: 2.0})
    for level in SCRIPTS:
        code = staged(trace, language, level)
        tree = ast.parse(code.text)
        modules = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert modules <= {"numpy", "torch", "jax", "jax.numpy"}
        if language == "numpy":
            assert run(code)["dx"] == 2.0


# Values


VALUES: dict[str, tuple[str, dict[str, Any]]] = {
    "an input that is not used": ("f = x*x", {"x": 2.0, "y": [1.0, 2.0]}),
    "the output is an array": ("y = x*x", {"x": [1.0, 2.0, 3.0]}),
    "the output is an input": ("x", {"x": 2.0}),
    "the output is an array that is an input": ("x", {"x": [1.0, 2.0]}),
    "constants only": ("3 + 4", {}),
    "a constant": ("f = 3", {}),
    "no gradient": ("f = x > 2", {"x": 3.0}),
    "a mask": ("f = sum(mask * x)", {"mask": [True, False], "x": [1.0, 2.0]}),
    "truth in arithmetic": (
        "f = sum(-(m*1.0) + m + exp(m) + m*m - m) * x",
        {"m": [True, False], "x": 1.0},
    ),
    "a truth value": ("f = b * x + b", {"b": True, "x": 2.0}),
    "no elements": ("f = sum(x*2)", {"x": np.zeros((0, 3))}),
    "many elements": ("f = sum(x**2)", {"x": np.arange(1200).reshape(30, 40) / 7}),
    "many indices": ("f = sum(x[i]**2)", {"x": np.arange(1200) / 7, "i": np.arange(1100)[::-1]}),
    "many truth values": ("f = sum(x[i]**2)", {"x": np.arange(1200) / 7, "i": [True] * 1200}),
    "labels": ("f = sum(x[y]*2)", {"x": [1.0, 5.0, 2.0], "y": [1, 2, 1]}),
    "labels that are computed": ("f = sum(x[y+0]*2)", {"x": [1.0, 5.0], "y": [1, 0, 1]}),
    "an index that is a number": ("i = argmax(x)\nf = x[i]*2", {"x": [1.0, 5.0, 2.0]}),
    "items are written": ("y = x.copy()\ny[0] = 5\nf = sum(y*x)", {"x": [1.0, 5.0, 2.0]}),
    "one number shared": (
        "h = relu(x)\na = h + y\nb = a*a\nf = a + b + h",
        {"x": 1.0, "y": 2.0},
    ),
    "a number that is an array": (
        "f = where(x > 0, x, y)\ng = f*f + f\nh = f + g",
        {"x": 1.0, "y": 2.0},
    ),
    "one array shared": ("q = x + y\nf = sum(q*q + q + x)", {"x": [1.0, 2.0], "y": [3.0, 4.0]}),
    "a view shared": (
        "q = x.T\nf = sum(q) + sum(q*q) + sum(x*x.T)",
        {"x": [[1.0, 2.0], [3.0, 4.0]]},
    ),
    "signs": ("f = -x**2 + (-x)**3 - (-x) - (y - x)", {"x": 1.5, "y": 2.0}),
    "kinks": ("f = clip(x, 0, 1) + clip(y, 0, 1) + abs(0*x)", {"x": 1.5, "y": 0.5}),
    "large numbers": ("f = x * 1e6 * y", {"x": 1.5e300, "y": 1e-290}),
    "a tie": ("f = sum(max(x, y))", {"x": [1.0, 2.0], "y": [1.0, 0.0]}),
}
NOT_FINITE: dict[str, tuple[str, dict[str, Any]]] = {
    "a division by 0": ("f = 1/x", {"x": 0.0}),
    "a root of a negative number": ("f = x**0.5", {"x": -8.0}),
    "0 to a negative power": ("f = x**y", {"x": 0.0, "y": -1.0}),
    "an overflow": ("f = exp(x)", {"x": 1000.0}),
    "an overflow on the way": ("f = sigmoid(x)", {"x": -1000.0}),
    "a power that overflows": ("f = (x**2 * y)", {"x": 1e200, "y": 1.0}),
    "the log of 0": ("f = log(x)*y", {"x": 0.0, "y": 2.0}),
    "infinity": ("f = a*x", {"x": 1.5, "a": float("inf")}),
    "nan": ("f = x*y", {"x": 1.5, "y": float("nan")}),
    "no elements": ("f = mean(x)", {"x": np.zeros((0, 3))}),
    "constants": ("f = x + 1/0", {"x": 1.0}),
}


@EACH_LEVEL
@pytest.mark.parametrize("case", VALUES)
def test_values_of_all_kinds(case: str, level: str) -> None:
    trace = graphs.trace(*VALUES[case])
    agrees(run(staged(trace, level=level)), trace)


@EACH_LEVEL
@pytest.mark.parametrize("case", NOT_FINITE)
def test_what_is_not_finite_stays_so_in_silence(case: str, level: str) -> None:
    trace = graphs.trace(*NOT_FINITE[case])
    agrees(run(staged(trace, level=level)), trace)


@pytest.mark.parametrize("level", SCRIPTS)
def test_only_the_gradients_that_are_asked_for(level: str) -> None:
    trace = graphs.trace("f = x * y", {"x": 2.0, "y": 3.0}, wrt=["y"])
    made = run(staged(trace, level=level))
    assert made["dy"] == 2.0
    assert "dx" not in made


def test_inputs_keep_every_digit() -> None:
    value = np.random.default_rng(0).normal(size=(3, 4))
    made = run(staged(graphs.trace("f = sum(x * y)", {"x": value, "y": 0.1 + 0.2})))
    assert np.array_equal(made["x"], value)
    assert made["y"] == 0.1 + 0.2


@EACH_LEVEL
@ENTRIES
def test_a_folded_pattern_is_one_line(entry: Any, level: str) -> None:
    trace = of_gallery(entry)
    if trace.offered is None or not trace.offered.offers:
        return
    folded = trace.with_fold([offer.id for offer in trace.offered.offers])
    code = staged(folded, level=level)
    agrees(run(code), folded, code.text)
    agrees(run(code), trace, code.text)


def test_an_unknown_language_is_an_error_that_names_the_known_ones() -> None:
    trace = graphs.trace("f = x", {"x": 1.0})
    with pytest.raises(graphs.GraphError) as caught:
        trace.code("fortran")
    assert all(language in str(caught.value.hint) for language in LANGUAGES)
    with pytest.raises(graphs.GraphError):
        trace.code("numpy", "huge")


LECTURE = """np.random.seed(0)
N, D_in, H, D_out = 64, 1000, 100, 10
x, y = np.random.randn(N, D_in), np.random.randn(N, D_out)
w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)
h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()"""


@pytest.mark.parametrize("level", ["readable", "minimal"])
@pytest.mark.parametrize("seeded", [True, False])
def test_large_random_inputs_are_drawn_again(level: str, seeded: bool) -> None:
    text = LECTURE if seeded else LECTURE.partition("\n")[2]
    traced = graphs.trace(text, seed=7)
    script = traced.code("numpy", level)
    assert "w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)" in script
    assert len(script) < 3_000
    words: dict[str, Any] = {}
    exec(script, words)  # our own code
    for name in ("x", "w1", "w2"):
        np.testing.assert_allclose(words[f"d{name}"], traced.grads[name], rtol=1e-9, atol=1e-9)


def test_a_large_random_input_that_was_changed_is_written_out() -> None:
    traced = graphs.trace("x = np.random.randn(1100)\nf = np.sum(x * x)", seed=3)
    assert "np.random.seed(3)" in traced.code()
    moved = traced.with_inputs({"x": np.arange(1100.0) + 0.5})
    assert "base64" in moved.code()
    assert "base64" in traced.code("jax")
