"""What a course program is, with what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Program:
    """A text; the name of its loss; which gradients it computes by hand (path: of which input).

    ``one_pass`` are the replacements that make a loop which is drawn once run its first pass
    without the update; ``unsure`` are names whose values an update changes.
    """

    text: str
    output: str = "loss"
    gradients: Mapping[str, str] = field(default_factory=dict)
    one_pass: tuple[tuple[str, str], ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def has_backward(self) -> bool:
        return bool(self.gradients)

    @property
    def reference(self) -> str:
        """The text whose real run has the values that are drawn; its lines are the same."""
        text = self.text
        for old, new in self.one_pass:
            assert text.count(old) == 1, old
            assert old.count("\n") == new.count("\n")
            text = text.replace(old, new)
        return text
