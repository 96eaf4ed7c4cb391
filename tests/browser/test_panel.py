"""The panel at every step: whole, in one height, with nothing clipped."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import WIDE, at_step, complaints, editor, number, open_page
from tests.support.examples import ORDERED

LAYERS = """X = np.random.randn(5, 4)
W = np.random.randn(4, 6)
b = np.zeros(6)
h = np.maximum(0, X @ W + b)
loss = (h * h).sum()
dh = 2 * h
dW = X.T @ dh
db = dh.sum(axis=1)
"""
MISFIT = """X = np.random.randn(5, 4)
h = np.maximum(0, X)
W = np.random.randn(3, 4)
scores = h @ W
loss = scores.mean()
"""
CLASSES = """X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 0.5], [-1.0, 0.5], [0.5, 0.9]])
y = np.array([0, 1, 1, 0, 1])
W = np.zeros((2, 2))
logp = log_softmax(X @ W, axis=1)
loss = -np.mean(logp[np.arange(5), y])
"""
WINDOWS = ((1440, 900), (1280, 720), (390, 844))
PROGRAMS = ORDERED[:32:4]
WALKING = Path(__file__).with_name("walking.js")

STATES = "marks => marks.map((mark) => mark.dataset.state)"

# What of the panel is cut, or stands under the shapes.
CLIPPED = """() => {
  const panel = document.querySelector("#explain");
  const box = panel.getBoundingClientRect();
  const out = [...panel.querySelectorAll("h2, p, button, .term > *, dt, dd")]
    .filter((part) => part.checkVisibility() && part.getBoundingClientRect().width > 1)
    .filter((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      return left < box.left || right > box.right || top < box.top || bottom > box.bottom;
    })
    .map((part) => part.textContent);
  const at = panel.querySelector(".equation")?.getBoundingClientRect();
  const under = [...panel.querySelectorAll(".words > *")].filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const { right, bottom } = range.getBoundingClientRect();
    return at && right > at.left + 1 && bottom > at.top + 1;
  });
  return [...out, ...under.map((part) => part.textContent)];
}"""

# What sticks out of the panel at each step, from before the first to the last.
WALK = """async (state) => {
  await walking.open(state);
  const panel = document.querySelector("#explain");
  const extent = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const bases = [...part.querySelectorAll(".katex-base")];
    const boxes = (bases.length ? bases : [range]).map((each) => each.getBoundingClientRect());
    return {
      right: Math.max(...boxes.map((box) => box.right)),
      bottom: Math.max(...boxes.map((box) => box.bottom)),
    };
  };
  const faults = [];
  const heights = new Set();
  const look = (step) => {
    const fault = (...what) => faults.push([step, ...what].join(" | "));
    const box = panel.getBoundingClientRect();
    heights.add(Math.round(box.height));
    if (panel.scrollHeight > panel.clientHeight) fault("higher", panel.scrollHeight);
    if (panel.scrollWidth > panel.clientWidth) fault("wider", panel.scrollWidth);
    for (const part of panel.querySelectorAll("*")) {
      if (part.closest(".katex-mathml, .katex-base *, svg, .hidden")) continue;
      if (!part.checkVisibility()) continue;
      const { left, right, top, bottom, width } = part.getBoundingClientRect();
      const inside = left >= box.left - 1 && right <= box.right + 1 &&
        top >= box.top - 1 && bottom <= box.bottom + 1;
      if (width && !inside) fault("outside", part.className, part.textContent.slice(0, 60));
      if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== "visible")
        fault("cut", part.className, part.textContent.slice(0, 60));
    }
    const sentence = panel.querySelector(".sentence");
    if (!sentence) return fault("no sentence");
    const line = parseFloat(getComputedStyle(sentence).lineHeight);
    if (sentence.offsetHeight > 2 * line + 1) fault("long", sentence.textContent);
    const equation = panel.querySelector(".equation")?.getBoundingClientRect();
    for (const part of panel.querySelectorAll(".words > *")) {
      const { right, bottom } = part.checkVisibility() ? extent(part) : { right: 0, bottom: 0 };
      if (equation && right > equation.left + 1 && bottom > equation.top + 1)
        fault("on the shapes", part.textContent.slice(0, 60));
    }
  };
  await walking.walk(look);
  return { faults, heights: [...heights] };
}"""


@pytest.mark.parametrize("size", WINDOWS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_in_the_panel_is_clipped(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(path=WALKING)
    open_page(page)
    expect(page.locator(".katex").first).to_be_attached()  # typesets from here on
    faults: list[str] = []
    heights: set[int] = set()
    for example in PROGRAMS:
        state = {"program": example["program"], "inputs": example["inputs"]}
        found: dict[str, Any] = page.evaluate(WALK, state)
        faults += [f"{example['id']}, step {fault}" for fault in found["faults"]]
        heights |= set(found["heights"])
    assert faults == []
    assert len(heights) == 1


@pytest.mark.parametrize("size", WINDOWS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_mend_of_a_wrong_line_is_the_button(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, "/", program=LAYERS, mode="check", seed=5)
    panel = page.locator("#explain")
    mend = panel.get_by_role("button", name="Write dh.sum(axis=0)")
    expect(panel.locator("h2")).to_have_text("Line 8 is the first wrong line")
    expect(panel.locator(".sentence")).to_contain_text("db has shape (5,), but b has (6,)")
    expect(panel.get_by_role("button", name="Compare cell by cell")).to_be_visible()
    assert page.evaluate(CLIPPED) == []
    mend.click()
    expect(panel.locator("h2")).to_have_text("Every line is right")
    expect(mend).to_have_count(0)


def test_a_mend_is_an_edit_that_can_be_undone(page: Page) -> None:
    open_page(page, "/", program=LAYERS, mode="check")
    page.locator("#explain").get_by_role("button", name="Write dh.sum(axis=0)").click()
    expect(editor(page)).to_contain_text("db = dh.sum(axis=0)")
    page.keyboard.press("Control+z")
    expect(editor(page)).to_contain_text("db = dh.sum(axis=1)")
    expect(page.locator("#explain h2")).to_have_text("Line 8 is the first wrong line")


def test_the_mend_of_a_wrong_line_is_the_link_of_its_notice(page: Page) -> None:
    open_page(page, "/", program=LAYERS)
    notice = page.locator("#notices [data-verdict=wrong]")
    expect(notice).to_contain_text("Line 8: db has 5 numbers, b has 6 numbers.")
    notice.get_by_role("button", name="Write dh.sum(axis=0)").click()
    expect(page.locator("#notices [data-verdict=right]")).to_contain_text("All 3 judged lines")
    expect(editor(page)).to_contain_text("db = dh.sum(axis=0)")


def test_verdicts_are_drawn_with_the_seed_of_the_picture(page: Page) -> None:
    program = "x = np.random.randn()\nf = x * x\ndx = x\n"
    open_page(page, "/", program=program, mode="check", seed=11)
    own = page.locator("#explain .tag[data-state=yours] .number")
    expect(own).to_be_visible()
    drawn = page.request.post("/api/trace", data={"program": program, "seed": 11}).json()
    x = drawn["names"]["x"]
    expect(number(page, f"{x}-value")).to_have_text(own.text_content() or "")
    assert float((own.text_content() or "").replace("−", "-")) == pytest.approx(
        drawn["values"][x], rel=1e-2
    )


@pytest.mark.parametrize("size", WINDOWS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_does_not_fit_says_why(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, "/", program=MISFIT)
    panel = page.locator("#explain")
    expect(panel.locator("h2")).to_have_text("h @ W does not fitline 4")
    expect(panel.locator(".sentence")).to_contain_text(
        "A matrix product needs the inner sizes to agree: h is (5,\u00a04), W is (3,\u00a04)."
    )
    assert panel.locator("u").all_inner_texts() == ["4", "3"]
    expect(panel.get_by_role("button", name="Write h @ W.T")).to_be_visible()
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("size", WINDOWS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_what_does_not_fit_stands_filled_in_the_picture(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, "/", program=MISFIT)
    stage = page.locator("#stage")
    failed = stage.get_by_role("img", name="matmul gate, does not fit")
    expect(failed).to_have_attribute("data-state", "failed")
    fills = failed.locator(".disc, .symbol").evaluate_all(
        "parts => parts.map((part) => getComputedStyle(part).fill)"
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert fills[0] != fills[1] == ground
    assert stage.locator(".remark").all_text_contents() == ["line 4", "4 ≠ 3"]
    assert stage.locator(".clash").all_text_contents() == ["4", "3"]
    expect(stage.get_by_role("img", name="mean gate, not run")).to_have_count(1)
    assert stage.locator(".not-run").all_text_contents() == ["scores", "loss"]
    expect(stage.locator(".tag[data-state=pending]").first).to_be_visible()
    assert set(stage.locator(".tag").evaluate_all(STATES)) == {"pending"}
    failed.click()
    expect(page.locator("#explain h2")).to_have_text("h @ W does not fitline 4")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#explain h2")).not_to_contain_text("does not fit")
    expect(failed).to_have_attribute("data-state", "failed")


def test_a_gradient_that_is_to_come_says_so_where_it_is_opened(page: Page) -> None:
    open_page(page, "/", program=MISFIT)
    page.get_by_role("button", name="gradient of h, (5, 4)").press("Enter")
    expect(page.locator("#array")).to_contain_text("Not computed before the program runs.")


AHEAD = ".half[data-phase=backward] li"


def names_ahead(page: Page) -> list[str]:
    """The names under the beads of the backward half, typeset ones in plain letters."""
    labels = page.locator(f"{AHEAD} .label").all_inner_texts()
    return [unicodedata.normalize("NFKC", label).split("\n")[0] for label in labels]


@pytest.mark.parametrize("size", [*WINDOWS[:2], (800, 700)], ids=lambda it: f"{it[0]}x{it[1]}")
def test_the_rail_tells_the_half_that_does_not_run(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, "/", program=MISFIT)
    rail, ahead = page.locator("#rail"), page.locator(AHEAD)
    expect(rail.locator(".phase")).to_have_text("backward, once line 4 runs")
    expect(rail.locator(".phase")).to_be_visible()
    expect(rail.get_by_text("stops at line 4").first).to_be_visible()
    assert names_ahead(page) == ["loss", "scores", "W", "h", "X"]
    expect(ahead.locator(".bead")).to_have_count(5)
    expect(ahead.locator("button, [tabindex]")).to_have_count(0)
    heard = rail.aria_snapshot()
    assert "backward, once line 4 runs" in heard
    assert heard.count("listitem") == heard.count("button") == 1
    ahead.nth(2).click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#step")).to_have_attribute("max", "1")
    expect(page.locator("#step")).to_have_value("1")
    page.keyboard.press("ArrowLeft")
    at_step(page, -1, 1)
    assert not page.evaluate(WIDE)
    assert complaints(page, "#rail") == []
    page.keyboard.press("End")
    page.locator("#explain").get_by_role("button", name="Write h @ W.T").click()
    expect(rail.locator(".phase")).to_have_text("backward")
    expect(ahead.locator("button").first).to_be_visible()


def test_the_rail_tells_what_ran_where_nothing_ahead_is_known(page: Page) -> None:
    open_page(page, "/", program="h = a * b\nk = foo(h)")
    assert names_ahead(page) == ["h", "b", "a"]
    expect(page.locator("#rail .phase")).to_have_text("backward, once line 2 runs")


def test_the_half_that_does_not_run_is_left_out_on_a_phone_and_presented(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", program=MISFIT)
    expect(page.locator(AHEAD)).to_have_count(0)
    expect(page.locator("#rail .beads path")).to_have_count(0)
    assert not page.evaluate(WIDE)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.keyboard.press("f")
    expect(page.locator("body[data-present]")).to_be_attached()
    expect(page.locator(f"{AHEAD} .bead")).to_have_count(5)
    expect(page.locator(f"{AHEAD} .bead").last).to_be_visible()
    assert not page.evaluate(WIDE)


def test_an_error_has_a_second_way_out(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, "/", program=MISFIT)
    panel = page.locator("#explain")
    expect(panel.locator(".sentence")).to_contain_text(
        "W turned on its side is (4, 3), and then scores is (5, 3)."
    )
    panel.get_by_role("button", name="change line 3 to np.random.randn(4, 3)").click()
    expect(page.locator("#error")).to_have_count(0)
    expect(editor(page)).to_contain_text("W = np.random.randn(4, 3)")
    page.keyboard.press("Control+z")
    panel.get_by_role("button", name="Write h @ W.T").click()
    expect(page.locator("#error")).to_have_count(0)
    expect(editor(page)).to_contain_text("scores = h @ W.T")


def test_a_run_says_how_many_labels_are_right(page: Page) -> None:
    settings = {
        "parameters": ["W"],
        "data": ["X", "y"],
        "optimizer": "sgd",
        "settings": {"lr": 0.5},
        "iterations": 40,
        "batch": None,
        "seed": 0,
    }
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, "/", program=CLASSES, mode="train", train=json.dumps(settings))
    page.locator("#train-run").click()
    figures = page.locator("#explain .run-figures")
    expect(figures.locator("dd").first).to_have_text("40")
    expect(figures.locator("dt")).to_have_text(["iteration", "loss", "right"])
    expect(figures.locator("dd").last).to_have_text("5 of 5")
