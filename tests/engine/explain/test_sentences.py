"""The words of a step: the reason first, then the number; its mathematics with the numbers in."""

from __future__ import annotations

import re

import numpy as np
import pytest

import graphs
from graphs.explain.labels import Label
from graphs.explain.mathematics import Part, local_line
from graphs.explain.words import let_through, passes, times
from graphs.gates import GATES, Gate
from tests.support.gate_samples import LETTERS

NEURON = {
    "text": "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))",
    "inputs": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
}
NETWORK = """X = np.arange(20).reshape(5, 4) / 10
W1 = np.ones((4, 6)) / 2
b1 = np.arange(6) - 4
W2 = np.ones((6, 3)) / 3
h = np.maximum(0, X @ W1 + b1)
scores = h @ W2
loss = scores.sum(axis=1).mean()"""


def backward(text: str, inputs: dict[str, float], name: str) -> dict[str, object]:
    """The first backward step to a name."""
    trace = graphs.trace(text, inputs)
    node = f"n{trace.evaluation.model.names[name]}"
    return next(step for step in trace.steps if step.get("to") == node and step["node"])


# The sentences and the mathematics that the page's design gives, gate by gate.
EXAMPLES = [
    ("f = u + w2", {"u": 1, "w2": 2}, "w2",
     "Plus passes the gradient on unchanged, so w2 gets all of it.",
     r"\partial (u + w_{2})/\partial w_{2} = 1"),
    ("f = a - b", {"a": 1, "b": 2}, "b",
     "b is taken away, so its gradient changes sign.",
     r"\partial (a - b)/\partial b = -1"),
    ("f = q * z", {"q": 3, "z": -4}, "z",
     "z is multiplied by q, so a change in z counts q = 3 times.",
     r"\partial (q \, z)/\partial z = q = 3"),
    ("f = 1 / s", {"s": 1.368}, "s",
     "Dividing by a growing s shrinks f, ever less as s grows.",
     r"\partial (1 / s)/\partial s = -1 / s^{2} = -1 / 1.37^{2} = -0.534"),
    ("f = u**2", {"u": -1.9}, "u",
     "The slope of a square is twice its base.",
     r"\partial u^{2}/\partial u = 2 \, u = 2 \cdot (-1.9) = -3.8"),
    ("f = exp(u)", {"u": -1}, "u",
     "The slope of exp is exp itself. At -1 that is 0.368, so about a third gets through.",
     r"\partial e^{u}/\partial u = e^{u} = e^{-1} = 0.368"),
    ("f = log(p)", {"p": 0.1}, "p",
     "log is steep near 0: at p = 0.1 every change counts ten times.",
     r"\partial \ln\left(p\right)/\partial p = 1 / p = 1 / 0.1 = 10"),
    ("f = sigmoid(u)", {"u": 4}, "u",
     "The curve is flat out here, so little gets through.",
     r"\partial \sigma\left(u\right)/\partial u = \sigma\left(u\right) \, "
     r"(1 - \sigma\left(u\right)) = 0.982 \cdot 0.018 = 0.0177"),
    ("f = tanh(u)", {"u": 3}, "u",
     "The curve is flat out here, so little gets through.", None),
    ("f = relu(h)", {"h": 2}, "h",
     "h was positive, so the gradient passes whole.", None),
    ("f = relu(h)", {"h": -2}, "h",
     "h was not positive, so nothing gets through.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "inputs", "name", "sentence", "line"), EXAMPLES)
def test_the_reason_comes_first(
    text: str, inputs: dict[str, float], name: str, sentence: str, line: str | None
) -> None:
    step = backward(text, inputs, name)
    assert step["sentence"] == sentence
    assert sentence.startswith(str(step["reason"]).removesuffix("."))
    if line is not None:
        assert step["latex"] == line.replace(r"\right) \, (1", r"\right) \cdot (1")


def test_what_is_computed_is_said_with_its_numbers() -> None:
    steps = graphs.trace("q = x + y\nf = q * z", {"x": -2, "y": 5, "z": -4}).steps
    assert steps[0]["sentence"] == "q is x plus y: -2 + 5 = 3."
    assert steps[2]["sentence"] == "f changes exactly as f does: 1."


def test_arrays_say_what_was_summed_and_show_a_cell() -> None:
    said = {}
    trace = graphs.trace(NETWORK)
    names = {f"n{node}": name for name, node in trace.evaluation.model.names.items()}
    for step in trace.steps:
        if step["phase"] == "backward":
            said[names.get(step["to"], step["to"])] = (step["sentence"], step["latex"])
    assert said["W2"][0] == (
        "W2 meets each of the 5 rows of h, so its gradient sums over the rows: h transposed, "
        "times upstream. One of its 18 cells:"
    )
    products, total = said["W2"][1].split(" = ")
    numbers = [
        float(np.prod([*map(float, one.split(r" \cdot "))])) for one in products.split(" + ")
    ]
    assert sum(numbers) == pytest.approx(float(total), rel=0.01)
    assert said["b1"][0] == "b1 was added to all 5 rows, so its gradient adds over the rows."
    assert said["b1"][1] == r"\sum_{n=1}^{5} \mathrm{upstream}_n"
    assert any(
        re.search(r"; \d+ of 30 cells pass, the others get 0\.$", one) for one, _ in said.values()
    )
    assert any(
        one == "Each of the 5 numbers moves the mean by a fifth." for one, _ in said.values()
    )
    moved = "The numbers only move; the gradient moves back the same way."
    assert backward("f = sum(x.T)", {"x": [[1.0, 2.0]]}, "x")["sentence"] == moved  # type: ignore[dict-item]


def test_no_step_speaks_of_times_upstream_first() -> None:
    for step in graphs.trace(NEURON["text"], NEURON["inputs"]).steps:  # type: ignore[arg-type]
        assert "gets upstream" not in step["sentence"]
        assert "its slope" not in step["sentence"]
        assert step["sentence"][-1] in ".:"


@pytest.mark.parametrize(
    ("local", "words"),
    [
        (0.0, "nothing gets through"),
        (0.0177, "little gets through"),
        (0.368, "about a third gets through"),
        (0.5, "half gets through"),
        (-0.5, "half gets through, with its sign changed"),
        (1.0, "all of it gets through"),
        (10.0, "every change counts ten times"),
        (2.72, "every change counts 2.72 times"),
        (float("nan"), "no number comes through"),
    ],
)
def test_how_much_gets_through(local: float, words: str) -> None:
    assert passes(local, "3 digits") == words


def test_counts() -> None:
    assert times(2, "3 digits") == "twice"
    assert let_through(np.array([1.0, 0.0])) == "1 of 2 cells pass, the others get 0"
    assert let_through(np.ones(2)) == "all 2 cells pass"


ELEMENTWISE = [gate for gate in GATES if gate.role and gate.elementwise and not gate.variadic]


@pytest.mark.parametrize("gate", ELEMENTWISE, ids=lambda gate: gate.name)
def test_the_line_ends_in_what_the_rule_gives(gate: Gate) -> None:
    """The mathematics that is shown is held to the rule that computes."""
    domain = [*gate.domain] * (gate.arity if len(gate.domain) == 1 else 1)
    args = tuple(np.float64(low + 0.7 * (high - low)) for low, high in domain)
    z = gate.compute(args)
    for slot in range(gate.arity):
        if not gate.differentiable(slot):
            continue
        local = gate.pullback(slot, np.float64(1.0), z, args)
        parts = [Part(Label(name, name), value) for name, value in zip(LETTERS, args, strict=False)]
        lines = local_line(gate, slot, parts, z, local, "full", {})
        written = re.search(r"= (-?[\d.]+)(?: \\cdot 10\^\{(-?\d+)\})?(?: \\text.*)?$", lines[0])
        assert written, lines
        assert float(written[1]) * 10.0 ** int(written[2] or 0) == pytest.approx(float(local))
