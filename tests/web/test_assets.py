"""The page's files: the style sheet and its layers, the fonts, and how all of them are served."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont
from werkzeug.test import TestResponse

from web.assets import folder
from web.assets import style_sheet as sheet
from web.assets.faces import faces
from web.assets.folder import published

IMPORTANT_IS_ALLOWED_IN = ("@media print", "@media (forced-colors: active)")
PAGES = ("/", "/embed")
SHEET = sheet.style_sheet("")


def get(client: FlaskClient, path: str, coding: str = "") -> TestResponse:
    """A whole answer; a file that it was read from is closed."""
    with client.get(path, headers={"Accept-Encoding": coding}) as response:
        assert response.data is not None
        return response


def addresses(client: FlaskClient, page: str = "/") -> list[str]:
    """The addresses of the files that a page names."""
    head = get(client, page).text.partition("</head>")[0]
    return re.findall(r'(?:href|src)="(/[^"]+)"', head)


def important(text: str) -> list[str]:
    """The declarations marked ``!important``, each with the rules it is in, outermost first."""
    found, around, start = [], [], 0
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for mark in re.finditer(r"[{};]", text):
        part = text[start : mark.start()].strip()
        start = mark.end()
        if mark[0] == "{":
            around.append(part)
            continue
        if "!important" in part:
            found.append(" | ".join((*around, part)))
        if mark[0] == "}":
            around.pop()
    return found


def test_every_file_is_in_the_order_once() -> None:
    files = sorted(
        path.relative_to(sheet.FOLDER).with_suffix("").as_posix()
        for path in sheet.FOLDER.rglob("*.css")
    )
    assert files == sorted((*sheet.FILES, sheet.UNLAYERED))


def test_the_files_of_a_layer_follow_each_other() -> None:
    layers = [name.partition("/")[0] for name in sheet.FILES]
    changes = [
        layer for layer, before in zip(layers, [None, *layers], strict=False) if layer != before
    ]
    assert tuple(changes) == sheet.LAYERS


def test_every_layer_is_declared_first() -> None:
    assert SHEET.startswith(f"@layer {', '.join(sheet.LAYERS)};")
    assert set(re.findall(r"^@layer ([\w-]+) \{$", SHEET, re.M)) == set(sheet.LAYERS)
    assert SHEET.count("{") == SHEET.count("}")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_sheet_and_its_fonts_are_there(client: FlaskClient, page: str) -> None:
    (address,) = (one for one in addresses(client, page) if one.endswith(".css"))
    text = get(client, address).text
    assert text.endswith(SHEET.partition("\n")[2][-1000:])
    fonts = re.findall(r'url\("([^"]+)"\)', text)
    assert len(fonts) == len(list(faces()))
    for font in fonts:
        assert get(client, f"/static/{font}").data[:4] == b"wOF2"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_kept_for_good(client: FlaskClient, page: str) -> None:
    named = addresses(client, page)
    assert {Path(address).suffix for address in named} >= {".css", ".woff2"}
    for address in named:
        response = get(client, address)
        assert response.status_code == 200, address
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("coding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
@pytest.mark.parametrize("path", ["sheet", "/", "/graph.svg", "/api/activations"])
def test_answers_and_files_are_compressed(
    client: FlaskClient, path: str, coding: str, read
) -> None:
    address = published().address("style.css") if path == "sheet" else path
    plain = get(client, address)
    packed = get(client, address, coding)
    assert packed.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    assert abs(len(read(packed.data)) - len(plain.data)) < 100  # a nonce, a seed


def test_a_font_is_not_compressed_again(client: FlaskClient) -> None:
    response = get(client, published().address("inter.woff2"), "br")
    assert "Content-Encoding" not in response.headers


def test_nothing_else_is_served(client: FlaskClient) -> None:
    for path in ("/static/nothing.css", "/static/../app.py", "/static/js/main.js", "/static/"):
        assert get(client, path).status_code == 404


def test_a_changed_sheet_has_another_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(folder, "BUILD", tmp_path / "build")
    before = published.__wrapped__()
    assert published.__wrapped__() == before
    assert (before.folder / before.names["style.css"]).with_suffix(".css.br").exists()
    monkeypatch.setattr(folder, "style_sheet", lambda rules: rules + "a {}\n")
    after = published.__wrapped__()
    assert after.names["style.css"] != before.names["style.css"]
    assert after.names["inter.woff2"] == before.names["inter.woff2"]


def test_where_it_may_not_write_the_files_lie_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "build").write_text("no folder")
    monkeypatch.setattr(folder, "BUILD", tmp_path / "build")
    assets = published.__wrapped__()
    assert (assets.folder / assets.names["style.css"]).exists()
    assert assets.script("main") == []


def test_the_fonts_are_small_and_of_their_kind() -> None:
    (inter,) = (face for face in faces() if face.file == "inter.woff2")
    with TTFont(published().folder / published().names[inter.file]) as font:
        assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
    bold = next(face for face in faces() if face.file == "KaTeX_Main-BoldItalic.woff2")
    assert (bold.family, bold.weight, bold.style) == ("KaTeX_Main", "700", "italic")


def test_nothing_is_important_but_on_paper_and_in_forced_colours() -> None:
    for rule in important(SHEET):
        assert any(allowed in rule for allowed in IMPORTANT_IS_ALLOWED_IN), rule


def test_the_check_for_importance_sees_it() -> None:
    text = "@layer a {\n.b { color: red; margin: 0 !important }\n}"
    assert important(text) == ["@layer a | .b | margin: 0 !important"]
