"""Values: fields, sliders and scrubbing; the picture follows without a new layout."""

from __future__ import annotations

import json
import re
from itertools import pairwise

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    alive,
    at_step,
    names_of,
    number,
    open_menu,
    open_page,
    picture,
    settled,
    until,
    write,
)

PLACES = """() => [...document.querySelectorAll("#stage svg.circuit :is(path, circle, rect, text)")]
  .map((part) => ["d", "x", "y", "cx", "cy", "width"].map((name) => part.getAttribute(name)))
  .concat([[document.querySelector("#stage g.view").getAttribute("transform")]])"""


def test_scrubbing_and_sliding_move_the_numbers_and_nothing_else(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3)
    ids = names_of(page, **LECTURE)
    places = page.evaluate(PLACES)
    svg = page.locator("#stage svg").element_handle()
    field = page.get_by_role("spinbutton", name="z", exact=True)
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 10, steps=4)
    expect(field).to_have_value("−3")
    expect(number(page, f"{ids['f']}-value")).to_have_text("−9")
    page.mouse.up()
    page.get_by_role("slider", name="x, slider").fill("3.4")
    expect(field.page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("3.4")
    expect(number(page, f"{ids['f']}-value")).to_have_text("−25.2")
    expect(number(page, f"{ids['z']}-grad")).to_have_text("8.4")
    at_step(page, 3, 7)
    assert page.evaluate(PLACES) == places
    assert svg.evaluate("svg => svg.isConnected")


def test_a_field_takes_keys_and_refuses_what_is_no_number(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    ids = names_of(page, **LECTURE)
    field = page.get_by_role("spinbutton", name="y", exact=True)
    field.click()
    expect(field).to_be_focused()
    field.press("ArrowUp")
    expect(number(page, f"{ids['y']}-value")).to_have_text("5.1")
    field.fill("-0,5")
    field.press("Enter")
    expect(number(page, f"{ids['y']}-value")).to_have_text("−0.5")
    field.fill("one")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(number(page, f"{ids['y']}-value")).to_have_text("−0.5")
    page.get_by_role("button", name="Reset").click()
    expect(number(page, f"{ids['y']}-value")).to_have_text("5")
    expect(page.get_by_role("button", name="Reset")).to_be_hidden()


def test_a_tight_picture_moves_seldom_and_never_back(page: Page) -> None:
    """Numbers that get wider, computed by whichever worker is free."""
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(page, "/", **NEURON)
    settled(page)
    ids = names_of(page, **NEURON)
    slider = page.get_by_role("slider", name="w0, slider")
    drawn = []
    for value in ("3", "-2.5", "4.5", "-4", "1.5", "-0.5", "5", "0.5", "2"):
        slider.fill(value)
        text = value.replace("-", "−")
        expect(number(page, f"{ids['w0']}-value")).to_have_text(text)
        drawn.append(page.locator("#stage svg.circuit").get_attribute("id"))
    moves = sum(one != other for one, other in pairwise(drawn))
    assert moves <= 2
    assert len(set(drawn)) == moves + 1


def test_one_request_at_a_time_and_the_latest_wins(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=6)
    ids = names_of(page, **LECTURE)
    held: list[Route] = []
    page.route("**/api/trace", lambda route: held.append(route))
    slider = page.get_by_role("slider", name="x, slider")
    slider.fill("1")
    until(page, lambda: len(held) == 1)
    for value in ("2", "3", "4"):
        slider.fill(value)
    assert len(held) == 1
    held[0].continue_()
    until(page, lambda: len(held) == 2)
    assert json.loads(held[1].request.post_data or "")["inputs"]["x"] == 4
    held[1].continue_()
    expect(number(page, f"{ids['x']}-value")).to_have_text("4")
    expect(number(page, f"{ids['f']}-value")).to_have_text("−36")


def test_the_gradients_stand_beside_the_inputs_as_in_the_picture(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=2)
    rows = page.locator("#input-rows .input-row")
    expect(rows.locator(".tag")).to_have_count(3)
    for row in rows.all():
        expect(row.locator(".tag")).to_have_attribute("data-state", "pending")
    page.keyboard.press("ArrowRight")
    expect(rows.nth(2).locator(".tag")).to_have_attribute("data-state", "now")
    expect(rows.nth(2).locator(".tag .number")).to_have_text("3")


def test_numbers_are_written_as_chosen(page: Page) -> None:
    open_page(page, "/", **NEURON, step=20)
    ids = names_of(page, **NEURON)
    shown = number(page, f"{ids['f']}-value")
    expect(shown).to_have_text("0.731")
    open_menu(page)
    page.get_by_label("Numbers", exact=True).select_option("2 decimals")
    expect(shown).to_have_text("0.73")
    page.get_by_label("Numbers", exact=True).select_option("full")
    expect(shown).to_have_text("0.7310585786300049")
    expect(page).to_have_url(re.compile("numbers=full"))  # written at most once a second
    before = picture(page)
    page.reload()
    alive(page)
    expect(shown).to_have_text("0.7310585786300049")
    assert picture(page) == before


def test_another_output_gives_other_gradients(page: Page) -> None:
    program = {"program": "q = x + y\nf = q * z", "inputs": LECTURE["inputs"]}
    open_page(page, "/", **program, step=6)
    ids = names_of(page, **program)
    expect(number(page, f"{ids['x']}-grad")).to_have_text("−4")
    page.get_by_label("output").select_option("q")
    expect(number(page, f"{ids['x']}-grad")).to_have_text("1")
    expect(page.locator("#explain")).to_contain_text("Plus passes the gradient on unchanged")


def test_stepping_goes_on_when_the_server_goes_away(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    ids = names_of(page, **LECTURE)
    page.locator("#explain .katex").first.wait_for()
    page.route("**/api/trace", lambda route: route.fulfill(body="gone"))
    page.get_by_role("slider", name="x, slider").fill("1")
    away = page.locator("[data-notice=away]")
    expect(away).to_have_text("The server does not answer. Stepping still works.")
    for step in range(1, 7):
        page.locator(".transport [data-action=next]").click()
        at_step(page, step, 7)
    expect(number(page, f"{ids['x']}-grad")).to_have_text("−4")
    page.unroute("**/api/trace")
    expect(number(page, f"{ids['x']}-value")).to_have_text("1")
    expect(away).to_have_count(0)
    expect(page.locator("#status")).to_have_text("2 gates, 3 inputs")


def test_every_input_is_one_row_and_the_section_closes(page: Page) -> None:
    open_page(page, "/", **NEURON)
    heights = "rows => rows.map((row) => row.getBoundingClientRect().top)"
    tops = page.locator(".input-row").evaluate_all(heights)
    assert [after - before for before, after in pairwise(tops)] == [42.0] * 4
    expect(page.get_by_role("slider", name="slider")).to_have_count(5)
    twist, names = page.get_by_role("button", name="Inputs"), page.locator("#input-names")
    expect(names).to_be_hidden()
    twist.click()
    expect(page.locator(".input-row").first).to_be_hidden()
    expect(names.locator(".katex")).to_have_count(5)
    page.reload()
    alive(page)
    expect(twist).to_have_attribute("aria-expanded", "false")
    twist.press("Enter")
    expect(page.locator(".input-row")).to_have_count(5)
    expect(page.locator(".input-row").first).to_be_visible()


def test_inputs_close_where_fewer_than_four_rows_would_show(page: Page) -> None:
    lines = "\n".join(f"y{at} = a * b + c * d + e" for at in range(30))
    open_page(page, "/", program=lines)
    twist = page.get_by_role("button", name="Inputs")
    expect(twist).to_have_attribute("aria-expanded", "false")
    write(page, "y = a * b + c * d + e")
    expect(twist).to_have_attribute("aria-expanded", "true")


def test_the_values_of_a_pasted_text_count_and_undo_brings_the_old_ones_back(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=2)
    page.get_by_role("slider", name="y, slider").fill("3")
    expect(page.get_by_role("spinbutton", name="y", exact=True)).to_have_value("3")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "trace" in request.url else None)
    write(page, "y = np.array([0, 2, 1, 2, 0])\nx = 2\nloss = (x * y).sum()")
    expect(page.locator("#status")).to_have_text("2 gates, 2 inputs")
    expect(page.locator("#error")).to_be_hidden()
    expect(page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("2")
    assert [json.loads(request.post_data or "")["inputs"] for request in sent] == [{}]
    at_step(page, -1, 6)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("spinbutton", name="y", exact=True)).to_have_value("3")
    expect(page.get_by_role("spinbutton", name="x", exact=True)).to_have_value("−2")


def test_a_value_belongs_to_the_literal_it_was_set_over(page: Page) -> None:
    open_page(page, "/", program="x = 2\nf = x * 3")
    field = page.get_by_role("spinbutton", name="x", exact=True)
    page.get_by_role("slider", name="x, slider").fill("5")
    expect(page).to_have_url(re.compile("%22x%22:5"))
    write(page, "x = 2\nf = x * 4")
    expect(page.locator("#stage .constant .number")).to_have_text("4")
    expect(field).to_have_value("5")
    write(page, "x = 7\nf = x * 4")
    expect(field).to_have_value("7")
    expect(page).not_to_have_url(re.compile("inputs"))
    page.keyboard.press("Control+z")
    expect(field).to_have_value("5")
