"""The picture of an error: behind what ran stands the gate that failed."""

import re
from typing import NamedTuple

import pytest

import graphs
from graphs.draw.layout import layout
from graphs.draw.parts.fragment import Fragment
from graphs.draw.spacing import SPACINGS, Spacing, TagWidths
from graphs.draw.window import Window
from graphs.evaluation import Display
from graphs.groups.open_groups import ShownEvaluation
from graphs.payload.partial_trace import Read, partial_evaluation, partial_trace
from tests.support.patches import overlaps


class Case(NamedTuple):
    text: str
    label: str  # of the gate that failed
    remarks: tuple[str, ...]
    name: str  # that its result would have, and those ahead of it
    ahead: tuple[str, ...] = ()  # the gates that would follow
    clash: tuple[str, ...] = ("3", "4")  # the sizes that do not fit, in the shapes that are drawn


CASES = {
    "product": Case(
        "X = randn(5, 4)\nW = randn(3, 6)\nh = X * 2\nscores = h @ W\nloss = scores.mean()",
        "matmul gate, does not fit",
        ("line 4", "4 ≠ 3"),
        "scores loss",
        ("mean gate, not run",),
    ),
    "vector": Case(
        "A = randn(2, 3)\nv = randn(4)\nB = A + 1\ny = B @ v",
        "matmul gate, does not fit",
        ("line 4", "3 ≠ 4"),
        "y",
    ),
    "elementwise": Case(
        "a = randn(2, 3)\nb = randn(2, 4)\nc = exp(a)\nd = c - b",
        "sub gate, does not fit",
        ("line 4", "3 ≠ 4"),
        "d",
    ),
    "an axis": Case(
        "a = randn(2, 3)\nb = exp(a)\ns = b.sum(axis=2)",
        "sum gate, does not fit",
        ("line 3", "no axis 2"),
        "s",
        clash=(),
    ),
    "a value": Case(
        "A = ones((2, 2))\nB = A * 2\nC = inv(B)",
        "inv gate, cannot be computed",
        ("line 3",),
        "C",
        clash=(),
    ),
    "a part of a line": Case(
        "a = randn(2, 3)\nb = randn(4)\nc = exp(a)\nd = relu(c + b)",
        "add gate, does not fit",
        ("line 4", "3 ≠ 4"),
        "d",
        ("relu gate, not run",),
    ),
    "in place": Case(
        "a = randn(3)\nb = randn(4)\nc = exp(a)\nc += b",
        "add gate, does not fit",
        ("line 4", "3 ≠ 4"),
        "c",
    ),
    "in a function": Case(
        "def layer(x, W):\n    z = x @ W\n    return relu(z)\n"
        "x = randn(2, 3)\nW = randn(3, 4)\na = layer(x, W)\nV = randn(3, 4)\nb = layer(a, V)",
        "matmul gate, does not fit",
        ("line 2", "4 ≠ 3"),
        "z",
    ),
    "a bias": Case(
        "x = randn(2, 3)\nW = randn(4, 5)\nb = randn(5)\nh = exp(x)\nz = h @ W + b\ny = tanh(z)",
        "matmul gate, does not fit",
        ("line 5", "3 ≠ 4"),
        "z y",
        ("add gate, not run", "tanh gate, not run"),
    ),
    "an array beside it": Case(
        "a = randn(2, 3)\nb = exp(a)\nc = b + [1.0, 2.0]",
        "add gate, does not fit",
        ("line 3", "3 ≠ 2"),
        "c",
        clash=("3",),
    ),
}
LONG = "V = randn(5, 2)\nh0 = randn(6, 6)\n" + "".join(
    f"W{at} = randn(6, 6)\nh{at} = relu(h{at - 1} @ W{at})\n" for at in range(1, 9)
)
cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def before_error(text: str, read: Read | None = None) -> ShownEvaluation:
    with pytest.raises(graphs.GraphError) as raised:
        graphs.trace(text, seed=1)
    shown = partial_evaluation(raised.value, {}, read or Read(Display()))
    assert shown is not None
    return shown


def failed(svg: str) -> list[str]:
    return labels(svg, "failed")


def labels(svg: str, state: str) -> list[str]:
    """The labels of the gates in a state."""
    return re.findall(rf'data-state="{state}" role="img" aria-label="([^"]*)"', svg)


@cases
def test_the_failed_gate_is_filled_with_its_line_and_what_does_not_fit(case: Case) -> None:
    svg = before_error(case.text).evaluation.drawing.svg("")
    assert failed(svg) == [case.label]
    assert tuple(re.findall(r'<text class="remark [^>]*>([^<]*)<', svg)) == case.remarks
    assert labels(svg, "ahead") == list(case.ahead)
    assert sorted(re.findall(r'<tspan class="clash"[^>]*>(\d+)<', svg)) == sorted(case.clash)
    names = re.findall(r'<text class="name[^"]* not-run"[^>]*>([^<]*)<', svg)
    assert names == case.name.split()
    assert re.search(r'<g class="stem" id="[^"]*" data-state="ahead"><path', svg)


