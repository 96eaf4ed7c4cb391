"""The layouts made last, by what they depend on: another digit in the text needs no new layout."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from graphs.draw.marks import Layout
from graphs.draw.parts.fragment import cards_of
from graphs.draw.wiring import short_symbols
from graphs.model import Graph, Node

MOST = 256
LARGEST = 300  # nodes; larger layouts would take much memory

_layouts: OrderedDict[Hashable, Layout] = OrderedDict()
_lock = Lock()


def recent_or(make: Callable[[], Layout], graph: Graph, *settings: Hashable) -> Layout:
    """The layout of a graph like this one with these settings; a new one where there is none."""
    if len(graph.nodes) > LARGEST:
        return make()
    key = (structure(graph), *settings)
    with _lock:
        known = _layouts.get(key)
        if known is not None:
            _layouts.move_to_end(key)
            return known
    made = make()
    with _lock:
        _layouts[key] = made
        if len(_layouts) > MOST:
            _layouts.popitem(last=False)
    return made


def forget() -> None:
    """Forget all layouts, to measure how long one takes."""
    with _lock:
        _layouts.clear()


def structure(graph: Graph) -> Hashable:
    """All that a layout depends on in a graph: not its text and not its values."""
    return (
        tuple(map(_of_node, graph.nodes)),
        tuple(map(graph.slots, graph.nodes)),
        graph.groups,
        tuple(graph.titles.items()),
        graph.output,
        graph.receives_gradient,
        graph.awaits_gradient,
        graph.absorbed,
        tuple(cards_of(graph).items()),
        tuple(short_symbols(graph).items()),
        tuple(entry.node for entry in graph.inputs.values() if entry.structural),
    )


def _of_node(node: Node) -> Hashable:
    gate = node.gate
    settings = repr(dict(node.settings)) if node.settings else ""
    own = (node.id, node.kind, node.args, node.name, node.shape, node.group, node.data,
           node.backward, settings, node.not_run, node.not_run and node.source)  # fmt: skip
    if gate is None:
        return own
    if not gate.gates_inside:
        return own, gate.name
    data_slots = tuple(rule is None for rule in gate.vjp)
    return own, gate.symbol, gate.title, gate.gates_inside, gate.elementwise, data_slots
