"""No mark touches another, no wire crosses a label, on tidy, ugly and random programs."""

import random
from itertools import combinations, pairwise

import graphviz
import pygraphviz
import pytest

import graphs
from graphs.draw import graphviz_engine, ordering
from graphs.draw.curves import sample_points
from graphs.draw.dot import dot_source
from graphs.draw.layout import layout
from graphs.draw.plan import plan, too_large
from graphs.draw.text import tag_width
from graphs.draw.wiring import ancestors
from graphs.language.parse import parse
from tests.support.drawn_programs import PROGRAMS
from tests.support.patches import overlaps, patches

WIDTHS = (64, 84)


def random_program(seed: int) -> str:
    """A few statements over inputs, earlier results and constants."""
    choose = random.Random(seed)
    names = [f"{letter}" for letter in "abcdexyz"[: choose.randint(1, 8)]]
    lines = []
    for count in range(choose.randint(1, 14)):
        one, two = choose.choice(names), choose.choice([*names, "2", "0.5"])
        form = choose.choice(
            ("{0} + {1}", "{0} * {1}", "{1} * {0}", "{0} - {1}", "{1} / {0}", "exp({0})", "-{0}",
             "relu({0})", "max({0}, {1})", "tanh({0}) + {1}", "{0}**2", "{0} * {1} + {0}",
             "1 + {0}", "sigmoid({0} + {1})", "where({0} > {1}, {0}, 3)", "clip({0}, 0, 1)")
        )  # fmt: skip
        lines.append(f"v{count} = " + form.format(one, two))
        names.append(f"v{count}")
    return "\n".join(lines)


@pytest.mark.parametrize("tag", WIDTHS)
@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_overlaps(text: str, tag: int) -> None:
    graph = parse(text)
    assert overlaps(graph, layout(graph, tag)) == []


@pytest.mark.parametrize("seed", range(60))
def test_nothing_overlaps_in_random_programs(seed: int) -> None:
    graph = parse(random_program(seed))
    assert overlaps(graph, layout(graph, WIDTHS[seed % 2])) == []


@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_everything_is_within_the_picture(text: str) -> None:
    graph = parse(text)
    made = layout(graph)
    for patch in patches(graph, made):
        assert 0 <= patch.left < patch.right <= made.width, patch
        assert 0 <= patch.top < patch.bottom <= made.height, patch
    for wire in made.wires:
        for x, y in sample_points(wire.path):
            assert 0 <= x <= made.width, wire.id
            assert 0 <= y <= made.height, wire.id


@pytest.mark.parametrize("name", ["functions", "functions in a loop", "a loop"])
def test_groups_hold_their_gates_and_no_others(name: str) -> None:
    graph = parse(PROGRAMS[name])
    made = layout(graph)
    assert len(made.outlines) == len(graph.groups) >= 5
    places = {gate.node: gate for gate in made.gates}
    for outline in made.outlines:
        group = int(outline.id[1:])
        for node, gate in places.items():
            inside = (
                outline.x < gate.x < outline.x + outline.width
                and outline.y < gate.y < outline.y + outline.height
            )
            assert inside == (group in ancestors(graph, graph.nodes[node].group)), gate.id
    for one, two in combinations(made.outlines, 2):
        edges = [
            abs(one.y - two.y),
            abs(one.y + one.height - two.y),
            abs(one.y - two.y - two.height),
            abs(one.y + one.height - two.y - two.height),
        ]
        side_by_side = one.x + one.width <= two.x or two.x + two.width <= one.x
        assert side_by_side or min(edges) >= 6, (one.id, two.id)


def test_the_lectures_first_circuit_stands_like_the_mock() -> None:
    made = layout(parse("f = (x + y) * z"))
    x, y, z = made.leaves
    plus, times = made.gates
    assert x.y < y.y < z.y
    assert y.y - x.y == z.y - y.y == 78  # the pitch of inputs
    assert plus.y == (x.y + y.y) / 2
    assert plus.y < times.y < z.y
    assert times.x - plus.x == 140


