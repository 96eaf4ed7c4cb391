"""Values as JSON: the only place that encodes numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.model import Value

MOST_LISTED = 1_000  # elements of an array that is listed whole
HEAD = 8  # elements of a longer array that are listed


def encode(value: Value, most: int = MOST_LISTED) -> Any:
    """A value for JSON, in full precision; non-finite numbers as the contract's strings.

    An array with more than ``most`` elements becomes its shape, a summary and its first elements.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.ndarray):
        if value.size > most:
            return _summary(value)
        return value.tolist() if np.isfinite(value).all() else _encode_list(value.tolist())
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _encode_list(value: Any) -> Any:
    return [_encode_list(part) for part in value] if isinstance(value, list) else encode(value)


def _summary(value: Any) -> dict[str, Any]:
    numbers = value.astype(np.float64)
    with np.errstate(all="ignore"):
        summary = {
            "min": numbers.min(),
            "max": numbers.max(),
            "mean": numbers.mean(),
            "norm": np.sqrt(np.sum(numbers * numbers)),
        }
    return {
        "shape": list(value.shape),
        **{word: encode(number) for word, number in summary.items()},
        "head": _encode_list(value.ravel()[:HEAD].tolist()),
    }
