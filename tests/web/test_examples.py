"""The gallery as the server gives it: a page without JavaScript, a list that browsers keep."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.support.page_data import embedded
from web.gallery import ENTRIES, STARTERS, reference

LINK = re.compile(r'<a [^>]*href="([^"]*)" data-example="([\w-]+)"[^>]*data-words="([^"]*)"')
MOST_BYTES = 25_000  # of the page, compressed


def links(html: str) -> dict[str, tuple[str, str]]:
    """By entry: its address and its words."""
    return {id: (unescape(href), unescape(words)) for href, id, words in LINK.findall(html)}


@pytest.mark.parametrize("path", ["/examples", "/examples/list"])
def test_every_entry_stands_in_the_list_with_a_link_and_a_line(
    client: FlaskClient, path: str
) -> None:
    html = client.get(path).text
    found = links(html)
    assert list(found)[: len(STARTERS)] == list(STARTERS)
    assert set(found) == {entry["id"] for entry in ENTRIES} | {"activations"}
    for entry in ENTRIES:
        assert found[entry["id"]] == (entry["href"], entry["words"])
        assert entry["words"]
        note = re.search(rf'<p class="says" id="says-{entry["id"]}">(.*?)</p>', html)
        assert note
        assert unescape(note[1]) == entry["note"]
    assert html.count('<svg class="miniature"') == len(STARTERS)


def test_the_words_of_courses_are_there(client: FlaskClient) -> None:
    found = links(client.get("/examples/list").text)
    of_neurons = [id for id, (_, words) in found.items() if "sigmoid neuron" in words]
    assert of_neurons == ["neuron"]
    backpropagation = [id for id, (_, words) in found.items() if "反向传播" in words]
    assert {"add-multiply", "neuron", "two-layer-relu", "check-backward"} <= set(backpropagation)


def test_gates_are_found_by_every_spelling(client: FlaskClient) -> None:
    html = client.get("/examples/list").text
    gates = re.search(r'data-example="patterns"[^>]*data-gates="([^"]*)"', html)
    assert gates
    assert {"mul", "add", "max", "maximum"} <= set(gates[1].split())


def test_the_page_works_without_scripts(client: FlaskClient) -> None:
    html = client.get("/examples").text
    assert html.startswith("<!doctype html>")
    assert "<h1" in html
    assert "<h3" not in html
    first = links(html)["add-multiply"][0]
    assert client.get(first).status_code == 200
    assert '<a class="button examples" href="/examples"' in client.get("/").text


@pytest.mark.parametrize("path", ["/examples/list", "/api/gates"])
def test_a_browser_keeps_what_it_has_and_asks_whether_it_has_changed(
    client: FlaskClient, path: str
) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.data == b""
    assert "max-age=0" in first.headers["Cache-Control"]


def test_the_list_of_gates(client: FlaskClient) -> None:
    sent = client.get("/api/gates").get_json()["gates"]
    assert sent == list(reference())


def test_the_page_itself_carries_neither(client: FlaskClient) -> None:
    html = client.get("/").text
    assert len(gzip.compress(html.encode())) <= MOST_BYTES
    assert not {"examples", "gates"} & set(embedded(html))
    assert "Causal attention" not in html
    assert "logsumexp" not in html
