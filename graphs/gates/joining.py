"""Gates that join, repeat and pad arrays."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from graphs.gates.row import (
    MOVER,
    REQUIRED,
    Gate,
    Sample,
    Settings,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    as_shape,
    concatenate_shape,
    normalize_axis,
    stack_shape,
)
from graphs.gates.shaping import mover_row


def _axis_slice(axis: int, start: int, stop: int) -> tuple[Any, ...]:
    return (*[slice(None)] * axis, slice(start, stop))


def _key_text(key: Sequence[Any]) -> str:
    return ", ".join(":" if part == slice(None) else f"{part.start}:{part.stop}" for part in key)


def _own_slice(shapes: Sequence[Shape], axis: Any, slot: int) -> tuple[Any, ...]:
    place = normalize_axis(axis, len(shapes[0]))
    start = sum(shape[place] for shape in shapes[:slot])
    return _axis_slice(place, start, start + shapes[slot][place])


def _concatenate_vjp(slot: int, g: Any, z: Any, *args: Any, axis: Any = 0) -> Any:
    return g[_own_slice([shape_of(one) for one in args], axis, slot)] * 1.0


def _concatenate_local(shapes: Sequence[Shape], settings: Settings) -> str:
    part = _own_slice(shapes, settings.get("axis", 0), settings["slot"])
    return f"{{g}}[{_key_text(part)}]"


def _stack_vjp(slot: int, g: Any, z: Any, *args: Any, axis: Any = 0) -> Any:
    place = normalize_axis(axis, len(shape_of(g)))
    return g[(*[slice(None)] * place, slot)] * 1.0


def _stack_local(shapes: Sequence[Shape], settings: Settings) -> str:
    place = normalize_axis(settings.get("axis", 0), len(shapes[0]) + 1)
    return "{g}[" + ":, " * place + f"{settings['slot']}]"


def _repeat_count(repeats: Any) -> int:
    try:
        (times,) = as_shape(repeats)
    except ValueError:
        raise Misfit("repeats must be one whole number") from None
    if times < 0:
        raise Misfit("repeats cannot be negative")
    return times


def _repeat_shape(shape: Shape, *, repeats: Any, axis: Any = None) -> Shape:
    if axis is None:
        return (prod(shape) * _repeat_count(repeats),)
    place = normalize_axis(axis, len(shape))
    return (*shape[:place], shape[place] * _repeat_count(repeats), *shape[place + 1 :])


def _repeat_vjp(g: Any, z: Any, x: Any, repeats: Any, axis: Any = None) -> Any:
    shape, times = shape_of(x), _repeat_count(repeats)
    if axis is None:
        return np.reshape(np.sum(np.reshape(g, (prod(shape), times)), axis=1), shape)
    place = normalize_axis(axis, len(shape))
    split = (*shape[: place + 1], times, *shape[place + 1 :])
    return np.sum(np.reshape(g, split), axis=place + 1)


def _repeat_local(shapes: Sequence[Shape], settings: Settings) -> str:
    shape, times = shapes[0], _repeat_count(settings["repeats"])
    if settings.get("axis") is None:
        return f"reshape(sum(reshape({{g}}, ({prod(shape)}, {times})), axis=1), {shape})"
    place = normalize_axis(settings["axis"], len(shape))
    split = (*shape[: place + 1], times, *shape[place + 1 :])
    return f"sum(reshape({{g}}, {split}), axis={place + 1})"


def _aligned_reps(shape: Shape, reps: Any) -> tuple[Shape, Shape]:
    """The shape and the repetitions, padded with 1 to the same length."""
    times = as_shape(reps)
    if any(one < 0 for one in times):
        raise Misfit("reps cannot be negative")
    rank = max(len(times), len(shape))
    return (1,) * (rank - len(shape)) + shape, (1,) * (rank - len(times)) + times


def _tile_shape(shape: Shape, *, reps: Any) -> Shape:
    sizes, times = _aligned_reps(shape, reps)
    return tuple(size * one for size, one in zip(sizes, times, strict=True))


def _tile_split(shape: Shape, reps: Any) -> tuple[Shape, tuple[int, ...]]:
    sizes, times = _aligned_reps(shape, reps)
    split = tuple(size for pair in zip(times, sizes, strict=True) for size in pair)
    return split, tuple(range(0, len(split), 2))


def _tile_vjp(g: Any, z: Any, x: Any, reps: Any) -> Any:
    split, axes = _tile_split(shape_of(x), reps)
    return np.reshape(np.sum(np.reshape(g, split), axis=axes), shape_of(x))


def _tile_local(shapes: Sequence[Shape], settings: Settings) -> str:
    split, axes = _tile_split(shapes[0], settings["reps"])
    return f"reshape(sum(reshape({{g}}, {split}), axis={axes}), {shapes[0]})"


def _pad_widths(rank: int, pad_width: Any) -> tuple[tuple[int, int], ...]:
    """(before, after) for each axis, from any form that NumPy accepts."""
    try:
        pairs = np.broadcast_to(np.asarray(pad_width, dtype=object), (rank, 2))
    except ValueError:
        raise Misfit(f"pad_width {pad_width!r} does not fit a shape with {rank} axes") from None
    if not all(isinstance(width, int) and width >= 0 for width in pairs.flat):
        raise Misfit("pad_width must be whole numbers from 0")
    return tuple((int(before), int(after)) for before, after in pairs)


def _pad_shape(
    shape: Shape, *, pad_width: Any, mode: str = "constant", constant_values: float = 0.0
) -> Shape:
    if mode != "constant":
        raise Misfit(f"only mode='constant' is a gate, not {mode!r}")
    if not isinstance(constant_values, int | float):
        raise Misfit("constant_values must be one number")
    if not shape:
        raise Misfit("a number has no axis to pad")
    widths = _pad_widths(len(shape), pad_width)
    return tuple(size + sum(pair) for size, pair in zip(shape, widths, strict=True))


def _pad(x: Any, pad_width: Any, mode: str = "constant", constant_values: float = 0.0) -> Any:
    widths = _pad_widths(np.ndim(x), pad_width)
    return np.pad(x, widths, mode="constant", constant_values=constant_values)


def _unpadded(shape: Shape, pad_width: Any) -> tuple[slice, ...]:
    widths = _pad_widths(len(shape), pad_width)
    return tuple(
        slice(before, before + size) for size, (before, _) in zip(shape, widths, strict=True)
    )


def _pad_vjp(g: Any, z: Any, x: Any, pad_width: Any, **settings: Any) -> Any:
    return g[_unpadded(shape_of(x), pad_width)] * 1.0


def _pad_local(shapes: Sequence[Shape], settings: Settings) -> str:
    return f"{{g}}[{_key_text(_unpadded(shapes[0], settings['pad_width']))}]"


CONCATENATE = Gate(
    "concatenate",
    form="",
    symbol="concat",
    role=MOVER,
    forward=lambda *args, axis=0: np.concatenate(args, axis=axis),
    vjp=(_concatenate_vjp,),
    local=(_concatenate_local,),
    why=("The numbers only move; the gradient moves back the same way.",),
    variadic=True,
    takes_list=True,
    shape=concatenate_shape,
    settings={"axis": 0},
    samples=(Sample(((2, 3), (1, 3))), Sample(((2, 1), (2, 3), (2, 2)), {"axis": -1})),
)


STACK = Gate(
    "stack",
    form="",
    symbol="stack",
    role=MOVER,
    forward=lambda *args, axis=0: np.stack(args, axis=axis),
    vjp=(_stack_vjp,),
    local=(_stack_local,),
    why=("The numbers only move; the gradient moves back the same way.",),
    variadic=True,
    takes_list=True,
    shape=stack_shape,
    settings={"axis": 0},
    samples=(Sample(((2, 3), (2, 3)), {"axis": 1}), Sample(((), (), ()))),
)


REPEAT = mover_row(
    "repeat",
    np.repeat,
    _repeat_vjp,
    _repeat_local,
    shape=_repeat_shape,
    settings={"repeats": REQUIRED, "axis": None},
    samples=(Sample(((2, 3),), {"repeats": 2}), Sample(((2, 3),), {"repeats": 3, "axis": 0})),
)


TILE = mover_row(
    "tile",
    np.tile,
    _tile_vjp,
    _tile_local,
    shape=_tile_shape,
    settings={"reps": REQUIRED},
    samples=(Sample(((2, 3),), {"reps": 2}), Sample(((3,),), {"reps": (2, 2)})),
)


PAD = mover_row(
    "pad",
    _pad,
    _pad_vjp,
    _pad_local,
    numpy=np.pad,
    shape=_pad_shape,
    settings={"pad_width": REQUIRED, "mode": "constant", "constant_values": 0.0},
    samples=(
        Sample(((2, 3),), {"pad_width": 1}),
        Sample(((2, 3),), {"pad_width": ((0, 1), (2, 0)), "constant_values": 1.5}),
    ),
)

ROWS = (CONCATENATE, STACK, REPEAT, TILE, PAD)
