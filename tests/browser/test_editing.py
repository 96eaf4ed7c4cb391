"""Typing: errors at their place, mends, text that is never lost, text and gates both ways."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    alive,
    editor,
    mark,
    names_of,
    number,
    open_page,
    paste,
    picture,
    until,
    write,
)

CURRENT = re.compile("is-hover")


def height(part: Locator) -> float:
    """How high an element is."""
    return float(part.evaluate("part => part.getBoundingClientRect().height"))


def width(part: Locator) -> float:
    """How wide an element is."""
    return float(part.evaluate("part => part.getBoundingClientRect().width"))


def test_an_error_stands_at_its_place_and_is_mended_with_one_click(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=4)
    before = picture(page)
    write(page, "f = (x + y) * 2x")
    expect(page.locator("#error")).to_contain_text("Line 1: 2x needs a times sign")
    expect(page.locator(".cm-verdicts .cm-wrong-margin")).to_be_visible()
    expect(page.locator(".cm-wrong")).to_have_text("2x")
    expect(editor(page)).to_have_attribute("aria-invalid", "true")
    notices = page.locator("[data-notice]")
    expect(notices.last).to_have_text("The picture shows the last program that ran.")
    assert picture(page) == before
    page.keyboard.press("Escape")
    expect(page.locator("#explain").get_by_role("button", name="Write 2*x")).to_be_visible()
    page.locator("#notices").get_by_role("button", name="Write 2*x").click()
    expect(page.locator("#error")).to_be_hidden()
    expect(editor(page)).to_have_text("f = (x + y) * 2*x")
    expect(editor(page)).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#status")).to_have_text("3 gates, 2 inputs")


def test_names_without_a_value_have_one(page: Page) -> None:
    open_page(page, "/", program="f = p * q")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()
    expect(page.locator("[data-error]")).to_have_count(0)
    expect(page.get_by_role("spinbutton").first).to_have_value("1")
    filled = page.locator("#input-rows [data-filled]")
    expect(filled).to_have_text(2 * ["no value in the text"])
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
    expect(again.locator("#notices")).to_contain_text("Your text from last time")
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
    page.locator("#stage .gate:has(title:text('exp gate'))").hover()
    expect(source).to_have_text("exp(-q)")
    page.locator("#stage .gate:has(title:text-is('add gate: q'))").hover()
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
    held: list[Route] = []

    def hold(route: Route) -> None:
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


def test_a_new_name_has_its_slider_while_it_is_typed(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" * rate")
    expect(page.get_by_role("slider", name="rate, slider")).to_have_value("1")
    expect(editor(page)).to_be_focused()
    expect(page.locator("[data-notice=filled]")).to_have_text(
        "Line 1: rate has no value in the text: set to 1."
    )


def test_a_line_that_is_being_written_is_no_error_yet(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server)  # of its own: its clock stands still for good
    page = context.new_page()
    page.clock.install(time=0)
    open_page(page, "/", **LECTURE)
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.clock.pause_at(100_000)
    page.keyboard.type(" *")
    with page.expect_response("**/api/trace") as answer:
        page.clock.run_for(300)
    answer.value.finished()
    page.evaluate("fetch('/healthz').then((file) => file.text())")  # and it is read
    page.clock.run_for(300)
    expect(page.locator("[data-error]")).to_have_count(0)
    page.clock.run_for(800)
    expect(page.locator("[data-error]")).to_contain_text("The line ends too early")
    context.close()


def test_the_editor_is_as_high_as_its_lines_until_the_column_is_full(page: Page) -> None:
    box, line = page.locator(".editor-box"), 22
    open_page(page, "/", program="q = x + y\nf = q * z\n")
    expect(page.locator(".cm-lineNumbers .cm-gutterElement:visible")).to_have_text(["1", "2"])
    assert height(box) == 20 + 2 * line
    lines = [f"x{at} = x + {at}" for at in range(60)]
    open_page(page, "/", program="\n".join([*lines, "f = x59"]))
    assert height(box) < 62 * line
    expect(page.locator("#inputs-twist")).to_have_attribute("aria-expanded", "false")
    below = page.locator("#inputs").bounding_box()
    side = page.locator("#form").bounding_box()
    assert below
    assert side
    assert below["y"] + below["height"] <= side["y"] + side["height"]
    page.keyboard.press("End")
    expect(page.locator(".cm-source")).to_be_in_viewport()


def test_the_column_is_as_wide_as_the_program_that_arrives(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    side = page.locator("#form")
    open_page(page, "/", **LECTURE)
    assert width(side) == 360
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + x + y + z + x + y + z + x")
    expect(page.locator("#status")).to_have_text("9 gates, 3 inputs")
    assert width(side) == 360
    paste(page, "loss = (first + second) * (third + fourth)")  # 42 characters
    until(page, lambda: 400 < width(side) <= 440)
    assert page.locator(".cm-scroller").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert height(page.locator(".cm-line")) == 22
    page.set_viewport_size({"width": 1280, "height": 800})
    until(page, lambda: width(side) == 320)


def test_the_columns_edge_is_dragged_and_remembered(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, "/", **LECTURE)
    side, edge = page.locator("#form"), page.get_by_role("separator", name="Width of the program")
    box = edge.bounding_box()
    assert box
    page.mouse.move(box["x"] + 6, 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 146, 400, steps=3)
    page.mouse.up()
    assert width(side) == 500
    edge.press("ArrowLeft")
    assert width(side) == 484
    expect(edge).to_have_attribute("aria-valuenow", "484")
    page.reload()
    alive(page)
    assert width(side) == 484
    edge.dblclick()
    assert width(side) == 360


def test_more_than_four_notices_are_shortened_and_open_in_place(page: Page) -> None:
    program = (
        "hidden = a * b\nf = hiden + c\nw = np.random.randn(3)\nplt.plot(f)\n"
        "g = (f * w).sum()\nprint(g)\nfor step in range(3):\n    h = g * 2\nloss = nam + hiddn * g"
    )
    open_page(page, "/", program=program)
    notices = page.locator("#notices > [data-notice]")
    count = notices.count()
    assert count > 4
    shown = page.locator("#notices > [data-notice]:visible")
    expect(shown).to_have_count(2)
    page.get_by_role("button", name=f"{count - 2} more").click()
    expect(shown).to_have_count(count)
    page.get_by_role("button", name="Fewer").click()
    expect(shown).to_have_count(2)


def test_what_is_printed_stands_beside_its_line_and_never_over_it(page: Page) -> None:
    open_page(
        page,
        "/",
        program="print(x)\nf = x * 2\nprint('much of it ' * 9)\nfor i in range(9): print(i)",
    )
    printed = page.locator("[data-printed]")
    expect(printed).to_have_count(3)
    overlaps = """all => all.filter((one) => {
      const code = document.createRange();
      code.setStart(one.parentElement, 0);
      code.setEndBefore(one);
      const box = one.getBoundingClientRect();
      const right = one.closest(".cm-content").getBoundingClientRect().right;
      const isOver = (part) => part.right > box.left && part.left < box.right
        && part.bottom > box.top && part.top < box.bottom;
      return box.right > right || [...code.getClientRects()].some(isOver);
    }).length"""
    assert printed.evaluate_all(overlaps) == 0


def test_ctrl_enter_runs(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, "f = x * w")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("spinbutton", name="w", exact=True)).to_have_value("1")
    expect(editor(page)).to_be_focused()
