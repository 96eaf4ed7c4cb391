"""Calls: gates, the reader's own functions, and the few helpers of Python's that are known."""

from __future__ import annotations

import ast
import re

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.language.known import Known
from graphs.language.places import Place
from graphs.language.reader import Visit
from graphs.language.scope import HELPERS, Function, Helper, Number, Scope, Thing, Wire
from graphs.language.words import OPERATORS, did_you_mean, instead_of

MOST_NESTED = 50  # calls of one function's text inside each other, each with another closure
_BEFORE_BRACKET = re.compile(r"[\s)]*")


def count(arguments: int) -> str:
    return f"{arguments} argument{'' if arguments == 1 else 's'}"


class Calls(Known):
    """Each call of a function is a group in the graph."""

    def on_Call(self, node: ast.Call, scope: Scope) -> Visit:
        callee = yield self._callee(node, scope)
        things, places = [], []
        for argument in node.args:
            free = isinstance(callee, Function)
            things.append((yield self.value(argument, scope, allow_functions=free)))
            places.append(argument)
        named = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                raise self.error("** is not part of the language.", keyword, "Write them out.")
            if keyword.arg in named:
                raise self._given_twice(keyword.arg, keyword)
            named[keyword.arg] = yield self.value(keyword.value, scope, allow_functions=True)
        if isinstance(callee, Function):
            return (yield self._call(callee, things, named, node))
        if named:
            raise self.error(
                f"{self.segment(node.func)} takes no argument called {next(iter(named))}.",
                node.keywords[0],
                "Give its arguments in order.",
            )
        if isinstance(callee, Gate):
            return self._use(callee, things, places, node)
        return self._help(callee, things, node)

    def _given_twice(self, name: str, node: Place) -> GraphError:
        return self.error(f"{name} is given twice in this call.", node, "Give it once.")

    def _callee(self, node: ast.Call, scope: Scope) -> Visit:
        function = node.func
        if isinstance(function, ast.Name) and scope.find(function.id) is None:
            name = function.id
            if name in HELPERS:
                return Helper(name)
            if name in BY_NAME:
                return BY_NAME[name]
            own = [known for known, it in self.top.names.items() if isinstance(it, Function)]
            near = did_you_mean(name, (*BY_NAME, *own))
            if near:
                raise self.error(f"{name} is not a function here.", function, f"Write {near}", near)
            letter = re.fullmatch(r"[^\W\d_]_?\d*", name) is not None
            raise self._not_called(node, f"{name} is not a function here", product=letter)
        thing = yield self.value(function, scope, allow_functions=True)
        if isinstance(thing, Gate | Function | Helper):
            return thing
        raise self._not_called(node, f"{self.segment(function)} is a value and cannot be called")

    def _not_called(self, node: ast.Call, message: str, product: bool = True) -> GraphError:
        """``x(y + 1)`` and ``2(x + y)`` mean a product."""
        function, whole = self.places.source(node.func), self.places.source(node)
        factor = len(node.args) == 1 and not node.keywords and whole.end_line == whole.line
        if not product or not factor or isinstance(node.args[0], ast.Starred):
            return self.error(f"{message}.", node, instead_of(self.segment(node.func)))
        text = self.segment(node)
        bracket = _BEFORE_BRACKET.match(text, function.end_column - whole.column)
        cut = bracket.end() if bracket else 0
        mend = f"{text[:cut].rstrip()}*{text[cut:]}"
        return self.error(
            f"{message}; for a product, write the times sign.", node, f"Write {mend}", mend
        )

    def _use(self, gate: Gate, things: list[Thing], places: list[ast.expr], node: ast.Call) -> Wire:
        name = self.segment(node.func)
        only = things[0] if len(things) == 1 else None
        if gate.variadic and isinstance(only, tuple):
            things, places = list(only), places * len(only)
        for slot in range(len(things), gate.arity):
            if slot in gate.defaults:
                things.append(Number(gate.defaults[slot]))
                places.append(node)
        fits = len(things) >= gate.arity if gate.variadic else len(things) == gate.arity
        if not fits:
            need = f"{gate.arity} or more arguments" if gate.variadic else count(gate.arity)
            example = name + "(" + ", ".join("xyz"[: gate.arity]) + ")"
            raise self.error(
                f"{name} takes {need}, not {len(things)}.",
                node,
                f"Write it as {example}.",
            )
        return self.apply(gate, things, node, places)

    def _help(self, helper: Helper, things: list[Thing], node: ast.Call) -> Thing:
        if helper.name == "print":
            return None
        items = things[0] if len(things) == 1 else None
        if isinstance(items, tuple) and helper.name == "len":
            return Number(float(len(items)))
        if isinstance(items, tuple) and helper.name == "sum":
            total: Thing = items[0] if items else Number(0.0)
            for item in items[1:]:
                total = self.apply(OPERATORS[ast.Add], (total, item), node)
            return total
        raise self.error(
            f"{helper.name} needs a list here.",
            node,
            "Write for t in range(3)." if helper.name == "range" else "Write sum([x, y]).",
        )

    def parameters(self, arguments: ast.arguments, scope: Scope) -> Visit:
        """Names and defaults of a function's parameters."""
        if arguments.vararg or arguments.kwarg:
            odd = arguments.vararg or arguments.kwarg
            raise self.error(
                "* and ** parameters are not part of the language.",
                odd,  # type: ignore[arg-type]
                "Name each parameter.",
            )
        plain = [*arguments.posonlyargs, *arguments.args]
        names = [parameter.arg for parameter in plain]
        defaults: dict[str, Thing] = {}
        filled = names[len(names) - len(arguments.defaults) :]
        for name, default in zip(filled, arguments.defaults, strict=True):
            defaults[name] = yield self.value(default, scope, allow_functions=True)
        for parameter, given in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            names.append(parameter.arg)
            if given is not None:
                defaults[parameter.arg] = yield self.value(given, scope, allow_functions=True)
        for parameter in (*plain, *arguments.kwonlyargs):
            if names.count(parameter.arg) > 1:
                raise self.error(
                    f"{parameter.arg} stands twice among the parameters.",
                    parameter,
                    "Give each parameter its own name.",
                )
        return tuple(names), defaults

    def _call(
        self, function: Function, things: list[Thing], named: dict[str, Thing], node: ast.Call
    ) -> Visit:
        self.count_call(node)
        label = function.name
        if label == "lambda":
            label = " ".join(self.segment(node.func).split())
        same = [active for active in self.active if active.body == function.body]
        if function in same or len(same) > MOST_NESTED:  # closures of one def may call each other
            raise self.error(
                f"{label} calls itself; recursion is not part of the language.",
                node,
                "Write a for loop.",
            )
        bound = dict(function.defaults)
        if len(things) > len(function.parameters):
            raise self.error(
                f"{label} takes {count(len(function.parameters))}, not {len(things)}.",
                node,
                f"Call it as {label}({', '.join(function.parameters)}).",
            )
        bound |= dict(zip(function.parameters, things, strict=False))
        for name, thing in named.items():
            if name not in function.parameters:
                raise self.error(
                    f"{label} has no parameter {name}.",
                    node,
                    f"Its parameters are {', '.join(function.parameters) or 'none'}.",
                )
            if name in function.parameters[: len(things)]:
                raise self._given_twice(name, node)
            bound[name] = thing
        missing = [name for name in function.parameters if name not in bound]
        if missing:
            raise self.error(
                f"{label} is called without {', '.join(missing)}.",
                node,
                f"Call it as {label}({', '.join(function.parameters)}).",
            )
        title = " ".join(self.segment(node).split())
        outer = self.builder.open_group(title if len(title) <= 24 else f"{label}(…)", "function")
        self.active.append(function)
        scope = Scope(bound, function.scope, function.locals)
        if isinstance(function.body, ast.expr):
            result = yield self.value(function.body, scope, allow_functions=True)
        else:
            self.returned = None
            yield self.block(function.body, scope)
            result, self.returned = self.returned, None
        self.active.pop()
        self.builder.close_group(outer)
        return result
