"""Calls: gates, makers, the reader's own functions, and a few helpers of Python's."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.gates.items import INDEX
from graphs.gates.joining import STACK
from graphs.gates.reductions import SUM
from graphs.gates.shapes import axis_of
from graphs.gates.shaping import RESHAPE
from graphs.gates.spellings import SPELLINGS, Spelling
from graphs.language.makers import PLAIN
from graphs.language.reader import Visit
from graphs.language.scope import (
    HELPERS,
    MEASURES,
    Function,
    Helper,
    Maker,
    Method,
    Number,
    Scope,
    Thing,
    Wire,
)
from graphs.language.uses import Uses, count
from graphs.language.words import OPERATORS, did_you_mean, instead_of

MOST_NESTED = 50  # calls of one function's text inside each other, each with another closure
_BEFORE_BRACKET = re.compile(r"[\s)]*")


PAIRING: Mapping[str, Callable[..., tuple[Thing, ...]]] = {
    "zip": lambda *columns: tuple(zip(*columns, strict=False)),
    "enumerate": lambda items: tuple((Number(float(i)), item) for i, item in enumerate(items)),
    "reversed": lambda items: items[::-1],
}
# Helpers that make something, and the visitor of each.
MAKING = {
    "array": "array",
    "default_rng": "generator",
    "RandomState": "legacy",
    "seed": "seed_all",
}


def _bounds(size: int, cuts: Any) -> Sequence[int]:
    """Where ``np.split`` cuts an axis: into equal parts, or before the places named."""
    if isinstance(cuts, tuple):
        places = [slice(cut).indices(size)[1] for cut in cuts]
        return [0, *places, size]
    if cuts < 1 or size % cuts:
        raise ValueError(f"{size} cannot be split into {cuts} equal parts")
    return range(0, size + 1, size // cuts) if size else [0] * (cuts + 1)


class Calls(Uses):
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
            return (yield self.use(callee, node, scope, owner))
        if isinstance(callee, Maker):
            return (yield self.make(callee, node, scope))
        if isinstance(callee, Helper):
            return (yield self._help(callee, node, scope, owner))
        things, named = [], {}
        for argument in node.args:
            things.append((yield self.value(argument, scope, allow_functions=True)))
        for keyword in node.keywords:
            if keyword.arg is None:
                raise self.error("** is not part of the language.", keyword, "Write them out.")
            if keyword.arg in named:
                raise self.given_twice(keyword.arg, keyword)
            named[keyword.arg] = yield self.value(keyword.value, scope, allow_functions=True)
        return (yield self._call(callee, things, named, node))

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
            raise self._not_called(node, f"{name} is not a function here", product=letter)
        thing = yield self.value(function, scope, allow_functions=True)
        if isinstance(thing, Gate | Spelling | Function | Helper | Method | Maker):
            return thing
        raise self._not_called(node, f"{self.segment(function)} is a value and cannot be called")

    def free_word(self, name: str) -> Thing:
        """What a name means that nobody has assigned: a helper, a gate, a maker."""
        if name in HELPERS:
            return Helper(HELPERS[name])
        found = BY_NAME.get(name) or SPELLINGS.get(name)
        return found or (Maker(name) if name in PLAIN else self.legacy_maker(name))

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

    def _help(
        self, helper: Helper, node: ast.Call, scope: Scope, owner: tuple[Thing, ast.expr] | None
    ) -> Visit:
        if helper.name in ("print", "pass"):
            return None
        if helper.name in MAKING:
            return (yield getattr(self, MAKING[helper.name])(node, scope))
        if helper.name == "range":
            return (yield self.range(node, scope))
        thing, place = owner or (None, node.func)
        if owner is None and node.args:
            place = node.args[0]
            thing = yield self.value(place, scope)
        if helper.name in PAIRING:
            return (yield self._paired(helper.name, thing, node, scope))
        if helper.name == "total":
            return (yield self._total(thing, node, scope))
        if helper.name == "split" and thing is not None:
            return (yield self._split(thing, place, node, scope))
        if helper.name == "astype" and len(node.args) + len(node.keywords) == 1:
            kinds = [*node.args, *(keyword.value for keyword in node.keywords)]
            return self.cast(thing, self.kind(kinds[0]), node)
        if helper.name in ("copy", "tolist") and thing is not None:
            return thing
        if helper.name in MEASURES and thing is not None:
            return self.measure(helper.name, thing, place)
        if helper.name in ("item", "scalar") and thing is not None:
            return self._scalar(self.cast(thing, "number", node), node)
        items = self.items(thing, place) if len(node.args) == 1 else None
        if items is None:
            raise self.error(
                f"{helper.name} needs a list here.", node, f"Write {helper.name}([x, y])."
            )
        return Number(float(len(items))) if helper.name == "len" else items

    def _paired(self, name: str, thing: Thing, node: ast.Call, scope: Scope) -> Visit:
        """``zip``, ``enumerate`` and ``reversed``: lists of what a loop runs over."""
        columns = [self.items(thing, node.args[0]) if node.args else None]
        for argument in node.args[1:]:
            columns.append(self.items((yield self.value(argument, scope)), argument))
        fits = (len(columns) == 1 or name == "zip") and not node.keywords
        if not fits or any(column is None for column in columns):
            raise self.error(f"{name} needs lists here.", node, f"Write {name}(xs).")
        return PAIRING[name](*columns)

    def measure(self, name: str, thing: Thing, node: ast.expr) -> Thing:
        """``x.shape``, ``x.ndim``, ``x.size``: known while the program is read."""
        shape = self.shape_of(thing, node)
        if name == "shape":
            return tuple(Number(float(size)) for size in shape)
        return Number(float(len(shape) if name == "ndim" else math.prod(shape)))

    def _scalar(self, thing: Thing, node: ast.Call) -> Thing:
        """``float(x)`` of an array with one element."""
        if not isinstance(thing, Wire) or self.builder.nodes[thing.index].shape in ((), None):
            return thing
        return self.apply(RESHAPE, (thing,), node, settings={"shape": ()})

    def _total(self, thing: Thing, node: ast.Call, scope: Scope) -> Visit:
        """``sum``: of a list Python's own, item by item; of an array the gate."""
        if not isinstance(thing, tuple) or len(node.args) + len(node.keywords) != 1:
            rest = ast.Call(node.func, node.args[1:], node.keywords)
            owner = (thing, node.args[0] if node.args else node)
            return (yield self.use(SUM, ast.copy_location(rest, node), scope, owner))
        shapes = {self._known_shape(item, node) for item in thing}
        if isinstance(node.func, ast.Attribute) and shapes - {()}:  # np.sum of a list of arrays
            return self.apply(SUM, (self.apply(STACK, thing, node),), node)
        total: Thing = thing[0] if thing else Number(0.0)
        for item in thing[1:]:
            total = self.apply(OPERATORS[ast.Add], (total, item), node)
        return total

    def _split(self, thing: Thing, place: ast.expr, node: ast.Call, scope: Scope) -> Visit:
        """``np.split(x, 4, axis=1)``: a list of slices."""
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        rest = [*node.args[1:], *([named["axis"]] if "axis" in named else [])]
        if len(rest) not in (1, 2) or len(named) > 1:
            raise self.error("split takes an array and a number.", node, "Write np.split(x, 2).")
        cuts = yield self.setting(rest[0], scope, "split")
        axis = (yield self.setting(rest[1], scope, "axis")) if len(rest) > 1 else 0
        shape = self.shape_of(thing, place)
        try:
            at = axis_of(axis, len(shape))
            bounds = _bounds(shape[at], cuts)
        except (ValueError, TypeError) as error:
            raise self.error(f"split: {error}.", node, "Split into equal parts.") from None
        self.few(len(bounds), node)
        return tuple(
            self.apply(
                INDEX,
                (thing,),
                node,
                settings={"key": (*[slice(None)] * at, slice(start, stop))},
            )
            for start, stop in pairwise(bounds)
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
                raise self.error(f"{name} is given twice in this call.", node, "Give it once.")
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
