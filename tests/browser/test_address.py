"""Links: the address bar is the state, and a link opens to the same step, scripts or not."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    alive,
    at_step,
    copy_link,
    drawn,
    editor,
    open_examples,
    open_page,
    picture,
    until,
    write,
)
from tests.support.links import link, packed

WHY = "of many words, which a link holds too: " * 3
LONG = "a0 = x\n" + "\n".join(f"a{i} = a{i - 1} * 1.01 + x  # {WHY}" for i in range(1, 13))


def test_a_copied_link_opens_at_the_same_step(page: Page) -> None:
    open_page(page, "/", **NEURON, step=0)
    for _ in range(11):
        page.keyboard.press("ArrowRight")
    at_step(page, 11, 21)
    before = picture(page)
    copied = copy_link(page)
    assert not set("() \n<>") & set(copied)
    page.goto("about:blank")
    page.goto(copied)
    alive(page)
    at_step(page, 11, 21)
    assert picture(page) == before


def test_the_address_bar_follows_steps_values_and_programs(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"step=0"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"step=1"))
    page.keyboard.press("Home")
    expect(page).not_to_have_url(re.compile(r"step="))
    page.get_by_role("slider", name="x, slider").fill("1.5")
    expect(page).to_have_url(re.compile(r"%22x%22:1\.5"))
    write(page, "g = x * y")
    expect(page).to_have_url(re.compile(r"program=g"))
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: g'))")).to_be_visible()


def test_an_upstream_gradient_stays_while_values_change(page: Page) -> None:
    moved = LECTURE["inputs"] | {"x": 1.5}
    open_page(page, "/", **LECTURE, upstream="0.5", step=2)
    expect(page.locator("#stage")).to_contain_text("0.5")
    page.get_by_role("slider", name="x, slider").fill("1.5")
    expect(page).to_have_url(re.compile(r"%22x%22:1\.5"))
    expect(page).to_have_url(re.compile(r"upstream=0\.5"))
    wanted = drawn(page, 2, **LECTURE | {"inputs": moved}, upstream=0.5)
    until(page, lambda: picture(page) == wanted)
    open_examples(page).get_by_role("link", name="One multiply gate").click()
    expect(page.locator("#status")).to_have_text("1 gate, 2 inputs")
    expect(page).not_to_have_url(re.compile("upstream"))


def test_back_and_forward_go_through_the_programs(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"step=0"))
    open_examples(page).get_by_role("link", name="One multiply gate").click()
    expect(page.locator("#status")).to_have_text("1 gate, 2 inputs")
    expect(page).to_have_url(re.compile(r"program=f\+=\+x\+%2A\+y"))
    at_step(page, -1, 4)
    page.go_back()
    expect(editor(page)).to_have_text(LECTURE["program"])
    expect(page.locator("#status")).to_have_text("2 gates, 3 inputs")
    at_step(page, 0, 7)
    page.go_forward()
    expect(page.locator("#status")).to_have_text("1 gate, 2 inputs")
    at_step(page, -1, 4)


def test_a_long_program_travels_packed(page: Page) -> None:
    state = {"program": LONG, "inputs": {"x": 2.0}, "step": 7, "open": "all"}
    open_page(page, f"/?z={packed(state)}")
    expect(editor(page)).to_contain_text("a2 = a1")
    at_step(page, 7, 61)
    page.keyboard.press("ArrowRight")
    copied = copy_link(page)
    assert re.search(r"/\?z=[\w-]+$", copied)
    page.goto(copied)
    alive(page)
    at_step(page, 8, 61)
    expect(editor(page)).to_contain_text("a2 = a1")
    page.reload()
    alive(page)
    at_step(page, 8, 61)


def test_the_server_draws_the_step_for_readers_without_scripts(
    browser: Browser, server: str, page: Page
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(link("/", **LECTURE, step=3))
    expect(plain.locator("#explain h2")).to_contain_text("mul gate")
    expect(plain.locator("#explain math")).to_have_count(5)
    expect(plain.locator("#stage .gate[data-state=current]")).to_have_count(1)
    expect(plain.locator(".pager")).to_contain_text("step 4 of 7, backward")
    plain.locator(".pager").get_by_role("link", name="Next").click()
    expect(plain.locator(".pager")).to_contain_text("step 5 of 7")
    expect(plain.locator("#steps tbody tr")).to_have_count(7)
    plain.locator("textarea[name=program]").fill("f = x * y")
    plain.get_by_role("button", name="Run").click()
    expect(plain.locator("#status")).to_contain_text("1 gate")
    context.close()
    open_page(page, "/", **LECTURE, step=3)
    assert picture(page) == drawn(page, 3, **LECTURE)


def test_pictures_are_saved_as_they_stand(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3)
    page.get_by_role("button", name="Share").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG").click()
    assert saved.value.suggested_filename == "circuit.svg"
    assert "step=3" in saved.value.url


def test_a_damaged_link_says_so(page: Page) -> None:
    open_page(page, "/?z=damaged")
    expect(page.locator("#error")).to_contain_text("This link is damaged")
    expect(page.locator("#notice")).to_contain_text("No circuit yet")
