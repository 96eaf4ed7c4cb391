"""The payload of programs with notes, printed lines, decisions and paths."""

from __future__ import annotations

import json

import pytest

import graphs
from graphs import GraphError
from graphs.evaluation import Display
from graphs.language.assumptions import Assumptions
from graphs.payload.partial_trace import Read, partial_trace

NOTEBOOK = """import matplotlib.pyplot as plt
params = {'W1': 2.0, 'b1': 0.5}
x = np.array([1.0, -2.0])
h = params['W1'] * x + params['b1']
print('h', h)
for v in x:
    print(f'{v:.1f}')
if h[0] > 1:
    loss = (h ** 2).sum()
else:
    loss = h.sum()
plt.plot(h)
"""


def test_notes_and_printed_lines() -> None:
    traced = graphs.trace(NOTEBOOK)
    data = traced.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False))["printed"] == data["printed"]
    assert data["printed"] == {"5": "h [ 2.5 -3.5]", "7": "1.0\n-2.0"}
    assert data["printed"] == {str(line): text for line, text in traced.printed.items()}
    assert data["notes"] == [
        {"message": note.message, "line": note.line, "kind": note.kind} for note in traced.notes
    ]
    assert [note["line"] for note in data["notes"]] == [1]
    moved = traced.with_inputs({"params['W1']": 0.0})
    assert moved.to_dict()["printed"]["5"] == "h [0.5 0.5]"
    assert moved.value == 1.0


def test_paths_are_keys_everywhere() -> None:
    data = graphs.trace(NOTEBOOK, {"params_W1": 3.0}).to_dict()
    assert data["inputs"] == {"params['W1']": 3.0, "params['b1']": 0.5, "x": [1.0, -2.0]}
    assert set(data["input_details"]) == set(data["inputs"])
    assert data["names"]["params['W1']"] == data["input_details"]["params['W1']"]["node"]
    assert "params[&#x27;W1&#x27;]" in data["svg"]


def test_folded_and_closed_parts_print_the_same() -> None:
    traced = graphs.trace(NOTEBOOK)
    folded = traced.with_fold([one["id"] for one in traced.patterns])
    closed = traced.with_open(())
    for other in (folded, closed):
        assert other.to_dict()["printed"] == traced.to_dict()["printed"]
        assert other.to_dict()["notes"] == traced.to_dict()["notes"]
        assert other.with_inputs({"params_W1": 0.0}).value == 1.0


def test_what_was_printed_before_an_evaluation_failed() -> None:
    text = "print(2 * s)\nB = A @ A\nprint(B)\nC = inv(A) * s\nf = C.sum() + B.sum()\nprint(f)"
    inputs = {"A": [[1.0, 1.0], [1.0, 1.0]], "s": 3.0}
    with pytest.raises(GraphError, match="singular") as raised:
        graphs.trace(text, inputs)
    partial = partial_trace(raised.value, inputs, Read(Display()))
    assert [step["node"] for step in partial["steps"]]
    assert partial["printed"] == {"1": "6.0", "3": "[[2. 2.]\n [2. 2.]]"}
    assert partial["notes"] == []


def test_filled_values_are_the_same_whenever_the_seed_is() -> None:
    text = "x = np.random.randn(3)\nh = W @ x\nf = sum(h)"
    first = graphs.trace(text, fill=True).to_dict()
    again = graphs.trace(text, fill=True, seed=first["seed"])
    assert again.to_dict()["inputs"] == first["inputs"]
    assert first["filled"] == ["W"]
    moved = again.with_inputs({"x": [1.0, 2.0, 3.0]}).to_dict()
    assert moved["inputs"]["W"] == first["inputs"]["W"]
    plain = graphs.trace("f = sum(W @ x)", fill=True, seed=7)
    assert plain.to_dict()["seed"] == 7
    assert (
        plain.with_inputs({"new": 1.0}).to_dict()["inputs"]["W"] == plain.to_dict()["inputs"]["W"]
    )


def test_what_came_before_an_error_has_a_value_for_each_input() -> None:
    with pytest.raises(GraphError, match="foo") as raised:
        graphs.trace("h = np.tanh(W @ x)\nf = foo(h)", fill=True)
    assert partial_trace(raised.value, {}, Read(Display())) == {}
    partial = partial_trace(raised.value, {}, Read(Display(), assume=Assumptions(fill=True)))
    assert partial["filled"] == ["W", "x"]
    assert [step["phase"] for step in partial["steps"]] == ["forward", "forward"]
