"""What the reader is known not to bear yet. Whoever mends one deletes it here.

A test that meets one of these is an expected failure, or is not run where it would not end.
"""

from __future__ import annotations

# Hostile texts by title.
OPEN: dict[str, str] = {}
OPEN_KINDS: dict[str, str] = {}

# Hostile texts that do not end.
UNENDING: dict[str, str] = {}

# What other errors say that random damage, and the walk over names, are known to meet.
OPEN_MESSAGES = ("invalid value encountered in multiply",)  # explaining a matrix with an infinity


def unending(text: str) -> bool:
    """Whether a damaged program is of a kind that does not end yet."""
    return text in UNENDING


def known(error: Exception) -> bool:
    """Whether an exception is one that is known."""
    return any(message in repr(error) for message in OPEN_MESSAGES)
