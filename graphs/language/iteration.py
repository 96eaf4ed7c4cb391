"""What can be gone through: lists, arrays row by row, texts, dictionaries, typed iterators."""

from __future__ import annotations

from collections.abc import Iterator as PythonIterator
from typing import Any

from graphs.errors import GraphError
from graphs.language import known_shapes
from graphs.language.calling import call, method_of
from graphs.language.comparing import elements, fields_of, item_of_array
from graphs.language.decisions import known_text
from graphs.language.descriptions import described
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Class,
    Dict,
    Instance,
    Iterator,
    LeftOut,
    List,
    Progress,
    Set,
    Template,
    Thing,
    Wire,
)
from graphs.language.unread import outside
from graphs.language.unread.left_out import left_out_error
from graphs.language.visits import Visit


def own_items(run: Reading, thing: List, node: Place) -> list[Thing]:
    """The items of a list, to be changed: a list of numbers that was an input is one no longer."""
    if thing.holder is not None:
        holder, thing.holder = thing.holder, None
        own_items(run, holder, node)
    if thing.array is not None:
        thing.items = elements(run, thing, node)
        thing.array = thing.rows = None
    return thing.items


def known_items(run: Reading, thing: Thing, node: Place) -> Any:
    """The items of what has a known number of them; END where they must be asked for."""
    if type(thing) is Progress:
        return known_items(run, thing.iterable, node)
    if isinstance(thing, tuple | range):
        run.count_items(min(_length(thing), 10**9), node)
        return thing
    if isinstance(thing, List):
        if thing.array is None:
            run.count_items(len(thing.items), node)
            return list(thing.items)
        return elements(run, thing, node)
    if type(thing) is Wire:
        shape = known_shapes.shape_of(run, thing, node)
        if shape:
            run.count_items(shape[0], node)
            return [item_of_array(run, thing, at, node) for at in range(shape[0])]
        raise not_iterable(run, thing, node)
    if (lines := outside.text_of(run, thing)) is not None:
        return list(lines.splitlines(keepends=True))
    if isinstance(thing, str | Template):
        text = known_text(run, thing, node)
        run.count_items(len(text), node)
        return list(text)
    if isinstance(thing, Dict):
        run.count_items(len(thing.items), node)
        return [key for key, _ in thing.items.values()]
    if isinstance(thing, Set):
        run.count_items(len(thing.items), node)
        return list(thing.items.values())
    if isinstance(thing, Instance) and thing.type.kind == "namedtuple":
        return list(fields_of(thing))
    if isinstance(thing, Class) and thing.kind == "enum":
        return list(thing.options["members"])
    return END


def _length(thing: Any) -> int:
    try:
        return len(thing)
    except OverflowError:
        return 2**63


def not_iterable(run: Reading, thing: Thing, node: Place) -> Exception:
    """The error for what has no items."""
    if isinstance(thing, LeftOut):
        return left_out_error(run, thing, node)
    text = run.segment(node)
    what = "a number" if type(thing) is Wire else described(thing)
    return run.raised(
        "TypeError",
        f"{text} is {what} and has no items to go through.",
        node,
        "for runs over a range or a list: write for t in range(3).",
    )


def all_items(run: Reading, thing: Thing, node: Place) -> list[Thing] | Visit:
    """All items of a thing, in a list of its own; a visit where they must be asked for."""
    items = known_items(run, thing, node)
    if items is not END:
        return list(items)
    return _gathered(run, thing, node)


def _gathered(run: Reading, thing: Thing, node: Place) -> Visit:
    source = yield iterator(run, thing, node)
    items: list[Thing] = []
    while (item := (yield source.step(run, node))) is not END:
        run.count_items(1, node)
        items.append(item)
        if len(items) > run.limits.calls:
            run.count_items(len(items), node)
    return items


def iterator(run: Reading, thing: Thing, node: Place) -> Iterator | Visit:
    """An iterator over a thing, or a visit that finds it.

    Raises:
        GraphError: it cannot be gone through.
    """
    if isinstance(thing, Iterator):
        return thing
    if type(thing) is Wire:
        return _rows(run, thing, node)
    if isinstance(thing, List):
        if thing.array is None:
            return _stepping(iter(thing.items))
        if len(known_shapes.shape_of(run, thing, node)) == 1:
            return _rows(run, thing.array, node)
        return _stepping(iter(elements(run, thing, node)))
    if isinstance(thing, Dict):
        return _stepping(key for key, _ in _watched(thing.items))
    if isinstance(thing, range):
        return _stepping(iter(thing))
    if type(thing) is Progress:
        return iterator(run, thing.iterable, node)
    items = known_items(run, thing, node)
    if items is not END:
        return _stepping(iter(items))
    method = method_of(run, thing, "__iter__")
    if method is not END:
        return _typed_iterator(run, method, node)
    if isinstance(thing, Instance) and method_of(run, thing, "__getitem__") is not END:
        return _counting(thing)
    raise not_iterable(run, thing, node)


def _watched(items: dict[Any, Any]) -> PythonIterator[Any]:
    yield from items.values()


def _stepping(source: PythonIterator[Thing]) -> Iterator:
    def step(run: Reading, node: Place) -> Thing:
        try:
            return next(source, END)
        except RuntimeError:
            raise run.raised(
                "RuntimeError",
                "The dictionary changes its size while it is gone through.",
                node,
                "Go through list(d) instead.",
            ) from None

    return Iterator(step)


def _rows(run: Reading, wire: Wire, node: Place) -> Iterator:
    shape = known_shapes.shape_of(run, wire, node)
    if not shape:
        raise not_iterable(run, wire, node)
    run.count_items(shape[0], node)
    numbers = iter(range(shape[0]))

    def step(run: Reading, node: Place) -> Thing:
        at = next(numbers, None)
        return END if at is None else item_of_array(run, wire, at, node)

    return Iterator(step)


def _typed_iterator(run: Reading, method: Thing, node: Place) -> Visit:
    found = yield call(run, method, [], {}, node)
    if isinstance(found, Instance):
        following = method_of(run, found, "__next__")
        if following is END:
            raise not_iterable(run, found, node)
        return Iterator(_Following(following).step)
    return (yield iterator(run, found, node))


class _Following:
    """Steps by a typed ``__next__`` until it raises StopIteration."""

    def __init__(self, method: Thing) -> None:
        self.method = method

    def step(self, run: Reading, node: Place) -> Visit:
        run.count_call(node)
        return self._next(run, node)

    def _next(self, run: Reading, node: Place) -> Visit:
        try:
            return (yield call(run, self.method, [], {}, node))
        except GraphError as error:
            if error.kind == "StopIteration":
                return END
            raise


def _counting(thing: Instance) -> Iterator:
    """Steps by a typed ``__getitem__`` from 0 until it raises IndexError."""
    numbers = iter(range(2**31))

    def step(run: Reading, node: Place) -> Visit:
        run.count_call(node)
        return _item(run, thing, next(numbers), node)

    return Iterator(step)


def _item(run: Reading, thing: Instance, at: int, node: Place) -> Visit:
    try:
        return (yield call(run, method_of(run, thing, "__getitem__"), [at], {}, node))
    except GraphError as error:
        if error.kind in ("IndexError", "StopIteration"):
            return END
        raise


def next_item(run: Reading, source: Iterator, node: Place) -> Thing | Visit:
    """The next item of an iterator, END where there is none, or a visit that finds it."""
    return source.step(run, node)
