"""The lines of a function: every operation once, in order, values of large arrays in buffers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import inf, prod
from typing import Any

from graphs.compiled import operation_code
from graphs.compiled.buffers import Buffers, Lifetimes
from graphs.compiled.lowering import Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import Term
from graphs.compiled.operations import Operation, live
from graphs.gates import BY_NAME, Gate
from graphs.model import Shape

LARGE = 512  # elements from which on memory is worth to be kept
LONGEST = 72  # characters of a value without a name inside a line


class Body:
    """``fresh`` are the operations whose values are given away: their arrays are nobody else's.

    ``changed`` maps inputs to the operations whose values are written into them.
    ``whole`` says whether Python's floats can compute everything.
    """

    def __init__(
        self,
        low: Lowering,
        roots: Sequence[int],
        names: Names,
        titles: Mapping[int, str],
        fresh: Collection[int] = (),
        changed: Mapping[int, int] | None = None,
    ) -> None:
        self.nodes, self.names, self.titles = low.nodes, names, titles
        self.fresh, self.changed = fresh, dict(changed or {})
        self.order = live(low.nodes, (*roots, *self.changed.values()))
        self.uses = Counter(it for index in self.order for it in low.nodes[index].args)
        self.uses.update((*roots, *self.changed.values()))
        self.arrays = any(low.nodes[index].shape for index in self.order)
        self.whole = not self.arrays
        self.lines: list[str] = []
        self.needs: dict[str, Any] = {}  # constants and rows that the lines use, by name
        self.functions: dict[str, Gate] = {}  # functions of numbers that they call
        self._called: dict[str, str] = {}
        self.buffers = Buffers()
        self.lifetimes = self._measured(roots)
        self._terms: dict[int, Term] = {}
        self._waiting: set[int] = set()  # terms that stand in no line yet
        self._targets = {new: old for old, new in self.changed.items()}
        self._write()

    def _measured(self, roots: Sequence[int]) -> Lifetimes:
        times = Lifetimes()
        for index in self.order if self.arrays else ():
            made = self.nodes[index]
            shows = bool(made.args) and operation_code.is_view(made, self._shapes(made))
            times.add(index, made.args[0] if shows else None)
            known = made.gate is None or shows or self._known(made)
            for argument in made.args:
                times.read(argument, index if known else inf)
        for index in (*roots, *self.changed.values()) if self.arrays else ():
            times.read(index, by=inf)
        return times

    def _shapes(self, made: Operation) -> list[Shape]:
        return [self.nodes[argument].shape for argument in made.args]

    def _known(self, made: Operation) -> bool:
        """Whether an operation's result is memory of its own for sure."""
        return operation_code.array(made, [Term("")] * len(made.args)) is not None

    # Terms

    def results(self, roots: Sequence[int]) -> list[str]:
        """The roots where they are returned: Python's numbers, arrays that are nobody else's."""
        given: set[int] = set()
        texts = []
        for index in roots:
            made, text = self.nodes[index], self._terms[index].text
            if made.shape:
                texts.append(
                    text if index not in given and self._owns(index) else f"np.array({text})"
                )
                given.add(index)
            elif self.whole:
                texts.append(text)
            else:
                texts.append(f"{'bool' if made.truth else 'float'}({text})")
        return texts

    def stored(self, kept: Mapping[int, str]) -> list[str]:
        """Lines that put what is changed back where it was taken from."""
        arrays, numbers = [], []
        for target, new in self.changed.items():
            if not self.nodes[target].shape:
                text = self.name(new)
                numbers.append(f"{kept[target]} = {text if self.whole else f'float({text})'}")
                continue
            text = self.name(new)
            if self.lifetimes.owner(new) != new or self.nodes[new].gate is None:
                self.lines.append(f"{(copy := self.names.numbered('t'))} = np.array({text})")
                text = copy
            arrays.append(f"np.copyto({self._terms[target].text}, {text})")
        return arrays + numbers

    def name(self, index: int) -> str:
        """A value by its name, after the line that computes it."""
        term = self._terms[index]
        if index in self._waiting:
            name = self._title(index)
            self.lines.append(f"{name} = {term.text}")
            self._waiting.discard(index)
            self._terms[index] = term = Term(name)
        return term.text

    def _title(self, index: int) -> str:
        title = self.titles.get(index)
        return self.names.numbered("t") if title is None else self.names.new(title)

    def call(self, name: str) -> str:
        """What a function of numbers is called in the lines."""
        if name not in self._called:
            self._called[name] = self.names.new(name)
            self.functions[self._called[name]] = BY_NAME[name]
        return self._called[name]

    def _write(self) -> None:
        for index in self.order:
            made = self.nodes[index]
            if made.gate is None:
                self._terms[index] = self._leaf(made)
                continue
            self._compute(index, made)

    def _leaf(self, made: Operation) -> Term:
        if made.name is not None:
            return Term(made.name)
        if made.shape:
            name = self.names.numbered("c")
            self.needs[name] = made.value
            return Term(name)
        return operation_code.literal(made.value)

    def _compute(self, index: int, made: Operation) -> None:
        term = self._number(made) if self.whole else None
        if term is not None:
            self._waiting.difference_update(made.args)
            self._terms[index] = term
            self._waiting.add(index)
            if self.uses[index] > 1 or len(term[0]) > LONGEST:
                self.name(index)
            return
        shapes = self._shapes(made)
        args = [self._terms[argument] for argument in made.args]
        if made.args and operation_code.is_view(made, shapes):
            term = operation_code.view(made, args[0])
        elif made.shape or any(shapes):
            term = operation_code.array(made, args)
        elif not self.whole:
            term = self._number(made)
        if term is None:
            assert made.gate is not None
            self.whole = False
            name = self.names.new(made.gate.name)
            self.needs[name] = operation_code.row(made)
            term = operation_code.called(name, args)
        self._waiting.difference_update(made.args)
        if self._buffered(index, made):
            self._into(index, made, args)
            return
        self._terms[index] = term
        self._waiting.add(index)
        passes = any(self._passes(argument) for argument in made.args)
        if self.uses[index] > 1 or len(term.text) > LONGEST or passes or index in self.fresh:
            self.name(index)
        self._let_go(index, made)

    def _number(self, made: Operation) -> Term | None:
        """An operation of numbers."""
        gate, args = made.gate, made.args
        assert gate is not None
        if gate.name in operation_code.REPEATED:
            for argument in made.args:
                self.name(argument)
        terms = [self._terms[argument] for argument in args]
        if gate.precedence in operation_code.LOGICAL:
            terms = [
                term if self.nodes[argument].truth else Term(f"({term.text} != 0.0)")
                for term, argument in zip(terms, args, strict=True)
            ]
        exponent = self.nodes[args[-1]].value if args and not made.truth else None
        return operation_code.scalar(made, terms, exponent, self.call)

    # Memory

    def _owns(self, index: int) -> bool:
        """Whether the memory of a value that is given away is surely nobody else's."""
        made = self.nodes[index]
        shows = made.gate is None or operation_code.is_view(made, self._shapes(made))
        return not shows and self._known(made)

    def _passes(self, index: int) -> bool:
        """Whether the memory of a value is written over later."""
        owner = self.lifetimes.owner(index)
        return owner in self.buffers.held or owner in self.changed

    def _buffered(self, index: int, made: Operation) -> bool:
        """Whether a value stands in a buffer: a large array that a ufunc makes and nobody keeps."""
        large = prod(made.shape) >= LARGE
        in_place = index in self._targets and bool(made.shape)
        return (large or in_place) and made.ufunc is not None and index not in self.fresh

    def _into(self, index: int, made: Operation, args: Sequence[Term]) -> None:
        """``name = np.add(x, y, out=buffer)``"""
        function, kind = made.ufunc, (made.shape, made.truth)
        assert function is not None
        assert made.gate is not None
        target, name = self._targets.get(index), ""
        if target is not None and self.lifetimes.dies(target, index):
            out = self._terms[target].text
            del self.changed[target]
        else:
            if made.gate.elementwise:  # may be written over what it reads
                self.buffers.release(
                    argument
                    for argument in made.args
                    if self.lifetimes.owner(argument) == argument
                    and self.lifetimes.dies(argument, index)
                )
            out = self.buffers.take(index, kind, self.names)
            name = self._title(index)
        call = f"np.{function.__name__}({', '.join(term.text for term in args)}, out={out})"
        self.lines.append(f"{name} = {call}" if name else call)
        self._terms[index] = Term(name or out)
        self._let_go(index, made)

    def _let_go(self, index: int, made: Operation) -> None:
        """Buffers that nothing reads any more are free."""
        self.buffers.release(
            self.lifetimes.owner(argument)
            for argument in made.args
            if self.lifetimes.dies(argument, index)
        )