@cases
def test_it_is_no_step_and_has_no_value(case: Case) -> None:
    evaluation = before_error(case.text).evaluation
    model, drawing = evaluation.model, evaluation.drawing
    assert len(evaluation.raw_steps) == sum(it.kind == "gate" for it in model.nodes)
    for index, node in enumerate(model.not_run, len(evaluation.node_values)):
        assert node.index == index
        assert not drawing.marks.keys() & {f"{node.id}-value", f"{node.id}-grad"}
        assert f'data-node="{node.id}"' not in drawing.svg("")
        assert all(node.id not in frame["write"] for frame in drawing.frames)


@cases
def test_at_the_last_step_it_alone_is_filled(case: Case) -> None:
    drawing = before_error(case.text).evaluation.drawing
    last = len(drawing.frames) - 1
    assert 'data-state="current"' not in drawing.svg("", last)
    assert failed(drawing.svg("", last)) == failed(drawing.svg("", -1)) == [case.label]
    assert all(frame["focus"] for frame in drawing.frames[:-1])


@cases
def test_what_it_reads_is_used(case: Case) -> None:
    evaluation = before_error(case.text).evaluation
    made = evaluation.drawing.layout
    assert made is not None
    for marks in (made.leaves, made.gates, made.wires):
        assert not any(mark.faded for mark in marks)
    node = evaluation.model.not_run[0]
    wires = [mark for mark in made.wires if mark.node == node.index and mark.slot is not None]
    docked = [mark for mark in made.constants if mark.id.startswith(f"{node.id}-")]
    assert len(wires) + len(docked) == len(node.args)


@pytest.mark.parametrize("spacing", SPACINGS.values(), ids=SPACINGS)
@cases
def test_nothing_overlaps(case: Case, spacing: Spacing) -> None:
    graph = before_error(case.text).evaluation.model.drawn
    made = layout(graph, TagWidths(84), spacing=spacing)
    assert overlaps(graph, made) == []
    assert [tag.node for tag in made.tags] == [value.node for value in made.values]
    assert not made.chips


def pending(shown: ShownEvaluation) -> str:
    """The names of the values that have the tag of a gradient that is to come."""
    drawing = shown.evaluation.drawing
    named = {f"{node.id}-grad": node.name or node.op for node in shown.evaluation.model.nodes}
    tags = [id for id in drawing.marks if id.endswith("-grad")]
    assert {drawing.marks[id] for id in tags} <= {("pending", None)}
    assert not any(id in frame["write"] for id in tags for frame in drawing.frames)
    return " ".join(sorted(named[id] for id in tags))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("x = randn(2)\nW = randn(3)\nh = exp(x)\nside = h * 2\ny = h @ W", "W h x"),
        ("h = randn(5, 3)\ny = array([0, 1, 2, 1, 0])\ns = exp(h)\np = s[arange(4), y]", "h s"),
        ("x = randn(5, 4)\nW = randn(3, 4)\nmask = x > 0\ns = x @ W", "W x"),
        ("x = randn(2)\nW = randn(3)\nm = exp(x) > 1\ns = m @ W", "W"),
        ("x = randn(2)\nm = exp(x) > randn(3)", ""),
        ("x = randn(2)\nW = randn(3)\nb = randn(3)\nh = exp(x)\ny = h @ W + b", "W b h x"),
        ("x = randn(2)\nh = exp(x)\nk = h * 2\nloss = foo(k)", "h k x"),
        ("A = ones((2, 2))\nB = A * 2\nC = inv(B)", "A B"),
    ],
    ids=["beside", "labels", "masked", "from a mask", "a mask", "ahead", "no gate", "a value"],
)
def test_what_is_on_the_way_to_it_has_the_tag_of_a_gradient_to_come(text: str, tags: str) -> None:
    shown = before_error(text)
    assert pending(shown) == tags
    assert not shown.evaluation.gradients


@pytest.mark.parametrize("window", [Window(1000, 480), Window(700, 400), Window(360, 500)])
def test_a_long_picture_has_it_once_in_a_window(window: Window) -> None:
    text = f"{LONG}y = h8 @ V"
    drawing = before_error(text, Read(Display(window=window))).evaluation.drawing
    assert drawing.picture is not None
    assert len(drawing.picture.pieces) > 1
    assert failed(drawing.svg("")) == ["matmul gate, does not fit"]
    for piece in drawing.picture.pieces:
        tagged = {tag.node for tag in piece.layout.tags}
        assert tagged == {value.node for value in piece.layout.values}
        assert not any(wire.data for wire in piece.layout.wires)


