"""An upstream gradient from outside: all that is derived is that of sum(output * upstream)."""

from __future__ import annotations

import warnings
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian, make_vjp

import graphs
from graphs import GraphError
from graphs.code import export
from graphs.trace import shown_evaluation
from graphs.views import VIEWS, view, view_text
from tests.support.parts import in_parts
from tests.support.reference import ARRAYS, as_function, without_changes
from tests.support.scripts import agrees, run
from tests.support.tensor_programs import Writer

LAYER = "h = np.tanh(X @ W + b)\ny = h * h + X[:, :2]"
VALUES = {
    "X": np.arange(6.0).reshape(2, 3) / 5 - 0.4,
    "W": np.array([[0.3, -0.2], [0.5, 0.1], [-0.7, 0.4]]),
    "b": np.array([0.1, -0.3]),
}
UPSTREAM = np.array([[2.0, -1.0], [0.123456789, 0.5]])
NUMBER = ("f = (x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0})


def layer(**options: Any) -> graphs.Trace:
    return graphs.trace(LAYER, VALUES, upstream=UPSTREAM, **options)


def by_autograd(text: str, inputs: dict[str, Any], output: str, upstream: Any) -> dict[str, Any]:
    """HIPS autograd's vector-Jacobian product."""
    program = as_function(without_changes(text), tuple(inputs), output, ARRAYS)
    with np.errstate(all="ignore"):
        with warnings.catch_warnings():  # of an output that hangs on no input
            warnings.simplefilter("ignore")
            pull, _ = make_vjp(lambda point: program(*point))(tuple(inputs.values()))
        return dict(zip(inputs, map(np.asarray, pull(upstream)), strict=True))


def same(found: Any, wanted: Any, where: object = "") -> None:
    assert np.shape(found) == np.shape(wanted), where
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-11, err_msg=str(where))


WANTED = by_autograd(LAYER, VALUES, "y", UPSTREAM)


def test_only_the_gradients_change() -> None:
    plain, given = graphs.trace(LAYER, VALUES), layer()
    same(given.value, plain.value)
    assert given.output == plain.output == "y"
    for name, value in plain.values.items():
        same(given.values[name], value)
    for name, wanted in WANTED.items():
        same(given.grads[name], wanted, name)
    same(given.grads["y"], UPSTREAM)
    assert given.warnings == []
    assert "its elements are summed" in plain.warnings[0].message


@pytest.mark.parametrize("upstream", [0.5, -3, True, np.float64(2.0), np.array(1.5)])
def test_of_a_number(upstream: Any) -> None:
    text, inputs = NUMBER
    given, plain = graphs.trace(text, inputs, upstream=upstream), graphs.trace(text, inputs)
    for name in inputs:
        same(given.grads[name], float(upstream) * plain.grads[name])
    assert {type(gradient) for gradient in given.grads.values()} == {float}


@in_parts(3)
def test_random_programs_with_any_name_as_output(part: int) -> None:
    held = 0
    for number in range(part, 150, 3):
        writer = Writer(f"upstream {number}")
        text = writer.program()
        random = np.random.default_rng(number)
        named = writer.names[len(writer.inputs) :]
        output = str(random.choice(named))
        traced = graphs.trace(text, writer.inputs, output)
        upstream = random.normal(size=np.shape(traced.value))[()]
        if not traced.evaluation.model.depends_on_wrt[traced.evaluation.model.output]:
            continue
        wanted = by_autograd(text, writer.inputs, output, upstream)
        if not all(np.all(np.abs(part) < 1e4) for part in wanted.values()):
            continue
        given = graphs.trace(text, writer.inputs, output, upstream=upstream)
        model = given.evaluation.model
        for name, slope in wanted.items():
            node = model.inputs[name].node
            if node in given.evaluation.gradients:
                same(given.evaluation.gradients[node], slope, f"{name} of {output} in\n{text}")
        for level in ("readable", "minimal"):
            agrees(run(export(given.evaluation, "numpy", level)), given.evaluation, text)
        held += 1
    assert held > 35


