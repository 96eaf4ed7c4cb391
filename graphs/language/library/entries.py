"""An entry of a list, tuple, text or dictionary by a key that is known: for formats."""

from __future__ import annotations

from graphs.language.descriptions import described
from graphs.language.iteration import all_items
from graphs.language.library.dictionaries import get_entry
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.things import Dict, List, Thing, Wire
from graphs.language.visits import Visit


def entry(run: Reading, owner: Thing, key: int | str, node: Place) -> Visit:
    """What ``{0[key]}`` of ``str.format`` and ``%(key)s`` name."""
    if isinstance(owner, Dict):
        return (yield get_entry(run, owner, key, node))
    if not isinstance(owner, List | tuple | str | Wire) or not isinstance(key, int):
        raise run.raised(
            "TypeError",
            f"{described(owner).capitalize()} has no entry {shortened(repr(key))}.",
            node,
            "Write {0[1]} for a list and {0[name]} for a dictionary.",
        )
    items = owner if isinstance(owner, str) else (yield all_items(run, owner, node))
    if key >= len(items):
        raise run.raised(
            "IndexError", f"There is no entry {key}.", node, f"There are {len(items)}."
        )
    return items[key]
