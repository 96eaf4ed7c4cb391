"""What a name, an attribute or an entry can hold while a program is read.

Python's own immutable values stand for themselves: int, float, bool, str, None, tuple, range,
slice, Ellipsis. Everything that can be changed, called or asked for an attribute is a class of
ours, so that no text reaches a Python object of the server.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from graphs.gates import Gate
from graphs.gates.spellings import Spelling
from graphs.model import Slot as Slot
from graphs.model import Source

Thing = Any  # one of Python's values named above, or of the classes below


@dataclass
class Streams:
    """Random numbers from one seed, as NumPy's old functions and as its generators draw them."""

    seed: int
    memory: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.legacy = np.random.RandomState(self.seed)
        self.modern = np.random.default_rng(self.seed)

    def like(self, source: Any) -> Any:
        return self.modern if isinstance(source, np.random.Generator) else self.legacy


@dataclass(frozen=True, eq=False, slots=True)
class Literal:
    """A number or array written without inputs.

    ``drawn`` names the random function it comes from, ``redraw`` computes its value with other
    streams of random numbers; ``whole`` says that Python holds whole numbers; ``blank`` that it
    was made to be filled, as by ``np.zeros``.
    """

    value: Any
    drawn: str | None = None
    redraw: Callable[[Streams], Any] | None = None
    whole: bool = False
    blank: bool = False

    def redrawn(self, streams: Streams) -> Any:
        """Its value with other random numbers; worked out once for each literal."""
        if self.redraw is None:
            return self.value
        if id(self) not in streams.memory:
            streams.memory[id(self)] = self.redraw(streams)
        return streams.memory[id(self)]


class Wire:
    """A number or an array of the graph, with Python's identity: names of one array share it.

    ``node`` is the index of its present node, None while it is a ``literal`` that nothing needed
    yet. Writing into an array replaces the node and counts a ``change``. A view is a wire with a
    ``base``: ``view`` makes it from the base, and its node holds for the base's change ``seen``.
    """

    __slots__ = ("base", "change", "fortran", "literal", "mutable", "node", "seen", "view")

    def __init__(
        self,
        node: int | None,
        literal: Literal | None = None,
        mutable: bool = False,
    ) -> None:
        self.node = node
        self.literal = literal
        self.mutable = mutable  # an array, or a number that NumPy holds as one
        self.change = 0
        self.base: Wire | None = None
        self.view: View | None = None
        self.seen = 0
        self.fortran = False  # laid out column by column, as NumPy lays out what it makes of x.T


@dataclass(frozen=True, eq=False, slots=True)
class View:
    """How a view is made from its base."""

    gate: Gate
    settings: Mapping[str, Any]


class WrittenInt(int):
    """A whole number that remembers how the text wrote it, for the picture."""

    written: Written


class WrittenFloat(float):
    """A number that remembers how the text wrote it, for the picture."""

    written: Written


@dataclass(eq=False, slots=True)
class Written:
    """``2 * 3``, or a local name: what is drawn where a known number meets a wire."""

    source: Source | None
    name: str | None = None
    gate: Gate | None = None
    operands: tuple[Any, ...] = ()
    node: int | None = None  # once it was drawn
    depth: int = 0  # of operands inside each other


class Count(int):
    """A length or a size: it follows from shapes, so it is never an input."""


# Containers


@dataclass(eq=False, slots=True)
class List:
    """``array`` is the input that a list of numbers became. ``rows`` are then the lists in it,
    once one was asked for; a row knows its ``holder``, which is one array no longer when the row
    is made longer or shorter.

    ``kind`` is what Python calls it: "list", "deque", "dict_keys" …; ``most`` a deque's ``maxlen``.
    """

    items: list[Thing] = field(default_factory=list)
    array: Wire | None = None
    path: str = ""
    kind: str = "list"
    most: int | None = None
    rows: list[Thing] | None = None
    holder: List | None = None


def leaves(thing: Thing, deepest: int = 2**31) -> Iterable[Thing]:
    """What lists and tuples hold that is neither, at any depth; each of them is entered once, so
    that those that hold themselves, or one another many times over, come to an end."""
    stack, met = [(thing, 0)], set[int]()
    while stack:
        here, depth = stack.pop()
        if isinstance(here, List) and here.array is not None:
            yield here
        elif isinstance(here, List | tuple):
            if id(here) not in met and depth < deepest:
                met.add(id(here))
                items = here.items if isinstance(here, List) else here
                stack.extend((item, depth + 1) for item in items)
        else:
            yield here


@dataclass(eq=False, slots=True)
class Dict:
    """By hashable key the key as a thing, and the value. ``default`` makes missing entries."""

    items: dict[Any, tuple[Thing, Thing]] = field(default_factory=dict)
    path: str = ""
    default: Thing = None
    kind: str = "dict"


def dict_of(entries: Mapping[str, Thing]) -> Dict:
    """A dictionary with texts as keys."""
    return Dict({key: (key, thing) for key, thing in entries.items()})


@dataclass(eq=False, slots=True)
class Set:
    """By hashable key the item, in the order of insertion."""

    items: dict[Any, Thing] = field(default_factory=dict)
    frozen: bool = False


@dataclass(eq=False, slots=True)
class Iterator:
    """``step(run, node)`` gives the next item, ``END``, or a visit that does."""

    step: Callable[..., Any]
    kind: str = "iterator"
    parked: Any = None  # the visits of a typed generator


