"""Patterns of gates that one gate with a simple local gradient can replace.

``1 / (1 + exp(-x))`` is a sigmoid; with softmax and cross-entropy in one gate the gradient is
p - y. The patterns are written in the language of the programs; ``PATTERNS`` lists their matchers.
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


class LocalGradient(NamedTuple):
    """The local gradient of the one gate, as a textbook writes it."""

    text: str
    latex: str


class Replacement(NamedTuple):
    """A gate that computes the same as the ``gates`` it replaces, the last of which is ``output``.

    ``args`` and ``gates`` are node indices; ``title`` names the pattern.
    """

    gate: Gate
    args: tuple[int, ...]
    settings: Settings
    gates: frozenset[int]
    output: int
    title: str
    local_gradient: LocalGradient


def _patterns(*texts: str) -> tuple[Pattern, ...]:
    return tuple(Pattern(text, free=True) for text in texts)


P_MINUS_Y = LocalGradient("p - y", "p - y")
SIGMOID_PATTERNS = _patterns("1 / (1 + exp(-x))", "exp(x) / (1 + exp(x))")
SOFTMAX_PATTERNS = _patterns(
    "exp(x - max(x, axis=0)) / sum(exp(x - max(x, axis=0)), axis=0)",
    "exp(x) / sum(exp(x), axis=0)",
)
LOGSUMEXP_PATTERNS = _patterns(
    "log(sum(exp(x - max(x, axis=0)), axis=0)) + max(x, axis=0)",
    "log(sum(exp(x), axis=0))",
)
NORMALIZE_PATTERNS = _patterns(
    "x / norm(x)",
    "x / sqrt(sum(x**2, axis=0))",
    "x / sqrt(sum(x * x, axis=0))",
    "x / sqrt(sum(square(x), axis=0))",
)
LOG_PATTERNS = _patterns("log(x)")
BINARY_PATTERNS = _patterns(
    "-(y * log(p) + (1 - y) * log(1 - p))",
    "-(y * log(p)) - (1 - y) * log(1 - p)",
)


class _PatternMatch(NamedTuple):
    names: dict[str, int]
    gates: frozenset[int]
    settings: tuple[Settings, ...]


def _first_match(forms: Iterable[Pattern], nodes: Nodes, index: int) -> _PatternMatch | None:
    for form in forms:
        match = form.match(nodes, index)
        if match is not None:
            return _PatternMatch(dict(match.names), frozenset(match.gates), match.settings)
    return None


def _common_axis(nodes: Nodes, match: _PatternMatch, *, keepdims: bool) -> int | None:
    """The one axis along which all gates of a match reduce; None where they differ.

    With ``keepdims`` they must keep their axes, unless x is a vector, so that x can be divided by
    their result.
    """
    shape = nodes[match.names["x"]].shape or ()
    axes = set()
    for index in match.gates:
        settings = nodes[index].settings
        if nodes[index].gate is not None and "keepdims" in nodes[index].gate.settings:  # type: ignore[union-attr]
            axes.add(normalize_axes(settings.get("axis"), len(shape)))
            if keepdims and len(shape) > 1 and not settings.get("keepdims"):
                return None
    if len(axes) != 1:
        return None
    (places,) = axes
    return places[0] if len(places) == 1 else None


def _sigmoid(nodes: Nodes, index: int) -> Replacement | None:
    match = _first_match(SIGMOID_PATTERNS, nodes, index)
    if match is None or nodes[match.names["x"]].shape != nodes[index].shape:
        return None
    local_gradient = LocalGradient("(1 - σ) σ", r"(1 - \sigma)\,\sigma")
    return Replacement(
        SIGMOID, (match.names["x"],), {}, match.gates, index, SIGMOID.title, local_gradient
    )


def _softmax(nodes: Nodes, index: int) -> Replacement | None:
    match = _first_match(SOFTMAX_PATTERNS, nodes, index)
    axis = None if match is None else _common_axis(nodes, match, keepdims=True)
    if match is None or axis is None:
        return None
    last = axis == len(nodes[index].shape or ()) - 1
    settings = {} if last else {"axis": axis}
    local_gradient = LocalGradient(
        "p (1 - p) on the diagonal, -p p elsewhere", r"p_i\,(\delta_{ij} - p_j)"
    )
    return Replacement(
        SOFTMAX, (match.names["x"],), settings, match.gates, index, SOFTMAX.title, local_gradient
    )


def _logsumexp(nodes: Nodes, index: int) -> Replacement | None:
    match = _first_match(LOGSUMEXP_PATTERNS, nodes, index)
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
    local_gradient = LocalGradient("softmax(x)", r"\operatorname{softmax}(x)")
    return Replacement(
        LOGSUMEXP, (match.names["x"],), settings, match.gates, index, "log-sum-exp", local_gradient
    )


def _normalize(nodes: Nodes, index: int) -> Replacement | None:
    match = _first_match(NORMALIZE_PATTERNS, nodes, index)
    if match is None:
        return None
    shape = nodes[match.names["x"]].shape or ()
    axis = _common_axis(nodes, match, keepdims=True)
    whole = all(nodes[at].settings.get("axis") is None for at in match.gates)
    if any(settings.get("ord") not in (None, "fro", 2) for settings in match.settings):
        return None
    if not shape or (axis is None and not whole):
        return None
    settings = {} if whole else {"axis": axis}
    local_gradient = LocalGradient(
        "(I - u u.T) / ‖x‖, with u = x / ‖x‖",
        r"\frac{I - \hat{x}\,\hat{x}^{\top}}{\lVert x \rVert}",
    )
    return Replacement(
        NORMALIZE, (match.names["x"],), settings, match.gates, index, "x / ‖x‖", local_gradient
    )


def _binary_cross_entropy(nodes: Nodes, index: int) -> Replacement | None:
    match = _first_match(BINARY_PATTERNS, nodes, index)
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
    return Replacement(BINARY, (score, match.names["y"]), {}, gates, index, title, P_MINUS_Y)


def _cross_entropy(nodes: Nodes, index: int) -> Replacement | None:
    """Minus the log-softmax at the right class, or times targets; or their mean or sum."""
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
    core = _labelled_log_softmax(nodes, at) or _weighted_log_softmax(
        nodes, at, summed=reduction == SUM.name
    )
    if core is None:
        return None
    gate, args, settings, inside = core
    if reduction != "none":
        settings = {**settings, "reduction": reduction}
    title = "softmax + cross-entropy"
    return Replacement(gate, args, settings, frozenset(gates | inside), index, title, P_MINUS_Y)


def _labelled_log_softmax(nodes: Nodes, at: int) -> Any:
    """The log-softmax at labels y: log(p[i, y]), log(p)[i, y] or log_softmax(x)[i, y]."""
    inside = {at}
    log_match = _first_match(LOG_PATTERNS, nodes, at)
    item = nodes[log_match.names["x"]] if log_match else nodes[at]
    if item.gate is not INDEX:
        return None
    inside.add(item.index)
    source = item.args[0]
    score = _scores(nodes, source, inside, under_log=log_match is not None)
    if score is None:
        return None
    return CROSS_ENTROPY_AT, (score, *item.args[1:]), dict(item.settings), inside


def _weighted_log_softmax(nodes: Nodes, at: int, *, summed: bool) -> Any:
    """The log-softmax weighted by targets y: sum(y * log(p)) along the last axis.

    With ``summed`` all of it is summed outside, and the inner sum may be missing.
    """
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
        inside_softmax = set(inside)
        score = _scores(nodes, logs, inside_softmax, under_log=False)
        if score is not None and nodes[targets].shape == nodes[score].shape:
            return CROSS_ENTROPY, (score, targets), {}, inside_softmax
    return None


def _scores(nodes: Nodes, source: int, inside: set[int], *, under_log: bool) -> int | None:
    """The node of the scores whose log-softmax is at ``source``; None where there is none.

    With ``under_log`` the log was matched already and ``source`` is the softmax itself. The gates
    of the match are added to ``inside``.
    """
    node = nodes[source]
    inside.add(source)
    if not under_log:
        if node.gate is LOG_SOFTMAX and "axis" not in node.settings:
            return node.args[0]
        match = _first_match(LOG_PATTERNS, nodes, source)
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
PATTERNS: tuple[Callable[[Nodes, int], Replacement | None], ...] = (
    _cross_entropy,
    _binary_cross_entropy,
    _softmax,
    _logsumexp,
    _normalize,
    _sigmoid,
)
