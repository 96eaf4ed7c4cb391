"""The page's files, served before Flask sees the request: for good, from disk, compressed."""

from __future__ import annotations

from collections.abc import MutableMapping

from flask import Flask
from whitenoise import WhiteNoise

from web.assets.folder import PREFIX, Assets

HASHED = r"-[\w-]{8,}\.\w+$"  # a name that changes with its content: kept for good


def serve(app: Flask, assets: Assets) -> None:
    """Puts the files before the application, and their addresses into its templates."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=assets.folder,
        prefix=PREFIX,
        immutable_file_test=HASHED,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    app.jinja_env.globals |= {"asset": assets.address, "scripts": assets.script}


def _add_headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