def test_the_steps_say_what_is_given() -> None:
    steps = [step for step in layer().steps if step["phase"] == "backward"]
    seed = steps[0]
    assert (seed["upstream"], seed["total"]) == (UPSTREAM.tolist(), UPSTREAM.tolist())
    assert "the upstream gradient of y is given: [[2, -1]" in seed["sentence"]
    assert seed["latex"].startswith(r"\frac{\partial L}{\partial y} = ")
    last = {step["to"]: step["total"] for step in steps}
    names = layer().evaluation.model.names
    for name, wanted in WANTED.items():
        same(last[f"n{names[name]}"], wanted)
    text, inputs = NUMBER
    (sentence,) = [
        step["sentence"]
        for step in graphs.trace(text, inputs, upstream=0.5).steps
        if step["phase"] == "backward" and step["node"] is None
    ]
    assert sentence.endswith("; the upstream gradient of f is given: 0.5.")


def test_the_loss_has_a_name_that_the_program_has_not() -> None:
    traced = graphs.trace("L = x * upstream", {"x": 2.0, "upstream": 5.0}, upstream=3.0)
    assert r"\frac{\partial L_{2}}{\partial L}" in traced.steps[1]["latex"]
    assert (traced.grads["x"], traced.grads["upstream"]) == (15.0, 6.0)
    assert eval(traced.formula("x")[0], {"upstream": 5.0, "upstream_2": 3.0}) == 15.0
    for level in ("readable", "minimal"):
        agrees(run(export(traced.evaluation, "numpy", level)), traced.evaluation)


def test_the_picture_and_the_payload() -> None:
    text, inputs = NUMBER
    given = graphs.trace(text, inputs, upstream=0.5)
    assert "the upstream gradient of f is given" in given.svg(2)
    assert given.svg() != graphs.trace(text, inputs).svg()
    data = given.to_dict()
    assert (data["upstream"], data["grads"]["n0"]) == (0.5, -2.0)
    assert graphs.trace(text, inputs).to_dict()["upstream"] is None
    data = layer().to_dict({name: {} for name in VIEWS})
    assert data["upstream"] == UPSTREAM.tolist()
    assert not [name for name, one in data["views"].items() if "error" in one]


def test_other_inputs_keep_it() -> None:
    moved = VALUES | {"b": np.array([1.0, 0.2])}
    wanted = by_autograd(LAYER, moved, "y", UPSTREAM)
    for traced in (layer().with_inputs({"b": moved["b"]}), layer().with_inputs({**moved, "k": 1})):
        for name in VALUES:
            same(traced.grads[name], wanted[name])
    decided = graphs.trace("f = x * x if x > 0 else 3 * x", {"x": 2.0}, upstream=10.0)
    assert decided.grads["x"] == 40.0
    assert decided.with_inputs({"x": -2.0}).grads["x"] == 30.0


def test_a_new_shape_of_the_output_does_not_fit_it() -> None:
    with pytest.raises(GraphError, match=r"has shape \(2, 2\), the output y has shape \(4, 2\)"):
        layer().with_inputs({"X": np.ones((4, 3))})
    with pytest.raises(GraphError, match=r"has shape \(1,\), the output f has shape \(\)"):
        graphs.trace(*NUMBER, upstream=[1.0])
    with pytest.raises(GraphError, match=r"has shape \(\), the output y has shape \(2, 2\)"):
        graphs.trace(LAYER, VALUES, upstream=1.0)


@pytest.mark.parametrize("upstream", ["a", [[1.0], [1.0, 2.0]], {"generate": "ones"}, ["a"]])
def test_what_is_no_array_of_numbers(upstream: Any) -> None:
    with pytest.raises(GraphError):
        graphs.trace(*NUMBER, upstream=upstream)


def test_the_array_that_was_given_may_change() -> None:
    upstream = UPSTREAM.copy()
    traced = graphs.trace(LAYER, VALUES, upstream=upstream)
    upstream[:] = 0.0
    same(traced.with_inputs({"b": VALUES["b"]}).grads["W"], WANTED["W"])


