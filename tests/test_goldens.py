"""Five payloads written by hand before there was a page; every face is derived from them."""

import json
from pathlib import Path

import pytest

import graphs

GOLDENS = sorted((Path(__file__).parent / "goldens").glob("*.json"))


def parts(written, made):
    """The made data, cut down to the keys that were written by hand."""
    if isinstance(written, dict):
        return {key: parts(written[key], made[key]) for key in written}
    if isinstance(written, list):
        assert len(written) == len(made)
        return [parts(one, other) for one, other in zip(written, made, strict=True)]
    return made


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
