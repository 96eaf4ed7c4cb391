"""No mark touches another, no wire crosses a label, on tidy, ugly and random programs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest

import graphs
from graphs.draw import draw, fold, frames, layout, too_large
from graphs.draw.marks import Layout
from graphs.draw.paths import samples
from graphs.draw.text import width
from graphs.model import Graph
from graphs.parse import parse

PROGRAMS = {
    "the lecture's first": "f = (x + y) * z",
    "a neuron": "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))",
    "patterns": "f = 2 * (x*y + max(z, w))",
    "staged": """\
sigy = 1.0 / (1 + exp(-y))
num = x + sigy
sigx = 1.0 / (1 + exp(-x))
xpy = x + y
den = sigx + xpy**2
f = num / den""",
    "long names": """\
weighted_sum_of_everything = learning_rate*momentum + regularization_strength_of_layer_2
loss_value = weighted_sum_of_everything ** 2 / number_of_examples""",
    "a chain of 30": "y = x\n" + "y = exp(sin(tanh(y)))\n" * 10,
    "a sum of 20 products": "f = " + " + ".join(f"a{i}*b{i}" for i in range(20)),
    "a fork of five": "a = x*y\nf = exp(a) + sin(a) + a*z + tanh(a) + a",
    "huge and tiny": "f = a*b/c + d",
    "x*x - x": "f = x*x - x",
    "four into max": "f = max(a, b, c, a)",
    "seven into min": "f = min(a, b, c, d, e, g, h)",
    "routing": "f = where(x > 0, x*2, -x)",
    "functions": """\
def sq(u):
    return u*u
def g(a, b):
    return sq(a) + sq(b)*3
f = g(x, y) + g(y, 2)""",
    "functions in a loop": """\
def neuron(w, x, b):
    z = w*x + b
    return relu(z)
h = x
for i in range(3):
    h = neuron(w, h, b)
f = h - y""",
    "a loop": "s = s0\nfor t in range(5):\n    s = tanh(w*s + x)\nf = s**2",
    "micrograd": """\
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + relu(b + a)
d += 3 * d + relu(b - a)
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f""",
    "constants everywhere": "f = 2*3 + 1/x + clip(x, 0, 1) * 7 - max(0, x)",
    "unused": "b = a*2\nunused = c + d*e\nf = b + 1",
    "a small network": """\
h1 = tanh(w11*x1 + w12*x2 + b1)
h2 = tanh(w21*x1 + w22*x2 + b2)
h3 = tanh(w31*x1 + w32*x2 + b3)
o = sigmoid(v1*h1 + v2*h2 + v3*h3 + c)
loss = (o - t)**2 + 0.1*(v1**2 + v2**2 + v3**2)""",
    "one gate": "f = exp(x)",
    "an input alone": "f",
    "long gates": "f = softplus(x) + leaky_relu(y) * reciprocal(arctan(z))",
}
WIDTHS = (64, 84)


def graph_of(text: str) -> Graph:
    return parse(text)


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


@dataclass(frozen=True)
class Patch:
    """A rectangle that a mark covers; ``at`` names the gates at whose steps alone it shows."""

    owner: str
    left: float
    top: float
    right: float
    bottom: float
    at: frozenset[int] | None = None

    def touches(self, other: "Patch") -> bool:
        if self.owner == other.owner or (self.at and other.at and not self.at & other.at):
            return False
        return (
            min(self.right, other.right) - max(self.left, other.left) > 1
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 1
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left + 1 < x < self.right - 1 and self.top + 1 < y < self.bottom - 1


def patches(graph: Graph, made: Layout) -> Iterator[Patch]:
    """Everything that may show at some step."""
    ring = made.ring / 2
    for leaf in made.leaves:
        slot = max(28, leaf.name.width)
        left = leaf.x - slot - 54 if leaf.copy else leaf.x - 8 - slot / 2 - leaf.name.width / 2
        right = leaf.x if leaf.copy else left + leaf.name.width
        yield Patch(leaf.id, left, leaf.y - 10, right, leaf.y + 11)
    for gate in made.gates:
        yield Patch(gate.id, gate.x - gate.half, gate.y - 20, gate.x + gate.half, gate.y + 20)
    for value in made.values:
        half = made.ring / 2 - 5
        yield Patch(value.id, value.x - half, value.y - 24, value.x + half, value.y - 9)
        if value.ringed:
            at = frozenset(consumer for consumer, _ in graph.consumers[value.node])
            local = width("local", 14)
            left, top = value.x - local / 2, value.y - 47
            if value.beside:
                left, top = value.x - ring - 5 - local, value.y - 28
            yield Patch(value.id, value.x - ring, value.y - 29, value.x + ring, value.y - 4, at)
            yield Patch(value.id, left, top, left + local, top + 11, at)
    for tag in made.tags:
        yield Patch(tag.id, tag.x, tag.y + 10, tag.x + made.tag, tag.y + 36)
        if tag.caption is not None:
            half = width("upstream", 14) / 2
            left, right = tag.caption - half, tag.caption + half
            at = frozenset([int(tag.id[1:].split("-")[0])])
            yield Patch(tag.id, left, tag.y + 43, right, tag.y + 58, at)
    for chip in made.chips:
        at = frozenset([int(chip.id[1:].split("-")[0])])
        top = chip.y - 68 if chip.side < 0 else chip.y + 42
        yield Patch(chip.id, chip.x - ring, top, chip.x + ring, top + 30, at)
        top = chip.y - 88 if chip.side < 0 else chip.y + 77
        yield Patch(chip.id, chip.x - 16, top, chip.x + 16, top + 11, at)
    for constant in made.constants:
        out = constant.place * 20 * constant.side
        top = constant.y + out + (-56 if constant.side < 0 else 42)
        yield Patch(constant.id, constant.x - 12, top, constant.x + 12, top + 13)
    for label in made.labels:
        left = label.x if label.output else label.x - label.name.width / 2
        yield Patch(f"n{label.node}-label", left, label.y - 9, left + label.name.width, label.y)
    for outline in made.outlines:
        left, wide = outline.title_x, width(outline.title, 13)
        yield Patch(outline.id, left, outline.y + 6, left + wide, outline.y + 19)


def overlaps(graph: Graph, made: Layout) -> list[str]:
    marks = list(patches(graph, made))
    found = {
        f"{one.owner} and {two.owner}" for one, two in combinations(marks, 2) if one.touches(two)
    }
    for wire in made.wires:
        ends = {f"n{wire.node}"}
        if wire.slot is not None:
            ends.add(f"n{graph.nodes[wire.node].args[wire.slot]}")
        for x, y in samples(wire.path, 40):
            found |= {
                f"{wire.id} through {mark.owner}"
                for mark in marks
                if mark.holds(x, y) and mark.owner not in ends
            }
    return sorted(found)


@pytest.mark.parametrize("tag", WIDTHS)
@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_nothing_overlaps(text: str, tag: int) -> None:
    graph = graph_of(text)
    assert overlaps(graph, layout(graph, tag)) == []
