"""The gallery of examples: a page of its own, the same list for the page's dialog, and the list of
gates. They are the same for everybody; a browser keeps them and asks whether they have changed."""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response, render_template

from web.gallery import reference
from web.gallery.listing import listing
from web.http.responses import nonce, send_kept

ASKED_AGAIN = 0  # seconds that a copy is used without asking: an answer that is the same is short

routes = Blueprint("examples", __name__)


@routes.get("/examples")
def page() -> str:
    """The gallery as a page, which needs no JavaScript."""
    return render_template("examples.html", gallery=listing(), nonce=nonce())


@routes.get("/examples/list")
def list_alone() -> Response:
    """The same list without a page round it."""
    html = render_template("examples-list.html", gallery=listing(), heading="h2")
    return send_kept(Response(html), ASKED_AGAIN)


@routes.get("/api/gates")
def gates() -> Response:
    """Every gate: how it is written and what it does to a gradient."""
    return send_kept(Response(_gates(), mimetype="application/json"), ASKED_AGAIN)


@cache
def _gates() -> bytes:
    return json.dumps({"gates": reference()}, separators=(",", ":")).encode()
