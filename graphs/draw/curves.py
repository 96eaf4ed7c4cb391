"""Lines and cubic curves: measured, cut at a length or at a circle, written as SVG path data."""

from __future__ import annotations

import math
from functools import lru_cache

Point = tuple[float, float]
Segment = tuple[Point, ...]  # two points: a line; four: a cubic curve
Path = list[Segment]
Place = tuple[int, float]  # on a path: a segment, and 0 ≤ t ≤ 1 on it


def point_at(segment: Segment, t: float) -> Point:
    """The point at 0 ≤ t ≤ 1 of a segment."""
    if len(segment) == 2:
        return between(*segment, t)
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = segment
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def between(start: Point, end: Point, t: float) -> Point:
    """The point at 0 ≤ t ≤ 1 on the line between two."""
    (x0, y0), (x1, y1) = start, end
    return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t


def split(segment: Segment, t: float) -> tuple[Segment, Segment]:
    """A segment in two, by de Casteljau's construction."""
    if len(segment) == 2:
        start, end = segment
        middle = between(start, end, t)
        return (start, middle), (middle, end)
    a, b, c, d = segment
    ab, bc, cd = between(a, b, t), between(b, c, t), between(c, d, t)
    abc, bcd = between(ab, bc, t), between(bc, cd, t)
    middle = between(abc, bcd, t)
    return (a, ab, abc, middle), (middle, bcd, cd, d)


def sample_points(path: Path, count: int = 12) -> list[Point]:
    """Points along a path, for measuring and for tests."""
    points = [path[0][0]]
    for segment in path:
        steps = 1 if len(segment) == 2 else count
        points.extend(point_at(segment, step / steps) for step in range(1, steps + 1))
    return points


def places_at(path: Path, *lengths: float) -> list[Place]:
    """The places these lengths, in rising order, along a path from its start; at most its end."""
    places: list[Place] = []
    passed, ahead = 0.0, list(reversed(lengths))
    for index, segment in enumerate(path):
        steps = 1 if len(segment) == 2 else 16
        start = segment[0]
        for step in range(1, steps + 1):
            end = point_at(segment, step / steps)
            piece = math.dist(start, end)
            while ahead and 0 < ahead[-1] - passed <= piece:
                places.append((index, (step - 1 + (ahead.pop() - passed) / piece) / steps))
            if not ahead:
                return places
            passed += piece
            start = end
    return [*places, *[(len(path) - 1, 1.0)] * len(ahead)]


def circle_entry(path: Path, centre: Point, radius: float) -> Place:
    """Where a path that ends inside a circle enters it."""
    for index in range(len(path) - 1, -1, -1):
        if math.dist(path[index][0], centre) > radius:
            return index, _segment_entry(path[index], centre, radius)
    return 0, 0.0


def _segment_entry(segment: Segment, centre: Point, radius: float) -> float:
    """The t at which a segment enters the circle: on a curve by Newton's method from near its end,
    and bisection where a step leaves the bracketing interval."""
    if len(segment) == 2:
        return _line_entry(*segment, centre, radius)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = [(x - centre[0], y - centre[1]) for x, y in segment]
    inside = math.sqrt(max(radius**2 - x3 * x3 - y3 * y3, 0.0))
    t = max(0.0, 1 - inside / math.hypot(x3 - x2, y3 - y2) / 3)
    # the coefficients of t³, t² and t, with the circle's centre as origin
    ax, bx, cx = x3 - x0 + 3 * (x1 - x2), 3 * (x0 - 2 * x1 + x2), 3 * (x1 - x0)
    ay, by, cy = y3 - y0 + 3 * (y1 - y2), 3 * (y0 - 2 * y1 + y2), 3 * (y1 - y0)
    outer, inner = 0.0, 1.0
    for _ in range(16):
        x, y = ((ax * t + bx) * t + cx) * t + x0, ((ay * t + by) * t + cy) * t + y0
        dx, dy = (3 * ax * t + 2 * bx) * t + cx, (3 * ay * t + 2 * by) * t + cy
        excess, slope = x * x + y * y - radius * radius, 2 * (x * dx + y * dy)
        outer, inner = (t, inner) if excess > 0 else (outer, t)
        previous, t = t, t - excess / slope if slope < 0 else outer
        if not outer <= t <= inner:
            t = (outer + inner) / 2
        if abs(t - previous) < 1e-3:
            break
    return t


def _line_entry(start: Point, end: Point, centre: Point, radius: float) -> float:
    """The t at which a line enters the circle: the smaller root of its equation."""
    x, y, dx, dy = start[0] - centre[0], start[1] - centre[1], end[0] - start[0], end[1] - start[1]
    a, b, c = dx * dx + dy * dy, x * dx + y * dy, x * x + y * y - radius * radius
    return min(1.0, (-b - math.sqrt(max(0.0, b * b - a * c))) / a)


def section(path: Path, start: Place, end: Place) -> Path:
    """The part of a path between two places; the end point alone where the end is before the
    start."""
    if start >= end:
        point = point_at(path[end[0]], end[1])
        return [(point, point)]
    part = path[start[0] : end[0] + 1]
    if end[1] < 1:
        part[-1] = split(part[-1], end[1])[0]
    if start[1] > 0:
        share = start[1] / end[1] if start[0] == end[0] else start[1]
        part[0] = split(part[0], share)[1]
    return part


def arrow(path: Path, tip: float, length: float = 13.0, half: float = 6.5) -> Path:
    """A triangle on a path that points back to its start, its tip ``tip`` along the path."""
    (x0, y0), (x1, y1) = (
        point_at(path[index], t) for index, t in places_at(path, tip, tip + length)
    )
    span = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / span, (y1 - y0) / span
    bx, by = x0 + ux * length, y0 + uy * length
    left, right = (bx - uy * half, by + ux * half), (bx + uy * half, by - ux * half)
    return [((x0, y0), left), (left, right), (right, (x0, y0))]


def bar(path: Path, place: Place, half: float = 7.0) -> Path:
    """A short line across a path: the mark of a blocked gradient."""
    index, t = place
    (x0, y0), (x1, y1) = point_at(path[index], 0.9 * t), point_at(path[index], t)
    span = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / span, (y1 - y0) / span
    return [((x1 - uy * half, y1 + ux * half), (x1 + uy * half, y1 - ux * half))]


def merge(path: Path) -> Path:
    """The path with adjacent horizontal lines merged and empty lines dropped."""
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


@lru_cache(maxsize=8192)  # most coordinates come many times
def number(value: float) -> str:
    """A coordinate to a tenth, without a needless zero."""
    return f"{value:.1f}".removesuffix(".0")


def path_data(path: Path, close: bool = False) -> str:
    """SVG path data."""
    parts: list[str] = []
    pen: Point | None = None
    for segment in path:
        start, end = segment[0], segment[-1]
        (x0, y0), (x, y) = start, end
        if start != pen:
            parts.append(f"M{number(x0)},{number(y0)}")
        pen = end
        if len(segment) == 4:
            (x1, y1), (x2, y2) = segment[1:3]
            handles = f"{number(x1)},{number(y1)} {number(x2)},{number(y2)}"
            parts.append(f"C{handles} {number(x)},{number(y)}")
        elif y == y0:
            parts.append(f"H{number(x)}")
        elif x == x0:
            parts.append(f"V{number(y)}")
        else:
            parts.append(f"L{number(x)},{number(y)}")
    if close:
        parts.append("Z")
    return "".join(parts)
