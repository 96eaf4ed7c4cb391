"""What each step changes in the picture: states and contents of marks, by mark id.

The picture at step k is ``{**marks, **frames[0]["write"], …, **frames[k]["write"],
**frames[k]["focus"]}``: "write" lasts, "focus" holds for its own step only. A content of None keeps
the mark's previous content.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from graphs.draw.addends import addends_line
from graphs.draw.marks import Layout
from graphs.draw.wiring import is_switcher, shape_of, uses_transposed
from graphs.format.arrays import MarkContent, shape_text
from graphs.format.numbers import Digits, typeset
from graphs.format.numbers import write as write_number
from graphs.model import Backward, Forward, Graph, Node, Step, Tangent, Value
from graphs.model.sums import SumDigits

State = tuple[str, MarkContent | None]
Marks = dict[str, State]
Frame = dict[str, Marks]  # "write" and "focus"


class Writer(Protocol):
    """Writes a number or an array as the content of a mark."""

    def __call__(self, value: Value, own: Digits | None = None, /) -> MarkContent: ...


def frames(
    graph: Graph,
    layout: Layout,
    values: Sequence[Value],
    steps: Sequence[Step | Tangent],
    text: Writer,
    written: SumDigits,
) -> tuple[Marks, list[Frame]]:
    """The marks before the first step, and what each step writes and puts in focus.

    ``values`` holds one value a node; ``text`` writes a number or an array for people, sums with
    the digits of ``written``.
    """
    marks = _initial_marks(graph, layout, values, text)
    maker = _FrameMaker(graph, layout, marks, text, written)
    return marks, [
        maker.backward(step)
        if isinstance(step, Backward)
        else maker.forward(step)
        if isinstance(step, Forward)
        else maker.tangent(step)
        for step in steps
    ]


def marks_at(marks: Mapping[str, State], frames: Sequence[Frame], step: int | None = None) -> Marks:
    """The marks at a step, -1 being before the first; without one, whole, with nothing in focus."""
    picture = dict(marks)
    for frame in frames if step is None else frames[: step + 1]:
        _apply(picture, frame["write"])
    if step is not None and 0 <= step < len(frames):
        _apply(picture, frames[step]["focus"])
    return picture


def result_of(frame: Frame) -> str | None:
    """The mark with what a step has computed: its tag, or going forward its gate's value."""
    tag = next((mark for mark, (state, _) in frame["focus"].items() if state == "now"), None)
    return tag or next((mark for mark in frame["write"] if mark.endswith("-value")), None)


def _apply(picture: Marks, changes: Mapping[str, State]) -> None:
    for mark, (state, content) in changes.items():
        old_content = picture.get(mark, ("", None))[1]
        picture[mark] = (state, content if content is not None else old_content)


def flow_strength(gradient: Value) -> int:
    """The width class of a gradient's flow, 1 to 5, by the logarithm of its largest magnitude."""
    size = abs(gradient) if np.ndim(gradient) == 0 else np.max(np.abs(gradient), initial=0.0)
    if math.isnan(size):
        return 3
    if size in (0.0, math.inf):
        return 1 if size == 0 else 5
    return max(1, min(5, round(math.log10(size)) + 3))


def _is_zero(gradient: Value) -> bool:
    return not (gradient if np.ndim(gradient) == 0 else np.any(gradient))


def _initial_marks(graph: Graph, layout: Layout, values: Sequence[Value], text: Writer) -> Marks:
    """The states before the first step: inputs and constants are shown, all else is pending."""
    marks: Marks = {}
    for value in layout.values:
        is_leaf = graph.nodes[value.node].kind != "gate"
        marks[value.id] = ("shown", text(values[value.node])) if is_leaf else ("pending", None)
    marks |= {tag.id: ("pending", None) for tag in layout.tags}
    marks |= {mark.id: ("pending", None) for mark in layout.addends}
    marks |= {gate.id: ("waiting", None) for gate in layout.gates}
    marks |= {wire.id: ("idle", None) for wire in layout.wires}
    marks |= {chip.id: ("hidden", None) for chip in layout.chips}
    marks |= {repeat.id: ("idle", None) for repeat in layout.broadcasts}
    for constant in layout.constants:
        value = values[constant.node]
        shape = np.shape(value)
        marks[constant.id] = ("shown", shape_text(shape) if shape else typeset(write_number(value)))
    return marks


