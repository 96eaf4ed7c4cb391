"""Closed groups: the same values and gradients as the open program, whatever is closed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

import graphs
from graphs.evaluation import Evaluation, Structure
from graphs.gates.row import GROUP
from graphs.groups.collapse import collapse
from graphs.groups.outline import MOST_LEAVES, Outline
from graphs.model import Value
from graphs.payload.circuit import step_data
from graphs.trace import Trace, shown_evaluation
from tests.support.large import CHAIN, CLASSIFIER, RECURRENT, straight
from tests.support.number_programs import INPUTS, programs
from web.gallery import EXAMPLES

X = {"x": 0.7}
PROGRAMS = {
    "two calls": ("def f(u):\n    return u * u + u\ny = f(x) + f(2 * x)", X),
    "a call that gives two values": (
        "def f(u, v):\n    return u * v, u + v\np, q = f(x, 3 * x)\ny = p * q + p",
        X,
    ),
    "values of two shapes": (
        "def f(u):\n    return u @ u, u * 2\ns, v = f(a)\ny = s * sum(v**2) + v[1]",
        {"a": [0.3, -0.5, 1.1]},
    ),
    "one call reads another's values": (
        "def f(u):\n    return exp(u), sin(u)\ndef g(p):\n    return p[0] * p[1]\n"
        "z = f(x)\ny = g(z) + z[1]",
        X,
    ),
    "a loop": ("h = x * 1\nfor t in range(3):\n    h = tanh(h * x)", X),
    "nested loops": (
        "s = 0\nfor i in range(3):\n    for j in range(2):\n        s += sin(x * (i + j))",
        X,
    ),
    "a constant inside and out": ("k = x\nk = 3.0\ndef f(u):\n    return u * k\ny = f(x) * k", X),
    "a branch that carries nothing": (
        "def f(a):\n    return where(a > 0, a, 0.1 * a)\ny = sum(f(a)) + f(a)[1]",
        {"a": [0.3, -0.5, 1.1]},
    ),
    "a mask and a value": (
        "def f(u):\n    return u > 0, u * 2\nm, v = f(a)\ny = sum(a[m]) * v[2]",
        {"a": [0.3, -0.5, 1.1]},
    ),
    "a value without a gradient among others": (
        "def f(u):\n    return argmax(u) + 2, u * 2\nk, v = f(a)\ny = k * v[0] + exp(k)",
        {"a": [0.3, -0.5, 1.1]},
    ),
    "what nothing reads has no slope": (
        "def f(u):\n    return sqrt(u - u) * 2, u * 2\nw, v = f(x)\nd = w * 2\ny = v * x",
        X,
    ),
    "what nothing reads": ("def f(u):\n    return u * u\nw = f(x)\ny = exp(x)", X),
    "a fault inside": ("def f(u):\n    return log(u) * 0\ny = f(x - 0.7) + x", X),
    "a chain": (CHAIN.format(passes=40), {}),
    "a recurrent net": (RECURRENT.format(passes=25), {}),
    "a classifier": (CLASSIFIER.format(rows=2), {}),
    "lines": (straight(90), X),
    "one line": ("y = x" + " * x + x" * 160, X),
}


def choices(outline: Outline, count: int = 4) -> Iterator[list[str]]:
    """Parts to open: none, one, some."""
    ids = list(outline.parts)
    yield []
    yield ids[:1]
    for seed in range(count):
        yield random.Random(seed).sample(ids, len(ids) // 2)


def same(whole: Trace, shown: Evaluation) -> None:
    """The output, and the value and gradient of everything that is still seen."""
    before = whole.evaluation
    np.testing.assert_allclose(output(shown), output(before), rtol=1e-12)
    at = {node.id: node.index for node in before.model.nodes}
    assert {node.id for node in shown.model.nodes if node.kind == "input"} <= at.keys()
    for node in shown.model.nodes:
        if node.id not in at:
            continue
        there = at[node.id]
        np.testing.assert_allclose(
            shown.node_values[node.index], before.node_values[there], rtol=1e-12
        )
        assert (node.index in shown.gradients) == (there in before.gradients), node
        if node.index in shown.gradients:
            mine, theirs = shown.gradients[node.index], before.gradients[there]
            np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-12)


def output(evaluation: Evaluation) -> Value:
    return evaluation.node_values[evaluation.model.output]


def drawn(trace: Trace) -> Evaluation:
    """What is drawn of a trace: its closed groups are single gates."""
    return shown_evaluation(trace).evaluation


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_closed_changes_no_number(name: str) -> None:
    whole = graphs.trace(*PROGRAMS[name])
    outline = Outline(whole.evaluation.model)
    assert outline.parts
    for wanted in choices(outline):
        same(whole, whole.evaluation.with_structure(Structure(collapse(outline, wanted).graph)))


def test_every_group_of_the_gallery_closes() -> None:
    grouped = 0
    for entry in EXAMPLES:
        whole = graphs.trace(entry["program"], entry["inputs"])
        outline = Outline(whole.evaluation.model)
        for wanted in choices(outline, 1) if outline.parts else ():
            same(whole, whole.evaluation.with_structure(Structure(collapse(outline, wanted).graph)))
        grouped += bool(outline.parts)
    assert grouped >= 5


def test_gradients_through_closed_groups_agree_with_autograd() -> None:
    closed_some = 0
    for text, place, value, slopes in islice(programs(), 150):
        whole = graphs.trace(text, dict(zip(INPUTS, place, strict=True)), open=())
        shown = drawn(whole)
        closed_some += shown is not whole.evaluation
        mine = [shown.gradients[whole.evaluation.model.inputs[name].node] for name in INPUTS]
        assert [output(shown), *mine] == pytest.approx([value, *slopes], rel=1e-9, abs=1e-12), text
    assert closed_some > 100


def test_a_constant_inside_a_group_may_be_the_output() -> None:
    text = "y = x * 1\nfor t in range(2):\n    c = 1.5\n    y *= c"
    whole = graphs.trace(text, X, output="c")
    shown = drawn(whole.with_open(()))
    assert shown is not whole.evaluation
    assert output(shown) == 1.5


def test_a_closed_group_is_a_gate_with_its_own_slope() -> None:
    """σ'(0.7·0.7) of a sigmoid written out: s (1 - s)."""
    text = "def sigma(u):\n    return 1 / (1 + exp(-u))\nq = x * x\ny = 3 * sigma(q)"
    shown = drawn(graphs.trace(text, X, open=()))
    steps = [step for step in step_data(shown) if step["node"] == "g0"]
    forward, backward = steps
    s = 1 / (1 + np.exp(-0.49))
    assert forward["value"] == pytest.approx(s)
    assert backward["local"] == pytest.approx(s * (1 - s))
    assert backward["contribution"] == pytest.approx(3 * s * (1 - s))
    assert backward["role"] == GROUP.name
    assert "4 gates inside" in backward["sentence"]


