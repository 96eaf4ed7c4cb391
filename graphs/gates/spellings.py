"""Other ways to write a row: ``x.dot(w)``, ``hstack``, ``ravel``, and NumPy's further names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graphs.gates.arithmetic import MUL
from graphs.gates.einsum import TENSORDOT
from graphs.gates.items import INDEX, Slot
from graphs.gates.joining import CONCATENATE, STACK
from graphs.gates.matrices import MATMUL
from graphs.gates.row import REQUIRED, Gate, Settings
from graphs.gates.shapes import Misfit, Shape, axis_of
from graphs.gates.shaping import EXPAND_DIMS, RESHAPE, TRANSPOSE

Shapes = Sequence[Shape | None]  # None: not known yet


@dataclass(frozen=True)
class Spelling:
    """A function that is some row, which one depending on shapes; written like a row itself."""

    name: str
    means: Callable[[Shapes, Settings], tuple[Gate, Settings]]
    arity: int = 1
    settings: Settings = field(default_factory=dict)
    listed: bool = False
    spread: str = ""
    aliases: tuple[str, ...] = ()
    lift: Callable[[Shapes], Sequence[Shape]] | None = None  # what arguments are reshaped to first

    variadic = leads = False
    alone = ""
    words: tuple[str, ...] = ()
    defaults: Mapping[int, float] = field(default_factory=dict)


def rank(shape: Shape | None) -> int:
    """How many axes; 2 where that is not known yet."""
    return 2 if shape is None else len(shape)


def _dot(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    one, other = map(rank, shapes)
    if not one or not other:
        return MUL, {}
    return (MATMUL, {}) if other < 3 else (TENSORDOT, {"axes": ((-1,), (-2,))})


def _inner(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    one, other = map(rank, shapes)
    if not one or not other:
        return MUL, {}
    return (MATMUL, {}) if one == other == 1 else (TENSORDOT, {"axes": ((-1,), (-1,))})


def _swap(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    axes = list(range(rank(shapes[0])))
    one, other = (axis_of(settings[name], len(axes)) for name in ("axis1", "axis2"))
    axes[one], axes[other] = axes[other], axes[one]
    return TRANSPOSE, _order(axes)


def _move(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    count = rank(shapes[0])
    one, other = (axis_of(settings[name], count) for name in ("source", "destination"))
    axes = [axis for axis in range(count) if axis != one]
    axes.insert(other, one)
    return TRANSPOSE, _order(axes)


def _order(axes: list[int]) -> Settings:
    return {} if axes == list(range(len(axes)))[::-1] else {"axes": tuple(axes)}


def _flat(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return RESHAPE, {"shape": -1}


def _take(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    axis = settings.get("axis")
    if axis is None and rank(shapes[0]) != 1:
        raise Misfit("take without an axis picks from the flat array: write x.ravel()[indices]")
    place = axis_of(0 if axis is None else axis, rank(shapes[0]))
    return INDEX, {"key": (*[slice(None)] * place, Slot(0))}


def _flip(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    axis = settings.get("axis")
    turned = slice(None, None, -1)
    if axis is None:
        return INDEX, {"key": (turned,) * rank(shapes[0])}
    return INDEX, {"key": (*[slice(None)] * axis_of(axis, rank(shapes[0])), turned)}


def _beside(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return CONCATENATE, {} if rank(shapes[0]) == 1 else {"axis": 1}


def _below(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return (STACK, {}) if rank(shapes[0]) == 1 else (CONCATENATE, {})


def _columns(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return (STACK, {"axis": 1}) if rank(shapes[0]) == 1 else (CONCATENATE, {"axis": 1})


def _lifted(least: Callable[[Shape], Shape]) -> Callable[[Shapes], Sequence[Shape]]:
    """Numbers and vectors of a list as NumPy joins them to arrays of more axes."""

    def lift(shapes: Shapes) -> Sequence[Shape]:
        known = [shape for shape in shapes if shape is not None]
        same = len({len(shape) for shape in known}) == 1 and known[0] != ()
        return known if same or len(known) < len(shapes) else [least(shape) for shape in known]

    return lift


def _two_axes(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    count = rank(shapes[0])
    return (EXPAND_DIMS, {"axis": 0}) if count == 1 else (RESHAPE, {"shape": shapes[0] or (1, 1)})


def _as_row(shape: Shape) -> Shape:
    return (1, *(shape or (1,))) if len(shape) < 2 else shape


def _as_column(shape: Shape) -> Shape:
    return (*(shape or (1,)), 1) if len(shape) < 2 else shape


SPELLINGS: Mapping[str, Spelling] = {
    name: spelling
    for spelling in (
        Spelling("dot", _dot, 2),
        Spelling("inner", _inner, 2),
        Spelling("swapaxes", _swap, settings={"axis1": REQUIRED, "axis2": REQUIRED}),
        Spelling("moveaxis", _move, settings={"source": REQUIRED, "destination": REQUIRED}),
        Spelling("ravel", _flat, aliases=("flatten",)),
        Spelling("take", _take, 2, settings={"axis": None}),
        Spelling("flip", _flip, settings={"axis": None}),
        Spelling("hstack", _beside, listed=True, lift=_lifted(lambda shape: shape or (1,))),
        Spelling("vstack", _below, listed=True, aliases=("row_stack",), lift=_lifted(_as_row)),
        Spelling("column_stack", _columns, listed=True, lift=_lifted(_as_column)),
        Spelling("atleast_2d", _two_axes),
    )
    for name in (spelling.name, *spelling.aliases)
}