def test_a_chain_is_straight_and_its_wires_are_a_tag_and_sixteen_long() -> None:
    made = layout(parse("f = exp(sin(cos(exp(x))))"), 64)
    assert len({gate.y for gate in made.gates} | {leaf.y for leaf in made.leaves}) == 1
    steps = [two.x - one.x for one, two in pairwise(made.gates)]
    assert steps == [120.0] * 3


def test_arguments_stand_in_order() -> None:
    made = layout(parse("q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))"))
    names = [leaf.name.full for leaf in sorted(made.leaves, key=lambda leaf: leaf.y)]
    assert names == ["w0", "x0", "w1", "x1", "w2"]


def test_a_wire_a_slot() -> None:
    made = layout(parse("f = x*x"))
    assert {wire.id for wire in made.wires} == {"n1-0-wire", "n1-1-wire", "n0-stem", "n1-stem"}
    assert made.contributions == {(1, 0), (1, 1)}
    assert len({wire.path[0] for wire in made.wires if wire.slot is not None}) == 2


def test_a_far_use_of_an_input_is_drawn_as_a_copy() -> None:
    made = layout(parse("y = x\n" + "y = exp(y)\n" * 8 + "f = y * x"))
    (copy,) = (leaf for leaf in made.leaves if leaf.copy)
    assert copy.id == "n0-at-n9-1"
    assert {"n9-1-grad", "n1-0-grad", "n0-grad"} <= {tag.id for tag in made.tags}
    assert made.copies == {(9, 1)}


def test_constants_have_no_tag_and_no_wire() -> None:
    made = layout(parse("f = 2*x + 1"))
    assert [constant.side for constant in made.constants] == [-1, 1]
    assert len(made.tags) == 3  # x, the product, f


def test_too_large_is_told_before_layout() -> None:
    names = [f"x{index}" for index in range(8)]
    text = "".join(f"v{i} = v{i // 2} * v{i - 1}\n" for i in range(2, 400))
    graph = parse("v0 = exp(a)\nv1 = v0 + b\n" + text)
    reason = too_large(graph)
    assert reason is not None
    assert "up to" in reason
    with pytest.raises(graphs.TooLarge):
        layout(graph)
    assert too_large(parse(" + ".join(names))) is None


def test_a_shared_leaf_does_not_blow_the_layout_up() -> None:
    graph = parse("f = " + " + ".join(["a"] * 150))
    assert too_large(graph) is None
    assert len(layout(graph).leaves) > 100


def test_widths_of_tags_come_in_classes() -> None:
    assert tag_width(["−0.53", "1"]) == 64
    assert tag_width(["−0.53", "1"], "3 digits") == 84
    assert tag_width(["−12.00"]) == 84
    assert tag_width(["−1.2345678901234567e−308"], "full") > 200


def test_the_program_on_the_path_gives_the_same_heights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pygraphviz is missing; its own library plays the program here."""

    def pipe(self: graphviz.Digraph, **options: str) -> str:
        drawn: bytes = pygraphviz.AGraph(string=self.source).draw(format="plain", prog="dot")
        return drawn.decode()

    monkeypatch.setattr(graphviz.Digraph, "pipe", pipe)
    for name in ("a neuron", "functions", "micrograd"):
        drawing = plan(parse(PROGRAMS[name]))
        inside = ordering.ordered_heights(drawing)
        with monkeypatch.context() as patched:
            patched.setattr(graphviz_engine, "pygraphviz", None)
            assert ordering.ordered_heights(drawing) == pytest.approx(inside, abs=0.02)


def test_without_any_graphviz_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(graphviz_engine, "pygraphviz", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="install pygraphviz"):
        layout(parse(PROGRAMS["functions"] + "\ng = f*2"))


def test_dot_source_is_safe_to_draw() -> None:
    source = dot_source(parse("loss = x * 2 + y"))
    drawn = pygraphviz.AGraph(string=source)
    assert len(drawn.nodes()) == 5
    assert len(drawn.edges()) == 4
    assert "loss = +" in source
