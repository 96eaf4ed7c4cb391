"""Check: verdicts in the margin, on the switch and in the drawer, the loss, links."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.pages import (
    LECTURE,
    SMALL_TARGETS,
    WIDE,
    alive,
    complaints,
    editor,
    names_of,
    number,
    open_examples,
    open_page,
    open_view,
    until,
    write,
)

FORWARD = "q = x + y\nf = q * z"
RIGHT = FORWARD + "\ndq = z\ndz = q\ndx = dq\ndy = dq"
WRONG = RIGHT.replace("dz = q", "dz = -q")
UNNAMED = RIGHT.replace("dx = dq", "dx = dqq")
UNTOLD = "x, y = 2.0, 3.0\ndx = y\np = x * y\nq = x + y\ndy = x"
INPUTS = LECTURE["inputs"]
ROOMY = {"width": 1760, "height": 990}  # where program and drawer both stay
FIRST = "Line 17 is the first wrong line"  # of the first example


def check(page: Page, program: str, **fields: object) -> None:
    """Opens a program in Check, with the drawer at its verdicts."""
    page.set_viewport_size(ROOMY)
    open_page(page, "/", program=program, inputs=INPUTS, mode="check", **fields)
    open_verdicts(page)
    expect(rows(page).first).to_be_visible()


def open_verdicts(page: Page) -> None:
    open_view(page, "Verdicts")


def switch(page: Page) -> Locator:
    """The segment of the switch that stands for the mode."""
    return page.get_by_role("radio", name=re.compile("^Check"))


def example(page: Page, title: str = "Two-layer network with a slip") -> None:
    open_examples(page).get_by_role("link", name=title).click()
    open_verdicts(page)


def headline(page: Page) -> Locator:
    return page.locator("#verdicts h2")


def rows(page: Page) -> Locator:
    return page.locator("#verdicts .verdict-button")


def margin(page: Page) -> list[tuple[int, str]]:
    """The lines that have a sign in the margin, and what it says."""
    found: list[list[str]] = page.evaluate(
        """() => {
          const numbers = [...document.querySelectorAll(".cm-lineNumbers .cm-gutterElement")];
          const at = (part) => Math.round(part.getBoundingClientRect().top);
          const lines = Object.fromEntries(numbers.map((part) => [at(part), part.textContent]));
          return [...document.querySelectorAll(".verdict-sign")].map(
            (sign) => [lines[at(sign.parentElement)], sign.dataset.status]);
        }"""
    )
    return [(int(line), status) for line, status in found]


@pytest.fixture
def kept(page: Page) -> Page:
    """A page on the lecture's program."""
    page.set_viewport_size(ROOMY)
    open_page(page, "/", **LECTURE)
    return page


def test_a_wrong_line_is_marked_and_named(page: Page) -> None:
    check(page, WRONG)
    expect(headline(page)).to_have_text("Line 4 is the first wrong line")
    expect(page.locator("#check-said")).to_contain_text("Line 4 is the first wrong line: dz")
    assert margin(page) == [(3, "right"), (4, "wrong"), (5, "right"), (6, "right")]
    expect(switch(page)).to_have_accessible_name(re.compile("1 wrong line$"))
    sign = page.locator(".verdict-sign[data-status=wrong]")
    expect(sign).to_have_attribute("title", re.compile("^Line 4, wrong: dz should be 3"))
    expect(page.locator(".cm-line.verdict-first")).to_have_text("dz = -q")
    row = rows(page).nth(1)
    expect(row).to_contain_text("dz gradient of z")
    expect(row).to_contain_text("wrong: sign")
    shown = [part.get_attribute("aria-label") for part in row.locator("[role=img]").all()]
    assert shown == ["yours −3", "should be 3"]
    z = names_of(page, program=WRONG, inputs=INPUTS)["z"]
    page.keyboard.press("End")
    expect(number(page, f"{z}-grad")).to_have_text("3")  # the picture has the true one


def test_what_is_not_judged_is_named(page: Page) -> None:
    check(page, RIGHT + "\ndelta9 = 7 * x")
    expect(headline(page)).to_have_text("The 4 judged lines are right")
    listed = page.get_by_role("list", name="Not judged").get_by_role("listitem")
    expect(listed).to_have_text(re.compile("^Line 7, delta9: Its name tells no value"))
    expect(page.locator("#check-said")).to_contain_text("delta9 on line 7 is not judged")
    assert margin(page) == [*((line, "right") for line in (3, 4, 5, 6)), (7, "unjudged")]
    sign = page.locator(".verdict-sign[data-status=unjudged]")
    expect(sign).to_have_attribute("title", re.compile("^Line 7, delta9 is not judged: Its"))
    expect(switch(page)).to_have_accessible_name(re.compile("the judged lines are right$"))


