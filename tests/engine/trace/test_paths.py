"""Names that are entries and attributes: taken by path or spelling, returned by path, typeset,
and spelled as identifiers in code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError
from graphs.explain.labels import of_name
from graphs.model.paths import is_path, last_word, spelled, spellings
from graphs.views import VIEWS

TEXT = """
class Net:
    def __init__(self):
        self.layers = [np.array([[0.5, -1.0], [1.0, 2.0]]), np.zeros(2)]
        self.scale = 1.5

    def __call__(self, x):
        return np.tanh(x @ self.layers[0] + self.layers[1]) * self.scale

net = Net()
params = {'W1': 2.0, 'my key': 3.0, 'b_2': np.array([1.0, 2.0])}
params['W1'] = params['W1'] * params['b_2'].sum()
x = np.array([[1.0, 2.0]])
out = net(x)
loss = (out * params['W1']).sum() + params['my key'] ** 2
"""
PATHS = ["net.scale", "net.layers[0]", "net.layers[1]", "params['W1']", "params['my key']"]
PATHS += ["params['b_2']", "x"]
KATEX = Path(graphs.__file__).parents[1] / "node_modules/katex"
PARSE = (
    "const k = require(process.argv[1]);"
    "for (const l of JSON.parse(require('fs').readFileSync(0)))"
    "try { k.renderToString(l, {throwOnError: true, strict: 'error'}) }"
    "catch (e) { console.log(l, e.message) }"
)


def test_either_spelling_is_taken_and_paths_are_returned() -> None:
    traced = graphs.trace(TEXT)
    assert sorted(traced.inputs) == sorted(PATHS)
    for name in ("params['my key']", 'params["my key"]', "params_my_key"):
        moved = graphs.trace(TEXT, {name: 1.0})
        assert moved.value == pytest.approx(traced.value - 8.0)
        assert moved.inputs["params['my key']"] == 1.0
        assert traced.with_inputs({name: 1.0}).value == moved.value
        assert traced.forward_mode(name)["loss"] == traced.grads["params['my key']"] == 6.0
        assert traced.formula(name)[0] == "2 * params['my key']"
        np.testing.assert_array_equal(traced.hessian([name]), [[2.0]])
        assert traced.hessian({name: 3.0}) == {"params['my key']": 6.0}
        assert traced.paths(name, "loss").total == 6.0
    assert set(traced.gradient_check()) == set(PATHS)
    only = graphs.trace(TEXT, wrt=["net_scale", "params['b_2']"], output="loss")
    assert set(only.gradient_check()) == {"net.scale", "params['b_2']"}
    assert graphs.trace(TEXT, output="params_W1").output == "params['W1']"
    with pytest.raises(GraphError, match="params_W9 is not an input"):
        traced.forward_mode("params_W9")


@pytest.mark.parametrize("level", ["readable", "minimal"])
@pytest.mark.parametrize("language", ["numpy", "pytorch", "jax"])
def test_scripts_define_and_end_with_identifiers(language: str, level: str) -> None:
    traced = graphs.trace(TEXT)
    text = traced.code(language, level)
    compile(text, "script", "exec")
    for path in PATHS:
        assert f"\n{spelled(path)} = " in text
        assert f"d{spelled(path)}" in text
    if language == "numpy":
        made: dict[str, Any] = {}
        exec(text, made)
        for path in PATHS:
            np.testing.assert_allclose(
                made[f"d{spelled(path)}"],
                traced.evaluation.gradients[traced.evaluation.model.input(path)],
            )


def latex_in(data: Any) -> set[str]:
    """Every formula in a payload."""
    if isinstance(data, list | tuple):
        return set().union(*map(latex_in, data))
    if not isinstance(data, dict):
        return set()
    found = {
        value
        for key, value in data.items()
        if key in ("latex", "slope", "formula") and isinstance(value, str) and value
    }
    return found.union(*map(latex_in, data.values()))


def test_every_formula_is_good_latex() -> None:
    views: dict[str, Any] = {name: {} for name in VIEWS}
    views["forward_mode"] = {"of": "net.layers[1]", "element": 1}
    data = graphs.trace(TEXT).to_dict(views)
    assert not [name for name, view in data["views"].items() if "error" in view]
    found = sorted(latex_in(data))
    assert any(r"W_{1,\,\text{params}}" in latex for latex in found)
    assert not [latex for latex in found if "'" in latex or '"' in latex]
    if KATEX.is_dir():
        done = subprocess.run(
            ["node", "-e", PARSE, str(KATEX)],
            input=json.dumps(found), capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout == ""


@pytest.mark.parametrize(
    ("path", "latex", "brief"),
    [
        ("params['W1']", r"W_{1,\,\text{params}}", "W1"),
        ("net.w", r"w_{\text{net}}", "w"),
        ("net.layers[0].W", r"W_{\text{net.layers[0]}}", "W"),
        ("layers[0]", r"\mathrm{layers}_{0}", "layers[0]"),
        ("net.alpha", r"\alpha_{\text{net}}", "alpha"),
        ("p['a']['my_{b}']", r"\text{my\_\{b\}}_{\text{p[a]}}", "my_{b}"),
        ("W1", "W_{1}", ""),
    ],
)
def test_a_path_is_typeset_as_its_last_name(path: str, latex: str, brief: str) -> None:
    assert of_name(path).text == path
    assert of_name(path).latex == latex
    assert of_name(path).brief == brief


def test_spellings_are_identifiers_and_all_different() -> None:
    found = spellings(["a.b", "a_b", "a['b']", "x", "0", "not a name", "net.layers[0].W"])
    assert found == {
        "a.b": "a_b_2",
        "a_b": "a_b",
        "a['b']": "a_b_3",
        "x": "x",
        "0": "_0",
        "not a name": "not_a_name",
        "net.layers[0].W": "net_layers_0_W",
    }
    assert last_word("net.layers[0]") == "layers"
    assert is_path("net.layers[0].W")
    assert is_path('p["a b"][(0, 1)][-1]')
    for text in ("x y", "f(x)", "p[x]", "p.", ".p", "p['a", "1.x", "", "p['a'] + 1"):
        assert not is_path(text)


def test_two_paths_that_are_spelled_alike_stay_apart_in_code() -> None:
    text = "class A:\n    pass\na = A()\na.b = 2.0\na_b = 5.0\nf = a.b * a_b ** 2"
    traced = graphs.trace(text)
    made: dict[str, Any] = {}
    exec(traced.code(), made)
    assert (made["da_b"], made["da_b_2"]) == (20.0, 25.0)
    assert traced.with_inputs({"a_b": 1.0}).inputs == {"a.b": 2.0, "a_b": 1.0}
    assert traced.with_inputs({"a_b_2": 1.0}).inputs == {"a.b": 1.0, "a_b": 5.0}


def test_a_picture_has_the_path_as_text() -> None:
    svg = graphs.trace("p = {'<b>&': 2.0}\nf = p['<b>&'] ** 2").svg()
    assert "p[&#x27;&lt;b&gt;&amp;&#x27;]" in svg
