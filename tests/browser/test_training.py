"""Training: a run is begun, paused, looked back on and kept; its settings, its data, its words."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import (
    LECTURE,
    ON_A_PHONE,
    SMALL_TARGETS,
    SMALL_TEXT,
    WIDE,
    alive,
    complaints,
    drop,
    editor,
    names_of,
    open_examples,
    open_page,
    open_view,
    settled,
    until,
    write,
)

LINE = "y_hat = w*x + b\ne = y_hat - y\nloss = mean(e**2)"
XS = [-1.0, -0.5, 0.0, 0.5, 1.0]
INPUTS = {"w": 0.5, "b": -1.0, "x": XS, "y": [2 * x + 1 for x in XS]}
SETTINGS = {
    "parameters": ["w", "b"],
    "data": ["x", "y"],
    "optimizer": "sgd",
    "settings": {"lr": 0.1},
    "iterations": 60,
    "batch": None,
    "seed": 0,
}
LONG = 1_000_000  # iterations: a run that is not over before it is looked at
ITSELF = """np.random.seed(0)
x = np.random.randn(5, 3)
y = np.random.randn(5, 2)
w = np.random.randn(3, 2)
for t in range(40):
    y_pred = x.dot(w)
    loss = np.square(y_pred - y).sum()
    grad_w = x.T.dot(2.0 * (y_pred - y))
    w -= 1e-2 * grad_w
"""
NO_LOSS = """x = np.linspace(0, 1, 5)
w = 0.0
for i in range(30):
    grad_w = 2 * ((w * x - 2 * x) * x).mean()
    w = w - 0.1 * grad_w
"""


def train(page: Page, program: str = LINE, inputs: object = INPUTS, **changes: object) -> None:
    """Opens a program in training, as a link does."""
    settings = json.dumps({**SETTINGS, **changes})
    open_page(page, "/", program=program, inputs=inputs, mode="train", train=settings)
    expect(page.locator("#train-symbols .katex").first).to_be_attached()


def run(page: Page) -> Locator:
    return page.locator("#train-run")


def pace(page: Page, words: str | re.Pattern[str]) -> None:
    """Waits until the run says how it stands."""
    expect(page.locator("#train-pace")).to_have_text(words)


def at(page: Page, iteration: int, of: int) -> None:
    """Waits until an iteration is in view, in words and in the picture's request."""
    expect(page.locator("#train-at")).to_have_text(f"{iteration:,} of {of:,}")


def scrub(page: Page, key: str, times: int = 1) -> None:
    """Moves the scrubber by its keys."""
    page.locator("#train-scrub").focus()
    for _ in range(times):
        page.keyboard.press(key)


def value(page: Page, node: str) -> Locator:
    """A value's number in the picture, at the first of its places."""
    place = f"[id$='-{node}-value'], [id*='-{node}@'][id$='-value']"
    return page.locator("#stage svg.circuit").locator(place).first.locator(".number")


def loss(page: Page) -> float:
    figure = page.locator(".run-figures div").filter(has_text="loss").locator("dd")
    return float(figure.inner_text().replace("−", "-"))


def more(page: Page) -> None:
    """Opens the settings that are changed less often."""
    page.locator("#train-more summary").click()


def test_a_run_makes_the_loss_fall_is_looked_back_on_and_survives_a_reload(page: Page) -> None:
    train(page)
    settled(page)
    names = names_of(page, program=LINE, inputs=INPUTS)
    first = value(page, names["w"]).text_content()
    assert first == "0.5"
    drawing = page.locator("#stage svg.circuit").get_attribute("id")
    run(page).click()
    pace(page, "done")
    at(page, 60, 60)
    expect(value(page, names["w"])).not_to_have_text(first)
    last = loss(page)
    scrub(page, "Home")
    at(page, 0, 60)
    expect(value(page, names["w"])).to_have_text(first)
    expect(value(page, names["loss"])).to_have_text("5.12")  # mean((1.5 x + 2)²) is 5.125
    assert last < 0.05 * loss(page)
    assert page.locator("#stage svg.circuit").get_attribute("id") == drawing  # laid out once
    page.locator("#train-step").click()  # through what is there already
    at(page, 1, 60)
    expect(page.locator("#train-about")).to_contain_text("Update 2")
    open_view(page, "Update rule")
    expect(page.locator("#train-numbers .katex").first).to_be_visible()
    page.keyboard.press("m")
    expect(page.locator("#train-said")).to_have_text("Training is done: 60 iterations.")
    scrub(page, "End")
    scrub(page, "ArrowLeft", 3)
    at(page, 57, 60)
    until(page, lambda: re.search(r"run=.*iteration%22:57|iteration.*57", page.url) is not None)
    w = names_of(page, program=LINE, inputs=INPUTS)["w"]
    expect(page.locator("#stage")).to_have_js_property("isConnected", True)
    before = value(page, w).text_content()
    page.reload()
    alive(page)
    pace(page, "done")
    at(page, 57, 60)
    assert value(page, w).text_content() == before
    expect(run(page)).to_contain_text("Run anew")
    page.get_by_role("radio", name="Explore").click()
    expect(page.locator("#train-bar")).to_be_hidden()
    expect(value(page, w)).to_have_text("0.5")  # the program with its own values
    page.get_by_role("radio", name="Train").click()
    at(page, 57, 60)  # the run is still there