class _FrameMaker:
    """Turns steps into changes of one layout's marks."""

    def __init__(
        self, graph: Graph, layout: Layout, marks: Marks, text: Writer, written: SumDigits
    ) -> None:
        self.graph, self.layout, self.marks, self.text = graph, layout, marks, text
        self.written = written
        self.awaited = {node: len(steps) for node, steps in written.gathered.items()}

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
        """Forward mode: the derivative is written into the gradient's tag."""
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
        write: Marks = {}
        self.awaited[step.to] = self.awaited.get(step.to, 1) - 1
        if not self.awaited[step.to]:  # until the last has arrived, a sum is pending
            write[total] = ("earlier", self.text(step.total, self.written.total(step.to)))
            self._addends(write, step.to)
        if step.node is None or step.slot is None:  # the seed
            focus: Marks = {total: ("now", None)}
            self._flow(write, focus, self.layout.upstream_lines.get(step.to), step.contribution)
            return {"write": write, "focus": focus}
        pair = (step.node, step.slot)
        gate = self.graph.nodes[step.node].id
        focus = {gate: ("current", None), f"{gate}-grad": ("upstream", None)}
        if f"{gate}-addends" in self.marks:
            focus[f"{gate}-addends"] = ("hidden", None)  # the word "upstream" stands there
        if pair in self.layout.contributions:
            tag = f"{gate}-{step.slot}-grad"
            write[tag] = ("earlier", self.text(step.contribution, self.written.part(step.to)))
            focus[tag] = ("now", None)
        if total in write:
            if pair in self.layout.contributions:
                focus[tag] = ("added", None)  # filled too: what is new is the sum
            focus[total] = ("now", None)
        self._local(focus, step.node, step.slot, step.local)
        repeat = f"{gate}-{step.slot}-broadcast"
        if repeat in self.marks:
            write[repeat], focus[repeat] = ("done", None), ("summed", None)
        self._flow(write, focus, self.layout.upstream_lines.get(step.node), step.upstream)
        wire = f"{gate}-{step.slot}-wire"
        if _is_zero(step.contribution) and not _is_zero(step.upstream):
            write[wire] = focus[wire] = ("blocked", None)
        else:
            self._flow(write, focus, wire, step.contribution)
        return {"write": write, "focus": focus}

    def _addends(self, write: Marks, node: int) -> None:
        """The line under a sum that is complete: "= 100.3 + 100.3"."""
        mark = f"{self.graph.nodes[node].id}-addends"
        if mark in self.marks:
            write[mark] = ("shown", addends_line(self.written, node))

    @staticmethod
    def _flow(write: Marks, focus: Marks, wire: str | None, gradient: Value) -> None:
        if wire is not None and not _is_zero(gradient):
            write[wire] = (f"passed-{flow_strength(gradient)}", None)
            focus[wire] = (f"flow-{flow_strength(gradient)}", None)

    def _local(self, focus: Marks, index: int, slot: int, local: Value) -> None:
        """Highlight the local factor: the other wire's value, a constant, or the gate's chip."""
        node = self.graph.nodes[index]
        if not is_switcher(node):
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
        state = "transposed" if uses_transposed(self.graph, node, slot) else "local"
        focus[f"{value}-value"] = (state, None)
        focus[f"{node.id}-{other}-wire"] = ("lit", None)

    def _chip(self, node: Node, local: Value) -> State:
        """A chip's content: one number where the local factor is the same for all elements."""
        if not np.ndim(local):
            return ("number" if node.shape else "local"), self.text(local)
        if local.size and np.all(local == local.flat[0]):
            return "number", self.text(local.flat[0])
        return "local", self.text(np.broadcast_to(local, shape_of(node)))
