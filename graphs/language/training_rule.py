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
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, SUB
from graphs.gates.items import SCATTER
from graphs.gates.row import MOVER
from graphs.language.carried import Place
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
    flow = _Flow(nodes, start)
    old_nodes = {before for _, before, _ in changed}
    carried_on = flow.descendants(old_nodes)
    carried_further = _carried_further(flow, changed, carried_on)
    found: list[tuple[Place, int, int]] = []
    reached: dict[int, int] = {}
    for place, before, after in changed:
        if before == after or not _is_plus_something(nodes, after, before, carried_on, start):
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


def _carried_further(
    flow: _Flow, changed: Sequence[tuple[Place, int, int]], carried_on: set[int]
) -> set[int]:
    """What later passes are computed from: new values that stand for a step, or that feed others.
    A history that is filled is neither."""
    nodes, found = flow.nodes, set[int]()
    for place, before, after in changed:
        feeds = any(
            before in flow.ancestors([other]) for one, _, other in changed if one is not place
        )
        if feeds or _is_plus_something(nodes, after, before, carried_on, flow.start):
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
    smooth = _Flow(nodes, start).descendants(old, smoothly=True) - old
    loss = _loss(nodes, [one for one in smooth if one >= start], set(), titles) if old else None
    return None if loss is None else TrainedPass([], [loss], loss)


def stepped(
    run: Reading, changed: Sequence[tuple[Place, int, int]], start: int
) -> list[tuple[Place, int, int]]:
    """What ends a pass as it was before plus something: what may be trained, where no number on the
    way tells."""
    nodes = run.builder.nodes
    carried_on = _Flow(nodes, start).descendants({before for _, before, _ in changed})
    return [
        (place, before, after)
        for place, before, after in changed
        if _is_plus_something(nodes, after, before, carried_on, start)
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


def _reads(flow: _Flow, value: int, before: int, from_old: set[int], shared: set[int]) -> bool:
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


def _is_plus_something(
    nodes: Sequence[Node], after: int, before: int, carried_on: set[int], start: int
) -> bool:
    """Whether a value is an older one plus or minus something, or with some items so; a factor
    that is the same in every pass, as of weight decay, may stand before it."""
    reaches: dict[int, bool] = {before: False}

    def steps(node: Node) -> list[tuple[int, bool]]:
        """The arguments to go on with, and whether something is added there."""
        if node.gate is ADD or node.gate is SUB:
            return [(one, True) for one in node.args]
        if node.gate is SCATTER:
            return [(node.args[1], False)]
        if node.gate is MUL:
            left, right = node.args
            return [
                (one, False)
                for one, other in ((left, right), (right, left))
                if other not in carried_on
            ]
        if node.gate is not None and (node.gate is NEG or node.gate.role is MOVER):
            return [(node.args[0], False)]
        return []

    stack, seen, order = [after], set[int](), list[int]()
    while stack:
        here = stack.pop()
        gate = nodes[here].gate
        is_earlier = here < start and (gate is None or gate.role is not MOVER)  # no older view
        if here in seen or here == before or is_earlier:
            continue
        seen.add(here)
        order.append(here)
        stack += [one for one, _ in steps(nodes[here])]
    for here in sorted(order):
        for one, adds in steps(nodes[here]):
            if one in reaches:
                reaches[here] = reaches.get(here, False) or reaches[one] or adds
    return reaches.get(after, False)


class _Flow:
    """What is computed from what among the nodes of a pass, those computed alike as one."""

    def __init__(self, nodes: Sequence[Node], start: int) -> None:
        self.nodes, self.start = nodes, start
        self._numbers: dict[Hashable, int] = {}
        self._canonical: dict[int, int] = {}
        for node in nodes[start:]:
            key: Hashable = ("node", node.index)
            if node.gate is not None:
                args = tuple(self.canonical(one) for one in node.args)
                key = (node.gate.name, args, _settings_key(node.settings))
            elif node.kind == "constant" and not node.shape:
                key = ("constant", repr(node.constant))
            self._canonical[node.index] = self._numbers.setdefault(key, node.index)

    def canonical(self, index: int) -> int:
        """The first node that is computed like this one."""
        return self._canonical.get(index, index)

    def ancestors(self, of: Iterable[int]) -> set[int]:
        """Nodes that these are computed from, and themselves; before the pass only its leaves."""
        stack, found = list(of), set[int]()
        while stack:
            here = stack.pop()
            if here in found:
                continue
            found.add(here)
            if here >= self.start:
                stack.extend(self.nodes[here].args)
        return found

    def descendants(self, of: set[int], smoothly: bool = False) -> set[int]:
        """Nodes of the pass that are computed from these, and these; ``smoothly``: by gates that
        pass a gradient on."""
        found = set(of)
        for node in self.nodes[self.start :]:
            if found.isdisjoint(node.args):
                continue
            if not smoothly or self._passes_on(node, found):
                found.add(node.index)
        return found

    def _passes_on(self, node: Node, found: set[int]) -> bool:
        gate = node.gate
        return (
            gate is not None
            and not node.data
            and any(
                argument in found and gate.differentiable(slot)
                for slot, argument in enumerate(node.args)
            )
        )


def _settings_key(settings: Mapping[str, object]) -> str:
    return repr(sorted(settings.items(), key=lambda pair: pair[0])) if settings else ""
