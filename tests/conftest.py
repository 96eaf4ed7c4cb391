"""Fixtures of the web: a client without a server, a live server, and a page in a real browser."""

from __future__ import annotations

import gc
import os
import shutil
import threading
from collections.abc import Iterator

import pytest
import waitress
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from app import create_app

WAIT = 60_000  # milliseconds, which only end what hangs

BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # so that a page begins in the process of `lasting`
)

# The browser itself logs every answer of 400 and above; an error shown to the reader is one.
EXPECTED = "Failed to load resource: the server responded with a status of 4"


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Ten thousand tests stay to the end: the garbage collector need not look at them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, working in this process."""
    folder = str(tmp_path_factory.mktemp("runs"))
    return create_app({"workers": 0, "train_folder": folder, "train_iterations": 1_000_000})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


@pytest.fixture(scope="session")
def server(app: Flask) -> Iterator[str]:
    """The address of a live server on a free port."""
    serving = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.effective_port}"
    serving.close()
    serving.task_dispatcher.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else the one that Playwright installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BACKFLOW_CHROMIUM") or next(
        filter(None, map(shutil.which, names)), None
    )
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(BROWSER_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visitor(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A reader's browser. It keeps the site's files from test to test, as a second visit does."""
    context = browser.new_context(
        base_url=server, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(WAIT)
    yield context
    context.close()


@pytest.fixture(scope="session")
def lasting(visitor: BrowserContext) -> Page:
    """A page that stays open, and with it the process of the site's pages: one takes longer to
    start than a page in it."""
    page = visitor.new_page()
    page.goto("/healthz")
    return page


@pytest.fixture(scope="module")
def swept(lasting: Page) -> Iterator[Page]:
    """The same; after each file its process lets go of what the closed pages left."""
    yield lasting
    lasting.request_gc()


@pytest.fixture
def page(visitor: BrowserContext, swept: Page, server: str) -> Iterator[Page]:
    """A fresh page of a reader who has stored nothing. Any script error, console error, violation
    of the Content-Security-Policy or request to another host fails the test."""
    opened = visitor.new_page()
    stored = {"origin": server, "storageTypes": "cookies,local_storage,indexeddb"}
    visitor.new_cdp_session(opened).send("Storage.clearDataForOrigin", stored)
    problems: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            problems.append(f"console {message.type}: {message.text}")

    def watch(address: str) -> None:
        if not address.startswith((server, "data:", "blob:")):
            problems.append(f"request to another host: {address}")

    opened.on("console", listen)
    opened.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    opened.on("request", lambda request: watch(request.url))
    yield opened
    for one in visitor.pages:
        if one is not swept:
            one.close()
    assert problems == []
