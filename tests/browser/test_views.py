"""The views in the drawer: code, check, paths, backward graph, forward mode, and so on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import (
    LECTURE,
    NEURON,
    ON_A_PHONE,
    alive,
    at_step,
    complaints,
    copy_link,
    open_menu,
    open_page,
    open_view,
    picture,
    write,
)

FORK = {"program": "c = a + b\nd = b + 1\ne = c * d", "inputs": {"a": 2, "b": 1}}
NET = {
    "program": "h = np.tanh(W @ x + b)\nloss = sum(h**2)",
    "inputs": {"W": [[0.1, -0.2], [0.3, 0.4]], "x": [1, 2], "b": [0, 0.5]},
}
SIGMOID = {"program": "f = 1 / (1 + exp(-x))", "inputs": {"x": 1}}
TABS = ["Code", "Check gradients", "Paths", "Backward graph", "Forward mode", "Formula", "Hessian"]


@pytest.fixture(autouse=True)
def roomy(page: Page) -> None:
    """A window in which the program and the drawer both stay."""
    page.set_viewport_size({"width": 1760, "height": 990})


def open_tab(page: Page, name: str) -> Locator:
    """Opens a view and waits until its answer is there."""
    open_view(page, name)
    panel = page.locator(".drawer-view:not([hidden])")
    expect(panel).to_be_visible()
    expect(panel.locator(".waiting")).to_have_count(0)
    return panel


def asked(page: Page) -> list[str]:
    """The addresses that the page asks for from here on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


