"""Paths are cut where they should be: at a length, at a circle, in two."""

import math

import pytest

from graphs.draw.curves import Path, circle_entry, places_at, point_at, section, split

LINE = ((0.0, 10.0), (90.0, 30.0))
CURVE = ((0.0, 10.0), (60.0, 10.0), (30.0, 80.0), (90.0, 80.0))
PATH: Path = [LINE, ((90.0, 30.0), (120.0, 30.0), (100.0, 90.0), (160.0, 90.0))]


@pytest.mark.parametrize("segment", [LINE, CURVE])
@pytest.mark.parametrize("radius", [16.0, 20.0, 28.0])
def test_a_path_enters_a_circle_on_its_rim(
    segment: tuple[tuple[float, float], ...], radius: float
) -> None:
    centre = (segment[-1][0], segment[-1][1] + 5)
    index, t = circle_entry([segment], centre, radius)
    assert (index, 0 < t < 1) == (0, True)
    assert math.dist(point_at(segment, t), centre) == pytest.approx(radius, abs=0.02)


@pytest.mark.parametrize("segment", [LINE, CURVE])
def test_two_halves_are_the_whole(segment: tuple[tuple[float, float], ...]) -> None:
    left, right = split(segment, 0.3)
    for t in (0.0, 0.25, 0.5, 1.0):
        assert point_at(left, t) == pytest.approx(point_at(segment, 0.3 * t))
        assert point_at(right, t) == pytest.approx(point_at(segment, 0.3 + 0.7 * t))


def test_places_are_found_in_one_walk_as_one_by_one() -> None:
    lengths = (5.0, 40.0, 95.0, 130.0, 999.0)
    together = places_at(PATH, *lengths)
    assert together == [places_at(PATH, length)[0] for length in lengths]
    assert together[0] == (0, pytest.approx(5 / math.dist(*LINE)))
    assert together[-1] == (1, 1.0)


def test_a_section_that_ends_before_it_starts_is_a_point() -> None:
    assert section(PATH, (1, 0.5), (0, 0.5)) == [(point_at(LINE, 0.5),) * 2]
