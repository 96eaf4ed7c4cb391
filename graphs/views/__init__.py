"""The views of a trace as data: one row a view, all of them read from the same rules.

``VIEWS`` maps a view's name to what makes it and to the options it takes, by their names in a
request and in the function.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.views.circuits import backward_view
from graphs.views.forward_mode import forward_mode_view
from graphs.views.gradient_check import gradient_check_view
from graphs.views.hessian import hessian_view
from graphs.views.paths import paths_view
from graphs.views.written import code_view, formula_view


class View(NamedTuple):
    """What makes a view, and the names and types of its options."""

    make: Callable[..., dict[str, Any]]
    options: Mapping[str, tuple[str, type]]


VIEWS: Mapping[str, View] = {
    "code": View(code_view, {"language": ("language", str), "level": ("level", str)}),
    "backward": View(backward_view, {}),
    "forward_mode": View(forward_mode_view, {"of": ("of", str), "element": ("element", int)}),
    "paths": View(paths_view, {"from": ("start", str), "to": ("end", str)}),
    "formula": View(formula_view, {}),
    "gradient_check": View(gradient_check_view, {}),
    "hessian": View(hessian_view, {"of": ("of", list)}),
}

MOST_GATES = 1_000


def view(evaluation: Evaluation, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """A view as JSON-safe data.

    Raises:
        GraphError: there is no such view or option, or it cannot be made of this program.
    """
    gates = sum(node.gate is not None for node in evaluation.model.nodes)
    if gates > MOST_GATES:
        raise GraphError(
            f"This program has {gates:,} gates; views are made of at most {MOST_GATES:,}.",
            hint="Shorten its loops: fewer passes show the same.",
        )
    if name not in VIEWS:
        raise GraphError(f"There is no view {name}.", hint=f"The views: {', '.join(VIEWS)}.")
    known = VIEWS[name].options
    given = {}
    for word, value in options.items():
        if word not in known or type(value) is not known[word][1]:
            told = ", ".join(f"{each} ({kind.__name__})" for each, (_, kind) in known.items())
            raise GraphError(
                f"The view {name} has no such option {word}.",
                hint=f"Its options: {told or 'none'}.",
            )
        given[known[word][0]] = value
    return VIEWS[name].make(evaluation, **given)


def views_of(evaluation: Evaluation, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Several views; one that cannot be made is an error in its place."""
    made = {}
    for name, options in asked.items():
        try:
            made[name] = view(evaluation, name, options)
        except GraphError as error:
            made[name] = {"error": error.to_dict()}
        except Exception:  # one view's fault leaves the trace and the other views as they are
            logging.getLogger("backflow").exception(
                "view %s of\n%s", name, evaluation.model.program
            )
            fault = GraphError("This view failed on this program; the fault is ours, not yours.")
            made[name] = {"error": fault.to_dict()}
    return made
