"""How much of a picture is seen, at five sizes: ``python -m benchmarks.pictures`` prints a table.

The examples and a share of the pasted texts are stepped through in a browser.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import waitress
from playwright.sync_api import Browser, Error, Page, sync_playwright

from app import create_app
from tests.support.whole_texts import TEXTS
from web.gallery import EXAMPLES

ROOT = Path(__file__).parents[1]
SCRIPTS = (ROOT / "tests/browser/walking.js", ROOT / "benchmarks/pictures.js")
PASTED = 20
READY = "body[data-whole]"


class Size(NamedTuple):
    title: str
    width: int
    height: int
    presents: bool = False


SIZES = (
    Size("1440 × 900", 1440, 900),
    Size("1280 × 720", 1280, 720),
    Size("1920 × 1080", 1920, 1080),
    Size("presenter, 1920 × 1080", 1920, 1080, presents=True),
    Size("phone, 390 × 844", 390, 844),
)
HEAD = (
    "| window | whole circuit | result and gate in view | moves without need | "
    "panels clipped | least text |\n| --- | --- | --- | --- | --- | --- |"
)


class Program(NamedTuple):
    name: str
    text: str
    inputs: Mapping[str, Any]


def programs() -> list[Program]:
    """The gallery, and pasted texts spread evenly over their kinds."""
    examples = [Program(entry["id"], entry["program"], entry["inputs"]) for entry in EXAMPLES]
    pasted = [Program(text.name, text.text, {}) for text in TEXTS[:: len(TEXTS) // PASTED]]
    return examples + pasted[:PASTED]


@contextmanager
def serving() -> Iterator[str]:
    """The address of the page."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"workers": 0, "train_folder": folder})
        server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()


def opened(browser: Browser, address: str, size: Size) -> Page:
    """A page of that size."""
    page = browser.new_page(
        viewport={"width": size.width, "height": size.height}, reduced_motion="reduce"
    )
    for script in SCRIPTS:
        page.add_init_script(path=script)
    page.goto(address)
    page.wait_for_selector(READY, state="attached")
    if size.presents:
        page.locator("[data-action=present]").first.click()
    return page


def measured(page: Page) -> list[dict[str, Any]]:
    """The figures of every program that has a picture."""
    found = []
    for program in programs():
        state = {"program": program.text, "inputs": program.inputs}
        try:
            page.evaluate("(state) => walking.open(state)", state)
            figures = page.evaluate("() => figures.ofProgram()")
        except Error as error:
            print(f"{program.name}: {error.message.splitlines()[0]}", file=sys.stderr)
            continue
        if figures["steps"]:
            found.append(figures)
    return found


def row(size: Size, found: list[dict[str, Any]]) -> str:
    """A line of the table."""

    def share(part: str, of: str) -> str:
        return f"{sum(one[part] for one in found) / sum(one[of] for one in found):.0%}"

    whole = sum(one["whole"] for one in found) / len(found)
    least = min(one["least"] for one in found)
    cells = (
        size.title,
        f"{whole:.0%}",
        share("inView", "steps"),
        share("moves", "steps"),
        share("clipped", "panels"),
        f"{least:.1f} px",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure and print."""
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for number, size in enumerate(SIZES):
            page = opened(browser, address, size)
            found = measured(page)
            if number == 0:
                print(
                    f"{len(found)} programs, {sum(one['steps'] for one in found)} steps\n\n{HEAD}"
                )
            print(row(size, found), flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
