"""One use of a gate as NumPy code, from its row of the table."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np

from graphs.code import helpers
from graphs.code.literals import Literal, number
from graphs.gates import ATOM, COMPARE, GATES, PRODUCT, SIGN, Gate
from graphs.gates.items import ADD_AT, SCATTER, IndexArray, Key, index_shape
from graphs.gates.routing import TO_INT
from graphs.gates.row import MOVER, REQUIRED, Settings
from graphs.gates.shapes import Shape
from graphs.model import Node, Value

MODULES: Mapping[str, Any] = {"np.": np, "np.linalg.": np.linalg}
SAME = 1e-10  # relative
DEFAULT_NORM = "fro"  # of a matrix: NumPy's default, so it is not written


class Term(NamedTuple):
    """Code of a value, and the precedence of its outermost operator."""

    text: str
    precedence: int = ATOM


def _function_name(gate: Gate) -> str:
    """The function that computes a gate: ``np.exp``, or one of ``helpers``; "" for items."""
    function = gate.numpy or gate.forward
    form = gate.form if isinstance(gate.form, str) else ""
    words = [form.partition("(")[0], gate.name, *gate.aliases, getattr(function, "__name__", "")]
    names = [
        prefix + word
        for word in words
        for prefix, module in MODULES.items()
        if word and getattr(module, word, None) is function
    ]
    if not names and hasattr(helpers, gate.name):
        return gate.name
    names += [
        prefix + word
        for word in (*gate.aliases, gate.name)
        for prefix, module in MODULES.items()
        if hasattr(module, word)
    ]
    return names[0] if names else ""


FUNCTION_NAMES: Mapping[str, str] = {
    **{gate.name: _function_name(gate) for gate in GATES},
    TO_INT.name: "np.trunc",  # of any number: NumPy's integers end at 2**63
}


def helper_of(gate: Gate) -> Callable[..., Any] | None:
    """The helper that a script calls for a gate, if it calls one."""
    helper: Callable[..., Any] | None = getattr(helpers, gate.name, None)
    return helper if helper is not None and FUNCTION_NAMES[gate.name] == gate.name else None


def replaced_by_helpers(nodes: Sequence[Node], values: Sequence[Value]) -> frozenset[str]:
    """The gates that NumPy's own functions compute otherwise at these values: the norm of numbers
    whose squares overflow, the variance of equal numbers."""
    return frozenset(
        node.gate.name
        for node, value in zip(nodes, values, strict=False)
        if node.gate is not None
        and node.gate.name in REPLACEABLE
        and not _is_numpys(node, value, [values[argument] for argument in node.args])
    )


def _is_numpys(node: Node, value: Value, args: Sequence[Value]) -> bool:
    assert node.gate is not None
    prefix, _, word = FUNCTION_NAMES[node.gate.name].rpartition(".")
    function = getattr(MODULES[f"{prefix}."], word)
    with np.errstate(all="ignore"), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found = function(*args, **node.settings)
    return not warned and np.allclose(found, value, rtol=SAME, atol=0.0, equal_nan=True)


def infix(gate: Gate, settings: Settings) -> str:
    """The gate's form where Python writes it with signs alone; "" where it is a function."""
    if helper_of(gate):
        return ""
    form = gate.template(2, settings)
    without_slots = re.sub(r"\{\d+\}", "", form)
    return "" if re.match(r" ?\w", without_slots) else form


REPLACEABLE = frozenset(
    gate.name
    for gate in GATES
    if hasattr(helpers, gate.name) and FUNCTION_NAMES[gate.name].startswith("np.")
)


