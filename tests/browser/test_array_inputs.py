"""Array inputs: rows, the editor by cells, text and generators, missing ones, the seed."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import (
    SMALL_TARGETS,
    VECTOR,
    alive,
    complaints,
    mark,
    names_of,
    numbers,
    open_page,
    until,
    write,
)

RANDOM = {"program": "W = np.random.randn(3, 2)\nf = np.sum(W**2)"}


def row(page: Page, name: str) -> Locator:
    """The row of an array input."""
    return page.locator(f"#input-rows li[aria-labelledby=input-{name}]")


def edit(page: Page, name: str, view: str = "Cells") -> Locator:
    """Opens the editor of an array input in one of its views."""
    row(page, name).get_by_role("button", name=f"Edit {name},").click()
    dialog = page.get_by_role("dialog", name=name)
    dialog.get_by_role("radio", name=view).check()
    return dialog


def query(page: Page) -> dict[str, str]:
    """The fields in the address bar."""
    return {name: found[0] for name, found in parse_qs(urlsplit(page.url).query).items()}


def sent(page: Page, name: str) -> object:
    """An input as the address bar has it."""
    return json.loads(query(page).get("inputs", "{}")).get(name)


def test_a_row_shows_the_value_and_its_gradient(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=99)
    assert numbers(row(page, "W").locator(".array-field")) == ["0.1", "0.5", "−0.3", "0.8"]
    tag = row(page, "x").locator(".array-tag")
    expect(tag.locator(".cell")).to_have_count(2)
    expect(tag).to_have_text("(2,)")
    expect(tag).to_have_attribute("data-state", "now")
    tag.click()
    expect(page.get_by_role("dialog", name="x (2,)")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    expect(tag).to_have_attribute("data-state", "pending")
    expect(tag).to_have_text("(2,)")


def test_a_row_says_what_is_the_same_all_over(page: Page) -> None:
    program = "b = np.zeros(6)\nc = np.ones((2, 3))\nf = (b.sum() + x) * c.sum()"
    open_page(page, "/", program=program)
    expect(row(page, "b").locator(".array-field")).to_have_text("zeros(6,)")
    expect(row(page, "c").locator(".array-field")).to_have_text("ones(2, 3)")
    tops = page.locator(".input-row").evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    assert tops == [36, 36, 36]


def test_data_has_no_gradient(page: Page) -> None:
    open_page(page, "/", program="y = [2]\nf = np.sum(s[y])", inputs={"s": [1, 2, 3]})
    expect(row(page, "y")).to_contain_text("no gradient")
    expect(row(page, "y").locator(".array-tag")).to_have_count(0)


def test_cells_are_edited_with_keys_alone(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    ids = names_of(page, **VECTOR)
    button = row(page, "W").get_by_role("button", name="Edit W,")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="W (2, 2)")
    expect(dialog.get_by_label("W[0, 0]")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("W[0, 1]")).to_be_focused()
    page.keyboard.type("-2,5")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("W[1, 1]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_label("W[1, 0]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_label("W[0, 0]")).to_be_focused()
    found = mark(page, f"{ids['W']}-value").locator(".number")
    expect(found).to_have_text(["1", "−2.5", "−0.3", "0.8"])
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    until(page, lambda: sent(page, "W") == [[1, -2.5], [-0.3, 0.8]])


def test_a_cell_that_is_no_number_is_named_and_not_sent(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    ids = names_of(page, **VECTOR)
    dialog = edit(page, "W")
    cell = dialog.get_by_label("W[1, 0]")
    cell.fill("one")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_role("alert")).to_contain_text("W[1, 0]: “one” is not a number")
    found = mark(page, f"{ids['W']}-value").locator(".number")
    expect(found).to_have_text(["0.1", "0.5", "−0.3", "0.8"])
    cell.fill("4")
    expect(dialog.get_by_role("alert")).to_have_text("")
    expect(found).to_have_text(["0.1", "0.5", "4", "0.8"])


def test_a_block_from_a_spreadsheet_fills_cells(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    ids = names_of(page, **VECTOR)
    dialog = edit(page, "W")
    dialog.get_by_label("W[0, 0]").focus()
    page.evaluate("navigator.clipboard.writeText('1\\t2\\r\\n3\\t4\\r\\n')")
    page.keyboard.press("Control+v")
    found = mark(page, f"{ids['W']}-value").locator(".number")
    expect(found).to_have_text(["1", "2", "3", "4"])
    dialog.get_by_label("W[1, 1]").focus()
    page.evaluate("navigator.clipboard.writeText('8\\t9')")
    page.keyboard.press("Control+v")
    expect(found).to_have_text(["1", "2", "3", "8"])
    expect(dialog.get_by_role("alert")).to_contain_text("reach past the edge")


def test_text_takes_lists_and_says_what_is_wrong_with_them(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    ids = names_of(page, **VECTOR)
    dialog = edit(page, "W", "Text")
    text = dialog.get_by_role("textbox")
    expect(text).to_have_value("[[0.1, 0.5],\n [-0.3, 0.8]]")
    text.fill("np.array([[1, 2],\n          [3, 4]])")
    found = mark(page, f"{ids['W']}-value").locator(".number")
    expect(found).to_have_text(["1", "2", "3", "4"])
    text.fill("[[1, 2],\n [3, 4, 5]]")
    problem = dialog.get_by_role("alert")
    expect(problem).to_contain_text("Line 2: Row 2 has 3 numbers, row 1 has 2.")
    expect(problem.locator("mark")).to_have_text("[3, 4, 5]")
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(found).to_have_text(["1", "2", "3", "4"])
    text.fill("5,6\n7,8")
    expect(found).to_have_text(["5", "6", "7", "8"])
    expect(problem).to_have_text("")


def test_a_shape_that_does_not_fit_is_said_in_the_dialog(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    dialog = edit(page, "x", "Text")
    dialog.get_by_role("textbox").fill("[1, 2, 3]")
    expect(dialog.get_by_role("alert")).to_contain_text("(2, 2)")
    expect(dialog.get_by_role("alert")).to_contain_text("(3,)")
    dialog.get_by_role("textbox").fill("[1, 2]")
    expect(dialog.get_by_role("alert")).to_have_text("")
    expect(page.locator("#error")).to_be_hidden()


def test_generated_values_keep_their_seed_in_the_link(page: Page) -> None:
    open_page(page, "/", program="f = sum(W)", inputs={"W": [[1, 2], [3, 4]]})
    dialog = edit(page, "W", "Generate")
    expect(dialog.get_by_label("Shape")).to_have_value("2, 2")
    dialog.get_by_label("Shape").fill("(3, 5)")
    dialog.get_by_label("Seed").fill("7")
    dialog.get_by_role("button", name="Fill").click()
    expect(dialog.get_by_role("heading")).to_contain_text("(3, 5)")
    until(page, lambda: sent(page, "W") == {"generate": "randn", "shape": [3, 5], "seed": 7})
    dialog.get_by_role("button", name="Redraw").click()
    expect(dialog.get_by_label("Seed")).not_to_have_value("7")
    dialog.get_by_label("Values").select_option("eye")
    expect(dialog.get_by_label("Seed")).to_be_disabled()
    dialog.get_by_role("button", name="Fill").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The identity is square")
    dialog.get_by_label("Shape").fill("2, 2")
    dialog.get_by_role("button", name="Fill").click()
    dialog.get_by_role("radio", name="Cells").check()
    expect(dialog.get_by_label("W[1, 1]")).to_have_value("1")
    expect(dialog.get_by_label("W[0, 1]")).to_have_value("0")


def test_higher_ranks_are_edited_as_text(page: Page) -> None:
    fields = {
        "program": "f = sum(T**2)",
        "inputs": {"T": {"generate": "ones", "shape": [2, 2, 2]}},
    }
    open_page(page, "/", **fields)
    row(page, "T").get_by_role("button", name="Edit T,").click()
    dialog = page.get_by_role("dialog", name="T (2, 2, 2)")
    expect(dialog.get_by_role("radio", name="Cells")).to_be_disabled()
    expect(dialog.get_by_role("textbox")).to_have_value(re.compile(r"^\[\[\[1, 1\],"))


def test_a_list_typed_into_a_number_makes_it_an_array(page: Page) -> None:
    open_page(page, "/", program="f = sum(2 * x)", inputs={"x": 3})
    field = page.get_by_role("spinbutton", name="x", exact=True)
    field.click()
    field.fill("[1, 2]")
    field.press("Enter")
    expect(row(page, "x").locator(".matrix")).to_be_visible()
    assert numbers(row(page, "x").locator(".array-field")) == ["1", "2"]
    until(page, lambda: sent(page, "x") == [1, 2])


def test_inputs_without_a_value_are_drawn_at_the_shape_the_program_asks_for(page: Page) -> None:
    fields = {"program": VECTOR["program"] + "\ng = f * s + np.sum(q - y)"}
    open_page(page, "/", **fields, inputs={"W": [[1, 2], [3, 4]]})
    filled = page.locator("#input-rows li", has=page.locator("[data-filled]"))
    expect(filled).to_have_count(3)
    expect(row(page, "y").locator("[data-filled]")).to_have_text("drawn at random")
    expect(row(page, "y").locator(".array-tag")).to_have_text("(2,)")
    page.get_by_role("button", name="Edit y,").click()
    dialog = page.get_by_role("dialog", name="y (2")
    dialog.locator("input[aria-label]").first.fill("5")
    page.keyboard.press("Escape")
    expect(filled).to_have_count(2)
    until(page, lambda: "5" in str(sent(page, "y")))
    page.get_by_role("button", name="Reset").click()
    expect(filled).to_have_count(3)


def test_an_unseeded_draw_stays_while_the_text_is_edited(page: Page) -> None:
    open_page(page, "/", **RANDOM)
    seed = page.locator("[data-notice=random]")
    expect(seed).to_contain_text("W is random without a seed: drawn with seed")
    first = seed.inner_text()
    ids = names_of(page, **RANDOM)
    cells = "marks => marks.map((mark) => mark.dataset.level)"
    drawn = mark(page, f"{ids['W']}-value").locator(".cell").evaluate_all(cells)
    until(page, lambda: "seed" in query(page) and f"seed {query(page)['seed']}." in first)
    write(page, RANDOM["program"] + " + 1")
    expect(page.locator("#status")).to_contain_text("3 gates")
    assert seed.inner_text() == first
    ids = names_of(page, program=RANDOM["program"] + " + 1")
    levels = mark(page, f"{ids['W']}-value").locator(".cell")
    assert levels.evaluate_all(cells) == drawn
    page.reload()
    alive(page)
    assert seed.inner_text() == first
    assert levels.evaluate_all(cells) == drawn
    seed.get_by_role("button", name="Redraw").click()
    expect(seed).not_to_have_text(first)


def test_a_drawn_input_is_redrawn_by_itself(page: Page) -> None:
    fields = {"program": "np.random.seed(0)\nW = np.random.randn(3, 2)\nf = np.sum(W**2)"}
    open_page(page, "/", **fields)
    expect(page.locator("[data-notice=random]")).to_have_count(0)
    before = page.locator("#stage").inner_html()
    edit(page, "W").get_by_role("button", name="Redraw as the program does").click()
    until(page, lambda: isinstance(sent(page, "W"), dict))
    until(page, lambda: page.locator("#stage").inner_html() != before)


def test_how_far_an_evaluation_went_is_said(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    write(page, "q = W @ x\ng = q[5]\nf = sum(g)")
    expect(page.locator("#error")).to_contain_text("Line 2:")
    expect(page.locator("[data-notice=partial]")).to_have_text(
        "The picture shows line 1, which ran."
    )
    not_run = ":is([data-state=failed], [data-state=ahead])"
    expect(page.locator(f"#stage .gate:not({not_run})")).to_have_count(1)
    expect(page.locator(f"#stage .gate{not_run}")).to_have_count(2)  # g, and its sum
    expect(page.locator("#stage .gate:has(title:text-is('matmul gate: q'))")).to_be_visible()


def test_axe_finds_nothing_in_the_editor(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    dialog = edit(page, "W")
    assert complaints(page) == []
    dialog.get_by_role("radio", name="Text").check()
    dialog.get_by_role("textbox").fill("[1, two]")
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    assert complaints(page) == []
    dialog.get_by_role("radio", name="Generate").check()
    assert complaints(page) == []


def test_a_thumb_hits_every_target_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", **VECTOR, step=6)
    assert page.evaluate(SMALL_TARGETS) == []
    page.get_by_role("button", name="Edit", exact=True).click()
    assert page.evaluate(SMALL_TARGETS) == []
    assert complaints(page) == []
    edit(page, "W", "Generate")
    assert page.evaluate(SMALL_TARGETS) == []
