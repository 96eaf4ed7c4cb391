"""The web's front door: ``create_app()``, its routes, and ``python app.py`` to serve them."""

from __future__ import annotations

import argparse
import atexit
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, Response, g, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from graphs.draw.export import style_hash
from graphs.draw.fonts import web_font
from settings import Settings
from web.gallery import FIRST, SHOWN, reference
from web.http.errors import Refused, error_fields
from web.http.mathematics import mathml
from web.http.query import Query, from_body, from_link
from web.http.rates import Rates
from web.http.responses import explain, nonce, send, send_error
from web.http.security import NONE, drawing_headers, page_headers
from web.routes.styles import styles
from web.routes.training import LIGHT, add_training
from web.work.engine import Engine
from web.work.jobs import Kind

ROOT = Path(__file__).parent
A_YEAR = 31_536_000
CHECK = "check"  # the mode of the page that judges a backward pass


def create_app(config: Mapping[str, Any] | Settings | None = None) -> Flask:
    """The application. ``config`` overrides settings of the environment by name."""
    settings = config if isinstance(config, Settings) else Settings.from_environment()
    if config is not None and not isinstance(config, Settings):
        settings = settings.replace(**config)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]  # inputs keep the reader's order
    app.jinja_env.policies["json.dumps_kwargs"] = {}  # here too
    app.jinja_env.filters["mathml"] = mathml
    app.register_blueprint(styles)
    if settings.proxies:
        count = settings.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    engine = Engine(settings)
    app.extensions["backflow"] = engine

    def query() -> Query:
        """What this request asks for, read once."""
        if "query" not in g:
            if request.method == "POST":
                g.query = from_body(request.get_data(), settings)
            else:
                g.query = from_link(request.args, FIRST, settings)
        asked: Query = g.query
        return asked

    def only_values() -> bool:
        if request.endpoint in LIGHT:
            return True
        try:
            return engine.knows_structure(query())
        except Refused:
            return False

    def asking() -> str | None:
        """Which page of which reader asks; it makes its name up."""
        return request.headers.get("X-Backflow-Page", "")[:64] or None

    rates = app.extensions["backflow_rates"] = Rates(app, settings, only_values)
    app.extensions["backflow_runs"] = add_training(app, settings, engine, rates, query)

    def page(template: str) -> Response:
        """A page with its state drawn; an error is shown on it, and what was typed is kept."""
        payload, error, svg, status = None, None, "", 200
        try:
            state = query().state()
            if query().mode != CHECK:  # whose text has a backward pass, which no circuit shows
                answer = engine.answer("page", query())
                content, svg, status = json.loads(answer.body), answer.svg, answer.status
                if status == 200:
                    payload = content
                else:  # with how far the evaluation came
                    error = {**content, **content.pop("error")}
        except Refused as refusal:
            typed = request.args.get("program", "")[: settings.limits.characters]
            state = query().state() if "query" in g else Query(typed).state()
            error, status = refusal.error, refusal.status
        html = render_template(
            template,
            state=state,
            payload=payload,
            error=error,
            svg=Markup(svg),  # our own drawing, in which all text is escaped
            examples=SHOWN,
            gates=reference(),
            bundled=(ROOT / "static/build/main.js").exists(),
            nonce=nonce(),
        )
        return Response(html, status, headers={"Cache-Control": "no-cache"})

    @app.after_request
    def guard(response: Response) -> Response:
        if "Content-Security-Policy" not in response.headers:
            page_headers(nonce(), framed=request.path == "/embed").set_headers(response)
        return response

    @app.get("/")
    @rates.limit
    def index() -> Response:
        return page("index.html")

    @app.get("/embed")
    @rates.limit
    def embed() -> Response:
        return page("embed.html")

    @app.post("/api/trace")
    @rates.limit
    def trace() -> Response:
        return send(engine.answer("json", query(), asking()))

    @app.get("/api/trace/part")
    @rates.limit
    def part() -> Response:
        return send(engine.answer("part", query(), asking()))

    @app.post("/api/array")
    @rates.limit
    def array() -> Response:
        return send(engine.answer("array", query()))

    @app.post("/api/check")
    @rates.limit
    def check() -> Response:
        return send(engine.answer("check", query()))

    def draw(kind: Kind) -> Response:
        response = send(engine.answer(kind, query()))
        if response.status_code == 200:
            style = style_hash(response.get_data(as_text=True)) if kind == "svg" else NONE
            drawing_headers(style).set_headers(response)
            response.headers["Content-Disposition"] = f'inline; filename="circuit.{kind}"'
            response.headers["Cache-Control"] = "public, max-age=300"
            response.add_etag()
            response.make_conditional(request)
        return response

    for kind in ("svg", "png", "pdf"):
        view = rates.limit(lambda kind=kind: draw(kind))
        app.add_url_rule(f"/graph.{kind}", f"graph_{kind}", view)

    @app.get("/fonts/<name>.woff2")
    def font(name: str) -> Response:
        try:
            response = Response(web_font(name), mimetype="font/woff2")
        except KeyError:
            raise Refused(404, "There is no such font.") from None
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        return response

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok", mimetype="text/plain")

    @app.errorhandler(Refused)
    def refused(refusal: Refused) -> Response:
        response = send_error(refusal.status, refusal.error)
        if refusal.retry is not None:
            response.headers["Retry-After"] = str(refusal.retry)
        return response

    @app.errorhandler(HTTPException)
    def http_error(problem: HTTPException) -> Response:
        status = problem.code or 500
        response = send_error(status, error_fields(explain(status, settings)))
        if status == 405:
            response.headers["Allow"] = dict(problem.get_headers()).get("Allow", "")
        return response

    return app


def main() -> None:
    """Serves on this machine."""
    parser = argparse.ArgumentParser(description="Serve Backflow.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    options = parser.parse_args()
    settings = Settings.from_environment()
    app = create_app(settings)
    engine: Engine = app.extensions["backflow"]
    atexit.register(engine.stop)
    atexit.register(app.extensions["backflow_runs"].stop)
    engine.warm_up()
    print(f"Backflow is at http://{options.host}:{options.port}", flush=True)
    waitress.serve(
        app,
        host=options.host,
        port=options.port,
        threads=settings.threads,
        max_request_body_size=64 * settings.body_bytes,
        ident="",
        _quiet=True,
    )


if __name__ == "__main__":
    main()
