"""NumPy's words over PyTorch in float64, so that Python can run a program of arrays on it.

Items are read and written by their flat places, which NumPy computes: PyTorch has no negative
steps, and leaves open which of several writes to one place stays.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch

Tensor = torch.Tensor


def raw(value: Any) -> Any:
    """A tensor of float64 or bool."""
    if isinstance(value, Array):
        return value.tensor
    if isinstance(value, list | tuple):
        return torch.stack([raw(one) for one in value])
    whole = torch.as_tensor(np.asarray(value))
    return whole if whole.dtype == torch.bool else whole.to(torch.float64)


def number(value: Any) -> Tensor:
    """The same, where a truth value counts as 1.0 or 0.0."""
    return raw(value).to(torch.float64)


class Array:
    """A tensor that is read, written and computed with as NumPy's arrays are."""

    __array_ufunc__ = None  # NumPy's arrays leave operators to this class

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor

    shape = property(lambda self: tuple(self.tensor.shape))
    ndim = property(lambda self: self.tensor.ndim)
    T = property(lambda self: transpose(self))

    def places(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        plain = [part.tensor.numpy() if isinstance(part, Array) else part for part in parts]
        plain = [part.astype(int) if _whole(part) else part for part in plain]
        return np.arange(self.tensor.numel()).reshape(self.shape)[tuple(plain)].copy()

    def __getitem__(self, key: Any) -> Array:
        places = self.places(key)
        return Array(self.tensor.reshape(-1)[torch.as_tensor(places)])

    def __setitem__(self, key: Any, value: Any) -> None:
        places = self.places(key)
        values = number(value).broadcast_to(places.shape).reshape(-1)
        last = {int(place): order for order, place in enumerate(places.ravel())}
        flat = self.tensor.reshape(-1).clone()
        flat[list(last)] = values[list(last.values())]
        self.tensor = flat.reshape(self.shape)

    def __len__(self) -> int:
        return len(self.tensor)

    def __getattr__(self, word: str) -> Callable[..., Any]:
        return lambda *args, **settings: WORDS[METHODS.get(word, word)](self, *args, **settings)

    def astype(self, kind: Any) -> Array:
        return Array(raw(self.tensor.detach().numpy().astype(kind)))


def _whole(part: Any) -> bool:
    return isinstance(part, np.ndarray) and part.dtype == np.float64


def over(function: Callable[..., Tensor], lift: Callable[[Any], Tensor] = number) -> Any:
    """A function of tensors as one of arrays."""
    return lambda *args, **settings: Array(function(*map(lift, args), **settings))


def reflected(function: Callable[..., Tensor]) -> Any:
    return lambda x, y: over(function)(y, x)


for sign in ("add", "sub", "mul", "truediv", "pow", "matmul"):
    operator = getattr(torch, sign.removeprefix("true"))
    setattr(Array, f"__{sign}__", over(operator))
    setattr(Array, f"__r{sign}__", reflected(operator))
for sign in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Array, f"__{sign}__", over(getattr(torch, sign)))
Array.__neg__ = over(torch.neg)
Array.__invert__ = over(torch.logical_not, raw)
Array.__and__ = over(torch.logical_and, raw)
Array.__or__ = over(torch.logical_or, raw)


