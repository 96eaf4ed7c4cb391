"""How files and embeds look: palette, ground and pixels by the query; an embed's limits."""

from __future__ import annotations

import re
import struct

import pytest
from flask.testing import FlaskClient

from tests.support.links import link, packed

LECTURE = {"program": "f = (x + y) * z", "inputs": {"x": -2, "y": 5, "z": -4}, "step": 3}
ALPHA = 6  # the colour type of a PNG whose pixels may be transparent (its specification, 11.2.2)


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_png_has_as_many_pixels_as_are_asked_for(client: FlaskClient) -> None:
    svg = client.get(link("/graph.svg", **LECTURE)).text
    box = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', svg)
    assert box is not None
    units = [float(length) for length in box.groups()]
    for scale in (1, 2, 4):
        size = png_size(client.get(link("/graph.png", **LECTURE, scale=scale)).data)
        assert size == pytest.approx([scale * length for length in units], abs=1)
    assert client.get(link("/graph.png", **LECTURE)).data == (
        client.get(link("/graph.png", **LECTURE, scale=2)).data
    )


def test_a_file_has_a_ground_unless_it_is_transparent(client: FlaskClient) -> None:
    plain, clear = (
        client.get(link("/graph.png", **LECTURE, scale=1, transparent=transparent)).data
        for transparent in (0, 1)
    )
    assert clear[25] == ALPHA
    assert clear != plain
    assert png_size(clear) == png_size(plain)
    svg = client.get(link("/graph.svg", **LECTURE, transparent="true")).text
    assert svg.count("<rect") + 1 == client.get(link("/graph.svg", **LECTURE)).text.count("<rect")


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_every_kind_of_file_may_be_dark(client: FlaskClient, kind: str) -> None:
    usual, light, dark = (
        client.get(link(f"/graph.{kind}", **LECTURE, **theme)).data
        for theme in ({}, {"theme": "light"}, {"theme": "dark"})
    )
    assert usual == light
    assert dark != light


def test_the_look_stands_beside_a_packed_link(client: FlaskClient) -> None:
    plain = client.get(link("/graph.svg", **LECTURE, theme="dark")).data
    assert client.get(f"/graph.svg?z={packed(LECTURE)}&theme=dark").data == plain
    embed = client.get(f"/embed?z={packed(LECTURE)}&step=0&theme=dark&controls=steps").text
    assert '<html lang="en" data-theme="dark">' in embed
    assert 'data-controls="steps"' in embed
    assert "<span>step 1 of 7, forward</span>" in embed


def test_a_wrong_look_says_which_there_are(client: FlaskClient) -> None:
    answer = client.get(link("/graph.png", **LECTURE, scale=9))
    assert answer.status_code == 422
    assert answer.get_json()["error"]["message"] == "scale must be from 1 to 4."
    answer = client.get(link("/embed", **LECTURE, controls="few"))
    assert answer.status_code == 422
    assert "controls must be one of: full, steps, none." in answer.text


def test_an_embed_is_as_its_reader_has_it_unless_its_maker_says(client: FlaskClient) -> None:
    usual = client.get(link("/embed", **LECTURE)).text
    assert '<html lang="en">' in usual
    assert "Open full" in usual
    assert 'data-controls="full"' in usual
    assert 'data-limit=""' in usual
    # The page itself is the reader's: what is in its link says nothing of its theme.
    assert '<html lang="en">' in client.get(link("/", **LECTURE, theme="dark")).text


@pytest.mark.parametrize("limit", ["edit", "views", "edit,views"])
def test_a_limited_embed_has_no_way_to_the_full_page(client: FlaskClient, limit: str) -> None:
    text = client.get(link("/embed", **LECTURE, limit=limit)).text
    assert "Open full" not in text
    assert 'href="/?' not in text
    assert f'data-limit="{limit.replace(",", " ")}"' in text
    assert f"limit={limit}" in text.partition('class="plain pager"')[2].partition("</nav>")[0]


def test_an_embed_without_controls_has_nothing_to_press(client: FlaskClient) -> None:
    text = client.get(link("/embed", **LECTURE, controls="none")).text
    assert "Open full" not in text
    assert '<footer class="foot" id="player" hidden>' in text
    assert 'class="plain pager"' not in text
    assert "z is multiplied by x + y" in text  # its sentence stays


def test_readers_without_scripts_keep_the_look_while_they_step(client: FlaskClient) -> None:
    text = client.get(link("/embed", **LECTURE, theme="dark", controls="steps")).text
    for address in re.findall(r'href="/embed\?([^"]*)"', text):
        assert "theme=dark&amp;controls=steps" in address
