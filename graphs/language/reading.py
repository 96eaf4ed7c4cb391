"""The state of one reading: its text, graph, names and budgets, and errors with places."""

from __future__ import annotations

import ast
import secrets
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.language.assumptions import NOTHING_ASSUMED
from graphs.language.events import Watcher
from graphs.language.positions import Place, Places
from graphs.language.scope import Scope
from graphs.language.syntax_gates import NOT_IN_THE_LANGUAGE
from graphs.language.things import Function, Holder, LeftOut, Literal, Module, Record, Thing
from graphs.language.visits import Handlers
from graphs.limits import Limits
from graphs.model import Guard, Input, Notice, Value
from graphs.model.builder import Builder
from graphs.model.generated import Redraw

# Operations (see Builder.spend).
PER_ITEM = 2_000  # of a list
PER_COPY = 10  # of a list, into another; of a text, a character

MOST_SEEDS = 10_000  # a seed that is chosen is short enough to be read and typed
MOST_DEPTH = 200  # of calls inside each other
MOST_INSTANCES = 10_000
LONGEST_QUOTE = 120


def shortened(text: str) -> str:
    """A text for an error message, cut at 120 characters."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]} …"


@dataclass(eq=False)
class Frame:
    """A call of a function of the text, as it runs."""

    function: Function
    line: int
    first: Thing = None  # the first argument, for super()


@dataclass(eq=False)
class Printed:
    """A call of ``print`` as it ran: its line, and the text with its line's end."""

    line: int
    parts: tuple[Any, ...]


class Result(NamedTuple):
    """A value at the top, which may be the output: its name if it has one, and its place."""

    name: str | None
    thing: Thing
    place: ast.expr


class Candidate(NamedTuple):
    """A literal that is a constant until it is stored at the top; ``order`` counts them."""

    literal: Literal
    order: int


