"""The state of one reading and what every visitor needs: errors with places, limits, values."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Generator as Steps
from collections.abc import Mapping, Sequence
from types import GeneratorType
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.gates.spellings import SPELLINGS, Spelling
from graphs.language.positions import Place, Places
from graphs.language.scope import (
    MODULES,
    Array,
    Function,
    Generator,
    Helper,
    Maker,
    Method,
    Module,
    Number,
    Scope,
    Thing,
    Wire,
)
from graphs.language.syntax_gates import NOT_IN_THE_LANGUAGE
from graphs.limits import Limits
from graphs.model import Input, Notice, Value
from graphs.model.builder import Builder
from graphs.model.generated import Redraw

Visit = Steps[Any, Any, Any]

# Operations (see Builder.spend).
PER_VISIT = 3_000  # of an expression or a statement
PER_ITEM = 2_000  # of a list
PER_COPY = 10  # of a list, into another

VALUES = frozenset((Wire, Number, Array, tuple))


def run_visit(visit: Visit) -> Any:
    """Run a visit without recursion: what it yields is a further visit, or a value."""
    stack: list[Visit] = [visit]
    result: Any = None
    while stack:
        try:
            child = stack[-1].send(result)
        except StopIteration as stop:
            stack.pop()
            result = stop.value
        else:
            if type(child) is GeneratorType:
                stack.append(child)
                result = None
            else:
                result = child
    return result


class Reader(ABC):
    """One reading of one program. Visitors are generators that yield the visits they need."""

    def __init__(
        self, text: str, input_values: Mapping[str, Value], limits: Limits, seed: int | None = None
    ) -> None:
        self.text = text
        self.redraw_seeds = {
            name: it.seed for name, it in input_values.items() if isinstance(it, Redraw)
        }
        self.input_values = {
            name: it for name, it in input_values.items() if not isinstance(it, Redraw)
        }
        self.limits = limits
        self.builder = Builder(limits)
        self.places = Places(text)
        self.top = Scope({name: Module(name) for name in ("np", *MODULES)})
        self.inputs: dict[str, Input] = {}
        self.structural: set[str] = set()
        self.shape_names: frozenset[str] = frozenset()  # names that stand where shapes are written
        self.item_targets: frozenset[str] = frozenset()  # names whose items are assigned
        self.chosen_seed = seed
        self.seed: int | None = None  # the chosen one, once something is drawn with it
        self._random: np.random.RandomState | None = None
        self.warnings: list[Notice] = []
        self.calls = 0
        self.loops = 0  # around the statement that is run, in its function
        self.active: list[Function] = []
        self._known: dict[int, Any] = {}
        self._visits: dict[type[ast.AST], Any] = {}  # by the kind of part, as they are met
        self.returned: Thing = None  # what the latest ``return`` gave

    @abstractmethod
    def block(self, body: Sequence[ast.stmt], scope: Scope) -> Visit:
        """Run statements; returns the kind of statement that left them early, if one did."""

    @abstractmethod
    def bind(self, target: ast.expr, item: Thing, scope: Scope) -> Visit:
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

    def spend(self, operations: int, node: Place) -> None:
        """Count work before it is done.

        Raises:
            TooLarge: all together would take too long.
        """
        builder = self.builder
        builder.spent += operations
        if builder.spent > self.limits.operations:
            builder.spend(0, self.places.source(node))

    def visit(self, node: ast.AST) -> Any:
        """What reads a part of the program of this kind; None for what is not in the language."""
        kind = type(node)
        if kind not in self._visits:
            self._visits[kind] = getattr(self, f"on_{kind.__name__}", None)
        return self._visits[kind]

    # Values

    def value(self, node: ast.expr, scope: Scope, allow_functions: bool = False) -> Visit:
        """Evaluate an expression to a number, a wire or a sequence of them."""
        visit = self.visit(node)
        if visit is None:
            raise self.not_in_the_language(node)
        self.spend(PER_VISIT, node)
        if allow_functions and isinstance(node, ast.Name) and self._is_function(node.id, scope):
            return BY_NAME.get(node.id) or SPELLINGS[node.id]
        thing = visit(node, scope)
        if type(thing) is GeneratorType:
            thing = yield thing
        if allow_functions or type(thing) in VALUES:
            return thing
        if isinstance(thing, Module):
            name = self.segment(node)
            hint = f"Write what you use of it: {name}.exp(x)."
            raise self.error(f"{name} is a module, not a number.", node, hint)
        if isinstance(thing, Gate | Spelling | Function | Helper | Method | Maker | Generator):
            name = self.segment(node)
            raise self.error(f"{name} is a function, not a number.", node, f"Call it: {name}(…).")
        return thing

    def _is_function(self, name: str, scope: Scope) -> bool:
        """``act = tanh`` means the function where tanh is no input of its own yet."""
        known = name in BY_NAME or name in SPELLINGS
        return known and name not in self.input_values and scope.find(name) is None
