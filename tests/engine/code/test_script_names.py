"""Names in exported scripts: none collides with another, and none is code."""

from __future__ import annotations

import ast

import pytest

import graphs
from graphs.code import LANGUAGES, SCRIPTS, export
from graphs.code.names import RESERVED
from tests.support.scripts import agrees, run

EACH_LEVEL = pytest.mark.parametrize("level", SCRIPTS)

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
    trace = graphs.trace(*NAMES[case]).evaluation
    agrees(run(export(trace, level=level)), trace)


def test_a_gradients_name_means_the_input() -> None:
    trace = graphs.trace(*NAMES["assigned again"])
    assert run(export(trace.evaluation))["dx"] == trace.grads["n0"] != trace.grads["x"]
    code = graphs.trace(*NAMES["an input called like a gradient"]).code()
    assert "dx_ = 3.0" in code
    assert "ddx = " in code
    assert {"np", "lambda", "torch", "jnp"} <= RESERVED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["a b", "1x", "x; import os #", "y\nimport os", "", "print('')"])
def test_a_value_given_for_any_name_writes_no_code(name: str, language: str) -> None:
    trace = graphs.trace("f = x*x", {"x": 1.0, name: 2.0}).evaluation
    for level in SCRIPTS:
        code = export(trace, language, level)
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


def test_an_unknown_language_is_an_error_that_names_the_known_ones() -> None:
    trace = graphs.trace("f = x", {"x": 1.0})
    with pytest.raises(graphs.GraphError) as caught:
        trace.code("fortran")
    assert all(language in str(caught.value.hint) for language in LANGUAGES)
    with pytest.raises(graphs.GraphError):
        trace.code("numpy", "huge")
