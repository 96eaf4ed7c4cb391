"""The routes, as Flask blueprints, and which of them count against the rate limits."""

from __future__ import annotations

from flask import Flask

from web.http.rates import Rates
from web.routes import api, data, drawings, examples, health, pages, training

LIMITED = (pages.routes, api.routes, drawings.routes, training.routes, data.routes)
UNLIMITED = (examples.routes, health.routes)  # read from memory, however often
RUN_STARTS = ("training.start_run",)  # endpoints that begin minutes of work


def add_routes(app: Flask, rates: Rates) -> None:
    """Adds every blueprint, the views of the limited ones behind their limits."""
    for blueprint in (*LIMITED, *UNLIMITED):
        app.register_blueprint(blueprint)
    limited = {blueprint.name for blueprint in LIMITED}
    for endpoint, view in app.view_functions.items():
        if endpoint.partition(".")[0] in limited:
            limit = rates.limit_runs if endpoint in RUN_STARTS else rates.limit
            app.view_functions[endpoint] = limit(view)
