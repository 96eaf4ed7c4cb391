"""Contributions that meet at a fork: how they are written, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphs.explain.labels import Label, bracket
from graphs.explain.mathematics import DOTS
from graphs.format.addends import joined, sign
from graphs.format.numbers import Digits, latex, write
from graphs.model import Backward, Step
from graphs.model.sums import SumDigits

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_PRODUCTS = 3


class Forks:
    """The contributions of one evaluation's steps, by the node that they arrive at."""

    def __init__(self, steps: Sequence[Step], digits: Digits) -> None:
        self.written = SumDigits(steps, digits)
        self._counts: dict[int, int] = {}

    def arrived(
        self,
        step: Backward,
        target: Label,
        gradient: str,
        applied: Callable[[int], str],
    ) -> dict[str, Any] | None:
        """What the panel says of a contribution; None where a gradient has only one. The steps
        are asked for in their order; ``applied`` writes a gate with its arguments."""
        all_steps = self.written.gathered.get(step.to)
        if all_steps is None:
            return None
        use = self._counts[step.to] = self._counts.get(step.to, 0) + 1
        digits = self.written.part(step.to)
        before = None if use == 1 else all_steps[use - 2].total
        scalar = not np.ndim(step.total)
        count = len(all_steps)
        return {
            "use": use,
            "of": count,
            "gradient": gradient,
            "before": latex(write(before, digits)) if before is not None and scalar else None,
            "contribution": latex(write(step.contribution, digits)) if scalar else None,
            "total": latex(write(step.total, self.written.total(step.to))) if scalar else None,
            "sentence": self._sentence(target, all_steps, applied),
            "lines": self._lines(all_steps, digits, gradient) if scalar and use == count else [],
        }

    @staticmethod
    def _sentence(target: Label, steps: Sequence[Backward], applied: Callable[[int], str]) -> str:
        count = len(steps)
        number = NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
        if count == 2 and steps[0].node == steps[1].node and steps[0].node is not None:
            use = f"feeds both sides of {applied(steps[0].node)}"
        else:
            use = "is used twice" if count == 2 else f"is used {number} times"
        return f"{target.text} {use}, so {number} contributions meet at the fork. They add up."

    def _lines(self, steps: Sequence[Backward], digits: Digits, gradient: str) -> list[str]:
        node, whole = steps[-1].to, steps[-1].total
        addends = [latex(write(step.contribution, digits)) for step in steps]
        total = latex(write(whole, self.written.total(node)))
        equals = sign([step.contribution for step in steps], whole, digits)
        end = f"{equals} {total}".replace("≈", r"\approx")
        lines = [f"{gradient} = {joined(addends)} {end}", f"{joined(addends)} {end}"]
        if len(steps) <= MOST_PRODUCTS and all(
            step.local is not None and step.node is not None for step in steps
        ):
            products = joined([self._product(step) for step in steps])
            lines.insert(0, f"{gradient} = {products} = {total}")
        if len(steps) > MOST_PRODUCTS:
            lines.append(rf"{joined([addends[0], DOTS, addends[-1]])} {end}")
        return lines

    def _product(self, step: Backward) -> str:
        upstream = write(step.upstream, self.written.total(step.node or 0))
        local = write(step.local, self.written.standard)
        factor = bracket(latex(local)) if local.startswith("-") else latex(local)
        return rf"{latex(upstream)} \cdot {factor}"
