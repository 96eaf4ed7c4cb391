"""Whether one pass of a loop trains: the rule, by what is computed from what.

A loop trains where some p from before it ends the pass as old p plus something; where old p reaches
a value s that neither new p is computed from, nor what p's next value depends on; and where new p
reads something between old p and s. So gradient descent trains, whatever the names; an RNN over
time, Euler and Runge-Kutta steps, power iteration, Newton's method and ``total += loss`` do not.
Where nothing lies between (the slope 2 * x of x**2), a value that new p reads and that is called a
gradient counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graphs.gates.arithmetic import DIV, MUL
from graphs.language.carried import Place
from graphs.language.flow import Flow, is_plus_something
from graphs.language.gradient_names import LOSS, STEPS, looks_like_gradient, targets
from graphs.language.reading import Reading
from graphs.language.things import Wire
from graphs.model import Node
from graphs.model.paths import last_word

# A name that says what is trained, though nothing lies between it and the parameter: w**2.
TOLD = re.compile(r"(.*_)?(loss|cost|nll|mse|objective)(_.*)?\d*", re.IGNORECASE)


@dataclass
class TrainedPass:
    """What the first pass of a loop trains: its parameters with their nodes before and after, and
    the value that they are trained by (None where it is no number)."""

    parameters: list[tuple[Place, int, int]]
    losses: list[int] = field(default_factory=list)
    loss: int | None = None


def trained(
    run: Reading,
    changed: Sequence[tuple[Place, int, int]],
    start: int,
    titles: Callable[[], Mapping[int, str]],
    unknown: list[int],
) -> TrainedPass | None:
    """What a pass trains, if it does; ``changed`` are (place, node before, node after), ``start``
    is the first node of the pass. ``titles`` gives names of nodes beside their own;
    ``unknown`` are values of what was a known number before, which may feed any other."""
    if not changed:
        return None
    nodes = run.builder.nodes
    flow = Flow(nodes, start)
    old_nodes = {before for _, before, _ in changed}
    carried_on = flow.descendants(old_nodes)
    carried_further = _carried_further(flow, changed, carried_on)
    found: list[tuple[Place, int, int]] = []
    reached: dict[int, int] = {}
    for place, before, after in changed:
        if before == after or not is_plus_something(nodes, after, before, carried_on, start):
            continue
        behind = flow.ancestors([after])
        feeding = [new for _, old, new in changed if old in behind] + unknown
        blocked = {flow.canonical(one) for one in flow.ancestors([*feeding, after])}
        from_old = flow.descendants({before})
        from_new = flow.descendants({after})
        name = nodes[after].name  # of the values that p has on the way, too
        between = [one for one in from_old & behind if name is None or nodes[one].name != name]
        shared = {flow.canonical(one) for one in between} - {flow.canonical(after)}
        named = _reads_a_named_gradient(nodes, place, behind, start)
        values = [
            one
            for one in from_old
            if one >= start
            and nodes[one].gate is not None
            and one not in run.tested
            and not (one in from_new and one in carried_further)
            and not flow.moves(one, {before, after})
            and flow.canonical(one) not in blocked
            and (
                (named and not nodes[one].shape)
                or TOLD.fullmatch(nodes[one].name or "")
                or _reads(flow, one, before, from_old, shared)
            )
        ]
        if values:
            found.append((place, before, after))
            for one in values:
                reached[one] = reached.get(one, 0) + 1
    if not found:
        return None
    most = max(reached.values())
    losses = [one for one, count in reached.items() if count == most]
    carried = {after for _, _, after in changed}
    smooth = flow.descendants({before for _, before, _ in found}, smoothly=True)
    return TrainedPass(
        found, losses, _loss(nodes, [one for one in losses if one in smooth], carried, titles)
    )


def has_named_loss(run: Reading, found: TrainedPass) -> bool:
    """Whether one of the values that are no numbers is called a loss: one for each example. Else a
    covariance that is updated beside a state would be trained."""
    names = [run.builder.nodes[one].name or "" for one in found.losses]
    return any(LOSS.fullmatch(name) for name in names)


def _carried_further(
    flow: Flow, changed: Sequence[tuple[Place, int, int]], carried_on: set[int]
) -> set[int]:
    """What later passes are computed from: new values that stand for a step, or that feed others.
    A history that is filled is neither."""
    nodes, found = flow.nodes, set[int]()
    for place, before, after in changed:
        feeds = any(
            before in flow.ancestors([other]) for one, _, other in changed if one is not place
        )
        if feeds or is_plus_something(nodes, after, before, carried_on, flow.start):
            found |= flow.ancestors([after])
    return found | {after for _, _, after in changed}


def trained_by_name(
    run: Reading, start: int, titles: Callable[[], Mapping[int, str]]
) -> TrainedPass | None:
    """What a pass trains whose updates all need gradients that no line computes: its loss is the
    last number that a gradient reaches them from."""
    nodes = run.builder.nodes
    things = [run.top.names.get(name) for name in run.updates_left_out]
    old = {it.node for it in things if type(it) is Wire and it.node is not None}
    smooth = Flow(nodes, start).descendants(old, smoothly=True) - old
    loss = _loss(nodes, [one for one in smooth if one >= start], set(), titles) if old else None
    return None if loss is None else TrainedPass([], [loss], loss)


def stepped(
    run: Reading, changed: Sequence[tuple[Place, int, int]], start: int
) -> list[tuple[Place, int, int]]:
    """What ends a pass as it was before plus something: what may be trained, where no number on the
    way tells."""
    nodes = run.builder.nodes
    carried_on = Flow(nodes, start).descendants({before for _, before, _ in changed})
    return [
        (place, before, after)
        for place, before, after in changed
        if is_plus_something(nodes, after, before, carried_on, start)
    ]


def _reads_a_named_gradient(
    nodes: Sequence[Node], place: Place, behind: set[int], start: int
) -> bool:
    """Whether a parameter's new value reads what is called its gradient: 2 * x of x**2 shares
    nothing with it but x."""
    word = last_word(place.path)
    names = {nodes[one].name or "" for one in behind if one >= start}
    return any(
        bool(targets(name, {word})) or STEPS.fullmatch(name) is not None
        for name in names
        if looks_like_gradient(name)
    )


def _reads(flow: Flow, value: int, before: int, from_old: set[int], shared: set[int]) -> bool:
    """Whether what a parameter's new value reads lies between its old value and this one."""
    between = flow.ancestors([value]) & from_old
    return any(one != before and flow.canonical(one) in shared for one in between)


def _loss(
    nodes: Sequence[Node],
    losses: Iterable[int],
    carried: set[int],
    titles: Callable[[], Mapping[int, str]],
) -> int | None:
    """The number that is trained by: the last one named like a loss, that of this pass before one
    that is gathered over passes; else the last one with a name, else the last."""
    numbers = [
        one
        for one in sorted(losses)
        if nodes[one].shape in ((), (1,), (1, 1)) and not nodes[one].data and not nodes[one].truth
    ]
    if not numbers:
        return None
    others = titles()
    names = {one: nodes[one].name or others.get(one, "") for one in numbers}
    like_a_loss = [one for one in numbers if any(map(LOSS.fullmatch, names[one].split(".")))]
    named = [one for one in numbers if names[one]]
    own = [one for one in like_a_loss if one not in carried]
    chosen = next(some[-1] for some in (own, like_a_loss, named, numbers) if some)
    for one in numbers:  # what returns it divided by the number of rows, say
        node = nodes[one]
        is_part = any(one in other.args for other in nodes[one + 1 :])
        if chosen in node.args and (node.gate is MUL or node.gate is DIV) and not is_part:
            chosen = one
    return chosen