@pytest.mark.parametrize(
    "below",
    [
        "e = d * d",
        "e = d.shape[0]",
        "d = 3\ne = exp(d)",
        "def relu(x):\n    return x * 2\ne = relu(d)",
        "print(d)\ne = exp(d)",
        "for i in range(2):\n    d = exp(d)",
        "d += 1",
        "a = randn(3)\ne = d + a",
        "e = [d, d]",
        "e: d = 3",
        "d = 3",
        "e = exp(x=d)",
    ],
)
def test_where_the_syntax_does_not_tell_what_follows_nothing_does(below: str) -> None:
    text = f"a = randn(3)\nb = randn(4)\nc = exp(a)\nd = c + b\n{below}"
    assert [node.name for node in before_error(text).evaluation.model.not_run] == ["d"]


def test_few_of_those_ahead_are_drawn() -> None:
    text = "a = randn(3)\nb = randn(4)\nc = exp(a)\nd = exp(exp(exp(exp(exp(c + b)))))"
    assert len(before_error(text).evaluation.model.not_run) == 4


def test_a_picture_of_one_row_shows_its_own_values() -> None:
    """The row has its gates alone, so that its nodes have other numbers."""
    text = (
        "T, D = 3, 2\nx = randn(T, D)\nWq, Wk, Wv = randn(D, D), randn(D, D), randn(D, D)\n"
        "Q, K, V = x @ Wq, x @ Wk, x @ Wv\nscores = Q @ K / sqrt(K.shape[1])\n"
        "A = softmax(scores, axis=-1)\nout = A @ V"
    )
    drawing = before_error(text, Read(Display(window=Window(1000, 480)))).evaluation.drawing
    assert drawing.picture is not None
    (piece,) = drawing.picture.pieces
    assert isinstance(piece.graph, Fragment)
    assert failed(drawing.svg("")) == ["matmul gate, does not fit"]


def test_it_stands_behind_closed_groups() -> None:
    text = CASES["in a function"].text
    shown = before_error(text, Read(Display(), opening=()))
    assert shown.collapsed is not None
    assert failed(shown.evaluation.drawing.svg("")) == ["matmul gate, does not fit"]
    assert pending(shown) == "V W a x"


def test_gradients_are_awaited_through_a_closed_group_of_several_values() -> None:
    text = (
        "def f(x):\n    a = exp(x)\n    b = relu(a) * 2\n    return b, a * 3\n"
        "x = randn(2, 3)\ny = x * 2\np, q = f(y)\nr = p + q\nz = r @ q"
    )
    shown = before_error(text, Read(Display(), opening=()))
    assert shown.collapsed is not None
    assert pending(shown) == "b b, q q r x y"


def test_it_is_left_out_where_it_reads_what_a_closed_group_hides() -> None:
    text = (
        "def f(x):\n    a = exp(x)\n    b = relu(a) * 2\n    return b @ a\n"
        "x = randn(2, 3)\ny = x * 2\nz = f(y)"
    )
    shown = before_error(text, Read(Display(), opening=()))
    assert shown.whole.model.not_run
    assert failed(shown.evaluation.drawing.svg("")) == []


def test_a_value_that_is_missing_is_no_failed_gate() -> None:
    with pytest.raises(graphs.GraphError) as raised:
        graphs.trace("y = x @ W\nz = y @ V")
    assert raised.value.missing
    assert raised.value.graph is None or raised.value.graph.not_run == ()


def test_the_payload_has_the_picture_and_nothing_else_of_it() -> None:
    with pytest.raises(graphs.GraphError) as raised:
        graphs.trace(CASES["product"].text, seed=1)
    error = raised.value
    drawn = partial_trace(error, {}, Read(Display()))
    error.graph = error.graph.with_nodes(error.graph.nodes)
    without = partial_trace(error, {}, Read(Display()))
    for payload in (drawn, without):
        payload["frames"] = [frame["write"] for frame in payload["frames"]]
    pictured = {"svg", "prefix", "tags", "marks", "picture", "awaited", "not_run"}
    assert pictured & without.keys() == {"svg", "prefix", "tags", "marks"}
    assert {key: drawn[key] for key in drawn.keys() - pictured} == {
        key: without[key] for key in without.keys() - pictured
    }


def test_the_payload_names_what_would_get_a_gradient_the_last_computed_first() -> None:
    with pytest.raises(graphs.GraphError) as raised:
        graphs.trace(CASES["a bias"].text, seed=1)
    sent = partial_trace(raised.value, {}, Read(Display()))
    nodes = {node["id"]: node for node in (*sent["nodes"], *sent["not_run"])}
    named = [nodes[id]["name"] or nodes[id]["symbol"] for id in sent["awaited"]]
    assert named == ["y", "z", "b", "@", "W", "h", "x"]
    assert [node["label"] for node in sent["not_run"]] == ["@", "z", "y"]


def test_the_payload_of_a_program_that_ran_awaits_nothing() -> None:
    assert not {"awaited", "not_run"} & graphs.trace("f = x * 2", {"x": 1}).to_dict().keys()
