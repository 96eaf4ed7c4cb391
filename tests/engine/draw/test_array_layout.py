"""Room for arrays: matrices, thumbnails and the marks of broadcasts touch nothing either."""

import random

import numpy as np
import pytest

import graphs
from graphs.draw.curves import sample_points
from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.svg import draw
from graphs.draw.text import tag_width
from graphs.format.arrays import shape_text
from graphs.language.parse import parse
from graphs.model import Graph
from tests.support.patches import overlaps, patches

Shapes = dict[str, tuple[int, ...]]
WIDTHS = (64, 84)
PROGRAMS: dict[str, tuple[str, Shapes]] = {
    "a matrix times a vector": ("q = W @ x\nf = sum(q**2)", {"W": (2, 2), "x": (2,)}),
    "two layers": (
        """\
h = np.maximum(0, X @ W1 + b1)
scores = h @ W2 + b2
e = np.exp(scores)
p = e / np.sum(e, axis=1, keepdims=True)
loss = -np.mean(np.log(p[np.arange(6), np.array([0, 2, 1, 1, 0, 2])]))""",
        {"X": (6, 4), "W1": (4, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)},
    ),
    "layer norm": (
        """\
mu = np.mean(x, axis=1, keepdims=True)
var = np.mean((x - mu)**2, axis=1, keepdims=True)
xhat = (x - mu) / np.sqrt(var + 1e-5)
f = np.sum(gamma * xhat + beta)""",
        {"x": (4, 6), "gamma": (6,), "beta": (6,)},
    ),
    "three steps of an RNN": (
        "h = h0\nfor t in range(3):\n    h = np.tanh(h @ W + x @ U + b)\nf = sum(h * h)",
        {"h0": (1, 4), "W": (4, 4), "x": (1, 3), "U": (3, 4), "b": (4,)},
    ),
    "a learning rate": (
        "f = sum((W - rate * G) ** 2)",
        {"W": (10, 12), "rate": (), "G": (10, 12)},
    ),
    "the same vector everywhere": (
        "y = X\n" + "y = np.exp(y + b)\n" * 8 + "f = sum(y * b)",
        {"X": (20, 3), "b": (3,)},
    ),
    "docked arrays": (
        "f = sum(np.ones((2, 3)) * x / np.array([[2], [3]]) - np.array([1, 2, 3]))",
        {"x": (2, 3)},
    ),
    "small ones": (
        "f = sum(A * u + v / A - u * v)",
        {"A": (2, 2), "u": (2, 1), "v": (1, 2)},
    ),
    "high ranks and long shapes": (
        "f = sum(images * scale + offset)",
        {"images": (128, 3, 224, 224), "scale": (1, 3, 1, 1), "offset": (224,)},
    ),
    "a fork of broadcasts": (
        "f = sum(b * X + b) + sum(b - X) + sum(b)",
        {"b": (3,), "X": (4, 3)},
    ),
    "arrays that are not used": ("g = X * b\nh = exp(g)\nf = sum(X)", {"X": (3, 4), "b": (4,)}),
    "no elements": ("f = sum(x * y)", {"x": (0, 3), "y": (3,)}),
}


def graph_of(program: str, shapes: Shapes) -> Graph:
    return parse(program, {name: np.ones(shape) for name, shape in shapes.items()})


