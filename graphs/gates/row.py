"""What a row of the table says: a gate, its role, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Rule = Callable[..., Any]


@dataclass(frozen=True)
class Role:
    """A pattern in the backward flow, in the words of CS231n's notes where they name it."""

    name: str
    title: str
    meaning: str


DISTRIBUTOR = Role(
    "distributor",
    "gradient distributor",
    "Each input gets the upstream gradient, whatever the inputs are.",
)
SIGNED = Role(
    "distributor",
    "gradient distributor with a sign",
    "The first input gets the upstream gradient, the second gets it with its sign turned.",
)
ROUTER = Role(
    "router",
    "gradient router",
    "The upstream gradient goes to the input that was let through; the others get 0.",
)
SWITCHER = Role(
    "switcher",
    "gradient switcher",
    "Each input gets the upstream gradient times the other input.",
)
SCALER = Role(
    "scaler",
    "gradient scaler",
    "The upstream gradient is scaled by the slope of the gate at its input.",
)
ADDER = Role(
    "adder",
    "gradient adder",
    "A value used more than once gathers the gradients of all its uses: they add.",
)

# How tightly a form holds its parts together, for brackets: Python's own order.
OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(9)


@dataclass(frozen=True)
class Gate:
    """One row. ``form`` and ``latex`` are templates over the arguments, ``binds`` their precedence.

    ``vjp`` and ``local`` hold one entry a slot; None says that the slot routes and carries no
    gradient. A variadic gate has one rule, called with the slot first. ``domain`` is where tests
    sample each argument; ``defaults`` fill slots a reader leaves out.
    """

    name: str
    form: str
    symbol: str
    role: Role | None
    forward: Callable[..., Any]
    vjp: tuple[Rule | None, ...] = ()
    local: tuple[str | None, ...] = ()
    why: tuple[str, ...] = ("its slope",)
    latex: str = ""
    binds: int = ATOM
    domain: tuple[tuple[float, float], ...] = ((-2.0, 2.0),)
    aliases: tuple[str, ...] = ()
    defaults: Mapping[int, float] = field(default_factory=dict)
    variadic: bool = False
    tie: Rule | None = None  # whether z and its arguments stand at a kink or tie
    at_tie: str = ""  # which way the gradient goes there
    numpy: Any = None  # the NumPy function that means this row in a rule, if not ``forward``

    @property
    def data(self) -> bool:
        """Whether the result only routes (comparisons): no gradient passes."""
        return self.role is None

    @property
    def arity(self) -> int:
        """Argument slots; for a variadic gate the least number."""
        return 2 if self.variadic else len(self.vjp)

    def differentiable(self, slot: int) -> bool:
        return self.variadic or self.vjp[slot] is not None

    def pull(self, slot: int, g: Any, z: Any, args: tuple[Any, ...]) -> Any:
        """The gradient of argument ``slot``: the rule, run on numbers or graph expressions."""
        if self.variadic:
            rule = self.vjp[0]
            assert rule is not None
            return rule(slot, g, z, *args)
        rule = self.vjp[slot]
        assert rule is not None
        return rule(g, z, *args)

    def compute(self, args: Sequence[Any]) -> Any:
        """The gate's value on numbers. A truth value in arithmetic counts as 1.0 or 0.0."""
        if not self.data and any(isinstance(argument, bool | np.bool_) for argument in args):
            args = [
                np.float64(argument) if self.differentiable(slot) else argument
                for slot, argument in enumerate(args)
            ]
        return self.forward(*args)

    def write(self, args: Sequence[str]) -> str:
        """The gate applied to written arguments, as Python writes it."""
        if self.variadic:
            return f"{self.name}({', '.join(args)})"
        return self.form.format(*args)

    def typeset(self, args: Sequence[str]) -> str:
        """The gate applied to typeset arguments, as LaTeX."""
        if self.variadic:
            inside = r",\, ".join(args)
            return rf"\{self.name}\left({inside}\right)"
        return self.latex.format(*args)

    def reason(self, slot: int) -> str:
        """What the local factor of a slot is, in words."""
        return self.why[min(slot, len(self.why) - 1)]

    def __call__(self, *args: Any) -> Any:
        """Apply the gate to numbers or, inside a rule, to graph expressions."""
        for argument in args:
            apply = getattr(argument, "apply_gate", None)
            if apply is not None:
                return apply(self, args)
        return self.forward(*args)


PAIR = ((-2.0, 2.0), (-2.0, 2.0))
POSITIVE = ((0.2, 3.0),)


def unary(name: str, forward: Rule, rule: Rule, local: str, why: str, **more: Any) -> Gate:
    """A function of one argument that scales the gradient by its slope."""
    row: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": SCALER,
        "latex": r"\operatorname{{" + name + r"}}\left({0}\right)",
    }
    return Gate(name, forward=forward, vjp=(rule,), local=(local,), why=(why,), **(row | more))


def at_zero(z: Any, x: Any) -> bool:
    """Whether an argument stands at 0."""
    return bool(np.any(np.equal(x, 0.0)))
