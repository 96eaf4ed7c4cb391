"""Phones and tablets: what fingers do, what is seen, what the sheets do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.pages import LECTURE, NEURON, at_step, complaints, open_page, settled, until

Point = tuple[float, float]
PROGRAM = {"program": "q = x + y\nf = q * z", "inputs": LECTURE["inputs"]}
PHONE = {"width": 390, "height": 844}
# What of the picture is cut off, and where Next stands in the window.
SEEN = """() => {
  const outer = document.querySelector("#picture").getBoundingClientRect();
  const parts = document.querySelectorAll(
    "#picture :is(.disc, .tag .shape, .value .number, .leaf .name, .name.output)");
  const next = document.querySelector(".transport [data-action=next]").getBoundingClientRect();
  return {
    cut: [...parts].filter((part) => part.getClientRects().length > 0).filter((part) => {
      const {left, right, top, bottom} = part.getBoundingClientRect();
      return left < outer.left || right > outer.right || top < outer.top || bottom > outer.bottom;
    }).map((part) => part.parentElement.id),
    next: [next.top / innerHeight, next.bottom <= innerHeight],
    scrolls: document.documentElement.scrollHeight > innerHeight,
  };
}"""


class Fingers:
    """Fingers on the page, which move as fast as real ones."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send(
            "Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2}
        )
        self.now: float = page.evaluate("Date.now() / 1000")

    def put(self, *points: Point, kind: str = "touchMove") -> None:
        """Has the fingers at some points: none where they are lifted."""
        self.now += 0.08
        places = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        self.session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": places, "timestamp": self.now},
        )

    def move(self, *ways: Sequence[Point]) -> None:
        """Moves each finger along its points, and lifts them."""
        for index, points in enumerate(zip(*ways, strict=True)):
            self.put(*points, kind="touchMove" if index else "touchStart")
        self.put(kind="touchEnd")


def test_fingers_step_zoom_and_move(page: Page) -> None:
    page.set_viewport_size(PHONE)
    fingers = Fingers(page)
    open_page(page, "/", **PROGRAM)
    settled(page)
    view = page.locator("#stage svg g.view")
    x, y, panel = 195.0, 300.0, 560.0
    left = [(x + 80, y), (x + 10, y + 4), (x - 60, y + 8)]
    at = -1
    for way, step in [
        (left, 0),
        (left, 1),
        (left[::-1], 0),
        ([(x + 60, panel), (x, panel), (x - 60, panel)], 1),
        ([(x, y - 60), (x, y), (x, y + 90)], 1),  # the page's own, where it scrolls
        ([(4, y), (60, y), (150, y)], 1),  # the browser's own, which goes back
        ([(x, y), (x - 15, y), (x - 25, y)], 1),  # a finger that only trembles
    ]:
        fingers.move(way)
        at_step(page, step, 7)
        at = step
    fitted = view.get_attribute("transform") or ""
    fingers.move([(x - 40, y), (x - 80, y), (x - 120, y)], [(x + 40, y), (x + 80, y), (x + 120, y)])
    expect(page.locator("#whole")).to_be_visible()
    zoomed = view.get_attribute("transform") or ""
    assert zoomed != fitted
    fingers.move(left)
    expect(view).not_to_have_attribute("transform", zoomed)
    at_step(page, at, 7)
    fingers.move([(x - 120, y), (x - 60, y), (x - 10, y)], [(x + 120, y), (x + 60, y), (x + 10, y)])
    expect(view).to_have_attribute("transform", fitted)  # never smaller than it has room for
    fingers.move(left)
    at_step(page, at + 1, 7)
    beads = page.locator("#rail .beads").bounding_box()
    assert beads
    page.mouse.click(beads["x"] + beads["width"] - 2, beads["y"] + 16)
    at_step(page, 6, 7)
    page.mouse.click(beads["x"] + 1, beads["y"] + 16)
    at_step(page, 0, 7)


def test_a_sheet_follows_the_finger(page: Page) -> None:
    page.set_viewport_size(PHONE)
    fingers = Fingers(page)
    open_page(page, "/", **PROGRAM)
    edit = page.get_by_role("button", name="Edit", exact=True)
    sheet = page.locator("#form")
    edit.click()
    expect(sheet).to_be_focused()  # no keyboard over the inputs
    top = _top(page)
    fingers.put((195, top + 10), kind="touchStart")
    fingers.put((195, top + 50))
    fingers.put((195, top + 90))
    until(page, lambda: _top(page) == pytest.approx(top + 80))
    fingers.put(kind="touchEnd")
    until(page, lambda: _top(page) == top)  # not low enough
    expect(page.locator("#player")).to_have_js_property("inert", value=True)  # it is covered
    fingers.move([(60, top + 50), (60, top + 150), (60, top + 260)])
    expect(sheet).to_be_hidden()
    expect(edit).to_be_focused()
    expect(page.locator("#player")).to_have_js_property("inert", value=False)
    page.keyboard.press("m")
    drawer = page.locator("#drawer").bounding_box()
    assert drawer
    fingers.move([(195, drawer["y"] + down) for down in (12, 150, 300)])
    expect(page.locator("#drawer")).to_be_hidden()


def _top(page: Page) -> float:
    box = page.locator("#form").bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("size", [(360, 640), (844, 390), (720, 450), (768, 1024), (1024, 768)])
def test_the_picture_is_whole_and_next_in_view(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, "/", **PROGRAM, step=0)
    settled(page)
    for step in range(7):
        at_step(page, step, 7)
        seen = page.evaluate(SEEN)
        assert (seen["cut"], seen["scrolls"]) == ([], False), step
        assert seen["next"][0] > 2 / 3
        assert seen["next"][1]
        page.keyboard.press("ArrowRight")


def test_the_readers_own_colours(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    open_page(page, "/", **NEURON, step=11)
    page.locator("#stage .wire[role=button]").first.focus()
    assert complaints(page) == []
    page.get_by_role("radio", name="Train").click()
    expect(page.locator("#train-run")).to_be_visible()
    assert complaints(page, rules=["color-contrast"]) == []
    context.close()
