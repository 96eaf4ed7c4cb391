"""What each step changes in a picture of several pieces: each piece's own frames, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.draw.frames import Writer, frames
from graphs.draw.parts.fragment import Fragment, dots
from graphs.draw.parts.picture import Picture, Piece
from graphs.draw.parts.sections import entering
from graphs.draw.states import Frame, Marks
from graphs.model import Backward, Forward, Step, Value
from graphs.model.sums import SumDigits

CURRENT = ("current", None)


def part_frames(
    picture: Picture,
    values: Sequence[Value],
    steps: Sequence[Step],
    text: Writer,
    written: SumDigits,
) -> tuple[Marks, list[Frame]]:
    """The marks of all pieces before the first step, and what each step changes in them."""
    marks: Marks = {}
    found: list[Frame] = [{"write": {}, "focus": {}} for _ in steps]
    for piece in picture.pieces:
        assert isinstance(piece.graph, Fragment)
        for_piece = _PieceFrames(piece, piece.graph, values, text, written)
        marks |= for_piece.add(steps, found)
    _open_bands(picture, steps, marks, found)
    return marks, found


class _PieceFrames:
    """The frames of one piece, from the steps of the whole program."""

    def __init__(
        self,
        piece: Piece,
        graph: Fragment,
        values: Sequence[Value],
        text: Writer,
        written: SumDigits,
    ) -> None:
        assert graph.whole is not None
        self.written = written
        self.piece, self.graph, self.whole, self.text = piece, graph, graph.whole, text
        self.values = [values[index] for index in graph.original]
        self.node_of = {
            index: node
            for node, index in enumerate(graph.original)
            if graph.nodes[node].kind != "constant"
        }
        self.leaves = {
            index: node
            for index, node in self.node_of.items()
            if graph.nodes[node].kind == "input" and self.whole.nodes[index].kind == "gate"
        }
        self.card_of = {
            gate: node for node, section in graph.cards.items() for gate in section.gates
        }
        gates = graph.inner.keys() | self.card_of.keys()
        self.shared = {  # what other pieces read too: here it shows what this one sends to it
            index
            for index, node in self.node_of.items()
            if graph.nodes[node].kind == "input"
            and any(consumer not in gates for consumer, _ in self.whole.consumers[index])
        }
        self.shares: dict[tuple[int | None, int], Value] = {}

    def add(self, steps: Sequence[Step], found: list[Frame]) -> Marks:
        """Add what the steps change here to their frames; returns the marks before the first."""
        last = self._last_of_cards(steps)
        here: list[tuple[int, Step, bool]] = []
        for number, step in enumerate(steps):
            if isinstance(step, Forward):
                self._forward(number, step, here)
            else:
                self._backward(number, step, here, last)
        own_steps = [step for _, step, _ in here]
        written = self.written.of_nodes(self.graph.original, own_steps, self.shared)
        marks, own = frames(
            self.graph, self.piece.layout, self.values, own_steps, self.text, written
        )
        for (number, _, focused), frame in zip(here, own, strict=True):
            before = found[number]["write"]  # what is in focus comes first
            found[number]["write"] = frame["write"] | before if focused else before | frame["write"]
            if focused:
                found[number]["focus"] |= frame["focus"]
        for leaf in self.leaves.values():
            for mark in self.piece.layout.values:
                if mark.node == leaf:
                    marks[mark.id] = ("pending", None)
        for number, step in enumerate(steps):
            self._arrive(step, found[number])
            self._show_card(step, found[number])
        for section in self.graph.cards.values():
            marks |= dict.fromkeys(dots(section), ("waiting", None))
        return marks

    def _arrive(self, step: Step, frame: Frame) -> None:
        """A value that another piece computed is written beside its name here."""
        if isinstance(step, Forward) and step.node in self.leaves:
            leaf = self.leaves[step.node]
            for mark in self.piece.layout.values:
                if mark.node == leaf:
                    frame["write"][mark.id] = ("shown", self.text(step.value))

    def _show_card(self, step: Step, frame: Frame) -> None:
        """The card of a step's gate is current, and so is the gate's dot on it."""
        gate = gate_of(step)
        card = None if gate is None else self.card_of.get(gate)
        if gate is None or card is None:
            return
        section = self.graph.cards[card]
        frame["focus"][self.graph.nodes[card].id] = CURRENT
        marks = dots(section)
        place = section.gates.index(gate) * len(marks) // len(section.gates)
        frame["focus"][marks[place]] = CURRENT

    def _forward(self, number: int, step: Forward, here: list[tuple[int, Step, bool]]) -> None:
        inner = self.graph.inner.get(step.node)
        if inner is not None:
            here.append((number, Forward(inner, step.value), True))
            return
        card = self.card_of.get(step.node)
        if card is not None and self.graph.cards[card].output == step.node:
            here.append((number, Forward(card, step.value), False))

    def _backward(
        self,
        number: int,
        step: Backward,
        here: list[tuple[int, Step, bool]],
        last: dict[tuple[int, int], int],
    ) -> None:
        inner = None if step.node is None else self.graph.inner.get(step.node)
        to = self.node_of.get(step.to)
        if inner is not None and to is not None:
            total = step.total
            if step.to in self.shared:
                total = self._share(None, step)
            here.append((number, _moved(step, inner, to, total), True))
            return
        card = None if step.node is None else self.card_of.get(step.node)
        if card is not None:
            if step.to in self.graph.cards[card].gates:
                return
            share = self._share(card, step)
            if to is not None and last[card, step.to] == number:
                slot = entering(self.whole, self.graph.cards[card].gates).index(step.to)
                arrived = Backward(card, to, slot, share, None, share, step.total)
                here.append((number, arrived, False))
            return
        known = step.node is None or step.to in self.graph.inner or step.to in self.card_of
        if to is not None and known and to not in self.leaves.values():
            sent = step.upstream, None, step.contribution, step.total
            focused = step.node is None and step.to in self.graph.inner
            here.append((number, Backward(None, to, None, *sent), focused))

    def _share(self, card: int | None, step: Backward) -> Any:
        """What the gates of a card, or of this piece, have sent to a value so far."""
        so_far = self.shares.get((card, step.to))
        with np.errstate(invalid="ignore"):  # inf and −inf
            share = step.contribution if so_far is None else so_far + step.contribution
        self.shares[card, step.to] = share
        return share

    def _last_of_cards(self, steps: Sequence[Step]) -> dict[tuple[int, int], int]:
        """The last step in which a card sends something to a value outside it."""
        return {
            (self.card_of[step.node], step.to): number
            for number, step in enumerate(steps)
            if isinstance(step, Backward) and step.node in self.card_of
        }


def _moved(step: Backward, node: int, to: int, total: Value) -> Backward:
    return Backward(node, to, step.slot, step.upstream, step.local, step.contribution, total)


def gate_of(step: Step) -> int | None:
    """The gate that a step is about; the seed is about the output's."""
    return step.to if isinstance(step, Backward) and step.node is None else step.node


def _open_bands(
    picture: Picture, steps: Sequence[Step], marks: Marks, found: Sequence[Frame]
) -> None:
    """The card that a step's gate is in is open, until a step is in another."""
    bands = list(dict.fromkeys(piece.band for piece in picture.pieces if piece.band))
    if not bands:
        return
    band_of = {gate: band.id for band in bands for gate in band.section.gates}
    marks |= {band.id: ("closed", None) for band in bands}
    opened = bands[0].id
    marks[opened] = ("open", None)
    for step, frame in zip(steps, found, strict=True):
        gate = gate_of(step)
        band = opened if gate is None else band_of.get(gate, opened)
        if band != opened:
            frame["write"] |= {opened: ("closed", None), band: ("open", None)}
            opened = band
