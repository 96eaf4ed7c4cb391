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
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graphs.language.gradient_names import LOSS, STEPS, looks_like_gradient, targets
from graphs.language.reading import Reading
from graphs.language.things import Wire
from graphs.language.training_loops.carried import Place
from graphs.language.training_loops.flow import Flow, is_plus_something
from graphs.language.training_loops.pass_loss import Change, loss_among, own_term, running_sums
from graphs.model import Node
from graphs.model.paths import last_word

# A name that says what is trained, though nothing lies between it and the parameter: w**2.
TOLD = re.compile(r"(.*_)?(loss|cost|nll|mse|objective|(?-i:J))(_.*)?\d*", re.IGNORECASE)


@dataclass
class TrainedPass:
    """What the first pass of a loop trains: its parameters with their nodes before and after, and
    the value that they are trained by (None where it is no number), which ``title`` names where
    it is a term of a running sum."""

    parameters: list[Change]
    losses: list[int] = field(default_factory=list)
    loss: int | None = None
    title: str | None = None
    sums: Mapping[int, int] = field(default_factory=dict)  # running ones, with what they were


def trained(
    run: Reading,
    changed: Sequence[Change],
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
    found: list[Change] = []
    reached: list[list[int]] = []
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
            reached.append(values)
    if not found:
        return None
    found, reached = _without_moments(flow, found, reached)
    counts = Counter(one for values in reached for one in values)
    losses = [one for one, count in counts.items() if count == max(counts.values())]
    smooth = flow.descendants({before for _, before, _ in found}, smoothly=True)
    sums = running_sums(flow, changed, carried_on)
    carried = {after for _, _, after in changed}
    loss = loss_among(nodes, [one for one in losses if one in smooth], carried, titles)
    title = None if loss is None else nodes[loss].name
    loss = None if loss is None else own_term(nodes, loss, sums)
    return TrainedPass(found, losses, loss, title, sums)


def _without_moments(
    flow: Flow, found: list[Change], reached: list[list[int]]
) -> tuple[list[Change], list[list[int]]]:
    """What reaches a value otherwise than through another's new one, as the moments of Adam do."""
    kept = []
    for (place, before, after), values in zip(found, reached, strict=True):
        others = frozenset(new for _, _, new in found if new != after)
        if not flow.descendants({before}, without=others).isdisjoint(values):
            kept.append(((place, before, after), values))
    kept = kept or list(zip(found, reached, strict=True))
    return [change for change, _ in kept], [values for _, values in kept]


def has_named_loss(run: Reading, found: TrainedPass) -> bool:
    """Whether one of the values that are no numbers is called a loss: one for each example. Else a
    covariance that is updated beside a state would be trained."""
    names = [run.builder.nodes[one].name or "" for one in found.losses]
    return any(LOSS.fullmatch(name) for name in names)


def _carried_further(flow: Flow, changed: Sequence[Change], carried_on: set[int]) -> set[int]:
    """What later passes are computed from: new values that stand for a step, or that feed others.
    A history that is filled is neither."""
    nodes, found = flow.nodes, set[int]()
    read = {one for node in nodes[flow.start :] for one in node.args}
    for place, before, after in changed:
        feeds = any(
            before in flow.ancestors([other]) for one, _, other in changed if one is not place
        )
        if feeds or is_plus_something(nodes, after, before, carried_on, flow.start):
            found |= flow.ancestors([after])
    return found | {after for _, before, after in changed if before in read}


def trained_by_name(
    run: Reading, start: int, titles: Callable[[], Mapping[int, str]]
) -> TrainedPass | None:
    """What a pass trains whose updates all need gradients that no line computes: its loss is the
    last number that a gradient reaches them from."""
    nodes = run.builder.nodes
    things = [run.top.names.get(name) for name in run.updates_left_out]
    old = {it.node for it in things if type(it) is Wire and it.node is not None}
    smooth = Flow(nodes, start).descendants(old, smoothly=True) - old
    reached = [one for one in smooth if one >= start]
    loss = loss_among(nodes, reached, set(), titles) if old else None
    return None if loss is None else TrainedPass([], [loss], loss)


def stepped(run: Reading, changed: Sequence[Change], start: int) -> list[Change]:
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
