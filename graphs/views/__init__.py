"""The views of an evaluation, one row each: the page's tabs, the entries of ``views`` in a request,
``python -m graphs view NAME`` are read from these rows, and a test holds README's table to them.

A row names its functions as text, and they are imported when a view is first requested, so that a
command that prints a table of values does not load formulas, scripts and second derivatives.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from graphs.errors import GraphError
from graphs.evaluation import Evaluation


@dataclass(frozen=True)
class Option:
    """An option of a view."""

    name: str  # in a request and on the command line
    parameter: str  # of the function that makes the view
    type: type  # str, int, or list for a list of names
    help: str
    choices: tuple[str, ...] = ()  # all that it can be; () where that depends on the program
    in_flag: bool = True  # whether it follows the view's own flag, as in --paths FROM TO


@dataclass(frozen=True)
class View:
    """A view: ``make(evaluation, **options)`` returns it as JSON-safe data, and
    ``text(evaluation, data)`` writes that data for a terminal. Both as "module:function"."""

    name: str
    title: str  # of its tab
    help: str
    make: str
    text: str
    flag: str  # the older spelling on the command line: --paths x f is view paths
    options: tuple[Option, ...] = ()


_ROWS = (
    View(
        "code",
        "Code",
        "both passes as a script that runs as it is",
        make="graphs.views.code:code_view",
        text="graphs.views.texts:code_text",
        flag="--code",
        options=(
            Option("language", "language", str, "of the script", ("numpy", "pytorch", "jax")),
            Option(
                "level",
                "level",
                str,
                "every gate on a line of its own, what the gradients need, or graphs.compile's",
                ("readable", "minimal", "compiled"),
                in_flag=False,
            ),
        ),
    ),
    View(
        "gradient_check",
        "Check gradients",
        "each gradient beside its central difference",
        make="graphs.views.gradient_check:gradient_check_view",
        text="graphs.views.texts:gradient_check_text",
        flag="--gradient-check",
    ),
    View(
        "paths",
        "Paths",
        "the paths between two values and their products",
        make="graphs.views.paths:paths_view",
        text="graphs.views.texts:paths_text",
        flag="--paths",
        options=(
            Option("from", "start", str, "the name or node id at which the paths start"),
            Option("to", "end", str, "the name or node id at which they end"),
        ),
    ),
    View(
        "backward",
        "Backward graph",
        "the gates that compute the gradients",
        make="graphs.views.backward_graph:backward_view",
        text="graphs.views.texts:backward_text",
        flag="--backward-graph",
    ),
    View(
        "forward_mode",
        "Forward mode",
        "derivatives with respect to one input",
        make="graphs.views.forward_mode:forward_mode_view",
        text="graphs.views.texts:forward_mode_text",
        flag="--forward-mode",
        options=(
            Option("of", "of", str, "the input"),
            Option("element", "element", int, "which number of that input, from 0", in_flag=False),
        ),
    ),
    View(
        "formula",
        "Formula",
        "each gradient as a formula",
        make="graphs.views.formula:formula_view",
        text="graphs.views.texts:formula_text",
        flag="--formula",
    ),
    View(
        "hessian",
        "Hessian",
        "second derivatives and their eigenvalues",
        make="graphs.views.hessian:hessian_view",
        text="graphs.views.texts:hessian_text",
        flag="--hessian",
        options=(Option("of", "of", list, "the inputs"),),
    ),
)
VIEWS: Mapping[str, View] = {row.name: row for row in _ROWS}  # in the order of the tabs

MOST_GATES = 1_000  # of a view in a request


def view(evaluation: Evaluation, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """A view as JSON-safe data, of a program of at most ``MOST_GATES`` gates.

    Raises:
        GraphError: there is no such view or option, or it cannot be made of this program.
    """
    gates = sum(node.gate is not None for node in evaluation.model.nodes)
    if gates > MOST_GATES:
        raise GraphError(
            f"This program has {gates:,} gates; views are made of at most {MOST_GATES:,}.",
            hint="Shorten its loops: fewer passes show the same.",
        )
    return _data(evaluation, name, options)


def view_text(evaluation: Evaluation, name: str, options: Mapping[str, Any]) -> str:
    """A view as plain text, for a terminal, of a program of any size.

    Raises:
        GraphError: there is no such view or option, or it cannot be made of this program.
    """
    data = _data(evaluation, name, options)
    text: str = resolve_name(VIEWS[name].text)(evaluation, data)
    return text


def _data(evaluation: Evaluation, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    if name not in VIEWS:
        raise GraphError(f"There is no view {name}.", hint=f"The views: {', '.join(VIEWS)}.")
    row = VIEWS[name]
    option_of = {option.name: option for option in row.options}
    arguments = {}
    for word, value in options.items():
        if word not in option_of or type(value) is not option_of[word].type:
            described = ", ".join(f"{one.name} ({one.type.__name__})" for one in row.options)
            raise GraphError(
                f"The view {name} has no such option {word}.",
                hint=f"Its options: {described or 'none'}.",
            )
        arguments[option_of[word].parameter] = value
    data: dict[str, Any] = resolve_name(row.make)(evaluation, **arguments)
    return data


def views_of(evaluation: Evaluation, requested: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Several views by name, with their options; one that fails is an error in its place."""
    views = {}
    for name, options in requested.items():
        try:
            views[name] = view(evaluation, name, options)
        except GraphError as error:
            views[name] = {"error": error.to_dict()}
        except Exception:  # one view's fault leaves the trace and the other views as they are
            program = evaluation.model.program
            logging.getLogger("backflow").exception("view %s of\n%s", name, program)
            error_shown = GraphError(
                "This view failed on this program; the fault is ours, not yours."
            )
            views[name] = {"error": error_shown.to_dict()}
    return views
