"""The attributes by which scripts and other tests find the parts of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import LECTURE, NEURON, open_examples, open_page

WRONG = "x = 2.0\nf = x * x\ndx = 3 * x"
STOPS = "import numpy as np\nW = np.ones((3, 6))\nh = np.ones((5, 6))\ns = h @ W"
NUMBERED = "[data-step][data-steps]"


def test_controls_and_parts(page: Page) -> None:
    open_page(page, **NEURON)
    for name in ("back", "next", "play", "present", "share", "more", "menu"):
        expect(page.locator(f"[data-action={name}]").first).to_be_visible()
    for hook in ("#picture svg", "[data-panel]", "[data-input=w0]", ".gate[data-node]", ".wire"):
        expect(page.locator(hook).first).to_be_visible()
    assert open_examples(page).locator("a[data-example][href]").count() > 30
    page.keyboard.press("Escape")
    assert page.locator(".cm-content, [data-editor]").count() > 0


def test_the_step_counts_from_0_before_the_first(page: Page) -> None:
    open_page(page, **LECTURE)
    numbered = page.locator(NUMBERED)
    expect(numbered).to_have_count(1)
    expect(numbered).to_have_attribute("data-step", "0")
    expect(numbered).to_have_attribute("data-steps", "7")
    page.keyboard.press("ArrowRight")
    expect(numbered).to_have_attribute("data-step", "1")
    page.keyboard.press("End")
    expect(numbered).to_have_attribute("data-step", "7")
    page.keyboard.press("ArrowLeft")
    expect(numbered).to_have_attribute("data-step", "6")
    page.keyboard.press("Home")
    expect(numbered).to_have_attribute("data-step", "0")


def test_a_link_opens_at_its_step(page: Page) -> None:
    open_page(page, **LECTURE, step=3)
    expect(page.locator(NUMBERED)).to_have_attribute("data-step", "4")


@pytest.mark.parametrize("step", range(7))
def test_exactly_one_mark_is_what_the_step_has_computed(page: Page, step: int) -> None:
    open_page(page, **LECTURE, step=step)
    expect(page.locator("#picture svg [data-now]")).to_have_count(1)
    upstream = page.locator("#picture svg [data-upstream]")
    assert upstream.count() == (1 if step > 2 else 0)


def test_what_is_said_of_a_text(page: Page) -> None:
    open_page(page, program="f = w * x")
    expect(page.locator("[data-notice]").first).to_be_visible()
    open_page(page, program=WRONG)
    expect(page.locator("[data-verdict]").first).to_be_visible()
    expect(page.locator("[data-error]")).to_have_count(0)


def test_an_error_is_said(page: Page) -> None:
    page.context.new_page().close()
    page.goto("/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(STOPS)
    expect(page.locator("[data-error]").first).to_be_visible()
