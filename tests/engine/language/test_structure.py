"""What a graph says of the text it was read from: ids, places, groups and labels."""

from __future__ import annotations

import pytest

from graphs.explain.labels import expand
from graphs.language.parse import parse


def test_ids_follow_the_text_inputs_first() -> None:
    nodes = parse("q = x + 1\nfor t in range(2):\n    q = q * y").nodes
    assert [(node.id, node.op, node.name) for node in nodes] == [
        ("n0", "input", "x"),
        ("n1", "input", "y"),
        ("n2", "constant", None),
        ("n3", "add", "q"),
        ("n4", "mul", "q"),
        ("n5", "mul", "q"),
    ]
    assert [node.args for node in nodes] == [(), (), (), (0, 2), (3, 1), (4, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "f = (x + y) * exp(z)",
        "名 = （x ＋ y） · exp(z)",
        "é = 1.5\nf = é*é - σ(é · x)  # é",
        "ｆ＝ｘ＋ｘ",
    ],
)
def test_sources_are_the_text_of_each_node(text: str) -> None:
    graph = parse(text)
    lines = text.split("\n")
    for node in graph.nodes:
        place = node.source
        assert place is not None
        assert place.line == place.end_line
        source = lines[place.line - 1][place.column : place.end_column]
        if node.kind == "gate":
            again = parse(source)
            assert again.nodes[again.output].op == node.op
        elif node.kind == "input":
            assert list(parse(source).inputs) == [node.name]
        else:
            assert float(source) == node.constant


def test_groups_are_a_tree_of_calls_and_passes() -> None:
    text = "\n".join(
        [
            "def square(u):",
            "    return u * u",
            "def total(u):",
            "    s = 0.0",
            "    for t in range(2):",
            "        s += square(u) * t",
            "    return s",
            "f = total(x + 1) + 0 * x",
        ]
    )
    graph = parse(text)
    assert [(group.title, group.kind, group.parent) for group in graph.groups] == [
        ("total(x + 1)", "function", None),
        ("t = 0", "loop", 0),
        ("square(u)", "function", 1),
        ("t = 1", "loop", 0),
        ("square(u)", "function", 3),
    ]
    inside = [(node.op, node.group) for node in graph.nodes if node.kind == "gate"]
    assert inside == [
        ("add", None),
        *[("mul", 2), ("mul", 1), ("add", 1), ("mul", 4), ("mul", 3), ("add", 3)],
        *[("mul", None), ("add", None)],
    ]


LABELS = """
a - (b - c);  a - -b;  -(a + b);  a / (b * c);  a / b * c;  a * (-3);  (-a)**2;  -a**2;  a**-b
(a**b)**c;  2**(a < b);  (a < b) < c;  (a or b) and c;  a or b and c;  not (a and b);  (not a) == b
max(a + b, c, -a);  where(a < b, a - b, c);  exp(-a)**2
"""


@pytest.mark.parametrize("text", LABELS.strip().replace("\n", ";  ").split(";  "))
def test_a_label_reads_back_as_what_it_labels(text: str) -> None:
    graph = parse(text)
    label = expand(graph, {}, graph.output, 100)
    assert label is not None
    again = parse(label.text)
    assert [(n.op, n.args, n.constant) for n in again.nodes] == [
        (n.op, n.args, n.constant) for n in graph.nodes
    ]