END: Any = type("End", (), {"__slots__": ()})()
# The default of a dictionary whose missing entries are inputs.
FROM_OUTSIDE: Any = type("FromOutside", (), {"__slots__": ()})()


# What can be called


@dataclass(frozen=True, eq=False, slots=True)
class GateFunction:
    """A gate under the word it is called by: ``max``, ``maximum``.

    ``python`` is the function of Python's own whose errors a ``try`` may catch.
    """

    gate: Gate | Spelling
    word: str
    is_method: bool = False  # its first argument is the array whose method it is
    python: Callable[..., Any] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Maker:
    """A function that makes an array of what is known: ``zeros``, ``arange``, ``randn``.

    ``source`` is the random generator it draws from, if it draws.
    """

    name: str
    source: Any = None


@dataclass(frozen=True, eq=False, slots=True)
class Builtin:
    """A function of Python's or NumPy's that is no gate; ``run``'s own signature is its signature,
    after the reading and the place."""

    name: str
    run: Callable[..., Any]
    attributes: Mapping[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Type:
    """A type of Python's: ``int``, ``list``, ``float64``; ``make`` is called to make one."""

    name: str
    make: Callable[..., Any] | None = None
    is_dtype: bool = False  # of an array's elements: printed as its name


@dataclass(eq=False, slots=True)
class Function:
    """A ``def`` or ``lambda`` with the scope it was written in."""

    name: str
    arguments: ast.arguments
    defaults: tuple[Thing, ...]
    keyword_defaults: Mapping[str, Thing]
    body: tuple[ast.stmt, ...] | ast.expr
    scope: Any  # a Scope, which holds things
    locals: frozenset[str]
    is_generator: bool = False
    owner: Class | None = None  # the class in whose body it stands, for super()
    attributes: dict[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Method:
    """A function of a value, as in ``x.sum``, with the value it belongs to."""

    owner: Thing
    function: Thing


@dataclass(frozen=True, eq=False, slots=True)
class Partial:
    """``functools.partial``."""

    function: Thing
    things: tuple[Thing, ...]
    named: Mapping[str, Thing]


# Classes


@dataclass(eq=False, slots=True)
class Class:
    """A class of the text, or an exception of Python's (``python`` is then its name).

    ``order`` is the method resolution order, itself first. ``fields`` are those of a dataclass or
    a named tuple, with their defaults.
    """

    name: str
    bases: tuple[Class, ...] = ()
    attributes: dict[str, Thing] = field(default_factory=dict)
    order: tuple[Class, ...] = ()
    python: str = ""
    fields: tuple[str, ...] = ()
    kind: str = ""  # "dataclass", "namedtuple", "enum", or none of these
    options: Mapping[str, Any] = field(default_factory=dict)

    def find(self, name: str) -> Thing:
        """An attribute, by the method resolution order; ``END`` where there is none."""
        for one in self.order:
            if name in one.attributes:
                return one.attributes[name]
        return END


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the text. ``path`` is how the top level calls it."""

    type: Class
    attributes: dict[str, Thing] = field(default_factory=dict)
    path: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Property:
    """``is_kept``: found once for each instance, then kept as an attribute."""

    getter: Thing
    setter: Thing = None
    is_kept: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class StaticMethod:
    function: Thing


@dataclass(frozen=True, eq=False, slots=True)
class ClassMethod:
    function: Thing


@dataclass(frozen=True, eq=False, slots=True)
class Super:
    """``super()``: the attributes of an object after a class of its resolution order."""

    owner: Thing  # an instance or a class
    after: Class


# The rest


@dataclass(frozen=True, eq=False, slots=True)
class Module:
    """A module that is known, by its full name: ``numpy.random``."""

    name: str


class Holder(NamedTuple):
    """A name of the text that holds something left out, since a line; ``is_size``: a size of it."""

    name: str
    line: int
    is_size: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class LeftOut:
    """What an import names and the reader does not know, and all that comes of it.

    ``path`` is how the text names it (``X``, ``iris.data``, ``df['age']``), "" where it does not,
    ``held`` are the names that held it or what it came of, the latest last, ``place`` is the
    expression that the first of them held. ``is_size``: it is a shape or a length of something.
    ``is_undefined``: it is no import's, but a gradient that the text never computes.
    """

    name: str
    line: int
    path: str = ""
    held: tuple[Holder, ...] = ()
    place: Any = None
    is_size: bool = False
    is_undefined: bool = False

    @property
    def variable(self) -> str:
        """The name of the text that holds it."""
        return self.held[-1].name if self.held else ""


@dataclass(frozen=True, eq=False, slots=True)
class Progress:
    """A progress bar, around what it goes through."""

    iterable: Thing


@dataclass(frozen=True, eq=False, slots=True)
class RandomSource:
    """What ``np.random.default_rng(seed)`` and ``random.Random(seed)`` give."""

    source: Any


@dataclass(frozen=True, eq=False, slots=True)
class Record:
    """A name that is never assigned and used through attributes alone: each is an input."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class Template:
    """A text with values of wires in it; each part is a text or a ``Slot``."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Joiner:
    """``np.c_`` and ``np.r_``: what stands between the brackets is joined, as columns or rows."""

    word: str


@dataclass(frozen=True, eq=False, slots=True)
class Key:
    """``np.s_[1:, rows]``: what stands between brackets, with a name of its own."""

    things: Thing
