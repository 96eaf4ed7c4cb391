"""Whatever is pasted or dropped ends in a picture, with the text's own values and no others."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import (
    LECTURE,
    alive,
    at_step,
    complaints,
    drop,
    editor,
    open_page,
    paste,
    until,
)
from tests.support.lecture_notes import NEURON, THREE_LAYERS, TWO_LAYER_NETWORK

FILLED = "#input-rows li:has([data-filled])"

# What is pasted, a gate of its circuit, its inputs, and those that it gives no value.
BLOCKS = {
    "neuron": (NEURON, "div gate", ["inputs", "self.bias", "self.weights"], 3),
    "three layers": (THREE_LAYERS, "add gate: out", ["W1", "W2", "W3", "b1", "b2", "b3", "x"], 6),
    "two-layer network": (
        TWO_LAYER_NETWORK,
        "sum gate: loss",
        ["D_in", "D_out", "H", "N", "w1", "w2", "x", "y"],
        0,
    ),
}


def inputs(page: Page) -> list[str]:
    """The names in the inputs panel."""
    names: list[str] = page.locator("#input-rows [data-input]").evaluate_all(
        "fields => fields.map((field) => field.dataset.input)"
    )
    return sorted(names)


def value(page: Page, name: str) -> str:
    """What stands in the field of a number."""
    return page.get_by_role("spinbutton", name=name, exact=True).input_value()


def all_notices(page: Page) -> None:
    """Shows the notices that are left out where there are many."""
    page.locator("#notices").get_by_role("button", name=re.compile(r"^\d+ more$")).click()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_the_notes_is_its_own_circuit_at_once(page: Page, name: str) -> None:
    program, gate, names, filled = BLOCKS[name]
    open_page(page)
    paste(page, program)
    drawn = page.locator(f"#stage .gate:has(title:text('{gate}'))").first
    expect(drawn).to_be_attached()
    expect(page.locator("[data-error]")).to_have_count(0)
    assert inputs(page) == names
    expect(page.locator(FILLED)).to_have_count(filled)
    expect(page.locator("[data-notice]").first).to_be_visible()
    assert complaints(page) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page) == []


def test_a_picture_of_filled_values_is_the_same_from_its_link(page: Page) -> None:
    open_page(page)
    paste(page, THREE_LAYERS)
    out = page.locator("#stage .gate:has(title:text-is('add gate: out'))")
    expect(out).to_be_attached()
    until(page, lambda: "forward-pass" in page.url)
    page.keyboard.press("Escape")
    cells = "cells => cells.map((cell) => cell.dataset.level)"
    before = page.locator("#input-rows .cell").evaluate_all(cells)
    page.reload()
    alive(page)
    assert page.locator("#input-rows .cell").evaluate_all(cells) == before


def test_a_filled_value_that_is_changed_is_the_readers(page: Page) -> None:
    open_page(page)
    paste(page, "f = a * b")
    expect(page.locator(FILLED)).to_have_count(2)
    page.get_by_role("slider", name="a, slider").fill("4")
    expect(page.locator(FILLED)).to_have_count(1)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(FILLED)).to_have_count(2)
    assert value(page, "a") == "1"


def test_nothing_of_the_former_text_stays(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    paste(page, "h = x * y\nk = h + z + h\nloss = k * w")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: loss'))")).to_be_visible()
    assert [value(page, name) for name in "xyzw"] == ["1", "1", "1", "1"]
    until(page, lambda: "loss" in page.url)
    assert "inputs" not in page.url
    page.keyboard.press("Control+z")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()
    assert [value(page, name) for name in "xyz"] == ["−2", "5", "−4"]


def test_the_former_program_is_one_step_back(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    paste(page, "h = a * b\nloss = h + a")
    expect(page.locator("#stage .gate:has(title:text-is('add gate: loss'))")).to_be_visible()
    until(page, lambda: "loss" in page.url)
    page.go_back()
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()
    expect(editor(page)).to_have_text(LECTURE["program"])
    assert value(page, "y") == "5"


def test_a_draft_takes_no_values_of_another_text(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    paste(page, "h = x * y\nloss = h + (")
    expect(page.locator("#error")).to_be_visible()
    page.reload()
    alive(page)
    expect(page.locator("#error")).to_be_visible()
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Delete")
    page.keyboard.type("x)")
    expect(page.locator("#stage .gate:has(title:text-is('add gate: loss'))")).to_be_visible()
    assert [value(page, name) for name in "xy"] == ["1", "1"]


def test_a_near_name_is_mended_with_one_click(page: Page) -> None:
    open_page(page)
    paste(page, "hidden = a * b\nf = hiden + hiden")
    page.get_by_role("button", name="Write hidden").click()
    expect(editor(page)).to_contain_text("f = hidden + hidden")
    until(page, lambda: inputs(page) == ["a", "b"])
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: hidden'))")).to_be_visible()


def test_another_definition_is_called_with_one_click(page: Page) -> None:
    open_page(page)
    paste(page, "def first(a, b):\n    return a * b\n\ndef second(c):\n    return c + 1")
    page.get_by_role("button", name="Call first").click()
    expect(page.locator("#stage .gate:has(title:text('mul gate'))")).to_be_visible()
    until(page, lambda: inputs(page) == ["a", "b"])
    until(page, lambda: "call=first" in page.url)
    page.reload()
    alive(page)
    assert inputs(page) == ["a", "b"]
    page.get_by_role("button", name="Call second").click()
    expect(page.locator("#stage .gate:has(title:text('add gate'))")).to_be_visible()


def test_data_from_outside_is_generated_with_one_click(page: Page) -> None:
    open_page(page)
    paste(page, "X = np.loadtxt('a.csv')\nw = np.array([1.0, 2.0])\nloss = np.mean((X @ w) ** 2)")
    expect(page.locator("[data-error]")).to_contain_text("Or choose generated values for X.")
    assert complaints(page) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page) == []
    page.locator("#notices").get_by_role("button", name="Generate values").click()
    expect(page.locator("[data-error]")).to_have_count(0)
    expect(page.locator("#stage .gate:has(title:text('mean gate: loss'))")).to_be_visible()
    assert inputs(page) == ["X", "w"]
    expect(page.locator("[data-notice]", has_text="X comes from np.loadtxt")).to_be_visible()
    until(page, lambda: "generate=true" in page.url)
    page.reload()
    alive(page)
    assert inputs(page) == ["X", "w"]
    assert complaints(page) == []
    paste(page, "a = np.load('b.npy')\nf = a * c")  # what was chosen for a text stays with it
    expect(page.locator("#explain").get_by_role("button", name="Generate values")).to_be_visible()


def test_the_choice_of_generated_data_is_seen_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", program="X = np.loadtxt('a.csv')\nf = np.sum(X * w)")
    expect(page.get_by_role("button", name="Generate values")).to_be_visible()
    assert complaints(page) == []


def test_a_loop_is_drawn_whole_and_for_one_pass(page: Page) -> None:
    open_page(page)
    program = (
        "w = 2.0\nfor step in range(5):\n    loss = (w * x - 3) ** 2\n"
        "    w -= 0.1 * 2 * (w * x - 3) * x"
    )
    paste(page, program)
    page.get_by_role("button", name="Draw all passes").click()
    back = page.get_by_role("button", name="Draw one pass")
    expect(back).to_be_visible()
    expect(page.locator("#status")).not_to_contain_text("7 gates")
    until(page, lambda: "loops" in page.url)
    page.reload()
    alive(page)
    assert complaints(page) == []
    back.click()
    expect(page.get_by_role("button", name="Draw all passes")).to_be_visible()
    until(page, lambda: "loops" not in page.url)


def test_a_loop_that_is_too_long_can_be_drawn_for_one_pass_again(page: Page) -> None:
    open_page(page)
    paste(page, TWO_LAYER_NETWORK)
    all_notices(page)
    page.get_by_role("button", name="Draw all passes").click()
    expect(page.locator("[data-error]")).to_be_visible()
    page.get_by_role("button", name="Draw one pass").click()
    expect(page.locator("[data-error]")).to_have_count(0)


def test_a_text_that_trains_is_offered_as_a_run(page: Page) -> None:
    open_page(page)
    paste(page, TWO_LAYER_NETWORK)
    all_notices(page)
    offer = page.locator("[data-notice=training]")
    expect(offer).to_contain_text("2,000 iterations")
    offer.get_by_role("button", name="Train").click()
    expect(page.locator("#train-iterations")).to_have_value("2,000")
    expect(page.locator("[data-error]")).to_have_count(0)


# Errors


def test_an_error_stands_beside_what_comes_before_it(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    paste(page, "h = np.tanh(W @ v)\nk = h * 2\nloss = foo(k)")
    expect(page.locator("[data-error]")).to_contain_text("foo is not a function")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: k'))")).to_be_visible()
    expect(page.locator("[data-notice=partial]")).to_have_text(
        "The picture shows lines 1 to 2, which ran."
    )
    expect(page.locator("#rail .count").last).to_have_text("stops at line 3")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("3")
    assert inputs(page) == ["W", "v"]
    assert complaints(page) == []
    page.reload()
    alive(page)
    expect(page.locator("[data-error]")).to_contain_text("foo is not a function")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: k'))")).to_be_visible()
    page.keyboard.press("Home")
    at_step(page, -1, 3)


def test_a_reader_stands_where_she_stood_once_an_error_is_mended(page: Page) -> None:
    open_page(page, "/", program="h = a * b\nf = exp(h) + c", step=5)
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + foo(h)")
    expect(page.locator("[data-error]")).to_be_visible()
    expect(page.locator("#rail .count").last).to_have_text("stops at line 2")
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value("3")
    for _ in " + foo(h)":
        page.keyboard.press("Backspace")
    expect(page.locator("[data-error]")).to_have_count(0)
    expect(page.locator("#rail .count").last).to_contain_text("step 6 of")


def test_an_error_is_seen_on_a_phone_too(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", program="h = a * b\nk = foo(h)")
    expect(page.locator("#explain")).to_contain_text("foo is not a function")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: h'))")).to_be_visible()
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator("[data-error]")).to_be_visible()


def test_an_embed_says_its_error_below_what_comes_before_it(page: Page) -> None:
    open_page(page, "/embed", program="h = a * b\nk = foo(h)")
    expect(page.locator("[data-error]")).to_contain_text("Line 2: foo is not a function")
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: h'))")).to_be_visible()
    assert complaints(page) == []


# Files


@pytest.mark.parametrize("over", ["#stage", ".cm-content"])
def test_a_dropped_file_takes_the_place_of_the_program(page: Page, over: str) -> None:
    open_page(page, "/", **LECTURE)
    drop(page, "net.py", "h = x * w\r\nloss = h + b\r\n", over)
    expect(page.locator("#stage .gate:has(title:text-is('add gate: loss'))")).to_be_visible()
    assert value(page, "x") == "1"
    until(page, lambda: "loss" in page.url)
    page.go_back()
    expect(editor(page)).to_have_text(LECTURE["program"])
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()


def test_the_cells_of_a_notebook_are_joined(page: Page) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Notes\n"]},
        {"cell_type": "code", "source": ["h = x * w\n", "h2 = h * h"]},
        {"cell_type": "code", "source": "loss = h2 + b\n"},
        {"cell_type": "code", "source": []},
    ]
    open_page(page)
    drop(page, "notes.ipynb", json.dumps({"cells": cells, "nbformat": 4}))
    expect(page.locator("#stage .gate:has(title:text-is('add gate: loss'))")).to_be_visible()
    lines = editor(page).locator(".cm-line")
    expect(lines).to_have_text(["h = x * w", "h2 = h * h", "# %%", "loss = h2 + b"])


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("cat.png", "meow", "cat.png is not a program"),
        ("notes.ipynb", "{'cells': []", "notes.ipynb is not a notebook: it is no JSON"),
        ("notes.ipynb", "[1, 2]", "it has no cells"),
        ("notes.ipynb", '{"cells": [{"cell_type": "markdown"}]}', "has no cell with code"),
        ("large.py", "x = 1\n" * 200_000, "large.py is too large: 1.2 MB"),
    ],
)
def test_a_file_that_is_no_program_is_refused(
    page: Page, name: str, content: str, problem: str
) -> None:
    open_page(page, "/", **LECTURE)
    drop(page, name, content)
    expect(page.locator("[data-error]")).to_contain_text(problem)
    expect(editor(page)).to_have_text(LECTURE["program"])
    expect(page.locator("#stage .gate:has(title:text-is('mul gate: f'))")).to_be_visible()
    assert value(page, "y") == "5"


def test_a_text_that_is_dragged_is_no_file(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "g = 1");
          document.querySelector("#stage").dispatchEvent(
            new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.locator("#drop-hint")).to_be_hidden()
