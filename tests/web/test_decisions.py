"""Programs that decide, print and have paths, through HTTP."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

TEXT = """import matplotlib.pyplot as plt
p = {'w': 2.0, 'b': 0.5}
y = p['w'] * x
print(f'y = {y}')
if y > 1:
    f = y ** 2 + p['b']
else:
    f = -y
"""
CALLS = "def g(x):\n    return h(x)\ndef h(x):\n    return x[5]\nx = np.zeros(2)\nf = g(x)"


def traced(client: FlaskClient, **fields: Any) -> Any:
    response = client.post("/api/trace", json={"program": TEXT, **fields})
    assert response.status_code == 200, response.json
    return response.json


def test_values_on_both_sides_of_a_decision(client: FlaskClient) -> None:
    for x, value in ((1.0, 4.5), (0.25, -0.5), (2.0, 16.5), (-1.0, 2.0), (0.5, -1.0)):
        answer = traced(client, inputs={"x": x})
        assert answer["values"][answer["names"]["f"]] == value
        assert answer["printed"] == {"4": f"y = {2 * x}"}
        assert [(one["line"], bool(one["kind"])) for one in answer["notes"]] == [(1, True)]


def test_inputs_output_and_wrt_may_be_paths(client: FlaskClient) -> None:
    for name in ("p['w']", 'p["w"]', "p_w"):
        answer = traced(client, inputs={"x": 1.0, name: 3.0}, wrt=[name])
        assert answer["inputs"]["p['w']"] == 3.0
        assert answer["grads"][answer["names"]["p['w']"]] == 6.0
    views = {"paths": {"from": "p_w", "to": "f"}, "hessian": {"of": ["p['w']"]}}
    views |= {"forward_mode": {"of": "p['w']"}, "code": {}}
    answer = traced(client, inputs={"x": 1.0}, views=views)
    assert answer["views"]["hessian"]["of"] == ["p['w']"]
    assert answer["views"]["hessian"]["text"] == [["2"]]
    assert answer["views"]["forward_mode"]["of"] == "p['w']"
    assert answer["views"]["paths"]["total"] == "4"
    assert "\np_w = 2.0\n" in answer["views"]["code"]["text"]
    assert traced(client, inputs={"x": 1.0}, output="p['w']")["output"] == "p['w']"


def test_a_link_opens_with_paths(client: FlaskClient) -> None:
    query = urlencode({"program": TEXT, "inputs": json.dumps({"x": 1.0, "p['w']": 3.0})})
    page = client.get(f"/?{query}").get_data(as_text=True)
    assert "p[&#39;w&#39;]" in page or "p[&#x27;w&#x27;]" in page
    assert re.search(r"<li data-notice=[^>]*>.*<b>Line 1:</b> ", page)
    assert client.get(f"/graph.svg?{query}").status_code == 200


def test_an_error_names_the_lines_of_its_calls(client: FlaskClient) -> None:
    response = client.post("/api/trace", json={"program": CALLS})
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]["line"] == 4
    assert response.json["error"]["callers"] == [2, 6]
    page = client.get(f"/?{urlencode({'program': CALLS})}").get_data(as_text=True)
    assert "(Called from line 2, line 6.)" in page


def test_training_names_parameters_by_path(client: FlaskClient) -> None:
    text = "p = {'w': 2.0}\nx = np.array([1.0, 2.0])\nloss = ((p['w'] * x - 1) ** 2).sum()"
    plan = client.post("/api/train/plan", json={"program": text}).json
    assert plan is not None
    assert plan["parameters"] == ["p['w']"]
    train = {"of": ["p['w']", "x[1]"]}
    surface = client.post("/api/train/surface", json={"program": text, "train": train})
    assert surface.status_code == 200
    assert surface.json is not None
    assert surface.json["names"] == ["p['w']", "x[1]"]
