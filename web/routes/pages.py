"""The page and the stepper for an iframe, their first picture drawn by the server."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, g, render_template, request
from markupsafe import Markup

from graphs.format.numbers import STYLES
from graphs.views import VIEWS
from web.gallery import BY_ID, CURVES
from web.http.errors import Refused
from web.http.link import link_of, look_in_links
from web.http.query import Query
from web.http.responses import nonce
from web.http.window import COOKIE, window_in
from web.routes.current import engine, query, settings

AT_WORK = ("neuron", "dead-relu", "one-neuron", "neuron-layer")  # examples of activation functions

routes = Blueprint("pages", __name__)


@routes.get("/")
def index() -> Response:
    """The page."""
    return page("index.html")


@routes.get("/embed")
def embed() -> Response:
    """The stepper alone, for an iframe."""
    return page("embed.html")


def page(template: str) -> Response:
    """A page with its state drawn; an error is shown on it, and what was typed is kept."""
    payload, error, svg, status = None, None, "", 200
    window = window_in(request.cookies.get(COOKIE), request.user_agent.string)
    try:
        answer = engine().answer("page", replace(query(), window=window, theme=None))
        asked = query()
        content, svg, status = json.loads(answer.body), answer.svg, answer.status
        error = content.pop("error", None)
        payload = content if "svg" in content else None  # of an error the circuit before it
        if payload is not None:
            payload["svg"] = ""  # which stands in the page
    except Refused as refusal:
        typed = request.args.get("program", "")[: settings().limits.characters]
        asked = query() if "query" in g else Query(typed)
        error, status = refusal.error, refusal.status
    state = asked.state()
    seed = state["seed"]
    if seed is None and payload is not None:  # what was drawn at random is in the links
        seed = payload["seed"]
    html = render_template(
        template,
        query=asked,
        state=state | {"window": [window.width, window.height]},
        seed=seed,
        link=partial(link_of, state, seed=seed),
        look=look_in_links(asked.theme, asked.controls, asked.limit),
        payload=payload,
        error=error,
        svg=Markup(svg),  # our own drawing, in which all text is escaped
        curves=CURVES,
        at_work=[BY_ID[id] for id in AT_WORK],
        number_styles=STYLES,
        views=[(row.name, row.title) for row in VIEWS.values()],
        nonce=nonce(),
    )
    # Another reader's window is another picture.
    return Response(html, status, headers={"Cache-Control": "private, no-cache", "Vary": "Cookie"})
