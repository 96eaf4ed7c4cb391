"""A row of the table: a gate, its role, its rules, its shapes, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.gates.shapes import Shape, elementwise

Rule = Callable[..., Any]
Settings = Mapping[str, Any]  # a gate's parameters besides its arguments: axis, keepdims
Local = str | Callable[[Sequence[Shape], Settings], str] | None
Reason = str | Callable[[Sequence[Any]], str]  # words, or a function of the arguments' values


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

# Precedence of operators, for brackets: Python's own order.
OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(9)

REQUIRED: Any = ...  # the default of a setting that has none


@dataclass(frozen=True)
class Sample:
    """Shapes and settings at which tests try a row."""

    shapes: tuple[Shape, ...]
    settings: Settings = field(default_factory=dict)
    routing_values: tuple[Any, ...] = ()  # of the slots after ``shapes``, which carry no gradient


@dataclass(frozen=True)
class Gate:
    """One row. ``form`` and ``latex`` are templates over the arguments.

    ``shape`` maps the arguments' shapes and the settings to the output's; the default broadcasts.
    ``vjp`` and ``local`` hold one entry for each slot; None where the slot only routes and has no
    gradient. A variadic gate has one rule, called with the slot first. ``plain`` is a rule in the
    form of the textbooks: scripts have it where it gives the same numbers. A ``local`` with ``{g}``
    is the whole rule, without it the factor that ``g`` is multiplied by; where it depends on shapes
    it is a function of (shapes, settings). ``settings`` are the parameters besides the arguments,
    in NumPy's order, with their defaults. ``domain`` is the interval in which tests sample each
    argument, ``samples`` the shapes; ``defaults`` fill slots that the text leaves out.

    In words: ``says`` is the value ("x plus y"); ``why`` a slot's gradient is what it is, a
    sentence; ``so`` what follows at these numbers. Both are templates over ``{0}``, ``{1}``, …,
    ``{z}`` (the output) and ``{x}`` (what gets the gradient); ``explain/words.py`` lists the
    further fields. ``cells`` is the reason for arrays and ``blocked`` where nothing gets through,
    if they differ from ``why``; ``meets`` says what an argument is to the cells that it is repeated
    for. ``inline`` is ``latex`` without a fraction, ``mathematics`` a line (LaTeX) that is not the
    local factor with its numbers.
    """

    name: str
    form: str | Callable[[Settings], str]
    symbol: str
    role: Role | None
    forward: Callable[..., Any]
    vjp: tuple[Rule | None, ...] = ()
    plain: tuple[Rule | None, ...] = ()  # by slot: the rule as a course writes it, if it differs
    local: tuple[Local, ...] = ()
    says: str = ""
    why: tuple[Reason, ...] = ("The slope of {gate} decides how much gets through.",)
    so: tuple[str, ...] = ("",)
    cells: tuple[Reason, ...] = ()
    blocked: tuple[Reason, ...] = ()
    meets: tuple[str, ...] = ("used in",)
    inline: str = ""
    mathematics: tuple[str, ...] = ()
    latex: str | Callable[[Settings], str] = ""
    precedence: int = ATOM
    domain: tuple[tuple[float, float], ...] = ((-2.0, 2.0),)
    aliases: tuple[str, ...] = ()
    defaults: Mapping[int, float] = field(default_factory=dict)
    variadic: bool = False
    tie: Rule | None = None  # (z, *args) → where the arguments are at a kink or tie
    tie_word: str = "kink"  # no slope there; "tie" where arguments or elements are equal
    tie_explanation: str = ""  # a sentence: which subgradient is used there
    border: Rule | None = None  # (*args) → where a comparison's outcome is about to change
    decided_by: int | None = None  # the slot of a condition that chooses among the others
    numpy: Any = None  # the NumPy function that stands for this row in rules, if not ``forward``
    shape: Callable[..., Shape] = elementwise
    settings: Settings = field(default_factory=dict)
    work: Callable[..., int] | None = None  # multiply-adds, from shapes and settings
    samples: tuple[Sample, ...] = ()
    reduction: str = ""  # the row used instead when called with one array: max(x) is amax(x)
    takes_list: bool = False  # its arguments are written as one list: stack([x, y])
    setting_first: bool = False  # a setting is written before the arguments: einsum("ij->i", x)
    star_setting: str = (
        ""  # the setting whose whole numbers may be written one by one: x.reshape(2, 3)
    )
    keywords: tuple[str, ...] = ()  # by slot: the argument's keywords, separated by spaces
    truth: bool = False  # its results are truth values
    hidden: bool = False  # only for rules: not in the language
    display_name: str = ""  # its name on the page, where that differs from ``name``
    commutes: bool = False  # its two arguments may be swapped
    gates_inside: int = 0  # of a closed group: how many gates it replaces

    @property
    def data(self) -> bool:
        """Whether the result only routes (comparisons): no gradient passes."""
        return self.role is None

    @property
    def title(self) -> str:
        """Its name on the page."""
        return self.display_name or self.name

    @property
    def heading(self) -> str:
        """The heading of its steps."""
        return f"{self.title} {'group' if self.gates_inside else 'gate'}"

    @property
    def elementwise(self) -> bool:
        """Whether each element of the output depends on one element of each argument."""
        return self.shape is elementwise

    @property
    def arity(self) -> int:
        """The number of argument slots; for a variadic gate the least."""
        return (
            (1 if self.takes_list or self.setting_first else 2) if self.variadic else len(self.vjp)
        )

    def differentiable(self, slot: int) -> bool:
        return (self.variadic or slot < len(self.vjp)) and (
            self.vjp[0 if self.variadic else slot] is not None
        )

    def has_plain_rule(self, slot: int) -> bool:
        return slot < len(self.plain) and self.plain[slot] is not None

    def pullback(
        self,
        slot: int,
        g: Any,
        z: Any,
        args: tuple[Any, ...],
        settings: Settings | None = None,
        plain: bool = False,
    ) -> Any:
        """The vector-Jacobian product for argument ``slot``: the rule on numbers or expressions.

        ``g`` and the output ``z`` have the same shape. The result may have a broadcast shape, which
        the caller sums to the argument's. With ``plain`` it is the rule as a course writes it,
        which may lose digits, overflow or be nan where the other does not.
        """
        rule = self.vjp[0 if self.variadic else slot]
        if plain and self.has_plain_rule(slot):
            rule = self.plain[slot]
        assert rule is not None
        args = self._truths_as_numbers(args)
        first = (slot, g, z) if self.variadic else (g, z)
        return rule(*first, *args, **settings) if settings else rule(*first, *args)

    def compute(self, args: Sequence[Any], settings: Settings | None = None) -> Any:
        """The gate's value on numbers."""
        args = self._truths_as_numbers(args)
        return self.forward(*args, **settings) if settings else self.forward(*args)

    def _truths_as_numbers(self, args: Sequence[Any]) -> tuple[Any, ...]:
        """The arguments with truth values as 1.0 or 0.0 where the gate does arithmetic."""
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
        written = "".join(
            f", {name}={'np.inf' if value == np.inf else repr(value)}"
            for name, value in settings.items()
            if value != self.settings.get(name)
        )
        if self.variadic:
            slots = ", ".join(f"{{{slot}}}" for slot in range(count))
            if self.setting_first:
                return f"{self.name}({written.partition('=')[2]}, {slots})"
            return (
                f"{self.name}([{slots}]{written})" if self.takes_list else f"{self.name}({slots})"
            )
        return f"{self.form[:-1]}{written})" if written else self.form

    def latex_template(self, count: int, settings: Settings | None = None) -> str:
        """The gate as LaTeX, with ``{0}``, ``{1}``, … for its arguments."""
        settings = settings or {}
        if callable(self.latex):
            return self.latex(settings)
        if self.variadic:
            inside = r",\, ".join(f"{{{slot}}}" for slot in range(count))
            known = (
                latex_operator(self.name)
                if self.takes_list or self.setting_first
                else rf"\{self.name}"
            )
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

    def reason(self, slot: int, args: Sequence[Any], passes: bool = True) -> str:
        """Why the gradient of a slot is what it is: a template, for these arguments' values."""
        words = self.why if passes or not self.blocked else self.blocked
        if self.cells and any(map(np.ndim, args)):
            words = self.cells
        reason = words[min(slot, len(words) - 1)]
        return reason(args) if callable(reason) else reason

    def consequence(self, slot: int) -> str:
        """What a slot's reason means at the numbers: a template, or ""."""
        return self.so[min(slot, len(self.so) - 1)]

    def local_template(self, slot: int, shapes: Sequence[Shape], settings: Settings) -> str | None:
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


