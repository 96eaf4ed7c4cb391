"""The panel at every step: whole, in one height, with nothing clipped."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page
from web.gallery import EXAMPLES

WINDOWS = ((1440, 900), (1280, 720), (390, 844))
PROGRAMS = EXAMPLES[:: len(EXAMPLES) // 15][:15]

# What sticks out of the panel at each step, from before the first to the last.
WALK = """async () => {
  const panel = document.querySelector("#explain");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const press = (key) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
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
  await document.fonts.ready;
  press("Home");
  await frame();
  const { payload } = JSON.parse(document.querySelector("#payload").textContent);
  for (let step = 0; step <= payload.steps.length; step += 1) {
    look(step);
    press("ArrowRight");
    await frame();
  }
  return { faults, heights: [...heights] };
}"""


def walked(page: Page) -> dict[str, Any]:
    """What the walk through all steps found, once mathematics is typeset."""
    expect(page.locator(".katex").first).to_be_attached()
    found: dict[str, Any] = page.evaluate(WALK)
    return found


@pytest.mark.parametrize("example", PROGRAMS, ids=lambda example: example["id"])
@pytest.mark.parametrize("size", WINDOWS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_in_the_panel_is_clipped(
    page: Page, example: dict[str, Any], size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_page(page, program=example["program"], inputs=example["inputs"], step=0)
    found = walked(page)
    assert found["faults"] == []
    assert len(found["heights"]) == 1
