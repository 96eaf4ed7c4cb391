"""The lines of a generated function: every operation once, in order, large arrays in buffers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import inf, prod
from typing import Any

from graphs.compiled import operation_code
from graphs.compiled.buffers import Buffers, Lifetimes
from graphs.compiled.lowering import ROWS, Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import Term
from graphs.compiled.operations import Operation, live
from graphs.gates import Gate
from graphs.model import Shape

LARGE = 512  # elements of an array that gets a buffer
LONGEST = 72  # characters of an expression inside a line


class Body:
    """The lines that compute the ``roots``.

    ``name_of`` holds names for some operations. ``returned`` are operations whose arrays the caller
    gets, so that no buffer may hold them. ``updates`` maps inputs to the operations whose values
    are written into them. ``floats_only`` says whether Python's floats compute everything.
    ``tested`` are the operations of decisions: their terms stand in ``tested_terms``, to be used
    at the line ``tests_at``, before which nothing is written that a caller sees.
    """

    def __init__(
        self,
        lowering: Lowering,
        roots: Sequence[int],
        names: Names,
        name_of: Mapping[int, str],
        returned: Collection[int] = (),
        updates: Mapping[int, int] | None = None,
        tested: Collection[int] = (),
    ) -> None:
        self.nodes, self.names, self.name_of = lowering.nodes, names, name_of
        self.returned, self.updates = returned, dict(updates or {})
        self.tested, self.last_tested = tested, max(tested, default=-1)
        self.order = live(lowering.nodes, (*roots, *self.updates.values(), *tested))
        self.uses = Counter(it for index in self.order for it in lowering.nodes[index].args)
        self.uses.update((*roots, *self.updates.values(), *tested))
        self.arrays = any(lowering.nodes[index].shape for index in self.order)
        self.floats_only = not self.arrays
        self.lines: list[str] = []
        self.constants: dict[str, Any] = {}  # constants and rows that the lines use, by name
        self.functions: dict[str, Gate] = {}  # functions of numbers that they call
        self._function_names: dict[str, str] = {}
        self.buffers = Buffers()
        self.lifetimes = self._measure_lifetimes(roots)
        self._terms: dict[int, Term] = {}
        self._pending: set[int] = set()  # terms that are in no line yet
        self._targets = {new: old for old, new in self.updates.items()}
        self.tested_terms: dict[int, Term] = {}
        self.tests_at = 0
        self._write()

    def _measure_lifetimes(self, roots: Sequence[int]) -> Lifetimes:
        times = Lifetimes()
        for index in self.order if self.arrays else ():
            operation = self.nodes[index]
            shapes = self._shapes(operation)
            is_view = bool(operation.args) and operation_code.is_view(operation, shapes)
            times.add(index, operation.args[0] if is_view else None)
            known = operation.gate is None or is_view or self._has_own_memory(operation)
            for argument in operation.args:
                times.read(argument, index if known else inf)
        for index in (*roots, *self.updates.values()) if self.arrays else ():
            times.read(index, by=inf)
        for index in self.tested if self.arrays else ():
            times.read(index, by=self.last_tested + 0.5)
        return times

    def _shapes(self, operation: Operation) -> list[Shape]:
        return [self.nodes[argument].shape for argument in operation.args]

    def _has_own_memory(self, operation: Operation) -> bool:
        """Whether an operation's result surely shares no memory with its arguments."""
        return operation_code.array(operation, [Term("")] * len(operation.args)) is not None

    # Terms

    def results(self, roots: Sequence[int]) -> list[str]:
        """The roots as returned: Python's numbers, and arrays that nothing else refers to."""
        already_returned: set[int] = set()
        texts = []
        for index in roots:
            operation, text = self.nodes[index], self._terms[index].text
            if operation.shape:
                shared = index in already_returned or not self._is_unshared(index)
                texts.append(f"np.array({text})" if shared else text)
                already_returned.add(index)
            elif self.floats_only:
                texts.append(text)
            else:
                texts.append(f"{'bool' if operation.truth else 'float'}({text})")
        return texts

    def store_lines(self, locations: Mapping[int, str]) -> list[str]:
        """Lines that write the updates to the places (as text) that their inputs came from."""
        arrays, numbers = [], []
        for target, new in self.updates.items():
            if not self.nodes[target].shape:
                text = self.name(new)
                number = text if self.floats_only else f"float({text})"
                numbers.append(f"{locations[target]} = {number}")
                continue
            text = self.name(new)
            if self.lifetimes.owner(new) != new or self.nodes[new].gate is None:
                self.lines.append(f"{(copy := self.names.numbered('t'))} = np.array({text})")
                text = copy
            arrays.append(f"np.copyto({self._terms[target].text}, {text})")
        return arrays + numbers

    def name(self, index: int) -> str:
        """The name of a value; adds the line that computes it where there is none yet."""
        term = self._terms[index]
        if index in self._pending:
            name = self._new_name(index)
            self.lines.append(f"{name} = {term.text}")
            self._pending.discard(index)
            self._terms[index] = term = Term(name)
        return term.text

    def _new_name(self, index: int) -> str:
        name = self.name_of.get(index)
        return self.names.numbered("t") if name is None else self.names.new(name)

    def function_name(self, name: str) -> str:
        """The name by which the lines call a gate's function of numbers."""
        if name not in self._function_names:
            self._function_names[name] = self.names.new(name)
            self.functions[self._function_names[name]] = ROWS[name]
        return self._function_names[name]

    def _write(self) -> None:
        for index in self.order:
            if index > self.last_tested >= 0 and not self.tested_terms:
                self._note_tests()
            operation = self.nodes[index]
            if operation.gate is None:
                self._terms[index] = self._leaf(operation)
                continue
            self._compute(index, operation)
        if self.tested and not self.tested_terms:
            self._note_tests()

    def _note_tests(self) -> None:
        self.tested_terms = {index: self._terms[index] for index in self.tested}
        self.tests_at = len(self.lines)

    def _leaf(self, operation: Operation) -> Term:
        if operation.name is not None:
            return Term(operation.name)
        if operation.shape:
            name = self.names.numbered("c")
            self.constants[name] = operation.value
            return Term(name)
        return operation_code.literal(operation.value)

    def _compute(self, index: int, operation: Operation) -> None:
        term = self._number(operation) if self.floats_only else None
        if term is not None:
            self._pending.difference_update(operation.args)
            self._terms[index] = term
            self._pending.add(index)
            if self.uses[index] > 1 or len(term[0]) > LONGEST:
                self.name(index)
            return
        shapes = self._shapes(operation)
        args = [self._terms[argument] for argument in operation.args]
        if operation.args and operation_code.is_view(operation, shapes):
            term = operation_code.view(operation, args[0])
        elif operation.shape or any(shapes):
            term = operation_code.array(operation, args)
        elif not self.floats_only:
            term = self._number(operation)
        if term is None:
            assert operation.gate is not None
            self.floats_only = False
            name = self.names.new(operation.gate.name)
            self.constants[name] = operation_code.by_row(operation)
            term = operation_code.call(name, args)
        self._pending.difference_update(operation.args)
        if self._needs_buffer(index, operation):
            self._compute_into_buffer(index, operation, args)
            return
        self._terms[index] = term
        self._pending.add(index)
        overwritten = any(self._is_overwritten(argument) for argument in operation.args)
        if (
            self.uses[index] > 1
            or len(term.text) > LONGEST
            or overwritten
            or index in self.returned
        ):
            self.name(index)
        self._release_dead(index, operation)

    def _number(self, operation: Operation) -> Term | None:
        """An operation of numbers."""
        gate, args = operation.gate, operation.args
        assert gate is not None
        if gate.name in operation_code.REPEATED:
            for argument in operation.args:
                self.name(argument)
        terms = [self._terms[argument] for argument in args]
        if gate.precedence in operation_code.LOGICAL:
            terms = [
                term if self.nodes[argument].truth else Term(f"({term.text} != 0.0)")
                for term, argument in zip(terms, args, strict=True)
            ]
        exponent = self.nodes[args[-1]].value if args and not operation.truth else None
        return operation_code.scalar(operation, terms, exponent, self.function_name)

    # Memory

    def _is_unshared(self, index: int) -> bool:
        """Whether the memory of a value is surely no input's, constant's or other value's."""
        operation = self.nodes[index]
        if operation.gate is None or operation_code.is_view(operation, self._shapes(operation)):
            return False
        return self._has_own_memory(operation)

    def _is_overwritten(self, index: int) -> bool:
        """Whether the memory of a value is overwritten later."""
        owner = self.lifetimes.owner(index)
        return owner in self.buffers.in_use or owner in self.updates

    def _needs_buffer(self, index: int, operation: Operation) -> bool:
        """Whether a value goes to a buffer: a large array that a ufunc makes, not returned."""
        large = prod(operation.shape) >= LARGE
        in_place = self._is_in_place(index) and bool(operation.shape)
        return (large or in_place) and operation.ufunc is not None and index not in self.returned

    def _is_in_place(self, index: int) -> bool:
        """Whether a value may be written over the input that it updates: no test comes after."""
        return index in self._targets and index > self.last_tested

    def _compute_into_buffer(self, index: int, operation: Operation, args: Sequence[Term]) -> None:
        """``name = np.add(x, y, out=buffer)``"""
        function, kind = operation.ufunc, (operation.shape, operation.truth)
        assert function is not None
        assert operation.gate is not None
        target, name = self._targets.get(index) if self._is_in_place(index) else None, ""
        if target is not None and self.lifetimes.is_dead_after(target, index):
            out = self._terms[target].text
            del self.updates[target]
        else:
            if operation.gate.elementwise:  # it may overwrite what it reads
                self.buffers.release(
                    argument
                    for argument in operation.args
                    if self.lifetimes.owner(argument) == argument
                    and self.lifetimes.is_dead_after(argument, index)
                )
            out = self.buffers.take(index, kind, self.names)
            name = self._new_name(index)
        call = f"np.{function.__name__}({', '.join(term.text for term in args)}, out={out})"
        self.lines.append(f"{name} = {call}" if name else call)
        self._terms[index] = Term(name or out)
        self._release_dead(index, operation)

    def _release_dead(self, index: int, operation: Operation) -> None:
        """Free the buffers that nothing reads after this operation."""
        self.buffers.release(
            self.lifetimes.owner(argument)
            for argument in operation.args
            if self.lifetimes.is_dead_after(argument, index)
        )
