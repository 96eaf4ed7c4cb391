"""What each step changes in the picture: states and contents of marks, by mark id.

The picture at step k is ``{**marks, **frames[0]["write"], …, **frames[k]["write"],
**frames[k]["focus"]}``: what is written stays, what is in focus belongs to its step alone. A
content of None leaves the content as it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from graphs.draw.marks import Layout
from graphs.draw.wiring import shape_of, switches, turns
from graphs.format.arrays import Content, shape_text
from graphs.format.numbers import typeset, write
from graphs.model import Backward, Forward, Graph, Node, Step, Tangent, Value

State = tuple[str, Content | None]
Marks = dict[str, State]
Frame = dict[str, Marks]  # "write" and "focus"


def frames(
    graph: Graph,
    layout: Layout,
    values: Sequence[Value],
    steps: Sequence[Step | Tangent],
    text: Callable[[Value], Content],
) -> tuple[Marks, list[Frame]]:
    """The marks before the first step, and what each step writes and puts in focus.

    ``values`` holds one value a node; ``text`` writes a number or an array for people.
    """
    marks = _marks(graph, layout, values, text)
    moving = _Moves(graph, layout, marks, text)
    return marks, [
        moving.backward(step)
        if isinstance(step, Backward)
        else moving.forward(step)
        if isinstance(step, Forward)
        else moving.tangent(step)
        for step in steps
    ]


def fold(marks: Mapping[str, State], frames: Sequence[Frame], step: int | None = None) -> Marks:
    """The picture as it stands at a step; without one, after all of them and nothing in focus."""
    picture = dict(marks)
    for frame in frames if step is None else frames[: step + 1]:
        _apply(picture, frame["write"])
    if step is not None and frames:
        _apply(picture, frames[step]["focus"])
    return picture


def _apply(picture: Marks, changes: Mapping[str, State]) -> None:
    for mark, (state, content) in changes.items():
        before = picture.get(mark, ("", None))[1]
        picture[mark] = (state, content if content is not None else before)


def strength(gradient: Value) -> int:
    """1 to 5 by the logarithm of a gradient's size: how broad its flow is."""
    size = abs(gradient) if np.ndim(gradient) == 0 else np.max(np.abs(gradient), initial=0.0)
    if math.isnan(size):
        return 3
    if size in (0.0, math.inf):
        return 1 if size == 0 else 5
    return max(1, min(5, round(math.log10(size)) + 3))


def _is_zero(gradient: Value) -> bool:
    return not (gradient if np.ndim(gradient) == 0 else np.any(gradient))


def _marks(
    graph: Graph, layout: Layout, values: Sequence[Value], text: Callable[[Value], Content]
) -> Marks:
    """Inputs and constants show from the start; everything else waits."""
    marks: Marks = {}
    for value in layout.values:
        known = graph.nodes[value.node].kind != "gate"
        marks[value.id] = ("shown", text(values[value.node])) if known else ("pending", None)
    marks |= {tag.id: ("pending", None) for tag in layout.tags}
    marks |= {gate.id: ("waiting", None) for gate in layout.gates}
    marks |= {wire.id: ("idle", None) for wire in layout.wires}
    marks |= {chip.id: ("hidden", None) for chip in layout.chips}
    marks |= {repeat.id: ("idle", None) for repeat in layout.repeats}
    for constant in layout.constants:
        value = values[constant.node]
        shape = np.shape(value)
        marks[constant.id] = ("shown", shape_text(shape) if shape else typeset(write(value)))
    return marks


