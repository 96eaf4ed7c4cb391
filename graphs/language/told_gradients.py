"""Whether a pass trains that computes no number to train by: its step is told to be a gradient.

Structure comes first: everything but the sum itself that a parameter's new value reads of its old
one goes through one value, the gradient; so Newton's method, where a slope divides, does not count.
A value is such a gradient by its form, ``X.T @ error``, where the parameter was multiplied by X and
the product compared with something given; or by its name or its function's: ``grad(w)``, ``dw``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, SUB
from graphs.gates.matrices import MATMUL, OUTER
from graphs.gates.row import MOVER
from graphs.language.carried import Place
from graphs.language.flow import Flow, added, is_plus_something
from graphs.language.gradient_names import targets
from graphs.language.reading import Reading
from graphs.language.things import Function
from graphs.language.training_rule import TrainedPass
from graphs.model import Node
from graphs.model.paths import last_word

Change = tuple[Place, int, int]

GRADIENT = re.compile(r"(?!.*(descent|ascent|step|update)).*(grad|nabla).*", re.IGNORECASE)
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
    names, results = titles(), _results(run, start)
    found: list[Change] = []
    told = set[int]()
    for place, before, after in steps:
        from_old = flow.descendants({before}) - {before}
        by_form = _by_form(flow, before, from_old)
        strong, weak = set(by_form), set[int]()
        word = last_word(place.path)
        for one in from_old - {after}:
            name = nodes[one].name or names.get(one, "")
            if GRADIENT.fullmatch(name) or any(map(GRADIENT.fullmatch, results.get(one, ()))):
                strong.add(one)
            elif (name and targets(name, {word})) or _is_slope(run, results.get(one, ())):
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


def _results(run: Reading, start: int) -> dict[int, list[str]]:
    """The names of the functions whose calls gave a node to what is around them."""
    nodes, groups = run.builder.nodes, run.builder.groups

    def calls(group: int | None) -> set[int]:
        found = set[int]()
        while group is not None:
            if groups[group].kind == "function":
                found.add(group)
            group = groups[group].parent
        return found

    found: dict[int, list[str]] = {}
    for node in nodes[start:]:
        around = calls(node.group)
        for one in node.args:
            if one >= start and nodes[one].group != node.group:
                left = calls(nodes[one].group) - around
                found.setdefault(one, []).extend(
                    groups[group].title.partition("(")[0].rpartition(".")[2] for group in left
                )
    return found


def _is_slope(run: Reading, functions: Iterable[str]) -> bool:
    """Whether a function is called like the slope of another one of the text: df of f."""
    typed = {name for name, thing in run.top.names.items() if isinstance(thing, Function)}
    return any(targets(one, typed - {one}) for one in functions)


def _by_form(flow: Flow, before: int, from_old: set[int]) -> set[int]:
    """Products with what the parameter itself was multiplied by, of how far that is from what is
    given: ``X.T @ (X @ w - y)``."""
    nodes = flow.nodes
    products = (MATMUL, OUTER, MUL)
    given: dict[int, set[int]] = {}  # what multiplies the parameter → values behind the error
    for one in from_old:
        node = nodes[one]
        if node.gate is MATMUL:
            roots = [_root(nodes, arg) for arg in node.args]
            if before in roots and roots[0] != roots[1]:
                other = roots[1 - roots.index(before)]
                behind = flow.descendants({one})
                errors = {at for at in behind if _is_error(nodes, at, behind, from_old)}
                given.setdefault(other, set()).update(flow.descendants(errors))
    found = set[int]()
    for one in from_old:
        node = nodes[one]
        if node.gate in products:
            left, right = node.args
            for arg, other in ((left, right), (right, left)):
                if other in given.get(_root(nodes, arg), ()):
                    found.add(one)
    return found


def _is_error(nodes: Sequence[Node], index: int, behind: set[int], from_old: set[int]) -> bool:
    """Whether a value is the difference of what is predicted from something that is given."""
    node = nodes[index]
    if node.gate is not ADD and node.gate is not SUB:
        return False
    left, right = node.args
    return any(
        one in behind
        and other not in from_old
        and not (nodes[other].kind == "constant" and not nodes[other].shape)
        for one, other in ((left, right), (right, left))
    )


def _root(nodes: Sequence[Node], index: int) -> int:
    """What a value was before it was transposed, reshaped or scaled by a number."""
    while True:
        node = nodes[index]
        if node.gate is not None and node.gate.role is MOVER:
            index = node.args[0]
        elif node.gate is MUL and node.shape and () in (shapes := _shapes(nodes, node)):
            index = node.args[1 - shapes.index(())]
        elif node.gate is DIV and node.shape and _shapes(nodes, node)[1] == ():
            index = node.args[0]
        else:
            return index


def _shapes(nodes: Sequence[Node], node: Node) -> list[object]:
    return [nodes[one].shape for one in node.args]
