"""The presets of training: they open, they learn, and the lecture's network is NumPy's own."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from flask.testing import FlaskClient

import graphs
from graphs.training import Training, guess
from tests.support.page_data import embedded
from tests.support.presets import BY_ID, lecture, planned
from web.gallery import ENTRIES, PRESETS

EACH = pytest.mark.parametrize("entry", PRESETS, ids=lambda entry: entry["id"])
LARGE = "train-two-layer"
FALLS = {"train-logistic": 2, "train-vanishing": 1.1}  # times; the others at least 10


def test_the_lectures_network_learns_as_numpys_own_loop() -> None:
    training = Training(planned(BY_ID[LARGE], iterations=60))
    for record, loss in zip(training.run(), lecture(60), strict=True):
        assert record.loss == pytest.approx(loss, rel=1e-9)


@pytest.mark.parametrize("id", [id for id in BY_ID if id != LARGE])
def test_each_preset_learns(id: str) -> None:
    training = Training(planned(BY_ID[id]), watch=True)
    records = list(training.run())
    assert training.reason is None
    assert len(records) == training.plan.iterations + 1
    assert training.loss < training.losses[0] / FALLS.get(id, 10)
    found = {one.kind for one in training.findings}
    assert ("vanishing" in found) == (id == "train-vanishing")
    assert not found & {"exploding", "saturated", "rate"}


@pytest.mark.parametrize(
    ("id", "scores", "right"),
    [("train-logistic", "p", 0.8), ("train-xor", "p", 1.0), ("train-spiral", "scores", 0.97)],
)
def test_classifiers_end_up_right(id: str, scores: str, right: float) -> None:
    training = Training(planned(BY_ID[id]))
    for _ in training.run():
        pass
    inputs = training.inputs | training.values_at(training.iteration)
    values = graphs.trace(BY_ID[id]["program"], inputs).values
    said = values[scores]
    classes = np.argmax(said, axis=1) if np.ndim(said) == 2 else said > 0.5
    assert np.mean(classes == inputs["y"]) >= right


@EACH
def test_a_preset_opens_in_the_training_mode(client: FlaskClient, entry: dict[str, Any]) -> None:
    response = client.get(entry["href"])
    page = embedded(response.text)
    assert response.status_code == 200, page["error"]
    assert page["state"]["program"] == entry["program"]
    assert page["state"]["mode"] == "train"
    assert page["state"]["train"] == entry["train"]
    asked = {"program": entry["program"], "inputs": entry["inputs"]}
    assert client.post("/api/trace", json=asked).status_code == 200
    query = parse_qs(urlsplit(entry["href"]).query)
    assert json.loads(query["train"][0]) == entry["train"]
    assert len(entry["href"]) < 8_000  # what browsers and servers take for sure


@EACH
def test_the_roles_of_a_preset_can_be_guessed(entry: dict[str, Any]) -> None:
    trace = graphs.trace(entry["program"], entry["inputs"])
    roles = guess(trace.evaluation.model)
    assert list(roles.parameters) == entry["train"]["parameters"]
    assert list(roles.data) == entry["train"]["data"]
    assert not trace.warnings


def test_presets_have_their_own_names_among_all() -> None:
    for word in ("id", "title", "note"):
        assert len({entry[word] for entry in ENTRIES}) == len(ENTRIES)
    for entry in PRESETS:
        assert entry["group"] == "Training"
        assert entry["note"].endswith(".")