def cells(rows: Locator) -> list[list[str]]:
    """The text of each cell of some rows."""
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_code_follows_the_step_and_asks_for_nothing(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    panel = open_tab(page, "Code")
    current = panel.locator(".is-current")
    expect(current).to_have_text("t1 = x + y")
    page.wait_for_load_state("networkidle")
    found = asked(page)
    lines = [current.inner_text()]
    for step in range(1, 7):
        page.keyboard.press("ArrowRight")
        at_step(page, step, 7)
        lines.append(current.inner_text())
    assert [line.partition("#")[0].strip() for line in lines] == [
        "t1 = x + y",
        "f = t1 * z",
        "df = 1.0",
        "dz = df * t1",
        "dt1 = df * z",
        "dx = dt1",
        "dy = dt1",
    ]
    assert found == []
    panel.locator(".cm-line", has_text="f = t1 * z").first.click()
    at_step(page, 1, 7)
    page.keyboard.press("ArrowRight")
    at_step(page, 2, 7)


def test_code_in_other_languages_is_copied_and_saved(page: Page, tmp_path: Path) -> None:
    open_page(page, "/", **LECTURE)
    panel = open_tab(page, "Code")
    panel.get_by_role("radio", name="PyTorch").check()
    expect(panel.locator(".cm-content")).to_contain_text("import torch")
    expect(page).to_have_url(re.compile("view=code.*pytorch"))
    panel.get_by_role("radio", name="Minimal").check()
    expect(panel.get_by_role("radio", name="Minimal")).to_be_checked()
    page.wait_for_load_state("networkidle")
    panel.get_by_role("button", name="Copy").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "import torch" in copied
    with page.expect_download() as saving:
        panel.get_by_role("button", name="Download").click()
    assert saving.value.suggested_filename.endswith(".py")
    target = tmp_path / "script.py"
    saving.value.save_as(target)
    assert target.read_text() == copied


def test_what_is_compiled_is_shown_in_numpy_alone(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    panel = open_tab(page, "Code")
    compiled = panel.get_by_role("radio", name="Compiled")
    compiled.check()
    expect(panel.locator(".cm-content")).to_contain_text("def program(*, x, y, z, **more):")
    panel.get_by_role("radio", name="JAX").check()
    expect(panel.locator(".cm-content")).to_contain_text("import jax")
    expect(compiled).to_be_disabled()
    expect(panel.get_by_role("radio", name="Minimal")).to_be_checked()
    panel.get_by_role("radio", name="NumPy").check()
    expect(compiled).to_be_enabled()


def test_the_check_agrees_and_is_plotted(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    panel = open_tab(page, "Check gradients")
    rows = cells(panel.locator("tbody tr"))
    assert [(row[0].strip(), row[1], row[4].strip()) for row in rows] == [
        ("x", "−4", "right"),
        ("y", "−4", "right"),
        ("z", "3", "right"),
    ]
    plot = panel.get_by_role("img", name=re.compile("Relative error against h"))
    expect(plot.locator(".curve path")).to_have_count(3)
    expect(plot.locator("style")).to_have_count(0)
    for name, kind in (("Plot as SVG", "svg"), ("Data as CSV", "csv")):
        with page.expect_download() as saving:
            panel.get_by_role("button", name=name).click()
        assert saving.value.suggested_filename == f"gradient-check.{kind}"


def test_a_kink_is_told(page: Page) -> None:
    open_page(page, "/", program="f = relu(x) * 3", inputs={"x": 0})
    panel = open_tab(page, "Check gradients")
    expect(panel.locator("[data-verdict=kink]")).to_have_count(1)
    expect(panel.locator(".kink").first).to_be_visible()


def test_paths_light_up_and_add_up(page: Page) -> None:
    open_page(page, "/", **FORK)
    panel = open_tab(page, "Paths")
    expect(panel.get_by_role("combobox", name="From")).to_have_value("n1")
    paths = panel.locator(".path")
    expect(paths).to_have_count(2)
    assert sorted(panel.locator(".path .product").all_inner_texts()) == ["2", "3"]
    expect(panel.locator(".path-sum")).to_have_text(re.compile(r"= 5$"))
    lit = page.locator("#stage .wire.on-path")
    page.mouse.move(5, 5)
    expect(lit).to_have_count(0)
    paths.first.hover()
    expect(lit).to_have_count(2)
    paths.first.click()
    page.mouse.move(5, 5)
    expect(lit).to_have_count(2)
    page.keyboard.press("Home")
    expect(lit).to_have_count(2)
    panel.get_by_role("combobox", name="From").select_option(label="a")
    expect(paths).to_have_count(1)
    expect(page).to_have_url(re.compile("options="))
    open_tab(page, "Steps")
    expect(lit).to_have_count(0)


def test_paths_between_two_nodes_of_the_picture(page: Page) -> None:
    open_page(page, "/", **FORK, step=8)
    panel = open_tab(page, "Paths")
    panel.get_by_role("button", name="Pick in the picture").click()
    page.locator("#stage .leaf", has_text="a").click()
    expect(panel.get_by_role("button", name="Click where they end")).to_be_visible()
    page.locator("#stage .gate").first.click()
    expect(panel.get_by_role("combobox", name="From")).to_have_value("n0")
    expect(panel.locator(".path")).to_have_count(1)
    at_step(page, 8, 9)


def test_nodes_that_are_not_joined_are_an_error_of_the_view(page: Page) -> None:
    open_page(page, "/", **FORK)
    panel = open_tab(page, "Paths")
    panel.get_by_role("combobox", name="to").select_option(label="a")
    expect(panel.get_by_role("alert")).to_contain_text("No path")
    expect(page.locator("#error")).to_be_hidden()
    panel.get_by_role("combobox", name="to").select_option(label="e")
    expect(panel.locator(".path")).to_have_count(2)


def test_a_view_of_a_program_that_does_not_run_says_so(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    write(page, "f = 2x")
    expect(page.locator("#error")).to_be_visible()
    open_view(page, "Formula")
    expect(page.locator("#formula").get_by_role("alert")).to_contain_text("does not run")
    write(page, "f = 2*x")
    expect(page.locator("#formula .formula-row")).to_have_count(1)


def test_the_backward_graph_stands_on_the_stage_and_is_left_where_it_was_entered(
    page: Page,
) -> None:
    open_page(page, "/", **LECTURE, step=4)
    before = picture(page)
    open_tab(page, "Backward graph")
    gates = page.locator("#stage .gate")
    expect(gates).to_have_count(5)
    expect(page.locator("#stage .gate[data-backward]")).to_have_count(3)
    expect(page.locator("#stage .gate[data-state=current]")).to_have_count(1)
    expect(page.locator(".half[data-phase=backward] li")).to_have_count(3)
    expect(page.locator(".legend")).to_contain_text("backward gate")
    expect(page.locator(".cm-source").first).to_have_text("x + y")
    page.get_by_role("button", name="Close More").click()
    at_step(page, 4, 7)
    assert picture(page) == before
    expect(page.locator(".legend")).to_contain_text("not computed yet")
    open_tab(page, "Backward graph")
    page.wait_for_load_state("networkidle")
    found = asked(page)
    page.keyboard.press("Home")
    at_step(page, -1, 5)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#explain h2")).to_contain_text("mul gate")
    page.get_by_role("button", name="Close More").click()
    at_step(page, 1, 7)
    assert found == []


def test_forward_mode_flows_along_the_wires(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=6)
    panel = open_tab(page, "Forward mode")
    at_step(page, 1, 2)
    expect(panel.locator(".forward-about tbody")).to_contain_text("forward")
    assert cells(panel.locator("tbody tr"))[:2] == [["forward", "3", "−4"], ["reverse", "1", "−4"]]
    tags = page.locator("#stage .tag[id$='-grad'] .number")
    assert sorted(tags.all_text_contents()) == ["1", "1", "−4"]
    panel.get_by_role("combobox", name="Derivative by").select_option("z")
    expect(panel.locator("thead th").last).to_have_text("∂f/∂z")
    assert cells(panel.locator("tbody tr"))[0] == ["forward", "3", "3"]
    at_step(page, 0, 1)  # the add gate does not depend on z
    panel.get_by_role("combobox", name="Derivative by").select_option("y")
    expect(panel.locator("thead th").last).to_have_text("∂f/∂y")
    page.keyboard.press("Home")
    at_step(page, -1, 2)
    page.keyboard.press("ArrowRight")
    at_step(page, 0, 2)
    expect(panel.locator("h2")).to_contain_text("add gate")


def test_forward_mode_by_an_element_of_an_array(page: Page) -> None:
    open_page(page, "/", **NET)
    panel = open_tab(page, "Forward mode")
    panel.get_by_role("combobox", name="element").select_option(label="W[1, 0]")
    expect(panel.locator("thead th").last).to_have_text("∂loss/∂W[1, 0]")
    rows = cells(panel.locator("tbody tr"))
    assert rows[0][2] == rows[1][2]


def test_formulas_are_typeset_and_copied(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    panel = open_tab(page, "Formula")
    rows = panel.locator(".formula-row")
    expect(rows).to_have_count(3)
    expect(rows.first.locator(".katex")).to_be_visible()
    rows.nth(2).get_by_role("button", name="Copy text").click()
    expect(rows.nth(2).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "x + y"
    rows.nth(2).get_by_role("button", name="Copy LaTeX").click()
    assert page.evaluate("navigator.clipboard.readText()") == "x + y"


def test_the_hessian_of_chosen_inputs(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    panel = open_tab(page, "Hessian")
    assert cells(panel.locator("tbody tr")) == [
        ["x", "0", "0", "1"],
        ["y", "0", "0", "1"],
        ["z", "1", "1", "0"],
    ]
    panel.get_by_role("checkbox", name="y").uncheck()
    expect(panel.locator("tbody tr")).to_have_count(2)
    expect(panel.get_by_role("checkbox", name="y")).not_to_be_checked()
    expect(panel.locator(".eigenvalues")).to_contain_text("−1, 1")


def test_a_view_follows_values_and_edits(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    panel = open_tab(page, "Hessian")
    write(page, "f = x * x * y")
    expect(panel.locator("tbody tr")).to_have_count(2)
    panel = open_tab(page, "Paths")
    panel.get_by_role("combobox", name="From").select_option(label="y")
    expect(panel.locator(".path")).to_have_count(1)
    expect(panel.locator(".path .product")).to_have_text("1")
    page.get_by_role("slider", name="x, slider").fill("3")
    expect(panel.locator(".path .product")).to_have_text("9")
    write(page, "g = exp(x)")  # the nodes that were chosen are gone
    expect(panel.get_by_role("combobox", name="to")).to_have_value("n1")
    expect(panel.locator(".path")).to_have_count(1)
    expect(panel.get_by_role("alert")).to_have_count(0)


def test_a_tab_asks_once_and_not_again_for_what_it_knows(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    open_tab(page, "Steps")
    page.wait_for_load_state("networkidle")
    found = asked(page)
    for tab in ("Paths", "Formula", "Paths", "Steps", "Formula"):
        open_tab(page, tab)
    assert len([url for url in found if url.endswith("/api/trace")]) == 2


def test_a_link_opens_the_view_with_its_options(page: Page) -> None:
    open_page(page, "/", **FORK, step=3)
    panel = open_tab(page, "Paths")
    panel.get_by_role("combobox", name="From").select_option(label="a")
    expect(panel.locator(".path")).to_have_count(1)
    copied = copy_link(page)
    page.goto("about:blank")
    page.goto(copied)
    alive(page)
    at_step(page, 3, 9)
    expect(page.get_by_role("combobox", name="View")).to_have_value("paths")
    expect(panel.get_by_role("combobox", name="From")).to_have_value("n0")
    expect(panel.locator(".path")).to_have_count(1)


def test_a_pattern_is_folded_into_one_gate_and_unfolded(page: Page) -> None:
    open_page(page, "/", **SIGMOID, step=99)
    gates = page.locator("#stage .gate")
    expect(gates).to_have_count(4)
    chip = page.locator("#patterns")
    open_menu(page).get_by_role("button", name="Groups").click()
    chip.get_by_role("button", name="f is a sigmoid").click()
    expect(chip.locator(".menu")).to_contain_text("0.197")
    page.keyboard.press("Escape")
    expect(chip.locator(".menu")).to_be_hidden()
    chip.get_by_role("button", name="sigmoid as one gate").click()
    expect(gates).to_have_count(1)
    expect(page).to_have_url(re.compile("fold=p0"))
    expect(page.locator("#explain .local-ring")).to_have_text("0.197")
    page.reload()
    alive(page)
    expect(gates).to_have_count(1)
    open_menu(page).get_by_role("button", name="Groups").click()
    chip.get_by_role("button", name="sigmoid as one gate").click()
    expect(gates).to_have_count(4)


def test_the_last_view_comes_back_and_a_wide_one_opens_large(page: Page) -> None:
    open_page(page, "/", **LECTURE)
    open_tab(page, "Hessian")
    large = page.get_by_role("button", name="Open large")
    large.click()
    dialog = page.get_by_role("dialog", name="Hessian")
    expect(dialog.locator("tbody tr")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(large).to_be_focused()
    expect(page.locator("#drawer #hessian tbody tr")).to_have_count(3)
    page.keyboard.press("m")
    expect(page.locator("#drawer")).to_be_hidden()
    page.keyboard.press("m")
    expect(page.get_by_role("combobox", name="View")).to_have_value("hessian")
    open_page(page, "/", **LECTURE)
    page.keyboard.press("m")
    expect(page.locator("#hessian tbody tr")).to_have_count(3)


def test_the_drawer_trades_places_and_leaves_the_picture_as_it_is(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, "/", **NEURON, step=11)
    view = page.locator("#stage svg g.view")
    before, size = view.get_attribute("transform"), page.locator("#explain").bounding_box()
    assert size
    for name in TABS:
        if name in ("Backward graph", "Forward mode"):
            continue  # which are pictures of their own
        open_tab(page, name)
        now = page.locator("#explain").bounding_box()
        assert now
        assert (now["width"], now["height"]) == (size["width"], size["height"])
        assert view.get_attribute("transform") == before
    expect(page.locator("#form")).to_be_hidden()
    page.get_by_role("button", name="Program and inputs").click()
    expect(page.locator("#form")).to_be_visible()
    expect(page.locator("#drawer")).to_be_hidden()
    assert view.get_attribute("transform") == before


def test_a_presenter_sees_the_stage(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=3)
    open_tab(page, "Backward graph")
    expect(page.locator("#stage .gate")).to_have_count(5)
    page.get_by_role("button", name="Present").click()
    expect(page.locator("#stage .gate")).to_have_count(2)
    expect(page.locator("#explain .sentence")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, "/", **NEURON, step=11)
    for name in TABS:
        open_tab(page, name)
        page.wait_for_load_state("networkidle")
        place = "html" if name == TABS[0] else ".drawer"  # around it nothing changes
        assert complaints(page, place) == [], name


@pytest.mark.parametrize("program", [NEURON, NET], ids=["neuron", "arrays"])
def test_views_on_a_phone(page: Page, program: dict) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, "/", **program, step=3)
    for name in TABS:
        panel = open_tab(page, name)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        box = panel.bounding_box()
        assert box
        assert box["width"] <= 390
        assert box["height"] >= 200
        assert complaints(page, ".drawer", ON_A_PHONE) == [], name


def test_the_picture_stands_still_while_stepping_in_a_view(page: Page) -> None:
    open_page(page, "/", **LECTURE, step=0)
    for name in ("Code", "Check gradients", "Forward mode"):
        panel = open_tab(page, name)
        page.wait_for_load_state("networkidle")
        before = [page.locator("#stage").bounding_box(), panel.bounding_box()]
        place = page.get_by_role("slider", name="Step", exact=True)
        count = int(place.get_attribute("max") or 0)
        for _ in range(3):
            step = int(place.input_value())
            page.keyboard.press("ArrowRight")
            expect(place).to_have_value(str(min(step + 1, count)))
            assert [page.locator("#stage").bounding_box(), panel.bounding_box()] == before
