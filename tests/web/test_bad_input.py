"""Nothing that strangers send ends in a 500, a traceback or an error without words."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest
from flask import Response
from flask.testing import FlaskClient

from tests.support.links import packed

FIELDS = {"message", "line", "column", "end_column", "hint"}
OURS = "the fault is ours"


def assert_error(response: Response, *statuses: int) -> dict[str, Any]:
    assert response.status_code in statuses, response.text[:300]
    error: dict[str, Any] = response.get_json()["error"]
    assert set(error) >= FIELDS
    assert error["message"]
    assert OURS not in error["message"]
    assert "Traceback" not in response.text
    return error


BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"program": "\xff\xfe"}',
    "UTF-16": '{"program": "x"}'.encode("utf-16"),
    "deep list": b"[" * 60_000,
    "deep object": b'{"a":' * 40_000,
    "list": b"[1]",
    "null": b"null",
    "number": b"1",
    "text": b'"f = x"',
    "NaN": b'{"program": "f = x", "inputs": {"x": NaN}}',
    "Infinity": b'{"program": "f = x", "inputs": {"x": -Infinity}}',
    "whole number of 5,000 digits": b'{"program": "f = x", "inputs": {"x": ' + b"9" * 5_000 + b"}}",
    "no program": b"{}",
    "unknown field": b'{"program": "f = 1", "inputz": {}}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_bodies(client: FlaskClient, body: bytes) -> None:
    assert_error(client.post("/api/trace", data=body), 422)


SHAPES: dict[str, dict[str, Any]] = {
    "program null": {"program": None},
    "program a list": {"program": ["f = x"]},
    "program a number": {"program": 1},
    "inputs a list": {"program": "f = x", "inputs": [1]},
    "window a number": {"program": "f = x", "window": 800},
    "window too small": {"program": "f = x", "window": [99, 576]},
    "window too large": {"program": "f = x", "window": [1168, 20_001]},
    "window not whole": {"program": "f = x", "window": [1168.5, 576]},
    "window of one length": {"program": "f = x", "window": [1168]},
    "inputs text": {"program": "f = x", "inputs": "x=1"},
    "input null": {"program": "f = x", "inputs": {"x": None}},
    "a list of texts": {"program": "f = x", "inputs": {"x": ["a"]}},
    "seed negative": {"program": "f = x", "inputs": {"x": 1}, "seed": -1},
    "seed true": {"program": "f = x", "inputs": {"x": 1}, "seed": True},
    "input text": {"program": "f = x", "inputs": {"x": "1"}},
    "input an object": {"program": "f = x", "inputs": {"x": {}}},
    "input too large": {"program": "f = x", "inputs": {"x": 10**400}},
    "input nested too deeply": {"program": "f = x", "inputs": {"x": [[[[[[[[[1]]]]]]]]]}},
    "name empty": {"program": "f = x", "inputs": {"": 1}},
    "name with a space": {"program": "f = x", "inputs": {"a b": 1}},
    "name markup": {"program": "f = x", "inputs": {"<svg>": 1}},
    "name half a character": {"program": "f = x", "inputs": {"\ud800": 1}},
    "name long": {"program": "f = x", "inputs": {"x" * 5_000: 1}},
    "output a number": {"program": "f = x", "output": 1},
    "output empty": {"program": "f = x", "output": ""},
    "wrt text": {"program": "f = x", "wrt": "x"},
    "wrt of numbers": {"program": "f = x", "wrt": [1]},
    "step a fraction": {"program": "f = x", "step": 1.5},
    "step true": {"program": "f = x", "step": True},
    "numbers unknown": {"program": "f = x", "numbers": "many"},
    "numbers a list": {"program": "f = x", "numbers": ["full"]},
}


@pytest.mark.parametrize("fields", SHAPES.values(), ids=SHAPES.keys())
def test_shapes(client: FlaskClient, fields: dict[str, Any]) -> None:
    assert_error(client.post("/api/trace", json=fields), 422)


PROGRAMS = {
    "empty": "",
    "only spaces": "  \n\t\n",
    "only a comment": "# nothing",
    "half a character": "f = '\ud800'",
    "a zero byte": "f = x\0",
    "a control character": "f = x \x07 2",
    "form feeds": "\x0c\x0cf = \x0c",
    "brackets": "(" * 9_000,
    "closed brackets": "(" * 3_000 + "x" + ")" * 3_000,
    "minuses": "-" * 6_000 + "x",
    "inversions": "~" * 6_000 + "x",
    "nots": "not " * 2_000 + "x",
    "powers": "**".join("x" * 3_000),
    "attributes": "x" + ".T" * 4_000,
    "calls": "f(" * 3_000,
    "subscripts": "x" + "[0]" * 3_000,
    "indents": "\n".join(" " * depth + "if 1:" for depth in range(110)),
    "a huge hexadecimal": "f = 0x" + "f" * 9_000,
    "a huge decimal": "f = " + "9" * 9_000,
    "a huge power": "f = 9**9**9**9",
    "a huge shift": "f = 1 << 10**9",
    "a huge product": "f = 'a' * 10**12",
    "a range past 64 bits": "for t in range(10**300):\n    x = x + 1",
    "a huge range": "for t in range(10**12):\n    x = x + 1",
    "nested ranges": "".join(" " * d + f"for i{d} in range(1000):\n" for d in range(6))
    + "      x = x + 1",
    "a huge formatted text": "f = f'{1:>1000000000}'",
    "endless recursion": "def f(x):\n    return f(x)\ny = f(1)",
    "mutual recursion": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\ny = f(1)",
    "doubling calls": "\n".join(
        ["def f0(x):\n    return x + x"]
        + [f"def f{k}(x):\n    return f{k - 1}(f{k - 1}(x))" for k in range(1, 40)]
        + ["y = f39(x)"]
    ),
    "while": "while True:\n    pass",
    "an import": "import os",
    "an import from": "from os import system",
    "a hidden import": "__import__('os').system('id')",
    "dunder ladder": "f = ().__class__.__bases__[0].__subclasses__()",
    "a module's module": "f = np.ctypeslib.os.getcwd()",
    "a loader": "f = np.load('/etc/passwd')",
    "eval": "f = eval('1')",
    "exec": "exec('x = 1')",
    "open": "f = open('/etc/passwd')",
    "a format call": "f = '{0.__class__}'.format(x)",
    "exit": "raise SystemExit",
    "a lambda": "f = (lambda: (yield))()",
    "walrus": "f = (y := 3) * (y := y)",
    "await": "await x",
    "a class": "class A: pass",
    "try": "try:\n    x = 1\nexcept: pass",
    "global": "global x",
    "del": "x = 1\ndel x\nf = x",
    "star": "*a, b = x",
    "a match": "match x:\n    case _:\n        f = 1",
    "an unknown function": "f = frobnicate(x)",
    "too many arguments": "f = exp(x, x, x)",
    "no arguments": "f = exp()",
    "markup": "f = <script>alert(1)</script>",
    "a fullwidth mess": "ｆ ＝ ｘ ＊ ２ ）",
    "a bidirectional override": "f = x \u202e * 2",
    "a byte order mark": "\ufeff\ufefff = ",
    "a line separator": "f = x\u2028g = y",
    "an emoji": "f = 🙂 * 2",
    "a text": "f = 'hello'",
    "bytes": "f = b'hello'",
    "imaginary": "f = 3j",
    "ellipsis": "f = ...",
    "a slice": "f = x[::]",
    "a starred call": "f = max(*x)",
    "keywords": "f = exp(**x)",
    "assigns a number": "3 = x",
    "assigns a call": "exp(x) = 3",
    "assigns an attribute": "np.exp = 3",
    "an invalid escape": "f = '\\d'",
    "a compared literal": "f = x is 3",
    "many names": "f = " + " + ".join(f"x{k}" for k in range(1_500)),
    "many statements": "\n".join(f"a{k} = {k}" for k in range(400)),
    "long text": "x" * 20_000,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_programs(client: FlaskClient, program: str) -> None:
    body = json.dumps({"program": program, "inputs": {"x": 2}})
    response = client.post("/api/trace", data=body)
    if response.status_code != 200:
        assert_error(response, 400, 413)
    page = client.get(f"/?z={packed(body.encode())}")
    assert page.status_code == response.status_code
    assert page.mimetype == "text/html"
    assert OURS not in page.text


@pytest.mark.parametrize("value", [0, -0.0, 1e308, -1e308, 5e-324, "NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    "program",
    ["f = 1/x", "f = log(x)", "f = exp(x)", "f = x**x", "f = sqrt(x) * x", "f = max(x, 1)"],
)
def test_extreme_values_are_drawn(client: FlaskClient, program: str, value: float | str) -> None:
    fields = {"program": program, "inputs": {"x": value}}
    response = client.post("/api/trace", json=fields)
    assert response.status_code == 200
    json.loads(response.data, parse_constant=pytest.fail)
    assert client.get(f"/?z={packed(fields)}").status_code == 200
    assert client.get(f"/graph.svg?z={packed(fields)}").status_code == 200


LINKS = {
    "damaged": ("z=!!!!", 400),
    "not deflate": ("z=AAAA", 400),
    "cut off": ("z=" + packed({"program": "f = x" * 50})[:20], 400),
    "a bomb": ("z=" + packed(b" " * 50_000_000), 413),
    "not JSON": ("z=" + packed(b"hello"), 422),
    "a list": ("z=" + packed([1]), 422),
    "inputs not JSON": ("program=f=x&inputs={x:1}", 422),
    "inputs a list": ("program=f=x&inputs=[1]", 422),
    "inputs NaN": ('program=f=x&inputs={"x":NaN}', 422),
    "step a word": ("program=f=x&step=two", 422),
    "not UTF-8": ("program=%ff%fe", 400),
    "no such output": ("output=nothing", 400),
    "text after the end": (
        "z=" + base64.urlsafe_b64encode(zlib.compress(b"{}") + b"more").decode().rstrip("="),
        422,
    ),
}


@pytest.mark.parametrize(("query", "status"), LINKS.values(), ids=LINKS.keys())
def test_links(client: FlaskClient, query: str, status: int) -> None:
    assert_error(client.get(f"/graph.svg?{query}"), status)
    for path in ("/", "/embed"):
        page = client.get(f"{path}?{query}")
        assert page.status_code == status
        assert page.mimetype == "text/html"


def test_a_broken_link_keeps_the_program_that_was_typed(client: FlaskClient) -> None:
    page = client.get("/?program=my_program&inputs=broken")
    assert page.status_code == 422
    assert "my_program" in page.text


def test_a_body_over_the_limit(client: FlaskClient) -> None:
    error = assert_error(client.post("/api/trace", data=b" " * 300_000), 413)
    assert "256,000" in error["message"]


def test_more_inputs_than_allowed(client: FlaskClient) -> None:
    inputs = {f"x{k}": 1 for k in range(301)}
    error = assert_error(
        client.post("/api/trace", json={"program": "f = x0", "inputs": inputs}), 413
    )
    assert "301" in error["message"]
    assert "300" in error["message"]


def test_missing_inputs_are_all_named(client: FlaskClient) -> None:
    error = assert_error(client.post("/api/trace", json={"program": "f = a * b + c"}), 400)
    assert all(name in error["message"] for name in "abc")


def test_half_a_character_is_pointed_at(client: FlaskClient) -> None:
    body = json.dumps({"program": "x = 1\nf = \ud83d * x"})
    error = assert_error(client.post("/api/trace", data=body), 400)
    assert (error["line"], error["column"], error["end_column"]) == (2, 4, 5)
