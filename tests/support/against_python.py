"""A trace held against real Python: values, prints, and gradients, by name and by path."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from tests.support.real_python import RealPython

NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)(?![\w.])", re.IGNORECASE)
MOST = 40  # elements of an input whose whole gradient is taken by differences


def agree(made: Any, expected: Any, name: str) -> None:
    """Equal to 1e-9 of the largest element."""
    made, expected = np.asarray(made, float), np.asarray(expected, float)
    assert made.shape == expected.shape, f"{name}: shape {made.shape}, not {expected.shape}"
    finite = np.abs(expected[np.isfinite(expected)])
    scale = max(1e-12, float(np.max(finite, initial=0.0)))
    same = np.allclose(made, expected, rtol=1e-9, atol=1e-9 * scale, equal_nan=True)
    assert same, f"{name} is {made}, in real Python {expected}"


def is_float(value: Any) -> bool:
    return bool(np.asarray(value).dtype.kind == "f") and bool(np.all(np.isfinite(value)))


def same_values(
    trace: Any, real: RealPython, complete: bool = False, unsure: tuple[str, ...] = ()
) -> None:
    """What both know is equal, but for what stands under names that are ``unsure``.

    ``complete``: every float and array of a top-level name is known, but for those of loops.
    """
    for path, value in real.values.items():
        if re.split(r"\W", path)[0] in unsure:
            continue
        if path in trace.values:
            agree(trace.values[path], value, path)
        elif complete and path.isidentifier() and is_float(value) and path not in real.counters:
            raise AssertionError(f"{path} is no value of the trace")


def same_text(made: str, expected: str, loose: bool = False) -> bool:
    """Equal but for the last digits of numbers; ``loose``: and for white space."""
    if made == expected:
        return True
    if loose:
        made, expected = " ".join(made.split()), " ".join(expected.split())
    if NUMBER.split(made) != NUMBER.split(expected):
        return False
    pairs = zip(NUMBER.findall(made), NUMBER.findall(expected), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=1e-9) or a == b for a, b in pairs)


def same_prints(trace: Any, real: RealPython) -> None:
    made = {int(line): text for line, text in trace.printed.items()}
    assert made.keys() == real.printed.keys(), f"lines {sorted(made)}, not {sorted(real.printed)}"
    for line, text in real.printed.items():
        equal = same_text(made[line], text, line in real.loose)
        assert equal, f"line {line} prints {made[line]!r}, in real Python {text!r}"


def gradients_of_inputs(trace: Any) -> dict[str, Any]:
    """By path; a name that is assigned again names a later value, so the node is asked."""
    nodes = trace.graph.nodes(data=True)
    found = {data["name"]: node for node, data in nodes if data.get("kind") == "input"}
    keys = {path: found.get(path, path) for path in trace.inputs}
    return {path: trace.grads[key] for path, key in keys.items() if key in trace.grads}


def same_gradients(trace: Any, real: RealPython, output: str, most: int = MOST) -> tuple[int, bool]:
    """How many inputs were compared with central differences, and whether with HIPS autograd.

    The other inputs stay as they are, so each gradient is that of one input. Whole numbers that
    decide structure, and inputs at which the program is not smooth, are passed over. Of inputs
    with more than ``most`` elements the slope along one direction is compared.
    """
    at = {path: real.first[path] for path in trace.inputs if path in real.places}
    grads = gradients_of_inputs(trace)
    by_autograd = real.by_autograd(output, at)
    random = np.random.default_rng(0)
    compared = 0
    for path in at:
        unclear = path in real.chained and len(real.chained & trace.inputs.keys()) > 1
        if unclear or path in real.decides or path not in grads:
            continue
        agree(trace.inputs[path], at[path], f"the input {path}")
        found: Any = np.asarray(grads[path], float)
        assert found.shape == at[path].shape, f"the gradient of {path} has shape {found.shape}"
        try:
            if found.size <= most:
                slope, error = real.gradient(output, at, path)
            else:
                along = random.normal(size=found.shape)
                found = np.sum(found * along)
                slope, error = real.slope(output, at, path, along)
        except (TypeError, IndexError, ValueError, KeyError, AttributeError, ArithmeticError):
            continue
        scale = float(np.max(np.abs(slope), initial=0.0))
        if not error <= 1e-6 * max(scale, 1.0):  # also where it is no number
            continue
        within = 1e-6 * scale + 1e-9 * max(1.0, abs(real.value(output, {}))) + 5 * error
        off = float(np.max(np.abs(found - slope), initial=0.0))
        assert off <= within, f"the gradient of {path} is {found}, by differences {slope}"
        if by_autograd is not None:
            agree(grads[path], by_autograd[path], f"the gradient of {path} (autograd)")
        compared += 1
    return compared, by_autograd is not None and bool(compared)
