"""The small pictures of the starters: circuits as the engine draws them, a check and a run as they
come out. Each is made once, from its entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

import graphs
from graphs.draw.curves import number as n
from graphs.draw.miniature import HEIGHT, WIDTH, circuit, layers, picture
from graphs.draw.regions import regions
from graphs.training import Plan, Training
from web.gallery.entry import Entry

LINE, LINES_SHOWN, FIRST_LINE = 19.0, 4, 21.0  # of a check: pixels from line to line
SIGN, TEXT, LONGEST = 77.0, 95.0, 92.0  # where its sign stands, its line begins, the widest one
UNIT = 98.0  # pixels of a plane
GRID = 5.0  # pixels from one point of it to the next
EVERY = 3  # how manieth point of the data is shown


def miniature(entry: Entry) -> str:
    """The picture of a starter, as SVG."""
    return MAKERS[entry["id"]](entry)


def _graph(entry: Entry, fold: str = "") -> Any:
    trace = graphs.trace(entry["program"], entry["inputs"])
    if fold:
        trace = trace.with_fold([one["id"] for one in trace.patterns if one["gate"] == fold])
    return trace.evaluation.model


def _circuit(entry: Entry) -> str:
    return circuit(_graph(entry))


def _layers(fold: str) -> Callable[[Entry], str]:
    return lambda entry: layers(_graph(entry, fold))


def _verdicts(entry: Entry) -> str:
    """The lines round the first wrong one, each with its sign."""
    found = graphs.check(entry["program"])["verdicts"]
    wrong = next(at for at, one in enumerate(found) if one["status"] != "right")
    shown = found[max(0, wrong - LINES_SHOWN + 2) :][:LINES_SHOWN]
    texts = entry["program"].splitlines()
    lengths = [len(texts[one["line"] - 1]) for one in shown]
    parts = []
    for row, (verdict, length) in enumerate(zip(shown, lengths, strict=True)):
        y = FIRST_LINE + LINE * row
        wide = LONGEST * length / max(lengths)
        if verdict["status"] == "right":
            sign = f'<path class="check" d="M{n(SIGN - 4.5)},{n(y)}l3,3.500 6,-7"/>'
            kind = "code"
        else:
            sign = (
                f'<rect class="ink" x="{n(SIGN - 7)}" y="{n(y - 7)}" width="14" height="14" '
                f'rx="3"/><path class="cross" d="M{n(SIGN - 2.5)},{n(y - 2.5)}l5,5m0,-5l-5,5"/>'
            )
            kind = "code ink"
        parts.append(
            f'{sign}<rect class="{kind}" x="{n(TEXT)}" y="{n(y - 3.5)}" width="{n(wide)}" '
            f'height="7" rx="3.5"/>'
        )
    return picture(parts)


def _boundary(entry: Entry) -> str:
    """The regions that a trained classifier makes of the plane, and some of its data."""
    run = Training(Plan(entry["program"], entry["inputs"], **entry["train"]))
    while not run.over:
        run.advance()
    across, down = (np.arange(0, length + GRID, GRID) for length in (WIDTH, HEIGHT))
    x, y = np.meshgrid((across - WIDTH / 2) / UNIT, (HEIGHT / 2 - down) / UNIT)
    plane = {"X": np.stack([x.ravel(), y.ravel()], axis=1), "y": np.zeros(x.size)}
    moved = {**run.inputs, **run.values_at(run.iteration), **plane}
    scores = np.reshape(graphs.trace(entry["program"], moved).values["scores"], (*x.shape, -1))
    parts = []
    for rank in range(scores.shape[-1]):
        others = np.delete(scores, rank, axis=-1).max(axis=-1)
        outline = "".join(
            "M" + "L".join(f"{n(GRID * at)},{n(GRID * row)}" for row, at in one) + "Z"
            for one in regions(scores[..., rank] - others)
        )
        parts.append(f'<path class="region class-{rank}" d="{outline}"/>')
    points, labels = entry["inputs"]["X"][::EVERY], entry["inputs"]["y"][::EVERY]
    for (right, up), label in zip(points, labels, strict=True):
        mark = POINTS[int(label)].format(n(WIDTH / 2 + UNIT * right), n(HEIGHT / 2 - UNIT * up))
        parts.append(f'<path class="point class-{label:.0f}" d="{mark}"/>')
    return picture(parts, fills=True)


# The marks of three classes, as the plots have them.
POINTS = (
    "M{0},{1}m-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "M{0},{1}m0,-5l4.500,8h-9z",
    "M{0},{1}m-3.500,-3.500h7v7h-7z",
)
MAKERS: Mapping[str, Callable[[Entry], str]] = {
    **dict.fromkeys(("add-multiply", "square", "patterns", "neuron"), _circuit),
    "softmax-loss": _layers("softmax"),
    "two-layer-relu": _layers("cross-entropy"),
    "check-backward": _verdicts,
    "train-spiral": _boundary,
}
