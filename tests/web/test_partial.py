"""An error is told at its place, beside the circuit before it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

HEAD = "W = np.array([[1.0, 2.0], [3.0, 4.0]])\nv = np.array([0.5, -1.0])\nh = np.tanh(W @ v)\n"
# A wrong end of the text, and what stands at the place of its error.
WRONG = (
    ("k = h @ np.ones(3)", "h @ np.ones(3)"),
    ("k = foo(h)", "foo"),
    ("k = h[5]", "h[5]"),
    ("k = h.reshape(3, 3)", "h.reshape(3, 3)"),
    ("k = h.frob()", "h.frob"),
    ("k = np.frobnicate(h)", "np.frobnicate"),
    ("k = h + None", "None"),
    ("k = h + 'a'", "h + 'a'"),
    ("k = {'a': h}['b']", "{'a': h}['b']"),
    ("k = [h][2]", "2"),
    ("a, b, c = h", "a, b, c"),
    ("if h > 0:\n    k = h", "h > 0"),
    ("for q in 3:\n    k = h", "3"),
    ("def g(a):\n    return a\nk = g(h, h)", "g(h, h)"),
    ("class C:\n    pass\nk = C().w * h", "C().w"),
    ("raise ValueError('no')", "raise ValueError('no')"),
    ("assert h.shape == (3,)", "assert h.shape == (3,)"),
    ("k = np.sum(h, axis=4)", "np.sum(h, axis=4)"),
    ("k = np.concatenate([h, W])", "np.concatenate([h, W])"),
    ("k = h.sum(\n    axis=7)", "h.sum("),
    ("X = np.load('a.npy')\nk = X @ h", "X"),
    ("k = open('a').read() * h", "open('a').read()"),
    ("k = int('x') * h", "int('x')"),
    ("k = h << 2", "h << 2"),
    ("k = np.linalg.inv(np.zeros((2, 3))) @ h", "np.linalg.inv(np.zeros((2, 3)))"),
    ("del q\nk = h", "q"),
    ("k = h.sum() if h else 1", "h"),
    ("k = (lambda a, b: a)(h)", "(lambda a, b: a)(h)"),
)


@pytest.mark.parametrize(("end", "place"), WRONG, ids=[end for end, _ in WRONG])
def test_what_comes_before_an_error_is_drawn(client: FlaskClient, end: str, place: str) -> None:
    program = HEAD + end
    answer = client.post("/api/trace", json={"program": program, "fill": True})
    assert answer.status_code == 400
    found = answer.get_json()
    error = found["error"]
    line = program.split("\n")[error["line"] - 1]
    assert line[error["column"] : error["end_column"]].startswith(place)
    assert error["hint"]
    ops = [node["op"] for node in found["nodes"] if node["kind"] == "gate"]
    assert ops[:2] == ["matmul", "tanh"]
    assert [step["node"] for step in found["steps"][:2]] == [
        node["id"] for node in found["nodes"] if node["kind"] == "gate"
    ][:2]


def test_what_is_drawn_before_an_error_has_its_seed_said(client: FlaskClient) -> None:
    program = "W = np.random.randn(2, 3)\nh = 2 * W\nk = h @ h"
    found = client.post("/api/trace", json={"program": program, "seed": 7}).get_json()
    assert found["seed"] == 7
    seeded = client.post("/api/trace", json={"program": f"np.random.seed(1)\n{program}"}).get_json()
    assert "error" in seeded
    assert seeded["seed"] is None
