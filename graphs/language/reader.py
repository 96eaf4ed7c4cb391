"""What every visitor needs: the state of one reading, errors with places, nodes for values."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from graphs.build import Builder
from graphs.errors import GraphError, TooLarge
from graphs.gates import BY_NAME, Gate
from graphs.language.places import Place, Places
from graphs.language.scope import MODULES, Function, Helper, Module, Number, Scope, Thing, Wire
from graphs.language.words import NOT_IN_THE_LANGUAGE
from graphs.limits import Limits
from graphs.model import Input, Notice, Value

Visit = Generator[Any, Any, Any]


def drive(visit: Visit) -> Any:
    """Run a visit: what it yields is a further visit, or a value that needed none."""
    stack: list[Visit] = [visit]
    result: Any = None
    while stack:
        try:
            child = stack[-1].send(result)
        except StopIteration as stop:
            stack.pop()
            result = stop.value
        else:
            if isinstance(child, Generator):
                stack.append(child)
                result = None
            else:
                result = child
    return result


class Reader(ABC):
    """One reading of one program. Visitors are generators that yield the visits they need."""

    def __init__(self, text: str, given: Mapping[str, Value], limits: Limits) -> None:
        self.text = text
        self.given = given
        self.limits = limits
        self.builder = Builder(limits)
        self.places = Places(text)
        self.top = Scope({name: Module(name) for name in ("np", *MODULES)})
        self.inputs: dict[str, Input] = {}
        self.structural: set[str] = set()
        self.warnings: list[Notice] = []
        self.calls = 0
        self.active: list[Function] = []
        self._known: dict[int, Any] = {}
        self.returned: Thing = None  # what the latest ``return`` gave

    @abstractmethod
    def block(self, body: Sequence[ast.stmt], scope: Scope) -> Visit:
        """Run statements; True once a ``return`` was met."""

    @abstractmethod
    def bind(self, target: ast.expr, item: Thing, scope: Scope) -> None:
        """Give a loop's target its item."""

    # Errors

    def error(
        self, message: str, node: Place | ast.alias, hint: str | None, mend: str | None = None
    ) -> GraphError:
        source = self.places.source(node)
        end = source.end_column if source.end_line == source.line else None
        if mend is not None and end is None:
            mend = None
        return GraphError(message, source.line, source.column, end, hint, mend)

    def not_in_the_language(self, node: ast.AST, at: Place | None = None) -> GraphError:
        message, hint = NOT_IN_THE_LANGUAGE.get(
            type(node), (f"{type(node).__name__} is not part of the language.", None)
        )
        place = at or node
        assert isinstance(place, ast.expr | ast.stmt)
        return self.error(message, place, hint)

    def segment(self, node: ast.expr) -> str:
        return self.places.segment(node)

    # Values

    def value(self, node: ast.expr, scope: Scope, allow_functions: bool = False) -> Visit:
        """Evaluate an expression to a number, a wire or a sequence of them."""
        visit = getattr(self, f"on_{type(node).__name__}", None)
        if visit is None:
            raise self.not_in_the_language(node)
        if allow_functions and isinstance(node, ast.Name) and self._is_function(node.id, scope):
            return BY_NAME[node.id]
        thing = yield visit(node, scope)
        if allow_functions:
            return thing
        if isinstance(thing, Module):
            name = self.segment(node)
            hint = f"Write what you use of it: {name}.exp(x)."
            raise self.error(f"{name} is a module, not a number.", node, hint)
        if isinstance(thing, Gate | Function | Helper):
            name = self.segment(node)
            raise self.error(f"{name} is a function, not a number.", node, f"Call it: {name}(…).")
        return thing

    def _is_function(self, name: str, scope: Scope) -> bool:
        """``act = tanh`` means the function where tanh is no input of its own yet."""
        return name in BY_NAME and name not in self.given and scope.find(name) is None

    def number(self, thing: Thing, node: ast.expr) -> int:
        """A node's index for a value that stands in arithmetic."""
        if isinstance(thing, Number):
            return self.builder.constant(thing.value, self.places.source(node))
        if isinstance(thing, Wire):
            return thing.index
        if isinstance(thing, tuple):
            raise self.error(
                "A list stands where a number is needed.", node, "Use its items one by one."
            )
        if thing is None:
            raise self.error("This has no value.", node, "End the function with return.")
        raise self.error(f"{self.segment(node)} is a function, not a number.", node, "Call it.")

    def apply(self, gate: Gate, things: Sequence[Thing], node: Place, args: Any = None) -> Wire:
        """Add one use of a gate."""
        places = args or [node] * len(things)
        indices = [self.number(thing, place) for thing, place in zip(things, places, strict=True)]
        return Wire(self.builder.apply(gate, indices, self.places.source(node)))

    def new_input(self, name: str, source: Any, default: Value | None = None) -> Wire:
        if len(self.inputs) >= self.limits.inputs:
            raise TooLarge(
                f"The program has more than {self.limits.inputs} inputs.",
                source.line,
                source.column,
                source.end_column,
                "Use fewer names.",
            )
        index = self.builder.input(name, source)
        self.inputs[name] = Input(index, default)
        return Wire(index)
