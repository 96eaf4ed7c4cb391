"""The likely cause of a wrong gradient."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "unknown"  # a kind: no single slip explains the value


@dataclass(frozen=True)
class Diagnosis:
    """A likely cause at a line; ``what`` completes its message: a factor, a name, what to write.

    ``part`` is the part of the line that it is about, where that is not all of it. ``said`` is its
    message in whole sentences, where the table of misconceptions has them.
    """

    cause: str
    line: int
    kind: str = ""
    what: str = ""
    factor: float | None = None
    part: str = ""
    said: str = ""