def random_program(seed: int) -> tuple[str, Shapes]:
    """A few statements over arrays of shapes that broadcast together."""
    choose = random.Random(seed)
    family: list[tuple[int, ...]] = choose.choice(
        [
            [(), (2,), (2, 2), (2, 1), (1, 2)],
            [(), (5, 4), (5, 1), (1, 4), (4,)],
            [(), (100, 12), (12,), (100, 1), (1,)],
            [(), (2, 5, 4), (5, 4), (4,), (2, 1, 1)],
            [(), (3,), (3, 3), (3, 1)],
        ]
    )
    shapes = {
        choose.choice((f"{letter}", f"weight_{letter}")): choose.choice(family)
        for letter in "abcdxyz"[: choose.randint(1, 7)]
    }
    names = list(shapes)
    constant = {
        (): "2",
        **{shape: f"np.ones({shape})" for shape in family if shape},
    }[choose.choice(family)]
    lines = []
    for count in range(choose.randint(1, 12)):
        one, two = choose.choice(names[-6:]), choose.choice([*names, constant])
        form = choose.choice(
            ("{0} + {1}", "{0} * {1}", "{1} * {0}", "{0} - {1}", "{1} / {0}", "exp({0})", "-{0}",
             "relu({0})", "np.maximum({0}, {1})", "tanh({0}) + {1}", "{0}**2", "{0} * {1} + {0}",
             "sum({0})", "mean({0}) + {1}", "where({0} > {1}, {0}, 3)", "sum({0} * {1}) * {0}")
        )  # fmt: skip
        name = choose.choice((f"v{count}", f"scores_{count}"))
        lines.append(f"{name} = " + form.format(one, two))
        names.append(name)
    return "\n".join([*lines, f"f = sum({names[-1]})"]), shapes


def test_a_mark_for_every_array() -> None:
    made = layout(graph_of(*PROGRAMS["two layers"]))
    sizes = {value.node: value.size for value in made.values}
    assert {size.kind for size in sizes.values()} == {"number", "heat"}
    assert all(tag.size == sizes[tag.node] for tag in made.tags)
    labels = {value.label for value in made.values} | {tag.label for tag in made.tags}
    assert {"value of W1, (4, 5)", "gradient of W1, (4, 5)", "value of h, (6, 5)"} <= labels


@pytest.mark.parametrize("tag", WIDTHS)
@pytest.mark.parametrize(("text", "shapes"), PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_overlaps(text: str, shapes: Shapes, tag: int) -> None:
    graph = graph_of(text, shapes)
    assert overlaps(graph, layout(graph, tag)) == []


@pytest.mark.parametrize("seed", range(80))
def test_nothing_overlaps_in_random_programs(seed: int) -> None:
    graph = graph_of(*random_program(seed))
    made = layout(graph, WIDTHS[seed % 2])
    assert overlaps(graph, made) == []
    assert_within(graph, made)


@pytest.mark.parametrize(("text", "shapes"), PROGRAMS.values(), ids=PROGRAMS)
def test_everything_is_within_the_picture(text: str, shapes: Shapes) -> None:
    graph = graph_of(text, shapes)
    assert_within(graph, layout(graph))


def assert_within(graph: Graph, made: Layout) -> None:
    for patch in patches(graph, made):
        assert 0 <= patch.left < patch.right <= made.width, patch
        assert 0 <= patch.top < patch.bottom <= made.height, patch


@pytest.mark.parametrize(("text", "shapes"), PROGRAMS.values(), ids=PROGRAMS)
def test_the_mark_of_a_broadcast_stands_on_its_wire(text: str, shapes: Shapes) -> None:
    graph = graph_of(text, shapes)
    made = layout(graph)
    wires = {wire.id: wire for wire in made.wires}
    seen = {(repeat.node, repeat.slot) for repeat in made.broadcasts}
    repeated = set()
    for node, slot in graph.broadcasts:  # a constant is docked, an axis of size 1 repeats nothing
        argument = graph.nodes[graph.nodes[node].args[slot]]
        larger = np.prod(graph.nodes[node].shape) > np.prod(argument.shape)
        if larger and argument.kind != "constant":
            repeated.add((node, slot))
    assert seen == repeated
    for repeat in made.broadcasts:
        path = sample_points(wires[f"n{repeat.node}-{repeat.slot}-wire"].path)
        level = [x for x, y in path if y == repeat.y]
        assert min(level) <= repeat.x - repeat.width / 2
        assert repeat.x + repeat.width / 2 <= max(level)


def test_a_broadcast_says_how_often_and_along_which_axes() -> None:
    made = layout(graph_of("f = sum(X + b) + sum(c * X)", {"X": (10, 5), "b": (5,), "c": (10, 1)}))
    assert [(repeat.text, repeat.title) for repeat in made.broadcasts] == [
        ("10×", "b (5,) is repeated along axis 0 to (10, 5)"),
        ("5×", "c (10, 1) is repeated along axis 1 to (10, 5)"),
    ]
    (number,) = layout(graph_of("f = sum(rate * X)", {"X": (10, 5), "rate": ()})).broadcasts
    assert (number.text, number.title) == (
        "50×",
        "rate, a number, is repeated along axes 0 and 1 to (10, 5)",
    )


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("f = sum(2 * X)", {"X": (3, 4)}),  # a docked number
        ("f = sum(X + b)", {"X": (1, 5), "b": (5,)}),  # an axis more, nothing repeated
        ("f = x * y", {"x": (), "y": ()}),
    ],
)
def test_what_repeats_nothing_has_no_mark(text: str, shapes: Shapes) -> None:
    assert layout(graph_of(text, shapes)).broadcasts == ()


