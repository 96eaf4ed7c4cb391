"""Opening and closing groups, going to a place, and what stays while the picture changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.pages import (
    LECTURE,
    alive,
    complaints,
    editor,
    mark,
    open_examples,
    open_menu,
    open_page,
    open_view,
    settled,
    until,
    write,
)

CALLS: dict[str, Any] = {
    "program": "def f(a, b):\n    return a*b + exp(a)\nz = f(x, y)\nu = f(z, x)\nout = u*z\n",
    "inputs": {"x": 0.5, "y": 3},
}
LOOP: dict[str, Any] = {
    "program": "s = x\nfor i in range(40):\n    s = tanh(s*w) + x\nout = s*s\n",
    "inputs": {"x": 0.5, "w": 0.9},
}

GATES = "#stage .gate:not([id*='-s'])"  # and not the cards that they stand in


def button(page: Page, name: str) -> Locator:
    """A button in the picture, by what it does to which group."""
    return page.locator("#stage").get_by_role("button", name=name, exact=True)


def step_of(page: Page) -> str:
    """What the step is about, as the panel says it."""
    return page.locator("#explain .sentence").inner_text()


def counted(page: Page) -> list[str]:
    """The requests that the page makes from now on, but for its own files."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/" in request.url:
            asked.append(request.url.split("?")[0].rpartition("/api/")[2])

    page.on("request", note)
    return asked


def test_a_group_is_closed_and_opened_by_click_and_by_key(page: Page) -> None:
    open_page(page, "/", **CALLS, open="g0,g1", step=2)
    gates = page.locator("#stage .gate")
    expect(gates).to_have_count(7)
    said = step_of(page)
    button(page, "Close f(z, x)").click()
    expect(gates).to_have_count(5)
    expect(page.locator("#status")).to_contain_text("shown as 7 marks. Open groups to see more.")
    assert step_of(page) == said  # the gate of the step is still shown
    button(page, "Close f(x, y)").focus()
    page.keyboard.press("Enter")
    expect(gates).to_have_count(3)
    expect(button(page, "Open f(x, y)")).to_be_focused()
    expect(page.locator("#explain h2")).to_contain_text("f group")
    page.locator("#explain").get_by_role("button", name="Open this group").click()
    expect(gates).to_have_count(5)
    assert step_of(page) == said  # the last step inside is where the group was left
    mark(page, "g1").locator(".disc").dblclick()
    expect(gates).to_have_count(7)
    page.keyboard.press("c")
    expect(gates).to_have_count(5)
    page.keyboard.press("o")
    expect(gates).to_have_count(7)


def test_all_are_opened_and_closed_by_key_and_in_the_menu_with_patterns(page: Page) -> None:
    program = f"{CALLS['program']}p = 1/(1 + exp(-out))\n"
    open_page(page, "/", program=program, inputs=CALLS["inputs"])
    gates = page.locator(GATES)
    expect(gates).to_have_count(11)
    page.keyboard.press("Shift+C")
    expect(gates).to_have_count(4)
    expect(page).to_have_url(re.compile("fold=p0&open=&|fold=p0&open=$"))
    page.reload()
    alive(page)
    expect(gates).to_have_count(4)
    open_menu(page).get_by_role("button", name="Groups").click()
    menu = page.get_by_role("dialog", name="Groups")
    row = menu.get_by_role("button", name="f(z, x) 3 gates")
    expect(row).to_have_attribute("aria-expanded", "false")
    row.hover()
    expect(mark(page, "g1")).to_have_class(re.compile("is-hover"))
    row.click()
    expect(row).to_have_attribute("aria-expanded", "true")
    expect(gates).to_have_count(6)
    menu.get_by_role("button", name="Open all").click()
    expect(gates).to_have_count(11)
    expect(menu).to_be_visible()


def test_what_is_open_stays_over_reload_back_values_and_edits(page: Page) -> None:
    open_page(page, "/", **CALLS, open="g0,g1")
    gates = page.locator("#stage .gate")
    button(page, "Close f(x, y)").click()
    expect(gates).to_have_count(5)
    expect(page).to_have_url(re.compile("open=g1"))
    page.reload()
    alive(page)
    expect(gates).to_have_count(5)
    page.locator("#input-rows .value-slider").first.press("ArrowRight")
    expect(page.locator("#input-rows .number-field").first).not_to_have_value("0.5")
    expect(mark(page, "g0-value").locator(".number")).not_to_have_text("3.15")
    expect(gates).to_have_count(5)
    before = page.url
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("v = out + 1\n")
    expect(gates).to_have_count(6)
    expect(page).not_to_have_url(before)  # the edit has its own entry of the history
    open_examples(page).locator("[data-example]").first.click()
    expect(mark(page, "g0")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("open="))
    page.go_back()
    expect(gates).to_have_count(6)
    expect(button(page, "Open f(x, y)")).to_be_visible()


