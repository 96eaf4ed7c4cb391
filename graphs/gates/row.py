"""What a row of the table says: a gate, its role, its shapes, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.gates.shapes import Shape, elementwise

Rule = Callable[..., Any]
Settings = Mapping[str, Any]  # what a use of a gate was given besides its arguments: axis, keepdims
Local = str | Callable[[Sequence[Shape], Settings], str] | None


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
SPREADER = Role(
    "distributor",
    "gradient distributor",
    "Every element that was summed gets the upstream gradient of its sum.",
)
ROUTER = Role(
    "router",
    "gradient router",
    "The upstream gradient goes to the input that was let through; the others get 0.",
)
MOVER = Role(
    "router",
    "gradient router",
    "Elements only move: each gradient goes back to the place its element came from.",
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
MIXER = Role(
    "scaler",
    "gradient scaler",
    "Every output depends on several inputs: each input gathers its slopes, times the upstream.",
)
GROUP = Role(
    "chain rule",
    "chain rule through what is inside",
    "The chain rule through the gates inside: the upstream gradient times the group's own slope.",
)
ADDER = Role(
    "adder",
    "gradient adder",
    "A value used more than once gathers the gradients of all its uses: they add.",
)

# How tightly a form holds its parts together, for brackets: Python's own order.
OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(9)

REQUIRED: Any = ...  # the default of a setting that has none


@dataclass(frozen=True)
class Sample:
    """Shapes and settings at which tests try a row."""

    shapes: tuple[Shape, ...]
    settings: Settings = field(default_factory=dict)
    extra: tuple[Any, ...] = ()  # values of the slots behind ``shapes`` that only route


@dataclass(frozen=True)
class Gate:
    """One row. ``form`` and ``latex`` are templates over the arguments, ``binds`` their precedence.

    ``shape`` maps the arguments' shapes and the settings to the output's; the default broadcasts.
    ``vjp`` and ``local`` hold one entry a slot; None says that the slot routes and carries no
    gradient. A variadic gate has one rule, called with the slot first. A ``local`` with ``{g}`` is
    the whole rule, without it the factor that ``g`` is multiplied by; where it depends on shapes
    it is a function of (shapes, settings). ``settings`` are what a reader may write besides the
    arguments, in NumPy's order, with their defaults. ``domain`` is where tests sample each
    argument, ``samples`` at which shapes; ``defaults`` fill slots a reader leaves out.
    """

    name: str
    form: str | Callable[[Settings], str]
    symbol: str
    role: Role | None
    forward: Callable[..., Any]
    vjp: tuple[Rule | None, ...] = ()
    local: tuple[Local, ...] = ()
    why: tuple[str, ...] = ("its slope",)
    latex: str | Callable[[Settings], str] = ""
    binds: int = ATOM
    domain: tuple[tuple[float, float], ...] = ((-2.0, 2.0),)
    aliases: tuple[str, ...] = ()
    defaults: Mapping[int, float] = field(default_factory=dict)
    variadic: bool = False
    tie: Rule | None = None  # whether z and its arguments stand at a kink or tie
    at_tie: str = ""  # which way the gradient goes there
    numpy: Any = None  # the NumPy function that means this row in a rule, if not ``forward``
    shape: Callable[..., Shape] = elementwise
    settings: Settings = field(default_factory=dict)
    work: Callable[..., int] | None = None  # multiply-adds, from shapes and settings
    samples: tuple[Sample, ...] = ()
    alone: str = ""  # the row that is meant where one array stands for several arguments
    listed: bool = False  # its arguments are written as one list
    leads: bool = False  # its first setting is written before the arguments
    spread: str = ""  # the setting whose whole numbers may be written one by one: x.reshape(2, 3)
    words: tuple[str, ...] = ()  # what arguments are called where they are written by name
    truth: bool = False  # its results are truth values
    hidden: bool = False  # only for rules: not in the language
    called: str = ""  # what readers call it, where that is not its name
    commutes: bool = False  # its two arguments may change places
    inside: int = 0  # how many gates a closed group stands for

    @property
    def data(self) -> bool:
        """Whether the result only routes (comparisons): no gradient passes."""
        return self.role is None

    @property
    def title(self) -> str:
        """What readers call it."""
        return self.called or self.name

    @property
    def heading(self) -> str:
        """What a step at it is headed."""
        return f"{self.title} {'group' if self.inside else 'gate'}"

    @property
    def elementwise(self) -> bool:
        """Whether each element of the output depends on one element of each argument."""
        return self.shape is elementwise

    @property
    def arity(self) -> int:
        """Argument slots; for a variadic gate the least number."""
        return (1 if self.listed or self.leads else 2) if self.variadic else len(self.vjp)

    def differentiable(self, slot: int) -> bool:
        return (self.variadic or slot < len(self.vjp)) and (
            self.vjp[0 if self.variadic else slot] is not None
        )

    def pull(
        self, slot: int, g: Any, z: Any, args: tuple[Any, ...], settings: Settings | None = None
    ) -> Any:
        """The gradient of argument ``slot``: the rule, run on numbers or graph expressions."""
        rule = self.vjp[0 if self.variadic else slot]
        assert rule is not None
        args = self._counted(args)
        first = (slot, g, z) if self.variadic else (g, z)
        return rule(*first, *args, **settings) if settings else rule(*first, *args)

    def compute(self, args: Sequence[Any], settings: Settings | None = None) -> Any:
        """The gate's value on numbers."""
        args = self._counted(args)
        return self.forward(*args, **settings) if settings else self.forward(*args)

    def _counted(self, args: Sequence[Any]) -> tuple[Any, ...]:
        """A truth value in arithmetic counts as 1.0 or 0.0."""
        if self.data or self.role is MOVER or not any(map(is_truth, args)):
            return tuple(args)
        return tuple(
            as_number(argument) if self.differentiable(slot) else argument
            for slot, argument in enumerate(args)
        )

    def template(self, count: int, settings: Settings | None = None) -> str:
        """The gate as Python writes it, with ``{0}``, ``{1}``, … for its arguments."""
        settings = settings or {}
        if callable(self.form):
            return self.form(settings)
        given = "".join(
            f", {name}={'np.inf' if value == np.inf else repr(value)}"
            for name, value in settings.items()
            if value != self.settings.get(name)
        )
        if self.variadic:
            slots = ", ".join(f"{{{slot}}}" for slot in range(count))
            if self.leads:
                return f"{self.name}({given.partition('=')[2]}, {slots})"
            return f"{self.name}([{slots}]{given})" if self.listed else f"{self.name}({slots})"
        return f"{self.form[:-1]}{given})" if given else self.form

    def latex_template(self, count: int, settings: Settings | None = None) -> str:
        """The gate as LaTeX, with ``{0}``, ``{1}``, … for its arguments."""
        settings = settings or {}
        if callable(self.latex):
            return self.latex(settings)
        if self.variadic:
            inside = r",\, ".join(f"{{{slot}}}" for slot in range(count))
            known = operator(self.name) if self.listed or self.leads else rf"\{self.name}"
            return rf"{known}\left({inside}\right)"
        axis = settings.get("axis")
        under = "" if axis is None else rf"_{{{{\text{{{{axis }}}}{axis}}}}}"
        return self.latex.replace("<axis>", under)

    def write(self, args: Sequence[str], settings: Settings | None = None) -> str:
        """The gate applied to written arguments, as Python writes it."""
        return self.template(len(args), settings).format(*args)

    def typeset(self, args: Sequence[str], settings: Settings | None = None) -> str:
        """The gate applied to typeset arguments, as LaTeX."""
        return self.latex_template(len(args), settings).format(*args)

    def reason(self, slot: int) -> str:
        """What the local factor of a slot is, in words."""
        return self.why[min(slot, len(self.why) - 1)]

    def told(self, slot: int, shapes: Sequence[Shape], settings: Settings) -> str | None:
        """``local`` of a slot for arguments of these shapes: a template, or None."""
        local = self.local[min(slot, len(self.local) - 1)] if self.local else None
        return local(shapes, {**settings, "slot": slot}) if callable(local) else local

    def __call__(self, *args: Any, **settings: Any) -> Any:
        """Apply the gate to numbers or, inside a rule, to graph expressions."""
        for argument in args:
            apply = getattr(argument, "apply_gate", None)
            if apply is not None:
                return apply(self, args, settings)
        return self.forward(*args, **settings)


