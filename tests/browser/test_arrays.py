"""Arrays on the page: the panel's shapes, the Jacobian, the dialog with the whole of one."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    SMALL_TEXT,
    VECTOR,
    WIDE,
    at_step,
    complaints,
    mark,
    names_of,
    numbers,
    open_page,
    open_view,
)

BATCH = {
    "program": "z = X @ W + b\nloss = np.sum(z**2)",
    "inputs": {
        "X": {"generate": "randn", "shape": [10, 4], "seed": 1},
        "W": {"generate": "randn", "shape": [4, 6], "seed": 2},
        "b": {"generate": "randn", "shape": [6], "seed": 3},
    },
}
LAST = 7  # the step that ends VECTOR


def step_to(page: Page, node: str, **fields: object) -> int:
    """The backward step that brings a name its gradient."""
    payload = page.request.post("/api/trace", data=fields).json()
    target = payload["names"][node]
    return next(k for k, s in enumerate(payload["steps"]) if s.get("to") == target)


def open_gradient(page: Page, name: str) -> None:
    """Opens an input's whole array by the gradient in its row."""
    page.get_by_role("button", name=re.compile(f"^Gradient of {name}, ")).click()


def test_the_panel_shows_the_three_shapes_with_their_numbers(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=step_to(page, "W", **VECTOR))
    panel = page.locator("#explain")
    expect(panel.locator(".array-tag[data-state=upstream]")).to_be_visible()
    assert numbers(panel.locator(".array-tag[data-state=upstream]")) == ["0.44", "0.52"]
    assert numbers(panel.locator(".local-ring")) == ["0.2", "0.4"]
    now = panel.locator(".array-tag[data-state=now]")
    assert numbers(now) == ["0.088", "0.176", "0.104", "0.208"]
    expect(page.locator("#details .shape-check")).to_contain_text("(2, 2)")
    expect(page.locator("#details .derivation")).to_contain_text(
        "dW must have the shape of W: (2, 2)"
    )


def test_a_transposed_argument_stands_before_the_upstream_gradient(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=step_to(page, "x", **VECTOR))
    equation = page.locator("#explain .equation")
    cells = equation.locator(".shape-cell")
    assert numbers(cells.nth(0)) == ["0.1", "−0.3", "0.5", "0.8"]
    assert numbers(cells.nth(1)) == ["0.44", "0.52"]
    assert numbers(cells.nth(2)) == ["−0.112", "0.636"]


