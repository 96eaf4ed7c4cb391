"""What the reader is known not to bear yet. Whoever mends one deletes it here.

A test that meets one of these is an expected failure, or is not run where it would not end.
"""

from __future__ import annotations

import re

_DEEP = "recursion over data: a list in itself, or 20,000 levels, ends in Python's RecursionError"
_STREAM = "a surrogate reaches the message or the payload, which then cannot be sent as UTF-8"
_LEFT = "str() and len() of what is left out are drawn, instead of being an error"

# Hostile texts by title.
OPEN: dict[str, str] = {
    "a list in itself, summed": _DEEP,
    "a list in itself, as an array": _DEEP,
    "a list in itself, as the output": _DEEP,
    "deep data hashed": _DEEP,
    "deep data as the output": _DEEP,
    "a deep chain of partials": _DEEP,
    "views of views": _DEEP,
    "hash that grows the dict": "an input is named by the repr of our own objects, addresses too",
    "super with the wrong things": "super(A, 5) ends in an AttributeError",
    "a generator sent to too early": "a value sent before the first next ends in a TypeError",
    "a lambda that yields": "a lambda that yields ends in an IndexError",
    "{slice(1): 2}": "a slice as a key ends in a TypeError",
    "np.array([1.0])[10**30]": "a huge index ends in a TypeError",
    "assigning to __debug__": "compile writes __debug__ into its Python text: a SyntaxError",
    "a surrogate in an attribute": _STREAM,
    "a surrogate in an error": _STREAM,
    "typing.sys.modules": _LEFT,
}
OPEN_KINDS = {"imports": _LEFT}

# Hostile texts that do not end.
UNENDING: dict[str, str] = {
    "a number in a long range": "10**17 in range(10**18) looks at every number",
    "isinstance of nested tuples": "isinstance walks shared tuples once for every path",
}
# Damaged programs that do not end: the loops above, and a global at the top.
_UNENDING_TEXT = re.compile(
    r"^\s*global \w|\bin range\(10\*\*1[0-9]\)|range\(60\):\s+t = \(t, t\)", re.M
)

# What other errors say that random damage, and the walk over names, are known to meet.
OPEN_MESSAGES = (
    "does not exist in a shape with",  # Misfit, while shapes are guessed: q.transpose(0, 2, 1)
    "axis must be a whole number",
    "maximum recursion depth exceeded",
    "can't send non-None value",
    "pop from empty list",
    "ufunc 'isfinite' not supported",
    "unhashable type: 'slice'",
    "'tuple' object cannot be interpreted as an integer",  # v.round(v) of an array
    "float() argument must be a string or a real number, not 'NoneType'",  # print(x) before x = …
    "which has no callable",  # tanh of None, after del x and x = x
    "cannot convert float infinity to integer",  # int("9" * 10**1e400)
    "KeyError('seed')",  # np.random*seed(4)
    "invalid value encountered in multiply",  # explaining a matrix with an infinity
    "surrogates not allowed",
    "cannot assign to __debug__",
)


def unending(text: str) -> bool:
    """Whether a damaged program is of a kind that does not end yet."""
    return _UNENDING_TEXT.search(text) is not None


def known(error: Exception) -> bool:
    """Whether an exception is one that is known."""
    return any(message in repr(error) for message in OPEN_MESSAGES)