class _Moves:
    """Steps told in terms of the marks of one layout."""

    def __init__(
        self, graph: Graph, layout: Layout, marks: Marks, text: Callable[[Value], Content]
    ) -> None:
        self.graph, self.layout, self.marks, self.text = graph, layout, marks, text

    def forward(self, step: Forward) -> Frame:
        node = self.graph.nodes[step.node]
        write: Marks = {
            f"{node.id}-value": ("shown", self.text(step.value)),
            node.id: ("done", None),
        }
        focus: Marks = {node.id: ("current", None)}
        for slot in range(len(node.args)):
            wire = f"{node.id}-{slot}-wire"
            if wire in self.marks:
                focus[wire] = ("lit", None)
            repeat = f"{node.id}-{slot}-broadcast"
            if repeat in self.marks:
                focus[repeat] = ("lit", None)
        return {"write": write, "focus": focus}

    def tangent(self, step: Tangent) -> Frame:
        """Forward mode: the derivative stands where the gradient stands in reverse."""
        frame = self.forward(Forward(step.node, step.value))
        write, focus = frame["write"], frame["focus"]
        nodes = self.graph.nodes
        tags = [f"{nodes[step.node].id}-grad"] + [
            f"{nodes[consumer].id}-{slot}-grad"
            for consumer, slot in self.graph.consumers[step.node]
        ]
        for tag in tags:
            if tag in self.marks:
                write[tag], focus[tag] = ("earlier", self.text(step.tangent)), ("now", None)
        for slot, local, _ in step.terms:
            focus[f"{nodes[nodes[step.node].args[slot]].id}-grad"] = ("upstream", None)
            self._local(focus, step.node, slot, local)
        return frame

    def backward(self, step: Backward) -> Frame:
        total = f"{self.graph.nodes[step.to].id}-grad"
        write: Marks = {total: ("earlier", self.text(step.total))}
        if step.node is None or step.slot is None:  # the seed
            focus: Marks = {total: ("now", None)}
            self._flow(write, focus, self.layout.through.get(step.to), step.contribution)
            return {"write": write, "focus": focus}
        pair = (step.node, step.slot)
        gate = self.graph.nodes[step.node].id
        focus = {gate: ("current", None), f"{gate}-grad": ("upstream", None)}
        if pair in self.layout.contributions:
            arrived = f"{gate}-{step.slot}-grad"
            same = step.contribution is step.total  # the first to arrive
            content = write[total][1] if same else self.text(step.contribution)
            write[arrived] = ("earlier", content)
            focus[arrived] = ("now", None)
        else:
            focus[total] = ("now", None)
        self._local(focus, step.node, step.slot, step.local)
        repeat = f"{gate}-{step.slot}-broadcast"
        if repeat in self.marks:
            write[repeat], focus[repeat] = ("done", None), ("summed", None)
        self._flow(write, focus, self.layout.through.get(step.node), step.upstream)
        wire = f"{gate}-{step.slot}-wire"
        if _is_zero(step.contribution) and not _is_zero(step.upstream):
            write[wire] = focus[wire] = ("blocked", None)
        else:
            self._flow(write, focus, wire, step.contribution)
        return {"write": write, "focus": focus}

    @staticmethod
    def _flow(write: Marks, focus: Marks, wire: str | None, gradient: Value) -> None:
        if wire is not None and not _is_zero(gradient):
            write[wire] = (f"passed-{strength(gradient)}", None)
            focus[wire] = (f"flow-{strength(gradient)}", None)

    def _local(self, focus: Marks, index: int, slot: int, local: Value) -> None:
        """Ring the local factor where it stands: on the other wire, a constant, or a chip."""
        node = self.graph.nodes[index]
        if not switches(node):
            if f"{node.id}-chip" in self.marks:
                focus[f"{node.id}-chip"] = self._chip(node, local)
            return
        other = 1 - slot
        constant = f"{node.id}-{other}-constant"
        if constant in self.marks:
            focus[constant] = ("local", None)
            return
        copied = (index, other) in self.layout.copies
        value = f"{node.id}-{other}" if copied else self.graph.nodes[node.args[other]].id
        state = "transposed" if turns(self.graph, node, slot) else "local"
        focus[f"{value}-value"] = (state, None)
        focus[f"{node.id}-{other}-wire"] = ("lit", None)

    def _chip(self, node: Node, local: Value) -> State:
        """A local factor that is the same for all elements is one number."""
        if not np.ndim(local):
            return ("number" if node.shape else "local"), self.text(local)
        if local.size and np.all(local == local.flat[0]):
            return "number", self.text(local.flat[0])
        return "local", self.text(np.broadcast_to(local, shape_of(node)))
