"""Shape inference for gates that work element by element: what an operand without a shape likely
is, by the shapes beside it and by its name."""

from __future__ import annotations

import re

from graphs.language.gradient_names import looks_like_gradient
from graphs.language.missing_names.unknown_sizes import Inference, Size, Sizes
from graphs.model import Node
from graphs.model.paths import last_word

BIAS = re.compile(r"(b(ias|eta|\d*|_\w+|[a-z]{1,2})|gamma\w*)", re.IGNORECASE)
WEIGHTS = re.compile(r"w(eights?)?_?\w{0,2}|theta_?\d*", re.IGNORECASE)
FACTOR = re.compile(
    r"(?-i:[a-ce-fj-nprsw]\d?)|lr|eta|alpha|beta\d?|eps(ilon)?|mu|lam(bda)?_?|lmbda|reg\w*|dt|sigma|tau"
    r"|\w*(rate|step|size|decay|momentum|scale|factor|temperature|strength|coef\w*|margin|num)\w*",
    re.IGNORECASE,
)
SMALL = re.compile(r"eps(ilon)?", re.IGNORECASE)  # a number, what it is added to as well
GAIN = re.compile(r"g|gain", re.IGNORECASE)  # beside a bias: of a normalisation
SPREAD = re.compile(r"std\w*|sigma\w*", re.IGNORECASE)  # what noise is multiplied with


def name_of(here: Inference, index: int) -> str:
    return last_word(here.graph.nodes[index].name or "")


def infer(here: Inference, node: Node, args: list[Sizes | None]) -> None:
    """Infer sizes of the operands of an elementwise gate, and of its result."""
    result = here.sizes.get(node.index)
    unknown = [one for one, part in zip(node.args, args, strict=True) if part is None]
    if result and len(set(unknown)) == 1 and not any(args):
        here.sizes[unknown[0]] = result  # beside numbers alone
        return
    widest = max((part for part in args if part is not None), key=len, default=None)
    if widest is None or (
        not widest and all(_is_weak(here, one) for one in node.args if one in here.sizes)
    ):
        return
    adds = adds_up(node)
    for argument, part in zip(node.args, args, strict=True):
        if part is None:
            _guess(here, node, argument, widest, adds)
            continue
        for one, other in zip(reversed(part), reversed(widest), strict=False):
            if 1 not in (one.root().known, other.root().known):
                one.unify(other)
    if result is not None and len(result) == len(widest):
        for one, other in zip(result, widest, strict=True):
            if other.root().known != 1:
                one.unify(other)
    if adds and all(_is_product(here, one) for one in node.args):
        _prefer_equal(here, *(here.sizes.get(one, []) for one in node.args))
    if node.index not in here.sizes and all(arg in here.sizes for arg in node.args):
        here.sizes[node.index] = widest


def adds_up(node: Node) -> bool:
    role = node.gate.role if node.gate else None
    return role is not None and role.name == "distributor"


def _is_weak(here: Inference, index: int, depth: int = 3) -> bool:
    """Whether a number says nothing of what it is computed with: a constant, eps, ``1 - eps``."""
    node = here.graph.nodes[index]
    if node.gate is not None:
        is_plain = node.gate.elementwise and depth > 0
        return is_plain and all(_is_weak(here, one, depth - 1) for one in node.args)
    return node.kind == "constant" or bool(SMALL.fullmatch(last_word(node.name or "")))


def is_matrix_product(node: Node) -> bool:
    gate = node.gate
    if gate is None or gate.elementwise or not gate.work or len(node.args) != 2:
        return False
    return gate.role is not None and gate.role.name == "switcher"


def is_length(here: Inference, node: Node) -> bool:
    """Whether a product is the squared length of weights, ``np.dot(w, w)``: they are a vector."""
    is_same = is_matrix_product(node) and node.args[0] == node.args[1]
    return is_same and bool(WEIGHTS.fullmatch(name_of(here, node.args[0])))


def _is_product(here: Inference, index: int) -> bool:
    """Whether a value is a matrix product, or such products added up."""
    node = here.graph.nodes[index]
    while node.gate is not None and node.gate.elementwise and adds_up(node):
        node = here.graph.nodes[node.args[0]]
    return is_matrix_product(node)


def _prefer_equal(here: Inference, left: Sizes, right: Sizes) -> None:
    """Products that are added have one shape: a size beside a 1 is 1 too, where nothing says what
    it is."""
    for one, other in zip(reversed(left), reversed(right), strict=False):
        for size, beside in ((one, other), (other, one)):
            if size.root().known is None and beside.root().known == 1:
                here.relations.ones.append(size)


