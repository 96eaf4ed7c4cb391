"""The methods of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.decisions import whole_number
from graphs.language.descriptions import described
from graphs.language.format_fields import format_fields
from graphs.language.iteration import all_items
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_items, afford_text
from graphs.language.texts import joined, only_slot, padded, settled
from graphs.language.things import List, Template, Thing
from graphs.language.visits import Visit

Text = str | Template


def text_of(run: Reading, thing: Thing, node: Place, method: str) -> str:
    """A text that a method needs; values in it are decided.

    Raises:
        GraphError: the thing is no text.
    """
    if not isinstance(thing, str | Template):
        raise run.raised(
            "TypeError", f"{method} needs a text, not {described(thing)}.", node, "Write str(…)."
        )
    text = settled(run, thing, node)
    afford_text(run, len(text), node)
    return text


def _bound(run: Reading, thing: Thing, node: Place) -> int | None:
    return None if thing is None else whole_number(run, thing, node, "An index")


# Methods without arguments: each is Python's own


def _plain(method: Callable[[str], Any]) -> Callable[..., Any]:
    def run_method(run: Reading, node: Place, text: Text, /) -> Any:
        return method(text_of(run, text, node, "This"))

    return run_method


PLAIN: Mapping[str, Callable[[str], Any]] = {
    "upper": str.upper,
    "lower": str.lower,
    "capitalize": str.capitalize,
    "title": str.title,
    "swapcase": str.swapcase,
    "casefold": str.casefold,
    "isdigit": str.isdigit,
    "isdecimal": str.isdecimal,
    "isnumeric": str.isnumeric,
    "isalpha": str.isalpha,
    "isalnum": str.isalnum,
    "isascii": str.isascii,
    "isspace": str.isspace,
    "isupper": str.isupper,
    "islower": str.islower,
    "istitle": str.istitle,
    "isidentifier": str.isidentifier,
    "isprintable": str.isprintable,
}


# Ends of a text


def _stripped(method: Callable[[str, str | None], str], name: str) -> Callable[..., Any]:
    def strip(run: Reading, node: Place, text: Text, chars: Thing = None, /) -> str:
        given = None if chars is None else text_of(run, chars, node, name)
        return method(text_of(run, text, node, name), given)

    return strip


def _starts(method: Callable[[str, Any, Any, Any], bool], name: str) -> Callable[..., bool]:
    def starts(
        run: Reading,
        node: Place,
        text: Text,
        prefix: Thing,
        start: Thing = None,
        end: Thing = None,
        /,
    ) -> bool:
        several = prefix if isinstance(prefix, tuple) else (prefix,)
        given = tuple(text_of(run, one, node, name) for one in several)
        bounds = _bound(run, start, node), _bound(run, end, node)
        return method(text_of(run, text, node, name), given, *bounds)

    return starts


def removeprefix(run: Reading, node: Place, text: Text, prefix: Thing, /) -> str:
    given = text_of(run, prefix, node, "removeprefix")
    return text_of(run, text, node, "removeprefix").removeprefix(given)


def removesuffix(run: Reading, node: Place, text: Text, suffix: Thing, /) -> str:
    given = text_of(run, suffix, node, "removesuffix")
    return text_of(run, text, node, "removesuffix").removesuffix(given)


# Splitting and joining


def _split(method: Callable[..., list[str]], name: str) -> Callable[..., List]:
    def split(
        run: Reading, node: Place, text: Text, sep: Thing = None, maxsplit: Thing = -1
    ) -> List:
        most = whole_number(run, maxsplit, node, "maxsplit")
        by = None if sep is None else text_of(run, sep, node, name)
        if by == "":
            raise run.raised("ValueError", "The separator is empty.", node, "Write list(text).")
        parts = method(text_of(run, text, node, name), by, max(-1, min(most, 2**31)))
        afford_items(run, len(parts), node)
        return List(list(parts))

    return split


def splitlines(run: Reading, node: Place, text: Text, keepends: Thing = False) -> List:
    keep = bool(whole_number(run, keepends, node, "keepends"))
    lines = text_of(run, text, node, "splitlines").splitlines(keep)
    afford_items(run, len(lines), node)
    return List(list(lines))


def _partition(
    method: Callable[[str, str], tuple[str, str, str]], name: str
) -> Callable[..., tuple[str, str, str]]:
    def partition(run: Reading, node: Place, text: Text, sep: Thing, /) -> tuple[str, str, str]:
        by = text_of(run, sep, node, name)
        if by == "":
            raise run.raised("ValueError", "The separator is empty.", node, "Write a separator.")
        return method(text_of(run, text, node, name), by)

    return partition


def join(run: Reading, node: Place, text: Text, iterable: Thing, /) -> Visit:
    """Texts with values in them stay so."""
    items = yield all_items(run, iterable, node)
    parts: list[Text] = []
    for place, item in enumerate(items):
        if not isinstance(item, str | Template):
            raise run.raised(
                "TypeError",
                f"join needs texts; item {place} is {described(item)}.",
                node,
                "Write join(str(x) for x in …).",
            )
        if place:
            parts.append(text)
        parts.append(item)
    return joined(run, parts, node)


# Finding and replacing


def _find(method: Callable[..., int], name: str) -> Callable[..., int]:
    def find(
        run: Reading,
        node: Place,
        text: Text,
        sub: Thing,
        start: Thing = None,
        end: Thing = None,
        /,
    ) -> int:
        bounds = _bound(run, start, node), _bound(run, end, node)
        given = text_of(run, sub, node, name)
        try:
            return method(text_of(run, text, node, name), given, *bounds)
        except ValueError:
            raise run.raised(
                "ValueError", "The text has no such part.", node, "Write find, which gives -1."
            ) from None

    return find


def replace(
    run: Reading, node: Place, text: Text, old: Thing, new: Thing, count: Thing = -1, /
) -> str:
    whole = text_of(run, text, node, "replace")
    before, after = (text_of(run, one, node, "replace") for one in (old, new))
    most = whole_number(run, count, node, "count")
    times = whole.count(before) if most < 0 else min(most, whole.count(before))
    afford_text(run, len(whole) + times * max(0, len(after) - len(before)), node)
    return whole.replace(before, after, times)


# Filling


def _justified(
    method: Callable[[str, int, str], str], align: str, name: str
) -> Callable[..., Text]:
    def justify(
        run: Reading, node: Place, text: Text, width: Thing, fillchar: Thing = " ", /
    ) -> Text:
        wide = whole_number(run, width, node, "A width")
        fill = text_of(run, fillchar, node, name)
        if len(fill) != 1:
            message = f"{name} fills with one character, not {len(fill)}."
            raise run.raised("TypeError", message, node, "Write one character.")
        afford_text(run, wide, node)
        slot = only_slot(text)
        if slot is not None and align and wide > 0:
            return padded(slot, f"{fill}{align}{wide}")
        return method(text_of(run, text, node, name), wide, fill)

    return justify


def zfill(run: Reading, node: Place, text: Text, width: Thing, /) -> str:
    wide = whole_number(run, width, node, "A width")
    afford_text(run, wide, node)
    return text_of(run, text, node, "zfill").zfill(wide)


def expandtabs(run: Reading, node: Place, text: Text, tabsize: Thing = 8) -> str:
    whole = text_of(run, text, node, "expandtabs")
    size = whole_number(run, tabsize, node, "tabsize")
    afford_text(run, len(whole) + whole.count("\t") * max(0, size), node)
    return whole.expandtabs(size)


def format_text(run: Reading, node: Place, text: Text, /, *things: Thing, **named: Thing) -> Visit:
    return format_fields(run, text, things, named, node)


def _refused(name: str, instead: str) -> Callable[..., Any]:
    def refuse(run: Reading, node: Place, text: Text, /, *things: Thing, **named: Thing) -> Any:
        raise run.error(f"{name} of a text is not part of the language.", node, instead)

    return refuse


STR_METHODS: Mapping[str, Callable[..., Any]] = {
    **{name: _plain(method) for name, method in PLAIN.items()},
    "strip": _stripped(str.strip, "strip"),
    "lstrip": _stripped(str.lstrip, "lstrip"),
    "rstrip": _stripped(str.rstrip, "rstrip"),
    "startswith": _starts(str.startswith, "startswith"),
    "endswith": _starts(str.endswith, "endswith"),
    "removeprefix": removeprefix,
    "removesuffix": removesuffix,
    "split": _split(str.split, "split"),
    "rsplit": _split(str.rsplit, "rsplit"),
    "splitlines": splitlines,
    "partition": _partition(str.partition, "partition"),
    "rpartition": _partition(str.rpartition, "rpartition"),
    "join": join,
    "find": _find(str.find, "find"),
    "rfind": _find(str.rfind, "rfind"),
    "index": _find(str.index, "index"),
    "rindex": _find(str.rindex, "rindex"),
    "count": _find(str.count, "count"),
    "replace": replace,
    "ljust": _justified(str.ljust, "<", "ljust"),
    "rjust": _justified(str.rjust, ">", "rjust"),
    "center": _justified(str.center, "", "center"),
    "zfill": zfill,
    "expandtabs": expandtabs,
    "format": format_text,
    "format_map": _refused("format_map", "Write format(**values)."),
    "encode": _refused("encode", "Use the text itself; ord gives a character's number."),
    "translate": _refused("translate", "Write replace."),
    "maketrans": _refused("maketrans", "Write replace."),
}
