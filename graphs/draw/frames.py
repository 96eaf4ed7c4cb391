"""What each step changes in the picture: states and texts of marks, by mark id.

The picture at step k is ``{**marks, **frames[0]["write"], …, **frames[k]["write"],
**frames[k]["focus"]}``: what is written stays, what is in focus belongs to its step alone. A text
of None leaves the text as it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from graphs.draw.marks import Layout
from graphs.draw.uses import switches
from graphs.model import Backward, Forward, Graph, Step, Value
from graphs.numbers import typeset, write

State = tuple[str, str | None]
Marks = dict[str, State]
Frame = dict[str, Marks]  # "write" and "focus"


def frames(
    graph: Graph,
    layout: Layout,
    values: Sequence[Value],
    steps: Sequence[Step],
    text: Callable[[Value], str],
) -> tuple[Marks, list[Frame]]:
    """The marks before the first step, and what each step writes and puts in focus.

    ``values`` holds one value a node; ``text`` writes a number for people.
    """
    marks = _marks(graph, layout, values, text)
    moving = _Moves(graph, layout, marks, text)
    return marks, [
        moving.forward(step) if isinstance(step, Forward) else moving.backward(step)
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
    for mark, (state, text) in changes.items():
        picture[mark] = (state, text if text is not None else picture.get(mark, ("", None))[1])


def strength(gradient: Value) -> int:
    """1 to 5 by the logarithm of a gradient's size: how broad its flow is."""
    size = abs(gradient) if np.ndim(gradient) == 0 else float(np.max(np.abs(gradient)))
    if math.isnan(size):
        return 3
    if size in (0.0, math.inf):
        return 1 if size == 0 else 5
    return max(1, min(5, round(math.log10(size)) + 3))


def _is_zero(gradient: Value) -> bool:
    return not (gradient if np.ndim(gradient) == 0 else np.any(gradient))


def _marks(
    graph: Graph, layout: Layout, values: Sequence[Value], text: Callable[[Value], str]
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
    for constant in layout.constants:
        marks[constant.id] = ("shown", typeset(write(values[constant.node])))  # as it was typed
    return marks


class _Moves:
    """Steps told in terms of the marks of one layout."""

    def __init__(
        self, graph: Graph, layout: Layout, marks: Marks, text: Callable[[Value], str]
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
        return {"write": write, "focus": focus}

    def backward(self, step: Backward) -> Frame:
        total = f"n{step.to}-grad"
        write: Marks = {total: ("earlier", self.text(step.total))}
        if step.node is None or step.slot is None:  # the seed
            focus: Marks = {total: ("now", None)}
            self._flow(write, focus, self.layout.through.get(step.to), step.contribution)
            return {"write": write, "focus": focus}
        pair = (step.node, step.slot)
        gate = f"n{step.node}"
        focus = {gate: ("current", None), f"{gate}-grad": ("upstream", None)}
        if pair in self.layout.contributions:
            arrived = f"{gate}-{step.slot}-grad"
            write[arrived] = ("earlier", self.text(step.contribution))
            focus[arrived] = ("now", None)
        else:
            focus[total] = ("now", None)
        self._local(focus, step.node, step.slot, step.local)
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
            focus[f"{node.id}-chip"] = ("local", self.text(local))
            return
        other = 1 - slot
        constant = f"{node.id}-{other}-constant"
        if constant in self.marks:
            focus[constant] = ("local", None)
            return
        copied = (index, other) in self.layout.copies
        value = f"{node.id}-{other}" if copied else f"n{node.args[other]}"
        focus[f"{value}-value"] = ("local", None)
        focus[f"{node.id}-{other}-wire"] = ("lit", None)
