"""What PyTorch writes otherwise than NumPy: other names, ``dim`` for ``axis``, fewer functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from graphs.code.gate_code import key_text
from graphs.gates.shapes import Shape, normalize_axes, permutation


class Call(NamedTuple):
    """One use of a gate: written arguments, settings with their defaults, shapes.

    ``atoms`` are the arguments in brackets where they are no name or call, ``truths`` says which
    of them are truth values.
    """

    args: Sequence[str]
    atoms: Sequence[str]
    settings: Mapping[str, Any]
    shapes: Sequence[Shape]
    shape: Shape
    truths: Sequence[bool]

    @property
    def rank(self) -> int:
        return len(self.shapes[0])

    @property
    def axes(self) -> tuple[int, ...]:
        return normalize_axes(self.settings["axis"], self.rank)

    def along(self, name: str, *more: str, always: bool = False) -> str:
        """A reduction: ``axis`` and ``keepdims`` are ``dim`` and ``keepdim`` here."""
        axis, parts = self.settings["axis"], [self.args[0], *more]
        keep = self.settings.get("keepdims", False) and self.rank > 0
        if axis is not None or always or keep:
            axes = self.axes
            parts.append(f"dim={axes[0] if len(axes) == 1 else axes if axes else 0}")
        return f"{name}({', '.join([*parts, *(['keepdim=True'] if keep else [])])})"


def _logsumexp(call: Call, keep: bool = True) -> str:
    axes = call.axes or 0
    return f"torch.logsumexp({call.args[0]}, dim={axes}{', keepdim=True' if keep else ''})"


def _softmax(call: Call) -> str:
    if isinstance(call.settings["axis"], int):
        return f"torch.softmax({call.args[0]}, dim={call.settings['axis']})"
    return f"torch.exp({call.args[0]} - {_logsumexp(call)})"


def _log_softmax(call: Call) -> str:
    if isinstance(call.settings["axis"], int):
        return f"torch.log_softmax({call.args[0]}, dim={call.settings['axis']})"
    return f"({call.args[0]} - {_logsumexp(call)})"


def _prod(call: Call) -> str:
    text, keep = call.args[0], ", keepdim=True" if call.settings["keepdims"] else ""
    for axis in sorted(call.axes, reverse=True):
        text = f"torch.prod({text}, dim={axis}{keep})"
    return text


def _norm(call: Call) -> str:
    order = call.settings["ord"]
    if order in (None, "fro"):
        order = 2
    return call.along("torch.linalg.vector_norm", "torch.inf" if order == np.inf else repr(order))


def _cumsum(call: Call) -> str:
    if call.settings["axis"] is None:
        return f"torch.cumsum(torch.ravel({call.args[0]}), dim=0)"
    return f"torch.cumsum({call.args[0]}, dim={call.settings['axis']})"


def _transpose(call: Call) -> str:
    order = permutation(call.settings["axes"], call.rank)
    if order == (1, 0):
        return f"{call.atoms[0]}.T"
    return f"torch.permute({call.args[0]}, {order})"


def _pad(call: Call) -> str:
    pairs = np.broadcast_to(np.asarray(call.settings["pad_width"]), (call.rank, 2))
    widths = tuple(int(width) for pair in pairs[::-1] for width in pair)
    value = float(call.settings["constant_values"])
    return f"torch.nn.functional.pad({call.args[0]}, {widths}, value={value!r})"


def _outer(call: Call) -> str:
    x, y = (
        text if len(shape) == 1 else f"torch.ravel({text})"
        for text, shape in zip(call.args, call.shapes, strict=True)
    )
    return f"torch.outer({x}, {y})"


def _trace(call: Call) -> str:
    if call.rank == 2:
        return f"torch.trace({call.args[0]})"
    return f"torch.diagonal({call.args[0]}, dim1=0, dim2=1).sum(-1)"


def _tensordot(call: Call) -> str:
    axes = call.settings["axes"]
    if not isinstance(axes, int):
        pairs = [(one,) if isinstance(one, int) else one for one in axes]
        axes = tuple(
            [place % len(shape) for place in places]
            for places, shape in zip(pairs, call.shapes, strict=True)
        )
    return f"torch.tensordot({call.args[0]}, {call.args[1]}, dims={axes})"


def _solve(call: Call) -> str:
    a, b = call.args
    matrix, right = call.shapes
    if len(right) == 1 and len(matrix) > 2:  # one vector for every matrix
        return f"torch.linalg.solve({a}, torch.broadcast_to({b}, {call.shape}))"
    if 1 < len(right) < len(matrix):  # PyTorch may take it for vectors
        return f"torch.linalg.solve({a}, torch.broadcast_to({b}, {call.shape}))"
    return f"torch.linalg.solve({a}, {b})"


def _reduce(call: Call, text: str) -> str:
    reduction = call.settings["reduction"]
    return text if reduction == "none" else f"torch.{reduction}({text})"


def _cross_entropy(call: Call) -> str:
    x, y = call.args
    return _reduce(call, f"-torch.sum({y} * torch.log_softmax({x}, dim=-1), dim=-1)")


def _cross_entropy_at(call: Call) -> str:
    x, *indices = call.args
    key = key_text(call.settings["key"], indices)
    return _reduce(call, f"-torch.log_softmax({x}, dim=-1)[{key}]")


def _where(call: Call) -> str:
    condition = call.args[0] if call.truths[0] else f"{call.atoms[0]} != 0"
    return f"torch.where({condition}, {call.args[1]}, {call.args[2]})"


def _template(template: str) -> Callable[[Call], str]:
    """``template`` over the written arguments."""
    return lambda call: template.format(*call.atoms)


def _along(name: str, *, always: bool = False) -> Callable[[Call], str]:
    return lambda call: call.along(f"torch.{name}", always=always)


def _variance(name: str) -> Callable[[Call], str]:
    """A variance: what is taken off the number of elements is its correction."""
    return lambda call: f"{call.along(f'torch.{name}')[:-1]}, correction={call.settings['ddof']})"


def _join(name: str) -> Callable[[Call], str]:
    return lambda call: f"torch.{name}([{', '.join(call.args)}], dim={call.settings['axis']})"


def _repeat(call: Call) -> str:
    axis = call.settings["axis"]
    along = "" if axis is None else f", dim={axis}"
    return f"torch.repeat_interleave({call.args[0]}, {call.settings['repeats']}{along})"


def _tile(call: Call) -> str:
    reps = call.settings["reps"]
    return f"torch.tile({call.args[0]}, {(reps,) if isinstance(reps, int) else tuple(reps)})"


def _to_shape(call: Call) -> str:
    return f"torch.reshape({call.args[0]}, {call.shape})"


def _diagonal(name: str) -> Callable[[Call], str]:
    return lambda call: f"torch.{name}({call.args[0]}, diagonal={call.settings['k']})"


CALLS: Mapping[str, Callable[[Call], str]] = {
    **{name: _along(name) for name in ("sum", "mean", "any", "all", "argmax", "argmin")},
    **{name: _along(name, always=True) for name in ("amax", "amin")},
    **{name: _variance(name) for name in ("var", "std")},
    **{name: _diagonal(name) for name in ("diag", "tril", "triu")},
    "concatenate": _join("cat"),
    "stack": _join("stack"),
    "logsumexp": lambda call: _logsumexp(call, bool(call.settings["keepdims"] and call.rank)),
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "prod": _prod,
    "norm": _norm,
    "cumsum": _cumsum,
    "transpose": _transpose,
    "reshape": _to_shape,
    "expand_dims": _to_shape,
    "squeeze": _to_shape,
    "broadcast_to": lambda call: f"torch.broadcast_to({call.args[0]}, {call.shape})",
    "repeat": _repeat,
    "tile": _tile,
    "pad": _pad,
    "outer": _outer,
    "trace": _trace,
    "tensordot": _tensordot,
    "solve": _solve,
    "where": _where,
    "softplus": _template("torch.logaddexp(torch.zeros_like({0}), {0})"),
    "gelu": _template("torch.nn.functional.gelu({0})"),
    "leaky_relu": _template("torch.where({0} > 0, {0}, {1} * {0})"),
    "elu": _template("torch.where({0} > 0, {0}, {1} * torch.expm1(torch.clamp({0}, max=0)))"),
    "round": lambda call: f"torch.round({call.args[0]}, decimals={call.settings['decimals']})",
    "floor_divide": _template("torch.div({0}, {1}, rounding_mode='floor')"),  # // has no gradient
    "clip": _template("torch.minimum(torch.maximum({0}, {1}), {2})"),
    "int": _template("{0}.long()"),
    "bool": _template("({0} != 0)"),
    "float": _template("{0}.detach().double()"),  # data: no gradient passes
    "normalize": lambda call: (
        f"{call.atoms[0]} / torch.linalg.vector_norm({call.args[0]}, dim={call.axes}, keepdim=True)"
    ),
    "cross_entropy": _cross_entropy,
    "cross_entropy_at": _cross_entropy_at,
    "binary_cross_entropy": _template("torch.logaddexp(torch.zeros_like({0}), {0}) - {0} * {1}"),
}