def test_a_run_is_paused_stepped_and_cancelled(page: Page) -> None:
    train(page, iterations=LONG)
    page.keyboard.press("r")
    expect(run(page)).to_contain_text("Pause")
    expect(page.locator("#train-progress")).not_to_have_js_property("value", 0)
    page.keyboard.press("r")
    pace(page, re.compile("^paused at"))
    expect(run(page)).to_contain_text("Go on")
    done = page.locator("#train-progress").evaluate("bar => bar.value")
    at(page, done, LONG)
    page.locator("#train-step").click()
    at(page, done + 1, LONG)
    pace(page, f"paused at {done + 1:,}")
    run(page).click()
    expect(run(page)).to_contain_text("Pause")
    with page.expect_response(re.compile("/settings$")) as taken:
        page.get_by_role("combobox", name="Optimizer").select_option(label="Adam")
    assert taken.value.json()["train"]["optimizer"] == "adam"
    expect(page.locator("#train-note")).to_be_hidden()  # the same run goes on
    with page.expect_response(re.compile("/settings$")) as taken:
        page.get_by_role("combobox", name="Batch").select_option(label="2 rows")
    assert taken.value.json()["train"]["batch"] == 2
    expect(run(page)).to_contain_text("Pause")
    scrub(page, "Home")  # a reader who looks back is not carried along
    at(page, 0, LONG)
    live = page.get_by_role("button", name="Live")
    live.click()
    expect(live).to_be_hidden()
    page.get_by_role("button", name="Cancel").click()
    pace(page, re.compile("^cancelled at"))
    expect(run(page)).to_contain_text("Run anew")
    page.get_by_role("button", name="Start over").click()
    at(page, 0, LONG)
    expect(run(page)).to_contain_text("Run")


