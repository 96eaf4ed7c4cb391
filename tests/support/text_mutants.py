"""Programs with random damage: whatever becomes of them, an answer or a GraphError.

``python -m tests.support.text_mutants 100000`` tries that many, in two processes, with a watchdog;
it prints how each ended, and every text that ended otherwise. ``… 100000 700`` begins at seed 700.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.support.drawn_programs import PROGRAMS as DRAWN
from tests.support.homework import TYPED
from tests.support.hostile_texts import HOSTILE
from tests.support.right_programs import texts
from web.gallery import EXAMPLES, PRESETS

GOLDENS = Path(__file__).parents[1] / "goldens"
MORE = "tests.support.python_programs"  # where there is one, its programs are damaged as well
PLAINLY = 6  # a hostile text is taken once for so many of the others

TOKEN = re.compile(
    r"\d[\w.]*|\w+|\"[^\"\n]*\"|'[^'\n]*'|\*\*=?|//=?|[-+*/%@&|^<>=!:]=|[^\S\n]+|\n|."
)
NUMBERS = ["0", "-1", "1", "2", "3", "0.0", "1e-300", "1e400", "10**9", "10**30", "2.5", "True"]
NUMBERS += ["float('nan')", "len(x)", "None", "'a'", "x", "[]", "0x7", "1j", "1_0", "9" * 400]
BRACKETS = ["(", ")", "[", "]", "{", "}", "()", "[]", "{}", "[0]", "(x)", "[:]", "[-1]", "(*x)"]
WORDS = ["x", "self", "np", "not", "is", "in", "and", "lambda:", "lambda u:", "yield", "await", "*"]
WORDS += ["**", "del", "return", "global x\n", "nonlocal x\n", "for t in", "if", "else", "async"]
WORDS += [":=", "=", "==", ":", ",", ".", ";", "@", "->", "...", "#", '"', "'", '"""', "f'{", "\\"]
WORDS += [
    "__class__",
    ".T",
    ".shape",
    ".copy()",
    ".append",
    ".__init__",
    "super()",
    "\t",
    "\0",
    "é",
]
LINES = ["pass", "break", "continue", "return", "raise", "yield", "try:", "finally:", "else:"]
LINES += ["except Exception as e:", "while True:", "class A:", "def g(u):", "with x:", "del x"]
LINES += ["for x in x:", "if x:", "import math", "x = x", "print(x)", "@staticmethod", "global x"]


@cache
def seeds() -> tuple[list[str], list[str]]:
    """The programs that are damaged: plain ones, and hostile ones."""
    plain = [*DRAWN.values(), *texts("lecture").values(), *(text for text, _ in TYPED.values())]
    plain += [entry["program"] for entry in (*EXAMPLES, *PRESETS)]
    for path in sorted(GOLDENS.glob("*.json")):
        plain.append(json.loads(path.read_text(encoding="utf-8"))["program"])
    if find_spec(MORE):
        for value in vars(import_module(MORE)).values():
            plain += _texts(value)
    return sorted(set(plain)), sorted(
        {text for texts in HOSTILE.values() for text in texts.values()}
    )


def _texts(value: Any) -> list[str]:
    """The programs in a table, or in tables of tables."""
    if isinstance(value, str):
        return [value] if "\n" in value else []
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return []


Damage = Callable[[str, str, random.Random], str]  # to a text, with another one at hand


def _on_tokens(change: Callable[[list[str], int, list[str], random.Random], None]) -> Damage:
    def damage(text: str, other: str, chance: random.Random) -> str:
        tokens = TOKEN.findall(text)
        places = [k for k, token in enumerate(tokens) if token.strip()]
        if places:
            change(tokens, chance.choice(places), TOKEN.findall(other), chance)
        return "".join(tokens)

    return damage


def _on_lines(change: Callable[[list[str], int, list[str], random.Random], None]) -> Damage:
    def damage(text: str, other: str, chance: random.Random) -> str:
        lines = text.split("\n")
        change(lines, chance.randrange(len(lines)), other.split("\n"), chance)
        return "\n".join(lines)

    return damage


@_on_tokens
def delete(tokens: list[str], at: int, _: list[str], chance: random.Random) -> None:
    del tokens[at : at + chance.choice((1, 1, 1, 2, 5))]


@_on_tokens
def double(tokens: list[str], at: int, _: list[str], chance: random.Random) -> None:
    tokens[at:at] = tokens[at : at + chance.choice((1, 1, 3, 8))] * chance.choice((1, 1, 2, 30))


@_on_tokens
def swap(tokens: list[str], at: int, _: list[str], chance: random.Random) -> None:
    to = chance.choice([k for k, token in enumerate(tokens) if token.strip()])
    tokens[at], tokens[to] = tokens[to], tokens[at]


@_on_tokens
def rename(tokens: list[str], _: int, other: list[str], chance: random.Random) -> None:
    """Another word of this text, or of another one, in place of a word."""
    words = [k for k, token in enumerate(tokens) if token.isidentifier()]
    if words:
        spare = [token for token in (*tokens, *other) if token.isidentifier()]
        tokens[chance.choice(words)] = chance.choice(spare)


@_on_tokens
def renumber(tokens: list[str], at: int, _: list[str], chance: random.Random) -> None:
    places = [k for k, token in enumerate(tokens) if token[0].isdigit()] or [at]
    tokens[chance.choice(places)] = chance.choice(NUMBERS)


@_on_tokens
def rebracket(tokens: list[str], at: int, _: list[str], chance: random.Random) -> None:
    places = [k for k, token in enumerate(tokens) if token in "()[]{}"]
    if places and chance.random() < 0.7:
        tokens[chance.choice(places)] = chance.choice([*BRACKETS, ""])
    else:
        tokens.insert(at, chance.choice(BRACKETS))


@_on_tokens
def insert(tokens: list[str], at: int, other: list[str], chance: random.Random) -> None:
    tokens.insert(at, f" {chance.choice([*WORDS, *other[:20]])} ")


@_on_lines
def move(lines: list[str], at: int, _: list[str], chance: random.Random) -> None:
    line = lines.pop(at)
    lines.insert(chance.randint(0, len(lines)), line)


@_on_lines
def drop(lines: list[str], at: int, _: list[str], chance: random.Random) -> None:
    del lines[at : at + chance.choice((1, 1, 2, 5))]


@_on_lines
def repeat(lines: list[str], at: int, _: list[str], chance: random.Random) -> None:
    lines[at:at] = lines[at : at + chance.choice((1, 2, 4))] * chance.choice((1, 1, 2, 9))


@_on_lines
def indent(lines: list[str], at: int, _: list[str], chance: random.Random) -> None:
    by = chance.choice((" ", "    ", "\t", "", "", "        "))
    for k in range(at, min(at + chance.choice((1, 1, 2, 6)), len(lines))):
        lines[k] = by + (lines[k] if by else lines[k].lstrip())


@_on_lines
def splice(lines: list[str], at: int, other: list[str], chance: random.Random) -> None:
    start = chance.randrange(len(other))
    lines[at:at] = other[start : start + chance.choice((1, 2, 3, 10, 40))]


@_on_lines
def nest(lines: list[str], at: int, _: list[str], chance: random.Random) -> None:
    """A line of Python's own, with what follows inside it where it opens a block."""
    space = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    line = chance.choice(LINES)
    if line.endswith(":"):
        lines[at:] = ["    " + one for one in lines[at:]] if chance.random() < 0.5 else lines[at:]
    lines.insert(at, space + line)


DAMAGES: Sequence[Damage] = (
    *(delete, double, swap, rename, rename, renumber, renumber, rebracket, insert),
    *(move, drop, repeat, indent, splice, splice, nest),
)


def mutant(seed: int) -> str:
    """The damaged program of a seed: always the same one."""
    chance = random.Random(seed)
    plain, hostile = seeds()
    text, other = (
        chance.choice(hostile if chance.randrange(PLAINLY) == 0 else plain) for _ in range(2)
    )
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        text = chance.choice(DAMAGES)(text, other, chance)
    return text


if __name__ == "__main__":
    from tests.support.long_run import Run, Task

    given = [int(word) for word in sys.argv[1:]]
    count, first = (*given, *(100_000, 0)[len(given) :])
    tasks = (Task(f"seed {seed}", mutant(seed), "filled") for seed in range(first, first + count))
    sys.exit(Run(tasks).all())
