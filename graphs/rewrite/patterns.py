"""Patterns in what was typed that are one gate with a neat gradient: found, and folded into it.

``1 / (1 + exp(-x))`` is a sigmoid; with softmax and cross-entropy in one gate the gradient is
p - y. One row of ``PATTERNS`` a pattern, written in the language the reader types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from graphs.gates import Gate
from graphs.gates.arithmetic import MUL, NEG
from graphs.gates.functions import SIGMOID
from graphs.gates.items import INDEX
from graphs.gates.losses import BINARY, CROSS_ENTROPY, CROSS_ENTROPY_AT, NORMALIZE
from graphs.gates.reductions import MEAN, SUM
from graphs.gates.row import Settings
from graphs.gates.shapes import normalize_axes
from graphs.gates.softmax import LOG_SOFTMAX, LOGSUMEXP, SOFTMAX
from graphs.model import Node
from graphs.rewrite.match import Pattern

Nodes = Sequence[Node]


class Neat(NamedTuple):
    """The local gradient of a pattern as one gate, as it is written on the board."""

    text: str
    latex: str


class Found(NamedTuple):
    """A gate that computes the same as the ``gates`` inside it, the last of which is ``output``."""

    gate: Gate
    args: tuple[int, ...]
    settings: Settings
    gates: frozenset[int]
    output: int
    title: str
    neat: Neat


def _forms(*texts: str) -> tuple[Pattern, ...]:
    return tuple(Pattern(text, free=True) for text in texts)


P_MINUS_Y = Neat("p - y", "p - y")
SIGMOIDS = _forms("1 / (1 + exp(-x))", "exp(x) / (1 + exp(x))")
SOFTMAXES = _forms(
    "exp(x - max(x, axis=0)) / sum(exp(x - max(x, axis=0)), axis=0)",
    "exp(x) / sum(exp(x), axis=0)",
)
LOGSUMEXPS = _forms(
    "log(sum(exp(x - max(x, axis=0)), axis=0)) + max(x, axis=0)",
    "log(sum(exp(x), axis=0))",
)
UNITS = _forms(
    "x / norm(x)",
    "x / sqrt(sum(x**2, axis=0))",
    "x / sqrt(sum(x * x, axis=0))",
    "x / sqrt(sum(square(x), axis=0))",
)
LOG = _forms("log(x)")
BINARIES = _forms(
    "-(y * log(p) + (1 - y) * log(1 - p))",
    "-(y * log(p)) - (1 - y) * log(1 - p)",
)


class _Matched(NamedTuple):
    names: dict[str, int]
    gates: frozenset[int]
    settings: tuple[Settings, ...]


def _first(forms: Iterable[Pattern], nodes: Nodes, index: int) -> _Matched | None:
    for form in forms:
        match = form.match(nodes, index)
        if match is not None:
            return _Matched(dict(match.names), frozenset(match.gates), match.settings)
    return None


def _axis(nodes: Nodes, match: _Matched, *, kept: bool) -> int | None:
    """The one axis that every gate inside goes along; None where they differ.

    ``kept``: what is divided must keep its axes, or be a vector, to stand against x.
    """
    shape = nodes[match.names["x"]].shape or ()
    axes = set()
    for index in match.gates:
        settings = nodes[index].settings
        if nodes[index].gate is not None and "keepdims" in nodes[index].gate.settings:  # type: ignore[union-attr]
            axes.add(normalize_axes(settings.get("axis"), len(shape)))
            if kept and len(shape) > 1 and not settings.get("keepdims"):
                return None
    if len(axes) != 1:
        return None
    (places,) = axes
    return places[0] if len(places) == 1 else None


def _sigmoid(nodes: Nodes, index: int) -> Found | None:
    match = _first(SIGMOIDS, nodes, index)
    if match is None or nodes[match.names["x"]].shape != nodes[index].shape:
        return None
    neat = Neat("(1 - σ) σ", r"(1 - \sigma)\,\sigma")
    return Found(SIGMOID, (match.names["x"],), {}, match.gates, index, SIGMOID.title, neat)


def _softmax(nodes: Nodes, index: int) -> Found | None:
    match = _first(SOFTMAXES, nodes, index)
    axis = None if match is None else _axis(nodes, match, kept=True)
    if match is None or axis is None:
        return None
    last = axis == len(nodes[index].shape or ()) - 1
    settings = {} if last else {"axis": axis}
    neat = Neat("p (1 - p) on the diagonal, -p p elsewhere", r"p_i\,(\delta_{ij} - p_j)")
    return Found(SOFTMAX, (match.names["x"],), settings, match.gates, index, SOFTMAX.title, neat)


def _logsumexp(nodes: Nodes, index: int) -> Found | None:
    match = _first(LOGSUMEXPS, nodes, index)
    if match is None:
        return None
    totals = [nodes[at] for at in match.gates if nodes[at].gate is SUM]
    settings = dict(totals[0].settings)
    same = {
        repr(nodes[at].settings.get("axis"))
        for at in match.gates
        if nodes[at].gate is not None and "keepdims" in nodes[at].gate.settings  # type: ignore[union-attr]
    }
    shape = LOGSUMEXP.shape(nodes[match.names["x"]].shape or (), **settings)
    if len(same) > 1 or shape != nodes[index].shape or not nodes[match.names["x"]].shape:
        return None
    neat = Neat("softmax(x)", r"\operatorname{softmax}(x)")
    return Found(LOGSUMEXP, (match.names["x"],), settings, match.gates, index, "log-sum-exp", neat)


def _normalized(nodes: Nodes, index: int) -> Found | None:
    match = _first(UNITS, nodes, index)
    if match is None:
        return None
    shape = nodes[match.names["x"]].shape or ()
    axis = _axis(nodes, match, kept=True)
    whole = all(nodes[at].settings.get("axis") is None for at in match.gates)
    if any(settings.get("ord") not in (None, "fro", 2) for settings in match.settings):
        return None
    if not shape or (axis is None and not whole):
        return None
    settings = {} if whole else {"axis": axis}
    neat = Neat(
        "(I - u u.T) / ‖x‖, with u = x / ‖x‖",
        r"\frac{I - \hat{x}\,\hat{x}^{\top}}{\lVert x \rVert}",
    )
    return Found(NORMALIZE, (match.names["x"],), settings, match.gates, index, "x / ‖x‖", neat)


def _binary(nodes: Nodes, index: int) -> Found | None:
    match = _first(BINARIES, nodes, index)
    if match is None:
        return None
    inner = match.names["p"]
    gates = match.gates | {inner}
    if nodes[inner].gate is SIGMOID:
        (score,) = nodes[inner].args
    else:
        sigmoid = _sigmoid(nodes, inner)
        if sigmoid is None:
            return None
        (score,), gates = sigmoid.args, gates | sigmoid.gates
    title = "sigmoid + cross-entropy"
    return Found(BINARY, (score, match.names["y"]), {}, gates, index, title, P_MINUS_Y)


def _cross_entropy(nodes: Nodes, index: int) -> Found | None:
    """Minus the log of a softmax at the right class, or times targets; their mean or sum."""
    gates: set[int] = set()
    reduction, sign, at = "none", 1, index
    while True:
        gate = nodes[at].gate
        whole = gate in (MEAN, SUM) and not nodes[at].settings and nodes[at].shape == ()
        if gate is NEG:
            sign = -sign
        elif whole and reduction == "none" and nodes[nodes[at].args[0]].shape:
            reduction = MEAN.name if gate is MEAN else SUM.name
        else:
            break
        gates.add(at)
        (at,) = nodes[at].args
    if sign > 0:
        return None
    core = _picked(nodes, at) or _weighted(nodes, at, summed=reduction == SUM.name)
    if core is None:
        return None
    gate, args, settings, inside = core
    if reduction != "none":
        settings = {**settings, "reduction": reduction}
    title = "softmax + cross-entropy"
    return Found(gate, args, settings, frozenset(gates | inside), index, title, P_MINUS_Y)


def _picked(nodes: Nodes, at: int) -> Any:
    """log(p[i, y]), log(p)[i, y] or log_softmax(x)[i, y]."""
    inside = {at}
    logged = _first(LOG, nodes, at)
    item = nodes[logged.names["x"]] if logged else nodes[at]
    if item.gate is not INDEX:
        return None
    inside.add(item.index)
    source = item.args[0]
    score = _scores(nodes, source, inside, logged=logged is not None)
    if score is None:
        return None
    return CROSS_ENTROPY_AT, (score, *item.args[1:]), dict(item.settings), inside


def _weighted(nodes: Nodes, at: int, *, summed: bool) -> Any:
    """sum(y * log(p)), along the last axis or, where all of it is summed anyway, without."""
    inside = {at}
    node = nodes[at]
    if node.gate is SUM:
        shape = nodes[node.args[0]].shape or ()
        if node.settings.get("keepdims") or normalize_axes(
            node.settings.get("axis"), len(shape)
        ) != (len(shape) - 1,):
            return None
        (at,) = node.args
        inside.add(at)
    elif not summed:
        return None
    product = nodes[at]
    if product.gate is not MUL:
        return None
    for logs, targets in (product.args, product.args[::-1]):
        within = set(inside)
        score = _scores(nodes, logs, within, logged=False)
        if score is not None and nodes[targets].shape == nodes[score].shape:
            return CROSS_ENTROPY, (score, targets), {}, within
    return None


def _scores(nodes: Nodes, source: int, inside: set[int], *, logged: bool) -> int | None:
    """The scores whose softmax (``logged``), or its log, stands at ``source``."""
    node = nodes[source]
    inside.add(source)
    if not logged:
        if node.gate is LOG_SOFTMAX and "axis" not in node.settings:
            return node.args[0]
        match = _first(LOG, nodes, source)
        if match is None:
            return None
        source = match.names["x"]
        node = nodes[source]
        inside.add(source)
    if node.gate is SOFTMAX and "axis" not in node.settings:
        return node.args[0]
    softmax = _softmax(nodes, source)
    if softmax is None or softmax.settings:
        return None
    inside |= softmax.gates
    return softmax.args[0]


# The larger patterns first: a smaller one may be a part of them.
PATTERNS: tuple[Callable[[Nodes, int], Found | None], ...] = (
    _cross_entropy,
    _binary,
    _softmax,
    _logsumexp,
    _normalized,
    _sigmoid,
)