def test_a_correction_that_is_typed_clears_the_mark(page: Page) -> None:
    check(page, WRONG)
    expect(headline(page)).to_contain_text("Line 4")
    page.locator(".cm-line", has_text="dz = -q").click()
    page.keyboard.press("End")
    for _ in "-q":
        page.keyboard.press("Backspace")
    page.keyboard.type("q")
    expect(headline(page)).to_have_text("Every line is right")
    expect(page.locator("#check-said")).to_contain_text("All 4 gradients of f agree")
    assert margin(page) == [(line, "right") for line in (3, 4, 5, 6)]
    expect(page.locator(".verdict-first")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"mode=check&program=.*dz\+=\+q%0A"))


def test_a_name_without_a_value_is_named(page: Page) -> None:
    check(page, UNNAMED)
    expect(headline(page)).to_have_text("Line 5 is the first wrong line")
    expect(page.locator("#verdicts .sentence")).to_contain_text("did you mean dq")
    assert (5, "undefined") in margin(page)
    expect(rows(page).filter(has_text="undefined name")).to_have_count(1)


def test_a_verdict_leads_to_its_line_and_its_node(page: Page) -> None:
    check(page, WRONG)
    rows(page).nth(2).hover()
    expect(page.locator("#stage .leaf.is-hover")).to_contain_text("x")
    rows(page).nth(0).click()
    expect(page.locator(".cm-line.verdict-at")).to_have_text("dq = z")
    expect(rows(page).nth(0)).to_have_attribute("aria-current", "true")
    expect(page.locator("#stage .tag[data-state=now] .number")).to_have_text("−4")
    page.keyboard.press("Home")  # keys go on
    expect(page.locator("#rail .count").last).to_have_text(re.compile("step 0 of"))
    page.locator(".verdict-sign").nth(1).click()
    expect(rows(page).nth(1)).to_have_attribute("aria-current", "true")
    editor(page).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    expect(page.locator(".cm-line.verdict-at")).to_have_text("dz = -q")


def test_the_loss_is_asked_for_and_chosen(page: Page) -> None:
    check(page, RIGHT)
    write(page, UNTOLD)
    expect(headline(page)).to_have_text("Which value is the loss?")
    assert margin(page) == []
    select = page.locator("#verdicts").get_by_role("combobox", name="loss")
    assert select.locator("option").all_inner_texts() == ["choose", "p", "q"]
    select.select_option("p")
    expect(headline(page)).to_have_text("Every line is right")
    expect(page).to_have_url(re.compile("&loss=p"))
    bar = page.get_by_role("combobox", name="gradients of")
    expect(bar).to_have_value("p")
    bar.select_option("q")
    expect(headline(page)).to_have_text("Line 2 is the first wrong line")
    expect(page).to_have_url(re.compile("&loss=q"))


def test_a_link_opens_in_the_mode(page: Page) -> None:
    check(page, WRONG, step=3)
    expect(switch(page)).to_have_attribute("aria-checked", "true")
    expect(page.locator("#rail")).to_have_attribute("data-step", "4")
    expect(headline(page)).to_contain_text("Line 4")
    expect(page.get_by_role("spinbutton")).to_have_count(3)
    page.get_by_role("combobox", name="View").select_option("code")
    expect(page.locator("#code .cm-content")).to_contain_text("dq = df * z")
    expect(page).to_have_url(re.compile("mode=check.*view=code"))
    page.reload()
    alive(page)
    expect(page.locator("#code .cm-content")).to_contain_text("dq = df * z")
    open_verdicts(page)
    expect(headline(page)).to_contain_text("Line 4")


def test_values_of_inputs_are_judged_anew(page: Page) -> None:
    check(page, "f = x * y * z\ndx = -20\ndy = x * z")
    expect(headline(page)).to_have_text("Every line is right")
    page.get_by_role("button", name="Next line").click()
    page.get_by_role("spinbutton", name="y", exact=True).fill("3")
    page.keyboard.press("Enter")
    expect(headline(page)).to_have_text("Line 2 is the first wrong line")
    expect(page.locator(".cm-line.verdict-at")).to_have_text("dx = -20")  # where one looked stays


def test_the_switch_changes_neither_program_nor_step(kept: Page) -> None:
    page = kept
    page.keyboard.press("ArrowRight")
    for mode in ("Check", "Train", "Explore"):
        segment = page.get_by_role("radio", name=mode)
        segment.click()
        expect(segment).to_have_attribute("aria-checked", "true")
        expect(editor(page)).to_have_text(LECTURE["program"])
        expect(page.locator("#rail")).to_have_attribute("data-step", "1")
        circuit = "#picture-circuit .spine" if mode == "Train" else "#stage svg.circuit"
        expect(page.locator(circuit)).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#mode-hint")).to_contain_text("Write lines like dx = …")
    until(page, lambda: "mode=check" in page.url)
    page.go_back()
    expect(switch(page)).to_have_attribute("aria-checked", "false")


