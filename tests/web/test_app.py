"""The HTTP face of the public contract."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app import create_app
from graphs.draw.export import style_hash
from settings import Settings
from tests.support.links import link, packed
from tests.support.page_data import embedded
from web.gallery import EXAMPLES
from web.http.answer import Answer
from web.work.cache import Cache

LECTURE = {"program": "f = (x + y) * z", "inputs": {"x": -2, "y": 5, "z": -4}}
PLAIN = {
    "fold": [],
    "view": None,
    "options": {},
    "mode": None,
    "upstream": None,
    "loss": None,
    "open": None,
    "train": None,
    "run": None,
    "window": [1208, 576],
}


def test_trace_answers_the_lecture_example(client: FlaskClient) -> None:
    response = client.post("/api/trace", json=LECTURE)
    assert response.status_code == 200
    payload = response.get_json()
    names = payload["names"]
    assert payload["output"] == "f"
    assert payload["values"][names["f"]] == -12
    assert [payload["grads"][names[name]] for name in "xyz"] == [-4, -4, 3]
    assert payload["steps"][0]["phase"] == "forward"
    assert payload["svg"].startswith("<svg")


def test_inputs_keep_the_order_of_the_text(client: FlaskClient) -> None:
    body = {"program": "f = b + a", "inputs": {"b": 1, "a": 2}}
    assert list(client.post("/api/trace", json=body).get_json()["inputs"]) == ["b", "a"]


def test_changed_values_give_the_same_answer_as_a_fresh_trace(client: FlaskClient) -> None:
    body = {"program": "f = p*q + p", "inputs": {"p": 2, "q": 3}}
    client.post("/api/trace", json=body)
    changed = body | {"inputs": {"p": -1, "q": 0.5}}
    warm = client.post("/api/trace", json=changed).get_json()
    cold = create_app({"workers": 0}).test_client().post("/api/trace", json=changed).get_json()
    assert warm == cold
    assert warm["grads"][warm["names"]["p"]] == 1.5


def test_first_visit_shows_a_worked_example(client: FlaskClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    page = embedded(response.text)
    assert page["state"]["program"] == EXAMPLES[0]["program"]
    assert page["error"] is None
    assert page["payload"]["steps"]
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in response.text


def test_a_link_opens_its_state_drawn(client: FlaskClient) -> None:
    response = client.get(link("/", **LECTURE, step=2))
    state = embedded(response.text)["state"]
    assert state == {
        **LECTURE,
        "output": None,
        "call": None,
        "loops": {},
        "generate": False,
        "step": 2,
        "numbers": "3 digits",
        "seed": None,
        **PLAIN,
    }


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_a_link_without_a_step_opens_before_the_first(client: FlaskClient, path: str) -> None:
    bare, first = (client.get(link(path, **LECTURE, **at)).text for at in ({}, {"step": 0}))
    assert "step 0 of 7: nothing is computed yet" in bare
    drawing = re.search(r"<svg xmlns.*?</svg>", bare, re.S)
    assert drawing is not None
    assert 'data-state="current"' not in drawing[0]
    assert "<span>step 0 of 7</span>" in bare
    assert embedded(bare)["state"]["step"] is None  # a link copied from it has none either
    assert "<span>step 1 of 7, forward</span>" in first
    back = re.search(r'href="([^"]*)">[^/]*/?[^B]*Back', first)
    assert back is not None
    assert "step" not in back[1]


def test_a_drawing_without_a_step_is_the_whole(client: FlaskClient) -> None:
    bare, last = (client.get(link("/graph.svg", **LECTURE, **at)) for at in ({}, {"step": 10**6}))
    first = client.get(link("/graph.svg", **LECTURE, step=0))
    assert bare.data != first.data
    assert last.data != first.data


def test_a_packed_link_means_the_same_as_a_plain_one(client: FlaskClient) -> None:
    state = {**LECTURE, "output": "f", "step": 1, "numbers": "full"}
    plain = embedded(client.get(link("/", **state)).text)
    assert embedded(client.get(f"/?z={packed(state)}").text) == plain


def test_a_form_without_javascript_sends_windows_line_ends(client: FlaskClient) -> None:
    response = client.get(link("/", program="a = x * 2\r\nf = a", inputs={"x": 1}))
    assert embedded(response.text)["state"]["program"] == "a = x * 2\nf = a"


@pytest.mark.parametrize(
    ("kind", "mimetype", "start"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_drawings(client: FlaskClient, kind: str, mimetype: str, start: bytes) -> None:
    address = link(f"/graph.{kind}", **LECTURE, step=3)
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == mimetype
    assert response.data.removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>\n').startswith(start)
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_drawing_follows_the_step_and_a_step_too_far_is_the_last(client: FlaskClient) -> None:
    first = client.get(link("/graph.svg", **LECTURE, step=0)).data
    last = client.get(link("/graph.svg", **LECTURE, step=6)).data
    assert first != last
    steps = len(client.post("/api/trace", json=LECTURE).get_json()["steps"])
    end = client.get(link("/graph.svg", **LECTURE, step=steps - 1)).data
    assert client.get(link("/graph.svg", **LECTURE, step=10**9)).data == end


def test_a_step_of_a_program_that_computes_nothing(client: FlaskClient) -> None:
    for path in ("/", "/embed", "/graph.svg"):
        assert client.get(f"{path}?program=3&step=0").status_code == 200


def test_embed_may_be_framed_and_nothing_else_may(client: FlaskClient) -> None:
    embed = client.get(link("/embed", **LECTURE))
    assert embed.status_code == 200
    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed.headers
    for path in ("/", "/graph.svg", "/nowhere"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]


def test_the_policy_allows_nothing_inline(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    nonces = {re.search(r"'nonce-([^']+)'", client.get("/").headers["Content-Security-Policy"])[1]}
    nonces.add(re.search(r"'nonce-([^']+)'", policy)[1])
    assert len(nonces) == 2


def test_pages_have_no_inline_style_or_script(client: FlaskClient) -> None:
    for path in ("/", "/embed", "/nowhere"):
        html = client.get(path, headers={"Accept": "text/html"}).text
        assert not re.search(r"<[^>]*\sstyle=", html)
        assert not re.search(r"<[^>]*\son\w+=", html)
        assert "<style" not in html


def test_healthz(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok"


def test_unknown_pages_and_methods(client: FlaskClient) -> None:
    missing = client.get("/nowhere", headers={"Accept": "text/html"})
    assert missing.status_code == 404
    assert missing.mimetype == "text/html"
    assert client.get("/api/nowhere").get_json()["error"]["message"]
    wrong = client.get("/api/trace")
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
def test_every_example_opens(client: FlaskClient, entry: dict[str, Any]) -> None:
    response = client.get(entry["href"])
    page = embedded(response.text)
    assert response.status_code == 200, page["error"]
    assert page["state"]["program"] == entry["program"]


def test_strangers_text_cannot_leave_the_page(client: FlaskClient) -> None:
    program = "f = x  # </script><script>alert(1)</script><!-- <svg onload=alert(1)>"
    response = client.get(link("/", program=program, inputs={"x": 1}))
    assert "<script>alert" not in response.text
    assert "<svg onload" not in response.text
    assert embedded(response.text)["state"]["program"] == program


def test_rate_limits_count_programs_and_values_apart() -> None:
    public = {"workers": 0, "public": True, "structures_session": "2/hour"}
    client = create_app(public).test_client()

    def ask(program: str, x: float) -> int:
        body = {"program": program, "inputs": {"x": x}}
        return client.post("/api/trace", json=body).status_code

    assert [ask("f = x * 2", x) for x in (1, 2, 3)] == [200, 200, 200]
    assert [ask("f = x * 3", 1), ask("f = x * 4", 1)] == [200, 429]
    assert ask("f = x * 2", 4) == 200
    refused = client.post("/api/trace", json={"program": "f = x * 5", "inputs": {"x": 1}})
    assert refused.get_json()["error"]["message"]
    assert int(refused.headers["Retry-After"]) > 0


def test_every_setting_has_its_variable() -> None:
    settings = Settings.from_environment(
        {
            "BACKFLOW_PUBLIC": "1",
            "BACKFLOW_WORKERS": "4",
            "BACKFLOW_TRACE_SECONDS": "0.5",
            "BACKFLOW_MAX_GATES": "7",
        }
    )
    assert (settings.public, settings.workers, settings.trace_seconds) == (True, 4, 0.5)
    assert settings.limits.gates == 7
    for off in ("0", "no", "False"):
        assert Settings.from_environment({"BACKFLOW_PUBLIC": off}) == Settings()
    with pytest.raises(ValueError, match="BACKFLOW_WORKERS='many' is not a int"):
        Settings.from_environment({"BACKFLOW_WORKERS": "many"})


def test_the_memory_of_answers_is_bounded() -> None:
    cache = Cache(10)
    for name in "abc":
        cache.put(name, Answer(200, name.encode()), 4)
    assert cache.get("a") is None
    assert cache.get("c") == Answer(200, b"c")
    cache.get("b")
    cache.put("d", Answer(200, b"d"), 4)
    assert cache.get("b") is not None
    cache.put("huge", Answer(200, b""), 11)
    assert cache.get("huge") is None


def test_links_in_the_gallery_survive_markdown() -> None:
    for entry in EXAMPLES:
        assert quote(entry["program"], safe="") in entry["href"]
        assert not set("() \n<>") & set(entry["href"])


def test_the_policy_of_a_drawing_lets_in_its_own_style_alone(client: FlaskClient) -> None:
    for kind, allowed in (("svg", None), ("png", "'none'")):
        response = client.get(link(f"/graph.{kind}", **LECTURE))
        expected = allowed or style_hash(response.get_data(as_text=True))
        assert f"style-src {expected};" in response.headers["Content-Security-Policy"]
