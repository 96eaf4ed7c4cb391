"""Font files from installed packages: plain functions from bytes to bytes.

Inter comes as one variable font of 2,800 glyphs, KaTeX's faces as files with hashed names. fonts.py
says what is made of them and caches it.
"""

from collections.abc import Iterable, Iterator
from importlib import metadata
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PACKAGES = ("fontpkg-inter", "jupyterlab-katex", "fonttools")
STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}

# The characters kept of Inter: other scripts use fonts of the reader's system.
Range = tuple[int, int]  # first and last code point
COMMON: tuple[Range, ...] = (  # all that a page in English and its mathematics use
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x2026),  # dashes, quotes, ellipsis
    (0x2070, 0x209C),  # superscripts, subscripts
    (0x2190, 0x2193),  # arrows
    (0x2200, 0x2265),  # mathematical operators
)
RARE: tuple[Range, ...] = (
    (0x0100, 0x017F),  # Latin Extended-A
    (0x0370, 0x0390),  # Greek
    (0x03CA, 0x03FF),
    (0x0400, 0x045F),  # Cyrillic
    (0x2027, 0x205E),  # punctuation
    (0x20AC, 0x20AC),  # euro
    (0x2100, 0x218F),  # letter-like signs
    (0x2194, 0x21FF),  # arrows
    (0x2266, 0x22FF),  # mathematical operators
)
RANGES = COMMON + RARE


def whole_inter() -> bytes:
    """Inter as its package has it."""
    return next(_files("fontpkg-inter", "Inter["))


def inter() -> bytes:
    """Inter's variable font, cut to RANGES and to its text size; only the weight still varies."""
    font = TTFont(BytesIO(whole_inter()), lazy=True, recalcTimestamp=False)
    _bake(font, ("tnum", "cv11"))
    _subset(font, _codes(RANGES), ("kern", "ccmp"))
    _fix_kerning(font)
    font = TTFont(BytesIO(_bytes(font)), recalcTimestamp=False)
    axes = {"opsz": 14, "wght": (min(STYLES), max(STYLES))}
    return _bytes(instancer.instantiateVariableFont(font, axes, inplace=True, optimize=False))


def part_of_inter(variable: bytes, ranges: Iterable[Range]) -> bytes:
    """The font from inter() with those characters only."""
    font = TTFont(BytesIO(variable), recalcTimestamp=False)
    _subset(font, _codes(ranges), ("kern", "ccmp"))
    return _bytes(font)


def _codes(ranges: Iterable[Range]) -> Iterator[int]:
    return (code for first, last in ranges for code in range(first, last + 1))


def static_instance(variable: bytes, weight: int) -> bytes:
    """The font from inter() at one fixed weight of STYLES."""
    font = TTFont(BytesIO(variable), recalcTimestamp=False)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, optimize=False)
    style = STYLES[weight]
    full = f"Inter-{style}"
    for name_id, text in {2: style, 3: full, 4: f"Inter {style}", 6: full}.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    return _bytes(font)


def _bake(font: TTFont, features: tuple[str, ...]) -> None:
    """Apply features of single substitutions permanently, for converters that ignore features."""
    table = font["GSUB"].table
    replaced: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag in features:
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    replaced |= getattr(part, "ExtSubTable", part).mapping
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap = {code: replaced.get(glyph, glyph) for code, glyph in cmap.cmap.items()}


def _subset(font: TTFont, codes: Iterable[int], features: tuple[str, ...]) -> None:
    options = subset.Options()
    options.layout_features = list(features)
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["STAT", "MVAR", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def _fix_kerning(font: TTFont) -> None:
    """Use the regular weight's kerning for all: the difference is invisible, and varying it takes
    seconds to process."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            pairs = getattr(part, "ExtSubTable", part)
            if pairs.LookupType == 2:
                pairs.ValueFormat1 &= 0x000F  # the upper bits announce variations
                pairs.ValueFormat2 &= 0x000F
    del font["GDEF"].table.VarStore
    font["GDEF"].table.Version = 0x00010002


def katex_math() -> bytes:
    """KaTeX's mathematical italic."""
    return katex("KaTeX_Math-Italic")


def katex_main() -> bytes:
    """KaTeX's upright face with what only its italic has, such as the small Greek letters.

    Without them resvg, seeing one text of two faces ("α" and its index), would look for one font
    that has every character of both and set the index in that.
    """
    main = TTFont(BytesIO(katex("KaTeX_Main-Regular")), recalcTimestamp=False)
    math = TTFont(BytesIO(katex_math()))
    known = main.getBestCmap()
    for code, glyph in math.getBestCmap().items():
        if code not in known:
            name = f"math.{glyph}"
            main["glyf"][name] = math["glyf"][glyph]
            main["hmtx"][name] = math["hmtx"][glyph]
            for cmap in main["cmap"].tables:
                if cmap.isUnicode():
                    cmap.cmap[code] = name
    return _bytes(main)


def katex(full_name: str, suffix: str = ".ttf") -> bytes:
    """A face of KaTeX as its package has it; KeyError: it has none of that name."""
    for data in _files("jupyterlab-katex", suffix=suffix):
        if TTFont(BytesIO(data), lazy=True)["name"].getDebugName(4) == full_name:
            return data
    raise KeyError(full_name)


def _files(package: str, beginning: str = "", suffix: str = ".ttf") -> Iterator[bytes]:
    """The font files of a kind that an installed package holds."""
    for file in metadata.files(package) or []:
        if file.suffix == suffix and file.name.startswith(beginning):
            yield Path(str(file.locate())).read_bytes()


def characters(data: bytes) -> frozenset[str]:
    """The characters that a font can draw."""
    return frozenset(map(chr, TTFont(BytesIO(data), lazy=True).getBestCmap()))


def subset_font(data: bytes, chars: Iterable[str]) -> bytes:
    """The font with those characters only."""
    font = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    _subset(font, map(ord, chars), ("kern",))
    return _bytes(font)


def rename_family(data: bytes, family: str) -> bytes:
    """The font under another family name."""
    font = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False)
    font["name"].setName(family, 1, 3, 1, 0x409)
    return _bytes(font)


def _bytes(font: TTFont) -> bytes:
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def woff2(data: bytes) -> bytes:
    """The same font, compressed for the web."""
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    return _bytes(font)
