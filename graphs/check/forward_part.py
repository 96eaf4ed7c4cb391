"""The forward part of a program that holds both passes: what its circuit is drawn from."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from graphs.check.provenance import Program
from graphs.language.syntax import to_syntax_tree
from graphs.limits import UNLIMITED

KNOWN = ("numpy", "math")  # modules that a program may import
ONCE = "if True:"  # instead of the head of a training loop, which is run once
Block = ast.For | ast.While | ast.With | ast.Try | ast.If


def forward_part(program: Program) -> str:
    """The text with every line blank that the loss does not need; line numbers stay."""
    tree, text, _, _ = to_syntax_tree(program.graph.program, UNLIMITED)
    kept = _Part(program).lines(tree)
    return "\n".join(
        line if (now := kept.get(number, "")) is None else _behind_prompt(line, now)
        for number, line in enumerate(text.split("\n"), 1)
    )


def _behind_prompt(line: str, now: str) -> str:
    """What stands in a line now, behind what stood before it: spaces, or a prompt."""
    word = now.lstrip()
    return line[: len(now) - len(word)] + word


class _Part:
    """Finds the statements that the loss is computed by, and those that what they read is from."""

    def __init__(self, program: Program) -> None:
        self.last = program.loss.line
        self.loops = program.loops
        self.needed = {version.line for version in program.forward} | {self.last}
        self.names = set[str]()

    def lines(self, tree: ast.Module) -> dict[int, str | None]:
        """The lines to keep: None as they are, else what stands there instead."""
        before = -1
        while len(self.names) > before:
            before = len(self.names)
            chosen = list(self._chosen(tree.body))
            for one in chosen:
                parts = self._head(one) if _opens(one) else ast.walk(one)
                self.names |= {part.id for part in parts if isinstance(part, ast.Name)}
        kept: dict[int, str | None] = {}
        for one in chosen:
            if not _opens(one):
                kept |= dict.fromkeys(range(one.lineno, (one.end_lineno or one.lineno) + 1))
            elif self._runs_once(one):
                kept[one.lineno] = " " * one.col_offset + ONCE
            else:
                kept |= dict.fromkeys(range(one.lineno, one.body[0].lineno))
        return kept

    def _chosen(self, body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
        """Statements to keep; of a loop, its head and the statements inside one by one."""
        for one in body:
            if _opens(one):
                if inside := list(self._chosen(one.body)):
                    yield one
                    yield from inside
            elif self._keeps(one):
                yield one

    def _runs_once(self, one: Block) -> bool:
        """Whether it is run once, whatever its head says: a loop that trains, or that has one."""
        lines = range(one.lineno, (one.end_lineno or one.lineno) + 1)
        return not isinstance(one, ast.For) or any(line in lines for line in self.loops)

    def _head(self, one: Block) -> Iterator[ast.AST]:
        """The parts of a loop's head."""
        if isinstance(one, ast.For) and not self._runs_once(one):
            yield from ast.walk(one.iter)

    def _keeps(self, one: ast.stmt) -> bool:
        match one:
            case ast.Import():
                return all(name.name in KNOWN for name in one.names)
            case ast.ImportFrom():
                return one.module in KNOWN
            case ast.FunctionDef() | ast.ClassDef():
                return one.name in self.names
            case ast.If():
                return any(map(self._keeps, [*one.body, *one.orelse]))
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
                if one.lineno in self.needed:
                    return True
                return one.lineno < self.last and bool(_written(one) & self.names)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=word))):
                known = isinstance(owner, ast.Name) and owner.id in self.names
                return one.lineno < self.last and (known or word == "seed")
            case ast.Continue() | ast.Break():
                return one.lineno < self.last
        return False


def _opens(one: ast.stmt) -> TypeGuard[Block]:
    """Whether what is inside a statement is chosen line by line."""
    return isinstance(one, ast.If) == _is_main(one) and isinstance(one, Block)


def _is_main(one: ast.stmt) -> bool:
    return isinstance(one, ast.If) and "__name__" in ast.unparse(one.test)


def _written(one: ast.Assign | ast.AugAssign | ast.AnnAssign) -> set[str]:
    """The names that a statement assigns, or assigns an item of."""
    found = set[str]()
    for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
        for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            while isinstance(part, ast.Subscript | ast.Attribute | ast.Starred):
                part = part.value
            if isinstance(part, ast.Name):
                found.add(part.id)
    return found
