"""NumPy functions that are other spellings of a row: ``x.dot(w)``, ``hstack``, ``ravel``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graphs.gates.arithmetic import MUL
from graphs.gates.einsum import TENSORDOT
from graphs.gates.items import INDEX, IndexArray
from graphs.gates.joining import CONCATENATE, STACK
from graphs.gates.matrices import MATMUL
from graphs.gates.row import REQUIRED, Gate, Settings
from graphs.gates.shapes import Misfit, Shape, normalize_axis
from graphs.gates.shaping import EXPAND_DIMS, RESHAPE, TRANSPOSE

Shapes = Sequence[Shape | None]  # None: not known yet


@dataclass(frozen=True)
class Spelling:
    """A function that ``resolve`` turns into a row and its settings, depending on shapes.

    Its other fields have the meaning that they have in ``Gate``.
    """

    name: str
    resolve: Callable[[Shapes, Settings], tuple[Gate, Settings]]
    arity: int = 1
    settings: Settings = field(default_factory=dict)
    takes_list: bool = False
    star_setting: str = ""
    aliases: tuple[str, ...] = ()
    lift: Callable[[Shapes], Sequence[Shape]] | None = (
        None  # the shapes to which arguments are reshaped first
    )

    variadic = setting_first = False
    reduction = ""
    keywords: tuple[str, ...] = ()
    defaults: Mapping[int, float] = field(default_factory=dict)


def known_rank(shape: Shape | None) -> int:
    """The number of axes; 2 where the shape is not known yet."""
    return 2 if shape is None else len(shape)


def _dot(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    one, other = map(known_rank, shapes)
    if not one or not other:
        return MUL, {}
    return (MATMUL, {}) if other < 3 else (TENSORDOT, {"axes": ((-1,), (-2,))})


def _inner(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    one, other = map(known_rank, shapes)
    if not one or not other:
        return MUL, {}
    return (MATMUL, {}) if one == other == 1 else (TENSORDOT, {"axes": ((-1,), (-1,))})


def _swapaxes(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    axes = list(range(known_rank(shapes[0])))
    one, other = (normalize_axis(settings[name], len(axes)) for name in ("axis1", "axis2"))
    axes[one], axes[other] = axes[other], axes[one]
    return TRANSPOSE, _transpose_settings(axes)


def _moveaxis(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    count = known_rank(shapes[0])
    one, other = (normalize_axis(settings[name], count) for name in ("source", "destination"))
    axes = [axis for axis in range(count) if axis != one]
    axes.insert(other, one)
    return TRANSPOSE, _transpose_settings(axes)


def _transpose_settings(axes: list[int]) -> Settings:
    return {} if axes == list(range(len(axes)))[::-1] else {"axes": tuple(axes)}


def _ravel(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return RESHAPE, {"shape": -1}


def _take(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    axis = settings.get("axis")
    if axis is None and known_rank(shapes[0]) != 1:
        raise Misfit("take without an axis picks from the flat array: write x.ravel()[indices]")
    axis_index = normalize_axis(0 if axis is None else axis, known_rank(shapes[0]))
    return INDEX, {"key": (*[slice(None)] * axis_index, IndexArray(0))}


def _flip(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    axis = settings.get("axis")
    reverse = slice(None, None, -1)
    if axis is None:
        return INDEX, {"key": (reverse,) * known_rank(shapes[0])}
    return INDEX, {"key": (*[slice(None)] * normalize_axis(axis, known_rank(shapes[0])), reverse)}


def _hstack(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return CONCATENATE, {} if known_rank(shapes[0]) == 1 else {"axis": 1}


def _vstack(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return (STACK, {}) if known_rank(shapes[0]) == 1 else (CONCATENATE, {})


def _column_stack(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    return (STACK, {"axis": 1}) if known_rank(shapes[0]) == 1 else (CONCATENATE, {"axis": 1})


def _lift_to(least: Callable[[Shape], Shape]) -> Callable[[Shapes], Sequence[Shape]]:
    """Numbers and vectors of a list get more axes, as NumPy's stacking functions give them."""

    def lift(shapes: Shapes) -> Sequence[Shape]:
        known = [shape for shape in shapes if shape is not None]
        same = len({len(shape) for shape in known}) == 1 and known[0] != ()
        return known if same or len(known) < len(shapes) else [least(shape) for shape in known]

    return lift


def _atleast_2d(shapes: Shapes, settings: Settings) -> tuple[Gate, Settings]:
    count = known_rank(shapes[0])
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
        Spelling("swapaxes", _swapaxes, settings={"axis1": REQUIRED, "axis2": REQUIRED}),
        Spelling("moveaxis", _moveaxis, settings={"source": REQUIRED, "destination": REQUIRED}),
        Spelling("ravel", _ravel, aliases=("flatten",)),
        Spelling("take", _take, 2, settings={"axis": None}),
        Spelling("flip", _flip, settings={"axis": None}),
        Spelling("hstack", _hstack, takes_list=True, lift=_lift_to(lambda shape: shape or (1,))),
        Spelling(
            "vstack", _vstack, takes_list=True, aliases=("row_stack",), lift=_lift_to(_as_row)
        ),
        Spelling("column_stack", _column_stack, takes_list=True, lift=_lift_to(_as_column)),
        Spelling("atleast_2d", _atleast_2d),
    )
    for name in (spelling.name, *spelling.aliases)
}