def test_data_is_pasted_and_another_program_or_other_settings_are_another_run(page: Page) -> None:
    train(page)
    page.get_by_role("button", name="Change the data").click()
    dialog = page.get_by_role("dialog", name="Data")
    expect(dialog.locator(".thumbnail")).to_have_count(6)
    dialog.get_by_role("radio", name="Linear regression").check()
    expect(dialog.locator("#data-about")).to_contain_text("rows: x and y")
    assert complaints(page, "#train-data") == []
    dialog.get_by_role("radio", name="CSV").check()
    dialog.locator("#data-csv").fill("a,b\n1,2\n2,x\n")
    expect(dialog.locator("#data-problem")).not_to_be_empty()
    expect(dialog.locator("#data-accept")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    drop(page, "rows.csv", "a,b\n1,2\n2,4\n3,6.5\n")
    expect(dialog.locator("#data-about")).to_have_text("3 rows: a and b")
    expect(dialog.get_by_role("combobox", name="Features go to")).to_have_value("x")
    expect(dialog.get_by_role("combobox", name="Targets go to")).to_have_value("y")
    dialog.get_by_role("button", name="Use this data").click()
    expect(dialog).to_be_hidden()
    until(page, lambda: "%22y%22:%5B2,4,6.5%5D" in page.url)
    run(page).click()
    pace(page, "done")
    note = page.locator("#train-note")
    page.get_by_role("textbox", name="Learning rate").fill("0,05")
    page.keyboard.press("Enter")
    expect(note).to_contain_text("settings have changed")
    expect(page.get_by_role("slider", name="Learning rate")).to_have_attribute(
        "aria-valuetext", "0.05"
    )
    write(page, LINE.replace("e**2", "e**4"))
    expect(note).to_contain_text("program or its values have changed")
    at(page, 0, 60)
    write(page, LINE)
    expect(note).to_contain_text("settings have changed")
    run(page).click()
    expect(note).to_be_hidden()
    pace(page, "done")
    more(page)
    page.get_by_role("textbox", name="iterations").fill("many")
    page.keyboard.press("Enter")
    more(page)
    run(page).click()
    expect(page.locator("#train-problem")).to_contain_text("A field of the settings")
    expect(page.get_by_role("textbox", name="iterations")).to_have_value("many")


def test_a_program_that_trains_itself_is_offered_and_a_preset_opens_in_training(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, ITSELF)
    offer = page.locator("[data-notice=training]")
    expect(offer).to_contain_text("This program trains itself: 40 iterations of SGD")
    offer.get_by_role("button", name="Train").click()
    expect(editor(page)).not_to_contain_text("for t")
    expect(page.get_by_role("radio", name="Train")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_role("textbox", name="Learning rate")).to_have_value("0.01")
    run(page).click()
    pace(page, "done")
    at(page, 40, 40)
    page.go_back()
    expect(editor(page)).to_contain_text("for t")
    expect(page.locator("#train-bar")).to_be_hidden()
    open_examples(page).get_by_role("link", name="Linear regression").click()
    expect(page.get_by_role("radio", name="Train")).to_have_attribute("aria-checked", "true")
    expect(page.locator("#picture-boundary svg.plot")).to_be_visible()
    expect(page.locator("#train-names")).to_contain_text("w")
    until(page, lambda: "mode=train" in page.url)


def test_a_loop_without_a_loss_runs_and_says_that_there_is_no_curve(page: Page) -> None:
    open_page(page)
    write(page, NO_LOSS)
    page.locator("[data-notice=training] button").click()
    run(page).click()
    at(page, 30, 30)
    expect(page.locator("#picture-loss .plots-note")).to_contain_text("computes no loss")
    expect(page.locator(".run-figures")).not_to_contain_text("loss")
    expect(page.locator("#train-note")).to_be_hidden()
    assert complaints(page) == []


def test_nothing_stands_in_the_way_on_a_screen_and_on_a_phone(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    train(page)
    run(page).click()
    pace(page, "done")
    expect(page.locator("#picture-boundary svg.plot")).to_be_visible()
    page.locator("#train-rate").fill("x")
    page.keyboard.press("Enter")
    more(page)
    assert complaints(page) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page, rules=["color-contrast"]) == []
    page.get_by_role("button", name="Swap: Circuit in the large place").click()
    expect(page.get_by_role("button", name=re.compile("Swap: Decision"))).to_be_focused()
    expect(page.locator("#stage svg.circuit")).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 844})
    for opened in (False, True):
        if opened:
            page.get_by_role("button", name="Edit", exact=True).click()
        assert not page.evaluate(WIDE)
        box = page.locator("#train-bar .transport").bounding_box()
        assert box
        assert box["y"] + box["height"] <= 844
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(SMALL_TEXT.replace("LEAST", "13")) == []
    assert complaints(page, "body", ON_A_PHONE) == []


def test_what_cannot_be_trained_is_said_and_what_can_shows_its_rule(page: Page) -> None:
    train(page)
    more(page)
    for row in page.locator("#train-roles li").all():
        row.get_by_role("radio", name="Constant").check()
    expect(page.locator("#train-note")).to_contain_text("mark an input as parameter")
    expect(run(page)).to_have_attribute("aria-disabled", "true")
    for name in ("w is", "b is"):
        page.get_by_role("group", name=name).get_by_role("radio", name="Parameter").check()
    page.get_by_role("combobox", name="output").select_option("e")
    expect(page.locator("#train-note")).to_contain_text("one number, a loss")
    page.get_by_role("combobox", name="output").select_option("loss")
    expect(page.locator("#train-note")).to_be_hidden()
    page.locator("#train-step").click()
    pace(page, "paused at 1")
    at(page, 1, 60)
    page.locator("#train-step").click()
    at(page, 2, 60)
    rule = page.locator("#train-symbols")
    sgd = rule.text_content()
    page.get_by_role("combobox", name="Optimizer").select_option(label="SGD with momentum")
    expect(rule).not_to_have_text(sgd or "")
    expect(page.locator("#train-remark")).to_contain_text("velocity")
    mu = page.locator("#train-others").get_by_role("textbox", name="mu")
    expect(mu).to_have_value("0.9")
    mu.fill("0.5")
    page.keyboard.press("Enter")
    until(page, lambda: "momentum" in page.url and "mu%22:0.5" in page.url)
    page.locator("#train-roles li").first.get_by_role("radio", name="Constant").check()
    run(page).click()
    pace(page, "done")
    expect(page.locator("#train-about")).to_contain_text("of b")  # the only one


def test_a_dot_says_that_the_text_trains_and_the_switch_leaves_it_as_it_is(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    train_switch = page.get_by_role("radio", name="Train")
    expect(train_switch).to_have_accessible_name("Train")
    write(page, ITSELF)
    expect(train_switch).to_have_accessible_name(re.compile("something to train"))
    train_switch.click()
    expect(editor(page)).to_contain_text("for t")
    expect(page.locator("#picture-loss svg.plot")).to_be_visible()
    expect(page.locator("#picture-circuit .spine")).to_be_visible()
