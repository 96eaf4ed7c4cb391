"""How much room a picture takes: a row for each way of spacing it, from roomy to low.

Text has one size in all: a picture is scaled as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graphs.draw.sizes import LARGE, Thumbnail


@dataclass(frozen=True)
class Spacing:
    """The measures, in pixels, that decide how wide and high a picture is."""

    radius: float = 20.0  # of a gate
    symbol_pad: float = 7.0  # from a symbol of several letters to its gate's rim
    ring: float = 26.0  # the height of the ring round a value
    chip: float = 30.0  # the height of a chip at a gate
    tag_height: float = 26.0
    tag_gap: float = 10.0  # from a wire down to its tag
    tag_pad: int = 15  # a tag is this much wider than its number
    own_widths: bool = False  # each tag as wide as its own content needs
    least_tag: int = 64  # the narrowest tag, where each has its own width
    stem: float = 8.0  # a wire is this much longer than its tag before it may bend
    straight: float = 8.0  # from there to a gate ahead
    bend: float = 28.0  # the same where the wire bends
    leaf: tuple[float, float] = (36.0, 36.0)  # above and below the wire of an input
    branch: tuple[float, float] = (6.0, 36.0)  # of one of several uses, with its tag
    value: float = 30.0  # above and below a gate's wire
    upstream: float = 60.0  # below it, with the tag's caption
    stairs: bool = False  # sums step down, entered from above, and gates stand where they begin
    most_uses: int = 5  # of one input by wires: further ones start at a copy of it
    low: bool = False  # nothing is kept free for captions, and chips are on their wires
    thumbnail: Thumbnail = LARGE  # how arrays are drawn
    unit_chips: bool = True  # a sum has a chip too, which always says 1 or −1
    array_chips: bool = True  # so have gates whose local factors are an array
    gap: float = 6.0  # between the rows of a column
    name_slot: float = 28.0  # in which a short name of an input is centred
    output_stem: float = 10.0  # an output's wire is this much longer than its tag
    edge: float = 12.0  # round the picture
    half_card: float = 58.0  # half of the height of a card
    overhang: float = 0.0  # how far a gate's value and tag reach over it, and over the one ahead
    drop: float = 0.0  # how much farther from the wire they are then

    @property
    def pending(self) -> float:
        """The room below a gate's wire whose tag never has a caption."""
        return min(self.upstream, self.leaf[1] + self.drop)

    @property
    def lift(self) -> float:
        """How much farther than at a gate of 20 pixels chips and constants are."""
        return self.radius - 20.0 + self.ring - 26.0 + self.drop


ROOMY = Spacing()
SNUG = Spacing(
    radius=16.0, symbol_pad=3.5, tag_height=24.0, own_widths=True, least_tag=46,
    stem=6.0, straight=2.0, bend=26.0, edge=8.0,
)  # fmt: skip
STAIRS = replace(SNUG, stairs=True, most_uses=12)
LOW = replace(
    STAIRS,
    low=True,
    least_tag=38,
    stem=5.0,
    bend=12.0,
    tag_pad=12,
    edge=5.0,
    thumbnail=Thumbnail(highest=22),
    leaf=(20.5, 31.0),
    branch=(6.0, 31.0),
    value=20.5,
    upstream=31.0,
)
DENSE = replace(
    LOW,
    stem=6.0,
    bend=26.0,
    overhang=13.0,
    drop=12.0,
    leaf=(22.0, 32.0),
    value=32.5,
    upstream=43.0,
    least_tag=42,
    half_card=38.0,
)
NARROW = replace(
    DENSE,
    ring=22.0,
    chip=24.0,
    tag_height=22.0,
    tag_gap=8.0,
    tag_pad=11,
    thumbnail=Thumbnail(highest=20, pad=5.0, gap=4.0),
    stem=7.0,
    bend=8.0,
    overhang=16.0,
    leaf=(22.0, 31.0),
    branch=(6.0, 31.0),
    value=34.0,
    unit_chips=False,
    gap=0.0,
    name_slot=20.0,
    output_stem=5.0,
)
SLIM = replace(NARROW, array_chips=False, stem=5.0, edge=2.0, output_stem=2.0, leaf=(22.0, 30.0))
SPACINGS: Mapping[str, Spacing] = {
    "roomy": ROOMY, "snug": SNUG, "stairs": STAIRS, "low": LOW, "dense": DENSE,
    "narrow": NARROW, "slim": SLIM,
}  # fmt: skip


@dataclass(frozen=True)
class TagWidths:
    """The width of each tag, by the tag's id; ``default`` for all others.

    A value above a wire counts with the tag below it; a chip (``n3-chip``) and the addends under a
    sum (``n3-addends``) have their own.
    """

    default: int
    own: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, id: str) -> int:
        return self.own.get(id, self.default)

    @property
    def key(self) -> tuple[object, ...]:
        """The same widths as something that can be hashed."""
        return self.default, *sorted(self.own.items())
