"""PyTorch's spelling: NumPy's names under ``torch`` but for those of ``torch_calls``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from graphs.code.gate_code import FUNCTION_NAMES, Spelling, Term, atom, key_text
from graphs.code.literals import Literal
from graphs.code.torch_calls import CALLS, Call
from graphs.gates import ATOM, SUM, Gate
from graphs.gates.items import INDEX, IndexArray, Key, complete_key
from graphs.gates.shapes import Shape
from graphs.model import Node


class TorchSpelling(Spelling):
    """Every value is a tensor."""

    library: ClassVar[str] = "torch"
    literal: ClassVar[Literal] = Literal("torch", "tensor", "torch.")
    copied: ClassVar[str] = "{}.clone()"
    strict: ClassVar[bool] = True

    def helper(self, gate: Gate) -> Callable[..., Any] | None:
        return None

    def library_number(self, text: str) -> str:
        return f"torch.tensor({text})"

    def as_index(self, term: Term, shape: tuple[int, ...]) -> Term:
        return Term(f"{atom(term)}.long()" if shape else f"int({term.text})")

    def truth_as_number(self, term: Term) -> Term:
        return Term(f"{atom(term)}.double()")

    def function_name(self, gate: Gate) -> str:
        name = FUNCTION_NAMES[gate.name]
        return f"torch.{name.removeprefix('np.')}"

    def spell(self, node: Node, args: Sequence[Term], nodes: Sequence[Node]) -> Term:
        gate, parts = node.gate, [nodes[argument] for argument in node.args]
        assert gate is not None
        write_call = CALLS.get(gate.name)
        if write_call is None and gate is not INDEX:
            return super().spell(node, args, nodes)
        terms = [
            self._tensor(part, term)
            for part, term in zip(parts, self.truths_as_numbers(node, args, nodes), strict=True)
        ]
        shapes = [part.shape or () for part in parts]
        if write_call is None:
            return self._index(node, terms, shapes[0])
        settings = {**gate.settings, **node.settings}
        atoms = [atom(term) for term in terms]
        texts, truths = [term.text for term in terms], [part.truth for part in parts]
        call = Call(texts, atoms, settings, shapes, node.shape or (), truths)
        text = write_call(call)
        return Term(text, SUM if re.search(r" [-/*] |^-", text) else ATOM)

    def call(self, node: Node, args: Sequence[str], nodes: Sequence[Node]) -> Term:
        parts = [nodes[argument] for argument in node.args]
        return super().call(
            node,
            [self._tensor(part, Term(arg)).text for part, arg in zip(parts, args, strict=True)],
            nodes,
        )

    def _tensor(self, node: Node, term: Term) -> Term:
        """A function takes no bare number."""
        bare = node.kind == "constant" and node.shape == ()
        return Term(self.library_number(self.scalar(node.constant).text)) if bare else term

    def _index(self, node: Node, args: Sequence[Term], shape: Shape) -> Term:
        flipped, key = self.flipped_axes(node.settings["key"], shape)
        target, indices = atom(args[0]), [term.text for term in args[1:]]
        if flipped:
            target = f"torch.flip({args[0].text}, {flipped})"
        return Term(f"{target}[{self.key(key, indices)}]")

    def flipped_axes(self, key: Key, shape: Shape) -> tuple[tuple[int, ...], Key]:
        """PyTorch has no negative steps: the axis is flipped first."""
        if not any(isinstance(part, slice) and (part.step or 1) < 0 for part in key):
            return (), key
        flipped, parts, place = list[int](), list[Any](), 0
        for part in complete_key(key, len(shape)):
            if isinstance(part, slice) and (part.step or 1) < 0:
                places, size = range(*part.indices(shape[place])), shape[place]
                flipped.append(place)
                ends = (size - 1 - places[0], size - places[-1]) if places else (0, 0)
                part = slice(*ends, -part.step)
            place += max(part.axes, 1) if isinstance(part, IndexArray) else part is not None
            parts.append(part)
        return tuple(flipped), tuple(parts)

    def key(self, key: Key, indices: Sequence[str]) -> str:
        """Beside arrays, whole numbers are arrays too, as NumPy has it."""
        texts, parts = list(indices), list(key)
        if any(isinstance(part, IndexArray) for part in key):
            for at, part in enumerate(key):
                if isinstance(part, int):
                    texts.append(f"torch.tensor({part})")
                    parts[at] = IndexArray(len(texts) - 1)
        return key_text(tuple(parts), texts)
