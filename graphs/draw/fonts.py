"""The fonts of the page and of every exported drawing, made from packages of PyPI.

WOFF2 files for the page, plain TTF files for the PNG and PDF converters, which do not read variable
fonts, and small WOFF2 subsets embedded in drawings. In all of them figures are tabular and the "a"
is single-storey by default (Inter's features tnum and cv11), and there are no ligatures ("->" stays
two characters). They take two seconds to make and are cached for each user.
"""

import atexit
import base64
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from graphs.draw import typefaces

WEIGHTS = tuple(typefaces.STYLES)
INTER, MATH, MAIN = "Inter", "KaTeX_Math", "KaTeX_Main"
FAMILIES = (INTER, MATH, MAIN)
Face = tuple[str, int]  # family, weight
FACES: tuple[Face, ...] = (*((INTER, weight) for weight in WEIGHTS), (MATH, 400), (MAIN, 400))


# Inter as a page fetches it (weights 400 to 700): a file where it uses characters of its ranges.
INTER_PARTS = {"inter": typefaces.COMMON, "inter-rare": typefaces.RARE}

# The faces that KaTeX may set a formula in, by full name.
KATEX_FACES = (
    *("KaTeX_Main-Regular", "KaTeX_Main-Bold", "KaTeX_Main-Italic", "KaTeX_Main-BoldItalic"),
    *("KaTeX_Math-Italic", "KaTeX_Math-BoldItalic", "KaTeX_AMS-Regular"),
    *(f"KaTeX_Size{size}-Regular" for size in range(1, 5)),
    *("KaTeX_Caligraphic-Regular", "KaTeX_Caligraphic-Bold", "KaTeX_Script-Regular"),
    *("KaTeX_Fraktur-Regular", "KaTeX_Fraktur-Bold", "KaTeX_Typewriter-Regular"),
    *("KaTeX_SansSerif-Regular", "KaTeX_SansSerif-Bold", "KaTeX_SansSerif-Italic"),
)


def web_font(name: str) -> bytes:
    """The WOFF2 file of a name in INTER_PARTS or KATEX_FACES; KeyError: another name."""
    if name not in INTER_PARTS:
        return typefaces.katex(name, ".woff2")
    return _cached(
        f"{name}.woff2",
        lambda: typefaces.woff2(typefaces.part_of_inter(_inter(), INTER_PARTS[name])),
    )


def inter_ranges() -> dict[str, str]:
    """The characters in each part of Inter, as CSS's unicode-range has them."""
    return {
        name: ", ".join(f"U+{first:04X}-{last:04X}" for first, last in ranges)
        for name, ranges in INTER_PARTS.items()
    }


@lru_cache(maxsize=1)
def static_fonts() -> Path:
    """A directory with one TTF file for each face, for writers that read fonts from disk."""
    for face in FACES:
        _static(face)
    return _cache_directory() / "static"


def static_files() -> list[str]:
    """The paths of the static TTF files, in a fixed order."""
    return [str(static_fonts() / _file_name(face)) for face in FACES]


def own_family(family: str) -> str:
    """The family name in the static files: not that of an Inter installed on the system."""
    return f"Backflow {family}"


def face_of(family: str, weight: int) -> Face:
    """The available face of a family that is nearest to a weight."""
    return (
        family,
        min(WEIGHTS, key=lambda candidate: abs(candidate - weight)) if family == INTER else 400,
    )


@lru_cache
def characters_of(face: Face) -> frozenset[str]:
    """The characters that a face can draw."""
    return typefaces.characters(_static(face))


def subset_css(used: Mapping[Face, Iterable[str]]) -> str:
    """The @font-face rules of the faces used, each with its own characters only, as data URIs."""
    rules = []
    for face, characters in sorted(used.items()):
        own = characters_of(face).intersection(characters)
        if own:
            family, weight = face
            rules.append(
                f'@font-face{{font-family:"{family}";'
                f"font-style:{'italic' if family == MATH else 'normal'};font-weight:{weight};"
                f'src:url(data:font/woff2;base64,{_subset_base64(face, own)}) format("woff2")}}'
            )
    return "".join(rules)


@lru_cache(maxsize=256)
def _subset_base64(face: Face, characters: frozenset[str]) -> str:
    font = typefaces.woff2(typefaces.subset_font(_static(face), characters))
    return base64.b64encode(font).decode("ascii")


def _file_name(face: Face) -> str:
    return f"{face[0]}-{face[1]}.ttf"


@lru_cache
def _static(face: Face) -> bytes:
    family, weight = face

    def build() -> bytes:
        if family == INTER:
            data = typefaces.static_instance(_inter(), weight)
        else:
            data = typefaces.katex_math() if family == MATH else typefaces.katex_main()
        return typefaces.rename_family(data, own_family(family))

    return _cached(f"static/{_file_name(face)}", build)


@lru_cache(maxsize=1)
def _inter() -> bytes:
    return _cached("inter.ttf", typefaces.inter)


def _cached(name: str, build: Callable[[], bytes]) -> bytes:
    """The file of that name in the cache; built and stored if it is missing."""
    path = _cache_directory() / name
    if path.exists():
        return path.read_bytes()
    data = build()
    path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=_cache_directory(), delete=False) as file:
        file.write(data)
    try:
        os.replace(file.name, path)  # atomic, also with several writers
    except PermissionError:  # Windows: another process made it meanwhile and is reading it
        os.unlink(file.name)
    return data


@lru_cache(maxsize=1)
def _cache_directory() -> Path:
    """The user's own cache, or one for this process where the home cannot be written to."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    recipe = hashlib.sha256()  # the fonts are rebuilt when their sources or these two files change
    for source in (__file__, typefaces.__file__):
        recipe.update(Path(source).read_bytes())
    for package in typefaces.PACKAGES:
        recipe.update(metadata.version(package).encode())
    directory = base / "backflow" / f"fonts-{recipe.hexdigest()[:16]}"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=directory).close()
    except OSError:
        directory = Path(tempfile.mkdtemp(prefix="backflow-fonts-"))
        atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory
