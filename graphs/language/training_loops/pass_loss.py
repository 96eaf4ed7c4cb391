"""Which number of a pass of a loop it is trained by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from graphs.gates.arithmetic import ADD, DIV, MUL
from graphs.language.gradient_names import LOSS
from graphs.language.training_loops.carried import Place
from graphs.language.training_loops.flow import Flow, is_plus_something
from graphs.model import Node

Change = tuple[Place, int, int]  # a place, its node before the pass, and after it


def loss_among(
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


def running_sums(flow: Flow, changed: Sequence[Change], carried_on: set[int]) -> dict[int, int]:
    """What is gathered over passes: the nodes of sums that nothing else reads the start of, each
    with what it was before."""
    read = Counter(one for node in flow.nodes[flow.start :] for one in node.args)
    return {
        after: before
        for _, before, after in changed
        if read[before] == 1
        and is_plus_something(flow.nodes, after, before, carried_on, flow.start)
    }


def own_term(nodes: Sequence[Node], index: int, sums: Mapping[int, int]) -> int:
    """What a running sum takes up in this pass, where one line adds to it; else the value."""
    node, before = nodes[index], sums.get(index)
    if node.gate is not ADD or before not in node.args:
        return index
    return node.args[1 - node.args.index(before)]
