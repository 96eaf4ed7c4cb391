"""Whether a pass trains that computes no number to train by: its step is told to be a gradient.

Structure comes first: everything but the sum itself that a parameter's new value reads of its old
one goes through one value, the gradient; so Newton's method, where a slope divides, does not count.
A value is such a gradient by its form (``gradient_forms``), or by its name or its function's:
``grad(w)``, ``dw``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from graphs.gates.arithmetic import DIV, MUL, NEG, SUB
from graphs.language.gradient_names import targets
from graphs.language.reading import Reading
from graphs.language.things import Function
from graphs.language.training_loops.flow import Flow, added, is_plus_something
from graphs.language.training_loops.gradient_forms import by_form
from graphs.language.training_loops.pass_loss import Change
from graphs.language.training_loops.training_rule import TrainedPass
from graphs.model import Node
from graphs.model.paths import last_word

GRADIENT = re.compile(r"(?!.*(descent|ascent|step|update)).*(grad|nabla).*", re.IGNORECASE)
SLOPE = re.compile(r".*(deriv|slope|prime).*|d_?f", re.IGNORECASE)
TIME = re.compile(r"dt|h|tau|delta_?t|time_?step|Δt", re.IGNORECASE)  # no learning rate


def trained_by_told(
    run: Reading,
    changed: Sequence[Change],
    start: int,
    titles: Callable[[], Mapping[int, str]],
) -> TrainedPass | None:
    """What a pass trains by gradients that only their form or name tells; it has no loss."""
    nodes = run.builder.nodes
    flow = Flow(nodes, start)
    carried_on = flow.descendants({before for _, before, _ in changed})
    steps = [one for one in changed if is_plus_something(nodes, one[2], one[1], carried_on, start)]
    if not steps:
        return None
    names, functions = titles(), results(run, start)
    stepped_to = {after for _, _, after in steps}
    found: list[Change] = []
    told = set[int]()
    for place, before, after in steps:
        from_old = flow.descendants({before}) - {before}
        strong, weak = by_form(run, flow, before), set[int]()
        word = last_word(place.path)
        for one in from_old - stepped_to:  # a sum of squared gradients is none
            called = [name for name in (nodes[one].name, names.get(one)) if name]
            makers = functions.get(one, [])
            if any(map(GRADIENT.fullmatch, [*called, *makers])):
                strong.add(one)
            elif _is_slope(run, called, makers, word):
                weak.add(one)
        met = _met(flow, before, after, strong | weak, carried_on)
        if met and (met & strong or _is_descent(nodes, after, met, carried_on)):
            told |= met
            found.append((place, before, after))
    if not found:
        return None
    behind = flow.ancestors(told)
    reached = flow.descendants({before for _, before, _ in found})
    found = [  # with a bias, which nothing multiplies
        one for one in steps if one in found or (one[1] in behind and one[2] in reached)
    ]
    return TrainedPass(found, sorted(told), None)


def _met(
    flow: Flow, before: int, after: int, told: set[int], carried_on: set[int]
) -> set[int] | None:
    """The told gradients that a new value reads; None where it reads the old one in another way
    too, or a factor that is a step of time."""
    nodes, met = flow.nodes, set[int]()
    stack, seen = [(after, True)], set[tuple[int, bool]]()
    while stack:
        here, is_sum = stack.pop()
        if here in told:
            met.add(here)
        elif (here == before and not is_sum) or TIME.fullmatch(nodes[here].name or ""):
            return None
        elif here >= flow.start and (here, is_sum) not in seen:
            seen.add((here, is_sum))
            sums = {one for one, _ in added(nodes[here], carried_on)} if is_sum else set()
            stack += [(one, one in sums) for one in nodes[here].args]
    return met


def _is_descent(nodes: Sequence[Node], after: int, told: set[int], carried_on: set[int]) -> bool:
    """Whether told gradients are taken away, scaled by a rate: what a name alone tells is a change
    over time as well, ``x += dx``, or Newton's step, ``x -= dx``."""
    stack, seen = [(after, False, False)], set[tuple[int, bool, bool]]()
    while stack:
        here, is_less, is_scaled = stack.pop()
        if here in told:
            over = nodes[here].args[1] if nodes[here].gate is DIV else None
            if not (is_less and is_scaled) or over in carried_on:
                return False
            continue
        node = nodes[here]
        if (here, is_less, is_scaled) in seen or here not in carried_on:
            continue
        seen.add((here, is_less, is_scaled))
        for slot, one in enumerate(node.args):
            others = [other for other in node.args if other != one]
            is_negative = (
                (node.gate is SUB and slot == 1)
                or node.gate is NEG
                or (node.gate is MUL and any(_is_negative(nodes[other]) for other in others))
            )
            is_rate = node.gate is MUL or node.gate is DIV
            stack.append((one, is_less != is_negative, is_scaled or is_rate))
    return True


def _is_negative(node: Node) -> bool:
    if node.gate is NEG:
        return True
    return node.kind == "constant" and bool(np.all(np.less(node.constant, 0)))


def results(run: Reading, start: int, held: Iterable[int] = ()) -> dict[int, list[str]]:
    """The names of the functions whose calls gave a node to what is around them, or to what is
    held where the pass is read."""
    nodes, groups = run.builder.nodes, run.builder.groups

    def calls(group: int | None) -> set[int]:
        found = set[int]()
        while group is not None:
            if groups[group].kind == "function":
                found.add(group)
            group = groups[group].parent
        return found

    given = [(one, node.group) for node in nodes[start:] for one in node.args]
    given += [(one, run.builder.group) for one in held]
    found: dict[int, list[str]] = {}
    for one, around in given:
        if one >= start and nodes[one].group != around:
            left = calls(nodes[one].group) - calls(around)
            found.setdefault(one, []).extend(
                groups[group].title.partition("(")[0].rpartition(".")[2] for group in left
            )
    return found


def _is_slope(run: Reading, called: Sequence[str], makers: Sequence[str], word: str) -> bool:
    """Whether a value is called a slope, or like the gradient of a parameter, or is made by what is
    called like the slope of another function of the text: df of f."""
    typed = {name for name, thing in run.top.names.items() if isinstance(thing, Function)}
    return (
        any(map(SLOPE.fullmatch, [*called, *makers]))
        or any(targets(name, {word}) for name in called)
        or any(targets(one, typed - {one}) for one in makers)
    )
