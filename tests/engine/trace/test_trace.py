"""A trace from outside: what the Python interface promises."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import FrozenInstanceError
from typing import Any

import networkx as nx
import pytest

import graphs
from graphs import GraphError
from graphs.payload.encode import encode

LECTURE = "q = x + y\nf = q * z"
AT = {"x": -2, "y": 5, "z": -4}


def test_the_interface() -> None:
    traced = graphs.trace("f = (x + y) * z", AT)
    assert (traced.output, traced.value) == ("f", -12.0)
    assert (traced.values["f"], traced.values["n3"], traced.grads["x"]) == (-12.0, 3.0, -4.0)
    assert traced.grads["n0"] == traced.grads["x"]
    numbers = [*traced.values.values(), *traced.grads.values(), traced.value]
    assert {type(number) for number in numbers} == {float}
    assert repr(traced) == "<Trace f = -12>"


def test_the_facade_has_few_names() -> None:
    """At most 25."""
    public = {name for name in dir(graphs.trace("f = x", {"x": 1})) if not name.startswith("_")}
    assert public == {
        *("output", "value", "values", "grads", "inputs", "graph", "steps", "warnings"),
        *("with_inputs", "with_fold", "with_open", "svg", "to_dict", "evaluation"),
        *("code", "backward", "forward_mode", "paths", "formula", "gradient_check"),
        *("hessian", "patterns", "notes", "printed", "training"),
    }


def test_a_trace_and_what_it_holds_are_frozen() -> None:
    traced = graphs.trace(LECTURE, AT)
    for thing, name in ((traced, "evaluation"), (traced.evaluation, "node_values")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)


def test_a_trace_is_equal_to_itself_alone() -> None:
    """Its values are arrays, which have no one answer to whether they are equal."""
    one = graphs.trace("f = sum(x * x)", {"x": [1.0, 2.0]})
    assert one == one
    assert one != one.with_inputs({"x": [1.0, 2.0]})
    assert one in {one}


def test_other_groups_open_in_a_trace_that_was_drawn_before() -> None:
    """Copies once kept what was worked out before them: 14 steps beside 10 ``whole_steps``."""
    function = "def f(u):\n    return tanh(u * w)\n"
    text = f"{function}h = 0.5\nfor t in range(3):\n    h = f(h + x)\ny = h * h"
    traced = graphs.trace(text, {"x": 0.3, "w": 0.7}, open=())
    closed = traced.to_dict()
    opened = traced.with_open(("g0",)).to_dict()
    fresh = graphs.trace(text, {"x": 0.3, "w": 0.7}, open=("g0",)).to_dict()
    assert len(opened["steps"]) == len(opened["whole_steps"]) > len(closed["steps"])
    assert opened == fresh
    assert traced.to_dict() == closed


def test_what_is_heavy_is_loaded_when_it_is_used() -> None:
    script = (
        "import sys, graphs\n"
        "late = 'networkx', 'pygraphviz', 'graphs.draw.layout', 'graphs.compiled.function', "
        "'graphs.training.run', 'graphs.check.report', 'graphs.views', 'graphs.payload.page'\n"
        "assert not [name for name in late if name in sys.modules]\n"
        "assert graphs.compile('f = x')(3)[0] == 3.0 and graphs.train and graphs.Training\n"
        "assert graphs.check('f = x * x\\ndx = 2 * x', {'x': 3})['first_wrong'] is None\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_graph_keeps_both_wires_of_a_square() -> None:
    graph = graphs.trace("f = x * x - c", {"x": 3, "c": 1}).graph
    assert isinstance(graph, nx.MultiDiGraph)
    wires = {("n0", "n2", 0), ("n0", "n2", 1), ("n2", "n3", 0), ("n1", "n3", 1)}
    assert set(graph.edges(keys=True)) == wires
    assert graph.number_of_edges() == 4
    assert graph.nodes["n2"] == {"op": "mul", "name": None, "shape": (), "kind": "gate"}


def test_other_inputs_keep_the_structure() -> None:
    traced = graphs.trace(LECTURE, AT)
    moved = traced.with_inputs({"x": -1})
    assert moved.evaluation.model is traced.evaluation.model
    assert (moved.value, moved.grads["z"], traced.value) == (-16.0, 4.0, -12.0)
    assert moved.with_inputs({"y": 0}).value == 4.0  # x stays as it was moved
    with pytest.raises(GraphError):
        traced.with_inputs({"x": "two"})


def test_a_rebuilt_graph_keeps_what_was_asked_for() -> None:
    text = "n = 1\nif n > 1:\n    a = x * 10\nelse:\n    b = x * 2"
    traced = graphs.trace(text, {"x": 3})
    assert (traced.output, traced.with_inputs({"n": 2}).output) == ("b", "a")
    chosen = graphs.trace(
        "n = 1\nq = x * n\nf = q\nfor t in range(n):\n    f = f * x", {"x": 3}, "q"
    )
    again = chosen.with_inputs({"n": 2, "new": 1})
    assert (again.output, again.value, again.grads["new"]) == ("q", 6.0, 0.0)


def test_steps_run_forward_then_back_leaves_first_then_by_slot() -> None:
    traced = graphs.trace("a = x * x\nf = a * x - a", {"x": 3})
    ahead, back = traced.steps[:3], traced.steps[3:]
    assert [(s["phase"], s["node"], s["value"]) for s in ahead] == [
        ("forward", "n1", 9.0),
        ("forward", "n2", 27.0),
        ("forward", "n3", 18.0),
    ]
    assert {s["phase"] for s in back} == {"backward"}
    assert [(s["node"], s["to"], s["slot"], s["contribution"], s["total"]) for s in back] == [
        (None, "n3", None, 1, 1),
        ("n3", "n2", 0, 1, 1),
        ("n3", "n1", 1, -1, -1),
        ("n2", "n0", 1, 9, 9),  # the input first, though its slot is the second
        ("n2", "n1", 0, 3, 2),  # a gathers -1 + 3
        ("n1", "n0", 0, 6, 15),
        ("n1", "n0", 1, 6, 21),
    ]
    assert all(s["upstream"] * s["local"] == s["contribution"] for s in back)
    assert all(s["sentence"] and s["latex"] and s["title"] for s in traced.steps)
    assert [bool(s["fork"]) for s in back] == [False, False, True, True, True, True, True]


def test_compiled_functions() -> None:
    run = graphs.compile("x = 2\nq = x * y\nf = q * z\ny = 0", output="f", wrt=["x", "y"])
    value, grads = run(y=3.0, z=4.0)
    assert (value, grads) == (24.0, {"x": 12.0, "y": 8.0})
    assert {type(number) for number in (value, *grads.values())} == {float}
    grads["x"] = 99.0
    assert run(y=3.0, z=4.0)[1] == {"x": 12.0, "y": 8.0}
    assert run(x=1, y=3.0, z=4.0)[0] == 12.0
    assert run(y=3.0, z=4.0)[0] == 24.0  # x is its default again
    with pytest.raises(GraphError, match="z has no value"):
        run(y=3.0)
    assert graphs.compile("f = x * y")(x=2, y=3) == (6.0, {"x": 3.0, "y": 2.0})
    power = graphs.compile("n = 2\nf = 1\nfor t in range(n):\n    f = f * x")
    assert [power(x=2, n=n)[0] for n in (3, 1, 3)] == [8.0, 2.0, 8.0]
    assert power(x=2)[0] == 4.0


def test_wrt_always_means_the_input() -> None:
    text = "x = x * 3\nf = x * y"
    assert graphs.compile(text, wrt=["x"])(x=2, y=5) == (30.0, {"x": 15.0})
    traced = graphs.trace(text, {"x": 2, "y": 5}, wrt=["x"])
    assert (traced.grads["x"], traced.grads["n0"], "y" in traced.grads) == (5.0, 15.0, False)


FAULTS = [
    ("f = log(x)", 0.0, -math.inf, "log gate: log(0) = -inf (divide by zero)."),
    ("f = log(x)", -1.0, math.nan, "log gate: log(-1) = nan (invalid value)."),
    ("f = 1 / x", 0.0, math.inf, "div gate: 1 / 0 = inf (divide by zero)."),
    ("f = exp(x)", 1e3, math.inf, "exp gate: exp(1000) = inf (overflow)."),
    ("f = x * x", 1e200, math.inf, "mul gate: 1e200 * 1e200 = inf (overflow)."),
    ("f = sqrt(x)", 0.0, 0.0, "sqrt gate, backward: the slope of sqrt(0) is inf."),
    ("f = relu(x)", 0.0, 0.0, "relu gate: a kink at relu(0); its gradient at 0 is taken as 0."),
    (
        "f = max(x, 2)",
        2.0,
        2.0,
        "max gate: a tie at max(2, 2); the whole gradient goes to the first",
    ),
]


@pytest.mark.parametrize(("text", "at", "value", "said"), FAULTS, ids=[f[3] for f in FAULTS])
def test_faults_and_ties_are_named(text: str, at: float, value: float, said: str) -> None:
    traced = graphs.trace(f"# a comment\n{text}", {"x": at})
    assert traced.value == pytest.approx(value, nan_ok=True)
    assert said in traced.warnings[0].message
    assert {note.line for note in traced.warnings} == {2}
    assert json.dumps(traced.steps, allow_nan=False)


def test_where_values_stop_being_finite_is_said_once() -> None:
    traced = graphs.trace("a = exp(x)\nb = a - a\nf = b * y", {"x": 1000, "y": 2})
    begins = [notice.message for notice in traced.warnings if "It begins here" in notice.message]
    assert begins == [
        "exp gate: exp(1000) = inf (overflow). It begins here.",
        "exp gate, backward: the slope of exp(1000) is inf. It begins here.",
    ]
    said = [step["sentence"] for step in traced.steps]
    marked = [at for at, sentence in enumerate(said) if "Here it stops being finite" in sentence]
    assert [traced.steps[at]["node"] for at in marked] == [traced.evaluation.model.nodes[2].id] * 2


def test_a_tie_gives_all_to_the_first() -> None:
    assert graphs.trace("max(x, y, z)", {"x": 1, "y": 2, "z": 2}).grads["y"] == 1.0
    assert graphs.trace("min(y, x)", {"x": 1, "y": 1}).grads == pytest.approx(
        {"n0": 1, "n1": 0, "n2": 1, "y": 1, "x": 0}
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity"), (True, True), (2, 2.0)],
)
def test_numbers_in_json(value: Any, said: object) -> None:
    assert encode(value) == said
    assert type(encode(value)) is type(said)


def test_negative_zero_shows_as_zero() -> None:
    traced = graphs.trace("f = x * y", {"x": -0.0, "y": 1})
    assert traced.steps[0]["text"]["value"] == "0"
    assert math.copysign(1, traced.value) == -1


def test_long_chains() -> None:
    loop = graphs.trace("f = x\nfor t in range(5000):\n    f = f + x", {"x": 2.0})
    assert (loop.value, loop.grads["x"], len(loop.steps)) == (10002.0, 5001.0, 15001)
    line = graphs.trace("f = " + " + ".join(["x"] * 2000), {"x": 2.0})
    assert (line.value, line.grads["x"]) == (4000.0, 2000.0)
    written = graphs.trace("f = x\n" + "f = sin(f)\n" * 5000, {"x": 1.0})
    assert 0 < written.grads["x"] < 1


def test_a_gradient_that_overflows_is_named() -> None:
    traced = graphs.trace("f = x * a * b", {"x": 0.0, "a": 1e200, "b": 1e200})
    assert traced.grads["x"] == math.inf
    assert [(notice.line, "overflows" in notice.message) for notice in traced.warnings] == [
        (1, True)
    ]


def test_jupyter_shows_a_drawing_that_stands_alone() -> None:
    shown = graphs.trace("f = x * 2", {"x": 3})._repr_mimebundle_()
    assert shown["text/plain"] == "<Trace f = 6>"
    assert "@font-face" in shown["image/svg+xml"]