def test_several_values_leave_a_group_as_one() -> None:
    shown = drawn(graphs.trace(*PROGRAMS["a call that gives two values"], open=()))
    (group,) = (node for node in shown.model.nodes if node.id == "g0")
    assert group.shape == (2,)
    np.testing.assert_allclose(shown.node_values[group.index], [0.7 * 2.1, 2.8])


def test_ids_are_those_of_the_whole_program() -> None:
    whole = graphs.trace(*PROGRAMS["two calls"])
    shown = drawn(whole.with_open(()))
    seen = {node.id for node in shown.model.nodes}
    assert {"g0", "g1"} < seen
    assert seen - {"g0", "g1"} < {node.id for node in whole.evaluation.model.nodes}
    opened = {node.id for node in drawn(whole.with_open(("g0",))).model.nodes}
    assert "g1" in opened
    assert "g0" not in opened
    assert len(opened) == len(seen) + 1  # two gates and the group's own


def test_opening_everything_is_the_program_itself() -> None:
    whole = graphs.trace(*PROGRAMS["two calls"])
    assert drawn(whole.with_open(("g0", "g1"))).model is whole.evaluation.model
    assert drawn(whole.with_open("auto")).model is whole.evaluation.model  # it is small


def test_each_step_shown_ends_with_a_step_of_the_whole() -> None:
    whole = graphs.trace(CHAIN.format(passes=50), open="auto")
    places = shown_evaluation(whole).whole_steps
    assert len(places) == len(drawn(whole).raw_steps)
    ahead = sum(step.phase == "forward" for step in drawn(whole).raw_steps)
    assert places[:ahead] == sorted(places[:ahead])
    for place, step in zip(places, drawn(whole).raw_steps, strict=True):
        assert whole.evaluation.raw_steps[place].phase == step.phase


def test_of_many_inputs_those_of_one_closed_group_are_not_drawn() -> None:
    names = [f"w{number}" for number in range(MOST_LEAVES + 10)]
    body = " + ".join(names)
    text = f"def f({', '.join(names)}):\n    return tanh({body})\ny = f({', '.join(names)}) * w0"
    trace = graphs.trace(text, dict.fromkeys(names, 0.1), open=())
    assert len(drawn(trace).model.absorbed) == len(names) - 1  # w0 is read outside too
    assert drawn(trace).drawing.too_large is None
    assert 'id="' + drawn(trace).drawing.prefix + '-n3"' not in trace.svg()
    same(trace, drawn(trace))


def test_values_changed_keep_what_is_closed_and_its_layout() -> None:
    trace = graphs.trace(*PROGRAMS["two calls"], open=())
    drawing = drawn(trace).drawing
    moved = trace.with_inputs({"x": 0.71})
    assert drawn(moved).drawing.layout is drawing.layout
    assert output(drawn(moved)) == pytest.approx(
        graphs.trace(PROGRAMS["two calls"][0], {"x": 0.71}).value
    )


def test_more_than_a_thousand_gates_are_drawn_closed_of_themselves() -> None:
    trace = graphs.trace(CHAIN.format(passes=400))
    assert trace.svg().count('class="gate') < 60
    payload = trace.to_dict()
    assert len(payload["nodes"]) < 60
    assert payload["stats"]["gates"] == 1201
    assert all(part["gates"] for part in payload["parts"])
