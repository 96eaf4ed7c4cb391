"""Paths of values, such as ``params['W1']`` and ``net.layers[0].w``, and how code spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENTRY = re.compile(r"\[(['\"]?)([^\[\]'\"]*)\1\]|\.")
_KEY = r"\[\s*(?:[-+]?\d+|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\([^\[\]]*\))\s*\]"
_PATH = re.compile(rf"[^\W\d]\w*(?:\.[^\W\d]\w*|{_KEY})*")


def is_path(text: str) -> bool:
    """Whether a text is a name, or a name with attributes and entries."""
    return text.isidentifier() or _PATH.fullmatch(text) is not None


def split(path: str) -> list[str]:
    """A path's name and the attributes and keys that follow: ``params['W1']`` → params, W1."""
    if path.isidentifier():
        return [path]
    words = _ENTRY.sub(lambda found: f"\0{found[2] or ''}", path).split("\0")
    return [word for word in words if word]


def last_word(path: str) -> str:
    """The last name in a path: W1 of ``params['W1']``, layers of ``net.layers[0]``."""
    words = split(path)
    return next((word for word in reversed(words) if not word.lstrip("-").isdecimal()), path)


def spelled(path: str) -> str:
    """A path as an identifier, as code and keywords need it: ``params['W1']`` → ``params_W1``."""
    if path.isidentifier():
        return path
    words = _ENTRY.sub(lambda found: f"_{found[2] or ''}", path)
    name = re.sub(r"\W+", "_", words).strip("_")
    return name if name.isidentifier() else f"_{name}"


def spellings(paths: Iterable[str]) -> dict[str, str]:
    """An identifier for each path, all different: of two that are spelled alike the later one gets
    a number, and a plain name keeps its own."""
    paths = list(dict.fromkeys(paths))
    found = {path: path for path in paths if path.isidentifier()}
    used = set(found)
    for path in paths:
        if path in found:
            continue
        base, count = spelled(path), 1
        name = base
        while name in used:
            count += 1
            name = f"{base}_{count}"
        used.add(name)
        found[path] = name
    return found
