"""Lines and curves: made of points, cut at a length or at a circle, written as SVG path data."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

Point = tuple[float, float]
Segment = tuple[Point, ...]  # two points: a line; four: a cubic curve
Path = list[Segment]


def at(segment: Segment, t: float) -> Point:
    """The point at 0 ≤ t ≤ 1 of a segment."""
    if len(segment) == 2:
        (x0, y0), (x1, y1) = segment
        return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = segment
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def split(segment: Segment, t: float) -> tuple[Segment, Segment]:
    """A segment in two, by de Casteljau's construction."""
    left, right = [segment[0]], [segment[-1]]
    points = list(segment)
    while len(points) > 1:
        points = [
            (p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t)
            for p, q in itertools.pairwise(points)
        ]
        left.append(points[0])
        right.append(points[-1])
    return tuple(left), tuple(reversed(right))


def samples(path: Path, count: int = 12) -> list[Point]:
    """Points along a path, for measuring and for tests."""
    points = [path[0][0]]
    for segment in path:
        steps = 1 if len(segment) == 2 else count
        points.extend(at(segment, step / steps) for step in range(1, steps + 1))
    return points


def reverse(path: Path) -> Path:
    return [segment[::-1] for segment in reversed(path)]


def after(path: Path, length: float) -> Path:
    """The path without its first ``length`` units; its last point alone where it is shorter."""
    for index, segment in enumerate(path):
        steps = 1 if len(segment) == 2 else 16
        t0, start = 0.0, segment[0]
        for step in range(1, steps + 1):
            end = at(segment, step / steps)
            piece = math.dist(start, end)
            if piece >= length > 0:
                t = t0 + (length / piece) / steps
                return [split(segment, t)[1], *path[index + 1 :]]
            length -= piece
            t0, start = step / steps, end
    return [(path[-1][-1], path[-1][-1])]


def until_circle(path: Path, centre: Point, radius: float) -> Path:
    """A path that ends inside a circle, cut where it enters."""
    for index in range(len(path) - 1, -1, -1):
        segment = path[index]
        if math.dist(segment[0], centre) > radius:
            return [*path[:index], split(segment, _entry(segment, centre, radius))[0]]
    return [(path[0][0], path[0][0])]


def _entry(segment: Segment, centre: Point, radius: float) -> float:
    """Where a segment from outside a circle to inside it enters."""
    (x0, y0), (x1, y1) = segment[0], segment[-1]
    if len(segment) == 2 and y0 == y1:
        reach = math.sqrt(max(radius**2 - (y0 - centre[1]) ** 2, 0.0))
        return (centre[0] - reach - x0) / (x1 - x0)
    low, high = 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        if math.dist(at(segment, middle), centre) > radius:
            low = middle
        else:
            high = middle
    return low


def arrow(path: Path, tip: float, length: float = 13.0, half: float = 6.5) -> Path:
    """A triangle at the start of a path, pointing back along it."""
    (x0, y0), (x1, y1) = after(path, tip)[0][0], after(path, tip + length)[0][0]
    span = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / span, (y1 - y0) / span
    bx, by = x0 + ux * length, y0 + uy * length
    left, right = (bx - uy * half, by + ux * half), (bx + uy * half, by - ux * half)
    return [((x0, y0), left), (left, right), (right, (x0, y0))]


def bar(path: Path, half: float = 7.0) -> Path:
    """A short line across the end of a path: nothing comes through here."""
    segment = path[-1]
    (x1, y1), (x0, y0) = segment[-1], at(segment, 0.9)
    span = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / span, (y1 - y0) / span
    return [((x1 - uy * half, y1 + ux * half), (x1 + uy * half, y1 - ux * half))]


def merge(path: Path) -> Path:
    """Neighbouring level lines as one, and lines of no length gone."""
    merged: Path = []
    for segment in path:
        if len(segment) == 2 and segment[0] == segment[1]:
            continue
        if merged and len(segment) == len(merged[-1]) == 2:
            level = segment[0][1] == segment[1][1] == merged[-1][0][1] == merged[-1][1][1]
            if level:
                merged[-1] = (merged[-1][0], segment[1])
                continue
        merged.append(segment)
    return merged or path[:1]


def number(value: float) -> str:
    """A coordinate to a tenth, without a needless zero."""
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def data(path: Path, close: bool = False) -> str:
    """SVG path data."""
    parts: list[str] = []
    pen: Point | None = None
    for segment in path:
        if segment[0] != pen:
            parts.append(f"M{_points(segment[:1])}")
        pen = segment[-1]
        if len(segment) == 4:
            parts.append(f"C{_points(segment[1:])}")
        elif segment[0][1] == pen[1]:
            parts.append(f"H{number(pen[0])}")
        elif segment[0][0] == pen[0]:
            parts.append(f"V{number(pen[1])}")
        else:
            parts.append(f"L{_points(segment[1:])}")
    return "".join(parts) + ("Z" if close else "")


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
