"""What must hold of every program: every way to its derivatives gives the same numbers.

Forward mode, reverse mode, the compiled function and the exported script; differences and sums over
paths; a Hessian is its transpose. On random programs, at ordinary values and at edges: zeros, equal
numbers, whole numbers, where gates tie.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.forward import is_finite
from graphs.autodiff.jvp import jvp
from graphs.code import export
from graphs.views import view
from tests.support import number_programs, tensor_programs
from tests.support.parts import in_parts
from tests.support.random_python import random_program
from tests.support.scripts import run

PARTS = 8
EDGES = (0.0, 0.0, 1.0, -1.0, 0.5, 2.0)
MOST = 1e6  # of any number that is compared


def sane(traced: graphs.Trace) -> bool:
    numbers = (*traced.evaluation.node_values, *traced.evaluation.gradients.values())
    return all(np.all(np.abs(number) < MOST) for number in numbers)


def close(mine: Any, theirs: Any, size: float, where: object) -> None:
    np.testing.assert_allclose(mine, theirs, rtol=1e-8, atol=1e-10 * size, err_msg=str(where))


def check(text: str, inputs: dict[str, Any]) -> int:
    """Holds all invariants; how many inputs were compared."""
    traced = graphs.trace(text, inputs)
    if not sane(traced):
        return 0
    evaluation, model = traced.evaluation, traced.evaluation.model
    names = [
        name
        for name, entry in model.inputs.items()
        if entry.node in model.wrt and not entry.structural and model.receives_gradient[entry.node]
    ]
    where = f"{inputs}\n{text}"
    gradients = {name: evaluation.gradients[model.inputs[name].node] for name in names}
    size = 1 + max((float(np.max(np.abs(it), initial=0.0)) for it in gradients.values()), default=0)
    value, compiled = graphs.compile(text)(
        **{model.spellings[name]: it for name, it in inputs.items()}
    )
    np.testing.assert_allclose(value, traced.value, rtol=1e-9, atol=1e-12, err_msg=where)
    script = run(export(evaluation))
    for at, name in enumerate(names):
        node = model.inputs[name].node
        direction = np.random.default_rng(at).uniform(-1.0, 1.0, np.shape(gradients[name]))[()]
        ahead = jvp(model, evaluation.node_values, node, direction).get(model.output, 0.0)
        close(np.sum(ahead), np.sum(gradients[name] * direction), size, where)
        close(compiled[name], gradients[name], size, where)
        close(script[f"d{model.spellings[name]}"], gradients[name], size, where)
        if is_finite(traced.paths(f"n{node}", traced.output).total):
            close(traced.paths(f"n{node}", traced.output).total, gradients[name], size, where)
    rows = view(evaluation, "gradient_check", {})["checks"]
    assert not [row for row in rows if row["verdict"] == "wrong"], f"{rows}\n{where}"
    small = [name for name in names if np.size(gradients[name]) <= 4][:3]
    if small:
        matrix = traced.hessian(small)
        data = view(evaluation, "hessian", {"of": small})
        assert np.array_equal(matrix, matrix.T, equal_nan=True), f"{matrix}\n{where}"
        assert is_finite(matrix) or data["kind"] in ("kink", "unknown"), f"{data}\n{where}"
    return len(names)


def edge(random: random.Random, shape: tuple[int, ...]) -> Any:
    return np.array([random.choice(EDGES) for _ in range(int(np.prod(shape)))]).reshape(shape)[()]


@pytest.mark.parametrize("edges", [False, True])
@in_parts(PARTS)
def test_programs_of_numbers(part: int, edges: bool) -> None:
    compared = 0
    for number in range(part, 10 * PARTS, PARTS):
        writer = number_programs.Writer(f"invariants {number}")
        place = {
            name: edge(writer.random, ()) if edges else writer.random.uniform(-2.0, 2.0)
            for name in number_programs.INPUTS
        }
        compared += check(writer.program(), place)
    assert compared > 20


@pytest.mark.parametrize("edges", [False, True])
@in_parts(PARTS)
def test_programs_of_arrays(part: int, edges: bool) -> None:
    compared = 0
    for number in range(part, 4 * PARTS, PARTS):
        writer = tensor_programs.Writer(f"invariants {number}")
        text, inputs = writer.program(), writer.inputs
        if edges:
            inputs = {name: edge(writer.random, np.shape(it)) for name, it in inputs.items()}
        compared += check(text, inputs)
    assert compared > 5


@in_parts(PARTS)
def test_programs_of_python(part: int) -> None:
    numbers = range(part, 4 * PARTS, PARTS)
    assert sum(check("np.random.seed(1)\n" + random_program(seed), {}) for seed in numbers) > 6