def test_folded_patterns_keep_it() -> None:
    text, inputs = "s = 1 / (1 + exp(-(x * w)))\ny = s * x", {"x": np.array([0.3, -1.2]), "w": 0.7}
    upstream = np.array([2.0, -0.5])
    traced = graphs.trace(text, inputs, upstream=upstream)
    wanted = by_autograd(text, inputs, "y", upstream)
    folded = traced.with_fold([one["id"] for one in traced.patterns])
    assert len(folded.evaluation.model.nodes) < len(traced.evaluation.model.nodes)
    for name in inputs:
        same(folded.grads[name], wanted[name])
    assert all(one["equal"] for one in traced.patterns)


GROUPS = {
    "inside": "def f(u):\n    return tanh(u * w), u + w\np, q = f(x)\ny = f(p * q)[0]",
    "a loop": "y = x * 1\nfor t in range(3):\n    y = tanh(y * w) + x",
    "read inside too": "y = x\nfor t in range(2):\n    y = sin(y) * w\n    z = y * 2",
}


@pytest.mark.parametrize("text", GROUPS.values(), ids=GROUPS.keys())
def test_closed_groups_keep_it(text: str) -> None:
    inputs = {"x": np.array([0.3, -1.2]), "w": np.array([0.7, 1.1])}
    upstream = np.array([2.0, -0.5])
    traced = graphs.trace(text, inputs, "y", upstream=upstream)
    wanted = by_autograd(text, inputs, "y", upstream)
    for opening in ((), ("g0",), "all"):
        shown = shown_evaluation(traced.with_open(opening)).evaluation
        for name in inputs:
            same(shown.gradients[shown.model.inputs[name].node], wanted[name], opening)
        assert traced.with_open(opening).to_dict()["grads"]["n0"] == pytest.approx(wanted["x"])


@pytest.mark.parametrize("level", ["readable", "minimal"])
@pytest.mark.parametrize("text", ["y = X @ W + b", "y = X @ W", "X", LAYER], ids=str)
def test_scripts_state_it(text: str, level: str) -> None:
    shape = np.shape(graphs.trace(text, VALUES).value)
    upstream = np.random.default_rng(1).normal(size=shape)
    traced = graphs.trace(text, VALUES, upstream=upstream)
    script = export(traced.evaluation, "numpy", level)
    assert "\nupstream = np.array(" in script.text
    agrees(run(script), traced.evaluation)


@pytest.mark.parametrize("upstream", [np.arange(2000.0) / 7, np.full(2000, np.inf)])
def test_scripts_state_a_large_one_and_one_that_is_not_finite(upstream: Any) -> None:
    values = {"x": np.linspace(0.1, 2.0, 2000)}
    traced = graphs.trace("y = x * x", values, upstream=upstream)
    for level in ("readable", "minimal"):
        agrees(run(export(traced.evaluation, "numpy", level)), traced.evaluation)


def test_scripts_for_frameworks() -> None:
    """``make test-peers`` runs such lines; here is what they say."""
    torch, jax = layer().code("pytorch", "minimal"), layer().code("jax")
    assert "\nupstream = torch.tensor([[2.0, -1.0],\n" in torch
    assert "\ny.backward(upstream)\n" in torch
    assert "\nupstream = jnp.array([[2.0, -1.0],\n" in jax
    assert "\n    return jnp.sum(y * upstream)\n" in jax
    number = graphs.trace(*NUMBER, upstream=0.5)
    assert "\nupstream = torch.tensor(0.5)" in number.code("pytorch")
    assert "\nf.backward(upstream)\n" in number.code("pytorch")
    assert "\n    return f * upstream\n" in number.code("jax")


def test_the_compiled_text_scales_by_it() -> None:
    texts = [graphs.trace(*NUMBER, upstream=it).code("numpy", "compiled") for it in (None, 0.5)]
    assert ["0.5" in text for text in texts] == [False, True]
    assert graphs.compile(NUMBER[0])(**NUMBER[1])[1]["x"] == -4.0


