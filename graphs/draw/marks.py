"""What a layout holds: every mark with its place. Values and states play no part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphs.draw.curves import Path
from graphs.draw.sizes import Size
from graphs.draw.text import Name


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input at the start of its wire, or a copy of one beside a far use."""

    id: str
    node: int
    x: float  # where its wire starts
    y: float
    name: Name
    copy: bool
    faded: bool


@dataclass(frozen=True, slots=True)
class GateMark:
    id: str
    node: int
    x: float
    y: float
    half: float  # half its width: a circle's radius unless the symbol is long
    symbol: str
    label: str  # for those who hear the picture
    faded: bool
    group: bool  # a closed group: a card on other cards


@dataclass(frozen=True, slots=True)
class ValueMark:
    """A value above a wire, its centre at ``x``."""

    id: str
    node: int
    x: float
    y: float  # of the wire
    ringed: bool  # it is the local factor of another wire: there is a ring for it
    turned: bool  # there it is used transposed
    beside: bool  # the word "local" stands left of the ring, not above
    faded: bool
    size: Size
    label: str  # of an array, for those who hear the picture


@dataclass(frozen=True, slots=True)
class Tag:
    """A gradient below a wire; ``x`` is the tip of its point."""

    id: str
    node: int
    x: float
    y: float  # of the wire
    caption: float | None  # where the word "upstream" is centred; contributions have none
    size: Size
    label: str  # of an array, for those who hear the picture


@dataclass(frozen=True, slots=True)
class Chip:
    """A local factor that is no wire's value, above (-1) or below (1) its gate."""

    id: str
    x: float
    y: float  # of the gate
    side: int
    size: Size
    wide: float  # of its ring
    lift: float  # how much farther out it stands than beside numbers


@dataclass(frozen=True, slots=True)
class Constant:
    """A number docked at a gate on a stub; ``place`` counts outwards from 0."""

    id: str
    node: int
    x: float
    y: float  # of the gate
    side: int
    place: int
    ringed: bool  # it is the local factor of the other wire
    faded: bool
    lift: float
    label: str  # of an array, for those who hear the picture


@dataclass(frozen=True, slots=True)
class Repeat:
    """Where a broadcast repeats a value, on the wire of an argument."""

    id: str
    node: int
    slot: int
    x: float  # its centre
    y: float
    width: float
    text: str
    title: str
    carries: bool
    faded: bool


@dataclass(frozen=True, slots=True)
class WireMark:
    """A line with what may move along it. Stems (``slot`` None) end at a fork or at the output."""

    id: str
    node: int
    slot: int | None
    path: Path
    flow: Path
    head: Path
    stop: Path
    carries: bool
    data: bool
    faded: bool


@dataclass(frozen=True, slots=True)
class Label:
    """The name of what a gate computes, centred at ``x`` (left-aligned for the output)."""

    node: int
    x: float
    y: float  # of its baseline
    name: Name
    output: bool
    faded: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A group's frame with its title."""

    id: str
    title: str
    full: str
    x: float
    y: float
    width: float
    height: float
    title_x: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands. Made once for a structure and a tag width, good for all steps."""

    width: float
    height: float
    leaves: tuple[Leaf, ...]
    gates: tuple[GateMark, ...]
    values: tuple[ValueMark, ...]
    tags: tuple[Tag, ...]
    chips: tuple[Chip, ...]
    constants: tuple[Constant, ...]
    repeats: tuple[Repeat, ...]
    wires: tuple[WireMark, ...]
    labels: tuple[Label, ...]
    forks: tuple[tuple[float, float, bool], ...]  # x, y, faded
    outlines: tuple[Outline, ...]
    ids: Mapping[int, str]  # of the nodes, as marks and clicks name them
    rough: bool  # the order in the columns was found in little time
    ahead: bool  # tags hold derivatives that flow forward, and point that way
    backward: frozenset[int]  # nodes that compute gradients
    contributions: frozenset[tuple[int, int]]  # wires with a tag of their own
    copies: frozenset[tuple[int, int]]  # wires that start at a copy of their input
    through: dict[int, str]  # node → the wire or stem its upstream gradient comes along
