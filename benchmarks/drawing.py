"""From text to a picture, against the static picture of micrograd's notebook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import graphs
from benchmarks.examples import MICROGRAD
from benchmarks.micrograd_peer import example, example_as_svg
from benchmarks.timing import Ratio, compare
from graphs.draw.recent import forget


def rows() -> Iterator[Ratio]:
    known = graphs.trace(MICROGRAD)
    known.svg()
    assert abs(known.value - example().data) < 1e-9
    turn = count()
    peer = ("micrograd + draw_dot", example_as_svg)

    def cold() -> str:
        forget()
        return graphs.trace(MICROGRAD).svg()

    yield compare("text → annotated SVG, cold", cold, *peer, target=0.4)
    yield compare(
        "one digit of the text changed, picture new",
        lambda: graphs.trace(MICROGRAD.replace("-4.0", f"-4.{next(turn) % 10}")).svg(),
        *peer,
        target=0.15,
    )
    yield compare(
        "values changed, gradients new (with_inputs)",
        lambda: known.with_inputs({"a": -4.0 + next(turn) / 100}),
        *peer,
        target=1 / 20,
    )
    yield compare(
        "values changed, picture new (with_inputs, svg)",
        lambda: known.with_inputs({"a": -4.0 + next(turn) / 100}).svg(),
        *peer,
        target=0.4,
    )
