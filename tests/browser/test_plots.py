"""The plots of a run, and the gallery of activation functions."""

from __future__ import annotations

import json
import math
import re
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import (
    at_step,
    complaints,
    open_examples,
    open_page,
    open_view,
    until,
)

LINE = {
    "program": "p = w*x + b\nloss = np.mean((p - y)**2)",
    "inputs": {"w": -1, "b": 2, "x": [-2, -1, 0, 1, 2], "y": [-3.5, -2.1, -0.6, 0.9, 2.2]},
}
CHAIN = {
    "program": "a = sigmoid(X @ U)\nb = sigmoid(a @ V)\nc = sigmoid(b @ W)\n"
    "loss = np.mean((c - y)**2)",
    "inputs": {
        "X": [[1, -1], [2, 0.5], [-1, 1], [0.3, 0.2]],
        "y": [[0, 1], [1, 0], [1, 1], [0, 0]],
        "U": [[0.1, -0.2], [0.3, 0.1]],
        "V": [[0.2, 0.1], [-0.1, 0.2]],
        "W": [[0.5, -0.3], [0.2, 0.6]],
    },
}
NEURON = {"program": "q = w*x + b\nf = sigmoid(q)", "inputs": {"w": 2, "x": 3, "b": -1}}
LAYER = {"program": "h = relu(W @ x)\nf = sum(h)", "inputs": {"W": [[1, -2], [3, 1]], "x": [1, 2]}}

# The right and lower corner of the box and of its plot, which may be drawn anew at any moment.
CORNERS = """(box) => [box, box.querySelector("svg.plot")]
  .map((part) => part.getBoundingClientRect())
  .map(({right, bottom}) => ({x: right, y: bottom}))"""


def trained(page: Page, program: dict, iterations: int = 40) -> Locator:
    """A run that is over, in the training mode; its box of plots."""
    names = [name for name in program["inputs"] if name not in ("x", "X", "y")]
    data = [name for name in program["inputs"] if name in ("x", "X", "y")]
    train = {"parameters": names, "data": data, "optimizer": "sgd", "settings": {"lr": 0.1}}
    plan = json.dumps({**train, "iterations": iterations, "batch": None, "seed": 0})
    open_page(page, "/", **program, mode="train", train=plan)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".train-bar")).to_contain_text("done")
    box = page.locator("#picture-loss")
    expect(box.locator("svg.plot").first).to_be_visible()
    return box


def view(page: Page, name: str) -> Locator:
    """A plot in the drawer."""
    open_view(page, name)
    box = page.get_by_role("region", name=name, exact=True)
    expect(box.locator("svg.plot").first).to_be_visible()
    return box


def test_every_plot_of_a_run_scrubs_saves_and_fits(page: Page) -> None:
    box = trained(page, LINE)
    figure = box.locator("svg.plot")
    expect(figure).to_have_attribute("aria-label", re.compile("Loss over 40 iterations"))
    place = figure.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] - 20, place["y"] + 80)
    page.mouse.down()
    page.mouse.move(place["x"] + 20, place["y"] + 80, steps=4)
    page.mouse.up()
    expect(figure).to_have_attribute("aria-label", re.compile("at iteration 0 it is"))
    expect(page.locator("#train-at")).to_have_text("0 of 40")
    rows = saved(page, box, "Save its numbers as CSV").splitlines()
    assert rows[0] == "iteration,loss"
    assert len(rows) == 42
    losses = [float(row.split(",")[1]) for row in rows[1:]]
    assert losses[-1] < losses[0] / 10
    text = saved(page, box, "Save the plot as SVG")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert "var(" not in text.replace("--plot-background", "")
    assert 'stroke="rgb(' in text
    page.locator("#train-scrub").press("End")
    large = page.locator("#picture-boundary")
    expect(large.locator("svg.plot")).to_have_attribute("aria-label", re.compile("iteration 40;"))
    box.get_by_role("button", name="Swap").click()
    expect(page.locator("#train-title")).to_have_text(re.compile("^Loss"))
    until(page, partial(within, box))  # it is drawn anew for its new place
    for name in ("Gradients", "Histograms", "Loss surface"):
        shown = view(page, name)
        expect(shown.locator(".plots-note")).to_be_hidden()
        expect(shown.locator("table.plot-table tbody tr").first).to_be_attached()
        assert complaints(page, "#drawer") == [], name
    expect(shown.locator("svg.plot")).to_contain_text("iteration 40")
    expect(shown.locator("svg.plot")).to_contain_text("start")
    page.keyboard.press("m")
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Decision boundary", "Loss"):
        page.locator("#train-choice").get_by_role("radio", name=name).check(force=True)
        shown = page.locator(".train-picture[data-place=large]")
        expect(shown.locator("svg.plot")).to_be_visible()
        until(page, partial(within, shown, width=390))
        until(page, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def within(shown: Locator, width: float = math.inf) -> bool:
    """Whether a plot lies within its panel, and within a width in pixels."""
    panel, plot = shown.evaluate(CORNERS)
    right = min(panel["x"], width)
    return plot["x"] <= right and plot["y"] <= panel["y"]


def saved(page: Page, box: Locator, button: str) -> str:
    """What is in the file that a button saves."""
    with page.expect_download() as download:
        box.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text()


def test_a_shrinking_gradient_is_seen_and_told(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    trained(page, CHAIN, 12)
    histograms = view(page, "Histograms")
    expect(histograms.locator("svg.plot").first).to_contain_text("times smaller in a than in c")
    expect(histograms.locator(".layer")).to_have_count(3)
    assert complaints(page, "#drawer") == []
    surface = view(page, "Loss surface")
    surface.get_by_role("combobox", name="across").select_option("V[0, 1]")
    expect(surface.locator("svg.plot")).to_contain_text("V[0, 1]")
    plane = page.locator(
        "#picture-boundary svg.plot"
    )  # y is no number a row: nothing has its colour
    expect(plane).to_have_attribute("aria-label", re.compile("each place"))


def test_the_curve_of_the_gate_in_view(page: Page) -> None:
    open_page(page, "/", **NEURON, step=2)
    at_step(page, 2, 9)
    page.get_by_role("button", name="Curve of sigmoid").click()
    gallery = page.get_by_role("dialog", name="Activation functions")
    expect(gallery.get_by_role("radio", name="Sigmoid")).to_be_checked()
    expect(gallery).to_contain_text("stands at q = 5: f is 0.993, its slope 0.00665")
    expect(gallery).to_contain_text("it is saturated")
    assert complaints(page, "#activations") == []
    page.keyboard.press("ArrowDown")
    expect(gallery.get_by_role("radio", name="Tanh")).to_be_checked()
    expect(gallery).not_to_contain_text("stands at")
    with page.expect_download() as download:
        gallery.get_by_role("button", name="Save the curve as SVG").click()
    assert download.value.suggested_filename == "tanh.svg"
    page.keyboard.press("Escape")
    expect(gallery).to_be_hidden()
    open_examples(page).get_by_role("link", name="Activation functions").click()
    expect(gallery.locator("svg.plot")).to_be_visible()
    gallery.get_by_role("link").first.click()
    expect(gallery).to_be_hidden()
    expect(page.locator("#stage .gate").first).to_be_visible()


def test_the_elements_of_an_array_stand_under_the_curve(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, "/", **LAYER, step=1)
    page.get_by_role("button", name="Curve of relu").click()
    gallery = page.get_by_role("dialog", name="Activation functions")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        expect(gallery).to_contain_text(
            "The bars are the 2 elements of W @ x; 50 % lie where it is dead"
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert complaints(page, "#activations") == []
