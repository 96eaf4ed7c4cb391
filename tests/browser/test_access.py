"""axe finds nothing to complain about, wherever a reader can be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    complaints,
    open_menu,
    open_page,
    open_view,
    write,
)
from tests.support.links import link


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_working_page(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, "/", **NEURON, step=11)
    page.locator("#explain .katex").first.wait_for()
    assert complaints(page) == []
    page.keyboard.press("Home")
    open_view(page, "Steps")
    assert complaints(page) == []


def test_menus_and_help(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    open_menu(page)
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.mouse.click(700, 150)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    assert complaints(page) == []


def test_errors_and_missing_inputs(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, "f = 2x")
    expect(page.locator("#error")).to_be_visible()
    assert complaints(page) == []
    page.goto(link("/", program="f = p * q"))
    expect(page.get_by_role("spinbutton")).to_have_count(2)
    assert complaints(page) == []


def test_presenter_mode_and_embed(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3)
    page.keyboard.press("f")
    expect(page.locator("#presenter-title .katex")).to_be_visible()
    assert complaints(page) == []
    open_page(page, "/embed", **LECTURE, step=3)
    assert complaints(page) == []


def test_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", **LECTURE, step=3)
    assert complaints(page) == []
    page.get_by_role("button", name="Edit", exact=True).click()
    assert complaints(page) == []
    page.get_by_role("button", name="Done").click()
    open_view(page, "Steps")
    assert complaints(page) == []