def test_lines_are_judged_while_one_explores(kept: Page) -> None:
    page = kept
    write(page, f"x, y, z = -2.0, 5.0, -4.0\n{WRONG}")
    expect(page.locator(".verdict-sign")).to_have_count(4)
    expect(switch(page)).to_have_accessible_name(re.compile("1 wrong line$"))
    expect(switch(page)).to_have_attribute("aria-checked", "false")
    write(page, f"x, y, z = -2.0, 5.0, -4.0\n{RIGHT}")
    expect(switch(page)).to_have_accessible_name(re.compile("every line is right"))
    write(page, LECTURE["program"])
    expect(page.locator(".verdict-sign")).to_have_count(0)
    expect(switch(page)).to_have_accessible_name("Check")


def test_next_goes_from_line_to_line(page: Page) -> None:
    page.set_viewport_size(ROOMY)
    open_page(page, "/", program=WRONG, inputs=INPUTS, mode="check")
    following = page.locator(".transport [data-action=next]")
    expect(following).to_have_text("Next line")
    for line in ("dq = z", "dz = -q", "dx = dq"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".cm-line.verdict-at")).to_have_text(line)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".cm-line.verdict-at")).to_have_text("dz = -q")
    page.keyboard.press("1")
    expect(following).to_have_text("Next")


def test_the_picture_does_not_wait_for_verdicts(page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/check", lambda route: held.append(route))
    page.set_viewport_size(ROOMY)
    open_page(page, "/", program=WRONG, inputs=INPUTS, mode="check")
    expect(page.locator("#stage svg.circuit")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#rail")).to_have_attribute("data-step", "1")
    until(page, lambda: len(held) > 0)
    held[0].continue_()
    expect(page.locator(".verdict-sign")).to_have_count(4)


def test_text_that_cannot_be_read_stands_in_the_editor(page: Page) -> None:
    check(page, WRONG)
    page.locator("#editor .cm-line").last.click()
    page.keyboard.press("End")
    page.keyboard.type("\ndw = 2 2")
    expect(page.locator("#error")).to_contain_text("Line 7")
    expect(page.locator(".cm-wrong")).to_be_visible()
    expect(headline(page)).to_have_text("This cannot be checked yet")
    expect(page.locator("#verdicts")).to_contain_text("those of the text before")
    assert complaints(page) == []
    write(page, "")
    expect(page.locator("#verdicts")).to_contain_text("Nothing to check yet")
    page.locator("#verdicts").get_by_role("button", name="Examples with a slip").click()
    page.locator("#examples").get_by_role("link", name="One name stored").click()
    expect(page.locator("#verdicts .sentence")).to_contain_text("did you mean grad_h")


def test_a_forward_pass_with_a_dictionary_is_judged_and_drawn(page: Page) -> None:
    check(page, "c = {}\nc['q'] = x + y\nf = c['q'] * z\ndz = c['q']\ndx = -z")
    expect(headline(page)).to_have_text("Line 5 is the first wrong line")
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("#error")).to_be_hidden()
    assert margin(page) == [(4, "right"), (5, "wrong")]
    expect(page.locator("#stage svg.circuit")).to_be_visible()
    write(page, RIGHT)
    expect(headline(page)).to_have_text("Every line is right")
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("#stage svg.circuit")).to_be_visible()


def test_arrays_are_compared_cell_by_cell(kept: Page) -> None:
    page = kept
    example(page)
    expect(headline(page)).to_have_text(FIRST)
    compare = page.get_by_role("button", name="Cell by cell", exact=True)
    compare.click()
    expect(compare).to_have_attribute("aria-expanded", "true")
    both = page.get_by_role("region", name="Both, cell by cell").locator("table")
    expect(both).to_have_count(2)
    expect(both.first.locator("td")).to_have_count(20)
    expect(both.first.locator("td.differs").first).to_have_text("−5.72")
    expect(both.last.locator("td.differs").first).to_have_text("0")
    page.locator("#stage .tag[role=button]").first.click()
    expect(page.get_by_role("dialog").locator("table").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(ROOMY)
    open_page(page, "/", **LECTURE)
    example(page)
    expect(headline(page)).to_have_text(FIRST)
    page.get_by_role("button", name="Cell by cell", exact=True).click()
    assert complaints(page) == []
    open_examples(page)
    assert complaints(page) == []


def test_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", **LECTURE)
    example(page)
    expect(headline(page)).to_have_text(FIRST)
    assert not page.evaluate(WIDE)
    assert page.evaluate(SMALL_TARGETS) == []
    assert complaints(page) == []
    rows(page).nth(3).click()
    expect(page.locator(".cm-line.verdict-first")).to_be_in_viewport()
    expect(page.locator(".verdict-sign[data-status=wrong]")).to_be_visible()
    assert not page.evaluate(WIDE)


def test_without_javascript_the_page_is_there(page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    open_page(page)
    origin: str = page.evaluate("location.origin")
    plain.goto(f"{origin}/?mode=check&program=f+%3D+x%0Adx+%3D+1&inputs=%7B%22x%22:1%7D")
    expect(plain.get_by_role("heading", name="Program")).to_be_visible()
    expect(plain.locator("textarea[name=program]")).to_have_value(re.compile("dx = 1"))
    context.close()
