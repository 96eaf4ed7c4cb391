"""What the reader without classes is known not to bear. To be deleted with that reader."""

from __future__ import annotations

from functools import cache

import graphs

_ENDLESS = "check walks shared lists once for every path"
_SLOW = "check takes minutes"
_DEEP = "deep lists end in a RecursionError"
KNOWN: dict[str, str] = {
    **{
        f"doubled fifty times, {how}": _ENDLESS
        for how in (
            *("printed", "compared", "searched", "hashed", "flattened"),
            *("copied and turned into an array", "two of them in a dict"),
        )
    },
    "isinstance of nested tuples": _ENDLESS,
    "sorting a long time": _SLOW,
    "sorting arrays a long time": _SLOW,
    "searching strings a long time": _SLOW,
    "deep data": _DEEP,
    "deep data compared": _DEEP,
    "deep data hashed": _DEEP,
    "deep data as the output": _DEEP,
    "deep data let go": _DEEP,
    "a deep chain of zips and enumerates": _DEEP,
}
# Of damaged programs: axes that do not fit a guessed shape, and deep lists.
KNOWN_ERRORS = ("Misfit", "RecursionError")


@cache
def reads_classes() -> bool:
    """Whether the reader is the newer one."""
    try:
        graphs.trace("class A:\n    w = 2.0\nf = x * A.w", {"x": 1.0})
    except graphs.GraphError:
        return False
    return True


def known(title: str) -> str | None:
    """Why a hostile text is not tried yet."""
    return None if reads_classes() else KNOWN.get(title)


def known_error(error: Exception) -> bool:
    """Whether an exception is one that is known."""
    return not reads_classes() and type(error).__name__ in KNOWN_ERRORS