def unfilled(settings: Settings, given: Settings) -> list[str]:
    """The settings without a default that were not given."""
    return [name for name, default in settings.items() if default is REQUIRED and name not in given]


_TRUTHS = (bool, np.bool_)


def is_truth(value: Any) -> bool:
    """Whether a value is a truth value or an array of them."""
    if isinstance(value, np.ndarray):
        return bool(value.dtype == bool)
    return isinstance(value, _TRUTHS)


def as_number(value: Any) -> Any:
    """Truth values as 1.0 and 0.0, anything else as it is."""
    if not is_truth(value):
        return value
    return value.astype(np.float64) if isinstance(value, np.ndarray) else np.float64(value)


def shape_of(value: Any) -> Shape:
    """The shape of a number, an array or a graph expression."""
    shape: Shape = getattr(value, "shape", ())
    return shape


def operator(name: str) -> str:
    """A function's name in a LaTeX template."""
    return r"\operatorname{{" + name.replace("_", r"\_") + "}}"


PAIR = ((-2.0, 2.0), (-2.0, 2.0))
POSITIVE = ((0.2, 3.0),)


def unary(name: str, forward: Rule, rule: Rule, local: str, why: str, **more: Any) -> Gate:
    """A function of one argument that scales the gradient by its slope."""
    row: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": SCALER,
        "latex": operator(name) + r"\left({0}\right)",
    }
    return Gate(name, forward=forward, vjp=(rule,), local=(local,), why=(why,), **(row | more))


def at_zero(z: Any, x: Any) -> Any:
    """Where an argument stands at 0."""
    return np.equal(x, 0.0)
