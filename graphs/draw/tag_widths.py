"""The width that each tag has in a spacing."""

from __future__ import annotations

from graphs.draw.number_widths import NumberWidths
from graphs.draw.spacing import Spacing, TagWidths
from graphs.draw.text import wide_enough
from graphs.format.numbers import Digits

BESIDE = 28  # at least what is free under the name or the gate before a tag
VALUE_PAD = 4  # a value is larger than a tag's number but has no border


def tag_widths(
    numbers: NumberWidths, spacing: Spacing, digits: Digits, *, roomy: bool = False
) -> TagWidths:
    """The widths of all tags: one for all of a number format, or each its own where the spacing
    wants that. ``roomy`` makes the one wide enough for nearly every number."""
    own: dict[str, int] = {}
    widths = numbers.wanted if spacing.own_widths else numbers.seen
    if spacing.own_widths:
        for id, wide in widths.items():
            mark, _, kind = id.rpartition("-")
            if kind != "addends":
                tag = f"{mark}-grad" if kind == "value" else id
                pad = VALUE_PAD if kind == "value" else spacing.tag_pad
                own[tag] = max(own.get(tag, spacing.least_tag), wide + pad)
        tags = TagWidths(spacing.least_tag, own)
    else:
        tags = TagWidths(wide_enough(numbers.widest, digits, roomy))
    # For a line of addends: as other values rarely need more, never less than is free anyway.
    for id, wide in widths.items():
        mark, _, kind = id.rpartition("-")
        if kind == "addends":
            own[id] = max(wide, tags[f"{mark}-grad"] + BESIDE)
    return TagWidths(tags.default, own)
