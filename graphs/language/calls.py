"""Calls: of gates, array makers, the program's own functions and built-in functions."""

from __future__ import annotations

import ast
import re

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.gates.spellings import SPELLINGS, Spelling
from graphs.language.array_makers import PLAIN
from graphs.language.builtin_functions import BuiltinFunctions
from graphs.language.gate_calls import count
from graphs.language.reader import Visit
from graphs.language.scope import (
    HELPERS,
    Function,
    Helper,
    Maker,
    Method,
    Number,
    Scope,
    Thing,
)
from graphs.language.syntax_gates import did_you_mean, instead_of

MOST_NESTED = 50  # calls of one function's text inside each other, each with another closure
_BEFORE_BRACKET = re.compile(r"[\s)]*")


class Calls(BuiltinFunctions):
    """Each call of a function is a group in the graph."""

    def on_Call(self, node: ast.Call, scope: Scope) -> Visit:
        callee = yield self._callee(node, scope)
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            node, scope = yield self._unpacked(node, scope)
        owner = None
        if isinstance(callee, Method):
            assert isinstance(node.func, ast.Attribute)
            owner, callee = (callee.owner, node.func.value), callee.function
        if isinstance(callee, Gate | Spelling):
            return (yield self.call_gate(callee, node, scope, owner))
        if isinstance(callee, Maker):
            return (yield self.make(callee, node, scope))
        if isinstance(callee, Helper):
            return (yield self.call_builtin(callee, node, scope, owner))
        things, named = [], {}
        for argument in node.args:
            things.append((yield self.value(argument, scope, allow_functions=True)))
        for keyword in node.keywords:
            if keyword.arg is None:
                raise self.error("** is not part of the language.", keyword, "Write them out.")
            if keyword.arg in named:
                raise self.given_twice(keyword.arg, keyword)
            named[keyword.arg] = yield self.value(keyword.value, scope, allow_functions=True)
        return (yield self._call(callee, things, named, node, scope))

    def _unpacked(self, node: ast.Call, scope: Scope) -> Visit:
        """``randn(*W.shape)``: the call with the items of the list in its place."""
        names: dict[str, Thing] = {}
        args: list[ast.expr] = []
        for argument in node.args:
            if not isinstance(argument, ast.Starred):
                args.append(argument)
                continue
            items = self.items((yield self.value(argument.value, scope)), argument)
            if items is None:
                raise self.error("* needs a list here.", argument, "Write the arguments out.")
            for item in items:
                name = f"*{len(names)}"  # no name that can be typed
                names[name] = item
                args.append(ast.copy_location(ast.Name(name), argument))
        call = ast.copy_location(ast.Call(node.func, args, node.keywords), node)
        return call, Scope(names, scope)

    def _callee(self, node: ast.Call, scope: Scope) -> Visit:
        function = node.func
        if isinstance(function, ast.Name) and scope.find(function.id) is None:
            name = function.id
            known = self.free_word(name)
            if known is not None:
                return known
            own = [word for word, it in self.top.names.items() if isinstance(it, Function)]
            near = did_you_mean(name, (*BY_NAME, *SPELLINGS, *PLAIN, *own))
            if near:
                raise self.error(f"{name} is not a function here.", function, f"Write {near}", near)
            letter = re.fullmatch(r"[^\W\d_]_?\d*", name) is not None
            raise self._not_callable_error(node, f"{name} is not a function here", product=letter)
        thing = yield self.value(function, scope, allow_functions=True)
        if isinstance(thing, Gate | Spelling | Function | Helper | Method | Maker):
            return thing
        raise self._not_callable_error(
            node, f"{self.segment(function)} is a value and cannot be called"
        )

    def free_word(self, name: str) -> Thing:
        """What a name means that nobody has assigned: a helper, a gate, a maker."""
        if name in HELPERS:
            return Helper(HELPERS[name])
        found = BY_NAME.get(name) or SPELLINGS.get(name)
        return found or (Maker(name) if name in PLAIN else self.legacy_maker(name))

    def _not_callable_error(self, node: ast.Call, message: str, product: bool = True) -> GraphError:
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

    def _describe_call(self, node: ast.Call, scope: Scope | None) -> str:
        """A call as it is written; of a comprehension with the item that it is about."""
        text = " ".join(self.segment(node).split())
        while scope is not None and scope.items:
            for name, thing in scope.names.items():
                if isinstance(thing, Number):
                    text = re.sub(rf"\b{re.escape(name)}\b", f"{thing.value:g}", text)
            scope = scope.outer
        return text

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
        self,
        function: Function,
        things: list[Thing],
        named: dict[str, Thing],
        node: ast.Call,
        around: Scope | None = None,
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
                raise self.error(f"{name} is given twice in this call.", node, "Give it once.")
            bound[name] = thing
        missing = [name for name in function.parameters if name not in bound]
        if missing:
            raise self.error(
                f"{label} is called without {', '.join(missing)}.",
                node,
                f"Call it as {label}({', '.join(function.parameters)}).",
            )
        title = self._describe_call(node, around)
        outer = self.builder.open_group(title if len(title) <= 24 else f"{label}(…)", "function")
        self.active.append(function)
        loops, self.loops = self.loops, 0
        scope = Scope(bound, function.scope, function.locals)
        if isinstance(function.body, ast.expr):
            result = yield self.value(function.body, scope, allow_functions=True)
        else:
            self.returned = None
            yield self.block(function.body, scope)
            result, self.returned = self.returned, None
        self.active.pop()
        self.loops = loops
        self.builder.close_group(outer)
        return result