def test_the_backward_graph_starts_with_it() -> None:
    circuit = layer().backward
    (start,) = [node for node, data in circuit.nodes(data=True) if data["op"] == "upstream"]
    names = layer().evaluation.model.names
    assert f"n{names['y']}" in circuit.nodes[start]["of"]
    data = view(layer().evaluation, "backward", {})
    by_name = {node["name"]: data["values"][node["id"]] for node in data["nodes"]}
    for name, wanted in WANTED.items():
        same(by_name[f"d{name}"], wanted)
    sentences = [step["sentence"] for step in data["steps"]]
    assert any("the upstream gradient of y is given" in one for one in sentences)


def test_formulas_name_it() -> None:
    words = {**ARRAYS, **VALUES, "upstream": UPSTREAM}
    traced = layer()
    for row in view(traced.evaluation, "formula", {})["formulas"]:
        here = dict(words)
        for part in row["where"]:
            if part["name"] != "upstream":
                here[part["name"]] = eval(part["text"], here)
        assert "upstream" in row["text"]
        assert r"\partial L}" in row["slope"]
        if row["of"] != "X":  # written with a gate that NumPy lacks
            same(eval(row["text"], here), WANTED[row["of"]])
        assert row["where"][-1]["name"] == "upstream"
    number = graphs.trace(*NUMBER, upstream=0.5)
    assert eval(number.formula("x")[0], {"upstream": 0.5, **NUMBER[1]}) == number.grads["x"] == -2
    assert view_text(number.evaluation, "formula", {}).startswith("dL/dx = ")


def test_the_gradient_check_differs_the_same_sum() -> None:
    assert max(layer().gradient_check().values()) < 1e-8
    data = view(layer().evaluation, "gradient_check", {})
    assert {row["verdict"] for row in data["checks"]} == {"right"}


def test_second_derivatives() -> None:
    program = as_function(LAYER, tuple(VALUES), "y", ARRAYS)
    expected = hessian(lambda b: anp.sum(UPSTREAM * program(VALUES["X"], VALUES["W"], b)))
    same(layer().hessian(["b"]), expected(VALUES["b"]))
    vector = np.array([0.3, -2.0])
    same(layer().hessian({"b": vector})["b"], expected(VALUES["b"]) @ vector)


def test_paths_to_the_output_and_to_others() -> None:
    for name, wanted in WANTED.items():
        found = layer().paths(name, "y")
        same(found.total, wanted)
        same(sum(path.product for path in found), wanted)
    same(layer().paths("b", "h").total, graphs.trace(LAYER, VALUES, "h").grads["b"])
    number = graphs.trace(*NUMBER, upstream=0.5)
    (path,) = view(number.evaluation, "paths", {"from": "x", "to": "f"})["paths"]
    assert (path["factors"], path["product"]) == (["1", "-4", "0.5"], "-2")
    assert number.paths("x", "f").factored.multiply == 2


def test_forward_mode_agrees_with_it() -> None:
    for name, value in VALUES.items():
        jacobian = layer().forward_mode(name)["y"]
        same(np.tensordot(UPSTREAM, jacobian, 2), WANTED[name])
        agreement = view(layer(numbers="full").evaluation, "forward_mode", {"of": name})
        words = agreement["agreement"]
        assert float(words["forward"]) == pytest.approx(float(words["reverse"]))
        assert float(words["reverse"]) == pytest.approx(np.ravel(WANTED[name])[0])
        assert np.size(value) > 0


@pytest.mark.parametrize("text", ["f = x > 2", "3", "f = x"])
def test_where_there_is_little_to_differentiate(text: str) -> None:
    """An output that is data, a constant or an input: each view does as it does without."""
    views: dict[str, dict[str, Any]] = {name: {} for name in VIEWS}
    given, plain = (graphs.trace(text, {"x": 3.0}, upstream=it) for it in (2.0, None))
    failed = [
        {name: one["error"]["message"] for name, one in found.items() if "error" in one}
        for found in (traced.to_dict(views)["views"] for traced in (given, plain))
    ]
    assert failed[0] == failed[1]
    for level in ("readable", "minimal"):
        agrees(run(export(given.evaluation, "numpy", level)), given.evaluation)
