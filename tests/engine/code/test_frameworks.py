"""Exported PyTorch and JAX without either: whatever a script names is there in its library."""

from __future__ import annotations

import pytest

import graphs
from graphs.code import SCRIPTS, export
from graphs.gates import GATES, Gate
from graphs.gates.spellings import SPELLINGS
from tests.support.framework_names import FILE, HEAD, kept, written
from tests.support.gate_samples import samples
from tests.support.script_names import lacking
from tests.support.scripts import FRAMEWORKS, OF_RULES, traced
from web.gallery import EXAMPLES

EACH = pytest.mark.parametrize("library", FRAMEWORKS)
V = [0.5, 1.5, -2.0]
M = [V, [1.0, 2.0, 3.0]]
SPELLED = {
    "dot": ("f = x.dot(y) + np.dot(M, y)", {"x": V, "y": V, "M": M}),
    "inner": ("f = np.inner(M, M) + np.inner(x, x)", {"M": M, "x": V}),
    "swapaxes": ("f = np.swapaxes(M, 0, 1)", {"M": M}),
    "moveaxis": ("f = np.moveaxis(T, 0, -1)", {"T": [M, M]}),
    "ravel": ("f = M.ravel() * M.flatten()", {"M": M}),
    "take": ("f = np.take(x, [0, 2]) @ np.take(M, [1, 0], axis=1)", {"x": V, "M": M}),
    "flip": ("f = np.flip(M) + np.flip(M, 1)", {"M": M}),
    "hstack": ("f = np.hstack([x, 2 * x]).sum() + np.hstack([M, M])", {"x": V, "M": M}),
    "vstack": ("f = np.vstack([x, 2 * x]) * np.row_stack([M, x])[1:]", {"x": V, "M": M}),
    "column_stack": ("f = np.column_stack([x, 2 * x])", {"x": V}),
    "atleast_2d": ("f = np.atleast_2d(x) * np.atleast_2d(M)", {"x": V, "M": M}),
}


@pytest.mark.parametrize(
    "gate", [gate for gate in GATES if gate.name not in OF_RULES], ids=lambda gate: gate.name
)
def test_every_row_is_written_with_what_the_libraries_have(gate: Gate) -> None:
    """Where this fails, the row needs a way to be written in ``graphs/code``."""
    tried = samples(gate)
    for seed, sample in enumerate(tried):
        if sample in tried[:seed]:  # the same script, at other values
            continue
        trace = traced(gate, sample, seed)
        for library in FRAMEWORKS:
            for level in SCRIPTS:
                script = export(trace, library, level).text
                assert lacking(script) == [], f"{library}, {sample}\n{script}"


def test_rows_of_rules_are_not_in_the_language() -> None:
    rows = {gate.name: gate for gate in GATES}
    assert all(rows[name].hidden for name in OF_RULES)


@EACH
@pytest.mark.parametrize("name", SPELLED)
def test_every_spelling_is_written_with_what_the_library_has(name: str, library: str) -> None:
    trace = graphs.trace(*SPELLED[name]).evaluation
    for level in SCRIPTS:
        script = export(trace, library, level).text
        assert lacking(script) == [], script


def test_every_spelling_is_tried() -> None:
    assert SPELLED.keys() == {spelling.name for spelling in SPELLINGS.values()}
    for program, _ in SPELLED.values():
        names = [one for one in SPELLINGS if f".{one}(" in program]
        assert names, program


@EACH
@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
def test_every_entry_is_written_with_what_the_library_has(entry: dict, library: str) -> None:
    trace = graphs.trace(entry["program"], entry["inputs"]).evaluation
    for level in SCRIPTS:
        assert lacking(export(trace, library, level).text) == []


MISSING = {
    "import torch\ny = torch.ptp(x)": ["torch.ptp", "x"],
    "import torch\nx = torch.tensor(1.0)\ny = x.astype(float)": ["torch.Tensor.astype"],
    "import torch\nx = torch.ones(2)\ny = torch.cumsum(x, axis=0, initial=1)": [
        "torch.cumsum(initial=)"
    ],
    "import torch\ny = np.exp(torch.ones(2))": ["np"],
    "import jax.numpy as jnp\ny = jnp.sigmoid(jnp.ones(2))": ["jax.numpy.sigmoid"],
    "import jax\ny = jax.nn.frobnicate(1.0)": ["jax.nn.frobnicate"],
    "import jax.numpy as jnp\nx = jnp.ones(2)\ny = x.at[0].set(1.0).clone()": ["jax.Array.clone"],
}


@pytest.mark.parametrize("script", MISSING)
def test_what_a_library_lacks_is_found(script: str) -> None:
    assert sorted(lacking(script)) == sorted(MISSING[script])


def test_the_names_are_those_that_were_written_down() -> None:
    """``make test-peers`` holds the file to the libraries; here it is only whole."""
    assert written(kept()) == FILE.read_text(encoding="utf-8")
    assert HEAD.startswith("# PyTorch ")
