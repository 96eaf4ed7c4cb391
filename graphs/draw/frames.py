"""What each step changes in the picture: what it writes for good, and what it puts in focus."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from graphs.draw.addends import addends_line
from graphs.draw.marks import Layout, WireMark
from graphs.draw.states import Frame, Marks, State
from graphs.draw.wiring import is_switcher, shape_of, uses_transposed
from graphs.format.arrays import MarkContent, shape_text
from graphs.format.numbers import Digits, typeset
from graphs.format.numbers import write as write_number
from graphs.model import Backward, Graph, Node, Step, Tangent, Value
from graphs.model.sums import SumDigits


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
    maker = FrameMaker(graph, layout, values, text, written)
    return maker.marks, [{"write": maker.write(one), "focus": maker.focus(one)} for one in steps]


def flow_strength(gradient: Value) -> int:
    """The width class of a gradient's flow, 1 to 5, by the logarithm of its largest magnitude; 0
    where that is 0."""
    is_array = isinstance(gradient, np.ndarray)
    size = float(np.max(np.abs(gradient), initial=0.0) if is_array else abs(gradient))
    if math.isnan(size):
        return 3
    if size in (0.0, math.inf):
        return 5 if size else 0
    return max(1, min(5, round(math.log10(size)) + 3))


def _initial_marks(graph: Graph, layout: Layout, values: Sequence[Value], text: Writer) -> Marks:
    """The states before the first step: inputs and constants are shown, all else is pending."""
    marks: Marks = {}
    for value in layout.values:
        is_leaf = graph.nodes[value.node].kind != "gate"
        marks[value.id] = ("shown", text(values[value.node])) if is_leaf else ("pending", None)
    marks |= {tag.id: ("pending", None) for tag in layout.tags}
    marks |= {mark.id: ("pending", None) for mark in layout.addends}
    marks |= {gate.id: (graph.nodes[gate.node].not_run or "waiting", None) for gate in layout.gates}
    marks |= {wire.id: (_wire_state(graph, wire), None) for wire in layout.wires}
    marks |= {chip.id: ("hidden", None) for chip in layout.chips}
    marks |= {repeat.id: ("idle", None) for repeat in layout.broadcasts}
    for constant in layout.constants:
        value = values[constant.node]
        shape = np.shape(value)
        marks[constant.id] = ("shown", shape_text(shape) if shape else typeset(write_number(value)))
    return marks


def _wire_state(graph: Graph, wire: WireMark) -> str:
    """A wire before the first step: nothing ever passes behind a gate that failed."""
    not_run = graph.nodes[wire.node].not_run
    return "ahead" if not_run == "ahead" or (not_run and wire.slot is None) else "idle"


class FrameMaker:
    """Turns steps into changes of one layout's marks; ``marks`` are those before the first step.

    What is in focus is asked for apart: a whole picture shows none of it.
    """

    def __init__(
        self,
        graph: Graph,
        layout: Layout,
        values: Sequence[Value],
        text: Writer,
        written: SumDigits,
    ) -> None:
        self.graph, self.layout, self.text, self.written = graph, layout, text, written
        self.marks = _initial_marks(graph, layout, values, text)

    def write(self, step: Step | Tangent) -> Marks:
        """What a step changes for good."""
        if isinstance(step, Backward):
            return self._write_back(step)
        node = self.graph.nodes[step.node]
        write: Marks = {
            f"{node.id}-value": ("shown", self.text(step.value)),
            node.id: ("done", None),
        }
        if isinstance(step, Tangent):
            write |= dict.fromkeys(self._tangent_tags(step), ("earlier", self.text(step.tangent)))
        return write

    def focus(self, step: Step | Tangent) -> Marks:
        """What a step changes for as long as it is shown."""
        if isinstance(step, Backward):
            return self._focus_back(step)
        node = self.graph.nodes[step.node]
        focus: Marks = {node.id: ("current", None)}
        for slot in range(len(node.args)):
            for mark in (f"{node.id}-{slot}-wire", f"{node.id}-{slot}-broadcast"):
                if mark in self.marks:
                    focus[mark] = ("lit", None)
        if isinstance(step, Tangent):
            focus |= dict.fromkeys(self._tangent_tags(step), ("now", None))
            for slot, local, _ in step.terms:
                focus[f"{self.graph.nodes[node.args[slot]].id}-grad"] = ("upstream", None)
                self._local(focus, step.node, slot, local)
        return focus

    def _tangent_tags(self, step: Tangent) -> list[str]:
        """Forward mode: the derivative is written into the gradients' tags."""
        nodes = self.graph.nodes
        tags = [f"{nodes[step.node].id}-grad"] + [
            f"{nodes[consumer].id}-{slot}-grad"
            for consumer, slot in self.graph.consumers[step.node]
        ]
        return [tag for tag in tags if tag in self.marks]

    def _completes(self, step: Backward) -> bool:
        """Whether nothing more arrives after a step: until then a sum is pending."""
        arrived = self.written.gathered.get(step.to)
        return arrived is None or step is arrived[-1]

    def _write_back(self, step: Backward) -> Marks:
        write: Marks = {}
        if self._completes(step):
            node = self.graph.nodes[step.to].id
            write[f"{node}-grad"] = "earlier", self.text(step.total, self.written.total(step.to))
            if f"{node}-addends" in self.marks and step.to in self.written.gathered:
                write[f"{node}-addends"] = ("shown", addends_line(self.written, step.to))
        if step.node is not None and step.slot is not None:
            wire = f"{self.graph.nodes[step.node].id}-{step.slot}"
            if (step.node, step.slot) in self.layout.contributions:
                part = self.text(step.contribution, self.written.part(step.to))
                write[f"{wire}-grad"] = ("earlier", part)
            if f"{wire}-broadcast" in self.marks:
                write[f"{wire}-broadcast"] = ("done", None)
        return write | self._flow(step, "passed")

    def _focus_back(self, step: Backward) -> Marks:
        total, completes = f"{self.graph.nodes[step.to].id}-grad", self._completes(step)
        if step.node is None or step.slot is None:  # the seed
            return {total: ("now", None)} | self._flow(step, "flow")
        gate = self.graph.nodes[step.node].id
        focus: Marks = {gate: ("current", None), f"{gate}-grad": ("upstream", None)}
        if f"{gate}-addends" in self.marks:
            focus[f"{gate}-addends"] = ("hidden", None)  # the word "upstream" stands there
        if (step.node, step.slot) in self.layout.contributions:  # what is new at the end is the sum
            focus[f"{gate}-{step.slot}-grad"] = ("added" if completes else "now", None)
        if completes:
            focus[total] = ("now", None)
        self._local(focus, step.node, step.slot, step.local)
        repeat = f"{gate}-{step.slot}-broadcast"
        if repeat in self.marks:
            focus[repeat] = ("summed", None)
        return focus | self._flow(step, "flow")

    def _flow(self, step: Backward, kind: str) -> Marks:
        """The lines along which a step's gradients come back, as broad as these are large."""
        lines: Marks = {}
        end = step.to if step.node is None else step.node
        upstream = step.contribution if step.node is None else step.upstream
        line, arrived = self.layout.upstream_lines.get(end), flow_strength(upstream)
        if line is not None and arrived:
            lines[line] = (f"{kind}-{arrived}", None)
        if step.node is not None:
            wire = f"{self.graph.nodes[step.node].id}-{step.slot}-wire"
            if sent := flow_strength(step.contribution):
                lines[wire] = (f"{kind}-{sent}", None)
            elif arrived:
                lines[wire] = ("blocked", None)
        return lines

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