def test_inputs_of_different_widths_start_below_each_other() -> None:
    made = layout(graph_of("f = sum(A * B * c)", {"A": (2, 2), "B": (30, 2, 2), "c": ()}))
    assert len({leaf.x for leaf in made.leaves}) == 1


def test_value_and_gradient_share_a_centre() -> None:
    made = layout(graph_of(*PROGRAMS["two layers"]))
    centres = {value.id.removesuffix("-value"): value.x for value in made.values}
    for tag in made.tags:
        mark = tag.id.removesuffix("-grad")
        if mark in centres:
            assert centres[mark] == tag.x + (tag.size.tag + 10) / 2


def test_a_shape_always_fits_its_tag() -> None:
    for shape in [(3,), (6, 10), (1000, 1000), (1, 1, 1, 1), (128, 3, 224, 224)]:
        made = layout(graph_of("f = sum(x)", {"x": shape}))
        tag = next(tag for tag in made.tags if tag.node == 0)
        assert tag.size.width + 20 <= tag.size.tag
        assert len(shape_text(shape)) * 4 < tag.size.width


def test_the_layout_follows_from_shapes_not_from_values() -> None:
    program = "f = sum(np.tanh(X @ w + b))"
    shapes = {"X": (4, 3), "w": (3,), "b": (4,)}
    one = graphs.trace(program, {name: np.zeros(shape) for name, shape in shapes.items()})
    two = graphs.trace(program, {name: np.full(shape, 0.7) for name, shape in shapes.items()})
    assert one.evaluation.drawing.layout == two.evaluation.drawing.layout
    assert one.evaluation.drawing.prefix == two.evaluation.drawing.prefix
    other = graphs.trace(program, {"X": np.zeros((5, 3)), "w": np.zeros(3), "b": np.zeros(5)})
    assert other.evaluation.drawing.prefix != one.evaluation.drawing.prefix


def test_widths_of_tags_count_the_numbers_of_small_arrays_only() -> None:
    assert tag_width([["1", "−12.25"], {"heat": "0123456789"}, "1"]) == 84
    assert tag_width([{"heat": "0" * 60}]) == 64


def test_very_many_arrays_stand_by_their_shapes_alone() -> None:
    program = "y = X\n" + "".join(f"y = np.tanh(y) * w{i}\n" for i in range(180))
    program += "f = np.sum(y)"
    shapes = {"X": (60, 60), **{f"w{i}": (60, 60) for i in range(180)}}
    graph = graph_of(program, shapes)
    made = layout(graph)
    assert {value.size.kind for value in made.values} == {"shape", "number"}
    assert len(draw(made, {}, "c1", "many")) < 1_500_000
    assert overlaps(graph, made) == []