def along(function: Callable[..., Tensor], lift: Callable[[Any], Tensor] = number) -> Any:
    """A reduction: the axes that go are the last one of what ``function`` gets."""

    def reduction(x: Any, axis: Any = None, keepdims: bool = False, **settings: Any) -> Array:
        whole = lift(x)
        several = (
            range(whole.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        )
        gone = sorted(place % whole.ndim for place in several)
        kept = [place for place in range(whole.ndim) if place not in gone]
        sizes = [whole.shape[place] for place in kept]
        result = function(whole.permute((*kept, *gone)).reshape(*sizes, -1), **settings)
        wide = [1 if place in gone else size for place, size in enumerate(whole.shape)]
        return Array(result.reshape(wide) if keepdims else result)

    return reduction


def first_of(choose: Callable[..., Any]) -> Any:
    def chosen(rows: Tensor) -> Tensor:
        place = torch.as_tensor(choose(rows.detach().numpy(), axis=-1))
        return torch.take_along_dim(rows, place.unsqueeze(-1), dim=-1).squeeze(-1)

    return along(chosen)


def norm(rows: Tensor, ord: Any = None) -> Tensor:
    return torch.linalg.vector_norm(rows, 2 if ord in (None, "fro") else ord, dim=-1)


def transpose(x: Any, *axes: Any) -> Array:
    order = axes[0] if axes and isinstance(axes[0], tuple) else axes
    return Array(raw(x).permute(tuple(order) or tuple(range(raw(x).ndim))[::-1]))


def dot(x: Any, y: Any) -> Array:
    x, y = number(x), number(y)
    if not x.ndim or not y.ndim:
        return Array(x * y)
    return Array(torch.matmul(x, y) if y.ndim < 3 else torch.tensordot(x, y, ([-1], [-2])))


def inner(x: Any, y: Any) -> Array:
    x, y = number(x), number(y)
    return Array(torch.tensordot(x, y, ([-1], [-1])) if x.ndim and y.ndim else x * y)


def solve(a: Tensor, b: Tensor) -> Tensor:
    return torch.linalg.inv(a) @ b


def reshape(x: Any, *shape: Any) -> Array:
    return Array(raw(x).reshape(*shape))


def pad(x: Any, width: Any, mode: str = "constant") -> Array:
    whole = raw(x)
    pairs = np.broadcast_to(width, (whole.ndim, 2))
    return Array(torch.nn.functional.pad(whole, [int(w) for pair in pairs[::-1] for w in pair]))


def repeat(x: Any, repeats: int, axis: int | None = None) -> Array:
    return Array(raw(x).repeat_interleave(repeats, axis))


def take(x: Any, indices: Any, axis: int = 0) -> Array:
    return Array(raw(x))[(slice(None),) * (axis % raw(x).ndim) + (indices,)]


def cumsum(x: Any, axis: int | None = None) -> Array:
    whole = number(x)
    return Array(torch.cumsum(whole.reshape(-1) if axis is None else whole, axis or 0))


def place_of(choose: Callable[..., Any]) -> Any:
    return lambda x, axis=None: choose(number(x).detach().numpy(), axis=axis)


def larger(x: Tensor, y: Tensor) -> Tensor:
    return torch.where(x >= y, x, y)


def smaller(x: Tensor, y: Tensor) -> Tensor:
    return torch.where(x <= y, x, y)


def most(function: Callable[[Tensor, Tensor], Tensor]) -> Any:
    return lambda *args: Array(reduce(function, map(number, args)))


def named(name: str) -> Callable[..., Tensor]:
    function: Callable[..., Tensor] = getattr(torch, name)
    return function


SAME = "exp expm1 log log2 log10 log1p sqrt square reciprocal abs sign sin cos tan arcsin arccos "
SAME += "arctan sinh cosh tanh sigmoid erf relu"
METHODS = {"max": "amax", "min": "amin", "flatten": "ravel"}
WORDS: dict[str, Any] = {
    **{name: over(named(name)) for name in SAME.split()},
    "softplus": over(lambda x: torch.logaddexp(torch.zeros_like(x), x)),
    "gelu": over(torch.nn.functional.gelu),
    "leaky_relu": over(lambda x, a: torch.where(x > 0, x, a * x)),
    "elu": over(lambda x, a: torch.where(x > 0, x, a * torch.expm1(x))),
    "round": lambda x, decimals=0: Array(torch.round(number(x), decimals=decimals)),
    "clip": over(lambda x, low, high: torch.where(x < low, low, torch.where(x > high, high, x))),
    "where": lambda c, x, y: Array(torch.where(raw(c), number(x), number(y))),
    "max": most(larger),
    "min": most(smaller),
    "logical_and": over(torch.logical_and, raw),
    "logical_or": over(torch.logical_or, raw),
    "logical_not": over(torch.logical_not, raw),
    "sum": along(lambda rows: rows.sum(-1)),
    "mean": along(lambda rows: rows.mean(-1)),
    "var": along(lambda rows, ddof=0: torch.var(rows, -1, correction=ddof)),
    "std": along(lambda rows, ddof=0: torch.std(rows, -1, correction=ddof)),
    "prod": along(lambda rows: rows.prod(-1)),
    "any": along(lambda rows: rows.any(-1), raw),
    "all": along(lambda rows: rows.all(-1), raw),
    "logsumexp": along(lambda rows: torch.logsumexp(rows, -1)),
    "norm": along(norm),
    "amax": first_of(np.argmax),
    "amin": first_of(np.argmin),
    "argmax": place_of(np.argmax),
    "argmin": place_of(np.argmin),
    "softmax": lambda x, axis=-1: Array(torch.softmax(number(x), axis)),
    "log_softmax": lambda x, axis=-1: Array(torch.log_softmax(number(x), axis)),
    "cumsum": cumsum,
    "matmul": over(torch.matmul),
    "dot": dot,
    "inner": inner,
    "outer": lambda x, y: Array(torch.outer(number(x).reshape(-1), number(y).reshape(-1))),
    "einsum": lambda subscripts, *args: Array(torch.einsum(subscripts, *map(number, args))),
    "tensordot": lambda x, y, axes=2: Array(torch.tensordot(number(x), number(y), axes)),
    "trace": over(lambda x: torch.diagonal(x, dim1=0, dim2=1).sum(-1)),
    "kron": over(torch.kron),
    "diag": lambda x, k=0: Array(torch.diag(raw(x), k)),
    "inv": over(torch.linalg.inv),
    "det": over(torch.linalg.det),
    "solve": over(solve),
    "reshape": reshape,
    "ravel": lambda x: reshape(x, -1),
    "transpose": transpose,
    "swapaxes": lambda x, one, other: Array(raw(x).swapaxes(one, other)),
    "moveaxis": lambda x, one, other: Array(raw(x).moveaxis(one, other)),
    "expand_dims": lambda x, axis: Array(raw(x).unsqueeze(axis)),
    "squeeze": lambda x, axis=None: Array(raw(x).squeeze(*([] if axis is None else [axis]))),
    "concatenate": lambda xs, axis=0: Array(torch.cat([raw(x) for x in xs], axis)),
    "stack": lambda xs, axis=0: Array(torch.stack([raw(x) for x in xs], axis)),
    "hstack": lambda xs: Array(torch.hstack([raw(x) for x in xs])),
    "vstack": lambda xs: Array(torch.vstack([raw(x) for x in xs])),
    "column_stack": lambda xs: Array(torch.column_stack([raw(x) for x in xs])),
    "split": lambda x, count: [Array(part) for part in raw(x).chunk(count)],
    "repeat": repeat,
    "tile": lambda x, reps: Array(torch.tile(raw(x), reps if isinstance(reps, tuple) else (reps,))),
    "flip": lambda x, axis: Array(torch.flip(raw(x), (axis,))),
    "take": take,
    "pad": pad,
    "broadcast_to": lambda x, shape: Array(raw(x).broadcast_to(shape)),
    "tril": lambda x, k=0: Array(torch.tril(raw(x), k)),
    "triu": lambda x, k=0: Array(torch.triu(raw(x), k)),
    "array": lambda x: x if isinstance(x, Array) else np.array(x) if _plain(x) else Array(raw(x)),
    "eye": lambda size: Array(torch.eye(size, dtype=torch.float64)),
    "arange": np.arange,
    "range": range,
    "len": len,
}


def _plain(value: Any) -> bool:
    return not any(isinstance(one, Array) for one in value)


LIBRARY = {**WORDS, "max": WORDS["amax"], "min": WORDS["amin"]}
LIBRARY |= {"maximum": WORDS["max"], "minimum": WORDS["min"], "float64": float, "int64": int}
WORDS["np"] = SimpleNamespace(
    **LIBRARY, linalg=SimpleNamespace(**LIBRARY), newaxis=None, inf=np.inf
)
