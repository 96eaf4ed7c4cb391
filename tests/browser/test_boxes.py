"""No label, value, tag, chip or line of the picture lies on another, at any step: measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.pages import open_page
from tests.support.pictured_programs import pictured
from web.gallery import EXAMPLES

SCRIPTS = [Path(__file__).with_name(name) for name in ("walking.js", "boxes.js")]


class Size(NamedTuple):
    width: int
    height: int
    presents: bool = False

    def __str__(self) -> str:
        return f"{self.width}x{self.height}{'-presented' if self.presents else ''}"


SIZES = (Size(1440, 900), Size(1280, 720), Size(390, 844))
MORE_SIZES = (Size(1920, 1080), Size(1920, 1080, presents=True))
FEW, MANY, PART = 40, 200, 50

Program = tuple[str, str, Mapping[str, Any]]

LAYER = "X = randn(5, 4)\nW1 = randn(4, 6)\nb1 = zeros(6)\nW2 = randn(3, 6)\nb2 = zeros(3)\n"
LAYER += "h = relu(X @ W1 + b1)\n"
ERRORS = {
    "product": f"{LAYER}scores = h @ W2\nloss = scores.mean()",
    "with a bias": f"{LAYER}scores = h @ W2 + b2\ne = exp(scores)",
    "elementwise": f"{LAYER}d = tanh(h - W2)",
    "an axis": f"{LAYER}s = h.sum(axis=2)\nt = log(s)",
    "a constant": f"{LAYER}c = h * [1.0, 2.0]",
}


def gallery() -> Iterator[Program]:
    return ((entry["id"], entry["program"], entry["inputs"]) for entry in EXAMPLES)


def random_programs(begin: int, end: int) -> Iterator[Program]:
    return ((name, text, {}) for name, text in islice(pictured(end), begin, end))


def in_page(page: Page, size: Size) -> None:
    """A page of that size, in which programs follow one another."""
    page.set_viewport_size({"width": size.width, "height": size.height})
    for script in SCRIPTS:
        page.add_init_script(path=script)
    open_page(page)
    if size.presents:
        page.locator("[data-action=present]").first.click()


def told(name: str, fault: Mapping[str, Any]) -> str:
    boxes = " and ".join("[{}, {}, {} × {}]".format(*box) for box in fault["boxes"])
    return (
        f"{name}, step {fault['step']}: {fault['kind']}: {fault['one']} / {fault['other']}, {boxes}"
    )


def measure(page: Page, size: Size, programs: Iterator[Program], least: int = 100) -> None:
    """Walks programs: nothing lies on one another."""
    in_page(page, size)
    found: list[str] = []
    steps = 0
    for name, text, inputs in programs:
        page.evaluate("(state) => walking.open(state)", {"program": text, "inputs": inputs})
        faults = page.evaluate("() => boxes.faults()")
        steps += page.evaluate("() => walking.where().steps")
        found += [told(name, fault) for fault in faults]
    assert steps > least
    assert found == []


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_mark_before_an_error_lies_on_another(page: Page, size: Size) -> None:
    measure(page, size, ((name, text, {}) for name, text in ERRORS.items()), 10)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_mark_of_an_example_lies_on_another(page: Page, size: Size) -> None:
    measure(page, size, gallery())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_mark_of_a_random_program_lies_on_another(page: Page, size: Size) -> None:
    measure(page, size, random_programs(0, FEW))


@pytest.mark.boxes
@pytest.mark.parametrize("size", MORE_SIZES, ids=str)
def test_no_mark_of_an_example_lies_on_another_in_large(page: Page, size: Size) -> None:
    measure(page, size, gallery())


@pytest.mark.boxes
@pytest.mark.parametrize("begin", range(0, MANY, PART))
@pytest.mark.parametrize("size", SIZES + MORE_SIZES, ids=str)
def test_no_mark_of_many_programs_lies_on_another(page: Page, size: Size, begin: int) -> None:
    measure(page, size, random_programs(begin, begin + PART))


# What is done to the first mark of a kind, and what is then told.
FAULTS = {
    "line on tag": (".tag", "translate(0 -14)", ""),
    "tag on value": (".tag", "translate(0 -30)", ""),
    "line through gate": (".gate", "translate(-60 0)", ""),
    "line along line": (".wire", "translate(90 0)", ""),
    "text out of its tag": (".tag text", "", "60px"),
}
SPOIL = """([mark, transform, size]) => {
  const found = document.querySelector(`#picture ${mark}`);
  if (transform) found.setAttribute("transform", transform);
  found.style.fontSize = size;
}"""


@pytest.mark.parametrize("kind", FAULTS)
def test_a_mark_that_is_moved_is_told_of(page: Page, kind: str) -> None:
    in_page(page, SIZES[0])
    page.evaluate("(state) => walking.open(state)", {"program": "f = exp(x)*3", "inputs": {"x": 1}})
    assert page.evaluate("() => boxes.faults()") == []
    page.evaluate(SPOIL, FAULTS[kind])
    assert kind in [fault["kind"] for fault in page.evaluate("() => boxes.faults()")]
