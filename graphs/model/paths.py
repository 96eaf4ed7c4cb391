"""Paths of values, such as ``params['W1']`` and ``net.layers[0].w``, and how code spells them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_ENTRY = re.compile(r"\[(['\"]?)([^\[\]'\"]*)\1\]|\.")
_TOKEN = re.compile(r"\[[^\[\]]*\]|\.?[^\W\d]\w*")
_KEY = r"\[\s*(?:[-+]?\d+|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\([^\[\]]*\))\s*\]"
_PATH = re.compile(rf"[^\W\d]\w*(?:\.[^\W\d]\w*|{_KEY})*")


def is_path(text: str) -> bool:
    """Whether a text is a name, or a name with attributes and entries."""
    return text.isidentifier() or _PATH.fullmatch(text) is not None


class Parts(NamedTuple):
    """A path taken apart: ``net.layers[0]`` is layers of the owner net at the place 0."""

    owner: str
    word: str
    places: tuple[str, ...] = ()


def parts(path: str) -> Parts:
    """The last name in a path, what it belongs to, and the numbers that follow it."""
    if path.isidentifier() or not is_path(path):
        return Parts("", path)
    places: list[str] = []
    for token in reversed(list(_TOKEN.finditer(path))):
        word = token[0].strip("[].").strip("'\"")
        if not re.fullmatch(r"\[-?\d+\]", token[0]):
            return Parts(path[: token.start()], word, tuple(reversed(places)))
        places.append(word)
    return Parts("", path)


def last_word(path: str) -> str:
    """The last name in a path: W1 of ``params['W1']``, layers of ``net.layers[0]``."""
    return parts(path).word


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
