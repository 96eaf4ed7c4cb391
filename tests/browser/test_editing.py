"""Typing: errors at their place, mends, text that is never lost, text and gates both ways."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    alive,
    editor,
    mark,
    names_of,
    number,
    open_page,
    picture,
    until,
    write,
)

CURRENT = re.compile("is-hover")


def test_an_error_stands_at_its_place_and_is_mended_with_one_click(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=4)
    before = picture(page)
    write(page, "f = (x + y) * 2x")
    expect(page.locator("#error")).to_contain_text("Line 1: 2x needs a times sign")
    expect(page.locator(".cm-wrong")).to_have_text("2x")
    expect(editor(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#status")).to_have_text("The picture shows the last program that ran")
    assert picture(page) == before
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Write 2*x").click()
    expect(page.locator("#error")).to_be_hidden()
    expect(editor(page)).to_have_text("f = (x + y) * 2*x")
    expect(editor(page)).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#status")).to_have_text("3 gates, 2 inputs")


def test_names_without_a_value_have_one(page: Page) -> None:
    open_page(page, "/", program="f = p * q")
    expect(page.locator("#stage [aria-label='mul gate: f']")).to_be_visible()
    expect(page.locator("[data-error]")).to_have_count(0)
    expect(page.get_by_role("spinbutton").first).to_have_value("1")
    filled = page.locator("#input-rows [data-filled]")
    expect(filled).to_have_text(2 * ["no value in the text, change it here"])
    page.get_by_role("slider", name="p, slider").fill("3")
    expect(filled).to_have_count(1)
    expect(page).to_have_url(re.compile("%22p%22:3"))


def test_broken_text_survives_reload_and_going_back(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, "f = (x + y) * z * (")
    expect(page.locator("#error")).to_be_visible()
    page.reload()
    alive(page)
    expect(editor(page)).to_have_text("f = (x + y) * z * (")
    expect(page.locator("#error")).to_be_visible()
    page.goto("/?program=g+%3D+x&inputs=%7B%22x%22:1%7D")
    alive(page)
    expect(editor(page)).to_have_text("g = x")
    page.go_back()
    alive(page)
    expect(editor(page)).to_have_text("f = (x + y) * z * (")


def test_broken_text_of_a_closed_tab_is_there_on_the_next_visit(page: Page) -> None:
    open_page(page)
    write(page, "f = exp(x +")
    expect(page.locator("#error")).to_be_visible()
    page.close(run_before_unload=True)
    again = page.context.new_page()
    open_page(again)
    expect(editor(again)).to_have_text("f = exp(x +")
    expect(again.locator("#status")).to_contain_text("Your text from last time")
    again.get_by_role("button", name="Start fresh").click()
    expect(editor(again)).to_contain_text("f = q * z")
    expect(again.locator("#error")).to_be_hidden()
    open_page(again)
    expect(editor(again)).to_contain_text("f = q * z")
    expect(again.locator("#status")).to_have_text("2 gates, 3 inputs")


def test_the_gate_under_the_pointer_lights_its_text_and_the_other_way_round(page: Page) -> None:
    open_page(page, "/", **NEURON, step=0)
    ids = names_of(page, **NEURON)
    source = page.locator(".cm-source")
    page.locator("#stage [aria-label^='exp gate']").hover()
    expect(source).to_have_text("exp(-q)")
    page.locator("#stage [aria-label='add gate: q']").hover()
    expect(source).to_have_text("w0*x0 + w1*x1 + w2")
    editor(page).get_by_text("exp").hover()
    expect(page.locator("#stage .gate.is-hover")).to_have_attribute("aria-label", re.compile("exp"))
    page.mouse.move(700, 70)
    editor(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")  # to the plus before w2
    expect(mark(page, ids["q"])).to_have_class(CURRENT)


def test_every_step_marks_its_text(page: Page) -> None:
    open_page(page, "/", **NEURON, step=0)
    expect(page.locator(".cm-source")).to_have_text("w0*x0")
    page.keyboard.press("End")
    expect(page.locator(".cm-source")).to_have_text(re.compile(r"w\d\*x\d"))


def test_typing_keeps_the_values_of_the_names_that_stay(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, "f = (x + y) * z\ng = f + x")
    ids = names_of(page, program="f = (x + y) * z\ng = f + x", inputs=LECTURE["inputs"])
    expect(number(page, f"{ids['g']}-value")).to_have_text("−14")
    write(page, "x = 3\nf = (x + y) * z")
    expect(page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3")
    expect(page.get_by_role("spinbutton", name="y", exact=True)).to_have_value("5")


def test_an_answer_to_an_older_text_is_dropped(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    held = []

    def hold(route) -> None:
        if '"f = x * 3"' in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/trace", hold)
    write(page, "f = x * 3")
    until(page, lambda: len(held) == 1)
    write(page, "f = x * 5")
    with page.expect_response("**/api/trace") as answered:
        held[0].continue_()
    assert answered.value.ok
    expect(page.locator("#status")).to_have_text("1 gate, 1 input")
    expect(page.locator("#stage .constant .number")).to_have_text("5")


def test_names_and_text_of_strangers_stay_text(page: Page) -> None:
    hostile = "f = x  # </script><img src=x onerror=alert(1)><svg onload=alert(2)>"
    page.on("dialog", lambda dialog: dialog.dismiss())
    open_page(page, "/", program=hostile, inputs={"x": 1})
    expect(editor(page)).to_contain_text("<img src=x onerror=alert(1)>")
    write(page, "f = <img/src=x onerror=alert(1)> + x")
    expect(page.locator("#error")).to_be_visible()
    assert page.locator("img, script:not([nonce]), iframe, [onerror], [onload]").count() == 0


def test_ctrl_enter_runs(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, "f = x * w")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("spinbutton", name="w", exact=True)).to_have_value("1")
    expect(editor(page)).to_be_focused()
