"""What training a text contains, as it was found while the text was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphs.language.reading import Reading
from graphs.model import Notice, Training


@dataclass(eq=False)
class FoundTraining:
    """A loop that trains: its line, how often it runs (None: as long as it goes on), its parameters
    by path and the node of its loss, which ``title`` names where the node has no name; ``step`` is
    what it trains by where it computes no loss."""

    line: int
    iterations: int | None
    parameters: tuple[str, ...]
    loss: int | None
    start: int  # the first node of its first pass
    step: int | None = None
    title: str | None = None

    def described(self, run: Reading) -> Training:
        """The training as it is kept with the graph."""
        if self.loss is None:
            return Training(self.line, self.iterations, self.parameters)
        nodes = run.builder.nodes
        node = nodes[self.loss]
        assert node.gate is not None
        name = node.name or self.title
        place = node.source, node.gate.name
        order = sum(
            one.gate is not None and (one.source, one.gate.name) == place
            for one in nodes[self.start : self.loss]
        )
        return Training(self.line, self.iterations, self.parameters, name, place, order)

    def repeat(self, times: int | None) -> None:
        """A loop around it runs so often."""
        known = self.iterations is not None and times is not None
        self.iterations = self.iterations * times if known else None  # type: ignore[operator]


def chosen(trainings: Sequence[FoundTraining]) -> FoundTraining | None:
    """The one that is drawn and trained: the first that computes a loss, for later ones begin where
    it ends; else the first that trains at all."""
    ranked = (
        [one for one in trainings if one.loss is not None],
        [one for one in trainings if one.step is not None],
        trainings,
    )
    return next((some[0] for some in ranked if some), None)


def training_note(found: FoundTraining) -> Notice:
    """What is said of a loop that trains."""
    many = f"pass 1 of {found.iterations:,}" if found.iterations else "its first pass"
    one = len(found.parameters) == 1
    what = f"changes {found.parameters[0]}" if one else f"changes {', '.join(found.parameters)}"
    what += "" if found.loss is not None else ", and computes no loss"
    message = (
        f"The loop on line {found.line} trains: it {what}. Drawn is {many}, before the update."
    )
    return Notice(message, found.line, "loop", choices=("every",))
