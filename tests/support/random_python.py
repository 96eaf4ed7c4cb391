"""Random programs as students write them: ``random_program(seed)``, the same for the same seed.

Classes, dictionaries of parameters, lists, views and writes in place, decisions and loops, helper
functions, prints, aliases. Numbers stay small. Every program ends with a number called ``loss``
and has run in real Python before it is given. About two in five write no array in place, so that
HIPS autograd can run them too. No loop looks like training: nothing ends a pass as what it was
plus a step that reads what it led to.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count

import numpy as np

from tests.support.random_parts import CLASSES, FUNCTIONS, Part
from tests.support.real_python import RealPython

MOST = 50.0  # of any value
ADDS = re.compile(r"\.(add|update)\(")


class Writer:
    """One program while it is written: its lines, and the names of each kind there are."""

    def __init__(self, seed: int, attempt: int) -> None:
        self.random = random.Random(f"{seed} {attempt}")
        self.pure = self.random.random() < 0.4
        self.lines: list[str] = []
        self.scalars: list[str] = []
        self.vectors: list[str] = []
        self.matrices: list[str] = []
        self.lists: list[str] = []
        self.parts: list[tuple[str, str, Part]] = []  # what stands for {i}, {n}, the definition
        self.names = count()
        self.looping = False  # in a loop: nothing that adds to what it was
        self.steady = False  # inside a loop or a decision: only what is there already

    def choose(self, *options: str) -> str:
        return self.random.choice(options)

    def number(self) -> str:
        return f"{self.random.choice((-1, 1, 1)) * self.random.uniform(0.15, 0.95):.2f}"

    def threshold(self) -> str:
        """A number that no other equals: at a tie there is no gradient to compare."""
        return self.number() + "5"

    def fresh(self, stem: str) -> str:
        return f"{stem}{next(self.names)}"

    def array(self, *shape: int) -> str:
        if self.random.random() < 0.2:
            sizes = ", ".join(map(str, shape))
            return f"np.random.randn({sizes}) * 0.4"
        numbers: list[str] = []
        while len(numbers) < math.prod(shape):  # all different
            numbers += {self.number()} - set(numbers)
        if len(shape) == 1:
            return f"np.array([{', '.join(numbers)}])"
        rows = [numbers[start : start + shape[1]] for start in range(0, len(numbers), shape[1])]
        return f"np.array([{', '.join('[' + ', '.join(row) + ']' for row in rows)}])"

    # Expressions

    def filled(self, template: str, place: str, name: str, depth: int) -> str:
        makers = {"s": self.scalar, "v": self.vector, "m": self.matrix}
        text = template.replace("{i}", place).replace("{n}", name)
        text = re.sub(r"\{([svm])\}", lambda found: makers[found[1]](depth - 1), text)
        return text.replace("{{", "{").replace("}}", "}")

    def of_part(self, kind: str, depth: int) -> str | None:
        found = [it for it in self.parts if getattr(it[2], kind)]
        if not found:
            return None
        place, name, part = self.random.choice(found)
        some = [it for it in getattr(part, kind) if not (self.looping and ADDS.search(it))]
        return self.filled(self.random.choice(some), place, name, depth) if some else None

    def scalar(self, depth: int = 2) -> str:
        if depth <= 0 or self.random.random() < 0.25:
            return self.random.choice(self.scalars)
        s, t, v = self.scalar(depth - 1), self.scalar(depth - 1), self.vector(depth - 1)
        if self.random.random() < 0.35 and (used := self.of_part("scalars", depth)):
            return used
        if self.lists and self.random.random() < 0.15:
            xs = self.random.choice(self.lists)
            return self.choose(
                f"{xs}[0]", f"{xs}[-1]", f"sum({xs}) / len({xs})", f"sum(z * {s} for z in {xs}[:2])"
            )
        return self.choose(
            *(f"{s} * {t}", f"({s} + {t}) / 2", f"({s} - 0.5 * {t})", f"np.tanh({s} + {t})"),
            *(f"math.sin({s})", f"1 / (1 + np.exp(-{s}))", f"({s}) ** 2", f"np.cos({s} * 2)"),
            f"({s} if {t} > {self.threshold()} else {self.scalar(0)} * 0.5)",
            f"{self.choose('max', 'min')}({s}, {t} + {self.threshold()})",
            *(f"np.sum({v}) / 3", f"np.dot({v}, {self.vector(0)})", f"({v}).mean()", f"({v})[1]"),
            *(f"np.sqrt(({s}) ** 2 + 0.3)", f"np.log(1 + np.exp({s}))", f"abs({s} + 0.05)"),
            *(f"np.linalg.norm({v} + 0.2)", f"({v})[-1] * {self.number()}", f"np.max({v})"),
            *([] if self.pure else [f"float(np.mean({v}))"]),
        )

    def vector(self, depth: int = 2) -> str:
        if depth <= 0 or self.random.random() < 0.25:
            return self.random.choice(self.vectors)
        s, v, w = self.scalar(depth - 1), self.vector(depth - 1), self.vector(depth - 1)
        m = self.matrix(depth - 1)
        if self.random.random() < 0.35 and (used := self.of_part("vectors", depth)):
            return used
        return self.choose(
            *(f"{m} @ {v}", f"np.dot({m}, {v})", f"np.tanh({v} + {w})", f"{v} * {s}", f"{m}[0]"),
            *(f"({v} + {w}) * 0.5", f"np.sin({v})", f"({v})[::-1]", f"({m}).sum(axis=0) / 3"),
            *(f"np.where({v} > {self.threshold()}, {v}, {s} * {w})", f"({m}).T[1]"),
            *(f"np.maximum({v}, 0.1 * {w})", f"np.array([{s}, {self.number()}, {self.scalar(0)}])"),
            f"np.concatenate([({v})[:1], ({w})[1:]])",
            *(f"np.exp({v}) / np.sum(np.exp({v}))", f"{v} / np.sqrt(np.sum(({v}) ** 2) + 0.5)"),
            *(f"np.stack([{v}, {w}]).mean(axis=0)", f"({v} - np.mean({v}))"),
        )

    def matrix(self, depth: int = 1) -> str:
        if depth <= 0 or self.random.random() < 0.5:
            return self.random.choice(self.matrices)
        m, v = self.matrix(depth - 1), self.vector(depth - 1)
        return self.choose(
            f"({m}).T", f"np.outer({v}, {self.vector(0)})", f"np.tanh({m})", f"({m} * {v})"
        )

    # Statements; each gives its lines

    def scalar_line(self) -> list[str]:
        value, name = self.scalar(3), self.target("s", self.scalars)
        return [f"{name} = {value}"]

    def vector_line(self) -> list[str]:
        value, name = self.vector(3), self.target("v", self.vectors)
        return [f"{name} = {value}"]

    def target(self, stem: str, kind: list[str]) -> str:
        """A name to store under: one of this kind that is there, or a new one."""
        plain = [name for name in kind if name.isidentifier()]
        if self.steady or self.random.random() < 0.2:
            return self.random.choice(plain)
        name = self.fresh(stem)
        kind.append(name)
        return name

    def entry(self) -> list[str]:
        """A parameter is used under another name, or stored anew."""
        found = [it for it in self.scalars + self.vectors if "['" in it]
        if not found:
            return self.scalar_line()
        place = self.random.choice(found)
        if self.steady or self.random.random() < 0.5:
            made = self.scalar() if place in self.scalars else f"np.tanh({self.vector()})"
            return [f"{place} = {made}"]
        name = self.fresh("e")
        (self.scalars if place in self.scalars else self.vectors).append(name)
        change = f"{name} = {name} * 0.5" if self.pure else f"{name} {self.step()}"
        return [f"{name} = {place}", change]

    def step(self) -> str:
        return self.choose("-= 0.1", "*= 0.8", "+= 0.05", f"-= 0.1 * {self.scalar(0)}")

    def change(self) -> list[str]:
        """A write in place, through a view, a slice, a mask, an alias, ``out``."""
        x, m = self.random.choice(self.vectors), self.random.choice(self.matrices)
        if self.pure:
            return [f"{self.random.choice(self.local(self.scalars))} += 0.1 * {self.scalar()}"]
        s, v, w = self.scalar(), self.vector(), self.fresh("w")
        lines = self.random.choice(
            [
                [f"{x} {self.step()}"],
                [f"{x} += 0.2 * {v}"],
                [f"{x}[1:] *= 0.5"],
                [f"{x}[{self.choose('0', '-1', '1')}] = {s}"],
                [f"{x}[:2] = ({v})[1:]"],
                [f"{m}[1] = np.tanh({v})"],
                [f"{m}[:, 0] *= 0.5"],
                [f"{m}.T[2] += 0.1 * {s}"],
                [f"{m}.T.reshape(-1)[1] = {s}"],
                [f"{m}.reshape(-1)[4] -= 0.1"],
                [f"for row in {m}:", "    row -= row.mean()"],
                ["for i in range(3):", f"    {m}[i, 2 - i] = {x}[i] * 0.5"],
                [f"np.clip({x}, -0.905, 0.905, out={x})"],
                [f"{x}[{x} > 0.975] = 0.97"],
                [f"{x}[[0, 2]] += 0.1 * {s}"],
            ]
        )
        if self.steady or self.random.random() < 0.6:
            return lines
        self.vectors.append(w)
        alias = self.choose(x, f"{m}[2]", f"{m}[:, 1]", f"{x}[::-1]", f"{x}.copy()", f"{m}.T[0]")
        return [f"{w} = {alias}", f"{w} {self.step()}", *lines]

    def local(self, names: list[str]) -> list[str]:
        return [name for name in names if name.isidentifier()]

    def listing(self) -> list[str]:
        name, s = self.fresh("xs"), self.scalar()
        lines = self.random.choice(
            [
                [f"{name} = [{s}, {self.scalar()}]", f"{name}.append({self.scalar()})"],
                [f"{name} = [{s} * k for k in range(1, 4)]"],
                [f"{name} = [z * {s} for z in {self.vector()} if z > {self.threshold()}] + [{s}]"],
                [f"{name} = sorted([{s}, {self.scalar()}, {self.number()}])"],
                [f"{name} = list(map(lambda z: z * 0.5, [{s}, {self.scalar()}]))"],
                [f"{name} = [{s}]", f"same{name} = {name}", f"same{name}.append({self.number()})"],
                [f"{name} = [{s}, {self.scalar()}]", f"{name}[0] = {name}[1] * 0.5"],
            ]
        )
        self.lists.append(name)
        return lines

    def decision(self) -> list[str]:
        test = f"{self.scalar()} {self.choose('<', '>')} {self.threshold()}"
        lines = [f"if {test}:", *self.block()]
        if self.random.random() < 0.3:
            lines += [f"elif {self.scalar(1)} > {self.threshold()}:", *self.block()]
        if self.random.random() < 0.7:
            lines += ["else:", *self.block()]
        return lines

    def block(self) -> list[str]:
        before, self.steady = self.steady, True
        makers = [self.scalar_line, self.vector_line, self.entry, self.change]
        lines = [f"    {line}" for line in self.random.choice(makers)()]
        if self.random.random() < 0.3:
            lines += [f"    {line}" for line in self.printing()]
        self.steady = before
        return lines

    def loop(self) -> list[str]:
        """Values that are squashed in each pass, and sums that nothing in the pass reads."""
        self.looping = True
        s, v = self.random.choice(self.local(self.scalars)), self.fresh("h")
        acc, k = self.fresh("acc"), self.fresh("k")
        start, x, y = self.vector(1), self.vector(1), self.scalar(1)
        bodies = [
            ([f"{v} = {start} * 0.5"], f"for {k} in range(3):", [f"{v} = np.tanh({v} + {x})"], v),
            (
                [f"{acc} = {self.number()}"],
                f"for {k}, z in enumerate({x}):",
                [f"if z < {self.threshold()}:", "    continue", f"{acc} += z * {y} / ({k} + 1)"],
                acc,
            ),
            (
                [f"{acc} = {s} * 1.0", f"{k} = 0"],
                f"while abs({acc}) > 0.1 and {k} < 4:",
                [f"{acc} = {acc} * 0.6", f"{k} += 1"],
                acc,
            ),
            (
                [f"{acc} = 0.0"],
                f"for {k} in range(5):",
                [f"{acc} += {y} * 0.3 ** {k}", f"if {k} == 2:", "    break"],
                acc,
            ),
            (
                [f"{acc} = 0.0"],
                f"for a, b in zip({start}, {x}):",
                [f"{acc} += np.sin(a * b)"],
                acc,
            ),
            (
                [f"{acc} = {self.number()}", f"{k} = 3"],
                f"while {k} > 0:",
                [f"{k} -= 1", f"{acc} = np.tanh({acc} * {y} + 0.1 * {k})"],
                acc,
            ),
            (
                [f"d{acc} = {{'p': {s}, 'q': {y}}}", f"{acc} = 0.0"],
                f"for {k}, z in d{acc}.items():",
                [f"{acc} += z * (2 if {k} == 'p' else -0.5)"],
                acc,
            ),
        ]
        self.looping = False
        before, head, body, made = self.random.choice(bodies)
        if self.random.random() < 0.3:
            body.append(f"print({made if made == acc else f'{made}.sum()'})")
        (self.vectors if made == v else self.scalars).append(made)
        return [*before, head, *(f"    {line}" for line in body)]

    def printing(self) -> list[str]:
        s, word = self.scalar(0), self.choose("loss", "step", "value")
        if s.isidentifier():
            return [self.choose(f'print(f"{word} {{{s}:.4f}}")', f'print(f"{{{s}:8.3f}}|")')]
        return [f"print('{word}', '%.3f' % {s}, sep=': ')"]

    def definition(self) -> list[str]:
        kind = self.random.random() < 0.5
        some = [
            part for part in (CLASSES if kind else FUNCTIONS) if not (self.pure and part.changes)
        ]
        part, name = self.random.choice(some), self.fresh("Part" if kind else "fn")
        text = part.text.replace("{n}", name)
        lines = re.sub("<<>>", lambda _: self.number(), text).split("\n")
        if not part.makes:
            self.parts.append((name, name, part))
            return lines + self.used(part, name, name)
        for _ in range(self.random.choice((1, 1, 2))):
            made = self.fresh("obj")
            lines.append(f"{made} = {self.filled(part.makes, made, name, 2)}")
            self.parts.append((made, name, part))
            self.scalars += [f"{made}.{it}" for it in part.attributes]
        if self.random.random() < 0.2:
            alias = self.fresh("obj")
            lines.append(f"{alias} = {made}")
            self.parts.append((alias, name, part))
        return lines + self.used(part, made, name)

    def used(self, part: Part, place: str, name: str) -> list[str]:
        """A line that uses what was just defined."""
        kind, stem = ("vectors", "v") if self.random.random() < 0.5 else ("scalars", "s")
        templates = getattr(part, kind)
        if not templates:
            return []
        made = self.filled(self.random.choice(templates), place, name, 2)
        new = self.fresh(stem)
        getattr(self, kind).append(new)
        return [f"{new} = {made}"]

    # The whole

    def start(self) -> None:
        if self.random.random() < 0.6:
            self.lines += ["import math", "import numpy as np"]
        if self.random.random() < 0.5:
            self.lines.append(f"np.random.seed({self.random.randint(0, 99)})")
        for stem, kind, makes in (
            ("a", self.scalars, self.number),
            ("x", self.vectors, lambda: self.array(3)),
            ("M", self.matrices, lambda: self.array(3, 3)),
        ):
            for number in range(self.random.choice((1, 2))):
                self.lines.append(f"{stem}{number} = {makes()}")
                kind.append(f"{stem}{number}")
        if self.random.random() < 0.6:
            entries = {"'W'": self.array(3, 3), "'b'": self.array(3), "'g'": self.number()}
            if self.random.random() < 0.7:
                inside = ", ".join(f"{key}: {value}" for key, value in entries.items())
                self.lines.append(f"params = {{{inside}}}")
            else:
                self.lines.append("params = {}")
                self.lines += [f"params[{key}] = {value}" for key, value in entries.items()]
            self.matrices.append("params['W']")
            self.vectors.append("params['b']")
            self.scalars.append("params['g']")

    def program(self) -> str:
        self.start()
        makers: list[Callable[[], list[str]]] = [self.definition] * 4
        makers += [self.scalar_line, self.vector_line, self.vector_line, self.change, self.change]
        makers += [self.loop, self.loop, self.decision, self.entry, self.listing, self.printing]
        for _ in range(self.random.randint(4, 10)):
            self.lines += self.random.choice(makers)()
        ends = [f"np.sum(np.sin({v}))" for v in self.random.sample(self.vectors, 2)[:2]]
        ends += [f"np.tanh({s})" for s in self.scalars[-3:]]
        ends.append(f"0.1 * np.sum({self.matrices[-1]} ** 2)")
        self.lines.append(f"loss = {' + '.join(ends)}")
        if self.random.random() < 0.5:
            self.lines.append("print('loss', f'{loss:.5f}')")
        return "\n".join(self.lines) + "\n"


def programs(seed: int) -> Iterator[str]:
    for attempt in count():
        writer = Writer(seed, attempt)
        try:
            yield writer.program()
        except ValueError:  # too few names of a kind
            continue


def acceptable(text: str) -> bool:
    """Whether real Python runs it, and its numbers are finite and small."""
    try:
        with np.errstate(all="raise", under="ignore"):
            program = RealPython(text)
    except (ArithmeticError, ValueError, IndexError, TypeError, AttributeError, NameError):
        return False
    kept = [value for value in program.values.values() if np.asarray(value).dtype.kind == "f"]
    return np.ndim(program.names["loss"]) == 0 and all(np.all(np.abs(it) < MOST) for it in kept)


@lru_cache(maxsize=4096)
def random_program(seed: int) -> str:
    """The program of a seed."""
    return next(filter(acceptable, programs(seed)))
