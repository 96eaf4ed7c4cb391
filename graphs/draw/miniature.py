"""A program's circuit in small, for a list of programs: gates and wires without names and numbers.

It is the engine's own layout in a spacing of its own. Colours are the page's, by class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.curves import path_data
from graphs.draw.layout import layout
from graphs.draw.marks import GateMark, Layout
from graphs.draw.sizes import NOSE
from graphs.draw.spacing import LOW, TagWidths
from graphs.draw.text import escape, text_width
from graphs.gates.arithmetic import ADD, NEG
from graphs.gates.items import INDEX
from graphs.gates.layers import AFFINE, SOFTMAX, layer_of
from graphs.gates.reductions import MEAN, SUM
from graphs.gates.routing import MAX, RELU
from graphs.model import Graph, Node

WIDTH, HEIGHT = 254.0, 98.0  # of a picture, in pixels
ROOM, EDGE = WIDTH - 36.0, 12.0  # for a circuit; above it and below
SCALE = 0.45  # of the engine's pixels
FREE = 4.0  # a tag for a contribution leaves so much of its wire free on each side

SMALL = replace(
    LOW,
    radius=20.0,
    tag_height=24.0,
    tag_gap=4.0,
    least_tag=0,
    stem=4.0,
    straight=12.0,
    bend=36.0,
    leaf=(15.0, 15.0),
    branch=(4.0, 28.0),
    value=24.0,
    upstream=24.0,
    unit_chips=False,
    array_chips=False,
    gap=0.0,
    name_slot=0.0,
    output_stem=26.0,
    edge=0.0,
    stairs=False,
)
LARGER = replace(SMALL, bend=48.0, leaf=(32.0, 32.0), value=32.0, branch=(10.0, 36.0))
LEVEL, LONGER, TAG = 8, 64, 58  # a wire runs level so far, and so far where there is room; a tag

# What is a word in a large gate, as a curve from the gate's middle.
CURVES = {"exp": "m-10,8c10,0 17,-4 20,-17", "max": "m-11,6h10l9,-12"}
BOX, PAD, BETWEEN = 32.0, 9.0, 9.0  # a layer's height, the room beside its word, and to the next
WORD = 11.0
# What only picks and gathers, after the last layer.
UNSAID = tuple(row.name for row in (NEG, MEAN, SUM, INDEX))


def circuit(graph: Graph) -> str:
    """The circuit gate by gate; where a value forks its contributions have a tag."""
    bare = replace(graph.with_nodes(replace(node, name=None) for node in graph.nodes), names={})
    forked = {(by, slot) for uses in graph.consumers if len(uses) > 1 for by, slot in uses}
    tags = {f"{graph.nodes[by].id}-{slot}-grad": TAG for by, slot in forked}
    bare = bare if forked else replace(bare, wrt=frozenset())
    drawn = layout(bare, TagWidths(LONGER, tags), spacing=LARGER)
    if SCALE * drawn.width > ROOM or SCALE * drawn.height > HEIGHT:
        drawn = layout(bare, TagWidths(LEVEL, tags), spacing=SMALL)
    high, low = _extent(drawn)
    scale = min(SCALE, ROOM / drawn.width, (HEIGHT - 2 * EDGE) / max(low - high, 1.0))
    left, top = (WIDTH - scale * drawn.width) / 2, (HEIGHT - scale * (low + high)) / 2
    radius = SMALL.radius
    parts = [
        *(f'<path class="wire" d="{path_data(wire.path)}"/>' for wire in drawn.wires),
        *(
            f'<path class="wire" d="M{n(mark.x)},{n(mark.y + mark.side * radius)}'
            f'v{n(mark.side * radius)}"/>'
            for mark in drawn.constants
        ),
        *(f'<circle class="fork" cx="{n(x)}" cy="{n(y)}" r="6"/>' for x, y, _ in drawn.forks),
        *(_tag(tag.x + FREE, tag.y + SMALL.tag_gap) for tag in drawn.tags if tag.id in tags),
        *map(_gate, drawn.gates),
    ]
    move = f"translate({n(left)},{n(top)}) scale({scale:.3g})"
    return picture([f'<g transform="{move}">', *parts, "</g>"])


def layers(graph: Graph) -> str:
    """The layers in a row, each with its word; parameters come from below."""
    row = list(_boxes(graph))
    widths = [max(BOX + 2, text_width(word, WORD) + 2 * PAD) for word, _ in row]
    total = sum(widths) + BETWEEN * (len(row) - 1)
    x, y = (WIDTH - total) / 2, HEIGHT / 2 - (5.0 if any(uses for _, uses in row) else 0.0)
    parts = [f'<path class="wire" d="M{n(x - 16)},{n(y)}h{n(total + 32)}"/>']
    for (word, has_parameters), wide in zip(row, widths, strict=True):
        middle = x + wide / 2
        if has_parameters:
            parts.append(f'<path class="wire" d="M{n(middle)},{n(y + BOX / 2)}v22"/>')
        parts.append(
            f'<rect class="disc" x="{n(x)}" y="{n(y - BOX / 2)}" width="{n(wide)}" '
            f'height="{n(BOX)}" rx="5"/>'
            f'<text x="{n(middle)}" y="{n(y + 4)}">{escape(word)}</text>'
        )
        x += wide + BETWEEN
    return picture(parts)


def picture(parts: Iterable[str], fills: bool = False) -> str:
    """A picture of the list; it says nothing that the words beside it do not say. ``fills``: it
    leaves no margin in a place of another shape."""
    ratio = ' preserveAspectRatio="xMidYMid slice"' if fills else ""
    return (
        f'<svg class="miniature" viewBox="0 0 {n(WIDTH)} {n(HEIGHT)}"{ratio} aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def _boxes(graph: Graph) -> Iterator[tuple[str, bool]]:
    """The word of each layer on the way to the output, and whether it has parameters: a product
    with its bias is one, and every other gate."""
    way = _way(graph)
    while way:
        node = way.pop(0)
        word = _word(graph, node)
        if layer_of(node.gate) == AFFINE and way and way[0].gate and way[0].gate.name == ADD.name:
            yield f"{word} {_word(graph, way.pop(0))}", True
        elif node.gate and node.gate.name not in UNSAID:
            yield word, False


def _way(graph: Graph) -> list[Node]:
    """The gates from the data to the output, along the first argument that is a gate."""
    way: list[Node] = []
    node: Node | None = graph.nodes[graph.output]
    while node is not None and node.gate is not None:
        way.append(node)
        before = [graph.nodes[argument] for argument in node.args]
        node = next((one for one in before if one.gate and not one.data), None)
    return way[::-1]


def _word(graph: Graph, node: Node) -> str:
    assert node.gate is not None
    if node.index == graph.output and layer_of(node.gate) == SOFTMAX:  # with its loss in one
        return graph.output_name
    if node.gate.name == MAX.name and _is_against_zero(graph, node):
        return RELU.symbol
    return node.gate.symbol


def _is_against_zero(graph: Graph, node: Node) -> bool:
    values = [graph.nodes[argument] for argument in node.args]
    return any(one.kind == "constant" and not one.shape and one.constant == 0 for one in values)


def _gate(mark: GateMark) -> str:
    x, y = mark.x, mark.y
    lines = styles.SYMBOLS.get(mark.symbol)
    curve = CURVES.get(mark.symbol)
    if lines or curve:
        path = lines(x, y, 1.1) if lines else f"M{n(x)},{n(y)}{curve}"
        symbol = f'<path class="symbol" d="{path}"/>'
    else:
        symbol = f'<text class="symbol" x="{n(x)}" y="{n(y + 8)}">{escape(mark.symbol)}</text>'
    return f'<circle class="disc" cx="{n(x)}" cy="{n(y)}" r="{n(SMALL.radius)}"/>{symbol}'


def _tag(x: float, y: float) -> str:
    """The tag of a contribution, the left end of its box at (x, y)."""
    wide, high = TAG - 2 * FREE - NOSE - 4, SMALL.tag_height
    return (
        f'<path class="tag" d="M{n(x)},{n(y + high / 2)}l{n(NOSE)},{n(-high / 2)}h{n(wide)}'
        f'q4,0 4,4v{n(high - 8)}q0,4 -4,4h{n(-wide)}z"/>'
    )


def _extent(drawn: Layout) -> tuple[float, float]:
    """The top and the bottom of what is drawn of a layout."""
    gates = [mark.y + side * SMALL.radius for mark in drawn.gates for side in (-1, 1)]
    wires = [y for wire in drawn.wires for part in wire.path for _, y in part]
    return min(gates + wires), max(gates + wires)
