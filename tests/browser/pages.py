"""What the browser tests share: opening a page, finding marks, reading the picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.support import waiting
from tests.support.links import link

LECTURE = {"program": "f = (x + y) * z", "inputs": {"x": -2, "y": 5, "z": -4}}
NEURON = {
    "program": "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))",
    "inputs": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
}
OPENED = {  # whoever opens groups sees one piece, which a phone has to move
    "program": "def g(u):\n    return sin(u) * u\nf = g(g(g(x)))",
    "inputs": {"x": 2},
    "open": "g0,g1,g2",
}
VECTOR = {
    "program": "q = W @ x\nf = sum(q**2)",
    "inputs": {"W": [[0.1, 0.5], [-0.3, 0.8]], "x": [0.2, 0.4]},
}

# Rules of axe's whose answer is another one where there is little room.
ON_A_PHONE = ("target-size", "color-contrast", "scrollable-region-focusable")

WIDE = "document.documentElement.scrollWidth > innerWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, a[href], select, input:not([type=range]), [role=tab]")]
  .filter((part) => part.checkVisibility({visibilityProperty: true}))
  .filter((part) => !part.closest("#picture, .skip, .cm-editor"))
  .map((part) => (part.matches("[type=radio], [type=checkbox]") && part.closest("label")) || part)
  .map((part) => [part.getBoundingClientRect(), part.id || part.textContent.trim()])
  .filter(([box]) => box.width < 44 || box.height < 44)
  .filter(([box]) => box.width > 1)
  .map(([box, name]) => `${name}: ${box.width} x ${box.height}`)"""
SMALL_TEXT = """() => {
  const small = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || part.closest("script, noscript, .katex, .hidden, .skip, dialog")) continue;
    if (!part.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const scale = part instanceof SVGElement ? Math.abs(part.getScreenCTM().a) : 1;
    const size = parseFloat(getComputedStyle(part).fontSize) * scale;
    if (size < LEAST - 0.02) small.add(`${text}: ${size}`);
  }
  return [...small];
}"""

# Axe also tells of all that is right, which takes longer to send than the rest to find.
COMPLAINTS = """async ([within, options]) => {
  const {violations} = await axe.run(within, {...options, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`));
}"""

DRAG = """({name, content, over}) => {
  window.dragged = new DataTransfer();
  window.dragged.items.add(new File([content], name));
  document.querySelector(over).dispatchEvent(new DragEvent("dragover",
    {dataTransfer: window.dragged, bubbles: true, cancelable: true}));
}"""

Picture = dict[str, tuple[str, str | None]]

UNSEEN = ("pending", "hidden")  # the state of marks whose text cannot be seen

READ_PICTURE = """() => [...document.querySelectorAll("#stage svg.circuit [data-state]")].map(
  (mark) => [mark.id, mark.dataset.state, mark.querySelector(".number")?.textContent ?? null])"""


def open_page(page: Page, path: str = "/", **fields: Any) -> None:
    """Opens a state and waits until its scripts run."""
    page.goto(link(path, **fields) if fields else path)
    alive(page)


def alive(page: Page) -> None:
    """Waits until all of the page is there."""
    expect(page.locator("body[data-whole], body[data-embed][data-ready]")).to_be_attached()


def settled(page: Page) -> None:
    """Waits until the page has told the server how much room it has, and shows what came of it."""
    page.wait_for_function("document.cookie.includes('window=')")
    page.wait_for_load_state("networkidle")


def editor(page: Page) -> Locator:
    """The program's text box."""
    return page.get_by_role("textbox", name="Program")