def missing_settings(settings: Settings, written: Settings) -> list[str]:
    """The settings without a default that ``written`` lacks."""
    return [
        name for name, default in settings.items() if default is REQUIRED and name not in written
    ]


_TRUTH_TYPES = (bool, np.bool_)


def is_truth(value: Any) -> bool:
    """Whether a value is a truth value or an array of them."""
    if isinstance(value, np.ndarray):
        return bool(value.dtype == bool)
    return isinstance(value, _TRUTH_TYPES)


def as_number(value: Any) -> Any:
    """Truth values as 1.0 and 0.0, anything else as it is."""
    if not is_truth(value):
        return value
    return value.astype(np.float64) if isinstance(value, np.ndarray) else np.float64(value)


def known_number(value: Any) -> float | None:
    """The number that a rule's argument is; None for arrays, and for a graph expression that is no
    constant."""
    if isinstance(value, int | float):  # NumPy's float64 is a float
        return value
    known: float | None = getattr(value, "known_number", None)
    return known


def shape_of(value: Any) -> Shape:
    """The shape of a number, an array or a graph expression."""
    shape: Shape = getattr(value, "shape", ())
    return shape


def latex_operator(name: str) -> str:
    """A function's name for a LaTeX template, with its braces doubled."""
    return r"\operatorname{{" + name.replace("_", r"\_") + "}}"


PAIR = ((-2.0, 2.0), (-2.0, 2.0))
POSITIVE = ((0.2, 3.0),)


def unary(name: str, forward: Rule, rule: Rule, local: str, slope: str, **more: Any) -> Gate:
    """A function of one argument that scales the gradient by its slope; ``slope`` says what that
    is, in a phrase or in a sentence."""
    row: dict[str, Any] = {
        "form": name + "({0})",
        "symbol": name,
        "role": SCALER,
        "why": (slope if slope.endswith(".") else f"The slope of {name} is {slope}.",),
        "so": ("At {n0} that is {local}, so {passes}.",),
        "latex": latex_operator(name) + r"\left({0}\right)",
    }
    return Gate(name, forward=forward, vjp=(rule,), local=(local,), **(row | more))


def is_zero(z: Any, x: Any) -> Any:
    """Where the argument is 0: the tie of relu and abs."""
    return np.equal(x, 0.0)
