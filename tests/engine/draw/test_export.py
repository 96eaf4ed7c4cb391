"""The drawing that leaves the page: SVG, PNG and PDF, and the fonts they carry."""

import base64
import hashlib
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from fontTools.ttLib import TTFont

import graphs
from graphs.draw import export, fonts, typefaces
from graphs.draw.look import DARK, Look

SVG = "{http://www.w3.org/2000/svg}"
VALUE = (0x00, 0x70, 0x5F)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -5 200 80" aria-label="A &gt; B">'
SMALL = (
    f'{HEAD}<g font-family="Inter, sans-serif"><text x="5" y="30" font-size="30" font-weight="700"'
    ' fill="#00705F">−0.37</text><text x="5" y="60" font-size="14" font-weight="500">local</text>'
    '</g><text x="110" y="30" font-size="26" font-family="KaTeX_Math, serif" font-style="italic">'
    'θ<tspan dy="4.5" font-size="18" font-family="KaTeX_Main, serif" font-style="normal">12</tspan>'
    "</text></svg>"
)


def text(content: str, attributes: str = "") -> str:
    """A drawing of one line of text."""
    return f'{HEAD}<text x="5" y="30" font-size="30" {attributes}>{content}</text></svg>'


def pixels(png: bytes, alpha: bool = False) -> np.ndarray:
    """Decode a PNG of eight bits a channel to (height, width, 3), or 4 with its alpha, as its
    specification says."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", png[16:29])
    assert (depth, interlaced) == (8, 0)
    size = {2: 3, 6: 4}[colour]
    packed, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    raw, step = zlib.decompress(packed), width * size
    above, lines = bytes(size + step), []
    for start in range(0, len(raw), step + 1):
        line = bytearray(size) + raw[start + 1 : start + 1 + step]
        kind = raw[start]
        for x in range(size, len(line) if kind else 0):
            left, up, corner = line[x - size], above[x], above[x - size]
            near = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            paeth = (left, up, corner)[near.index(min(near))]
            line[x] = (line[x] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        lines.append(line[size:])
        above = bytes(line)
    return np.frombuffer(b"".join(lines), np.uint8).reshape(height, width, size)[..., : 3 + alpha]


def has(image: np.ndarray, colour: tuple[int, int, int]) -> bool:
    """Whether some pixel has that colour."""
    return bool((image == colour).all(axis=2).any())


def inked(svg: str) -> tuple[int, int]:
    """The first and the last column that is not white, in CSS pixels doubled."""
    columns = np.flatnonzero((pixels(export.png(svg)) < 128).any(axis=(0, 2)))
    return int(columns[0]), int(columns[-1])


def streams(pdf: bytes) -> bytes:
    """A PDF with its compressed streams laid open behind it."""
    opened = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            opened.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(opened)


def test_png_has_the_drawings_size_and_colours() -> None:
    image = pixels(export.png(SMALL))
    assert image.shape == (160, 400, 3)
    assert tuple(image[0, 0]) == (255, 255, 255)
    assert has(image, VALUE)
    assert pixels(export.png(SMALL, Look(scale=1))).shape == (80, 200, 3)


def test_png_is_capped() -> None:
    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90000 20"></svg>'
    width, height = struct.unpack(">II", export.png(wide, Look(scale=4))[16:24])
    assert (width, height) == (export.PNG_SIDE, 2)
    large = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9000 9000"></svg>'
    width, height = struct.unpack(">II", export.png(large)[16:24])
    assert width * height <= export.PNG_PIXELS * 1.01


def test_png_draws_text_in_our_own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = export.png(SMALL)
    monkeypatch.setattr(fonts, "static_files", list)
    assert not has(pixels(export.png(SMALL)), VALUE)
    assert export.png(SMALL) != drawn


def test_png_draws_every_weight_differently() -> None:
    drawn = {export.png(text("0.37", f'font-weight="{weight}"')) for weight in fonts.WEIGHTS}
    assert len(drawn) == len(fonts.WEIGHTS)
    assert export.png(text("a", 'font-weight="bold"')) == export.png(text("a", 'font-weight="700"'))


def test_text_is_anchored() -> None:
    start, middle, end = (
        inked(text("0.37", f'transform="translate(85)" text-anchor="{anchor}"'))
        for anchor in ("start", "middle", "end")
    )
    assert start[0] - end[0] == pytest.approx(2 * (start[0] - middle[0]), abs=2)
    assert start[0] - end[0] == pytest.approx(start[1] - start[0], abs=12)  # the side bearings


def test_the_index_of_a_greek_letter_keeps_its_font() -> None:
    index = '<tspan font-family="KaTeX_Main" font-style="normal">1</tspan>'
    math = 'font-family="KaTeX_Math" font-style="italic" text-anchor="end" x="150"'
    alone = text("1", 'font-family="KaTeX_Main" text-anchor="end" x="150"').replace('x="5" ', "")
    both = text(f"α{index}", math).replace('x="5" ', "")
    right = slice(302, None)  # the index stands left of x = 160 CSS pixels in both
    one = pixels(export.png(alone))[:, right]
    two = pixels(export.png(both))[:, right]
    assert (one < 128).any()
    assert np.array_equal(one, two)


def test_png_and_pdf_are_the_same_each_time() -> None:
    assert export.png(SMALL) == export.png(SMALL)
    assert export.pdf(SMALL) == export.pdf(SMALL)


def test_pdf_is_one_page_of_the_drawings_size_with_its_fonts() -> None:
    pdf = export.pdf(SMALL)
    assert pdf.startswith(b"%PDF-")
    inside = streams(pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", inside)) == 1
    box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", inside)
    assert box is not None
    assert [float(number) for number in box[1].split()] == [0, 0, 150, 60]
    names = {name.decode() for name in re.findall(rb"/FontName\s*/[A-Z]{6}\+([\w-]+)", inside)}
    assert names == {"Inter-Bold", "Inter-Medium", "KaTeX_Math-Italic", "KaTeX_Main-Regular"}
    assert len(re.findall(rb"/FontFile[23]", inside)) == 4
    assert b"/Subtype/Image" not in inside.replace(b" ", b"")  # vectors throughout


def test_pdf_of_a_very_wide_drawing_keeps_to_what_readers_open() -> None:
    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90000 20"></svg>'
    box = re.search(rb"/MediaBox\s*\[([^\]]*)\]", streams(export.pdf(wide)))
    assert box is not None
    assert max(float(number) for number in box[1].split()) == pytest.approx(export.PDF_SIDE)


def test_standalone_needs_nothing_from_outside() -> None:
    svg = export.standalone(SMALL)
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == ("200", "80")
    assert root.get("aria-label") == "A > B"
    defs, paper = root[0], root[1]
    assert [child.tag for child in defs] == [f"{SVG}style"]
    assert (paper.get("x"), paper.get("y"), paper.get("fill")) == ("-10", "-5", "#fff")
    addresses = re.findall(r"url\(([^)]*)\)", svg)
    assert len(addresses) == 4
    assert all(address.startswith("data:font/woff2;base64,") for address in addresses)
    assert "href" not in svg


def test_standalone_replaces_a_size_that_was_there() -> None:
    sized = SMALL.replace("<svg ", '<svg width="7" height="9" ', 1)
    assert export.standalone(sized) == export.standalone(SMALL)
    assert export.png(sized) == export.png(SMALL)


def test_standalone_fonts_hold_the_drawings_characters_and_no_more() -> None:
    faces = {}
    rule = r'font-family:"(\w+)";font-style:(\w+);font-weight:(\d+);src:url\([^,]*,([^)]*)\)'
    for family, style, weight, data in re.findall(rule, export.standalone(SMALL)):
        font = TTFont(BytesIO(base64.b64decode(data)))
        assert font.flavor == "woff2"
        faces[family, style, weight] = "".join(sorted(map(chr, font.getBestCmap())))
    assert faces == {
        ("Inter", "normal", "700"): ".037−",
        ("Inter", "normal", "500"): "aclo",
        ("KaTeX_Math", "italic", "400"): "θ",
        ("KaTeX_Main", "normal", "400"): "12",
    }


def test_style_hash_is_that_of_the_style_element() -> None:
    svg = export.standalone(SMALL)
    style = ElementTree.fromstring(svg).find(f"{SVG}defs/{SVG}style")
    assert style is not None
    assert style.text
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert export.style_hash(svg) == f"'sha256-{digest}'"


@pytest.mark.parametrize(
    "name", ["学习率", "θ̂", "σ", "🙂", "שלום", "ﷺ", "x" * 500, "&lt;a&gt;&amp;"]
)
def test_any_name_can_be_drawn(name: str) -> None:
    svg = text(name, 'font-family="Inter" font-weight="500"')
    assert pixels(export.png(svg)).shape == (160, 400, 3)
    assert export.pdf(svg).startswith(b"%PDF-")
    ElementTree.fromstring(export.standalone(svg))


@pytest.mark.parametrize(
    "content",
    [
        '<image href="/etc/passwd"/>',
        '<image xmlns:l="http://www.w3.org/1999/xlink" l:href="https://example.org/a.png"/>',
        '<use href="#a"/>',
        "<style>@import url(https://example.org)</style>",
        "<foreignObject/>",
        "<script/>",
    ],
)
def test_nothing_but_shapes_and_text_is_exported(content: str) -> None:
    svg = f"{HEAD}<g>{content}</g></svg>"
    for write in (export.standalone, export.png, export.pdf):
        with pytest.raises(ValueError, match="shapes and text only"):
            write(svg)


def test_typed_text_is_never_markup_of_the_page() -> None:
    typed = '#panic() $x$ \\ ] " */ #read(&quot;/etc/passwd&quot;)'
    svg = text(typed).replace("A &gt; B", typed.replace('"', "&quot;"))
    assert b"root:" not in streams(export.pdf(svg))


def test_a_traced_program_is_exported() -> None:
    trace = graphs.trace("f = (x + y) * learning_rate", {"x": -2, "y": 5, "learning_rate": -4})
    svg = trace.svg()
    root = ElementTree.fromstring(export.standalone(svg))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    png = export.png(svg)
    assert struct.unpack(">II", png[16:24]) == (round(2 * width), round(2 * height))
    assert has(pixels(export.png(svg, Look(scale=1))), VALUE)
    assert export.pdf(svg).startswith(b"%PDF-")


def test_web_fonts() -> None:
    for name, axes in {
        "inter": ["wght"],
        "KaTeX_Math-Italic": [],
        "KaTeX_Size1-Regular": [],
    }.items():
        font = TTFont(BytesIO(fonts.web_font(name)))
        assert font.flavor == "woff2"
        assert [axis.axisTag for axis in font["fvar"].axes] == axes if axes else "fvar" not in font
    with pytest.raises(KeyError):
        fonts.web_font("../secret")
    common, rare = (
        set(map(chr, TTFont(BytesIO(fonts.web_font(name))).getBestCmap()))
        for name in fonts.INTER_PARTS
    )
    assert common.issuperset("AzéΩα0−×÷≤∞∂²₀…→")
    assert rare.issuperset("őЖ€")
    assert not common & rare - {" "}


def test_inters_figures_are_tabular_and_kerned() -> None:
    whole = TTFont(BytesIO(typefaces.whole_inter()))["glyf"]
    regular = TTFont(fonts.static_files()[0])
    small_a = regular["glyf"][regular.getBestCmap()[ord("a")]]
    assert small_a.coordinates == whole["a.1"].coordinates
    for path in fonts.static_files()[: len(fonts.WEIGHTS)]:
        font = TTFont(path)
        cmap = font.getBestCmap()
        assert len({font["hmtx"][cmap[ord(figure)]][0] for figure in "0123456789"}) == 1
        assert "GPOS" in font
        assert "fvar" not in font
    assert inked(text("AV"))[1] < inked(text("AH"))[1]


def test_fonts_are_kept_in_the_users_cache_and_made_again_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def make() -> bytes:
        made.append("once")
        return b"font"

    monkeypatch.setattr(fonts, "_cache_directory", lambda: tmp_path)
    assert fonts._cached("static/a.ttf", make) == b"font"
    assert fonts._cached("static/a.ttf", make) == b"font"
    assert made == ["once"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.ttf"]


def test_a_home_that_cannot_be_written_to_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no directory")
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(blocked))
    fonts._cache_directory.cache_clear()
    try:
        directory = fonts._cache_directory()
        assert directory.is_dir()
        assert blocked not in directory.parents
    finally:
        fonts._cache_directory.cache_clear()


def test_main_has_every_letter_of_math() -> None:
    main = typefaces.characters(typefaces.katex_main())
    assert main.issuperset(typefaces.characters(typefaces.katex_math()))


TOKENS = Path(__file__).parents[3] / "static/css/base/tokens.css"


def test_the_dark_palette_is_the_pages() -> None:
    light_dark = re.compile(r"--[\w-]+: light-dark\((#\w+), (#\w+)\)")
    pairs = light_dark.findall(TOKENS.read_text("utf-8"))
    assert len(DARK) > 15
    assert set(DARK.items()) <= set(pairs)


def test_a_dark_drawing_has_no_light_colour_and_says_the_same() -> None:
    svg = graphs.trace("p = W @ x\nf = sum(p * p)", {"W": [[1, -2], [3, 4]], "x": [1, 2]}).svg(4)
    dark = export.standalone(svg, Look("dark"))
    colours = re.compile(r'(?:fill|stroke)="(#\w+)"')
    assert set(colours.findall(export.standalone(svg))) <= set(DARK)
    assert set(colours.findall(dark)) <= set(DARK.values())
    plain, other = (ElementTree.fromstring(one) for one in (export.standalone(svg), dark))
    assert "".join(other.itertext()) == "".join(plain.itertext())


def test_a_transparent_drawing_has_its_marks_and_no_ground() -> None:
    for scale in (1, 4):
        png = export.png(SMALL, Look(transparent=True, scale=scale))
        alpha = pixels(png, alpha=True)[..., 3]
        assert alpha.shape == (80 * scale, 200 * scale)
        assert alpha[0, 0] == 0
        assert alpha.max() == 255
    assert pixels(export.png(SMALL, Look("dark")))[0, 0].tolist() == [0x0F, 0x14, 0x1B]
    assert "<rect" in export.standalone(SMALL)
    assert "<rect" not in export.standalone(SMALL, Look(transparent=True))