def write(page: Page, text: str) -> None:
    """Replaces the program, as a reader who types it over the selected one."""
    editor(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def paste(page: Page, text: str) -> None:
    """Pastes a text over the program."""
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    editor(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")


def drop(page: Page, name: str, content: str, over: str = "#stage") -> None:
    """Drags a file over a part of the page, and drops it there."""
    page.evaluate(DRAG, {"name": name, "content": content, "over": over})
    expect(page.locator("#drop-hint")).to_be_visible()
    page.evaluate(
        "(over) => document.querySelector(over).dispatchEvent(new DragEvent('drop', "
        "{dataTransfer: window.dragged, bubbles: true, cancelable: true}))",
        over,
    )
    expect(page.locator("#drop-hint")).to_be_hidden()


def mark(page: Page, id: str) -> Locator:
    """A mark of the picture by its id in the payload."""
    return page.locator(f"#stage svg.circuit [id$='-{id}']")


def number(page: Page, id: str) -> Locator:
    """The number in a mark."""
    return mark(page, id).locator(".number")


def names_of(page: Page, **body: Any) -> dict[str, str]:
    """The nodes that a program's names point to, asked for beside the page."""
    names: dict[str, str] = page.request.post("/api/trace", data=body).json()["names"]
    return names


def complaints(page: Page, within: str = "html", rules: Sequence[str] = ()) -> list[str]:
    """What axe finds in a part of the page, by all rules or some, each with its rule and place.

    In the dark it looks at the colours: all else is the same in both themes.
    """
    if not rules and page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        rules = ["color-contrast"]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": list(rules)} if rules else {}
    found: list[str] = page.evaluate(COMPLAINTS, [within, options])
    return found


def numbers(place: Locator) -> list[str]:
    """The numbers of a matrix, in reading order."""
    return place.locator(".matrix-row > span").all_text_contents()


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Lets the page's events through until a condition holds."""

    def came() -> bool:
        if not condition():
            page.evaluate("new Promise((painted) => requestAnimationFrame(painted))")
            return False
        return True

    waiting.until(came)


def at_step(page: Page, step: int, count: int) -> None:
    """Waits until the page says that it stands at a step, counted from 0; -1: before the first."""
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_have_value(str(step + 1))
    expect(page.locator("#rail .count").last).to_have_text(f"step {step + 1} of {count}")


def open_view(page: Page, name: str) -> None:
    """Opens a view in the drawer, by its name there."""
    more = page.locator(".tools > [data-action=more]")
    if not page.locator("#drawer").is_visible():
        if not more.is_visible():  # on a phone it is in the menu
            page.locator("[data-action=menu]").click()
            more = page.locator("#menu [data-action=more]")
        more.click()
    page.get_by_role("combobox", name="View").select_option(label=name)


def open_menu(page: Page) -> Locator:
    """Opens the menu ⋯."""
    page.locator("[data-action=menu]").click()
    return page.locator("#menu")


def copy_link(page: Page) -> str:
    """Copies the link in the dialog of Share, as a reader does, and leaves the dialog."""
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    dialog.get_by_role("button", name="Copy the link").click()
    expect(dialog.get_by_role("button", name="Copied the link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    return copied


def open_examples(page: Page) -> Locator:
    """Opens the gallery of examples."""
    page.locator(".topbar .examples").click()
    gallery = page.get_by_role("dialog", name="Examples")
    expect(gallery.locator("a[data-example]").first).to_be_visible()
    return gallery


def picture(page: Page) -> Picture:
    """Every mark's state, and its number where it can be seen."""
    return _seen(page.evaluate(READ_PICTURE))


def drawn(page: Page, step: int, **fields: Any) -> Picture:
    """The same of the drawing that the server makes of a step in the page's window."""
    window = {"window": "x".join(map(str, window_of(page)))}
    query = {key: _plain(value) for key, value in {**fields, **window, "step": step}.items()}
    answer = page.request.get(f"/graph.svg?{urlencode(query)}")
    assert answer.ok
    root = ElementTree.fromstring(answer.text())
    found = []
    for element in root.iter():
        if state := element.get("data-state"):
            numbers = [child for child in element.iter() if child.get("class") == "number"]
            text = "".join(numbers[0].itertext()) if numbers else None
            found.append((element.get("id", ""), state, text))
    return _seen(found)


def window_of(page: Page) -> list[int]:
    """The room for the picture, of which the page has told the server."""
    settled(page)
    told = page.evaluate("document.cookie.match(/window=([0-9]+)x([0-9]+)/).slice(1)")
    return [int(length) for length in told]


def _plain(value: Any) -> str:
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _seen(marks: Any) -> Picture:
    return {
        id.partition("-")[2]: (state, None if state in UNSEEN else text)
        for id, state, text in marks
    }
