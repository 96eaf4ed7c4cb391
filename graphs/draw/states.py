"""The states and contents of marks, by mark id: before the first step, and as steps change them.

The picture at step k is ``{**marks, **frames[0]["write"], …, **frames[k]["write"],
**frames[k]["focus"]}``: "write" lasts, "focus" holds for its own step only. A content of None keeps
the mark's previous content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graphs.format.arrays import MarkContent

State = tuple[str, MarkContent | None]
Marks = dict[str, State]
Frame = dict[str, Marks]  # "write" and "focus"
NO_STATE: State = ("", None)


def marks_after(marks: Mapping[str, State], writes: Iterable[Mapping[str, State]]) -> Marks:
    """The marks once some steps have written, with nothing in focus."""
    picture = dict(marks)
    for write in writes:
        _apply(picture, write)
    return picture


def marks_at(marks: Mapping[str, State], frames: Sequence[Frame], step: int | None = None) -> Marks:
    """The marks at a step, -1 being before the first; without one, whole, with nothing in focus."""
    past = frames if step is None else frames[: step + 1]
    picture = marks_after(marks, (frame["write"] for frame in past))
    if step is not None and 0 <= step < len(frames):
        _apply(picture, frames[step]["focus"])
    return picture


def result_of(frame: Frame) -> str | None:
    """The mark with what a step has computed: its tag, or going forward its gate's value."""
    tag = next((mark for mark, (state, _) in frame["focus"].items() if state == "now"), None)
    return tag or next((mark for mark in frame["write"] if mark.endswith("-value")), None)


def _apply(picture: Marks, changes: Mapping[str, State]) -> None:
    for mark, (state, content) in changes.items():
        picture[mark] = state, picture.get(mark, NO_STATE)[1] if content is None else content
