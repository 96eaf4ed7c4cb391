"""Exported PyTorch and JAX, run: each script checks itself. Run by ``make test-peers``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.code import SCRIPTS, export
from graphs.evaluation import Evaluation
from graphs.gates import GATES, Gate
from tests.support.framework_names import FILE, installed, written
from tests.support.gate_samples import samples
from tests.support.number_programs import INPUTS, programs
from tests.support.scripts import FRAMEWORKS, OF_RULES, asked, printed, traced
from tests.support.tensor_programs import Writer
from web.gallery import EXAMPLES

pytestmark = pytest.mark.peers

EACH = pytest.mark.parametrize("library", FRAMEWORKS)
AGREE = "gradients agree"
TRIED = 9  # samples of a row
TIED = {"scatter": [2]}  # samples at which one place is written twice: libraries differ there


def test_the_kept_names_are_those_of_the_libraries() -> None:
    """Else: ``python -m tests.support.framework_names``."""
    assert FILE.read_text(encoding="utf-8") == written(installed())


def runs(trace: Evaluation, library: str, level: str = "readable") -> bool:
    """Whether a script agrees; where it does not say so it names every gradient all the same."""
    made, out = printed(export(trace, library, level))
    for name, wanted in asked(trace).items():
        found = made[name].detach() if hasattr(made[name], "detach") else made[name]
        assert np.shape(np.asarray(found)) == np.shape(wanted)
    return out.strip() == (AGREE if asked(trace) else "")


@EACH
@pytest.mark.parametrize("level", SCRIPTS)
@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
def test_every_entry_agrees(entry: Any, level: str, library: str) -> None:
    trace = graphs.trace(entry["program"], entry["inputs"]).evaluation
    assert runs(trace, library, level) == (entry["id"] != "tie")


@EACH
@pytest.mark.parametrize(
    "gate", [gate for gate in GATES if gate.name not in OF_RULES], ids=lambda gate: gate.name
)
def test_every_row_can_be_written(gate: Gate, library: str) -> None:
    several = samples(gate)
    chosen = several[:: max(1, len(several) // TRIED)]
    agreed = [runs(traced(gate, sample, seed), library) for seed, sample in enumerate(chosen)]
    assert [place for place, one in enumerate(agreed) if not one] == TIED.get(gate.name, [])


def random_traces(numbers: int, arrays: int) -> Iterator[Evaluation]:
    for text, place, _, _ in islice(programs(), numbers):
        yield graphs.trace(text, dict(zip(INPUTS, place, strict=True))).evaluation
    for seed in range(arrays):
        writer = Writer(f"code {seed}", twice=seed % 2 == 0)
        yield graphs.trace(writer.program(), writer.inputs).evaluation


@pytest.mark.parametrize(("library", "count"), [("pytorch", 150), ("jax", 25)])
def test_random_programs_agree(library: str, count: int) -> None:
    agreed = [
        runs(trace, library, SCRIPTS[place % 2])
        for place, trace in enumerate(random_traces(count, count))
    ]
    assert np.mean(agreed) > 0.8  # the others have ties, or numbers that are not finite


@EACH
@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("f = x*dx + x**2", {"x": 2.0, "dx": 3.0}),
        ("jnp = torch * 2\nf = jnp * jax", {"torch": 1.0, "jax": 2.0}),
        ("y = x*x", {"x": [1.0, 2.0, 3.0]}),
        ("f = sum(x*x)", {"x": np.arange(1200).reshape(30, 40) / 7}),
        ("f = sum(x[i]*2)", {"x": np.arange(1200) / 7, "i": np.arange(1100)}),
        ("f = x*float(x) + int(x)*x", {"x": 2.5}),
        ("f = sum(mask * x) + x[0]*b", {"mask": [True, False], "x": [1.0, 2.0], "b": True}),
        ("f = 3", {}),
        ("f = x > 2", {"x": 1.0}),
        ("x", {"x": [1.0, 2.0]}),
        ("program = 2*x\nf = program*x", {"x": 1.0}),
        ("y = x*1.0\ny[::-1, 1] = x[0]\nf = sum(y*y)", {"x": [[1.0, 2.0], [3.0, 4.0]]}),
    ],
)
def test_programs_of_all_kinds(text: str, inputs: dict[str, Any], library: str) -> None:
    for level in SCRIPTS:
        assert runs(graphs.trace(text, inputs).evaluation, library, level)


@EACH
@pytest.mark.parametrize("text", ["f = 1/x", "f = max(x, x*x)", "f = norm(x*[1, 1])"])
def test_where_libraries_differ_the_script_says_so(text: str, library: str) -> None:
    trace = graphs.trace(text, {"x": 0.0}).evaluation
    _, out = printed(export(trace, library))
    assert "dx agrees:" in out


@EACH
def test_an_upstream_gradient_agrees(library: str) -> None:
    agreed = []
    for seed in range(40 if library == "pytorch" else 12):
        writer, random = Writer(f"upstream {seed}"), np.random.default_rng(seed)
        text = writer.program()
        output = str(random.choice(writer.names))
        shape = np.shape(graphs.trace(text, writer.inputs, output).value)
        upstream = random.normal(size=shape)[()]
        trace = graphs.trace(text, writer.inputs, output, upstream=upstream).evaluation
        agreed.append(runs(trace, library, SCRIPTS[seed % 2]))
    assert np.mean(agreed) > 0.8
