"""The table of fields: what a request or a link may say of a program.

The fields that are the page's state are listed once, for the page and the server, in
static/js/state/rows.json: which of them a link carries, in which order, and their defaults. Here
each field has its reader, and the fields that only a request has are rows like the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from web.http.decode import (
    link_json,
    link_names,
    link_open,
    link_text,
    link_truth,
    link_whole,
    link_window,
    link_word,
)
from web.http.readers import (
    read_controls,
    read_inputs,
    read_limits,
    read_loops,
    read_name,
    read_names,
    read_numbers,
    read_open,
    read_options,
    read_program,
    read_run,
    read_scale,
    read_search,
    read_seed,
    read_set,
    read_tags,
    read_theme,
    read_train,
    read_truth,
    read_upstream,
    read_views,
    read_whole,
    read_window,
)

STATE_FILE = Path(__file__).parents[2] / "static/js/state/rows.json"
STATE_ROWS: tuple[Mapping[str, Any], ...] = tuple(json.loads(STATE_FILE.read_text("utf-8")))


class Field(NamedTuple):
    """``read`` takes the JSON value and the field's name and returns it as a query holds it;
    ``read_link`` turns a link's text into that JSON value (None: a link does not carry it)."""

    name: str
    read: Callable[[Any, str], Any]
    read_link: Callable[[str, str], Any] | None = None


_STATE = (
    Field("mode", read_name, link_word),
    Field("program", read_program, link_text),
    Field("inputs", read_inputs, link_json),
    Field("output", read_name, link_word),
    Field("call", read_name, link_word),
    Field("loops", read_loops, link_json),
    Field("generate", read_truth, link_json),
    Field("upstream", read_upstream, link_json),
    Field("loss", read_name, link_word),
    Field("step", read_whole, link_whole),
    Field("seed", read_seed, link_whole),
    Field("numbers", read_numbers, link_word),
    Field("view", read_name, link_word),
    Field("options", read_options, link_json),
    Field("fold", read_set, link_names),
    Field("open", read_open, link_open),
    Field("train", read_train, link_json),
    Field("run", read_run, link_json),
    Field("window", read_window, link_window),  # a reader's own: in links to parts and files only
)
_REQUEST_ONLY = (
    Field("fill", read_truth),  # a link always asks for it
    Field("wrt", read_names),
    Field("node", read_name),
    Field("views", read_views),
    Field("tags", read_tags),
    Field("find", read_search, link_word),  # GET /api/trace/part
    Field("theme", read_theme, link_word),  # of a file, or an embed
    Field("scale", read_scale, link_whole),  # of a PNG
    Field("transparent", read_truth, link_truth),  # of a file
    Field("controls", read_controls, link_word),  # of an embed, like the next
    Field("limit", read_limits, link_names),
)
FIELDS: Mapping[str, Field] = {field.name: field for field in (*_STATE, *_REQUEST_ONLY)}

STATE: tuple[str, ...] = tuple(row["name"] for row in STATE_ROWS if row["link"])
IN_LINKS: Mapping[str, Callable[[str, str], Any]] = {
    field.name: field.read_link for field in FIELDS.values() if field.read_link is not None
}
