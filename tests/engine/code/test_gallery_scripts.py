"""The scripts of every gallery entry: they run as they stand and give the gradients."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.code import SCRIPTS, export
from tests.support.scripts import agrees, asked, in_fresh_interpreter, run
from web.gallery import EXAMPLES

EACH_LEVEL = pytest.mark.parametrize("level", SCRIPTS)
ENTRIES = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
BY_ID = {entry["id"]: entry for entry in EXAMPLES}
LONGEST = 100  # columns of code, without its comment
# Their scripts hold helpers of arrays: Python that the tool does not read.
UNREAD = {
    "log-sum-exp",
    "softmax-loss",
    "two-layer-relu",
    "causal-attention",
    "max-pool",
}
FOLDED = (  # entries with patterns that fold
    "neuron",
    "cross-entropy",
    "log-sum-exp",
    "softmax-loss",
    "two-layer-sigmoid",
    "two-layer-relu",
    "three-layer",
    "causal-attention",
)


def of_gallery(entry: Any) -> graphs.Trace:
    return graphs.trace(entry["program"], entry["inputs"])


def without_comments(text: str) -> list[str]:
    return [line.split("  #")[0].rstrip() for line in text.splitlines()]


@EACH_LEVEL
def test_every_entry_runs_in_a_fresh_interpreter(level: str, tmp_path: Path) -> None:
    traces = [of_gallery(entry) for entry in EXAMPLES]
    found = in_fresh_interpreter([trace.code("numpy", level) for trace in traces], tmp_path)
    assert len(found) == len(EXAMPLES)
    for entry, trace, made in zip(EXAMPLES, traces, found, strict=True):
        agrees(made, trace.evaluation, entry["id"])


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
    trace = of_gallery(entry).evaluation
    code = export(trace, level=level)
    lines = code.text.splitlines()
    assert len(code.lines) == len(trace.raw_steps)
    shown = [lines[line - 1] for line in code.lines if line is not None]
    assert all(re.match(r"(np\.add\.at\(\w+|\w+(\[.*\])? \+?=)", line) for line in shown)
    assert (len(shown) == len(trace.raw_steps)) == (level == "readable")


@ENTRIES
def test_a_readable_script_names_every_value_and_gradient(entry: Any) -> None:
    trace = of_gallery(entry).evaluation
    code = export(trace)
    made, lines = run(code), code.text.splitlines()
    for step, line in zip(trace.raw_steps, code.lines, strict=True):
        assert line is not None
        name = re.match(r"(?:np\.add\.at\()?(\w+)", lines[line - 1])
        assert name is not None
        index = step.node if step.phase == "forward" else step.to
        wanted = trace.node_values[index] if step.phase == "forward" else trace.gradients[index]
        np.testing.assert_allclose(made[name[1]], wanted, rtol=1e-9, atol=1e-11)
        assert name[1].startswith("d") or step.phase == "forward"


@ENTRIES
def test_backward_lines_name_the_forward_line(entry: Any) -> None:
    trace = of_gallery(entry).evaluation
    code = export(trace)
    lines = code.text.splitlines()
    at = dict(zip([(step.phase, step.node) for step in trace.raw_steps], code.lines, strict=True))
    backward = [
        (at["forward", step.node], line)
        for step, line in zip(trace.raw_steps, code.lines, strict=True)
        if step.phase == "backward" and step.node is not None
    ]
    assert backward
    for forward, line in backward:
        assert forward is not None
        assert line is not None
        said = lines[line - 1].partition("# ")[2].split("  ")[-1]
        assert said
        assert lines[forward - 1].startswith(said.removesuffix(" …"))


@EACH_LEVEL
@ENTRIES
def test_lines_are_short(entry: Any, level: str) -> None:
    text = of_gallery(entry).code("numpy", level)
    assert max(map(len, without_comments(text))) <= LONGEST
    ast.parse(text)


@ENTRIES
def test_shapes_are_said_where_there_are_arrays(entry: Any) -> None:
    trace = of_gallery(entry)
    said = re.search(r"# \(\d+,", trace.code()) is not None
    assert said == any(node.shape for node in trace.evaluation.model.nodes)


@EACH_LEVEL
@ENTRIES
def test_code_is_read_back_by_the_tool(entry: Any, level: str) -> None:
    trace = of_gallery(entry)
    text = trace.code("numpy", level)
    if entry["id"] in UNREAD:
        with pytest.raises(graphs.GraphError):
            graphs.trace(text)
    else:
        again = graphs.trace(text)
        agrees({name: again.values[name] for name in asked(trace.evaluation)}, trace.evaluation)


@EACH_LEVEL
@pytest.mark.parametrize("id", FOLDED)
def test_a_folded_pattern_is_one_line(id: str, level: str) -> None:
    trace = of_gallery(BY_ID[id])
    folded = trace.with_fold([one["id"] for one in trace.patterns]).evaluation
    assert len(folded.model.nodes) < len(trace.evaluation.model.nodes)
    code = export(folded, level=level)
    agrees(run(code), folded, code.text)
    agrees(run(code), trace.evaluation, code.text)


def test_every_entry_with_a_pattern_is_tried_folded() -> None:
    assert {entry["id"] for entry in EXAMPLES if of_gallery(entry).patterns} == set(FOLDED)
