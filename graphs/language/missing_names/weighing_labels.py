"""Labels of a cross-entropy: inputs that weigh logarithms, ``y * np.log(p) + (1 - y) * …``."""

from __future__ import annotations

from graphs.gates.arithmetic import MUL
from graphs.gates.items import INDEX
from graphs.language.missing_names.guessed_operands import is_matrix_product
from graphs.model import Graph, Node
from graphs.model.paths import last_word

FIRST_LETTERS = ("y", "t", "l")  # y, target, labels


def weighs_logarithm(graph: Graph, index: int) -> bool:
    """Whether an input is multiplied with a logarithm."""
    if last_word(graph.nodes[index].name or "")[:1].lower() not in FIRST_LETTERS:
        return False
    stack, met = [index], set[int]()
    while stack:
        here = stack.pop()
        for consumer, slot in graph.consumers[here]:
            node = graph.nodes[consumer]
            if consumer in met:
                continue
            met.add(consumer)
            is_product = node.gate is MUL or is_matrix_product(node)
            if is_product and _is_logarithm(graph, node.args[1 - slot]):
                return True
            if (slot == 0 or node.gate is not INDEX) and _moved(graph, node) == here:
                stack.append(consumer)
    return False


def _is_logarithm(graph: Graph, index: int) -> bool:
    """Whether a value is a function of positive numbers alone, or what moves or scales one."""
    seen = 0
    here: int | None = index
    while here is not None and seen < len(graph.nodes):
        node = graph.nodes[here]
        gate = node.gate
        if gate is not None and len(gate.domain) == 1 and gate.domain[0][0] > 0:
            return True
        here, seen = _moved(graph, node), seen + 1
    return False


def _moved(graph: Graph, node: Node) -> int | None:
    """What a gate moves, or computes with numbers alone beside it: y of ``1 - y`` and ``y.T``."""
    if node.gate is None:
        return None
    if node.gate.role is not None and node.gate.role.name == "router" and not node.gate.elementwise:
        return node.args[0]
    rest = [one for one in node.args if graph.nodes[one].kind != "constant"]
    return rest[0] if node.gate.elementwise and len(rest) == 1 else None
