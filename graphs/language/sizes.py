"""How large a text, a list and a whole number may be, checked before they are made."""

from __future__ import annotations

from graphs.language.positions import Place
from graphs.language.reading import PER_COPY, Reading

MOST_CHARACTERS = 1_000_000
MOST_BITS = 10_000
MOST_ITEMS = 10_000_000  # where the limits of a reading name no number
FINITE = 2**31  # limits from here on are none


def afford_text(run: Reading, characters: int, node: Place) -> None:
    """Count a text before it is made.

    Raises:
        TooLarge: it has too many characters, or all together takes too long.
    """
    if characters > MOST_CHARACTERS:
        raise run.too_large(
            f"This text would have more than {MOST_CHARACTERS:,} characters.",
            node,
            "Make it shorter.",
        )
    run.spend(PER_COPY * characters, node)


def afford_items(run: Reading, count: int, node: Place) -> None:
    """Count the copying of items into a list, dictionary or set before it is made.

    Raises:
        TooLarge: it has too many items, or all together takes too long.
    """
    check_count(run, count, node)
    run.spend(PER_COPY * max(count, 0), node)


def check_count(run: Reading, count: int, node: Place) -> None:
    """Check the length of a list, dictionary or set before it grows.

    Raises:
        TooLarge: it has too many items.
    """
    most = run.limits.calls if run.limits.calls < FINITE else MOST_ITEMS
    if count > most:
        raise run.too_large(f"This would have more than {most:,} items.", node, "Make it shorter.")
    run.spend(PER_COPY * max(count, 0), node)


def afford_bits(run: Reading, bits: int, node: Place) -> None:
    """Check the size of a whole number before it is computed.

    Raises:
        TooLarge: it has too many bits.
    """
    if bits > MOST_BITS:
        raise run.too_large(
            f"This whole number would have more than {MOST_BITS:,} bits.",
            node,
            "Use smaller numbers, or write 1.0 for a number with a point.",
        )
