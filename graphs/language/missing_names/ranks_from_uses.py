"""Shape inference where no size decides a rank: from the axes and indices that a value is used
with, and from names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graphs.gates.items import INDEX, IndexArray
from graphs.gates.joining import CONCATENATE
from graphs.gates.shapes import as_shape
from graphs.gates.shaping import RESHAPE
from graphs.language.gradient_names import looks_like_gradient, targets
from graphs.language.missing_names import indexed_shapes
from graphs.language.missing_names.guessed_operands import BIAS, FACTOR, SMALL, adds_up, name_of
from graphs.language.missing_names.unknown_sizes import Inference, Size, Sizes
from graphs.model import Graph, Node
from graphs.model.paths import last_word

# Matrices by their names: what holds several vectors.
ROWS = re.compile(
    r"[A-Z]\w*|\w*(vectors|vecs|matrix|mat|embeddings?|centroids|points|samples)\d*|keys|values"
)
OLD = re.compile(r"(.*?)_?(?:prev(?:ious)?|old)_?(.*)", re.IGNORECASE)
STATE = re.compile(r"h|c|s|hidden|cell|state", re.IGNORECASE)  # what a step of a network renews


def take(here: Inference, run: Callable[[], None]) -> None:
    """A gradient has the shape of what it is the gradient of; what is summed or averaged is a
    vector where nothing else is known; what is indexed has as many axes as indices. ``run`` infers
    what follows."""
    _take_gradients(here)
    run()
    _keep_states(here)
    run()
    for node in here.graph.nodes:
        if node.gate is not None and node.gate.elementwise:
            _take_operands(here, node)
    run()
    by_axis = [node for node in here.graph.nodes if node.settings.get("axis") is not None]
    for several in (by_axis, here.graph.nodes):
        for node in reversed(several):
            for place, argument in enumerate(node.args):
                if argument not in here.sizes:
                    _take(here, node, place, argument)
        run()


def _take_gradients(here: Inference) -> None:
    for name, entry in here.graph.inputs.items():
        if entry.node not in here.sizes and looks_like_gradient(last_word(name)):
            for target in targets(name, here.graph.inputs):
                if sizes := here.sizes.get(here.graph.inputs[target].node):
                    here.sizes[entry.node] = sizes


def _keep_states(here: Inference) -> None:
    """A state keeps its shape from step to step."""
    for state, new in here.states.items():
        old, sizes = here.sizes.get(state), here.sizes.get(new)
        if old is None and sizes:
            here.sizes[state] = sizes
        elif old and sizes is None:
            here.sizes[new] = old
        elif old and sizes and len(old) == len(sizes):
            for one, other in zip(old, sizes, strict=True):
                one.unify(other)


def states(graph: Graph) -> dict[int, int]:
    """Inputs that a step renews, and what they become: ``h_prev`` and ``h_next``, h and the h that
    a line computes anew."""
    named = [(node.name, node.index) for node in graph.nodes if node.name]
    made = {
        last_word(name): index
        for name, index in (*named, *graph.names.items())
        if graph.nodes[index].gate is not None
    }
    found: dict[int, int] = {}
    for name, entry in graph.inputs.items():
        new = next((made[word] for word in _renewed(last_word(name)) if word in made), None)
        if new is not None:
            found[entry.node] = new
    return found


def _renewed(name: str) -> Iterator[str]:
    """Names of what a state becomes."""
    if match := OLD.fullmatch(name):
        before, after = match.groups()
        word = f"{before}{after}"
        yield from (f"next_{word}", f"{word}_next", f"new_{word}", f"{word}_new", f"{word}next")
        yield from (word, f"{word}_t", f"{word}t")
    elif STATE.fullmatch(name):
        yield from (name, f"{name}_next", f"next_{name}", f"{name}_new", f"new_{name}")


def _take_operands(here: Inference, node: Node) -> None:
    """``Y * np.log(A)``: what is computed from one array beside another has its shape."""
    known = max((it for one in node.args if (it := here.sizes.get(one))), key=len, default=None)
    result = here.sizes.get(node.index)
    if result and adds_up(node) and not any(one in here.sizes for one in node.args):
        summands = [one for one in node.args if not BIAS.fullmatch(name_of(here, one))]
        here.sizes |= dict.fromkeys(summands, result)
    for argument in node.args if known else ():
        inner = here.graph.nodes[argument]
        if argument in here.sizes or inner.gate is None:
            continue
        if inner.gate is INDEX and ROWS.fullmatch(name_of(here, inner.args[0])):
            here.sizes[argument] = known or []  # x * w of a row x of X
        if not inner.gate.elementwise:
            continue
        inside = [here.graph.nodes[one] for one in leaves(here, argument)]
        names = [last_word(one.name or "") for one in inside if one.kind == "input"]
        if names and not any(BIAS.fullmatch(it) or FACTOR.fullmatch(it) for it in names):
            here.sizes[argument] = known or []


def leaves(here: Inference, index: int) -> set[int]:
    """What a value is computed from element by element, constants apart."""
    stack, met, found = [index], set[int](), set[int]()
    while stack:
        one = stack.pop()
        node = here.graph.nodes[one]
        if one in met or node.kind == "constant":
            continue
        met.add(one)
        if node.gate is not None and node.gate.elementwise:
            stack += node.args
        else:
            found.add(one)
    return found


def _take(here: Inference, node: Node, place: int, argument: int) -> None:
    key, axis = node.settings.get("key", ()), node.settings.get("axis")
    if key and place == 0:
        result = here.sizes.get(node.index)
        parts = None if result is None else indexed_shapes.owner_of(key, result)
        parts = parts or [Size() for part in key if part not in (None, ...)]
        is_picked = result is None and len(key) == 1 and isinstance(key[0], IndexArray)
        if is_picked and ROWS.fullmatch(name_of(here, argument)):  # W[x]: rows of it
            parts.append(Size())
        here.sizes[argument] = parts
    elif key and place >= len(node.args) - indexed_shapes.arrays(key):
        is_vector = len(here.sizes.get(node.args[0], ())) == 1
        is_number = (len(key) == 1 and is_vector) or indexed_shapes.is_one_index(here, argument)
        here.sizes[argument] = [] if is_number else [Size()]
    elif node.gate is not None and "keepdims" in node.gate.settings:
        places = axis if isinstance(axis, tuple) else (axis,)
        known = [place for place in places if isinstance(place, int)]
        rank = max((1 + max(known), 2) if known else (1,))
        _spread(here, argument, [Size() for _ in range(rank)])
    elif isinstance(widths := node.settings.get("pad_width"), tuple):
        here.sizes[argument] = [Size() for _ in widths]
    elif node.gate is RESHAPE:
        is_rows = as_shape(node.settings["shape"])[1:] == (-1,)  # x.reshape(N, -1)
        here.sizes[argument] = [Size(), Size()] if is_rows else [Size()]
    elif node.gate is CONCATENATE:
        rank = 1 + axis if isinstance(axis, int) and axis >= 0 else 1
        _spread(here, argument, [Size() for _ in range(rank)])


def _spread(here: Inference, index: int, sizes: Sizes) -> None:
    """Give sizes to a value and to all that it is computed from element by element; more of them
    where one of those has axes by None in a key, fewer to a name beside ``X[:, None]``."""
    keys = [here.graph.nodes[one].settings.get("key", ()) for one in leaves(here, index)]
    opened = [key for key in keys if None in key]
    axes = max((_axes(key) for key in opened), default=0)
    sizes = [*(Size() for _ in range(axes - len(sizes))), *sizes]
    start = min((key.index(None) for key in opened), default=0)
    stack = [index]
    while stack:
        one = stack.pop()
        node = here.graph.nodes[one]
        name = last_word(node.name or "")
        is_smaller = BIAS.fullmatch(name) or SMALL.fullmatch(name)
        if one in here.sizes or (one != index and is_smaller):
            continue
        here.sizes[one] = sizes[start:] if node.kind == "input" and one != index else sizes
        if node.gate is not None and node.gate.elementwise:
            stack += node.args


def _axes(key: tuple[object, ...]) -> int:
    """How many axes ``x[:, None]`` has at least."""
    return sum(part is None or isinstance(part, slice) for part in key)
