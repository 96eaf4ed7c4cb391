"""Calls of what is left out: what they are given is read, and stops nothing."""

from __future__ import annotations

import ast
import re

from graphs.errors import GraphError, TooLarge
from graphs.language.printing import note_shown
from graphs.language.reading import Reading
from graphs.language.resolve import has_value
from graphs.language.scope import Scope
from graphs.language.things import LeftOut, Thing, Wire
from graphs.language.unread import command_line, outside
from graphs.language.unread.left_out import leave_out, left_out_error
from graphs.language.visits import Evaluate, Visit

# What shows its arguments as print does.
SHOWS = re.compile(
    r"(?:logging|loguru)\b.*\.(?:debug|info|warn|warning|error|critical|log)"
    r"|sys\.std(?:out|err)\.write|tqdm\.write"
)


def left_out_call(run: Reading, node: ast.Call, scope: Scope, function: LeftOut) -> Visit:
    """``plt.plot(x, h(y))``: the arguments are read for what they draw at random and change, not
    for their values; names without a value are no inputs of the program for that."""
    run.unread = run.unread or (function, node)
    given: list[Thing] = []
    named: dict[str, Thing] = {}
    before, start = set(run.inputs), len(run.builder.nodes)
    frames, group = len(run.frames), run.builder.group
    words = {keyword.value: keyword.arg for keyword in node.keywords}
    for argument in (*node.args, *words):
        part = argument.value if isinstance(argument, ast.Starred) else argument
        run.tries += 1
        try:
            given.append((yield Evaluate(part, scope)))
            if word := words.get(argument):
                named[word] = given[-1]
        except TooLarge:
            raise
        except GraphError:
            del run.frames[frames:]
            run.builder.group = group
        finally:
            run.tries -= 1
    run.aside.update(range(start, len(run.builder.nodes)))
    for name in [name for name in run.inputs.keys() - before if not has_value(run, name)]:
        run.not_printed[name] = run.inputs.pop(name)
        run.top.names.pop(name, None)
        run.recorded.pop(name, None)
    if SHOWS.fullmatch(function.name):
        for thing in given:
            note_shown(run, node, thing)
    command_line.add_option(run, node, function, named)
    is_product = function.name.endswith(".dot") and outside.is_outside(function)
    if is_product and any(type(one) is Wire for one in given):
        raise left_out_error(run, function, node)
    return outside.result_of(run, function, given)


def unknown_function(run: Reading, error: GraphError, node: ast.expr) -> LeftOut | None:
    """A function that nothing defines, whose call is a statement: nothing uses what it gives.

    None where something else is wrong, or a slip of the pen is likelier.
    """
    name = error.unknown_function
    is_own = isinstance(node, ast.Call) and run.segment(node.func) == name
    is_numpy = name.startswith("np.")  # which may change an array in place
    if not name or run.tries or not is_own or is_numpy:
        return None
    run.unknown_call = run.unknown_call or error
    message = f"{name} is not defined here, and nothing uses what it gives: the call is left out."
    leave_out(run, message, node.lineno)
    return LeftOut(name, node.lineno)
