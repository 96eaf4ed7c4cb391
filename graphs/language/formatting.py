"""``f"{loss:.3f}"``, ``format`` and ``"%.3f" % loss``, with parsers of our own."""

from __future__ import annotations

import re
from typing import Any

from graphs.errors import GraphError
from graphs.language import known_shapes, nodes
from graphs.language.calling import call, method_of
from graphs.language.descriptions import described, type_name
from graphs.language.library.entries import get_entry
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.sizes import afford_text
from graphs.language.texts import joined, only_slot, padded, settled, slot_text
from graphs.language.things import END, Dict, Instance, LeftOut, Slot, Template, Thing, Wire
from graphs.language.unread.left_out import first_left_out
from graphs.language.visits import Visit
from graphs.language.writing import as_text, number_text

WIDEST = 1_000
SURROGATES = range(0xD800, 0xE000)  # are no characters
_SPEC = re.compile(
    r"(?:.?[<>=^])?[-+ ]?z?#?0?(?P<width>[0-9]*)[_,]?(?:\.(?P<precision>[0-9]+))?"
    r"(?P<type>[bdeEfFgGnosxX%]?)",
    re.DOTALL,
)
_PERCENT = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?(?P<flags>[-#0+ ]*)(?P<width>\*|[0-9]*)"
    r"(?:\.(?P<precision>\*|[0-9]*))?[hlL]?(?P<type>[diouxXeEfFgGcrsa%])"
)


def formatted(
    run: Reading, thing: Thing, spec: str | Template, node: Place
) -> str | Template | Visit:
    """The text of a thing by a format of Python's: ``.3f``, ``>10``; "" is ``str``."""
    if isinstance(thing, Instance):
        return _formatted_instance(run, thing, spec, node)
    spec = settled(run, spec, node)
    if not spec:
        return as_text(run, thing, node)
    kind = _checked(run, spec, node)
    if isinstance(thing, Template):
        if first_left_out(thing.parts) is not None:
            return thing
        slot = only_slot(thing)
        if slot is not None and kind in ("", "s"):
            _format(run, "", spec, node)
            return padded(slot, spec)
        thing = settled(run, thing, node)
    if isinstance(thing, LeftOut):
        return as_text(run, thing, node)
    if isinstance(thing, Wire):
        return _formatted_wire(run, thing, spec, kind, node)
    if isinstance(thing, str):
        afford_text(run, len(thing), node)
        return _format(run, thing, spec, node)
    if isinstance(thing, bool | int | float):
        return _format(run, plain_number(thing), spec, node)
    raise run.raised(
        "TypeError",
        f"The format {shortened(spec)} is for numbers and texts, not for {described(thing)}.",
        node,
        "Format one number of it, or write it without a format.",
    )


def plain_number(number: Any) -> bool | int | float:
    """A known number as exactly one of Python's."""
    if isinstance(number, bool):
        return number
    return int(number) if isinstance(number, int) else float(number)


def _formatted_instance(run: Reading, thing: Instance, spec: str | Template, node: Place) -> Visit:
    method = method_of(run, thing, "__format__")
    if method is END:
        if spec:
            raise run.raised(
                "TypeError",
                f"{thing.type.name} has no __format__: it cannot be formatted.",
                node,
                "Format one of its attributes.",
            )
        return (yield as_text(run, thing, node))
    text = yield call(run, method, [spec], {}, node)
    if not isinstance(text, str | Template):
        message = f"__format__ gives no text, but {described(text)}."
        raise run.raised("TypeError", message, node, "Return a text, as in return f'…'.")
    return text


def _checked(run: Reading, spec: str, node: Place) -> str:
    """The type of a format that keeps to the rules.

    Raises:
        GraphError: it does not, or is too wide.
    """
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise run.raised(
            "ValueError",
            f"{shortened(spec)} is not a format.",
            node,
            "Write one like .3f, >10 or 05d.",
        )
    _check_widths(run, found["width"], found["precision"] or "", node)
    return found["type"]


def _check_widths(run: Reading, width: str, precision: str, node: Place) -> None:
    for digits in (width, precision):
        if len(digits.lstrip("0")) > len(str(WIDEST)) or int(digits or "0") > WIDEST:
            raise run.raised(
                "ValueError",
                f"A format is at most {WIDEST:,} wide.",
                node,
                "Write a smaller number.",
            )


def _format(run: Reading, value: str | bool | int | float, spec: str, node: Place) -> str:
    """Python's own format of a known value; ``spec`` was checked."""
    try:
        return format(value, spec)
    except (ValueError, OverflowError) as error:
        raise _does_not_fit(run, spec, str(error), node) from None


def _does_not_fit(run: Reading, spec: str, why: str, node: Place) -> GraphError:
    return run.raised(
        "ValueError",
        f"The format {shortened(spec)} does not fit: {shortened(why)}.",
        node,
        "Write one like .3f for numbers, d for whole numbers, >10 for texts.",
    )


def _formatted_wire(
    run: Reading, wire: Wire, spec: str, kind: str, node: Place, percent: bool = False
) -> str | Template:
    """A value of the graph by a format, ``.3f``, or with ``percent`` by one like ``%.3f``."""
    shape = known_shapes.shape_if_known(run, wire, node)
    if shape is not None and shape != () and not (percent and set(shape) == {1}):
        raise run.raised(
            "TypeError",
            f"An array of shape {shape} cannot be written by the format {shortened(spec)}.",
            node,
            "Format one number of it, as x[0], or write it without a format.",
        )
    written = wire.literal
    given = {"percent": spec} if percent else {"spec": spec}
    if wire.node is None and wire.base is None and written is not None:
        index, whole, truth = None, written.whole, isinstance(written.value, bool)
    else:
        index = nodes.node_of(run, wire, node)
        whole, truth = index in run.whole, run.builder.nodes[index].truth
    slot = Slot(index or 0, whole=whole, **given)
    sample: bool | int | float = True if truth else 1 if whole else 1.0
    try:
        spec % (sample,) if percent else format(sample, spec)
    except (ValueError, TypeError) as error:
        raise _does_not_fit(run, spec, str(error), node) from None
    if index is None and written is not None:
        return slot_text(slot, written.value)
    return Template((slot,))


# "%d of %s" % (n, name)


def percent(run: Reading, text: str | Template, given: Thing, node: Place) -> Visit:
    """``text % given``."""
    text = settled(run, text, node)
    afford_text(run, len(text), node)
    items = list(given) if isinstance(given, tuple) else [given]
    parts: list[Any] = []
    at, used = 0, 0
    while True:
        start = text.find("%", at)
        if start < 0:
            break
        found = _PERCENT.match(text, start)
        if found is None:
            raise _not_a_percent(run, text[start : start + 8], node)
        parts.append(text[at:start])
        at = found.end()
        if found["type"] == "%":
            parts.append("%")
            continue
        sizes = []
        for size in (found["width"], found["precision"]):
            if size == "*":
                size, used = _star(run, items, used, node), used + 1
            sizes.append(size)
        if found["name"] is not None:
            if not isinstance(given, Dict):
                message = f"%({shortened(found['name'])}) needs a dictionary."
                raise run.raised("TypeError", message, node, "Write % {'name': value}.")
            thing = yield get_entry(run, given, found["name"], node)
            used = len(items)
        elif used < len(items):
            thing, used = items[used], used + 1
        else:
            raise run.raised(
                "TypeError",
                "The text has more % places than there are values.",
                node,
                "Write as many values as places.",
            )
        parts.append((yield _place(run, thing, found, sizes[0], sizes[1], node)))
    if used < len(items) and not isinstance(given, Dict):
        raise run.raised(
            "TypeError",
            "There are more values than % places in the text.",
            node,
            "Write as many values as places.",
        )
    return joined(run, (*parts, text[at:]), node)


def _not_a_percent(run: Reading, text: str, node: Place) -> GraphError:
    return run.raised(
        "ValueError", f"{text} is no place for a value.", node, "Write %s, %d, %.3f, or %% for %."
    )


def _star(run: Reading, items: list[Thing], used: int, node: Place) -> str:
    """The width or precision that ``*`` takes from the values."""
    thing = items[used] if used < len(items) else None
    if not isinstance(thing, int):
        raise run.raised("TypeError", "* needs a whole number.", node, "Write %5d or %.3f.")
    if abs(thing) > WIDEST:
        _check_widths(run, str(WIDEST + 1), "", node)
    return number_text(int(thing))


def _place(
    run: Reading,
    thing: Thing,
    found: re.Match[str],
    width: str,
    precision: str | None,
    node: Place,
) -> Visit:
    """The text of one place."""
    flags, kind = found["flags"], found["type"]
    if width.startswith("-"):
        flags, width = f"{flags}-", width[1:]
    if precision is not None and precision.startswith("-"):
        precision = "0"
    _check_widths(run, width, precision or "", node)
    rest = f"{width}.{precision}" if precision is not None else width
    if kind in "rsa" or isinstance(thing, LeftOut):
        text = yield as_text(run, thing, node, kind)
        if not rest or isinstance(thing, LeftOut):
            return text
        slot = only_slot(text)
        if slot is not None:
            return padded(slot, f"{'<' if '-' in flags else '>'}{rest}")
        return f"%{'-' if '-' in flags else ''}{rest}s" % (settled(run, text, node),)
    spec = f"%{flags}{rest}{kind}"
    if isinstance(thing, Wire):
        return _formatted_wire(run, thing, spec, kind, node, percent=True)
    if kind == "c" and isinstance(thing, str):
        value: Any = thing
    elif isinstance(thing, bool | int | float) and not (kind == "c" and thing in SURROGATES):
        value = plain_number(thing)
    else:
        raise run.raised(
            "TypeError",
            f"{spec} needs a number, not {type_name(thing)}.",
            node,
            "Write %s for other values.",
        )
    try:
        return spec % (value,)
    except (ValueError, OverflowError, TypeError) as error:
        raise run.raised(
            "TypeError" if isinstance(error, TypeError) else "ValueError",
            f"{spec} does not fit: {shortened(str(error))}.",
            node,
            "Write %s, %d or %.3f.",
        ) from None
