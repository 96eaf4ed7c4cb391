"""What happens to every response: errors in the contract's shape, and the headers of a page."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from web.http.errors import Refused, error_fields
from web.http.responses import nonce, send_error
from web.http.security import page_headers

FRAMED = "/embed"  # the one page that other sites may put in a frame
MESSAGES = {
    404: "There is no such page.",
    405: "This address does not take that method.",
    413: "The request is larger than the limit of {limit:,} bytes.",
    429: "That was too many requests; wait a little and go on.",
}


def add_handlers(app: Flask) -> None:
    """Adds all of them to the application."""
    app.register_error_handler(Refused, send_refusal)
    app.register_error_handler(HTTPException, send_http_error)
    app.after_request(add_page_headers)


def send_refusal(refusal: Refused) -> Response:
    """A request of ours that is not carried out."""
    response = send_error(refusal.status, refusal.error)
    if refusal.retry is not None:
        response.headers["Retry-After"] = str(refusal.retry)
    return response


def send_http_error(problem: HTTPException) -> Response:
    """An error of HTTP itself: an unknown address, a wrong method, too large, too often."""
    status = problem.code or 500
    other = "The server could not read this request." if status < 500 else "The server failed."
    message = MESSAGES.get(status, other).format(limit=current_app.config["MAX_CONTENT_LENGTH"])
    response = send_error(status, error_fields(message))
    if status == 405:
        response.headers["Allow"] = dict(problem.get_headers()).get("Allow", "")
    return response


def add_page_headers(response: Response) -> Response:
    """The headers of a page, where the response has not its own."""
    if "Content-Security-Policy" not in response.headers:
        page_headers(nonce(), framed=request.path == FRAMED).set_headers(response)
    return response