class Spelling:
    """How a language writes gates, numbers and arrays. This is NumPy's; others change a few."""

    library: ClassVar[str] = "np"
    literal: ClassVar[Literal] = Literal()
    copied: ClassVar[str] = "{}.copy()"
    strict: ClassVar[bool] = False  # numbers without other values beside them are the library's

    def __init__(self, replaced: frozenset[str] = frozenset()) -> None:
        """``replaced`` are gates that are computed by a helper in place of the library."""
        self.replaced = replaced

    def helper(self, gate: Gate) -> Callable[..., Any] | None:
        """The helper that a script calls for a gate, if it calls one."""
        return getattr(helpers, gate.name) if gate.name in self.replaced else helper_of(gate)

    def is_statement(self, node: Node) -> bool:
        """Whether a gate is written as a line that changes items of an array."""
        return node.gate is ADD_AT or node.gate is SCATTER

    def library_number(self, text: str) -> str:
        """A number whose arithmetic is the library's: 1 / 0 is inf."""
        return f"np.float64({text})"

    def scalar(self, value: Value, *, integer: bool = False) -> Term:
        text = number(value, self.library, integer=integer)
        return Term(text, SIGN if text.startswith("-") else ATOM)

    def array(self, value: Any, *, integer: bool = False) -> Term:
        return Term(self.literal(value, integer=integer))

    def as_index(self, term: Term, shape: Shape) -> Term:
        """A float that holds whole numbers, converted to integers for an index."""
        if not shape:
            return Term(f"int({term.text})")
        return Term(f"{atom(term)}.astype(int)")

    def spell(self, node: Node, args: Sequence[Term], nodes: Sequence[Node]) -> Term:
        """A gate applied to written arguments."""
        gate = node.gate
        assert gate is not None
        args = self.truths_as_numbers(node, args, nodes)
        form = infix(gate, node.settings)
        number_first = bool(node.args) and nodes[node.args[0]].shape == ()
        if form and number_first and form.startswith("{0}["):
            args = [Term(f"{self.library}.asarray({args[0].text})"), *args[1:]]
        if form and not (number_first and form.startswith("{0}.")):
            return Term(form.format(*_bracketed(gate, form, args)), gate.precedence)
        return self.call(node, [term.text for term in args], nodes)

    def call(self, node: Node, args: Sequence[str], nodes: Sequence[Node]) -> Term:
        """A gate as a function."""
        gate = node.gate
        assert gate is not None
        name, key = self.function_name(gate), ""
        if gate.variadic and not gate.takes_list and not gate.setting_first:
            return self.nested_call(name, args)
        if "key" in node.settings:
            args, key = split_key(node, args)
        positional = [f"[{', '.join(args)}]"] if gate.takes_list else list(args)
        required = [
            key if name == "key" else self.setting(name, node.settings[name])
            for name, default in gate.settings.items()
            if default is REQUIRED
        ]
        optional = [
            f"{name}={self.setting(name, value)}"
            for name, value in node.settings.items()
            if gate.settings.get(name) is not REQUIRED
            and value not in (gate.settings.get(name), DEFAULT_NORM)
        ]
        arguments = [*required, *positional] if gate.setting_first else [*positional, *required]
        return Term(f"{name}({', '.join([*arguments, *optional])})")

    def setting(self, name: str, value: Any) -> str:
        """A setting as code: ``axis=(0,)`` is ``axis=0``."""
        if name == "axis" and isinstance(value, tuple | list) and len(value) == 1:
            value = value[0]
        infinite = isinstance(value, float) and value == np.inf
        return f"{self.library}.inf" if infinite else repr(value)

    def function_name(self, gate: Gate) -> str:
        if gate.name in self.replaced:
            return gate.name
        if not FUNCTION_NAMES[gate.name]:
            raise LookupError(f"{gate.name} needs a function in graphs/code/helpers.py")
        return FUNCTION_NAMES[gate.name]

    def nested_call(self, name: str, args: Sequence[str]) -> Term:
        """A function of two arguments applied to several."""
        text = args[0]
        for other in args[1:]:
            text = f"{name}({text}, {other})"
        return Term(text)

    def truths_as_numbers(
        self, node: Node, args: Sequence[Term], nodes: Sequence[Node]
    ) -> list[Term]:
        """Arguments with truth values converted, where the library would not do arithmetic so."""
        gate = node.gate
        assert gate is not None
        truths = [nodes[argument].truth for argument in node.args]
        if gate.data or gate.role is MOVER or not any(truths):
            return list(args)
        if gate.elementwise and len(args) == 2 and not all(truths) and infix(gate, node.settings):
            return list(args)
        return [
            self.truth_as_number(term) if truth and gate.differentiable(slot) else term
            for slot, (term, truth) in enumerate(zip(args, truths, strict=True))
        ]

    def truth_as_number(self, term: Term) -> Term:
        return Term(f"{atom(term)} * 1.0", PRODUCT)

    def fit_value(self, node: Node, value: str, nodes: Sequence[Node]) -> str:
        """A value to be assigned to items, without surplus axes of size 1 in front."""
        target, shape, *indices = [nodes[argument].shape or () for argument in node.args]
        leading = len(shape) - len(index_shape(target, *indices, key=node.settings["key"]))
        return f"{self.library}.reshape({value}, {shape[leading:]})" if leading > 0 else value

    def flipped_axes(self, key: Key, shape: Shape) -> tuple[tuple[int, ...], Key]:
        """The axes to flip before indexing, and the key for the flipped array."""
        return (), key

    def key(self, key: Key, indices: Sequence[str]) -> str:
        """What stands between the brackets of an item."""
        return key_text(key, indices)


def split_key(node: Node, args: Sequence[str]) -> tuple[Sequence[str], str]:
    """The arguments before the arrays of a key, and the key as a value."""
    parts = node.settings["key"]
    first = len(args) - sum(isinstance(part, IndexArray) for part in parts)
    inside = key_text(parts, args[first:])
    if all(isinstance(part, IndexArray | int) for part in parts):
        return args[:first], f"({inside},)" if len(parts) == 1 else f"({inside})"
    return args[:first], f"np.s_[{inside}]"


def key_text(key: Key, indices: Sequence[str]) -> str:
    """A key as Python writes it, with its arrays."""
    parts = []
    for part in key:
        if isinstance(part, IndexArray):
            parts.append(indices[part.position])
        elif isinstance(part, slice):
            bounds = ["" if one is None else str(one) for one in (part.start, part.stop, part.step)]
            parts.append(":".join(bounds[: 3 if bounds[2] else 2]))
        else:
            parts.append("..." if part is ... else str(part))
    return ", ".join(parts) or "()"


def _bracketed(gate: Gate, form: str, args: Sequence[Term]) -> list[str]:
    """Arguments in brackets where they bind too loosely."""
    least = min(gate.precedence + 1, ATOM)
    texts = []
    for slot, term in enumerate(args):
        in_brackets_already = re.search(rf"[(,\[] ?\{{{slot}\}}", form)
        needs_tighter = slot > 0 or gate.precedence >= SIGN or gate.precedence == COMPARE
        loose = not in_brackets_already and (
            term.precedence < (least if needs_tighter else gate.precedence)
            or (slot > 0 and term.text.startswith("-"))
        )
        texts.append(f"({term.text})" if loose else term.text)
    return texts


def atom(term: Term) -> str:
    return term.text if term.precedence == ATOM else f"({term.text})"
