"""Sharing: the dialog with its link, embed and files, and an embed on somebody else's page."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    ON_A_PHONE,
    OPENED,
    SMALL_TARGETS,
    VECTOR,
    alive,
    at_step,
    complaints,
    open_page,
    picture,
)
from tests.support.links import link

REFUSE = """() => {
  navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  navigator.clipboard.write = () => Promise.reject(new Error("refused"));
}"""
BOX = "({viewBox: {baseVal}}) => [baseVal.width, baseVal.height]"
IMAGE = """async () => {
  const [item] = await navigator.clipboard.read();
  const bitmap = await createImageBitmap(await item.getType("image/png"));
  return [item.types[0], bitmap.width, bitmap.height];
}"""

# A page that notes what its frames tell, and obeys.
HOST = """<!doctype html><title>A page</title><h1>A lecture</h1>{frames}<script>
window.told = [[], []];
addEventListener("message", ({{data, source}}) => {{
  const frames = [...document.querySelectorAll("iframe")];
  const from = frames.findIndex((frame) => frame.contentWindow === source);
  told[from].push(data);
  if (window.obeys) frames[from].height = data.height;
}});
</script>"""
OBEY = """() => {
  window.obeys = true;
  document.querySelector("iframe").height = told[0].at(-1).height;
}"""
IN_VIEW = """() => {
  const inside = (part, outer) => {
    const [box, room] = [part.getBoundingClientRect(), outer.getBoundingClientRect()];
    return box.width > 0 && box.left >= room.left - 1 && box.right <= room.right + 1
      && box.top >= room.top - 1 && box.bottom <= room.bottom + 1;
  };
  const [stage, panel] = ["#stage", "#explain"].map((id) => document.querySelector(id));
  return {
    result: inside(document.querySelector("#stage [data-now] .shape"), stage),
    gates: [...document.querySelectorAll("#stage .gate .disc")]
      .filter((disc) => disc.getClientRects().length).every((disc) => inside(disc, stage)),
    sentence: inside(panel.querySelector(".sentence"), panel)
      && panel.scrollHeight <= panel.clientHeight,
    next: inside(document.querySelector(".transport .next"), document.body),
  };
}"""


def fields(address: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlparse(address).query).items()}


def choose(dialog: Locator, name: str, label: str) -> None:
    """Takes one of a few in the dialog."""
    dialog.get_by_role("combobox", name=name).select_option(label=label)


def snippet(dialog: Locator) -> str:
    """The HTML of the embed."""
    return dialog.get_by_role("textbox", name="Embed", exact=True).input_value()


def host(page: Page, *frames: str) -> None:
    """Somebody else's page with these frames."""
    body = HOST.format(frames="".join(frames))
    page.route("**/host", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/host")


def test_the_link_is_copied_at_the_step_or_at_the_start(page: Page) -> None:
    open_page(page, "/", **NEURON, step=11)
    before = picture(page)
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Share")
    caption = dialog.locator(".share-caption")
    expect(caption).to_have_text("What people will see: step 12 of 21, light, 3 digits")
    expect(dialog.locator(".share-preview .gate[data-state=current]")).to_have_count(1)
    expect(dialog.get_by_role("button", name="Copy the link")).to_be_focused()
    assert complaints(page, "#share") == []
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Copied the link")).to_be_visible()
    expect(dialog.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == dialog.get_by_label("Link", exact=True).input_value()
    dialog.get_by_role("checkbox", name="Open at this step (12 of 21)").uncheck()
    expect(caption).to_have_text("What people will see: before the first step, light, 3 digits")
    expect(dialog.locator(".share-preview .gate[data-state=current]")).to_have_count(0)
    start = dialog.get_by_label("Link", exact=True).input_value()
    assert fields(start) == {k: v for k, v in fields(copied).items() if k != "step"}
    page.evaluate(REFUSE)
    dialog.get_by_role("button", name="Copy the HTML").click()
    expect(dialog.get_by_role("status")).to_contain_text("press Ctrl-C")
    assert page.evaluate("getSelection().toString()") == snippet(dialog)
    dialog.get_by_role("button", name="Copy image").click()
    expect(dialog.get_by_role("status")).to_contain_text("Save the PNG")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("ArrowRight")
    at_step(page, 12, 21)
    page.goto(copied)
    alive(page)
    at_step(page, 11, 21)
    assert picture(page) == before


def test_files_show_the_step_as_they_are_wanted(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3, numbers="2 decimals")
    button = page.get_by_role("button", name="Share")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share")
    choose(dialog, "Pixels of the PNG", "PNG 4×")
    choose(dialog, "Colours of the files", "Dark")
    expect(dialog.locator(".share-caption")).to_contain_text("step 4 of 7, dark, 2 decimals")
    for kind in ("SVG", "PNG", "PDF"):
        address = dialog.get_by_role("link", name=kind).get_attribute("href") or ""
        asked = fields(address)
        assert (asked["step"], asked["numbers"]) == ("3", "2 decimals")
        assert (asked["theme"], asked["transparent"]) == ("dark", "true")
        assert (asked.get("scale") == "4") == (kind == "PNG")
        assert page.request.get(address).ok
    expect(dialog.get_by_role("link", name="PNG")).to_contain_text("4×, transparent")
    dialog.get_by_role("button", name="Copy image").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    kind, width, height = page.evaluate(IMAGE)
    box = dialog.locator(".share-preview svg").evaluate(
        "({viewBox: {baseVal: b}}) => [b.width, b.height]"
    )
    assert [width, height] == pytest.approx([4 * length for length in box], abs=2)
    assert kind == "image/png"
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_snippet_works_on_another_page(page: Page) -> None:
    open_page(page, "/", **NEURON, step=11)
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Share")
    choose(dialog, "Size of the embed", "480 × 320")
    choose(dialog, "Theme of the embed", "Dark")
    choose(dialog, "What a reader of the embed may do", "No editing, no views")
    expect(dialog.get_by_label("Embed", exact=True)).to_have_value(
        re.compile('step=11&amp;theme=dark&amp;limit=edit,views" width="480"')
    )
    dark = snippet(dialog)
    dialog.get_by_role("button", name="Preview").click()
    shown = dialog.frame_locator("iframe")
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")
    expect(shown.locator("#rail .count").last).to_have_text("step 12 of 21")
    usual = html.escape(link("/embed", **LECTURE, step=2))
    host(page, dark, f'<iframe src="{usual}" width="480" height="320"></iframe>')
    one, other = (page.frame_locator("iframe").nth(at) for at in (0, 1))
    expect(one.locator("#rail .count").last).to_have_text("step 12 of 21")
    expect(one.get_by_role("link", name="Open full")).to_have_count(0)
    expect(other.get_by_role("link", name="Open full")).to_be_visible()
    page.wait_for_function("told.every((messages) => messages.length > 0)")
    messages = [message for own in page.evaluate("told") for message in own]
    assert all(sorted(message) == ["height", "type", "width"] for message in messages)
    assert {message["type"] for message in messages} == {"backflow:size"}
    for frame in page.frames[1:]:
        seen = frame.evaluate(IN_VIEW)
        assert all(seen.values()), seen
    expect(one.locator("#stage .band").first).to_be_attached()  # cut, as it is too low
    page.evaluate(OBEY)
    expect(one.locator("#stage .band")).to_have_count(0)
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({step: 0}, '*')")
    other.locator("#picture").click(position={"x": 3, "y": 3})
    page.keyboard.press("ArrowRight")
    expect(other.locator("#rail .count").last).to_have_text("step 4 of 7")
    expect(one.locator("#rail .count").last).to_have_text("step 12 of 21")


def test_a_maker_takes_out_what_opens_and_what_steps(page: Page) -> None:
    open_page(page, "/embed", **VECTOR, step=2, limit="views")
    expect(page.locator("#stage .value[data-node]").first).to_be_visible()
    expect(page.locator("#stage [role=button][data-node].value")).to_have_count(0)
    page.locator("#stage .value[data-node]").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(link("/embed", **OPENED, limit="views", step=0))
    alive(page)
    expect(page.locator("#stage .group").first).to_be_attached()
    expect(page.locator("#stage .group-button")).to_have_count(0)
    before = picture(page)
    page.keyboard.press("Shift+C")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#rail")).to_have_attribute("data-step", "2")
    assert picture(page).keys() == before.keys()  # no group was closed
    page.goto(link("/embed", **LECTURE, step=3, controls="none"))
    alive(page)
    page.keyboard.press("ArrowRight")
    page.locator("#stage .gate:has(title:text('add gate'))").click(force=True)
    expect(page.locator("#rail")).to_have_attribute("data-step", "4")
    expect(page.locator("#explain .sentence")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_dialog_on_a_phone_in_the_dark(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.add_init_script("navigator.share = async (data) => { window.sent = data.url; };")
    open_page(page, "/", **NEURON, step=11)
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    box = dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    assert not [small for small in page.evaluate(SMALL_TARGETS) if "share" in small]
    assert complaints(page, "#share", ON_A_PHONE) == []
    dialog.get_by_role("button", name="Send to").click()
    sent = page.evaluate("window.sent")
    assert sent == dialog.get_by_label("Link", exact=True).input_value()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
