"""The keyboard and presenter mode."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import LECTURE, NEURON, at_step, editor, open_menu, open_page


def test_the_keys_of_the_stepper(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    for key, step in [
        ("ArrowRight", 1),
        ("Space", 2),
        ("PageDown", 3),
        ("ArrowLeft", 2),
        ("Shift+Space", 1),
        ("PageUp", 0),
        ("End", 6),
        ("ArrowRight", 6),
        ("Home", -1),
        ("ArrowLeft", -1),
    ]:
        page.keyboard.press(key)
        at_step(page, step, 7)


def test_a_key_plays_and_pauses(page: Page) -> None:
    line = "f = x\n" + "f = f * x\n" * 60  # minutes of steps: it is not over before it is looked at
    open_page(page, "/", program=line, inputs={"x": 1}, step=0, open="all")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_the_other_keys(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=6)
    view = page.locator("#stage svg g.view")
    fitted = view.get_attribute("transform") or ""
    for key in ("+", "-"):
        page.keyboard.press(key)
        expect(view).not_to_have_attribute("transform", fitted)
        page.keyboard.press("0")
        expect(view).to_have_attribute("transform", fitted)
    page.keyboard.press("s")
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()
    at_step(page, 6, 7)
    page.keyboard.press("e")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.type("p")
    expect(editor(page)).to_have_text("pf = (x + y) * z")
    at_step(page, 6, 7)


@pytest.mark.parametrize(
    "clicked",
    [
        ".transport [data-action=back]",
        "#rail [data-at='2']",
        "#stage .gate:has(title:text('add gate'))",
        ".tools [data-action=more]",
        "[data-mode-choice=check]",
        "#picture",
        "#input-rows .value-slider",
    ],
)
def test_keys_go_on_after_a_click(page: Page, clicked: str) -> None:
    open_page(page, "/", **LECTURE, step=6)
    page.locator(clicked).first.click()
    page.keyboard.press("Home")
    at_step(page, -1, 7)
    page.keyboard.press("Space")
    at_step(page, 0, 7)
    page.keyboard.press("ArrowRight")
    at_step(page, 1, 7)


def test_keys_go_on_after_a_menu(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    open_menu(page)
    page.get_by_label("Numbers", exact=True).select_option("2 decimals")
    page.keyboard.press("Escape")
    page.mouse.click(700, 150)
    page.keyboard.press("ArrowRight")
    at_step(page, 0, 7)


def test_tab_reaches_everything_in_its_order_and_the_picture_is_one_stop(page: Page) -> None:
    open_page(page, "/", program="q = x + w.sum()\nf = q * z", inputs={"x": -2, "z": -4})
    page.keyboard.press("ArrowRight")  # nothing has the focus: the key is the player's
    at_step(page, 0, 9)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the player")).to_be_focused()
    assert _stops(page, "step") == [
        *("openExamples", "explore", "share", "present", "menu", "Program", "output", "Redraw"),
        *("inputs-twist", "x, slider", "input-x"),
        *("Edit w, (4,): 0.13, 0.08, 1.83, 0", OPEN_W, "z, slider", "input-z"),
        *("grip", "more", "n3", "zoomOut", "fit", "zoomIn", "explain", *PLAYER),
    ]
    page.locator(".tools [data-action=more]").press("Enter")
    page.locator("#explain").focus()
    view = ["view-choice", "more", "code-language", "code-level", "Copy", "Download", "Code"]
    assert _stops(page, "step") == [*view, *PLAYER]


def test_arrows_walk_the_gates_and_wires_which_are_named_with_their_numbers(page: Page) -> None:
    open_page(page, "/", program="q = x + y\nf = q * z", inputs=LECTURE["inputs"], step=6)
    said = page.locator("#panel-said")
    heard = (
        "Plus passes the gradient on unchanged, so y gets all of it. Upstream −4 times local 1 is"
    )
    expect(said).to_have_text(f"{heard} −4, the gradient on y. It is step 7 of 7.")
    page.locator(".tools [data-action=more]").focus()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name("q = x + y, add gate, value 3, gradient −4")
    for key, name in [
        ("ArrowRight", "wire from q to the mul gate, value 3, gradient −4"),
        ("ArrowDown", "f = q * z, mul gate, value −12, gradient 1"),
        ("ArrowRight", "wire of f, the result, value −12, gradient 1"),
        ("ArrowRight", "wire of f, the result, value −12, gradient 1"),
        ("ArrowLeft", "f = q * z, mul gate, value −12, gradient 1"),
        ("ArrowUp", "wire from q to the mul gate, value 3, gradient −4"),
    ]:
        page.keyboard.press(key)
        expect(focused).to_have_accessible_name(name)
    assert page.locator("#stage [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    at_step(page, 4, 7)
    expect(said).to_contain_text("Upstream 1 times local −4 is −4, the gradient on q.")
    expect(focused).to_have_accessible_name(re.compile("^wire from q"))
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    at_step(page, -1, 7)
    page.keyboard.press("Shift+Tab")
    pending = "wire from q to the mul gate, value not computed yet, gradient not computed yet"
    expect(focused).to_have_accessible_name(pending)


PLAYER = ["back", "play", "next", "step"]
OPEN_W = "Gradient of w, not computed yet. Open the whole array"
# Where the focus is, by the first of its names.
STOP = """() => {
  const at = document.activeElement;
  return at.id.replace(/^.*-n/, "n") || at.dataset.action || at.name
    || at.getAttribute("aria-label") || at.textContent.trim();
}"""


def _stops(page: Page, last: str) -> list[str]:
    """What Tab comes to, until it is at the last; out of the text it needs Escape."""
    reached: list[str] = []
    while last not in reached:
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        reached.append(page.evaluate(STOP))
    return reached


def test_the_keyboard_changes_a_value_and_takes_it_back(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    field = page.get_by_role("spinbutton", name="x", exact=True)
    reset = page.get_by_role("button", name="Reset")
    expect(reset).to_be_hidden()  # there is nothing to take back
    field.focus()
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_value("−2")
    page.get_by_role("button", name="Inputs").focus()
    page.keyboard.press("Tab")
    expect(reset).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value("−2")
    expect(reset).to_be_hidden()


def test_the_switch_turns_single_keys_off_but_not_the_clicker(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=6)
    open_menu(page).get_by_label("Single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.mouse.click(700, 150)
    page.keyboard.press("e")
    page.keyboard.press("Space")
    page.keyboard.press("?")
    page.keyboard.press("PageUp")
    at_step(page, 5, 7)
    expect(editor(page)).not_to_be_focused()
    expect(page.get_by_role("dialog", name="Help")).to_be_hidden()


def test_presenter_mode_keeps_the_step_and_obeys_a_clicker(page: Page) -> None:
    open_page(page, "/", **NEURON, step=11)
    page.keyboard.press("f")
    expect(page.locator("body[data-present]")).to_be_visible()
    at_step(page, 11, 21)
    expect(page.locator("#presenter-title .katex")).to_be_visible()
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator("#explain .sentence")).to_be_visible()
    page.keyboard.press("PageDown")
    at_step(page, 12, 21)
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator("#blank")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator("#blank")).to_be_hidden()
    page.keyboard.press("PageUp")
    at_step(page, 11, 21)
    page.keyboard.press("Escape")
    expect(page.locator("body[data-present]")).to_have_count(0)
    expect(page.locator(".topbar")).to_be_visible()
    at_step(page, 11, 21)
    page.keyboard.press("b")
    expect(page.locator("#blank")).to_be_hidden()


def test_a_gate_in_focus_is_opened_with_enter(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    page.locator("#stage .gate:has(title:text('mul gate'))").focus()
    page.keyboard.press("Enter")
    at_step(page, 1, 7)


def test_keys_turn_the_modes_and_open_what_stands_beside(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    for key, name in (("2", "Check"), ("3", "Train"), ("1", "Explore")):
        page.keyboard.press(key)
        expect(page.get_by_role("radio", name=name)).to_have_attribute("aria-checked", "true")
    page.get_by_role("radio", name="Explore").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Check")).to_be_focused()
    expect(page.get_by_role("radio", name="Check")).to_have_attribute("aria-checked", "true")
    page.mouse.click(700, 150)
    page.keyboard.press("x")
    expect(page.locator("#examples")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.locator("#drawer")).to_be_visible()


def test_nothing_is_focused_on_load_and_the_hooks_are_there(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-step][data-steps]")).to_have_count(1)
    expect(page.locator("[data-step='1'][data-steps='7']")).to_have_count(1)
    for action in ("back", "next", "play", "present", "share", "more", "menu"):
        expect(page.locator(f"[data-action={action}]").first).to_be_visible()


def test_the_wide_button_says_where_it_leads(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    wide = page.locator(".transport [data-action=next]")
    expect(page.locator(".transport [data-action=back]")).to_have_attribute("aria-disabled", "true")
    wide.click()
    at_step(page, 0, 7)
    page.keyboard.press("End")
    expect(wide).to_have_text("Again")
    page.keyboard.press("ArrowRight")  # a clicker stays at the end
    at_step(page, 6, 7)
    wide.click()
    at_step(page, -1, 7)
    open_page(page, "/", program="q = x + y\nf = q @ [1, 2]", inputs={"x": 1, "y": 2})
    expect(wide).to_have_text("Stops at line 2")
    expect(wide).to_have_attribute("aria-disabled", "true")
