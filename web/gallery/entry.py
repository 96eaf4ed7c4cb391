"""What an entry of the gallery is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from graphs.updates.optimizers import optimizer

Entry = dict[str, Any]
TRAIN: Entry = {"optimizer": "sgd", "settings": {}, "batch": None, "seed": 0}


def example(
    id: str,
    title: str,
    note: str,
    program: str,
    inputs: Mapping[str, Any] | None = None,
    train: Mapping[str, Any] | None = None,
    mode: str | None = None,
    words: str = "",
) -> Entry:
    """One entry, with the link that opens it. Inputs are numbers or nested lists of numbers.

    ``note`` says in a line what it shows; ``words`` are what people may look for that title, note,
    program and gates do not say. With ``train``, how it is trained (left out: SGD, all rows,
    seed 0), it opens in that mode, else in ``mode``.
    """
    text = program.strip("\n")
    href = "/?program=" + quote(text, safe="")
    if inputs:
        href += "&inputs=" + quote(json.dumps(inputs, separators=(",", ":")), safe="")
    entry: Entry = {
        "id": id,
        "title": title,
        "note": note,
        "program": text,
        "inputs": {name: _floats(value) for name, value in (inputs or {}).items()},
        "href": href,
        "mode": mode,
        "words": words,
    }
    if mode is not None:
        entry["href"] += f"&mode={mode}"
    if train is not None:
        whole = {**TRAIN, **train}
        whole["settings"] = optimizer(whole["optimizer"]).complete_settings(whole["settings"])
        entry["train"], entry["mode"] = whole, "train"
        entry["href"] += "&mode=train&train=" + quote(json.dumps(whole), safe="")
    return entry


def _floats(value: Any) -> Any:
    return [_floats(part) for part in value] if isinstance(value, list) else float(value)