def test_a_loop_opens_folded_and_stepping_asks_for_nothing(page: Page) -> None:
    open_page(page, "/", **LOOP)
    settled(page)
    asked = counted(page)
    expect(button(page, "Open i = 0 … 9 × 10")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("121 gates")
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    assert asked == []
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("o")
    expect(button(page, "Open i = 0")).to_be_visible()
    assert asked == ["trace/part"]
    result = page.locator("#stage [data-now]").bounding_box()  # of the last pass inside
    stage = page.locator("#stage").bounding_box()
    assert result
    assert stage
    assert stage["x"] <= result["x"] <= stage["x"] + stage["width"]
    page.keyboard.press("c")
    expect(button(page, "Open i = 0 … 9 × 10")).to_be_visible()


def test_groups_open_as_the_reader_steps_and_close_again(page: Page) -> None:
    open_page(page, "/", **CALLS, open="", step=0)
    gates = page.locator("#stage .gate")
    expect(gates).to_have_count(3)
    open_menu(page).get_by_role("button", name="Groups").click()
    page.get_by_label("Open groups as I step").check()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect(mark(page, "g1")).to_have_count(1)
    expect(page.locator("#stage .group")).to_have_count(1)
    expect(page.locator("#explain h2")).to_have_text(re.compile("mul gate|exp gate"))
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#stage .group")).to_have_count(0)
    expect(page.locator("#explain .sentence")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#stage .group")).to_have_count(1)
    expect(page.locator("#explain h2")).to_have_text(re.compile("add gate"))
    page.reload()
    alive(page)
    open_menu(page).get_by_role("button", name="Groups").click()
    expect(page.get_by_label("Open groups as I step")).to_be_checked()


def test_a_search_goes_to_gates_inputs_groups_and_lines(page: Page) -> None:
    open_page(page, "/", **LOOP)
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="A gate, a name, a group or a line")
    expect(field).to_be_focused()
    field.fill("no such thing")
    expect(page.locator("#find-said")).to_contain_text("Nothing is called “no such thing”")
    field.fill("tanh i = 17")
    expect(page.locator("#find-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#explain h2")).to_contain_text("tanh gate")
    expect(page.locator("#stage .gate.is-found")).to_have_count(1)
    expect(page.locator(".cm-source")).to_contain_text("tanh(s*w)")
    expect(button(page, "Open i = 16")).to_be_visible()  # a pass beside it
    page.keyboard.press("g")
    field.fill("line 4")
    page.locator("#find-list [role=option]").first.click()
    expect(page.locator(".cm-source")).to_contain_text("s*s")
    page.keyboard.press("g")
    field.fill("w")
    expect(page.locator("#find-list [role=option]").first).to_contain_text("w (input)")
    page.keyboard.press("Enter")
    expect(page.locator("#stage .leaf.is-found:visible")).not_to_have_count(0)


def test_a_newer_text_gives_up_the_older_one(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    waiting: list[Any] = []
    headers: list[str] = []

    def hold(route: Any) -> None:
        headers.append(route.request.headers["x-backflow-page"])
        if "slow" in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/api/trace", hold)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.failure or ""))
    write(page, "slow = x + y")
    until(page, lambda: len(waiting) == 1)
    write(page, "f = (x + y) * z + 1")
    until(page, lambda: bool(failed))
    assert failed == ["net::ERR_ABORTED"]
    expect(page.locator("#status")).to_contain_text("3 gates")
    assert len(set(headers)) == 1


def test_views_follow_the_whole_program_where_groups_are_closed(page: Page) -> None:
    open_page(page, "/", **CALLS, open="g1", step=0)
    open_view(page, "Code")
    lit = page.locator("#code .cm-line.is-current")
    expect(lit).to_have_text(["t1 = x * y", "t2 = np.exp(x)", "z = t1 + t2"])
    page.keyboard.press("ArrowRight")
    expect(lit).to_have_text(["t3 = z * x"])
    open_view(page, "Forward mode")
    expect(page.locator("#groups-tools")).to_be_hidden()
    expect(page.locator("#rail .count").last).to_have_text(re.compile("of 7$"))  # its own steps
    page.keyboard.press("End")
    page.get_by_role("button", name="Close More").click()
    expect(page.locator("#explain .sentence")).to_be_visible()
    expect(page.locator("#rail .count").last).to_have_text(re.compile("^step 5 of"))


def test_an_embed_opens_and_closes_too(page: Page) -> None:
    open_page(page, "/embed", **CALLS, open="g0")
    gates = page.locator("#stage .gate")
    expect(gates).to_have_count(5)
    button(page, "Open f(z, x)").click()
    expect(gates).to_have_count(7)
    button(page, "Close f(x, y)").click()
    expect(gates).to_have_count(5)
    expect(page.locator("#open-full")).to_have_attribute("href", re.compile("open=g1"))
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_among_groups(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, "/", **CALLS, open="g0", step=3)
    open_menu(page).get_by_role("button", name="Groups").click()
    assert complaints(page) == []
    for _ in ("Groups", "the menu"):
        page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.type("f")
    expect(page.locator("#find-list [role=option]").first).to_be_visible()
    assert complaints(page) == []


def test_two_fingers_zoom_the_picture(page: Page) -> None:
    fingers = page.context.new_cdp_session(page)
    fingers.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    open_page(page, "/", **CALLS)
    settled(page)
    view = page.locator("#stage svg g.view")
    before = view.get_attribute("transform") or ""
    area = page.locator("#stage").bounding_box()
    assert area is not None
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    for kind, apart in [("touchStart", 40), ("touchMove", 80), ("touchMove", 120), ("touchEnd", 0)]:
        points = [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}] if apart else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(view).not_to_have_attribute("transform", before)
    assert _scale(view) > 1.5 * float(re.findall(r"scale\((.*?)\)", before)[0])
    expect(page.locator("#whole")).to_be_visible()
    page.keyboard.press("0")
    expect(view).to_have_attribute("transform", before)  # the whole of it


def _scale(view: Locator) -> float:
    return float(re.findall(r"scale\((.*?)\)", view.get_attribute("transform") or "")[0])
