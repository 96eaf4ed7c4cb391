"""The gallery of examples: opened by key and click, searched, walked with arrows, from one to the
next, on a phone, and as a page of its own."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import (
    SMALL_TARGETS,
    WIDE,
    alive,
    at_step,
    complaints,
    editor,
    open_examples,
    open_menu,
    open_page,
)
from web.gallery import BY_ID, ENTRIES

# The entry that a search for each entry's own title finds first.
FIRST_HITS = """(titles) => {
  const field = document.querySelector("#examples [role=searchbox]");
  return titles.map((title) => {
    field.value = title;
    field.dispatchEvent(new Event("input"));
    return document.querySelector("#examples .hits a")?.dataset.example;
  });
}"""


def hits(gallery: Locator) -> list[str]:
    return gallery.locator(".hits strong").all_inner_texts()


def test_it_opens_by_a_key_is_searched_and_gives_the_focus_back(page: Page) -> None:
    open_page(page)
    page.get_by_role("link", name="Examples").focus()
    page.keyboard.press("x")
    gallery = page.get_by_role("dialog", name="Examples")
    field = gallery.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('dialog, body').tagName") == "DIALOG"
    found = page.evaluate(FIRST_HITS, [entry["title"] for entry in ENTRIES])
    assert found == [entry["id"] for entry in ENTRIES]
    field.fill("sigmoid neuron")
    assert hits(gallery)[0] == BY_ID["neuron"]["title"]
    field.fill("反向传播")
    assert BY_ID["check-backward"]["title"] in hits(gallery)
    field.fill("gru")
    expect(gallery.get_by_role("status")).to_have_text("No example has “gru”. Try LSTM, RNN.")
    gallery.get_by_role("button", name="LSTM").click()
    expect(gallery.locator(".hits")).to_contain_text("c0 gets its gradient through the forget gate")
    assert complaints(page, "#examples") == []
    page.keyboard.press("Escape")
    expect(gallery).to_be_hidden()
    expect(page.get_by_role("link", name="Examples")).to_be_focused()


def test_arrows_walk_enter_opens_and_the_next_follows(page: Page) -> None:
    open_page(page)
    gallery = open_examples(page)
    page.keyboard.press("ArrowDown")
    expect(gallery.locator("[data-example=add-multiply]")).to_be_focused()
    expect(gallery.locator(".gallery-says")).to_have_text(BY_ID["add-multiply"]["note"])
    for key, id in (
        *(("ArrowRight", "square"), ("ArrowDown", "two-layer-relu"), ("ArrowDown", "squared-norm")),
        *(("ArrowLeft", "multiply"), ("ArrowDown", "paths"), ("End", "check-name")),
    ):
        page.keyboard.press(key)
        expect(gallery.locator(f"[data-example={id}]")).to_be_focused()
    page.keyboard.press("m")  # what is typed is looked for
    expect(gallery.get_by_role("searchbox")).to_have_value("m")
    page.keyboard.type("ultiply gate")
    page.keyboard.press("Enter")
    expect(gallery).to_be_hidden()
    expect(editor(page)).to_have_text("f = x * y")
    at_step(page, -1, 4)
    page.keyboard.press("Space")  # the link has the focus again, and leaves the key to the player
    at_step(page, 0, 4)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("program=c"))
    expect(editor(page)).to_contain_text("e = c * d")
    page.keyboard.press("Shift+N")
    expect(editor(page)).to_have_text("f = x * y")
    menu = open_menu(page)
    menu.get_by_role("button", name="Next example").click()
    expect(editor(page)).to_contain_text("e = c * d")
    menu.get_by_role("button", name="Previous example").click()
    expect(editor(page)).to_have_text("f = x * y")
    expect(menu).to_be_visible()


def test_it_is_fit_to_be_seen_and_an_entry_opens_in_its_mode(page: Page) -> None:
    open_page(page)
    gallery = open_examples(page)
    assert complaints(page) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page) == []
    body = gallery.locator(".gallery-body")
    assert body.evaluate("(body) => body.scrollHeight <= body.clientHeight")  # all at a glance
    gallery.locator("[data-example=check-backward]").click()
    expect(gallery).to_be_hidden()
    expect(page.get_by_role("radio", name=re.compile("^Check"))).to_be_checked()
    expect(page.locator("#explain")).to_contain_text("Line 23 is the first wrong line")


def test_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page)
    gallery = open_examples(page)
    box = gallery.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (390, 844)
    expect(gallery.locator("#says-multiply")).to_be_visible()
    assert not page.evaluate(WIDE)
    assert [it for it in page.evaluate(SMALL_TARGETS) if "Examples" not in it] == []
    assert complaints(page, "#examples") == []
    gallery.locator("[data-example=multiply]").click()
    expect(gallery).to_be_hidden()
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()


def test_a_page_of_its_own(page: Page) -> None:
    page.goto("/examples")
    page.get_by_role("searchbox", name="Search the examples").fill("lstm")
    page.keyboard.press("Enter")
    alive(page)
    expect(editor(page)).to_contain_text("sigmoid(af)")
    page.goto("/examples")
    assert complaints(page) == []
    page.get_by_role("link", name="Activation functions").click()
    expect(page.get_by_role("dialog", name="Activation functions")).to_be_visible()
