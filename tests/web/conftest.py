"""Fixtures of training over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.runs import end, served


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of ``trainer`` are kept."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def trainer(run_folder: Path) -> Iterator[FlaskClient]:
    """A client of an application that trains, in threads of this process."""
    app = served(run_folder)
    yield app.test_client()
    end(app)
