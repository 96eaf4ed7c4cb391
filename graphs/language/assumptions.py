"""What may be assumed where a text does not say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Passes = Literal["once", "every"]


@dataclass(frozen=True)
class Assumptions:
    """``fill``: names without a value get one. ``call`` is the definition that is called where
    nothing is; None chooses it. ``loops`` says by line whether a loop is drawn for one pass or for
    every one, where it is not as the reader would choose. ``generate``: so do names that hold what
    a text reads from outside, where it is needed.
    """

    fill: bool = False
    call: str | None = None
    loops: Mapping[int, Passes] = field(default_factory=dict)
    generate: bool = False

    @property
    def fills(self) -> bool:
        """Whether names without a value get one."""
        return self.fill or self.generate


NOTHING_ASSUMED = Assumptions()