def _guess(here: Inference, gate: Node, argument: int, widest: Sizes, same: bool) -> None:
    """Sizes beside an argument of known rank: a bias is a row, or a column where the weights
    stand on the left of a product; a summand has its shape."""
    node = here.graph.nodes[argument]
    if node.kind == "gate":
        if same and not _is_whole_sum(node) and (widest or _is_told_number(here, gate)):
            here.sizes[argument] = widest
        return
    if not widest:
        here.sizes[argument] = []
        return
    name = last_word(node.name or "")
    is_bias = BIAS.fullmatch(name) or (GAIN.fullmatch(name) and _is_gain(here, gate))
    if is_bias and widest[-1].root().known != 1:
        if same and len(widest) == 1 and _is_by_rows(here, gate, argument):
            here.sizes[argument] = []
            return
        is_column = len(widest) == 2 and _has_weights_left(here, gate, argument)
        here.sizes[argument] = [widest[0], Size(1)] if is_column else widest[-1:]
        return
    if same and (row := _beside_new_axis(here, gate, widest)) is not None:
        here.sizes[argument] = row
        return
    if argument in here.states:
        here.sizes[argument] = widest
        return
    has_shape = (same and not SMALL.fullmatch(name)) or looks_like_gradient(name)
    is_noise = SMALL.fullmatch(name) and _scales_noise(here, gate, argument)
    is_factor = FACTOR.fullmatch(name) or not name
    here.sizes[argument] = widest if has_shape or is_noise or not is_factor else []


def _beside_new_axis(here: Inference, gate: Node, widest: Sizes) -> Sizes | None:
    """The sizes of what stands beside ``X[:, None]``: rows of another number."""
    for one in gate.args:
        key = here.graph.nodes[one].settings.get("key", ())
        if here.sizes.get(one) is widest and None in key:
            at = key.index(None)
            if all(part == slice(None) for part in (*key[:at], *key[at + 1 :])) and at > 0:
                return [Size(), *widest[at + 1 :]]
    return None


def _is_whole_sum(node: Node) -> bool:
    """Whether a gate reduces all axes: it gives a number."""
    settings = node.settings
    return "keepdims" in settings and settings.get("axis") is None and not settings["keepdims"]


def _is_told_number(here: Inference, gate: Node) -> bool:
    """Whether a gate adds a number that was computed, not one that is added to arrays too."""
    return any(
        here.sizes.get(one) == [] and (it := here.graph.nodes[one]).gate and not _is_whole_sum(it)
        for one in gate.args
    )


def _is_gain(here: Inference, gate: Node, depth: int = 2) -> bool:
    """Whether a bias is added to a product, or to a quotient of it."""
    for consumer, _ in here.graph.consumers[gate.index]:
        user = here.graph.nodes[consumer]
        if adds_up(user) and any(BIAS.fullmatch(name_of(here, one)) for one in user.args):
            return True
        if user.gate is not None and user.gate.elementwise and depth:
            return _is_gain(here, user, depth - 1)
    return False


def _scales_noise(here: Inference, gate: Node, argument: int) -> bool:
    """Whether a small name is noise that a spread scales, ``std * eps``; no small number, which
    stands on the left."""
    if adds_up(gate) or gate.args[-1] != argument or len(gate.args) != 2:
        return False
    spread = here.graph.nodes[gate.args[0]]
    return spread.gate is not None or bool(SPREAD.fullmatch(last_word(spread.name or "")))


def _factors(here: Inference, gate: Node, bias: int) -> tuple[str, str] | None:
    """The names of what a bias is added to the product of."""
    for argument in gate.args:
        product = here.graph.nodes[argument]
        if argument != bias and product.gate is not None and len(product.args) == 2:
            left, right = (_first_name(here, one) for one in product.args)
            return left, right
    return None


def _has_weights_left(here: Inference, gate: Node, bias: int) -> bool:
    """Whether a bias is added to ``W @ X``."""
    names = _factors(here, gate, bias)
    return names is not None and bool(
        WEIGHTS.fullmatch(names[0]) and not WEIGHTS.fullmatch(names[1])
    )


def _is_by_rows(here: Inference, gate: Node, bias: int) -> bool:
    """Whether a bias is added to ``X @ w``, a number for each row: it is a number."""
    names = _factors(here, gate, bias)
    return names is not None and bool(
        WEIGHTS.fullmatch(names[1]) and not WEIGHTS.fullmatch(names[0])
    )


def _first_name(here: Inference, index: int) -> str:
    """The name of a value, or of what it is the transpose of."""
    node = here.graph.nodes[index]
    if not node.name and len(node.args) == 1:
        node = here.graph.nodes[node.args[0]]
    return last_word(node.name or "")
