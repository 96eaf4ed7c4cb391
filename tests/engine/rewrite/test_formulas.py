"""Formulas: evaluated as Python by hand, they give the gradient; they read as one writes them."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.errors import TooLarge
from graphs.views import view, views_of
from tests.support.counting import counted
from tests.support.reference import ARRAYS
from web.gallery import EXAMPLES
from web.http.mathematics import mathml

READ = {
    ("f = (x + y) * z", "x"): "z",
    ("f = (x + y) * z", "z"): "x + y",
    ("f = x * x", "x"): "2 * x",
    ("f = x**3", "x"): "3 * x**2",
    ("f = sin(x) * y", "x"): "y * cos(x)",
    ("f = exp(-x)", "x"): "-exp(-x)",
    ("f = 1 / x", "x"): "-(1 / x**2)",
    ("f = sigmoid(x)", "x"): "sigmoid(x) * (1 - sigmoid(x))",
    ("f = log(x)", "x"): "1 / x",
    ("f = x", "x"): "1",
    ("f = 3", "x"): "0",
}


@pytest.mark.parametrize(("asked", "text"), READ.items(), ids=lambda it: str(it))
def test_short_formulas_read_as_one_writes_them(asked: tuple[str, str], text: str) -> None:
    program, name = asked
    values = {"x": 1.5, "y": 2.0, "z": -4.0}
    assert graphs.trace(program, values).formula(name)[0] == text


def numpy_words(traced: graphs.Trace) -> dict[str, Any]:
    """What a formula's words mean in plain NumPy, with the inputs' values."""
    words = {**ARRAYS, "reshape": np.reshape, "expand_dims": np.expand_dims, "outer": np.outer}
    words["transpose"], words["broadcast_to"] = np.transpose, np.broadcast_to
    words["max"] = lambda *args, **axes: (
        np.max(*args, **axes) if len(args) == 1 else np.maximum(*args)
    )
    for name, entry in traced.evaluation.model.inputs.items():
        value = np.asarray(traced.inputs[name])
        label = traced.evaluation.model.nodes[entry.node].data and np.all(value == np.round(value))
        words[name] = value.astype(np.intp) if label and value.dtype != bool else value[()]
    return words


def written_in_numpy(text: str) -> bool:
    """Whether a formula has only words that NumPy has: no hidden gate of the rules."""
    hidden = ("add_at", "first_", "←", "array (", "…", "...")
    return not any(word in text for word in hidden)


def test_the_gallerys_formulas_give_the_gradients() -> None:
    held = 0
    for entry in EXAMPLES:
        traced = graphs.trace(entry["program"], entry["inputs"], numbers="full")
        words = numpy_words(traced)
        for row in view(traced.evaluation, "formula", {})["formulas"]:
            parts = [(part["name"], part["text"]) for part in row["where"]]
            texts = [row["text"], *(text for _, text in parts)]
            if not all(map(written_in_numpy, texts)):
                continue
            here = dict(words)
            with np.errstate(all="ignore"):
                for name, text in parts:
                    here[name] = eval(text, here)
                value = eval(row["text"], here)
            gradient = traced.evaluation.gradients[traced.evaluation.model.inputs[row["of"]].node]
            np.testing.assert_allclose(
                np.broadcast_to(value, np.shape(gradient)), gradient, rtol=1e-9, atol=1e-12,
                err_msg=f"{entry['id']}: d{row['of']} = {row['text']}",
            )  # fmt: skip
            held += 1
    assert held >= 60


def test_every_formula_is_set_as_mathematics() -> None:
    for entry in EXAMPLES:
        data = view(graphs.trace(entry["program"], entry["inputs"]).evaluation, "formula", {})
        assert data["formulas"], entry["id"]
        for row in data["formulas"]:
            assert "<math" in mathml(row["latex"])
            assert row["slope"].startswith(r"\frac{\partial ")


def test_a_name_with_several_values_is_numbered() -> None:
    text = "h = h0\nfor t in range(3):\n    h = tanh(w*h + x)\nloss = h**2"
    text, _ = graphs.trace(text, {"h0": 0.5, "w": 1.5, "x": -0.25}).formula("h0")
    assert "h_3" in text
    assert "h_1" in text


def test_a_formula_that_nobody_reads() -> None:
    text = (
        "y = x\n"
        + "y = sin(y * x) + cos(y) * x\n" * 1
        + "f = "
        + " + ".join(f"sin(x * {k}) * cos(x + {k})" for k in range(40))
    )
    with pytest.raises(TooLarge, match="longer than"):
        graphs.trace(text, {"x": 0.3}).formula("x")


def test_twenty_four_doublings_stay_small() -> None:
    text = "y = x * x\n" + "\n".join("y = y * y + y" for _ in range(24)) + "\nf = y"
    data = views_of(graphs.trace(text, {"x": 0.1}).evaluation, {"formula": {}})["formula"]
    assert len(str(data)) < 20_000


CHAINS = {
    "a line": "a = a * 0.9 + 0.1",
    "a curve": "a = sin(a) * 0.8 + a * 0.1",
    "two names": "b = a * 0.7\n    a = tanh(b) + 0.5",
    "a fork": "a = a * a * 0.2 + a * 0.3",
    "no name": "a = exp(-a * 0.5) / (1 + a * a) - 0.3",
}


def chain(line: str, count: int) -> str:
    return f"x = 0.3\na = x\nfor i in range({count}):\n    {line}\nf = a"


@pytest.mark.parametrize("line", CHAINS.values(), ids=CHAINS.keys())
def test_the_work_grows_with_the_chain_and_no_faster(line: str) -> None:
    work = []
    for count in (25, 50, 100):
        traced = graphs.trace(chain(line, count))
        with counted(2_000_000) as calls:
            view(traced.evaluation, "formula", {})
        work.append(calls.count)
    assert work[2] - work[1] < 2.2 * (work[1] - work[0])


@pytest.mark.parametrize("line", CHAINS.values(), ids=CHAINS.keys())
def test_a_long_chains_formula_gives_its_gradient(line: str) -> None:
    traced = graphs.trace(chain(line, 30), numbers="full")
    (row,) = view(traced.evaluation, "formula", {})["formulas"]
    here = numpy_words(traced)
    texts = {part["name"]: part["text"] for part in row["where"]}
    needs = {name: names_of(text) & texts.keys() for name, text in texts.items()}
    for name in TopologicalSorter(needs).static_order():
        here[name] = eval(texts[name], here)
    assert eval(row["text"], here) == pytest.approx(traced.grads["x"], rel=1e-9)


def names_of(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def test_a_number_is_no_gradient_and_a_value_keeps_its_name() -> None:
    assert graphs.trace(chain("a = a * 0.9 + 0.1", 30)).formula("x")[0] == "da_1 * 0.9"
    text = "q = x * y\np = sin(q) * cos(q) * tanh(q + x) * q + exp(q) * q * x\n"
    text += "r = p * q\nf = r * sin(p * r) + q * p * r + cos(r * p) * sin(q) * p"
    traced = graphs.trace(text, {"x": 0.3, "y": 0.7})
    (row, _) = view(traced.evaluation, "formula", {})["formulas"]
    defined = {part["name"] for part in row["where"]}
    assert "q" in defined
    for part in row["where"]:
        if not part["name"].startswith("d"):
            assert not any(word.startswith("d") for word in names_of(part["text"]))
