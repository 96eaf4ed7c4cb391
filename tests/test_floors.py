"""The floors of the house: a room imports only from rooms below its own, and no two in a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).parents[1]

# From the ground up. A room is a package, or a module that is a room by itself.
FLOORS = {
    "graphs": (
        *("errors", "limits", "gates", "format", "model", "language", "draw", "autodiff"),
        *("explain", "compiled", "rewrite", "evaluation", "groups", "code", "payload", "views"),
        *("misconceptions", "check", "updates", "trace", "training", "cli"),
    ),
    "web": ("assets", "http", "gallery", "work", "training", "routes"),
}
# A package's face hands on names of any of its rooms: ``from graphs import trace``.
FACES = {"graphs": ("graphs.__init__", "graphs.__main__"), "web": ("web.__init__",)}
# What is said of an import inside a function: it is heavy, or a platform lacks it.
REASON = re.compile(r"#.*(for weight|has none of it)")
BY_NAME = re.compile(r"(graphs|web)(\.\w+)+(?=:\w+$)")  # "module:function", which is imported later


def files(house: str) -> list[Path]:
    return sorted((ROOT / house).rglob("*.py"))


def module(path: Path) -> str:
    """The dotted name of a file; a package is its ``__init__``."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


MODULES = {module(path): path for house in FLOORS for path in files(house)}


def imported(name: str, part: str = "") -> str:
    """The file that ``from name import part`` reads."""
    for candidate in (f"{name}.{part}", f"{name}.{part}.__init__", name, f"{name}.__init__"):
        if candidate in MODULES:
            return candidate
    raise AssertionError(f"no file for {name} {part}")


def arrows(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """The files of the houses that a file imports, wherever the import is: at the top, inside a
    function, under TYPE_CHECKING, or as the text "module:function"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if (node.module or "").partition(".")[0] in FLOORS:
                yield from ((imported(node.module or "", it.name), node) for it in node.names)
        elif isinstance(node, ast.Import):
            names = (it.name for it in node.names if it.name.partition(".")[0] in FLOORS)
            yield from ((imported(name), node) for name in names)
        elif isinstance(node, ast.Constant) and (found := BY_NAME.match(str(node.value))):
            yield imported(found[0]), node


def room(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("house", FLOORS)
def test_every_file_is_in_a_room(house: str) -> None:
    rooms = {room(module(path)) for path in files(house)}
    assert rooms - {name.split(".")[1] for name in FACES[house]} == set(FLOORS[house])


@pytest.mark.parametrize("house", FLOORS)
def test_imports_go_down(house: str) -> None:
    floor = {name: level for level, name in enumerate(FLOORS[house])}
    upward = []
    for path in files(house):
        name = module(path)
        if name in FACES[house]:
            continue
        for target, _ in arrows(path):
            if not target.startswith(f"{house}."):
                assert (house, target.partition(".")[0]) == ("web", "graphs"), (name, target)
            elif target in FACES[house]:
                assert room(name) == "cli", f"{name}: the face is for those outside and above"
            elif floor[room(target)] > floor[room(name)]:
                upward.append(f"{name} -> {target}")
    assert upward == []


@pytest.mark.parametrize("house", FLOORS)
def test_no_files_stand_in_a_circle(house: str) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for path in files(house):
        name = module(path)
        if name not in FACES[house]:
            graph.add_edges_from((name, target) for target, _ in arrows(path) if target != name)
    graph.remove_nodes_from([name for name in FACES[house] if name in graph])
    circles = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    assert circles == []


@pytest.mark.parametrize("house", FLOORS)
def test_an_import_inside_a_function_says_why(house: str) -> None:
    silent = []
    for path in files(house):
        text = path.read_text(encoding="utf-8")
        if "Imports inside methods are for weight" in text:
            assert module(path) == "graphs.trace"  # the facade, of which each view is one method
            continue
        lines = text.split("\n")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                silent += [
                    f"{module(path)}:{it.lineno}"
                    for it in ast.walk(node)
                    if isinstance(it, ast.Import | ast.ImportFrom)
                    and not REASON.search(lines[it.lineno - 1])
                ]
    assert silent == []


def test_the_engine_knows_no_web() -> None:
    for path in files("graphs"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (flask|werkzeug|web)\b", text, re.M), path
