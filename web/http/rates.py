"""How often one browser and one address may ask. Off unless the server is public."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from settings import Settings

COOKIE = "backflow_visitor"
View = Callable[..., Any]


def visitor() -> str:
    """One browser where it keeps our cookie; else one address (a class shares an address)."""
    return request.cookies.get(COOKIE, "")[:64] or get_remote_address()


class Rates:
    """Limits on new programs, by browser and by address, and on changed values, counted apart."""

    def __init__(self, app: Flask, settings: Settings, only_values: Callable[[], bool]) -> None:
        self._only_values = only_values
        self._settings = settings
        self._limiter = Limiter(
            get_remote_address,
            app=app,
            enabled=settings.public,
            storage_uri="memory://",
            headers_enabled=True,
        )
        if settings.public:
            app.after_request(self._remember_visitor)

    def limit(self, view: View) -> View:
        """A view that counts against all four limits."""
        settings, share, values = self._settings, self._limiter.shared_limit, self._only_values
        for decorate in (
            share(settings.structures_session, "structures", key_func=visitor, exempt_when=values),
            share(settings.structures_address, "structures", exempt_when=values),
            share(
                settings.values_session,
                "values",
                key_func=visitor,
                exempt_when=lambda: not values(),
            ),
            share(settings.values_address, "values", exempt_when=lambda: not values()),
        ):
            view = decorate(view)
        return view

    def limit_runs(self, view: View) -> View:
        """A view that starts minutes of work, counted by itself too."""
        settings, share = self._settings, self._limiter.shared_limit
        view = share(settings.runs_session, "runs", key_func=visitor)(view)
        return self.limit(share(settings.runs_address, "runs")(view))

    def _remember_visitor(self, response: Response) -> Response:
        if COOKIE not in request.cookies and response.mimetype == "text/html":
            token = secrets.token_urlsafe(12)
            response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", max_age=86_400)
        return response
