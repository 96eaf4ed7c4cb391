"""The stepper in frames on somebody else's page."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.pages import LECTURE, open_page, picture
from tests.support.links import link, packed


def host(page: Page) -> tuple[FrameLocator, FrameLocator]:
    """A page of another site with two steppers on it."""
    source = link("/embed", **LECTURE, step=0).replace("&", "&amp;")
    frame = f'<iframe src="{source}" width="720" height="480"></iframe>'
    body = f"<title>A page</title><h1>Two circuits</h1>{frame}{frame}<p style='height:2000px'>"
    page.route("**/host", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/host")
    one, other = page.frame_locator("iframe >> nth=0"), page.frame_locator("iframe >> nth=1")
    for frames in (one, other):
        expect(frames.locator("#rail .count").last).to_have_text("step 1 of 7")
    return one, other


def test_keys_go_only_to_the_frame_in_focus(page: Page) -> None:
    one, other = host(page)
    page.locator("h1").click()
    page.keyboard.press("ArrowRight")
    one.locator("#picture").click(position={"x": 5, "y": 5})
    page.keyboard.press("ArrowRight")
    expect(one.locator("#rail .count").last).to_have_text("step 2 of 7")
    expect(other.locator("#rail .count").last).to_have_text("step 1 of 7")
    other.locator("#stage .gate:has(title:text('mul gate'))").click()
    page.keyboard.press("End")
    expect(other.locator("#rail .count").last).to_have_text("step 7 of 7")
    expect(one.locator("#rail .count").last).to_have_text("step 2 of 7")


def test_the_plain_wheel_scrolls_the_page_around(page: Page) -> None:
    one, _ = host(page)
    view = one.locator("#stage svg g.view")
    before = view.get_attribute("transform") or ""
    one.locator("#stage svg").hover()
    page.mouse.wheel(0, 300)
    expect(page.locator("h1")).not_to_be_in_viewport()
    expect(view).to_have_attribute("transform", before)


def test_open_full_keeps_the_exact_state(page: Page) -> None:
    state = {"program": "f = (x + y) * z", "inputs": {"x": -2.0, "y": 5.5, "z": -4.0}}
    state |= {"numbers": "2 decimals"}
    open_page(page, f"/embed?z={packed(state | {'step': 1})}")
    page.keyboard.press("ArrowRight")
    before = picture(page)
    link_to = page.get_by_role("link", name="Open full")
    with page.context.expect_page() as opened:
        link_to.click()
    full = opened.value
    expect(full.locator("#rail .count").last).to_have_text("step 3 of 7")
    assert picture(full) == before
    expect(full.get_by_role("textbox", name="Program")).to_have_text(state["program"])


def test_an_embed_has_few_controls_and_tells_an_error(page: Page) -> None:
    open_page(page, "/embed", **LECTURE)
    expect(page.get_by_role("link", name="Examples")).to_have_count(0)
    expect(page.locator(".topbar, .side")).to_have_count(0)
    page.goto(link("/embed", program="f = 2x", inputs={"x": 1}))
    expect(page.locator("#notice")).to_contain_text("2x needs a times sign")
