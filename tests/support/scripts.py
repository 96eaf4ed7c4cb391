"""What tests of exported scripts share: how one is run, and a trace of a single row."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graphs.code import Code
from graphs.evaluation import Evaluation, Structure, evaluate
from graphs.gates import BY_NAME, Gate
from graphs.gates.row import Sample
from graphs.model import Input
from graphs.model.builder import Builder
from tests.support.gate_samples import LETTERS, arguments

FRAMEWORKS = ("pytorch", "jax")
# Rows that only gradient rules use: these libraries have gradients of their own.
OF_RULES = {
    "first_max",
    "first_min",
    "cofactors",
    "add_at",
    "last_write",
    "gradient_seed",
    "products_of_others",
    "change_of_others",
    "change_of_cofactors",
    "centred",
    "erfc",
    "sigmoid_slope",
    "tanh_slope",
}

# Runs scripts one after the other, each in a namespace of its own, and prints their gradients.
DRIVER = """
import json, runpy, sys
import numpy as np
for path in sys.argv[1:]:
    made = runpy.run_path(path)
    print(json.dumps({name: np.asarray(value).tolist() for name, value in made.items()
                      if isinstance(value, (bool, float, np.ndarray, np.generic))}))
"""


def in_fresh_interpreter(scripts: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    """The numbers and arrays that each script leaves; a warning is an error."""
    paths = []
    for place, text in enumerate(scripts):
        paths.append(folder / f"script{place}.py")
        paths[-1].write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", "-c", DRIVER, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3_000, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(code: Code) -> dict[str, Any]:
    """What a script leaves, run here; a warning is an error."""
    made: dict[str, Any] = {"__name__": "script"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(code.text, code.filename, "exec"), made)
    return made


def printed(code: Code) -> tuple[dict[str, Any], str]:
    """The same, and what it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        made = run(code)
    return made, out.getvalue()


def asked(evaluation: Evaluation) -> dict[str, Any]:
    """The gradients that a script has to end with, by their names in it."""
    return {
        f"d{name}": evaluation.gradients[entry.node]
        for name, entry in evaluation.model.inputs.items()
        if entry.node in evaluation.model.wrt
    }


def agrees(made: Mapping[str, Any], evaluation: Evaluation, where: object = "") -> None:
    for name, wanted in asked(evaluation).items():
        assert name in made, (where, name)
        found = np.asarray(made[name], dtype=float)
        assert found.shape == np.shape(wanted), (where, name)
        np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-11, err_msg=f"{where} {name}")


def traced(gate: Gate, sample: Sample, seed: int) -> Evaluation:
    """A row at a sample, and a sum over a sine of it, or over its product with an input."""
    builder, inputs = Builder(), {}
    for name, value in zip(LETTERS, arguments(gate, sample, seed), strict=False):
        inputs[name] = Input(builder.input(name, value=value), value)
    places = [entry.node for entry in inputs.values()]
    output = builder.apply(gate, places, dict(sample.settings))
    if gate.data:
        inputs["w"] = Input(builder.input("w", value=1.5), 1.5)
        output = builder.apply(BY_NAME["mul"], [inputs["w"].node, output])
    else:
        output = builder.apply(BY_NAME["sin"], [output])
    if builder.nodes[output].shape:
        output = builder.apply(BY_NAME["sum"], [output])
    builder.name(output, "out")
    graph = builder.finish("", {"out": output}, inputs, output, "out")
    return evaluate(Structure(graph), {name: entry.default for name, entry in inputs.items()})
