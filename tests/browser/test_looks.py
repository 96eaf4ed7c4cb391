"""Widths, sizes, themes: what can be measured of how it looks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    OPENED,
    SMALL_TARGETS,
    SMALL_TEXT,
    WIDE,
    at_step,
    open_menu,
    open_page,
    open_view,
    settled,
    write,
)

FAR = "h = x\nfor t in range(4):\n    h = tanh(w*h + b)\nf = h * w"
PROGRAMS = [
    LECTURE,
    NEURON,
    {"program": FAR, "inputs": {"x": 1, "w": 0.5, "b": 0.25}},
]


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_page(page, "/", **NEURON, step=11)
    assert not page.evaluate(WIDE)
    for name in ("Code", "Check gradients", "Paths", "Formula", "Hessian", "Steps"):
        open_view(page, name)
        assert not page.evaluate(WIDE)


def test_a_thumb_hits_every_target_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", **LECTURE, step=3)
    assert page.evaluate(SMALL_TARGETS) == []
    page.get_by_role("button", name="Edit", exact=True).click()
    assert page.evaluate(SMALL_TARGETS) == []
    page.get_by_role("button", name="Done").click()
    page.locator(".transport [data-action=next]").click()
    at_step(page, 4, 7)
    menu = open_menu(page)
    assert page.evaluate(SMALL_TARGETS) == []
    menu.get_by_role("button", name="Keys and help").click()
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (820, 1180), (390, 844)])
def test_no_text_is_smaller_than_13_pixels(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for program in PROGRAMS:
        open_page(page, "/", **program, step=9)
        assert page.evaluate(SMALL_TEXT.replace("LEAST", "13")) == []


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_the_back_row_can_read_the_stage(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for program in PROGRAMS:
        open_page(page, "/", **program, step=9)
        page.keyboard.press("f")
        expect(page.locator("body[data-present]")).to_be_visible()
        least = 24 * min(size[0] / 1920, size[1] / 1080)
        assert page.evaluate(SMALL_TEXT.replace("LEAST", str(least))) == []


def test_the_theme_follows_the_system_until_it_is_chosen(page: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    open_page(page, "/", **LECTURE)
    assert page.evaluate(background) == "rgb(15, 20, 27)"
    open_menu(page).get_by_role("button", name="Theme: as the system").click()
    page.wait_for_function(f"{background} === 'rgb(255, 255, 255)'")
    page.reload()
    page.wait_for_function(f"{background} === 'rgb(255, 255, 255)'")
    open_menu(page).get_by_role("button", name="Theme: light").click()
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{background} === 'rgb(15, 20, 27)'")


def test_where_motion_is_wanted_the_picture_glides_and_ends_in_the_same_place(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    view = page.locator("#stage svg g.view")
    open_page(page, "/", **OPENED)
    settled(page)
    first = view.get_attribute("transform") or ""
    for step in range(4):  # the last of them is beyond the edge
        page.keyboard.press("ArrowRight")
        at_step(page, step, 16)
    still = view.get_attribute("transform") or ""
    assert still != first
    page.emulate_media(reduced_motion="no-preference")
    open_page(page, "/", **OPENED)
    settled(page)
    expect(view).to_have_attribute("transform", first)
    for step in range(4):
        page.keyboard.press("ArrowRight")
        at_step(page, step, 16)
    expect(view).to_have_attribute("transform", still)
    expect(page.locator("#stage [data-now]")).to_be_in_viewport(ratio=1)


def test_on_paper_stand_the_whole_picture_and_the_table(page: Page) -> None:
    open_page(page, "/", **PROGRAMS[2], step=9)
    shown = page.locator("#stage svg").get_attribute("viewBox") or ""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".topbar, .side, .foot, #explain").first).to_be_hidden()
    expect(page.locator("#steps table")).to_be_visible()
    expect(page.locator("#stage svg g.view")).not_to_have_attribute("transform", "")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#stage svg")).to_have_attribute("viewBox", shown)


def test_picture_and_steps_fit_a_page_in_light_colours(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, "/", **NEURON, step=11, mode="check")
    settled(page)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(color_scheme="dark", media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("#drawer")).to_have_css("box-shadow", "none")


def test_the_legend_and_the_help_explain_every_mark(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    expect(page.locator(".legend li")).to_have_count(3)
    page.keyboard.press("?")
    marks = page.locator("#help .marks-legend dd")
    text = " ".join(marks.all_text_contents())
    for word in ("Value", "not computed yet", "Upstream", "just computed", "earlier", "Local"):
        assert word in text
    for word in ("Gate", "flowing back", "has passed", "Blocked", "Fork", "Copy", "Outline"):
        assert word in text
    for word in ("Dashed wire", "Faded", "Constant", "rail"):
        assert word in text
    gates = page.locator("#help .gates")
    for gate in ("x * y", "relu(x)", "softplus(x)", "x < y"):
        expect(gates.locator("code", has_text=gate).first).to_be_visible()


def test_writing_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", **LECTURE)
    page.get_by_role("button", name="Edit", exact=True).click()
    write(page, "f = x * 2y")
    expect(page.locator("#error")).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []
    page.locator("#notices").get_by_role("button", name="Write 2*y").click()
    expect(page.locator("#error")).to_be_hidden()
