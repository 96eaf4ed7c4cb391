"""Backward slices of a loop's body: the statements that a value needs, and what they start from."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from graphs.autodiff.forward import forward
from graphs.check.program import read_program
from graphs.errors import GraphError
from graphs.language.array_makers import DISTRIBUTIONS, RANDOM
from graphs.language.gradient_names import LOSSES
from graphs.language.parse import parse
from graphs.language.text_analysis import called_word
from graphs.limits import Limits
from graphs.model import Value

LOSS = re.compile(r".*(loss|cost|error|objective)", re.IGNORECASE)


def names_read(node: ast.AST) -> set[str]:
    """The names that a piece of text reads; ``w -= 1`` reads w."""
    names = set()
    for one in ast.walk(node):
        if isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name):
            names.add(one.target.id)
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            names.add(one.id)
    return names


def names_assigned(node: ast.AST) -> set[str]:
    """The names that a piece of text assigns; ``a[0] = 1`` assigns a."""
    names = set()
    for one in ast.walk(node):
        if isinstance(getattr(one, "ctx", None), ast.Store):
            while isinstance(one, ast.Subscript | ast.Attribute):
                one = one.value
            if isinstance(one, ast.Name):
                names.add(one.id)
    return names


def evaluate_expression(node: ast.expr, known: Mapping[str, Value]) -> Value:
    """An expression's value, where names have these.

    Raises:
        GraphError: it is not of the language, or a name has no value.
    """
    graph = parse(ast.unparse(node), known)
    values, _ = forward(graph, known)
    return values[graph.output]


class Loop:
    """A ``for`` over one counter, and the statements before it.

    ``carried`` are the names that have a value before the loop and are assigned in it.
    """

    def __init__(
        self,
        text: str,
        before: Sequence[ast.stmt],
        loop: ast.For,
        input_values: Mapping[str, Value],
        limits: Limits,
    ) -> None:
        self.text, self.before, self.node, self.body = text, before, loop, loop.body
        self.input_values, self.limits = input_values, limits
        self.counter = loop.target.id if isinstance(loop.target, ast.Name) else ""
        self.assigned = [names_assigned(one) for one in loop.body]
        self.assigned_names = set[str]().union(*self.assigned)
        self.carried = self.assigned_names & set(input_values).union(*map(names_assigned, before))

    def counter_values(self, known: Mapping[str, Value]) -> range | None:
        """The numbers of ``range(…)``; None where it runs over something else."""
        match self.node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[_, *_] as args, keywords=[]):
                numbers = [evaluate_expression(one, known) for one in args[:3]]
                if all(np.ndim(one) == 0 and float(one).is_integer() for one in numbers):
                    return range(*map(int, numbers))
        return None

    def loss_candidates(self) -> Iterator[tuple[str, int]]:
        """What may be the loss, the likeliest first: its name, and the place in the body where it
        is computed. Where names are ambiguous, the check of the gradients decides."""
        usual = [name for name in LOSSES if name in self.assigned_names - self.carried]
        usual += sorted(one for one in self.assigned_names - self.carried if LOSS.fullmatch(one))
        named = [
            (name, max(at for at, names in enumerate(self.assigned) if name in names))
            for name in dict.fromkeys(usual)
        ]
        if len(named) == 1:
            yield named[0]
        yield from self._losses_by_check()
        yield from named

    def _losses_by_check(self) -> Iterator[tuple[str, int]]:
        upto = "\n".join(self.text.split("\n")[: self.node.end_lineno])
        try:
            _, program = read_program(upto, self.input_values, None, self.limits)
        except GraphError:
            return
        name, line = program.loss.name, program.loss.line
        for place, one in enumerate(self.body):
            if one.lineno <= line <= (one.end_lineno or line) and name in self.assigned[place]:
                yield name, place

    def backward_slice(
        self, names: set[str], last: int, followed: Callable[[str], bool] = lambda name: True
    ) -> tuple[list[int], set[str]]:
        """The places in the body, up to ``last``, of the statements that compute names, and the
        names that those start from. Names that are not ``followed`` are among these."""
        places, needed = [], set(names)
        for place in range(last, -1, -1):
            assigned_here = {name for name in self.assigned[place] & needed if followed(name)}
            if assigned_here:
                places.append(place)
                if isinstance(self.body[place], ast.Assign):
                    needed -= assigned_here  # read again below where only items are assigned
                needed |= names_read(self.body[place])
        return places[::-1], needed

    def is_invariant(self, places: Sequence[int]) -> bool:
        """Whether statements compute the same in each pass: they use no counter, draw nothing at
        random and assign nothing that is carried over."""
        for place in places:
            parts = list(ast.walk(self.body[place]))
            words = {one.attr for one in parts if isinstance(one, ast.Attribute)}
            words |= names_read(self.body[place])
            called = {called_word(one) for one in parts if isinstance(one, ast.Call)}
            draws = called & DISTRIBUTIONS.keys() or words & (RANDOM.keys() - DISTRIBUTIONS.keys())
            if self.counter in words or draws:
                return False
            if self.assigned[place] & self.carried:
                return False
        return True

    def program(self, places: Sequence[int]) -> str:
        """The text before the loop, and these statements of its body without indentation."""
        lines = self.text.split("\n")
        program_lines = lines[: self.node.lineno - 1]
        touched = [self.node.lineno] + [
            line
            for one in self.body
            for line in range(one.lineno, (one.end_lineno or one.lineno) + 1)
        ]
        for one in (self.body[place] for place in places):
            own = range(one.lineno, (one.end_lineno or one.lineno) + 1)
            if any(touched.count(line) > 1 for line in own):  # several statements on a line
                program_lines.append(ast.get_source_segment(self.text, one) or ast.unparse(one))
                continue
            margin = lines[one.lineno - 1][: one.col_offset]
            program_lines += [lines[line - 1].removeprefix(margin) for line in own]
        return "\n".join(program_lines).strip("\n")
