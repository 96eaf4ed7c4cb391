"""The main job in a real browser: type a program, see its circuit, step through it both ways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    alive,
    at_step,
    drawn,
    mark,
    names_of,
    number,
    open_examples,
    open_menu,
    open_page,
    open_view,
    picture,
    settled,
    window_of,
    write,
)
from web.gallery import EXAMPLES

PROGRAMS = {
    "lecture": LECTURE,
    "neuron": NEURON,
    "fork": {"program": "c = a + b\nd = b + 1\ne = c * d", "inputs": {"a": 2, "b": 1}},
    "blocked": {"program": "f = relu(w*x + b) * max(w, x)", "inputs": {"w": 2, "x": -1, "b": 0.5}},
    "loop": {
        "program": "h = x\nfor t in range(3):\n    h = tanh(w*h + x)",
        "inputs": {"x": 0.5, "w": 1.5},
    },
    "dead end": {"program": "a = x * 2\nb = x * x\nf = where(x > 1, b, 3*x)", "inputs": {"x": 2}},
}
PARTS = 8  # of the gallery


def test_type_a_formula_give_it_values_and_see_its_numbers(page: Page) -> None:
    open_page(page, "/", program="", inputs={})
    expect(page.locator("#notice")).to_contain_text("Type or paste a program")
    write(page, LECTURE["program"])
    for name, value in LECTURE["inputs"].items():
        field = page.get_by_role("spinbutton", name=name, exact=True)
        field.click()
        field.fill(str(value))
        field.press("Enter")
    at_step(page, -1, 7)
    page.keyboard.press("Escape")
    page.mouse.click(700, 150)
    page.keyboard.press("End")
    ids = names_of(page, **LECTURE)
    values = {"x": "−2", "y": "5", "z": "−4", "f": "−12"}
    grads = {"x": "−4", "y": "−4", "z": "3", "f": "1"}
    for name in values:
        expect(number(page, f"{ids[name]}-value")).to_have_text(values[name])
        expect(number(page, f"{ids[name]}-grad")).to_have_text(grads[name])
    at_step(page, 6, 7)
    every = page.locator("#stage .value .number").all_text_contents()
    assert sorted(every) == sorted(["−2", "5", "−4", "3", "−12"])
    every = page.locator("#stage .tag .number").all_text_contents()
    assert sorted(every) == sorted(["−4", "−4", "3", "−4", "1"])
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator("#status")).to_have_text("2 gates, 3 inputs")


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_stepping_replays_what_the_server_would_draw(page: Page, program: dict) -> None:
    open_page(page, "/", **program, step=0)
    page.locator("#explain .katex").first.wait_for()
    settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    count = int(page.get_by_role("slider", name="Step", exact=True).get_attribute("max") or 0)
    forth = []
    for step in range(count):
        at_step(page, step, count)
        forth.append(picture(page))
        if step < count - 1:
            page.keyboard.press("ArrowRight")
    for step in reversed(range(count)):
        at_step(page, step, count)
        assert picture(page) == forth[step]
        if step:
            page.keyboard.press("ArrowLeft")
    assert asked == []
    for step in range(count):
        assert drawn(page, step, **program) == forth[step], f"step {step}"


def test_the_page_opens_before_the_first_step_and_next_goes_on(page: Page) -> None:
    open_page(page)
    at_step(page, -1, 7)
    page.locator(".transport [data-action=next]").click()
    at_step(page, 0, 7)
    page.keyboard.press("End")
    open_examples(page).get_by_role("link", name="One multiply gate").click()
    at_step(page, -1, 4)
    page.keyboard.press("ArrowRight")
    at_step(page, 0, 4)
    open_page(page, "/", **LECTURE, step=99)
    at_step(page, 6, 7)


def test_editing_keeps_the_step_and_another_program_opens_before_its_first(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3)
    write(page, "f = (x + y) * z * 2")
    at_step(page, 5, 9)  # of the same wire
    page.keyboard.press("Escape")
    page.mouse.click(700, 150)
    page.keyboard.press("End")
    write(page, "f = (x + y) * z")
    at_step(page, 6, 7)  # the last again
    write(page, "loss = exp(x)")
    at_step(page, -1, 3)


def test_gates_and_wires_take_the_reader_to_their_step(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    ids = names_of(page, **LECTURE)
    page.locator("#stage .gate:has(title:text('mul gate'))").click()
    at_step(page, 1, 7)
    page.locator("#stage .gate:has(title:text('mul gate'))").click()
    at_step(page, 3, 7)
    expect(mark(page, ids["f"])).to_have_attribute("data-state", "current")
    wire = page.locator("#stage .wire[data-slot='1']").first
    node = wire.get_attribute("data-node")
    wire.locator(".line").dispatch_event("click")
    expect(mark(page, f"{node}-1-wire")).to_have_attribute("data-state", "flow-4")
    page.locator("#stage .leaf", has_text="y").click()
    expect(mark(page, f"{ids['y']}-grad")).to_have_attribute("data-state", "now")


def test_the_rail_and_the_table_take_the_reader_to_a_step(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    page.locator("#rail [data-at='4']").click()
    at_step(page, 4, 7)
    open_view(page, "Steps")
    rows = page.locator("#steps tbody tr")
    expect(rows).to_have_count(7)
    expect(rows.nth(4)).to_have_attribute("aria-current", "step")
    page.get_by_role("button", name="Step 6", exact=True).click()
    at_step(page, 5, 7)
    expect(rows.nth(5)).to_have_attribute("aria-current", "step")


def test_the_panel_says_the_step_in_words_shapes_and_mathematics(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3)
    panel = page.locator("#explain")
    expect(panel.locator("h2")).to_have_text("mul gategradient switcher")
    expect(panel.locator(".sentence")).to_have_text(
        "z is multiplied by x + y, so a change in z counts x + y = 3 times."
    )
    expect(panel.locator(".tag .number")).to_have_text(["1", "3"])
    expect(panel.locator(".local-ring")).to_have_text("3")
    expect(panel.locator(".math .katex")).to_have_count(3)
    open_page(page, "/", program="f = x*x", inputs={"x": 3}, step=3)
    expect(panel.locator("h2 span")).to_have_text("gradient switcher, use 2 of 2")
    expect(panel.locator(".word").nth(3)).to_have_text("sum so far")
    expect(panel.locator(".tag .number")).to_have_text(["1", "3", "6"])


def test_play_goes_on_by_itself_and_pauses(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    open_menu(page)
    page.get_by_label("4×").check()
    page.get_by_label("a whole gate").check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Play").click()
    at_step(page, 6, 7)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("ArrowLeft")  # by gates now: both wires of the product in one step
    at_step(page, 4, 7)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_example_opens_with_one_click_and_shows_its_numbers(page: Page, part: int) -> None:
    # The column is folded: the picture has the same room whatever the length of a program's lines.
    page.set_viewport_size({"width": 1100, "height": 900})
    open_page(page)
    window = window_of(page)
    for example in EXAMPLES[part::PARTS]:
        program, inputs = example["program"], example["inputs"]
        open_examples(page).locator(f"[data-example='{example['id']}']").click()
        asked = {"program": program, "inputs": inputs, "open": "auto", "window": window}
        trace = page.request.post("/api/trace", data=asked).json()
        last = len(trace["steps"]) - 1
        expect(page.locator("#stage svg")).to_have_attribute("id", trace["prefix"])
        at_step(page, -1, last + 1)
        page.keyboard.press("End")
        assert picture(page) == drawn(page, last, program=program, inputs=inputs), example["id"]


def test_a_circuit_too_large_to_draw_is_told_in_a_table(page: Page) -> None:
    program = "h = x\nfor t in range(350):\n    h = h*w + x"
    every = ",".join(f"g{index}" for index in range(350))
    open_page(page, "/", program=program, inputs={"x": 0.1, "w": 0.5}, step=0, open=every)
    expect(page.locator("#notice")).to_contain_text("too large to draw")
    expect(page.get_by_role("combobox", name="View")).to_have_value("steps")
    page.set_viewport_size({"width": 1760, "height": 990})
    expect(page.locator("#steps tbody tr").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#steps tr[aria-current]")).to_contain_text("0.05 + 0.1 = 0.15")
    write(page, "f = x * w")
    expect(page.locator("#stage svg.circuit")).to_be_visible()
    expect(page.locator("#notice")).to_be_hidden()


def test_the_first_visit_shows_an_example_and_an_empty_text_teaches(page: Page) -> None:
    page.goto("/")
    alive(page)
    expect(page.locator("#stage svg.circuit")).to_be_visible()
    write(page, "")
    page.keyboard.press("Delete")
    expect(page.locator("#notice h2")).to_have_text("Type or paste a program")
    expect(page.locator("#notice .miniature")).to_have_count(3)
    page.locator("#notice").get_by_role("link", name="A fork").click()
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()


def test_what_is_not_finite_looks_ill(page: Page) -> None:
    fields = {"program": "f = log(x) * y", "inputs": {"x": 0, "y": 2}}
    open_page(page, "/", **fields, step=0)
    names = names_of(page, **fields)
    product, gradient = mark(page, f"{names['f']}-value"), mark(page, f"{names['x']}-grad")
    expect(product.locator(".zigzag")).to_have_count(0)
    page.keyboard.press("End")
    for one in (product, gradient):
        expect(one).to_have_attribute("data-ill", "")
        expect(one.locator(".zigzag")).to_be_visible()
    page.keyboard.press("Home")
    expect(gradient.locator(".zigzag")).to_be_hidden()
