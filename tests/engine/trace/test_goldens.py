"""Payloads and numbers that were worked out apart from the engine; every face is held to them."""

import json
from pathlib import Path

import numpy as np
import pytest

import graphs
from tests.support.named import GOLDENS as GALLERY
from tests.support.named import named
from web.gallery import EXAMPLES

GOLDENS = sorted((Path(__file__).parents[2] / "goldens").glob("*.json"))
ENTRIES = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])


def parts(written, made):
    """The made data, cut down to the keys that were written by hand."""
    if isinstance(written, dict):
        return {key: parts(written[key], made[key]) for key in written}
    if isinstance(written, list):
        assert len(written) == len(made)
        return [parts(one, other) for one, other in zip(written, made, strict=True)]
    return made


def golden_of(entry):
    return json.loads((GALLERY / f"{entry['id']}.json").read_text())


def assert_same(made, written):
    """Equal names, shapes and numbers."""
    assert made.keys() == written.keys()
    for name, value in written.items():
        assert np.shape(made[name]) == np.shape(value), name
        np.testing.assert_allclose(made[name], value, rtol=1e-9, atol=1e-11, err_msg=name)


@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.stem)
def test_payload_is_what_was_written_by_hand(path):
    golden = json.loads(path.read_text())
    warning_lines = golden.pop("warning_lines")
    made = graphs.trace(golden["program"], golden["inputs"]).to_dict()
    assert parts(golden, made) == golden
    assert [warning["line"] for warning in made["warnings"]] == warning_lines
    assert made["values"].keys() == golden["values"].keys()
    assert made["grads"].keys() == golden["grads"].keys()


def test_there_are_five():
    assert len(GOLDENS) == 5


def test_the_gallery_has_one_golden_an_entry():
    assert {path.stem for path in GALLERY.iterdir()} == {entry["id"] for entry in EXAMPLES}


@ENTRIES
def test_the_golden_is_what_autograd_computes(entry):
    golden = golden_of(entry)
    values, grads = named(entry["program"], entry["inputs"], golden["output"])
    assert_same(values, golden["values"])
    assert_same(grads, golden["grads"])


@ENTRIES
def test_the_engine_prints_the_golden(entry):
    golden = golden_of(entry)
    trace = graphs.trace(entry["program"], entry["inputs"])
    assert trace.output == golden["output"]
    names = trace.evaluation.model.names
    sizes = golden["values"].keys() - names.keys()
    assert sizes <= {"N", "H", "W"}  # read from a shape: known numbers, not nodes
    written = {name: value for name, value in golden["values"].items() if name not in sizes}
    assert_same({name: trace.values[name] for name in written}, written)
    carried = {
        name: value
        for name, value in golden["grads"].items()
        if name not in sizes
        and trace.evaluation.model.depends_on_wrt[names[name]]  # labels and masks are data
    }
    assert_same({name: trace.grads[name] for name in carried}, carried)
