"""Texts that are out to harm end in an answer or a GraphError, and touch nothing outside."""

from __future__ import annotations

import ast
import tracemalloc
import warnings
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from tests.support.hostile_texts import BOMBS, FORBIDDEN, HOSTILE
from tests.support.kinds_of_values import DOORS, VALUES, names
from tests.support.surviving import ANSWER, called, checked, ending, survived, traced, warm
from tests.support.watching import watched

MOST_MEMORY = 300_000_000  # bytes
TEXTS = [(kind, title) for kind, texts in HOSTILE.items() for title in texts]
# The others use up a whole budget each time they are read.
QUICK = HOSTILE.keys() - {"endless", "memory", "containing themselves"}


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test stands in a folder of its own, which stays empty."""
    monkeypatch.chdir(tmp_path)
    yield
    assert list(tmp_path.iterdir()) == []


def titled(text: str) -> str:
    return text[:60]


def cases(
    texts: Iterable[tuple[str, str]], kinds: Container[str], share: int
) -> list[ParameterSet]:
    """Texts by kind and title: of some kinds all in make test, of the others one in a few."""
    return [
        pytest.param(
            kind, title, marks=[] if kind in kinds or at % share == 0 else [pytest.mark.long]
        )
        for at, (kind, title) in enumerate(texts)
    ]


@pytest.mark.parametrize(("kind", "title"), cases(TEXTS, QUICK, 4), ids=titled)
def test_a_hostile_text_ends(kind: str, title: str) -> None:
    (end,) = survived(HOSTILE[kind][title], traced)
    assert kind not in FORBIDDEN or end != ANSWER


@pytest.mark.parametrize(("kind", "title"), cases(TEXTS, (), 32), ids=titled)
def test_checking_and_compiling_it_end(kind: str, title: str) -> None:
    _, end = survived(HOSTILE[kind][title], checked, called)
    assert kind not in FORBIDDEN or end != ANSWER


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "odd"])
def test_hostile_texts_are_python(kind: str) -> None:
    """Else they would be refused for their grammar alone. They are short enough, too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for title, text in HOSTILE[kind].items():
            assert ast.parse(text), title
            assert len(text) <= 10_000, title


@pytest.mark.parametrize(("kind", "title"), cases(BOMBS, (), 4), ids=titled)
def test_memory_stays_within_bounds(kind: str, title: str) -> None:
    warm()
    tracemalloc.start()
    try:
        survived(HOSTILE[kind][title], traced)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY


def asked(kind: str, *lines: str) -> str:
    """A program that makes a value of a kind, and then does something with it."""
    return "\n".join(("x = 2.0", VALUES[kind][0], *lines))


def uses(name: str) -> tuple[tuple[str, ...], ...]:
    """What is done with a name of a value: looked up, called, written, drawn."""
    return (
        (f"k = v.{name}", "print(k)", "f = x * 3"),
        (f"k = v.{name}()", "print(k)", "f = x * 3"),
        (f"k = v.{name}(v)", "print(k, [k], v)", "f = x * 3"),
        (f'k = getattr(v, "{name}")', "print(k, [k])", "f = x * 3"),
        (f"v.{name} = x", "print(v)", "f = x * 3"),
        (f"f = x * v.{name}",),
    )


@pytest.mark.long
@pytest.mark.parametrize("kind", VALUES)
def test_every_name_of_every_kind_of_value(kind: str) -> None:
    warm()
    harm = []
    for name in names(kind):
        texts = [asked(kind, *lines) for lines in uses(name)]
        with watched("\n".join(texts)):
            for text in texts:
                try:
                    with ending():
                        traced(text)
                except Exception as error:
                    harm.append(f"{error!r} of:\n{text}")
    assert not harm, "\n".join(harm)


@pytest.mark.long
@pytest.mark.parametrize("kind", VALUES)
def test_nothing_is_reached_through_a_door(kind: str) -> None:
    for name in DOORS:
        for further in ("x", "__subclasses__()", "__globals__", "f_back"):
            text = asked(kind, f"f = x * len(str(v.{name}.{further}))")
            assert traced(text) != ANSWER, text
        text = asked(kind, f"f = x * len(str(getattr(v, '{name}').x))")
        assert traced(text) != ANSWER, text
