"""What PyTorch and JAX have, as ``framework_names.txt`` keeps it for machines that lack them.

``python -m tests.support.framework_names`` writes the file anew from the versions that
requirements-peers.txt names; ``make test-peers`` holds the file to them. Below each module or
class stand its public names; of a function that NumPy has by that name, which is how a gate
without a spelling of its own is written, in brackets the keywords that it takes, if not any.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Mapping
from functools import cache, reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_suffix(".txt")
HEAD = "# PyTorch 2.13.0 and JAX 0.10.2: made by framework_names.py.\n"
PLACES = (
    "torch",
    "torch.Tensor",
    "torch.linalg",
    "torch.nn",
    "torch.nn.functional",
    "torch.special",
    "jax",
    "jax.Array",
    "jax.config",
    "jax.lax",
    "jax.nn",
    "jax.numpy",
    "jax.numpy.linalg",
    "jax.scipy",
    "jax.scipy.special",
)
NUMPYS = ("torch", "torch.linalg", "jax.numpy", "jax.numpy.linalg")  # with NumPy's own names
# PyTorch reads NumPy's keywords too.
ALSO = {"dim": "axis", "keepdim": "keepdims"}

Names = Mapping[str, Mapping[str, frozenset[str]]]  # place → name → keywords


def installed() -> Names:
    """The public names of each place, from the libraries that are installed here."""
    for module in ("torch.nn.functional", "jax.numpy", "jax.scipy.special"):
        import_module(module)
    found = {}
    for place in PLACES:
        library, *rest = place.split(".")
        there: Any = reduce(getattr, rest, import_module(library))
        names = (name for name in dir(there) if name[0].islower() or name == "T")
        numpys: Any = None
        if place in NUMPYS:
            numpys = np.linalg if place.endswith("linalg") else np
        found[place] = {
            name: _keywords(library, name, getattr(there, name))
            if hasattr(numpys, name) and callable(getattr(there, name))
            else frozenset()
            for name in names
        }
    return found


def _keywords(library: str, name: str, function: Any) -> frozenset[str]:
    """A function's keywords: from its signature, or where it is C from its stub or its docs."""
    try:
        parameters = inspect.signature(function).parameters.values()
        if any(one.kind is one.VAR_KEYWORD for one in parameters):
            return frozenset()  # any
        words = {one.name for one in parameters}
    except (TypeError, ValueError):
        said = re.match(r"\s*[\w.]+\(([^)]*)\)", function.__doc__ or "")
        words = set(re.findall(r"(?:^|, )\**(\w+)", said[1])) if said else set()
        words |= _stubs().get(name, set()) if library == "torch" else set()
    if library == "torch":
        words |= {other for word, other in ALSO.items() if word in words}
    return frozenset(words - {"args", "out"})


@cache
def _stubs() -> Mapping[str, set[str]]:
    """The keywords of PyTorch's functions in C, over all their overloads."""
    folder = Path(import_module("torch").__path__[0])
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse((folder / "_C" / "_VariableFunctions.pyi").read_text())):
        if isinstance(node, ast.FunctionDef):
            words = (one.arg for one in (*node.args.args, *node.args.kwonlyargs))
            found.setdefault(node.name, set()).update(words)
    return found


def kept() -> Names:
    """The same from the file."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    inside: dict[str, frozenset[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            for name, words in re.findall(r"(\w+)(?:\(([\w,]*)\))?", line):
                inside[name] = frozenset(filter(None, words.split(",")))
        elif line.endswith(":"):
            inside = found[line[:-1]] = {}
    return found


def written(names: Names) -> str:
    """The file's text."""
    blocks = [HEAD]
    for place, inside in names.items():
        words = [
            f"{name}({','.join(sorted(keywords))})" if keywords else name
            for name, keywords in sorted(inside.items())
        ]
        lines = textwrap.wrap(" ".join(words), 99, break_long_words=False, break_on_hyphens=False)
        blocks.append("\n".join([f"{place}:", *(f" {line}" for line in lines), ""]))
    return "\n".join(blocks)


if __name__ == "__main__":
    FILE.write_text(written(installed()), encoding="utf-8")
