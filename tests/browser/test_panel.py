"""The panel at every step: whole, in one height, with nothing clipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page
from web.gallery import EXAMPLES

WINDOWS = ((1440, 900), (1280, 720), (390, 844))
PROGRAMS = EXAMPLES[:: len(EXAMPLES) // 8][:8]
WALKING = Path(__file__).with_name("walking.js")

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
