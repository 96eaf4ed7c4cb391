"""When things go wrong: the server is away or slow, or a part of the page does not come."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.pages import LECTURE, alive, open_page, write
from tests.support.links import link


def until(page: Page, held: list[Route]) -> None:
    """Waits until a request is held."""
    while not held:
        page.wait_for_function("() => true")


def notice(page: Page, text: str) -> None:
    expect(page.locator("[data-notice=away]")).to_contain_text(text)


def test_a_server_that_is_away_comes_back(page: Page) -> None:
    page.set_viewport_size({"width": 1700, "height": 900})  # the drawer and the inputs stand there
    open_page(page, **LECTURE, view="code")
    page.clock.install()
    busy = {"status": 429, "headers": {"Retry-After": "4"}, "json": {"error": {"message": ""}}}
    page.route("**/api/**", lambda route: route.fulfill(**busy))
    field = page.locator("[data-input=x]")
    field.fill("7")
    field.press("Enter")
    notice(page, "The server is busy. Stepping still works.")
    row = page.locator(".input-row", has=field)
    expect(row).to_contain_text("the picture shows −2")
    expect(page.locator("#code")).to_contain_text("Waiting for the server")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-step='1']")).to_be_attached()
    page.unroute_all()
    page.clock.fast_forward(5000)
    expect(page.locator("[data-notice=away]")).to_have_count(0)
    expect(row).not_to_contain_text("the picture shows")
    expect(page.locator("#code")).not_to_contain_text("Waiting")
    expect(page.locator("#picture svg .value").first).to_contain_text("7")


def test_a_slow_server_is_waited_for(page: Page) -> None:
    open_page(page, **LECTURE)
    page.clock.install()
    held: list[Route] = []
    page.route("**/api/trace", lambda route: held.append(route))
    write(page, "f = x * y")
    page.clock.fast_forward(400)
    until(page, held)
    page.clock.fast_forward(2000)
    notice(page, "The server is still at work")
    held.pop().continue_()
    expect(page.locator("[data-notice=away]")).to_have_count(0)
    expect(page.locator("#status")).to_contain_text("1 gate")


def test_without_its_script_the_page_is_as_the_server_drew_it(page: Page) -> None:
    page.route(re.compile(r"/static/main-"), lambda route: route.fulfill(status=404))
    page.goto(link("/", **LECTURE))
    expect(page.locator("html[data-live]")).to_have_count(0)
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("step 1 of")).to_be_visible()


def test_a_part_that_does_not_come_is_named(page: Page) -> None:
    page.route(re.compile(r"/static/(workbench|katex)-"), lambda route: route.fulfill(status=404))
    page.goto(link("/", **LECTURE))
    expect(page.locator("[data-notice=missing]")).to_contain_text("The editor could not be loaded")
    page.locator("body").press("ArrowRight")
    expect(page.locator("[data-step='1']")).to_be_attached()
    page.unroute_all()
    page.get_by_role("button", name="Load the page again").click()
    alive(page)
    page.route(re.compile(r"/static/formula-"), lambda route: route.fulfill(status=404))
    page.locator("body").press("m")
    page.locator("#view-choice").select_option("formula")
    expect(page.locator("#formula")).to_contain_text("This view could not be loaded")


def test_what_is_typed_before_the_editor_comes_is_kept(page: Page) -> None:
    held: list[Route] = []
    page.route(re.compile(r"/static/workbench-"), lambda route: held.append(route))
    page.goto(link("/", **LECTURE))
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.locator("[data-action=check]").click()
    field = page.locator("[data-editor] textarea")
    field.focus()
    field.press("End")
    field.press_sequentially(" + x")
    until(page, held)
    held.pop().continue_()
    alive(page)
    expect(page.locator(".cm-content")).to_have_text("f = (x + y) * z + x")
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("3 gates")
    expect(page.locator("body[data-mode=check]")).to_be_attached()


def test_two_tabs_do_not_disturb_each_other(page: Page) -> None:
    open_page(page, **LECTURE)
    other = page.context.new_page()
    open_page(other, program="g = a * b", inputs={"a": 2, "b": 3})
    write(page, "f = x * y")
    expect(page.locator("#status")).to_contain_text("1 gate, 2 inputs")
    other.locator("body").press("ArrowRight")
    expect(other).to_have_url(re.compile("step=0"))  # written at most once a second
    other.reload()
    alive(other)
    expect(other.locator(".cm-content")).to_have_text("g = a * b")
    expect(other.locator("[data-step='1']")).to_be_attached()
    page.reload()
    alive(page)
    expect(page.locator(".cm-content")).to_have_text("f = x * y")
    other.close()


def test_a_link_of_an_older_version_opens(page: Page) -> None:
    open_page(page, **LECTURE, step=2, tab="steps", speed="2", view="gone", mode="present")
    expect(page.locator("[data-step='3']")).to_be_attached()
    expect(page.locator(".cm-content")).to_have_text("f = (x + y) * z")