def test_the_panel_does_not_change_its_height(page: Page) -> None:
    open_page(page, "/", **BATCH, step=0)
    panel = page.locator("#explain")
    first = panel.bounding_box()
    stage = page.locator("#stage").bounding_box()
    count = int(page.locator("#step").get_attribute("max") or 0)
    for step in range(1, count):
        page.keyboard.press("ArrowRight")
        at_step(page, step, count)
        assert panel.bounding_box() == first
        assert page.locator("#stage").bounding_box() == stage


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_long_formulas_leave_the_words_their_room(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    fields = {
        "program": "shifted = s - np.max(s, axis=1, keepdims=True)\ne = np.exp(shifted)\n"
        "p = e / np.sum(e, axis=1, keepdims=True)\nloss = -np.log(p[np.arange(3), y]).mean()",
        "inputs": {"s": [[1, 2, 3], [0.5, -1, 2], [-2, 0, 1]], "y": [0, 2, 1]},
    }
    open_page(page, "/", **fields, step=0)
    count = int(page.locator("#step").get_attribute("max") or 0)
    panel = page.locator("#explain")
    for step in range(count):
        at_step(page, step, count)
        assert panel.evaluate("panel => panel.scrollWidth - panel.clientWidth") <= 1
        expect(panel.locator(".sentence")).to_be_visible()
        # Asked at once: the panel may be written anew between two questions.
        width = panel.locator(".sentence").evaluate("one => one.getBoundingClientRect().width")
        assert width > 260
        page.keyboard.press("ArrowRight")


def test_a_broadcast_says_which_axes_are_summed(page: Page) -> None:
    open_page(page, "/", **BATCH, step=step_to(page, "b", **BATCH))
    said = page.locator("#details .broadcast")
    expect(said).to_contain_text("axis 0")
    expect(said).to_contain_text("10")
    expect(page.locator("#details .shape-check")).to_contain_text("(6,)")


def test_the_jacobian_with_its_numbers(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=step_to(page, "W", **VECTOR))
    open_view(page, "Details")
    table = page.get_by_role("table")
    expect(table.locator("tbody tr")).to_have_count(2)
    first = table.locator("tbody tr").first.locator("td").all_text_contents()
    assert first == ["0.44", "0.2", "0.4", "0", "0"]
    assert table.locator("tfoot td").all_text_contents() == ["0.088", "0.176", "0.104", "0.208"]
    expect(table.locator("tbody td[data-level='8']").first).to_have_text("0.4")
    expect(page.locator(".jacobian-words")).to_contain_text("2 × 4, block")
    expect(page.locator(".product")).to_contain_text("(1 × 2) · J (2 × 4) = gradient (1 × 4)")


def test_the_details_follow_the_steps(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=step_to(page, "q", **VECTOR))
    open_view(page, "Details")
    expect(page.locator(".jacobian-words")).to_contain_text("diagonal")
    page.locator(".transport [data-action=next]").click()
    expect(page.locator(".jacobian-words")).to_contain_text("block")
    page.keyboard.press("End")
    at_step(page, LAST, LAST + 1)
    expect(page.locator(".jacobian-words")).to_contain_text("full")
    page.keyboard.press("Home")
    expect(page.locator(".jacobian-words")).to_have_count(0)


def test_a_large_jacobian_is_told_and_not_formed(page: Page) -> None:
    open_page(page, "/", **BATCH, step=step_to(page, "W", **BATCH))
    open_view(page, "Details")
    words = page.locator(".jacobian-words")
    expect(words).to_contain_text("60 × 24")
    expect(words).to_contain_text("Nobody forms it")
    expect(page.locator(".jacobian-table")).to_have_count(0)


def test_a_click_on_a_mark_opens_the_whole_array_and_does_not_step(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=LAST)
    ids = names_of(page, **VECTOR)
    mark(page, f"{ids['W']}-grad").click()
    dialog = page.get_by_role("dialog", name="W (2, 2)")
    expect(dialog).to_be_visible()
    value, gradient = dialog.locator(".array-pane").all()
    assert value.locator("td[data-level]").all_text_contents() == ["0.1", "0.5", "−0.3", "0.8"]
    wanted = ["0.088", "0.176", "0.104", "0.208"]
    assert gradient.locator("td[data-level]").all_text_contents() == wanted
    assert gradient.locator("tbody th").all_text_contents() == ["[0]", "[1]"]
    page.keyboard.press("ArrowLeft")  # the dialog's own, not the player's
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    at_step(page, LAST, LAST + 1)


def test_the_colours_of_an_opened_array_have_a_scale(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=LAST)
    open_gradient(page, "W")
    keys = page.get_by_role("dialog").locator(".heat-key")
    value, gradient = keys.all()
    expect(value.locator("> span:visible")).to_have_text(["−0.8", "0", "0.8"])
    expect(gradient.locator("> span:visible")).to_have_text(["−0.208", "0", "0.208"])
    levels = value.locator("> svg .cell").evaluate_all("(all) => all.map((c) => c.dataset.level)")
    assert "".join(levels) == "012345678"


def test_what_is_opened_is_copied_as_numpy(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=LAST)
    open_gradient(page, "W")
    dialog = page.get_by_role("dialog")
    copy = dialog.locator("[data-copy=grad]")
    copy.click()
    expect(copy).to_have_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("np.array([[0.088")
    program = {"program": f"W = {text}\nf = sum(W)"}
    answer = page.request.post("/api/trace", data=program)
    assert answer.json()["input_details"]["W"]["shape"] == [2, 2]


def test_the_focus_returns_to_what_opened_the_dialog(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=LAST)
    opener = page.locator("#explain").get_by_role("button", name=re.compile("^gradient"))
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="x (2,)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_gradient_that_is_not_computed_yet_is_not_given_away(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=3)
    open_gradient(page, "W")
    dialog = page.get_by_role("dialog")
    gradient = dialog.locator("[data-part=grad].array-pane")
    expect(gradient).to_contain_text("Not computed yet at this step")
    expect(gradient).not_to_contain_text("0.088")
    expect(gradient.locator("[data-copy]")).to_be_hidden()


def test_the_whole_of_a_large_array_scrolls_under_its_heads(page: Page) -> None:
    fields = {
        "program": "f = sum(X**2)",
        "inputs": {"X": {"generate": "randn", "shape": [60, 30], "seed": 1}},
    }
    open_page(page, "/", **fields, step=99)
    open_gradient(page, "X")
    scroll = page.get_by_role("region", name="Value, as a table")
    expect(scroll.locator("tbody tr").last).to_be_attached()
    scroll.evaluate("box => box.scrollTo(200, 400)")
    head = scroll.locator("thead th").nth(5)
    expect(head).to_be_in_viewport()
    other = page.get_by_role("region", name="Gradient, as a table")
    assert other.evaluate("box => box.scrollTop") == scroll.evaluate("box => box.scrollTop")


def test_the_steps_table_and_the_page_without_scripts_show_arrays(page: Page) -> None:
    open_page(page, "/", **VECTOR, step=LAST)
    open_view(page, "Steps")
    row = page.locator("#steps tbody tr").nth(LAST)
    assert numbers(row.locator(".gradient-cell")) == ["−0.112", "0.636"]
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain = context.new_page()
    plain.goto(page.url)
    assert numbers(plain.locator("#explain .array-tag[data-state=now]")) == ["−0.112", "0.636"]
    assert numbers(plain.locator("#steps tr").last.locator(".gradient-cell")) == [
        "−0.112",
        "0.636",
    ]
    context.close()


def test_an_embed_shows_and_opens_arrays(page: Page) -> None:
    open_page(page, "/embed", **VECTOR, step=LAST)
    assert numbers(page.locator("#explain .array-tag[data-state=now]")) == ["−0.112", "0.636"]
    page.locator("#stage .tag[role=button]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_page(page, "/", **BATCH, step=step_to(page, "W", **BATCH))
    page.locator("#explain .katex").first.wait_for()
    assert complaints(page) == []
    open_gradient(page, "W")
    expect(page.get_by_role("dialog").locator("td[data-level]").last).to_be_visible()
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    open_page(page, "/", **VECTOR, step=LAST)
    open_view(page, "Details")
    assert complaints(page) == []


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_no_text_is_smaller_than_13_pixels(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for fields in (VECTOR, BATCH):
        open_page(page, "/", **fields, step=6)
        for view in (None, "Details"):
            if view:
                open_view(page, view)
            assert page.evaluate(SMALL_TEXT.replace("LEAST", "13")) == []
            assert not page.evaluate(WIDE)


def test_the_back_row_can_read_arrays(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    for fields in (VECTOR, BATCH):
        open_page(page, "/", **fields, step=6)
        page.keyboard.press("f")
        expect(page.locator("body[data-present]")).to_be_visible()
        assert page.evaluate(SMALL_TEXT.replace("LEAST", "24")) == []


def test_paper_has_the_arrays_of_every_step(page: Page) -> None:
    open_page(page, "/", **VECTOR)
    page.emulate_media(media="print")
    expect(page.locator("#steps .matrix").first).to_be_visible()
    assert json.dumps(numbers(page.locator("#steps tr").last.locator(".gradient-cell")))
