"""What is told of a run and of a program: updates, logs, surfaces, boundaries, data."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from flask.testing import FlaskClient

from graphs.training.data import generate
from tests.support.runs import FALL, HOURS, LINE, X, Y, by_hand, reach, start


def test_the_numbers_of_an_update(trainer: FlaskClient) -> None:
    run = start(trainer, FALL, iterations=5, optimizer="momentum", settings={"lr": 0.1})["id"]
    reach(trainer, run, "done")
    update = trainer.get(f"/api/train/{run}/update?iteration=1").get_json()
    assert update["iteration"] == 1
    plain = start(trainer, FALL, iterations=5, settings={"lr": 0.1})["id"]
    reach(trainer, plain, "done")
    first = trainer.get(f"/api/train/{plain}/update?iteration=5").get_json()["parameters"]["w"]
    assert first["text"] == "w = w - lr * dw"
    rule = update["parameters"]["w"]
    v = -0.1 * 2 * (0 - 3)
    w, v = v, 0.9 * v - 0.1 * 2 * (v - 3)
    assert [line["value"] for line in rule["lines"]] == [f"{v:.3g}", f"{w + v:.3g}"]
    assert rule["latex"]
    assert rule["numbers"]
    assert rule["set"] == r"w \leftarrow w + v"
    assert first["set"] == r"w \leftarrow w - 0.1 \cdot \dfrac{\partial\,\mathrm{loss}}{\partial w}"
    assert (rule["step_length"], update["right"]) == (f"{v:.3g}", None)
    assert trainer.get(f"/api/train/{run}/update?iteration=6").status_code == 400


def test_the_log_as_csv(trainer: FlaskClient) -> None:
    run = start(trainer, LINE, iterations=20, settings={"lr": 0.1})["id"]
    reach(trainer, run, "done")
    response = trainer.get(f"/api/train/{run}/log.csv")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(response.text.splitlines()))
    assert [int(row["iteration"]) for row in rows] == list(range(21))
    assert [float(row["loss"]) for row in rows] == pytest.approx(
        [one[0] for one in by_hand(20, 0.1)]
    )
    assert float(rows[0]["w gradient"]) > 0


def test_what_a_program_offers_to_train(trainer: FlaskClient) -> None:
    plan = trainer.post("/api/train/plan", json=LINE).get_json()
    assert (plan["parameters"], plan["data"], plan["scalar"]) == (["w", "b"], ["x", "y"], True)
    assert plan["recognised"] is None
    assert [row["name"] for row in plan["optimizers"]][:2] == ["sgd", "momentum"]
    assert all(row["latex"] and row["remark"] and row["settings"] for row in plan["optimizers"])
    own = "for t in range(30):\n    loss = (w - 3)**2\n    dw = 2*(w - 3)\n    w -= 0.1*dw"
    found = trainer.post("/api/train/plan", json={"program": own, "inputs": {"w": 0}}).get_json()
    recognised = found["recognised"]
    assert (recognised["optimizer"], recognised["iterations"]) == ("sgd", 30)
    assert recognised["settings"] == {"lr": 0.1}
    assert "30 iterations" in recognised["sentence"]


def test_a_surface_with_the_path_of_a_run(
    trainer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.training.jobs.QUICK", HOURS)  # the path has every iteration
    run = start(trainer, LINE, iterations=30, settings={"lr": 0.1})["id"]
    reach(trainer, run, "done")
    asked = {**LINE, "train": {"of": ["w", "b"], "run": run}, "run": {"id": run, "iteration": 30}}
    surface = trainer.post("/api/train/surface", json=asked).get_json()
    assert surface["names"] == ["w", "b"]
    assert (len(surface["z"]), len(surface["z"][0])) == (len(surface["y"]), len(surface["x"]))
    flat = [number for point in surface["path"] for number in point]
    assert flat == pytest.approx(
        [number for k, (_, w, b) in enumerate(by_hand(30, 0.1)) for number in (k, w, b)]
    )
    w, b = surface["x"][4], surface["y"][9]
    assert surface["z"][9][4] == pytest.approx(np.mean((w * X[:, 0] + b - Y) ** 2))


def test_a_boundary_at_an_iteration_shows_all_points(trainer: FlaskClient) -> None:
    body = {
        "program": "p = sigmoid(X.dot(w) + b)\nloss = -np.mean(y*np.log(p) + (1-y)*np.log(1-p))",
        "inputs": {"X": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 1, 1, 1], "w": [0, 0], "b": 0},
    }
    run = start(trainer, body, iterations=50, batch=2, settings={"lr": 1.0}, data=["X", "y"])["id"]
    reach(trainer, run, "done")
    asked = {**body, "train": {"features": "X", "labels": "y"}, "run": {"id": run, "iteration": 50}}
    found = trainer.post("/api/train/boundary", json=asked).get_json()
    assert (found["kind"], found["threshold"]) == ("scores", 0.5)
    assert found["points"] == [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    assert {number > 0.5 for row in found["scores"] for number in row} == {False, True}
    measured = {**asked, "inputs": {**body["inputs"], "y": [0.2, 0.7, 0.4, 0.1]}}
    shown = trainer.post("/api/train/boundary", json={**measured, "run": None}).get_json()
    assert (shown["kind"], shown["threshold"]) == ("scores", None)
    line = {**LINE, "train": {"features": "x", "labels": "y", "scores": "y_hat"}}
    curve = trainer.post("/api/train/boundary", json=line).get_json()
    assert (curve["kind"], curve["y"], set(curve["scores"])) == ("curve", None, {0.0})


def test_data(trainer: FlaskClient) -> None:
    xor = trainer.post("/api/data", json={"generator": "xor"}).get_json()
    assert (xor["columns"], xor["y"]) == (["x1", "x2", "y"], [0, 1, 1, 0])
    assert xor["text"].startswith("X = np.array([[0.0, 0.0], ")
    made = trainer.post(
        "/api/data", json={"generator": "spirals", "rows": 9, "noise": 0, "seed": 3}
    )
    assert made.get_json()["X"] == generate("spirals", 9, 0.0, 3)[0].tolist()
    table = trainer.post("/api/data", json={"csv": "a,b,kind\n1,2,cat\n3,4,dog"}).get_json()
    assert (table["X"], table["y"], table["classes"]) == ([[1, 2], [3, 4]], [0, 1], ["cat", "dog"])
    bad = trainer.post("/api/data", json={"csv": "a,b\n1,2\n3,x"})
    assert bad.status_code == 400
    error = bad.get_json()["error"]
    assert (error["line"], error["column"], error["end_column"]) == (3, 2, 3)
    assert trainer.post("/api/data", json={"csv": "1,2\n" * 6_000}).status_code == 413
    rows = trainer.get("/api/data").get_json()["generators"]
    names = [row["name"] for row in rows]
    arms = next(row["points"] for row in rows if row["name"] == "spirals")
    assert {label for _, _, label in arms} == {0, 1, 2}  # its thumbnail is of its own points
    assert names[:2] == ["two_moons", "spirals"]


def test_the_activations_are_kept_by_browsers(trainer: FlaskClient) -> None:
    response = trainer.get("/api/activations")
    assert {"sigmoid", "maxout"} < {one["name"] for one in response.get_json()["activations"]}
    again = trainer.get("/api/activations", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
