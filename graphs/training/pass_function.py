"""A recorded pass as a function, state in → state out: straight-line Python, generated once."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.gates.shapes import Misfit
from graphs.language.recipes import COUNTER
from graphs.language.things import List
from graphs.model import Value
from graphs.training.recorded_pass import RecordedPass, Reference, Step, with_places

FAILURES = (Misfit, np.linalg.LinAlgError, ValueError, TypeError, ArithmeticError, IndexError)
FILE = "<a pass, compiled by Backflow>"


class PassFunction:
    """Called with (state, counter) it gives (new state, loss, what lists got), or None where a
    decision turns out otherwise; nothing has changed then, random generators included.

    ``value_before`` gives the value of a node from before the loop.
    """

    def __init__(self, recorded: RecordedPass, value_before: Callable[[int], Value]) -> None:
        self.recorded = recorded
        self._value_before = value_before
        self._space: dict[str, Any] = {}
        self.grows: list[List] = [it for it, new in recorded.grown for _ in new]
        self.text = self._written()
        module = compile(self.text, FILE, "exec")  # ours: it is written from the gates alone
        code = next(it for it in module.co_consts if isinstance(it, CodeType))
        self._run = FunctionType(code, self._space)
        sources = {id(it.recipe.source): it.recipe.source for it in recorded.steps if it.recipe}
        self._sources = [it for it in sources.values() if it is not None]

    def __call__(
        self, state: Sequence[Value], counter: float
    ) -> tuple[list[Value], float | None, list[Value]] | None:
        before = [_state_of(source) for source in self._sources]
        try:
            made = self._run(state, counter)
        except FAILURES:
            made = None  # the reading says what is wrong
        if made is None:
            for source, kept in zip(self._sources, before, strict=True):
                _restore(source, kept)
            return None
        ends, loss, new = made
        return ends, None if loss is None else float(np.sum(loss)), new

    def _written(self) -> str:
        recorded = self.recorded
        grown = [one for _, new in recorded.grown for one in new]
        loss = [] if recorded.loss is None else [recorded.loss]
        needed = _needed(recorded.steps, [*recorded.ends, *recorded.guards, *grown, *loss])
        state = "".join(f"s{place}, " for place in range(len(recorded.paths)))
        lines = [f"({state}) = state"] if state else []
        lines += [line for at in recorded.guards if at[0] != "pass" for line in self._guard(at)]
        for place, step in enumerate(recorded.steps):
            if place in needed:
                lines.append(f"t{place} = {self._expression(place, step)}")
                if step.places:
                    lines += [f"if t{place}.shape != {step.shape}:", "    return None"]
                if ("pass", place) in recorded.guards:
                    lines += self._guard(("pass", place))
        ends, new = (", ".join(map(self._name, several)) for several in (recorded.ends, grown))
        lines.append(f"return [{ends}], {self._name(loss[0]) if loss else None}, [{new}]")
        return "\n".join(["def one_pass(state, counter):", *(f"    {line}" for line in lines), ""])

    def _name(self, reference: Reference) -> str:
        kind, index = reference
        if kind == "before":
            self._space.setdefault(f"b{index}", as_float64(self._value_before(index)))
            return f"b{index}"
        return f"{'s' if kind == 'state' else 't'}{index}"

    def _guard(self, reference: Reference) -> list[str]:
        name = self._name(reference)
        self._space[f"holds_{name}"] = self.recorded.guards[reference].holds
        return [f"if not holds_{name}({name}):", "    return None"]

    def _expression(self, place: int, step: Step) -> str:
        """What computes a step; what it names beside values is put into the function's space."""
        args = ", ".join(map(self._name, step.args))
        space, function = self._space, f"f{place}"
        space["as_float64"] = as_float64
        if step.recipe is COUNTER:
            return "as_float64(counter)"
        if step.recipe is not None:
            space[function] = step.recipe.compute
            return f"as_float64({function}({args}))"
        if step.gate is None:
            space[function] = step.constant
            return function
        if step.places:
            space[function] = partial(_at_places, step)
            places = ", ".join(map(self._name, step.places))
            return f"as_float64({function}(({args},), ({places},)))"
        if step.is_ufunc:
            space[function] = step.gate.forward
            return f"{function}({args})"
        space[function] = partial(step.gate.compute, settings=step.settings)
        return f"as_float64({function}(({args},)))"


def _at_places(step: Step, args: Sequence[Value], places: Sequence[Value]) -> Value:
    settings = dict(step.settings or {})
    settings["key"] = with_places(settings["key"], [int(np.reshape(it, ())) for it in places])
    return step.gate.compute(args, settings)


def _needed(steps: Sequence[Step], roots: Sequence[Reference]) -> set[int]:
    """The places of steps that something needs; random values are drawn in any case."""
    drawn = [at for at, step in enumerate(steps) if step.recipe and step.recipe.source is not None]
    stack, needed = [index for kind, index in roots if kind == "pass"] + drawn, set[int]()
    while stack:
        here = stack.pop()
        if here not in needed:
            needed.add(here)
            parts = (*steps[here].args, *steps[here].places)
            stack += [index for kind, index in parts if kind == "pass"]
    return needed


def _state_of(source: Any) -> Any:
    if isinstance(source, random.Random):
        return source.getstate()
    if isinstance(source, np.random.Generator):
        return source.bit_generator.state
    return source.get_state(legacy=False)


def _restore(source: Any, state: Any) -> None:
    if isinstance(source, random.Random):
        source.setstate(state)
    elif isinstance(source, np.random.Generator):
        source.bit_generator.state = state
    else:
        source.set_state(state)
