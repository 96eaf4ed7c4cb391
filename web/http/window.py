"""The room that a page has for the picture. It says so in each request; its first picture comes
before it can, so it leaves a cookie for its next visit."""

from __future__ import annotations

from typing import Final

from graphs.draw.window import Window
from web.http.decode import link_window
from web.http.errors import Refused
from web.http.readers import read_window

COOKIE = "window"
# Pages of 1440 × 900 and of 390 × 844: 1048 × 504 and 390 × 418 pixels at a scale of 0.867.
USUAL: Final = Window(1208, 576)
ON_A_PHONE: Final = Window(448, 480)


def window_in(cookie: str | None, user_agent: str) -> Window:
    """The window in a cookie; the usual one where there is none, or none that can be read. Browsers
    of phones have "Mobi" in their names (MDN, "Browser detection using the user agent")."""
    try:
        return read_window(link_window(cookie or "", COOKIE), COOKIE)
    except Refused:
        return ON_A_PHONE if "Mobi" in user_agent else USUAL
