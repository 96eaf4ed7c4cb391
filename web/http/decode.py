"""Strangers' bytes and the texts in a link, decoded to JSON values."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any, NoReturn

from graphs.groups.open_groups import ALL, AUTO
from web.http.errors import Refused

WINDOW = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
OPENINGS = (AUTO, ALL)  # about 60 marks; as many as are drawn in reasonable time


def from_json(body: bytes, where: str = "The request body") -> Any:
    """Decoded JSON, whatever the bytes: Python's reader can fail in four ways.

    Raises:
        Refused: 422.
    """

    def refuse_constant(name: str) -> NoReturn:
        raise Refused(422, f'{where} has a bare {name}; JSON has none. Write "{name}" in quotes.')

    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=refuse_constant)
    except RecursionError:
        raise Refused(422, f"{where} is nested too deeply.") from None
    except ValueError:  # not UTF-8, not JSON, or a whole number of thousands of digits
        raise Refused(422, f"{where} is not JSON.") from None


def inflate(packed: str, most_bytes: int) -> bytes:
    """The bytes in a link's ``z`` (base64url of deflate), never more than the limit.

    Raises:
        Refused: 400, it is damaged; 413, it unpacks to more.
    """
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        inflated = reader.decompress(data, most_bytes + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise Refused(400, "This link is damaged: its z cannot be unpacked.") from None
    if len(inflated) > most_bytes:
        raise Refused(413, f"This link unpacks to more than the limit of {most_bytes} bytes.")
    if not reader.eof:
        raise Refused(400, "This link is damaged: its end is missing.")
    return inflated


# A link's text as the JSON value of a field; None where the text is empty and says nothing.


def link_text(text: str, where: str) -> str:
    """The text as it is, empty or not."""
    return text


def link_word(text: str, where: str) -> str | None:
    """A name or another word."""
    return text or None


def link_whole(text: str, where: str) -> int | None:
    """A whole number."""
    try:
        return int(text[:12]) if text else None
    except ValueError:
        raise Refused(422, f"{where} must be a whole number.") from None


def link_truth(text: str, where: str) -> bool | str | None:
    """True or false, also as 1 or 0; a reader refuses what is left."""
    return {"": None, "1": True, "true": True, "0": False, "false": False}.get(text, text)


def link_json(text: str, where: str) -> Any:
    """JSON written out in the link."""
    return from_json(text.encode(), where) if text else None


def link_names(text: str, where: str) -> list[str]:
    """Names with commas between them."""
    return [name for name in text.split(",") if name]


def link_open(text: str, where: str) -> str | list[str]:
    """Which groups are drawn open: a word, or their names; none of them where it is empty."""
    return text if text in OPENINGS else link_names(text, where)


def link_window(text: str, where: str) -> list[int] | None:
    """A width and a height like 1168x576."""
    if not text:
        return None
    found = WINDOW.fullmatch(text)
    if found is None:
        raise Refused(422, f"{where} must be a width and a height like 1168x576.")
    return [int(length) for length in found.groups()]
