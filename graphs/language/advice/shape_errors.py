"""Errors of shapes and settings that do not fit, and of things that stand where numbers must."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from graphs.errors import GraphError, Way
from graphs.gates import Gate
from graphs.gates.shapes import Misfit
from graphs.language.advice.meant_shapes import meant_elementwise, meant_product, replaced
from graphs.language.advice.ways_out import Use, other_ways, outcome, product_of, why, with_axes
from graphs.language.descriptions import described
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.syntax_gates import OPERATORS
from graphs.language.things import (
    Instance,
    LeftOut,
    Template,
    Thing,
)
from graphs.language.unread.left_out import left_out_error
from graphs.model import Shape

REDUCTIONS = frozenset(
    [*("sum", "mean", "max", "min", "amax", "amin", "prod", "std", "var", "norm", "logsumexp")]
)


def no_number(run: Reading, thing: Thing, node: Place) -> GraphError:
    """The error for a thing that stands where a number must."""
    text = shortened(run.segment(node))
    if thing is None:
        message, hint = f"{text} is None.", f"Give {text} a number above this line."
        if text == "None":
            message, hint = "None is no number.", "Write a number here."
        if isinstance(node, ast.Call):
            message, hint = f"{text} gives None.", "End its function with return and the value."
        return run.raised("TypeError", message, node, hint)
    if isinstance(thing, LeftOut):
        return left_out_error(run, thing, node)
    what = described(thing)
    if what == "a function":
        return run.raised(
            "TypeError", f"{text} is a function, not a number.", node, f"Call it: {text}(…)."
        )
    if what == "a module":
        hint = f"Write what you use of it: {text}.exp(x)."
        return run.raised("TypeError", f"{text} is a module, not a number.", node, hint)
    if isinstance(thing, str | Template):
        return run.raised(
            "TypeError",
            f"{text} is a text, not a number.",
            node,
            "Write a number, such as 1.5, or float(…) around the text.",
        )
    is_object = isinstance(thing, Instance)
    instead = "Use one of its attributes." if is_object else "Put a number or an array here."
    return run.raised("TypeError", f"{text} is {what}, not a number.", node, instead)


def misfit_error(
    run: Reading,
    gate: Gate,
    shapes: Sequence[Shape | None],
    settings: Mapping[str, Any],
    misfit: Misfit,
    node: Place,
    places: Sequence[Place],
    indices: Sequence[int] = (),
) -> GraphError:
    """Shapes that do not fit: the gate, the shapes, the rule, and what would fit; ``indices`` are
    the arguments' nodes, where they have any."""
    use = Use(run, gate, shapes, settings, node, places)
    written = gate.write([str(shape) for shape in shapes], settings)
    message = f"{gate.title}: {shortened(written)}: {shortened(misfit.rule)}"
    hint, mend = misfit.hint or "Change a shape, with .T, .reshape(…) or [:, None].", None
    then, mended, ways = None, None, list[Way]()
    if product := meant_product(run, gate, shapes, indices, node, places):
        message += f"; did you mean {product.better}?"
        hint, mend = product.hint, product.mend
        if mend and gate is OPERATORS[ast.Mult]:
            then = f"@ is the product of matrices, and then {product_of(run, shapes, node)}."
    elif misfit.mend and _can_change(misfit.mend[0], node, places):
        place = places[misfit.mend[0]]
        better = misfit.mend[1].format(_in_brackets(run, place)).removesuffix(".T.T")
        if _is_reduction(place) and misfit.mend[1].endswith("None]"):
            better = f"{run.segment(place)[:-1]}, keepdims=True)"
        message += f"; did you mean {better}?"
        if mend := replaced(run, node, place, better):
            hint = f"Write {mend}"
            changed = (*misfit.mend, shortened(run.segment(place)))
            if found := outcome(use, changed):
                then, mended = found
    elif pair := with_axes(run, shapes[0] or (), settings, node):
        mend, other = pair
        source, last = run.places.source(node), misfit.hint or "The first axis is 0."
        hint, then = f"{last} Write {mend}", f"Axes count from 0: t{last[1:]}"
        ways = [Way(source.line, source.column, source.end_column, other)]
    if mend is None and (outer := meant_elementwise(run, indices)):
        hint = f"{outer} {hint}"
    error = run.error(message, node, hint, mend)
    error.at, error.gate = len(run.builder.nodes), gate
    error.why = why(use)
    error.then, error.mended = then, mended
    ways += other_ways(use, indices)
    error.ways = _each_once(run, error, ways)
    return error


def _each_once(run: Reading, error: GraphError, ways: Sequence[Way]) -> tuple[Way, ...]:
    """The ways that come to different programs, none of them what the mend comes to."""
    text, found = "\n".join(run.places.lines), dict[str, Way]()
    if error.mend is not None and error.line and error.column is not None and error.end_column:
        mend = Way(error.line, error.column, error.end_column, error.mend)
        found[mend.on(text)] = mend
    several = [found.setdefault(way.on(text), way) for way in ways]
    return tuple(way for way in ways if any(way is one for one in several))


def _can_change(slot: int, node: Place, places: Sequence[Place]) -> bool:
    """Whether an argument stands in the text by itself; what is changed in place keeps its
    shape."""
    is_target = isinstance(node, ast.AugAssign) and slot == 0
    return len(places) > slot and places[slot] is not node and not is_target


_WHOLE = (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.Constant, ast.List, ast.Tuple)


def _in_brackets(run: Reading, place: Place) -> str:
    """A part of the text as something can be written behind it."""
    text = run.segment(place)
    return text if isinstance(place, _WHOLE) else f"({text})"


def _is_reduction(place: Place) -> bool:
    """Whether a call takes ``keepdims``."""
    function = place.func if isinstance(place, ast.Call) else None
    word = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return word in REDUCTIONS


def misuse(run: Reading, name: str, misfit: Misfit, node: Place) -> GraphError:
    """A setting that cannot be."""
    message = f"{name}: {shortened(misfit.rule)}."
    return run.raised("ValueError", message, node, "Give it what the rule allows.")
