"""A loop of a program's text, taken apart: which statements a value needs, and from what."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from graphs.autodiff.forward import forward
from graphs.check.gradient_names import LOSSES
from graphs.check.reader import StudentReader
from graphs.check.report import read_program
from graphs.errors import GraphError
from graphs.language.array_makers import RANDOM
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Value

LOSS = re.compile(r".*(loss|cost|error|objective)", re.IGNORECASE)


def reads(node: ast.AST) -> set[str]:
    """The names that a piece of text reads; ``w -= 1`` reads w."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.AugAssign) and isinstance(one.target, ast.Name):
            found.add(one.target.id)
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            found.add(one.id)
    return found


def assigns(node: ast.AST) -> set[str]:
    """The names that a piece of text assigns; ``a[0] = 1`` assigns a."""
    found = set()
    for one in ast.walk(node):
        if isinstance(getattr(one, "ctx", None), ast.Store):
            while isinstance(one, ast.Subscript | ast.Attribute):
                one = one.value
            if isinstance(one, ast.Name):
                found.add(one.id)
    return found


def evaluated(node: ast.expr, known: Mapping[str, Value]) -> Value:
    """An expression's value, where names have these.

    Raises:
        GraphError: it is not of the language, or a name has no value.
    """
    graph = parse(ast.unparse(node), known)
    values, _ = forward(graph, known)
    return values[graph.output]


class Loop:
    """A ``for`` over one counter, and what stands before it.

    ``carried`` are the names that have a value before the loop and get another one in it.
    """

    def __init__(
        self,
        text: str,
        before: Sequence[ast.stmt],
        loop: ast.For,
        given: Mapping[str, Value],
        limits: Limits,
    ) -> None:
        self.text, self.before, self.node, self.body = text, before, loop, loop.body
        self.given, self.limits = given, limits
        self.counter = loop.target.id if isinstance(loop.target, ast.Name) else ""
        self.assigned = [assigns(one) for one in loop.body]
        self.made = set[str]().union(*self.assigned)
        self.carried = self.made & set(given).union(*map(assigns, before))

    def counts(self, known: Mapping[str, Value]) -> range | None:
        """The numbers of ``range(…)``; None where it runs over something else."""
        match self.node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[_, *_] as args, keywords=[]):
                numbers = [evaluated(one, known) for one in args[:3]]
                if all(np.ndim(one) == 0 and float(one).is_integer() for one in numbers):
                    return range(*map(int, numbers))
        return None

    def losses(self) -> Iterator[tuple[str, int]]:
        """What may be the loss, the likeliest first: its name, and the place in the body where it
        is computed. Where names do not tell, it is what a check of the gradients finds."""
        usual = [name for name in LOSSES if name in self.made - self.carried]
        usual += sorted(one for one in self.made - self.carried if LOSS.fullmatch(one))
        named = [
            (name, max(at for at, names in enumerate(self.assigned) if name in names))
            for name in dict.fromkeys(usual)
        ]
        if len(named) == 1:
            yield named[0]
        if named or StudentReader.trains(self.node):
            yield from self._checked()
        yield from named

    def _checked(self) -> Iterator[tuple[str, int]]:
        upto = "\n".join(self.text.split("\n")[: self.node.end_lineno])
        try:
            _, program = read_program(upto, self.given, None, self.limits)
        except GraphError:
            return
        name, line = program.loss.name, program.loss.line
        for place, one in enumerate(self.body):
            if one.lineno <= line <= (one.end_lineno or line) and name in self.assigned[place]:
                yield name, place

    def needed(
        self, names: set[str], last: int, taken: Callable[[str], bool] = lambda name: True
    ) -> tuple[list[int], set[str]]:
        """The places in the body, up to one, of the statements that compute names, and the names
        that those start from. A name that is not ``taken`` is started from."""
        places, wanted = [], set(names)
        for place in range(last, -1, -1):
            made = {name for name in self.assigned[place] & wanted if taken(name)}
            if made:
                places.append(place)
                if isinstance(self.body[place], ast.Assign):
                    wanted -= made  # an array whose items are assigned is read too: it comes back
                wanted |= reads(self.body[place])
        return places[::-1], wanted

    def repeats(self, places: Sequence[int]) -> bool:
        """Whether statements do the same in each pass: no counter, nothing drawn or carried on."""
        for place in places:
            parts = ast.walk(self.body[place])
            words = {one.attr for one in parts if isinstance(one, ast.Attribute)}
            words |= reads(self.body[place])
            if self.counter in words or words & RANDOM.keys():
                return False
            if self.assigned[place] & self.carried:
                return False
        return True

    def program(self, places: Sequence[int]) -> str:
        """What stands before the loop, and statements of its body, moved to the left."""
        lines = self.text.split("\n")
        taken = lines[: self.node.lineno - 1]
        touched = [self.node.lineno] + [
            line
            for one in self.body
            for line in range(one.lineno, (one.end_lineno or one.lineno) + 1)
        ]
        for one in (self.body[place] for place in places):
            own = range(one.lineno, (one.end_lineno or one.lineno) + 1)
            if any(touched.count(line) > 1 for line in own):  # several statements on a line
                taken.append(ast.get_source_segment(self.text, one) or ast.unparse(one))
                continue
            margin = lines[one.lineno - 1][: one.col_offset]
            taken += [lines[line - 1].removeprefix(margin) for line in own]
        return "\n".join(taken).strip("\n")
