"""The style sheet: which files are in it, in which layers, and how it is served."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.http import style_sheet as sheet

IMPORTANT_IS_ALLOWED_IN = ("@media print", "@media (forced-colors: active)")


def address(client: FlaskClient, page: str = "/") -> str:
    """The address of the one sheet of ours that a page links to."""
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)">', client.get(page).text)
    (found,) = (link for link in links if "/static/build/" not in link)
    return str(found)


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


@pytest.mark.parametrize("page", ["/", "/embed"])
def test_a_page_has_one_sheet_with_every_layer_declared_first(
    client: FlaskClient, page: str
) -> None:
    response = client.get(address(client, page))
    assert response.mimetype == "text/css"
    assert response.text.startswith(f"@layer {', '.join(sheet.LAYERS)};")
    assert set(re.findall(r"^@layer (\w+) \{$", response.text, re.M)) == set(sheet.LAYERS)
    assert response.text.count("{") == response.text.count("}")


def test_the_sheet_is_kept_at_its_own_address_alone(client: FlaskClient) -> None:
    own = client.get(address(client))
    assert "immutable" in own.headers["Cache-Control"]
    for other in ("/style.css", "/style.css?v=before"):
        response = client.get(other)
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.text == own.text
    again = client.get("/style.css", headers={"If-None-Match": own.headers["ETag"]})
    assert again.status_code == 304


def test_a_changed_file_changes_the_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "page.css").write_text("a {\n}\n")
    (tmp_path / "rest.css").write_text("b {\n}\n")
    monkeypatch.setattr(sheet, "FOLDER", tmp_path)
    monkeypatch.setattr(sheet, "FILES", ("page",))
    monkeypatch.setattr(sheet, "UNLAYERED", "rest")
    before = sheet.style_sheet()
    assert sheet.style_sheet() is before
    (tmp_path / "page.css").write_text("c {\n}\n")
    os.utime(tmp_path / "page.css", ns=(0, 0))
    after = sheet.style_sheet()
    assert "c {" in after.text
    assert after.version != before.version


def test_nothing_is_important_but_on_paper_and_in_forced_colours() -> None:
    for rule in important(sheet.style_sheet().text):
        assert any(allowed in rule for allowed in IMPORTANT_IS_ALLOWED_IN), rule


def test_the_check_for_importance_sees_it() -> None:
    text = "@layer a {\n.b { color: red; margin: 0 !important }\n}"
    assert important(text) == ["@layer a | .b | margin: 0 !important"]
