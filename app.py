"""The web's front door: ``create_app()``, and ``python app.py`` to serve it."""

from __future__ import annotations

import argparse
import atexit
from collections.abc import Mapping
from typing import Any

import waitress
from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from settings import Settings
from web.assets.folder import published
from web.assets.serving import serve
from web.http.handlers import add_handlers
from web.http.mathematics import mathml
from web.http.rates import Rates
from web.routes import add_routes
from web.routes.current import only_values
from web.training.jobs import all_jobs
from web.training.run_files import runs_folder
from web.training.runs import Runs
from web.work.engine import Engine


def create_app(config: Mapping[str, Any] | Settings | None = None) -> Flask:
    """The application. ``config`` overrides settings of the environment by name."""
    settings = config if isinstance(config, Settings) else Settings.from_environment()
    if config is not None and not isinstance(config, Settings):
        settings = settings.replace(**config)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.json.sort_keys = False  # type: ignore[attr-defined]  # inputs keep the reader's order
    app.jinja_env.policies["json.dumps_kwargs"] = {}  # here too
    app.jinja_env.filters["mathml"] = mathml
    if settings.proxies:
        count = settings.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    folder = runs_folder(settings)
    rates = Rates(app, settings, only_values)
    app.extensions |= {
        "backflow": Engine(settings, all_jobs(folder)),
        "backflow_rates": rates,
        "backflow_runs": Runs(settings, folder),
        "backflow_settings": settings,
    }
    add_routes(app, rates)
    add_handlers(app)
    Compress(app)
    serve(app, published())
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
    app.extensions["backflow_runs"].warm_up()
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
