"""The marks of a layout with their positions in pixels, without values and states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graphs.draw.curves import Path
from graphs.draw.sizes import Size
from graphs.draw.spacing import ROOMY, Spacing
from graphs.draw.text import Name


@dataclass(frozen=True, slots=True)
class Leaf:
    """An input at the start of its wire, or a copy of one beside a distant use."""

    id: str
    node: int
    x: float  # where its wire starts
    y: float
    name: Name
    copy: bool
    faded: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a closed section: its title, its lines, and the ids of its small gates."""

    title: str
    lines: str
    dots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateMark:
    id: str
    node: int
    x: float
    y: float
    half_width: float  # a circle's radius unless the symbol is long
    symbol: str
    label: str  # for screen readers
    faded: bool
    group: bool  # a closed group: a card on other cards
    card: Card | None = None  # a closed section


@dataclass(frozen=True, slots=True)
class ValueMark:
    """A value above a wire, its centre at ``x``."""

    id: str
    node: int
    x: float
    y: float  # of the wire
    ringed: bool  # it is the local factor of another wire: there is a ring for it
    transposed: bool  # as that factor it is transposed
    caption_beside: bool  # the word "local" is left of the ring, not above
    faded: bool
    size: Size
    label: str  # of an array, for screen readers; "" for a number
    clash: frozenset[int]  # the axes whose sizes do not fit where it is read


@dataclass(frozen=True, slots=True)
class Tag:
    """A gradient below a wire; ``x`` is the tip of its point."""

    id: str
    node: int
    x: float
    y: float  # of the wire
    caption: float | None  # the x at which "upstream" is centred; contributions have none
    size: Size
    label: str  # of an array, for screen readers; "" for a number


@dataclass(frozen=True, slots=True)
class Addends:
    """The contributions under the tag of a gradient that is their sum, which end at ``x``."""

    id: str
    node: int
    x: float
    y: float  # of the line that the text stands on


@dataclass(frozen=True, slots=True)
class Chip:
    """A local factor that is no wire's value, above (-1) or below (1) its gate, or on the wire into
    it (``wiring.ON_WIRE``)."""

    id: str
    x: float
    y: float  # of the gate
    side: int
    size: Size
    wide: float  # of its ring
    lift: float  # pixels farther out than beside numbers


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
    label: str  # of an array, for screen readers; "" for a number


@dataclass(frozen=True, slots=True)
class BroadcastMark:
    """The mark of a broadcast on an argument's wire: how many times its value is repeated."""

    id: str
    node: int
    slot: int
    x: float  # its centre
    y: float
    width: float
    text: str
    title: str
    carries_gradient: bool
    faded: bool


@dataclass(frozen=True, slots=True)
class WireMark:
    """A wire with its gradient flow. Stems (``slot`` None) end at a fork or at the output."""

    id: str
    node: int
    slot: int | None
    path: Path
    flow: Path
    head: Path
    stop: Path
    carries_gradient: bool
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


RemarkKind = Literal["place", "misfit"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands above (its place) or below (what does not fit) a gate that failed."""

    node: int
    kind: RemarkKind
    text: str
    x: float
    y: float  # of its baseline
    beside: bool  # it begins at ``x``, beside what comes from that side; else it is centred


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


@dataclass(slots=True)
class Texts:
    """The SVG of a layout's marks as they were drawn last: a mark in the same state is known."""

    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by wire, of its parts
    # by mark, its state and whether it is what the step computed, with its SVG then
    marks: dict[str, tuple[object, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """All marks of a picture, computed once for a structure and a tag width, for all steps."""

    width: float
    height: float
    leaves: tuple[Leaf, ...]
    gates: tuple[GateMark, ...]
    values: tuple[ValueMark, ...]
    tags: tuple[Tag, ...]
    addends: tuple[Addends, ...]
    chips: tuple[Chip, ...]
    constants: tuple[Constant, ...]
    broadcasts: tuple[BroadcastMark, ...]
    wires: tuple[WireMark, ...]
    labels: tuple[Label, ...]
    forks: tuple[tuple[float, float, bool], ...]  # x, y, faded
    outlines: tuple[Outline, ...]
    ids: Mapping[int, str]  # of the nodes, as marks and clicks name them
    rough: bool  # the heights come from ``rough_heights``, not from Graphviz
    forward_tags: bool  # tags hold forward-mode derivatives and point forward
    backward: frozenset[int]  # nodes that compute gradients
    contributions: frozenset[tuple[int, int]]  # wires with a tag of their own
    copies: frozenset[tuple[int, int]]  # wires that start at a copy of their input
    upstream_lines: dict[
        int, str
    ]  # node → id of the wire or stem that brings its upstream gradient
    texts: Texts = field(default_factory=Texts, compare=False)
    spacing: Spacing = ROOMY  # its gates' radius and its tags' height
    remarks: tuple[Remark, ...] = ()
    not_run: frozenset[str] = frozenset()  # the gates that an error kept from running
