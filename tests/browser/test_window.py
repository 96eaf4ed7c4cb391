"""The window onto the picture: what is in it at load and at each step, and what moves it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    OPENED,
    VECTOR,
    at_step,
    open_page,
    paste,
    settled,
    write,
)
from web.http.window import USUAL

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LEAST = 0.866  # of a scale: tags of 15 units are 13 pixels then

PROGRAMS: dict[str, dict[str, Any]] = {
    "lecture": LECTURE,
    "neuron": NEURON,
    "vector": VECTOR,
    "fork": {"program": "q = x*x\nf = sin(q) + cos(q)*q + q**3 + 1/q", "inputs": {"x": 2}},
    "chain": {"program": "f = tanh(exp(sin(tanh(sqrt(tanh(x))))))", "inputs": {"x": 2}},
    "sum": {
        "program": "f = " + " + ".join(f"a{i}*b{i}" for i in range(7)),
        "inputs": {f"{name}{i}": i + 1 for i in range(7) for name in "ab"},
    },
}
SEEN = """() => {
  const outer = document.querySelector("#picture").getBoundingClientRect();
  const inside = (part) => {
    const {left, right, top, bottom} = part.getBoundingClientRect();
    return left >= outer.left && right <= outer.right && top >= outer.top && bottom <= outer.bottom;
  };
  const results = [...document.querySelectorAll("#picture [data-now]")];
  const bodies = results.map((one) => one.querySelector(".shape, .ring, .number") ?? one);
  const gates = [...document.querySelectorAll("#picture .gate[data-state=current] .disc")];
  return {
    results: results.length,
    upstream: document.querySelectorAll("#picture [data-upstream]").length,
    result: bodies.every(inside),
    gate: gates.every(inside),
    whole: [...document.querySelectorAll("#picture :is(.gate .disc, .tag .shape)")]
      .filter((part) => part.getClientRects().length > 0) // a card that is closed has none
      .every(inside),
    transform: document.querySelector("#picture g.view").getAttribute("transform"),
    scale: document.querySelector("#picture g.view").getCTM().a,
  };
}"""
WOULD_SEE = """([before, now]) => {
  const [view, outer] = [document.querySelector("#picture g.view"),
                         document.querySelector("#picture").getBoundingClientRect()];
  view.setAttribute("transform", before);
  const parts = [...document.querySelectorAll("#picture [data-now]")]
    .map((one) => one.querySelector(".shape, .ring, .number"))
    .concat([...document.querySelectorAll("#picture .gate[data-state=current] .disc")]);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  view.setAttribute("transform", now);
  return boxes.every(({left, right, top, bottom}) => left >= outer.left + 17
    && right <= outer.right - 17 && top >= outer.top + 17 && bottom <= outer.bottom - 17);
}"""


def seen(page: Page) -> dict[str, Any]:
    """What of the step is in the window, and where the drawing stands in it."""
    found: dict[str, Any] = page.evaluate(SEEN)
    return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_result_of_each_step_is_in_the_window(page: Page, name: str, size: Any) -> None:
    page.set_viewport_size(size)
    open_page(page, "/", **PROGRAMS[name], step=0)
    settled(page)
    before = seen(page)
    assert before["scale"] >= LEAST
    is_part = page.locator("#whole").is_visible()
    assert before["whole"] or is_part  # all of it, or as much as can be read
    count = int(page.get_by_role("slider", name="Step", exact=True).get_attribute("max") or "")
    for step in range(1, count):
        page.keyboard.press("ArrowRight")
        at_step(page, step, count)
        now = seen(page)
        assert (now["results"], now["result"]) == (1, True), (step, now)
        assert now["upstream"] <= 1
        assert now["scale"] == before["scale"]
        if now["transform"] != before["transform"]:
            places = [before["transform"], now["transform"]]
            assert is_part
            assert not page.evaluate(WOULD_SEE, places), step
        before = now


def test_the_whole_picture_and_back(page: Page) -> None:
    page.set_viewport_size(PHONE)
    open_page(page, "/", **OPENED, step=12)
    settled(page)
    readable = seen(page)
    button = page.get_by_role("button", name="Whole picture")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    whole = seen(page)
    assert whole["whole"]
    assert whole["scale"] < LEAST
    page.keyboard.press("ArrowRight")
    assert seen(page)["transform"] == whole["transform"]
    page.keyboard.press("ArrowLeft")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert seen(page)["scale"] == readable["scale"]
    assert seen(page)["result"]
    page.keyboard.press("0")
    assert seen(page)["transform"] == whole["transform"]


def test_numbers_change_in_place_and_another_program_is_fitted(page: Page) -> None:
    page.set_viewport_size(DESK)
    open_page(page, "/", program="f = (x + y) * 2", inputs={"x": 1, "y": 2}, step=2)
    settled(page)
    before = seen(page)
    drawing = page.locator("#stage svg").get_attribute("id") or ""
    write(page, "f = (x + y) * 3")
    expect(page.locator("#stage svg")).not_to_have_attribute("id", drawing)
    assert seen(page)["transform"] == before["transform"]
    write(page, "f = (x + y) * 3 + tanh(x) * y")
    expect(page.locator("#stage .gate")).to_have_count(5)
    assert seen(page)["transform"] != before["transform"]


def test_the_page_says_how_much_room_it_has(page: Page) -> None:
    page.set_viewport_size(DESK)
    open_page(page, "/", **NEURON)
    settled(page)
    box = page.locator("#picture").bounding_box()
    assert box is not None
    expected = [8 * int(length / 0.867 / 8) for length in (box["width"], box["height"])]
    cookie = {one["name"]: one for one in page.context.cookies()}["window"]
    assert cookie["value"] == f"{expected[0]}x{expected[1]}"
    assert expected == [USUAL.width, USUAL.height]  # a first visit need not be drawn twice
    assert cookie["sameSite"] == "Lax"
    with page.expect_request("**/api/trace") as asked:
        write(page, NEURON["program"] + " * 2")
    assert json.loads(asked.value.post_data or "")["window"] == expected
    with page.expect_request(re.compile("/api/trace/part")) as asked:
        page.set_viewport_size(PHONE)  # where it does not fit
    assert "window=" in asked.value.url


def test_a_program_with_longer_lines_is_asked_for_in_the_room_that_it_leaves(page: Page) -> None:
    page.set_viewport_size(DESK)
    open_page(page, "/", program="f = a*b", inputs={"a": 1, "b": 2})
    settled(page)
    wide = page.locator("#picture").bounding_box()
    with page.expect_request("**/api/trace") as asked:
        paste(page, "long = x*x + x*x + x*x + x*x + x*x + x*x\nf = long * x")
    narrow = page.locator("#picture").bounding_box()
    assert wide
    assert narrow
    assert narrow["width"] < wide["width"]
    window = json.loads(asked.value.post_data or "")["window"]
    assert window[0] == 8 * int(narrow["width"] / 0.867 / 8)
