"""A program's syntax tree with hooks where it stores numbers, so that they can be replaced.

The hooks (``HOOKS``) are names that ``real_python`` puts beside the program's own. Each is given
the value about to be stored and hands back that value, or the one to use instead. Lines stay.
"""

from __future__ import annotations

import ast
from typing import Any

HOOKS = ("hook_top", "hook_unpack", "hook_store", "hook_change", "hook_display", "hook_plain")
PURE_CALLS = ("str", "len", "int", "range")
# Calls that change an array, or copy what autograd keeps about it.
CHANGES = ("fill", "put", "copyto", "at", "put_along_axis", "fill_diagonal", "copy", "deepcopy")


def loaded(target: ast.expr) -> ast.expr | None:
    """The target as an expression that may be evaluated once more; None if that is not so."""
    for part in ast.walk(target):
        known = isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
        if isinstance(part, ast.Call) and not (known and part.func.id in PURE_CALLS):  # type: ignore[attr-defined]
            return None
        if isinstance(part, ast.NamedExpr | ast.Yield | ast.YieldFrom | ast.Await):
            return None
        if isinstance(part, ast.Slice):
            return None
    found = ast.parse(ast.unparse(target), mode="eval").body
    for part in ast.walk(found):
        ast.copy_location(part, target)
    return found


def written_out(value: ast.expr) -> bool:
    """Whether an expression is of numbers and of the library only."""
    names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    kinds = (ast.Constant, ast.Call, ast.UnaryOp, ast.BinOp, ast.List)
    return isinstance(value, kinds) and names <= {"np", "math", "random", "array", *HOOKS}


class Instrument(ast.NodeTransformer):
    """Puts the hooks in; ``first`` are the top-level names that have a value already."""

    def __init__(self) -> None:
        self.first: set[str] = set()
        self.inside: list[str] = []  # names of the classes around, "" for a function
        self.changes = False  # written in place by a function of the library
        self.chained: set[str] = set()  # names of a = b = value
        self.literals: set[str] = set()  # paths whose first value is written out, or drawn

    def hook(self, name: str, at: ast.expr, *args: ast.expr) -> ast.expr:
        call = ast.Call(ast.Name(name, ast.Load()), list(args), [])
        return ast.fix_missing_locations(ast.copy_location(call, at))

    def text(self, text: str) -> ast.expr:
        return ast.Constant(text)

    def generic_visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef):
            self.inside.append("")
            super().generic_visit(node)
            self.inside.pop()
            return node
        if isinstance(node, ast.ClassDef):
            self.inside.append(node.name)
            super().generic_visit(node)
            self.inside.pop()
            return node
        return super().generic_visit(node)

    # Stores

    def path(self, name: str) -> str | None:
        """The path of a name that is assigned here, if it is its first time."""
        path = ".".join([*self.inside, name])
        if "" in self.inside or path in self.first:
            return None
        self.first.add(path)
        return path

    def wrapped(self, target: ast.expr, value: ast.expr) -> ast.expr:
        if isinstance(target, ast.Name):
            path = self.path(target.id)
            if path is not None and written_out(value):
                self.literals.add(path)
            return value if path is None else self.hook("hook_top", value, value, self.text(path))
        if isinstance(target, ast.Attribute):
            owner = loaded(target.value)
            if owner is not None:
                return self.hook("hook_store", value, value, owner, self.text("." + target.attr))
        if isinstance(target, ast.Subscript):
            owner, key = loaded(target.value), loaded(target.slice)
            if owner is not None and key is not None:
                return self.hook("hook_store", value, value, owner, key)
        if isinstance(target, ast.Subscript) and (owner := loaded(target.value)) is not None:
            return self.hook("hook_change", value, value, owner)
        if isinstance(target, ast.Tuple | ast.List):
            return self.unpacked(target.elts, value)
        return value

    def unpacked(self, targets: list[ast.expr], value: ast.expr) -> ast.expr:
        starred = any(isinstance(it, ast.Starred) for it in targets)
        if isinstance(value, ast.Tuple) and not starred and len(value.elts) == len(targets):
            value.elts = [self.wrapped(*pair) for pair in zip(targets, value.elts, strict=True)]
            return value
        names = [self.path(it.id) if isinstance(it, ast.Name) else None for it in targets]
        if starred or not any(names):
            return value
        listed = ast.Tuple([ast.Constant(name) for name in names], ast.Load())
        return self.hook("hook_unpack", value, value, listed)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        node.value = self.wrapped(node.targets[0], node.value)
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if len(node.targets) > 1:
            self.chained |= set(names)
        for name in names:
            self.path(name)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.wrapped(node.target, self.visit(node.value))
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        owner = loaded(node.target)
        if owner is not None:
            node.value = self.hook("hook_change", node.value, node.value, owner)
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        for part in ast.walk(node.target):
            if isinstance(part, ast.Name):
                self.path(part.id)
        return self.generic_visit(node)  # type: ignore[no-any-return]

    # Displays, texts

    def display(self, node: ast.expr) -> ast.AST:
        self.generic_visit(node)
        if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            return node
        return self.hook("hook_display", node, node)

    visit_Dict = visit_List = visit_ListComp = visit_DictComp = display  # noqa: N815

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        self.generic_visit(node)
        node.value = self.hook("hook_plain", node.value, node.value)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        if text and isinstance(node.op, ast.Mod):
            node.right = self.hook("hook_plain", node.right, node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        named = getattr(node.func, "attr", getattr(node.func, "id", ""))
        self.changes |= named in CHANGES or any(it.arg == "out" for it in node.keywords)
        if named == "format":
            node.args = [
                it if isinstance(it, ast.Starred) else self.hook("hook_plain", it, it)
                for it in node.args
            ]
            for keyword in node.keywords:
                keyword.value = self.hook("hook_plain", keyword.value, keyword.value)
        return node


def custom_ends(tree: ast.AST) -> set[int]:
    """The lines of prints that end otherwise than with a new line."""
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(it.arg == "end" for it in node.keywords)
    }


def output_of(text: str) -> str:
    """The name of a program's number at its end: ``loss``, else ``f``, whichever is assigned."""
    stored = {
        part.id
        for statement in ast.parse(text).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    return next(name for name in ("loss", "f") if name in stored)


def deciding_names(text: str) -> set[str]:
    """Names in tests, indices, ranges and whole-number arithmetic: known where they are whole."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        parts: list[ast.expr] = []
        if isinstance(node, ast.While | ast.If | ast.IfExp):
            parts.append(node.test)
        elif isinstance(node, ast.Subscript):
            parts.append(node.slice)
        elif isinstance(node, ast.Call):
            parts += [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.AugAssign):
            parts.append(node.target)
        elif isinstance(node, ast.For | ast.comprehension):
            parts.append(node.iter)
        elif isinstance(node, ast.BinOp | ast.Compare | ast.FormattedValue):
            whole = (ast.FloorDiv, ast.Mod, ast.BitAnd, ast.BitOr, ast.LShift, ast.RShift)
            if not isinstance(node, ast.BinOp) or isinstance(node.op, whole):
                parts.append(node)
        found |= {it.id for part in parts for it in ast.walk(part) if isinstance(it, ast.Name)}
    return found
