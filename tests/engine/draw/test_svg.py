"""The drawing as text: well-formed whatever was typed, addressable, and the same at every step."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

import graphs
from graphs.draw.layout import layout
from graphs.draw.states import marks_at
from graphs.draw.svg import draw, notice
from graphs.draw.text import clean, shorten, text_width, typeset_name
from graphs.format.arrays import mark_content
from graphs.model.sums import SumDigits
from tests.support.svg import SVG, drawings, still

PROGRAMS = {
    "first": ("f = (x + y) * z", {"x": -2, "y": 5, "z": -4}),
    "fork": ("a = x*x\nf = exp(a) + a - x", {"x": 0.5}),
    "router": ("f = max(relu(x), y, 2) + where(x > y, x, y)", {"x": -1, "y": -2}),
    "constant": ("f = 2 * (1 / x) + clip(y, 0, 1)", {"x": 4, "y": 3}),
    "loop": ("s = 0\nfor t in range(7):\n    s = tanh(w*s + x)", {"w": 2, "x": 1}),
    "unused": ("a = x * y\nf = x + 1", {"x": 1, "y": 2}),
}


def trace_of(name: str) -> graphs.Trace:
    program, inputs = PROGRAMS[name]
    return graphs.trace(program, inputs)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_layout_is_the_same_at_every_step(name: str) -> None:
    pictures = drawings(trace_of(name))
    assert len(pictures) > 3
    assert len(set(map(still, pictures))) == 1


@pytest.mark.parametrize("name", PROGRAMS)
def test_marks_and_elements_are_the_same_set(name: str) -> None:
    trace = trace_of(name)
    prefix = trace.evaluation.drawing.prefix
    root = ElementTree.fromstring(trace.svg())
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert ids[0] == prefix
    stated = {
        element.get("id", "").removeprefix(f"{prefix}-"): element.get("data-state")
        for element in root.iter()
        if element.get("data-state")
    }
    whole = marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames)
    assert stated == {mark: state for mark, (state, _) in whole.items()}
    for frame in trace.evaluation.drawing.frames:
        assert (
            frame["write"].keys() | frame["focus"].keys() <= trace.evaluation.drawing.marks.keys()
        )


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_gate_wire_value_and_gradient_is_addressable(name: str) -> None:
    trace = trace_of(name)
    model = trace.evaluation.model
    marks = trace.evaluation.drawing.marks
    for node in model.nodes:
        if node.kind == "constant":
            continue
        assert f"{node.id}-value" in marks
        assert (f"{node.id}-grad" in marks) == model.receives_gradient[node.index]
        if node.kind == "gate":
            assert node.id in marks
        for slot, argument in enumerate(node.args):
            kind = "constant" if model.nodes[argument].kind == "constant" else "wire"
            assert f"{node.id}-{slot}-{kind}" in marks


@pytest.mark.parametrize("name", PROGRAMS)
def test_step_k_shows_what_steps_0_to_k_wrote(name: str) -> None:
    trace = trace_of(name)
    marks, frames = trace.evaluation.drawing.marks, trace.evaluation.drawing.frames
    for step, move in enumerate(trace.evaluation.raw_steps):
        picture = marks_at(marks, frames, step)
        current = [mark for mark, (state, _) in picture.items() if state == "current"]
        now = [mark for mark, (state, _) in picture.items() if state == "now"]
        seed = move.phase == "backward" and move.node is None
        assert len(current) == (0 if seed else 1)
        assert len(now) == (1 if move.phase == "backward" else 0)
        pending = {mark for mark, (state, _) in picture.items() if state == "pending"}
        assert all(picture[mark][1] is None for mark in pending)
    last = marks_at(marks, frames)
    written = SumDigits(trace.evaluation.raw_steps, trace.evaluation.digits)
    assert [mark for mark, (state, _) in last.items() if state == "pending"] == []
    for node, reached in zip(
        trace.evaluation.model.nodes, trace.evaluation.model.receives_gradient, strict=True
    ):
        if reached and node.kind != "constant":
            digits = written.total(node.index)
            assert last[f"{node.id}-grad"][1] == mark_content(
                trace.evaluation.gradients[node.index], digits
            )


def test_the_mocks_step() -> None:
    """mock: backward step 2 of f = (x + y) z."""
    trace = trace_of("first")
    picture = marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames, 3)
    assert picture["n4"] == ("current", None)
    assert picture["n4-grad"] == ("upstream", "1")
    assert picture["n3-value"] == ("local", "3")
    assert picture["n4-0-wire"][0] == "lit"
    assert picture["n2-grad"] == ("now", "3")
    assert picture["n4-1-wire"][0] == "flow-3"
    assert picture["n3-grad"] == picture["n0-grad"] == ("pending", None)


def test_a_fork_shows_its_contributions_and_their_sum() -> None:
    trace = graphs.trace("f = x*x", {"x": 3})
    last = marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames)
    assert last["n1-0-grad"] == last["n1-1-grad"] == ("earlier", "3")
    assert last["n0-grad"] == ("earlier", "6")


def test_a_blocked_path_is_marked() -> None:
    trace = graphs.trace("f = relu(x) + y", {"x": -1, "y": 2})
    last = marks_at(trace.evaluation.drawing.marks, trace.evaluation.drawing.frames)
    relu = next(node.id for node in trace.evaluation.model.nodes if node.op == "relu")
    assert last[f"{relu}-0-wire"][0] == "blocked"
    assert last["n0-grad"] == ("earlier", "0")


def ill(svg: str) -> set[str]:
    """The marks that say that they hold what is not finite."""
    return {id.partition("-")[2] for id in re.findall(r'id="([^"]+)"[^>]* data-ill=""', svg)}


def test_what_is_not_finite_looks_ill() -> None:
    trace = graphs.trace("f = log(x) * y", {"x": 0, "y": 2})
    assert ill(trace.svg(0)) == {"n2-value"}  # log(0); the product is not computed yet
    whole = trace.svg()
    assert ill(whole) == {"n2-value", "n3-value", "n0-grad", "n1-grad"}
    assert whole.count('class="zigzag"') == 4
    assert 'class="zigzag"' not in trace_of("first").svg()


def test_an_array_with_one_nan_looks_ill() -> None:
    trace = graphs.trace("f = sum(sqrt(x))", {"x": [1.0, -1.0, 4.0]})
    assert {"n1-value", "n2-value"} <= ill(trace.svg())


def test_the_flow_is_as_broad_as_the_gradient_is_large() -> None:
    states = []
    for weight in (0.0001, 0.1, 1, 30, 1e9, float("inf")):
        trace = graphs.trace("f = w * x", {"w": weight, "x": 1.0}, wrt=["x"])
        states.append(trace.evaluation.drawing.frames[-1]["focus"]["n2-1-wire"][0])
    assert states == ["flow-1", "flow-2", "flow-3", "flow-4", "flow-5", "flow-5"]


def test_nothing_in_it_needs_more_than_a_strict_policy() -> None:
    for name in PROGRAMS:
        svg = trace_of(name).svg(2)
        assert not re.search(r"<style|<script| style=| on\w+=|href|url\(|<foreignObject", svg)
        for element in ElementTree.fromstring(svg).iter():
            assert element.tag.startswith(SVG)


@pytest.mark.parametrize(
    "hostile",
    [
        "</text><script>alert(1)</script>",
        '" onload="alert(1)',
        "]]>&lt;!--",
        "a\nb\tc\x00\x07\x1b\ufffe\ud800",
        "\u202eabc",
        "&#0;",
    ],
)
def test_typed_text_is_only_ever_text(hostile: str) -> None:
    trace = trace_of("loop")
    graph = trace.evaluation.model
    nodes = tuple(replace(node, name=hostile if node.name else None) for node in graph.nodes)
    groups = tuple(replace(group, title=hostile) for group in graph.groups)
    graph = replace(graph, nodes=nodes, groups=groups)
    marks = {mark: (state, hostile) for mark, (state, _) in trace.evaluation.drawing.marks.items()}
    svg = draw(layout(graph), marks, "c1", hostile)
    root = ElementTree.fromstring(svg.encode())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "g", "title", "text", "tspan", "path", "rect", "circle",
    }  # fmt: skip
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on")]
    assert root.get("aria-label") == clean(hostile)
    ElementTree.fromstring(notice(hostile).encode())


def test_two_pictures_share_no_id() -> None:
    one, two = (
        set(re.findall(r' id="([^"]+)"', trace_of(name).svg())) for name in ("fork", "loop")
    )
    assert not one & two


def test_names_are_set_as_mathematics_or_upright() -> None:
    assert typeset_name("w12", 26, 16, 140).subscript == "12"
    assert typeset_name("x_0", 26, 16, 140).letter == "x"
    assert typeset_name("σ", 26, 16, 140).letter == "σ"
    assert typeset_name("loss", 26, 16, 140).letter is None
    long = typeset_name("regularization_strength_of_layer_2", 26, 16, 140)
    assert long.short.endswith("…")
    assert long.width <= 140
    assert shorten("W" * 80, 16, 140).endswith("…")
    assert text_width("数", 16) >= 16


def test_a_long_name_is_there_in_whole_on_hover() -> None:
    trace = graphs.trace("f = regularization_strength_of_layer_2 * x", {
        "regularization_strength_of_layer_2": 1, "x": 2,
    })  # fmt: skip
    titles = [title.text for title in ElementTree.fromstring(trace.svg()).iter(f"{SVG}title")]
    assert "regularization_strength_of_layer_2" in titles


def test_a_roomy_picture_stays_in_place_while_values_change() -> None:
    short, long = {"x": 1, "y": 2}, {"x": -1.23e-5, "y": 1e-6}
    usual = graphs.trace("f = x * y", short).evaluation.drawing
    assert graphs.trace("f = x * y", long).evaluation.drawing.prefix != usual.prefix
    roomy = graphs.trace("f = x * y", short, roomy=True)
    assert roomy.with_inputs(long).evaluation.drawing.prefix == roomy.evaluation.drawing.prefix
    assert (
        graphs.trace("f = x * y", long, roomy=True).evaluation.drawing.prefix
        == roomy.evaluation.drawing.prefix
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_result_of_a_step_is_one_mark_and_its_upstream_at_most_one(name: str) -> None:
    trace = trace_of(name)
    for index, step in enumerate(trace.steps):
        root = ElementTree.fromstring(trace.svg(index))
        [now] = [mark for mark in root.iter() if mark.get("data-now") is not None]
        upstream = [mark for mark in root.iter() if mark.get("data-upstream") is not None]
        if step["phase"] == "forward":
            assert (now.get("id") or "").endswith(f"-{step['node']}-value")
            assert upstream == []
        else:
            assert now.get("data-state") == "now"
            assert len(upstream) == (step["node"] is not None)
    assert "data-now" not in trace.svg()
    assert "data-now" not in trace.svg(-1)  # before the first step
