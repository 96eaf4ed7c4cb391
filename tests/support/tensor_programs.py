"""Random programs of arrays, as text. Each line is tried on NumPy while it is written."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.gates import ATOM, COMPARE, GATES
from tests.support.reference import ARRAYS, without_changes

SHAPES = ((), (3,), (2,), (2, 3), (3, 2), (3, 1), (1, 3), (3, 3), (2, 3, 2), (2, 2, 3), (2, 1, 3))
MOST = 80  # elements of one value
CHANGE = re.compile(r" *\w+(\[.+\] [-+*]?=| [-+*]=) ")  # of an array in place
ELEMENTWISE = [
    gate
    for gate in GATES
    if gate.elementwise and not gate.hidden and not (gate.data and gate.precedence == ATOM)
]
REDUCTIONS = ("sum", "mean", "var", "std", "prod", "max", "min", "logsumexp", "norm", "any", "all")
PAIRS = "ij,jk->ik ij,jk ij,ij-> ij,ij->i i,j->ij i,ij->j ij,kj->ik ...i,ij->...j bij,bjk->bik"
PAIRS += " ij,ij->ij ...i,...i->... ji,jk->ki ij,j i,i i,j->"
SINGLE = "ij->ji ij->j ij-> bij->bj ...j->... i...->...i ijk->kij"
TWICE = "ii ii->i ii,i->i iij->j ii,ij->j"  # letters that stand twice: HIPS autograd lacks them


class Writer:
    """Writes one random program; every choice comes from the seed."""

    def __init__(self, seed: str, *, twice: bool = False) -> None:
        self.random = random.Random(seed)
        self.twice = twice
        source = np.random.default_rng(list(seed.encode()))
        shapes = [self.random.choice(SHAPES) for _ in range(4)]
        self.inputs: dict[str, Any] = {
            f"x{place}": source.uniform(-2.0, 2.0, shape)[()]
            for place, shape in enumerate([(2, 3), (3, 3), *shapes])
        }
        self.words = {**ARRAYS, **{name: np.array(it) for name, it in self.inputs.items()}}
        self.names = list(self.inputs)
        self.lines: list[str] = []

    # Values that are there

    def value(self, name: str) -> Any:
        return self.words[name]

    def shape(self, name: str) -> tuple[int, ...]:
        return np.shape(self.words[name])

    def name(self, least: int = 0, most: int = 9) -> str:
        """A name whose value has as many axes."""
        fitting = [name for name in self.names if least <= len(self.shape(name)) <= most]
        return self.random.choice(fitting or self.names)

    def like(self, shape: tuple[int, ...]) -> str:
        """A name of this shape, or a number."""
        fitting = [name for name in self.names if self.shape(name) == shape]
        return self.random.choice([*fitting, f"{self.random.uniform(-2, 2):.3f}"])

    def choose(self, *several: str) -> str:
        return self.random.choice(several)

    def axis(self, name: str, *, several: bool = True, none: bool = True) -> str:
        rank = len(self.shape(name)) or 1
        axes = [str(place) for place in range(-rank, rank)] * 2
        if several and rank > 1:
            axes += [f"({', '.join(map(str, self.random.sample(range(rank), 2)))})"] * 2
        return self.random.choice([*axes, *(["None"] if none else [])])

    # Expressions, a kind each

    def elementwise(self) -> str:
        gate = self.random.choice(ELEMENTWISE)
        count = self.random.choice((2, 3)) if gate.variadic else gate.arity
        args: list[str] = []
        names: list[str] = []
        for slot in range(count):
            low, high = gate.domain[min(slot, len(gate.domain) - 1)]
            names.append(self.fitting(names))
            part = names[-1]
            if not gate.differentiable(slot) and gate.precedence != COMPARE:
                sign = self.choose(">", "<", ">=", "<=", "!=", "==")
                part = f"({part} {sign} {self.random.uniform(-1, 1):.2f})"
            elif (low, high) != (-2.0, 2.0):
                part = f"({low} + {high - low} * sigmoid({part}))"
            args.append(part)
        if not gate.data:
            return gate.write(args)
        compared = (
            gate.write(args) if gate.precedence == COMPARE else f"np.{gate.name}({', '.join(args)})"
        )
        return f"({compared}) * {self.fitting(names)}"

    def fitting(self, names: list[str]) -> str:
        """A name that broadcasts with the one before, more often than not."""
        for _ in range(5):
            name = self.name()
            before = self.shape(names[-1]) if names else ()
            sizes = zip(self.shape(name)[::-1], before[::-1], strict=False)
            if all(one == other or 1 in (one, other) for one, other in sizes):
                break
        return name

    def reduction(self) -> str:
        word, x = self.random.choice(REDUCTIONS), self.name(1)
        settings = [] if self.random.random() < 0.2 else [("axis", self.axis(x))]
        if word in ("var", "std") and self.random.random() < 0.4:
            settings.append(("ddof", self.choose("0", "1")))
        if word == "norm":
            one = "," not in str(settings) or len(self.shape(x)) == 1
            settings.append(
                ("ord", self.choose("None", "2", "1", "3", "np.inf") if one else "None")
            )
        if self.random.random() < 0.4:
            settings.append(("keepdims", self.choose("True", "False")))
        if word in ("any", "all"):
            return (
                f"{self.called(word, f'({x} > {self.random.uniform(-1, 1):.2f})', settings)} * {x}"
            )
        return self.called(word, x, settings)

    def called(self, word: str, x: str, settings: list[tuple[str, str]]) -> str:
        """As a function or as a method; the first setting sometimes without its name."""
        method = hasattr(np.ndarray, word) and self.random.random() < 0.4
        told = [f"{name}={value}" for name, value in settings]
        if told and settings[0][0] == "axis" and self.random.random() < 0.5:
            told[0] = settings[0][1]
        if method:
            return f"{x}.{word}({', '.join(told)})"
        bare = word in ("logsumexp", "softmax", "log_softmax")
        prefix = "" if bare else "np.linalg." if word == "norm" else "np."
        return f"{prefix}{word}({', '.join([x, *told])})"

    def along(self) -> str:
        x = self.name(1)
        word = self.choose("softmax", "log_softmax", "cumsum")
        axis = self.axis(x, several=False, none=word == "cumsum")
        return self.called(word, x, [("axis", axis)] if self.random.random() < 0.8 else [])

    def place(self) -> str:
        """argmax and argmin only route: as an index and in a comparison."""
        x, word = self.name(2, 2), self.choose("argmax", "argmin")
        rows, columns = self.shape(x)
        return self.choose(
            f"{x}[np.arange({rows}), np.{word}({x}, axis=1)]",
            f"{x}[{x}.{word}(axis=0), np.arange({columns})]",
            f"(np.{word}({x}, axis=0) == 1) * {x}",
            f"(np.{word}({x}) > 1) * {x}",
            f"np.eye({columns})[np.{word}({x}, axis=1)] * {x}",
        )

    def product(self) -> str:
        x, y = self.name(1), self.name(1)
        w, v = self.name(), self.name()
        axes = f"([{self.axis(x, several=False, none=False)}], "
        axes += f"[{self.axis(y, several=False, none=False)}])"
        return self.choose(
            *[f"{x} @ {y}", f"np.matmul({x}, {y})"] * 2,
            *(f"np.dot({w}, {v})", f"{w}.dot({v})", f"np.inner({w}, {v})", f"np.outer({w}, {v})"),
            f"{x} @ {y}.T",
            f"np.tensordot({x}, {y}, axes={self.choose('1', '2', '0', axes, axes)})",
            f"np.einsum('{self.choose(*PAIRS.split())}', {x}, {y})",
            f"np.einsum('{self.choose(*SINGLE.split())}', {x})",
            f"np.einsum('ij,jk,kl->il', {x}, {y}, {self.name(2, 2)})",
            *([f"np.einsum('{self.choose(*TWICE.split())}', x1, {y})"] * 3 * self.twice),
            *([f"np.einsum('{self.choose('ii', 'ii->i')}', x1)"] * 3 * self.twice),
        )

    def square(self) -> str:
        """A square matrix that is far from singular."""
        square = [x for x in self.names if self.shape(x)[-1:] == self.shape(x)[-2:-1] != ()]
        x = self.random.choice(square) if square else "np.outer(x0, x0)[:3, :3]"
        return f"(0.4 * np.tanh({x}) + 2 * np.eye({self.shape(x)[-1] if square else 3}))"

    def linear(self) -> str:
        a, x = self.square(), self.name(1)
        return self.choose(
            f"np.linalg.inv({a})",
            f"np.linalg.det({a})",
            *[f"np.linalg.solve({a}, {x})"] * 3,
            f"np.trace({self.name(2)})",
            f"{self.name(2)}.trace()",
        )

    def move(self) -> str:
        x, y = self.name(1), self.name(1)
        rank, size = len(self.shape(x)), np.size(self.value(x))
        one = self.axis(x, several=False, none=False)
        other = self.axis(x, several=False, none=False)
        order = ", ".join(map(str, self.random.sample(range(rank), rank)))
        k, matrix = self.random.randint(-1, 2), self.name(2)
        pairs = ", ".join(f"({self.random.randint(0, 2)}, 1)" for _ in range(rank))
        return self.choose(
            *(f"{x}.reshape({size})", f"{x}.reshape(-1, {self.shape(x)[0]})", f"{x}.ravel()"),
            *(f"np.reshape({x}, ({self.shape(x)[-1]}, -1))", f"{x}.flatten()", f"{x}.T"),
            *(f"{x}.transpose({order})", f"np.transpose({x}, ({order},))", f"np.transpose({x})"),
            *(f"np.swapaxes({x}, {one}, {other})", f"np.moveaxis({x}, {one}, {other})"),
            *(
                f"np.expand_dims({x}, {one})",
                f"{x}[:, None]",
                f"{x}[None]",
                f"{x}[..., np.newaxis]",
            ),
            *(f"np.squeeze({x})", f"{x}.squeeze()", f"{x}[:, None].squeeze(axis=1)"),
            *(f"np.concatenate([{x}, {y}], axis={one})", f"np.concatenate(({x}, {y}, {x}))"),
            *(
                f"np.stack([{x}, {x} * 2], axis={one})",
                f"np.stack([{x}, {self.like(self.shape(x))}])",
            ),
            *(f"np.hstack([{x}, {y}])", f"np.vstack([{x}, {y}])", f"np.column_stack(({x}, {y}))"),
            *(f"np.repeat({x}, 2, axis={one})", f"{x}.repeat(2)", f"np.repeat({x}, 2, {one})"),
            *(f"np.tile({x}, 2)", f"np.tile({x}, (2, 1))", f"np.flip({x}, {one})"),
            *(f"np.pad({x}, 1)", f"np.pad({x}, ({pairs},))", f"np.pad({x}, ((0, 2),), 'constant')"),
            f"np.broadcast_to({x}, {(2, *self.shape(x))})",
            *(f"np.tril({matrix}, {k})", f"np.triu({matrix}, k={k})", f"np.array([{x}, {x}])"),
            *(f"np.diag(({matrix})[0])", f"np.kron({matrix}, np.array([1.5, -0.5]))"),
            *(
                f"np.take({x}, [0, -1, 0], axis={one})",
                f"{x}[::-1]",
                f"np.split({x}, {self.shape(x)[0]})[-1]",
            ),
        )

    def key(self, shape: tuple[int, ...]) -> str:
        """What may stand between brackets behind a value of this shape."""
        parts, arrays = [], self.random.random() < 0.5
        length = self.random.randint(1, 3)
        for size in shape[: self.random.randint(1, len(shape))]:
            chosen = [":", "::-1", "1:", "-2:", "::2", ":-1", f"{size - 1}::-2", "0:1"]
            if arrays:
                chosen = [str([self.random.randrange(-size, size) for _ in range(length)])] * 9
                chosen += [f"np.arange({min(size, length)})", ":"]
                if len(shape) == 1:
                    mask = [self.random.random() < 0.6 for _ in range(size)]
                    chosen += [f"np.array({mask})"] * 5
            parts.append(self.random.choice([*chosen, str(self.random.randrange(-size, size))]))
        if self.random.random() < 0.3:
            parts.insert(self.random.randint(0, len(parts)), self.choose("...", "None"))
        return ", ".join(parts)

    def index(self) -> str:
        x = self.name(1)
        mask = f"{x} > {self.random.uniform(-1, 0.5):.2f}"
        return self.choose(*[f"{x}[{self.key(self.shape(x))}]"] * 8, f"{x}[{mask}]")

    def cast(self) -> str:
        if self.random.random() < 0.4:
            return f"np.round({self.name(1)}, {self.random.randint(-1, 2)}) * {self.name()}"
        kind = self.choose("int", "bool", "float", "np.float64", "np.int64")
        inside = f"({self.name(1)} > {self.random.uniform(-1, 1):.2f})"
        if "bool" in kind:
            inside += ".astype(float)"
        return f"{inside}.astype({kind}) * {self.name()}"

    # Lines

    def expression(self) -> str:
        kinds: list[Callable[[], str]] = [self.elementwise] * 6 + [self.reduction] * 5
        kinds += [self.move] * 5 + [self.product] * 4 + [self.index] * 4
        kinds += [self.along, self.place, self.linear, self.cast]
        return self.random.choice(kinds)()

    def assign(self) -> list[str]:
        return [f"{self.fresh()} = {self.expression()}"]

    def augment(self) -> list[str]:
        x = self.name()
        return [f"{x} {self.choose('+', '-', '*')}= {self.like(self.shape(x))}"]

    def write(self) -> list[str]:
        """An item is assigned; ``+=`` not through repeated indices of two arrays."""
        x, y = self.name(1), self.fresh()
        key = self.key(self.shape(x)).replace("None", ":")
        mask = f"{x} > {self.random.uniform(-1, 1):.2f}"
        change = f"{y}[{key}] {self.choose('=', '+=', '*=')} {self.choose(self.name(0, 1), '0.5')}"
        return [f"{y} = {x} * 1.0", self.choose(change, change, f"{y}[{mask}] = {self.name(0, 0)}")]

    def loop(self) -> list[str]:
        x, y = self.name(), self.name(1)
        return self.random.choice(
            [
                ["for t in range(3):", f"    {x} = np.sin({x} + np.sum({self.expression()}) * t)"],
                [f"for row in {y}:", f"    {x} = np.tanh({x} * np.mean(row) + row.sum())"],
                [f"for i in range(len({y})):", f"    {x} = {x} + np.cos({y}[i]).sum() * i"],
                [f"{self.fresh()} = np.stack([{y}[i] * i for i in range({y}.shape[0])])"],
            ]
        )

    def function(self) -> list[str]:
        text, x = self.expression(), self.name()
        body = re.sub(rf"\b{x}\b", "u", text)
        made, name = f"f{len(self.lines)}", self.fresh()
        line = f"{name} = {made}({x})"
        if self.random.random() < 0.5:
            return [f"{made} = lambda u: {body}", line]
        return [f"def {made}(u, k=0.5):", f"    w = {body}", "    return w * k", line]

    def fresh(self) -> str:
        return f"v{len(self.lines)}"

    def accepted(self, lines: list[str]) -> bool:
        """Whether NumPy can run the lines, and the numbers stay small."""
        words = dict(self.words)
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("error")
                exec(without_changes("\n".join(lines)), words)
        except (ValueError, IndexError, TypeError, AttributeError, RuntimeWarning):
            return False
        made = {word: it for word, it in words.items() if re.fullmatch(r"[vx]\d+", word)}
        for value in made.values():
            if not isinstance(value, float | np.ndarray | np.floating) or np.size(value) > MOST:
                return False
            if np.size(value) == 0 or np.ndim(value) > 4 or not np.all(np.abs(value) < 50):
                return False
        if any(CHANGE.match(line) for line in lines) and not self.changes_alone(lines, made):
            return False
        self.words = words
        self.names = list(made)
        return True

    def changes_alone(self, lines: list[str], made: dict[str, Any]) -> bool:
        """Whether NumPy itself changes no other name in place: autograd has nothing like it."""
        words = {**ARRAYS, **{name: np.array(it)[()] for name, it in self.inputs.items()}}
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("error")
                exec("\n".join([*self.lines, *lines]), words)
        except (ValueError, IndexError, TypeError, AttributeError, RuntimeWarning):
            return False
        return all(np.array_equal(words[name], it) for name, it in made.items())

    def program(self) -> str:
        makers = [self.assign] * 9 + [self.augment, self.write, self.loop, self.function]
        wanted, tries = self.random.randint(4, 8), 0
        while wanted and tries < 200:
            tries += 1
            lines = self.random.choice(makers)()
            if self.accepted(lines):
                self.lines += lines
                wanted -= 1
        ends = [*self.names[len(self.inputs) :], *self.random.sample(sorted(self.inputs), 2)]
        parts = [f"{self.random.uniform(0.2, 2):.2f} * np.sum(np.sin({name}))" for name in ends]
        return "\n".join([*self.lines, f"out = {' + '.join(parts)}"])
