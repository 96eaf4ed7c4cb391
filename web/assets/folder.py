"""Where the page's files lie: ``static/build``, each under a name with its hash, and compressed.

``make`` fills the folder (``python -m web.assets``); a server that finds something missing makes
it, elsewhere if it may not write there. Files of before stay until the next bundle: a page that is
open may ask for them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli

from web.assets.faces import font_files, font_rules
from web.assets.style_sheet import style_sheet

BUILD = Path(__file__).parents[2] / "static/build"
BUNDLE = "bundle.json"  # written by scripts/bundle.mjs: each entry's file, then those it imports
SHEET = "style.css"
COMPRESSED = (".css", ".js")  # WOFF2 is compressed as it is
PREFIX = "/static/"


@dataclass(frozen=True)
class Assets:
    """The folder, the names of the files that Python made, and the scripts of each entry."""

    folder: Path
    names: Mapping[str, str]
    scripts: Mapping[str, list[str]]

    def address(self, name: str) -> str:
        """Where a page finds a style sheet or font. KeyError: there is none of that name."""
        return PREFIX + self.names[name]

    def script(self, entry: str) -> list[str]:
        """The addresses of an entry and of what it imports; none without a bundle."""
        return [PREFIX + name for name in self.scripts.get(entry, ())]


@cache
def published() -> Assets:
    """The files as they are now, written where they are missing."""
    folder = BUILD if _is_writable(BUILD) else Path(tempfile.mkdtemp(prefix="backflow-static-"))
    scripts = _scripts()
    names = _write(folder, font_files())
    sheet = style_sheet(font_rules(names.__getitem__))
    names |= _write(folder, {SHEET: sheet.encode()})
    _compress(folder, (*names.values(), *(path.name for path in folder.glob("*.js"))))
    return Assets(folder, names, scripts if folder == BUILD else {})


def _scripts() -> dict[str, list[str]]:
    path = BUILD / BUNDLE
    found: dict[str, list[str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _write(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """Writes files under names with their hash; those names, by the plain ones."""
    names = {}
    for name, data in files.items():
        path = Path(name)
        names[name] = f"{path.stem}-{hashlib.sha256(data).hexdigest()[:10]}{path.suffix}"
        _put(folder / names[name], data)
    return names


def _compress(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        if path.suffix not in COMPRESSED or path.with_name(f"{name}.br").exists():
            continue
        data = path.read_bytes()
        _put(folder / f"{name}.gz", gzip.compress(data, mtime=0))
        _put(folder / f"{name}.br", brotli.compress(data))


def _put(path: Path, data: bytes) -> None:
    """Writes a file in one piece, if it is not there; others may write or read it meanwhile."""
    if path.exists():
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
