"""The third-party parts in a real browser, under the page's own Content-Security-Policy."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.pages import until
from tests.support.links import link

NEURON = {"program": "q = x * w\nf = tanh(q)", "inputs": {"x": 1, "w": 2}}


def test_the_editor_colours_and_names_itself(page: Page) -> None:
    page.goto(link("/", **NEURON))
    editor = page.get_by_role("textbox", name="Program")
    expect(editor).to_contain_text("f = tanh(q)")
    expect(page.locator(".tok-operator").first).to_have_text("=")
    assert page.locator(".cm-line").first.evaluate("e => getComputedStyle(e).lineHeight") == "22px"


def test_tab_leaves_the_editor_after_escape(page: Page) -> None:
    page.goto(link("/", **NEURON))
    editor = page.get_by_role("textbox", name="Program")
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()


def test_gates_are_completed(page: Page) -> None:
    page.goto(link("/", **NEURON))
    page.get_by_role("textbox", name="Program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\ng = np.sof")
    option = page.locator(".cm-tooltip-autocomplete").get_by_role("option", name="softplus")
    expect(option).to_be_visible()
    option.click()
    expect(page.locator(".cm-line").last).to_have_text("g = np.softplus")


def test_an_error_is_underlined_where_it_is(page: Page) -> None:
    page.goto(link("/", program="σ = 1\nf = σ + 2x", inputs={"x": 1}))
    expect(page.locator(".cm-wrong")).to_have_text("2x")
    expect(page.get_by_role("textbox", name="Program")).to_have_attribute("aria-invalid", "true")


def test_mathematics_is_typeset(page: Page) -> None:
    page.goto(link("/", **NEURON))
    expect(page.locator("#explain .katex").first).to_be_visible()
    faces = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    until(page, lambda: any("KaTeX" in name for name in page.evaluate(faces)))


def test_the_picture_zooms_with_the_wheel_and_fits_again(page: Page) -> None:
    page.goto(link("/", **NEURON))
    view = page.locator("#stage svg g.view")
    fitted = view.get_attribute("transform")
    assert fitted
    page.locator("#stage svg").hover()
    page.mouse.wheel(0, -300)
    expect(view).not_to_have_attribute("transform", fitted)
    page.get_by_role("button", name="Fit").click()
    expect(view).to_have_attribute("transform", fitted)
    page.locator("#stage svg").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    expect(view).not_to_have_attribute("transform", fitted)
    page.get_by_role("button", name="Fit").click()
    expect(view).to_have_attribute("transform", fitted)


def test_an_exported_drawing_opens_by_itself_with_its_fonts(page: Page) -> None:
    page.goto(link("/graph.svg", **NEURON))
    loaded = "[...document.fonts].some(face => face.status === 'loaded')"
    until(page, lambda: page.evaluate(loaded))
    assert page.evaluate("document.documentElement.localName") == "svg"