class Reading:
    """One reading of one program. Handlers are functions that get it first."""

    def __init__(
        self,
        text: str,
        input_values: Mapping[str, Value],
        limits: Limits,
        seed: int | None,
        expressions: Handlers,
        statements: Handlers,
        callers: Mapping[type, Any],
        modules: Mapping[str, Mapping[str, Thing]],
        watchers: Sequence[Watcher] = (),
    ) -> None:
        self.text, self.places = text, Places(text)
        self.expressions, self.statements, self.callers = expressions, statements, callers
        self.modules, self.watchers = modules, tuple(watchers)
        self.limits, self.builder = limits, Builder(limits)
        self.redraw_seeds = {
            name: it.seed for name, it in input_values.items() if isinstance(it, Redraw)
        }
        self.assume = NOTHING_ASSUMED
        self.size_names: Any = None  # which names without a value are sizes
        self.filled: Mapping[str, Value] = {}  # for names to which the text gives no value
        # Data from outside for which inputs stand: by name and line, by node, what held it
        self.outside: Container[tuple[str, int]] = ()
        self.outside_nodes: dict[int, LeftOut] = {}
        self.known_holders: set[Holder] = set()
        self.options: dict[str, Thing] = {}  # of a command line: their defaults
        self.input_values = {
            name: it for name, it in input_values.items() if not isinstance(it, Redraw)
        }
        self.top = Scope({name: Module(full) for name, full in MODULES_AT_HAND.items()})
        self.inputs: dict[str, Input] = {}
        self.structural: set[str] = set()
        self.sizes: set[int] = set()  # nodes that a size, a count or an index was computed from
        self.shape_names: frozenset[str] = frozenset()  # names that stand where shapes are written
        self.text_names: frozenset[str] = frozenset()  # all names that stand in the text
        self.parts: Sequence[ast.AST] = ()  # of the text's syntax tree
        self.records: frozenset[str] = frozenset()  # names used through attributes alone
        self.entry_names: Mapping[
            str, list[str]
        ] = {}  # names used through entries alone: their keys
        self.inputs_made: set[str] = set()  # parameters that became inputs where nothing is called
        self.structured: dict[int, Thing] = {}  # what inputs without a value turned out to hold
        self.made_here: Any = None  # the instance of a class that the text itself does not use
        self.upstreams: list[tuple[int, int]] = []  # values, and the gradients given for them
        self.held: set[int] = set()  # constants that a loop changes: not computed with at once
        self.drawn_literals: dict[int, int] = {}  # nodes by the identity of what was written
        self.loops: list[Any] = []  # that are running, the innermost last
        self.trainings: list[Any] = []  # loops that train
        self.updates_left_out: list[str] = []  # names whose update needs an undefined gradient
        self.forgotten = 0  # nodes of earlier passes, where the text is trained
        self.trains: Any = None  # what runs their passes, where the text is trained
        self.recipes: dict[int, Any] = {}  # nodes that differ from pass to pass: how they are had
        self.recorded: dict[str, Any] = {}  # inputs that are attributes of such names
        self.warnings: list[Notice] = []
        self.notes: list[Notice] = []
        self.frames: list[Frame] = []
        self.calls = self.instances = self.counted = 0
        self.tries = 0  # ``try`` statements around this place
        self.item_names: dict[str, str] = {}  # of a comprehension: the item that it is about
        self.operands: frozenset[ast.AST] = frozenset()  # names that stand where numbers must
        self.steps: frozenset[ast.AST] = frozenset()  # gradients that updates take away
        self.analysed: dict[ast.arguments, tuple[frozenset[str], bool]] = {}  # of definitions
        self.unread: Any = None  # the first call of what is left out, and its place
        self.unknown_call: GraphError | None = None  # the first statement that calls what is none
        self.deleted: set[str] = set()  # names of the top level that ``del`` took away
        self.caught: list[Any] = []  # the exceptions that ``except`` clauses are handling
        # What decided how the text is read
        self.known: dict[int, Value] = {}  # node → its value at the inputs, as far as computed
        self.whole: set[int] = set()  # nodes whose value Python holds as whole numbers
        self.aside: set[int] = set()  # nodes that were made for a decision or a printed text
        self.tested: set[int] = set()  # nodes that were made for conditions alone
        self.guards: dict[int, Guard] = {}
        self.printed: dict[int, list[Printed]] = {}  # by line
        # Literals of objects: inputs once the object is stored at the top
        self.candidates: dict[int, Candidate] = {}
        self.candidates_made = 0
        self.overrides: Mapping[int, Value] = {}  # candidates' values given from outside
        self.overrides_needed: dict[int, Value] = {}  # of the next reading
        self.valued: set[int] = set()  # candidates whose value decided structure
        self.not_printed: dict[str, Input] = {}  # without a value: their lines print nothing
        # The latest number that a line of the top prints, and that a function prints
        self.shown: list[Result] = []
        self.listed: list[Result] = []  # lists that were printed
        self.shown_inside: list[Result] = []
        self.results: dict[Any, Result] = {}  # of the top level, the latest last
        # Random values
        self.chosen_seed = seed
        self.seed: int | None = None  # the chosen one, once something is drawn with it
        self.draws = self.draws_followed = 0  # how often random values were drawn, by a recipe
        self._random: np.random.RandomState | None = None
        self.python_random: Any = None  # of the module random

    # Errors

    def error(
        self, message: str, node: Place | ast.alias, hint: str | None, mend: str | None = None
    ) -> GraphError:
        source = self.places.source(node)
        end = source.end_column if source.end_line == source.line else None
        if mend is not None and end is None:
            mend = None
        return GraphError(message, source.line, source.column, end, hint, mend)

    def too_large(self, message: str, node: Place, hint: str) -> TooLarge:
        source = self.places.source(node)
        end = source.end_column if source.end_line == source.line else None
        return TooLarge(message, source.line, source.column, end, hint)

    def raised(
        self,
        kind: str,
        message: str,
        node: Place,
        hint: str | None,
        args: tuple[Thing, ...] | None = None,
    ) -> GraphError:
        """An error that the text may catch as Python's exception of this kind; ``args`` are then
        those that Python gives it."""
        error = self.error(message, node, hint)
        error.kind, error.args_of_python = kind, args
        return error

    def not_in_the_language(self, node: ast.AST, at: Place | None = None) -> GraphError:
        message, hint = NOT_IN_THE_LANGUAGE.get(
            type(node), (f"{type(node).__name__} is not part of the language.", None)
        )
        place = at or node
        assert isinstance(place, ast.expr | ast.stmt)
        return self.error(message, place, hint)

    def segment(self, node: Place) -> str:
        return self.places.segment(node)

    # Budgets

    def spend(self, operations: int, node: Place) -> None:
        """Count work before it is done.

        Raises:
            TooLarge: all together would take too long.
        """
        builder = self.builder
        builder.spent += operations
        if builder.spent > self.limits.operations:
            builder.spend(0, self.places.source(node))

    def count_call(self, node: Place) -> None:
        self.calls += 1
        if self.calls > self.limits.calls:
            error = self.too_large(
                f"The program makes more than {self.limits.calls} calls and passes.",
                node,
                "Use fewer passes of the loop.",
            )
            error.by_passes = True
            raise error

    def count_items(self, count: int, node: Place) -> None:
        """Count the items of a list or array, before it is gone through, against the limits."""
        if count > self.limits.calls and self.limits.calls < 2**31:
            raise self.error(
                f"This has {count} items; at most {self.limits.calls} are taken apart.",
                node,
                "Compute with the whole array.",
            )
        self.spend(PER_ITEM * max(count, 0), node)

    @property
    def repeats(self) -> bool:
        """Whether passes that come may be like those that were read: the text is trained."""
        return self.trains is not None and self.trains.at > 0

    # Random values

    @property
    def random(self) -> np.random.RandomState:
        """NumPy's own stream; where the program sets no seed, one is chosen."""
        if self._random is None:
            self._random = np.random.RandomState(self.choose_seed())
        return self._random

    def choose_seed(self) -> int:
        """The seed where the program sets none."""
        if self.chosen_seed is None:
            self.chosen_seed = secrets.randbelow(MOST_SEEDS)
        self.seed = self.chosen_seed
        return self.chosen_seed

    def reseed(self, seed: int | None) -> None:
        self.draws += 1
        self._random = np.random.RandomState(seed) if seed is not None else None

    def note_result(self, name: str | None, thing: Thing, place: ast.expr) -> None:
        """A value at the top is the latest."""
        key = name or (place.lineno, place.col_offset)
        self.results.pop(key, None)
        self.results[key] = Result(name, thing, place)

    def result_of(self, name: str, thing: Thing, place: ast.expr) -> Result:
        return Result(name, thing, place)

    @property
    def is_top(self) -> bool:
        """Whether no function is running."""
        return not self.frames

    def in_loop(self) -> bool:
        """Whether a pass of a loop is run, here or around the call."""
        group, groups = self.builder.group, self.builder.groups
        while group is not None:
            if groups[group].kind == "loop":
                return True
            group = groups[group].parent
        return False

    def record_of(self, name: str) -> Record | None:
        return Record(name) if name in self.records else None


MODULES_AT_HAND: Mapping[str, str] = {"np": "numpy", "numpy": "numpy", "math": "math"}
