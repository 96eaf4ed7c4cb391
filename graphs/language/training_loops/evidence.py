"""Whether a pass that could train is meant to: a simulation that notes its energy, or gathers its
cost, is built alike.

What is meant is told: by a value that is called a loss, or by a gradient (``told_gradients``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from graphs.language.gradient_names import LOSS
from graphs.language.reading import Reading
from graphs.language.training_loops.flow import Flow
from graphs.language.training_loops.gradient_forms import by_form, is_fed_back, is_step_by_square
from graphs.language.training_loops.pass_loss import Change
from graphs.language.training_loops.told_gradients import TIME, results
from graphs.language.training_loops.training_rule import TrainedPass

# A name, or a function's, that nothing but what is trained by has; an error may be any distance.
TOLD = re.compile(r".*(loss|cost|nll|mse|objective|entropy).*|(.*_)?(?-i:J)(_.*)?", re.IGNORECASE)


def is_called_a_loss(
    run: Reading, found: TrainedPass, start: int, titles: Callable[[], Mapping[int, str]]
) -> bool:
    """Whether what a pass trains by is called a loss, or made by what is, and what it adds to a
    parameter follows from it."""
    if found.loss is None:
        return False
    places, nodes = titles(), run.builder.nodes
    functions = results(run, start, places)
    names = [
        name
        for one in found.losses
        if one not in found.sums
        for name in (nodes[one].name or "", places.get(one, ""), *functions.get(one, ()))
    ]
    if not any(map(TOLD.fullmatch, names)):
        return False
    flow = Flow(nodes, start)
    return any(is_fed_back(run, flow, before, after) for _, before, after in found.parameters)


def is_told(run: Reading, found: TrainedPass, told: TrainedPass | None, start: int) -> bool:
    """Whether gradients tell that a pass trains by a number; ``told`` is what they tell. Where none
    is told, a square does, with steps by what is squared, or by what is compared with data."""
    if found.loss is None:
        return False
    flow = Flow(run.builder.nodes, start)
    name = run.builder.nodes[found.loss].name
    if found.loss in flow.descendants({after for _, _, after in found.parameters}):
        return told is not None and LOSS.fullmatch(name or "") is not None  # else how far it went
    if told is not None or not name or found.loss in found.sums:
        return told is not None
    return not is_over_time(flow, found.parameters) and any(
        by_form(run, flow, before, True) or is_step_by_square(flow, before, after, found.loss)
        for _, before, after in found.parameters
    )


def is_over_time(flow: Flow, changes: Sequence[Change]) -> bool:
    """Whether a step of time is among what new values are computed from."""
    behind = flow.ancestors([after for _, _, after in changes])
    behind -= flow.descendants({before for _, before, _ in changes})
    return any(TIME.fullmatch(flow.nodes[one].name or "") for one in behind)
